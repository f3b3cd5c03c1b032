"""The maps that a reader may open, with what each holds."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from api.access.current_user import LOCAL_USER, CurrentUser, is_visible_to
from api.http.pagination import read_cursor, write_cursor
from api.maps.folded_seminars import FoldPage, choose_folded, list_folds
from api.records.named_maps import matches_name
from api.seminars.comments.mentions import count_unread_mentions
from models.people.seminars import Seminar, SeminarMap
from models.records.maps import ArgumentMap, Record
from models.row_keys import persisted_id
from models.teaching.map_ownership import find_seminars_of
from models.vocabulary import Visibility

MAPS_A_PAGE = 50
ORDER = "title"


@dataclass(frozen=True, slots=True)
class ShelfMap:
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

    maps: list[ShelfMap]
    folds: FoldPage
    following: str = ""


def read_shelf(
    session: Session, user: CurrentUser, cursor: str = "", words: str = "", *, folds: str = "", fold: str = ""
) -> Shelf:
    """Return the maps that are listed for the user behind a cursor, in five queries.

    `words` stand in their titles or name authors. `folds` and `fold` are the cursors of the list of folds and within
    one of them. Raises `Refusal` (422) for a cursor that is none.
    """
    map_query = select(ArgumentMap).where(is_visible_to(user)).order_by(col(ArgumentMap.title), col(ArgumentMap.slug))
    if user is LOCAL_USER:
        map_query = map_query.where(col(ArgumentMap.visibility) != Visibility.UNLISTED)
    if words:
        map_query = map_query.where(matches_name(words))
    folded, fold_page = choose_folded(user), FoldPage([], "")
    if folded is not None:
        fold_page = list_folds(session, map_query, folded, folds, fold)
        map_query = map_query.where(col(ArgumentMap.id).not_in(folded.with_only_columns(col(SeminarMap.map_id))))
    page_maps, following = _read_map_page(session, map_query, cursor)
    counts = _count_records(session, [argument_map.id for argument_map in page_maps])
    seminars = find_seminars_of(session, [persisted_id(argument_map) for argument_map in page_maps], user.seminars)
    listed_maps = [
        _make_shelf_map(argument_map, counts.get(argument_map.id, {}), seminars.get(persisted_id(argument_map)))
        for argument_map in page_maps
    ]
    return Shelf(listed_maps, fold_page, following)


def _read_map_page(
    session: Session, map_query: SelectOfScalar[ArgumentMap], cursor: str
) -> tuple[list[ArgumentMap], str]:
    """Return the maps of one page, and the cursor of the next, empty on the last one."""
    if cursor:
        title, slug = read_cursor(cursor, ORDER, str, str)
        map_query = map_query.where(
            (col(ArgumentMap.title) > title) | ((col(ArgumentMap.title) == title) & (col(ArgumentMap.slug) > slug))
        )
    maps = list(session.exec(map_query.limit(MAPS_A_PAGE + 1)))
    page_maps = maps[:MAPS_A_PAGE]
    return page_maps, write_cursor(ORDER, page_maps[-1].title, page_maps[-1].slug) if len(maps) > MAPS_A_PAGE else ""


def _make_shelf_map(argument_map: ArgumentMap, counts: dict[str, int], seminar: Seminar | None) -> ShelfMap:
    return ShelfMap(
        argument_map.slug, argument_map.title, argument_map.description, argument_map.language, counts, seminar
    )


def list_maps_with_mentions(session: Session, user: CurrentUser) -> list[tuple[str, str, int]]:
    """Return the maps on which mentions of the user are unread: name in addresses, title, and how many there are."""
    counts = count_unread_mentions(session, user)
    if not counts:
        return []
    maps = session.exec(
        select(ArgumentMap)
        .where(col(ArgumentMap.id).in_(sorted(counts)))
        .order_by(col(ArgumentMap.title), col(ArgumentMap.slug))
        .limit(MAPS_A_PAGE)
    )
    return [(argument_map.slug, argument_map.title, counts[persisted_id(argument_map)]) for argument_map in maps]


def _count_records(session: Session, map_ids: list[int | None]) -> dict[int | None, dict[str, int]]:
    chosen = select(Record.map_id, Record.kind, func.count()).where(col(Record.map_id).in_(map_ids))
    counts: dict[int | None, dict[str, int]] = {}
    for map_id, kind, number in session.exec(chosen.group_by(col(Record.map_id), col(Record.kind))):
        counts.setdefault(map_id, {})[kind] = number
    return counts


def read_titles(session: Session, slugs: Collection[str]) -> dict[str, str]:
    """Return the titles of the maps with these slugs, by slug."""
    rows = session.exec(select(ArgumentMap.slug, ArgumentMap.title).where(col(ArgumentMap.slug).in_(slugs)))
    return dict(rows.all())
