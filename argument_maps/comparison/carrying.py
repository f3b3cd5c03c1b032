"""Records of one map carried into another: what comes along with them, and what of it is there already."""

from collections.abc import Callable, Collection, Iterable, Mapping

import msgspec

from argument_maps.graph import Graph
from argument_maps.labels import natural_sort_key
from argument_maps.references import find_record_kind, list_referenced_labels, rename_labels
from argument_maps.similar_records import find_records_by_name, list_names, rate_records
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

# So likely two sources have to be the same for one to stand for the other without asking: alike but for their order.
_SURELY_THE_SAME = 100.0
_STATEMENTS = (Claim, Interpretation, Evidence)
# A label that no record has.
_NOBODY = " "
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
    A person, source, question or tag that is called the same is taken for the same; sources also have to agree in type,
    authors and dates. `assign_label` gives a label that is free in the target.
    """
    records = source.by_id
    chosen = [label for label in dict.fromkeys(chosen_labels) if label in records]
    everything, _ = _collect_needed(records, chosen, known)
    matched = {label: known[label] for label in everything if label in known}
    # Sources are compared by what their authors are called there.
    for label in sorted(everything, key=lambda name: isinstance(records[name], Source)):
        there = _find_namesake(target, records[label], matched) if label not in matched else None
        if there is not None:
            matched[label] = there
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


def _find_namesake(target: Graph, record: AnyRecord, matched: Mapping[str, str]) -> str | None:
    """Return the one record of the target that stands for the same, None where there is none or several may."""
    if isinstance(record, Source):
        # Where none of the authors is there, the work of others is not this one.
        authors = tuple(matched[label] for label in record.author if label in matched)
        compared = msgspec.structs.replace(record, author=authors or (record.author and (_NOBODY,)))
        same = [other.id for other in target.sources if rate_records(compared, other) >= _SURELY_THE_SAME]
    elif isinstance(record, Agent | Question | Tag):
        name = next(iter(list_names(record)), "")
        same = [other.id for other in find_records_by_name(target, find_record_kind(record), name)]
    else:
        return None
    return same[0] if len(same) == 1 else None


def is_carried(record: AnyRecord) -> bool:
    """Tell whether a record can be chosen to be carried: passages and regions come with what they are tied to."""
    return isinstance(record, (*_STATEMENTS, Link, Question, Agent, Source, Tag, Text))
