import pytest

from argument_maps.comparison.film import cut_film
from argument_maps.values import Agent
from renderers.film.frame_words import MOST_NAMED, summarise_at, summarise_frame
from tests.argument_maps.graphs import evidence, finding, graph, perception, reading, source
from tests.renderers.pictures import korea_graph


def tell(drawn, number: int) -> str:
    film = cut_film(drawn)
    return " ".join(summarise_frame(drawn, film, film.frames[number]))


def test_a_frame_tells_who_opened_what_and_what_turned_with_what_has_to_be_said_beside_it():
    drawn = graph(
        Agent(id="a1", name="Boris Yeltsin", kind="person"),
        perception("P1", when="1950"),
        finding("F1"),
        evidence("E1", "s1"),
        source("s1", opened="1994", repository="APRF", released_by=("a1",)),
        source("s2", type="book", issued="1994"),
        links="E1 supports F1, F1 tests P1 contradicted",
    )
    assert tell(drawn, 0) == "1950, frame 1 of 2. 1 record came."
    assert tell(drawn, 1) == (
        "1994, frame 2 of 2. 1 document of an archive was opened: APRF; let out by Boris Yeltsin. "
        "1 other source became readable. P1 turned from not tested to contradicted: on one document alone (E1). "
        "2 records came. 2 links came."
    )


def test_a_verdict_that_stays_is_told_with_what_is_new_beside_it():
    drawn = graph(
        perception("P1", when="1950"),
        finding("F1"),
        evidence("E1", "s1"),
        source("s1", opened="1994"),
        reading("I1", when="1999"),
        links="E1 supports F1, F1 tests P1 contradicted, I1 challenges F1",
    )
    assert "P1 stays contradicted, now: disputed by I1 (L3), on one document alone (E1)." in tell(drawn, 2)


def test_what_need_no_longer_be_said_beside_a_verdict_is_told_too():
    drawn = graph(
        perception("P1", when="1950"),
        finding("F1"),
        evidence("E1", "s1"),
        evidence("E2", "s2"),
        source("s1", opened="1994"),
        source("s2", opened="1996"),
        links="E1 supports F1, F1 tests P1 contradicted, E2 supports F1",
    )
    assert "P1 stays contradicted, and no longer: on one document alone (E1)." in tell(drawn, 2)


def test_a_perception_that_comes_with_a_verdict_has_not_turned():
    assert "P10 came with the verdict contradicted: on no document." in tell(korea_graph(), 1)


def test_what_no_date_tells_is_counted_once_and_a_frame_without_a_year_is_today():
    drawn = graph(perception("P1", when="1950"), perception("P2"), source("s1"), evidence("E1", "s1"))
    assert "2 records are undated: nothing says since when." in tell(drawn, 0)
    closed = graph(perception("P1", when="1950"), source("s1", opened="1990/.."), evidence("E1", "s1"))
    assert tell(closed, 1) == (
        "Today, frame 2 of 2. 1 source does not say in which year it could be read. 1 record came."
    )


def test_of_many_archives_some_are_named_and_the_others_counted():
    many = [source(f"s{place}", opened="1994", repository=f"Archive {place:02}") for place in range(MOST_NAMED + 2)]
    told = tell(graph(perception("P1", when="1950"), *many), 1)
    assert "Archive 06, 3 more." in told


def test_what_is_not_known_yet_cannot_be_read():
    film = cut_film(graph(perception("P1", when="1950"), perception("P2", when="1960")))
    with pytest.raises(KeyError):
        summarise_at(film.frames[0], "P2")
