"""The forks of a map, and the page on which what one has done is taken into the map or left."""

import re
from collections.abc import Mapping
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session
from starlette.responses import RedirectResponse

from api.authorship import tell_credits
from api.database import Reading, Writing, write_apart
from api.error_answers import status_of
from api.forking import (
    ForkRequest,
    make_fork,
    may_fork,
    may_merge,
    require_merge,
    seminar_of_fork,
    seminars_to_fork_into,
)
from api.long_work import prepare
from api.merges import Compared, Prospect, compare_for_merge, merge, prospect
from api.permission import Changing, Creating, CurrentUser, Looking
from api.web.confirming import confirm
from api.web.editing.forms import Typed, typed
from api.web.messages import gettext
from api.web.parts import list_part
from api.web.past.asking_to_merge import ask_to_merge
from api.web.record_names import RecordNames
from api.web.surroundings import around
from api.web.telling import Told, told_fields
from api.web.templating import page
from api.web.visits import read_visit
from argument_maps.comparison.map_differences import differing
from argument_maps.comparison.merging import Difference, Sort, named, renamed
from argument_maps.graph import AnyRecord
from models import changes
from models.address_names import read_name
from models.errors import MapError, StaleRevision
from models.history.forks import fork_of, forks_from
from models.participation.map_anonymity import is_anonymous
from models.people.account_errors import NotForYou
from models.records.maps import ArgumentMap
from models.row_keys import persisted_id
from models.teaching.map_ownership import read_holders
from models.text_types import SLUG_PATTERN, Slug

router = APIRouter(include_in_schema=False)
Form = Annotated[Typed, Depends(typed)]
LONGEST_SLUG, LONGEST_TITLE = 64, 500


class Origin(NamedTuple):
    """The map from which another was forked, as it stood after the change `sequence`."""

    slug: str
    title: str
    sequence: int


class Offer(NamedTuple):
    """A difference as the page shows it.

    `theirs` are the fields that the fork changed; `ours` those that this map changed, where it is contested; `needs`
    what would come along. `taken` is whether it is chosen at first.
    """

    difference: Difference
    credit: str
    theirs: tuple[Told, ...]
    ours: tuple[Told, ...]
    needs: tuple[str, ...]
    taken: bool


def origin_seen(request: Request, session: Session, map_id: int | None, user: CurrentUser) -> Origin | None:
    """Return where a map comes from; None where it is no fork, and where its origin is gone or is not for the user."""
    fork = fork_of(session, map_id)
    # By its id: another map may have taken the name.
    found = session.get(ArgumentMap, fork.origin_id) if fork is not None else None
    if fork is None or found is None or not request.app.state.pictures.may_see(found.slug, user):
        return None
    return Origin(found.slug, found.title, fork.origin_sequence)


@router.get("/maps/{slug}/forks")
def show_forks(request: Request, slug: Slug, session: Reading, user: Looking) -> Response:
    """Show where a map comes from, its forks, and the form that makes one."""
    return _forks(request, slug, session, user, {})


@router.post("/maps/{slug}/forks")
def fork(request: Request, slug: Slug, given: Form, session: Writing, user: Creating) -> Response:
    """Make a fork, and lead to it."""
    request.app.state.pictures.check(slug, user)
    origin = changes.find_map(session, slug)
    name, title = read_name(given.get("slug", "").strip()), given.get("title", "").strip()
    faults = _unfit(name, title)
    if not faults:
        try:
            with session.begin_nested():
                wanted = ForkRequest(name or None, title or None, seminar=given.get("seminar", "").strip() or None)
                made = make_fork(session, origin, wanted, user)
                return RedirectResponse(f"/maps/{made.slug}/history", status_code=303)
        except NotForYou as error:
            faults["slug"] = f"{error.detail} {error.remedy}".strip()
            return _forks(request, slug, session, user, given, faults, status=403)
        except MapError as error:
            faults["slug"] = f"{error.detail} {error.remedy}".strip()
    return _forks(request, slug, session, user, given, faults, status=422)


def _unfit(name: str, title: str) -> dict[str, str]:
    faults: dict[str, str] = {}
    if (name and not re.match(SLUG_PATTERN, name)) or len(name) > LONGEST_SLUG:
        faults["slug"] = gettext("Write small letters, digits and single hyphens, such as map-of-group-2.")
    if len(title) > LONGEST_TITLE or "\n" in title:
        faults["title"] = gettext("Write one line of at most %(number)s letters.", number=LONGEST_TITLE)
    return faults


def _forks(
    request: Request,
    slug: str,
    session: Session,
    user: CurrentUser,
    given: Mapping[str, str],
    faults: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    pictures = request.app.state.pictures
    graph = pictures.graph(slug, user)
    found = changes.find_map(session, slug)
    origin = origin_seen(request, session, found.id, user)
    seen = [each for each in forks_from(session, found.id) if pictures.may_see(each.slug, user)]
    forks = list_part(request, f"/maps/{slug}/forks", "forks", seen, lambda each: each.slug)
    others = [*forks.items, *([changes.find_map(session, origin.slug)] if origin is not None else [])]
    holders = read_holders(session, [found, *others])
    return page(
        request,
        "forks.html",
        status,
        origin=origin,
        forks=forks,
        sources={each.slug for each in others if may_merge(session, user, each, found, holders)},
        targets={each.slug for each in others if may_merge(session, user, found, each, holders)},
        given=given,
        faults=faults or {},
        may_fork=may_fork(found, user),
        anonymous=is_anonymous(session, persisted_id(found)),
        belongs_to=seminar_of_fork(session, found, user),
        seminars=seminars_to_fork_into(session, found, user),
        **around(request, graph, read_visit(request, slug), session),
    )


@router.get("/maps/{slug}/merge/{source}")
def show_merge(request: Request, slug: Slug, source: Slug, session: Reading, user: Looking) -> Response:
    """Show what another map has done since it last had the same as this one, each to be taken or left."""
    return _merge_page(request, slug, source, session, user)


@router.post("/maps/{slug}/merge/{source}")
async def take(request: Request, slug: Slug, source: Slug, given: Form, user: Changing) -> Response:
    """Ask about what was chosen, then take it in one change, and lead to where that can be taken back."""

    def compare_before(session: Session) -> Compared:
        _require_merge(request, slug, source, session, user)
        return compare_for_merge(session, source, slug)

    compared = await prepare(request, compare_before) if given.get("sure") == "yes" else None
    return await write_apart(request, lambda session: _take(request, slug, source, given, session, user, compared))


def _require_merge(request: Request, slug: str, source: str, session: Session, user: CurrentUser) -> None:
    for each in (slug, source):
        request.app.state.pictures.check(each, user)
    require_merge(session, user, changes.find_map(session, source), changes.find_map(session, slug))


def _take(
    request: Request,
    slug: str,
    source: str,
    given: Mapping[str, str],
    session: Session,
    user: CurrentUser,
    compared: Compared | None,
) -> Response:
    for each in (slug, source):
        request.app.state.pictures.check(each, user)
    taken = [name.removeprefix("take.") for name, value in given.items() if name.startswith("take.") and value == "yes"]
    version = given.get("version", "")
    number = int(version) if version.isascii() and version.isdecimal() and len(version) < 11 else None
    why = " ".join(given.get("why", "").split())[:400]
    try:
        if given.get("sure") != "yes":
            return confirm(request, ask_to_merge(request, slug, source, taken, version=number, why=why, user=user))
        _require_merge(request, slug, source, session, user)
        with session.begin_nested():
            done = merge(session, source, slug, taken, version=number, author=user.name, why=why, compared=compared)
    except StaleRevision:
        fault = gettext(
            "The map was changed while you chose. Look the differences over again; what you chose is kept below."
        )
        return _merge_page(request, slug, source, session, user, given, fault, status=409)
    except MapError as error:
        fault = f"{error.detail} {error.remedy}".strip()
        return _merge_page(request, slug, source, session, user, given, fault, status=status_of(type(error)))
    if not done.revisions:
        return RedirectResponse(f"/maps/{slug}/merge/{source}", status_code=303)
    change = done.revisions[0].change
    return RedirectResponse(f"/maps/{slug}/history?around={change}&done={change}", status_code=303)


def _merge_page(
    request: Request,
    slug: str,
    source: str,
    session: Session,
    user: CurrentUser,
    given: Mapping[str, str] | None = None,
    fault: str = "",
    status: int = 200,
) -> Response:
    pictures = request.app.state.pictures
    graph, other = pictures.graph(slug, user), pictures.graph(source, user)
    offered = prospect(session, source, slug)
    offered = offered._replace(credits=tell_credits(session, offered, user))
    offers = [_offer(offered, each, given) for each in offered.found]
    return page(
        request,
        "merge.html",
        status,
        source=other,
        names=RecordNames(other, graph),
        offers={sort: [each for each in offers if each.difference.sort is sort] for sort in Sort},
        any=bool(offers),
        may_merge=may_merge(session, user, offered.source, offered.target),
        target_version=offered.target.version,
        why=(given or {}).get("why", ""),
        fault=fault,
        **around(request, graph, read_visit(request, slug), session),
    )


def _offer(offered: Prospect, each: Difference, given: Mapping[str, str] | None) -> Offer:
    labels = offered.sides.labels
    base = each.base
    there, here = RecordNames(offered.sides.theirs, offered.sides.ours), RecordNames(offered.sides.ours)
    theirs = _told(base, each.theirs, there)
    former = renamed(base, labels) if base is not None else None
    ours = _told(former, each.ours, here) if each.sort is Sort.CONTESTED else ()
    new = {entry.label for entry in offered.found if entry.sort is Sort.ADDED}
    needed = sorted(named(each.theirs) & new - {each.label}) if each.theirs is not None else ()
    needs = tuple(there.name(label) for label in needed)
    chosen = each.sort is not Sort.CONTESTED if given is None else given.get(f"take.{each.label}") == "yes"
    return Offer(each, offered.credits.get(each.label, ""), theirs, ours, needs, chosen)


def _told(before: AnyRecord | None, after: AnyRecord | None, names: RecordNames) -> tuple[Told, ...]:
    """Return what a record says that it did not say before, nothing where there is none or it was of another kind."""
    if before is None or after is None or type(before) is not type(after):
        return ()
    return told_fields(after, differing(before, after), names, names)
