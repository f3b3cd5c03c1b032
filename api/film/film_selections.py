"""Of which part of a map a film is shown: as it was asked for, or of one question where that is too much."""

from collections.abc import Iterator
from typing import NamedTuple

from msgspec import structs

from api.pages.visits import MapVisit
from argument_maps.comparison.film import Film
from argument_maps.graph import Graph, order_questions
from argument_maps.selection.frame_selection import cut_selected_film
from argument_maps.selection.selecting import Selected, Selection, select
from renderers.film.film_composer import MOST_PLAYED

# So many questions are tried at most for one that is small enough.
MOST_TRIED = 20


class FilmSelection(NamedTuple):
    """The part of a map whose film is shown.

    `question` is the one that was chosen for the reader since all that was asked for is too much to be drawn at once,
    and `is_drawn` whether what is shown now is not.
    """

    selection: Selection
    selected: Selected
    film: Film
    question: str | None = None
    is_drawn: bool = True


def select_film(graph: Graph, selection: Selection) -> FilmSelection:
    """Return the film of a selection, without the date that it names, and as nobody reads or weighs it.

    Of more than `MOST_PLAYED` statements the first question is shown that has fewer, where there is one. Raises as
    `select`.
    """
    today = forget_reader(selection)
    selected = select(graph, today)
    if len(selected.graph.statements) <= MOST_PLAYED:
        return FilmSelection(today, selected, cut_selected_film(selected))
    if not today.question:
        for question, part in _list_questions(graph, today):
            return FilmSelection(
                structs.replace(today, question=(question,)), part, cut_selected_film(part), question=question
            )
    return FilmSelection(today, selected, cut_selected_film(selected), is_drawn=False)


def select_visited_film(graph: Graph, visit: MapVisit) -> FilmSelection:
    """Return the film that a page was asked for. Raises as `select_film`."""
    return select_film(graph, visit.query.selection())


def forget_reader(selection: Selection) -> Selection:
    """Return a selection of today by which nothing is weighed, and that is read by nobody in particular."""
    return structs.replace(selection, as_of=None, weigh=None, without=(), why=None, reader=None)


def _list_questions(graph: Graph, selection: Selection) -> Iterator[tuple[str, Selected]]:
    for question in order_questions(graph.questions)[:MOST_TRIED]:
        part = select(graph, structs.replace(selection, question=(question.id,)))
        if 0 < len(part.graph.statements) <= MOST_PLAYED:
            yield question.id, part
