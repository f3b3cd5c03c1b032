"""Who makes a request, with their roles, and what they may do by these."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import ColumnElement
from sqlmodel import col

from api.access.map_states import MapState, is_not_erased
from api.access.permission_policy import (
    ACTIONS_BY_ROLE,
    ACTIONS_BY_SCOPE,
    ACTIONS_OF_ACCOUNTS,
    ACTIONS_OF_EVERYBODY,
    Action,
)
from models.errors import UnknownMap
from models.people.authentication import Principal
from models.records.maps import ArgumentMap
from models.vocabulary import Role, TokenScope, Visibility


@dataclass(frozen=True, slots=True)
class CurrentUser:
    """Who makes a request; `name` is the author of the revisions that it leaves.

    With accounts `id` is the account's, and `roles` and `seminars` hold its roles by the ids of maps and seminars; on
    a map where the account writes under a pseudonym, `name` is that. `scopes` is None for a browser.
    """

    name: str
    id: int | None = None
    handle: str = ""
    display_name: str = ""
    administrator: bool = False
    roles: Mapping[int, Role] = field(default_factory=dict, hash=False)
    seminars: Mapping[int, Role] = field(default_factory=dict, hash=False)
    pseudonyms: Mapping[int, str] = field(default_factory=dict, hash=False)
    closed_maps: frozenset[int] = field(default=frozenset(), hash=False)
    closed_seminars: frozenset[int] = field(default=frozenset(), hash=False)
    scopes: frozenset[TokenScope] | None = None

    @property
    def account_id(self) -> int:
        """The key of the account that is signed in; raises ValueError where none is."""
        if self.id is None:
            raise ValueError("Nobody is signed in.")
        return self.id

    def role_on(self, map_id: int | None) -> Role | None:
        """Return the role on a map, the higher of its own and that in its seminar; None without any."""
        if self.administrator:
            return Role.OWNER
        return self.roles.get(map_id) if map_id is not None else None

    def role_in(self, seminar_id: int | None) -> Role | None:
        """Return the role in a seminar; None without any."""
        if self.administrator:
            return Role.OWNER
        return self.seminars.get(seminar_id) if seminar_id is not None else None


LOCAL_USER = CurrentUser(name="local")


ANYONE = CurrentUser(name="anonymous")


_VISIBILITIES = frozenset(Visibility)


_EVERYTHING = frozenset(Action)


def list_permitted_actions(
    user: CurrentUser, visibility: str | None = None, map_id: int | None = None
) -> frozenset[Action]:
    """Return what the user may do: on a map, where its visibility is given, else where no map is meant."""
    if visibility is not None and visibility not in _VISIBILITIES:
        return frozenset()
    if user is LOCAL_USER:
        return _EVERYTHING
    if visibility is None:
        actions = ACTIONS_OF_EVERYBODY if user.id is None else ACTIONS_OF_ACCOUNTS
        actions = _EVERYTHING if user.administrator else actions
    else:
        role = user.role_on(map_id)
        actions = ACTIONS_BY_ROLE[role] if role is not None else frozenset()
        if visibility != Visibility.PRIVATE:
            actions |= {Action.LOOK, Action.READ_EDITION}
    return _limit_to_scopes(user, actions)


def list_seminar_actions(user: CurrentUser, seminar_id: int) -> frozenset[Action]:
    """Return what the user may do in a seminar: nothing without a role there."""
    if user is LOCAL_USER:
        return _EVERYTHING
    role = user.role_in(seminar_id)
    return _limit_to_scopes(user, ACTIONS_BY_ROLE[role] if role is not None else frozenset())


def _limit_to_scopes(user: CurrentUser, actions: frozenset[Action]) -> frozenset[Action]:
    if user.scopes is None:
        return actions
    return actions & frozenset().union(*(ACTIONS_BY_SCOPE[scope] for scope in user.scopes))


def is_allowed(user: CurrentUser, action: Action, visibility: str | None = None, map_id: int | None = None) -> bool:
    """Tell whether the user may perform the action, on the map with that visibility and id where one is meant."""
    return action in list_permitted_actions(user, visibility, map_id)


def require_visible(slug: str, state: MapState | None, user: CurrentUser) -> MapState:
    """Return how a map stands; raises `UnknownMap` where there is none, or the user may not look at it."""
    if state is None or not is_allowed(user, Action.LOOK, state.visibility, state.id):
        raise UnknownMap(slug)
    return state


def is_visible_to(user: CurrentUser, *, listed: bool = True) -> ColumnElement[bool]:
    """Return the condition that a map is one of the user's, or stands on everybody's list.

    Without `listed` also those count that are seen by whoever has their address. The local user sees every map. What
    goes with a seminar whose time is over is gone for everybody.
    """
    not_erased = is_not_erased(datetime.now(UTC))
    if user is LOCAL_USER or user.administrator:
        return not_erased
    public = col(ArgumentMap.visibility) == Visibility.PUBLIC
    if not listed:
        public = col(ArgumentMap.visibility) != Visibility.PRIVATE
    return not_erased & (public | col(ArgumentMap.id).in_(list(user.roles)))


def describe_user(account: Principal) -> CurrentUser:
    """Return the user of an account as it stands now."""
    return CurrentUser(
        name=account.handle,
        id=account.account_id,
        handle=account.handle,
        display_name=account.display_name,
        administrator=account.administrator,
        roles=account.roles,
        seminars=account.seminars,
        pseudonyms=account.pseudonyms,
        closed_maps=account.closed_maps,
        closed_seminars=account.closed_seminars,
        scopes=account.scopes,
    )


def is_allowed_on_map(user: CurrentUser, action: Action, map_id: int) -> bool:
    """Tell whether the user's role on the map includes the action; routes ask by themselves."""
    # Whoever sees a map may not for that reason do anything else with it, so that its role alone counts.
    return is_allowed(user, action, Visibility.PRIVATE, map_id)
