"""Quotation marks, apostrophes and dashes as they are printed."""

import re


def dash_number_spans(text: str) -> str:
    """Put an en dash between numbers that span: 87-91 and 2-2ob."""
    return re.sub(r"(?<=\d)-(?=\d)", "–", text)


def set_typographic_marks(title: str) -> str:
    """Return a title with typographic quotation marks, apostrophes and dashes between years.

    Other numbers keep their hyphen: resolution no. 858-372 is no span.
    """
    curled = re.sub(r'"([^"]*)"', r"“\1”", title)
    curled = re.sub(r"(?<=\w)'", "’", curled)
    return re.sub(r"\b(\d{4})-(\d{4})\b", r"\1–\2", curled)


def use_single_quotes(title: str) -> str:
    """Return the title as it stands between double quotation marks: its own marks become single."""
    return title.replace("“", "‘").replace("”", "’")


def move_stops_inside_quotes(text: str) -> str:
    """Set comma and full stop of HTML inside quotation marks, and no comma after ? or !."""
    text = re.sub(r"([?!])”,", r"\1”", text)
    return re.sub(r"([”’]+)([.,])", r"\2\1", text)


def capitalise(text: str) -> str:
    """Return a sentence with a capital at its beginning; all else stays as it is."""
    return text[:1].upper() + text[1:]
