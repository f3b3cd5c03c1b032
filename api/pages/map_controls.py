"""What a reader can choose on a map's page: the values that this map knows for each filter."""

from collections import Counter
from dataclasses import dataclass
from itertools import accumulate

from api.pages.visits import MapVisit
from api.phrases.messages import gettext, isolate_words, ngettext
from api.phrases.page_words import translate_phrase
from api.phrases.record_names import RecordNames
from argument_maps.citation.sources import full_name
from argument_maps.comparison.readers import list_readers
from argument_maps.graph import Graph
from argument_maps.time_travel import find_opening_date
from argument_maps.values import Agent
from argument_maps.verdicts.combination import find_verdict
from argument_maps.weighing.weighed_words import name_switch
from models.dates import DISTANT_FUTURE, bounds
from models.dates.edtf import write_year
from models.vocabulary import Certainty, ClaimKind, RecordKind, Relation, Term, Verdict


@dataclass(frozen=True, slots=True)
class FilterChoice:
    """A value that a filter can take; `text` is what the reader reads."""

    value: str
    text: str
    chosen: bool = False
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """A parameter of the map's address, and the values among which to choose."""

    name: str
    choices: tuple[FilterChoice, ...]


@dataclass(frozen=True, slots=True)
class SourceOpeningYear:
    """A year in which sources opened, how many had opened by its end, and how many never say when they did.

    The undated ones are not among the open: records that rest on them are marked so at every date.
    """

    year: int
    opened: int
    by_then: int
    undated: int
    sources: int

    @property
    def date(self) -> str:
        """The year in EDTF."""
        return write_year(self.year)

    @property
    def date_before(self) -> str:
        """The year before it in EDTF."""
        return write_year(self.year - 1)

    @property
    def summary(self) -> str:
        """How far the sources are open by then, in words."""
        counted = ngettext(
            "%(open)s of %(num)s source readable",
            "%(open)s of %(num)s sources readable",
            self.sources,
            open=self.by_then,
        )
        if not self.undated:
            return counted
        return gettext("%(counted)s, %(undated)s undated", counted=counted, undated=self.undated)


FILTERS = ("question", "kind", "relation", "verdict", "agent", "school", "tag", "certainty")

# How the map is weighed, which the form keeps as it is.
WEIGHING = ("weigh", "without", "why")


def list_filters(graph: Graph, visit: MapVisit) -> tuple[Filter, ...]:
    """Return the filters that can tell this map's records apart, in the order in which a form shows them."""
    candidates = (Filter(name, _list_choices(graph, name, visit)) for name in FILTERS)
    return tuple(
        candidate
        for candidate in candidates
        if len(candidate.choices) > 1 or any(choice.chosen for choice in candidate.choices)
    )


def list_active_filters(graph: Graph, visit: MapVisit) -> tuple[tuple[str, FilterChoice], ...]:
    """Return the values that narrow the picture down now, each with the parameter that holds it."""
    active = []
    names = RecordNames(graph)
    for name in (*FILTERS, "reader", "fold", *WEIGHING):
        values = visit.parameters.get(name, ())
        # What there is to choose from is asked for only where something is chosen: of a large map it takes long.
        choices_by_value = (
            {choice.value: choice for choice in _list_offered_choices(graph, name, visit)} if values else {}
        )
        # What is folded, or was asked for and is there no more.
        active += [(name, choices_by_value.get(value, FilterChoice(value, names.name(value)))) for value in values]
    return tuple(active)


def _list_offered_choices(graph: Graph, name: str, visit: MapVisit) -> tuple[FilterChoice, ...]:
    if name == "without":
        return tuple(
            FilterChoice(value, translate_phrase(name_switch(graph, value))) for value in visit.parameters[name]
        )
    if name in {"fold", *WEIGHING}:
        return ()
    return list_reader_choices(graph, visit) if name == "reader" else _list_choices(graph, name, visit)


def list_reader_choices(graph: Graph, visit: MapVisit) -> tuple[FilterChoice, ...]:
    """Return the agents as whom the map can be read, under the names that they are sorted by."""
    chosen = visit.values("reader")
    return tuple(FilterChoice(agent.id, full_name(agent), agent.id in chosen) for agent in list_readers(graph))


def list_opening_years(graph: Graph) -> tuple[SourceOpeningYear, ...]:
    """Return the years in which sources of this map opened to historians, earliest first.

    A source opens on the last day that its date can mean, as time travel counts it.
    """
    years: Counter[int] = Counter()
    undated = 0
    for source in graph.sources:
        opening_date = find_opening_date(source)
        undated += opening_date is None
        last = bounds(opening_date)[1] if opening_date else DISTANT_FUTURE
        if last != DISTANT_FUTURE:
            years[last.year] += 1
    ordered = sorted(years)
    totals = accumulate(years[year] for year in ordered)
    return tuple(
        SourceOpeningYear(year, years[year], total, undated, len(graph.sources))
        for year, total in zip(ordered, totals, strict=True)
    )


def _list_choices(graph: Graph, name: str, visit: MapVisit) -> tuple[FilterChoice, ...]:
    chosen = visit.values(name)
    match name:
        case "question":
            pairs = [(question.id, f"{question.id} {isolate_words(question.text)}", "") for question in graph.questions]
        case "kind":
            pairs = _describe_terms(
                {claim.kind for claim in graph.claims} | _list_used_kinds(graph), ClaimKind, RecordKind
            )
        case "relation":
            pairs = _describe_terms({link.relation for link in graph.links}, Relation)
        case "verdict":
            pairs = _describe_terms(
                {link.verdict for link in graph.links if link.verdict} | _find_overall_verdicts(graph), Verdict
            )
        case "agent":
            holders = _list_holders(graph)
            pairs = [(agent.id, agent.name, "") for agent in sorted(holders, key=_make_sort_key)]
        case "school":
            schools = {agent.school for agent in graph.agents} | {
                interpretation.school for interpretation in graph.interpretations
            }
            pairs = [(school, school, "") for school in sorted(schools - {""})]
        case "tag":
            pairs = [(tag.id, tag.text, tag.note) for tag in graph.tags]
        case _:
            pairs = _describe_terms({statement.certainty for statement in graph.statements.values()}, Certainty)
    return tuple(FilterChoice(value, text, value in chosen, explanation) for value, text, explanation in pairs)


def _describe_terms(used_terms: set[str], *vocabularies: type[Term]) -> list[tuple[str, str, str]]:
    return [
        (str(term), gettext(str(term)), gettext(term.explanation))
        for terms in vocabularies
        for term in terms
        if str(term) in used_terms
    ]


def _list_used_kinds(graph: Graph) -> set[str]:
    kinds = {RecordKind.INTERPRETATION: graph.interpretations, RecordKind.EVIDENCE: graph.evidence}
    return {str(kind) for kind, records in kinds.items() if records}


def _find_overall_verdicts(graph: Graph) -> set[str]:
    return {find_verdict(graph, claim.id) for claim in graph.claims if claim.kind == ClaimKind.PERCEPTION}


def _list_holders(graph: Graph) -> list[Agent]:
    sources = {statement.source for statement in graph.statements.values()}
    holder_ids = {agent for claim in graph.claims for agent in claim.held_by}
    holder_ids |= {agent for interpretation in graph.interpretations for agent in interpretation.by}
    holder_ids |= {agent for source in graph.sources if source.id in sources for agent in source.author}
    return [agent for agent in graph.agents if agent.id in holder_ids]


def _make_sort_key(agent: Agent) -> tuple[str, str]:
    return (agent.family or agent.name).casefold(), agent.name
