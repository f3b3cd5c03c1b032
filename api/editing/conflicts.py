"""Two changes of one record that met: what it was, what it says by now, and what you wrote."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from api.phrases.fields.form_fields import FormField
from api.phrases.fields.record_fields import FIELDS_OUTSIDE_FORMS, list_form_fields
from models.history.revisions import Revision
from models.records.kinds import KINDS
from models.records.maps import Record
from models.records.rows import Draft
from models.vocabulary import RecordKind


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """A field that says different things: as it was, as it stands by now, and as you would have it."""

    field: FormField
    was: Any
    theirs: Any
    yours: Any

    @property
    def contested(self) -> bool:
        """Whether both changed it, and not to the same."""
        return self.was not in (self.theirs, self.yours) and self.theirs != self.yours

    @property
    def preferred_side(self) -> str:
        """Which of the two is offered first: whatever was changed; yours where both were."""
        return "theirs" if self.yours == self.was else "yours"


def compare_drafts(kind: RecordKind, was: Draft, theirs: Draft, yours: Draft) -> list[FieldDifference]:
    """Return the fields in which what stands by now differs from what you wrote."""
    base, now, proposed = (_complete_draft(kind, draft) for draft in (was or theirs, theirs, yours))
    return [
        FieldDifference(form_field, base.get(form_field.name), now.get(form_field.name), proposed.get(form_field.name))
        for form_field in list_form_fields(kind)
        if now.get(form_field.name) != proposed.get(form_field.name)
    ]


def merge_drafts(theirs: Draft, parts: list[FieldDifference]) -> Draft:
    """Return what stands by now with your changes in it: of each part what was changed, yours where both were."""
    draft = dict(theirs)
    for part in parts:
        if part.preferred_side == "yours":
            draft[part.field.name] = part.yours
    return draft


def _complete_draft(kind: RecordKind, draft: Draft) -> Draft:
    return KINDS[kind].draft.model_validate(draft).model_dump(mode="json")


def choose_base_revision(session: Session, record: Record, kind: RecordKind, present: Draft, base_revision: int) -> int:
    """Return the revision that a form was begun with, or the present one where only what no form touches was changed.

    Whoever puts questions in order changes each of them, and meets nobody who mends their words.
    """
    if kind != RecordKind.QUESTION or base_revision == record.revision:
        return base_revision
    was = read_draft_at(session, record, base_revision)
    words = [
        {name: value for name, value in draft.items() if name not in FIELDS_OUTSIDE_FORMS} for draft in (was, present)
    ]
    return record.revision if was and words[0] == words[1] else base_revision


def read_draft_at(session: Session, record: Record, revision: int) -> Draft:
    """Return what a record said as of a revision, or nothing where its history does not reach that far."""
    statement = (
        select(Revision.after)
        .where(Revision.map_id == record.map_id, Revision.label == record.label, Revision.sequence <= revision)
        .order_by(col(Revision.sequence).desc())
        .limit(1)
    )
    draft = session.exec(statement).first()
    if draft is not None:
        return dict(draft)
    # The record came with a whole map, and its first change tells what it said before.
    earliest = (
        select(Revision.before)
        .where(Revision.map_id == record.map_id, Revision.label == record.label)
        .order_by(col(Revision.sequence))
        .limit(1)
    )
    return dict(session.exec(earliest).first() or {})
