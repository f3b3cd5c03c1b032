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

from api.client_addresses import address_of, network_of
from api.openid import Provider, ProviderAway, ProviderUnbelieved
from api.problems import Refusal
from api.turns import ACCOUNT_WORK
from api.web.accounts.signing import onward
from api.web.accounts.visit_proofs import (
    MOST_VISITS,
    check_cookies_are_kept,
    give_proof,
    proofs_shown_by,
    take_proof,
)
from api.web.messages import gettext
from api.web.templating import page
from models.engine import writing
from models.people import attempt_limits
from models.people.accounts import new_secret
from models.people.provider_identities import begin_visit, end_oldest_visits

# Visits to the provider from one address within `attempts.WINDOW`; those that end with a session are not counted.
BY_ADDRESS = 200
# A browser keeps no cookie of more than 4,096 bytes (RFC 6265, section 6.1).
LONGEST_TARGET = 1_500
log = structlog.get_logger("api.openid")
Told = TypeVar("Told")


class Intention(NamedTuple):
    """Where a browser wants to go once it has signed in, and what its user might be called."""

    target: str
    name: str = ""


def provider_of(request: Request) -> Provider:
    """Return the provider by which people sign in; raises `Refusal` (404) where there is none."""
    found: Provider | None = request.app.state.provider
    if found is None:
        raise Refusal(
            404,
            "no-provider",
            gettext("Nobody signs in here by a provider"),
            gettext("This server knows no provider of OpenID Connect."),
            gettext("Sign in with a name and a password."),
        )
    return found


async def send_away(request: Request, target: str, account_id: int | None = None) -> Response:
    """Return the page that leads to the provider, from which the browser is to come back.

    With `account_id` to link that account. Not a redirection of the form: Chromium holds every redirection that
    follows a form to the policy for forms, also those among the hosts of a federation, which nobody can list.
    """
    provider = provider_of(request)
    check_cookies_are_kept(request)
    engine = request.app.state.engine
    await ACCOUNT_WORK.take(_count, engine, address_of(request))
    made = proof(Intention(target))
    address = await ask(provider.way_there(made))
    outdated = await ACCOUNT_WORK.take(_expect, engine, made, account_id, proofs_shown_by(request))
    answer = page(request, "leaving.html", address=address, provider=provider.name)
    answer.headers["Cache-Control"] = "no-store"
    for each in outdated:
        take_proof(request, answer, each)
    give_proof(request, answer, made)
    return answer


async def ask(asked: Awaitable[Told]) -> Told:
    """Return what the provider answers; raises `Refusal` (503, 502) where it does not, or not as it should."""
    try:
        return await asked
    except ProviderAway as error:
        log.warning("provider away", error=str(error))
        raise Refusal(
            503,
            "provider-away",
            gettext("The provider does not answer"),
            gettext("The provider by which you sign in cannot be reached from here just now."),
            gettext("Try again in a few minutes, or sign in with a password if you have one."),
            headers={"Retry-After": "60"},
        ) from None
    except ProviderUnbelieved as error:
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


def proof(intention: Intention) -> str:
    """Return a new proof, in which an intention can be read again."""
    target = intention.target if len(intention.target) <= LONGEST_TARGET else "/"
    told = json.dumps(intention._replace(target=target)).encode()
    return f"{new_secret()}.{urlsafe_b64encode(told).decode().rstrip('=')}"


def intention_in(made: str) -> Intention:
    """Return the intention in a proof that was recognised."""
    told = made.partition(".")[2]
    target, name = json.loads(urlsafe_b64decode(told + "=" * (-len(told) % 4)))
    return Intention(onward(target), name)


def key_in(target: str) -> str:
    """Return the key of the invitation that an address leads to, or nothing where it leads elsewhere."""
    parts = urlsplit(target)
    return parse_qs(parts.query).get("key", [""])[0] if parts.path == "/join" else ""


def forget_attempt(request: Request) -> None:
    """Count a visit that has ended with a session no longer."""
    with writing(request.app.state.engine) as session:
        attempt_limits.take_back(session, _key(address_of(request)))


def _key(address: str) -> str:
    return f"provider {network_of(address)}"


def _count(engine: Engine, address: str) -> None:
    with writing(engine) as session:
        wait = attempt_limits.count_attempt(session, {_key(address): BY_ADDRESS})
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


def _expect(engine: Engine, made: str, account_id: int | None, shown: list[str]) -> list[str]:
    """Note that a browser is away with a proof; return those of its other proofs that it need not keep."""
    with writing(engine) as session:
        outdated = end_oldest_visits(session, shown, MOST_VISITS - 1)
        begin_visit(session, made, account_id=account_id)
        return outdated
