"""A name proposed to whoever comes from a provider, made of what they are called there."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from models.account_errors import UnfitName
from models.accounts import RESERVED_NAMES, AccountName, folded_name
from models.enrolment import fit_name

LONGEST = 40
# Nobody is asked to choose among more of them.
NUMBERS = range(2, 100)
_OTHER_SIGNS = re.compile(r"[^\w .'’·-]+|_+")


def proposed_name(session: Session, wishes: Iterable[str]) -> str:
    """Return a name that nobody has: the first wish that can be made one, with a number where it is taken.

    Nothing where no wish can be one. Somebody may still be quicker.
    """
    for wish in wishes:
        name = made_fit(wish)
        if not name:
            continue
        for candidate in (name, *(made_fit(f"{name[: LONGEST - 3].rstrip()} {number}") for number in NUMBERS)):
            if folded_name(candidate) not in RESERVED_NAMES and not _is_taken(session, candidate):
                return candidate
    return ""


def made_fit(wish: str) -> str:
    """Return a wish with what a name cannot have left out, or nothing where too little is left.

    Of an address (`anna@example.org`) only what stands before the @ is looked at.
    """
    text = unicodedata.normalize("NFKC", wish[:1_000]).partition("@")[0]
    text = " ".join(_OTHER_SIGNS.sub(" ", text).split()).lstrip(" .'’·-")[:LONGEST].rstrip(" '’·-")
    try:
        return fit_name(text)
    except UnfitName:
        return ""


def _is_taken(session: Session, name: str) -> bool:
    names: Any = AccountName
    return session.scalars(select(names.folded).where(names.folded == folded_name(name))).first() is not None
