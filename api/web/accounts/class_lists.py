"""Class lists on the page of a seminar: looked at first, then taken; and the personal links that come of them."""

import base64
import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from api.database import Writing
from api.editions import site
from api.permission import CurrentUser, Teaching
from api.web.accounts.peopling import told
from api.web.accounts.seminars import role_in, show_page
from api.web.confirming import Confirmation, confirm
from api.web.editing.forms import Typed, typed
from api.web.messages import N_, gettext, nform
from api.web.texts.sending import Sent, SentForm
from models.people.account_errors import NotForYou, UnfitClassList, UnknownMember, UnreadableClassList
from models.people.authentication import at_least
from models.people.enrolment import Place, find_seminar, members_of
from models.people.seminars import Seminar
from models.row_keys import persisted_id
from models.teaching.class_list_decoding import ENCODINGS, read_bytes
from models.teaching.class_list_parsing import ListTable, read_table
from models.teaching.class_list_vocabulary import ListColumn
from models.teaching.class_lists import Admitted, Expected, admit, expect, read_people, unknown_roles
from models.teaching.personal_links import give_password_link, renew_links, revoke_links
from models.text_types import MAX_INTEGER
from models.vocabulary import Role
from renderers.text.matrix import harmless

router = APIRouter(include_in_schema=False)

COLUMNS: Mapping[ListColumn, str] = {
    ListColumn.NAME: N_("Name"),
    ListColumn.FIRST: N_("First name"),
    ListColumn.LAST: N_("Last name"),
    ListColumn.SURNAME_FIRST: N_("Last name and first name"),
    ListColumn.EMAIL: N_("Email address"),
    ListColumn.ROLE: N_("Role"),
    ListColumn.PSEUDONYM: N_("Pseudonym"),
    ListColumn.IGNORED: N_("Nothing that is needed"),
}


@dataclass(frozen=True, slots=True)
class Preview:
    """A class list as it was understood, before anybody is added; `people` is empty where it has still to be decided.

    `columns` holds for each column what it is called, what stands in it, and what it is taken for.
    """

    text: str
    encoding: str
    columns: Sequence[tuple[str, Sequence[str], ListColumn | None]]
    roles: Mapping[str, Role | None]
    people: Sequence[Expected]
    others: Sequence[int]

    @property
    def undecided(self) -> bool:
        """Whether a column or a role is still unknown."""
        return any(of is None for _, _, of in self.columns) or None in self.roles.values()


@router.post("/seminars/{seminar}/class-list")
def take_class_list(request: Request, seminar: str, given: SentForm, session: Writing, user: Teaching) -> Response:
    """Show how a class list is understood; with `apply` let everybody on it in: all of them, or nobody."""
    found = find_seminar(session, seminar)
    by, text = role_in(user, found), given.fields.get("list", "")
    try:
        text, encoding = _text_of(given)
        table = read_table(text)
        columns, roles = _columns_of(given, table), {}
        roles = _roles_of(given, table, columns)
        undecided = None in columns or None in roles.values()
        decided = {word: role for word, role in roles.items() if role is not None}
        people = [] if undecided else read_people(table, columns, decided, by=by)
        others = [each.line for each in people if given.fields.get(f"who.{each.line}") == "other"]
        expected = expect(session, persisted_id(found), people, _led(user), others)
        if given.fields.get("apply") == "yes" and not undecided:
            with session.begin_nested():
                admitted = admit(session, persisted_id(found), expected, by=by, made_by=user.account_id)
            return _links_shown(request, session, found, user, admitted)
    except UnreadableClassList as error:
        return show_page(request, session, found, user, {"list": told(error)}, status=422, listed=text)
    except UnfitClassList as error:
        return show_page(
            request, session, found, user, {"list": told(error)}, status=422, unfit=error.faults, listed=text
        )
    headings = table.headings or ("",) * len(columns)
    named = [(name, table.examples(place), columns[place]) for place, name in enumerate(headings)]
    shown = Preview(text, encoding, named, roles, expected, others)
    return show_page(
        request,
        session,
        found,
        user,
        status=422 if undecided and given.fields.get("apply") else 200,
        preview=shown,
        column_names=COLUMNS,
        encodings=ENCODINGS,
    )


@router.post("/seminars/{seminar}/links")
def renew_every_link(request: Request, seminar: str, session: Writing, user: Teaching) -> Response:
    """Give everybody who has not come in yet a new personal link, and show them, this once."""
    found = find_seminar(session, seminar)
    by, place = role_in(user, found), Place(seminar_id=found.id)
    waiting = [each for each in members_of(session, place) if each.waiting and at_least(by, each.role)]
    return _links_shown(request, session, found, user, renew_links(session, place, waiting, by, user.account_id))


@router.post("/seminars/{seminar}/links/revoke")
def revoke_every_link(
    request: Request, seminar: str, session: Writing, user: Teaching, given: Annotated[Typed, Depends(typed)]
) -> Response:
    """Take back the personal links of everybody whom one may let in, once that was asked."""
    found = find_seminar(session, seminar)
    by, place = role_in(user, found), Place(seminar_id=found.id)
    below = [each for each in members_of(session, place) if at_least(by, each.role)]
    if given.get("sure") != "yes":
        return confirm(request, _revocation(seminar, sum(each.waiting for each in below)))
    revoke_links(session, place, [each.account_id for each in below])
    return RedirectResponse(f"/seminars/{seminar}#links", status_code=303)


@router.post("/seminars/{seminar}/members/{member}/link")
def renew_link(request: Request, seminar: str, member: int, session: Writing, user: Teaching) -> Response:
    """Give a member a new personal link: to come in, or where they have come in already to choose a new password."""
    found = find_seminar(session, seminar)
    by, place, number = role_in(user, found), Place(seminar_id=found.id), min(member, MAX_INTEGER)
    waiting = [each for each in members_of(session, place) if each.id == number and each.waiting]
    try:
        if waiting:
            made = renew_links(session, place, waiting, by, user.account_id)
        else:
            made = [give_password_link(session, place, number, by, user.account_id, _led(user))]
    except NotForYou as error:
        return show_page(request, session, found, user, {"links": told(error)}, status=403)
    except UnknownMember as error:
        return show_page(request, session, found, user, {"links": told(error)}, status=409)
    return _links_shown(request, session, found, user, made)


@router.post("/seminars/{seminar}/members/{member}/link/revoke")
def revoke_link(request: Request, seminar: str, member: int, session: Writing, user: Teaching) -> Response:
    """Take a member's personal link back."""
    found = find_seminar(session, seminar)
    by, place = role_in(user, found), Place(seminar_id=found.id)
    theirs = [each for each in members_of(session, place) if each.id == member]
    if not all(at_least(by, each.role) for each in theirs):
        fault = told(NotForYou("take this link back", "an owner"))
        return show_page(request, session, found, user, {"links": fault}, status=403)
    revoke_links(session, place, [each.account_id for each in theirs])
    return RedirectResponse(f"/seminars/{seminar}#links", status_code=303)


def _revocation(seminar: str, waiting: int) -> Confirmation:
    told = nform(
        "%(num)s member has not come in yet and cannot do so by the link that they have.",
        "%(num)s members have not come in yet and cannot do so by the links that they have.",
        waiting,
    )
    return Confirmation(
        question=gettext("Take back all personal links?"),
        told=(
            told % {"num": waiting},
            gettext("Links by which members choose a new password end as well. New ones can be made for everybody."),
        ),
        action=f"/seminars/{seminar}/links/revoke",
        button=gettext("Take back all links"),
        back=f"/seminars/{seminar}#links",
    )


def _text_of(given: Sent) -> tuple[str, str]:
    """Return the list that was uploaded, or else pasted, and in which encoding it was read; raises as `read_bytes`."""
    chosen = given.fields.get("encoding", "")
    if given.data:
        return read_bytes(given.data, chosen)
    # What was looked at as a file comes back as the bytes that it had, so that another encoding can be chosen.
    before = given.fields.get("read-as", "")
    text = given.fields.get("list", "")
    if chosen in ENCODINGS and before in ENCODINGS and chosen != before:
        return read_bytes(text.encode(before, "replace"), chosen)
    return text, before if before in ENCODINGS else ""


def _columns_of(given: Sent, table: ListTable) -> list[ListColumn | None]:
    chosen = [given.fields.get(f"column.{place}", "") for place in range(len(table.columns))]
    return [ListColumn(told) if told in set(ListColumn) else of for told, of in zip(chosen, table.columns, strict=True)]


def _roles_of(given: Sent, table: ListTable, columns: Sequence[ListColumn | None]) -> dict[str, Role | None]:
    words = unknown_roles(table, columns)
    chosen = {given.fields.get(f"word.{n}", ""): given.fields.get(f"role.{n}", "") for n in range(len(words))}
    return {word: Role(chosen[word]) if chosen.get(word) in set(Role) else None for word in words}


def _led(user: CurrentUser) -> list[int]:
    return [seminar for seminar, role in user.seminars.items() if at_least(role, Role.TEACHER)]


def _links_shown(
    request: Request, session: Session, found: Seminar, user: CurrentUser, made: Sequence[Admitted]
) -> Response:
    addresses = [(each, f"{site(request)}/join?key={each.secret}" if each.secret else "") for each in made]
    file = base64.b64encode(_as_csv(addresses)).decode()
    more: dict[str, Any] = {"admitted": addresses, "links_file": f"data:text/csv;charset=utf-8;base64,{file}"}
    return show_page(request, session, found, user, status=201, **more)


def _as_csv(addresses: Sequence[tuple[Admitted, str]]) -> bytes:
    """Return a table of links: with a mark by which spreadsheets know UTF-8, and no cell that is a formula."""
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(
        [gettext("Name"), gettext("Signs in as"), gettext("Email address"), gettext("Role"), gettext("Link")]
    )
    for each, address in addresses:
        table.writerow(
            [harmless(cell) for cell in (each.name, each.handle, each.email or "", each.role.value, address)]
        )
    return written.getvalue().encode("utf-8-sig")
