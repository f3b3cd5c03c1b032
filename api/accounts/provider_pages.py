"""Signing in by the provider of OpenID Connect: there, back, and the first time with a name to choose."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from api.access.attempts import count_tries, limits_for, take_back_tries
from api.access.authorization import MaySignIn
from api.access.current_user import CurrentUser
from api.access.openid import AuthorizationCodeRefused, ProviderSignIn
from api.accounts.join_pages import build_destination_address, read_destination_title
from api.accounts.provider_visits import (
    Intention,
    ask_provider,
    create_proof,
    forget_attempt,
    get_provider,
    read_intention,
    read_invitation_key,
    send_to_provider,
)
from api.accounts.sign_in_pages import begin_browser_session, require_cookie_name, sanitise_target
from api.accounts.visit_proofs import delete_proof_cookie, derive_visit_key, read_proofs, set_proof_cookie
from api.http.problems import Refusal
from api.pages.forms import FormValues, read_short_form
from api.pages.templating import render_page
from api.phrases.messages import gettext
from api.phrases.page_words import explain_error
from api.processes.worker_slots import ACCOUNT_WORK
from models.engine import reading, writing
from models.people.account_errors import DeadInvitation, NameTaken, UnfitName
from models.people.accounts import Account, ProviderVisit, hash_secret
from models.people.authentication import end_sessions
from models.people.enrolment import MembershipScope, create_account, enrol, normalize_chosen_name
from models.people.invitations import find_invitation, use_invitation
from models.people.name_proposals import propose_account_name
from models.people.provider_identities import (
    begin_visit,
    end_visit,
    find_linked_account,
    find_visit,
    is_unclaimed,
    link_identity,
)
from models.row_keys import persisted_id
from models.vocabulary import Role

router = APIRouter(include_in_schema=False)
Form = Annotated[FormValues, Depends(read_short_form)]


@router.post("/sign-in/provider")
async def go_to_provider(request: Request, form: Form, user: MaySignIn) -> Response:  # noqa: ARG001 # asked for as of every route
    """Lead a browser to the provider, to sign in there and to come back."""
    return await send_to_provider(request, sanitise_target(form.get("next", "/")))


@router.get("/sign-in/callback")
async def handle_callback(
    request: Request, user: MaySignIn, code: str = "", state: str = "", error: str = "", iss: str = ""
) -> Response:
    """Take a browser that comes back from the provider, and sign it in."""
    provider = get_provider(request)
    visit_proof = next(
        (browser_proof for browser_proof in read_proofs(request) if provider.check_state(browser_proof, state)), None
    )
    visit = await ACCOUNT_WORK.run(_end_visit, request, visit_proof) if visit_proof is not None else None
    if error:
        # Nothing comes of it, so that it need not be known whether this browser was away.
        raise _build_provider_refusal(error)
    if visit_proof is None or visit is None or visit.subject is not None or not code:
        raise _build_stale_visit_refusal()
    try:
        arrival = await ask_provider(provider.exchange_code(visit_proof, code, iss))
    except AuthorizationCodeRefused:
        raise _build_stale_visit_refusal() from None
    return await ACCOUNT_WORK.run(_admit_arrival, request, user, visit, arrival, visit_proof)


@router.get("/sign-in/name")
def show_name_form(request: Request, user: MaySignIn, visit: str = "") -> Response:  # noqa: ARG001 # asked for as of every route
    """Show the form in which whoever comes from the provider for the first time chooses a name."""
    with reading(request.app.state.engine) as session:
        visit_proof = _find_pending_proof(session, read_proofs(request), visit)
        return _render_name_form(request, session, visit_proof, read_intention(visit_proof).name, "")


@router.post("/sign-in/name")
async def choose_name(request: Request, form: Form, user: MaySignIn) -> Response:  # noqa: ARG001 # asked for as of every route
    """Make an account for whoever has come from the provider, with the invitation that they came by."""
    return await ACCOUNT_WORK.run(_create_named_account, request, form, require_cookie_name(request))


def _create_named_account(request: Request, form: FormValues, cookie: str) -> Response:
    engine = request.app.state.engine
    with reading(engine) as session:
        visit_proof = _find_pending_proof(session, read_proofs(request), form.get("visit", ""))
        target = read_intention(visit_proof).target
    # The answer tells which names are taken.
    limits = limits_for(request, chooser=hash_secret(visit_proof))
    count_tries(request, limits)
    try:
        with writing(engine) as session:
            visit = end_visit(session, visit_proof)
            if visit is None or visit.issuer is None or visit.subject is None:
                raise _build_stale_visit_refusal()
            account = find_linked_account(session, visit.issuer, visit.subject)
            if account is None:
                account = create_account(session, normalize_chosen_name(form.get("name", "")), password_hash=None)
                link_identity(session, persisted_id(account), visit.issuer, visit.subject)
                if read_invitation_key(target):
                    target = _use_invitation(session, read_invitation_key(target), account)
            _check_enabled(account)
            take_back_tries(session, limits)
    except (NameTaken, UnfitName) as error:
        # What was done is undone, so that the visit goes on.
        with reading(engine) as session:
            return _render_name_form(request, session, visit_proof, form.get("name", "")[:100], explain_error(error))
    return _complete_sign_in(request, persisted_id(account), target, cookie, visit_proof)


def _end_visit(request: Request, visit_proof: str) -> ProviderVisit | None:
    with writing(request.app.state.engine) as session:
        return end_visit(session, visit_proof)


def _admit_arrival(
    request: Request, user: CurrentUser, visit: ProviderVisit, arrival: ProviderSignIn, visit_proof: str
) -> Response:
    """Return the way on for whoever has arrived: signed in, linked, or with a name to choose."""
    cookie, target = require_cookie_name(request), read_intention(visit_proof).target
    with writing(request.app.state.engine) as session:
        if visit.account_id is not None:
            _link_account(session, user, visit.account_id, arrival)
            answer = RedirectResponse("/account?changed=linked#identity", status_code=303)
            delete_proof_cookie(request, answer, visit_proof)
            return answer
        account = find_linked_account(session, arrival.issuer, arrival.subject)
        if account is None and read_invitation_key(target):
            account = _find_class_list_account(session, read_invitation_key(target))
            if account is not None:
                target = _use_invitation(session, read_invitation_key(target), account)
                link_identity(session, persisted_id(account), arrival.issuer, arrival.subject)
                end_sessions(session, persisted_id(account))
        if account is None:
            new_proof = create_proof(Intention(target, propose_account_name(session, arrival.names)))
            begin_visit(session, new_proof, issuer=arrival.issuer, subject=arrival.subject)
            answer = RedirectResponse(f"/sign-in/name?visit={derive_visit_key(new_proof)}", status_code=303)
            delete_proof_cookie(request, answer, visit_proof)
            set_proof_cookie(request, answer, new_proof)
            return answer
        _check_enabled(account)
    return _complete_sign_in(request, persisted_id(account), target, cookie, visit_proof)


def _complete_sign_in(request: Request, account_id: int, target: str, cookie: str, visit_proof: str) -> Response:
    forget_attempt(request)
    answer = begin_browser_session(request, account_id, target, cookie)
    delete_proof_cookie(request, answer, visit_proof)
    return answer


def _link_account(session: Session, user: CurrentUser, account_id: int, arrival: ProviderSignIn) -> None:
    """Link whoever has arrived to the account that began it; raises `IdentityTaken`, `Refusal` (409)."""
    if user.id != account_id:
        raise Refusal(
            409,
            "another-account",
            gettext("You are not signed in to the same account as before"),
            gettext("The account you wanted to link is not the one that is signed in now, so nothing was linked."),
            gettext("Sign in, and link it again under “Your account”."),
        )
    link_identity(session, account_id, arrival.issuer, arrival.subject)


def _find_class_list_account(session: Session, key: str) -> Account | None:
    """Return the account that a class list made, and to which nobody has come yet, where a link is for that one."""
    invitation = find_invitation(session, key)
    if invitation.account_id is None:
        return None
    account = session.get_one(Account, invitation.account_id)
    if not is_unclaimed(session, account):
        raise DeadInvitation
    return account


def _use_invitation(session: Session, key: str, account: Account) -> str:
    """Use an invitation for an account; return the address of what it leads to. Raises `DeadInvitation`."""
    invitation = use_invitation(session, key)
    if invitation.account_id is None:
        place = MembershipScope(map_id=invitation.map_id, seminar_id=invitation.seminar_id)
        enrol(session, place, persisted_id(account), Role(invitation.role))
    elif invitation.account_id != account.id:
        raise DeadInvitation
    return build_destination_address(session, invitation)


def _find_pending_proof(session: Session, proofs: list[str], key: str) -> str:
    """Return the proof of a browser that has come from the provider and has no account; raises `Refusal` (400).

    `key` says which of its visits is meant; without one it is any that has a name to choose.
    """
    for browser_proof in proofs:
        if not key or derive_visit_key(browser_proof) == key:
            visit = find_visit(session, browser_proof)
            if visit is not None and visit.subject is not None:
                return browser_proof
    raise _build_stale_visit_refusal()


def _render_name_form(request: Request, session: Session, visit_proof: str, name: str, fault: str) -> Response:
    key = read_invitation_key(read_intention(visit_proof).target)
    invited_to = read_destination_title(session, find_invitation(session, key)) if key else ""
    context = {"name": name, "fault": fault, "invited_to": invited_to, "provider": get_provider(request).name}
    context["visit"] = derive_visit_key(visit_proof)
    answer = render_page(request, "choose_name.html", 422 if fault else 200, **context)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _check_enabled(account: Account) -> None:
    if account.disabled is not None:
        raise Refusal(
            403,
            "shut-out",
            gettext("This account is disabled"),
            gettext("The operator of this server has disabled the account you sign in to."),
            gettext("Ask the operator to enable it again."),
        )


def _build_provider_refusal(error: str) -> Refusal:
    """Return the refusal for an error of the provider (RFC 6749, 4.1.2.1); nothing of what it says is repeated."""
    if error in {"server_error", "temporarily_unavailable"}:
        return Refusal(
            503,
            "provider-away",
            gettext("The sign-in provider has a problem"),
            gettext("Your sign-in provider says that it is not working at the moment. You have not been signed in."),
            gettext("Try again in a few minutes, or sign in with a password if you have one."),
            headers={"Retry-After": "60"},
        )
    return Refusal(
        403,
        "provider-refused",
        gettext("The sign-in provider did not let you in"),
        gettext(
            "You, or your sign-in provider, declined to tell this server who you are. You have not been signed in."
        ),
        gettext("Start again at /sign-in, or sign in with a password if you have one."),
    )


def _build_stale_visit_refusal() -> Refusal:
    return Refusal(
        400,
        "stale-visit",
        gettext("The sign-in cannot be completed"),
        gettext(
            "It has already been completed, took longer than 15 minutes, or was started in another browser or tab."
        ),
        gettext("Start again at /sign-in."),
    )
