"""With whom somebody works on a map of a controversy: the members of the group to whose work it belongs."""

from sqlalchemy import select, union
from sqlmodel import Session, col

from models.controversies.controversies import ControversyGroup, ControversyMap, ControversySeat
from models.people.seminars import Membership


def partners_on(session: Session, map_id: int, account_id: int) -> frozenset[int]:
    """Return the accounts in the group whose map it is, where this account is one of them; else nobody."""
    place = union(
        select(col(ControversyMap.controversy_id), col(ControversyMap.group_number).label("number")).where(
            col(ControversyMap.map_id) == map_id
        ),
        select(col(ControversyGroup.controversy_id), col(ControversyGroup.number)).where(
            col(ControversyGroup.map_id) == map_id
        ),
    ).subquery()
    seated = (
        select(col(Membership.account_id))
        .join(ControversySeat, col(ControversySeat.membership_id) == col(Membership.id))
        .join(
            place,
            (place.c.controversy_id == col(ControversySeat.controversy_id))
            & (place.c.number == col(ControversySeat.group_number)),
        )
    )
    found = frozenset(session.connection().execute(seated).scalars())
    return found if account_id in found else frozenset()
