"""Class lists: everybody of a seminar in one file, each with a link of their own."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import select
from sqlmodel import Session, col

from models.people.account_errors import NameTaken, UnfitClassList, UnfitName
from models.people.accounts import Account, Email, folded_name
from models.people.authentication import at_least
from models.people.confusable_names import is_kept, looks_of
from models.people.enrolment import Place, create_account, enrol, fit_name
from models.people.invitations import invite
from models.people.name_proposals import proposed_name
from models.people.seminars import Membership
from models.row_keys import persisted_id
from models.teaching.class_list_parsing import ListTable
from models.teaching.class_list_vocabulary import ListColumn, role_called
from models.vocabulary import Role

LONGEST, LONGEST_NAME = 500, 200
_EMAIL: TypeAdapter[str] = TypeAdapter(Email)
# Each part ends at a sign that it cannot hold, so that no line takes longer than its length.
_IN_ANGLES = re.compile(r"([^<]*)<\s*([^<>\s@]+@[^<>\s@]+)\s*>")
_NAMES = (ListColumn.NAME, ListColumn.SURNAME_FIRST, ListColumn.FIRST, ListColumn.LAST)


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a class list; `name` is what the person is called in the seminar."""

    line: int
    name: str
    email: str | None
    role: Role
    pseudonym: str | None = None


class Arrival(StrEnum):
    """How somebody on a list comes into the seminar."""

    NEW = "new"
    KNOWN = "known"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody on a list, and who they are: a new account, or one that is known to whoever sends the list.

    `by_name` where the account is known by its name alone, so that it may be somebody else's who is called the same.
    """

    listed: Listed
    arrival: Arrival
    account_id: int | None = None
    by_name: bool = False


@dataclass(frozen=True, slots=True)
class Admitted:
    """Somebody who was put on the list, and `handle`, the name with which they sign in.

    `secret` is of the link by which they come in, once, and choose a password; empty for who has an account.
    """

    name: str
    handle: str
    email: str | None
    role: Role
    secret: str


def unknown_roles(table: ListTable, columns: Sequence[ListColumn | None]) -> list[str]:
    """Return the words in the column of roles that are no role in any language we know, as they are written."""
    words = [cells[place] for _, cells in table.lines for place, of in enumerate(columns) if of is ListColumn.ROLE]
    return list(dict.fromkeys(word for word in words if word and role_called(word) is None))


def read_people(
    table: ListTable, columns: Sequence[ListColumn | None], roles: Mapping[str, Role], *, by: Role
) -> list[Listed]:
    """Return who is on a list; `roles` says what its unknown words for roles mean.

    Without a role somebody is a contributor; `by` is the role of whoever lets them in, above which nobody gets. Raises
    `UnfitClassList` with every line that does not fit.
    """
    faults: list[tuple[int, str]] = []
    found: list[Listed] = []
    if not any(each in _NAMES for each in columns):
        faults.append((1, "No column has names."))
    if len(table.lines) > LONGEST:
        faults.append((table.lines[LONGEST][0], f"A list holds at most {LONGEST} people; divide it."))
    for number, cells in table.lines[: 0 if faults else LONGEST]:
        row = {of: cell for of, cell in zip(columns, cells, strict=True) if of is not None}
        try:
            found.append(_read_row(number, row, roles, by))
        except _Unfit as error:
            faults.append((number, error.told))
    faults += _doubled(found)
    if faults:
        raise UnfitClassList(sorted(faults))
    return found


class _Unfit(Exception):
    def __init__(self, told: str) -> None:
        super().__init__(told)
        self.told = told


def _read_row(number: int, row: Mapping[ListColumn, str], roles: Mapping[str, Role], by: Role) -> Listed:
    """Return a line as it is meant; raises `_Unfit`."""
    name, email = _name_in(row), row.get(ListColumn.EMAIL, "").removeprefix("mailto:")
    within = _IN_ANGLES.fullmatch(name)
    if within is not None:
        name, email = within[1].strip().strip("\"' "), email or within[2]
    if not name:
        raise _Unfit("There is no name on it.")
    if len(name) > LONGEST_NAME or "@" in name or not any(sign.isalpha() for sign in name):
        raise _Unfit(f"“{name[:80]}” is no name.")
    if is_kept(name):
        raise _Unfit(f"Nobody can be called “{name}”.")
    if email:
        try:
            _EMAIL.validate_python(email)
        except ValidationError:
            raise _Unfit(f"“{email[:80]}” is no email address.") from None
    word = row.get(ListColumn.ROLE, "")
    role = roles.get(word) or role_called(word) if word else Role.CONTRIBUTOR
    if role is None:
        raise _Unfit(f"“{word[:40]}” is no role; the roles are {', '.join(Role)}.")
    if not at_least(by, role):
        raise _Unfit(f"Only an owner makes somebody {role}.")
    pseudonym = clean(row.get(ListColumn.PSEUDONYM, ""))
    try:
        return Listed(number, name, email or None, role, fit_name(pseudonym) if pseudonym else None)
    except UnfitName as error:
        raise _Unfit(f"The pseudonym “{pseudonym[:40]}” cannot be one. {error.detail}") from None


def _name_in(row: Mapping[ListColumn, str]) -> str:
    """Return a person's name with the surname last, however the list has it."""
    whole = clean(row.get(ListColumn.NAME) or row.get(ListColumn.SURNAME_FIRST) or "")
    if whole:
        parts = [part.strip() for part in re.split("[,，、]", whole) if part.strip()]
        return " ".join([*parts[1:2], *parts[:1], *parts[2:]])
    first, last = (clean(row.get(each, "")) for each in (ListColumn.FIRST, ListColumn.LAST))
    # Chinese, Japanese and Korean names have the surname first, and no space.
    if first and last and all(unicodedata.name(sign, "").startswith(("CJK", "HANGUL")) for sign in first + last):
        return last + first
    return f"{first} {last}".strip()


def clean(text: str) -> str:
    """Return a name without what is not seen in it."""
    return " ".join("".join(sign for sign in text if unicodedata.category(sign) not in ("Cf", "Cc")).split())


def _doubled(people: Sequence[Listed]) -> Iterator[tuple[int, str]]:
    """Give who stands on the list twice; two of one name are two people where each has an address of their own."""
    addresses: dict[str, int] = {}
    names: dict[str, list[Listed]] = {}
    for each in people:
        if each.email and each.email.casefold() in addresses:
            yield each.line, f"“{each.email}” stands on line {addresses[each.email.casefold()]} already."
            continue
        if each.email:
            addresses[each.email.casefold()] = each.line
        looks = looks_of(each.name)
        alike = [other for look in looks for other in names.get(look, ())]
        doubtful = next((other for other in alike if not each.email or not other.email), None)
        if doubtful is not None:
            yield (
                each.line,
                f"“{each.name}” stands on line {doubtful.line} already. Give both an email address if they are two.",
            )
        for look in looks:
            names.setdefault(look, []).append(each)


def expect(
    session: Session, seminar_id: int, people: Sequence[Listed], led: Collection[int], others: Collection[int] = ()
) -> list[Expected]:
    """Return how everybody on a list comes in: with an account that is known where whoever sends the list leads it.

    `led` are the seminars that they lead: of other accounts nobody is told here whether there are any. `others` are
    the lines of whom a name alone does not make the one who is called the same.
    """
    known = _known(session, {*led, seminar_id})
    members = {account.id for account, seminar in known if seminar == seminar_id}
    by_id = {account.id: account for account, _ in known}
    by_email: dict[str, set[int]] = {}
    by_name: dict[str, set[int]] = {}
    for number, account in by_id.items():
        if account.email:
            by_email.setdefault(account.email.casefold(), set()).add(number or 0)
        for name in {folded_name(account.handle), folded_name(account.display_name)} - {""}:
            by_name.setdefault(name, set()).add(number or 0)
    met: set[int] = set()
    found = []
    for each in people:
        candidates, named = by_email.get((each.email or "").casefold(), set()) - met, False
        if not candidates and each.line not in others:
            alike = by_name.get(folded_name(each.name), set()) - met
            candidates = {key for key in alike if not (each.email and by_id[key].email)}
            named = True
        if len(candidates) != 1:
            found.append(Expected(each, Arrival.NEW))
            continue
        (account_id,) = candidates
        met.add(account_id)
        found.append(Expected(each, Arrival.MEMBER if account_id in members else Arrival.KNOWN, account_id, named))
    return _told_apart(session, seminar_id, found)


def _known(session: Session, seminars: Collection[int]) -> list[tuple[Account, int]]:
    wanted = (
        select(Account, col(Membership.seminar_id))
        .join(Membership, col(Membership.account_id) == col(Account.id))
        .where(col(Membership.seminar_id).in_(list(seminars)), col(Account.disabled).is_(None))
    )
    return [(account, seminar) for account, seminar in session.execute(wanted)]


def _told_apart(session: Session, seminar_id: int, people: Sequence[Expected]) -> list[Expected]:
    """Return the same, where new ones who are called as somebody in the seminar have a number behind their name."""
    there = [name for account, _ in _known(session, {seminar_id}) for name in _names(account)]
    there += [each.listed.name for each in people if each.arrival is not Arrival.NEW]
    taken = {look for name in there for look in looks_of(name)}
    # How far it was counted for each name, so that many of one name are not counted from the beginning each time.
    last: dict[str, int] = {}
    found = []
    for each in people:
        if each.arrival is Arrival.NEW:
            number = last.get(each.listed.name, 1)
            name = f"{each.listed.name} {number}" if number > 1 else each.listed.name
            while not taken.isdisjoint(looks_of(name)):
                number += 1
                name = f"{each.listed.name} {number}"
            taken |= looks_of(name)
            last[each.listed.name] = number
            each = replace(each, listed=replace(each.listed, name=name))  # the same with its number
        found.append(each)
    return found


def _names(account: Account) -> list[str]:
    return [name for name in (account.handle, account.display_name) if name]


def admit(session: Session, seminar_id: int, people: Sequence[Expected], *, by: Role, made_by: int) -> list[Admitted]:
    """Let everybody on a list in, all or none: new ones get an account and a link. Raises `UnfitClassList`."""
    place = Place(seminar_id=seminar_id)
    faults = []
    admitted = []
    for each in people:
        try:
            with session.begin_nested():
                admitted.append(_admit(session, place, each, by, made_by))
        except (NameTaken, UnfitName) as error:
            faults.append((each.listed.line, error.detail))
    if faults:
        raise UnfitClassList(faults)
    return admitted


def _admit(session: Session, place: Place, each: Expected, by: Role, made_by: int) -> Admitted:
    listed = each.listed
    if each.account_id is not None:
        account = session.get_one(Account, each.account_id)
        member = enrol(session, place, each.account_id, listed.role, pseudonym=listed.pseudonym)
        return Admitted(listed.name, account.handle, account.email, Role(member.role), "")
    handle = proposed_name(session, [listed.name, listed.email or "", "Member"])
    shown = "" if handle == listed.name else listed.name
    account = create_account(session, handle, password_hash=None, display_name=shown, email=listed.email)
    member = enrol(session, place, persisted_id(account), listed.role, pseudonym=listed.pseudonym)
    member.listed = True
    session.add(member)
    secret = invite(session, place, listed.role, by=by, made_by=made_by, days=60, uses=1, account_id=account.id)
    return Admitted(listed.name, account.handle, listed.email, listed.role, secret)
