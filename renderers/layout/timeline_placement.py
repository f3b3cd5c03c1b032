"""A timeline laid out: an axis that runs downwards, lanes beside it, and below both what has no date.

Boxes stand in the order of time: no box begins above one that is earlier, in whatever lane. So the axis is stretched
where much happens at once, and every date has its place beside the first of its records. Linear in records, but for
sorting.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from argument_maps.bounded_work import check_work
from argument_maps.graph import natural_sort_key
from argument_maps.values import Link
from models.dates import DISTANT_FUTURE, Day
from renderers.boxes.record_box import Box
from renderers.layout.arrangement import Arrangement, PictureSection, list_keys
from renderers.layout.column_geometry import MARGIN
from renderers.layout.drawing import Drawing, Edge, PlacedBox, PlacedSection, Polyline
from renderers.layout.record_times import BandName, RecordTime
from renderers.layout.time_axis import LEAST_STEP, TimeAxis, measure_steps
from renderers.style import COLUMN, META
from renderers.typography import measure

AXIS_ROOM, LABEL_ROOM = 184.0, 150.0
BOX_GAP, COLUMN_GAP = 14.0, 34.0
SECTION_GAP = 34.0
# From the left edge of a box to the bar of its span, and from one bar to the next.
BAR_OFFSET, BAR_STEP = 9.0, 7.0
# More bars beside each other in one column would be told apart by nobody; a box has its whole date in words.
MOST_BARS = 6
_MARKER_SPACE = 6.0


@dataclass(frozen=True, slots=True)
class PlacedBand:
    """A date of the axis in its place; `pause` says how long nothing was before it, of which `pause_top` is the place.

    `opens_year` says that no date above it is of its year; `last_top` is where the last of its boxes begins.
    `is_estimated` says that of none of its records more is known than about when it was, or that it probably was then.
    """

    band: BandName
    top: float
    last_top: float
    label: tuple[str, ...]
    opens_year: bool
    is_estimated: bool
    pause: str = ""
    pause_top: float = 0.0


@dataclass(frozen=True, slots=True)
class SpanBar:
    """The span of a record as a bar beside its box, with ends that are open or not."""

    key: str
    x: float
    top: float
    bottom: float
    is_open_above: bool
    is_open_below: bool
    is_estimated: bool


@dataclass(frozen=True, slots=True)
class LaneTitle:
    """What a lane is called, folded into lines, and where it begins."""

    lines: tuple[str, ...]
    left: float


@dataclass(slots=True)
class PlacedTimeline(PlacedSection):
    """The dated records of a timeline with the axis at which they stand, from `axis_top` to `axis_bottom`."""

    lane_titles: list[LaneTitle] = field(default_factory=list)
    bands: list[PlacedBand] = field(default_factory=list)
    bars: list[SpanBar] = field(default_factory=list)
    times: Mapping[str, RecordTime] = field(default_factory=dict)
    axis_x: float = 0.0
    axis_top: float = 0.0
    axis_bottom: float = 0.0


BoxMaker = Callable[[str, float, PictureSection], Box]


def lay_out_timeline(
    arrangement: Arrangement,
    box_of: BoxMaker,
    marker_of: Callable[[Link], tuple[float, float]],
    heading_of: Callable[[PictureSection, float], float],
) -> Drawing:
    """Place everything, as `lay_out` does for other views; nothing is too large. Its links run above the boxes."""
    times = arrangement.times or {}
    lefts, rooms = _measure_columns(arrangement, times)
    widths = [column.width for column in arrangement.columns]
    width = lefts[-1] + widths[-1] + MARGIN if lefts else 2 * MARGIN + AXIS_ROOM
    placed: list[PlacedSection] = []
    y = 0.0
    begins = [
        min((times[key].band.first for key in list_keys(section) if key in times), default=DISTANT_FUTURE)
        for section in arrangement.sections
    ] + [DISTANT_FUTURE]
    for number, section in enumerate(arrangement.sections):
        y += heading_of(section, width)
        keys = list_keys(section)
        boxes = {key: box_of(key, widths[0], section) for key in keys}
        if any(key in times for key in keys):
            own_times = {key: times[key] for key in keys}
            current: PlacedSection = _place_dated(section, boxes, own_times, lefts, rooms, y, begins[number + 1])
        else:
            current = _place_undated(section, boxes, lefts, y)
        placed.append(current)
        y = current.top + current.height + SECTION_GAP
    _place_links(arrangement, placed, marker_of, width)
    return Drawing(width, max(y - SECTION_GAP, 0.0), tuple(lefts), tuple(widths), tuple(placed), {})


def _measure_columns(arrangement: Arrangement, times: Mapping[str, RecordTime]) -> tuple[list[float], list[int]]:
    """Return where each column begins, and how many bars of spans have room before it."""
    rooms = [0] * len(arrangement.columns)
    for section in arrangement.sections:
        for columns in _list_lanes(section):
            keys = (key for index in columns for key in section.columns[index])
            # Which column of its lane a box comes to is settled later: all of a lane have the same room.
            spans = min(MOST_BARS, sum(key in times and times[key].is_span for key in keys))
            for index in columns:
                rooms[index] = max(rooms[index], spans)
    lefts, x = [], MARGIN + AXIS_ROOM
    for column, room in zip(arrangement.columns, rooms, strict=True):
        x += room * BAR_STEP
        lefts.append(x)
        x += column.width + COLUMN_GAP
    return lefts, rooms


def _list_lanes(section: PictureSection) -> list[list[int]]:
    """Return the columns of each lane; where lanes have no names all are one."""
    named = section.lanes or ("",) * len(section.columns)
    return [list(columns) for _, columns in groupby(range(len(section.columns)), key=lambda index: named[index])]


def _place_dated(
    section: PictureSection,
    boxes: Mapping[str, Box],
    times: Mapping[str, RecordTime],
    lefts: list[float],
    rooms: list[int],
    top: float,
    beyond: Day,
) -> PlacedTimeline:
    """Place a part of a timeline, whose spans go on below where they reach `beyond` the day of the next part."""
    lanes = _list_lanes(section)
    own_columns = {key: columns for columns in lanes for index in columns for key in section.columns[index]}
    box_width = next(iter(boxes.values())).width
    lane_titles = [
        LaneTitle(tuple(measure(COLUMN).fold(section.lanes[columns[0]], box_width)), lefts[columns[0]])
        for columns in lanes
        if section.lanes and section.lanes[columns[0]]
    ]
    titles_top = top
    top += max((len(title.lines) for title in lane_titles), default=0) * COLUMN.line + (16.0 if lane_titles else 0.0)
    ordered = sorted(boxes, key=lambda key: (times[key].band, natural_sort_key(key)))
    groups = [(band, list(keys)) for band, keys in groupby(ordered, key=lambda key: times[key].band)]
    steps = measure_steps([band for band, _ in groups])
    bottoms = [top] * len(lefts)
    placed_boxes: list[PlacedBox] = []
    column_of: dict[str, int] = {}
    bands: list[PlacedBand] = []
    lowest, band_top, year = top, top, None
    label: tuple[str, ...] = ()
    for number, (band, keys) in enumerate(groups):
        check_work()
        former, pause = band_top, ""
        if number:
            step = steps[number - 1]
            clear = band_top + (len(label) + 0.5) * META.line
            band_top, pause = max(band_top + step.length, lowest + LEAST_STEP, clear), step.pause
        # A date stands where the first of its boxes has room: what is at one date begins level with it.
        free = min(_find_free(bottoms, own_columns[key])[1] for key in keys)
        band_top = max(band_top, free)
        lowest = band_top
        for key in keys:
            column, free = _find_free(bottoms, own_columns[key])
            place = max(band_top, free)
            placed_boxes.append(PlacedBox(key, lefts[column], place, boxes[key]))
            column_of[key] = column
            bottoms[column] = place + boxes[key].height + BOX_GAP
            lowest = max(lowest, place)
        opens_year = band.first.year != year
        label = tuple(measure(COLUMN if opens_year else META).fold(band.words, LABEL_ROOM))
        # The break stands below the name of the date before it, and above that of this one.
        pause_top = (former + band_top) / 2 + META.line * 0.4
        is_estimated = all(times[key].is_estimated for key in keys)
        bands.append(PlacedBand(band, band_top, lowest, label, opens_year, is_estimated, pause, pause_top))
        year = band.first.year
    bottom = max(max(bottoms) - BOX_GAP, lowest)
    axis = TimeAxis([band for band, _ in groups], [band.top for band in bands], bottom)
    return PlacedTimeline(
        section.heading,
        titles_top,
        bottom - titles_top,
        placed_boxes,
        lane_titles=lane_titles,
        bands=bands,
        bars=list(_place_bars(placed_boxes, times, column_of, rooms, axis, top, beyond)),
        times=times,
        axis_x=MARGIN + LABEL_ROOM + 12.0,
        axis_top=top,
        axis_bottom=bottom,
    )


def _find_free(bottoms: list[float], columns: Iterable[int]) -> tuple[int, float]:
    """Return the column of a lane in which the next box can stand highest, the first of several, and where."""
    column = min(columns, key=lambda index: (bottoms[index], index))
    return column, bottoms[column]


def _place_bars(
    placed_boxes: list[PlacedBox],
    times: Mapping[str, RecordTime],
    column_of: Mapping[str, int],
    rooms: list[int],
    axis: TimeAxis,
    top: float,
    beyond: Day,
) -> Iterator[SpanBar]:
    """Yield the bars of spans, each beside the column of its box and beside none other."""
    ends = [[top - 1.0] * room for room in rooms]
    spans: list[tuple[float, float, PlacedBox]] = []
    for placed in placed_boxes:
        time = times[placed.key]
        if time.is_span:
            above = axis.find_place(time.since) if time.since is not None else axis.tops[0]
            below = axis.find_place(time.until) if time.until is not None and not time.until > beyond else axis.bottom
            spans.append((above, max(below, above + LEAST_STEP / 2), placed))
    for above, below, placed in sorted(spans, key=lambda span: span[:2]):
        tracks, time = ends[column_of[placed.key]], times[placed.key]
        track = next((index for index, end in enumerate(tracks) if end < above), None)
        if track is None:
            continue
        tracks[track] = below
        x = placed.x - BAR_OFFSET - track * BAR_STEP
        goes_on = time.until is None or time.until > beyond
        yield SpanBar(placed.key, x, above, below, time.since is None, goes_on, time.is_estimated)


def _place_undated(section: PictureSection, boxes: Mapping[str, Box], lefts: list[float], top: float) -> PlacedSection:
    """Place boxes without a date in all columns, each where it can stand highest."""
    bottoms = [top] * len(lefts)
    placed_boxes = []
    for key in sorted(boxes, key=natural_sort_key):
        column, place = _find_free(bottoms, range(len(lefts)))
        placed_boxes.append(PlacedBox(key, lefts[column], place, boxes[key]))
        bottoms[column] = place + boxes[key].height + BOX_GAP
    return PlacedSection(section.heading, top, max(bottoms) - BOX_GAP - top, placed_boxes)


def _place_links(
    arrangement: Arrangement,
    placed: list[PlacedSection],
    marker_of: Callable[[Link], tuple[float, float]],
    width: float,
) -> None:
    """Give every link its marker beside its first premise, and straight ways; each is drawn alone, above the boxes."""
    boxes = {box.key: (section, box) for section in placed for box in section.placed_boxes}
    markers: dict[str, tuple[float, float]] = {}
    used: dict[str, float] = {}
    for section in arrangement.sections:
        for link in section.links:
            premises, target = section.ends[link.id]
            home, first = boxes[premises[0]]
            across, down = marker_of(link)
            aim = markers[target][0] if target in markers else _find_middle(boxes[target][1])[0]
            is_leftward = aim < first.x + first.box.width / 2 or first.x + first.box.width + across + MARGIN > width
            side = first.x if is_leftward else first.x + first.box.width
            x = side + (-1 if is_leftward else 1) * (across / 2 + 2 * _MARKER_SPACE)
            y = used.get(first.key, first.y) + down / 2 + _MARKER_SPACE
            used[first.key] = y + down / 2
            x = min(max(x, across / 2), width - across / 2)
            markers[link.id] = (x, y)
            lines = tuple(Polyline((_find_border(boxes[key][1], x, y), (x, y))) for key in premises)
            end = markers[target] if target in markers else _find_border(boxes[target][1], x, y)
            home.edges.append(Edge(link, lines, x, y, across, down, Polyline(((x, y), end))))


def _find_middle(placed: PlacedBox) -> tuple[float, float]:
    return placed.x + placed.box.width / 2, placed.y + placed.box.height / 2


def _find_border(placed: PlacedBox, x: float, y: float) -> tuple[float, float]:
    """Return where a line from a point comes to a box: on the side that is nearer, level with the point if it can."""
    left, right = placed.x, placed.x + placed.box.width
    level = min(max(y, placed.y + 10.0), placed.y + placed.box.height - 10.0)
    return (left if abs(x - left) <= abs(x - right) else right), level
