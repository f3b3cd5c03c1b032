"""What a reader can choose on a map's page: the values that this map knows for each filter."""

from collections import Counter
from dataclasses import dataclass
from itertools import accumulate

from api.web.messages import gettext, ngettext
from api.web.record_names import RecordNames
from api.web.visits import MapVisit
from argument_maps.citation.sources import full_name
from argument_maps.comparison.readers import readers
from argument_maps.graph import Agent, Graph, Source
from argument_maps.time_travel import UNPUBLISHED
from models.dates import DISTANT_FUTURE, bounds
from models.vocabulary import Certainty, ClaimKind, RecordKind, Relation, Term, Verdict


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that a filter can take; `text` is what the reader reads."""

    value: str
    text: str
    chosen: bool = False
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """A parameter of the map's address, and the values among which to choose."""

    name: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """A year in which sources opened, how many had opened by its end, and how many never say when they did.

    The undated ones are not among the open: records that rest on them are marked so at every date.
    """

    year: int
    opened: int
    by_then: int
    undated: int
    sources: int

    @property
    def told(self) -> str:
        """How far the sources are open by then, in words."""
        counted = ngettext(
            "%(open)s of %(num)s source open", "%(open)s of %(num)s sources open", self.sources, open=self.by_then
        )
        if not self.undated:
            return counted
        return gettext("%(counted)s, %(undated)s undated", counted=counted, undated=self.undated)


FILTERS = ("question", "kind", "relation", "verdict", "agent", "school", "tag", "certainty")


def filters(graph: Graph, visit: MapVisit) -> tuple[Filter, ...]:
    """Return the filters that can tell this map's records apart, in the order in which a form shows them."""
    found = (Filter(name, _choices(graph, name, visit)) for name in FILTERS)
    return tuple(each for each in found if len(each.choices) > 1 or any(choice.chosen for choice in each.choices))


def chips(graph: Graph, visit: MapVisit) -> tuple[tuple[str, Choice], ...]:
    """Return the values that narrow the picture down now, each with the parameter that holds it."""
    found = []
    names = RecordNames(graph)
    for name in (*FILTERS, "reader", "fold"):
        values = visit.given.get(name, ())
        # What there is to choose from is asked for only where something is chosen: of a large map it takes long.
        known = {choice.value: choice for choice in _offered(graph, name, visit)} if values else {}
        # What is folded, or was asked for and is there no more.
        found += [(name, known.get(value, Choice(value, names.name(value)))) for value in values]
    return tuple(found)


def _offered(graph: Graph, name: str, visit: MapVisit) -> tuple[Choice, ...]:
    if name == "fold":
        return ()
    return reader_choices(graph, visit) if name == "reader" else _choices(graph, name, visit)


def reader_choices(graph: Graph, visit: MapVisit) -> tuple[Choice, ...]:
    """Return the agents as whom the map can be read, under the names that they are sorted by."""
    chosen = visit.values("reader")
    return tuple(Choice(each.id, full_name(each), each.id in chosen) for each in readers(graph))


def openings(graph: Graph) -> tuple[Opening, ...]:
    """Return the years in which sources of this map opened to historians, earliest first.

    A source opens on the last day that its date can mean, as time travel counts it.
    """
    years: Counter[int] = Counter()
    undated = 0
    for source in graph.sources:
        written = opened(source)
        undated += written is None
        last = bounds(written)[1] if written else DISTANT_FUTURE
        if last != DISTANT_FUTURE:
            years[last.year] += 1
    ordered = sorted(years)
    totals = accumulate(years[year] for year in ordered)
    return tuple(
        Opening(year, years[year], total, undated, len(graph.sources))
        for year, total in zip(ordered, totals, strict=True)
    )


def opened(source: Source) -> str | None:
    """Return the date since which historians can read a source; a published work opens when it is issued."""
    return source.available or (None if source.type in UNPUBLISHED else source.issued)


def _choices(graph: Graph, name: str, visit: MapVisit) -> tuple[Choice, ...]:
    chosen = visit.values(name)
    match name:
        case "question":
            pairs = [(each.id, f"{each.id} {each.text}", "") for each in graph.questions]
        case "kind":
            pairs = _terms({each.kind for each in graph.claims} | _kinds(graph), ClaimKind, RecordKind)
        case "relation":
            pairs = _terms({each.relation for each in graph.links}, Relation)
        case "verdict":
            pairs = _terms({each.verdict for each in graph.links if each.verdict} | _untested(graph), Verdict)
        case "agent":
            named = _holders(graph)
            pairs = [(each.id, each.name, "") for each in sorted(named, key=_sorted_under)]
        case "school":
            schools = {agent.school for agent in graph.agents} | {each.school for each in graph.interpretations}
            pairs = [(each, each, "") for each in sorted(schools - {""})]
        case "tag":
            pairs = [(each.id, each.text, each.note) for each in graph.tags]
        case _:
            pairs = _terms({each.certainty for each in graph.statements.values()}, Certainty)
    return tuple(Choice(value, text, value in chosen, explanation) for value, text, explanation in pairs)


def _terms(used: set[str], *vocabularies: type[Term]) -> list[tuple[str, str, str]]:
    return [
        (str(term), gettext(str(term)), gettext(term.explanation))
        for terms in vocabularies
        for term in terms
        if str(term) in used
    ]


def _kinds(graph: Graph) -> set[str]:
    kinds = {RecordKind.INTERPRETATION: graph.interpretations, RecordKind.EVIDENCE: graph.evidence}
    return {str(kind) for kind, records in kinds.items() if records}


def _untested(graph: Graph) -> set[str]:
    tested = {each.target for each in graph.links if each.verdict}
    perceptions = {each.id for each in graph.claims if each.kind == ClaimKind.PERCEPTION}
    return {str(Verdict.NOT_TESTED)} if perceptions - tested else set()


def _holders(graph: Graph) -> list[Agent]:
    sources = {each.source for each in graph.statements.values()}
    named = {agent for claim in graph.claims for agent in claim.held_by}
    named |= {agent for each in graph.interpretations for agent in each.by}
    named |= {agent for source in graph.sources if source.id in sources for agent in source.author}
    return [agent for agent in graph.agents if agent.id in named]


def _sorted_under(agent: Agent) -> tuple[str, str]:
    return (agent.family or agent.name).casefold(), agent.name
