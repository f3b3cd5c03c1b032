"""The maps that a reader may open, with what each holds."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from api.mentions import count_unread
from api.paging import read_cursor, write_cursor
from api.permission import LOCAL_USER, CurrentUser, in_reach
from models.maps import ArgumentMap, Record
from models.recognition import at_least
from models.seminars import Seminar, SeminarMap
from models.vocabulary import Role, Sharing, Visibility

MAPS_A_PAGE, MAPS_A_FOLD = 50, 12
ORDER = "title"


@dataclass(frozen=True, slots=True)
class Shelved:
    """A map on the shelf; `counts` is by kind of record."""

    slug: str
    title: str
    description: str
    language: str
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Fold:
    """Maps of one seminar that stand behind one line: how many there are, and of many the first."""

    seminar: Seminar
    number: int
    maps: list[Shelved]


@dataclass(frozen=True, slots=True)
class Shelf:
    """One page of the maps by title; `following` is the cursor behind it, empty on the last one.

    `folds` are the maps that would fill the page, by their seminars: of an archived one all of them, of one that the
    reader leads those of groups and forks.
    """

    maps: list[Shelved]
    folds: list[Fold]
    following: str = ""


def shelf(session: Session, user: CurrentUser, cursor: str = "", words: str = "") -> Shelf:
    """Return the maps that are listed for the user behind a cursor, in three queries; `words` stand in their titles.

    Raises `Refusal` (422) for a cursor that is none.
    """
    table: Any = ArgumentMap
    listed = select(ArgumentMap).where(in_reach(user)).order_by(table.title, table.slug)
    if user is LOCAL_USER:
        listed = listed.where(table.visibility != Visibility.UNLISTED)
    if words:
        listed = listed.where(table.title.icontains(words, autoescape=True))
    folded = _folded(user)
    folds = _folds(session, listed, folded) if folded is not None else []
    if folded is not None:
        listed = listed.where(table.id.not_in(folded.with_only_columns(SeminarMap.map_id)))
    shown, following = _behind(session, listed, cursor)
    counts = _counts(session, [each.id for each in shown])
    return Shelf(
        [_shelved(each, counts.get(each.id, {})) for each in shown],
        folds,
        following,
    )


def _behind(session: Session, listed: Any, cursor: str) -> tuple[list[ArgumentMap], str]:
    """Return the maps of one page, and the cursor of the next, empty on the last one."""
    table: Any = ArgumentMap
    if cursor:
        title, slug = read_cursor(cursor, ORDER, str, str)
        listed = listed.where((table.title > title) | ((table.title == title) & (table.slug > slug)))
    found = list(session.exec(listed.limit(MAPS_A_PAGE + 1)))
    shown = found[:MAPS_A_PAGE]
    return shown, write_cursor(ORDER, shown[-1].title, shown[-1].slug) if len(found) > MAPS_A_PAGE else ""


def _shelved(each: ArgumentMap, counts: dict[str, int]) -> Shelved:
    return Shelved(each.slug, each.title, each.description, each.language, counts)


def maps_with_mentions(session: Session, user: CurrentUser) -> list[tuple[str, str, int]]:
    """Return the maps on which mentions of the user are unread: name in addresses, title, and how many there are."""
    counts = count_unread(session, user)
    if not counts:
        return []
    table: Any = ArgumentMap
    found = session.exec(
        select(ArgumentMap).where(table.id.in_(sorted(counts))).order_by(table.title, table.slug).limit(MAPS_A_PAGE)
    )
    return [(each.slug, each.title, counts[each.id or 0]) for each in found]


def _counts(session: Session, map_ids: list[int | None]) -> dict[int | None, dict[str, int]]:
    chosen = select(Record.map_id, Record.kind, func.count()).where(col(Record.map_id).in_(map_ids))
    counts: dict[int | None, dict[str, int]] = {}
    for map_id, kind, number in session.exec(chosen.group_by(col(Record.map_id), col(Record.kind))):
        counts.setdefault(map_id, {})[kind] = number
    return counts


def _folded(user: CurrentUser) -> Any:
    """Return which maps are folded: those of a seminar that is archived, of groups and forks where the user leads."""
    if not user.seminars:
        return None
    led = [seminar for seminar, role in user.seminars.items() if at_least(role, Role.TEACHER)]
    of_parts = (col(SeminarMap.sharing) != Sharing.WORKING) & col(SeminarMap.seminar_id).in_(led)
    wanted = select(SeminarMap.map_id, SeminarMap.seminar_id).join(Seminar, col(Seminar.id) == SeminarMap.seminar_id)
    wanted = wanted.where(col(SeminarMap.seminar_id).in_(list(user.seminars)))
    return wanted.where(of_parts | col(Seminar.archived).is_not(None))


def _folds(session: Session, listed: Any, folded: Any) -> list[Fold]:
    """Return the folds in two queries, whatever the number of maps in them."""
    table: Any = ArgumentMap
    behind = folded.subquery()
    joined = listed.join(behind, behind.c.map_id == table.id)
    place = func.row_number().over(partition_by=behind.c.seminar_id, order_by=(table.title, table.slug))
    many = func.count().over(partition_by=behind.c.seminar_id)
    ranked = joined.add_columns(behind.c.seminar_id, place.label("place"), many.label("many")).order_by(None).subquery()
    first = select(ranked).where(ranked.c.place <= MAPS_A_FOLD).order_by(ranked.c.seminar_id, ranked.c.place)
    rows = session.connection().execute(first).all()
    keys = {row.seminar_id for row in rows}
    seminars = session.exec(select(Seminar).where(col(Seminar.id).in_(keys)).order_by(col(Seminar.title))).all()
    return [
        Fold(
            each,
            next(row.many for row in rows if row.seminar_id == each.id),
            [Shelved(row.slug, row.title, "", row.language, {}) for row in rows if row.seminar_id == each.id],
        )
        for each in seminars
    ]


def titles(session: Session, slugs: Collection[str]) -> dict[str, str]:
    """Return the titles of the maps with these slugs, by slug."""
    found = session.exec(select(ArgumentMap.slug, ArgumentMap.title).where(col(ArgumentMap.slug).in_(slugs)))
    return dict(found.all())
