"""The order of a map's questions, decided by hand."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlmodel import Session, col

from models.changes.journal import Journal
from models.changes.lookup import find_record
from models.changes.records import rewrite
from models.errors import OtherQuestions
from models.history.revisions import Revision
from models.records.arguments import Question
from models.records.kinds import KINDS
from models.records.maps import ArgumentMap
from models.records.rows import read_drafts
from models.row_keys import persisted_id
from models.vocabulary import RecordKind


def order_questions(
    session: Session, found: ArgumentMap, labels: Sequence[str], *, author: str, why: str = ""
) -> tuple[Revision, ...]:
    """Let the questions of a map stand in the order of these labels; return one change, nothing where they stand so.

    Each question is given its place, and only those whose place is another are written. The map is held by whoever
    calls. Raises `OtherQuestions` where the labels are not those of all its questions, each once.
    """
    held = session.connection().execute(select(col(Question.label)).where(col(Question.map_id) == found.id))
    known = {label for (label,) in held}
    if len(labels) != len(known) or set(labels) != known:
        raise OtherQuestions(sorted(known - set(labels)), [each for each in labels if each not in known])
    drafts = read_drafts(session, persisted_id(found), labels)
    moved = [(label, place) for place, label in enumerate(labels, start=1) if drafts[label][1].get("place") != place]
    if not moved:
        return ()
    journal = Journal(session, found, author, why)
    for label, place in moved:
        draft = KINDS[RecordKind.QUESTION].draft.model_validate({**drafts[label][1], "place": place})
        rewrite(journal, find_record(session, found, label), draft)
    return journal.close()
