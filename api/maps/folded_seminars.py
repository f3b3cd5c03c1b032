"""Folds on the first page: the maps of a seminar that stand behind one line, some at a time."""

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Select, Subquery, func, select
from sqlmodel import Session, col
from sqlmodel.sql.expression import SelectOfScalar

from api.access.current_user import CurrentUser
from api.http.pagination import read_cursor, write_cursor
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


class _FoldedMap(NamedTuple):
    title: str
    slug: str
    seminar_id: int


class FoldPage(NamedTuple):
    """Some of the folds by the titles of their seminars, and the cursor behind them, empty on the last page."""

    folds: list[Fold]
    following: str


def choose_folded(user: CurrentUser) -> Select[int, int] | None:
    """Return which maps are folded: those of a seminar that is archived, of groups and forks where the user leads."""
    if not user.seminars:
        return None
    led = [seminar for seminar, role in user.seminars.items() if at_least(role, Role.TEACHER)]
    of_parts = (col(SeminarMap.sharing) != Sharing.WORKING) & col(SeminarMap.seminar_id).in_(led)
    folded_maps = select(col(SeminarMap.map_id), col(SeminarMap.seminar_id))
    folded_maps = folded_maps.join(Seminar, col(Seminar.id) == col(SeminarMap.seminar_id))
    folded_maps = folded_maps.where(col(SeminarMap.seminar_id).in_(list(user.seminars)))
    return folded_maps.where(of_parts | col(Seminar.archived).is_not(None))


def list_folds(
    session: Session, map_query: SelectOfScalar[ArgumentMap], folded: Select[int, int], cursor: str, within: str
) -> FoldPage:
    """Return a page of the folds in two queries, whatever their number and that of the maps in them.

    `within` is the cursor in one of them; the others show their first maps. Raises `Refusal` (422) for a cursor that
    is none.
    """
    listed_maps = (
        map_query.order_by(None)
        .with_only_columns(col(ArgumentMap.title), col(ArgumentMap.slug), col(ArgumentMap.id))
        .subquery()
    )
    folded_maps = folded.subquery()
    maps_in_folds = select(listed_maps.c.title, listed_maps.c.slug, folded_maps.c.seminar_id)
    maps_in_folds = maps_in_folds.join_from(listed_maps, folded_maps, folded_maps.c.map_id == listed_maps.c.id)
    seminars, following = _list_seminars(session, maps_in_folds.subquery(), cursor)
    turned, title, slug = read_cursor(within, WITHIN_A_FOLD, str, str, str) if within else ("", "", "")
    turned_id = next((seminar.id for seminar, _ in seminars if seminar.slug == turned), None)
    if turned_id is not None:
        later = (listed_maps.c.title > title) | ((listed_maps.c.title == title) & (listed_maps.c.slug > slug))
        maps_in_folds = maps_in_folds.where((folded_maps.c.seminar_id != turned_id) | later)
    rows = _list_first_maps(session, maps_in_folds.subquery(), [seminar.id for seminar, _ in seminars])
    return FoldPage(
        [_make_fold(seminar, number, rows, turned=seminar.id == turned_id) for seminar, number in seminars], following
    )


def _list_seminars(session: Session, maps_in_folds: Subquery, cursor: str) -> tuple[list[tuple[Seminar, int]], str]:
    """Return some of the seminars that have maps in folds, with the number of these, and the cursor behind them."""
    map_counts = (
        select(maps_in_folds.c.seminar_id, func.count().label("number")).group_by(maps_in_folds.c.seminar_id).subquery()
    )
    seminar_query = select(Seminar, map_counts.c.number).join(map_counts, map_counts.c.seminar_id == col(Seminar.id))
    if cursor:
        title, slug = read_cursor(cursor, OF_FOLDS, str, str)
        seminar_query = seminar_query.where(
            (col(Seminar.title) > title) | ((col(Seminar.title) == title) & (col(Seminar.slug) > slug))
        )
    rows = session.execute(seminar_query.order_by(col(Seminar.title), col(Seminar.slug)).limit(FOLDS_A_PAGE + 1)).all()
    part = [(row[0], row[1]) for row in rows[:FOLDS_A_PAGE]]
    last = part[-1][0] if len(rows) > FOLDS_A_PAGE else None
    return part, write_cursor(OF_FOLDS, last.title, last.slug) if last else ""


def _list_first_maps(session: Session, maps_in_folds: Subquery, seminar_ids: list[int | None]) -> list[_FoldedMap]:
    """Return the first maps of each of these seminars, one more than a fold shows."""
    order = (maps_in_folds.c.title, maps_in_folds.c.slug)
    place = func.row_number().over(partition_by=maps_in_folds.c.seminar_id, order_by=order).label("place")
    ranked = select(maps_in_folds, place).where(maps_in_folds.c.seminar_id.in_(seminar_ids)).subquery()
    first = select(ranked).where(ranked.c.place <= MAPS_A_FOLD + 1).order_by(ranked.c.seminar_id, ranked.c.place)
    return [_FoldedMap(row.title, row.slug, row.seminar_id) for row in session.connection().execute(first)]


def _make_fold(seminar: Seminar, number: int, rows: list[_FoldedMap], *, turned: bool) -> Fold:
    map_names = [(row.slug, row.title) for row in rows if row.seminar_id == seminar.id]
    maps, following = map_names[:MAPS_A_FOLD], ""
    if len(map_names) > MAPS_A_FOLD:
        slug, title = maps[-1]
        following = write_cursor(WITHIN_A_FOLD, seminar.slug, title, slug)
    return Fold(seminar, number, maps, turned, following)
