"""Coming in by a link: under a name of one's own, without an email address."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from api import passwords
from api.permission import CurrentUser, SigningIn
from api.tries import count_tries, limits_for, take_back_tries
from api.turns import ACCOUNT_WORK
from api.web.accounts.signing import onward, provider_name, secure_cookie, signed_in
from api.web.editing.forms import Typed, read_short_form
from api.web.templating import page
from models.engine import reading, writing
from models.errors import MapError
from models.participation.seminar_pseudonyms import choose_pseudonym, may_choose_pseudonym
from models.people.account_errors import DeadInvitation, NameTaken, UnfitName, UnfitPassword
from models.people.accounts import Account
from models.people.active_sign_ins import set_password
from models.people.enrolment import Place, check_free, create_account, enrol, fit_chosen_name
from models.people.invitations import find_invitation, use_invitation
from models.people.provider_identities import waits
from models.people.seminars import Invitation, Seminar
from models.people.sign_in_renaming import fit_sign_in_name, rename_for_signing_in
from models.records.maps import ArgumentMap
from models.row_keys import persisted_id
from models.teaching.personal_links import take_over
from models.vocabulary import Role

router = APIRouter(include_in_schema=False)
Form = Annotated[Typed, Depends(read_short_form)]


@router.get("/join")
def show_invitation(request: Request, user: SigningIn, key: str = "") -> Response:
    """Show to what a link invites, and the form by which one comes in."""
    try:
        with reading(request.app.state.engine) as session:
            found = find_invitation(session, key)
            return _form(request, session, found, user, key, {}, {})
    except DeadInvitation:
        # Whoever goes through links finds soon that they may not.
        count_tries(request, limits_for(request))
        raise


@router.post("/join")
async def join(request: Request, given: Form, user: SigningIn) -> Response:
    """Come in by a link: with a new account, with the one that is signed in, or with one that a class list made.

    Counted like the tries of passwords until somebody comes in, because the answer tells which names are taken.
    """
    cookie = secure_cookie(request)
    key = given.get("key", "")
    faults: dict[str, str] = {}
    try:
        limits = await ACCOUNT_WORK.take(_count, request, user, key)
        name = await ACCOUNT_WORK.take(_name_of_new, request, user, key, given)
        title, slug = await ACCOUNT_WORK.take(_names_of_place, request, key)
        hashed = await passwords.hash_in_turn(given.get("password", ""), name, title, slug) if name else None
        return await ACCOUNT_WORK.take(_come_in, request, user, given, Coming(name, hashed, limits, cookie))
    except UnfitPassword as error:
        faults["password"] = _told(error)
    except UnfitPseudonym as error:
        faults["pseudonym"] = _told(error.fault)
    except (NameTaken, UnfitName) as error:
        faults["name"] = _told(error)
    return await ACCOUNT_WORK.take(_show_faults, request, user, key, faults, given)


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
class Coming:
    """What was done for somebody who comes in before the transaction in which they do: nothing slow is done there."""

    name: str
    password_hash: str | None
    limits: Mapping[str, int]
    cookie: str


def _count(request: Request, user: CurrentUser, key: str) -> Mapping[str, int]:
    limits = limits_for(request, link=key, chooser=user.id)
    count_tries(request, limits)
    return limits


def _name_of_new(request: Request, user: CurrentUser, key: str, given: Typed) -> str:
    """Return the name of an account that gets a password now, or nothing; raises what is wrong with link or name."""
    with reading(request.app.state.engine) as session:
        found = find_invitation(session, key)
        if found.account_id is not None:
            own = _own(session, found)
            if _brings_own(found, user, given):
                return ""
            return (
                own.signs_in_as
                if found.resets
                else fit_sign_in_name(session, _led_to(found), own, given.get("name", ""))
            )
        if user.id is not None:
            return ""
        name = fit_chosen_name(given.get("name", ""))
        check_free(session, name)
        return name


def _names_of_place(request: Request, key: str) -> tuple[str, str]:
    with reading(request.app.state.engine) as session:
        place = _place(session, find_invitation(session, key))
        return str(place.title), str(place.slug)


def _own(session: Session, found: Invitation) -> Account:
    """Return the account of a personal link; raises `DeadInvitation` where somebody has come to it already."""
    account = session.get_one(Account, found.account_id)
    fits = account.password_hash is not None if found.resets else waits(session, account)
    if not fits or account.disabled is not None:
        raise DeadInvitation
    return account


def _brings_own(found: Invitation, user: CurrentUser, given: Typed) -> bool:
    """Tell whether whoever comes by a personal link comes with the account with which they are signed in already."""
    return given.get("as") == "me" and user.id not in (None, found.account_id) and not found.resets


def _come_in(request: Request, user: CurrentUser, given: Typed, coming: Coming) -> Response:
    """Make whoever comes a member, and lead them in. Raises what is wrong with link or name."""
    with writing(request.app.state.engine) as session:
        found = use_invitation(session, given.get("key", ""))
        target = address_of(session, found)
        account_id = _enter(session, found, user, given, coming)
        take_back_tries(session, coming.limits)
    if user.id == account_id:
        return RedirectResponse(target, status_code=303)
    return signed_in(request, account_id, onward(target), coming.cookie)


def _enter(session: Session, found: Invitation, user: CurrentUser, given: Typed, coming: Coming) -> int:
    pseudonym = given.get("pseudonym", "").strip() if _allows_pseudonym(session, found) else ""
    place = _led_to(found)
    if found.account_id is not None:
        _own(session, found)
        if _brings_own(found, user, given):
            take_over(session, place, found.account_id, user.account_id)
            return user.account_id
        if not found.resets:
            rename_for_signing_in(session, place, session.get_one(Account, found.account_id), coming.name)
        set_password(session, found.account_id, coming.password_hash or "")
        if pseudonym and found.seminar_id is not None:
            with _choosing_pseudonym():
                choose_pseudonym(session, found.seminar_id, found.account_id, fit_chosen_name(pseudonym))
        return found.account_id
    if user.id is None:
        account_id, pseudonym = (
            persisted_id(create_account(session, coming.name, password_hash=coming.password_hash)),
            "",
        )
    else:
        account_id = user.id
    with _choosing_pseudonym():
        fit = fit_chosen_name(pseudonym) if pseudonym and place.seminar_id is not None else None
        enrol(session, place, account_id, Role(found.role), pseudonym=fit)
    return account_id


def _allows_pseudonym(session: Session, found: Invitation) -> bool:
    """Tell whether whoever comes by a link may choose a pseudonym: in a seminar that allows it."""
    if found.seminar_id is None:
        return False
    if found.account_id is not None:
        return may_choose_pseudonym(session, found.seminar_id, found.account_id)
    seminar = session.get(Seminar, found.seminar_id)
    return seminar is not None and seminar.pseudonyms


def _show_faults(request: Request, user: CurrentUser, key: str, faults: dict[str, str], given: Typed) -> Response:
    with reading(request.app.state.engine) as session:
        return _form(request, session, find_invitation(session, key), user, key, faults, given)


def _form(
    request: Request,
    session: Session,
    found: Invitation,
    user: CurrentUser,
    key: str,
    faults: dict[str, str],
    given: Typed,
) -> Response:
    own = _own(session, found) if found.account_id is not None else None
    # Also after a form that was refused, whose own address has no key.
    request.state.back = f"/join?key={quote(key)}"
    answer = page(
        request,
        "join.html",
        422 if faults else 200,
        key=key,
        title=title_of(session, found),
        role=Role(found.role),
        in_seminar=found.seminar_id is not None,
        chooses=_allows_pseudonym(session, found),
        own=own,
        resets=found.resets,
        visitor=user,
        provider=provider_name(request),
        faults=faults,
        given=given,
    )
    # The link stands in the address.
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _told(error: MapError) -> str:
    return f"{error.detail} {error.remedy}".strip()


def _led_to(found: Invitation) -> Place:
    return Place(map_id=found.map_id, seminar_id=found.seminar_id)


def _place(session: Session, found: Invitation) -> Any:
    place: Any = session.get(Seminar, found.seminar_id) if found.seminar_id else session.get(ArgumentMap, found.map_id)
    if place is None:
        raise DeadInvitation
    return place


def title_of(session: Session, found: Invitation) -> str:
    """Return what the seminar or map is called to which a link invites."""
    return str(_place(session, found).title)


def address_of(session: Session, found: Invitation) -> str:
    """Return the address of the page to which a link invites."""
    return f"/{'seminars' if found.seminar_id else 'maps'}/{_place(session, found).slug}"
