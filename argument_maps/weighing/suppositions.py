"""A map set beside itself with something set aside: what a class is asked to suppose, and what comes of it."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence

from argument_maps.citation.sources import cite_in_one_line
from argument_maps.graph import Graph
from argument_maps.values import Agent, Claim, Evidence, Link, Source
from argument_maps.weighing.set_aside import ARCHIVE, FAMILY, OPEN_QUESTIONS, RELEASE, UnknownSwitch, find_circumstances
from argument_maps.weighing.weighing import Weighing, weigh_map
from models.participation.suppositions import (
    SupposedLabel,
    SupposedName,
    SupposedSort,
    Supposition,
    SuppositionOutcome,
)
from models.records.link_sentences import describe_link
from models.vocabulary import ClaimKind
from models.weighing_vocabulary import WeighedLabel

_SORTS: Mapping[str, SupposedSort] = {
    FAMILY: SupposedSort.FAMILY,
    ARCHIVE: SupposedSort.ARCHIVE,
    RELEASE: SupposedSort.RELEASE,
}
# Among so many records that keep their labels those that turn are not known by being all that is asked about.
_FEWEST_KEPT = 3
# So many are asked about where none of them turns.
_KEPT_ALONE = 5


def weigh_supposition(
    graph: Graph, supposition: Supposition, labels: Sequence[str] = (), sequence: int | None = None
) -> SuppositionOutcome:
    """Return what becomes of these records, of all where none are named, as it stood after a change of the map.

    What the map does not have is told as lost, and the rest is weighed without it. Linear in records and links.
    """
    names, lost = read_supposed_names(graph, supposition.without)
    supposed, before = _weigh_beside(graph, supposition, [found.name for found in names])
    return SuppositionOutcome(
        sequence=sequence,
        names=names,
        lost=lost,
        labels=[
            SupposedLabel(
                label=label, before=WeighedLabel(before[label]), supposed=WeighedLabel(supposed.labels[label])
            )
            for label in labels or before
            if label in before
        ],
    )


def choose_supposed_records(graph: Graph, supposition: Supposition, most: int) -> list[str]:
    """Return perceptions and findings to ask about, at most so many, in the order of the map.

    Among them are some that turn and some that do not, those first on which what is set aside bears by fewest links,
    so that the choice does not tell which is which. Raises `UnknownSwitch`. Linear in records and links.
    """
    supposed, before = _weigh_beside(graph, supposition, supposition.without)
    candidates = [
        label
        for label, record in graph.statements.items()
        if isinstance(record, Claim)
        and record.kind in (ClaimKind.PERCEPTION, ClaimKind.FINDING)
        and label not in supposed.circumstances.records
    ]
    turned = [label for label in candidates if before[label] != supposed.labels[label]][: most - _FEWEST_KEPT]
    distances = _count_links_from(graph, supposed, before)
    kept = sorted(
        (label for label in candidates if before[label] == supposed.labels[label]),
        key=lambda label: distances.get(label, len(graph.by_id)),
    )
    wanted = max(_FEWEST_KEPT, min(len(turned) or _KEPT_ALONE, most - len(turned)))
    chosen = {*turned, *kept[:wanted]}
    return [label for label in candidates if label in chosen]


def _count_links_from(graph: Graph, supposed: Weighing, before: Mapping[str, str]) -> dict[str, int]:
    """Return over how many links, at the least, records are argued for or against from what is set aside or turns."""
    targets: dict[str, list[str]] = {}
    for link in graph.links:
        targets[link.id] = [link.target]
        for premise in link.premises:
            targets.setdefault(premise, []).append(link.target)
    aside = supposed.circumstances
    distances = {
        label: 0
        for label, record in graph.statements.items()
        if record.source in aside.sources or label in aside.records or before[label] != supposed.labels[label]
    }
    pending = deque(distances)
    while pending:
        label = pending.popleft()
        for target in targets.get(label, ()):
            if target not in distances:
                distances[target] = distances[label] + 1
                pending.append(target)
    return distances


def _weigh_beside(graph: Graph, supposition: Supposition, names: Sequence[str]) -> tuple[Weighing, Mapping[str, str]]:
    """Return the weighing with these set aside, and the labels with nothing set aside."""
    supposed = weigh_map(graph, supposition.rule, find_circumstances(graph, names))
    return supposed, weigh_map(graph, supposition.rule).labels


def read_supposed_names(graph: Graph, names: Iterable[str]) -> tuple[list[SupposedName], list[str]]:
    """Return what a map calls these, and those of them that are nothing it has."""
    found, lost = [], []
    for name in dict.fromkeys(names):
        try:
            find_circumstances(graph, [name])
        except UnknownSwitch:
            lost.append(name)
        else:
            found.append(_read_supposed_name(graph, name))
    return found, lost


def _read_supposed_name(graph: Graph, name: str) -> SupposedName:
    if name == OPEN_QUESTIONS:
        return SupposedName(name=name, sort=SupposedSort.QUESTIONS, words="")
    prefix, _, rest = name.partition(":")
    sort = _SORTS.get(f"{prefix}:")
    match sort, graph.by_id.get(rest if sort is not None else name):
        case SupposedSort.ARCHIVE, _:
            return SupposedName(name=name, sort=SupposedSort.ARCHIVE, words=rest)
        case SupposedSort.FAMILY, _:
            return SupposedName(name=name, sort=SupposedSort.FAMILY, words=cite_in_one_line(graph, rest))
        case _, Source():
            return SupposedName(name=name, sort=SupposedSort.SOURCE, words=cite_in_one_line(graph, name))
        case _, Agent(name=words):
            return SupposedName(name=name, sort=sort or SupposedSort.AGENT, words=words)
    return SupposedName(name=name, sort=sort or SupposedSort.RECORD, words=_quote_record(graph, name))


def _quote_record(graph: Graph, label: str) -> str:
    record = graph.by_id.get(label)
    if isinstance(record, Link):
        *premises, target = (
            _quote_record(graph, end) if end in graph.statements else end for end in (*record.premises, record.target)
        )
        return describe_link(premises, record.relation, target)
    return record.summary if isinstance(record, Evidence) else str(getattr(record, "text", label))
