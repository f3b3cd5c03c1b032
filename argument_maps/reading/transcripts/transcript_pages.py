"""What a transcription has of each page, in whichever of its formats: regions, and in them lines with their places."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import NamedTuple

from models.text_vocabulary import InlineSort


class RegionSort(Enum):
    """What a region of a page is, or what its lines are."""

    PARAGRAPH = auto()
    HEADING = auto()
    CAPTION = auto()
    QUOTATION = auto()
    LIST_ITEM = auto()
    LIST_LABEL = auto()
    NOTE = auto()
    NOTE_CONTINUED = auto()
    MARGINALIA = auto()
    TABLE_CELL = auto()
    DROP_CAPITAL = auto()
    FURNITURE = auto()
    PAGE_NUMBER = auto()


@dataclass(frozen=True, slots=True, eq=False)
class LineMark:
    """Something that is said of a stretch of a line, its pieces having the very same object; a comment has no sort."""

    sort: InlineSort | None
    detail: str = ""


class LinePiece(NamedTuple):
    """A stretch of a line with what is said of it, the outermost first."""

    text: str
    marks: tuple[LineMark, ...] = ()


class LinePlace(NamedTuple):
    """A box in hundred-thousandths of the width and height of its page."""

    left: int
    top: int
    width: int
    height: int


@dataclass(slots=True)
class TranscribedLine:
    """One line: what it says, where it stands, and of what word it begins or ends a part.

    `begun` is the word that goes on in the next line, `ended` the one whose rest this line begins with, where the file
    says so. `comments` are those on a stretch of it: start, end, words.
    """

    pieces: list[LinePiece]
    place: LinePlace | None = None
    sort: RegionSort | None = None
    begun: str = ""
    ended: str = ""

    @property
    def text(self) -> str:
        """What it says."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(slots=True)
class TranscribedRegion:
    """Lines that belong together; a cell has its table, its row and its column, each counted from 1."""

    sort: RegionSort
    lines: list[TranscribedLine]
    table: int = 0
    row: int = 0
    column: int = 0


@dataclass(slots=True)
class TranscribedPage:
    """One page: its regions in the order of reading, the number that it has, and the name of its image.

    `number` is what is printed on it or what its file calls it; `place` its number among the images.
    """

    regions: list[TranscribedRegion] = field(default_factory=list)
    number: str = ""
    place: str = ""
    image: str = ""


_LETTERS = re.compile(r"[^\W\d_]+")
_SORTS: dict[RegionSort, Iterable[str]] = {
    RegionSort.HEADING: ("heading", "headingline", "headline", "head", "title", "titre", "subtitle", "subheading"),
    RegionSort.CAPTION: ("caption",),
    RegionSort.QUOTATION: ("quotation", "quote", "blockquote"),
    RegionSort.LIST_ITEM: ("tocentry", "listitem"),
    RegionSort.LIST_LABEL: ("listlabel",),
    RegionSort.NOTE: ("footnote", "footnotes", "endnote", "endnotes", "note", "textfootnote"),
    RegionSort.NOTE_CONTINUED: ("footnotecontinued",),
    RegionSort.MARGINALIA: ("marginalia", "marginal", "margintextzone", "marginalnote", "marginnote"),
    RegionSort.DROP_CAPITAL: ("dropcapital", "dropcap", "dropcapitalzone", "dropcapitalline"),
    RegionSort.FURNITURE: (
        *("header", "footer", "pageheader", "pagefooter", "runninghead", "runningheader", "runningtitle"),
        *("runningtitlezone", "signaturemark", "catchword", "catchwords", "quiremarks", "quiremarkszone"),
    ),
    RegionSort.PAGE_NUMBER: ("pagenumber", "pageno", "numberingzone", "foliation"),
}
_BY_NAME = {name: sort for sort, names in _SORTS.items() for name in names}


def classify_region(names: Sequence[str]) -> RegionSort | None:
    """Return what a region or line is by what files call it; None where none of the names says more than text.

    Known are the types of PAGE (TextTypeSimpleType), which Transkribus has too, those of SegmOnto, such as
    `MarginTextZone:note#1`, and what newspapers in ALTO have, such as `titre 1`.
    """
    for name in names:
        letters = "".join(_LETTERS.findall(re.split("[:#]", name, maxsplit=1)[0])).lower()
        if letters in _BY_NAME:
            return _BY_NAME[letters]
    return None
