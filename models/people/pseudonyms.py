"""The numbers under which members stand where names are not shown: fresh for each round and each thread.

One number for a whole map would join what a member says: whoever is recognised once would be known everywhere. So a
number belongs to a member in one scope alone, is drawn by chance, and is never given twice on a map.
"""

import re
import secrets
from collections.abc import Collection, Mapping

from sqlalchemy import UniqueConstraint, select
from sqlmodel import Field, Session, SQLModel, col

from models.records.maps import GlobalId

# Who stands nowhere under a number, as whoever wrote what a moderator has hidden.
SOMEBODY = "A member"
_FEWEST_NUMBERS = 99
_FORMER = "former:"
_OF_GROUPS = re.compile(r"group (\d+)")

Numbers = Mapping[tuple[str, str], int]


class Pseudonym(SQLModel, table=True):
    """A member's number in one scope of a map.

    Rows without a scope are of the time when a member had one number throughout a map; nobody is shown them, and they
    only keep their numbers from being given again.
    """

    __table_args__ = (UniqueConstraint("map_id", "number"),)

    map_id: int = Field(sa_type=GlobalId, primary_key=True)
    scope: str = Field(primary_key=True, max_length=80)
    member: str = Field(primary_key=True)
    number: int


def round_scope(round_id: int | None) -> str:
    """Return the scope of what is answered in a round."""
    return f"round:{round_id}"


def thread_scope(first_comment: int | None) -> str:
    """Return the scope of what is said in the thread that begins with a comment."""
    return f"thread:{first_comment}"


def record_scope(label: str) -> str:
    """Return the scope of positions on a record outside of rounds, on a map that is anonymous throughout."""
    return f"record:{label}"


def name_number(number: int | None) -> str:
    """Return the name under which somebody stands whose own is not shown."""
    return f"Member {number}" if number is not None else SOMEBODY


def name_group(number: int) -> str:
    """Return the name under which a group of a controversy writes together."""
    return f"Group {number}"


def number_of_group(folded: str) -> int | None:
    """Return the number in a folded name that `name_group` gives, None where it is any other name."""
    found = _OF_GROUPS.fullmatch(folded)
    return int(found[1]) if found is not None else None


def is_pseudonym(folded: str) -> bool:
    """Tell whether a folded name is one that the program writes for members or groups: nobody may be called so."""
    if folded == SOMEBODY.casefold() or number_of_group(folded) is not None:
        return True
    return re.fullmatch(r"member \d+", folded) is not None


def pseudonyms(session: Session, map_id: int) -> dict[tuple[str, str], int]:
    """Return all numbers of a map by scope and member."""
    found = session.scalars(select(Pseudonym).where(col(Pseudonym.map_id) == map_id))
    return {(each.scope, each.member): each.number for each in found}


def give_pseudonyms(session: Session, map_id: int, scope: str, members: Collection[str]) -> dict[str, int]:
    """Return the numbers of members in a scope; who has none there gets one by chance, and keeps it.

    By chance, because numbers in any order would tell who came first or stands first in the alphabet.
    """
    known = pseudonyms(session, map_id)
    given = {member: number for (where, member), number in known.items() if where == scope}
    used = set(known.values())
    for member in sorted(set(members) - given.keys()):
        most = max(_FEWEST_NUMBERS, 4 * (len(used) + 1))
        number = secrets.choice([each for each in range(1, most + 1) if each not in used])
        used.add(number)
        given[member] = number
        session.add(Pseudonym(map_id=map_id, scope=scope, member=member, number=number))
    session.flush()
    return {member: given[member] for member in members}


def former_numbers(session: Session, map_id: int, scope: str, member: str) -> list[int]:
    """Return the numbers that a member had in a scope before, or throughout the map when there were such."""
    return [
        number
        for (where, whose), number in pseudonyms(session, map_id).items()
        if whose == member and (not where or where.startswith(f"{_FORMER}{scope}:"))
    ]


def forget_pseudonym(session: Session, map_id: int, scope: str, member: str) -> None:
    """Take a member's number in a scope away for good: it keeps standing for nobody, so that none gets it again."""
    found = session.get(Pseudonym, (map_id, scope, member))
    if found is not None:
        number = found.number
        session.delete(found)
        session.flush()
        session.add(Pseudonym(map_id=map_id, scope=f"{_FORMER}{scope}:{number}", member=member, number=number))
        session.flush()
