"""Who is asking, and what they may do: decided here and nowhere else.

Without accounts there is one local user, who may do everything. With them everybody is recognised anew with each
request, and every route names with `may` the action that it performs; `api/permissions.py` declares them all.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Annotated, Any, NamedTuple

from fastapi import Depends, Request
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from api.account_refusals import accounts_are_off as accounts_are_off
from api.account_refusals import unknown_token
from api.credentials import RawHeaders as RawHeaders
from api.credentials import Shown, shown_by
from api.map_states import MapStates, is_there
from api.permissions import ABOUT_ACCOUNTS, OF_ACCOUNTS, OF_CLOSED, OF_EVERYBODY, OF_ROLE, OF_SCOPE
from api.permissions import Action as Action
from models.changes.writer_limits import NO_LIMITS, Limits
from models.engine import reading, writing
from models.errors import UnknownMap
from models.history.editions import Edition
from models.history.revisions import Revision
from models.people.account_errors import UnknownSeminar
from models.people.authentication import Standing, note_seen, standing_of_session, standing_of_token
from models.people.enrolment import Place as Place
from models.people.seminars import Seminar, is_not_due, is_of_due
from models.records.maps import ArgumentMap
from models.teaching.map_ownership import find_pseudonyms
from models.vocabulary import ChangeKind, Role, TokenScope, Visibility


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


def permitted(user: CurrentUser, visibility: str | None = None, map_id: int | None = None) -> frozenset[Action]:
    """Return what the user may do: on a map, where its visibility is given, else where no map is meant."""
    if visibility is not None and visibility not in _VISIBILITIES:
        return frozenset()
    if user is LOCAL_USER:
        return _EVERYTHING
    if visibility is None:
        found = OF_EVERYBODY if user.id is None else OF_ACCOUNTS
        found = _EVERYTHING if user.administrator else found
    else:
        role = user.role_on(map_id)
        found = OF_ROLE[role] if role is not None else frozenset()
        if visibility != Visibility.PRIVATE:
            found |= {Action.LOOK, Action.READ_EDITION}
    return _within_scopes(user, found)


def permitted_in(user: CurrentUser, seminar_id: int) -> frozenset[Action]:
    """Return what the user may do in a seminar: nothing without a role there."""
    if user is LOCAL_USER:
        return _EVERYTHING
    role = user.role_in(seminar_id)
    return _within_scopes(user, OF_ROLE[role] if role is not None else frozenset())


def _within_scopes(user: CurrentUser, actions: frozenset[Action]) -> frozenset[Action]:
    if user.scopes is None:
        return actions
    return actions & frozenset().union(*(OF_SCOPE[scope] for scope in user.scopes))


def allowed(user: CurrentUser, action: Action, visibility: str | None = None, map_id: int | None = None) -> bool:
    """Tell whether the user may perform the action, on the map with that visibility and id where one is meant."""
    return action in permitted(user, visibility, map_id)


def in_reach(user: CurrentUser, *, listed: bool = True) -> Any:
    """Return the condition that a map is one of the user's, or stands on everybody's list.

    Without `listed` also those count that are seen by whoever has their address. The local user sees every map. What
    goes with a seminar whose time is over is gone for everybody.
    """
    there = is_there(datetime.now(UTC))
    if user is LOCAL_USER or user.administrator:
        return there
    public = col(ArgumentMap.visibility) == Visibility.PUBLIC
    if not listed:
        public = col(ArgumentMap.visibility) != Visibility.PRIVATE
    return there & (public | col(ArgumentMap.id).in_(list(user.roles)))


class NotAllowed(Exception):
    """The user may not do this. Answered as 403."""


class NotSignedIn(Exception):
    """Nobody may do this without having signed in. Answered as 401, or by leading a browser to where one does."""


class Admitted(NamedTuple):
    """Somebody who was let in, and where; `closed` where what they get is not for everybody.

    `unchanging` where nothing is changed any more, as the seminar is closed.
    """

    user: CurrentUser
    limits: Limits
    actions: frozenset[Action]
    closed: bool
    place: Place
    unchanging: bool


# The number of no map.
NOBODYS = 0
HIDDEN = "hidden"


class Gate:
    """Where it is decided who comes in, with accounts. Every decision asks the database, so that it holds at once."""

    def __init__(self, engine: Engine, states: MapStates, base_url: str) -> None:
        self.engine = engine
        self.states = states
        self.base_url = base_url

    def recognise(self, shown: Shown) -> CurrentUser:
        """Return whose session or token a request shows; raises `Refusal` (401) for a token that is nobody's."""
        if not shown.session and not shown.token:
            return ANYONE
        with reading(self.engine) as session:
            found = (standing_of_token if shown.token else standing_of_session)(session, shown.token or shown.session)
        if found is None:
            if shown.token:
                raise unknown_token()
            return ANYONE
        if found.to_be_noted:
            # Where nothing can be written, as on a full disk, who is here is let in all the same.
            with suppress(OperationalError), writing(self.engine) as session:
                note_seen(session, shown.session)
        return describe_user(found)

    def admit(self, user: CurrentUser, action: Action, slug: str | None, seminar: str | None) -> Admitted:
        """Return the user as known on the map or in the seminar, how far they may change it, and all that they may do.

        Raises `UnknownMap` and `UnknownSeminar` for what the user may not even see, exactly as for what is not there;
        `NotSignedIn` and `NotAllowed`.
        """
        limits, closed, place, unchanging = NO_LIMITS, seminar is not None, Place(), False
        if slug is not None:
            map_id, visibility = self._map(slug, user, action)
            # Whoever may make maps may make one of a map that they see.
            actions = permitted(user, visibility, map_id) | (permitted(user) & {Action.CREATE})
            if Action.LOOK not in actions:
                raise UnknownMap(slug)
            closed = visibility != Visibility.PUBLIC
            place, unchanging = Place(map_id=map_id), map_id in user.closed_maps
            own_only = user.id if Action.CHANGE not in actions else None
            limits = Limits(own_only, Action.ADMINISTER in actions)
            user = replace(user, name=self._name_on(user, map_id))
        elif seminar is not None:
            seminar_id = self._seminar(seminar)
            actions = permitted_in(user, seminar_id)
            if not actions:
                raise UnknownSeminar(seminar)
            place, unchanging = Place(seminar_id=seminar_id), seminar_id in user.closed_seminars
        else:
            actions = permitted(user)
        if action not in actions:
            raise NotAllowed if user.id is not None else NotSignedIn
        # What is offered on pages; whether a change is let through is asked where it is made.
        offered = actions & OF_CLOSED if unchanging else actions
        return Admitted(user, limits, offered, closed, place, unchanging)

    def _map(self, slug: str, user: CurrentUser, action: Action) -> tuple[int, str]:
        state = self.states.look(slug)
        if state is not None and Action.LOOK in permitted(user, state.visibility, state.id):
            return state.id, state.visibility
        # Its members may read the history of a map that was deleted, and bring it back. The same is asked where the map
        # is there and hidden, so that the time of the answer does not tell it from none.
        visibility: str = Visibility.PRIVATE
        with reading(self.engine) as session:
            wanted = select(Revision.map_id).where(Revision.slug == slug).order_by(col(Revision.id).desc()).limit(1)
            found = session.exec(wanted).one_or_none()
            gone = found if state is None else None
            due = is_of_due(session, found or NOBODYS, datetime.now(UTC))
            if action is Action.READ_EDITION:
                there = session.get(ArgumentMap, found or NOBODYS)
                # Both are asked of a hidden map as of none, so that no answer takes longer than the other.
                last = last_visibility(session, gone or NOBODYS)
                visibility = there.visibility if there is not None else last
                # Of a seminar that was erased those editions stay that could be read by others, without any history.
                kept = session.exec(select(Edition.map_id).where(Edition.slug == slug).limit(1)).first()
                if state is None and gone is None and kept is not None:
                    gone, visibility = kept, Visibility.PUBLIC
        # What is to be erased is gone for everybody, but for what will stay of it.
        stays = action is Action.READ_EDITION and visibility != Visibility.PRIVATE
        if gone is None or (due and not stays) or (action is not Action.READ_EDITION and user.role_on(gone) is None):
            unknown = UnknownMap(slug)
            if state is not None:
                # For the log alone.
                unknown.add_note(HIDDEN)
            raise unknown
        return gone, visibility

    def _name_on(self, user: CurrentUser, map_id: int) -> str:
        """Return the name under which the user writes on a map, the same on every fork: one day that may come back."""
        if not user.pseudonyms or map_id in user.pseudonyms:
            return user.pseudonyms.get(map_id, user.name)
        with reading(self.engine) as session:
            return find_pseudonyms(session, user.pseudonyms, [map_id]).get(map_id, user.name)

    def _seminar(self, slug: str) -> int:
        with reading(self.engine) as session:
            wanted = select(Seminar.id).where(Seminar.slug == slug, is_not_due(datetime.now(UTC)))
            found = session.exec(wanted).one_or_none()
        if found is None:
            raise UnknownSeminar(slug)
        return found


def last_visibility(session: Session, map_id: int) -> str:
    """Return who saw a map that was deleted: what was published of it stays where it could be read."""
    wanted = select(Revision.before).where(Revision.map_id == map_id, Revision.kind == ChangeKind.DELETED)
    whole = session.exec(wanted.where(col(Revision.label).is_(None)).order_by(col(Revision.id).desc()).limit(1)).first()
    return str(((whole or {}).get("document") or {}).get("visibility", Visibility.PRIVATE))


def describe_user(found: Standing) -> CurrentUser:
    """Return the user of an account as it stands now."""
    return CurrentUser(
        name=found.handle,
        id=found.account_id,
        handle=found.handle,
        display_name=found.display_name,
        administrator=found.administrator,
        roles=found.roles,
        seminars=found.seminars,
        pseudonyms=found.pseudonyms,
        closed_maps=found.closed_maps,
        closed_seminars=found.closed_seminars,
        scopes=found.scopes,
    )


class Permission:
    """The dependency of a route that performs one action: gives the user, or raises as `Gate.admit`."""

    def __init__(self, action: Action) -> None:
        self.action = action

    async def __call__(self, request: Request) -> CurrentUser:
        """Return the user who makes the request; a plain function FastAPI would send to a thread and back."""
        gate: Gate | None = request.app.state.gate
        if gate is None:
            if self.action in ABOUT_ACCOUNTS:
                raise accounts_are_off()
            if not allowed(LOCAL_USER, self.action):
                raise NotAllowed
            return LOCAL_USER
        return await run_in_threadpool(_admit, gate, request, self.action)


def _admit(gate: Gate, request: Request, action: Action) -> CurrentUser:
    user = gate.recognise(shown_by(request.scope["headers"], request.scope["scheme"], gate.base_url))
    # Kept before it is decided, so that also the page of a refusal can say who is signed in.
    request.state.user = user
    places = request.path_params
    found = gate.admit(user, action, places.get("slug"), places.get("seminar"))
    request.state.user, request.state.limits, request.state.actions = found.user, found.limits, found.actions
    request.state.closed, request.state.place, request.state.unchanging = found.closed, found.place, found.unchanging
    return found.user


async def note_visitor(request: Request) -> None:
    """Notice who makes a request that no route takes, and for which nobody is asked: its page says who is signed in."""
    gate: Gate | None = request.app.state.gate
    if gate is not None and not hasattr(request.state, "user"):
        shown = shown_by(request.scope["headers"], request.scope["scheme"], gate.base_url)
        with suppress(HTTPException):
            request.state.user = await run_in_threadpool(gate.recognise, shown)


def user_of(request: Request) -> CurrentUser:
    """Return who makes the request, after permission was asked."""
    user: CurrentUser = getattr(request.state, "user", LOCAL_USER if request.app.state.gate is None else ANYONE)
    return user


def actions_of(request: Request) -> frozenset[Action]:
    """Return what whoever makes the request may do on the map or in the seminar that it is about."""
    everything = _EVERYTHING if request.app.state.gate is None else frozenset[Action]()
    actions: frozenset[Action] = getattr(request.state, "actions", everything)
    return actions


def place_of(request: Request) -> Place:
    """Return the map or seminar that the request is about, after permission was asked; neither without accounts."""
    found: Place = getattr(request.state, "place", Place())
    return found


def is_unchanging(request: Request) -> bool:
    """Tell whether nothing is changed any more where the request leads, as the seminar is closed."""
    return bool(getattr(request.state, "unchanging", False))


def limits_of(request: Request) -> Limits:
    """Return how far whoever makes the request may change the map, after permission was asked."""
    limits: Limits = getattr(request.state, "limits", NO_LIMITS)
    return limits


_permissions = {action: Permission(action) for action in Action}


def may(action: Action) -> Any:
    """Return the dependency that lets through whoever may perform the action."""
    return Depends(_permissions[action])


def permission_of(call: Callable[..., Any] | None) -> Action | None:
    """Return the action that a dependency asks permission for, or None where it is another dependency."""
    return call.action if isinstance(call, Permission) else None


Looking = Annotated[CurrentUser, may(Action.LOOK)]
Leaving = Annotated[CurrentUser, may(Action.LEAVE)]
Contributing = Annotated[CurrentUser, may(Action.CONTRIBUTE)]
Changing = Annotated[CurrentUser, may(Action.CHANGE)]
Commenting = Annotated[CurrentUser, may(Action.COMMENT)]
TakingPositions = Annotated[CurrentUser, may(Action.TAKE_POSITION)]
Agreeing = Annotated[CurrentUser, may(Action.AGREE)]
Moderating = Annotated[CurrentUser, may(Action.MODERATE)]
Teaching = Annotated[CurrentUser, may(Action.TEACH)]
Administering = Annotated[CurrentUser, may(Action.ADMINISTER)]
Creating = Annotated[CurrentUser, may(Action.CREATE)]
SigningIn = Annotated[CurrentUser, may(Action.SIGN_IN)]
WithAccount = Annotated[CurrentUser, may(Action.OWN_ACCOUNT)]
# For routes that need not know who it is.
READS = [may(Action.LOOK)]
READS_EDITIONS = [may(Action.READ_EDITION)]
