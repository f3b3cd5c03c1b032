"""The maps that a reader may open, with what each holds."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import Session, col, select

from api.permission import LOCAL_USER, CurrentUser, in_reach
from models.maps import ArgumentMap, Record
from models.vocabulary import Visibility


@dataclass(frozen=True, slots=True)
class Shelved:
    """A map on the shelf; `counts` is by kind of record."""

    slug: str
    title: str
    description: str
    language: str
    counts: dict[str, int]


def shelf(session: Session, user: CurrentUser) -> list[Shelved]:
    """Return the maps that are listed for the user, by title, in two queries."""
    maps = select(ArgumentMap).where(in_reach(user))
    if user is LOCAL_USER:
        maps = maps.where(ArgumentMap.visibility != Visibility.UNLISTED)
    found = session.exec(maps.order_by(col(ArgumentMap.title), col(ArgumentMap.slug))).all()
    counted = session.exec(
        select(Record.map_id, Record.kind, func.count()).group_by(col(Record.map_id), col(Record.kind))
    )
    counts: dict[int | None, dict[str, int]] = {}
    for map_id, kind, number in counted:
        counts.setdefault(map_id, {})[kind] = number
    return [Shelved(each.slug, each.title, each.description, each.language, counts.get(each.id, {})) for each in found]


def titles(session: Session, slugs: Collection[str]) -> dict[str, str]:
    """Return the titles of the maps with these slugs, by slug."""
    found = session.exec(select(ArgumentMap.slug, ArgumentMap.title).where(col(ArgumentMap.slug).in_(slugs)))
    return dict(found.all())
