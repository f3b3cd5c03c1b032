"""Sending a browser to the provider of OpenID Connect, and what it shows when it comes back.

It keeps a proof of each visit in a cookie (`visit_proofs`), of which the database has only the hash, so that whichever
replica it comes back to recognises it, once. State, nonce and code verifier follow from the proof; in it stands where
the browser wants to go, which nobody can exchange, because the proof would be another.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Awaitable
from typing import NamedTuple, TypeVar
from urllib.parse import parse_qs, urlsplit

import structlog
from fastapi import Request, Response
from sqlalchemy import Engine

from api.client_addresses import find_client_address, find_network
from api.openid import Provider, ProviderUnreachable, ProviderUntrusted
from api.problems import Refusal
from api.turns import ACCOUNT_WORK
from api.web.accounts.signing import sanitise_target
from api.web.accounts.visit_proofs import (
    MOST_VISITS,
    check_cookies_persist,
    delete_proof_cookie,
    read_proofs,
    set_proof_cookie,
)
from api.web.messages import gettext
from api.web.templating import render_page
from models.engine import writing
from models.people import attempt_limits
from models.people.accounts import create_secret
from models.people.provider_identities import begin_visit, end_oldest_visits

# Visits to the provider from one address within `attempts.WINDOW`; those that end with a session are not counted.
MOST_VISITS_BY_ADDRESS = 200
# A browser keeps no cookie of more than 4,096 bytes (RFC 6265, section 6.1).
LONGEST_TARGET = 1_500
log = structlog.get_logger("api.openid")
ProviderReply = TypeVar("ProviderReply")


class Intention(NamedTuple):
    """Where a browser wants to go once it has signed in, and what its user might be called."""

    target: str
    name: str = ""


def get_provider(request: Request) -> Provider:
    """Return the provider by which people sign in; raises `Refusal` (404) where there is none."""
    provider: Provider | None = request.app.state.provider
    if provider is None:
        raise Refusal(
            404,
            "no-provider",
            gettext("Nobody signs in here by a provider"),
            gettext("This server knows no provider of OpenID Connect."),
            gettext("Sign in with a name and a password."),
        )
    return provider


async def send_to_provider(request: Request, target: str, account_id: int | None = None) -> Response:
    """Return the page that leads to the provider, from which the browser is to come back.

    With `account_id` to link that account. Not a redirection of the form: Chromium holds every redirection that
    follows a form to the policy for forms, also those among the hosts of a federation, which nobody can list.
    """
    provider = get_provider(request)
    check_cookies_persist(request)
    engine = request.app.state.engine
    await ACCOUNT_WORK.run(_count_attempt, engine, find_client_address(request))
    visit_proof = create_proof(Intention(target))
    address = await ask_provider(provider.make_authorization_address(visit_proof))
    outdated_proofs = await ACCOUNT_WORK.run(_note_visit, engine, visit_proof, account_id, read_proofs(request))
    answer = render_page(request, "leaving.html", address=address, provider=provider.name)
    answer.headers["Cache-Control"] = "no-store"
    for outdated_proof in outdated_proofs:
        delete_proof_cookie(request, answer, outdated_proof)
    set_proof_cookie(request, answer, visit_proof)
    return answer


async def ask_provider(pending_reply: Awaitable[ProviderReply]) -> ProviderReply:
    """Return what the provider answers; raises `Refusal` (503, 502) where it does not, or not as it should."""
    try:
        return await pending_reply
    except ProviderUnreachable as error:
        log.warning("provider away", error=str(error))
        raise Refusal(
            503,
            "provider-away",
            gettext("The provider does not answer"),
            gettext("The provider by which you sign in cannot be reached from here just now."),
            gettext("Try again in a few minutes, or sign in with a password if you have one."),
            headers={"Retry-After": "60"},
        ) from None
    except ProviderUntrusted as error:
        log.error("provider not believed", error=str(error))
        raise Refusal(
            502,
            "provider-not-believed",
            gettext("The provider’s answer cannot be believed"),
            gettext("What the provider says of who signs in does not hold, so nobody was signed in."),
            gettext(
                "Begin again at /sign-in; if it fails again, tell whoever runs this server, who finds it in the log."
            ),
        ) from None


def create_proof(intention: Intention) -> str:
    """Return a new proof, in which an intention can be read again."""
    target = intention.target if len(intention.target) <= LONGEST_TARGET else "/"
    payload = json.dumps(intention._replace(target=target)).encode()
    return f"{create_secret()}.{urlsafe_b64encode(payload).decode().rstrip('=')}"


def read_intention(visit_proof: str) -> Intention:
    """Return the intention in a proof that was recognised."""
    payload = visit_proof.partition(".")[2]
    target, name = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return Intention(sanitise_target(target), name)


def read_invitation_key(target: str) -> str:
    """Return the key of the invitation that an address leads to, or nothing where it leads elsewhere."""
    parts = urlsplit(target)
    return parse_qs(parts.query).get("key", [""])[0] if parts.path == "/join" else ""


def forget_attempt(request: Request) -> None:
    """Count a visit that has ended with a session no longer."""
    with writing(request.app.state.engine) as session:
        attempt_limits.uncount_attempt(session, _build_attempt_key(find_client_address(request)))


def _build_attempt_key(address: str) -> str:
    return f"provider {find_network(address)}"


def _count_attempt(engine: Engine, address: str) -> None:
    with writing(engine) as session:
        wait = attempt_limits.count_attempt(session, {_build_attempt_key(address): MOST_VISITS_BY_ADDRESS})
    if wait:
        raise Refusal(
            429,
            "too-many-visits",
            gettext("Too many have begun to sign in"),
            gettext(
                "From this network too many have gone to the provider within a quarter of an hour and not come back."
            ),
            gettext("Try again in %(number)s minutes.", number=wait // 60 + 1),
            headers={"Retry-After": str(wait)},
        )


def _note_visit(engine: Engine, visit_proof: str, account_id: int | None, browser_proofs: list[str]) -> list[str]:
    """Note that a browser is away with a proof; return those of its other proofs that it need not keep."""
    with writing(engine) as session:
        outdated_proofs = end_oldest_visits(session, browser_proofs, MOST_VISITS - 1)
        begin_visit(session, visit_proof, account_id=account_id)
        return outdated_proofs
