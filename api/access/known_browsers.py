"""Browsers in which somebody has signed in before: what strangers do with the name keeps nobody out of these.

Wrong passwords are counted for a name, so that whoever knows a name could lock its owner out, as long as they go on.
Rule: the device cookies of OWASP's “Slow Down Online Guessing Attacks with Device Cookies”. Where a browser shows that
it has signed in as this account, its tries are counted by themselves. Nothing is stored: the proof is keyed with the
hash of the account's password, which nobody but the server knows, and ends with that password.
"""

import hashlib
import hmac
from datetime import timedelta

from fastapi import Request, Response

from api.access.credentials import SECURE_COOKIE
from models.people.accounts import LINK_BYTES, Account, create_secret

BROWSER_COOKIE_LIFE = timedelta(days=365)


def browser_cookie_name(session_cookie: str) -> str:
    """Return the name of the cookie beside that of the session."""
    return f"{session_cookie}-known"


def recognise_browser(request: Request, session_cookie: str, account: Account | None) -> str | None:
    """Return by what the browser is told from others that have signed in as the account; None where it has not."""
    number, _, proof = request.cookies.get(browser_cookie_name(session_cookie), "").partition(".")
    if not number or account is None or account.password_hash is None:
        return None
    return number if hmac.compare_digest(proof.encode(), _proof(account, number).encode()) else None


def remember_browser(request: Request, response: Response, session_cookie: str, account: Account) -> None:
    """Let the browser show from now on that somebody has signed in as the account."""
    if account.password_hash is None:
        return
    number = recognise_browser(request, session_cookie, account) or create_secret(LINK_BYTES)
    response.set_cookie(
        browser_cookie_name(session_cookie),
        f"{number}.{_proof(account, number)}",
        max_age=int(BROWSER_COOKIE_LIFE.total_seconds()),
        path="/",
        secure=session_cookie == SECURE_COOKIE,
        httponly=True,
        samesite="lax",
    )


def _proof(account: Account, number: str) -> str:
    key = (account.password_hash or "").encode()
    return hmac.new(key, f"known browser {account.id} {number}".encode(), hashlib.sha256).hexdigest()
