"""The history tells how the map stood after each of its changes, from either end."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from argument_maps.assembly import load_graph, with_contents
from argument_maps.draft_values import draft_of, graph_of
from argument_maps.examples import korea
from argument_maps.formats import native
from models import changes
from models.engine import reading, writing
from models.errors import UnknownMoment
from models.history.moments import Standing, back, forth, moment, moment_at, present, replayed, standing_at, steps
from tests.models.lives import SLUG, Life, a_whole_life, found_map


@pytest.fixture
def life(engine: Engine) -> Life:
    return a_whole_life(engine)


def written(session: Session, standing: Standing) -> bytes:
    assert standing.header is not None
    return native.write(with_contents(session, graph_of(standing.header, standing.records)))


def test_replaying_the_history_from_nothing_gives_the_tables(life: Life) -> None:
    with reading(life.engine) as session:
        assert written(session, replayed(session, found_map(session))) == life.moments[life.last]


def test_every_moment_is_the_same_from_either_end(life: Life) -> None:
    assert len(life.moments) == 14
    with reading(life.engine) as session:
        found = found_map(session)
        for sequence, document in life.moments.items():
            since = steps(session, found.id or 0, sequence, life.last)
            begun = steps(session, found.id or 0, 0, sequence)
            assert written(session, back(present(session, found), since)) == document
            assert written(session, forth(Standing(), begun)) == document
            assert written(session, standing_at(session, found, sequence)) == document


def test_a_moment_tells_who_made_the_change_and_ends_with_all_of_it(life: Life) -> None:
    with reading(life.engine) as session:
        found = found_map(session)
        first, last = moment(session, found, 6), moment(session, found, 7)
        assert (first.sequence, first.change, last) == (7, 6, first)
        assert [moment(session, found, number).author for number in (1, 3)] == ["me", "you"]
        assert moment(session, found, 8).why == "It was wrong."


def test_a_moment_is_found_by_the_clock(life: Life) -> None:
    with reading(life.engine) as session:
        found = found_map(session)
        third = moment(session, found, 3)
        assert moment_at(session, found, third.at).sequence == 3
        with pytest.raises(UnknownMoment):
            moment_at(session, found, moment(session, found, 1).at - timedelta(seconds=1))


def test_what_is_not_in_the_history_is_no_moment(life: Life) -> None:
    with reading(life.engine) as session:
        with pytest.raises(UnknownMoment, match=f"the last is {life.last}"):
            moment(session, found_map(session), life.last + 1)
        deleted = life.last - 3
        with pytest.raises(UnknownMoment, match="deleted"):
            standing_at(session, found_map(session), deleted)


def test_the_korea_map_is_the_same_from_its_history(engine: Engine) -> None:
    document, _ = native.read(korea())
    with writing(engine) as session:
        changes.replace_map(session, SLUG, document, version=None, author="me", checked=True)
    with reading(engine) as session:
        whole = native.write(with_contents(session, load_graph(session, SLUG)))
        assert written(session, replayed(session, found_map(session))) == whole


def test_a_value_is_a_draft_and_a_value_again(life: Life) -> None:
    with reading(life.engine) as session:
        graph = load_graph(session, SLUG)
    records = {record.id: draft_of(record) for record in graph}
    assert graph_of({"slug": graph.slug, "title": graph.title}, records).by_id == graph.by_id
