"""Permission for answers that last: whoever was let in is recognised anew while they do."""

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum

from fastapi import Request
from sqlmodel import Session

from api.access.authorization import Action, Gate, get_current_user
from api.access.credentials import Credentials, read_credentials
from api.access.current_user import CurrentUser, describe_user, list_permitted_actions
from models.people.authentication import authenticate_sessions, authenticate_tokens


class EndReason(StrEnum):
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
    credentials: Credentials = field(default_factory=Credentials)


def identify_asker(request: Request) -> Asker:
    """Return who makes the request, after permission was asked, to be asked again while the answer lasts."""
    gate: Gate | None = request.app.state.gate
    user = get_current_user(request)
    if gate is None or user.id is None:
        return Asker(user)
    return Asker(user, read_credentials(request.scope["headers"], request.scope["scheme"], gate.base_url))


def find_endings(session: Session, askers: Collection[Asker], visibility: str, map_id: int) -> dict[Asker, EndReason]:
    """Return for whom of those that were let in to a map it has ended, and why: also who may do less than then.

    Whoever signed in is recognised anew, all in one question to the database (another for programs with tokens), so
    that a session, membership or map that is closed on one replica ends what lasts on every other.
    """
    signed_in = [asker for asker in askers if asker.user.id is not None]
    sessions = {asker.credentials.session for asker in signed_in if not asker.credentials.token}
    tokens = {asker.credentials.token for asker in signed_in if asker.credentials.token}
    browsers = authenticate_sessions(session, sessions, map_id) if sessions else {}
    programs = authenticate_tokens(session, tokens, map_id) if tokens else {}

    def end_for(asker: Asker) -> EndReason | None:
        if asker.user.id is None:
            return None if Action.LOOK in list_permitted_actions(asker.user, visibility, map_id) else EndReason.HIDDEN
        sign_in = (
            programs.get(asker.credentials.token)
            if asker.credentials.token
            else browsers.get(asker.credentials.session)
        )
        if sign_in is None or sign_in.account_id != asker.user.id:
            return EndReason.SIGNED_OUT
        return compare_permissions(asker.user, describe_user(sign_in), visibility, map_id)

    endings = {asker: end_for(asker) for asker in askers}
    return {asker: ending for asker, ending in endings.items() if ending is not None}


def compare_permissions(before: CurrentUser, now: CurrentUser, visibility: str, map_id: int) -> EndReason | None:
    """Return why a map has ended for somebody who stood otherwise when they were let in; None where it has not."""
    actions, former = (
        list_permitted_actions(now, visibility, map_id),
        list_permitted_actions(before, visibility, map_id),
    )
    if Action.LOOK not in actions:
        return EndReason.REMOVED if before.role_on(map_id) is not None else EndReason.HIDDEN
    if map_id in now.closed_maps - before.closed_maps:
        return EndReason.CLOSED
    return EndReason.NARROWED if former - actions else None
