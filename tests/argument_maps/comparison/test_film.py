from itertools import pairwise

import msgspec
import pytest
from hypothesis import given

from argument_maps.comparison import film as films
from argument_maps.comparison.film import FEWEST_FRAMES, MOST_FRAMES, VerdictTurn, cut_film
from argument_maps.examples import read_korea_map
from argument_maps.graph import Graph
from argument_maps.selection.selecting import Selection, select
from argument_maps.time_travel import UnreadableMoment, take_snapshot
from argument_maps.verdicts.combination import find_verdict
from models.vocabulary import Verdict
from tests.argument_maps.graphs import QUESTIONS, evidence, finding, graph, graphs, perception, reading, source

KOREA = msgspec.json.decode(read_korea_map(), type=Graph)


def list_arguments(drawn: Graph) -> set[str]:
    return {*drawn.statements, *drawn.links_by_id}


@given(graphs())
def test_a_later_frame_never_shows_less(drawn):
    frames = cut_film(drawn).frames
    for earlier, later in pairwise(frames):
        assert list_arguments(earlier.snapshot.graph) <= list_arguments(later.snapshot.graph)
        assert earlier.snapshot.graph.sources_by_id.keys() <= later.snapshot.graph.sources_by_id.keys()
        assert later.year is None or earlier.year < later.year


@given(graphs())
def test_the_last_frame_is_the_map(drawn):
    last = cut_film(drawn).frames[-1].snapshot.graph
    assert list_arguments(last) == list_arguments(drawn)
    assert last.sources_by_id.keys() == drawn.sources_by_id.keys()
    assert {claim.id: find_verdict(last, claim.id) for claim in last.claims} == {
        claim.id: find_verdict(drawn, claim.id) for claim in drawn.claims
    }


@given(graphs())
def test_everything_comes_once_and_when_a_snapshot_first_has_it(drawn):
    film = cut_film(drawn)
    came = [label for frame in film.frames for label in (*frame.came, *frame.readable)]
    assert len(came) == len(set(came))
    assert set(came) == list_arguments(drawn) | drawn.sources_by_id.keys()
    for frame in film.frames:
        if frame.as_of is not None:
            known = take_snapshot(drawn, frame.as_of).graph
            assert list_arguments(known) == {
                label for label in list_arguments(drawn) if film.arrivals[label] <= frame.number
            }


@given(graphs())
def test_verdicts_turn_from_what_they_were_to_what_they_are(drawn):
    verdicts: dict[str, str] = {}
    for frame in cut_film(drawn).frames:
        for turn in frame.turns:
            assert turn.before in {verdicts.get(turn.perception), *([None] if turn.perception in frame.came else [])}
            assert turn.before != turn.after
            verdicts[turn.perception] = turn.after
        for claim in frame.snapshot.graph.claims:
            if claim.kind == "perception":
                verdicts.setdefault(claim.id, Verdict.NOT_TESTED.value)
                assert verdicts[claim.id] == find_verdict(frame.snapshot.graph, claim.id)


@given(graphs())
def test_no_frame_is_without_a_change(drawn):
    assert all(frame.came or frame.readable or frame.turns or frame.requalified for frame in cut_film(drawn).frames)


@given(graphs())
def test_the_film_of_a_part_has_what_is_shown_and_no_more_when_the_whole_has_it(drawn):
    shown = select(drawn, Selection(question=(QUESTIONS[0],))).graph
    whole, part = cut_film(drawn), cut_film(drawn, shown)
    assert part.arrivals.keys() == list_arguments(shown) | shown.sources_by_id.keys()
    whole_years = {frame.number: frame.year for frame in whole.frames}
    part_years = {frame.number: frame.year for frame in part.frames}
    # A part begins with the first year in which any of it was known, and that is its first frame.
    for label, number in part.arrivals.items():
        assert part_years[number] == whole_years[whole.arrivals[label]] or number == 0


def test_what_came_opened_and_turned_is_told_of_the_year():
    drawn = graph(
        perception("P1", when="1950"),
        finding("F1"),
        evidence("E1", "s1"),
        source("s1", opened="1995-03", repository="APRF", released_by=("a1",)),
        source("s2", type="book", issued="1990"),
        reading("I1", source="s2"),
        links="E1 supports F1, F1 tests P1 contradicted",
    )
    first, second, third = cut_film(drawn).frames
    assert (first.as_of, first.came, first.readable, first.openings, first.turns) == ("1950", ("P1",), (), (), ())
    assert (second.as_of, second.came, second.readable, second.openings) == ("1990", ("I1",), ("s2",), ())
    assert (third.as_of, third.came, third.readable) == ("1995", ("E1", "F1", "L1", "L2"), ("s1",))
    assert [(opening.repositories, opening.sources) for opening in third.openings] == [(("APRF",), ("s1",))]
    assert third.openings[0].released_by == ("a1",)
    assert third.turns == (VerdictTurn(perception="P1", before="not tested", after="contradicted", tests=("L2",)),)


def test_what_no_year_tells_comes_in_a_last_frame_without_one():
    drawn = graph(perception("P1", when="1950"), source("s1", opened="1990/.."), evidence("E1", "s1"))
    film = cut_film(drawn)
    assert [(frame.as_of, frame.came) for frame in film.frames] == [("1950", ("P1",)), (None, ("E1",))]
    assert film.find_frame("2100").number == 0
    assert film.find_frame("9999").number == 1


def test_a_map_without_dates_is_one_frame_and_an_empty_one_has_none():
    assert [frame.as_of for frame in cut_film(graph(perception("P1"))).frames] == [None]
    assert cut_film(graph()).frames == ()


def test_the_verdicts_of_the_korea_map_turn_as_its_archives_open():
    film = cut_film(KOREA)
    by_year = {frame.year: frame for frame in film.frames}
    assert [(turn.perception, turn.after) for turn in by_year[1994].turns] == [("P2", "contested"), ("P3", "contested")]
    assert by_year[2000].turns == (
        VerdictTurn(perception="P5", before="partly confirmed", after="mixed", tests=("L85",)),
    )
    assert {name for opening in by_year[1995].openings for name in opening.repositories} == {"APRF", "AVPRF"}
    assert not film.left_out


def test_a_date_is_answered_with_the_frame_of_its_year():
    film = cut_film(KOREA)
    assert film.find_frame("1995-06").year == 1995
    assert film.find_frame("1985").year == 1970
    assert film.find_frame("1800").number == 0
    assert film.find_frame("2100").number == len(film.frames) - 1
    with pytest.raises(UnreadableMoment):
        film.find_frame("soon")
    with pytest.raises(LookupError):
        cut_film(graph()).find_frame("1990")


def test_of_too_many_years_those_with_most_have_frames_and_the_others_come_with_the_next():
    years = range(1900, 1900 + 2 * MOST_FRAMES)
    drawn = graph(
        *(perception(f"P{year}", when=str(year)) for year in years),
        *(perception(f"P{year}-2", when=str(year)) for year in years if year % 2),
    )
    film = cut_film(drawn)
    assert len(film.frames) == MOST_FRAMES
    assert film.frames[-1].year == years[-1]
    # The odd years have two each; the even ones that are left out come with the odd one that follows.
    assert film.frames[1].came == ("P1902", "P1903", "P1903-2")
    assert film.frames[1].with_years == (1902,)
    assert {year for frame in film.frames for year in frame.with_years} == set(film.left_out)
    assert list_arguments(film.frames[-1].snapshot.graph) == list_arguments(drawn)


def test_a_large_map_has_fewer_frames(monkeypatch):
    monkeypatch.setattr(films, "MOST_WORK", 1)
    drawn = graph(*(perception(f"P{year}", when=str(year)) for year in range(1900, 1950)))
    assert len(cut_film(drawn).frames) == FEWEST_FRAMES
