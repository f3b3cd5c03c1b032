"""With whom somebody works on a map of a controversy: the members of the group to whose work it belongs."""

from typing import Any

from sqlalchemy import select, union
from sqlmodel import Session

from models.controversies.controversies import ControversyGroup, ControversyMap, ControversySeat
from models.people.seminars import Membership


def partners_on(session: Session, map_id: int, account_id: int) -> frozenset[int]:
    """Return the accounts in the group whose map it is, where this account is one of them; else nobody."""
    sides: Any = ControversyMap
    groups: Any = ControversyGroup
    seats: Any = ControversySeat
    members: Any = Membership
    place = union(
        select(sides.controversy_id, sides.group_number.label("number")).where(sides.map_id == map_id),
        select(groups.controversy_id, groups.number).where(groups.map_id == map_id),
    ).subquery()
    seated = (
        select(members.account_id)
        .join(ControversySeat, seats.membership_id == members.id)
        .join(place, (place.c.controversy_id == seats.controversy_id) & (place.c.number == seats.group_number))
    )
    found = frozenset(session.connection().execute(seated).scalars())
    return found if account_id in found else frozenset()
