"""JSON merge patch (RFC 7396): a change that names only what changes."""

from typing import Any, TypeVar

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError

Model = TypeVar("Model", bound=BaseModel)


def apply_merge_patch(target: Any, patch: Any) -> Any:
    """Return the target with the patch laid over it; null takes a member away, so that its default holds."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = apply_merge_patch(result.get(key), value)
    return result


def validate_patched(model: type[Model], patched: Any) -> Model:
    """Return the patched value as a model; raises the error that an unfit body raises."""
    try:
        return model.model_validate(patched)
    except ValidationError as error:
        raise RequestValidationError([{**entry, "loc": ("body", *entry["loc"])} for entry in error.errors()]) from error
