"""Maps without authors: an anonymous map has none, in what it says, in its history, in its forks and in its editions.

Whoever signs a map is mostly among those who write in it, so that a list of its authors would name them.
"""

import hashlib
import heapq
import json
from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy import select
from sqlmodel import Session, col

from models.change_signal import wake
from models.changes.journal import Journal
from models.changes.maps import change_header
from models.history.editions import Edition
from models.history.forks import Fork
from models.history.revisions import Revision
from models.participation.author_masks import note_rewriting
from models.records.maps import ArgumentMap
from models.records.rows import Draft

AUTHOR_FIELDS = ("authors", "forebears")
WHY = "An anonymous map names no authors."


def remove_authors(session: Session, map_id: int, *, by: str) -> None:
    """Take the authors off a map that has become anonymous, and off what was forked from it, wherever they stand."""
    for affected_id in _lock_map_and_forks(session, map_id):
        argument_map = session.get(ArgumentMap, affected_id)
        if argument_map is not None and (argument_map.authors or argument_map.forebears):
            journal = Journal(session, argument_map, by, WHY)
            change_header(journal, {name: [] for name in AUTHOR_FIELDS})
            journal.close()
        changed = [_strip_history(session, affected_id), _strip_editions(session, affected_id)]
        if any(changed):
            # What was drawn and told of former states holds what they said.
            note_rewriting(session, affected_id)
            wake(session)


def _lock_map_and_forks(session: Session, map_id: int) -> Iterator[int]:
    """Yield a map and what was forked from it, each held before its forks are looked for.

    Whoever forks a map holds it (`models.changes.forking`): a fork that was under way is there by then, and a later one
    copies a map without authors. Forks are younger than their origins, so that all hold maps in one order.
    """
    pending = [map_id]
    while pending:
        current_id = heapq.heappop(pending)
        statement = select(ArgumentMap).where(col(ArgumentMap.id) == current_id).with_for_update()
        session.scalars(statement, execution_options={"populate_existing": True}).one_or_none()
        yield current_id
        for fork_id in session.scalars(select(col(Fork.map_id)).where(col(Fork.origin_id) == current_id)):
            heapq.heappush(pending, fork_id)


def _strip_history(session: Session, map_id: int) -> bool:
    statement = select(Revision).where(col(Revision.map_id) == map_id, col(Revision.label).is_(None))
    changed = False
    for revision in session.scalars(statement):
        before, after = _strip_authors(revision.before), _strip_authors(revision.after)
        if (before, after) != (revision.before, revision.after):
            revision.before, revision.after, changed = before, after, True
            session.add(revision)
    session.flush()
    return changed


def _strip_authors(content: Draft | None) -> Draft | None:
    """Return what a revision holds of a map without its authors."""
    if content is None:
        return None
    remaining = {name: value for name, value in content.items() if name not in AUTHOR_FIELDS}
    return {**remaining, "document": _strip_authors(remaining["document"])} if "document" in remaining else remaining


def _strip_editions(session: Session, map_id: int) -> bool:
    changed = False
    for edition in session.scalars(select(Edition).where(col(Edition.map_id) == map_id)):
        text = edition.document
        for member in _encode_author_members(json.loads(text)):
            # Within its canonical text, so that all around it stays to the byte; the name of the format comes behind.
            text = text.replace(f"{member},", "", 1)
        if text != edition.document:
            edition.document, edition.sha256 = text, hashlib.sha256(text.encode()).hexdigest()
            edition.masked_at, changed = datetime.now(UTC), True
            session.add(edition)
    session.flush()
    return changed


def _encode_author_members(document: Draft) -> Iterator[str]:
    for name in AUTHOR_FIELDS:
        if name in document:
            # It has no numbers, and ASCII names of members: so RFC 8785 writes it.
            value = json.dumps(document[name], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            yield f'"{name}":{value}'
