"""Who has done what on a map, counted from its history; further counts can be added by whoever records more."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import Select, distinct, func, or_, select
from sqlmodel import Session, col

from models.history.revisions import Revision
from models.participation.author_masks import AuthorMask
from models.participation.comments import Comment
from models.participation.positions import Position, Round, has_ended
from models.vocabulary import ChangeKind, RecordKind


class Span(NamedTuple):
    """From when until when things count: from the first moment, up to but without the second; None is open."""

    since: datetime | None = None
    until: datetime | None = None


ALWAYS = Span()


class Count(NamedTuple):
    """A column: its name in files, what a reader calls it, and what counts it by member for a map's id and a span.

    `openly` counts only what stands under the member's name for all to see, where that is not everything: whoever
    knew of how much there is in all could tell from the numbers who somebody without a name is.
    """

    name: str
    label: str
    counted: Callable[[Session, int, Span], Mapping[str, int]]
    openly: Callable[[Session, int, Span], Mapping[str, int]] | None = None


class Contribution(NamedTuple):
    """What one member has done, by the names of the columns."""

    member: str
    counts: dict[str, int]


def contributions(session: Session, map_id: int, span: Span = ALWAYS, *, openly: bool = False) -> list[Contribution]:
    """Return what each member has done on a map, by name; one query for each column.

    What came with a whole map that was read in is nobody's; what was merged is theirs whose work it was; what an undo
    brings back or takes away counts as that undo alone. `openly` leaves out what does not stand under a name.
    """
    counted = {
        count.name: ((count.openly if openly else None) or count.counted)(session, map_id, span) for count in COUNTS
    }
    members = sorted({member for found in counted.values() for member in found}, key=lambda each: (each.lower(), each))
    return [Contribution(each, {name: found.get(each, 0) for name, found in counted.items()}) for each in members]


def _member() -> Any:
    return func.coalesce(col(Revision.credit), col(Revision.author))


def _counted(
    session: Session, map_id: int, span: Span, number: Any, *conditions: Any, openly: bool = False
) -> dict[str, int]:
    wanted = select(_member(), number).where(col(Revision.map_id) == map_id, *conditions).group_by(_member())
    if openly:
        hidden = (
            col(AuthorMask.map_id) == map_id,
            col(AuthorMask.label) == col(Revision.label),
            col(AuthorMask.member) == _member(),
        )
        wanted = wanted.where(~select(col(AuthorMask.name)).where(*hidden).exists())
    return _within(session, wanted, col(Revision.at), span)


def _within(session: Session, wanted: Select[*tuple[Any, ...]], at: Any, span: Span) -> dict[str, int]:
    """Return the counts by member that a query gives, of what was done in a span."""
    if span.since is not None:
        wanted = wanted.where(at >= span.since)
    if span.until is not None:
        wanted = wanted.where(at < span.until)
    return {row[0]: row[1] for row in session.connection().execute(wanted)}


def _made(*kinds: RecordKind) -> Callable[..., Mapping[str, int]]:

    def counted(session: Session, map_id: int, span: Span, *, openly: bool = False) -> Mapping[str, int]:
        made = (
            col(Revision.kind) == ChangeKind.CREATED,
            col(Revision.undoes).is_(None),
            col(Revision.record_kind).in_(kinds),
        )
        return _counted(session, map_id, span, func.count(), *made, openly=openly)

    return counted


def _edits(session: Session, map_id: int, span: Span, *, openly: bool = False) -> Mapping[str, int]:
    edited = (col(Revision.kind).in_((ChangeKind.CHANGED, ChangeKind.DELETED)), col(Revision.undoes).is_(None))
    return _counted(session, map_id, span, func.count(), *edited, openly=openly)


def _undos(session: Session, map_id: int, span: Span, *, openly: bool = False) -> Mapping[str, int]:
    undone = col(Revision.undoes).is_not(None)
    return _counted(session, map_id, span, func.count(distinct(col(Revision.change))), undone, openly=openly)


def _positions(session: Session, map_id: int, span: Span, *, named: bool = False) -> Mapping[str, int]:
    seen = (
        select(col(Position.member), func.count())
        .outerjoin(Round, col(Round.id) == col(Position.round_id))
        .where(col(Position.map_id) == map_id, or_(col(Position.round_id).is_(None), has_ended(session)))
        .group_by(col(Position.member))
    )
    if named:
        seen = seen.where(or_(col(Position.round_id).is_(None), col(Round.names_shown)))
    return _within(session, seen, col(Position.at), span)


def _comments(session: Session, map_id: int, span: Span, *, named: bool = False) -> Mapping[str, int]:
    made = select(col(Comment.author), func.count()).where(col(Comment.map_id) == map_id).group_by(col(Comment.author))
    if named:
        made = made.where(col(Comment.anonymous).is_(False), col(Comment.hidden).is_(False))
    return _within(session, made, col(Comment.at), span)


def _count(name: str, label: str, counted: Callable[..., Mapping[str, int]]) -> Count:
    """Return a column of what the history tells, where some of it is told under a pseudonym."""
    return Count(name, label, counted, partial(counted, openly=True))


_APART = (RecordKind.LINK, RecordKind.EVIDENCE, RecordKind.ANNOTATION)
# In the order of the columns. Evidence cannot be recorded without its source.
COUNTS: list[Count] = [
    _count("records", "Other records", _made(*(kind for kind in RecordKind if kind not in _APART))),
    _count("links", "Links", _made(RecordKind.LINK)),
    _count("evidence", "Evidence, with its source", _made(RecordKind.EVIDENCE)),
    _count("annotations", "Annotations", _made(RecordKind.ANNOTATION)),
    _count("edits", "Edits and deletions", _edits),
    _count("undos", "Undos", _undos),
    Count("positions", "Positions", _positions, partial(_positions, named=True)),
    Count("comments", "Comments", _comments, partial(_comments, named=True)),
]
