"""Bringing a map into a seminar, moving it there, and letting a fork out: each says what goes along and what stays."""

import re
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session, col, select

from api.access.authorization import Action, MayAdminister, MayCreate, MayTeach, accounts_off_refusal
from api.access.current_user import CurrentUser, is_visible_to, list_seminar_actions
from api.editions.name_choices import drop_name_choice, list_name_questions, read_name_choice
from api.editions.publishing import UndecidedNames
from api.forks.copying import bring_into_seminar, count_attached_work, find_fork_maker, move_map, release_fork
from api.forks.forking import list_led_seminars, may_copy_elsewhere
from api.pages.forms import FormValues, read_posted_form
from api.pages.map_context import MapPageRequest, add_to_map_pages, build_map_context
from api.pages.templating import render_page
from api.pages.visits import read_visit
from api.phrases.messages import gettext
from api.phrases.page_words import explain_error
from api.records.named_maps import list_named_maps
from api.requests.database import Reading, Writing, lock_existing_map, lock_map
from models.address_names import read_name
from models.changes import find_map
from models.errors import Phrase, UnknownMap
from models.participation.map_anonymity import is_anonymous
from models.people.account_errors import NotForYou, UnknownSeminar
from models.people.accounts import Account
from models.people.enrolment import find_seminar, list_group_map_ids, list_seminar_maps
from models.people.seminars import Seminar, SeminarMap
from models.records.maps import ArgumentMap
from models.row_keys import persisted_id
from models.teaching.map_ownership import (
    Release,
    find_seminar_id,
    find_seminars_of,
    list_releases,
    list_seminar_forks,
    read_holders,
)
from models.text_types import Slug

router = APIRouter(include_in_schema=False)
Form = Annotated[FormValues, Depends(read_posted_form)]
# A list from which one chooses by typing; any other map is brought by its name or address.
MOST_OFFERED = 200
# Of so many maps with the same words in their titles one is chosen.
MOST_MATCHES = 10
_ADDRESS = re.compile(r"/maps/([^/?#\s]+)")


@add_to_map_pages
def _add_seminars(page: MapPageRequest) -> Mapping[str, Any]:
    """Return the seminars that whoever looks leads, and the one to which the map belongs, for those who are in it."""
    seminar = None
    if page.user.seminars:
        map_id = persisted_id(find_map(page.session, page.graph.slug))
        seminar = find_seminars_of(page.session, [map_id], page.user.seminars).get(map_id)
    return {"seminars_led": list_led_seminars(page.session, page.user), "seminar_here": seminar}


def list_maps_to_bring(session: Session, seminar: Seminar, user: CurrentUser) -> list[ArgumentMap]:
    """Return maps that somebody may bring into a seminar, their own first, as many as a list can offer."""
    ids_in_seminar = select(SeminarMap.map_id).where(SeminarMap.seminar_id == seminar.id)
    is_own = col(ArgumentMap.id).in_(list(user.roles))
    query = select(ArgumentMap).where(is_visible_to(user), col(ArgumentMap.id).not_in(ids_in_seminar))
    sorted_query = query.order_by(is_own.desc(), col(ArgumentMap.title), col(ArgumentMap.slug)).limit(MOST_OFFERED)
    maps = list(session.exec(sorted_query))
    holders = read_holders(session, maps)
    return [argument_map for argument_map in maps if may_copy_elsewhere(session, user, argument_map, holders)]


def find_matching_maps(
    request: Request, session: Session, seminar: Seminar, words: str, user: CurrentUser
) -> list[ArgumentMap]:
    """Return the map whose address or name in addresses is written, else those in whose titles the words stand.

    All are maps that somebody sees and that are not in the seminar; a title that is written whole goes before others.
    """
    address = _ADDRESS.search(words)
    slug = address[1] if address else read_name(words)
    if request.app.state.pictures.may_see(slug, user):
        return list(session.exec(select(ArgumentMap).where(ArgumentMap.slug == slug)))
    if address:
        return []
    ids_in_seminar = set(session.exec(select(SeminarMap.map_id).where(SeminarMap.seminar_id == seminar.id)))
    matches = [
        argument_map
        for argument_map in list_named_maps(session, user, words, MOST_OFFERED)
        if argument_map.id not in ids_in_seminar
    ]
    exact_matches = [argument_map for argument_map in matches if argument_map.title.casefold() == words.casefold()]
    return (exact_matches or matches)[:MOST_MATCHES]


def list_releases_with_names(session: Session, seminar: Seminar) -> list[tuple[Release, str, str]]:
    """Return what was let out of a seminar, each with who got it and who gave it."""
    releases = list_releases(session, persisted_id(seminar))
    account_ids = {
        account_id
        for release in releases
        for account_id in (release.given_to, release.released_by)
        if account_id is not None
    }
    accounts = session.exec(select(Account).where(col(Account.id).in_(account_ids))).all() if account_ids else []
    names = {account.id: account.display_name or account.handle for account in accounts}
    return [(release, names.get(release.given_to, ""), names.get(release.released_by, "")) for release in releases]


def bring_map(
    request: Request, session: Session, seminar: Seminar, slug: str, form: FormValues, user: CurrentUser
) -> Response | str:
    """Bring a map that somebody sees into a seminar; return what shows it, or what is wrong in words.

    Of a map that they do not see nobody learns here.
    """
    unknown = gettext("No map that you can see has these words in its title, or has this name or address.")
    if not request.app.state.pictures.may_see(slug, user):
        return unknown
    argument_map = lock_map(session, slug)
    if argument_map is None or argument_map.id in list_group_map_ids(session, persisted_id(seminar)):
        return unknown
    if argument_map.id in {seminar_map.id for seminar_map in list_seminar_maps(session, persisted_id(seminar))}:
        return gettext("The seminar already has this map.")
    try:
        brought_map = bring_into_seminar(session, seminar, argument_map, user, read_name_choice(form))
    except NotForYou as error:
        return explain_error(error)
    except UndecidedNames as error:
        seminar_address = f"/seminars/{seminar.slug}"
        return ask_names(
            request,
            error,
            argument_map.title,
            form,
            action=f"{seminar_address}/maps",
            back=(seminar_address, seminar.title),
        )
    return RedirectResponse(f"/seminars/{seminar.slug}?brought={brought_map.slug}#maps", status_code=303)


def ask_names(
    request: Request, error: UndecidedNames, title: str, form: FormValues, *, action: str, back: tuple[str, str]
) -> Response:
    """Ask what becomes of each name of a member in what has that title; what was sent is sent again with the answer."""
    return render_page(
        request,
        "name_questions.html",
        409,
        title=title,
        names=list_name_questions(error.names, form),
        again=drop_name_choice(form),
        action=action,
        back=back[0],
        back_title=back[1],
    )


@router.post("/maps/{slug}/bring")
def bring_from_map(request: Request, slug: Slug, form: Form, session: Writing, user: MayCreate) -> Response:
    """Bring the map into a seminar that one leads, and lead there."""
    # Which seminar it is, and who leads it, the form tells and no permission asks: that is asked here.
    request.app.state.pictures.check(slug, user)
    _require_account(user)
    if not form.get("seminar"):
        fault = gettext("Choose the seminar to add it to.")
        return render_page(request, "map_not_added.html", 422, fault=fault, back=f"/maps/{slug}")
    seminar = _require_led_seminar(session, form["seminar"], user)
    outcome = bring_map(request, session, seminar, slug, {**form, "share": slug}, user)
    if isinstance(outcome, str):
        return render_page(request, "map_not_added.html", 422, fault=outcome, back=f"/maps/{slug}")
    return outcome


@router.get("/maps/{slug}/move")
def show_move_form(request: Request, slug: Slug, session: Reading, user: MayAdminister) -> Response:
    """Show what moving the map into another seminar takes along, who loses it, and what stays."""
    return _render_move_form(request, session, slug, user, {})


@router.post("/maps/{slug}/move")
def move_to_seminar(request: Request, slug: Slug, form: Form, session: Writing, user: MayAdminister) -> Response:
    """Move the map: its records alone, or where that is said, with what people said and did."""
    _require_account(user)
    argument_map = lock_existing_map(session, slug)
    if form.get("sure") != "yes":
        fault = gettext("Confirm that you have read what moves and who loses access.")
        return _render_move_form(request, session, slug, user, form, fault, 422)
    seminar = _require_led_seminar(session, form.get("seminar", ""), user)
    if seminar.id == find_seminar_id(session, argument_map.id):
        return _render_move_form(request, session, slug, user, form, gettext("The seminar already has this map."), 422)
    try:
        people = form.get("people") == "yes"
        moved_map = move_map(session, argument_map, seminar, user, read_name_choice(form), people=people)
    except NotForYou as error:
        return _render_move_form(request, session, slug, user, form, explain_error(error), 409)
    except UndecidedNames as error:
        form_address = f"/maps/{slug}/move"
        return ask_names(
            request, error, argument_map.title, form, action=form_address, back=(form_address, argument_map.title)
        )
    return RedirectResponse(f"/seminars/{seminar.slug}?brought={moved_map.slug}#maps", status_code=303)


@router.get("/seminars/{seminar}/forks/{fork}/release")
def show_release_form(request: Request, seminar: str, fork: Slug, session: Reading, user: MayTeach) -> Response:
    """Show what letting a fork out gives to whoever made it, and what stays in the seminar."""
    seminar_row, forked_map = _find_fork(session, seminar, fork, user)
    receiver_id = find_fork_maker(session, persisted_id(forked_map)) or user.id
    receiver = session.get(Account, receiver_id) if receiver_id is not None else None
    name = (receiver.display_name or receiver.handle) if receiver is not None else ""
    belongings = count_attached_work(session, forked_map)
    return render_page(
        request,
        "release_copy.html",
        seminar=seminar_row,
        fork=forked_map,
        receiver=name,
        belongings=belongings,
        anonymous=is_anonymous(session, persisted_id(forked_map)),
    )


@router.post("/seminars/{seminar}/forks/{fork}/release")
def release_to_maker(
    request: Request, seminar: str, fork: Slug, form: Form, session: Writing, user: MayTeach
) -> Response:
    """Let a fork out: whoever made it gets a copy of its records, and it is recorded who gave it."""
    seminar_row, forked_map = _find_fork(session, seminar, fork, user)
    try:
        release_fork(session, seminar_row, forked_map, user, read_name_choice(form))
    except UndecidedNames as error:
        form_address = f"/seminars/{seminar}/forks/{fork}/release"
        return ask_names(
            request,
            error,
            forked_map.title,
            form,
            action=form_address,
            back=(f"/seminars/{seminar}", seminar_row.title),
        )
    return RedirectResponse(f"/seminars/{seminar}#forks", status_code=303)


def _find_fork(session: Session, slug: str, fork_slug: str, user: CurrentUser) -> tuple[Seminar, ArgumentMap]:
    """Return a fork that is the seminar's; raises `UnknownMap`."""
    seminar_row = _require_led_seminar(session, slug, user)
    forked_map = next(
        (
            seminar_fork.fork
            for seminar_fork in list_seminar_forks(session, persisted_id(seminar_row))
            if seminar_fork.fork.slug == fork_slug and seminar_fork.ours
        ),
        None,
    )
    if forked_map is None:
        raise UnknownMap(fork_slug)
    return seminar_row, forked_map


def _require_led_seminar(session: Session, slug: str, user: CurrentUser) -> Seminar:
    """Return a seminar that somebody leads; raises `UnknownSeminar` also for one that they do not see."""
    _require_account(user)
    seminar = find_seminar(session, slug)
    if not list_seminar_actions(user, persisted_id(seminar)):
        raise UnknownSeminar(slug)
    if Action.TEACH not in list_seminar_actions(user, persisted_id(seminar)):
        raise NotForYou(
            Phrase("Your role does not let you bring maps into this seminar."),
            Phrase("Ask whoever leads it to do it, or to give you another role."),
        )
    return seminar


def _require_account(user: CurrentUser) -> None:
    if user.id is None:
        raise accounts_off_refusal()


def _render_move_form(
    request: Request,
    session: Session,
    slug: str,
    user: CurrentUser,
    form: FormValues,
    fault: str = "",
    status: int = 200,
) -> Response:
    _require_account(user)
    graph = request.app.state.pictures.graph(slug, user)
    argument_map = session.exec(select(ArgumentMap).where(ArgumentMap.slug == slug)).one()
    holder_id = find_seminar_id(session, argument_map.id)
    former_seminar = session.get(Seminar, holder_id) if holder_id is not None else None
    return render_page(
        request,
        "move_map.html",
        status,
        former=former_seminar,
        seminars=[seminar for seminar in list_led_seminars(session, user) if seminar.id != holder_id],
        belongings=count_attached_work(session, argument_map),
        anonymous=is_anonymous(session, persisted_id(argument_map)),
        may_move=may_copy_elsewhere(session, user, argument_map),
        form=form,
        fault=fault,
        **build_map_context(request, graph, read_visit(request, slug), session),
    )
