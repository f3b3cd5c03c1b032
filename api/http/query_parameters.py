"""Parameters of addresses, and the numbers in them and in forms."""

from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator
from starlette.convertors import StringConvertor, register_url_convertor

from models.text_types import MAX_INTEGER


class StemConvertor(StringConvertor):
    """A part of an address up to its first dot: of `korea-1950.whole.html` the map is korea-1950."""

    regex = "[^/.]+"


# What paths call such a part: {slug:stem}.
STEM = "stem"
register_url_convertor(STEM, StemConvertor())


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


def read_whole_number(text: str | None, maximum: int = MAX_INTEGER) -> int | None:
    """Return the number that the digits 0 to 9 write, None where they write none, or one over `maximum`."""
    if text is None or not (text.isascii() and text.isdecimal() and len(text) <= len(str(MAX_INTEGER))):
        return None
    number = int(text)
    return number if number <= maximum else None
