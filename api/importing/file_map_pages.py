"""The page on which a map is begun with files: chosen, looked at with what they would make, then written."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from api.access.authorization import MayCreate
from api.access.current_user import CurrentUser
from api.importing.file_maps import NOTHING_YET, read_map_fields, write_new_map
from api.importing.file_readings import ReadFiles
from api.importing.import_previews import (
    ImportForm,
    SentForm,
    describe_formats,
    describe_planned,
    plan_sent,
    read_record_choices,
    read_sent,
)
from api.importing.import_steps import TellStep, answer_in_steps
from api.importing.waiting_files import ImportPlace, SentFile, forget_waiting, gather_files, keep_waiting
from api.pages.forms import find_value_faults, format_field, format_rows
from api.pages.templating import render_page
from api.phrases.fields.form_fields import translate_field
from api.phrases.languages import find_language
from api.phrases.messages import gettext
from api.phrases.page_words import explain_error
from api.records.map_fields import DescribedMap, find_slug_fault, list_map_fields
from api.records.map_routes import choose_default_visibility
from api.requests.database import read_in_thread, write_in_thread
from api.requests.error_answers import find_status
from argument_maps.graph import Graph
from models.address_names import read_name
from models.errors import MapError
from models.records.maps import ArgumentMapDraft
from models.vocabulary import ClaimKind
from renderers.views.view_table import DEFAULT_VIEW, View

router = APIRouter(include_in_schema=False)


@router.get("/new/import")
def show_new_map_import(request: Request, user: MayCreate) -> Response:
    """Show which files a map can be made of, and the form for that."""
    del user
    return _render_form(request)


@router.post("/new/import")
async def import_new_map(request: Request, form: ImportForm, user: MayCreate) -> Response:
    """Show what map files would make, or make it where that is confirmed; to scripts, step by step."""
    return await answer_in_steps(request, lambda tell: _import_new_map(request, form, user, tell))


async def _import_new_map(request: Request, form: SentForm, user: CurrentUser, tell: TellStep) -> Response:
    place = ImportPlace(None, user.id, NOTHING_YET)
    try:
        sent = await read_in_thread(request, lambda session: gather_files(session, place, form.fields, form.files))
        read = await read_sent(request, form, place, sent, tell)
        said = read_map_fields(read.files)
        if "title" in form.fields:
            names = [form_field.name for form_field in list_map_fields(request)]
            values = {name: form.fields.get(name, "").strip() for name in names}
            values["language"] = find_language(values["language"])
            values["slug"] = read_name(values["slug"])
        else:
            values = {**said, "slug": "", "visibility": choose_default_visibility(user).value}
        if not form.is_confirmed:
            return await _show_preview(request, form, place, sent, read, values, {}, tell)
        faults = await read_in_thread(request, lambda session: _find_faults(session, form, read, values))
        if faults:
            return await _show_preview(request, form, place, sent, read, values, faults, tell)
        tell(gettext("Writing …"))
        return await write_in_thread(request, lambda session: _write(session, form, read, values, said, user))
    except MapError as error:
        return _render_form(request, explain_error(error), find_status(type(error)))


def _find_faults(session: Session, form: SentForm, read: ReadFiles, values: dict[str, Any]) -> dict[str, str]:
    filled = {name: value for name, value in values.items() if value and name != "slug"}
    faults = find_value_faults(DescribedMap, filled)
    fault = find_slug_fault(session, values["slug"], values["title"])
    if fault:
        faults["slug"] = fault
    if read.count_omissions() and not form.takes_part:
        faults[""] = gettext("Some of the files would be left out. Say below that you import the rest, or mend them.")
    return faults


def _write(
    session: Session, form: SentForm, read: ReadFiles, values: dict[str, Any], said: dict[str, Any], user: CurrentUser
) -> Response:
    own = {name: value for name, value in values.items() if value and name != "slug"}
    # Who made a map that comes from elsewhere stays who made it.
    kept = {name: said[name] for name in ("authors", "forebears")}
    draft = ArgumentMapDraft.model_validate({"visibility": choose_default_visibility(user), **kept, **own})
    argument_map, planned, _ = write_new_map(
        session, values["slug"], draft, read.files, read_record_choices(form.fields), user=user, why=form.why
    )
    forget_waiting(session, form.fields)
    view = _choose_view(planned.after)
    tail = "" if view is DEFAULT_VIEW else f"?view={view.value}"
    return RedirectResponse(f"/maps/{argument_map.slug}{tail}", status_code=303)


def _choose_view(graph: Graph) -> View:
    """Return the view in which a new map shows most of itself: maps made elsewhere have no perceptions and findings."""
    if any(claim.kind in (ClaimKind.PERCEPTION, ClaimKind.FINDING) for claim in graph.claims):
        return DEFAULT_VIEW
    if graph.claims or graph.interpretations:
        return View.ARGUMENT
    return View.SOURCES if graph.sources else DEFAULT_VIEW


def _render_form(request: Request, fault: str = "", status: int = 200) -> Response:
    return render_page(request, "new_map_import.html", status, fault=fault, **describe_formats())


async def _show_preview(
    request: Request,
    form: SentForm,
    place: ImportPlace,
    sent: list[SentFile],
    read: ReadFiles,
    values: dict[str, Any],
    faults: dict[str, str],
    tell: TellStep,
) -> Response:
    planned = await plan_sent(request, form, place, read, tell)
    tokens = await write_in_thread(request, lambda session: keep_waiting(session, place, sent, read.kept))
    return render_page(
        request,
        "new_map_preview.html",
        422 if faults else 200,
        fields=[translate_field(form_field) for form_field in list_map_fields(request)],
        draft=values,
        faults=faults,
        format_field=format_field,
        format_rows=format_rows,
        authors=[author["name"] for author in read_map_fields(read.files)["authors"]],
        **describe_planned(form, read, planned, tokens),
    )
