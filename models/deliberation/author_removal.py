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

SIGNED = ("authors", "forebears")
WHY = "An anonymous map names no authors."


def take_authors_off(session: Session, map_id: int, *, by: str) -> None:
    """Take the authors off a map that has become anonymous, and off what was forked from it, wherever they stand."""
    for each in _with_forks(session, map_id):
        found = session.get(ArgumentMap, each)
        if found is not None and (found.authors or found.forebears):
            journal = Journal(session, found, by, WHY)
            change_header(journal, {name: [] for name in SIGNED})
            journal.close()
        changed = [_strip_history(session, each), _strip_editions(session, each)]
        if any(changed):
            # What was drawn and told of former states holds what they said.
            note_rewriting(session, each)
            wake(session)


def _with_forks(session: Session, map_id: int) -> Iterator[int]:
    """Yield a map and what was forked from it, each held before its forks are looked for.

    Whoever forks a map holds it (`models.changes.forking`): a fork that was under way is there by then, and a later one
    copies a map without authors. Forks are younger than their origins, so that all hold maps in one order.
    """
    waiting = [map_id]
    while waiting:
        here = heapq.heappop(waiting)
        held = select(ArgumentMap).where(col(ArgumentMap.id) == here).with_for_update()
        session.scalars(held, execution_options={"populate_existing": True}).one_or_none()
        yield here
        for each in session.scalars(select(col(Fork.map_id)).where(col(Fork.origin_id) == here)):
            heapq.heappush(waiting, each)


def _strip_history(session: Session, map_id: int) -> bool:
    whole = select(Revision).where(col(Revision.map_id) == map_id, col(Revision.label).is_(None))
    changed = False
    for each in session.scalars(whole):
        before, after = _unsigned(each.before), _unsigned(each.after)
        if (before, after) != (each.before, each.after):
            each.before, each.after, changed = before, after, True
            session.add(each)
    session.flush()
    return changed


def _unsigned(kept: Draft | None) -> Draft | None:
    """Return what a revision holds of a map without its authors."""
    if kept is None:
        return None
    said = {name: value for name, value in kept.items() if name not in SIGNED}
    return {**said, "document": _unsigned(said["document"])} if "document" in said else said


def _strip_editions(session: Session, map_id: int) -> bool:
    changed = False
    for each in session.scalars(select(Edition).where(col(Edition.map_id) == map_id)):
        text = each.document
        for member in _members(json.loads(text)):
            # Within its canonical text, so that all around it stays to the byte; the name of the format comes behind.
            text = text.replace(f"{member},", "", 1)
        if text != each.document:
            each.document, each.sha256 = text, hashlib.sha256(text.encode()).hexdigest()
            each.masked_at, changed = datetime.now(UTC), True
            session.add(each)
    session.flush()
    return changed


def _members(document: Draft) -> Iterator[str]:
    for name in SIGNED:
        if name in document:
            # It has no numbers, and ASCII names of members: so RFC 8785 writes it.
            value = json.dumps(document[name], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            yield f'"{name}":{value}'
