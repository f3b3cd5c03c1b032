"""What stood in which year, and on how many independent documents."""

from itertools import combinations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from argument_maps.bounded_work import Work, WorkTooLong, run_as_work
from argument_maps.examples import read_korea_map
from argument_maps.graph import Graph
from argument_maps.time_travel import take_snapshot
from argument_maps.values import Question
from argument_maps.weighing.set_aside import Circumstances
from argument_maps.weighing.surveys.timelines import (
    MOST_COUNTED_EXACTLY,
    MOST_YEARS,
    WeighedTimeline,
    count_independent,
    weigh_through_time,
)
from argument_maps.weighing.weighing import weigh_map
from tests.argument_maps.graphs import evidence, finding, graph, graphs, perception, source

KOREA = msgspec.json.decode(read_korea_map(), type=Graph)
SMALL = graph(
    Question(id="Q1", text="Was it so?"),
    perception("P1", when="1950", answers="Q1"),
    finding("F1", answers="Q1"),
    *(evidence(f"E{number}", f"s{number}") for number in range(1, 4)),
    source("s1", opened="1990", repository="The Archive"),
    source("s2", opened="1995", copy_of="s1"),
    source("s3", opened="2000", released_by=("a1",)),
    links="E1 supports F1, E2 supports F1, E3 supports F1, F1 tests P1 confirmed",
)


def read_row(timeline: WeighedTimeline, record: str) -> list[tuple[str | None, int]]:
    row = next(row for row in timeline.rows if row.record == record)
    return [(moment.label, moment.documents) for moment in row.moments]


def test_a_copy_that_is_opened_later_is_no_second_document_and_another_document_is():
    timeline = weigh_through_time(SMALL)
    assert timeline.years == (1950, 1990, 1995, 2000)
    assert read_row(timeline, "P1") == [("unsupported", 0), ("stands", 1), ("stands", 1), ("stands", 2)]
    assert read_row(timeline, "F1") == [(None, 0), ("stands", 1), ("stands", 1), ("stands", 2)]
    assert [(row.record, row.question, row.kind) for row in timeline.rows] == [
        ("P1", "Q1", "perception"),
        ("F1", "Q1", "finding"),
    ]


def test_openings_are_marked_with_the_archive_and_with_who_let_the_documents_out():
    found = [
        (each.year, each.sources, each.repositories, each.released_by) for each in weigh_through_time(SMALL).openings
    ]
    assert found == [
        (1990, ("s1",), ("The Archive",), ()),
        (1995, ("s2",), (), ()),
        (2000, ("s3",), (), ("a1",)),
    ]


def test_what_is_set_aside_is_so_in_every_year():
    timeline = weigh_through_time(SMALL, circumstances=Circumstances(sources=frozenset({"s1", "s2"})))
    assert read_row(timeline, "P1") == [("unsupported", 0), ("falls", 0), ("falls", 0), ("stands", 1)]


def test_of_too_many_years_those_in_which_most_became_known_are_weighed():
    sources = [source(f"s{year}", opened=str(year)) for year in range(1900, 2000)]
    items = [evidence(f"E{year}", f"s{year}") for year in range(1900, 2000)]
    more = [source(f"t{year}", opened=str(year)) for year in range(1990, 2000)]
    timeline = weigh_through_time(graph(finding("F1"), *sources, *more, *items))
    assert len(timeline.left_out) == 100 - MOST_YEARS
    assert max(timeline.left_out) == 1989
    assert set(range(1990, 2000)) <= set(timeline.years)


def test_of_the_korea_map_the_gottwald_letter_contests_a_finding_until_it_is_answered():
    timeline = weigh_through_time(KOREA)
    row = dict(zip(timeline.years, read_row(timeline, "F9"), strict=True))
    assert (row[1994], row[1995], row[2005], row[2008]) == (
        ("stands", 1),
        ("stands", 3),
        ("contested", 3),
        ("stands", 3),
    )
    assert len(timeline.years) == 20


def test_it_ends_where_nobody_waits():
    work = Work(seconds=0)
    with pytest.raises(WorkTooLong), run_as_work(work):
        weigh_through_time(KOREA)


@given(graphs())
def test_each_column_is_the_map_of_that_year_weighed(drawn: Graph):
    timeline = weigh_through_time(drawn)
    for column, year in enumerate(timeline.years):
        labels = weigh_map(take_snapshot(drawn, f"{year:04}").graph).labels
        assert {row.record: row.moments[column].label for row in timeline.rows} == {
            row.record: labels.get(row.record) for row in timeline.rows
        }


@given(st.lists(st.frozensets(st.sampled_from("abcdefgh"), min_size=1, max_size=3), max_size=8))
def test_the_largest_number_of_independent_documents_is_found(families: list[frozenset[str]]):
    distinct = list(set(families))
    largest = max(
        number
        for number in range(len(distinct) + 1)
        for chosen in combinations(distinct, number)
        if all(one.isdisjoint(other) for one, other in combinations(chosen, 2))
    )
    assert count_independent(families) == largest


def test_of_very_many_that_hang_together_no_more_are_counted_than_are_independent():
    # A row in which each shares something with the next: every other one is independent.
    row = [frozenset({number, number + 1}) for number in range(2 * MOST_COUNTED_EXACTLY)]
    assert count_independent(frozenset(map(str, each)) for each in row) == MOST_COUNTED_EXACTLY
