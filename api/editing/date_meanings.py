"""What a date that somebody types is taken to mean."""

from api.phrases.date_words import explain_date
from api.phrases.messages import gettext
from api.phrases.page_words import translate_phrase
from argument_maps.dates.parsing import read_date


def explain_typed_date(typed: str) -> str:
    """Return what a date means and what should be known besides. Raises `UnreadableDate`."""
    reading = read_date(typed)
    if reading.is_undated:
        return gettext("Undated. What you typed is kept.")
    return " ".join([explain_date(reading.edtf), *(f"({translate_phrase(remark)})" for remark in reading.remarks)])
