"""Strength as bands and ranks: small maps reckoned by hand, and whatever map."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from argument_maps.examples import read_korea_map
from argument_maps.graph import Graph
from argument_maps.weighing import energies
from argument_maps.weighing.energies import EnergyCircle, EnergyRanking, find_band, move_by_energy, rank_by_energy
from argument_maps.weighing.set_aside import Circumstances
from tests.argument_maps.graphs import evidence, finding, graph, graphs, perception, source

KOREA = msgspec.json.decode(read_korea_map(), type=Graph)


def build(links: str, **fields: dict[str, object]) -> Graph:
    """Return a map of P1, F1 to F4 and E1 to E4 out of as many documents."""
    return graph(
        perception("P1"),
        *(finding(f"F{number}", **fields.get(f"F{number}", {})) for number in range(1, 5)),
        *(evidence(f"E{number}", f"s{number}", **fields.get(f"E{number}", {})) for number in range(1, 5)),
        *(source(f"s{number}") for number in range(1, 5)),
        links=links,
    )


def find(ranking: EnergyRanking, *labels: str) -> list[tuple[str, int]]:
    by_label = {each.record: (each.band, each.rank) for each in ranking.records}
    return [by_label[label] for label in labels]


@pytest.mark.parametrize(
    ("base", "energy", "strength"),
    [
        # Rounded to three places, as in Example 4.1 of github.com/kcyras/QDT.
        (0.5, 0.172 + 0.65 - 0.625, 0.519),
        (0.2, -0.4, 0.172),
        (0.85, 0.4 - 1, 0.625),
        (0.65, 0, 0.65),
    ],
)
def test_a_strength_is_moved_as_in_a_published_example(base: float, energy: float, strength: float):
    assert round(move_by_energy(base, energy), 3) == strength


@pytest.mark.parametrize(
    ("strength", "band"),
    [
        (0.0, "very weak"),
        (0.2, "very weak"),
        (0.21, "weak"),
        (0.4, "weak"),
        (0.41, "middling"),
        (0.5, "middling"),
        (0.6, "strong"),
        (0.8, "very strong"),
        (1.0, "very strong"),
    ],
)
def test_bands_are_alike_on_both_sides_of_the_middle(strength: float, band: str):
    assert find_band(strength) == band


def test_what_is_supported_is_stronger_than_what_is_attacked_and_both_sides_cancel():
    # 0.5 + 0.5·0.2 = 0.6; 0.4; 0.5; nothing bears on F4: 0.5.
    ranking = rank_by_energy(build("E1 supports F1, E2 challenges F2, E1 supports F3, E2 challenges F3"))
    assert find(ranking, "F1", "F3", "F4", "F2") == [("strong", 1), ("middling", 2), ("middling", 2), ("weak", 9)]


def test_a_link_that_is_undercut_passes_on_less_and_one_whose_attack_is_attacked_more():
    links = "E1 supports F1, E1 supports F2, E2 undercuts L2, E1 supports F3, E2 undercuts L4, E3 undercuts L5"
    ranks = [rank for _, rank in find(rank_by_energy(build(links)), "F1", "F3", "F2", "F4")]
    assert ranks == sorted(set(ranks))


def test_a_contested_test_moves_nothing_and_certainty_is_the_base():
    ranking = rank_by_energy(build("F1 tests P1 contested", F1={"certainty": "high"}, F2={"certainty": "low"}))
    assert find(ranking, "F1", "P1", "F2") == [("strong", 1), ("middling", 2), ("weak", 9)]


def test_a_circle_settles_and_its_two_sides_are_as_strong():
    # x = 0.5 + 0.5·x²/(1+x²) has its solution at about 0.648.
    ranking = rank_by_energy(build("F1 supports F2, F2 supports F1"))
    assert ranking.has_converged
    assert find(ranking, "F1", "F2") == [("strong", 1), ("strong", 1)]
    assert ranking.circles == (EnergyCircle(records=("F1", "F2"), has_converged=True),)


def test_what_does_not_settle_is_told_with_what_depends_on_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(energies, "MOST_STEPS", 1)
    ranking = rank_by_energy(build("F1 supports F2, F2 supports F1, F2 supports F3, E1 supports F4"))
    assert not ranking.has_converged
    assert ranking.unsettled == {"F1", "F2", "F3"}
    assert [circle.has_converged for circle in ranking.circles] == [False]


def test_what_is_set_aside_counts_for_nothing_and_what_is_accepted_for_all():
    links = "E1 supports F1, E2 supports F2, F3 supports P1"
    circumstances = Circumstances(sources=frozenset({"s1"}), records=frozenset({"L2"}), accepted=frozenset({"F3"}))
    ranking = rank_by_energy(build(links), circumstances)
    # P1 has 0.5 + 0.5·0.5 of the accepted finding.
    assert find(ranking, "F3", "P1", "F1", "F2", "E1") == [
        ("very strong", 1),
        ("strong", 2),
        ("middling", 3),
        ("middling", 3),
        ("very weak", 9),
    ]


def test_the_korea_map_settles():
    ranking = rank_by_energy(KOREA)
    assert ranking.has_converged
    assert {each.record for each in ranking.records} == set(KOREA.statements)
    (band, _), (_, weaker) = find(ranking, "F13", "P6")
    assert band in {"strong", "very strong"}
    assert weaker > len(KOREA.statements) * 0.9


@given(graphs(), st.randoms(use_true_random=False))
def test_bands_and_ranks_do_not_depend_on_the_order_of_records(drawn: Graph, random):
    shuffled = {
        name: random.sample(each := getattr(drawn, name), len(each)) for name in ("claims", "evidence", "links")
    }
    other = msgspec.structs.replace(drawn, **{name: tuple(each) for name, each in shuffled.items()})
    one, two = rank_by_energy(drawn), rank_by_energy(other)
    if one.has_converged:
        assert {each.record: each for each in one.records} == {each.record: each for each in two.records}
    assert one.has_converged == two.has_converged
