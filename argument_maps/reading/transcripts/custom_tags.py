"""What Transkribus writes into the `custom` attributes of PAGE: `name {key:value; …}` for a line or a stretch of it.

Places in a line count UTF-16 code units, as Java does. What stands in the text for the editors' signs is what other
readers write: [supplied], ⟦deleted⟧, […].
"""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from argument_maps.reading.builder import TextBuilder
from argument_maps.reading.results import Spelling
from argument_maps.reading.tei.editorial import ELLIPSIS, is_initialism
from argument_maps.reading.transcripts.transcript_pages import LineMark, LinePiece
from models.text_vocabulary import InlineSort, ReportSort

_TAG = re.compile(r"([\w-]{1,60})\s{0,10}\{([^{}]*)\}")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_MOST_TAGS = 300
_FORMS = {"abbrev": "expansion", "sic": "correction"}
_SIGNS = {InlineSort.SUPPLIED: ("[", "]"), InlineSort.DELETED: ("⟦", "⟧")}
_STYLES = {
    "strikethrough": InlineSort.DELETED,
    "superscript": InlineSort.SUPERSCRIPT,
    "subscript": InlineSort.SUBSCRIPT,
}
_TRUE = ("true", "1")


@dataclass(frozen=True, slots=True)
class CustomTag:
    """One thing that a `custom` attribute says: its name and its values."""

    name: str
    values: dict[str, str] = field(default_factory=dict)

    def read_number(self, name: str) -> int:
        """Return a value that is a number, 0 where it is none."""
        digits = self.values.get(name, "").strip()
        return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 8 else 0


def parse_custom(custom: str) -> list[CustomTag]:
    """Return what a `custom` attribute says, in its order."""
    tags = []
    for name, inner in _TAG.findall(custom)[:_MOST_TAGS]:
        pairs = (part.partition(":") for part in inner.split(";"))
        values = {key.strip(): _ESCAPED.sub(_unescape, value.strip()) for key, colon, value in pairs if colon}
        tags.append(CustomTag(name, values))
    return tags


def _unescape(found: re.Match[str]) -> str:
    number = int(found[1], 16)
    return chr(number) if not 0xD800 <= number < 0xE000 else ""


def read_structure(tags: list[CustomTag]) -> str:
    """Return the type that Transkribus gives a region or line, nothing where it gives none."""
    return next((tag.values.get("type", "") for tag in tags if tag.name == "structure"), "")


@dataclass(slots=True)
class _Stretch:
    """A tag on a stretch of a line; what is given instead of its words, where something is."""

    start: int
    end: int
    mark: LineMark
    instead: str | None = None


def mark_line(text: str, tags: list[CustomTag], spelling: Spelling, builder: TextBuilder) -> list[LinePiece]:
    """Return a line in pieces, with what its tags say of them."""
    places = _list_places(text)
    stretches: list[_Stretch] = []
    for tag in tags:
        offset = tag.read_number("offset")
        start = places[min(offset, len(places) - 1)]
        end = places[min(offset + tag.read_number("length"), len(places) - 1)]
        stretch = _read_tag(tag, text[start:end], spelling, builder)
        if stretch is not None and (start < end or stretch[1]):
            stretches.append(_Stretch(start, end, *stretch))
    return _cut_line(text, stretches) if stretches else [LinePiece(text)]


def _list_places(text: str) -> list[int] | range:
    """Return for each place in UTF-16 code units the place in code points."""
    if text.isascii() or max(text) <= "\uffff":
        return range(len(text) + 1)
    places = []
    for place, letter in enumerate(text):
        places += [place] * (2 if letter > "\uffff" else 1)
    return [*places, len(text)]


def _read_tag(
    tag: CustomTag, words: str, spelling: Spelling, builder: TextBuilder
) -> tuple[LineMark, str | None] | None:
    """Return the mark that a tag is, and what is written instead of its words; None of what has no mark."""
    name, values = tag.name, tag.values
    if name in _FORMS:
        return _choose_form(tag, words, spelling, builder)
    if name == "gap":
        described = " ".join(part for part in (values.get("extent", ""), values.get("unit", "")) if part)
        return LineMark(InlineSort.GAP, described or values.get("reason", "")), None if words else ELLIPSIS
    if name == "comment" and values.get("comment"):
        return LineMark(None, values["comment"]), None
    if name == "unclear":
        return LineMark(InlineSort.UNCLEAR, values.get("alternative", "") or values.get("reason", "")), None
    if name == "supplied":
        return LineMark(InlineSort.SUPPLIED, values.get("reason", "")), None
    if name in ("add", "addition"):
        return LineMark(InlineSort.ADDED, values.get("place", "")), None
    style = next((sort for key, sort in _STYLES.items() if values.get(key, "").lower() in _TRUE), None)
    if name == "textStyle" and style is not None:
        if style is InlineSort.DELETED:
            builder.report(ReportSort.DELETIONS_SHOWN, words)
        return LineMark(style), None
    return None


def _choose_form(
    tag: CustomTag, words: str, spelling: Spelling, builder: TextBuilder
) -> tuple[LineMark, str | None] | None:
    """Return which of two forms is read; what goes on in the next line is read as it stands."""
    other = tag.values.get(_FORMS[tag.name], "").strip()
    if not other or not words.strip() or tag.values.get("continued", "").lower() in _TRUE:
        return None
    if spelling is Spelling.ORIGINAL or (tag.name == "abbrev" and is_initialism(words)):
        builder.report(ReportSort.ORIGINAL_FORMS, f"{words} ({other})")
        return LineMark(InlineSort.CHOSEN, other), None
    builder.report(ReportSort.REGULARISED, f"{other} ({words})")
    return LineMark(InlineSort.CHOSEN, words), other


def _cut_line(text: str, stretches: list[_Stretch]) -> list[LinePiece]:
    """Return a line cut where marks begin and end; the longer of two marks is around the other."""
    stretches.sort(key=lambda one: (one.start, -one.end))
    cuts = sorted({0, len(text), *(place for one in stretches for place in (one.start, one.end))})
    pieces: list[LinePiece] = []
    replaced_until = 0
    for start, end in [*pairwise(cuts), (len(text), len(text))]:
        pieces += [
            LinePiece(one.instead, (one.mark,)) for one in stretches if one.start == one.end == start and one.instead
        ]
        if start == end or start < replaced_until:
            continue
        covering = [one for one in stretches if one.start <= start and one.end >= end]
        marks = tuple(one.mark for one in covering)
        for place, one in enumerate(covering):
            if one.start == start and one.mark.sort in _SIGNS:
                pieces.append(LinePiece(_SIGNS[one.mark.sort][0], marks[: place + 1]))
        instead = next((one for one in covering if one.start == start and one.instead is not None), None)
        if instead is not None and instead.instead is not None:
            pieces.append(LinePiece(instead.instead, marks))
            replaced_until = end = instead.end
        else:
            pieces.append(LinePiece(text[start:end], marks))
        for place, one in reversed(list(enumerate(covering))):
            if one.end == end and one.mark.sort in _SIGNS:
                pieces.append(LinePiece(_SIGNS[one.mark.sort][1], marks[: place + 1]))
    return [piece for piece in pieces if piece.text]
