"""One record in the middle: what it bears on to the left, what bears on it to the right."""

from argument_maps.graph import Graph
from argument_maps.selection.selecting import Selected
from argument_maps.values import Link
from models.errors import MapError, Phrase
from renderers.layout.arrangement import Arrangement, Column, arrange

WIDTH = 284.0


class NoFocus(MapError):
    """A neighbourhood was asked for without the record that it is the neighbourhood of."""

    title = Phrase("A neighbourhood needs a focus")


def arrange_neighbourhood(selected: Selected) -> Arrangement:
    """Set the records around the focus by their distance from it; raises `NoFocus`."""
    graph, focus = selected.graph, selected.focus
    if focus is None or focus not in graph.by_id:
        raise NoFocus(
            Phrase("The neighbourhood view shows one record and what is near it, and no record was named."),
            Phrase("Add the record to the address as focus=, for example focus=F9."),
        )
    levels = _measure_levels(graph, focus)
    first = min(levels.values(), default=0)
    column_of = {label: level - first for label, level in levels.items()}
    columns = [Column(_name_level(level), WIDTH) for level in range(first, max(levels.values(), default=0) + 1)]
    return arrange(selected, columns, column_of, dict.fromkeys(column_of), {None: None})


def _name_level(level: int) -> str:
    if level == 0:
        return "In focus"
    if abs(level) == 1:
        return "What it bears on" if level < 0 else "What bears on it"
    return "What that bears on" if level < 0 else "What bears on that"


def _measure_levels(graph: Graph, focus: str) -> dict[str, int]:
    """Return each statement's signed distance from the focus: what bears on a record is one step right."""
    start = graph.by_id[focus]
    while isinstance(start, Link):
        start = graph.by_id[start.target]
    levels = {start.id: 0} if start.id in graph.statements else {}
    pending = list(levels)
    while len(levels) < len(graph.statements):
        if not pending:
            # What hangs together with the focus by nothing that is drawn begins beside it.
            pending = [next(label for label in graph.statements if label not in levels)]
            levels[pending[0]] = 0
        reached: list[str] = []
        for label in pending:
            for near, step in _list_neighbours(graph, label):
                if near not in levels:
                    levels[near] = levels[label] + step
                    reached.append(near)
        pending = reached
    return levels


def _list_neighbours(graph: Graph, label: str) -> list[tuple[str, int]]:
    near: list[tuple[str, int]] = []
    for link in graph.links_from.get(label, ()):
        target = graph.by_id[link.target]
        while isinstance(target, Link):
            target = graph.by_id[target.target]
        near.append((target.id, -1))
    pending = list(graph.links_to.get(label, ()))
    while pending:
        link = pending.pop(0)
        near.extend((premise, 1) for premise in link.premises)
        pending.extend(graph.links_to.get(link.id, ()))
    return [(other, step) for other, step in near if other in graph.statements and other != label]
