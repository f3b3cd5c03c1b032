"""A text with notes as one value, made once of a map and written down in several formats.

Whatever stands in it is plain text: what a format would read as markup is escaped by whoever writes that format.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from argument_maps.citation.sources import CitationForm
from argument_maps.text_direction import find_text_direction
from renderers.shaping.directions import FROM_THE_RIGHT
from renderers.typography import printable

_TAG = re.compile(r"(</?i>)")
_FROM_THE_RIGHT = re.compile(f"[{FROM_THE_RIGHT}]")
_STRONG = frozenset({"L", "R", "AL"})


@dataclass(frozen=True, slots=True)
class TextRun:
    """Words in one form of letters; `language` is a BCP 47 tag, empty where they are in that of the whole text."""

    text: str
    is_bold: bool = False
    is_slanted: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class FootnoteMark:
    """The place at which a note is referred to; notes are counted from 1."""

    number: int


Inline = TextRun | FootnoteMark


class ParagraphStyle(StrEnum):
    """What a paragraph is; an entry is one of a bibliography, whose later lines are set in."""

    BODY = "body"
    QUOTATION = "quotation"
    ENTRY = "entry"
    REMARK = "remark"
    BYLINE = "byline"


@dataclass(frozen=True, slots=True)
class NotedParagraph:
    """Words that stand by themselves; `depth` is that of the list item to which they belong, 0 outside of lists."""

    inlines: tuple[Inline, ...]
    style: ParagraphStyle = ParagraphStyle.BODY
    depth: int = 0


@dataclass(frozen=True, slots=True)
class ListItem:
    """The first paragraph of an item of a bulleted list, of which the outermost has the depth 1."""

    inlines: tuple[Inline, ...]
    depth: int = 1


@dataclass(frozen=True, slots=True)
class TextHeading:
    """A heading; the title of the text stands above those of level 1."""

    level: int
    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture: SVG as text, or JPEG as bytes; its size is in CSS pixels, fitted to a page.

    `description` is told in its place to whoever does not see it.
    """

    picture: str | bytes
    width: float
    height: float
    caption: tuple[Inline, ...]
    description: str
    depth: int = 0


Flow = NotedParagraph | ListItem | TextHeading | Figure


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table with a row of titles that is repeated on each page; `shares` are the widths of its columns, 1 in all."""

    titles: tuple[str, ...]
    shares: tuple[float, ...]
    rows: tuple[tuple[tuple[NotedParagraph | ListItem, ...], ...], ...]


TextBlock = Flow | TextTable


@dataclass(frozen=True, slots=True)
class FootnotedText:
    """A whole text: its title, who made it, its blocks, and its notes in the order in which they are referred to."""

    title: str
    authors: tuple[str, ...]
    language: str
    blocks: tuple[TextBlock, ...]
    notes: tuple[tuple[TextRun, ...], ...]
    is_landscape: bool = False


@dataclass(slots=True)
class NestedItem:
    """An item of a list with all that belongs to it, lists among it."""

    blocks: "list[TextBlock | NestedList]"


@dataclass(slots=True)
class NestedList:
    """A list whose items hold lists again."""

    items: list[NestedItem]


def nest_lists(blocks: Iterable[TextBlock]) -> list[TextBlock | NestedList]:
    """Return blocks with each run of list items as a tree; an item that skips a depth hangs on the one before it."""
    top: list[TextBlock | NestedList] = []
    open_items: list[NestedItem] = []
    for block in blocks:
        depth = 0 if isinstance(block, TextHeading | TextTable) else block.depth
        is_item = isinstance(block, ListItem)
        del open_items[max(depth - 1, 0) if is_item else depth :]
        within = open_items[-1].blocks if open_items else top
        if not is_item:
            within.append(block)
            continue
        if not within or not isinstance(within[-1], NestedList):
            within.append(NestedList([]))
        nested = within[-1]
        if isinstance(nested, NestedList):
            item = NestedItem([block])
            nested.items.append(item)
            open_items.append(item)
    return top


def write_plain(text: str, **form: str | bool) -> tuple[TextRun, ...]:
    """Return words as one run, without what no file may hold; nothing for nothing."""
    visible = printable(text)
    return (TextRun(visible, **form),) if visible else ()  # type: ignore[arg-type] # the fields of a run


def split_citation(form: CitationForm) -> tuple[TextRun, ...]:
    """Return a citation as runs, its titles slanted."""
    runs: list[TextRun] = []
    is_slanted = False
    for stretch in _TAG.split(form.html):
        if stretch in ("<i>", "</i>"):
            is_slanted = stretch == "<i>"
        else:
            runs.extend(write_plain(CitationForm(stretch).text, is_slanted=is_slanted))
    return tuple(runs)


def join_inlines(groups: Iterable[Sequence[Inline]], separator: str) -> tuple[Inline, ...]:
    """Return groups of runs with the words of `separator` between those that are not empty."""
    present = [tuple(group) for group in groups if group]
    divided = chain.from_iterable((*group, TextRun(separator)) for group in present)
    return tuple(divided)[:-1] if separator else tuple(chain.from_iterable(present))


def collect_words(inlines: Iterable[Inline]) -> str:
    """Return what a reader reads of runs, without the numbers of notes."""
    return "".join(inline.text for inline in inlines if isinstance(inline, TextRun))


def is_from_the_right(inlines: Iterable[Inline]) -> bool:
    """Tell whether a paragraph begins at the right: its first letter with a direction says so (UAX 9, rule P2)."""
    for inline in inlines:
        if isinstance(inline, TextRun):
            for character in inline.text:
                direction = unicodedata.bidirectional(character)
                if direction in _STRONG:
                    return direction != "L"
    return False


def split_directions(run: TextRun) -> Iterator[tuple[str, bool]]:
    """Yield the stretches of a run that are written in one direction, each with whether that is from the right.

    What has no direction stays with what stands before it, but for spaces behind words from the right; of a run in a
    language that is written from the right all is so, since there digits and brackets belong to it.
    """
    if find_text_direction(run.language) == "rtl":
        yield run.text, True
        return
    if _FROM_THE_RIGHT.search(run.text) is None:
        yield run.text, False
        return
    start, is_right = 0, False
    for place, character in enumerate(run.text):
        direction = unicodedata.bidirectional(character)
        if direction in _STRONG and (direction != "L") != is_right:
            stretch = run.text[start:place]
            kept = len(stretch.rstrip()) if is_right else len(stretch)
            if kept:
                yield stretch[:kept], is_right
            start, is_right = start + kept, direction != "L"
    yield run.text[start:], is_right
