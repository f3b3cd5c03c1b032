"""With whom somebody works on a map of a controversy: the members of the group to whose work it belongs."""

from sqlalchemy import select, union
from sqlmodel import Session, col

from models.controversies.controversies import ControversyGroup, ControversyMap, ControversySeat
from models.people.seminars import Membership


def read_partners(session: Session, map_id: int, account_id: int) -> frozenset[int]:
    """Return the accounts in the group whose map it is, where this account is one of them; else nobody."""
    group = union(
        select(col(ControversyMap.controversy_id), col(ControversyMap.group_number).label("number")).where(
            col(ControversyMap.map_id) == map_id
        ),
        select(col(ControversyGroup.controversy_id), col(ControversyGroup.number)).where(
            col(ControversyGroup.map_id) == map_id
        ),
    ).subquery()
    statement = (
        select(col(Membership.account_id))
        .join(ControversySeat, col(ControversySeat.membership_id) == col(Membership.id))
        .join(
            group,
            (group.c.controversy_id == col(ControversySeat.controversy_id))
            & (group.c.number == col(ControversySeat.group_number)),
        )
    )
    partners = frozenset(session.connection().execute(statement).scalars())
    return partners if account_id in partners else frozenset()
