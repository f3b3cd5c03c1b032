"""What an operator needs to find an attacker: sign-ins, refused passwords and rights, and what was closed, in the log.

Each line has the address and, where it is known, the account. A name that is no account's is left out, because now and
then somebody types their password there; so are queries, which hold links of invitation.
"""

from typing import Any

import structlog
from starlette.requests import Request

from api.http.client_addresses import find_client_address

log = structlog.get_logger("api.security")


def log_event(request: Request, event: str, *, account: str | None = None, **more: Any) -> None:
    """Write one line about whoever makes a request; without an account it is that of whoever is signed in."""
    user = getattr(request.state, "user", None)
    handle = account or (user.handle if user is not None else "") or None
    # Of a personal link or a token nothing stands in a path.
    log.warning(
        event,
        address=find_client_address(request),
        account=handle,
        method=request.method,
        path=request.url.path[:300],
        **more,
    )


def log_sign_in(request: Request, account: str) -> None:
    """Write down that somebody has signed in, so that a guessed password can be seen after those that failed."""
    log.info("signed in", address=find_client_address(request), account=account, path=request.url.path[:300])
