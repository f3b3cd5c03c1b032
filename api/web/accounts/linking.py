"""Linking one's account to the provider of OpenID Connect, and unlinking it."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from api.permission import WithAccount
from api.settings import Settings
from api.tries import is_sure
from api.turns import ACCOUNT_WORK
from api.web.accounts.own import NOT_SURE, certain, show_faults
from api.web.accounts.signing import secure_cookie, signed_in
from api.web.accounts.visits import provider_of, send_away
from api.web.editing.forms import Typed, read_short_form
from api.web.messages import gettext
from models.engine import writing
from models.people.authentication import end_sessions
from models.people.provider_identities import unlink_identity

router = APIRouter(include_in_schema=False)
Form = Annotated[Typed, Depends(read_short_form)]


@router.post("/account/identity")
async def link(request: Request, given: Form, user: WithAccount) -> Response:
    """Lead to the provider, so that whoever signs in there signs in to this account from now on.

    The present password is asked for: a browser that was left open is not to give the account away for good.
    """
    provider_of(request)
    account_id = certain(user)
    if not await is_sure(request, user, given.get("present", "")):
        fault = gettext(NOT_SURE)
        return await ACCOUNT_WORK.take(partial(show_faults, request, account_id, sure=fault))
    return await send_away(request, "/account", account_id)


@router.post("/account/identity/unlink")
def unlink(request: Request, user: WithAccount) -> Response:
    """Unlink the account: every session of it ends, and this browser gets a new one."""
    provider_of(request)
    cookie, account_id = secure_cookie(request), certain(user)
    settings: Settings = request.app.state.settings
    with writing(request.app.state.engine) as session:
        unlink_identity(session, account_id, settings.oidc_issuer)
        end_sessions(session, account_id)
    return signed_in(request, account_id, "/account?changed=unlinked#identity", cookie)
