"""How the order in which questions were put by hand orders what stands under them."""

from collections.abc import Callable

from argument_maps.graph import Graph, order_questions


def rank_by_question(graph: Graph) -> Callable[[str], int]:
    """Return what ranks records by the questions under which they stand, all alike where no question has a place."""
    if all(question.place is None for question in graph.questions):
        return lambda _: 0
    ranks: dict[str | None, int] = {question.id: rank for rank, question in enumerate(order_questions(graph.questions))}
    return lambda label: ranks.get(graph.home.get(label), len(ranks))
