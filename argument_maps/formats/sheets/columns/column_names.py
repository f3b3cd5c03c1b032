"""What columns and sheets are called by those who make them, in the languages of many archives and seminars."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from argument_maps.formats.sheets.columns.column_words import (
    COLUMN_WORDS,
    SHEET_WORDS,
    WORDS_OF_KINDS,
)
from argument_maps.formats.sheets.columns.sheet_columns import (
    BY_FIELD,
    MAP_SHEET,
    RECORD_COLUMN,
    SHEET_KINDS,
    SheetKind,
)
from models.records.kinds import KINDS
from models.teaching.class_list_vocabulary import normalize_letters
from models.vocabulary import RecordKind

_RECORD_COLUMN_NAMES = frozenset(normalize_letters(word) for word in (RECORD_COLUMN, "record kind", "kind of record"))


def _index_words(words: Mapping[str, str], names: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return what each word means; names come before synonyms."""
    meanings: dict[str, str] = {}
    for meaning, own in names.items():
        for name in own:
            meanings.setdefault(normalize_letters(name), meaning)
    for meaning, line in words.items():
        for word in line.split(","):
            if meaning in names:
                meanings.setdefault(normalize_letters(word), meaning)
    return meanings


# In the order of the table above, not of the fields: which of two has a word is decided there.
_FIELDS_BY_WORD: dict[SheetKind, dict[str, str]] = {
    kind: _index_words(COLUMN_WORDS, {column: (column,) for column in BY_FIELD[kind]}) for kind in SHEET_KINDS
}
for _kind, _words in WORDS_OF_KINDS.items():
    for _word, _field in _index_words(_words, dict.fromkeys(_words, ())).items():
        _FIELDS_BY_WORD[_kind].setdefault(_word, _field)
_OWN_NAMES = {kind: frozenset(map(normalize_letters, BY_FIELD[kind])) for kind in SHEET_KINDS}
_KINDS_BY_WORD = _index_words(
    SHEET_WORDS,
    {kind: (kind, *((KINDS[RecordKind(kind)].plural,) if kind != MAP_SHEET else ())) for kind in SHEET_KINDS},
)


@cache
def find_field(kind: SheetKind, heading: str) -> str | None:
    """Return the field that a column of this name holds on a sheet of a kind, None where it is unknown."""
    # “Title (required)” and “Title *” are the same column.
    for spelling in (heading, re.sub(r"\([^()]*\)|\[[^\[\]]*\]|\*", "", heading)):
        found = _FIELDS_BY_WORD[kind].get(normalize_letters(spelling[:200]))
        if found is not None:
            return found
    return None


@cache
def is_field_name(kind: SheetKind, heading: str) -> bool:
    """Tell whether a column is called as the field itself, and not by another word for it."""
    return normalize_letters(heading[:200]) in _OWN_NAMES[kind]


@cache
def find_sheet_kind(name: str) -> SheetKind | None:
    """Return the kind of records that a sheet of this name holds, None where the name does not say so."""
    whole = normalize_letters(name[:200])
    return _KINDS_BY_WORD.get(whole) or _KINDS_BY_WORD.get(re.sub(r"\d+$", "", whole))


def is_record_heading(heading: str) -> bool:
    """Tell whether a column says of each row what kind of record it is."""
    return normalize_letters(heading[:200]) in _RECORD_COLUMN_NAMES


def guess_sheet_kind(headings: Sequence[str]) -> tuple[SheetKind | None, int]:
    """Return of which kind of records a sheet with these columns is, and how many of them are known of that kind.

    None where the fewest columns are missing without which no record of any kind can be. A passage in its own words
    with its place in a source makes excerpts of the rows, however many of the columns other kinds have.
    """
    best: tuple[bool, int, int, SheetKind | None] = (False, 0, 0, None)
    for rank, kind in enumerate(_LIKELIEST):
        fields = {field for heading in headings if heading and (field := find_field(kind, heading))}
        needed = _NEEDED[kind]
        if all(fields.intersection(alternatives) for alternatives in needed):
            is_telling = kind == RecordKind.EVIDENCE and fields >= _EXCERPT and not _are_of_a_bibliography(headings)
            best = max(best, (is_telling, len(fields), -rank, kind), key=lambda entry: entry[:3])
    return best[3], best[1]


_EXCERPT = frozenset({"source", "locator", "quotation"})
# What nobody writes beside every passage: a column “Citation” stands for the whole entry there.
_OF_A_BIBLIOGRAPHY = frozenset(
    {"container_title", "publisher", "publisher_place", "volume", "issue", "edition", "doi", "url"}
)


def _are_of_a_bibliography(headings: Sequence[str]) -> bool:
    return any(find_field(RecordKind.SOURCE, heading) in _OF_A_BIBLIOGRAPHY for heading in headings if heading)


# Of which columns a sheet has one of each group, so that it is guessed to be of a kind; the likeliest come first.
_NEEDED: Mapping[SheetKind, tuple[frozenset[str], ...]] = {
    RecordKind.EVIDENCE: (frozenset({"summary", "quotation"}), frozenset({"source"})),
    RecordKind.LINK: (frozenset({"premises"}), frozenset({"target"})),
    RecordKind.STANCE: (frozenset({"agent"}), frozenset({"stance"}), frozenset({"target"})),
    RecordKind.SOURCE: (frozenset({"title"}),),
    RecordKind.CLAIM: (frozenset({"text"}),),
    RecordKind.INTERPRETATION: (frozenset({"text"}), frozenset({"by", "school"})),
    RecordKind.AGENT: (frozenset({"name"}),),
    RecordKind.QUESTION: (frozenset({"text"}),),
    RecordKind.TAG: (frozenset({"text"}),),
}
_LIKELIEST = tuple(_NEEDED)
