"""Coming in by a link: under a name of one's own, without an email address."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from api.access import passwords
from api.access.attempts import count_tries, limits_for, take_back_tries
from api.access.authorization import MaySignIn
from api.access.current_user import CurrentUser
from api.accounts.sign_in_pages import begin_browser_session, get_provider_name, require_cookie_name, sanitise_target
from api.pages.forms import FormValues, read_short_form
from api.pages.templating import render_page
from api.phrases.page_words import explain_error
from api.processes.worker_slots import ACCOUNT_WORK
from models.engine import reading, writing
from models.errors import MapError
from models.participation.seminar_pseudonyms import choose_pseudonym, may_choose_pseudonym
from models.people.account_errors import DeadInvitation, NameTaken, UnfitName, UnfitPassword
from models.people.accounts import Account
from models.people.enrolment import MembershipScope, check_name_available, create_account, enrol, normalize_chosen_name
from models.people.invitations import find_invitation, use_invitation
from models.people.provider_identities import is_unclaimed
from models.people.seminars import Invitation, Seminar
from models.people.sign_in.active_sign_ins import set_password
from models.people.sign_in.sign_in_renaming import normalize_sign_in_name, rename_for_signing_in
from models.records.maps import ArgumentMap
from models.row_keys import persisted_id
from models.teaching.personal_links import take_over_membership
from models.vocabulary import Role

router = APIRouter(include_in_schema=False)
Form = Annotated[FormValues, Depends(read_short_form)]


@router.get("/join")
def show_invitation(request: Request, user: MaySignIn, key: str = "") -> Response:
    """Show to what a link invites, and the form by which one comes in."""
    try:
        with reading(request.app.state.engine) as session:
            invitation = find_invitation(session, key)
            return _render_join_form(request, session, invitation, user, key, {}, {})
    except DeadInvitation:
        # Whoever goes through links finds soon that they may not.
        count_tries(request, limits_for(request))
        raise


@router.post("/join")
async def accept_invitation(request: Request, form: Form, user: MaySignIn) -> Response:
    """Come in by a link: with a new account, with the one that is signed in, or with one that a class list made.

    Counted like the tries of passwords until somebody comes in, because the answer tells which names are taken.
    """
    cookie = require_cookie_name(request)
    key = form.get("key", "")
    faults: dict[str, str] = {}
    try:
        limits = await ACCOUNT_WORK.run(_count_try, request, user, key)
        name = await ACCOUNT_WORK.run(_choose_sign_in_name, request, user, key, form)
        title, slug = await ACCOUNT_WORK.run(_read_destination_names, request, key)
        password_hash = (
            await passwords.hash_password_in_queue(form.get("password", ""), name, title, slug) if name else None
        )
        return await ACCOUNT_WORK.run(
            _admit_newcomer, request, user, form, JoinPreparation(name, password_hash, limits, cookie)
        )
    except UnfitPassword as error:
        faults["password"] = explain_error(error)
    except UnfitPseudonym as error:
        faults["pseudonym"] = explain_error(error.fault)
    except (NameTaken, UnfitName) as error:
        faults["name"] = explain_error(error)
    return await ACCOUNT_WORK.run(_show_faults, request, user, key, faults, form)


class UnfitPseudonym(Exception):
    """What is wrong with a name is wrong with the pseudonym, and is said beside it."""

    def __init__(self, fault: MapError) -> None:
        super().__init__(fault.detail)
        self.fault = fault


@contextmanager
def _choosing_pseudonym() -> Iterator[None]:
    try:
        yield
    except (NameTaken, UnfitName) as error:
        raise UnfitPseudonym(error) from None


@dataclass(frozen=True, slots=True)
class JoinPreparation:
    """What was done for somebody who comes in before the transaction in which they do: nothing slow is done there."""

    name: str
    password_hash: str | None
    limits: Mapping[str, int]
    cookie: str


def _count_try(request: Request, user: CurrentUser, key: str) -> Mapping[str, int]:
    limits = limits_for(request, link=key, chooser=user.id)
    count_tries(request, limits)
    return limits


def _choose_sign_in_name(request: Request, user: CurrentUser, key: str, form: FormValues) -> str:
    """Return the name of an account that gets a password now, or nothing; raises what is wrong with link or name."""
    with reading(request.app.state.engine) as session:
        invitation = find_invitation(session, key)
        if invitation.account_id is not None:
            own_account = _find_invited_account(session, invitation)
            if _brings_own_account(invitation, user, form):
                return ""
            return (
                own_account.signs_in_as
                if invitation.resets
                else normalize_sign_in_name(session, _build_place(invitation), own_account, form.get("name", ""))
            )
        if user.id is not None:
            return ""
        name = normalize_chosen_name(form.get("name", ""))
        check_name_available(session, name)
        return name


def _read_destination_names(request: Request, key: str) -> tuple[str, str]:
    with reading(request.app.state.engine) as session:
        destination = _find_destination(session, find_invitation(session, key))
        return str(destination.title), str(destination.slug)


def _find_invited_account(session: Session, invitation: Invitation) -> Account:
    """Return the account of a personal link; raises `DeadInvitation` where somebody has come to it already."""
    account = session.get_one(Account, invitation.account_id)
    fits = account.password_hash is not None if invitation.resets else is_unclaimed(session, account)
    if not fits or account.disabled is not None:
        raise DeadInvitation
    return account


def _brings_own_account(invitation: Invitation, user: CurrentUser, form: FormValues) -> bool:
    """Tell whether whoever comes by a personal link comes with the account with which they are signed in already."""
    return form.get("as") == "me" and user.id not in (None, invitation.account_id) and not invitation.resets


def _admit_newcomer(request: Request, user: CurrentUser, form: FormValues, preparation: JoinPreparation) -> Response:
    """Make whoever comes a member, and lead them in. Raises what is wrong with link or name."""
    with writing(request.app.state.engine) as session:
        invitation = use_invitation(session, form.get("key", ""))
        target = build_destination_address(session, invitation)
        account_id = _enrol_newcomer(session, invitation, user, form, preparation)
        take_back_tries(session, preparation.limits)
    if user.id == account_id:
        return RedirectResponse(target, status_code=303)
    return begin_browser_session(request, account_id, sanitise_target(target), preparation.cookie)


def _enrol_newcomer(
    session: Session, invitation: Invitation, user: CurrentUser, form: FormValues, preparation: JoinPreparation
) -> int:
    pseudonym = form.get("pseudonym", "").strip() if _allows_pseudonym(session, invitation) else ""
    place = _build_place(invitation)
    if invitation.account_id is not None:
        _find_invited_account(session, invitation)
        if _brings_own_account(invitation, user, form):
            take_over_membership(session, place, invitation.account_id, user.account_id)
            return user.account_id
        if not invitation.resets:
            rename_for_signing_in(session, place, session.get_one(Account, invitation.account_id), preparation.name)
        set_password(session, invitation.account_id, preparation.password_hash or "")
        if pseudonym and invitation.seminar_id is not None:
            with _choosing_pseudonym():
                choose_pseudonym(
                    session, invitation.seminar_id, invitation.account_id, normalize_chosen_name(pseudonym)
                )
        return invitation.account_id
    if user.id is None:
        account_id, pseudonym = (
            persisted_id(create_account(session, preparation.name, password_hash=preparation.password_hash)),
            "",
        )
    else:
        account_id = user.id
    with _choosing_pseudonym():
        chosen_pseudonym = normalize_chosen_name(pseudonym) if pseudonym and place.seminar_id is not None else None
        enrol(session, place, account_id, Role(invitation.role), pseudonym=chosen_pseudonym)
    return account_id


def _allows_pseudonym(session: Session, invitation: Invitation) -> bool:
    """Tell whether whoever comes by a link may choose a pseudonym: in a seminar that allows it."""
    if invitation.seminar_id is None:
        return False
    if invitation.account_id is not None:
        return may_choose_pseudonym(session, invitation.seminar_id, invitation.account_id)
    seminar = session.get(Seminar, invitation.seminar_id)
    return seminar is not None and seminar.pseudonyms


def _show_faults(request: Request, user: CurrentUser, key: str, faults: dict[str, str], form: FormValues) -> Response:
    with reading(request.app.state.engine) as session:
        return _render_join_form(request, session, find_invitation(session, key), user, key, faults, form)


def _render_join_form(
    request: Request,
    session: Session,
    invitation: Invitation,
    user: CurrentUser,
    key: str,
    faults: dict[str, str],
    form: FormValues,
) -> Response:
    own_account = _find_invited_account(session, invitation) if invitation.account_id is not None else None
    # Also after a form that was refused, whose own address has no key.
    request.state.back = f"/join?key={quote(key)}"
    answer = render_page(
        request,
        "join.html",
        422 if faults else 200,
        key=key,
        title=read_destination_title(session, invitation),
        role=Role(invitation.role),
        in_seminar=invitation.seminar_id is not None,
        chooses=_allows_pseudonym(session, invitation),
        own=own_account,
        resets=invitation.resets,
        visitor=user,
        provider=get_provider_name(request),
        faults=faults,
        form=form,
    )
    # The link stands in the address.
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _build_place(invitation: Invitation) -> MembershipScope:
    return MembershipScope(map_id=invitation.map_id, seminar_id=invitation.seminar_id)


def _find_destination(session: Session, invitation: Invitation) -> Any:
    destination: Any = (
        session.get(Seminar, invitation.seminar_id)
        if invitation.seminar_id
        else session.get(ArgumentMap, invitation.map_id)
    )
    if destination is None:
        raise DeadInvitation
    return destination


def read_destination_title(session: Session, invitation: Invitation) -> str:
    """Return what the seminar or map is called to which a link invites."""
    return str(_find_destination(session, invitation).title)


def build_destination_address(session: Session, invitation: Invitation) -> str:
    """Return the address of the page to which a link invites."""
    return f"/{'seminars' if invitation.seminar_id else 'maps'}/{_find_destination(session, invitation).slug}"
