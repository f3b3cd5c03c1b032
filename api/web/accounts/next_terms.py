"""The page on which a new seminar is made of a former one."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import TypeAdapter, ValidationError
from sqlmodel import Session

from api.database import Reading, Writing
from api.next_terms import MOST_MAPS, OF_SEMINAR, NextTerm, begin_next_term
from api.permission import Action, CurrentUser, NotAllowed, Teaching, permitted
from api.publishing import NamesForGood
from api.web.accounts.bringing import ask_names
from api.web.accounts.seminars import WANTED, find_unfit, name_seminar
from api.web.address_words import describe_taken_name
from api.web.editing.forms import Typed, typed
from api.web.messages import gettext
from api.web.name_choices import read_name_choice
from api.web.templating import page
from models.errors import SlugTaken
from models.participation.instructions import PinnedTo, read_instructions
from models.participation.map_anonymity import hidden_among
from models.people.enrolment import find_seminar, maps_of
from models.people.seminars import Seminar
from models.row_keys import persisted_id
from models.text_types import LONGEST_PROSE, Prose

router = APIRouter(prefix="/seminars/{seminar}/next-term", include_in_schema=False)
Form = Annotated[Typed, Depends(typed)]
_PROSE: TypeAdapter[str] = TypeAdapter(Prose)


@router.get("")
def show_next_term(request: Request, seminar: str, session: Reading, user: Teaching) -> Response:
    """Show what of a seminar comes into one of the next term, and what stays."""
    _require_beginner(user)
    return _show(request, session, find_seminar(session, seminar), {}, {})


@router.post("")
def begin(request: Request, seminar: str, given: Form, session: Writing, user: Teaching) -> Response:
    """Make the seminar of the next term, with what was chosen."""
    _require_beginner(user)
    former = find_seminar(session, seminar)
    given = name_seminar(session, given)
    term = _read(session, former, given)
    faults = _find_faults(term, given)
    if faults:
        return _show(request, session, former, given, faults, 422)
    try:
        with session.begin_nested():
            made = begin_next_term(session, former, term, user, read_name_choice(given))
    except SlugTaken as error:
        taken = {"slug": describe_taken_name(term.slug, error.free)}
        return _show(request, session, former, given, taken, 409)
    except NamesForGood as error:
        here = f"/seminars/{seminar}/next-term"
        return ask_names(request, error, former.title, given, action=here, back=(here, former.title))
    return RedirectResponse(f"/seminars/{made.slug}", status_code=303)


def _require_beginner(user: CurrentUser) -> None:
    if user.id is None or Action.CREATE not in permitted(user):
        raise NotAllowed


def _read(session: Session, former: Seminar, given: Typed) -> NextTerm:
    chosen = [each for each in maps_of(session, persisted_id(former)) if given.get(f"map.{each.slug}") == "yes"]
    texts = {each.slug: given.get(f"instructions.{each.slug}", "").strip() for each in chosen}
    texts[OF_SEMINAR] = given.get("instructions", "").strip()
    return NextTerm(
        slug=given["slug"].strip(),
        title=given.get("title", "").strip(),
        maps=[each.slug for each in chosen],
        instructions={place: text for place, text in texts.items() if text},
    )


def _find_faults(term: NextTerm, given: Typed) -> dict[str, str]:
    faults = find_unfit(given, WANTED)
    if len(term.maps) > MOST_MAPS:
        faults["maps"] = gettext(
            "At most %(most)s maps come along at once. The others can be brought afterwards, under “Add a map”.",
            most=MOST_MAPS,
        )
    for place, text in term.instructions.items():
        try:
            _PROSE.validate_python(text)
        except ValidationError:
            field = f"instructions.{place}" if place != OF_SEMINAR else "instructions"
            faults[field] = gettext(
                "They have at most %(most)s letters, and no control characters.", most=LONGEST_PROSE
            )
    return faults


def _show(
    request: Request,
    session: Session,
    former: Seminar,
    given: Typed,
    faults: Mapping[str, str],
    status: int = 200,
) -> Response:
    every = maps_of(session, persisted_id(former))
    offered = every[:MOST_MAPS]
    pinned = {each.slug: read_instructions(session, PinnedTo.MAP, persisted_id(each)) for each in offered}
    answer = page(
        request,
        "next_term.html",
        status,
        seminar=former,
        maps=offered,
        others=len(every) - len(offered),
        pinned=pinned,
        anonymous=hidden_among(session, [persisted_id(each) for each in offered]),
        instructions=read_instructions(session, PinnedTo.SEMINAR, persisted_id(former)),
        given=given,
        faults=faults,
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
