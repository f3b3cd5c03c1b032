"""The page on which a new seminar is made of a former one."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import TypeAdapter, ValidationError
from sqlmodel import Session

from api.access.authorization import Action, MayTeach, NotAllowed
from api.access.current_user import CurrentUser, list_permitted_actions
from api.editions.name_choices import read_name_choice
from api.editions.publishing import UndecidedNames
from api.pages.forms import FormValues, read_posted_form
from api.pages.templating import render_page
from api.phrases.messages import gettext
from api.phrases.page_words import describe_unavailable_name
from api.requests.database import Reading, Writing
from api.seminars.added_maps import ask_names
from api.seminars.next_terms import MOST_MAPS, SEMINAR_KEY, NextTerm, begin_next_term
from api.seminars.seminar_pages import REQUIRED_FIELDS, fill_in_seminar_slug, find_unfit_fields
from models.errors import SlugTaken
from models.participation.instructions import PinnedTo, read_instructions
from models.participation.map_anonymity import find_anonymous_maps
from models.people.enrolment import find_seminar, list_seminar_maps
from models.people.seminars import Seminar
from models.row_keys import persisted_id
from models.text_types import LONGEST_PROSE, Prose

router = APIRouter(prefix="/seminars/{seminar}/next-term", include_in_schema=False)
Form = Annotated[FormValues, Depends(read_posted_form)]
_PROSE: TypeAdapter[str] = TypeAdapter(Prose)


@router.get("")
def show_next_term_form(request: Request, seminar: str, session: Reading, user: MayTeach) -> Response:
    """Show what of a seminar comes into one of the next term, and what stays."""
    _require_beginner(user)
    return _render_next_term(request, session, find_seminar(session, seminar), {}, {})


@router.post("")
def start_next_term(request: Request, seminar: str, form: Form, session: Writing, user: MayTeach) -> Response:
    """Make the seminar of the next term, with what was chosen."""
    _require_beginner(user)
    former_seminar = find_seminar(session, seminar)
    form = fill_in_seminar_slug(session, form)
    term = _read_term(session, former_seminar, form)
    faults = _find_faults(term, form)
    if faults:
        return _render_next_term(request, session, former_seminar, form, faults, 422)
    try:
        with session.begin_nested():
            new_seminar = begin_next_term(session, former_seminar, term, user, read_name_choice(form))
    except SlugTaken as error:
        slug_faults = {"slug": describe_unavailable_name(term.slug, error.free)}
        return _render_next_term(request, session, former_seminar, form, slug_faults, 409)
    except UndecidedNames as error:
        form_address = f"/seminars/{seminar}/next-term"
        return ask_names(
            request, error, former_seminar.title, form, action=form_address, back=(form_address, former_seminar.title)
        )
    return RedirectResponse(f"/seminars/{new_seminar.slug}", status_code=303)


def _require_beginner(user: CurrentUser) -> None:
    if user.id is None or Action.CREATE not in list_permitted_actions(user):
        raise NotAllowed


def _read_term(session: Session, former_seminar: Seminar, form: FormValues) -> NextTerm:
    chosen_maps = [
        argument_map
        for argument_map in list_seminar_maps(session, persisted_id(former_seminar))
        if form.get(f"map.{argument_map.slug}") == "yes"
    ]
    texts = {
        argument_map.slug: form.get(f"instructions.{argument_map.slug}", "").strip() for argument_map in chosen_maps
    }
    texts[SEMINAR_KEY] = form.get("instructions", "").strip()
    return NextTerm(
        slug=form["slug"].strip(),
        title=form.get("title", "").strip(),
        maps=[argument_map.slug for argument_map in chosen_maps],
        instructions={place: text for place, text in texts.items() if text},
    )


def _find_faults(term: NextTerm, form: FormValues) -> dict[str, str]:
    faults = find_unfit_fields(form, REQUIRED_FIELDS)
    if len(term.maps) > MOST_MAPS:
        faults["maps"] = gettext(
            "You can copy at most %(most)s maps at once. You can add the others afterwards, under “Add map”.",
            most=MOST_MAPS,
        )
    for place, text in term.instructions.items():
        try:
            _PROSE.validate_python(text)
        except ValidationError:
            field = f"instructions.{place}" if place != SEMINAR_KEY else "instructions"
            faults[field] = gettext(
                "Instructions can have at most %(most)s characters, and no control characters.", most=LONGEST_PROSE
            )
    return faults


def _render_next_term(
    request: Request,
    session: Session,
    former_seminar: Seminar,
    form: FormValues,
    faults: Mapping[str, str],
    status: int = 200,
) -> Response:
    all_maps = list_seminar_maps(session, persisted_id(former_seminar))
    offered_maps = all_maps[:MOST_MAPS]
    instructions_by_slug = {
        argument_map.slug: read_instructions(session, PinnedTo.MAP, persisted_id(argument_map))
        for argument_map in offered_maps
    }
    answer = render_page(
        request,
        "next_term.html",
        status,
        seminar=former_seminar,
        maps=offered_maps,
        others=len(all_maps) - len(offered_maps),
        pinned=instructions_by_slug,
        anonymous=find_anonymous_maps(session, [persisted_id(argument_map) for argument_map in offered_maps]),
        instructions=read_instructions(session, PinnedTo.SEMINAR, persisted_id(former_seminar)),
        form=form,
        faults=faults,
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
