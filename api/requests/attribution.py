"""Who is named in answers and files: what was written without an account is nobody's, however the history keeps it."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from models.deliberation.comment_masking import LOCAL_AUTHOR


def attribute(name: str | None) -> str | None:
    """Return the name of whoever did something, None where it was done without an account."""
    return None if name == LOCAL_AUTHOR else name


# The name of whoever did something, in an answer.
Attribution = Annotated[
    str | None, BeforeValidator(attribute), Field(description="Null where it was done without an account.")
]
