"""A finding that is used in many maps, for tests of lists."""

from typing import Any

from sqlmodel import Session

from models import changes
from models.history.record_ancestry import note_origins
from models.records.arguments import ClaimDraft
from models.vocabulary import RecordKind


def share_finding(session: Session, maps: int, fields: dict[str, Any]) -> None:
    """Let the finding F1 be used in so many maps, each of which has changed it."""
    debate = changes.find_map(session, "debate")
    origin = (debate.id or 0, "F1", changes.find_record(session, debate, "F1").revision)
    for number in range(maps):
        other = changes.find_map(session, f"m{number:02}")
        draft, changed = (ClaimDraft.model_validate({**fields, "text": text}) for text in (fields["text"], f"{number}"))
        changes.create_record(session, other, RecordKind.CLAIM, draft, label="F1", author="Teacher")
        note_origins(session, other.id or 0, {"F1": origin})
        changes.change_record(session, other, "F1", changed, revision=None, author="Teacher")
