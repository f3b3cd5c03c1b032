"""A figure as SVG: what of a selection fits a place at a size of type that is read there, and what it leaves out.

A figure is made to fit by choosing, never by shrinking: records come in by `rank_units` as long as there is room for
them with their text whole. Where there is room for all, the type grows.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from argument_maps.bounded_work import check_work
from argument_maps.selection.figure_choice import FigureChoice, FigureUnit, choose_part, rank_units
from argument_maps.selection.selecting import Selected
from models.errors import MapError, Phrase
from renderers.boxes.kind_names import name_number
from renderers.boxes.record_box import draw_text_group, draw_text_line, escape_attribute, escape_body
from renderers.figures.narrow_arrangements import NARROWEST_BOX, drop_echoes, lead_with, stack_columns
from renderers.figures.places import LARGEST_TYPE, FigurePlace
from renderers.layout.arrangement import Arrangement, drop_empty_columns
from renderers.layout.column_geometry import MARGIN
from renderers.layout.drawing import PlacedSection
from renderers.style import META, THEMES
from renderers.svg.missing_fonts import describe_missing_fonts
from renderers.svg.picture_composer import PictureComposer
from renderers.text.wording import describe_selection
from renderers.typography import measure
from renderers.views.view_table import DEFAULT_VIEW, VIEWS

# As wide as two columns of boxes with what joins them, and as all four of the first view.
NARROWEST_PANEL, WIDEST_PANEL = 640.0, 2_000.0
# A box with its label and one line of text.
LOWEST_BOX = 50.0
PANEL_GAP, SECTION_GAP = 30.0, 24.0
_STEPS = 5
MOST_TRIED = 40


class FigureTooSmall(MapError):
    """Not even the first record of a selection fits the place."""

    title = Phrase("The figure has no room")


class NotInFigure(MapError):
    """A figure was to show a record that is not in what was selected."""

    title = Phrase("The figure cannot show that record")


@dataclass(frozen=True, slots=True)
class ComposedFigure:
    """A figure as SVG, the part of the selection that it shows, and of each kind of record how many it does not."""

    svg: str
    selected: Selected
    left_out: dict[str, int]


@dataclass(frozen=True, slots=True)
class _Panel:
    """What stands in one panel of a figure, and how high it is."""

    sections: tuple[PlacedSection, ...]
    height: float


@dataclass(frozen=True, slots=True)
class FittedFigure:
    """A figure that fits: its choice, how it is put together, and the scale and size at which it fits."""

    units: Sequence[FigureUnit]
    choice: FigureChoice
    composer: PictureComposer
    panels: tuple[_Panel, ...]
    scale: float
    height: float


def draw_figure(
    selected: Selected,
    place: FigurePlace,
    *,
    view: str = DEFAULT_VIEW,
    theme: str = "light",
    lang: str = "both",
    link_to: str = "",
    caption: Sequence[str] = (),
    wanted: Collection[str] = (),
) -> str:
    """Return the figure of a selection for a place as SVG, of the place's size; `caption` are lines below it.

    What is `wanted` comes in first, and all of it.

    Page images are left out, and every box leads where `draw_picture` has it lead. Raises `FigureTooSmall`,
    `NotInFigure`, and as `draw_picture`.
    """
    return FigureMaker(selected, place, view, theme, lang, link_to, caption, wanted).make().svg


def compose_slide_figure(
    selected: Selected, place: FigurePlace, heading: str, *, view: str, theme: str, lang: str, wanted: Collection[str]
) -> ComposedFigure:
    """Return the figure of what stands under a heading that is set above it, so that it says no title itself.

    `heading` is the label of a question, or what the strip is called that has none. What was selected is told below.
    Raises as `draw_figure`.
    """
    return FigureMaker(selected, place, view, theme, lang, "", (), wanted, heading).make()


class FigureMaker:
    """Chooses what of a selection fits a place, and draws it."""

    def __init__(
        self,
        selected: Selected,
        place: FigurePlace,
        view: str,
        theme: str,
        lang: str,
        link_to: str,
        caption: Sequence[str],
        wanted: Collection[str],
        heading: str | None = None,
    ) -> None:
        self.selected, self.place, self.view, self.lang, self.link_to = selected, place, view, lang, link_to
        self.heading = heading
        self.theme = THEMES[theme]
        self.caption = caption
        self.wanted = wanted
        self.units = self._cut_units(rank_units(selected.graph, wanted))

    def _cut_units(self, units: Sequence[FigureUnit]) -> list[FigureUnit]:
        """Return the units from the beginning for whose boxes there could be room, if they were all small."""
        scale = self.place.scale
        room = self.place.width * self.place.height / scale**2 / (NARROWEST_BOX * LOWEST_BOX)
        kept: list[FigureUnit] = []
        for unit in units:
            room -= len(unit.statements)
            if room < 0 and kept:
                break
            kept.append(unit)
        return kept

    def make(self) -> ComposedFigure:
        """Return the SVG with what it shows."""
        fitted = self.fit()
        return ComposedFigure(self.draw(fitted), fitted.choice.selected, fitted.choice.left_out)

    def fit(self) -> FittedFigure:
        """Return what fits, as large as there is room. Raises `FigureTooSmall` and `NotInFigure`."""
        graph = self.selected.graph
        for label in self.wanted:
            if label not in graph.statements and label not in graph.links_by_id:
                raise NotInFigure(
                    Phrase("“%(record)s” is not in what is selected.", record=label),
                    Phrase("Choose a record of it, or select more."),
                )
        found = self._find_most()
        shown = found.choice.selected.graph if found is not None else None
        missing = [each for each in self.wanted if shown is None or each not in shown.by_id]
        if missing:
            raise FigureTooSmall(
                Phrase(
                    "“%(place)s” has no room for %(records)s with their text whole.",
                    place=self.place.title,
                    records=tuple(missing),
                ),
                Phrase("Choose a larger place, or ask for less."),
            )
        if found is None:
            raise FigureTooSmall(
                Phrase("Not even one record fits “%(place)s” with its text whole.", place=self.place.title),
                Phrase("Choose a larger place."),
            )
        return self._enlarge(found)

    def _find_most(self) -> FittedFigure | None:
        """Return a trial with the most records that fit, None where not one does.

        As many from the beginning as fit, found by halving; then what fits of those that follow, one by one.
        """
        whole = self._try(self.units)
        if whole is not None:
            return whole
        low, high, best = 0, len(self.units), None
        while low + 1 < high:
            middle = (low + high) // 2
            trial = self._try(self.units[:middle])
            if trial is None:
                high = middle
            else:
                low, best = middle, trial
        kept = self.units[:low]
        there = {label for unit in kept for label in (*unit.statements, *unit.links)}
        for unit in self.units[low + 1 : low + 1 + MOST_TRIED]:
            if unit.links and there.issuperset(self._list_needed(unit)):
                trial = self._try([*kept, unit])
                if trial is not None:
                    best, kept = trial, [*kept, unit]
                    there.update((*unit.statements, *unit.links))
        return best

    def _list_needed(self, unit: FigureUnit) -> list[str]:
        """Return what has to be in a figure before a unit comes in: the ends of its links that it does not bring."""
        graph = self.selected.graph
        ends = [
            end
            for label in unit.links
            for end in (*graph.links_by_id[label].premises, graph.links_by_id[label].target)
            if end in graph.statements or end in graph.links_by_id
        ]
        return [end for end in ends if end not in unit.statements]

    def _enlarge(self, found: FittedFigure) -> FittedFigure:
        """Return the same figure with larger type, as far as there is room."""
        if self.place.is_cut:
            return found
        low, high = found.scale, found.scale * LARGEST_TYPE
        for _ in range(_STEPS):
            middle = (low + high) / 2
            trial = self._try(found.units, middle)
            if trial is None:
                high = middle
            else:
                low, found = middle, trial
        return found

    def _try(self, units: Sequence[FigureUnit], scale: float = 0.0) -> FittedFigure | None:
        """Return how these units fit at a scale, by default the place's own; None where they do not."""
        check_work()
        scale = scale or self.place.scale
        choice = choose_part(self.selected, units)
        width, height = self.place.width / scale, self.place.height / scale
        arrangement = drop_empty_columns(drop_echoes(VIEWS[self.view].definition.arrange(choice.selected)))
        if self.heading is not None:
            arrangement = lead_with(arrangement, self.heading)
        most = max(1, int(width // NARROWEST_PANEL))
        least = max(1, min(most, int(width // WIDEST_PANEL)))
        for count in range(least, most + 1):
            panel_width = (width - (count - 1) * PANEL_GAP) / count
            composer = self._compose(choice.selected, arrangement, panel_width)
            if composer is None and width < NARROWEST_PANEL:
                composer = self._compose(choice.selected, stack_columns(arrangement), panel_width)
            if composer is None:
                break
            room = height - self._measure_surroundings(composer, choice, width)
            panels = _fill_panels(composer, count, room)
            if panels is not None:
                used = max(panel.height for panel in panels) + height - room
                return FittedFigure(units, choice, composer, panels, scale, used if self.place.is_cut else height)
        return None

    def _compose(self, selected: Selected, arrangement: Arrangement, width: float) -> PictureComposer | None:
        """Return a drawing of that width, None where its boxes would be too narrow."""
        composer = self._build_composer(selected, arrangement)
        columns = arrangement.columns
        if not arrangement.sections:
            return composer
        more = (width - composer.drawing.width) / len(columns)
        widths = [column.width + more for column in columns]
        if min(widths) < NARROWEST_BOX:
            return None
        fitted = replace(
            arrangement,
            columns=[replace(column, width=each) for column, each in zip(columns, widths, strict=True)],
        )
        return self._build_composer(selected, fitted)

    def _build_composer(self, selected: Selected, arrangement: Arrangement) -> PictureComposer:
        return PictureComposer(selected, self.view, self.theme, self.lang, self.link_to, arrangement=arrangement)

    def _list_footing(self, composer: PictureComposer, choice: FigureChoice, width: float) -> list[str]:
        """Return the lines below a figure, folded: what it does not show, how the map is cited, and where it is."""
        sections = composer.drawing.sections
        missing = describe_missing_fonts(placed.box.svg for section in sections for placed in section.placed_boxes)
        lines = [*([word_left_out(choice.left_out)] if choice.left_out else []), *map(str, missing), *self.caption]
        if self.heading is not None:
            lines = [*describe_selection(self.selected), *lines]
        return [folded for line in lines for folded in measure(META).fold(line, width - 2 * MARGIN)]

    def _draw_legend(self, composer: PictureComposer, width: float) -> tuple[str, float]:
        return ("", 0.0) if self.place.is_bare else composer.draw_legend(width)

    def _draw_title(self, composer: PictureComposer, width: float) -> tuple[str, float]:
        return composer.draw_title(width) if self.heading is None else ("", 0.0)

    def _draw_column_titles(self, composer: PictureComposer) -> tuple[str, float]:
        return ("", 12.0) if self.place.is_bare else composer.draw_column_titles()

    def _measure_surroundings(self, composer: PictureComposer, choice: FigureChoice, width: float) -> float:
        """Return the height of what stands above and below the panels."""
        _, title = self._draw_title(composer, width)
        _, legend = self._draw_legend(composer, width)
        _, columns = self._draw_column_titles(composer)
        return title + legend + columns + len(self._list_footing(composer, choice, width)) * META.line + 2 * MARGIN

    def draw(self, trial: FittedFigure) -> str:
        """Return the SVG of what fits."""
        composer, scale = trial.composer, trial.scale
        width, height = self.place.width / scale, trial.height
        title, title_height = self._draw_title(composer, width)
        columns, columns_height = self._draw_column_titles(composer)
        legend, legend_height = self._draw_legend(composer, width)
        top = title_height + columns_height
        parts = []
        for number, panel in enumerate(trial.panels):
            left = number * (composer.drawing.width + PANEL_GAP)
            parts.append(f'<g class="columns" transform="translate({left:.1f},{title_height:.1f})">{columns}</g>')
            y = top
            for section in panel.sections:
                heading = composer.measure_heading(section.heading, composer.drawing.width)
                moved = y + heading - section.top
                parts.append(
                    f'<g class="parts" transform="translate({left:.1f},{moved:.1f})">'
                    f"{composer.draw_section(section)}</g>"
                )
                y += heading + section.height + SECTION_GAP
        footing = self._list_footing(composer, trial.choice, width)
        below = height - len(footing) * META.line - MARGIN / 2
        lines = "".join(
            draw_text_line(line, META, MARGIN, below + (number + 0.78) * META.line)
            for number, line in enumerate(footing)
        )
        name = escape_attribute(f"{self.selected.whole.title}: {self.place.title}")
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="map figure {self.theme.name}" '
            f'width="{self.place.width:g}" height="{height * scale:g}" '
            f'viewBox="0 0 {width:.2f} {height:.2f}" role="group" aria-label="{name}">'
            f"<title>{escape_body(self.selected.whole.title)}</title>"
            f'<rect class="ground" width="100%" height="100%" fill="{self.theme.ground}"/>'
            f'<g class="title">{title}</g>{"".join(parts)}'
            f'<g class="legend" transform="translate(0,{below - legend_height - 6:.1f})">{legend}</g>'
            f"{draw_text_group(META, self.theme.muted, lines)}</svg>\n"
        )


def _fill_panels(composer: PictureComposer, count: int, room: float) -> tuple[_Panel, ...] | None:
    """Return the strips in panels beside each other, each as high as there is room; None where they do not fit."""
    panels: list[_Panel] = []
    held: list[PlacedSection] = []
    y = 0.0
    for section in composer.drawing.sections:
        high = composer.measure_heading(section.heading, composer.drawing.width) + section.height
        if high > room:
            return None
        if held and y + high > room:
            panels.append(_Panel(tuple(held), max(0.0, y - SECTION_GAP)))
            held, y = [], 0.0
        held.append(section)
        y += high + SECTION_GAP
    panels.append(_Panel(tuple(held), max(0.0, y - SECTION_GAP)))
    return tuple(panels) if len(panels) <= count else None


def word_left_out(left_out: dict[str, int]) -> str:
    """Return what a figure does not show, in a sentence."""
    numbers = [name_number(name, number) for name, number in left_out.items()]
    return f"Not shown: {', '.join(numbers)}."
