"""The forms by which whoever leads pins instructions."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import TypeAdapter, ValidationError

from api.access.authorization import MayTeach
from api.pages.forms import FormValues, read_posted_form
from api.pages.map_context import MapPageRequest, add_to_map_pages
from api.pages.templating import render_page
from api.phrases.messages import gettext
from api.requests.database import Reading, Writing
from api.seminars.controversies.controversy_operations import require_seminar
from api.seminars.instructions.pinned_instructions import list_instructions
from models.changes.lookup import find_map
from models.participation.instructions import PinnedTo, pin_instructions, read_instructions
from models.row_keys import persisted_id
from models.text_types import LONGEST_PROSE, Prose, Slug

router = APIRouter(include_in_schema=False)
Form = Annotated[FormValues, Depends(read_posted_form)]
_PROSE: TypeAdapter[str] = TypeAdapter(Prose)


@add_to_map_pages
def _add_instructions(page: MapPageRequest) -> Mapping[str, Any]:
    return {"instructions": list_instructions(page.request, page.session, page.graph.slug)}


@router.get("/maps/{slug}/instructions")
def show_map_instructions(request: Request, slug: Slug, session: Reading, user: MayTeach) -> Response:
    """Show the form for the instructions of a map."""
    del user
    argument_map = find_map(session, slug)
    text = read_instructions(session, PinnedTo.MAP, persisted_id(argument_map))
    return _render_form(request, f"/maps/{slug}", argument_map.title, text)


@router.post("/maps/{slug}/instructions")
def pin_to_map(request: Request, slug: Slug, form: Form, session: Writing, user: MayTeach) -> Response:
    """Pin instructions to a map, or take them away."""
    argument_map = find_map(session, slug)
    text = _read_instructions_text(form)
    if text is None:
        return _render_form(request, f"/maps/{slug}", argument_map.title, form.get("text", ""), is_faulty=True)
    pin_instructions(session, PinnedTo.MAP, persisted_id(argument_map), text, by=user.name)
    return RedirectResponse(f"/maps/{slug}/positions", status_code=303)


@router.get("/seminars/{seminar}/instructions")
def show_seminar_instructions(request: Request, seminar: str, session: Reading, user: MayTeach) -> Response:
    """Show the form for the instructions of a seminar."""
    this_seminar = require_seminar(session, seminar, user)
    text = read_instructions(session, PinnedTo.SEMINAR, persisted_id(this_seminar))
    return _render_form(request, f"/seminars/{seminar}", this_seminar.title, text)


@router.post("/seminars/{seminar}/instructions")
def pin_to_seminar(request: Request, seminar: str, form: Form, session: Writing, user: MayTeach) -> Response:
    """Pin instructions to a seminar, or take them away."""
    this_seminar = require_seminar(session, seminar, user)
    text = _read_instructions_text(form)
    if text is None:
        return _render_form(request, f"/seminars/{seminar}", this_seminar.title, form.get("text", ""), is_faulty=True)
    pin_instructions(session, PinnedTo.SEMINAR, persisted_id(this_seminar), text, by=user.name)
    return RedirectResponse(f"/seminars/{seminar}", status_code=303)


def _read_instructions_text(form: FormValues) -> str | None:
    try:
        return _PROSE.validate_python(form.get("text", "").strip())
    except ValidationError:
        return None


def _render_form(request: Request, home: str, title: str, text: str, *, is_faulty: bool = False) -> Response:
    fault = gettext("Instructions can have at most %(most)s characters, and no control characters.", most=LONGEST_PROSE)
    return render_page(
        request,
        "instructions.html",
        422 if is_faulty else 200,
        home=home,
        title=title,
        text=text,
        fault=fault if is_faulty else "",
    )
