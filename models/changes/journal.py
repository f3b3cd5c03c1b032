"""The journal of one request: it takes its turn on the map, and keeps every revision."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert, inspect, update
from sqlmodel import Session, col

from models.change_signal import wake
from models.changes.time_limit import check_time, start_clock
from models.engine import EncodedJson
from models.errors import StaleRevision, UnknownMap
from models.history.revisions import Revision
from models.records.maps import ArgumentMap, Record
from models.records.rows import Draft
from models.row_keys import persisted_id
from models.vocabulary import ChangeKind

_REVISIONS = inspect(Revision).class_manager
_COLUMNS = tuple(name for name in Revision.model_fields if name != "id")


class Journal:
    """The revisions of one request on one map: they share a `change`, and count its version up.

    Raises `UnknownMap` where the map is deleted before it is this request's turn.
    """

    def __init__(
        self, session: Session, argument_map: ArgumentMap, author: str, why: str, *, undoes: int | None = None
    ) -> None:
        self.session, self.map, self.author, self.why, self.undoes = session, argument_map, author, why, undoes
        self.map_id = persisted_id(argument_map)
        self.revisions: list[Revision] = []
        # Taken before anything is read, so that what is compared with is what the last writer left.
        locked = session.connection().execute(
            update(ArgumentMap)
            .where(col(ArgumentMap.id) == self.map_id)
            .values(version=col(ArgumentMap.version) + 1)
            .returning(col(ArgumentMap.version))
        )
        version = locked.scalar()
        if version is None:
            # Deleted by the writer that was waited for.
            raise UnknownMap(argument_map.slug)
        start_clock(session)
        self._next: int = version
        self.change = self._next
        self._stored_version = self._next
        # What the caller has read of the map was read before its turn came.
        session.refresh(argument_map)
        wake(session)

    def add(
        self,
        kind: ChangeKind,
        *,
        record: Record | None = None,
        before: Draft | None = None,
        after: Draft | EncodedJson | None = None,
        credit: str | None = None,
    ) -> int:
        """Append a revision and return its sequence; `credit` is whose work it is, where that is not the author's."""
        sequence: int = self._next
        self._next += 1
        revision = _make_revision(
            map_id=self.map_id,
            slug=self.map.slug,
            sequence=sequence,
            change=self.change,
            at=datetime.now(UTC),
            author=self.author,
            credit=credit,
            undoes=self.undoes,
            why=self.why,
            kind=kind,
            record_kind=record.kind if record else None,
            label=record.label if record else None,
            record_id=record.id if record else None,
            before=before,
            after=after,
        )
        self.revisions.append(revision)
        return sequence

    def close(self) -> tuple[Revision, ...]:
        """Write the revisions down and leave the map at the last one's sequence."""
        check_time(self.session)
        # All rows in one statement, which gives no ids back: nobody asks for those.
        rows = [{name: getattr(revision, name) for name in _COLUMNS} for revision in self.revisions]
        self.session.connection().execute(insert(Revision), rows)
        last = self.revisions[-1].sequence
        if last != self._stored_version:
            self.session.connection().execute(
                update(ArgumentMap).where(col(ArgumentMap.id) == self.map_id).values(version=last)
            )
        self.session.flush()
        self.session.refresh(self.map)
        return tuple(self.revisions)


def _make_revision(**fields: Any) -> Revision:
    """Return a revision that says this.

    As SQLAlchemy itself makes what it reads: the model's own constructor takes half of the time in which many records
    are written. All fields but `id` have to be given.
    """
    revision: Revision = _REVISIONS.new_instance()
    revision.__dict__.update(fields, id=None)
    return revision


def expect_version(journal: Journal, version: int | None) -> None:
    """Raise `StaleRevision` where the map's version before this request was another."""
    if version is not None and version != journal.change - 1:
        raise StaleRevision(journal.map.slug, version, journal.change - 1)


def give_turn_back(journal: Journal) -> None:
    """Count a map's version down again, where its turn came and nothing was changed."""
    version_reset = update(ArgumentMap).where(col(ArgumentMap.id) == journal.map_id).values(version=journal.change - 1)
    journal.session.connection().execute(version_reset)
    journal.session.refresh(journal.map)
