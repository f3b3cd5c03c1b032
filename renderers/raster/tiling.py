"""How a large picture is laid out over sheets of paper so that every box is whole on one of them.

It is printed at its own size, or at the largest at which it fits the number of sheets that somebody chose. Lengths are
CSS pixels of the picture, of which there are 96 to the inch at its own size, unless a name says millimetres.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from argument_maps.bounded_work import check_work
from models.errors import MapError, Phrase, pluralise_phrase
from renderers.style import SMALLEST
from renderers.svg.fragments import FragmentedPicture, PictureFragment, find_text_end

MILLIMETRE = 96 / 25.4
MARGIN_MM = 12.0
FOOT_MM = 10.0
# So much of a sheet is seen again on the next one: enough to glue them.
OVERLAP_MM = 10.0
# Before a box that a sheet would cut, the next one begins so much earlier.
_AHEAD = 6.0
# The smallest type of print that journals take, and type so large that a map looks like a notice.
SMALLEST_PRINT, LARGEST_PRINT = 7.0, 33.0
SMALLEST_SCALE, LARGEST_SCALE = (points * 96 / 72 / SMALLEST for points in (SMALLEST_PRINT, LARGEST_PRINT))
# From one size that is tried to the next smaller one.
_STEP = 0.97
# Typst takes some 0.1 s for each; and who would glue more than these?
MOST_SHEETS = 200


class TooFewSheets(MapError):
    """A map was to be printed on fewer sheets than it takes at the smallest type."""

    title = Phrase("The map does not fit so few sheets")


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

    `columns` and `rows` are where the columns and rows of sheets begin, `room` is what one sheet shows, and `scale` how
    large the picture is printed, 1 being its own size. What is larger than a sheet is in `divided`, a number of boxes.
    """

    paper: Paper
    upright: bool
    room: tuple[float, float]
    columns: tuple[float, ...]
    rows: tuple[float, ...]
    sheets: tuple[Sheet, ...]
    scale: float = 1.0
    divided: int = 0

    @property
    def overlap(self) -> float:
        """How much of a sheet is seen again on the next one."""
        return OVERLAP_MM * MILLIMETRE / self.scale

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


def tile(fragmented: FragmentedPicture, paper: Paper, most: int = 0) -> Tiling:
    """Return the sheets, upright or on their side, whichever takes fewer; upright where both take as many.

    The picture has its own size, or a smaller one at which its largest box is whole on a sheet; with `most` it has the
    largest size at which it takes no more sheets than that. No type is smaller than `SMALLEST_PRINT` points. Raises
    `TooFewSheets`, which says how many there have to be.
    """
    if not most:
        fitting = [_tile_orientation(fragmented, paper, upright=upright) for upright in (True, False)]
        if all(tiling.divided for tiling in fitting):
            fitting += [
                _tile_orientation(fragmented, paper, scale, upright=upright)
                for upright in (True, False)
                if (scale := _find_scale_of_boxes(fragmented, paper, upright=upright)) < 1
            ]
        return min(fitting, key=lambda tiling: (tiling.divided, len(tiling.sheets)))
    for scale in _list_scales(fragmented, paper, most):
        check_work()
        tried = [_tile_orientation(fragmented, paper, scale, upright=upright) for upright in (True, False)]
        fitting = [
            tiling for tiling in tried if len(tiling.sheets) <= most and (not tiling.divided or scale == SMALLEST_SCALE)
        ]
        if fitting:
            return min(fitting, key=lambda tiling: (tiling.divided, len(tiling.sheets)))
    raise TooFewSheets(
        Phrase(
            "With type of %(points)s points, the smallest that is read, the map takes %(number)s sheets of "
            "%(paper)s paper.",
            points=f"{SMALLEST_PRINT:g}",
            number=min(len(tiling.sheets) for tiling in tried),
            paper=NAMES[paper],
        ),
        Phrase("Choose more sheets or larger paper, or filter the map by question."),
    )


def is_on_sheet(fragment: PictureFragment, sheet: Sheet, room: tuple[float, float]) -> bool:
    """Tell whether anything of a piece lies on the sheet."""
    return (
        fragment.left < sheet.x + room[0]
        and fragment.right > sheet.x
        and fragment.top < sheet.y + room[1]
        and fragment.bottom > sheet.y
    )


def find_cuts(
    length: float, room: float, spans: Iterable[tuple[float, float]], overlap: float = OVERLAP_MM * MILLIMETRE
) -> tuple[float, ...]:
    """Return where each sheet begins along one side, so that a span that is no longer than a sheet is whole on one.

    A sheet begins where the first span does that its predecessor cuts, but not before its predecessor's middle: unless
    for a span that is longer than half a sheet.
    """
    ordered = sorted(spans)
    starts = [begin for begin, _ in ordered]
    begins = [0.0]
    while begins[-1] + room < length:
        last, end = begins[-1], begins[-1] + room
        cut = [
            (begin, stop)
            for begin, stop in ordered[bisect_right(starts, last) : bisect_left(starts, end)]
            if end < stop and stop - begin <= room
        ]
        begins.append(
            min(
                max(last + room / 2, end - overlap),
                *(_begin_before(last, room, begin, stop) for begin, stop in cut),
                end,
            )
        )
    return tuple(begins)


def _begin_before(last: float, room: float, begin: float, stop: float) -> float:
    """Return where the sheet after the one at `last` begins so that a span is whole on it."""
    length = stop - begin
    if length <= room / 2:
        return max(last + room / 2, begin - _AHEAD)
    ahead = begin - min(_AHEAD, (room - length) / 2)
    return ahead if ahead > last else begin


def _measure_room(paper: Paper, scale: float, *, upright: bool) -> tuple[float, float]:
    sides = SIZES[paper] if upright else SIZES[paper][::-1]
    across, down = sides[0] - 2 * MARGIN_MM, sides[1] - 2 * MARGIN_MM - FOOT_MM
    return across * MILLIMETRE / scale, down * MILLIMETRE / scale


def _find_scale_of_boxes(fragmented: FragmentedPicture, paper: Paper, *, upright: bool) -> float:
    """Return the size at which the largest box is whole on a sheet, from `SMALLEST_SCALE` to 1."""
    room = _measure_room(paper, 1.0, upright=upright)
    sizes = [(each.right - each.left, each.bottom - each.top) for each in fragmented.fragments if each.solid]
    scale = min((min(room[0] / max(across, 1), room[1] / max(down, 1)) for across, down in sizes), default=1.0)
    return max(SMALLEST_SCALE, min(1.0, scale * 0.999))


def _list_scales(fragmented: FragmentedPicture, paper: Paper, most: int) -> Iterator[float]:
    """Yield the sizes that are worth trying, from the largest: for any larger one the boxes alone are too large."""
    across, down = _measure_room(paper, 1.0, upright=True)
    # Some boxes have a tag or a marker over their border.
    area = 0.9 * sum((each.right - each.left) * (each.bottom - each.top) for each in fragmented.fragments if each.solid)
    scale = min(LARGEST_SCALE, (most * across * down / area) ** 0.5 if area else LARGEST_SCALE)
    while scale > SMALLEST_SCALE:
        yield scale
        scale *= _STEP
    yield SMALLEST_SCALE


def _tile_orientation(fragmented: FragmentedPicture, paper: Paper, scale: float = 1.0, *, upright: bool) -> Tiling:
    room = _measure_room(paper, scale, upright=upright)
    overlap = OVERLAP_MM * MILLIMETRE / scale
    solid = [fragment for fragment in fragmented.fragments if fragment.solid]
    columns = find_cuts(fragmented.width, room[0], ((each.left, each.right) for each in solid), overlap)
    rows = find_cuts(fragmented.height, room[1], ((each.top, each.bottom) for each in solid), overlap)
    sheets = [
        Sheet(f"{_name_column(column)}{row + 1}", column, row, columns[column], rows[row])
        for row, column in sorted(_find_needed(fragmented, columns, rows, room))
    ]
    divided = sum(each.right - each.left > room[0] or each.bottom - each.top > room[1] for each in solid)
    return Tiling(paper, upright, room, columns, rows, tuple(sheets), scale, divided)


def _find_needed(
    fragmented: FragmentedPicture, columns: Sequence[float], rows: Sequence[float], room: tuple[float, float]
) -> set[tuple[int, int]]:
    """Return the rows and columns of the sheets without which something would be lost.

    What is whole on a sheet needs no other one that shows a part of it. Of lines only the rectangle around them is
    known: those that are whole nowhere need the sheets on which they begin, and those where boxes stand.
    """
    needed: set[tuple[int, int]] = set()
    with_boxes: set[tuple[int, int]] = set()
    crossed: set[tuple[int, int]] = set()
    choices: list[list[tuple[int, int]]] = []
    for fragment in fragmented.fragments:
        if not fragment.solid and not fragment.svg:
            continue
        across = _find_covered(columns, room[0], fragment.left, fragment.right)
        down = _find_covered(rows, room[1], fragment.top, fragment.bottom)
        touched = [(row, column) for row in down for column in across]
        if fragment.solid:
            with_boxes.update(touched)
        whole = [
            (row, column)
            for row, column in touched
            if rows[row] <= fragment.top
            and fragment.bottom <= rows[row] + room[1]
            and columns[column] <= fragment.left
            and fragment.right <= columns[column] + room[0]
        ]
        if whole:
            choices.append(whole)
        elif fragment.solid:
            needed.update(touched)
        else:
            # A band that only passes through is on the neighbour, from its beginning on; but its words are all there.
            is_band = fragment.left <= 0 and fragment.right >= fragmented.width
            end = find_text_end(fragment.svg) if is_band else fragment.left
            needed.update((row, column) for row, column in touched if columns[column] <= max(fragment.left, end))
            if not is_band:
                crossed.update(touched)
    needed |= crossed & with_boxes
    # Those first that leave no choice.
    for whole in sorted(choices, key=len):
        if needed.isdisjoint(whole):
            needed.add(whole[0])
    return needed


def _find_covered(begins: Sequence[float], room: float, low: float, high: float) -> range:
    """Return which sheets along one side show anything of a span."""
    return range(bisect_right(begins, low - room), bisect_left(begins, high))


def _name_column(number: int) -> str:
    """Return the name of a column: A to Z, then AA and so on."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
