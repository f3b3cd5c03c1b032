"""The parts of a page in the order in which they are read: columns, what spans them, and tables.

A page is cut where white runs through it (the recursive X-Y cut of Nagy and Seth, 1984), upright cuts before level
ones: white between columns is of one width over many rows, starts each row of its right-hand side at one place, and
is no gap that justified lines have by chance.
"""

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from argument_maps.reading.pdf.rows import SetWord, WordRow

_DEEPEST = 6
# In shares of the size of the type.
_NARROWEST_GUTTER = 0.85
_NARROWEST_COLUMN = 4.0
_CELL_GAP = 1.6
_STRETCHED_SPACE = 0.6
_FEWEST_ROWS = 3
_FEW_CELLS = 5
_Span = tuple[float, float]


@dataclass(slots=True)
class RegionLine:
    """Words in a row of one column; `table` numbers the table that it belongs to, of which it is a cell."""

    words: list[SetWord]
    base: float
    size: float
    left: float = 0.0
    right: float = 0.0
    column: int = -1

    def __post_init__(self) -> None:
        """Measure the line."""
        self.left = min(word.left for word in self.words)
        self.right = max(word.right for word in self.words)

    @property
    def is_bold(self) -> bool:
        """Whether all of it is bold."""
        return all(word.is_bold for word in self.words if not word.raised)

    @property
    def text(self) -> str:
        """Its words as they are seen, from left to right."""
        return " ".join(word.text for word in self.words)


@dataclass(slots=True)
class PageRegion:
    """Lines that are read one after the other; those of a table are its cells, row by row."""

    lines: list[RegionLine]
    is_table: bool = False
    left: float = 0.0
    right: float = 0.0

    def __post_init__(self) -> None:
        """Measure the part."""
        self.left = min(line.left for line in self.lines)
        self.right = max(line.right for line in self.lines)


@dataclass(slots=True)
class _Band:
    """Rows that no level white separates."""

    lines: list[RegionLine]
    top: float
    bottom: float
    spans: list[_Span] = field(default_factory=list)


def find_regions(rows: Sequence[WordRow], *, right_to_left: bool = False) -> list[PageRegion]:
    """Return the parts of a page in reading order."""
    lines = [RegionLine(list(row.words), row.base, row.size) for row in rows]
    return _divide(lines, right_to_left, 0)


def _divide(lines: list[RegionLine], right_to_left: bool, depth: int) -> list[PageRegion]:
    if not lines:
        return []
    if depth >= _DEEPEST or len(lines) < 2:
        return [PageRegion(lines)]
    bands, size = _make_bands(lines), _measure_type(lines)
    regions: list[PageRegion] = []
    plain: list[RegionLine] = []
    place = 0
    while place < len(bands):
        end, parts = _cut_columns(bands, place, size, right_to_left, depth)
        if not parts:
            plain += bands[place].lines
            place += 1
            continue
        if plain:
            regions.append(PageRegion(plain))
            plain = []
        regions += parts
        place = end
    if plain:
        regions.append(PageRegion(plain))
    return regions


def _cut_columns(
    bands: list[_Band], place: int, size: float, right_to_left: bool, depth: int
) -> tuple[int, list[PageRegion]]:
    """Return the columns or the table that begins with a band, and where the next part does; else nothing."""
    end, gutters = _extend_columns(bands, place, size)
    if not gutters or _is_heading_of(bands, place, end, gutters, size):
        return place, []
    members = [line for band in bands[place:end] for line in band.lines]
    beside = _list_gutters_of_prose(members, gutters)
    table = None if beside else _find_table(members, gutters)
    if table is not None:
        return end, [table]
    gutters = _choose_gutters(members, beside or gutters, size)
    if not gutters:
        return place, []
    columns = _split_columns(members, gutters)
    if right_to_left:
        columns.reverse()
    return end, [region for column in columns for region in _divide(column, right_to_left, depth + 1)]


def _is_heading_of(bands: list[_Band], place: int, end: int, gutters: list[_Span], size: float) -> bool:
    """Tell whether a band stands over columns: below it there are more of them, or its type is larger than theirs."""
    if place + 1 >= end:
        return False
    last, below = _extend_columns(bands, place + 1, size)
    if len(below) > len(gutters):
        members = [line for band in bands[place + 1 : last] for line in band.lines]
        if len(_choose_gutters(members, below, size)) > len(_choose_gutters(members, gutters, size)):
            return True
    sides = {sum(gutter[0] < span[0] for gutter in gutters) for span in bands[place].spans}
    return len(sides) == 1 and all(line.size > 1.12 * size for line in bands[place].lines)


def _make_bands(lines: list[RegionLine]) -> list[_Band]:
    bands: list[_Band] = []
    for line in sorted(lines, key=lambda each: -each.base):
        top, bottom = line.base + 0.6 * line.size, line.base - 0.15 * line.size
        if bands and top > bands[-1].bottom:
            bands[-1].lines.append(line)
            bands[-1].bottom = min(bands[-1].bottom, bottom)
        else:
            bands.append(_Band([line], top, bottom))
    for band in bands:
        band.spans = _merge_spans([(word.left, word.right) for line in band.lines for word in line.words])
    return bands


def _merge_spans(spans: list[_Span]) -> list[_Span]:
    merged: list[_Span] = []
    for left, right in sorted(spans):
        if merged and left <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], right))
        else:
            merged.append((left, right))
    return merged


def _extend_columns(bands: list[_Band], start: int, size: float) -> tuple[int, list[_Span]]:
    """Return how far down from a band the same upright white runs, and that white."""
    taken = bands[start].spans
    end, best = start + 1, _list_gaps(taken, size)
    both = len(taken) > 1 and bool(best)
    while end < len(bands):
        merged = _merge_spans(taken + bands[end].spans)
        gaps = _list_gaps(merged, size)
        if both and not gaps:
            break
        if not gaps and len(merged) == 1 and end - start > 1:
            break
        lost = [gap for gap in best if not any(gap[0] < other[1] and other[0] < gap[1] for other in gaps)]
        if lost and end - start >= _FEW_CELLS - 1:
            members = [line for band in bands[start:end] for line in band.lines]
            if set(lost) & set(_choose_gutters(members, best, size)):
                break
        if not both and gaps:
            both = True
        taken, best = merged, gaps
        end += 1
    if best:
        end = _trim_below(bands, start, end, best)
    return end, best


def _list_gaps(spans: list[_Span], size: float) -> list[_Span]:
    gaps = [(one[1], other[0]) for one, other in itertools.pairwise(spans)]
    return [gap for gap in gaps if gap[1] - gap[0] >= _NARROWEST_GUTTER * size]


def _trim_below(bands: list[_Band], start: int, end: int, gaps: list[_Span]) -> int:
    """Leave out what stands at the end on one side alone and a little apart: it belongs to what follows."""
    while end - start > 1:
        last = bands[end - 1]
        sides = {sum(gap[0] < span[0] for gap in gaps) for span in last.spans}
        if len(sides) > 1 or bands[end - 2].bottom - last.top < 0.9 * last.lines[0].size:
            return end
        end -= 1
    return end


def _measure_type(lines: list[RegionLine]) -> float:
    weights: Counter[float] = Counter()
    for line in lines:
        for word in line.words:
            weights[word.size] += len(word.letters)
    return weights.most_common(1)[0][0]


def _split_line(line: RegionLine, gutters: list[_Span]) -> list[list[SetWord]]:
    parts: list[list[SetWord]] = [[] for _ in range(len(gutters) + 1)]
    for word in line.words:
        parts[sum((gutter[0] + gutter[1]) / 2 < word.left for gutter in gutters)].append(word)
    return parts


def _split_columns(lines: list[RegionLine], gutters: list[_Span]) -> list[list[RegionLine]]:
    columns: list[list[RegionLine]] = [[] for _ in range(len(gutters) + 1)]
    for line in lines:
        for column, words in zip(columns, _split_line(line, gutters), strict=True):
            if words:
                column.append(RegionLine(words, line.base, _measure_words(words)))
    return [column for column in columns if column]


def _measure_words(words: list[SetWord]) -> float:
    sizes = sorted(word.size for word in words if not word.raised) or sorted(word.size for word in words)
    return sizes[len(sizes) // 2]


def _choose_gutters(lines: list[RegionLine], gaps: list[_Span], size: float) -> list[_Span]:
    """Return those of the white strips between which there are columns wide enough to be read."""
    gutters = [gap for gap in gaps if _is_gutter(lines, gap, size)]
    while gutters:
        parts = [_split_line(line, gutters) for line in lines]
        widths = [
            max((row[place][-1].right - row[place][0].left for row in parts if row[place]), default=0.0)
            for place in range(len(gutters) + 1)
        ]
        narrowest = min(range(len(widths)), key=widths.__getitem__)
        if widths[narrowest] >= _NARROWEST_COLUMN * size:
            break
        beside = [place for place in (narrowest - 1, narrowest) if 0 <= place < len(gutters)]
        del gutters[min(beside, key=lambda place: gutters[place][1] - gutters[place][0])]
    return gutters


def _is_gutter(lines: list[RegionLine], gutter: _Span, size: float) -> bool:
    """Tell whether white separates two columns of running text."""
    sides = [_split_line(line, [gutter]) for line in lines]
    lefts, rights = [one for one, _ in sides if one], [other for _, other in sides if other]
    few = min(len(lefts), len(rights)) < _FEW_CELLS
    for side in (lefts, rights):
        if len(side) < _FEWEST_ROWS:
            return False
        widths = [words[-1].right - words[0].left for words in side]
        if max(widths) < (2 if few else 1) * _NARROWEST_COLUMN * size:
            return False
    # Rows begin (or, written from right to left, end) at one place, which gaps within rows never do.
    return max(
        _count_aligned([words[0].left for words in rights], size) / len(rights),
        _count_aligned([words[-1].right for words in lefts], size) / len(lefts),
    ) >= (0.8 if few else 0.4)


def _count_aligned(places: list[float], size: float) -> int:
    return max(sum(abs(place - other) < 0.4 * size for other in places) for place in set(places[:200]))


def _list_gutters_of_prose(lines: list[RegionLine], gutters: list[_Span]) -> list[_Span]:
    """Return the strips beside columns of full lines, where others have but short ones: a table beside a text."""
    parts = [_split_line(line, gutters) for line in lines]
    prose = []
    for place in range(len(gutters) + 1):
        cells = [row[place] for row in parts if row[place]]
        widths = [cell[-1].right - cell[0].left for cell in cells]
        full = sum(width > 0.85 * max(widths) for width in widths) if cells else 0
        words = sum(len(cell) for cell in cells)
        prose.append(len(cells) > _FEW_CELLS and full > 0.6 * len(cells) and words > 4.5 * len(cells))
    if all(prose):
        return []
    return [gutter for place, gutter in enumerate(gutters) if prose[place] or prose[place + 1]]


def _find_table(lines: list[RegionLine], gutters: list[_Span]) -> PageRegion | None:
    """Return the rows of a table, whose cells stand on one base and leave much white; None if it is none."""
    parts = [_split_line(line, gutters) for line in lines]
    filled = [sum(bool(cell) for cell in row) for row in parts]
    if len(lines) < 2 or sum(count >= 2 for count in filled) < max(2, 0.6 * len(lines)):
        return None
    size = _measure_type(lines)
    columns = [[row[place] for row in parts if row[place]] for place in range(len(gutters) + 1)]
    if not all(columns):
        return None
    widths = [[cell[-1].right - cell[0].left for cell in column] for column in columns]
    full = [sum(width > 0.8 * max(column) for width in column) / len(column) for column in widths]
    words = [sum(len(cell) for cell in column) / len(column) for column in columns]
    letters = [sum(len(word.letters) for cell in column for word in cell) / len(column) for column in columns]
    inner = [other.left - word.right for row in parts for cell in row for word, other in itertools.pairwise(cell)]
    if inner and sum(inner) / len(inner) > _STRETCHED_SPACE * size:
        return None
    narrow = min(gutter[1] - gutter[0] for gutter in gutters) < _CELL_GAP * size and len(lines) < 4
    if narrow:
        return None
    short = [count < 2.6 and letter < 14 for count, letter in zip(words, letters, strict=True)]
    prose = [count > 3.2 and share > 0.6 for count, share in zip(words, full, strict=True)]
    if all(prose) or not any(short) or not all(_is_aligned(column, size) for column in columns):
        return None
    cells = []
    for row in parts:
        for place, cell in enumerate(row, start=1):
            if cell:
                line = RegionLine(cell, cell[0].base, _measure_words(cell))
                line.column = place
                cells.append(line)
    cells.sort(key=attrgetter("base"), reverse=True)
    return PageRegion(_number_rows(cells), is_table=True)


def _is_aligned(cells: list[list[SetWord]], size: float) -> bool:
    """Tell whether cells stand one below the other; words that justified lines have by chance do not."""
    fewest = len(cells) if len(cells) < _FEW_CELLS else 0.6 * len(cells)
    centres = [cell[0].left + cell[-1].right for cell in cells]
    if max(_count_aligned([cell[0].left for cell in cells], size), _count_aligned(centres, 0.7 * size)) >= fewest:
        return True
    figures = sum(any(character.isdecimal() for character in cell[-1].text) for cell in cells)
    return _count_aligned([cell[-1].right for cell in cells], size) >= fewest and figures > 0.5 * len(cells)


def _number_rows(cells: list[RegionLine]) -> list[RegionLine]:
    """Return the cells in the order of their rows and columns, cells of a row given one base."""
    rows: list[list[RegionLine]] = []
    for cell in cells:
        if rows and abs(rows[-1][0].base - cell.base) < 0.4 * cell.size:
            rows[-1].append(cell)
        else:
            rows.append([cell])
    for row in rows:
        row.sort(key=attrgetter("column"))
        for cell in row:
            cell.base = row[0].base
    return [cell for row in rows for cell in row]
