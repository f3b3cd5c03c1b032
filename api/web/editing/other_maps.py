"""Records of other maps that are within the user's reach, to be copied into this one."""

from sqlmodel import Session, col, select

from api.permission import CurrentUser, in_reach
from api.web.editing.named_records import ReadElsewhere
from models.maps import ArgumentMap
from models.rows import Draft, read_drafts
from models.vocabulary import RecordKind


def read_elsewhere_for(session: Session, user: CurrentUser) -> ReadElsewhere:
    """Return what reads a record of another map for the user, None where it is out of reach or not there."""

    def read_elsewhere(slug: str, label: str) -> tuple[RecordKind, Draft] | None:
        found = session.exec(select(ArgumentMap).where(col(ArgumentMap.slug) == slug, in_reach(user))).first()
        return read_drafts(session, found.id or 0, [label]).get(label) if found else None

    return read_elsewhere
