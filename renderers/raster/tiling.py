"""How a large picture is laid out over sheets of paper, at its own size, so that every box is whole on one of them.

Lengths are CSS pixels, 96 to the inch, unless a name says millimetres.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from models.errors import Phrase, pluralise_phrase
from renderers.svg.fragments import FragmentedPicture, PictureFragment

MILLIMETRE = 96 / 25.4
MARGIN_MM = 12.0
FOOT_MM = 10.0
# So much of a sheet is seen again on the next one: enough to glue them.
OVERLAP = 10 * MILLIMETRE


class Paper(StrEnum):
    """The sizes of paper that a map can be printed on."""

    A4 = "a4"
    LETTER = "letter"
    A3 = "a3"


# Width and height in millimetres, upright (ISO 216; ANSI Y14.1).
SIZES: dict[Paper, tuple[float, float]] = {
    Paper.A4: (210.0, 297.0),
    Paper.LETTER: (215.9, 279.4),
    Paper.A3: (297.0, 420.0),
}
_TITLE = re.compile(r"<title>(\d+) sheets? of (\w+) paper, (upright|on its side)</title>")
NAMES: dict[Paper, str] = {Paper.A4: "A4", Paper.LETTER: "Letter", Paper.A3: "A3"}


class Sheet(NamedTuple):
    """One sheet: its name, its column and row, and where its upper left corner lies in the picture."""

    name: str
    column: int
    row: int
    x: float
    y: float


class Tiling(NamedTuple):
    """The sheets of a picture, row by row; those on which nothing stands are left out.

    `columns` and `rows` are where the columns and rows of sheets begin, `room` is what one sheet shows.
    """

    paper: Paper
    upright: bool
    room: tuple[float, float]
    columns: tuple[float, ...]
    rows: tuple[float, ...]
    sheets: tuple[Sheet, ...]

    @property
    def size_mm(self) -> tuple[float, float]:
        """The width and height of the paper, as it lies, in millimetres."""
        width, height = SIZES[self.paper]
        return (width, height) if self.upright else (height, width)

    @property
    def words(self) -> Phrase:
        """How many sheets of which paper, in words."""
        return _count_sheets(len(self.sheets), NAMES[self.paper], upright=self.upright)


def read_sheet_count(overview: str) -> Phrase | None:
    """Return how many sheets of which paper an overview in SVG shows, None for what is no overview."""
    title = _TITLE.search(overview)
    return _count_sheets(int(title[1]), title[2], upright=title[3] == "upright") if title else None


def _count_sheets(number: int, paper: str, *, upright: bool) -> Phrase:
    if upright:
        return pluralise_phrase(
            "%(num)s sheet of %(paper)s paper, upright",
            "%(num)s sheets of %(paper)s paper, upright",
            number,
            paper=paper,
        )
    return pluralise_phrase(
        "%(num)s sheet of %(paper)s paper, on its side",
        "%(num)s sheets of %(paper)s paper, on its side",
        number,
        paper=paper,
    )


def tile(fragmented: FragmentedPicture, paper: Paper) -> Tiling:
    """Return the sheets, upright or on their side, whichever takes fewer; upright where both take as many."""
    return min(
        (_tile_orientation(fragmented, paper, upright=upright) for upright in (True, False)),
        key=lambda tiling: len(tiling.sheets),
    )


def is_on_sheet(fragment: PictureFragment, sheet: Sheet, room: tuple[float, float]) -> bool:
    """Tell whether anything of a piece lies on the sheet."""
    return (
        fragment.left < sheet.x + room[0]
        and fragment.right > sheet.x
        and fragment.top < sheet.y + room[1]
        and fragment.bottom > sheet.y
    )


def find_cuts(length: float, room: float, spans: Iterable[tuple[float, float]]) -> tuple[float, ...]:
    """Return where each sheet begins along one side, so that a span of at most half a sheet is whole on one.

    A sheet begins where the first span does that its predecessor cuts, but not before its predecessor's middle.
    """
    ordered = sorted(spans)
    begins = [0.0]
    while begins[-1] + room < length:
        end = begins[-1] + room
        cut = [begin for begin, stop in ordered if begins[-1] < begin < end < stop]
        latest = end - OVERLAP
        begins.append(max(begins[-1] + room / 2, min([latest, *(begin - 6 for begin in cut)])))
    return tuple(begins)


def _tile_orientation(fragmented: FragmentedPicture, paper: Paper, *, upright: bool) -> Tiling:
    sides = SIZES[paper] if upright else SIZES[paper][::-1]
    room = ((sides[0] - 2 * MARGIN_MM) * MILLIMETRE, (sides[1] - 2 * MARGIN_MM - FOOT_MM) * MILLIMETRE)
    solid = [fragment for fragment in fragmented.fragments if fragment.solid]
    columns = find_cuts(fragmented.width, room[0], ((fragment.left, fragment.right) for fragment in solid))
    rows = find_cuts(fragmented.height, room[1], ((fragment.top, fragment.bottom) for fragment in solid))
    sheets = []
    for row, y in enumerate(rows):
        for column, x in enumerate(columns):
            sheet = Sheet(f"{_name_column(column)}{row + 1}", column, row, x, y)
            # A band or a title that only passes through is on the neighbour, from its beginning on.
            if any(
                is_on_sheet(fragment, sheet, room)
                for fragment in fragmented.fragments
                if fragment.solid or _begins_on_sheet(fragment, sheet)
            ):
                sheets.append(sheet)
    return Tiling(paper, upright, room, columns, rows, tuple(sheets))


def _begins_on_sheet(fragment: PictureFragment, sheet: Sheet) -> bool:
    return bool(fragment.svg) and fragment.left >= sheet.x


def _name_column(number: int) -> str:
    """Return the name of a column: A to Z, then AA and so on."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
