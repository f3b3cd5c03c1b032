"""The maps that a reader may open, with what each holds."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import Session, col, select

from api.permission import LOCAL_USER, CurrentUser, in_reach
from models.maps import ArgumentMap, Record
from models.recognition import at_least
from models.seminars import SeminarMap
from models.vocabulary import Role, Sharing, Visibility


@dataclass(frozen=True, slots=True)
class Shelved:
    """A map on the shelf; `counts` is by kind of record. `group`: of a group, to a reader who leads groups."""

    slug: str
    title: str
    description: str
    language: str
    counts: dict[str, int]
    group: bool = False


def shelf(session: Session, user: CurrentUser) -> list[Shelved]:
    """Return the maps that are listed for the user, by title, in three queries at most."""
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
    groups = _led(session, user)
    return [
        Shelved(each.slug, each.title, each.description, each.language, counts.get(each.id, {}), each.id in groups)
        for each in found
    ]


def _led(session: Session, user: CurrentUser) -> set[int]:
    """Return the maps of groups in the seminars that the user leads: three for each group would fill the shelf."""
    led = [seminar for seminar, role in user.seminars.items() if at_least(role, Role.TEACHER)]
    if not led:
        return set()
    apart = select(SeminarMap.map_id).where(SeminarMap.sharing != Sharing.WORKING)
    return set(session.exec(apart.where(col(SeminarMap.seminar_id).in_(led))).all())


def titles(session: Session, slugs: Collection[str]) -> dict[str, str]:
    """Return the titles of the maps with these slugs, by slug."""
    found = session.exec(select(ArgumentMap.slug, ArgumentMap.title).where(col(ArgumentMap.slug).in_(slugs)))
    return dict(found.all())
