"""What is no date, or can be two: errors that name each reading so that it can be copied."""

from argument_maps.dates.spelling import SpelledDate
from models.dates import UnreadableDate
from models.errors import Phrase


class MisreadDate(UnreadableDate):
    """A date that names a day that never was, or that can be two dates; its reason says which.

    `readings` are those that can be written instead, as somebody would copy them.
    """

    def __init__(self, text: str, reason: Phrase, readings: tuple[str, ...] = ()) -> None:
        super().__init__(text, reason)
        self.readings = readings

    def quote(self, written: str) -> "MisreadDate":
        """Return the error with the date as it was written."""
        return MisreadDate(written, self.reason.replace_values(text=written[:60]), self.readings)


def refuse_ambiguous_date(text: str, first: str, second: str) -> MisreadDate:
    """Return the error for a date that can mean two, each given in EDTF and named as it can be written instead."""
    written = write_unmistakably(first), write_unmistakably(second)
    return MisreadDate(
        text,
        Phrase(
            "“%(text)s” can mean %(day)s or %(other_day)s. Write %(first)s or %(second)s.",
            text=text,
            day=SpelledDate(first),
            other_day=SpelledDate(second),
            first=written[0],
            second=written[1],
        ),
        written,
    )


def refuse_reading(text: str, reason: Phrase) -> MisreadDate:
    """Return the error for a text that is no date, for the reason that a sentence gives."""
    return MisreadDate(text, Phrase("“%(text)s” is not a date: %(reason)s", text=text[:60], reason=reason))


def refuse_month(text: str, month: int) -> MisreadDate:
    """Return the error for a month that there is not."""
    return MisreadDate(text, Phrase("“%(text)s” is not a date: there is no month %(month)s.", text=text, month=month))


def refuse_day(text: str, month: str, days: int) -> MisreadDate:
    """Return the error for a day that the month, given in EDTF, does not have."""
    return MisreadDate(
        text,
        Phrase(
            "“%(text)s” is not a date: %(month)s has %(days)s days.", text=text, month=SpelledDate(month), days=days
        ),
    )


def write_unmistakably(edtf: str) -> str:
    """Return how a date is written so that it is read as that: in EDTF, or in words where that can mean two things."""
    return str(SpelledDate(edtf)) if can_be_two(edtf) else edtf


def can_be_two(text: str) -> bool:
    """Tell whether a year and two digits can be a month or season, and can be a span of years as well: 1920-21."""
    digits = text.rstrip("~?%")
    if len(digits) != len("1920-21") or digits[4] != "-" or not (digits[:4] + digits[5:]).isdecimal():
        return False
    last, code = int(digits[2:4]), int(digits[5:])
    return code > last and (1 <= code <= 12 or 21 <= code <= 41)
