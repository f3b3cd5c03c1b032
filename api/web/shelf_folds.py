"""Folds on the first page: the maps of a seminar that stand behind one line, some at a time."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Row, func, select
from sqlmodel import Session, col

from api.paging import read_cursor, write_cursor
from api.permission import CurrentUser
from models.people.authentication import at_least
from models.people.seminars import Seminar, SeminarMap
from models.records.maps import ArgumentMap
from models.vocabulary import Role, Sharing

FOLDS_A_PAGE, MAPS_A_FOLD = 20, 25
OF_FOLDS, WITHIN_A_FOLD = "folds", "fold"


@dataclass(frozen=True, slots=True)
class Fold:
    """Maps of one seminar behind one line: the number of all of them, and the names and titles of some.

    `following` is the cursor behind these, empty on the last; `turned` tells that they are not the first.
    """

    seminar: Seminar
    number: int
    maps: list[tuple[str, str]]
    turned: bool
    following: str


class FoldPage(NamedTuple):
    """Some of the folds by the titles of their seminars, and the cursor behind them, empty on the last page."""

    folds: list[Fold]
    following: str


def choose_folded(user: CurrentUser) -> Any:
    """Return which maps are folded: those of a seminar that is archived, of groups and forks where the user leads."""
    if not user.seminars:
        return None
    led = [seminar for seminar, role in user.seminars.items() if at_least(role, Role.TEACHER)]
    of_parts = (col(SeminarMap.sharing) != Sharing.WORKING) & col(SeminarMap.seminar_id).in_(led)
    wanted = select(col(SeminarMap.map_id), col(SeminarMap.seminar_id))
    wanted = wanted.join(Seminar, col(Seminar.id) == col(SeminarMap.seminar_id))
    wanted = wanted.where(col(SeminarMap.seminar_id).in_(list(user.seminars)))
    return wanted.where(of_parts | col(Seminar.archived).is_not(None))


def list_folds(session: Session, listed: Any, folded: Any, cursor: str, within: str) -> FoldPage:
    """Return a page of the folds in two queries, whatever their number and that of the maps in them.

    `within` is the cursor in one of them; the others show their first maps. Raises `Refusal` (422) for a cursor that
    is none.
    """
    known = (
        listed.order_by(None)
        .with_only_columns(col(ArgumentMap.title), col(ArgumentMap.slug), col(ArgumentMap.id))
        .subquery()
    )
    behind = folded.subquery()
    inside: Any = select(known.c.title, known.c.slug, behind.c.seminar_id)
    inside = inside.join_from(known, behind, behind.c.map_id == known.c.id)
    seminars, following = _list_seminars(session, inside.subquery(), cursor)
    turned, title, slug = read_cursor(within, WITHIN_A_FOLD, str, str, str) if within else ("", "", "")
    opened = next((each.id for each, _ in seminars if each.slug == turned), None)
    if opened is not None:
        later = (known.c.title > title) | ((known.c.title == title) & (known.c.slug > slug))
        inside = inside.where((behind.c.seminar_id != opened) | later)
    rows = _list_first(session, inside.subquery(), [each.id for each, _ in seminars])
    return FoldPage([_fold(each, number, rows, turned=each.id == opened) for each, number in seminars], following)


def _list_seminars(session: Session, inside: Any, cursor: str) -> tuple[list[tuple[Seminar, int]], str]:
    """Return some of the seminars that have maps in folds, with the number of these, and the cursor behind them."""
    counted = select(inside.c.seminar_id, func.count().label("number")).group_by(inside.c.seminar_id).subquery()
    wanted = select(Seminar, counted.c.number).join(counted, counted.c.seminar_id == col(Seminar.id))
    if cursor:
        title, slug = read_cursor(cursor, OF_FOLDS, str, str)
        wanted = wanted.where(
            (col(Seminar.title) > title) | ((col(Seminar.title) == title) & (col(Seminar.slug) > slug))
        )
    found = session.execute(wanted.order_by(col(Seminar.title), col(Seminar.slug)).limit(FOLDS_A_PAGE + 1)).all()
    part = [(row[0], row[1]) for row in found[:FOLDS_A_PAGE]]
    last = part[-1][0] if len(found) > FOLDS_A_PAGE else None
    return part, write_cursor(OF_FOLDS, last.title, last.slug) if last else ""


def _list_first(session: Session, inside: Any, seminar_ids: list[int | None]) -> list[Row[Any]]:
    """Return the first maps of each of these seminars, one more than a fold shows."""
    order = (inside.c.title, inside.c.slug)
    place = func.row_number().over(partition_by=inside.c.seminar_id, order_by=order).label("place")
    ranked = select(inside, place).where(inside.c.seminar_id.in_(seminar_ids)).subquery()
    first = select(ranked).where(ranked.c.place <= MAPS_A_FOLD + 1).order_by(ranked.c.seminar_id, ranked.c.place)
    return list(session.connection().execute(first))


def _fold(seminar: Seminar, number: int, rows: list[Row[Any]], *, turned: bool) -> Fold:
    found = [(row.slug, row.title) for row in rows if row.seminar_id == seminar.id]
    maps, following = found[:MAPS_A_FOLD], ""
    if len(found) > MAPS_A_FOLD:
        slug, title = maps[-1]
        following = write_cursor(WITHIN_A_FOLD, seminar.slug, title, slug)
    return Fold(seminar, number, maps, turned, following)
