"""What was found is narrowed down, and each value of a facet tells how many it would leave."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argument_maps.selection.facets import FACETS, FacetChoice, filter_by_facets
from models.dates import Day
from models.search.facets import RecordFacets

VERDICTS = ("confirmed", "contradicted", "open: records closed")


def record(kind: str = "finding", **more: object) -> RecordFacets:
    given = {"map": "m", "verdicts": None, "certainty": None, "tags": (), "span": None, **more}
    return RecordFacets(kind=kind, **given)  # type: ignore[arg-type] # given by name


def span(first: int, last: int) -> tuple[Day, Day]:
    return Day(first, 1, 1), Day(last, 12, 31)


RECORDS = st.builds(
    RecordFacets,
    kind=st.sampled_from(["perception", "finding", "source"]),
    map=st.sampled_from(["one", "two"]),
    verdicts=st.none() | st.lists(st.sampled_from([*VERDICTS, None]), max_size=3).map(tuple),
    certainty=st.none() | st.sampled_from(["high", "low"]),
    tags=st.lists(st.sampled_from(["a", "b"]), unique=True).map(tuple),
    span=st.none() | st.integers(1940, 1960).map(lambda year: span(year, year + 2)),
)
CHOICES = st.builds(
    FacetChoice,
    kind=st.lists(st.sampled_from(["perception", "finding"]), unique=True).map(tuple),
    map=st.lists(st.sampled_from(["one", "two"]), unique=True).map(tuple),
    verdict=st.lists(st.sampled_from(VERDICTS), unique=True).map(tuple),
    certainty=st.lists(st.sampled_from(["high", "low"]), unique=True).map(tuple),
    tag=st.lists(st.sampled_from(["a", "b"]), unique=True).map(tuple),
    since=st.none() | st.integers(1940, 1960).map(lambda year: Day(year, 1, 1)),
    until=st.none() | st.integers(1940, 1960).map(lambda year: Day(year, 12, 31)),
)


def test_several_values_of_a_facet_mean_any_and_several_facets_all():
    found = [record("finding", map="a"), record("perception", map="a"), record("source", map="b"), record(map="b")]
    assert filter_by_facets(found, FacetChoice(kind=("finding", "perception"), map=("a",))).positions == (0, 1)


@given(st.lists(RECORDS, max_size=12), CHOICES)
def test_a_count_is_what_choosing_that_value_alone_leaves(found, chosen):
    narrowed = filter_by_facets(found, chosen)
    for facet in FACETS:
        asked = {name: getattr(chosen, name) for name in (*FACETS, "since", "until")}
        for each in narrowed.facets[facet]:
            alone = filter_by_facets(found, FacetChoice(**{**asked, facet: (each.value,)}))
            assert each.count == len(alone.positions), (facet, each)


@given(st.lists(RECORDS, max_size=12), CHOICES)
def test_what_is_kept_stays_in_its_order_and_every_chosen_value_is_told(found, chosen):
    narrowed = filter_by_facets(found, chosen)
    assert list(narrowed.positions) == sorted(set(narrowed.positions))
    for facet in FACETS:
        told = {each.value for each in narrowed.facets[facet] if each.chosen}
        assert told == set(getattr(chosen, facet))


@pytest.mark.parametrize(
    ("verdicts", "together"),
    [
        ((), "not tested"),
        (("confirmed", "contradicted"), "mixed"),
        (("confirmed", None), "confirmed"),
    ],
)
def test_a_perception_has_the_verdict_that_all_its_tests_come_to(verdicts, together):
    (value,) = filter_by_facets([record("perception", verdicts=verdicts)], FacetChoice()).facets["verdict"]
    assert value.value == together


@pytest.mark.parametrize(
    ("since", "until", "kept"),
    [
        (None, None, (0, 1, 2)),
        (Day(1951, 1, 1), None, (0, 1)),
        (None, Day(1950, 12, 31), (0,)),
        (Day(1952, 1, 1), Day(1952, 12, 31), (1,)),
        (Day(1960, 1, 1), None, ()),
    ],
)
def test_a_record_fits_whose_date_may_lie_between_the_days_asked_for(since, until, kept):
    found = [record(span=span(1950, 1951)), record(span=span(1951, 1953)), record(span=None)]
    assert filter_by_facets(found, FacetChoice(since=since, until=until)).positions == kept


def test_values_of_a_vocabulary_keep_its_order_and_words_go_by_number():
    found = [record("source", tags=("b",)), record("source", tags=("a", "b")), record("perception", tags=("c",))]
    facets = filter_by_facets(found, FacetChoice()).facets
    assert [each.value for each in facets["kind"]] == ["perception", "source"]
    assert [(each.value, each.count) for each in facets["tag"]] == [("b", 2), ("a", 1), ("c", 1)]
