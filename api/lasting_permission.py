"""Permission for answers that last: whoever was let in is recognised anew while they do."""

from collections.abc import Collection
from dataclasses import dataclass, field

from fastapi import Request
from sqlmodel import Session

from api.credentials import Shown, shown_by
from api.permission import Action, CurrentUser, Gate, allowed, describe_user, user_of
from models.recognition import standings_of_sessions, standings_of_tokens


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


def still_allowed(
    session: Session, askers: Collection[Asker], action: Action, visibility: str, map_id: int
) -> frozenset[Asker]:
    """Return who of those that were let in may still perform the action on a map, and are still who they were.

    Whoever signed in is recognised anew, all in one question to the database (another for programs with tokens), so
    that a session, membership or map that is closed on one replica ends what lasts on every other.
    """
    signed_in = [asker for asker in askers if asker.user.id is not None]
    sessions = {asker.shown.session for asker in signed_in if not asker.shown.token}
    tokens = {asker.shown.token for asker in signed_in if asker.shown.token}
    browsers = standings_of_sessions(session, sessions, map_id) if sessions else {}
    programs = standings_of_tokens(session, tokens, map_id) if tokens else {}

    def may_still(asker: Asker) -> bool:
        user = asker.user
        if user.id is not None:
            found = programs.get(asker.shown.token) if asker.shown.token else browsers.get(asker.shown.session)
            if found is None or found.account_id != user.id:
                return False
            user = describe_user(found)
        return allowed(user, action, visibility, map_id)

    return frozenset(asker for asker in askers if may_still(asker))
