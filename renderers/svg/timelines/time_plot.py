"""What stood in which year, as a plot for each question: its records as rows, years as columns.

A wide plot has a column for each year in which something under the question turned or an archive opened; where those
do not fit, the former alone. In a narrow one each record has a card of its own with the years in which it turned.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import msgspec

from argument_maps.citation.sources import full_name
from argument_maps.comparison.openings import ArchiveOpening
from argument_maps.dates.spelling import spell_year
from argument_maps.graph import Graph
from argument_maps.weighing.set_aside import NOTHING_SET_ASIDE, Circumstances
from argument_maps.weighing.surveys.timelines import (
    TimelineRow,
    TimelineRun,
    WeighedMoment,
    WeighedTimeline,
    list_runs,
    list_turning_years,
)
from argument_maps.weighing.weighed_words import ON_AUTHORITY, describe_circumstances
from models.dates.edtf import write_year
from models.weighing_vocabulary import WeighedLabel
from renderers.boxes.record_box import draw_band, draw_text_group, draw_text_line, escape_attribute, escape_body
from renderers.glyphs import draw_glyph
from renderers.shaping.directions import isolate_text
from renderers.style import BAND, COLUMN, HEADER, META, STATEMENT, THEMES, TITLE, Theme
from renderers.svg.time_bars import BAR_HEIGHT, draw_bar, measure_bar, word_moment
from renderers.text.accessible_names import get_record_text
from renderers.typography import Face, measure

NARROWEST, WIDEST, WIDTH, NARROW = 320, 2400, 1200, 640
"""Widths of plots in pixels; below `NARROW` each record has a card."""
_COLUMNS_NOTE = "A column is a year in which something changed; the distances between them are not to scale."
_CARDS_NOTE = "The years are those in which something changed."
_MOST_LINES = 4
_GAP = 3.0
_LEAST_COLUMN = 46.0
_FIGURE_NOTE = "how many documents that are independent of each other support it"


class LabelPlace(msgspec.Struct, frozen=True, kw_only=True):
    """Where the label of a record stands on a plot, in pixels from its upper left corner."""

    record: str
    x: float
    y: float
    width: float
    height: float


class LabelPlaces(msgspec.Struct, frozen=True, kw_only=True):
    """How large a plot is, in pixels, and where on it the labels of its records stand."""

    width: float
    height: float
    labels: tuple[LabelPlace, ...]


class _Panel(msgspec.Struct, frozen=True, kw_only=True):
    """A question with its rows, the years of its columns, and the archives that opened in those years."""

    heading: str
    rows: tuple[TimelineRow, ...]
    columns: tuple[int, ...]


def choose_columns(timeline: WeighedTimeline, rows: Sequence[TimelineRow], most: int | None = None) -> tuple[int, ...]:
    """Return the years in which any of these records turned or, from then on, an archive opened.

    Where they are more than `most` it is the former alone.
    """
    turning = list_turning_years(rows, timeline.years)
    opened = {opening.year for opening in timeline.openings}.intersection(timeline.years)
    every = [year for year in sorted(opened.union(turning)) if turning and year >= turning[0]]
    return tuple(every if most is None or len(every) <= most else turning)


def spell_plot_year(year: int) -> str:
    """Return a year as historians write it: 1994, 44 BC."""
    return spell_year(write_year(year))


def describe_opening(graph: Graph, opening: ArchiveOpening) -> str:
    """Return how many documents could be read from a year on, with the archives and who let them out."""
    count = len(opening.sources)
    words = f"{count} {'document' if count == 1 else 'documents'}"
    if opening.repositories:
        words += f" of {', '.join(opening.repositories)}"
    names = [full_name(graph.agents_by_id[agent]) for agent in opening.released_by if agent in graph.agents_by_id]
    return words + (f", let out by {', '.join(names)}" if names else "")


def draw_time_plot(
    graph: Graph,
    timeline: WeighedTimeline,
    circumstances: Circumstances = NOTHING_SET_ASIDE,
    *,
    questions: Iterable[str | None] | None = None,
    width: float = WIDTH,
    theme: str = "light",
    link_to: str = "",
) -> str:
    """Return the plots of questions, or of all there are, one below the other as one SVG of this width.

    `link_to` is the address behind which the id of a record is put, to which its label leads.
    """
    kept = None if questions is None else set(questions)
    rows = [row for row in timeline.rows if kept is None or row.question in kept]
    return _TimePlot(graph, timeline, circumstances, rows, max(width, NARROWEST), THEMES[theme], link_to).compose()


def place_labels(
    graph: Graph, timeline: WeighedTimeline, circumstances: Circumstances, question: str | None, width: float
) -> LabelPlaces:
    """Return where the labels of records stand on the plot of a question of this width."""
    rows = [row for row in timeline.rows if row.question == question]
    plot = _TimePlot(graph, timeline, circumstances, rows, max(width, NARROWEST), THEMES["light"], "")
    plot.compose()
    return LabelPlaces(width=plot.width, height=plot.height, labels=tuple(plot.places))


class _TimePlot:
    def __init__(
        self,
        graph: Graph,
        timeline: WeighedTimeline,
        circumstances: Circumstances,
        rows: list[TimelineRow],
        width: float,
        theme: Theme,
        link_to: str,
    ) -> None:
        self.graph, self.timeline, self.circumstances = graph, timeline, circumstances
        self.rows, self.width, self.theme, self.link_to = rows, width, theme, link_to
        self.places: list[LabelPlace] = []
        self.is_narrow = width < NARROW
        self.margin = 14.0 if self.is_narrow else 28.0
        self.inner = width - 2 * self.margin
        self.opened = {opening.year for opening in timeline.openings}
        self.label_width = min(360.0, self.inner * 0.33)
        self.parts: list[str] = []
        self.y = self.margin

    @cached_property
    def least_column(self) -> float:
        """The least width of a column in pixels."""
        years = [measure(COLUMN).width(spell_plot_year(year)) + 8 for year in self.timeline.years]
        bars = [measure_bar(moment) + _GAP for row in self.rows for moment in row.moments]
        return max(_LEAST_COLUMN, *years, *bars)

    def compose(self) -> str:
        """Return the SVG."""
        self._draw_head()
        panels = list(self._list_panels())
        for panel in panels:
            self._draw_panel(panel)
        if not panels:
            self._write("There is nothing to weigh: no perception and no finding.", META, self.theme.muted)
        self._draw_openings()
        name, height = escape_attribute(f"{self.graph.title}: through time"), self.height
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="map through-time {self.theme.name}" '
            f'width="{self.width:.0f}" height="{height:.0f}" viewBox="0 0 {self.width:.0f} {height:.0f}" role="group" '
            f'aria-label="{name}"><title>{escape_body(self.graph.title)}: through time</title>'
            f"<desc>{escape_body(' '.join(self._yield_remarks()))}</desc>"
            f'<rect class="ground" width="100%" height="100%" fill="{self.theme.ground}"/>{"".join(self.parts)}</svg>\n'
        )

    @property
    def height(self) -> float:
        """How high the plot is so far, in pixels."""
        return self.y + self.margin

    def _yield_remarks(self) -> Iterator[str]:
        yield "What stood in which year, by what could be known at its end."
        yield from map(str, describe_circumstances(self.graph, self.timeline.rule, self.circumstances))

    def _list_panels(self) -> Iterator[_Panel]:
        most = int((self.inner - self.label_width) / self.least_column)
        for question in dict.fromkeys(row.question for row in self.rows):
            rows = tuple(row for row in self.rows if row.question == question)
            heading = "Under no question"
            if question is not None:
                heading = f"{question}  {isolate_text(get_record_text(self.graph.by_id[question]))}"
            columns = choose_columns(self.timeline, rows, most)
            fits = not self.is_narrow and len(columns) <= most
            yield _Panel(heading=heading, rows=rows, columns=columns if fits else ())

    def _write(self, text: str, face: Face, colour: str, *, inset: float = 0.0, space: float = 0.0) -> None:
        lines = measure(face).fold(text, self.inner - 2 * inset)
        drawn = "".join(
            draw_text_line(line, face, self.margin + inset, self.y + face.size * 0.95 + place * face.line)
            for place, line in enumerate(lines)
        )
        self.parts.append(draw_text_group(face, colour, drawn))
        self.y += len(lines) * face.line + space

    def _draw_head(self) -> None:
        self._write(self.graph.title, BAND if self.is_narrow else TITLE, self.theme.text, space=2)
        self._write(" ".join(self._yield_remarks()), META, self.theme.muted, space=10)
        self._draw_legend()

    def _draw_legend(self) -> None:
        moments = [moment for row in self.rows for moment in row.moments if moment.label is not None]
        kinds = dict.fromkeys(
            (label.value, is_on_authority)
            for label in WeighedLabel
            for is_on_authority in (False, True)
            if any(moment.label == label and moment.on_authority == is_on_authority for moment in moments)
        )
        x = self.margin
        for label, is_on_authority in kinds:
            words = ON_AUTHORITY if is_on_authority else label
            sample = WeighedMoment(label=label, documents=0 if is_on_authority else 2, on_authority=is_on_authority)
            x = self._place_sample(x, 44 + 8 + measure(META).width(words))
            self.parts.append(draw_bar(sample, x, self.y, 44, self.theme))
            said = draw_text_line(words, META, x + 52, self.y + 19)
            self.parts.append(draw_text_group(META, self.theme.text, said))
            x += 44 + 8 + measure(META).width(words) + 22
        if self.opened and moments:
            words = "archive opened"
            x = self._place_sample(x, 24 + measure(META).width(words))
            self.parts.append(draw_glyph("unlocked", x + 8, self.y + 14, self.theme.text, width=1.8))
            said = draw_text_line(words, META, x + 24, self.y + 19)
            self.parts.append(draw_text_group(META, self.theme.text, said))
        if moments:
            self.y += BAR_HEIGHT + 8
            note = _CARDS_NOTE if self.is_narrow else _COLUMNS_NOTE
            self._write(f"The figure: {_FIGURE_NOTE}. {note}", META, self.theme.muted)
        self.y += 14

    def _place_sample(self, x: float, across: float) -> float:
        """Return where a sample of this width begins, in the next row where it does not fit into this one."""
        if x > self.margin and x + across > self.width - self.margin:
            self.y += BAR_HEIGHT + 6
            return self.margin
        return x

    def _draw_panel(self, panel: _Panel) -> None:
        lines = measure(BAND).fold(panel.heading, self.inner - 28)
        height = len(lines) * BAND.line + 14
        self.parts.append(draw_band(self.margin, self.y, self.inner, height, self.theme))
        self.y += 7
        self._write(panel.heading, BAND, self.theme.text, inset=14, space=17)
        if panel.columns:
            self._draw_columns(panel)
        else:
            for row in panel.rows:
                self._draw_card(row)
        self.y += 18

    def _draw_columns(self, panel: _Panel) -> None:
        left = self.margin + self.label_width
        step = (self.inner - self.label_width) / len(panel.columns)
        lefts = {year: left + place * step for place, year in enumerate(panel.columns)}
        years, place = "", len(self.parts)
        for year, x in lefts.items():
            years += draw_text_line(spell_plot_year(year), COLUMN, x + 5, self.y + 34)
            if year in self.opened:
                self.parts.append(draw_glyph("unlocked", x + 13, self.y + 11, self.theme.text, width=1.8))
        self.parts.append(draw_text_group(COLUMN, self.theme.text, years))
        top = self.y = self.y + 42
        for row in panel.rows:
            self._draw_row(row, lefts, left + step * len(panel.columns))
        rules = "".join(f"M{x + 1:.1f},{top:.1f}V{self.y:.1f}" for year, x in lefts.items() if year in self.opened)
        if rules:
            drawn = f'<path class="opening" d="{rules}" stroke="{self.theme.muted}" stroke-width="1.2" fill="none"/>'
            self.parts.insert(place, drawn)

    def _draw_row(self, row: TimelineRow, lefts: dict[int, float], right: float) -> None:
        heading, lines = self._fold_label(row, self.label_width - 22)
        high = HEADER.line + len(lines) * STATEMENT.line
        height = max(high, BAR_HEIGHT) + 16
        rule = f'<path d="M{self.margin:.1f},{self.y:.1f}H{right:.1f}" stroke="{self.theme.rule}" stroke-width=".7"/>'
        label = self._draw_label(heading, lines, self.margin, self.y + 6, self.label_width - 22)
        drawn, runs = rule, list_runs(row, self.timeline.years)
        ends = [*(lefts[run.year] for run in runs[1:]), right]
        top = self.y + (height - BAR_HEIGHT) / 2
        for run, end in zip(runs, ends, strict=False):
            x = lefts[run.year]
            drawn += draw_bar(run.moment, x + _GAP, top, end - x - _GAP, self.theme)
        self._wrap(row, runs, label, drawn)
        self.y += height

    def _draw_card(self, row: TimelineRow) -> None:
        heading, lines = self._fold_label(row, self.inner)
        rule = (
            f'<path d="M{self.margin:.1f},{self.y:.1f}h{self.inner:.1f}" stroke="{self.theme.rule}" stroke-width=".7"/>'
        )
        label, drawn = self._draw_label(heading, lines, self.margin, self.y + 6, self.inner), rule
        self.y += 6 + HEADER.line + len(lines) * STATEMENT.line + 4
        runs = list_runs(row, self.timeline.years)
        most = max(1, int(self.inner / (self.least_column + 6)))
        step = self.inner / most
        years = ""
        for place, run in enumerate(runs):
            x, y = self.margin + place % most * step, self.y + place // most * (BAR_HEIGHT + 30)
            years += draw_text_line(spell_plot_year(run.year), COLUMN, x, y + 17)
            if run.year in self.opened:
                after = x + measure(COLUMN).width(spell_plot_year(run.year)) + 11
                drawn += draw_glyph("unlocked", after, y + 12, self.theme.text, scale=0.85, width=1.8)
            drawn += draw_bar(run.moment, x, y + 22, step - 5, self.theme)
        drawn += draw_text_group(COLUMN, self.theme.text, years)
        self._wrap(row, runs, label, drawn)
        self.y += -(-len(runs) // most) * (BAR_HEIGHT + 30) + 10

    def _fold_label(self, row: TimelineRow, width: float) -> tuple[str, list[str]]:
        lines = measure(STATEMENT).fold(get_record_text(self.graph.by_id[row.record]), width)
        if len(lines) > _MOST_LINES:
            last = lines[_MOST_LINES - 1]
            while last and measure(STATEMENT).width(f"{last}…") > width:
                last = last[:-1]
            lines = [*lines[: _MOST_LINES - 1], f"{last.rstrip(' ,;:.')}…"]
        return row.record, lines

    def _draw_label(self, label: str, lines: list[str], x: float, y: float, width: float) -> str:
        height = HEADER.line + len(lines) * STATEMENT.line
        self.places.append(LabelPlace(record=label, x=x, y=y, width=width, height=height))
        row_kind = getattr(self.graph.by_id[label], "kind", "")
        first = y + HEADER.size
        named = draw_text_line(label, HEADER, x, first)
        kind = draw_text_line(f"· {row_kind}", META, x + measure(HEADER).width(f"{label} "), first)
        told = "".join(
            draw_text_line(line, STATEMENT, x, first + 4 + (place + 1) * STATEMENT.line - 3)
            for place, line in enumerate(lines)
        )
        return (
            draw_text_group(HEADER, self.theme.text, named)
            + draw_text_group(META, self.theme.muted, kind)
            + draw_text_group(STATEMENT, self.theme.text, told)
        )

    def _wrap(self, row: TimelineRow, runs: list[TimelineRun], label: str, drawn: str) -> None:
        """Add a row: its label, which leads to the record, and what became of it, which is told as one picture."""
        told = "; ".join(f"{spell_plot_year(run.year)} {word_moment(run.moment)}" for run in runs) or "never known"
        text = get_record_text(self.graph.by_id[row.record])
        name, title = f"{row.record}, {row.kind}: {text}", f"{row.record}, {row.kind}: {text} From {told}."
        if self.link_to:
            address = escape_attribute(f"{self.link_to}{row.record}")
            label = f'<a href="{address}"><title>{escape_body(name)}</title>{label}</a>'
        self.parts.append(
            f'<g class="row" data-id="{row.record}">{label}'
            f'<g role="img"><title>{escape_body(title)}</title>{drawn}</g></g>'
        )

    def _draw_openings(self) -> None:
        if not self.opened or not self.rows:
            return
        self._write("Archives opened", HEADER, self.theme.text, space=2)
        for opening in self.timeline.openings:
            words = f"{spell_plot_year(opening.year)}: {describe_opening(self.graph, opening)}"
            self._write(words, META, self.theme.text, space=2)
