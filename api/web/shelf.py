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
from models.seminars import SeminarMap
from models.vocabulary import Role, Sharing, Visibility

MAPS_A_PAGE = 50
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
class Shelf:
    """One page of the maps by title; `following` is the cursor behind it, empty on the last one.

    `groups` are maps of groups in seminars that the reader leads, in pages of their own.
    """

    maps: list[Shelved]
    groups: list[Shelved]
    following: str = ""
    groups_following: str = ""


def shelf(session: Session, user: CurrentUser, cursor: str = "", words: str = "", groups_cursor: str = "") -> Shelf:
    """Return the maps that are listed for the user behind a cursor, in three queries; `words` stand in their titles.

    Raises `Refusal` (422) for a cursor that is none.
    """
    table: Any = ArgumentMap
    listed = select(ArgumentMap).where(in_reach(user)).order_by(table.title, table.slug)
    if user is LOCAL_USER:
        listed = listed.where(table.visibility != Visibility.UNLISTED)
    if words:
        listed = listed.where(table.title.icontains(words, autoescape=True))
    groups = _led(user)
    of_groups: list[ArgumentMap] = []
    groups_following = ""
    if groups is not None:
        of_groups, groups_following = _behind(session, listed.where(table.id.in_(groups)), groups_cursor)
        listed = listed.where(table.id.not_in(groups))
    shown, following = _behind(session, listed, cursor)
    counts = _counts(session, [each.id for each in shown])
    return Shelf(
        [_shelved(each, counts.get(each.id, {})) for each in shown],
        [_shelved(each, {}) for each in of_groups],
        following,
        groups_following,
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


def _led(user: CurrentUser) -> Any:
    """Return which maps are of groups in the seminars that the user leads: three for each would fill the shelf."""
    led = [seminar for seminar, role in user.seminars.items() if at_least(role, Role.TEACHER)]
    if not led:
        return None
    apart = select(SeminarMap.map_id).where(SeminarMap.sharing != Sharing.WORKING)
    return apart.where(col(SeminarMap.seminar_id).in_(led))


def titles(session: Session, slugs: Collection[str]) -> dict[str, str]:
    """Return the titles of the maps with these slugs, by slug."""
    found = session.exec(select(ArgumentMap.slug, ArgumentMap.title).where(col(ArgumentMap.slug).in_(slugs)))
    return dict(found.all())
