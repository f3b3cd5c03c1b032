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

from api.access.authorization import MayTeach
from api.access.current_user import CurrentUser
from api.citations.site_addresses import find_site_address
from api.pages.confirmations import Confirmation, show_confirmation
from api.pages.forms import FormValues, read_posted_form
from api.pages.uploads import FormUpload, UploadForm
from api.phrases.marking import N_
from api.phrases.messages import gettext, nform
from api.phrases.page_words import explain_error
from api.requests.database import Writing
from api.seminars.seminar_pages import require_role_in, show_seminar_page
from argument_maps.formats.exchange import UnreadableFile
from argument_maps.formats.sheets.tables.workbook_tables import is_ods_file, is_xlsx_file, read_workbook_tables
from models.errors import Phrase
from models.people.account_errors import NotForYou, UnfitClassList, UnknownMember, UnreadableClassList
from models.people.authentication import at_least
from models.people.enrolment import MembershipScope, find_seminar, list_members
from models.people.seminars import Seminar
from models.row_keys import persisted_id
from models.teaching.class_list_decoding import ENCODINGS, MOST_BYTES, decode_class_list
from models.teaching.class_list_parsing import ListTable, read_table
from models.teaching.class_list_vocabulary import ListColumn
from models.teaching.class_lists import (
    AdmittedMember,
    ExpectedMember,
    admit,
    list_unknown_roles,
    match_accounts,
    read_entries,
)
from models.teaching.personal_links import give_password_link, renew_links, revoke_links
from models.text_types import MAX_INTEGER
from models.vocabulary import Role
from renderers.text.matrix import neutralise_formula

router = APIRouter(include_in_schema=False)

COLUMN_NAMES: Mapping[ListColumn, str] = {
    ListColumn.NAME: N_("Name"),
    ListColumn.FIRST: N_("First name"),
    ListColumn.LAST: N_("Last name"),
    ListColumn.SURNAME_FIRST: N_("Last name and first name"),
    ListColumn.EMAIL: N_("Email address"),
    ListColumn.ROLE: N_("Role"),
    ListColumn.PSEUDONYM: N_("Pseudonym"),
    ListColumn.IGNORED: N_("Not needed"),
}


@dataclass(frozen=True, slots=True)
class ClassListPreview:
    """A class list as it was understood, before anybody is added; `people` is empty where it has still to be decided.

    `columns` holds for each column what it is called, what stands in it, and what it is taken for.
    """

    text: str
    encoding: str
    columns: Sequence[tuple[str, Sequence[str], ListColumn | None]]
    roles: Mapping[str, Role | None]
    people: Sequence[ExpectedMember]
    others: Sequence[int]

    @property
    def undecided(self) -> bool:
        """Whether a column or a role is still unknown."""
        return any(column is None for _, _, column in self.columns) or None in self.roles.values()


@router.post("/seminars/{seminar}/class-list")
def take_class_list(request: Request, seminar: str, form: UploadForm, session: Writing, user: MayTeach) -> Response:
    """Show how a class list is understood; with `apply` let everybody on it in: all of them, or nobody."""
    seminar_row = find_seminar(session, seminar)
    own_role, text = require_role_in(user, seminar_row), form.fields.get("list", "")
    try:
        text, encoding = _read_list_text(form)
        table = read_table(text)
        columns, roles = _read_columns(form, table), {}
        roles = _read_roles(form, table, columns)
        undecided = None in columns or None in roles.values()
        roles_by_word = {word: role for word, role in roles.items() if role is not None}
        people = [] if undecided else read_entries(table, columns, roles_by_word, by=own_role)
        others = [person.line for person in people if form.fields.get(f"who.{person.line}") == "other"]
        expected = match_accounts(session, persisted_id(seminar_row), people, _list_taught_seminars(user), others)
        if form.fields.get("apply") == "yes" and not undecided:
            with session.begin_nested():
                admitted = admit(session, persisted_id(seminar_row), expected, by=own_role, created_by=user.account_id)
            return _show_links(request, session, seminar_row, user, admitted)
    except UnreadableClassList as error:
        return show_seminar_page(
            request, session, seminar_row, user, {"list": explain_error(error)}, status=422, listed=text
        )
    except UnfitClassList as error:
        return show_seminar_page(
            request,
            session,
            seminar_row,
            user,
            {"list": explain_error(error)},
            status=422,
            unfit=error.faults,
            listed=text,
        )
    headings = table.headings or ("",) * len(columns)
    described_columns = [
        (name, table.examples(column_index), columns[column_index]) for column_index, name in enumerate(headings)
    ]
    preview = ClassListPreview(text, encoding, described_columns, roles, expected, others)
    return show_seminar_page(
        request,
        session,
        seminar_row,
        user,
        status=422 if undecided and form.fields.get("apply") else 200,
        preview=preview,
        column_names=COLUMN_NAMES,
        encodings=ENCODINGS,
    )


@router.post("/seminars/{seminar}/links")
def renew_every_link(request: Request, seminar: str, session: Writing, user: MayTeach) -> Response:
    """Give everybody who has not come in yet a new personal link, and show them, this once."""
    seminar_row = find_seminar(session, seminar)
    own_role, place = require_role_in(user, seminar_row), MembershipScope(seminar_id=seminar_row.id)
    waiting_members = [
        member for member in list_members(session, place) if member.waiting and at_least(own_role, member.role)
    ]
    return _show_links(
        request, session, seminar_row, user, renew_links(session, place, waiting_members, own_role, user.account_id)
    )


@router.post("/seminars/{seminar}/links/revoke")
def revoke_every_link(
    request: Request,
    seminar: str,
    session: Writing,
    user: MayTeach,
    form: Annotated[FormValues, Depends(read_posted_form)],
) -> Response:
    """Take back the personal links of everybody whom one may let in, once that was asked."""
    seminar_row = find_seminar(session, seminar)
    own_role, place = require_role_in(user, seminar_row), MembershipScope(seminar_id=seminar_row.id)
    revocable_members = [member for member in list_members(session, place) if at_least(own_role, member.role)]
    if form.get("sure") != "yes":
        return show_confirmation(
            request, _build_revocation_confirmation(seminar, sum(member.waiting for member in revocable_members))
        )
    revoke_links(session, place, [member.account_id for member in revocable_members])
    return RedirectResponse(f"/seminars/{seminar}#links", status_code=303)


@router.post("/seminars/{seminar}/members/{member}/link")
def renew_link(request: Request, seminar: str, member: int, session: Writing, user: MayTeach) -> Response:
    """Give a member a new personal link: to come in, or where they have come in already to choose a new password."""
    seminar_row = find_seminar(session, seminar)
    own_role, place, number = (
        require_role_in(user, seminar_row),
        MembershipScope(seminar_id=seminar_row.id),
        min(member, MAX_INTEGER),
    )
    waiting_members = [
        seminar_member
        for seminar_member in list_members(session, place)
        if seminar_member.id == number and seminar_member.waiting
    ]
    try:
        if waiting_members:
            links = renew_links(session, place, waiting_members, own_role, user.account_id)
        else:
            links = [give_password_link(session, place, number, own_role, user.account_id, _list_taught_seminars(user))]
    except NotForYou as error:
        return show_seminar_page(request, session, seminar_row, user, {"links": explain_error(error)}, status=403)
    except UnknownMember as error:
        return show_seminar_page(request, session, seminar_row, user, {"links": explain_error(error)}, status=409)
    return _show_links(request, session, seminar_row, user, links)


@router.post("/seminars/{seminar}/members/{member}/link/revoke")
def revoke_link(request: Request, seminar: str, member: int, session: Writing, user: MayTeach) -> Response:
    """Take a member's personal link back."""
    seminar_row = find_seminar(session, seminar)
    own_role, place = require_role_in(user, seminar_row), MembershipScope(seminar_id=seminar_row.id)
    matching_members = [
        seminar_member for seminar_member in list_members(session, place) if seminar_member.id == member
    ]
    if not all(at_least(own_role, seminar_member.role) for seminar_member in matching_members):
        fault = explain_error(
            NotForYou(
                Phrase("Your role does not let you withdraw this link."),
                Phrase("Ask an owner to do it, or to give you another role."),
            )
        )
        return show_seminar_page(request, session, seminar_row, user, {"links": fault}, status=403)
    revoke_links(session, place, [seminar_member.account_id for seminar_member in matching_members])
    return RedirectResponse(f"/seminars/{seminar}#links", status_code=303)


def _build_revocation_confirmation(seminar: str, waiting: int) -> Confirmation:
    sentence = nform(
        "%(num)s member has not joined yet and can no longer join by the link they have.",
        "%(num)s members have not joined yet and can no longer join by the links they have.",
        waiting,
    )
    return Confirmation(
        question=gettext("Withdraw all personal links?"),
        consequences=(
            sentence % {"num": waiting},
            gettext("Links for choosing a new password stop working too. New ones can be created for everybody."),
        ),
        action=f"/seminars/{seminar}/links/revoke",
        button=gettext("Withdraw all links"),
        back=f"/seminars/{seminar}#links",
    )


def _read_list_text(form: FormUpload) -> tuple[str, str]:
    """Return the list that was uploaded, or else pasted, and its encoding; raises as `decode_class_list`."""
    chosen_encoding = form.fields.get("encoding", "")
    if form.data and (is_xlsx_file(form.data) or is_ods_file(form.data)):
        return _read_first_sheet(form.data), ""
    if form.data:
        return decode_class_list(form.data, chosen_encoding)
    # What was looked at as a file comes back as the bytes that it had, so that another encoding can be chosen.
    former_encoding = form.fields.get("read-as", "")
    text = form.fields.get("list", "")
    if chosen_encoding in ENCODINGS and former_encoding in ENCODINGS and chosen_encoding != former_encoding:
        return decode_class_list(text.encode(former_encoding, "replace"), chosen_encoding)
    return text, former_encoding if former_encoding in ENCODINGS else ""


def _read_first_sheet(data: bytes) -> str:
    """Return the first sheet of a workbook in which there is anything, as text with tabs between its cells."""
    if len(data) > MOST_BYTES:
        raise UnreadableClassList(Phrase("The file has more than %(most)s bytes.", most=f"{MOST_BYTES:,}"))
    try:
        tables, _ = read_workbook_tables(data)
    except UnreadableFile as error:
        raise UnreadableClassList(error.detail) from None
    rows = next((table.rows for table in tables if table.rows), [])
    buffer = io.StringIO()
    csv.writer(buffer, delimiter="\t", lineterminator="\n").writerows(rows)
    return buffer.getvalue()


def _read_columns(form: FormUpload, table: ListTable) -> list[ListColumn | None]:
    choices = [form.fields.get(f"column.{column_index}", "") for column_index in range(len(table.columns))]
    return [
        ListColumn(choice) if choice in set(ListColumn) else guessed_column
        for choice, guessed_column in zip(choices, table.columns, strict=True)
    ]


def _read_roles(form: FormUpload, table: ListTable, columns: Sequence[ListColumn | None]) -> dict[str, Role | None]:
    words = list_unknown_roles(table, columns)
    role_by_word = {form.fields.get(f"word.{n}", ""): form.fields.get(f"role.{n}", "") for n in range(len(words))}
    return {word: Role(role_by_word[word]) if role_by_word.get(word) in set(Role) else None for word in words}


def _list_taught_seminars(user: CurrentUser) -> list[int]:
    return [seminar for seminar, role in user.seminars.items() if at_least(role, Role.TEACHER)]


def _show_links(
    request: Request, session: Session, seminar: Seminar, user: CurrentUser, admissions: Sequence[AdmittedMember]
) -> Response:
    addresses = [
        (admission, f"{find_site_address(request)}/join?key={admission.secret}" if admission.secret else "")
        for admission in admissions
    ]
    file = base64.b64encode(_write_links_csv(addresses)).decode()
    context: dict[str, Any] = {"admitted": addresses, "links_file": f"data:text/csv;charset=utf-8;base64,{file}"}
    return show_seminar_page(request, session, seminar, user, status=201, **context)


def _write_links_csv(addresses: Sequence[tuple[AdmittedMember, str]]) -> bytes:
    """Return a table of links: with a mark by which spreadsheets know UTF-8, and no cell that is a formula."""
    buffer = io.StringIO()
    table = csv.writer(buffer)
    table.writerow(
        [gettext("Name"), gettext("Signs in as"), gettext("Email address"), gettext("Role"), gettext("Link")]
    )
    for admission, address in addresses:
        table.writerow(
            [
                neutralise_formula(cell)
                for cell in (admission.name, admission.handle, admission.email or "", admission.role.value, address)
            ]
        )
    return buffer.getvalue().encode("utf-8-sig")
