"""Who is asking, and what they may do: decided here and nowhere else.

Until there are accounts there is one local user, who may do everything. Every route names the action
it performs with `may`, so that accounts can be added without finding the routes again.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from fastapi import Depends, Request

from models.vocabulary import Visibility

RawHeaders = list[tuple[bytes, bytes]]


class Action(StrEnum):
    """What a route does, as far as permission is concerned."""

    LOOK = "look"
    CHANGE = "change"
    COMMENT = "comment"
    TAKE_POSITION = "take a position"
    MODERATE = "moderate"
    TEACH = "teach"
    ADMINISTER = "administer"
    ASK_STATUS = "ask status"


@dataclass(frozen=True, slots=True)
class CurrentUser:
    """Who makes a request; `name` is the author of the revisions that it leaves."""

    name: str


LOCAL_USER = CurrentUser(name="local")
_ACTIONS = frozenset(Action)
_VISIBILITIES = frozenset(Visibility)


def current_user(headers: RawHeaders) -> CurrentUser:  # noqa: ARG001 # accounts will read the session's cookie there
    """Return who makes the request with these headers."""
    return LOCAL_USER


def allowed(user: CurrentUser, action: Action, visibility: str | None = None) -> bool:
    """Tell whether the user may perform the action, on a map of that visibility where one is meant."""
    if visibility is not None and visibility not in _VISIBILITIES:
        return False
    return user == LOCAL_USER and action in _ACTIONS


def still_allowed(
    users: Collection[CurrentUser], action: Action, visibility: str | None = None
) -> frozenset[CurrentUser]:
    """Return who of those that were let in may still perform the action, for all who listen to one map.

    This is where membership and sessions will be asked for again: once for each map, twice a second.
    """
    return frozenset(user for user in users if allowed(user, action, visibility))


class NotAllowed(Exception):
    """The user may not do this. Answered as 403."""


class Permission:
    """The dependency of a route that performs one action: gives the user, or raises `NotAllowed`."""

    def __init__(self, action: Action) -> None:
        self.action = action

    async def __call__(self, request: Request) -> CurrentUser:
        """Return the user who makes the request; a plain function FastAPI would send to a thread and back."""
        user = current_user(request.scope["headers"])
        if not allowed(user, self.action):
            raise NotAllowed
        return user


_permissions = {action: Permission(action) for action in Action}


def may(action: Action) -> Any:
    """Return the dependency that lets through whoever may perform the action."""
    return Depends(_permissions[action])


def permission_of(call: Callable[..., Any] | None) -> Action | None:
    """Return the action that a dependency asks permission for, or None where it is another dependency."""
    return call.action if isinstance(call, Permission) else None


Looking = Annotated[CurrentUser, may(Action.LOOK)]
Changing = Annotated[CurrentUser, may(Action.CHANGE)]
Commenting = Annotated[CurrentUser, may(Action.COMMENT)]
TakingPositions = Annotated[CurrentUser, may(Action.TAKE_POSITION)]
Moderating = Annotated[CurrentUser, may(Action.MODERATE)]
Teaching = Annotated[CurrentUser, may(Action.TEACH)]
Administering = Annotated[CurrentUser, may(Action.ADMINISTER)]
# For routes that need not know who it is.
READS = [may(Action.LOOK)]
