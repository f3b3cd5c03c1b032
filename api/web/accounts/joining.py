"""Coming in by a link: under a name of one's own, without an email address."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from api import passwords
from api.permission import CurrentUser, SigningIn
from api.web.accounts.signing import onward, provider_name, secure_cookie, signed_in
from api.web.editing.forms import Typed, typed
from api.web.templating import page
from models.account_errors import DeadInvitation, NameTaken, UnfitName, UnfitPassword
from models.accounts import Account
from models.engine import reading, writing
from models.enrolment import Place, create_account, enrol, fit_name
from models.errors import MapError
from models.identities import waits
from models.invitations import find_invitation, use_invitation
from models.maps import ArgumentMap
from models.recognition import end_sessions
from models.seminars import Invitation, Seminar
from models.vocabulary import Role

router = APIRouter(include_in_schema=False)
Form = Annotated[Typed, Depends(typed)]


@router.get("/join")
def show_invitation(request: Request, user: SigningIn, key: str = "") -> Response:
    """Show to what a link invites, and the form by which one comes in."""
    with reading(request.app.state.engine) as session:
        found = find_invitation(session, key)
        return _form(request, session, found, user, key, {}, {})


@router.post("/join")
def join(request: Request, given: Form, user: SigningIn) -> Response:
    """Come in by a link: with a new account, with the one that is signed in, or with one that a class list made."""
    cookie = secure_cookie(request)
    key = given.get("key", "")
    engine = request.app.state.engine
    faults: dict[str, str] = {}
    account_id, target = 0, "/"
    try:
        with writing(engine) as session:
            found = use_invitation(session, key)
            target = address_of(session, found)
            account_id = _come_in(session, found, user, given)
    except UnfitPassword as error:
        faults["password"] = _told(error)
    except (NameTaken, UnfitName) as error:
        faults["pseudonym" if user.id is not None else "name"] = _told(error)
    if faults:
        with reading(engine) as session:
            return _form(request, session, find_invitation(session, key), user, key, faults, given)
    if user.id == account_id:
        return RedirectResponse(target, status_code=303)
    return signed_in(request, account_id, onward(target), cookie)


def _come_in(session: Session, found: Invitation, user: CurrentUser, given: Typed) -> int:
    """Make whoever comes a member; return their account. Raises what is wrong with name or password."""
    role = Role(found.role)
    place = Place(map_id=found.map_id, seminar_id=found.seminar_id)
    if found.account_id is not None:
        account = session.get_one(Account, found.account_id)
        if not waits(session, account) or account.disabled is not None:
            raise DeadInvitation
        account.password_hash = passwords.hash_password(given.get("password", ""), account.handle)
        session.add(account)
        end_sessions(session, found.account_id)
        return found.account_id
    pseudonym = given.get("pseudonym", "").strip()
    if user.id is None:
        name = fit_name(given.get("name", ""))
        account = create_account(session, name, password_hash=passwords.hash_password(given.get("password", ""), name))
        account_id, pseudonym = account.id or 0, ""
    else:
        account_id = user.id
    in_seminar = place.seminar_id is not None
    enrol(session, place, account_id, role, pseudonym=fit_name(pseudonym) if pseudonym and in_seminar else None)
    return account_id


def _form(
    request: Request,
    session: Session,
    found: Invitation,
    user: CurrentUser,
    key: str,
    faults: dict[str, str],
    given: Typed,
) -> Response:
    own = session.get(Account, found.account_id) if found.account_id is not None else None
    if own is not None and not waits(session, own):
        raise DeadInvitation
    answer = page(
        request,
        "join.html",
        422 if faults else 200,
        key=key,
        title=title_of(session, found),
        role=Role(found.role),
        in_seminar=found.seminar_id is not None,
        own=own,
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
