"""Where gathered boxes stand: in columns of about one height, each beside a bracket to which its lines go."""

from collections.abc import Mapping, Sequence
from math import ceil, sqrt

from renderers.boxes.record_box import Box
from renderers.layout.arrangement import Gathering
from renderers.layout.column_geometry import MARGIN
from renderers.layout.drawing import Edge, PlacedBox, PlacedGathering, Polyline

BOX_WIDTH = 252.0
ROW_GAP = 14.0
COLUMN_GAP = 26.0
# Between a box and its marker, and between that and the bracket, where the arrowhead needs room.
STUB, LEG = 6.0, 22.0
# Two screens; what would be higher becomes wider, until it has the shape of a screen.
HIGHEST, WIDE = 2_000.0, 1.6

Size = tuple[float, float]


def place_gathering(
    gathering: Gathering,
    boxes: Mapping[str, Box],
    markers: Mapping[str, Size],
    top: float,
    heading_height: float,
    width: float,
) -> PlacedGathering:
    """Return gathered boxes in their places below `top`, in pixels, where possible within the drawing's `width`.

    `markers` are the sizes of the links' markers, by link.
    """
    widest = max((markers[link.id][0] for link in gathering.links.values()), default=0.0)
    gutter = (STUB + LEG + widest) if widest else (STUB + LEG if gathering.target else 0.0)
    pitch = gutter + BOX_WIDTH + COLUMN_GAP
    heights = [boxes[key].height for key in gathering.keys]
    fitting = int((width - 2 * MARGIN + COLUMN_GAP) // pitch)
    count = (
        _count_columns(heights, fitting, pitch)
        if gathering.aspect is None
        else _shape(heights, pitch, gathering.aspect)
    )
    columns = _break_columns(heights, count)
    placed_boxes: list[PlacedBox] = []
    edges: list[Edge] = []
    branches: list[tuple[str, Polyline]] = []
    brackets: list[Polyline] = []
    first = top + heading_height
    start, bottom = 0, first
    for number, length in enumerate(columns):
        left = MARGIN + number * pitch
        y = first
        last_line = first
        for key in gathering.keys[start : start + length]:
            box = boxes[key]
            placed_boxes.append(PlacedBox(key, left + gutter, y, box))
            middle = y + box.height / 2
            link = gathering.links.get(key)
            if link is not None:
                marker_width, marker_height = markers[link.id]
                x = left + gutter - STUB - marker_width / 2
                stub = Polyline(((left + gutter, middle), (x + marker_width / 2, middle)))
                leg = Polyline(((x - marker_width / 2, middle), (left, middle)))
                edges.append(Edge(link, (stub,), x, middle, marker_width, marker_height, leg))
                last_line = middle
            elif gathering.target:
                branches.append((key, Polyline(((left + gutter, middle), (left, middle)))))
                last_line = middle
            y += box.height + ROW_GAP
        bottom = max(bottom, y - ROW_GAP)
        if gathering.target:
            brackets.append(Polyline(((left, first - ROW_GAP / 2), (left, last_line))))
        start += length
    right = MARGIN + len(columns) * pitch - COLUMN_GAP + MARGIN
    return PlacedGathering(
        gathering, top, bottom - top, right, tuple(placed_boxes), tuple(edges), tuple(branches), tuple(brackets)
    )


def _count_columns(heights: Sequence[float], fitting: int, pitch: float) -> int:
    """Return in how many columns boxes stand: as many as fit, and more where they would be too high."""
    total = sum(heights) + ROW_GAP * len(heights)
    return min(max(fitting, min(ceil(total / HIGHEST), ceil(sqrt(total * WIDE / pitch))), 1), len(heights))


def _shape(heights: Sequence[float], pitch: float, aspect: float) -> int:
    """Return in how many columns boxes are about so many times as wide as high."""
    total = sum(heights) + ROW_GAP * len(heights)
    return min(max(round(sqrt(total * aspect / pitch)), 1), len(heights))


def _break_columns(heights: Sequence[float], count: int) -> list[int]:
    """Return how many boxes stand in each column, in their order, so that the highest column is as low as can be.

    The height is found by halving, to a pixel (linear partition; Skiena 2020, section 10.7).
    """
    low, high = max(heights), sum(heights) + ROW_GAP * len(heights)
    while high - low > 1.0:
        middle = (low + high) / 2
        if len(_fill_columns(heights, middle)) <= count:
            high = middle
        else:
            low = middle
    return _fill_columns(heights, high)


def _fill_columns(heights: Sequence[float], most: float) -> list[int]:
    columns: list[int] = []
    y = most + 1.0
    for height in heights:
        if y + height > most:
            columns.append(0)
            y = 0.0
        columns[-1] += 1
        y += height + ROW_GAP
    return columns
