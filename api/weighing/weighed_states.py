"""The state of a map that a page of its weighing shows: which rule, and what is set aside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from sqlmodel import Session

from api.access.current_user import CurrentUser
from api.pages.map_context import build_map_context, make_address_refusal, read_map_as_of
from api.pages.visits import MapVisit
from api.phrases.messages import gettext
from api.phrases.page_words import explain_error
from argument_maps.graph import Graph
from argument_maps.weighing.set_aside import MOST_NAMED, NOTHING_SET_ASIDE, UnknownSwitch, find_circumstances_then
from argument_maps.weighing.weighing import Weighing, weigh_map
from models.weighing_vocabulary import ProofRule

# What takes a second on a map of so many records is worked out only where somebody asks for it.
LONG = 2_000


@dataclass(frozen=True, slots=True)
class WeighedState:
    """A map as it was asked to be weighed; `fault` says what of that it does not have; then nothing is set aside."""

    graph: Graph
    visit: MapVisit
    weighing: Weighing
    fault: str

    @property
    def parameters(self) -> str:
        """The parameters of the state, for other addresses of it."""
        circumstances = self.weighing.circumstances
        return write_weighed_state(self.weighing.rule, circumstances.named, circumstances.reader, self.visit.parameters)

    def build_context(self, request: Request, session: Session, label: str | None = None) -> dict[str, Any]:
        """Return what every page of a weighing needs; `label` is of the record that is open on it."""
        return {
            "fault": self.fault,
            "weighing": self.weighing,
            "graph_as_of": self.weighing.graph,
            "without": frozenset(self.weighing.circumstances.named),
            "as_of": self.visit.parameters.get("as_of", [""])[0],
            "state": self.parameters,
            "posed": write_weighed_state(self.weighing.rule, self.weighing.circumstances.named, None, {}),
            **build_map_context(request, self.graph, self.visit, session, label),
        }


def read_weighed_state(request: Request, slug: str, user: CurrentUser) -> WeighedState:
    """Return the map as the address asks for it to be weighed. Raises `Refusal` (422) for a rule that there is not."""
    graph, visit, graph_as_of = read_map_as_of(request, slug, user)
    parameters = request.query_params
    rule = parameters.get("weigh") or ProofRule.PREPONDERANCE.value
    if rule not in set(ProofRule):
        raise make_address_refusal(gettext("There is no rule of proof “%(rule)s”.", rule=rule[:40]))
    without = [name for name in dict.fromkeys(parameters.getlist("without")) if name][:MOST_NAMED]
    fault = ""
    try:
        circumstances = find_circumstances_then(graph, graph_as_of, without, parameters.get("reader") or None)
    except UnknownSwitch as error:
        circumstances, fault = NOTHING_SET_ASIDE, explain_error(error)
    return WeighedState(graph, visit, weigh_map(graph_as_of, rule, circumstances), fault)


def write_weighed_state(
    rule: str, without: Sequence[str], reader: str | None, parameters: Mapping[str, list[str]]
) -> str:
    """Return the parameters of a state in addresses; of `parameters` it takes when the map is asked for."""
    pairs: list[tuple[str, str]] = [("weigh", rule), *(("without", name) for name in without)]
    pairs += [("reader", reader)] if reader else []
    pairs += [(name, each) for name in ("as_of", "at") for each in parameters.get(name, [])]
    return urlencode(pairs)


def takes_long(request: Request, graph: Graph) -> bool:
    """Tell whether a survey of a map takes so long that its page asks first, and nobody has said yes yet."""
    return len(graph.statements) > LONG and "go" not in request.query_params
