"""A name proposed to whoever comes from a provider, made of what they are called there."""

import re
import unicodedata
from collections.abc import Iterable

from sqlmodel import Session

from models.people.account_errors import UnfitName
from models.people.confusable_names import is_ignorable, is_reserved_name
from models.people.enrolment import is_name_unavailable, normalize_name

LONGEST = 40
# Nobody is asked to choose among more of them.
NUMBERS = range(2, 100)
_OTHER_SIGNS = re.compile(r"[^\w .'’·-]+|_+")


def propose_account_name(session: Session, wishes: Iterable[str]) -> str:
    """Return a name that nobody has: the first wish that can be made one, with a number where it is taken.

    Nothing where no wish can be one. Somebody may still be quicker.
    """
    for wish in wishes:
        name = sanitize_wish(wish)
        if not name:
            continue
        for candidate in (name, *(sanitize_wish(f"{name[: LONGEST - 3].rstrip()} {number}") for number in NUMBERS)):
            if not is_reserved_name(candidate) and not is_name_unavailable(session, candidate):
                return candidate
    return ""


def sanitize_wish(wish: str) -> str:
    """Return a wish with what a name cannot have left out, or nothing where too little is left.

    Of an address (`anna@example.org`) only what stands before the @ is looked at.
    """
    visible = "".join(character for character in wish[:1_000] if not is_ignorable(character))
    text = unicodedata.normalize("NFKC", visible).partition("@")[0]
    text = " ".join(_OTHER_SIGNS.sub(" ", text).split()).lstrip(" .'’·-")[:LONGEST].rstrip(" '’·-")
    try:
        return normalize_name(text)
    except UnfitName:
        return ""
