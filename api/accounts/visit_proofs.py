"""The cookies in which a browser keeps the proofs of its visits to the provider, one for each visit.

Two tabs may be away at once, each with a proof of its own, so that both come back to where they began.
"""

from fastapi import Request, Response

from api.access.credentials import SECURE_COOKIE
from api.accounts.sign_in_pages import require_cookie_name
from models.people.accounts import hash_secret
from models.people.provider_identities import VISIT_LIFE

# So many visits of one browser are under way at once; beyond them the oldest ends. All cookies of a request stay within
# what servers and proxies read of headers.
MOST_VISITS = 3


def derive_visit_key(proof: str) -> str:
    """Return by what the visits of one browser are told apart, in its cookies and in the address of its form."""
    return hash_secret(proof)[:16]


def check_cookies_persist(request: Request) -> None:
    """Raise `Refusal` (400) where no browser would keep a proof."""
    require_cookie_name(request)


def read_proofs(request: Request) -> list[str]:
    """Return the proofs that a browser shows."""
    prefix = _build_cookie_prefix(request)
    proof_cookies = (
        (name.removeprefix(prefix), value) for name, value in request.cookies.items() if name.startswith(prefix)
    )
    return [proof for key, proof in proof_cookies if derive_visit_key(proof) == key]


def set_proof_cookie(request: Request, answer: Response, proof: str) -> None:
    """Let the browser keep a proof while it is away. Lax, because it comes back from another site."""
    life, name = int(VISIT_LIFE.total_seconds()), _build_cookie_prefix(request) + derive_visit_key(proof)
    secure = name.startswith(SECURE_COOKIE)
    answer.set_cookie(name, proof, max_age=life, path="/", secure=secure, httponly=True, samesite="lax")


def delete_proof_cookie(request: Request, answer: Response, proof: str) -> None:
    """Let the browser forget a proof."""
    name = _build_cookie_prefix(request) + derive_visit_key(proof)
    answer.delete_cookie(name, path="/", secure=name.startswith(SECURE_COOKIE), httponly=True, samesite="lax")


def _build_cookie_prefix(request: Request) -> str:
    return f"{require_cookie_name(request)}-visit-"
