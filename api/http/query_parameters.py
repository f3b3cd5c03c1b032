"""Parameters of addresses, and the numbers and moments in them and in forms."""

from datetime import UTC, date, datetime, time
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from starlette.convertors import StringConvertor, register_url_convertor

from models.errors import Phrase
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


def read_at(text: str) -> int | datetime:
    """Return the number of a change, or a moment in UTC: of a day its last.

    A moment without an offset is in UTC. Raises ValueError, in words for readers.
    """
    if text.isascii() and text.isdecimal():
        number = read_whole_number(text)
        if not number:
            raise ValueError(Phrase("The changes of a map are counted from 1."))
        return number
    try:
        # A plus in an address that was not encoded arrives as a blank.
        written = text.replace(" ", "+")
        if len(written) == 10:
            return datetime.combine(date.fromisoformat(written), time.max, UTC)
        when = datetime.fromisoformat(written)
        return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(
            Phrase("Write the number of a change, such as 57, or a moment, such as 2026-05-14T09:30Z.")
        ) from None


def _check_readable(text: str) -> str:
    read_at(text)
    return text


At = Annotated[
    str,
    Field(
        max_length=40,
        description="As the map stood after the change with this number, or at this moment (ISO 8601).",
        examples=["57", "2026-05-14T09:30Z"],
    ),
    AfterValidator(_check_readable),
]


def read_change_number(at: str | None) -> int:
    """Return the number in `at`, 0 where there is none."""
    return read_whole_number(at) or 0
