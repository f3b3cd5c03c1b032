"""Maps that are anonymous throughout: who wrote what there is told to nobody who does not lead, for good.

Whoever wrote relying on it would be named if it were taken back, so that it is not. What is forked from such a map is
anonymous as well.
"""

from collections.abc import Collection

from sqlalchemy import Column, select
from sqlmodel import Field, Session, SQLModel, col

from models.history.forks import Fork
from models.participation.positions import Round
from models.records.maps import GlobalId


class AnonymousMap(SQLModel, table=True):
    """That a map is anonymous throughout. As with the history there is no key to it."""

    __tablename__ = "anonymous_map"

    map_id: int = Field(sa_column=Column(GlobalId, primary_key=True, autoincrement=False))


def is_anonymous(session: Session, map_id: int) -> bool:
    """Tell whether a map, or one from which it comes, is anonymous throughout."""
    return map_id in find_anonymous_maps(session, [map_id])


def find_anonymous_maps(session: Session, map_ids: Collection[int]) -> frozenset[int]:
    """Return which of some maps are anonymous throughout, or come from one that is: a few queries for all of them."""
    # By maps that are looked at, those of the question that come from them; one step back for all at a time.
    descendants = {map_id: {map_id} for map_id in map_ids}
    anonymous: set[int] = set()
    while descendants:
        for anonymous_origin in _find_marked_anonymous(session, descendants):
            anonymous |= descendants[anonymous_origin]
        back: dict[int, set[int]] = {}
        origins = select(col(Fork.map_id), col(Fork.origin_id)).where(col(Fork.map_id).in_(descendants))
        for map_id, origin in session.connection().execute(origins):
            back.setdefault(origin, set()).update(descendants[map_id])
        descendants = {origin: rest for origin, descendant_ids in back.items() if (rest := descendant_ids - anonymous)}
    return frozenset(anonymous)


def _find_marked_anonymous(session: Session, map_ids: Collection[int]) -> set[int]:
    """Return which of some maps are anonymous throughout, of themselves."""
    return set(session.scalars(select(col(AnonymousMap.map_id)).where(col(AnonymousMap.map_id).in_(map_ids))))


def find_maps_hiding_presence(session: Session, map_ids: Collection[int]) -> set[int]:
    """Return on which of some maps nobody is told who is here, and where.

    Those are the ones that are anonymous, and those on which a round is open that will not show names: who looked at
    which record would tell who answered about it.
    """
    unnamed = (col(Round.closed_at).is_(None), col(Round.names_shown).is_(False), col(Round.map_id).in_(map_ids))
    hiding = set(session.scalars(select(col(Round.map_id)).where(*unnamed)))
    return hiding | find_anonymous_maps(session, set(map_ids) - hiding)
