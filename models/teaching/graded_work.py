"""What the members of a seminar did on its maps, for the table by which a teacher grades.

Everything is counted by the database, in a number of queries that grows with neither members nor work. Positions in a
round that is open are not counted: a number that grows would tell who has answered.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import (
    CompoundSelect,
    Integer,
    Select,
    SQLColumnExpression,
    and_,
    distinct,
    func,
    null,
    or_,
    select,
    union_all,
)
from sqlmodel import Session, col

from models.controversies.controversies import Controversy, ControversyGroup, ControversyMap, ControversySeat
from models.controversies.controversy_stages import ControversyStage
from models.history.forks import Merging
from models.history.revisions import Revision
from models.participation.comments import Comment
from models.participation.positions import Position, Round, build_ended_condition
from models.people.accounts import AccountName, fold_name
from models.people.authentication import at_least
from models.people.pseudonyms import parse_group_number
from models.people.seminars import Membership, SeminarMap
from models.row_keys import map_id_column
from models.vocabulary import ChangeKind, ControversyStep, RecordKind, Role

# By their names in files. What the members of a group agreed on together is counted for each of them.
SORTS_OF_WORK = (
    *("records", "links", "evidence", "annotations", "edits", "undos", "positions", "comments"),
    "joint_syntheses",
)
_APART = {
    RecordKind.LINK: "links",
    RecordKind.EVIDENCE: "evidence",
    RecordKind.ANNOTATION: "annotations",
    RecordKind.REGION: "annotations",
}


class WorkCause(StrEnum):
    """For what somebody worked: for their own side or the whole seminar, for the other side, or by what was merged."""

    OWN = "own"
    OTHER_SIDE = "other_side"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class WorkCount:
    """So many times a member did one sort of work in one place. `author` is the name under which it was done.

    `account_id` is None for whoever has no account; `step` is None where nobody knows at which step it was, or the map
    is in no controversy; `round_id` is None but for positions in rounds.
    """

    account_id: int | None
    author: str
    map_id: int
    sort: str
    number: int
    cause: WorkCause = WorkCause.OWN
    step: ControversyStep | None = None
    round_id: int | None = None


class GroupPlace(NamedTuple):
    """To which group of which controversy a map belongs, and to which of its sides; None is the group's as a whole."""

    controversy_id: int
    group: int
    side: int | None


def find_group_places(session: Session, seminar_id: int) -> dict[int, GroupPlace]:
    """Return by the ids of maps on which groups of a seminar's controversies work where each belongs."""
    rows = session.connection().execute(_select_places(seminar_id))
    return {row.map_id: GroupPlace(row.controversy_id, row.group_number, row.side_number) for row in rows}


def count_work(session: Session, seminar_id: int) -> list[WorkCount]:
    """Return all that was done on the maps of a seminar, by whomever."""
    places = find_group_places(session, seminar_id)
    seats = _read_seats(session, seminar_id)
    teachers = _read_teachers(session, seminar_id)
    counted = list(_read_counts(session, seminar_id))
    accounts = _find_accounts(session, seminar_id, {row.member for row in counted})
    work_counts: list[WorkCount] = []
    for row in counted:
        account, place = accounts.get(row.member), places.get(row.map_id)
        step = ControversyStep(row.step) if row.step is not None else None
        if row.credited and _is_written_by_group(row, account, place):
            # Under this name a group's synthesis is written; where it was merged it is nobody's.
            if not row.merged and row.sort == "records" and place is not None:
                work_counts += [
                    WorkCount(account_id, row.member, row.map_id, "joint_syntheses", row.number, step=step)
                    for account_id, seat in seats.get(place.controversy_id, {}).items()
                    if seat[0] == place.group
                ]
            continue
        cause = WorkCause.OWN
        if row.merged:
            cause = WorkCause.MERGED
        elif place is not None and account not in teachers and _is_for_other_side(place, step, account, seats):
            cause = WorkCause.OTHER_SIDE
        work_counts.append(WorkCount(account, row.member, row.map_id, row.sort, row.number, cause, step, row.round_id))
    return work_counts


def _is_written_by_group(row: "_CountRow", account: int | None, place: GroupPlace | None) -> bool:
    """Tell whether a group stands for those who wrote something, and not an account of that name from former days."""
    number = parse_group_number(fold_name(row.member))
    if number is None or account is None:
        return number is not None
    return not row.merged and place is not None and place.side is None and place.group == number


def _is_for_other_side(
    place: GroupPlace,
    step: ControversyStep | None,
    account: int | None,
    seats: Mapping[int, Mapping[int | None, tuple[int, int]]],
) -> bool:
    """Tell whether what was done on a map of a group was done for the other side: after the sides had swapped."""
    if place.side is None:
        return False
    _, own = seats.get(place.controversy_id, {}).get(account, (0, place.side))
    if step is None:
        return own != place.side
    return step is ControversyStep.REVERSE and own != place.side


def _read_seats(session: Session, seminar_id: int) -> dict[int, dict[int | None, tuple[int, int]]]:
    """Return by controversies and accounts in which group and on which side somebody sits."""
    statement = (
        select(
            col(ControversySeat.controversy_id),
            col(Membership.account_id),
            col(ControversySeat.group_number),
            col(ControversySeat.side_number),
        )
        .join(Membership, col(Membership.id) == col(ControversySeat.membership_id))
        .where(col(Membership.seminar_id) == seminar_id)
    )
    seats: dict[int, dict[int | None, tuple[int, int]]] = {}
    for key, account, group, side in session.connection().execute(statement):
        seats.setdefault(key, {})[account] = group, side
    return seats


def _read_teachers(session: Session, seminar_id: int) -> set[int | None]:
    leading = [role.value for role in Role if at_least(role, Role.TEACHER)]
    statement = select(col(Membership.account_id)).where(
        col(Membership.seminar_id) == seminar_id, col(Membership.role).in_(leading)
    )
    return set(session.connection().execute(statement).scalars())


def _find_accounts(session: Session, seminar_id: int, authors: Iterable[str]) -> dict[str, int]:
    """Return by the names under which something was written whose they are, for those who have an account."""
    folded = {name: fold_name(name) for name in authors}
    of_members = select(col(Membership.account_id)).where(col(Membership.seminar_id) == seminar_id)
    statement = select(col(AccountName.folded), col(AccountName.account_id))
    named = session.connection().execute(statement.where(col(AccountName.account_id).in_(of_members)))
    account_ids: dict[str, int] = {row[0]: row[1] for row in named}
    others = sorted(set(folded.values()) - account_ids.keys())
    account_ids |= {
        row[0]: row[1] for row in session.connection().execute(statement.where(col(AccountName.folded).in_(others)))
    }
    return {name: account_ids[key] for name, key in folded.items() if key in account_ids}


# --- Counting -------------------------------------------------------------------------------------


class _CountRow(NamedTuple):
    map_id: int
    member: str
    sort: str
    number: int
    step: str | None = None
    merged: bool = False
    credited: bool = False
    round_id: int | None = None


# What is counted differs in its columns, which are read by their names.
_CountSelect = Select[*tuple[Any, ...]]


def _read_counts(session: Session, seminar_id: int) -> Iterator[_CountRow]:
    maps = select(col(SeminarMap.map_id)).where(col(SeminarMap.seminar_id) == seminar_id)
    connection = session.connection()
    for row in connection.execute(_select_record_counts(seminar_id, maps)):
        is_new = row.kind == ChangeKind.CREATED
        sort = _APART.get(row.record_kind, "records") if is_new else "edits"
        yield _CountRow(row.map_id, row.member, sort, row.number, row.step, bool(row.merged), bool(row.credited))
    for row in connection.execute(_select_undo_counts(seminar_id, maps)):
        yield _CountRow(row.map_id, row.member, "undos", row.number, row.step)
    for row in connection.execute(_select_position_counts(session, seminar_id, maps)):
        yield _CountRow(row.map_id, row.member, "positions", row.number, row.step, round_id=row.round_id)
    for row in connection.execute(_select_comment_counts(seminar_id, maps)):
        yield _CountRow(row.map_id, row.member, "comments", row.number, row.step)


def _select_record_counts(seminar_id: int, maps: Select[int]) -> _CountSelect:
    """Return what counts records that were made, changed and deleted, by whose work they are, and whether merged."""
    member = func.coalesce(col(Revision.credit), col(Revision.author)).label("member")
    merged = col(Merging.id).is_not(None).label("merged")
    credited = col(Revision.credit).is_not(None).label("credited")
    columns = (col(Revision.map_id), member, col(Revision.kind), col(Revision.record_kind), merged, credited)
    counting = (
        select(*columns, func.count().label("number"))
        .outerjoin(
            Merging, and_(col(Merging.target_id) == col(Revision.map_id), col(Merging.change) == col(Revision.change))
        )
        .where(
            col(Revision.map_id).in_(maps),
            col(Revision.label).is_not(None),
            col(Revision.undoes).is_(None),
            col(Revision.kind).in_((ChangeKind.CREATED, ChangeKind.CHANGED, ChangeKind.DELETED)),
            col(Merging.undone_by).is_(None),
            # What is merged without credit is nobody's: it comes of a map on which nobody is named.
            or_(col(Merging.id).is_(None), col(Revision.credit).is_not(None)),
        )
        .group_by(*(column.element if hasattr(column, "element") else column for column in columns))
    )
    return _group_by_step(counting, seminar_id, col(Revision.map_id), col(Revision.at))


def _select_undo_counts(seminar_id: int, maps: Select[int]) -> _CountSelect:
    # The label of a mapped column has no type that mypy could tell.
    columns: tuple[Any, ...] = (col(Revision.map_id), col(Revision.author).label("member"))
    counting = (
        select(*columns, func.count(distinct(col(Revision.change))).label("number"))
        .where(col(Revision.map_id).in_(maps), col(Revision.undoes).is_not(None))
        .group_by(col(Revision.map_id), col(Revision.author))
    )
    return _group_by_step(counting, seminar_id, col(Revision.map_id), col(Revision.at))


def _select_position_counts(session: Session, seminar_id: int, maps: Select[int]) -> _CountSelect:
    """Return what counts the records on which somebody took a position: once, however often they changed their mind."""
    columns = (col(Position.map_id), col(Position.round_id), col(Position.member), col(Position.label))
    first = (
        select(*columns, func.min(col(Position.at)).label("at"))
        .outerjoin(Round, col(Round.id) == col(Position.round_id))
        .where(col(Position.map_id).in_(maps), or_(col(Position.round_id).is_(None), build_ended_condition(session)))
        .group_by(*columns)
        .subquery()
    )
    first_positions = first.c
    counting = select(
        first_positions.map_id, first_positions.member, first_positions.round_id, func.count().label("number")
    ).group_by(first_positions.map_id, first_positions.member, first_positions.round_id)
    return _group_by_step(counting, seminar_id, first_positions.map_id, first_positions.at)


def _select_comment_counts(seminar_id: int, maps: Select[int]) -> _CountSelect:
    # As with undos.
    columns: tuple[Any, ...] = (col(Comment.map_id), col(Comment.author).label("member"))
    counting = (
        select(*columns, func.count().label("number"))
        .where(col(Comment.map_id).in_(maps))
        .group_by(col(Comment.map_id), col(Comment.author))
    )
    return _group_by_step(counting, seminar_id, col(Comment.map_id), col(Comment.at))


def _group_by_step(
    counting: _CountSelect, seminar_id: int, map_id: SQLColumnExpression[int], at: SQLColumnExpression[datetime]
) -> _CountSelect:
    """Let a query count by the step as well at which the controversy stood whose map it is."""
    place = _select_places(seminar_id).subquery()
    during = and_(
        col(ControversyStage.controversy_id) == place.c.controversy_id,
        at >= col(ControversyStage.since),
        or_(col(ControversyStage.until).is_(None), at < col(ControversyStage.until)),
    )
    return (
        counting.add_columns(col(ControversyStage.step).label("step"))
        .outerjoin(place, place.c.map_id == map_id)
        .outerjoin(ControversyStage, during)
        .group_by(col(ControversyStage.step))
    )


def _select_places(seminar_id: int) -> CompoundSelect[int, int, int, int]:
    here = col(Controversy.seminar_id) == seminar_id
    return union_all(
        select(
            col(ControversyMap.map_id),
            col(ControversyMap.controversy_id),
            col(ControversyMap.group_number),
            col(ControversyMap.side_number),
        )
        .join(Controversy, col(Controversy.id) == col(ControversyMap.controversy_id))
        .where(here),
        select(
            map_id_column(ControversyGroup),
            col(ControversyGroup.controversy_id),
            col(ControversyGroup.number).label("group_number"),
            null().cast(Integer).label("side_number"),
        )
        .join(Controversy, col(Controversy.id) == col(ControversyGroup.controversy_id))
        .where(here, col(ControversyGroup.map_id).is_not(None)),
    )
