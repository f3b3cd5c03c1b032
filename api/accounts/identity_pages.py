"""Linking one's account to the provider of OpenID Connect, and unlinking it."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from api.access.attempts import reauthenticate
from api.access.authorization import MayOwnAccount
from api.accounts.account_pages import WRONG_PRESENT_PASSWORD, require_account_id, show_faults
from api.accounts.provider_visits import get_provider, send_to_provider
from api.accounts.sign_in_pages import begin_browser_session, require_cookie_name
from api.pages.forms import FormValues, read_short_form
from api.phrases.messages import gettext
from api.processes.worker_slots import ACCOUNT_WORK
from api.settings import Settings
from models.engine import writing
from models.people.authentication import end_sessions
from models.people.provider_identities import unlink_identity

router = APIRouter(include_in_schema=False)
Form = Annotated[FormValues, Depends(read_short_form)]


@router.post("/account/identity")
async def link_account(request: Request, form: Form, user: MayOwnAccount) -> Response:
    """Lead to the provider, so that whoever signs in there signs in to this account from now on.

    The present password is asked for: a browser that was left open is not to give the account away for good.
    """
    get_provider(request)
    account_id = require_account_id(user)
    if not await reauthenticate(request, user, form.get("present", "")):
        fault = gettext(WRONG_PRESENT_PASSWORD)
        return await ACCOUNT_WORK.run(partial(show_faults, request, account_id, sure=fault))
    return await send_to_provider(request, "/account", account_id)


@router.post("/account/identity/unlink")
def unlink_account(request: Request, user: MayOwnAccount) -> Response:
    """Unlink the account: every session of it ends, and this browser gets a new one."""
    get_provider(request)
    cookie, account_id = require_cookie_name(request), require_account_id(user)
    settings: Settings = request.app.state.settings
    with writing(request.app.state.engine) as session:
        unlink_identity(session, account_id, settings.oidc_issuer)
        end_sessions(session, account_id)
    return begin_browser_session(request, account_id, "/account?changed=unlinked#identity", cookie)
