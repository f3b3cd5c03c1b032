"""What AIF can say of a map, fact by fact, so that what was changed since a file was read can be told from the rest.

What stands for a map's records (the attributes beside AIF's own are of the kind that Chesñevar and others, “Towards an
Argument Interchange Format” (2006), section 3.2, give to nodes; other programs pass over them):

- claims, interpretations, evidence and questions: I nodes, with `kind` where it is no plain assertion;
- links: RA (supports; tests that confirm), CA (challenges, undermines, undercuts; tests that contradict) or MA (what
  neither speaks for nor against), with `relation` and `verdict` where the type alone does not say them; an edge from
  each premise and one to the target, which may be another RA, CA or MA;
- agents: participants; whoever holds a claim, or reads so, utters an L node that asserts it by a YA node;
- stances: L nodes of the agent that agree or disagree by a YA node;
- sources: L nodes of `kind` source, with `sourceType`, that assert by YA nodes what they are a source of.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from argument_maps.formats.aif.scheme_names import (
    AIF_SCHEMES,
    CONFLICT,
    DEFAULT_SCHEMES,
    INFERENCE,
    REPHRASE,
    NamedScheme,
)
from argument_maps.graph import Graph
from argument_maps.references import find_record_kind
from argument_maps.values import Agent, Claim, Interpretation, Link, list_named_agents
from models.vocabulary import RecordKind, Relation, Scheme, Verdict

# Who or what a fact is of: its sort, then labels.
Fact = tuple[str, ...]
STATEMENT, SOURCE, LINK, AGENT, STANCE = "statement", "source", "link", "agent", "stance"
PREMISE, TARGET, HOLDING, SOURCED, AUTHORED = "premise", "target", "holding", "sourced", "authored"
HELD_FIELDS = {
    RecordKind.CLAIM: ("text", "kind", "held_by", "source"),
    RecordKind.INTERPRETATION: ("text", "by", "source"),
    RecordKind.EVIDENCE: ("summary", "source"),
    RecordKind.QUESTION: ("text",),
    RecordKind.LINK: ("premises", "relation", "target", "verdict", "scheme", "source"),
    RecordKind.AGENT: ("name", "family", "given"),
    RecordKind.SOURCE: ("type", "title", "author"),
    RecordKind.STANCE: ("agent", "target", "stance", "reason"),
}
_TYPES = {
    Relation.SUPPORTS: INFERENCE,
    Relation.CHALLENGES: CONFLICT,
    Relation.UNDERMINES: CONFLICT,
    Relation.UNDERCUTS: CONFLICT,
    Relation.QUALIFIES: REPHRASE,
    Relation.ANSWERS: REPHRASE,
    Relation.PROMPTED: REPHRASE,
}
_TEST_TYPES = {
    Verdict.CONFIRMED: INFERENCE,
    Verdict.PARTLY_CONFIRMED: INFERENCE,
    Verdict.CONTRADICTED: CONFLICT,
}


@dataclass(frozen=True, slots=True)
class FactOrigin:
    """What in a node set says a fact: nodes by their names, the others by their places in their lists.

    `needed` are nodes that say something else by themselves, without which the fact could not be read.
    """

    nodes: tuple[str, ...] = ()
    edges: tuple[int, ...] = ()
    locutions: tuple[int, ...] = ()
    participants: tuple[int, ...] = ()
    needed: tuple[str, ...] = ()

    def join(self, other: "FactOrigin") -> "FactOrigin":
        """Return what says a fact twice."""
        return FactOrigin(
            self.nodes + other.nodes,
            self.edges + other.edges,
            self.locutions + other.locutions,
            self.participants + other.participants,
            self.needed + other.needed,
        )


@dataclass(frozen=True, slots=True)
class AifRemainder:
    """A node set as it was read, the map that was made of it, and which of its parts say what of the map.

    `names` are the nodes and participants of records, as they are called in the file; `envelope` is what xAIF has
    around the node set.
    """

    document: dict[str, Any]
    graph: Graph
    origins: dict[Fact, FactOrigin]
    names: dict[str, str]
    envelope: dict[str, Any] | None = None


def list_aif_facts(graph: Graph) -> dict[Fact, dict[str, Any]]:
    """Return what AIF can say of a map, each fact with the members that its node or participant has."""
    facts: dict[Fact, dict[str, Any]] = {}
    for agent in graph.agents:
        facts[AGENT, agent.id] = describe_agent(agent)
    for source in graph.sources:
        facts[SOURCE, source.id] = {"text": source.title, "sourceType": source.type}
        facts |= {(AUTHORED, source.id, agent): {} for agent in source.author}
    for record in (*graph.questions, *graph.statements.values()):
        facts[STATEMENT, record.id] = {"text": record.text, "kind": name_statement_kind(record)}
    for link in graph.links:
        facts |= _list_link_facts(link, graph)
    for statement in graph.statements.values():
        facts |= {(HOLDING, statement.id, agent): {} for agent in list_named_agents(statement)}
        if statement.source is not None:
            facts[SOURCED, statement.id, statement.source] = {}
    for stance in graph.stances:
        facts[STANCE, stance.id] = {
            "agent": stance.agent,
            "target": stance.target,
            "stance": stance.stance,
            "reason": stance.reason,
        }
    return facts


def describe_agent(agent: Agent) -> dict[str, Any]:
    """Return the members of a participant: `name` only where the two others do not say it."""
    if not agent.family and not agent.given:
        return {"firstname": agent.name, "surname": "", "name": None}
    composed = f"{agent.given} {agent.family}" if agent.given and agent.family else None
    return {
        "firstname": agent.given,
        "surname": agent.family,
        "name": None if agent.name == composed else agent.name,
    }


def name_statement_kind(record: Any) -> str | None:
    """Return the `kind` of an I node: a claim's own or the record's, None for an assertion."""
    if isinstance(record, Claim):
        return None if record.kind == "assertion" else record.kind
    return str(find_record_kind(record))


def describe_link_node(link: Link, *, targets_link: bool) -> dict[str, Any]:
    """Return the members of the node of a link, but for its text."""
    node_type = choose_node_type(link.relation, link.verdict)
    scheme = AIF_SCHEMES[Scheme(link.scheme)] if link.scheme else None
    return {
        "type": node_type,
        "relation": None if link.relation == imply_relation(node_type, targets_link=targets_link) else link.relation,
        "verdict": link.verdict,
        "scheme": scheme.name if scheme else None,
    }


def choose_node_type(relation: str, verdict: str | None) -> str:
    """Return the type of the node by which AIF says a relation: of a test, by its verdict."""
    if relation == Relation.TESTS:
        return _TEST_TYPES.get(verdict, REPHRASE)  # type: ignore[call-overload,no-any-return] # a word of the vocabulary is its member
    return _TYPES[relation]  # type: ignore[index] # a word of the vocabulary is its member


def imply_relation(node_type: str, *, targets_link: bool) -> str | None:
    """Return the relation that a type of node means by itself, None for one that means none that a map has."""
    if node_type == INFERENCE:
        return Relation.SUPPORTS.value
    if node_type == CONFLICT:
        return (Relation.UNDERCUTS if targets_link else Relation.CHALLENGES).value
    return None


def name_applied_scheme(members: dict[str, Any]) -> NamedScheme:
    """Return the scheme that the node of a link names: its own, else the default of its type."""
    name = members["scheme"]
    default = DEFAULT_SCHEMES[members["type"]]
    return next((scheme for scheme in AIF_SCHEMES.values() if scheme.name == name), default)


def list_repeated_holders(graph: Graph) -> Iterator[Claim | Interpretation]:
    """Go through the statements that name an agent twice, of which AIF says one."""
    statements: tuple[Claim | Interpretation, ...] = (*graph.claims, *graph.interpretations)
    for statement in statements:
        named = list_named_agents(statement)
        if len(set(named)) < len(named):
            yield statement


def _list_link_facts(link: Link, graph: Graph) -> dict[Fact, dict[str, Any]]:
    targets_link = link.target in graph.links_by_id
    facts: dict[Fact, dict[str, Any]] = {(LINK, link.id): describe_link_node(link, targets_link=targets_link)}
    facts |= {(PREMISE, link.id, premise): {} for premise in link.premises}
    facts[TARGET, link.id, link.target] = {}
    if link.source is not None:
        facts[SOURCED, link.id, link.source] = {}
    return facts
