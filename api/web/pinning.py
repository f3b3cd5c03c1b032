"""The forms by which whoever leads pins instructions."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import TypeAdapter, ValidationError

from api.controversies import seminar_of
from api.database import Reading, Writing
from api.permission import Teaching
from api.web.editing.forms import Typed, typed
from api.web.messages import gettext
from api.web.templating import page
from models.changes.lookup import find_map
from models.participation.instructions import PinnedTo, pin_instructions, read_instructions
from models.row_keys import persisted_id
from models.text_types import LONGEST_PROSE, Prose, Slug

router = APIRouter(include_in_schema=False)
Form = Annotated[Typed, Depends(typed)]
_PROSE: TypeAdapter[str] = TypeAdapter(Prose)


@router.get("/maps/{slug}/instructions")
def show_of_map(request: Request, slug: Slug, session: Reading, user: Teaching) -> Response:
    """Show the form for the instructions of a map."""
    del user
    found = find_map(session, slug)
    text = read_instructions(session, PinnedTo.MAP, persisted_id(found))
    return _form(request, f"/maps/{slug}", found.title, text)


@router.post("/maps/{slug}/instructions")
def pin_to_map(request: Request, slug: Slug, given: Form, session: Writing, user: Teaching) -> Response:
    """Pin instructions to a map, or take them away."""
    found = find_map(session, slug)
    text = _read(given)
    if text is None:
        return _form(request, f"/maps/{slug}", found.title, given.get("text", ""), wrong=True)
    pin_instructions(session, PinnedTo.MAP, persisted_id(found), text, by=user.name)
    return RedirectResponse(f"/maps/{slug}/positions", status_code=303)


@router.get("/seminars/{seminar}/instructions")
def show_of_seminar(request: Request, seminar: str, session: Reading, user: Teaching) -> Response:
    """Show the form for the instructions of a seminar."""
    found = seminar_of(session, seminar, user)
    text = read_instructions(session, PinnedTo.SEMINAR, persisted_id(found))
    return _form(request, f"/seminars/{seminar}", found.title, text)


@router.post("/seminars/{seminar}/instructions")
def pin_to_seminar(request: Request, seminar: str, given: Form, session: Writing, user: Teaching) -> Response:
    """Pin instructions to a seminar, or take them away."""
    found = seminar_of(session, seminar, user)
    text = _read(given)
    if text is None:
        return _form(request, f"/seminars/{seminar}", found.title, given.get("text", ""), wrong=True)
    pin_instructions(session, PinnedTo.SEMINAR, persisted_id(found), text, by=user.name)
    return RedirectResponse(f"/seminars/{seminar}", status_code=303)


def _read(given: Typed) -> str | None:
    try:
        return _PROSE.validate_python(given.get("text", "").strip())
    except ValidationError:
        return None


def _form(request: Request, home: str, title: str, text: str, *, wrong: bool = False) -> Response:
    fault = gettext("They have at most %(most)s letters, and no control characters.", most=LONGEST_PROSE)
    return page(
        request,
        "instructions.html",
        422 if wrong else 200,
        home=home,
        title=title,
        text=text,
        fault=fault if wrong else "",
    )
