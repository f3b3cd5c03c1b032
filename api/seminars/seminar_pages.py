"""Seminars: who is a member with which role, which maps they share, and how people come in."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import TypeAdapter, ValidationError
from sqlmodel import Session, col, select

from api.access.authorization import Action, MayComment, MayCreate, MayLook, MayOwnAccount, MayTeach, NotAllowed
from api.access.current_user import CurrentUser, list_permitted_actions, list_seminar_actions
from api.citations.site_addresses import find_site_address
from api.pages.forms import FormValues, read_posted_form
from api.pages.list_parts import Item, paginate
from api.pages.templating import render_page
from api.phrases.marking import N_
from api.phrases.messages import gettext
from api.phrases.page_words import describe_unavailable_name, explain_error
from api.requests.database import Reading, Writing, lock_map
from api.requests.error_answers import find_status
from api.seminars.added_maps import bring_map, find_matching_maps, list_maps_to_bring, list_releases_with_names
from api.seminars.comments.mentions import count_unread_mentions, list_group_maps
from api.seminars.controversies.controversy_operations import list_own_work
from api.seminars.due_tasks import list_due_work
from api.seminars.event_words import EventWords
from api.seminars.membership_forms import RenderAgain, change_member_by_form, make_invitation_by_form
from models import changes
from models.address_names import find_free_name, propose_name, read_name
from models.controversies.controversies import read_controversies
from models.deliberation.map_anonymising import anonymise_map
from models.errors import MapError, SlugTaken
from models.participation.instructions import PinnedTo, read_instructions
from models.participation.map_anonymity import find_anonymous_maps
from models.participation.seminar_pseudonyms import choose_pseudonym, may_choose_pseudonym
from models.people.authentication import at_least
from models.people.enrolment import (
    MembershipScope,
    create_seminar,
    enrol,
    find_seminar,
    list_members,
    list_seminar_maps,
    normalize_chosen_name,
    seminar_exists,
    share_map,
)
from models.people.invitations import list_invitations, revoke_invitation
from models.people.seminars import Seminar, erasure_not_due_condition
from models.records.maps import ArgumentMapDraft
from models.row_keys import persisted_id
from models.teaching.map_ownership import list_seminar_forks
from models.teaching.personal_links import list_personal_links
from models.teaching.seminar_lifecycle import list_seminar_events
from models.text_types import MAX_INTEGER, Slug, Title
from models.vocabulary import Role, Visibility

router = APIRouter(include_in_schema=False)
Form = Annotated[FormValues, Depends(read_posted_form)]

REQUIRED_FIELDS = {
    "slug": N_("Enter a short name of lower-case letters, digits and hyphens."),
    "title": N_("Enter a title."),
}
_SLUG: TypeAdapter[str] = TypeAdapter(Slug)
_TITLE: TypeAdapter[str] = TypeAdapter(Title)


@router.get("/seminars")
def show_seminars(request: Request, session: Reading, user: MayOwnAccount) -> Response:
    """Show one's own seminars, and the form by which one is begun."""
    return _render_seminar_list(request, session, user, {}, {})


@router.post("/seminars")
def submit_new_seminar(request: Request, form: Form, session: Writing, user: MayCreate) -> Response:
    """Begin a seminar, as its owner."""
    form = fill_in_seminar_slug(session, form)
    faults = find_unfit_fields(form, REQUIRED_FIELDS)
    if not faults and user.id is not None:
        try:
            new_seminar = create_seminar(session, form["slug"].strip(), form["title"].strip(), user.id)
        except SlugTaken as error:
            faults["slug"] = describe_unavailable_name(form["slug"].strip(), error.free)
        else:
            return RedirectResponse(f"/seminars/{new_seminar.slug}", status_code=303)
    return _render_seminar_list(request, session, user, form, faults)


@router.get("/seminars/{seminar}")
def show_seminar(request: Request, seminar: str, session: Reading, user: MayLook) -> Response:
    """Show a seminar: its maps, its members, and for whoever leads it the links by which people come in."""
    return show_seminar_page(request, session, find_seminar(session, seminar), user)


@router.post("/seminars/{seminar}/members/{member}")
def change_seminar_member(
    request: Request, seminar: str, member: int, form: Form, session: Writing, user: MayTeach
) -> Response:
    """Give a member another role, or end the membership and every session of whoever had it."""
    seminar_row = find_seminar(session, seminar)
    place, render_again = (
        MembershipScope(seminar_id=seminar_row.id),
        _make_page_renderer(request, session, seminar_row, user),
    )
    return change_member_by_form(
        request, session, place, member, form, require_role_in(user, seminar_row), f"/seminars/{seminar}", render_again
    )


@router.post("/seminars/{seminar}/invitations")
def make_seminar_invitation(request: Request, seminar: str, form: Form, session: Writing, user: MayTeach) -> Response:
    """Make a link by which people come in, and show it, this once."""
    seminar_row = find_seminar(session, seminar)
    place, render_again = (
        MembershipScope(seminar_id=seminar_row.id),
        _make_page_renderer(request, session, seminar_row, user),
    )
    return make_invitation_by_form(
        session,
        place,
        form,
        require_role_in(user, seminar_row),
        user.account_id,
        find_site_address(request),
        render_again,
    )


@router.post("/seminars/{seminar}/invitations/{number}/revoke")
def take_back_seminar_invitation(seminar: str, number: int, session: Writing, user: MayTeach) -> Response:  # noqa: ARG001 # asked for
    """Take a link back: nobody comes in by it any more."""
    seminar_row = find_seminar(session, seminar)
    revoke_invitation(session, MembershipScope(seminar_id=seminar_row.id), min(number, MAX_INTEGER))
    return RedirectResponse(f"/seminars/{seminar}#invitations", status_code=303)


@router.post("/seminars/{seminar}/maps")
def add_map(request: Request, seminar: str, form: Form, session: Writing, user: MayTeach) -> Response:
    """Make a new map in the seminar, or bring one there that one sees."""
    form = _fill_in_slug(form, partial(changes.map_exists, session))
    seminar_row = find_seminar(session, seminar)
    name = form.get("share", "").strip()
    if name:
        return _bring_named_map(request, session, seminar_row, name, form, user)
    faults = find_unfit_fields(form, REQUIRED_FIELDS)
    if faults:
        return show_seminar_page(request, session, seminar_row, user, faults, status=422)
    try:
        draft = ArgumentMapDraft(title=form["title"].strip(), visibility=Visibility.PRIVATE)
        new_map = changes.create_map(session, form["slug"].strip(), draft, author=user.name)
    except SlugTaken as error:
        fault = describe_unavailable_name(form["slug"].strip(), error.free)
        return show_seminar_page(request, session, seminar_row, user, {"slug": fault}, status=409)
    enrol(session, MembershipScope(map_id=new_map.id), user.account_id, Role.OWNER)
    share_map(session, persisted_id(new_map), seminar_row.id)
    if form.get("anonymous") == "yes":
        anonymise_map(session, new_map, by=user.name)
    return RedirectResponse(f"/maps/{new_map.slug}", status_code=303)


@router.post("/seminars/{seminar}/anonymous")
def make_map_anonymous(request: Request, seminar: str, form: Form, session: Writing, user: MayTeach) -> Response:
    """Make a map of the seminar anonymous throughout, for good, where whoever asks says that they know that."""
    seminar_row = find_seminar(session, seminar)
    maps_by_slug = {
        argument_map.slug: argument_map for argument_map in list_seminar_maps(session, persisted_id(seminar_row))
    }
    chosen_map = maps_by_slug.get(form.get("map", ""))
    if chosen_map is None:
        fault = gettext("The seminar has no map with that name.")
    elif form.get("for_good") != "yes":
        fault = gettext("Confirm that you know that this cannot be undone. Nothing has been changed.")
    else:
        locked_map = lock_map(session, chosen_map.slug)
        if locked_map is not None:
            anonymise_map(session, locked_map, by=user.name)
        return RedirectResponse(f"/seminars/{seminar}#maps", status_code=303)
    return show_seminar_page(request, session, seminar_row, user, {"anonymous": fault}, status=422)


@router.post("/seminars/{seminar}/pseudonym")
def take_pseudonym(request: Request, seminar: str, form: Form, session: Writing, user: MayComment) -> Response:
    """Choose the name under which one writes in the seminar, where one has not written there yet."""
    seminar_row = find_seminar(session, seminar)
    try:
        choose_pseudonym(
            session, persisted_id(seminar_row), user.account_id, normalize_chosen_name(form.get("pseudonym", ""))
        )
    except MapError as error:
        fault = explain_error(error)
        return show_seminar_page(
            request, session, seminar_row, user, {"pseudonym": fault}, status=find_status(type(error))
        )
    return RedirectResponse(f"/seminars/{seminar}#members", status_code=303)


@router.post("/seminars/{seminar}/pseudonyms")
def allow_pseudonyms(seminar: str, form: Form, session: Writing, user: MayTeach) -> Response:
    """Decide whether members may choose pseudonyms; those who have one keep it."""
    del user
    seminar_row = find_seminar(session, seminar)
    seminar_row.pseudonyms = form.get("allowed") == "yes"
    session.add(seminar_row)
    return RedirectResponse(f"/seminars/{seminar}#members", status_code=303)


def _render_seminar_list(
    request: Request, session: Session, user: CurrentUser, form: FormValues, faults: Mapping[str, str]
) -> Response:
    query = (
        select(Seminar)
        .where(erasure_not_due_condition(datetime.now(UTC)))
        .order_by(col(Seminar.title), col(Seminar.slug))
    )
    if not user.administrator:
        query = query.where(col(Seminar.id).in_(list(user.seminars)))
    all_seminars = session.exec(query).all()
    lists = {
        name: paginate(
            request,
            "/seminars",
            name,
            [seminar for seminar in all_seminars if (seminar.archived is not None) == archived],
            _read_id,
            parameter=parameter,
        )
        for name, parameter, archived in (("seminars", "cursor", False), ("away", "away", True))
    }
    roles = {seminar.id: user.role_in(seminar.id) for part in lists.values() for seminar in part.items}
    status = 422 if faults else 200
    may_begin = Action.CREATE in list_permitted_actions(user)
    context = {**lists, "roles": roles, "may_begin": may_begin, "form": form, "faults": faults}
    return render_page(request, "seminars.html", status, **context)


def show_seminar_page(
    request: Request,
    session: Session,
    seminar: Seminar,
    user: CurrentUser,
    faults: Mapping[str, str] | None = None,
    *,
    status: int = 200,
    link: str = "",
    renamed: str = "",
    **context: Any,
) -> Response:
    """Return the page of a seminar, with what has just been made or is wrong."""
    place, role = MembershipScope(seminar_id=seminar.id), require_role_in(user, seminar)
    may_see = request.app.state.pictures.may_see
    leads = Action.TEACH in list_seminar_actions(user, persisted_id(seminar))
    shared_maps = list_seminar_maps(session, persisted_id(seminar))
    # Also a leader's own list tells of no map elsewhere that the leader may not see.
    forks = [
        fork
        for fork in list_seminar_forks(session, persisted_id(seminar))
        if leads or user.role_on(fork.fork.id) is not None
    ]

    def build_part(name: str, items: Sequence[Item], identity: Callable[[Item], object] = _read_id, **more: Any) -> Any:
        return paginate(request, f"/seminars/{seminar.slug}", name, items, identity, parameter=name, **more)

    maps = build_part("maps", shared_maps)
    mentions = count_unread_mentions(session, user)
    brought_map = next(
        (argument_map for argument_map in shared_maps if argument_map.slug == request.query_params.get("brought")), None
    )
    events = build_part("events", list_seminar_events(session, persisted_id(seminar)))
    controversies = build_part("controversies", read_controversies(session, persisted_id(seminar)))
    members = [
        member for member in list_members(session, place) if leads or not (seminar.pseudonyms and member.waiting)
    ]
    answer = render_page(
        request,
        "seminar.html",
        status,
        seminar=seminar,
        role=role,
        leads=leads,
        instructions=read_instructions(session, PinnedTo.SEMINAR, persisted_id(seminar)),
        maps=maps,
        mentions=mentions,
        mentioned=list_group_maps(session, persisted_id(seminar), mentions),
        anonymous=find_anonymous_maps(
            session,
            [persisted_id(argument_map) for argument_map in (*maps.items, brought_map) if argument_map is not None],
        ),
        forks=build_part(
            "forks", [fork for fork in forks if fork.ours or may_see(fork.fork.slug, user)], _read_fork_id
        ),
        to_bring=list_maps_to_bring(session, seminar, user) if leads else [],
        releases=build_part(
            "releases", list_releases_with_names(session, seminar) if leads else [], lambda row: row[0].id
        ),
        alone=len(members) <= 1,
        brought=brought_map,
        due_here=list_due_work(session, seminar, user),
        controversies=controversies.items,
        own_work=list_own_work(session, controversies.items, user),
        controversies_part=controversies,
        members=build_part("members", members),
        chooses=not seminar.is_closed
        and Action.COMMENT in list_seminar_actions(user, persisted_id(seminar))
        and may_choose_pseudonym(session, persisted_id(seminar), user.id),
        invitations=build_part("invitations", list_invitations(session, place) if leads else []),
        roles=[offered_role for offered_role in Role if at_least(role, offered_role)],
        me=user.id,
        faults=faults or {},
        changes=leads and not seminar.is_closed,
        member=user.id is not None and user.seminars.get(persisted_id(seminar)) is not None,
        events=events._replace(items=[EventWords.of(event) for event in events.items]),
        renamed=renamed,
        link=link,
        links=build_part("links", list_personal_links(session, place) if leads else [], lambda link: link.member.id),
        **{
            "admitted": (),
            "links_file": "",
            "unfit": (),
            "listed": "",
            "preview": None,
            "share": "",
            "alike": (),
            **context,
        },
    )
    # Links are shown once, and a list of names is nobody else's business.
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _read_id(row: Any) -> object:
    return row.id


def _read_fork_id(seminar_fork: Any) -> object:
    return seminar_fork.fork.id


def is_valid_title(title: str) -> bool:
    """Tell whether a text can be the title of a seminar."""
    return "title" not in find_unfit_fields({"title": title}, {"title": REQUIRED_FIELDS["title"]})


def require_role_in(user: CurrentUser, seminar: Seminar) -> Role:
    """Return the user's role in a seminar; raises `NotAllowed` without one."""
    role = user.role_in(seminar.id)
    if role is None:
        raise NotAllowed
    return role


def _make_page_renderer(request: Request, session: Session, seminar: Seminar, user: CurrentUser) -> RenderAgain:
    return lambda faults, status, link: show_seminar_page(
        request, session, seminar, user, faults, status=status, link=link
    )


def fill_in_seminar_slug(session: Session, form: FormValues) -> FormValues:
    """Return the form of a new seminar with the name in addresses that is meant."""
    return _fill_in_slug(form, partial(seminar_exists, session))


def _fill_in_slug(form: FormValues, is_name_in_use: Callable[[str], bool]) -> FormValues:
    """Return a form with the name in addresses that is meant; a free one of the title where none was written."""
    slug = form.get("slug", "").strip()
    if slug or not propose_name(form.get("title", "")):
        return {**form, "slug": read_name(slug)}
    return {**form, "slug": find_free_name(propose_name(form["title"]), is_name_in_use)}


def _bring_named_map(
    request: Request, session: Session, seminar: Seminar, words: str, form: FormValues, user: CurrentUser
) -> Response:
    """Bring the map that is meant into a seminar; where several may be, ask for one."""
    matches = find_matching_maps(request, session, seminar, words, user)
    if len(matches) > 1:
        fault = gettext("Several maps have these words in their titles. Choose one.")
        return show_seminar_page(
            request, session, seminar, user, {"share": fault}, status=422, share=words, alike=matches
        )
    outcome = bring_map(request, session, seminar, matches[0].slug if matches else "", form, user)
    if isinstance(outcome, str):
        return show_seminar_page(request, session, seminar, user, {"share": outcome}, status=422, share=words)
    return outcome


def find_unfit_fields(form: FormValues, required: Mapping[str, str]) -> dict[str, str]:
    """Return which of the wanted fields cannot be what they are to be, each with what to write."""
    faults = {}
    for name, instruction in required.items():
        try:
            (_SLUG if name == "slug" else _TITLE).validate_python(form.get(name, "").strip())
        except ValidationError:
            faults[name] = gettext(instruction)
    return faults
