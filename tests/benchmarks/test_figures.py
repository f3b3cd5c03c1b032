import pytest

from benchmarks.figures import Figure, pairs


@pytest.mark.parametrize(
    ("ours", "limit", "at_least", "holds"),
    [(5, 0.6, False, True), (7, 0.6, False, False), (4, 0.3, True, True), (2, 0.3, True, False)],
)
def test_limit_is_held_or_not(ours: float, limit: float, at_least: bool, holds: bool) -> None:
    assert Figure("", ours, 10, "ms", limit, at_least=at_least).holds is holds


def test_pairs_take_turns_and_give_medians() -> None:
    order: list[str] = []

    def side(name: str, values: list[float]):
        def take(number: int) -> float:
            order.append(name)
            return values[number]

        return take

    assert pairs(3, side("a", [1, 2, 30]), side("b", [5, 4, 6])) == (2, 5)
    assert order == ["b", "a", "a", "b", "b", "a"]
