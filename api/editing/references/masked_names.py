"""Names of people that a record does not take along to another map."""

from typing import Any

from sqlmodel import Session, col, select

from models.participation.author_masks import CommentClaim
from models.participation.comments import Comment
from models.participation.map_anonymity import is_anonymous
from models.participation.member_names import list_names_of_people
from models.participation.names_in_text import replace_names
from models.records.maps import ArgumentMap
from models.row_keys import persisted_id
from models.vocabulary import Visibility

CONTRIBUTOR = "Contributor"


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
