"""Signing in and out."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from api.access.attempts import check_password
from api.access.authorization import MaySignIn
from api.access.browser_families import describe_browser
from api.access.credentials import (
    SECURE_COOKIE,
    choose_cookie_name,
    delete_session_cookie,
    read_credentials,
    set_session_cookie,
)
from api.access.known_browsers import remember_browser
from api.access.security_log import log_sign_in
from api.http.problems import Refusal
from api.pages.forms import FormValues, read_short_form
from api.pages.templating import render_page
from api.phrases.marking import N_
from api.phrases.messages import gettext
from api.processes.worker_slots import ACCOUNT_WORK
from api.settings import Settings
from models.engine import writing
from models.people.accounts import Account
from models.people.authentication import begin_session, end_session

router = APIRouter(include_in_schema=False)
Form = Annotated[FormValues, Depends(read_short_form)]

WRONG_CREDENTIALS = N_("The name or the password is wrong.")


@router.get("/sign-in")
def show_sign_in(request: Request, user: MaySignIn, next: str = "/") -> Response:
    """Show the form by which one signs in."""
    if user.id is not None:
        return RedirectResponse(sanitise_target(next), status_code=303)
    return render_page(
        request, "sign_in.html", next=sanitise_target(next), name="", fault="", provider=get_provider_name(request)
    )


@router.post("/sign-in")
async def sign_in(request: Request, form: Form, user: MaySignIn) -> Response:  # noqa: ARG001 # asked for as of every route
    """Sign in with name and password; a former session of the browser ends."""
    name, target = form.get("name", "")[:200], sanitise_target(form.get("next", "/"))
    # Where too much was tried, a page says so, from which one comes back here later.
    request.state.back = target
    name_of_cookie = require_cookie_name(request)
    account_id = await check_password(request, name, form.get("password", ""))
    if account_id is None:
        return await ACCOUNT_WORK.run(_show_fault, request, name, target)
    return await ACCOUNT_WORK.run(begin_browser_session, request, account_id, target, name_of_cookie)


def _show_fault(request: Request, name: str, target: str) -> Response:
    context = {
        "next": target,
        "name": name,
        "fault": gettext(WRONG_CREDENTIALS),
        "provider": get_provider_name(request),
    }
    return render_page(request, "sign_in.html", 401, **context)


@router.post("/sign-out")
def sign_out(request: Request, user: MaySignIn) -> Response:  # noqa: ARG001 # asked for as of every route
    """Sign out: the session ends at once, on every replica."""
    settings: Settings = request.app.state.settings
    credentials = read_credentials(request.scope["headers"], request.scope["scheme"], settings.base_url)
    if credentials.session:
        with writing(request.app.state.engine) as session:
            end_session(session, credentials.session)
    answer = RedirectResponse("/", status_code=303)
    delete_session_cookie(answer, require_cookie_name(request))
    return answer


def sanitise_target(target: str) -> str:
    """Return the address of a page of ours, and the shelf's for any other (RFC 3986, 4.2: // names another host)."""
    safe = target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable()
    return target[:2000] if safe and not target.startswith("/sign-in") else "/"


def get_provider_name(request: Request) -> str:
    """Return what the provider is called by which people may sign in; empty where there is none."""
    settings: Settings = request.app.state.settings
    return settings.provider_name


def require_cookie_name(request: Request) -> str:
    """Return the name of the cookie to sign in with; raises `Refusal` (400) where no browser would keep it."""
    settings: Settings = request.app.state.settings
    scheme = request.scope["scheme"]
    name = choose_cookie_name(scheme, request.headers.get("host", ""), settings.base_url)
    if name == SECURE_COOKIE and scheme == "http" and not settings.base_url.startswith("https:"):
        raise Refusal(
            400,
            "not-encrypted",
            "The connection is not encrypted",
            "Nobody signs in here: the password would be readable on its way, and so would the session.",
            "Whoever runs the server puts it behind HTTPS and sets SICETNON_BASE_URL to its https address.",
        )
    return name


def begin_browser_session(request: Request, account_id: int, target: str, cookie: str) -> Response:
    """Return the way on for a browser that has signed in, with a session of its own; its former one ends."""
    settings: Settings = request.app.state.settings
    credentials = read_credentials(request.scope["headers"], request.scope["scheme"], settings.base_url)
    with writing(request.app.state.engine) as session:
        if credentials.session:
            end_session(session, credentials.session)
        secret = begin_session(session, account_id, describe_browser(request.headers.get("user-agent", "")))
        account = session.get_one(Account, account_id)
    log_sign_in(request, account.handle)
    answer = RedirectResponse(target, status_code=303)
    set_session_cookie(answer, cookie, secret)
    remember_browser(request, answer, cookie, account)
    return answer
