"""The maps that a reader may open, with what each holds."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from api.mentions import count_unread
from api.paging import read_cursor, write_cursor
from api.permission import LOCAL_USER, CurrentUser, in_reach
from api.web.shelf_folds import FoldPage, choose_folded, list_folds
from models.people.seminars import Seminar, SeminarMap
from models.records.maps import ArgumentMap, Record
from models.row_keys import persisted_id
from models.search.map_words import holds_words
from models.teaching.map_ownership import find_seminars_of
from models.vocabulary import Visibility

MAPS_A_PAGE = 50
ORDER = "title"


@dataclass(frozen=True, slots=True)
class Shelved:
    """A map on the shelf; `counts` is by kind of record, `seminar` the one of the reader's that has it."""

    slug: str
    title: str
    description: str
    language: str
    counts: dict[str, int]
    seminar: Seminar | None = None


@dataclass(frozen=True, slots=True)
class Shelf:
    """One page of the maps by title; `following` is the cursor behind it, empty on the last one.

    `folds` are the maps that would fill the page, by their seminars: of an archived one all of them, of one that the
    reader leads those of groups and forks. They have pages of their own.
    """

    maps: list[Shelved]
    folds: FoldPage
    following: str = ""


def shelf(
    session: Session, user: CurrentUser, cursor: str = "", words: str = "", *, folds: str = "", fold: str = ""
) -> Shelf:
    """Return the maps that are listed for the user behind a cursor, in five queries.

    `words` stand in their titles or name authors. `folds` and `fold` are the cursors of the list of folds and within
    one of them. Raises `Refusal` (422) for a cursor that is none.
    """
    listed = select(ArgumentMap).where(in_reach(user)).order_by(col(ArgumentMap.title), col(ArgumentMap.slug))
    if user is LOCAL_USER:
        listed = listed.where(col(ArgumentMap.visibility) != Visibility.UNLISTED)
    if words:
        listed = listed.where(_is_named(words))
    folded, away = choose_folded(user), FoldPage([], "")
    if folded is not None:
        away = list_folds(session, listed, folded, folds, fold)
        listed = listed.where(col(ArgumentMap.id).not_in(folded.with_only_columns(SeminarMap.map_id)))
    shown, following = _behind(session, listed, cursor)
    counts = _counts(session, [each.id for each in shown])
    seminars = find_seminars_of(session, [persisted_id(each) for each in shown], user.seminars)
    listed_maps = [_shelved(each, counts.get(each.id, {}), seminars.get(persisted_id(each))) for each in shown]
    return Shelf(listed_maps, away, following)


def list_named_maps(session: Session, user: CurrentUser, words: str, most: int) -> list[ArgumentMap]:
    """Return by title some of the maps in whose titles the words stand, or whose authors they name."""
    return list(
        session.exec(
            select(ArgumentMap)
            .where(in_reach(user), _is_named(words))
            .order_by(col(ArgumentMap.title), col(ArgumentMap.slug))
            .limit(most)
        )
    )


def _is_named(words: str) -> Any:
    """Return the condition that a map's title holds what is written, or that its words stand in it or name authors."""
    holding = holds_words(words)
    within = col(ArgumentMap.title).icontains(words, autoescape=True)
    return within if holding is None else within | holding


def _behind(session: Session, listed: Any, cursor: str) -> tuple[list[ArgumentMap], str]:
    """Return the maps of one page, and the cursor of the next, empty on the last one."""
    if cursor:
        title, slug = read_cursor(cursor, ORDER, str, str)
        listed = listed.where(
            (col(ArgumentMap.title) > title) | ((col(ArgumentMap.title) == title) & (col(ArgumentMap.slug) > slug))
        )
    found = list(session.exec(listed.limit(MAPS_A_PAGE + 1)))
    shown = found[:MAPS_A_PAGE]
    return shown, write_cursor(ORDER, shown[-1].title, shown[-1].slug) if len(found) > MAPS_A_PAGE else ""


def _shelved(each: ArgumentMap, counts: dict[str, int], seminar: Seminar | None) -> Shelved:
    return Shelved(each.slug, each.title, each.description, each.language, counts, seminar)


def maps_with_mentions(session: Session, user: CurrentUser) -> list[tuple[str, str, int]]:
    """Return the maps on which mentions of the user are unread: name in addresses, title, and how many there are."""
    counts = count_unread(session, user)
    if not counts:
        return []
    found = session.exec(
        select(ArgumentMap)
        .where(col(ArgumentMap.id).in_(sorted(counts)))
        .order_by(col(ArgumentMap.title), col(ArgumentMap.slug))
        .limit(MAPS_A_PAGE)
    )
    return [(each.slug, each.title, counts[persisted_id(each)]) for each in found]


def _counts(session: Session, map_ids: list[int | None]) -> dict[int | None, dict[str, int]]:
    chosen = select(Record.map_id, Record.kind, func.count()).where(col(Record.map_id).in_(map_ids))
    counts: dict[int | None, dict[str, int]] = {}
    for map_id, kind, number in session.exec(chosen.group_by(col(Record.map_id), col(Record.kind))):
        counts.setdefault(map_id, {})[kind] = number
    return counts


def titles(session: Session, slugs: Collection[str]) -> dict[str, str]:
    """Return the titles of the maps with these slugs, by slug."""
    found = session.exec(select(ArgumentMap.slug, ArgumentMap.title).where(col(ArgumentMap.slug).in_(slugs)))
    return dict(found.all())
