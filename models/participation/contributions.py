"""Who has done what on a map, counted from its history; further counts can be added by whoever records more."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, distinct, func, or_, select
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col

from models.history.revisions import Revision
from models.participation.author_masks import AuthorMask
from models.participation.comments import Comment
from models.participation.positions import Position, Round, build_ended_condition
from models.vocabulary import ChangeKind, RecordKind


class TimeSpan(NamedTuple):
    """From when until when things count: from the first moment, up to but without the second; None is open."""

    since: datetime | None = None
    until: datetime | None = None


ALWAYS = TimeSpan()


class ContributionColumn(NamedTuple):
    """A column: its name in files, what a reader calls it, and what counts it by member for a map's id and a span.

    `count_openly` counts only what stands under the member's name for all to see, where that is not everything: whoever
    knew of how much there is in all could tell from the numbers who somebody without a name is.
    """

    name: str
    label: str
    count_all: Callable[[Session, int, TimeSpan], Mapping[str, int]]
    count_openly: Callable[[Session, int, TimeSpan], Mapping[str, int]] | None = None


class Contribution(NamedTuple):
    """What one member has done, by the names of the columns."""

    member: str
    counts: dict[str, int]


def count_contributions(
    session: Session, map_id: int, span: TimeSpan = ALWAYS, *, openly: bool = False
) -> list[Contribution]:
    """Return what each member has done on a map, by name; one query for each column.

    What came with a whole map that was read in is nobody's; what was merged is theirs whose work it was; what an undo
    brings back or takes away counts as that undo alone. `openly` leaves out what does not stand under a name.
    """
    counted = {
        column.name: ((column.count_openly if openly else None) or column.count_all)(session, map_id, span)
        for column in CONTRIBUTION_COLUMNS
    }
    members = sorted(
        {member for counts in counted.values() for member in counts}, key=lambda name: (name.lower(), name)
    )
    return [
        Contribution(member, {name: counts.get(member, 0) for name, counts in counted.items()}) for member in members
    ]


def _build_member_column() -> ColumnElement[str]:
    return func.coalesce(col(Revision.credit), col(Revision.author))


def _count_revisions(
    session: Session,
    map_id: int,
    span: TimeSpan,
    number: ColumnElement[int],
    *conditions: ColumnElement[bool],
    openly: bool = False,
) -> dict[str, int]:
    statement = (
        select(_build_member_column(), number)
        .where(col(Revision.map_id) == map_id, *conditions)
        .group_by(_build_member_column())
    )
    if openly:
        hidden = (
            col(AuthorMask.map_id) == map_id,
            col(AuthorMask.label) == col(Revision.label),
            col(AuthorMask.member) == _build_member_column(),
        )
        statement = statement.where(~select(col(AuthorMask.name)).where(*hidden).exists())
    return _count_within(session, statement, col(Revision.at), span)


def _count_within(
    session: Session, statement: Select[str, int], at: Mapped[datetime], span: TimeSpan
) -> dict[str, int]:
    """Return the counts by member that a query gives, of what was done in a span."""
    if span.since is not None:
        statement = statement.where(at >= span.since)
    if span.until is not None:
        statement = statement.where(at < span.until)
    return {row[0]: row[1] for row in session.connection().execute(statement)}


def _build_creation_counter(*kinds: RecordKind) -> Callable[..., Mapping[str, int]]:

    def count_created(session: Session, map_id: int, span: TimeSpan, *, openly: bool = False) -> Mapping[str, int]:
        conditions = (
            col(Revision.kind) == ChangeKind.CREATED,
            col(Revision.undoes).is_(None),
            col(Revision.record_kind).in_(kinds),
        )
        return _count_revisions(session, map_id, span, func.count(), *conditions, openly=openly)

    return count_created


def _count_edits(session: Session, map_id: int, span: TimeSpan, *, openly: bool = False) -> Mapping[str, int]:
    edited = (col(Revision.kind).in_((ChangeKind.CHANGED, ChangeKind.DELETED)), col(Revision.undoes).is_(None))
    return _count_revisions(session, map_id, span, func.count(), *edited, openly=openly)


def _count_undos(session: Session, map_id: int, span: TimeSpan, *, openly: bool = False) -> Mapping[str, int]:
    undone = col(Revision.undoes).is_not(None)
    return _count_revisions(session, map_id, span, func.count(distinct(col(Revision.change))), undone, openly=openly)


def _count_positions(session: Session, map_id: int, span: TimeSpan, *, named: bool = False) -> Mapping[str, int]:
    statement = (
        select(col(Position.member), func.count())
        .outerjoin(Round, col(Round.id) == col(Position.round_id))
        .where(col(Position.map_id) == map_id, or_(col(Position.round_id).is_(None), build_ended_condition(session)))
        .group_by(col(Position.member))
    )
    if named:
        statement = statement.where(or_(col(Position.round_id).is_(None), col(Round.names_shown)))
    return _count_within(session, statement, col(Position.at), span)


def _count_comments(session: Session, map_id: int, span: TimeSpan, *, named: bool = False) -> Mapping[str, int]:
    statement = (
        select(col(Comment.author), func.count()).where(col(Comment.map_id) == map_id).group_by(col(Comment.author))
    )
    if named:
        statement = statement.where(col(Comment.anonymous).is_(False), col(Comment.hidden).is_(False))
    return _count_within(session, statement, col(Comment.at), span)


def _build_history_column(name: str, label: str, count: Callable[..., Mapping[str, int]]) -> ContributionColumn:
    """Return a column of what the history tells, where some of it is told under a pseudonym."""
    return ContributionColumn(name, label, count, partial(count, openly=True))


_ANNOTATING_KINDS = (RecordKind.ANNOTATION, RecordKind.REGION)
_KINDS_COUNTED_APART = (RecordKind.LINK, RecordKind.EVIDENCE, *_ANNOTATING_KINDS)
# In the order of the columns. Evidence cannot be recorded without its source.
CONTRIBUTION_COLUMNS: list[ContributionColumn] = [
    _build_history_column(
        "records",
        "Other records",
        _build_creation_counter(*(kind for kind in RecordKind if kind not in _KINDS_COUNTED_APART)),
    ),
    _build_history_column("links", "Links", _build_creation_counter(RecordKind.LINK)),
    _build_history_column("evidence", "Evidence, with its source", _build_creation_counter(RecordKind.EVIDENCE)),
    _build_history_column("annotations", "Annotations", _build_creation_counter(*_ANNOTATING_KINDS)),
    _build_history_column("edits", "Edits and deletions", _count_edits),
    _build_history_column("undos", "Undos", _count_undos),
    ContributionColumn("positions", "Positions", _count_positions, partial(_count_positions, named=True)),
    ContributionColumn("comments", "Comments", _count_comments, partial(_count_comments, named=True)),
]
