"""What happened to a record: its own revisions, and those readings-in of the whole map that brought it."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Text, and_, cast, or_
from sqlmodel import Session, col, select

from api.authorship import authorship
from api.permission import CurrentUser
from api.web.change_words import Done, describe_revisions
from argument_maps.graph import Graph
from models.changes import find_map
from models.history.revisions import Revision
from models.row_keys import persisted_id
from models.vocabulary import ChangeKind

LATEST = 50


class Event(NamedTuple):
    """One revision; `done` says in words what it did, where it is one of the record alone."""

    at: datetime
    kind: str
    author: str
    why: str
    done: Done | None = None


def history(session: Session, graph: Graph, label: str, user: CurrentUser) -> list[Event]:
    """Return the latest revisions that touched a record, newest first, at most `LATEST`, as a user is told of them."""
    # Columns only: the revision of an import carries the whole map before and after. It brought the record if its
    # document has that id, which the database looks for; JSON is stored without spaces (`models.engine`), and within
    # a text quotation marks are escaped.
    map_id = persisted_id(find_map(session, graph.slug))
    named = cast(col(Revision.after), Text).contains(f'"id":"{label}"', autoescape=True)
    columns: Any = (Revision.sequence, Revision.at, Revision.kind, Revision.author, Revision.why)
    wanted: Any = (
        select(*columns)
        .where(Revision.map_id == map_id)
        .where(or_(col(Revision.label) == label, and_(col(Revision.kind) == ChangeKind.IMPORTED, named)))
        .order_by(col(Revision.sequence).desc())
        .limit(LATEST)
    )
    told = authorship(session, map_id, user)
    described = describe_revisions(session, map_id, graph, label, LATEST)
    return [
        Event(at, kind, told.name(author, label), why, described.get(sequence))
        for sequence, at, kind, author, why in session.exec(wanted)
    ]
