"""What carries most: how much turns when one document, family, archive, release or agent is set aside."""

from collections.abc import Iterable, Iterator

import msgspec

from argument_maps.graph import Graph, natural_sort_key
from argument_maps.weighing.independence import list_originals
from argument_maps.weighing.labelling.grounded import relabel_grounded
from argument_maps.weighing.map_structures import MapStructure, build_map_structure
from argument_maps.weighing.set_aside import (
    ARCHIVE,
    FAMILY,
    NOTHING_SET_ASIDE,
    RELEASE,
    Circumstances,
    find_circumstances,
    list_switches,
)
from argument_maps.weighing.weighing import ASKING_FOR_DOCUMENTS, find_settings, ground_map, label_some
from models.vocabulary import ClaimKind, Relation, Term
from models.weighing_vocabulary import ProofRule, WeighedLabel

# So much is gone through to find what hangs on one source alone, some 400 ms; of a map that takes more it is left out.
# What counts is each argument that is weighed anew, and for each source a part of the map: hardly any where labels
# follow from the arguments alone, most of it where a rule asks for documents.
MOST_PASSED = 200_000
_SHARE, _SHARE_WITH_DOCUMENTS = 1 / 30, 0.6


class CarrierKind(Term):
    """What it is that carries a part of a map."""

    SOURCE = "source", "A document or work, with its copies and translations."
    FAMILY = "family", "Sources that share an ancestor or a witness."
    ARCHIVE = "archive", "All that one repository keeps."
    RELEASE = "release", "All that was let out by one agent."
    AGENT = "agent", "All that one agent wrote or witnessed, and how they read it."


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """A record that gets another label, with the labels before and after."""

    record: str
    before: str
    after: str


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """What turns when something is set aside by its `name`, as `find_circumstances` takes it, with these sources.

    `verdicts` are the links by which findings test perceptions. A verdict turns when its test no longer applies or
    does so now; what a historian recorded stays as it is.
    """

    name: str
    kind: str
    sources: frozenset[str]
    findings: tuple[Turn, ...]
    verdicts: tuple[Turn, ...]
    perceptions: tuple[Turn, ...]

    @property
    def size(self) -> int:
        """How many findings and verdicts turn."""
        return len(self.findings) + len(self.verdicts)


class Loads(msgspec.Struct, frozen=True, kw_only=True):
    """The loads of all that can be set aside, greatest first, and what hangs on one source alone.

    `sources` are those on which something stands, or on a copy or translation of them; `groups` the others.
    `hanging` are findings that stand and do no longer without one source, with the sources of which this is true.
    """

    rule: str
    sources: tuple[Load, ...]
    groups: tuple[Load, ...]
    hanging: dict[str, tuple[str, ...]]


def measure_loads(
    graph: Graph, rule: str = ProofRule.PREPONDERANCE, circumstances: Circumstances = NOTHING_SET_ASIDE
) -> Loads:
    """Return what turns when each source, family, archive, release and agent is set aside in turn, beside the rest.

    Linear, for each, in what is downstream of it; by a rule stricter than preponderance in the whole map.
    """
    meter = _Meter(graph, rule, circumstances)
    sources = _order(_measure_sources(meter, circumstances))
    groups = _order(meter.measure(name, _find_kind(graph, name)) for name, _ in list_switches(graph))
    return Loads(rule=rule, sources=sources, groups=groups, hanging=_list_hanging(sources))


def find_hanging(
    graph: Graph, rule: str = ProofRule.PREPONDERANCE, circumstances: Circumstances = NOTHING_SET_ASIDE
) -> dict[str, tuple[str, ...]] | None:
    """Return the findings that stand and do no longer without one source, with the sources of which this is true.

    None of a map that is too large for each of its sources to be set aside while somebody waits for a picture. What was
    asked last is kept with the graph.
    """
    asked = (str(rule), circumstances)
    kept: tuple[tuple[str, Circumstances], dict[str, tuple[str, ...]] | None] | None
    kept = graph.derived.get((Loads, "hanging"))
    if kept is None or kept[0] != asked:
        kept = graph.derived[Loads, "hanging"] = asked, _find_hanging(graph, rule, circumstances)
    return kept[1]


def _find_hanging(graph: Graph, rule: str, circumstances: Circumstances) -> dict[str, tuple[str, ...]] | None:
    built = build_map_structure(graph)
    share = _SHARE_WITH_DOCUMENTS if rule in ASKING_FOR_DOCUMENTS else _SHARE
    of_each = share * (len(built.numbers) + len(built.steps))
    if of_each * len(built.resting_on) > MOST_PASSED:
        return None
    meter = _Meter(graph, rule, circumstances)
    loads: list[Load] = []
    for load in _measure_sources(meter, circumstances):
        loads.append(load)
        if meter.passed + of_each * len(loads) > MOST_PASSED:
            return None
    return _list_hanging(loads)


def _measure_sources(meter: "_Meter", circumstances: Circumstances) -> Iterator[Load]:
    graph = meter.built.graph
    carrying = {origin for source in meter.built.resting_on for origin in list_originals(graph, source)}
    for name in sorted(carrying - circumstances.sources, key=natural_sort_key):
        yield meter.measure(name, CarrierKind.SOURCE)


def _list_hanging(loads: Iterable[Load]) -> dict[str, tuple[str, ...]]:
    hanging: dict[str, list[str]] = {}
    for load in loads:
        for turn in load.findings:
            if turn.before == WeighedLabel.STANDS:
                hanging.setdefault(turn.record, []).append(load.name)
    return {
        finding: tuple(sorted(hanging[finding], key=natural_sort_key))
        for finding in sorted(hanging, key=natural_sort_key)
    }


def _order(loads: Iterator[Load]) -> tuple[Load, ...]:
    return tuple(
        sorted(loads, key=lambda load: (-load.size, -len(load.perceptions), load.kind, natural_sort_key(load.name)))
    )


def _find_kind(graph: Graph, name: str) -> CarrierKind:
    if name in graph.agents_by_id:
        return CarrierKind.AGENT
    prefixes = {FAMILY: CarrierKind.FAMILY, ARCHIVE: CarrierKind.ARCHIVE, RELEASE: CarrierKind.RELEASE}
    return next(kind for prefix, kind in prefixes.items() if name.startswith(prefix))


class _Meter:
    """Weighs a map once, and then only what is downstream of what is set aside.

    `passed` counts the arguments that were weighed anew.
    """

    def __init__(self, graph: Graph, rule: str, circumstances: Circumstances) -> None:
        self.built: MapStructure = build_map_structure(graph)
        self._graph, self._rule, self._circumstances = graph, rule, circumstances
        self._labelling = ground_map(self.built, circumstances)
        self._without, self._rejected, _ = find_settings(self.built, circumstances)
        claims = {
            kind: [claim.id for claim in graph.claims if claim.kind == kind]
            for kind in (ClaimKind.FINDING, ClaimKind.PERCEPTION)
        }
        perceptions = set(claims[ClaimKind.PERCEPTION])
        self._findings, self._perceptions = claims[ClaimKind.FINDING], claims[ClaimKind.PERCEPTION]
        self._verdicts = [
            link for link in graph.links if link.relation == Relation.TESTS and link.target in perceptions
        ]
        asked = (*self._findings, *self._perceptions, *(link.id for link in self._verdicts))
        self._before = label_some(self.built, self._labelling, rule, circumstances, asked)
        self._watched = self._list_watched()
        self.passed = 0

    def _list_watched(self) -> dict[int, list[str]]:
        """Return by statement which of the records that are asked for can turn when it is labelled anew."""
        built = self.built
        watched: dict[int, list[str]] = {}
        for label in (*self._findings, *self._perceptions):
            watched.setdefault(built.numbers[label], []).append(label)
        for link in self._verdicts:
            statements = [built.numbers[premise] for premise in link.premises]
            if link.id in built.undercutters:
                statements.append(built.undercutters[link.id])
            for statement in statements:
                watched.setdefault(statement, []).append(link.id)
        return watched

    def measure(self, name: str, kind: CarrierKind) -> Load:
        """Return what turns when what has this name is set aside too."""
        added = find_circumstances(self._graph, [name])
        after = Circumstances(
            sources=self._circumstances.sources | added.sources,
            records=self._circumstances.records | added.records,
            accepted=self._circumstances.accepted - added.records,
        )
        turns = self._list_turns(after)
        findings = [turns[each] for each in self._findings if each in turns]
        verdicts = [turns[each.id] for each in self._verdicts if each.id in turns]
        perceptions = [turns[each] for each in self._perceptions if each in turns]
        return Load(
            name=name,
            kind=kind.value,
            sources=added.sources,
            findings=tuple(findings),
            verdicts=tuple(verdicts),
            perceptions=tuple(perceptions),
        )

    def _list_turns(self, after: Circumstances) -> dict[str, Turn]:
        without, rejected, accepted = find_settings(self.built, after)
        changed = {step for step in without - self._without if self._labelling.weights[step]}
        turned = set(rejected).difference(self._rejected)
        if not changed and not turned:
            # What did not apply before is not missed.
            return {}
        labelling, downstream = relabel_grounded(
            self.built.structure,
            self._labelling,
            changed,
            turned=turned,
            without=without,
            rejected=rejected,
            accepted=accepted,
        )
        self.passed += sum(len(self.built.structure.arguments_for[statement]) for statement in downstream)
        asked = {record for statement in downstream for record in self._watched.get(statement, ())}
        found = label_some(self.built, labelling, self._rule, after, asked)
        return {
            record: Turn(record=record, before=self._before[record], after=label)
            for record, label in found.items()
            if label != self._before[record]
        }
