"""Who is asking, and what they may do: decided here and nowhere else.

Without accounts there is one local user, who may do everything. With them everybody is recognised anew with each
request, and every route names with `require_permission` the action that it performs: nowhere else is that declared, and
`route_checks` refuses to build an application in which one does not.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated, Any, NamedTuple

from fastapi import Depends, Request
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from api.access.account_refusals import accounts_off_refusal as accounts_off_refusal
from api.access.account_refusals import unknown_token_refusal
from api.access.credentials import Credentials, read_credentials
from api.access.credentials import RawHeaders as RawHeaders
from api.access.current_user import (
    _EVERYTHING,
    ANYONE,
    LOCAL_USER,
    CurrentUser,
    describe_user,
    is_allowed,
    list_permitted_actions,
    list_seminar_actions,
)
from api.access.map_states import MapStates
from api.access.permission_policy import ACCOUNT_ACTIONS, ACTIONS_WHERE_CLOSED
from api.access.permission_policy import Action as Action
from models.changes.writer_limits import NO_LIMITS, WriterLimits
from models.engine import reading, writing
from models.errors import UnknownMap
from models.history.editions import Edition
from models.history.revisions import Revision
from models.people.account_errors import UnknownSeminar
from models.people.authentication import authenticate_session, authenticate_token, note_last_use
from models.people.enrolment import MembershipScope as MembershipScope
from models.people.seminars import Seminar, erasure_not_due_condition, is_map_of_due_seminar
from models.records.maps import ArgumentMap
from models.teaching.map_ownership import find_pseudonyms
from models.vocabulary import ChangeKind, Visibility


class NotAllowed(Exception):
    """The user may not do this. Answered as 403."""


class NotSignedIn(Exception):
    """Nobody may do this without having signed in. Answered as 401, or by leading a browser to where one does."""


class Admission(NamedTuple):
    """Somebody who was let in, and where; `closed` where what they get is not for everybody.

    `unchanging` where nothing is changed any more, as the seminar is closed.
    """

    user: CurrentUser
    limits: WriterLimits
    actions: frozenset[Action]
    closed: bool
    place: MembershipScope
    unchanging: bool


# The number of no map.
NO_MAP_ID = 0
HIDDEN_MAP_NOTE = "hidden"


class Gate:
    """Where it is decided who comes in, with accounts. Every decision asks the database, so that it holds at once."""

    def __init__(self, engine: Engine, states: MapStates, base_url: str) -> None:
        self.engine = engine
        self.states = states
        self.base_url = base_url

    def recognise(self, credentials: Credentials) -> CurrentUser:
        """Return whose session or token a request shows; raises `Refusal` (401) for a token that is nobody's."""
        if not credentials.session and not credentials.token:
            return ANYONE
        with reading(self.engine) as session:
            account = (authenticate_token if credentials.token else authenticate_session)(
                session, credentials.token or credentials.session
            )
        if account is None:
            if credentials.token:
                raise unknown_token_refusal()
            return ANYONE
        if account.is_last_use_outdated:
            # Where nothing can be written, as on a full disk, who is here is let in all the same.
            with suppress(OperationalError), writing(self.engine) as session:
                note_last_use(session, credentials.session)
        return describe_user(account)

    def admit(self, user: CurrentUser, action: Action, slug: str | None, seminar: str | None) -> Admission:
        """Return the user as known on the map or in the seminar, how far they may change it, and all that they may do.

        Raises `UnknownMap` and `UnknownSeminar` for what the user may not even see, exactly as for what is not there;
        `NotSignedIn` and `NotAllowed`.
        """
        limits, closed, place, unchanging = NO_LIMITS, seminar is not None, MembershipScope(), False
        if slug is not None:
            map_id, visibility = self._find_map(slug, user, action)
            # Whoever may make maps may make one of a map that they see.
            actions = list_permitted_actions(user, visibility, map_id) | (
                list_permitted_actions(user) & {Action.CREATE}
            )
            if Action.LOOK not in actions:
                raise UnknownMap(slug)
            closed = visibility != Visibility.PUBLIC
            place, unchanging = MembershipScope(map_id=map_id), map_id in user.closed_maps
            own_only = user.id if Action.CHANGE not in actions else None
            limits = WriterLimits(own_only, Action.ADMINISTER in actions)
            user = replace(user, name=self._find_author_name(user, map_id))
        elif seminar is not None:
            seminar_id = self._find_seminar_id(seminar)
            actions = list_seminar_actions(user, seminar_id)
            if not actions:
                raise UnknownSeminar(seminar)
            place, unchanging = MembershipScope(seminar_id=seminar_id), seminar_id in user.closed_seminars
        else:
            actions = list_permitted_actions(user)
        if action not in actions:
            raise NotAllowed if user.id is not None else NotSignedIn
        # What is offered on pages; whether a change is let through is asked where it is made.
        offered = actions & ACTIONS_WHERE_CLOSED if unchanging else actions
        return Admission(user, limits, offered, closed, place, unchanging)

    def _find_map(self, slug: str, user: CurrentUser, action: Action) -> tuple[int, str]:
        state = self.states.look(slug)
        if state is not None and Action.LOOK in list_permitted_actions(user, state.visibility, state.id):
            return state.id, state.visibility
        # Its members may read the history of a map that was deleted, and bring it back. The same is asked where the map
        # is there and hidden, so that the time of the answer does not tell it from none.
        visibility: str = Visibility.PRIVATE
        with reading(self.engine) as session:
            newest_map = select(Revision.map_id).where(Revision.slug == slug).order_by(col(Revision.id).desc()).limit(1)
            last_map_id = session.exec(newest_map).one_or_none()
            deleted_map_id = last_map_id if state is None else None
            is_due = is_map_of_due_seminar(session, last_map_id or NO_MAP_ID, datetime.now(UTC))
            if action is Action.READ_EDITION:
                present_map = session.get(ArgumentMap, last_map_id or NO_MAP_ID)
                # Both are asked of a hidden map as of none, so that no answer takes longer than the other.
                former_visibility = find_last_visibility(session, deleted_map_id or NO_MAP_ID)
                visibility = present_map.visibility if present_map is not None else former_visibility
                # Of a seminar that was erased those editions stay that could be read by others, without any history.
                edition_map_id = session.exec(select(Edition.map_id).where(Edition.slug == slug).limit(1)).first()
                if state is None and deleted_map_id is None and edition_map_id is not None:
                    deleted_map_id, visibility = edition_map_id, Visibility.PUBLIC
        # What is to be erased is gone for everybody, but for what will stay of it.
        stays_readable = action is Action.READ_EDITION and visibility != Visibility.PRIVATE
        if (
            deleted_map_id is None
            or (is_due and not stays_readable)
            or (action is not Action.READ_EDITION and user.role_on(deleted_map_id) is None)
        ):
            unknown = UnknownMap(slug)
            if state is not None:
                # For the log alone.
                unknown.add_note(HIDDEN_MAP_NOTE)
            raise unknown
        return deleted_map_id, visibility

    def _find_author_name(self, user: CurrentUser, map_id: int) -> str:
        """Return the name under which the user writes on a map, the same on every fork: one day that may come back."""
        if not user.pseudonyms or map_id in user.pseudonyms:
            return user.pseudonyms.get(map_id, user.name)
        with reading(self.engine) as session:
            return find_pseudonyms(session, user.pseudonyms, [map_id]).get(map_id, user.name)

    def _find_seminar_id(self, slug: str) -> int:
        with reading(self.engine) as session:
            query = select(Seminar.id).where(Seminar.slug == slug, erasure_not_due_condition(datetime.now(UTC)))
            seminar_id = session.exec(query).one_or_none()
        if seminar_id is None:
            raise UnknownSeminar(slug)
        return seminar_id


def find_last_visibility(session: Session, map_id: int) -> str:
    """Return who saw a map that was deleted: what was published of it stays where it could be read."""
    deletions = select(Revision.before).where(Revision.map_id == map_id, Revision.kind == ChangeKind.DELETED)
    former_map = session.exec(
        deletions.where(col(Revision.label).is_(None)).order_by(col(Revision.id).desc()).limit(1)
    ).first()
    return str(((former_map or {}).get("document") or {}).get("visibility", Visibility.PRIVATE))


class Permission:
    """The dependency of a route that performs one action: gives the user, or raises as `Gate.admit`."""

    def __init__(self, action: Action) -> None:
        self.action = action

    async def __call__(self, request: Request) -> CurrentUser:
        """Return the user who makes the request; a plain function FastAPI would send to a thread and back."""
        gate: Gate | None = request.app.state.gate
        if gate is None:
            if self.action in ACCOUNT_ACTIONS:
                raise accounts_off_refusal()
            if not is_allowed(LOCAL_USER, self.action):
                raise NotAllowed
            return LOCAL_USER
        return await run_in_threadpool(_admit, gate, request, self.action)


def _admit(gate: Gate, request: Request, action: Action) -> CurrentUser:
    user = gate.recognise(read_credentials(request.scope["headers"], request.scope["scheme"], gate.base_url))
    # Kept before it is decided, so that also the page of a refusal can say who is signed in.
    request.state.user = user
    path_parameters = request.path_params
    admission = gate.admit(user, action, path_parameters.get("slug"), path_parameters.get("seminar"))
    request.state.user, request.state.limits, request.state.actions = (
        admission.user,
        admission.limits,
        admission.actions,
    )
    request.state.closed, request.state.place, request.state.unchanging = (
        admission.closed,
        admission.place,
        admission.unchanging,
    )
    return admission.user


async def recognise_visitor(request: Request) -> None:
    """Notice who makes a request that no route takes, and for which nobody is asked: its page says who is signed in."""
    gate: Gate | None = request.app.state.gate
    if gate is not None and not hasattr(request.state, "user"):
        credentials = read_credentials(request.scope["headers"], request.scope["scheme"], gate.base_url)
        with suppress(HTTPException):
            request.state.user = await run_in_threadpool(gate.recognise, credentials)


def get_current_user(request: Request) -> CurrentUser:
    """Return who makes the request, after permission was asked."""
    user: CurrentUser = getattr(request.state, "user", LOCAL_USER if request.app.state.gate is None else ANYONE)
    return user


def get_permitted_actions(request: Request) -> frozenset[Action]:
    """Return what whoever makes the request may do on the map or in the seminar that it is about."""
    everything = _EVERYTHING if request.app.state.gate is None else frozenset[Action]()
    actions: frozenset[Action] = getattr(request.state, "actions", everything)
    return actions


def get_request_place(request: Request) -> MembershipScope:
    """Return the map or seminar that the request is about, after permission was asked; neither without accounts."""
    place: MembershipScope = getattr(request.state, "place", MembershipScope())
    return place


def is_unchanging(request: Request) -> bool:
    """Tell whether nothing is changed any more where the request leads, as the seminar is closed."""
    return bool(getattr(request.state, "unchanging", False))


def get_writer_limits(request: Request) -> WriterLimits:
    """Return how far whoever makes the request may change the map, after permission was asked."""
    limits: WriterLimits = getattr(request.state, "limits", NO_LIMITS)
    return limits


_permissions = {action: Permission(action) for action in Action}


def require_permission(action: Action) -> Any:
    """Return the dependency that lets through whoever may perform the action."""
    return Depends(_permissions[action])


def find_required_action(call: Callable[..., Any] | None) -> Action | None:
    """Return the action that a dependency asks permission for, or None where it is another dependency."""
    return call.action if isinstance(call, Permission) else None


MayLook = Annotated[CurrentUser, require_permission(Action.LOOK)]
MayLeave = Annotated[CurrentUser, require_permission(Action.LEAVE)]
MayContribute = Annotated[CurrentUser, require_permission(Action.CONTRIBUTE)]
MayChange = Annotated[CurrentUser, require_permission(Action.CHANGE)]
MayComment = Annotated[CurrentUser, require_permission(Action.COMMENT)]
MayTakePositions = Annotated[CurrentUser, require_permission(Action.TAKE_POSITION)]
MayAgree = Annotated[CurrentUser, require_permission(Action.AGREE)]
MayModerate = Annotated[CurrentUser, require_permission(Action.MODERATE)]
MayTeach = Annotated[CurrentUser, require_permission(Action.TEACH)]
MayAdminister = Annotated[CurrentUser, require_permission(Action.ADMINISTER)]
MayCreate = Annotated[CurrentUser, require_permission(Action.CREATE)]
MaySignIn = Annotated[CurrentUser, require_permission(Action.SIGN_IN)]
MayOwnAccount = Annotated[CurrentUser, require_permission(Action.OWN_ACCOUNT)]
# For routes that need not know who it is.
READS = [require_permission(Action.LOOK)]
READS_EDITIONS = [require_permission(Action.READ_EDITION)]
ADMINISTERS = [require_permission(Action.ADMINISTER)]
