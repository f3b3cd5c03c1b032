"""Passwords: hashed with Argon2id as OWASP advises (19 MiB, two passes, one lane), and compared in equal time.

Each hash takes a core for a fiftieth of a second and 19 MiB. So none is made in a transaction, where it would hold the
lock of every writer, nor on the threads that answer pages.
"""

import gzip
import os
import re
import unicodedata
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from api.processes.worker_slots import WorkQueue
from models.people.account_errors import CommonPassword, UnfitPassword
from models.people.accounts import create_secret

SHORTEST, LONGEST = 10, 200
COMMON = Path(__file__).parent / "common_passwords" / "list.txt.gz"
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# More at once than half the cores only makes everybody wait, also for pages. A class of sixty waits for 1.5 seconds.
HASHING = WorkQueue("hashing", at_once=max(1, (os.cpu_count() or 1) // 2), waiting=64)


def check_fit(password: str, *names: str) -> None:
    """Raise `UnfitPassword` where a new password is too short, too long, a name, or one that is tried before others.

    The names are those of the account, and of the seminar or map to which its holder comes.
    """
    if not SHORTEST <= len(password) <= LONGEST or _bare(password) in {_bare(name) for name in names if name}:
        raise UnfitPassword(SHORTEST, LONGEST)
    if password.lower() in _common():
        raise CommonPassword


def hash_password(password: str, *names: str) -> str:
    """Return the hash of a new password; raises as `check_fit`.

    For the command line; a server has `hash_password_in_queue`.
    """
    check_fit(password, *names)
    return _hasher.hash(password.encode("utf-8", "replace"))


def is_password(password_hash: str | None, password: str) -> bool:
    """Tell whether a password is the one that was hashed.

    Without a hash, because there is no such account, the same work is done, so that time tells nobody which names
    there are.
    """
    # Made also where it is not needed, so that the first of all that is asked for tells nothing either.
    nobodys = _nobodys()
    try:
        _hasher.verify(password_hash or nobodys, password[: LONGEST + 1].encode("utf-8", "replace"))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


async def hash_password_in_queue(password: str, *names: str) -> str:
    """Return the hash of a new password; raises as `check_fit`, and `Refusal` (503) where too many wait."""
    check_fit(password, *names)
    return await HASHING.run(hash_password, password, *names)


async def verify_password_in_queue(password_hash: str | None, password: str) -> bool:
    """Tell as `is_password`; raises `Refusal` (503) where too many wait."""
    return await HASHING.run(is_password, password_hash, password)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


@cache
def _common() -> frozenset[str]:
    return frozenset(gzip.decompress(COMMON.read_bytes()).decode("ascii").split())


@cache
def _nobodys() -> str:
    return _hasher.hash(create_secret())
