"""Maps made anonymous throughout, with all that was said on them before."""

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.change_signal import wake
from models.deliberation.author_removal import remove_authors
from models.deliberation.comment_masking import mask_thread_claims
from models.participation.author_masks import note_rewriting
from models.participation.comments import Comment
from models.participation.map_anonymity import AnonymousMap, is_anonymous
from models.participation.positions import Position
from models.people.pseudonyms import assign_pseudonyms, format_member_name, record_scope, thread_scope
from models.records.maps import ArgumentMap
from models.row_keys import persisted_id


def anonymise_map(session: Session, argument_map: ArgumentMap, *, by: str) -> None:
    """Make a map anonymous throughout, which is not taken back. The caller holds it."""
    map_id = persisted_id(argument_map)
    if is_anonymous(session, map_id):
        return
    session.add(AnonymousMap(map_id=map_id))
    session.flush()
    thread = func.coalesce(col(Comment.thread), col(Comment.id))
    statement = select(thread, col(Comment.author)).where(col(Comment.map_id) == map_id).distinct()
    for first, author in session.execute(statement.order_by(thread, col(Comment.author))).all():
        anonymise_author(session, map_id, first, author, by=by)
    for comment in session.scalars(select(Comment).where(col(Comment.map_id) == map_id)):
        comment.anonymous = True
        session.add(comment)
    positions_statement = select(col(Position.label), col(Position.member)).where(
        col(Position.map_id) == map_id, col(Position.round_id).is_(None)
    )
    for label, member in session.execute(
        positions_statement.distinct().order_by(col(Position.label), col(Position.member))
    ).all():
        assign_pseudonyms(session, map_id, record_scope(label), [member])
    remove_authors(session, map_id, by=by)
    note_rewriting(session, map_id)
    wake(session)


def anonymise_author(session: Session, map_id: int, thread: int, author: str, *, by: str) -> None:
    """Give somebody a pseudonym in a thread, and put it into what was made of what is said there."""
    number = assign_pseudonyms(session, map_id, thread_scope(thread), [author])[author]
    mask_thread_claims(session, thread, author, format_member_name(number), by=by)
