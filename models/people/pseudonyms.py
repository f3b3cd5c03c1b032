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


def format_member_name(number: int | None) -> str:
    """Return the name under which somebody stands whose own is not shown."""
    return f"Member {number}" if number is not None else SOMEBODY


def format_group_name(number: int) -> str:
    """Return the name under which a group of a controversy writes together."""
    return f"Group {number}"


def parse_group_number(folded: str) -> int | None:
    """Return the number in a folded name that `format_group_name` gives, None where it is any other name."""
    group_match = _OF_GROUPS.fullmatch(folded)
    return int(group_match[1]) if group_match is not None else None


def is_pseudonym(folded: str) -> bool:
    """Tell whether a folded name is one that the program writes for members or groups: nobody may be called so."""
    if folded == SOMEBODY.casefold() or parse_group_number(folded) is not None:
        return True
    return re.fullmatch(r"member \d+", folded) is not None


def read_pseudonyms(session: Session, map_id: int) -> dict[tuple[str, str], int]:
    """Return all numbers of a map by scope and member."""
    rows = session.scalars(select(Pseudonym).where(col(Pseudonym.map_id) == map_id))
    return {(pseudonym.scope, pseudonym.member): pseudonym.number for pseudonym in rows}


def assign_pseudonyms(session: Session, map_id: int, scope: str, members: Collection[str]) -> dict[str, int]:
    """Return the numbers of members in a scope; who has none there gets one by chance, and keeps it.

    By chance, because numbers in any order would tell who came first or stands first in the alphabet.
    """
    numbers = read_pseudonyms(session, map_id)
    numbers_by_member = {member: number for (number_scope, member), number in numbers.items() if number_scope == scope}
    used = set(numbers.values())
    for member in sorted(set(members) - numbers_by_member.keys()):
        most = max(_FEWEST_NUMBERS, 4 * (len(used) + 1))
        number = secrets.choice([candidate for candidate in range(1, most + 1) if candidate not in used])
        used.add(number)
        numbers_by_member[member] = number
        session.add(Pseudonym(map_id=map_id, scope=scope, member=member, number=number))
    session.flush()
    return {member: numbers_by_member[member] for member in members}


def list_former_numbers(session: Session, map_id: int, scope: str, member: str) -> list[int]:
    """Return the numbers that a member had in a scope before, or throughout the map when there were such."""
    return [
        number
        for (number_scope, owner), number in read_pseudonyms(session, map_id).items()
        if owner == member and (not number_scope or number_scope.startswith(f"{_FORMER}{scope}:"))
    ]


def forget_pseudonym(session: Session, map_id: int, scope: str, member: str) -> None:
    """Take a member's number in a scope away for good: it keeps standing for nobody, so that none gets it again."""
    pseudonym = session.get(Pseudonym, (map_id, scope, member))
    if pseudonym is not None:
        number = pseudonym.number
        session.delete(pseudonym)
        session.flush()
        session.add(Pseudonym(map_id=map_id, scope=f"{_FORMER}{scope}:{number}", member=member, number=number))
        session.flush()
