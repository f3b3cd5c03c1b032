"""The history tells how the map stood after each of its changes, from either end."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from argument_maps.assembly import add_contents, load_graph
from argument_maps.draft_values import build_draft, build_graph_from_drafts
from argument_maps.examples import read_korea_map
from argument_maps.formats import native
from models import changes
from models.engine import reading, writing
from models.errors import UnknownMoment
from models.history.moments import (
    MapSnapshot,
    apply_steps,
    find_moment,
    find_moment_by_time,
    read_present_snapshot,
    read_snapshot,
    read_steps,
    replay_history,
    revert_steps,
)
from tests.models.lives import SLUG, Life, a_whole_life, found_map


@pytest.fixture
def life(engine: Engine) -> Life:
    return a_whole_life(engine)


def written(session: Session, standing: MapSnapshot) -> bytes:
    assert standing.header is not None
    return native.write_map_document(add_contents(session, build_graph_from_drafts(standing.header, standing.records)))


def test_replaying_the_history_from_nothing_gives_the_tables(life: Life) -> None:
    with reading(life.engine) as session:
        assert written(session, replay_history(session, found_map(session))) == life.moments[life.last]


def test_every_moment_is_the_same_from_either_end(life: Life) -> None:
    assert len(life.moments) == 14
    with reading(life.engine) as session:
        found = found_map(session)
        for sequence, document in life.moments.items():
            since = read_steps(session, found.id or 0, sequence, life.last)
            begun = read_steps(session, found.id or 0, 0, sequence)
            assert written(session, revert_steps(read_present_snapshot(session, found), since)) == document
            assert written(session, apply_steps(MapSnapshot(), begun)) == document
            assert written(session, read_snapshot(session, found, sequence)) == document


def test_a_moment_tells_who_made_the_change_and_ends_with_all_of_it(life: Life) -> None:
    with reading(life.engine) as session:
        found = found_map(session)
        first, last = find_moment(session, found, 6), find_moment(session, found, 7)
        assert (first.sequence, first.change, last) == (7, 6, first)
        assert [find_moment(session, found, number).author for number in (1, 3)] == ["me", "you"]
        assert find_moment(session, found, 8).why == "It was wrong."


def test_a_moment_is_found_by_the_clock(life: Life) -> None:
    with reading(life.engine) as session:
        found = found_map(session)
        third = find_moment(session, found, 3)
        assert find_moment_by_time(session, found, third.at).sequence == 3
        with pytest.raises(UnknownMoment):
            find_moment_by_time(session, found, find_moment(session, found, 1).at - timedelta(seconds=1))


def test_what_is_not_in_the_history_is_no_moment(life: Life) -> None:
    with reading(life.engine) as session:
        with pytest.raises(UnknownMoment, match=f"the last is {life.last}"):
            find_moment(session, found_map(session), life.last + 1)
        deleted = life.last - 3
        with pytest.raises(UnknownMoment, match="deleted"):
            read_snapshot(session, found_map(session), deleted)


def test_the_korea_map_is_the_same_from_its_history(engine: Engine) -> None:
    document, _ = native.read_map_document(read_korea_map())
    with writing(engine) as session:
        changes.replace_map(session, SLUG, document, version=None, author="me", checked=True)
    with reading(engine) as session:
        whole = native.write_map_document(add_contents(session, load_graph(session, SLUG)))
        assert written(session, replay_history(session, found_map(session))) == whole


def test_a_value_is_a_draft_and_a_value_again(life: Life) -> None:
    with reading(life.engine) as session:
        graph = load_graph(session, SLUG)
    records = {record.id: build_draft(record) for record in graph}
    assert build_graph_from_drafts({"slug": graph.slug, "title": graph.title}, records).by_id == graph.by_id
