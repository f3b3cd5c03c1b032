"""Groups and sides are drawn evenly, and the same for the same seed."""

from collections import Counter

import hypothesis.strategies as st
import pytest
from hypothesis import given

from models.controversies.group_drawing import compute_group_count, draw_seats


@given(
    members=st.sets(st.integers(1, 10_000), max_size=60),
    groups=st.integers(1, 12),
    sides=st.integers(2, 4),
    seed=st.integers(1, 2**31 - 1),
)
def test_groups_and_sides_are_even_and_the_same_for_the_same_seed(
    members: set[int], groups: int, sides: int, seed: int
) -> None:
    seats = draw_seats(members, groups, sides, seed)
    assert seats == draw_seats(sorted(members, reverse=True), groups, sides, seed)
    assert set(seats) == members
    in_group, in_side, in_camp = (
        Counter(group for group, _ in seats.values()),
        Counter(side for _, side in seats.values()),
        Counter(seats.values()),
    )
    sizes = [in_group[each] for each in range(1, groups + 1)]
    assert max(sizes) - min(sizes) <= 1
    whole = [in_side[each] for each in range(1, sides + 1)]
    assert max(whole) - min(whole) <= 1
    for group in range(1, groups + 1):
        camps = [in_camp[group, each] for each in range(1, sides + 1)]
        assert max(camps) - min(camps) <= 1


def test_another_seed_draws_otherwise() -> None:
    assert len({tuple(sorted(draw_seats(range(1, 21), 5, 2, seed).items())) for seed in range(1, 9)}) == 8


@pytest.mark.parametrize(
    ("members", "size", "groups"), [(0, 4, 1), (1, 4, 1), (5, 4, 1), (6, 4, 2), (7, 4, 2), (30, 4, 8), (3, 2, 2)]
)
def test_so_many_groups_come_nearest_to_the_size(members: int, size: int, groups: int) -> None:
    assert compute_group_count(members, size) == groups
