"""Parameters of addresses."""

from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator


class QueryParameters(BaseModel):
    """Parameters of an address; those left blank, as forms leave them, count as left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _drop_blanks(cls, values: Any) -> Any:
        if not isinstance(values, dict):
            return values
        filled = {}
        for name, value in values.items():
            filled_value = [item for item in value if item != ""] if isinstance(value, list) else value
            if filled_value not in ("", []):
                filled[name] = filled_value
        return filled
