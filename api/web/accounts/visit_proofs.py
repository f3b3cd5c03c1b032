"""The cookies in which a browser keeps the proofs of its visits to the provider, one for each visit.

Two tabs may be away at once, each with a proof of its own, so that both come back to where they began.
"""

from fastapi import Request, Response

from api.credentials import SECURE_COOKIE
from api.web.accounts.signing import secure_cookie
from models.people.accounts import hash_of
from models.people.provider_identities import VISIT_LIFE

# So many visits of one browser are under way at once; beyond them the oldest ends. All cookies of a request stay within
# what servers and proxies read of headers.
MOST_VISITS = 3


def visit_key(proof: str) -> str:
    """Return by what the visits of one browser are told apart, in its cookies and in the address of its form."""
    return hash_of(proof)[:16]


def check_cookies_are_kept(request: Request) -> None:
    """Raise `Refusal` (400) where no browser would keep a proof."""
    secure_cookie(request)


def proofs_shown_by(request: Request) -> list[str]:
    """Return the proofs that a browser shows."""
    prefix = _prefix(request)
    shown = ((name.removeprefix(prefix), value) for name, value in request.cookies.items() if name.startswith(prefix))
    return [proof for key, proof in shown if visit_key(proof) == key]


def give_proof(request: Request, answer: Response, proof: str) -> None:
    """Let the browser keep a proof while it is away. Lax, because it comes back from another site."""
    life, name = int(VISIT_LIFE.total_seconds()), _prefix(request) + visit_key(proof)
    secure = name.startswith(SECURE_COOKIE)
    answer.set_cookie(name, proof, max_age=life, path="/", secure=secure, httponly=True, samesite="lax")


def take_proof(request: Request, answer: Response, proof: str) -> None:
    """Let the browser forget a proof."""
    name = _prefix(request) + visit_key(proof)
    answer.delete_cookie(name, path="/", secure=name.startswith(SECURE_COOKIE), httponly=True, samesite="lax")


def _prefix(request: Request) -> str:
    return f"{secure_cookie(request)}-visit-"
