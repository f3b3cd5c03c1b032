"""The preferred labellings of small structures, known ones and all that can be drawn, against every labelling."""

from dataclasses import dataclass
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argument_maps.weighing.labelling.grounded import label_grounded
from argument_maps.weighing.labelling.labels import IN, OUT, UNDECIDED, Labelling
from argument_maps.weighing.labelling.readings import list_preferred
from argument_maps.weighing.labelling.structures import TOP, ArgumentStructure
from tests.argument_maps.weighing.test_grounded import build_structure

Written = list[tuple[str, str, float, str]]


def read(arguments: Written, *issues: str, is_bounded: bool = False) -> list[str]:
    """Return what is in, and behind a stroke what is undecided, of each preferred labelling."""
    structure, names = build_structure(arguments, issues, is_bounded=is_bounded)
    found = list_preferred(structure)
    assert found.is_complete
    return sorted(
        "|".join(
            "".join(name for name, number in names.items() if labelling.labels[number] == label)
            for label in (IN, UNDECIDED)
        )
        for labelling in found.labellings
    )


@pytest.mark.parametrize("is_bounded", [False, True])
@pytest.mark.parametrize(
    ("arguments", "issues", "expected"),
    [
        pytest.param([("", "a", 1, ""), ("a", "b", 1, "")], (), ["ab|"], id="nothing is open"),
        pytest.param([("", "u", 1, "v"), ("", "v", 1, "u")], (), ["u|", "v|"], id="two that undercut each other"),
        pytest.param([("", "u", 1, "v"), ("", "v", 1, "w"), ("", "w", 1, "u")], (), ["|uvw"], id="an odd circle"),
        pytest.param([("", "u", 1, "u"), ("", "p", 1, "u")], (), ["|pu"], id="what undercuts itself"),
        pytest.param([("q", "p", 1, ""), ("p", "q", 1, "")], (), ["|"], id="a circle of support bears nothing"),
        pytest.param(
            [("", "u", 1, "v"), ("", "v", 1, "u"), ("", "p", 1, "w"), ("u", "w", 1, ""), ("v", "w", 1, "")],
            (),
            ["uw|", "vw|"],
            id="floating",
        ),
        pytest.param(
            [("", "u", 1, "v"), ("", "v", 1, "u"), ("u", "p", 2, ""), ("v", "q", 1, "")],
            ("pq",),
            ["pu|", "qv|"],
            id="each side has its position",
        ),
        pytest.param(
            [("", "u", 1, "v"), ("", "v", 1, "u"), ("", "r", 1, "s"), ("", "s", 1, "r")],
            (),
            ["ru|", "rv|", "su|", "sv|"],
            id="two disputes",
        ),
    ],
)
def test_known_structures(
    arguments: Written, issues: tuple[str, ...], expected: list[str], *, is_bounded: bool
) -> None:
    assert read(arguments, *issues, is_bounded=is_bounded) == expected


def test_a_strength_that_is_open_decides_no_issue_that_it_could_turn() -> None:
    # Whether s is as strong as 9 or only as 3 hangs on u, which undercuts itself or is undercut by v in a dispute.
    arguments: Written = [
        ("", "e", 9, ""),
        ("", "s", 3, ""),
        ("e", "s", 9, "u"),
        ("s", "m", 9, ""),
        ("", "n", 4, ""),
    ]
    assert read([*arguments, ("", "u", 1, "u")], "mn", is_bounded=True) == ["es|mnu"]
    dispute: Written = [("", "u", 1, "v"), ("", "v", 1, "u")]
    assert read([*arguments, *dispute], "mn", is_bounded=True) == ["emsv|", "ensu|"]


def test_where_a_bound_is_reached_that_is_said() -> None:
    structure = ArgumentStructure()
    for _ in range(8):
        one, other = structure.add_statement(), structure.add_statement()
        structure.add_argument((), one, undercutter=other)
        structure.add_argument((), other, undercutter=one)
    assert not list_preferred(structure).is_complete
    assert len(list_preferred(structure).labellings) == 32
    everything = list_preferred(structure, most=256)
    assert (len(everything.labellings), everything.is_complete) == (256, True)
    hurried = list_preferred(structure, visits=20)
    assert hurried.labellings
    assert not hurried.is_complete


@dataclass
class Rule:
    """The labels that follow from all labels, by the rule as `readings` words it, looked up over and over."""

    structure: ArgumentStructure
    labels: tuple[int, ...]
    without: set[int]
    given: dict[int, int]

    def list_for(self, statement: int) -> list[int]:
        return [number for number, each in enumerate(self.structure.conclusions) if each == statement]

    def is_dead(self, argument: int) -> bool:
        under = self.structure.undercutters[argument]
        return argument in self.without or (under >= 0 and self.labels[under] == IN)

    def is_decided(self, argument: int) -> bool:
        under = self.structure.undercutters[argument]
        is_safe = under < 0 or self.labels[under] == OUT
        return self.is_dead(argument) or (
            is_safe and all(self.labels[each] for each in self.structure.premises[argument])
        )

    def weigh(self, argument: int, strengths: list[float]) -> float:
        parts = [self.structure.caps[argument]]
        for premise in self.structure.premises[argument]:
            if self.labels[premise] == OUT or (self.labels[premise] == IN and not strengths[premise]):
                parts.append(0)
            elif self.labels[premise] == IN and self.structure.is_bounded:
                parts.append(strengths[premise])
        return min(parts)

    def spread(self, *, is_hopeful: bool) -> list[float]:
        weights: list[float] = [0.0 for _ in self.structure.caps]
        while True:
            strengths = [
                TOP if self.given.get(each) == IN else max((weights[one] for one in self.list_for(each)), default=0)
                for each in range(self.structure.size)
            ]
            again = [
                self.weigh(each, strengths) if not self.is_dead(each) and (is_hopeful or self.is_decided(each)) else 0
                for each in range(len(weights))
            ]
            if again == weights:
                return weights
            weights = again

    def derive(self) -> tuple[int, ...]:
        lows, highs = self.spread(is_hopeful=False), self.spread(is_hopeful=True)
        return tuple(self.label(statement, lows, highs) for statement in range(self.structure.size))

    def label(self, statement: int, lows: list[float], highs: list[float]) -> int:
        arguments = self.list_for(statement)
        issue = next((each for each in self.structure.issues if statement in each.positions), None)
        if statement in self.given:
            return self.given[statement]
        if all(self.is_decided(each) and highs[each] == 0 for each in arguments):
            return OUT
        if issue is None:
            return IN if any(lows[each] > 0 for each in arguments) else UNDECIDED
        if not all(self.is_decided(each) for position in issue.positions for each in self.list_for(position)):
            return UNDECIDED
        low, high = (
            {each: max((weights[one] for one in self.list_for(each)), default=0) for each in issue.positions}
            for weights in (lows, highs)
        )
        surely = [p for p in low if low[p] > 0 and all(low[p] > high[q] for q in low if q != p)]
        perhaps = [p for p in low if high[p] > 0 and all(high[p] > low[q] for q in low if q != p)]
        if surely:
            return IN if statement in surely else OUT
        return UNDECIDED if perhaps else OUT


def exceeds(labels: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return all(mine == theirs or not theirs for mine, theirs in zip(labels, other, strict=True))


@st.composite
def structures(draw: st.DrawFn, most: int = 5) -> tuple[ArgumentStructure, set[int], list[int], list[int]]:
    """Draw a structure with some statements, arguments to set aside, statements rejected and accepted."""
    size = draw(st.integers(1, most))
    numbers = st.integers(0, size - 1)
    structure = ArgumentStructure(is_bounded=draw(st.booleans()), size=size)
    for _ in range(draw(st.integers(0, 2 * most))):
        under = draw(st.one_of(st.just(-1), numbers))
        premises = draw(st.lists(numbers, max_size=2))
        structure.add_argument(premises, draw(numbers), draw(st.integers(1, 3)), under)
    for place in range(0, draw(st.integers(0, size)) - 1, 2):
        structure.add_issue((place, place + 1))
    structure.assumed = draw(st.sets(numbers, max_size=1))
    without = draw(st.sets(st.integers(0, len(structure.caps) - 1), max_size=1)) if structure.caps else set()
    return structure, without, draw(st.lists(numbers, max_size=1)), draw(st.lists(numbers, max_size=1))


def find_given(structure: ArgumentStructure, rejected: list[int], accepted: list[int]) -> dict[int, int]:
    """Return what is labelled whatever is argued."""
    given = dict.fromkeys(rejected, OUT)
    assumed = [each for each in (*accepted, *structure.assumed) if each not in given]
    given |= dict.fromkeys(assumed, IN)
    for issue in structure.issues:
        if any(given.get(each) == IN for each in issue.positions):
            given |= {each: OUT for each in issue.positions if each not in given}
    return given


@given(structures())
def test_the_preferred_labellings_are_the_largest_complete_ones(
    drawn: tuple[ArgumentStructure, set[int], list[int], list[int]],
) -> None:
    structure, without, rejected, accepted = drawn
    fixed = find_given(structure, rejected, accepted)
    complete = [
        labels
        for labels in product((UNDECIDED, IN, OUT), repeat=structure.size)
        if Rule(structure, labels, without, fixed).derive() == labels
    ]
    largest = {each for each in complete if not any(exceeds(other, each) for other in complete if other != each)}
    grounded = label_grounded(structure, without=without, rejected=rejected, accepted=accepted)
    assert tuple(grounded.labels) in complete
    assert all(exceeds(each, tuple(grounded.labels)) for each in complete)
    found = list_preferred(structure, without=without, rejected=rejected, accepted=accepted, most=1000)
    assert found.is_complete
    assert len({tuple(each.labels) for each in found.labellings}) == len(found.labellings)
    assert {tuple(each.labels) for each in found.labellings} == largest
    for labelling in found.labellings:
        check_weights(structure, labelling, fixed)


@given(structures(9))
def test_the_grounded_labelling_is_the_least_complete_one_and_in_every_preferred_one(
    drawn: tuple[ArgumentStructure, set[int], list[int], list[int]],
) -> None:
    structure, without, rejected, accepted = drawn
    fixed = find_given(structure, rejected, accepted)
    labels = tuple(fixed.get(statement, UNDECIDED) for statement in range(structure.size))
    while (following := Rule(structure, labels, without, fixed).derive()) != labels:
        labels = following
    grounded = label_grounded(structure, without=without, rejected=rejected, accepted=accepted)
    assert tuple(grounded.labels) == labels
    for each in list_preferred(structure, without=without, rejected=rejected, accepted=accepted).labellings:
        assert exceeds(tuple(each.labels), labels)


def check_weights(structure: ArgumentStructure, labelling: Labelling, fixed: dict[int, int]) -> None:
    """Assert that no statement is stronger than the heaviest argument for it, and none in without one."""
    for statement, label in enumerate(labelling.labels):
        weights = [labelling.weights[each] for each in structure.arguments_for[statement]]
        if fixed.get(statement) == IN:
            assert labelling.strengths[statement] == TOP
        else:
            assert labelling.strengths[statement] == max([0, *weights])
            assert label != IN or labelling.strengths[statement] > 0
