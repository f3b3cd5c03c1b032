"""One's own account: password and tokens."""

import re
from collections.abc import Collection
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from api.access import passwords
from api.access.attempts import check_password, read_sign_in_name, reauthenticate
from api.access.authorization import MayOwnAccount
from api.access.credentials import read_credentials
from api.access.current_user import CurrentUser
from api.accounts.sign_in_pages import begin_browser_session, require_cookie_name
from api.http.problems import Refusal
from api.pages.forms import FormValues, read_short_form
from api.pages.templating import render_page
from api.phrases.marking import N_
from api.phrases.messages import gettext
from api.phrases.page_words import explain_error
from api.processes.worker_slots import ACCOUNT_WORK
from api.requests.database import Reading, Writing
from api.settings import Settings
from models.engine import reading, writing
from models.people.account_errors import UnfitPassword, UnknownToken
from models.people.accounts import Account
from models.people.provider_identities import find_identity
from models.people.sign_in.access_tokens import create_token, list_access_tokens, revoke_token
from models.people.sign_in.active_sign_ins import end_other_sign_ins, end_sign_in, list_sign_ins, set_password
from models.row_keys import persisted_id
from models.text_types import MAX_INTEGER
from models.vocabulary import TokenScope

router = APIRouter(include_in_schema=False)
Form = Annotated[FormValues, Depends(read_short_form)]

TOKEN_DAYS = (7, 30, 90, 365)
WRONG_PRESENT_PASSWORD = N_(
    "The current password is wrong. If you have no password, first sign in again with your sign-in provider."
)


@router.get("/account")
def show_account(request: Request, session: Reading, user: MayOwnAccount) -> Response:
    """Show one's own account: its names, its password and its tokens."""
    account = session.get_one(Account, user.id)
    return render_page(request, "account.html", **_build_account_context(request, session, account))


@router.post("/account/password")
async def change_password(request: Request, form: Form, user: MayOwnAccount) -> Response:
    """Change the password: every session of the account ends, and every token that is not kept by hand."""
    cookie = require_cookie_name(request)
    account_id = require_account_id(user)
    name = await read_sign_in_name(request, account_id)
    if await check_password(request, name, form.get("present", "")) != account_id:
        fault = gettext("The current password is wrong.")
        return await ACCOUNT_WORK.run(partial(show_faults, request, account_id, present=fault))
    try:
        password_hash = await passwords.hash_password_in_queue(
            form.get("password", ""), name, user.handle, user.display_name
        )
    except UnfitPassword as error:
        fault = explain_error(error)
        return await ACCOUNT_WORK.run(partial(show_faults, request, account_id, password=fault))
    token_ids_to_keep = {int(name[5:]) for name in form if re.fullmatch(r"keep-\d{1,18}", name)}
    return await ACCOUNT_WORK.run(_set_password, request, account_id, password_hash, token_ids_to_keep, cookie)


def _set_password(
    request: Request, account_id: int, password_hash: str, token_ids_to_keep: Collection[int], cookie: str
) -> Response:
    with writing(request.app.state.engine) as session:
        set_password(session, account_id, password_hash, token_ids_to_keep)
    return begin_browser_session(request, account_id, "/account?changed=password", cookie)


@router.post("/account/sign-ins/{key}/end")
def end_one_sign_in(request: Request, key: str, session: Writing, user: MayOwnAccount) -> Response:
    """End one of the account's sessions; without that of the browser that asks, it is led to where one signs in."""
    account_id = require_account_id(user)
    end_sign_in(session, account_id, key)
    here = any(sign_in.is_this_browser for sign_in in list_sign_ins(session, account_id, _read_session_cookie(request)))
    return RedirectResponse("/account#sign-ins" if here else "/sign-in", status_code=303)


@router.post("/account/sign-ins/end")
def end_other_sessions(request: Request, session: Writing, user: MayOwnAccount) -> Response:
    """End every session of the account but that of the browser that asks."""
    end_other_sign_ins(session, require_account_id(user), _read_session_cookie(request))
    return RedirectResponse("/account#sign-ins", status_code=303)


@router.post("/account/tokens")
async def submit_new_token(request: Request, form: Form, user: MayOwnAccount) -> Response:
    """Make an access token and show it, this once; the password is asked for."""
    account_id = require_account_id(user)
    name = " ".join(form.get("name", "").split())[:100]
    faults = {}
    if not name.isprintable() or not name:
        faults["name"] = gettext("Say what the token is for.")
    if form.get("scope", "") not in set(TokenScope):
        faults["scope"] = gettext("Choose what the token may do.")
    if not faults and not await reauthenticate(request, user, form.get("present", "")):
        faults["token-present"] = gettext(WRONG_PRESENT_PASSWORD)
    return await ACCOUNT_WORK.run(_make_token, request, account_id, name, form, faults)


def _make_token(request: Request, account_id: int, name: str, form: FormValues, faults: dict[str, str]) -> Response:
    days = int(form["days"]) if form.get("days") in {str(lifetime) for lifetime in TOKEN_DAYS} else 30
    with writing(request.app.state.engine) as session:
        scopes = [] if faults else _list_scopes_up_to(TokenScope(form["scope"]))
        new_token = "" if faults else create_token(session, account_id, name, scopes, days)[0]
        context = _build_account_context(request, session, session.get_one(Account, account_id))
        token_fields = {"token_name": name, "token_scope": form.get("scope", ""), "token_days": days}
        answer = render_page(
            request,
            "account.html",
            422 if faults else 201,
            **context | {"new_token": new_token, "faults": faults} | token_fields,
        )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@router.post("/account/tokens/{number}/revoke")
def take_back_token(number: int, session: Writing, user: MayOwnAccount) -> Response:
    """Take an access token back: it ends at once."""
    if not revoke_token(session, require_account_id(user), min(number, MAX_INTEGER)):
        raise UnknownToken
    return RedirectResponse("/account#tokens", status_code=303)


def require_account_id(user: CurrentUser) -> int:
    """Return the account of whoever has signed in with a browser; raises `Refusal` (403) for a program."""
    if user.id is None or user.scopes is not None:
        raise Refusal(
            403,
            "browser-only",
            "This is for whoever has signed in",
            "A token does not change the account that it belongs to.",
            "Sign in with a browser.",
        )
    return user.id


def _list_scopes_up_to(scope: TokenScope) -> list[TokenScope]:
    ranks = list(TokenScope)
    return ranks[: ranks.index(scope) + 1]


def _build_account_context(request: Request, session: Session, account: Account) -> dict[str, Any]:
    settings: Settings = request.app.state.settings
    account_id = persisted_id(account)
    linked = find_identity(session, account_id, settings.oidc_issuer) if settings.oidc_issuer else None
    context = {"account": account, "tokens": list_access_tokens(session, account_id), "linked": linked}
    context["sign_ins"] = list_sign_ins(session, account_id, _read_session_cookie(request))
    empty_fields = {"new_token": "", "token_name": "", "token_scope": "", "token_days": 30, "faults": {}}
    return {
        **context,
        **empty_fields,
        "provider": settings.provider_name,
        "scopes": list(TokenScope),
        "lives": TOKEN_DAYS,
    }


def _read_session_cookie(request: Request) -> str:
    settings: Settings = request.app.state.settings
    return read_credentials(request.scope["headers"], request.scope["scheme"], settings.base_url).session


def show_faults(request: Request, account_id: int, **faults: str) -> Response:
    """Show the page of an account with what is wrong in it, by field."""
    with reading(request.app.state.engine) as session:
        context = _build_account_context(request, session, session.get_one(Account, account_id))
    return render_page(request, "account.html", 422, **context | {"faults": faults})
