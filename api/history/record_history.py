"""What happened to a record: its own revisions, and those readings-in of the whole map that brought it."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Text, and_, cast, or_, select
from sqlmodel import Session, col

from api.access.current_user import CurrentUser
from api.phrases.change_words import RecordChange, describe_revisions
from api.requests.authorship import read_authorship
from argument_maps.graph import Graph
from models.changes import find_map
from models.history.revisions import Revision
from models.row_keys import persisted_id
from models.vocabulary import ChangeKind

MOST_EVENTS = 50


class RecordEvent(NamedTuple):
    """One revision; `done` says in words what it did, where it is one of the record alone."""

    at: datetime
    kind: str
    author: str
    why: str
    done: RecordChange | None = None


def read_record_history(session: Session, graph: Graph, label: str, user: CurrentUser) -> list[RecordEvent]:
    """Return the latest revisions that touched a record, newest first, at most `MOST_EVENTS`, as a user sees them."""
    # Columns only: the revision of an import carries the whole map before and after. It brought the record if its
    # document has that id, which the database looks for; JSON is stored without spaces (`models.engine`), and within
    # a text quotation marks are escaped.
    map_id = persisted_id(find_map(session, graph.slug))
    imports_record = cast(col(Revision.after), Text).contains(f'"id":"{label}"', autoescape=True)
    statement = (
        select(col(Revision.sequence), col(Revision.at), col(Revision.kind), col(Revision.author), col(Revision.why))
        .where(col(Revision.map_id) == map_id)
        .where(or_(col(Revision.label) == label, and_(col(Revision.kind) == ChangeKind.IMPORTED, imports_record)))
        .order_by(col(Revision.sequence).desc())
        .limit(MOST_EVENTS)
    )
    credited_authors = read_authorship(session, map_id, user)
    described = describe_revisions(session, map_id, graph, label, MOST_EVENTS)
    return [
        RecordEvent(at, kind, credited_authors.name_member(author, label), why, described.get(sequence))
        for sequence, at, kind, author, why in session.execute(statement)
    ]
