"""The axis of a timeline as SVG: its dates, what is left out between them, and the spans of records as bars."""

from collections.abc import Iterator

from renderers.boxes.record_box import draw_text_group, draw_text_line
from renderers.layout.column_geometry import MARGIN
from renderers.layout.drawing import Drawing
from renderers.layout.timeline_placement import PlacedBand, PlacedTimeline, SpanBar
from renderers.style import COLUMN, META, Theme

DOT = 5.0
BAR_WIDTH = 4.0
# How often the date is said again beside boxes of one date that go on for more than a screen.
REPEAT_STEP = 640.0
_ARROW = 6.0
_BREAK_HALF = 9.0

Rectangle = tuple[float, float, float, float]


def yield_axis_parts(timeline: PlacedTimeline, width: float, theme: Theme) -> Iterator[tuple[str, Rectangle]]:
    """Yield the parts of an axis from the lowest on, each with the rectangle in which it lies."""
    x = timeline.axis_x
    for title in timeline.lane_titles:
        lines = "".join(
            draw_text_line(line, COLUMN, title.left, timeline.top + (index + 0.9) * COLUMN.line)
            for index, line in enumerate(title.lines)
        )
        yield (
            f'<g class="lane">{draw_text_group(COLUMN, theme.muted, lines)}</g>',
            (title.left, timeline.top, width, timeline.axis_top),
        )
    line = f'<path class="axis" d="M{x:.1f},{timeline.axis_top:.1f}V{timeline.axis_bottom:.1f}" fill="none"'
    yield (
        f'{line} stroke="{theme.rule}" stroke-width="1.6"/>',
        (x - 1, timeline.axis_top, x + 1, timeline.axis_bottom),
    )
    for band in timeline.bands:
        if band.pause:
            yield _draw_break(band, x, theme), (MARGIN, band.pause_top - 12, x + 10, band.pause_top + 12)
        yield _draw_band(band, x, width, theme), (MARGIN, band.top - 2, width, band.last_top + META.line)
    for bar in timeline.bars:
        yield draw_span_bar(bar, theme), (bar.x - _ARROW, bar.top, bar.x + _ARROW, bar.bottom)


def _draw_band(band: PlacedBand, x: float, width: float, theme: Theme) -> str:
    """Return a date with its dot on the axis and a hairline across the lanes."""
    dot_y = band.top + META.size * 0.6
    face = COLUMN if band.opens_year else META
    words = "".join(
        draw_text_line(line, face, MARGIN, band.top + face.size * 0.95 + index * META.line)
        for index, line in enumerate(band.label)
    )
    drawn = (
        f'<path class="level" d="M{x + DOT + 3:.1f},{dot_y:.1f}H{width - MARGIN:.1f}" fill="none" '
        f'stroke="{theme.rule}" stroke-width=".7" stroke-opacity=".45"/>'
    )
    if band.last_top > band.top:
        drawn += (
            f'<path class="stretched" d="M{x:.1f},{dot_y:.1f}V{band.last_top + META.size * 0.6:.1f}" fill="none" '
            f'stroke="{theme.muted}" stroke-width="4" stroke-linecap="round"/>'
        )
    drawn += draw_dot(x, dot_y, theme, is_day=_is_day(band), is_estimated=band.is_estimated)
    drawn += draw_text_group(face, theme.text, words)
    again = ""
    y = band.top + REPEAT_STEP
    while y < band.last_top:
        again += "".join(
            draw_text_line(line, META, MARGIN, y + META.size * 0.95 + index * META.line)
            for index, line in enumerate((*band.label, "continued"))
        )
        y += REPEAT_STEP
    return f'<g class="date">{drawn}{draw_text_group(META, theme.muted, again) if again else ""}</g>'


def _is_day(band: PlacedBand) -> bool:
    return band.band.first == band.band.last and not band.is_estimated


def draw_dot(x: float, y: float, theme: Theme, *, is_day: bool, is_estimated: bool = False) -> str:
    """Return the dot of a date: full where it is one day, hollow where it is more, broken where it is an estimate."""
    fill = theme.muted if is_day else theme.ground
    dash = ' stroke-dasharray="2.6 2.6"' if is_estimated else ""
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{DOT}" fill="{fill}" stroke="{theme.muted}" stroke-width="1.6"{dash}/>'
    )


def _draw_break(band: PlacedBand, x: float, theme: Theme) -> str:
    words = draw_text_line(band.pause, META, MARGIN, band.pause_top + META.size * 0.35)
    return f'<g class="break">{draw_zigzag(x, band.pause_top, theme)}{draw_text_group(META, theme.muted, words)}</g>'


def draw_zigzag(x: float, y: float, theme: Theme) -> str:
    """Return the mark of an axis that is broken, around its middle."""
    half = _BREAK_HALF
    zigzag = f"M{x:.1f},{y - half:.1f}l7,{half / 2:g}l-14,{half:g}l7,{half / 2:g}"
    return (
        f'<rect x="{x - 3:.1f}" y="{y - half:.1f}" width="6" height="{2 * half:g}" fill="{theme.ground}"/>'
        f'<path d="{zigzag}" fill="none" stroke="{theme.muted}" stroke-width="1.6"/>'
    )


def draw_span_bar(bar: SpanBar, theme: Theme) -> str:
    """Return a span as a bar: hollow and broken where its dates are estimates, with an arrow where an end is open."""
    left, half = bar.x - BAR_WIDTH / 2, BAR_WIDTH / 2
    top = bar.top + (_ARROW if bar.is_open_above else 0.0)
    bottom = bar.bottom - (_ARROW if bar.is_open_below else 0.0)
    look = (
        f'fill="{theme.ground}" stroke="{theme.muted}" stroke-width="1.2" stroke-dasharray="3 3"'
        if bar.is_estimated
        else f'fill="{theme.muted}"'
    )
    drawn = f'<rect x="{left:.1f}" y="{top:.1f}" width="{BAR_WIDTH:g}" height="{max(bottom - top, 2):.1f}" {look}/>'
    for is_open, tip, back in ((bar.is_open_above, bar.top, _ARROW + 1), (bar.is_open_below, bar.bottom, -_ARROW - 1)):
        if is_open:
            drawn += (
                f'<path d="M{bar.x - half - 2:.1f},{tip + back:.1f}L{bar.x:.1f},{tip:.1f}'
                f'L{bar.x + half + 2:.1f},{tip + back:.1f}Z" fill="{theme.muted}"/>'
            )
    return f'<g class="span" data-of="{bar.key}">{drawn}</g>'


def yield_axis_samples(drawing: Drawing, theme: Theme) -> Iterator[tuple[str, str, float, str]]:
    """Yield the signs that axes use: the name of each, its drawing around the ordinate 0, its width and its words."""
    timelines = [section for section in drawing.sections if isinstance(section, PlacedTimeline)]
    bands = [band for timeline in timelines for band in timeline.bands]
    days = {_is_day(band) for band in bands if not band.is_estimated}
    for is_day, words in ((True, "a day"), (False, "a month, a year or longer")):
        if is_day in days:
            yield f"date-{'day' if is_day else 'longer'}", draw_dot(8, 0, theme, is_day=is_day), 16.0, words
    if any(band.is_estimated for band in bands):
        yield "date-estimated", draw_dot(8, 0, theme, is_day=False, is_estimated=True), 16.0, "about then, or probably"
    bars = [bar for timeline in timelines for bar in timeline.bars]
    for sign, used, words in (
        ("span", any(not bar.is_estimated for bar in bars), "from then to then"),
        ("span-estimated", any(bar.is_estimated for bar in bars), "about from then to then"),
        ("span-open", any(bar.is_open_above or bar.is_open_below for bar in bars), "goes on, or has an open end"),
    ):
        if used:
            sample = SpanBar("", 8.0, -12.0, 12.0, False, sign == "span-open", sign == "span-estimated")
            yield sign, draw_span_bar(sample, theme), 16.0, words
    if any(band.pause for band in bands):
        yield "break", draw_zigzag(8, 0, theme), 16.0, "nothing begins for so long"
