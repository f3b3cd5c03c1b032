"""Class lists: everybody of a seminar in one file, each with a link of their own."""

import csv
import io
import re
from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError
from sqlmodel import Session

from models.account_errors import NameTaken, UnfitClassList, UnfitName
from models.accounts import Email, folded_name
from models.enrolment import Place, account_named, create_account, enrol, fit_chosen_name
from models.invitations import invite
from models.look_alikes import looks_of
from models.recognition import at_least
from models.vocabulary import Role

LONGEST = 500
_COLUMNS = ("name", "email", "role")
_EMAIL: TypeAdapter[str] = TypeAdapter(Email)


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a class list."""

    line: int
    name: str
    email: str | None
    role: Role


@dataclass(frozen=True, slots=True)
class Admitted:
    """Somebody who was put on the list: `secret` is of the link by which they come in, once, and choose a password."""

    name: str
    email: str | None
    role: Role
    secret: str


def read_class_list(text: str, *, by: Role) -> list[Listed]:
    """Read a class list: a line for each, with name, and where wanted email and role (RFC 4180; also ; and tabs).

    The first line may name the columns, in any order. Without a role somebody is a contributor; `by` is the role of
    whoever lets them in, above which nobody gets. Raises `UnfitClassList` with every line that does not fit.
    """
    text = text.removeprefix("\ufeff").replace("\x00", "")
    first = text.lstrip().partition("\n")[0]
    separator = max(",;\t", key=first.count)
    rows = list(csv.reader(io.StringIO(text), delimiter=separator, skipinitialspace=True))
    numbered = [(number, [cell.strip() for cell in row]) for number, row in enumerate(rows, start=1) if any(row)]
    columns: tuple[str, ...] = _COLUMNS
    if numbered and "name" in [cell.lower() for cell in numbered[0][1]]:
        columns = tuple(re.sub(r"[^a-z]", "", cell.lower()) for cell in numbered.pop(0)[1])
    faults: list[tuple[int, str]] = []
    found: list[Listed] = []
    seen: dict[str, int] = {}
    if not numbered:
        faults.append((1, "The list names nobody."))
    if len(numbered) > LONGEST:
        faults.append((numbered[LONGEST][0], f"A list holds at most {LONGEST} people; divide it."))
    for number, row in numbered[:LONGEST]:
        told = _read_row(number, dict(zip(columns, row, strict=False)), len(row) > len(columns), by)
        if isinstance(told, str):
            faults.append((number, told))
            continue
        looks = {folded_name(told.name), *looks_of(told.name)}
        before = min((seen[look] for look in looks & seen.keys()), default=0)
        if before:
            faults.append((number, f"“{told.name}”, or what looks the same, stands on line {before} already."))
        for look in looks:
            seen.setdefault(look, number)
        found.append(told)
    if faults:
        raise UnfitClassList(faults)
    return found


def _read_row(number: int, row: dict[str, str], too_long: bool, by: Role) -> Listed | str:
    """Return a line as it is meant, or what is wrong with it."""
    if too_long:
        return "It has more columns than name, email and role."
    try:
        name = fit_chosen_name(row.get("name", ""))
    except (UnfitName, NameTaken) as error:
        return error.detail
    email = row.get("email", "")
    if email:
        try:
            _EMAIL.validate_python(email)
        except ValidationError:
            return f"“{email[:80]}” is no email address."
    role = row.get("role", "").lower() or Role.CONTRIBUTOR.value
    if role not in set(Role):
        return f"“{role[:40]}” is no role; the roles are {', '.join(Role)}."
    if not at_least(by, Role(role)):
        return f"Only an owner makes somebody {role}."
    return Listed(number, name, email or None, Role(role))


def admit(session: Session, seminar_id: int, people: list[Listed], *, by: Role, made_by: int) -> list[Admitted]:
    """Make an account and a link for everybody on a list, all or none. Raises `UnfitClassList`."""
    place = Place(seminar_id=seminar_id)
    faults = []
    admitted = []
    for each in people:
        if account_named(session, each.name) is not None:
            faults.append((each.line, f"“{each.name}” has an account already; send a link of invitation instead."))
            continue
        try:
            account = create_account(session, each.name, password_hash=None, email=each.email)
        except NameTaken as error:
            faults.append((each.line, error.detail))
            continue
        enrol(session, place, account.id or 0, each.role)
        secret = invite(session, place, each.role, by=by, made_by=made_by, days=60, uses=1, account_id=account.id)
        admitted.append(Admitted(each.name, each.email, each.role, secret))
    if faults:
        raise UnfitClassList(faults)
    return admitted
