"""Class lists: everybody of a seminar in one file, each with a link of their own."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import select
from sqlmodel import Session, col

from models.errors import Phrase
from models.people.account_errors import NameTaken, UnfitClassList, UnfitName
from models.people.accounts import Account, Email, fold_name
from models.people.authentication import at_least
from models.people.confusable_names import derive_looks, is_reserved_name
from models.people.enrolment import MembershipScope, create_account, enrol, normalize_name
from models.people.invitations import invite
from models.people.name_proposals import propose_account_name
from models.people.seminars import Membership
from models.row_keys import persisted_id
from models.teaching.class_list_parsing import ListTable
from models.teaching.class_list_vocabulary import ListColumn, find_role
from models.vocabulary import Role

LONGEST, LONGEST_NAME = 500, 200
_EMAIL: TypeAdapter[str] = TypeAdapter(Email)
# Each part ends at a sign that it cannot hold, so that no line takes longer than its length.
_IN_ANGLES = re.compile(r"([^<]*)<\s*([^<>\s@]+@[^<>\s@]+)\s*>")
_NAMES = (ListColumn.NAME, ListColumn.SURNAME_FIRST, ListColumn.FIRST, ListColumn.LAST)


@dataclass(frozen=True, slots=True)
class ClassListEntry:
    """One line of a class list; `name` is what the person is called in the seminar."""

    line: int
    name: str
    email: str | None
    role: Role
    pseudonym: str | None = None


class AdmissionKind(StrEnum):
    """How somebody on a list comes into the seminar."""

    NEW = "new"
    HAS_ACCOUNT = "known"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class ExpectedMember:
    """Somebody on a list, and who they are: a new account, or one that is known to whoever sends the list.

    `by_name` where the account is known by its name alone, so that it may be somebody else's who is called the same.
    """

    entry: ClassListEntry
    arrival: AdmissionKind
    account_id: int | None = None
    by_name: bool = False


@dataclass(frozen=True, slots=True)
class AdmittedMember:
    """Somebody who was put on the list, and `handle`, the name with which they sign in.

    `secret` is of the link by which they come in, once, and choose a password; empty for who has an account.
    """

    name: str
    handle: str
    email: str | None
    role: Role
    secret: str


def list_unknown_roles(table: ListTable, columns: Sequence[ListColumn | None]) -> list[str]:
    """Return the words in the column of roles that are no role in any language we know, as they are written."""
    words = [
        cells[place] for _, cells in table.lines for place, column in enumerate(columns) if column is ListColumn.ROLE
    ]
    return list(dict.fromkeys(word for word in words if word and find_role(word) is None))


def read_entries(
    table: ListTable, columns: Sequence[ListColumn | None], roles: Mapping[str, Role], *, by: Role
) -> list[ClassListEntry]:
    """Return who is on a list; `roles` says what its unknown words for roles mean.

    Without a role somebody is a contributor; `by` is the role of whoever lets them in, above which nobody gets. Raises
    `UnfitClassList` with every line that does not fit.
    """
    faults: list[tuple[int, Phrase]] = []
    entries: list[ClassListEntry] = []
    if not any(column in _NAMES for column in columns):
        faults.append((1, Phrase("None of the columns contains names.")))
    if len(table.lines) > LONGEST:
        too_many = Phrase("A list can have at most %(most)s people. Divide it into several.", most=LONGEST)
        faults.append((table.lines[LONGEST][0], too_many))
    for number, cells in table.lines[: 0 if faults else LONGEST]:
        row = {column: cell for column, cell in zip(columns, cells, strict=True) if column is not None}
        try:
            entries.append(_read_row(number, row, roles, by, _name_cell(columns, number)))
        except _UnfitLine as error:
            faults.append((number, error.reason))
    faults += _find_duplicates(entries)
    if faults:
        raise UnfitClassList(sorted(faults))
    return entries


class _UnfitLine(Exception):
    def __init__(self, reason: Phrase) -> None:
        super().__init__(reason)
        self.reason = reason


def _name_cell(columns: Sequence[ListColumn | None], line: int) -> str:
    """Return what a spreadsheet calls the cell with the role in a line, nothing where there is no such column."""
    if ListColumn.ROLE not in columns:
        return ""
    tens, ones = divmod(columns.index(ListColumn.ROLE), 26)
    return f"{chr(64 + tens) if tens else ''}{chr(65 + ones)}{line}"


def _read_row(
    number: int, row: Mapping[ListColumn, str], roles: Mapping[str, Role], by: Role, role_cell: str
) -> ClassListEntry:
    """Return a line as it is meant; raises `_UnfitLine`."""
    name, email = _read_name(row), row.get(ListColumn.EMAIL, "").removeprefix("mailto:")
    within = _IN_ANGLES.fullmatch(name)
    if within is not None:
        name, email = within[1].strip().strip("\"' "), email or within[2]
    if not name:
        raise _UnfitLine(Phrase("The line has no name."))
    if len(name) > LONGEST_NAME or "@" in name or not any(sign.isalpha() for sign in name):
        raise _UnfitLine(Phrase("“%(name)s” is not a name.", name=name[:80]))
    if is_reserved_name(name):
        raise _UnfitLine(Phrase("The name “%(name)s” is reserved.", name=name))
    if email:
        try:
            _EMAIL.validate_python(email)
        except ValidationError:
            raise _UnfitLine(Phrase("“%(email)s” is not an email address.", email=email[:80])) from None
    word = row.get(ListColumn.ROLE, "")
    role = roles.get(word) or find_role(word) if word else Role.CONTRIBUTOR
    if role is None:
        raise _UnfitLine(
            Phrase(
                "“%(word)s” in cell %(cell)s is not a role; the roles are: %(roles)s.",
                word=word[:40],
                cell=role_cell,
                roles=tuple(Role),
            )
        )
    if not at_least(by, role):
        raise _UnfitLine(Phrase("Only an owner can give somebody the role “%(role)s”.", role=role))
    pseudonym = clean_name(row.get(ListColumn.PSEUDONYM, ""))
    try:
        return ClassListEntry(number, name, email or None, role, normalize_name(pseudonym) if pseudonym else None)
    except UnfitName as error:
        raise _UnfitLine(
            Phrase(
                "The pseudonym “%(pseudonym)s” cannot be used. %(reason)s",
                pseudonym=pseudonym[:40],
                reason=error.detail,
            )
        ) from None


def _read_name(row: Mapping[ListColumn, str]) -> str:
    """Return a person's name with the surname last, however the list has it."""
    whole = clean_name(row.get(ListColumn.NAME) or row.get(ListColumn.SURNAME_FIRST) or "")
    if whole:
        parts = [part.strip() for part in re.split("[,，、]", whole) if part.strip()]
        return " ".join([*parts[1:2], *parts[:1], *parts[2:]])
    first, last = (clean_name(row.get(column, "")) for column in (ListColumn.FIRST, ListColumn.LAST))
    # Chinese, Japanese and Korean names have the surname first, and no space.
    if first and last and all(unicodedata.name(sign, "").startswith(("CJK", "HANGUL")) for sign in first + last):
        return last + first
    return f"{first} {last}".strip()


def clean_name(text: str) -> str:
    """Return a name without what is not seen in it."""
    return " ".join("".join(sign for sign in text if unicodedata.category(sign) not in ("Cf", "Cc")).split())


def _find_duplicates(people: Sequence[ClassListEntry]) -> Iterator[tuple[int, Phrase]]:
    """Give who stands on the list twice; two of one name are two people where each has an address of their own."""
    addresses: dict[str, int] = {}
    names: dict[str, list[ClassListEntry]] = {}
    for entry in people:
        if entry.email and entry.email.casefold() in addresses:
            first = addresses[entry.email.casefold()]
            yield entry.line, Phrase("“%(email)s” is already on line %(line)s.", email=entry.email, line=first)
            continue
        if entry.email:
            addresses[entry.email.casefold()] = entry.line
        looks = derive_looks(entry.name)
        alike = [other for look in looks for other in names.get(look, ())]
        doubtful = next((other for other in alike if not entry.email or not other.email), None)
        if doubtful is not None:
            yield (
                entry.line,
                Phrase(
                    "“%(name)s” is already on line %(line)s. If they are two people, give both an email address.",
                    name=entry.name,
                    line=doubtful.line,
                ),
            )
        for look in looks:
            names.setdefault(look, []).append(entry)


def match_accounts(
    session: Session,
    seminar_id: int,
    people: Sequence[ClassListEntry],
    led_seminars: Collection[int],
    others: Collection[int] = (),
) -> list[ExpectedMember]:
    """Return how everybody on a list comes in: with an account that is known where whoever sends the list leads it.

    `led` are the seminars that they lead: of other accounts nobody is told here whether there are any. `others` are
    the lines of whom a name alone does not make the one who is called the same.
    """
    memberships = _list_accounts(session, {*led_seminars, seminar_id})
    members = {account.id for account, seminar in memberships if seminar == seminar_id}
    by_id = {account.id: account for account, _ in memberships}
    by_email: dict[str, set[int]] = {}
    by_name: dict[str, set[int]] = {}
    for number, account in by_id.items():
        if account.email:
            by_email.setdefault(account.email.casefold(), set()).add(number or 0)
        for name in {fold_name(account.handle), fold_name(account.display_name)} - {""}:
            by_name.setdefault(name, set()).add(number or 0)
    matched_ids: set[int] = set()
    expected_members = []
    for entry in people:
        candidates, by_name_alone = by_email.get((entry.email or "").casefold(), set()) - matched_ids, False
        if not candidates and entry.line not in others:
            alike = by_name.get(fold_name(entry.name), set()) - matched_ids
            candidates = {key for key in alike if not (entry.email and by_id[key].email)}
            by_name_alone = True
        if len(candidates) != 1:
            expected_members.append(ExpectedMember(entry, AdmissionKind.NEW))
            continue
        (account_id,) = candidates
        matched_ids.add(account_id)
        expected_members.append(
            ExpectedMember(
                entry,
                AdmissionKind.MEMBER if account_id in members else AdmissionKind.HAS_ACCOUNT,
                account_id,
                by_name_alone,
            )
        )
    return _number_namesakes(session, seminar_id, expected_members)


def _list_accounts(session: Session, seminars: Collection[int]) -> list[tuple[Account, int]]:
    statement = (
        select(Account, col(Membership.seminar_id))
        .join(Membership, col(Membership.account_id) == col(Account.id))
        .where(col(Membership.seminar_id).in_(list(seminars)), col(Account.disabled).is_(None))
    )
    return [(account, seminar) for account, seminar in session.execute(statement)]


def _number_namesakes(session: Session, seminar_id: int, people: Sequence[ExpectedMember]) -> list[ExpectedMember]:
    """Return the same, where new ones who are called as somebody in the seminar have a number behind their name."""
    existing_names = [name for account, _ in _list_accounts(session, {seminar_id}) for name in _list_names(account)]
    existing_names += [person.entry.name for person in people if person.arrival is not AdmissionKind.NEW]
    used_looks = {look for name in existing_names for look in derive_looks(name)}
    # How far it was counted for each name, so that many of one name are not counted from the beginning each time.
    last_numbers: dict[str, int] = {}
    numbered_people = []
    for person in people:
        if person.arrival is AdmissionKind.NEW:
            number = last_numbers.get(person.entry.name, 1)
            name = f"{person.entry.name} {number}" if number > 1 else person.entry.name
            while not used_looks.isdisjoint(derive_looks(name)):
                number += 1
                name = f"{person.entry.name} {number}"
            used_looks |= derive_looks(name)
            last_numbers[person.entry.name] = number
            person = replace(person, entry=replace(person.entry, name=name))  # the same with its number
        numbered_people.append(person)
    return numbered_people


def _list_names(account: Account) -> list[str]:
    return [name for name in (account.handle, account.display_name) if name]


def admit(
    session: Session, seminar_id: int, people: Sequence[ExpectedMember], *, by: Role, created_by: int
) -> list[AdmittedMember]:
    """Let everybody on a list in, all or none: new ones get an account and a link. Raises `UnfitClassList`."""
    place = MembershipScope(seminar_id=seminar_id)
    faults = []
    admitted = []
    for person in people:
        try:
            with session.begin_nested():
                admitted.append(_admit(session, place, person, by, created_by))
        except (NameTaken, UnfitName) as error:
            faults.append((person.entry.line, error.detail))
    if faults:
        raise UnfitClassList(faults)
    return admitted


def _admit(
    session: Session, place: MembershipScope, person: ExpectedMember, by: Role, created_by: int
) -> AdmittedMember:
    entry = person.entry
    if person.account_id is not None:
        account = session.get_one(Account, person.account_id)
        member = enrol(session, place, person.account_id, entry.role, pseudonym=entry.pseudonym)
        return AdmittedMember(entry.name, account.handle, account.email, Role(member.role), "")
    handle = propose_account_name(session, [entry.name, entry.email or "", "Member"])
    display_name = "" if handle == entry.name else entry.name
    account = create_account(session, handle, password_hash=None, display_name=display_name, email=entry.email)
    member = enrol(session, place, persisted_id(account), entry.role, pseudonym=entry.pseudonym)
    member.listed = True
    session.add(member)
    secret = invite(session, place, entry.role, by=by, created_by=created_by, days=60, uses=1, account_id=account.id)
    return AdmittedMember(entry.name, account.handle, entry.email, entry.role, secret)
