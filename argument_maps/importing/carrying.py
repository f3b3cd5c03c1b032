"""Records of one map carried into another: what comes along with them, and what of it is there already."""

from collections.abc import Callable, Collection, Iterable, Mapping

import msgspec

from argument_maps.graph import Graph
from argument_maps.labels import natural_sort_key
from argument_maps.matching.grades import MatchGrade
from argument_maps.matching.same_records import RecordMatcher
from argument_maps.references import list_referenced_labels, rename_labels
from argument_maps.values import (
    Agent,
    Annotation,
    AnyRecord,
    Claim,
    Evidence,
    Interpretation,
    Link,
    Question,
    Region,
    Source,
    Tag,
    Text,
)

_STATEMENTS = (Claim, Interpretation, Evidence)
# What stands for the same without asking, where it surely is; statements are copied as they were chosen.
_MATCHED = (Source, Agent, Question, Tag)
# Lists of what else a record is tied to, which come as far as that comes too.
_TIES = ("bodies", "translates", "quotes", "contradicts", "copies")


class CarryingPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What has to be written so that records of one map are in another.

    `drafts` are by the labels that they get, `labels` these by the labels that they have; `matched` are the records
    that stand for some already, and `along` what was not chosen but is needed, each with what needs it.
    """

    drafts: dict[str, AnyRecord]
    labels: dict[str, str]
    matched: dict[str, str]
    along: dict[str, str]


def list_grounds(graph: Graph, labels: Iterable[str]) -> tuple[str, ...]:
    """Return the links by which evidence bears on these records, and the evidence itself."""
    grounds: dict[str, None] = {}
    for label in labels:
        for link in graph.links_to.get(label, ()):
            if all(isinstance(graph.by_id.get(premise), Evidence) for premise in link.premises):
                grounds |= dict.fromkeys((*link.premises, link.id))
    return tuple(grounds)


def list_attachments(graph: Graph, labels: Collection[str]) -> tuple[str, ...]:
    """Return the passages and regions that are tied to one of these records, by label."""
    attachments: list[Annotation | Region] = [*graph.annotations, *graph.regions]
    return tuple(record.id for record in attachments if not set(record.bodies).isdisjoint(labels))


def plan_carrying(
    source: Graph,
    target: Graph,
    chosen_labels: Collection[str],
    known: Mapping[str, str],
    assign_label: Callable[[AnyRecord], str],
) -> CarryingPlan:
    """Return what has to be written so that the target has these records of the source, and whatever they name.

    `known` are the target's records of which it is known that they are copies of the source's, or the other way round.
    A person, source, question or tag that is surely the same by the rules of an import (`argument_maps.matching`)
    stands for it. `assign_label` gives a label that is free in the target.
    """
    records = source.by_id
    chosen = [label for label in dict.fromkeys(chosen_labels) if label in records]
    everything, _ = _collect_needed(records, chosen, known)
    matched = {label: known[label] for label in everything if label in known}
    matched |= _find_namesakes(source, target, [label for label in everything if label not in matched])
    needed, along = _collect_needed(records, chosen, matched)
    labels = {label: assign_label(records[label]) for label in needed if label not in matched}
    names = {**{label: there for label, there in matched.items() if label in needed}, **labels}
    drafts = {labels[label]: rename_labels(_leave_out(records[label], names), names) for label in labels}
    return CarryingPlan(
        drafts=drafts,
        labels=labels,
        matched={label: there for label, there in matched.items() if label in needed},
        along=along,
    )


def _collect_needed(
    records: Mapping[str, AnyRecord], chosen: Iterable[str], matched: Mapping[str, str]
) -> tuple[list[str], dict[str, str]]:
    """Return what is chosen with what that needs, as far as it is not matched; and by what each that came is needed."""
    needed = list(chosen)
    along: dict[str, str] = {}
    seen = set(needed)
    for label in needed:
        if label in matched:
            continue
        for name in sorted(_list_required(records[label]) & records.keys() - seen, key=natural_sort_key):
            along[name] = label
            needed.append(name)
            seen.add(name)
    return needed, along


def _list_required(record: AnyRecord) -> set[str]:
    """Return what a record names and is not itself without."""
    tied = {label for name in _TIES for label in getattr(record, name, ())}
    return list_referenced_labels(record) - tied


def _leave_out(record: AnyRecord, names: Mapping[str, str]) -> AnyRecord:
    """Return a record without ties to what does not come, and without its place among the questions of its map."""
    ties = {
        name: tuple(label for label in getattr(record, name) if label in names)
        for name in _TIES
        if hasattr(record, name)
    }
    if isinstance(record, Question):
        ties["place"] = None  # type: ignore[assignment] # a number or nothing
    return msgspec.structs.replace(record, **ties) if ties else record


def _find_namesakes(source: Graph, target: Graph, labels: Collection[str]) -> dict[str, str]:
    """Return the one record of the target that surely is each of these, but for those of which several may be."""
    wanted = set(labels)
    sources = tuple(record for record in source.sources if record.id in wanted)
    # With all agents: those who made a source tell it from others.
    compared = Graph(slug=source.slug, title=source.title, sources=sources, agents=source.agents)
    matcher = RecordMatcher(target, compared, least=MatchGrade.SURE)
    found: dict[str, str] = {}
    for label in labels:
        record = source.by_id[label]
        matches = matcher.list_matches(record) if isinstance(record, _MATCHED) else []
        if len(matches) == 1:
            found[label] = matches[0].record.id
    return found


def is_carried(record: AnyRecord) -> bool:
    """Tell whether a record can be chosen to be carried: passages and regions come with what they are tied to."""
    return isinstance(record, (*_STATEMENTS, Link, Question, Agent, Source, Tag, Text))
