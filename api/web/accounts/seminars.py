"""Seminars: who is a member with which role, which maps they share, and how people come in."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import TypeAdapter, ValidationError
from sqlmodel import Session, col, select

from api.controversies import list_own_work
from api.database import Reading, Writing, lock_map
from api.due import read_due
from api.editions import site
from api.error_answers import status_of
from api.mentions import count_unread, list_group_maps
from api.permission import (
    Action,
    Commenting,
    Creating,
    CurrentUser,
    Looking,
    NotAllowed,
    Teaching,
    WithAccount,
    permitted,
    permitted_in,
)
from api.web.accounts.bringing import bring_map, find_meant_maps, maps_to_bring, releases_told
from api.web.accounts.event_words import EventWords
from api.web.accounts.peopling import Again, invitation_made, member_changed
from api.web.address_words import describe_taken_name
from api.web.editing.forms import Typed, typed
from api.web.messages import N_, gettext
from api.web.parts import Item, list_part
from api.web.templating import page
from models import changes
from models.address_names import find_free_name, propose_name, read_name
from models.controversies.controversies import controversies_of
from models.deliberation.map_anonymising import make_anonymous
from models.errors import MapError, SlugTaken
from models.participation.instructions import PinnedTo, read_instructions
from models.participation.map_anonymity import hidden_among
from models.participation.seminar_pseudonyms import choose_pseudonym, may_choose_pseudonym
from models.people.authentication import at_least
from models.people.enrolment import (
    Place,
    create_seminar,
    enrol,
    find_seminar,
    fit_chosen_name,
    is_seminar_name_taken,
    maps_of,
    members_of,
    share_map,
)
from models.people.invitations import invitations_of, revoke_invitation
from models.people.seminars import Seminar, is_not_due
from models.records.maps import ArgumentMapDraft
from models.row_keys import persisted_id
from models.teaching.map_ownership import forks_in
from models.teaching.personal_links import list_personal_links
from models.teaching.seminar_lifecycle import list_seminar_events
from models.text_types import MAX_INTEGER, Slug, Title
from models.vocabulary import Role, Visibility

router = APIRouter(include_in_schema=False)
Form = Annotated[Typed, Depends(typed)]

WANTED = {"slug": N_("Write a short name of small letters, digits and hyphens."), "title": N_("Write a title.")}
_SLUG: TypeAdapter[str] = TypeAdapter(Slug)
_TITLE: TypeAdapter[str] = TypeAdapter(Title)


@router.get("/seminars")
def show_seminars(request: Request, session: Reading, user: WithAccount) -> Response:
    """Show one's own seminars, and the form by which one is begun."""
    return _seminars(request, session, user, {}, {})


@router.post("/seminars")
def begin_seminar(request: Request, given: Form, session: Writing, user: Creating) -> Response:
    """Begin a seminar, as its owner."""
    given = name_seminar(session, given)
    faults = find_unfit(given, WANTED)
    if not faults and user.id is not None:
        try:
            made = create_seminar(session, given["slug"].strip(), given["title"].strip(), user.id)
        except SlugTaken as error:
            faults["slug"] = describe_taken_name(given["slug"].strip(), error.free)
        else:
            return RedirectResponse(f"/seminars/{made.slug}", status_code=303)
    return _seminars(request, session, user, given, faults)


@router.get("/seminars/{seminar}")
def show_seminar(request: Request, seminar: str, session: Reading, user: Looking) -> Response:
    """Show a seminar: its maps, its members, and for whoever leads it the links by which people come in."""
    return show_page(request, session, find_seminar(session, seminar), user)


@router.post("/seminars/{seminar}/members/{member}")
def change_member(
    request: Request, seminar: str, member: int, given: Form, session: Writing, user: Teaching
) -> Response:
    """Give a member another role, or end the membership and every session of whoever had it."""
    found = find_seminar(session, seminar)
    place, again = Place(seminar_id=found.id), _again(request, session, found, user)
    return member_changed(request, session, place, member, given, role_in(user, found), f"/seminars/{seminar}", again)


@router.post("/seminars/{seminar}/invitations")
def make_invitation(request: Request, seminar: str, given: Form, session: Writing, user: Teaching) -> Response:
    """Make a link by which people come in, and show it, this once."""
    found = find_seminar(session, seminar)
    place, again = Place(seminar_id=found.id), _again(request, session, found, user)
    return invitation_made(session, place, given, role_in(user, found), user.account_id, site(request), again)


@router.post("/seminars/{seminar}/invitations/{number}/revoke")
def take_back_invitation(seminar: str, number: int, session: Writing, user: Teaching) -> Response:  # noqa: ARG001 # asked for
    """Take a link back: nobody comes in by it any more."""
    found = find_seminar(session, seminar)
    revoke_invitation(session, Place(seminar_id=found.id), min(number, MAX_INTEGER))
    return RedirectResponse(f"/seminars/{seminar}#invitations", status_code=303)


@router.post("/seminars/{seminar}/maps")
def add_map(request: Request, seminar: str, given: Form, session: Writing, user: Teaching) -> Response:
    """Make a new map in the seminar, or bring one there that one sees."""
    given = _named(given, partial(changes.is_name_taken, session))
    found = find_seminar(session, seminar)
    name = given.get("share", "").strip()
    if name:
        return _bring(request, session, found, name, given, user)
    faults = find_unfit(given, WANTED)
    if faults:
        return show_page(request, session, found, user, faults, status=422)
    try:
        draft = ArgumentMapDraft(title=given["title"].strip(), visibility=Visibility.PRIVATE)
        made = changes.create_map(session, given["slug"].strip(), draft, author=user.name)
    except SlugTaken as error:
        fault = describe_taken_name(given["slug"].strip(), error.free)
        return show_page(request, session, found, user, {"slug": fault}, status=409)
    enrol(session, Place(map_id=made.id), user.account_id, Role.OWNER)
    share_map(session, persisted_id(made), found.id)
    if given.get("anonymous") == "yes":
        make_anonymous(session, made, by=user.name)
    return RedirectResponse(f"/maps/{made.slug}", status_code=303)


@router.post("/seminars/{seminar}/anonymous")
def make_map_anonymous(request: Request, seminar: str, given: Form, session: Writing, user: Teaching) -> Response:
    """Make a map of the seminar anonymous throughout, for good, where whoever asks says that they know that."""
    found = find_seminar(session, seminar)
    known = {each.slug: each for each in maps_of(session, persisted_id(found))}
    chosen = known.get(given.get("map", ""))
    if chosen is None:
        fault = gettext("The seminar has no map of that name.")
    elif given.get("for_good") != "yes":
        fault = gettext("Say that you know that it cannot be taken back. Nothing was changed.")
    else:
        held = lock_map(session, chosen.slug)
        if held is not None:
            make_anonymous(session, held, by=user.name)
        return RedirectResponse(f"/seminars/{seminar}#maps", status_code=303)
    return show_page(request, session, found, user, {"anonymous": fault}, status=422)


@router.post("/seminars/{seminar}/pseudonym")
def take_pseudonym(request: Request, seminar: str, given: Form, session: Writing, user: Commenting) -> Response:
    """Choose the name under which one writes in the seminar, where one has not written there yet."""
    found = find_seminar(session, seminar)
    try:
        choose_pseudonym(session, persisted_id(found), user.account_id, fit_chosen_name(given.get("pseudonym", "")))
    except MapError as error:
        told = f"{error.detail} {error.remedy}".strip()
        return show_page(request, session, found, user, {"pseudonym": told}, status=status_of(type(error)))
    return RedirectResponse(f"/seminars/{seminar}#members", status_code=303)


@router.post("/seminars/{seminar}/pseudonyms")
def allow_pseudonyms(seminar: str, given: Form, session: Writing, user: Teaching) -> Response:
    """Decide whether members may choose pseudonyms; those who have one keep it."""
    del user
    found = find_seminar(session, seminar)
    found.pseudonyms = given.get("allowed") == "yes"
    session.add(found)
    return RedirectResponse(f"/seminars/{seminar}#members", status_code=303)


def _seminars(
    request: Request, session: Session, user: CurrentUser, given: Typed, faults: Mapping[str, str]
) -> Response:
    wanted = select(Seminar).where(is_not_due(datetime.now(UTC))).order_by(col(Seminar.title), col(Seminar.slug))
    if not user.administrator:
        wanted = wanted.where(col(Seminar.id).in_(list(user.seminars)))
    every = session.exec(wanted).all()
    lists = {
        name: list_part(
            request,
            "/seminars",
            name,
            [each for each in every if (each.archived is not None) == archived],
            _number_of,
            parameter=parameter,
        )
        for name, parameter, archived in (("seminars", "cursor", False), ("away", "away", True))
    }
    roles = {each.id: user.role_in(each.id) for part in lists.values() for each in part.items}
    status = 422 if faults else 200
    may_begin = Action.CREATE in permitted(user)
    context = {**lists, "roles": roles, "may_begin": may_begin, "given": given, "faults": faults}
    return page(request, "seminars.html", status, **context)


def show_page(
    request: Request,
    session: Session,
    found: Seminar,
    user: CurrentUser,
    faults: Mapping[str, str] | None = None,
    *,
    status: int = 200,
    link: str = "",
    renamed: str = "",
    **more: Any,
) -> Response:
    """Return the page of a seminar, with what has just been made or is wrong."""
    place, role = Place(seminar_id=found.id), role_in(user, found)
    may_see = request.app.state.pictures.may_see
    leads = Action.TEACH in permitted_in(user, persisted_id(found))
    shared = maps_of(session, persisted_id(found))
    # Also a leader's own list tells of no map elsewhere that the leader may not see.
    forks = [each for each in forks_in(session, persisted_id(found)) if leads or user.role_on(each.fork.id) is not None]

    def part(name: str, items: Sequence[Item], identity: Callable[[Item], object] = _number_of, **more: Any) -> Any:
        return list_part(request, f"/seminars/{found.slug}", name, items, identity, parameter=name, **more)

    maps = part("maps", shared)
    mentions = count_unread(session, user)
    brought = next((each for each in shared if each.slug == request.query_params.get("brought")), None)
    events = part("events", list_seminar_events(session, persisted_id(found)))
    controversies = part("controversies", controversies_of(session, persisted_id(found)))
    members = [each for each in members_of(session, place) if leads or not (found.pseudonyms and each.waiting)]
    answer = page(
        request,
        "seminar.html",
        status,
        seminar=found,
        role=role,
        leads=leads,
        instructions=read_instructions(session, PinnedTo.SEMINAR, persisted_id(found)),
        maps=maps,
        mentions=mentions,
        mentioned=list_group_maps(session, persisted_id(found), mentions),
        anonymous=hidden_among(session, [persisted_id(each) for each in (*maps.items, brought) if each is not None]),
        forks=part("forks", [each for each in forks if each.ours or may_see(each.fork.slug, user)], _fork_number),
        to_bring=maps_to_bring(session, found, user) if leads else [],
        releases=part("releases", releases_told(session, found) if leads else [], _release_number),
        alone=len(members) <= 1,
        brought=brought,
        due_here=read_due(session, found, user),
        controversies=controversies.items,
        own_work=list_own_work(session, controversies.items, user),
        controversies_part=controversies,
        members=part("members", members),
        chooses=not found.is_closed
        and Action.COMMENT in permitted_in(user, persisted_id(found))
        and may_choose_pseudonym(session, persisted_id(found), user.id),
        invitations=part("invitations", invitations_of(session, place) if leads else []),
        roles=[each for each in Role if at_least(role, each)],
        me=user.id,
        faults=faults or {},
        changes=leads and not found.is_closed,
        member=user.id is not None and user.seminars.get(persisted_id(found)) is not None,
        events=events._replace(items=[EventWords.of(each) for each in events.items]),
        renamed=renamed,
        link=link,
        links=part("links", list_personal_links(session, place) if leads else [], _link_number),
        **{
            "admitted": (),
            "links_file": "",
            "unfit": (),
            "listed": "",
            "preview": None,
            "share": "",
            "alike": (),
            **more,
        },
    )
    # Links are shown once, and a list of names is nobody else's business.
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _number_of(each: Any) -> object:
    return each.id


def _fork_number(each: Any) -> object:
    return each.fork.id


def _release_number(each: Any) -> object:
    return each[0].id


def _link_number(each: Any) -> object:
    return each.member.id


def fit_title(title: str) -> bool:
    """Tell whether a text can be the title of a seminar."""
    return "title" not in find_unfit({"title": title}, {"title": WANTED["title"]})


def role_in(user: CurrentUser, found: Seminar) -> Role:
    """Return the user's role in a seminar; raises `NotAllowed` without one."""
    role = user.role_in(found.id)
    if role is None:
        raise NotAllowed
    return role


def _again(request: Request, session: Session, found: Seminar, user: CurrentUser) -> Again:
    return lambda faults, status, link: show_page(request, session, found, user, faults, status=status, link=link)


def name_seminar(session: Session, given: Typed) -> Typed:
    """Return the form of a new seminar with the name in addresses that is meant."""
    return _named(given, partial(is_seminar_name_taken, session))


def _named(given: Typed, is_taken: Callable[[str], bool]) -> Typed:
    """Return a form with the name in addresses that is meant; a free one of the title where none was written."""
    written = given.get("slug", "").strip()
    if written or not propose_name(given.get("title", "")):
        return {**given, "slug": read_name(written)}
    return {**given, "slug": find_free_name(propose_name(given["title"]), is_taken)}


def _bring(
    request: Request, session: Session, found: Seminar, written: str, given: Typed, user: CurrentUser
) -> Response:
    """Bring the map that is meant into a seminar; where several may be, ask for one."""
    meant = find_meant_maps(request, session, found, written, user)
    if len(meant) > 1:
        fault = gettext("Several maps have these words in their titles. Choose one.")
        return show_page(request, session, found, user, {"share": fault}, status=422, share=written, alike=meant)
    done = bring_map(request, session, found, meant[0].slug if meant else "", given, user)
    if isinstance(done, str):
        return show_page(request, session, found, user, {"share": done}, status=422, share=written)
    return done


def find_unfit(given: Typed, wanted: Mapping[str, str]) -> dict[str, str]:
    """Return which of the wanted fields cannot be what they are to be, each with what to write."""
    faults = {}
    for name, told in wanted.items():
        try:
            (_SLUG if name == "slug" else _TITLE).validate_python(given.get(name, "").strip())
        except ValidationError:
            faults[name] = gettext(told)
    return faults
