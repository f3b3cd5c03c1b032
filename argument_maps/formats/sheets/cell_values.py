"""What stands in a cell as the value of a field, and the value of a field as what stands in a cell.

Several values in one cell have `;` between them, and the parts of one `|` or `:`; such a sign within a value has a
backslash before it. Names of records are no values of their own: `argument_maps.formats.sheets.named_records`.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import ValidationError

from argument_maps.dates.parsing import read_date
from argument_maps.formats.sheets.columns.sheet_columns import CellSort, SheetColumn
from argument_maps.formats.sheets.columns.term_words import TERM_WORDS
from models.dates import UnreadableDate
from models.errors import Phrase
from models.text_types import describe_misfit

LONGEST_WRITTEN_DATE = 80
_ITEM = ";"
_NO_NUMBER = Phrase("A whole number is expected.")
_SPACES = re.compile(r"[\s_]+")


class WrongCell(ValueError):
    """What stands in a cell cannot be the value of its field; `reason` says what was expected."""

    def __init__(self, reason: Phrase) -> None:
        super().__init__(reason)
        self.reason = reason


def parse_cell(column: SheetColumn, text: str) -> Any:
    """Return the value that a cell with words in it gives its field, None for the default. Raises `WrongCell`."""
    value: Any = text
    match column.sort:
        case CellSort.TERM:
            value = _parse_term(column, text)
        case CellSort.NUMBER:
            value = _parse_number(text)
        case CellSort.LINES:
            value = [item for item in split_items(text) if item]
        case CellSort.PARTS:
            value = [_parse_parts(column, item) for item in _split(text, _ITEM) if item.strip()]
        case CellSort.PAIRS:
            pairs = [_split(item, column.joint, 1) for item in _split(text, _ITEM) if item.strip()]
            value = {_unescape(pair[0]): _unescape(pair[1]) if len(pair) > 1 else "" for pair in pairs}
    try:
        checked = column.check(value)
    except ValidationError as error:
        reason = describe_misfit(error.errors(include_url=False, include_input=False)[0])
        raise WrongCell(
            reason if isinstance(reason, Phrase) else Phrase("It does not fit: %(reason)s.", reason=reason)
        ) from None
    if checked == column.default:
        return None
    # What pydantic has made of lists and terms is written as plain values again; of texts it takes spaces away.
    return checked if isinstance(checked, str) and column.sort is not CellSort.TERM else value


def parse_date_cell(text: str) -> tuple[str, str]:
    """Return what a date means, and how it was written where that is otherwise. Raises `WrongCell`."""
    written = " ".join(text.split())
    try:
        meaning = read_date(written).edtf
    except UnreadableDate as error:
        raise WrongCell(Phrase("It is no date that can be read: %(reason)s", reason=error.reason)) from None
    if not meaning:
        raise WrongCell(Phrase("It is no date that can be read."))
    return meaning, written if written != meaning and len(written) <= LONGEST_WRITTEN_DATE else ""


def split_items(text: str) -> list[str]:
    """Return what stands in a cell one beside the other."""
    return [_unescape(item) for item in _split(text, _ITEM)]


def format_cell(column: SheetColumn, value: Any) -> str:
    """Return the words of a cell for a value that is not the default."""
    match column.sort:
        case CellSort.NUMBER:
            return str(value)
        case CellSort.LINES | CellSort.RECORDS:
            return "; ".join(_escape(str(item), _ITEM) for item in value)
        case CellSort.PARTS:
            return "; ".join(_format_parts(column, _list_parts(column, item)) for item in value)
        case CellSort.PAIRS:
            return "; ".join(_format_parts(column, list(pair)) for pair in value.items())
        case _:
            return str(value)


def find_terms(column: SheetColumn) -> tuple[str, ...]:
    """Return the words of the vocabulary from which a cell is chosen."""
    return tuple(str(term) for term in column.terms)


def _parse_term(column: SheetColumn, text: str) -> str:
    found = _index_terms(column.terms).get(_fold_term(text))
    if found is None:
        raise WrongCell(Phrase("One of these words is expected: %(words)s.", words=find_terms(column)))
    return found


@cache
def _index_terms(terms: tuple[Any, ...]) -> dict[str, str]:
    """Return which term of the vocabulary each word stands for: its own words before those of other languages."""
    synonyms = TERM_WORDS.get(type(terms[0]), {})
    return (
        {_fold_term(word): term for term, words in synonyms.items() for word in words.split(",")}
        | {_fold_term(str(term.name)): str(term) for term in terms}
        | {_fold_term(str(term)): str(term) for term in terms}
    )


def _fold_term(text: str) -> str:
    return _SPACES.sub(" ", text.strip().casefold().replace("-", " "))


def _parse_number(text: str) -> int:
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII):
        raise WrongCell(_NO_NUMBER)
    return int(text)


def _parse_parts(column: SheetColumn, item: str) -> dict[str, Any]:
    pieces = [_unescape(piece) for piece in _split(item, column.joint, len(column.parts) - 1)]
    if column.joint == ":" and len(pieces) == 1:
        # A part of an archival reference without a label.
        return {column.parts[0]: "", column.parts[1]: pieces[0]}
    return {name: piece for name, piece in zip(column.parts, pieces, strict=False) if piece}


def _list_parts(column: SheetColumn, item: Any) -> list[str]:
    values = item if isinstance(item, Mapping) else {name: getattr(item, name) for name in column.parts}
    parts = [str(values.get(name) or "") for name in column.parts]
    while len(parts) > 1 and not parts[-1]:
        parts.pop()
    return parts[1:] if column.joint == ":" and len(parts) > 1 and not parts[0] else parts


def _format_parts(column: SheetColumn, parts: list[str]) -> str:
    joint = f"{column.joint} " if column.joint == ":" else f" {column.joint} "
    return joint.join(_escape(part, _ITEM, column.joint) for part in parts)


def _split(text: str, sign: str, most: int = 0) -> list[str]:
    """Return the pieces between the signs that have no backslash before them."""
    if "\\" not in text:
        return text.split(sign, most or -1)
    return re.split(rf"(?<!\\){re.escape(sign)}", text, maxsplit=most)


def _escape(text: str, *signs: str) -> str:
    for sign in signs:
        text = text.replace(sign, f"\\{sign}")
    return text


def _unescape(text: str) -> str:
    text = text.strip()
    return re.sub(r"\\([;|:])", r"\1", text) if "\\" in text else text
