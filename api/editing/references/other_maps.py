"""Records of other maps that are within the user's reach, to be copied into this one, without the names of people."""

from typing import Any

from sqlmodel import Session, col, select

from api.access.current_user import CurrentUser, is_visible_to
from api.editing.references.named_records import NAME_FIELDS_BY_KIND, ReadElsewhere
from models.participation.author_masks import CommentClaim
from models.participation.comments import Comment
from models.participation.map_anonymity import is_anonymous
from models.participation.member_names import list_names_of_people
from models.participation.names_in_text import replace_names
from models.records.maps import ArgumentMap
from models.records.rows import Draft, read_drafts
from models.row_keys import persisted_id
from models.vocabulary import RecordKind, Visibility

CONTRIBUTOR = "Contributor"


def make_elsewhere_reader(session: Session, user: CurrentUser) -> ReadElsewhere:
    """Return what reads a record of another map for the user, None where it is out of reach or not there."""

    def read_elsewhere(slug: str, label: str) -> tuple[RecordKind, Draft] | None:
        argument_map = session.exec(
            select(ArgumentMap).where(col(ArgumentMap.slug) == slug, is_visible_to(user))
        ).first()
        read = read_drafts(session, persisted_id(argument_map), [label]).get(label) if argument_map else None
        if argument_map is None or read is None:
            return None
        kind, draft = read
        name_field = NAME_FIELDS_BY_KIND.get(kind, "")
        # By what it is called it was chosen, and it stands on the form as that.
        return kind, {
            **mask_member_names(draft, list_names_to_mask(session, argument_map, label)),
            name_field: draft.get(name_field),
        }

    return read_elsewhere


def list_names_to_mask(session: Session, argument_map: ArgumentMap, label: str) -> list[str]:
    """Return the names of people that a record does not take along to another map.

    None leaves a map that is not open, or on which nobody is named, nor goes along with what was made of a comment,
    since there nobody would be reached who is anonymised later.
    """
    if argument_map.visibility != Visibility.PRIVATE and not is_anonymous(session, persisted_id(argument_map)):
        of_comment = select(CommentClaim.comment).join(Comment, col(Comment.id) == col(CommentClaim.comment))
        of_comment = of_comment.where(col(Comment.map_id) == argument_map.id, col(CommentClaim.label) == label)
        if session.exec(of_comment).first() is None:
            return []
    return list_names_of_people(session, persisted_id(argument_map), pseudonyms=True)


def mask_member_names(value: Any, people: list[str]) -> Any:
    """Return a value, or what it holds, with “Contributor” in the place of people's names."""
    if not people:
        return value
    if isinstance(value, str):
        return replace_names(value, {CONTRIBUTOR: people}, parts=False)
    if isinstance(value, dict):
        return {name: mask_member_names(nested, people) for name, nested in value.items()}
    if isinstance(value, list):
        return [mask_member_names(nested, people) for nested in value]
    return value
