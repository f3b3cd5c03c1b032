"""The order of a map's questions, decided by hand."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlmodel import Session, col

from models.changes.journal import Journal
from models.changes.lookup import find_record
from models.changes.records import rewrite_record
from models.errors import OtherQuestions
from models.history.revisions import Revision
from models.records.arguments import Question
from models.records.kinds import KINDS
from models.records.maps import ArgumentMap
from models.records.rows import read_drafts
from models.row_keys import persisted_id
from models.text_types import STORED
from models.vocabulary import RecordKind


def save_question_order(
    session: Session, argument_map: ArgumentMap, labels: Sequence[str], *, author: str, why: str = ""
) -> tuple[Revision, ...]:
    """Let the questions of a map stand in the order of these labels; return one change, nothing where they stand so.

    Each question is given its place, and only those whose place is another are written. The map is held by whoever
    calls. Raises `OtherQuestions` where the labels are not those of all its questions, each once.
    """
    rows = session.connection().execute(select(col(Question.label)).where(col(Question.map_id) == argument_map.id))
    present_labels = {label for (label,) in rows}
    if len(labels) != len(present_labels) or set(labels) != present_labels:
        raise OtherQuestions(
            sorted(present_labels - set(labels)), [label for label in labels if label not in present_labels]
        )
    drafts = read_drafts(session, persisted_id(argument_map), labels)
    moved = [(label, place) for place, label in enumerate(labels, start=1) if drafts[label][1].get("place") != place]
    if not moved:
        return ()
    journal = Journal(session, argument_map, author, why)
    for label, place in moved:
        draft = KINDS[RecordKind.QUESTION].draft.model_validate({**drafts[label][1], "place": place}, context=STORED)
        rewrite_record(journal, find_record(session, argument_map, label), draft)
    return journal.close()
