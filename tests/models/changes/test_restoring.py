"""What was once said can be said again, by a change of its own."""

import pytest
from sqlalchemy import Engine, select
from sqlmodel import Session

from argument_maps.assembly import add_contents, load_graph
from argument_maps.formats import native
from models import changes
from models.engine import reading, writing
from models.errors import NothingToRestore, StaleRevision, UnknownRecord
from models.history.revisions import read_revisions
from models.records.arguments import ClaimDraft
from models.records.maps import Record
from models.vocabulary import RecordKind
from tests.models.lives import SLUG, Life, a_debate, a_whole_life, found_map


@pytest.fixture
def life(engine: Engine) -> Life:
    """The debate, read in by change 1."""
    life = Life(engine)
    life.read_in(a_debate())
    return life


def restore(life: Life, label: str, sequence: int) -> None:
    life.do(lambda session: changes.restore_record(session, SLUG, label, sequence, author="me"))


def records(session: Session) -> dict[str, int | None]:
    return {record.label: record.id for record in session.scalars(select(Record))}


def test_a_record_says_again_what_it_said(life: Life) -> None:
    life.do(
        lambda session: changes.change_record(
            session, found_map(session), "F1", ClaimDraft(text="Other."), revision=None, author="you"
        )
    )
    restore(life, "F1", 1)
    assert life.moments[life.last] == life.moments[1]


def test_a_record_that_went_comes_back_with_what_it_names_and_the_ids_that_they_had(life: Life) -> None:
    with reading(life.engine) as session:
        before = records(session)
    life.delete("S1")
    restore(life, "L2", 1)
    with reading(life.engine) as session:
        graph, after = load_graph(session, SLUG), records(session)
        assert {"L2", "E1", "S1"} <= graph.by_id.keys()
        assert "X1" in graph.by_id
        assert {label: after[label] for label in ("L2", "E1", "S1")} == {
            label: before[label] for label in ("L2", "E1", "S1")
        }
        written = read_revisions(session, found_map(session).id or 0, after=life.last - 1)
        assert written[0].why == "Restores “L2” as it stood after change 1."


def test_a_map_says_again_what_it_said_at_any_moment(engine: Engine) -> None:
    life = a_whole_life(engine)
    wanted = [sequence for sequence in life.moments if sequence >= 4]
    for sequence in wanted:
        if life.moments[life.last] != life.moments[sequence]:
            life.do(lambda session, n=sequence: changes.restore_map(session, SLUG, n, version=None, author="me"))
        assert life.moments[life.last] == life.moments[sequence]


def test_what_was_restored_is_undone_as_one(life: Life) -> None:
    life.delete("P1")
    before = life.last
    life.do(lambda session: changes.restore_map(session, SLUG, 1, version=None, author="me"))
    life.undo(before + 1)
    assert life.moments[life.last] == life.moments[before]


def test_what_says_so_already_needs_no_change(life: Life) -> None:
    with pytest.raises(NothingToRestore):
        restore(life, "F1", 1)
    with reading(life.engine) as session:
        assert found_map(session).version == 1


def test_what_was_not_there_cannot_be_restored(life: Life) -> None:
    life.create((RecordKind.CLAIM, "C9", ClaimDraft(text="Later.")))
    with pytest.raises(UnknownRecord):
        restore(life, "C9", 1)


def test_a_map_that_was_changed_meanwhile_is_not_restored(life: Life) -> None:
    life.delete("P1")
    with writing(life.engine) as session, pytest.raises(StaleRevision):
        changes.restore_map(session, SLUG, 1, version=1, author="me")


def test_contents_of_texts_come_back_as_well(life: Life) -> None:
    life.delete("X1")
    restore(life, "N1", 1)
    with reading(life.engine) as session:
        document, problems = native.read_map_document(
            native.write_map_document(add_contents(session, load_graph(session, SLUG)))
        )
    assert not problems
    assert [text.id for text in document.texts] == ["X1", "X2"]
