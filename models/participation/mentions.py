"""Mentions that somebody has not read yet, over all of their maps."""

from collections.abc import Collection, Mapping

from sqlalchemy import insert, select
from sqlmodel import Session, col

from models.participation.comments import Comment, Mention, MentionReading
from models.people.pseudonyms import Pseudonym, format_member_name, thread_scope
from models.row_keys import key_column

_MAPS_AT_ONCE = 500


def find_unread_mentions(session: Session, account_id: int, names: Mapping[int, str]) -> dict[int, list[int]]:
    """Return by map the comments that mention somebody and that they have not read, on maps that have any.

    `names` is by map the name under which they write there. Under a number they are mentioned in its thread alone. What
    they wrote themselves does not count, nor what was taken back or hidden.
    """
    comments_by_map: dict[int, list[int]] = {}
    maps = sorted(names)
    for start in range(0, len(maps), _MAPS_AT_ONCE):
        some_names = {map_id: names[map_id] for map_id in maps[start : start + _MAPS_AT_ONCE]}
        for comment, map_id in _read_unread_mentions(session, account_id, some_names):
            comments_by_map.setdefault(map_id, []).append(comment)
    return comments_by_map


def _read_unread_mentions(session: Session, account_id: int, names: Mapping[int, str]) -> list[tuple[int, int]]:
    pseudonyms_statement = select(
        col(Pseudonym.map_id), col(Pseudonym.scope), col(Pseudonym.member), col(Pseudonym.number)
    ).where(col(Pseudonym.map_id).in_(names))
    numbered = {
        (map_id, format_member_name(number).casefold()): scope
        for map_id, scope, member, number in session.connection().execute(pseudonyms_statement)
        if member == names[map_id]
    }
    called = {name.casefold() for name in names.values()} | {name for _, name in numbered}
    read = select(col(MentionReading.comment)).where(col(MentionReading.account_id) == account_id)
    mentions_statement = (
        select(key_column(Comment), col(Comment.map_id), col(Comment.thread), col(Comment.author), col(Mention.name))
        .join(Mention, col(Mention.comment) == col(Comment.id))
        .where(col(Comment.map_id).in_(names), col(Mention.name).in_(sorted(called)), col(Comment.id).not_in(read))
        .where(col(Comment.deleted_at).is_(None), col(Comment.hidden).is_(False))
        .order_by(col(Comment.id))
    )
    return list(
        dict.fromkeys(
            (comment, map_id)
            for comment, map_id, thread, author, name in session.connection().execute(mentions_statement)
            if author != names[map_id]
            and (name == names[map_id].casefold() or numbered.get((map_id, name)) == thread_scope(thread or comment))
        )
    )


def note_mentions_read(session: Session, account_id: int, comments: Collection[int]) -> None:
    """Remember that somebody has read some comments that mention them."""
    statement = select(col(MentionReading.comment)).where(
        col(MentionReading.account_id) == account_id, col(MentionReading.comment).in_(comments)
    )
    already_read = set(session.connection().execute(statement).scalars())
    rows = [{"comment": comment, "account_id": account_id} for comment in sorted(set(comments) - already_read)]
    if rows:
        session.connection().execute(insert(MentionReading), rows)
