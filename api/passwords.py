"""Passwords: hashed with Argon2id as OWASP advises (19 MiB, two passes, one lane), and compared in equal time."""

import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from models.account_errors import UnfitPassword
from models.accounts import folded_name, new_secret

SHORTEST, LONGEST = 10, 200
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Each takes a core for a fiftieth of a second and 19 MiB: more at once only makes everybody wait.
_turns = threading.BoundedSemaphore(2)


def hash_password(password: str, name: str) -> str:
    """Return the hash of a new password; raises `UnfitPassword`."""
    if not SHORTEST <= len(password) <= LONGEST or folded_name(password) == folded_name(name):
        raise UnfitPassword(SHORTEST, LONGEST)
    with _turns:
        return _hasher.hash(password.encode("utf-8", "replace"))


def is_password(password_hash: str | None, password: str) -> bool:
    """Tell whether a password is the one that was hashed.

    Without a hash, because there is no such account, the same work is done, so that time tells nobody which names
    there are.
    """
    # Made also where it is not needed, so that the first of all that is asked for tells nothing either.
    nobodys = _nobodys()
    with _turns:
        try:
            _hasher.verify(password_hash or nobodys, password[: LONGEST + 1].encode("utf-8", "replace"))
        except (VerificationError, InvalidHashError):
            return False
    return password_hash is not None


@cache
def _nobodys() -> str:
    return _hasher.hash(new_secret())
