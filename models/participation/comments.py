"""Comments on a map and its records, threaded, with what moderators did.

Kept beside the map and not in it, as positions are. Nothing is deleted: what an author takes back or a
moderator hides is only not shown, and former wordings stay.
"""

from datetime import datetime
from typing import Annotated

from pydantic import Field as Described
from pydantic import StringConstraints
from sqlalchemy import Column, DateTime, ForeignKey, Index, select
from sqlmodel import Field, Session, SQLModel, col

from models.people.pseudonyms import format_member_name, read_pseudonyms, thread_scope
from models.records.maps import KEYS_NOT_REUSED, GlobalId, one_of
from models.text_types import Label
from models.vocabulary import ModerationKind

LONGEST_COMMENT = 10_000
CommentText = Annotated[
    str,
    StringConstraints(
        min_length=1,
        max_length=LONGEST_COMMENT,
        strip_whitespace=True,
        pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]*$",
    ),
    Described(description="Plain text. @name tells a member of it; a name with spaces stands in braces: @{Anna Kim}."),
]


class CommentDraft(SQLModel):
    """A new comment: on a record, on the map where `label` is left out, or in answer to another one."""

    text: CommentText
    label: Label | None = None
    parent: Annotated[int | None, Described(ge=1, le=2**53, description="The comment that it answers.")] = None


class Comment(SQLModel, table=True):
    """A stored comment. The first of a thread has no `parent`; `resolved_at` and `locked` are the thread's."""

    __table_args__ = (
        Index(None, "map_id", "label"),
        Index(None, "map_id", "author"),
        Index(None, "parent"),
        KEYS_NOT_REUSED,
    )

    id: int | None = Field(default=None, sa_column=Column(GlobalId, primary_key=True, autoincrement=True))
    map_id: int = Field(sa_column=Column(GlobalId, nullable=False))
    label: str | None = Field(default=None, max_length=64)
    parent: int | None = Field(default=None, sa_column=Column(GlobalId, ForeignKey("comment.id"), nullable=True))
    thread: int | None = Field(default=None, sa_column=Column(GlobalId, ForeignKey("comment.id"), nullable=True))
    author: str
    text: str
    at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    edited_at: datetime | None = Field(default=None, sa_column=Column(DateTime(timezone=True), nullable=True))
    deleted_at: datetime | None = Field(default=None, sa_column=Column(DateTime(timezone=True), nullable=True))
    resolved_at: datetime | None = Field(default=None, sa_column=Column(DateTime(timezone=True), nullable=True))
    resolved_by: str | None = None
    claim: str | None = Field(default=None, max_length=64)
    hidden: bool = False
    locked: bool = False
    anonymous: bool = False


class FormerText(SQLModel, table=True):
    """What a comment said before it was edited."""

    __tablename__ = "comment_former_text"
    __table_args__ = (Index(None, "comment"), KEYS_NOT_REUSED)

    id: int | None = Field(default=None, sa_column=Column(GlobalId, primary_key=True, autoincrement=True))
    comment: int = Field(sa_column=Column(GlobalId, ForeignKey("comment.id"), nullable=False))
    text: str
    until: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))


class Mention(SQLModel, table=True):
    """A member whom a comment mentions; `name` is folded, as it is looked up."""

    __tablename__ = "comment_mention"
    __table_args__ = (Index(None, "name"),)

    comment: int = Field(sa_column=Column(GlobalId, ForeignKey("comment.id"), primary_key=True))
    name: str = Field(primary_key=True)


class MentionReading(SQLModel, table=True):
    """That somebody has read a comment that mentions them."""

    __tablename__ = "mention_reading"
    __table_args__ = (Index(None, "account_id"),)

    comment: int = Field(sa_column=Column(GlobalId, ForeignKey("comment.id"), primary_key=True, autoincrement=False))
    account_id: int = Field(
        sa_column=Column(GlobalId, ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, autoincrement=False)
    )


class ModerationStep(SQLModel, table=True):
    """One step of moderation: what was done to which comment, by whom, when and why."""

    __tablename__ = "moderation_step"
    __table_args__ = (one_of("kind", ModerationKind, "kind"), Index(None, "map_id"), KEYS_NOT_REUSED)

    id: int | None = Field(default=None, sa_column=Column(GlobalId, primary_key=True, autoincrement=True))
    map_id: int = Field(sa_column=Column(GlobalId, nullable=False))
    comment: int = Field(sa_column=Column(GlobalId, ForeignKey("comment.id"), nullable=False))
    kind: str
    by: str
    at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    why: str = ""


def read_comments(session: Session, map_id: int, *, label: str | None = None) -> list[Comment]:
    """Return all comments of a map, or those in the threads on one record, in the order in which they were made."""
    statement = select(Comment).where(col(Comment.map_id) == map_id)
    if label is not None:
        statement = statement.where(col(Comment.label) == label)
    return list(session.scalars(statement.order_by(col(Comment.id))))


def find_mentioning_comments(session: Session, map_id: int, member: str) -> set[int]:
    """Return the comments of a map that mention a member, also under a number that the member has in their thread."""
    statement = (
        select(col(Mention.comment))
        .join(Comment, col(Comment.id) == col(Mention.comment))
        .where(col(Comment.map_id) == map_id)
    )
    comment_ids = set(session.scalars(statement.where(col(Mention.name) == member.casefold())))
    numbers = {
        format_member_name(number).casefold(): scope
        for (scope, whose), number in read_pseudonyms(session, map_id).items()
        if whose == member
    }
    numbered = statement.with_only_columns(col(Comment.id), col(Comment.thread), col(Mention.name))
    for comment, thread, name in session.execute(numbered.where(col(Mention.name).in_(numbers))):
        if numbers[name] == thread_scope(thread or comment):
            comment_ids.add(comment)
    return comment_ids


def read_former_texts(session: Session, comment: int) -> list[FormerText]:
    """Return what a comment said before, the oldest first."""
    return list(
        session.scalars(select(FormerText).where(col(FormerText.comment) == comment).order_by(col(FormerText.id)))
    )


def read_moderation_steps(session: Session, map_id: int) -> list[ModerationStep]:
    """Return what moderators of a map did, the latest first."""
    statement = select(ModerationStep).where(col(ModerationStep.map_id) == map_id)
    return list(session.scalars(statement.order_by(col(ModerationStep.id).desc())))
