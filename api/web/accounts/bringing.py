"""Bringing a map into a seminar, moving it there, and letting a fork out: each says what goes along and what stays."""

import re
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session, col, select

from api.copying import bring_into_seminar, maker_of, move_map, release_fork, what_hangs_on
from api.database import Reading, Writing, lock_map
from api.forking import may_take_out, seminars_led
from api.permission import (
    Action,
    Administering,
    Creating,
    CurrentUser,
    Teaching,
    accounts_are_off,
    in_reach,
    permitted_in,
)
from api.publishing import NamesForGood
from api.web.editing.forms import Typed, typed
from api.web.messages import gettext
from api.web.name_choices import ask_choices, read_name_choice, without_choice
from api.web.shelf import list_named_maps
from api.web.surroundings import around
from api.web.templating import page
from api.web.visits import read_visit
from models.address_names import read_name
from models.errors import UnknownMap
from models.participation.map_anonymity import is_anonymous
from models.people.account_errors import NotForYou, UnknownSeminar
from models.people.accounts import Account
from models.people.enrolment import find_seminar, in_groups, maps_of
from models.people.seminars import Seminar, SeminarMap
from models.records.maps import ArgumentMap
from models.row_keys import persisted_id
from models.teaching.map_ownership import Release, forks_in, read_holders, releases_of, seminar_holding
from models.text_types import Slug

router = APIRouter(include_in_schema=False)
Form = Annotated[Typed, Depends(typed)]
# A list from which one chooses by typing; any other map is brought by its name or address.
MOST_OFFERED = 200
# Of so many maps with the same words in their titles one is chosen.
MOST_ALIKE = 10
_ADDRESS = re.compile(r"/maps/([^/?#\s]+)")


def maps_to_bring(session: Session, seminar: Seminar, user: CurrentUser) -> list[ArgumentMap]:
    """Return maps that somebody may bring into a seminar, their own first, as many as a list can offer."""
    here = select(SeminarMap.map_id).where(SeminarMap.seminar_id == seminar.id)
    own = col(ArgumentMap.id).in_(list(user.roles))
    wanted = select(ArgumentMap).where(in_reach(user), col(ArgumentMap.id).not_in(here))
    ordered = wanted.order_by(own.desc(), col(ArgumentMap.title), col(ArgumentMap.slug)).limit(MOST_OFFERED)
    found = list(session.exec(ordered))
    holders = read_holders(session, found)
    return [each for each in found if may_take_out(session, user, each, holders)]


def find_meant_maps(
    request: Request, session: Session, seminar: Seminar, written: str, user: CurrentUser
) -> list[ArgumentMap]:
    """Return the map whose address or name in addresses is written, else those in whose titles the words stand.

    All are maps that somebody sees and that are not in the seminar; a title that is written whole goes before others.
    """
    address = _ADDRESS.search(written)
    slug = address[1] if address else read_name(written)
    if request.app.state.pictures.may_see(slug, user):
        return list(session.exec(select(ArgumentMap).where(ArgumentMap.slug == slug)))
    if address:
        return []
    here = set(session.exec(select(SeminarMap.map_id).where(SeminarMap.seminar_id == seminar.id)))
    named = [each for each in list_named_maps(session, user, written, MOST_OFFERED) if each.id not in here]
    whole = [each for each in named if each.title.casefold() == written.casefold()]
    return (whole or named)[:MOST_ALIKE]


def releases_told(session: Session, seminar: Seminar) -> list[tuple[Release, str, str]]:
    """Return what was let out of a seminar, each with who got it and who gave it."""
    found = releases_of(session, persisted_id(seminar))
    keys = {key for each in found for key in (each.given_to, each.released_by) if key is not None}
    people = session.exec(select(Account).where(col(Account.id).in_(keys))).all() if keys else []
    names = {each.id: each.display_name or each.handle for each in people}
    return [(each, names.get(each.given_to, ""), names.get(each.released_by, "")) for each in found]


def bring_map(
    request: Request, session: Session, seminar: Seminar, slug: str, given: Typed, user: CurrentUser
) -> Response | str:
    """Bring a map that somebody sees into a seminar; return what shows it, or what is wrong in words.

    Of a map that they do not see nobody learns here.
    """
    unknown = gettext("You see no map with these words in its title, and none of that name or address.")
    if not request.app.state.pictures.may_see(slug, user):
        return unknown
    found = lock_map(session, slug)
    if found is None or found.id in in_groups(session, persisted_id(seminar)):
        return unknown
    if found.id in {each.id for each in maps_of(session, persisted_id(seminar))}:
        return gettext("The seminar has this map already.")
    try:
        made = bring_into_seminar(session, seminar, found, user, read_name_choice(given))
    except NotForYou as error:
        return f"{error.detail} {error.remedy}"
    except NamesForGood as error:
        place = f"/seminars/{seminar.slug}"
        return ask_names(request, error, found.title, given, action=f"{place}/maps", back=(place, seminar.title))
    return RedirectResponse(f"/seminars/{seminar.slug}?brought={made.slug}#maps", status_code=303)


def ask_names(
    request: Request, error: NamesForGood, title: str, given: Typed, *, action: str, back: tuple[str, str]
) -> Response:
    """Ask what becomes of each name of a member in what has that title; what was sent is sent again with the answer."""
    return page(
        request,
        "names_asked.html",
        409,
        title=title,
        names=ask_choices(error.names, given),
        again=without_choice(given),
        action=action,
        back=back[0],
        back_title=back[1],
    )


@router.post("/maps/{slug}/bring")
def bring_from_map(request: Request, slug: Slug, given: Form, session: Writing, user: Creating) -> Response:
    """Bring the map into a seminar that one leads, and lead there."""
    request.app.state.pictures.check(slug, user)
    _require_account(user)
    if not given.get("seminar"):
        fault = gettext("Choose the seminar into which it comes.")
        return page(request, "not_brought.html", 422, fault=fault, back=f"/maps/{slug}")
    seminar = _led(session, given["seminar"], user)
    done = bring_map(request, session, seminar, slug, {**given, "share": slug}, user)
    if isinstance(done, str):
        return page(request, "not_brought.html", 422, fault=done, back=f"/maps/{slug}")
    return done


@router.get("/maps/{slug}/move")
def show_move(request: Request, slug: Slug, session: Reading, user: Administering) -> Response:
    """Show what moving the map into another seminar takes along, who loses it, and what stays."""
    return _move(request, session, slug, user, {})


@router.post("/maps/{slug}/move")
def move(request: Request, slug: Slug, given: Form, session: Writing, user: Administering) -> Response:
    """Move the map: its records alone, or where that is said, with what people said and did."""
    _require_account(user)
    found = lock_map(session, slug)
    if found is None:
        raise UnknownMap(slug)
    if given.get("sure") != "yes":
        fault = gettext("Say that you have read what goes along and who loses it.")
        return _move(request, session, slug, user, given, fault, 422)
    seminar = _led(session, given.get("seminar", ""), user)
    if seminar.id == seminar_holding(session, found.id):
        return _move(request, session, slug, user, given, gettext("The seminar has this map already."), 422)
    try:
        people = given.get("people") == "yes"
        made = move_map(session, found, seminar, user, read_name_choice(given), people=people)
    except NotForYou as error:
        return _move(request, session, slug, user, given, f"{error.detail} {error.remedy}", 409)
    except NamesForGood as error:
        here = f"/maps/{slug}/move"
        return ask_names(request, error, found.title, given, action=here, back=(here, found.title))
    return RedirectResponse(f"/seminars/{seminar.slug}?brought={made.slug}#maps", status_code=303)


@router.get("/seminars/{seminar}/forks/{fork}/release")
def show_release(request: Request, seminar: str, fork: Slug, session: Reading, user: Teaching) -> Response:
    """Show what letting a fork out gives to whoever made it, and what stays in the seminar."""
    place, found = _fork(session, seminar, fork, user)
    receiver = session.get(Account, maker_of(session, persisted_id(found)) or user.id or 0)
    name = (receiver.display_name or receiver.handle) if receiver is not None else ""
    belongings = what_hangs_on(session, found)
    return page(
        request,
        "release.html",
        seminar=place,
        fork=found,
        receiver=name,
        belongings=belongings,
        anonymous=is_anonymous(session, persisted_id(found)),
    )


@router.post("/seminars/{seminar}/forks/{fork}/release")
def release(request: Request, seminar: str, fork: Slug, given: Form, session: Writing, user: Teaching) -> Response:
    """Let a fork out: whoever made it gets a copy of its records, and it is recorded who gave it."""
    place, found = _fork(session, seminar, fork, user)
    try:
        release_fork(session, place, found, user, read_name_choice(given))
    except NamesForGood as error:
        here = f"/seminars/{seminar}/forks/{fork}/release"
        return ask_names(request, error, found.title, given, action=here, back=(f"/seminars/{seminar}", place.title))
    return RedirectResponse(f"/seminars/{seminar}#forks", status_code=303)


def _fork(session: Session, slug: str, fork: str, user: CurrentUser) -> tuple[Seminar, ArgumentMap]:
    """Return a fork that is the seminar's; raises `UnknownMap`."""
    place = _led(session, slug, user)
    found = next(
        (each.fork for each in forks_in(session, persisted_id(place)) if each.fork.slug == fork and each.ours), None
    )
    if found is None:
        raise UnknownMap(fork)
    return place, found


def _led(session: Session, slug: str, user: CurrentUser) -> Seminar:
    """Return a seminar that somebody leads; raises `UnknownSeminar` also for one that they do not see."""
    _require_account(user)
    found = find_seminar(session, slug)
    if not permitted_in(user, persisted_id(found)):
        raise UnknownSeminar(slug)
    if Action.TEACH not in permitted_in(user, persisted_id(found)):
        raise NotForYou("bring maps into this seminar", "whoever leads it")
    return found


def _require_account(user: CurrentUser) -> None:
    if user.id is None:
        raise accounts_are_off()


def _move(
    request: Request,
    session: Session,
    slug: str,
    user: CurrentUser,
    given: Typed,
    fault: str = "",
    status: int = 200,
) -> Response:
    _require_account(user)
    graph = request.app.state.pictures.graph(slug, user)
    found = session.exec(select(ArgumentMap).where(ArgumentMap.slug == slug)).one()
    holder = seminar_holding(session, found.id)
    former = session.get(Seminar, holder) if holder is not None else None
    return page(
        request,
        "move.html",
        status,
        former=former,
        seminars=[each for each in seminars_led(session, user) if each.id != holder],
        belongings=what_hangs_on(session, found),
        anonymous=is_anonymous(session, persisted_id(found)),
        may_move=may_take_out(session, user, found),
        given=given,
        fault=fault,
        **around(request, graph, read_visit(request, slug), session),
    )
