"""The map from which another was forked, for those who may see it."""

from typing import NamedTuple

from fastapi import Request
from sqlmodel import Session

from api.access.current_user import CurrentUser
from models.history.forks import find_fork
from models.records.maps import ArgumentMap


class ForkOrigin(NamedTuple):
    """The map from which another was forked, as it stood after the change `sequence`."""

    slug: str
    title: str
    sequence: int


def find_visible_origin(request: Request, session: Session, map_id: int | None, user: CurrentUser) -> ForkOrigin | None:
    """Return where a map comes from; None where it is no fork, and where its origin is gone or is not for the user."""
    fork = find_fork(session, map_id)
    # By its id: another map may have taken the name.
    origin = session.get(ArgumentMap, fork.origin_id) if fork is not None else None
    if fork is None or origin is None or not request.app.state.pictures.may_see(origin.slug, user):
        return None
    return ForkOrigin(origin.slug, origin.title, fork.origin_sequence)
