"""One's own account: password and tokens."""

import re
from collections.abc import Collection
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from api import passwords
from api.credentials import shown_by
from api.database import Reading, Writing
from api.permission import CurrentUser, WithAccount
from api.problems import Refusal
from api.settings import Settings
from api.tries import check_password, is_sure, sign_in_name_of
from api.turns import ACCOUNT_WORK
from api.web.accounts.signing import secure_cookie, signed_in
from api.web.editing.forms import Typed, read_short_form
from api.web.messages import N_, gettext
from api.web.templating import page
from models.engine import reading, writing
from models.people.access_tokens import create_token, revoke_token, tokens_of
from models.people.account_errors import UnfitPassword, UnknownToken
from models.people.accounts import Account
from models.people.active_sign_ins import end_other_sign_ins, end_sign_in, list_sign_ins, set_password
from models.people.provider_identities import identity_of
from models.row_keys import persisted_id
from models.text_types import MAX_INTEGER
from models.vocabulary import TokenScope

router = APIRouter(include_in_schema=False)
Form = Annotated[Typed, Depends(read_short_form)]

LIVES = (7, 30, 90, 365)
NOT_SURE = N_("That is not the present password. Without one, sign in anew by the provider first.")


@router.get("/account")
def show_account(request: Request, session: Reading, user: WithAccount) -> Response:
    """Show one's own account: its names, its password and its tokens."""
    account = session.get_one(Account, user.id)
    return page(request, "account.html", **_shown(request, session, account))


@router.post("/account/password")
async def change_password(request: Request, given: Form, user: WithAccount) -> Response:
    """Change the password: every session of the account ends, and every token that is not kept by hand."""
    cookie = secure_cookie(request)
    account_id = certain(user)
    name = await sign_in_name_of(request, account_id)
    if await check_password(request, name, given.get("present", "")) != account_id:
        fault = gettext("That is not the present password.")
        return await ACCOUNT_WORK.take(partial(show_faults, request, account_id, present=fault))
    try:
        made = await passwords.hash_in_turn(given.get("password", ""), name, user.handle, user.display_name)
    except UnfitPassword as error:
        fault = f"{error.detail} {error.remedy}"
        return await ACCOUNT_WORK.take(partial(show_faults, request, account_id, password=fault))
    keep = {int(name[5:]) for name in given if re.fullmatch(r"keep-\d{1,18}", name)}
    return await ACCOUNT_WORK.take(_set_password, request, account_id, made, keep, cookie)


def _set_password(request: Request, account_id: int, made: str, keep: Collection[int], cookie: str) -> Response:
    with writing(request.app.state.engine) as session:
        set_password(session, account_id, made, keep)
    return signed_in(request, account_id, "/account?changed=password", cookie)


@router.post("/account/sign-ins/{key}/end")
def end_one_sign_in(request: Request, key: str, session: Writing, user: WithAccount) -> Response:
    """End one of the account's sessions; without that of the browser that asks, it is led to where one signs in."""
    account_id = certain(user)
    end_sign_in(session, account_id, key)
    here = any(each.here for each in list_sign_ins(session, account_id, _shown_session(request)))
    return RedirectResponse("/account#sign-ins" if here else "/sign-in", status_code=303)


@router.post("/account/sign-ins/end")
def end_others(request: Request, session: Writing, user: WithAccount) -> Response:
    """End every session of the account but that of the browser that asks."""
    end_other_sign_ins(session, certain(user), _shown_session(request))
    return RedirectResponse("/account#sign-ins", status_code=303)


@router.post("/account/tokens")
async def make_token(request: Request, given: Form, user: WithAccount) -> Response:
    """Make an access token and show it, this once; the password is asked for."""
    account_id = certain(user)
    name = " ".join(given.get("name", "").split())[:100]
    faults = {}
    if not name.isprintable() or not name:
        faults["name"] = gettext("Say what the token is for.")
    if given.get("scope", "") not in set(TokenScope):
        faults["scope"] = gettext("Choose what the token may do.")
    if not faults and not await is_sure(request, user, given.get("present", "")):
        faults["token-present"] = gettext(NOT_SURE)
    return await ACCOUNT_WORK.take(_make_token, request, account_id, name, given, faults)


def _make_token(request: Request, account_id: int, name: str, given: Typed, faults: dict[str, str]) -> Response:
    days = int(given["days"]) if given.get("days") in {str(each) for each in LIVES} else 30
    with writing(request.app.state.engine) as session:
        scopes = [] if faults else _up_to(TokenScope(given["scope"]))
        made = "" if faults else create_token(session, account_id, name, scopes, days)[0]
        shown = _shown(request, session, session.get_one(Account, account_id))
        typed_in = {"made_name": name, "made_scope": given.get("scope", ""), "made_days": days}
        answer = page(
            request, "account.html", 422 if faults else 201, **shown | {"made": made, "faults": faults} | typed_in
        )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@router.post("/account/tokens/{number}/revoke")
def take_back_token(number: int, session: Writing, user: WithAccount) -> Response:
    """Take an access token back: it ends at once."""
    if not revoke_token(session, certain(user), min(number, MAX_INTEGER)):
        raise UnknownToken
    return RedirectResponse("/account#tokens", status_code=303)


def certain(user: CurrentUser) -> int:
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


def _up_to(scope: TokenScope) -> list[TokenScope]:
    ranks = list(TokenScope)
    return ranks[: ranks.index(scope) + 1]


def _shown(request: Request, session: Session, account: Account) -> dict[str, Any]:
    settings: Settings = request.app.state.settings
    account_id = persisted_id(account)
    linked = identity_of(session, account_id, settings.oidc_issuer) if settings.oidc_issuer else None
    shown = {"account": account, "tokens": tokens_of(session, account_id), "linked": linked}
    shown["sign_ins"] = list_sign_ins(session, account_id, _shown_session(request))
    empty = {"made": "", "made_name": "", "made_scope": "", "made_days": 30, "faults": {}}
    return {**shown, **empty, "provider": settings.provider_name, "scopes": list(TokenScope), "lives": LIVES}


def _shown_session(request: Request) -> str:
    settings: Settings = request.app.state.settings
    return shown_by(request.scope["headers"], request.scope["scheme"], settings.base_url).session


def show_faults(request: Request, account_id: int, **faults: str) -> Response:
    """Show the page of an account with what is wrong in it, by field."""
    with reading(request.app.state.engine) as session:
        shown = _shown(request, session, session.get_one(Account, account_id))
    return page(request, "account.html", 422, **shown | {"faults": faults})
