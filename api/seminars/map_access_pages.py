"""Who sees a map: its visibility, its own members, and the links by which co-authors come in."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session, col, select

from api.access.authorization import MayAdminister, accounts_off_refusal
from api.access.current_user import CurrentUser
from api.citations.site_addresses import find_site_address
from api.http.query_parameters import read_whole_number
from api.pages.confirmations import Confirmation, show_confirmation
from api.pages.forms import FormValues, read_posted_form
from api.pages.list_parts import paginate
from api.pages.map_context import build_map_context
from api.pages.templating import render_page
from api.pages.visits import read_visit
from api.phrases.messages import gettext, nform
from api.requests.consequences import count_replaced_records
from api.requests.database import Reading, Writing, lock_existing_map
from api.seminars.membership_forms import RenderAgain, change_member_by_form, make_invitation_by_form
from models import changes
from models.errors import StaleRevision
from models.people.enrolment import MembershipScope, list_members
from models.people.invitations import list_invitations, revoke_invitation
from models.people.seminars import Seminar, SeminarMap
from models.records.maps import ArgumentMap, ArgumentMapDraft
from models.row_keys import persisted_id
from models.text_types import MAX_INTEGER, Slug
from models.vocabulary import Role, Visibility

router = APIRouter(include_in_schema=False)
Form = Annotated[FormValues, Depends(read_posted_form)]


@router.get("/maps/{slug}/access")
def show_access(request: Request, slug: Slug, session: Reading, user: MayAdminister) -> Response:
    """Show who sees a map: its visibility, its members, and the links by which people come in."""
    return _make_page_renderer(request, session, changes.find_map(session, slug), user)({}, 200, "")


@router.post("/maps/{slug}/access")
def change_visibility(request: Request, slug: Slug, form: Form, session: Writing, user: MayAdminister) -> Response:
    """Decide who sees a map beside its members."""
    argument_map = lock_existing_map(session, slug)
    render_again = _make_page_renderer(request, session, argument_map, user)
    new_visibility, version = form.get("visibility", ""), form.get("version", "")
    if new_visibility not in set(Visibility):
        return render_again({"visibility": gettext("Choose who sees it.")}, 422, "")
    draft = ArgumentMapDraft.model_validate(argument_map, from_attributes=True)
    draft.visibility = Visibility(new_visibility)
    if _widens_visibility(argument_map, Visibility(new_visibility)) and form.get("sure") != "yes":
        return show_confirmation(
            request, _build_opening_confirmation(session, argument_map, Visibility(new_visibility), version)
        )
    expected_version = read_whole_number(version) or 0
    try:
        with session.begin_nested():
            changes.change_map(session, slug, draft, version=expected_version, author=user.name)
    except StaleRevision:
        return render_again(
            {"visibility": gettext("The map has changed since you opened it. Look at it and choose again.")}, 409, ""
        )
    return RedirectResponse(f"/maps/{slug}/access", status_code=303)


@router.post("/maps/{slug}/access/members/{member}")
def change_map_member(
    request: Request, slug: Slug, member: int, form: Form, session: Writing, user: MayAdminister
) -> Response:
    """Give a member of a map another role, or end the membership and every session of whoever had it."""
    argument_map = lock_existing_map(session, slug)
    render_again = _make_page_renderer(request, session, argument_map, user)
    return change_member_by_form(
        request, session, _place_of_map(argument_map), member, form, Role.OWNER, f"/maps/{slug}/access", render_again
    )


@router.post("/maps/{slug}/access/invitations")
def make_map_invitation(request: Request, slug: Slug, form: Form, session: Writing, user: MayAdminister) -> Response:
    """Make a link by which co-authors come in, and show it, this once."""
    argument_map = lock_existing_map(session, slug)
    render_again = _make_page_renderer(request, session, argument_map, user)
    return make_invitation_by_form(
        session,
        _place_of_map(argument_map),
        form,
        Role.OWNER,
        user.account_id,
        find_site_address(request),
        render_again,
    )


@router.post("/maps/{slug}/access/invitations/{number}/revoke")
def take_back_map_invitation(slug: Slug, number: int, session: Writing, user: MayAdminister) -> Response:
    """Take a link to a map back: nobody comes in by it any more."""
    _require_account(user)
    revoke_invitation(session, _place_of_map(lock_existing_map(session, slug)), min(number, MAX_INTEGER))
    return RedirectResponse(f"/maps/{slug}/access#invitations", status_code=303)


def _widens_visibility(argument_map: ArgumentMap, new_visibility: Visibility) -> bool:
    visibilities = list(Visibility)
    return visibilities.index(new_visibility) > visibilities.index(Visibility(argument_map.visibility))


def _build_opening_confirmation(
    session: Session, argument_map: ArgumentMap, new_visibility: Visibility, version: str
) -> Confirmation:
    records = count_replaced_records(session, persisted_id(argument_map))["changes"]["records"]
    sentence = nform("Others can then read %(num)s record.", "Others can then read %(num)s records.", records)
    return Confirmation(
        question=gettext("Open the map “%(title)s” to others?", title=argument_map.title),
        consequences=(
            f"{gettext(new_visibility.value).capitalize()}: {gettext(new_visibility.explanation)}",
            sentence % {"num": records},
            gettext("Others can also read its history: what it said before, and under which names it was written."),
            gettext("You can close it again, but others keep whatever they have read or copied by then."),
        ),
        action=f"/maps/{argument_map.slug}/access",
        button=gettext("Open map"),
        back=f"/maps/{argument_map.slug}/access",
        fields={"visibility": new_visibility.value, "version": version},
    )


def _make_page_renderer(
    request: Request, session: Session, argument_map: ArgumentMap, user: CurrentUser
) -> RenderAgain:
    """Return what shows the page."""
    _require_account(user)

    def render_again(faults: Mapping[str, str], status: int, link: str) -> Response:
        graph = request.app.state.pictures.graph(argument_map.slug, user)
        base = f"/maps/{argument_map.slug}/access"
        seminar_query = select(Seminar).join(SeminarMap, col(SeminarMap.seminar_id) == col(Seminar.id))
        answer = render_page(
            request,
            "map_access.html",
            status,
            members=paginate(
                request,
                base,
                "members",
                list_members(session, _place_of_map(argument_map)),
                lambda member: member.id,
                parameter="members",
            ),
            invitations=paginate(
                request,
                base,
                "invitations",
                list_invitations(session, _place_of_map(argument_map)),
                lambda invitation: invitation.id,
                parameter="invitations",
            ),
            seminar=session.exec(seminar_query.where(SeminarMap.map_id == argument_map.id)).one_or_none(),
            sharing=session.exec(select(SeminarMap.sharing).where(SeminarMap.map_id == argument_map.id)).one_or_none(),
            roles=list(Role),
            visibilities=list(Visibility),
            visibility=argument_map.visibility,
            map_version=argument_map.version,
            me=user.id,
            faults=faults,
            link=link,
            **build_map_context(request, graph, read_visit(request, argument_map.slug), session),
        )
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return render_again


def _require_account(user: CurrentUser) -> None:
    # The local user may do everything, but nobody else could come in.
    if user.id is None:
        raise accounts_off_refusal()


def _place_of_map(argument_map: ArgumentMap) -> MembershipScope:
    return MembershipScope(map_id=argument_map.id)
