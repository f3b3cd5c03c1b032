"""A change of many records holds its map for a bounded time, and asks the database no more often than one of few."""

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session, select

from models import changes
from models.changes import time_limit
from models.changes.time_limit import ChangeTakesTooLong, limit_writing_time
from models.changes.writer_limits import WriterLimits, set_writer_limits
from models.engine import writing
from models.people.enrolment import create_account
from models.records.arguments import ClaimDraft
from models.records.maps import ArgumentMapDraft, Record
from models.vocabulary import RecordKind

SLUG = "debate"


def make_claims(session: Session, number: int) -> int:
    """Make claims of Anna's in one change, and return its number."""
    found = changes.find_map(session, SLUG)
    claims = [(RecordKind.CLAIM, None, ClaimDraft(text=f"Claim {each}.")) for each in range(number)]
    changes.create_records(session, found, claims, author="Anna")
    return found.version - number + 1


@pytest.fixture
def anna(engine: Engine) -> int:
    with writing(engine) as session:
        account = create_account(session, "Anna", password_hash=None)
        changes.create_map(session, SLUG, ArgumentMapDraft(title="A debate"), author="Anna")
        return account.id or 0


@pytest.mark.parametrize("is_contributor", [False, True])
def test_undoing_many_asks_the_database_as_often_as_undoing_few(
    engine: Engine, anna: int, is_contributor: bool
) -> None:
    def count(number: int) -> int:
        asked: list[str] = []
        with writing(engine) as session:
            made = make_claims(session, number)
        with writing(engine) as session:
            if is_contributor:
                set_writer_limits(session, lambda: WriterLimits(restricted_to_account=anna))
            note = lambda *given: asked.append(given[2])  # noqa: E731 # the same object is taken away again
            event.listen(engine, "before_cursor_execute", note)
            changes.revert_change(session, SLUG, made, author="Anna")
            event.remove(engine, "before_cursor_execute", note)
        with writing(engine) as session:
            assert session.exec(select(Record)).all() == []
        return len(asked)

    assert count(40) <= count(4)


def test_a_change_that_takes_too_long_is_ended_and_changes_nothing(
    engine: Engine, anna: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert anna
    with writing(engine) as session:
        made = make_claims(session, 4)
    monkeypatch.setattr(time_limit, "WRITING_SECONDS", -1.0)
    with pytest.raises(ChangeTakesTooLong) as refused, writing(engine) as session:
        limit_writing_time(session)
        changes.revert_change(session, SLUG, made, author="Anna")
    assert "several parts" in refused.value.remedy
    with writing(engine) as session:
        assert len(session.exec(select(Record)).all()) == 4
        # What nobody waits for over the network has no bound.
        changes.revert_change(session, SLUG, made, author="Anna")
