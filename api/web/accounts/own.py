"""One's own account: password and tokens."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from api import passwords
from api.database import Reading, Writing
from api.permission import CurrentUser, WithAccount
from api.problems import Refusal
from api.web.accounts.signing import check_password, secure_cookie, signed_in
from api.web.editing.forms import Typed, typed
from api.web.messages import gettext
from api.web.templating import page
from models.account_errors import UnfitPassword, UnknownToken
from models.accounts import Account
from models.engine import writing
from models.enrolment import create_token, revoke_token, tokens_of
from models.recognition import end_sessions
from models.text import MAX_INTEGER
from models.vocabulary import TokenScope

router = APIRouter(include_in_schema=False)
Form = Annotated[Typed, Depends(typed)]

LIVES = (7, 30, 90, 365)


@router.get("/account")
def show_account(request: Request, session: Reading, user: WithAccount) -> Response:
    """Show one's own account: its names, its password and its tokens."""
    account = session.get_one(Account, user.id)
    return page(request, "account.html", account=account, tokens=tokens_of(session, account.id or 0), **_shown())


@router.post("/account/password")
def change_password(request: Request, given: Form, user: WithAccount) -> Response:
    """Change the password: every session of the account ends, and this browser gets a new one."""
    cookie = secure_cookie(request)
    account_id = _certain(user)
    if check_password(request, user.handle, given.get("present", "")) != account_id:
        return _again(request, account_id, present=gettext("That is not the present password."))
    try:
        made = passwords.hash_password(given.get("password", ""), user.handle)
    except UnfitPassword as error:
        return _again(request, account_id, password=f"{error.detail} {error.remedy}")
    with writing(request.app.state.engine) as session:
        session.get_one(Account, account_id).password_hash = made
        end_sessions(session, account_id)
    return signed_in(request, account_id, "/account?changed=password", cookie)


@router.post("/account/tokens")
def make_token(request: Request, given: Form, session: Writing, user: WithAccount) -> Response:
    """Make an access token and show it, this once."""
    account_id = _certain(user)
    name = " ".join(given.get("name", "").split())[:100]
    scope = given.get("scope", "")
    days = int(given["days"]) if given.get("days") in {str(each) for each in LIVES} else 30
    account = session.get_one(Account, account_id)
    faults = {}
    if not name.isprintable() or not name:
        faults["name"] = gettext("Say what the token is for.")
    if scope not in set(TokenScope):
        faults["scope"] = gettext("Choose what the token may do.")
    made = "" if faults else create_token(session, account_id, name, _up_to(TokenScope(scope)), days)[0]
    shown = _shown() | {"made": made, "made_name": name, "faults": faults}
    answer = page(
        request, "account.html", 422 if faults else 201, account=account, tokens=tokens_of(session, account_id), **shown
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@router.post("/account/tokens/{number}/revoke")
def take_back_token(number: int, session: Writing, user: WithAccount) -> Response:
    """Take an access token back: it ends at once."""
    if not revoke_token(session, _certain(user), min(number, MAX_INTEGER)):
        raise UnknownToken
    return RedirectResponse("/account#tokens", status_code=303)


def _certain(user: CurrentUser) -> int:
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


def _shown() -> dict[str, Any]:
    return {"scopes": list(TokenScope), "lives": LIVES, "made": "", "made_name": "", "faults": {}}


def _again(request: Request, account_id: int, **faults: str) -> Response:
    with writing(request.app.state.engine) as session:
        account = session.get_one(Account, account_id)
        tokens = tokens_of(session, account_id)
    return page(request, "account.html", 422, account=account, tokens=tokens, **_shown() | {"faults": faults})
