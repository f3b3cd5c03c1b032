"""Permission for answers that last: whoever was let in is recognised anew while they do."""

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum

from fastapi import Request
from sqlmodel import Session

from api.credentials import Shown, shown_by
from api.permission import Action, CurrentUser, Gate, describe_user, permitted, user_of
from models.people.authentication import standings_of_sessions, standings_of_tokens


class Ending(StrEnum):
    """Why an answer that lasts has ended for somebody."""

    SIGNED_OUT = "signed-out"
    REMOVED = "removed"
    HIDDEN = "hidden"
    CLOSED = "closed"
    NARROWED = "narrowed"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who was let in to an answer that lasts, and by what they are recognised anew meanwhile."""

    user: CurrentUser
    shown: Shown = field(default_factory=Shown)


def asker_of(request: Request) -> Asker:
    """Return who makes the request, after permission was asked, to be asked again while the answer lasts."""
    gate: Gate | None = request.app.state.gate
    user = user_of(request)
    if gate is None or user.id is None:
        return Asker(user)
    return Asker(user, shown_by(request.scope["headers"], request.scope["scheme"], gate.base_url))


def find_endings(session: Session, askers: Collection[Asker], visibility: str, map_id: int) -> dict[Asker, Ending]:
    """Return for whom of those that were let in to a map it has ended, and why: also who may do less than then.

    Whoever signed in is recognised anew, all in one question to the database (another for programs with tokens), so
    that a session, membership or map that is closed on one replica ends what lasts on every other.
    """
    signed_in = [asker for asker in askers if asker.user.id is not None]
    sessions = {asker.shown.session for asker in signed_in if not asker.shown.token}
    tokens = {asker.shown.token for asker in signed_in if asker.shown.token}
    browsers = standings_of_sessions(session, sessions, map_id) if sessions else {}
    programs = standings_of_tokens(session, tokens, map_id) if tokens else {}

    def end_for(asker: Asker) -> Ending | None:
        if asker.user.id is None:
            return None if Action.LOOK in permitted(asker.user, visibility, map_id) else Ending.HIDDEN
        found = programs.get(asker.shown.token) if asker.shown.token else browsers.get(asker.shown.session)
        if found is None or found.account_id != asker.user.id:
            return Ending.SIGNED_OUT
        return compare_standing(asker.user, describe_user(found), visibility, map_id)

    endings = {asker: end_for(asker) for asker in askers}
    return {asker: ending for asker, ending in endings.items() if ending is not None}


def compare_standing(before: CurrentUser, now: CurrentUser, visibility: str, map_id: int) -> Ending | None:
    """Return why a map has ended for somebody who stood otherwise when they were let in; None where it has not."""
    actions, former = permitted(now, visibility, map_id), permitted(before, visibility, map_id)
    if Action.LOOK not in actions:
        return Ending.REMOVED if before.role_on(map_id) is not None else Ending.HIDDEN
    if map_id in now.closed_maps - before.closed_maps:
        return Ending.CLOSED
    return Ending.NARROWED if former - actions else None
