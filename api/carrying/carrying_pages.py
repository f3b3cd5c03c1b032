"""The page on which records of another map are copied into this one, after it has shown what would come along."""

import re
from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session
from starlette.responses import RedirectResponse

from api.access.authorization import MayContribute
from api.access.current_user import CurrentUser
from api.carrying.carried_records import CarriedRecords, carry_records, find_carrying_origin
from api.pages.forms import FormValues, read_posted_form
from api.pages.map_context import build_map_context
from api.pages.templating import render_page
from api.pages.visits import read_visit
from api.phrases.page_words import explain_error
from api.phrases.record_names import RecordNames
from api.requests.database import Reading, Writing, lock_existing_map
from api.requests.error_answers import find_status
from models import changes
from models.errors import MapError, UnknownMap
from models.records.maps import ArgumentMap
from models.text_types import LABEL_PATTERN, Slug

router = APIRouter(include_in_schema=False)
Form = Annotated[FormValues, Depends(read_posted_form)]
MOST_LABELS = 500


@router.get("/maps/{slug}/copies")
def show_what_would_come(request: Request, slug: Slug, session: Reading, user: MayContribute) -> Response:
    """Show what would come into this map of another, or ask which records."""
    return _render(request, session, user, changes.find_map(session, slug), dict(request.query_params))


@router.post("/maps/{slug}/copies")
def copy_chosen_records(request: Request, slug: Slug, form: Form, session: Writing, user: MayContribute) -> Response:
    """Copy the records in one change, and lead to where that can be taken back."""
    target = lock_existing_map(session, slug)
    try:
        with session.begin_nested():
            done = _carry(session, user, target, form, write=True)
    except MapError as error:
        return _render(request, session, user, target, form, error)
    if done is None or not done.revisions:
        return _render(request, session, user, target, form)
    change = done.revisions[0].change
    return RedirectResponse(f"/maps/{slug}/history?around={change}&done={change}", status_code=303)


def _read_labels(form: Mapping[str, str]) -> list[str]:
    labels = [label for label in re.split(r"[\s,;]+", form.get("records", "")) if re.match(LABEL_PATTERN, label)]
    return labels[:MOST_LABELS]


def _carry(
    session: Session, user: CurrentUser, target: ArgumentMap, form: Mapping[str, str], *, write: bool
) -> CarriedRecords | None:
    """Carry what a form names, None where it names nothing; raises what is at fault."""
    slug, labels = form.get("origin", "").strip()[:64], _read_labels(form)
    if not slug or not labels:
        return None
    source = find_carrying_origin(session, user, slug)
    if source.id == target.id:
        raise UnknownMap(slug)
    return carry_records(session, user, source, target, labels, grounds=form.get("grounds") == "yes", write=write)


def _render(
    request: Request,
    session: Session,
    user: CurrentUser,
    target: ArgumentMap,
    form: Mapping[str, str],
    error: MapError | None = None,
) -> Response:
    found: CarriedRecords | None = None
    try:
        found = _carry(session, user, target, form, write=False) if error is None else None
    except MapError as fault:
        error = fault
    pictures = request.app.state.pictures
    graph = pictures.graph(target.slug, user)
    other = pictures.graph(form.get("origin", "").strip()[:64], user) if found is not None else graph
    return render_page(
        request,
        "copies.html",
        find_status(type(error)) if error is not None else 200,
        form=form,
        labels=" ".join(_read_labels(form)),
        found=found,
        other=other,
        fault=explain_error(error) if error is not None else "",
        names=RecordNames(graph),
        other_names=RecordNames(other),
        **build_map_context(request, graph, read_visit(request, target.slug), session),
    )
