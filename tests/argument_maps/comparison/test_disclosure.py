"""What became known of a map between two dates."""

import msgspec
import pytest
from hypothesis import given

from argument_maps.comparison.disclosure import find_disclosure
from argument_maps.examples import read_korea_map
from argument_maps.graph import Graph
from argument_maps.time_travel import UnreadableMoment, find_opening_day, take_snapshot
from argument_maps.verdicts.combination import find_verdict
from tests.argument_maps.graphs import YEARS, evidence, finding, graph, graphs, perception, source

KOREA = msgspec.json.decode(read_korea_map(), type=Graph)


@given(graphs(), YEARS, YEARS)
def test_what_became_known_is_all_that_the_later_date_adds(drawn, one, other):
    found = find_disclosure(drawn, one, other)
    earlier, later = (take_snapshot(drawn, year).graph for year in sorted([one, other]))
    assert {each.id for each in found.added.added} == {each.id for each in later} - {each.id for each in earlier}
    assert found.added.changed == found.added.removed == ()


@given(graphs(), YEARS)
def test_a_verdict_turned_where_it_is_another_and_by_tests_that_are_new(drawn, year):
    found = find_disclosure(drawn, year)
    earlier = take_snapshot(drawn, year).graph
    turned = {
        each.id
        for each in drawn.claims
        if each.kind == "perception"
        and (
            find_verdict(earlier, each.id) != find_verdict(drawn, each.id)
            if each.id in earlier.by_id
            else any(link.relation == "tests" for link in drawn.links_to.get(each.id, ()))
        )
    }
    assert {turn.perception.id for turn in found.turns} == turned
    assert not {test.link.id for turn in found.turns for test in turn.tests} & earlier.by_id.keys()


@pytest.mark.parametrize(("first", "last"), [("1990", "1996"), ("1996", "1990")])
def test_the_dates_may_be_named_either_way_round(first, last):
    found = find_disclosure(KOREA, first, last)
    assert (found.first, found.last) == ("1990", "1996")
    assert found.opened


def test_sources_stand_in_the_order_in_which_they_opened():
    days = [find_opening_day(each) for each in find_disclosure(KOREA, "1949").opened]
    assert days == sorted(days)
    assert len(set(days)) > 5


def test_a_document_that_opens_turns_a_verdict():
    drawn = graph(
        perception("P1", when="1950"),
        finding("F1"),
        evidence("E1", source="s1"),
        source("s1", available="1995"),
        links="E1 supports F1, F1 tests P1 contradicted",
    )
    (turn,) = find_disclosure(drawn, "1990", "1996").turns
    assert (turn.perception.id, turn.before, turn.after) == ("P1", "not tested", "contradicted")
    assert [(test.link.id, [each.id for each in test.documents]) for test in turn.tests] == [("L2", ["E1"])]
    assert find_disclosure(drawn, "1996", "2000").turns == ()


@pytest.mark.parametrize(
    ("available", "kind"),
    [
        pytest.param("1995", "could be known", id="a document was open"),
        pytest.param("2005", "was argued", id="the document opened only later"),
    ],
)
def test_a_verdict_turns_by_what_could_be_known_or_by_what_was_argued(available, kind):
    drawn = graph(
        perception("P1", when="1950"),
        finding("F1", source="work"),
        evidence("E1", source="s1"),
        source("s1", available=available),
        source("work", type="book", issued="1994"),
        links="E1 supports F1, F1 tests P1 contradicted",
    )
    (turn,) = find_disclosure(drawn, "1990", "1996").turns
    assert turn.kind == kind


def test_one_new_test_out_of_documents_is_enough_to_be_known():
    drawn = graph(
        perception("P1", when="1950"),
        finding("F1", source="work"),
        finding("F2"),
        evidence("E1", source="s1"),
        source("s1", available="1995"),
        source("work", type="book", issued="1994"),
        links="E1 supports F2, F1 tests P1 contradicted, F2 tests P1 contradicted",
    )
    (turn,) = find_disclosure(drawn, "1990", "1996").turns
    assert turn.kind == "could be known"


def test_what_an_editor_states_of_all_tests_turns_nothing_before_they_could_be_made():
    drawn = graph(
        perception("P1", when="1950", overall_verdict="contested", verdict_reason="Two schools."),
        finding("F1"),
        finding("F2"),
        evidence("E1", source="s1"),
        evidence("E2", source="s2"),
        source("s1", available="1995"),
        source("s2", available="2005"),
        links="E1 supports F1, E2 supports F2, F1 tests P1 confirmed, F2 tests P1 contradicted",
    )
    verdicts = [find_verdict(take_snapshot(drawn, year).graph, "P1") for year in ("1990", "2000", "2010")]
    assert verdicts == ["not tested", "confirmed", "contested"]
    assert [turn.after for turn in find_disclosure(drawn, "2000", "2010").turns] == ["contested"]


def test_in_the_korea_map_a_work_alone_turned_the_perception_about_taiwan():
    (turn,) = (turn for turn in find_disclosure(KOREA, "1998", "2002").turns if turn.perception.id == "P6")
    assert turn.kind == "was argued"


def test_a_date_that_cannot_be_read_is_said():
    with pytest.raises(UnreadableMoment):
        find_disclosure(KOREA, "once")
