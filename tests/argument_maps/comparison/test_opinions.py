"""How a group's positions are distributed, where it splits and who moved."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argument_maps.comparison.opinions import Opinion, compute_agreement, compute_distributions, find_moves, find_splits


def opinion(member: str, label: str, stance: str, round_: int | None = None, confidence: str = "unknown") -> Opinion:
    return Opinion(member=member, label=label, stance=stance, round=round_, confidence=confidence)


# Van der Eijk 2001, section 4: what his measure comes to at the ends and in between.
@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([10, 0, 0], 1.0),
        ([0, 10, 0], 1.0),
        ([5, 5, 0], 0.5),
        ([5, 0, 5], -1.0),
        ([4, 4, 4], 0.0),
        ([6, 3, 3], 0.25),
        ([2, 0, 1], -1 / 3),
        ([3, 2, 1], 1 / 3),
        ([30, 40, 210, 130, 530, 50, 10], 0.6113),
    ],
)
def test_agreement_is_van_der_eijks(counts: list[int], expected: float) -> None:
    assert compute_agreement(counts) == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize("counts", [[0, 0, 0], [1, 0, 0], [0, 0, 1]])
def test_fewer_than_two_neither_agree_nor_disagree(counts: list[int]) -> None:
    assert compute_agreement(counts) is None


@given(st.lists(st.integers(0, 60), min_size=3, max_size=3), st.integers(2, 5))
def test_agreement_lies_between_its_ends_is_even_handed_and_asks_for_shares_only(counts: list[int], times: int) -> None:
    value = compute_agreement(counts)
    if value is None:
        return
    assert -1 <= value <= 1
    assert value == pytest.approx(compute_agreement(counts[::-1]))
    assert value == pytest.approx(compute_agreement([count * times for count in counts]), abs=1e-5)


def test_the_last_position_of_each_member_counts_and_undecided_are_counted_apart() -> None:
    (spread,) = compute_distributions(
        [
            opinion("anna", "P1", "accepts"),
            opinion("anna", "P1", "rejects", confidence="high"),
            opinion("ben", "P1", "rejects"),
            opinion("cleo", "P1", "undecided"),
        ]
    )
    assert spread.stances == {"accepts": 0, "rejects": 2, "qualifies": 0, "undecided": 1}
    assert spread.confidences == {"high": 1, "medium": 0, "low": 0, "unknown": 2}
    assert spread.agreement == 1.0
    assert [each.member for each in spread.opinions] == ["anna", "ben", "cleo"]


def test_what_splits_a_group_most_comes_first_and_consensus_not_at_all() -> None:
    answers = {"P2": "accepts rejects", "P10": "accepts accepts", "F1": "accepts qualifies", "F2": "accepts"}
    found = compute_distributions(
        opinion(f"m{number}", label, stance)
        for label, stances in answers.items()
        for number, stance in enumerate(stances.split())
    )
    assert [each.label for each in find_splits(found)] == ["P2", "F1"]
    assert [each.label for each in found] == ["F1", "F2", "P2", "P10"]


def test_who_moved_is_told_by_their_last_answers_before_and_after() -> None:
    before = [
        opinion("anna", "P1", "accepts", 1),
        opinion("anna", "P1", "rejects", 2),
        opinion("ben", "P1", "accepts", 1),
    ]
    after = [
        opinion("anna", "P1", "accepts", 3),
        opinion("ben", "P1", "accepts", 3),
        opinion("cleo", "P1", "rejects", 3),
    ]
    (move,) = find_moves(before, after)
    assert (move.member, move.before.round, move.before.stance, move.after.stance) == ("anna", 2, "rejects", "accepts")
