"""Who sees a map: its visibility, its own members, and the links by which co-authors come in."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session, col, select

from api.consequences import count_what_is_replaced
from api.database import Reading, Writing, lock_map
from api.editions import site
from api.permission import Administering, CurrentUser, accounts_are_off
from api.web.accounts.peopling import Again, invitation_made, member_changed
from api.web.confirming import Confirmation, confirm
from api.web.editing.forms import Typed, typed
from api.web.messages import gettext, nform
from api.web.parts import list_part
from api.web.surroundings import around
from api.web.templating import page
from api.web.visits import read_visit
from models import changes
from models.errors import StaleRevision, UnknownMap
from models.people.enrolment import Place, members_of
from models.people.invitations import invitations_of, revoke_invitation
from models.people.seminars import Seminar, SeminarMap
from models.records.maps import ArgumentMap, ArgumentMapDraft
from models.row_keys import persisted_id
from models.text_types import MAX_INTEGER, Slug
from models.vocabulary import Role, Visibility

router = APIRouter(include_in_schema=False)
Form = Annotated[Typed, Depends(typed)]


@router.get("/maps/{slug}/access")
def show_access(request: Request, slug: Slug, session: Reading, user: Administering) -> Response:
    """Show who sees a map: its visibility, its members, and the links by which people come in."""
    return _again(request, session, changes.find_map(session, slug), user)({}, 200, "")


@router.post("/maps/{slug}/access")
def open_or_close(request: Request, slug: Slug, given: Form, session: Writing, user: Administering) -> Response:
    """Decide who sees a map beside its members."""
    found = _held(session, slug)
    again = _again(request, session, found, user)
    wanted, version = given.get("visibility", ""), given.get("version", "")
    if wanted not in set(Visibility):
        return again({"visibility": gettext("Choose who sees it.")}, 422, "")
    draft = ArgumentMapDraft.model_validate(found, from_attributes=True)
    draft.visibility = Visibility(wanted)
    if _opens(found, Visibility(wanted)) and given.get("sure") != "yes":
        return confirm(request, _opening(session, found, Visibility(wanted), version))
    begun = int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else 0
    try:
        with session.begin_nested():
            changes.change_map(session, slug, draft, version=begun, author=user.name)
    except StaleRevision:
        return again({"visibility": gettext("The map has changed meanwhile. Look at it, and choose again.")}, 409, "")
    return RedirectResponse(f"/maps/{slug}/access", status_code=303)


@router.post("/maps/{slug}/access/members/{member}")
def change_member(
    request: Request, slug: Slug, member: int, given: Form, session: Writing, user: Administering
) -> Response:
    """Give a member of a map another role, or end the membership and every session of whoever had it."""
    found = _held(session, slug)
    again = _again(request, session, found, user)
    return member_changed(request, session, _place(found), member, given, Role.OWNER, f"/maps/{slug}/access", again)


@router.post("/maps/{slug}/access/invitations")
def make_invitation(request: Request, slug: Slug, given: Form, session: Writing, user: Administering) -> Response:
    """Make a link by which co-authors come in, and show it, this once."""
    found = _held(session, slug)
    again = _again(request, session, found, user)
    return invitation_made(session, _place(found), given, Role.OWNER, user.account_id, site(request), again)


@router.post("/maps/{slug}/access/invitations/{number}/revoke")
def take_back_invitation(slug: Slug, number: int, session: Writing, user: Administering) -> Response:
    """Take a link to a map back: nobody comes in by it any more."""
    _require_account(user)
    revoke_invitation(session, _place(_held(session, slug)), min(number, MAX_INTEGER))
    return RedirectResponse(f"/maps/{slug}/access#invitations", status_code=303)


def _opens(found: ArgumentMap, wanted: Visibility) -> bool:
    widening = list(Visibility)
    return widening.index(wanted) > widening.index(Visibility(found.visibility))


def _opening(session: Session, found: ArgumentMap, wanted: Visibility, version: str) -> Confirmation:
    records = count_what_is_replaced(session, persisted_id(found))["changes"]["records"]
    told = nform("%(num)s record is read by others then.", "%(num)s records are read by others then.", records)
    return Confirmation(
        question=gettext("Open the map “%(title)s” to others?", title=found.title),
        told=(
            f"{gettext(wanted.value).capitalize()}: {gettext(wanted.explanation)}",
            told % {"num": records},
            gettext("So is its history: what it said before, and under which names it was written."),
            gettext("You can close it again, but what others have read or copied by then stays with them."),
        ),
        action=f"/maps/{found.slug}/access",
        button=gettext("Open the map"),
        back=f"/maps/{found.slug}/access",
        fields={"visibility": wanted.value, "version": version},
    )


def _again(request: Request, session: Session, found: ArgumentMap, user: CurrentUser) -> Again:
    """Return what shows the page."""
    _require_account(user)

    def shown(faults: Mapping[str, str], status: int, link: str) -> Response:
        graph = request.app.state.pictures.graph(found.slug, user)
        base = f"/maps/{found.slug}/access"
        joined = select(Seminar).join(SeminarMap, col(SeminarMap.seminar_id) == col(Seminar.id))
        answer = page(
            request,
            "access.html",
            status,
            members=list_part(
                request, base, "members", members_of(session, _place(found)), lambda each: each.id, parameter="members"
            ),
            invitations=list_part(
                request,
                base,
                "invitations",
                invitations_of(session, _place(found)),
                lambda each: each.id,
                parameter="invitations",
            ),
            seminar=session.exec(joined.where(SeminarMap.map_id == found.id)).one_or_none(),
            sharing=session.exec(select(SeminarMap.sharing).where(SeminarMap.map_id == found.id)).one_or_none(),
            roles=list(Role),
            visibilities=list(Visibility),
            visibility=found.visibility,
            stands_at=found.version,
            me=user.id,
            faults=faults,
            link=link,
            **around(request, graph, read_visit(request, found.slug), session),
        )
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return shown


def _require_account(user: CurrentUser) -> None:
    # The local user may do everything, but nobody else could come in.
    if user.id is None:
        raise accounts_are_off()


def _held(session: Session, slug: str) -> ArgumentMap:
    found = lock_map(session, slug)
    if found is None:
        raise UnknownMap(slug)
    return found


def _place(found: ArgumentMap) -> Place:
    return Place(map_id=found.id)
