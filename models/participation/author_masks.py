"""Whose work on a record is not told: authors who were anonymised in the thread of which it was made."""

from collections.abc import Mapping

from sqlalchemy import Column, ForeignKey, delete, select
from sqlmodel import Field, Session, SQLModel, col

from models.records.maps import GlobalId


class CommentClaim(SQLModel, table=True):
    """A record that was made of a comment; as with the history there is no key to it."""

    __tablename__ = "comment_claim"

    comment: int = Field(sa_column=Column(GlobalId, ForeignKey("comment.id"), primary_key=True))
    label: str = Field(primary_key=True, max_length=64)


class AuthorMask(SQLModel, table=True):
    """The pseudonym under which a member's revisions of one record are told, on a map where the record stands."""

    __tablename__ = "author_mask"

    map_id: int = Field(sa_column=Column(GlobalId, primary_key=True, autoincrement=False))
    label: str = Field(primary_key=True, max_length=64)
    member: str = Field(primary_key=True)
    name: str = Field(max_length=80)


class Rewriting(SQLModel, table=True):
    """How often names in a map's history and editions were replaced: what was kept of it before is shown no more."""

    __tablename__ = "map_rewriting"

    map_id: int = Field(sa_column=Column(GlobalId, primary_key=True, autoincrement=False))
    times: int = 1


Masks = Mapping[tuple[str, str], str]


def read_masks(session: Session, map_id: int) -> dict[tuple[str, str], str]:
    """Return by records and members the pseudonyms under which what they did there is told."""
    masks = session.scalars(select(AuthorMask).where(col(AuthorMask.map_id) == map_id))
    return {(mask.label, mask.member): mask.name for mask in masks}


def mask_author(session: Session, map_id: int, label: str, member: str, name: str) -> None:
    """Let what a member does to a record be told under a pseudonym."""
    session.merge(AuthorMask(map_id=map_id, label=label, member=member, name=name))
    session.flush()


def note_rewriting(session: Session, map_id: int) -> None:
    """Remember that names in a map's history were replaced."""
    rewriting = session.get(Rewriting, map_id)
    if rewriting is None:
        session.add(Rewriting(map_id=map_id))
    else:
        rewriting.times += 1
        session.add(rewriting)
    session.flush()


def unmask_author(session: Session, name: str, member: str, map_ids: list[int]) -> None:
    """Take a pseudonym of a member off all records of some maps."""
    mine = (col(AuthorMask.name) == name, col(AuthorMask.member) == member, col(AuthorMask.map_id).in_(map_ids))
    session.connection().execute(delete(AuthorMask).where(*mine))
