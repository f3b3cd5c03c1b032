"""What was done on the strength of a perception: the responses that it prompted, beside what was found of it."""

import msgspec

from argument_maps.graph import Graph
from argument_maps.values import Link, Statement
from models.records.relations import ATTACKS_ON_STATEMENTS
from models.vocabulary import Relation


class PromptedResponse(msgspec.Struct, frozen=True, kw_only=True):
    """A response to a perception: the link by which it was prompted, itself, and the links that dispute it."""

    link: Link
    response: Statement
    disputed_by: tuple[Link, ...] = ()


def list_responses(graph: Graph, perception: str) -> tuple[PromptedResponse, ...]:
    """Return what a perception prompted, in the order of the links."""
    return tuple(
        PromptedResponse(
            link=link,
            response=graph.statements[link.target],
            disputed_by=tuple(
                other for other in graph.links_to.get(link.target, ()) if other.relation in ATTACKS_ON_STATEMENTS
            ),
        )
        for link in graph.links_from.get(perception, ())
        if link.relation == Relation.PROMPTED and link.target in graph.statements
    )


def has_responses(graph: Graph) -> bool:
    """Tell whether any perception of the map prompted something."""
    return any(link.relation == Relation.PROMPTED for link in graph.links)
