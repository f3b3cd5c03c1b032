"""The frames of a film as figures for slides and pages: question by question, in places that stay from page to page."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import msgspec

from argument_maps.bounded_work import check_work
from argument_maps.comparison.film import Film, FilmFrame
from argument_maps.graph import Graph, order_questions
from argument_maps.selection.frame_selection import cut_selected_film
from argument_maps.selection.selecting import Selected, Selection, select
from argument_maps.subset import cut_mentioned_subset, select_closed_links
from renderers.figures.figure import FigureMaker, FittedFigure
from renderers.figures.places import FigurePlace
from renderers.film.film_composer import FilmComposer
from renderers.layout.arrangement import Arrangement
from renderers.layout.column_geometry import MARGIN
from renderers.svg.picture_composer import PictureComposer
from renderers.views.view_table import DEFAULT_VIEW

MOST_PAGES = 150
"""So many pages a deck has at most."""
# Two thirds of a slide of 1,600 by 900 pixels: the words of a frame stand beside it.
FRAME_PLACE = FigurePlace(title="Frame of a film", width=1080, height=760, smallest=16)


class DeckPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of a deck: the number of a frame, and its figure of a question, empty where nothing that it shows changes.

    `question` is None where the figure shows what stands under none.
    """

    frame: int
    question: str | None = None
    svg: str = ""


class FilmDeck(msgspec.Struct, frozen=True, kw_only=True):
    """The pages of a film, in the order of its frames; `left_out` pages more there are."""

    pages: tuple[DeckPage, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class _Part:
    """A question with the figure that has room for it, and what of the map stands in that."""

    question: str | None
    maker: FigureMaker
    figure: FittedFigure
    shown: frozenset[str]


class _StillComposer(FilmComposer):
    """Composes figures of single frames, which have their titles beside them."""

    def draw_title(self, width: float) -> tuple[str, float]:
        """Return no title, and the room in its place."""
        del width
        return "", MARGIN / 2

    def _wrap_in_group(self, classes: str, prefix: str, label: str, description: str, inner: str) -> str:
        del prefix  # several figures of one record stand on one page, which has no id twice
        return super()._wrap_in_group(classes, "", label, description, inner)


class _FrameMaker(FigureMaker):
    """Chooses what of a question fits, once for all frames."""

    film: Film

    def _build_composer(self, selected: Selected, arrangement: Arrangement) -> PictureComposer:
        return _StillComposer(
            selected, self.view, self.theme, self.lang, self.link_to, arrangement, self.film, is_still=True
        )


def draw_film_deck(
    selected: Selected,
    *,
    view: str = DEFAULT_VIEW,
    theme: str = "light",
    lang: str = "both",
    link_to: str = "",
    questions: Collection[str] = (),
) -> FilmDeck:
    """Return the pages of a film: of each frame one for each question in which something of what is shown changed.

    Without `questions` these are all of the selection, and what stands under none. What fits a page is chosen once for
    each of them, and keeps its place from page to page. A frame in which none of that changed, as where a source opened
    on which nothing rests yet, has one page without a figure. Raises as `draw_figure`.
    """
    film = cut_selected_film(selected)
    parts = [
        _fit_part(question, part, film, (view, theme, lang, link_to))
        for question, part in _divide_by_question(selected, questions)
    ]
    planned = [page for frame in film.frames for page in _plan_pages(frame, parts)]
    pages = []
    for frame, drawn in planned[:MOST_PAGES]:
        check_work()
        pages.append(
            DeckPage(frame=frame.number)
            if drawn is None
            else DeckPage(frame=frame.number, question=drawn.question, svg=_draw_still(drawn, frame))
        )
    return FilmDeck(pages=tuple(pages), left_out=max(0, len(planned) - MOST_PAGES))


def _divide_by_question(selected: Selected, questions: Collection[str]) -> Iterator[tuple[str | None, Selected]]:
    """Yield each question with the part of the selection that stands under it, and what stands under none."""
    graph = selected.graph
    answered = set(graph.home.values())
    for question in order_questions(graph.questions):
        if question.id in answered and (not questions or question.id in questions):
            yield question.id, select(graph, Selection(question=(question.id,)))
    homeless = {label for label in graph.statements if graph.home[label] is None}
    if homeless and not questions:
        yield None, select(_cut_statements(graph, homeless))


def _cut_statements(graph: Graph, statements: set[str]) -> Graph:
    return cut_mentioned_subset(graph, statements, select_closed_links(graph, statements, graph.links_by_id))


def _fit_part(question: str | None, part: Selected, film: Film, looks: tuple[str, str, str, str]) -> _Part:
    view, theme, lang, link_to = looks
    maker = _FrameMaker(part, FRAME_PLACE, view, theme, lang, link_to, (), ())
    maker.film = film
    figure = maker.fit()
    graph = figure.choice.selected.graph
    return _Part(question, maker, figure, frozenset({*graph.statements, *graph.links_by_id}))


def _plan_pages(frame: FilmFrame, parts: Sequence[_Part]) -> list[tuple[FilmFrame, _Part | None]]:
    changed = {*frame.came, *frame.requalified, *(turn.perception for turn in frame.turns)}
    return [(frame, part) for part in parts if not changed.isdisjoint(part.shown)] or [(frame, None)]


def _draw_still(part: _Part, frame: FilmFrame) -> str:
    composer = part.figure.composer
    if not isinstance(composer, FilmComposer):
        raise TypeError(f"a {type(composer).__name__} has no frames")
    composer.number = frame.number
    return part.maker.draw(part.figure)
