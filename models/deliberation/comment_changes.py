"""Comments written, edited, taken back, resolved and moderated. Nothing is lost: every step keeps what was before."""

from datetime import UTC, datetime

from sqlalchemy import delete, insert, or_, select
from sqlmodel import Session, col

from models.changes.lookup import read_record_kinds
from models.deliberation.comment_masking import rewrite_names, unmask_thread_claims
from models.deliberation.map_anonymising import anonymise_author
from models.errors import UnknownRecord
from models.participation.author_masks import CommentClaim, mask_author
from models.participation.comments import Comment, CommentDraft, FormerText, Mention, ModerationStep
from models.participation.map_anonymity import is_anonymous
from models.participation.names_in_text import find_mentions, read_author_names
from models.participation.seminar_errors import (
    CommentIsGone,
    MapIsAnonymous,
    NoSuchComment,
    NotYourComment,
    ThreadIsLocked,
)
from models.people.pseudonyms import forget_pseudonym, format_member_name, read_pseudonyms, thread_scope
from models.records.maps import ArgumentMap
from models.row_keys import persisted_id
from models.vocabulary import ModerationKind

MOST_MENTIONS = 50


def write_comment(session: Session, argument_map: ArgumentMap, draft: CommentDraft, *, author: str) -> Comment:
    """Write a comment; raises `UnknownRecord`, `NoSuchComment`, `CommentIsGone` and `ThreadIsLocked`.

    An answer belongs to its thread, whatever record it names.
    """
    map_id = persisted_id(argument_map)
    label, thread = draft.label, None
    if draft.parent is not None:
        parent = find_comment(session, argument_map, draft.parent)
        first = find_thread_start(session, parent)
        if first.locked:
            raise ThreadIsLocked(persisted_id(first))
        if parent.hidden or parent.deleted_at is not None:
            raise CommentIsGone(draft.parent)
        label, thread = first.label, first.id
    elif label is not None and label not in read_record_kinds(session, map_id, {label}):
        raise UnknownRecord(argument_map.slug, label)
    comment = Comment(
        map_id=map_id,
        label=label,
        parent=draft.parent,
        thread=thread,
        author=author,
        text=draft.text,
        at=datetime.now(UTC),
        anonymous=is_anonymous(session, map_id)
        or (
            thread is not None
            and any(earlier_comment.anonymous for earlier_comment in _read_comments_by(session, thread, author))
        ),
    )
    session.add(comment)
    session.flush()
    if comment.anonymous:
        anonymise_author(session, map_id, thread or persisted_id(comment), author, by=author)
    _note_mentions(session, comment)
    return comment


def edit_comment(session: Session, argument_map: ArgumentMap, number: int, text: str, *, by: str) -> Comment:
    """Put other words in one's own comment; the former ones are kept."""
    comment = _find_own_comment(session, argument_map, number, by)
    if find_thread_start(session, comment).locked:
        raise ThreadIsLocked(number)
    if text == comment.text:
        return comment
    now = datetime.now(UTC)
    session.add(FormerText(comment=number, text=comment.text, until=now))
    comment.text, comment.edited_at = text, now
    session.add(comment)
    session.flush()
    _note_mentions(session, comment)
    return comment


def withdraw_comment(session: Session, argument_map: ArgumentMap, number: int, *, by: str) -> Comment:
    """Take one's own comment back: it is not shown any more, and what was said stays recorded."""
    comment = _find_own_comment(session, argument_map, number, by)
    comment.deleted_at = datetime.now(UTC)
    session.add(comment)
    session.flush()
    return comment


def resolve_thread(session: Session, argument_map: ArgumentMap, number: int, *, by: str, resolved: bool) -> Comment:
    """Say that a thread is dealt with, or open it again; raises `ThreadIsLocked`."""
    first = find_thread_start(session, find_comment(session, argument_map, number))
    if first.locked:
        raise ThreadIsLocked(persisted_id(first))
    first.resolved_at, first.resolved_by = (datetime.now(UTC), by) if resolved else (None, None)
    session.add(first)
    session.flush()
    return first


def note_claim(session: Session, argument_map: ArgumentMap, number: int, label: str, *, by: str) -> Comment:
    """Remember the record that was made of a comment, so that each leads to the other.

    Whoever is anonymous in the thread is so in the record, also where the form was opened before.
    """
    comment = find_comment(session, argument_map, number)
    comment.claim = label
    session.add(comment)
    session.merge(CommentClaim(comment=number, label=label))
    session.flush()
    thread = comment.thread or number
    scope = thread_scope(thread)
    hidden = {
        member: value for (where, member), value in read_pseudonyms(session, comment.map_id).items() if where == scope
    }
    names = read_author_names(session, [*hidden])
    for member, value in hidden.items():
        mask_author(session, comment.map_id, label, member, format_member_name(value))
    if hidden:
        masks = {format_member_name(value): names[member] for member, value in hidden.items()}
        rewrite_names(session, comment.map_id, {label}, masks, by=by)
    return comment


def apply_moderation(
    session: Session, argument_map: ArgumentMap, number: int, kind: ModerationKind, *, by: str, why: str = ""
) -> Comment:
    """Do one step of moderation, and log who did it, when and why. Locking is of the whole thread.

    So is anonymising of all that its author says there: one name beside one pseudonym would tell whose it is. Whoever
    is named again and then anonymised once more gets another number, as the former one is known.
    """
    comment = find_comment(session, argument_map, number)
    if kind in {ModerationKind.LOCKED, ModerationKind.UNLOCKED}:
        comment = find_thread_start(session, comment)
        comment.locked = kind == ModerationKind.LOCKED
    elif kind in {ModerationKind.HIDDEN, ModerationKind.RESTORED}:
        comment.hidden = kind == ModerationKind.HIDDEN
    else:
        if kind == ModerationKind.NAMED and is_anonymous(session, comment.map_id):
            raise MapIsAnonymous(argument_map.slug)
        thread = comment.thread or persisted_id(comment)
        for thread_comment in _read_comments_by(session, thread, comment.author):
            thread_comment.anonymous = kind == ModerationKind.ANONYMISED
            session.add(thread_comment)
        if kind == ModerationKind.ANONYMISED:
            anonymise_author(session, comment.map_id, thread, comment.author, by=by)
        else:
            name = format_member_name(
                read_pseudonyms(session, comment.map_id).get((thread_scope(thread), comment.author))
            )
            forget_pseudonym(session, comment.map_id, thread_scope(thread), comment.author)
            unmask_thread_claims(session, thread, comment.author, name, by=by)
    session.add(comment)
    step = ModerationStep(
        map_id=comment.map_id, comment=persisted_id(comment), kind=kind.value, by=by, at=datetime.now(UTC), why=why
    )
    session.add(step)
    session.flush()
    return comment


def find_comment(session: Session, argument_map: ArgumentMap, number: int) -> Comment:
    """Return a comment of a map; raises `NoSuchComment`."""
    comment = session.get(Comment, number)
    if comment is None or comment.map_id != argument_map.id:
        raise NoSuchComment(argument_map.slug, number)
    return comment


def find_thread_start(session: Session, comment: Comment) -> Comment:
    """Return the first comment of the thread in which a comment stands."""
    first = session.get(Comment, comment.thread) if comment.thread is not None else None
    return first or comment


def _read_comments_by(session: Session, thread: int, author: str) -> list[Comment]:
    """Return all that somebody has said in a thread."""
    there = or_(col(Comment.id) == thread, col(Comment.thread) == thread)
    return list(session.scalars(select(Comment).where(there, col(Comment.author) == author)))


def _find_own_comment(session: Session, argument_map: ArgumentMap, number: int, by: str) -> Comment:
    comment = find_comment(session, argument_map, number)
    if comment.author != by:
        raise NotYourComment(number)
    if comment.deleted_at is not None or comment.hidden:
        raise CommentIsGone(number)
    return comment


def _note_mentions(session: Session, comment: Comment) -> None:
    session.connection().execute(delete(Mention).where(col(Mention.comment) == comment.id))
    names = dict.fromkeys(name.casefold() for _, _, name in find_mentions(comment.text))
    if names:
        rows = [{"comment": comment.id, "name": name} for name in [*names][:MOST_MENTIONS]]
        session.connection().execute(insert(Mention), rows)
