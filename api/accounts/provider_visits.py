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

from api.access.openid import Provider, ProviderUnreachable, ProviderUntrusted
from api.accounts.sign_in_pages import sanitise_target
from api.accounts.visit_proofs import (
    MOST_VISITS,
    check_cookies_persist,
    delete_proof_cookie,
    read_proofs,
    set_proof_cookie,
)
from api.http.client_addresses import find_client_address, find_network
from api.http.problems import Refusal
from api.pages.templating import render_page
from api.phrases.messages import gettext
from api.processes.worker_slots import ACCOUNT_WORK
from models.engine import writing
from models.people.accounts import create_secret
from models.people.provider_identities import begin_visit, end_oldest_visits
from models.people.sign_in import attempt_limits

# Visits to the provider from one address within `attempts.WINDOW`; those that end with a session are not counted.
MOST_VISITS_BY_ADDRESS = 200
# A browser keeps no cookie of more than 4,096 bytes (RFC 6265, section 6.1).
LONGEST_TARGET = 1_500
log = structlog.get_logger("api.access.openid")
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
            gettext("This server has no sign-in provider"),
            gettext("No OpenID Connect provider is set up on this server."),
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
    answer = render_page(request, "leaving_for_provider.html", address=address, provider=provider.name)
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
            gettext("The sign-in provider does not answer"),
            gettext("Your sign-in provider cannot be reached from this server at the moment."),
            gettext("Try again in a few minutes, or sign in with a password if you have one."),
            headers={"Retry-After": "60"},
        ) from None
    except ProviderUntrusted as error:
        log.error("provider not believed", error=str(error))
        raise Refusal(
            502,
            "provider-not-believed",
            gettext("The sign-in provider’s answer cannot be trusted"),
            gettext(
                "What the provider says about who is signing in could not be verified, so you have not been signed in."
            ),
            gettext(
                "Start again at /sign-in. If it fails again, tell the operator of this server, who can find the "
                "error in the log."
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
            gettext("Too many people have started to sign in"),
            gettext(
                "Within 15 minutes, too many people on this network have gone to the sign-in provider without "
                "coming back."
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
