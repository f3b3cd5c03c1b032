"""How strong records are as a number, beside the labels and apart from them: quadratic energies.

The model is that of Potyka 2018, "Continuous dynamical systems for weighted bipolar argumentation" (KR 2018): what
supports a record pushes its strength from a base score towards 1, what attacks it towards 0, by x²/(1+x²) of the sum of
what supports it less that of what attacks it. No strength is a probability: only the order of records and the band of
each are to be read, never the number itself.

- The base score of a statement is its certainty: low a quarter, medium and unknown a half, high three quarters.
- A link passes on the weakest of its premises; a contested test does so on both sides.
- What attacks a link leaves of it what its strongest attack does not take: a link that nothing attacks passes on all,
  one that is attacked with strength s the part 1 - s. What undermines evidence is an attack on the evidence itself.
- The labels leave nothing out here. What is set aside has the strength 0, and so has evidence whose source is set
  aside; what is accepted has 1.

Strengths are found by strongly connected component, what others need first; on a circle by iteration that goes half of
the way at each step, until nothing moves by more than `TOLERANCE`. Where that takes more than `MOST_STEPS`, the
component did not converge, and its records and what depends on them are told.
"""

from collections.abc import Mapping

import msgspec

from argument_maps.bounded_work import check_work
from argument_maps.graph import Graph, natural_sort_key
from argument_maps.values import Evidence, Link
from argument_maps.weighing.labelling.components import list_components
from argument_maps.weighing.map_structures import AGAINST, FOR, list_forces
from argument_maps.weighing.set_aside import NOTHING_SET_ASIDE, Circumstances
from models.records.relations import ATTACKS
from models.vocabulary import Certainty, Term

MOST_STEPS = 2000
TOLERANCE = 1e-9
_DAMPING = 0.5
_BASE_SCORES: Mapping[str, float] = {
    Certainty.LOW: 0.25,
    Certainty.MEDIUM: 0.5,
    Certainty.UNKNOWN: 0.5,
    Certainty.HIGH: 0.75,
}
# Records of which the strengths differ by no more than this share a rank.
_SAME = 1e-6


class EnergyBand(Term):
    """How strong a record is, in words; each is a fifth of the scale."""

    VERY_WEAK = "very weak", "Nearly all that bears on it speaks against it."
    WEAK = "weak", "More speaks against it than for it."
    MIDDLING = "middling", "Little bears on it, or as much for it as against it."
    STRONG = "strong", "More speaks for it than against it."
    VERY_STRONG = "very strong", "Nearly all that bears on it speaks for it."


class RankedRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A statement with its band and its rank, 1 for the strongest; records as strong as each other share a rank."""

    record: str
    band: str
    rank: int


class EnergyCircle(msgspec.Struct, frozen=True, kw_only=True):
    """Statements, and links under attack, that bear on each other, and whether the iteration on them settled."""

    records: tuple[str, ...]
    has_converged: bool


class EnergyRanking(msgspec.Struct, frozen=True, kw_only=True):
    """The statements of a map, the strongest first, and those whose strengths did not settle, which are ranked too.

    `circles` are the strongly connected components of more than one record or link; all others settle at once.
    """

    records: tuple[RankedRecord, ...]
    unsettled: frozenset[str] = frozenset()
    circles: tuple[EnergyCircle, ...] = ()

    @property
    def has_converged(self) -> bool:
        """Whether all strengths settled."""
        return not self.unsettled


def rank_by_energy(graph: Graph, circumstances: Circumstances = NOTHING_SET_ASIDE) -> EnergyRanking:
    """Return the statements in bands and ranks. Linear in the map but on circles, which are gone through repeatedly."""
    network = _Network(graph, circumstances)
    network.settle()
    strengths = {label: network.strengths[label] for label in graph.statements}
    ordered = sorted(graph.statements, key=lambda label: -round(strengths[label] / _SAME))
    ranked: list[RankedRecord] = []
    for place, label in enumerate(ordered, start=1):
        is_tied = bool(ranked) and round(strengths[ranked[-1].record] / _SAME) == round(strengths[label] / _SAME)
        rank = ranked[-1].rank if is_tied else place
        ranked.append(RankedRecord(record=label, band=find_band(strengths[label]), rank=rank))
    return EnergyRanking(
        records=tuple(ranked),
        unsettled=frozenset(network.unsettled & graph.statements.keys()),
        circles=tuple(sorted(network.circles, key=lambda circle: natural_sort_key(circle.records[0]))),
    )


def find_band(strength: float) -> str:
    """Return the band of a strength from 0 to 1; one on a border belongs to the band farther from the middle."""
    bands = list(EnergyBand)
    # What is a little off for rounding counts as on the border.
    fifth = int(max(strength, 1 - strength) * len(bands) + TOLERANCE)
    above = min(fifth, len(bands) - 1)
    return bands[above if strength >= 0.5 else len(bands) - 1 - above].value


def move_by_energy(base: float, energy: float) -> float:
    """Return the strength of a record with this base score on which this energy bears, all from 0 to 1 but energy."""
    share = energy * energy / (1 + energy * energy)
    return base + (1 - base) * share if energy > 0 else base - base * share


class _Network:
    """Statements and links, each with the links that bear on it and the strength that it has so far."""

    def __init__(self, graph: Graph, circumstances: Circumstances) -> None:
        self._graph = graph
        self._supports: dict[str, list[Link]] = {}
        self._attacks: dict[str, list[Link]] = {}
        self._fixed: dict[str, float] = dict.fromkeys(circumstances.accepted, 1.0)
        for label, record in graph.statements.items():
            if isinstance(record, Evidence) and record.source in circumstances.sources:
                self._fixed.setdefault(label, 0.0)
        self._fixed |= dict.fromkeys(circumstances.records, 0.0)
        for link in graph.links:
            self._add(link)
        self.strengths = {label: _BASE_SCORES[record.certainty] for label, record in graph.statements.items()}
        self.strengths |= {link.id: 1.0 for link in graph.links}
        self.strengths |= {label: strength for label, strength in self._fixed.items() if label in self.strengths}
        self.unsettled: set[str] = set()
        self.circles: list[EnergyCircle] = []

    def _add(self, link: Link) -> None:
        if link.target in self._graph.links_by_id:
            forces: tuple[int, ...] = (AGAINST,) if link.relation in ATTACKS else ()
        else:
            forces = list_forces(link)
        for force, sides in ((FOR, self._supports), (AGAINST, self._attacks)):
            if force in forces:
                sides.setdefault(link.target, []).append(link)

    def settle(self) -> None:
        """Find all strengths, component by component."""
        needed = {label: self._list_needed(label) for label in self.strengths}
        for component in list_components(dict(enumerate(self._number(needed)))):
            check_work()
            labels = [self._labels[number] for number in component]
            is_circle = len(labels) > 1 or labels[0] in needed[labels[0]]
            has_settled = self._iterate(labels) if is_circle else self._update(labels, 1)
            if is_circle:
                records = tuple(sorted(labels, key=natural_sort_key))
                self.circles.append(EnergyCircle(records=records, has_converged=has_settled))
            if not has_settled or any(other in self.unsettled for label in labels for other in needed[label]):
                self.unsettled.update(labels)

    def _number(self, needed: Mapping[str, list[str]]) -> list[list[int]]:
        self._labels = list(needed)
        numbers = {label: number for number, label in enumerate(self._labels)}
        return [[numbers[other] for other in needed[label]] for label in self._labels]

    def _list_needed(self, label: str) -> list[str]:
        bearing = (*self._supports.get(label, ()), *self._attacks.get(label, ()))
        if label in self._fixed:
            return []
        return list(dict.fromkeys(each for link in bearing for each in (link.id, *link.premises)))

    def _iterate(self, labels: list[str]) -> bool:
        for step in range(MOST_STEPS):
            if step % 100 == 0:
                check_work()
            if self._update(labels, _DAMPING):
                return True
        return False

    def _update(self, labels: list[str], damping: float) -> bool:
        """Move strengths towards what they should be by what bears on them, and tell whether they hardly had to."""
        moves = {label: self._aim(label) - self.strengths[label] for label in labels}
        for label, move in moves.items():
            self.strengths[label] += damping * move
        return damping == 1 or max(map(abs, moves.values())) <= TOLERANCE

    def _aim(self, label: str) -> float:
        if label in self._fixed:
            return self._fixed[label]
        attacks = [self._pass_on(link) for link in self._attacks.get(label, ())]
        if label in self._graph.links_by_id:
            return 1.0 - max(attacks, default=0.0)
        base = _BASE_SCORES[self._graph.statements[label].certainty]
        energy = sum(map(self._pass_on, self._supports.get(label, ()))) - sum(attacks)
        return move_by_energy(base, energy)

    def _pass_on(self, link: Link) -> float:
        """Return what of the weakest premise of a link attacks on it leave."""
        return self.strengths[link.id] * min(self.strengths[premise] for premise in link.premises)
