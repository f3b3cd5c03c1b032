"""The places of lines on their page, from the units of a file to hundred-thousandths of the page."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from argument_maps.reading.transcripts.transcript_pages import LinePlace
from models.records.contents import WHOLE_PAGE

Edges = tuple[float, float, float, float]
"""Left, top, right and lower edge of a box, in the units of its file."""
_NUMBER = re.compile(r"-?\d{1,12}(?:\.\d{0,12})?")
_MOST_NUMBERS = 20_000


@dataclass(frozen=True, slots=True)
class PageFrame:
    """The edges of a page in the units of its file, None where they are not known."""

    edges: Edges | None

    def place(self, edges: Edges | None) -> LinePlace | None:
        """Return where a box stands on the page, as far as it is on it; None of what is nowhere on it."""
        if edges is None or self.edges is None:
            return None
        left, right = self._share(edges[0], edges[2], self.edges[0], self.edges[2])
        top, bottom = self._share(edges[1], edges[3], self.edges[1], self.edges[3])
        if right <= left or bottom <= top:
            return None
        return LinePlace(left, top, right - left, bottom - top)

    @staticmethod
    def _share(low: float, high: float, start: float, end: float) -> tuple[int, int]:
        scale = WHOLE_PAGE / (end - start)
        # What is less than a part of the page is one part.
        first = min(max(math.floor((low - start) * scale), 0), WHOLE_PAGE)
        last = min(max(math.ceil((high - start) * scale), 0), WHOLE_PAGE)
        return (first, last) if low < high else (0, 0)


def make_frame(edges: Edges | None) -> PageFrame:
    """Return the frame of a page; without edges where these are none of a page."""
    return PageFrame(edges if edges is not None and edges[0] < edges[2] and edges[1] < edges[3] else None)


def read_measure(text: str | None) -> float | None:
    """Return a number of a file; None where it is none, or not finite."""
    try:
        number = float(text) if text else math.nan
    except ValueError:
        return None
    return number if math.isfinite(number) and abs(number) < 1e12 else None


def bound_points(points: str) -> Edges | None:
    """Return the edges of the box around a polygon, written as pairs of numbers; None where there are no two points."""
    numbers = [float(found[0]) for found in _NUMBER.finditer(points[: _MOST_NUMBERS * 8])]
    across, down = numbers[0 : len(numbers) // 2 * 2 : 2], numbers[1::2]
    return (min(across), min(down), max(across), max(down)) if len(across) > 1 else None


def unite_edges(boxes: Iterable[Edges | None]) -> Edges | None:
    """Return the edges of the box around boxes, None where there are none."""
    known = [box for box in boxes if box is not None]
    if not known:
        return None
    lefts, tops, rights, bottoms = zip(*known, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
