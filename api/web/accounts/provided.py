"""Signing in by the provider of OpenID Connect: there, back, and the first time with a name to choose."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from api.openid import Arrival, CodeRefused
from api.permission import CurrentUser, SigningIn
from api.problems import Refusal
from api.tries import count_tries, limits_for, take_back_tries
from api.turns import ACCOUNT_WORK
from api.web.accounts.joining import address_of, title_of
from api.web.accounts.signing import onward, secure_cookie, signed_in
from api.web.accounts.visit_proofs import give_proof, proofs_shown_by, take_proof, visit_key
from api.web.accounts.visits import (
    Intention,
    ask,
    forget_attempt,
    intention_in,
    key_in,
    proof,
    provider_of,
    send_away,
)
from api.web.editing.forms import Typed, read_short_form
from api.web.messages import gettext
from api.web.templating import page
from models.engine import reading, writing
from models.people.account_errors import DeadInvitation, NameTaken, UnfitName
from models.people.accounts import Account, ProviderVisit, hash_of
from models.people.authentication import end_sessions
from models.people.enrolment import Place, create_account, enrol, fit_chosen_name
from models.people.invitations import find_invitation, use_invitation
from models.people.name_proposals import proposed_name
from models.people.provider_identities import account_of, begin_visit, end_visit, find_visit, link_identity, waits
from models.row_keys import persisted_id
from models.vocabulary import Role

router = APIRouter(include_in_schema=False)
Form = Annotated[Typed, Depends(read_short_form)]


@router.post("/sign-in/provider")
async def go_to_provider(request: Request, given: Form, user: SigningIn) -> Response:  # noqa: ARG001 # asked for as of every route
    """Lead a browser to the provider, to sign in there and to come back."""
    return await send_away(request, onward(given.get("next", "/")))


@router.get("/sign-in/callback")
async def come_back(
    request: Request, user: SigningIn, code: str = "", state: str = "", error: str = "", iss: str = ""
) -> Response:
    """Take a browser that comes back from the provider, and sign it in."""
    provider = provider_of(request)
    shown = next((each for each in proofs_shown_by(request) if provider.sent(each, state)), None)
    visit = await ACCOUNT_WORK.take(_take, request, shown) if shown is not None else None
    if error:
        # Nothing comes of it, so that it need not be known whether this browser was away.
        raise _not_let_in(error)
    if shown is None or visit is None or visit.subject is not None or not code:
        raise _stale()
    try:
        arrival = await ask(provider.arrival(shown, code, iss))
    except CodeRefused:
        raise _stale() from None
    return await ACCOUNT_WORK.take(_let_in, request, user, visit, arrival, shown)


@router.get("/sign-in/name")
def show_names(request: Request, user: SigningIn, visit: str = "") -> Response:  # noqa: ARG001 # asked for as of every route
    """Show the form in which whoever comes from the provider for the first time chooses a name."""
    with reading(request.app.state.engine) as session:
        shown = _expected(session, proofs_shown_by(request), visit)
        return _form(request, session, shown, intention_in(shown).name, "")


@router.post("/sign-in/name")
async def choose_name(request: Request, given: Form, user: SigningIn) -> Response:  # noqa: ARG001 # asked for as of every route
    """Make an account for whoever has come from the provider, with the invitation that they came by."""
    return await ACCOUNT_WORK.take(_choose, request, given, secure_cookie(request))


def _choose(request: Request, given: Typed, cookie: str) -> Response:
    engine = request.app.state.engine
    with reading(engine) as session:
        shown = _expected(session, proofs_shown_by(request), given.get("visit", ""))
        target = intention_in(shown).target
    # The answer tells which names are taken.
    limits = limits_for(request, chooser=hash_of(shown))
    count_tries(request, limits)
    try:
        with writing(engine) as session:
            visit = end_visit(session, shown)
            if visit is None or visit.issuer is None or visit.subject is None:
                raise _stale()
            account = account_of(session, visit.issuer, visit.subject)
            if account is None:
                account = create_account(session, fit_chosen_name(given.get("name", "")), password_hash=None)
                link_identity(session, persisted_id(account), visit.issuer, visit.subject)
                if key_in(target):
                    target = _join(session, key_in(target), account)
            _check_enabled(account)
            take_back_tries(session, limits)
    except (NameTaken, UnfitName) as error:
        # What was done is undone, so that the visit goes on.
        with reading(engine) as session:
            return _form(request, session, shown, given.get("name", "")[:100], f"{error.detail} {error.remedy}")
    return _in(request, persisted_id(account), target, cookie, shown)


def _take(request: Request, shown: str) -> ProviderVisit | None:
    with writing(request.app.state.engine) as session:
        return end_visit(session, shown)


def _let_in(request: Request, user: CurrentUser, visit: ProviderVisit, arrival: Arrival, shown: str) -> Response:
    """Return the way on for whoever has arrived: signed in, linked, or with a name to choose."""
    cookie, target = secure_cookie(request), intention_in(shown).target
    with writing(request.app.state.engine) as session:
        if visit.account_id is not None:
            _link(session, user, visit.account_id, arrival)
            answer = RedirectResponse("/account?changed=linked#identity", status_code=303)
            take_proof(request, answer, shown)
            return answer
        account = account_of(session, arrival.issuer, arrival.subject)
        if account is None and key_in(target):
            account = _listed(session, key_in(target))
            if account is not None:
                target = _join(session, key_in(target), account)
                link_identity(session, persisted_id(account), arrival.issuer, arrival.subject)
                end_sessions(session, persisted_id(account))
        if account is None:
            made = proof(Intention(target, proposed_name(session, arrival.names)))
            begin_visit(session, made, issuer=arrival.issuer, subject=arrival.subject)
            answer = RedirectResponse(f"/sign-in/name?visit={visit_key(made)}", status_code=303)
            take_proof(request, answer, shown)
            give_proof(request, answer, made)
            return answer
        _check_enabled(account)
    return _in(request, persisted_id(account), target, cookie, shown)


def _in(request: Request, account_id: int, target: str, cookie: str, shown: str) -> Response:
    forget_attempt(request)
    answer = signed_in(request, account_id, target, cookie)
    take_proof(request, answer, shown)
    return answer


def _link(session: Session, user: CurrentUser, account_id: int, arrival: Arrival) -> None:
    """Link whoever has arrived to the account that began it; raises `IdentityTaken`, `Refusal` (409)."""
    if user.id != account_id:
        raise Refusal(
            409,
            "another-account",
            gettext("You are not signed in as before"),
            gettext("The account that was to be linked is not the one that is signed in now; nothing was linked."),
            gettext("Sign in, and link it again on the page of your account."),
        )
    link_identity(session, account_id, arrival.issuer, arrival.subject)


def _listed(session: Session, key: str) -> Account | None:
    """Return the account that a class list made, and to which nobody has come yet, where a link is for that one."""
    found = find_invitation(session, key)
    if found.account_id is None:
        return None
    account = session.get_one(Account, found.account_id)
    if not waits(session, account):
        raise DeadInvitation
    return account


def _join(session: Session, key: str, account: Account) -> str:
    """Use an invitation for an account; return the address of what it leads to. Raises `DeadInvitation`."""
    found = use_invitation(session, key)
    if found.account_id is None:
        place = Place(map_id=found.map_id, seminar_id=found.seminar_id)
        enrol(session, place, persisted_id(account), Role(found.role))
    elif found.account_id != account.id:
        raise DeadInvitation
    return address_of(session, found)


def _expected(session: Session, proofs: list[str], key: str) -> str:
    """Return the proof of a browser that has come from the provider and has no account; raises `Refusal` (400).

    `key` says which of its visits is meant; without one it is any that has a name to choose.
    """
    for proof_shown in proofs:
        if not key or visit_key(proof_shown) == key:
            visit = find_visit(session, proof_shown)
            if visit is not None and visit.subject is not None:
                return proof_shown
    raise _stale()


def _form(request: Request, session: Session, shown: str, name: str, fault: str) -> Response:
    key = key_in(intention_in(shown).target)
    invited_to = title_of(session, find_invitation(session, key)) if key else ""
    shown_with = {"name": name, "fault": fault, "invited_to": invited_to, "provider": provider_of(request).name}
    shown_with["visit"] = visit_key(shown)
    answer = page(request, "choose_name.html", 422 if fault else 200, **shown_with)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _check_enabled(account: Account) -> None:
    if account.disabled is not None:
        raise Refusal(
            403,
            "shut-out",
            gettext("The account is shut out"),
            gettext("Whoever runs this server has shut out the account that you sign in to."),
            gettext("Ask them to let you in again."),
        )


def _not_let_in(error: str) -> Refusal:
    """Return the refusal for an error of the provider (RFC 6749, 4.1.2.1); nothing of what it says is repeated."""
    if error in {"server_error", "temporarily_unavailable"}:
        return Refusal(
            503,
            "provider-away",
            gettext("The provider is in trouble"),
            gettext("The provider by which you sign in says that it cannot work just now; nobody was signed in."),
            gettext("Try again in a few minutes, or sign in with a password if you have one."),
            headers={"Retry-After": "60"},
        )
    return Refusal(
        403,
        "provider-refused",
        gettext("The provider did not let you in"),
        gettext("You, or the provider, refused to tell this server who you are; nobody was signed in."),
        gettext("Begin again at /sign-in, or sign in with a password if you have one."),
    )


def _stale() -> Refusal:
    return Refusal(
        400,
        "stale-visit",
        gettext("The sign-in cannot be completed"),
        gettext(
            "It was completed already, took longer than a quarter of an hour, or was begun in another browser or tab."
        ),
        gettext("Begin again at /sign-in."),
    )
