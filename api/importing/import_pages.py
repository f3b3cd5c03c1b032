"""The page on which files are brought into a map: chosen, looked at with what they would do, then written."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from api.access.authorization import MayContribute, MayLook
from api.access.current_user import CurrentUser
from api.http.query_parameters import read_whole_number
from api.importing.file_imports import list_locked_records, read_map_as_it_is, write_import
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
from api.pages.map_context import build_map_context
from api.pages.returns import read_graph
from api.pages.templating import render_page
from api.pages.visits import read_visit
from api.phrases.messages import gettext
from api.phrases.page_words import explain_error
from api.requests.database import lock_existing_map, read_in_thread, write_in_thread
from api.requests.error_answers import find_status
from argument_maps.formats.exchange import UnreadableFile
from argument_maps.formats.registry import FORMATS
from argument_maps.formats.sheets.sheet_templates import TEMPLATE_KINDS, write_template
from models import changes
from models.errors import MapError, Phrase, StaleRevision
from models.row_keys import persisted_id
from models.text_types import Slug
from models.vocabulary import RecordKind

router = APIRouter(include_in_schema=False)


@router.get("/maps/{slug}/import")
async def show_import(request: Request, slug: Slug, user: MayLook) -> Response:
    """Show which files can be brought into a map, and the form for that."""
    return await _show_form(request, slug, user)


@router.get("/maps/{slug}/import/templates/{name}")
def download_template(request: Request, slug: Slug, name: str, user: MayLook) -> Response:
    """Hand out a sheet to fill in with records of a kind, as XLSX or CSV."""
    request.app.state.pictures.check(slug, user)
    kind, _, extension = name.partition(".")
    if kind not in TEMPLATE_KINDS or extension not in ("xlsx", "csv"):
        raise UnreadableFile(
            Phrase("There is no template “%(name)s”.", name=name[:40]),
            Phrase("Choose one of %(names)s, as .xlsx or .csv.", names=tuple(map(str, TEMPLATE_KINDS))),
        )
    data = write_template(RecordKind(kind), "xlsx" if extension == "xlsx" else "csv")
    return Response(
        data,
        media_type=FORMATS[extension].media_type,
        headers={"Content-Disposition": f'attachment; filename="{kind}.{extension}"'},
    )


@router.post("/maps/{slug}/import")
async def import_files(request: Request, slug: Slug, form: ImportForm, user: MayContribute) -> Response:
    """Show what files would do to a map, or do it where that is confirmed; to scripts, step by step."""
    return await answer_in_steps(request, lambda tell: _import_files(request, slug, form, user, tell))


async def _import_files(request: Request, slug: str, form: SentForm, user: CurrentUser, tell: TellStep) -> Response:
    try:
        place, sent = await read_in_thread(request, lambda session: _find_place(session, slug, form, user))
        read = await read_sent(request, form, place, sent, tell)
        if not form.is_confirmed:
            return await _show_preview(request, slug, user, form, place, sent, read, tell)
        if read.count_omissions() and not form.takes_part:
            fault = gettext("Some of the files would be left out. Say below that you import the rest, or mend them.")
            return await _show_preview(request, slug, user, form, place, sent, read, tell, fault, 422)
        tell(gettext("Writing …"))
        try:
            return await write_in_thread(request, lambda session: _write(session, slug, form, read, user))
        except StaleRevision:
            fault = gettext("The map changed while you were choosing. Look at what would be done again.")
            return await _show_preview(request, slug, user, form, place, sent, read, tell, fault, 409)
    except MapError as error:
        return await _show_form(request, slug, user, explain_error(error), find_status(type(error)))


def _find_place(session: Session, slug: str, form: SentForm, user: CurrentUser) -> tuple[ImportPlace, list[SentFile]]:
    argument_map = changes.find_map(session, slug)
    place = ImportPlace(
        persisted_id(argument_map),
        user.id,
        read_map_as_it_is(session, argument_map),
        argument_map.version,
        frozenset(list_locked_records(session, argument_map)),
    )
    return place, gather_files(session, place, form.fields, form.files)


def _write(session: Session, slug: str, form: SentForm, read: ReadFiles, user: CurrentUser) -> Response:
    argument_map = lock_existing_map(session, slug)
    version, choices = read_whole_number(form.fields.get("version")), read_record_choices(form.fields)
    _, revisions = write_import(
        session, argument_map, read.files, choices, version=version, author=user.name, why=form.why
    )
    forget_waiting(session, form.fields)
    if not revisions:
        return RedirectResponse(f"/maps/{slug}/import?nothing=1", status_code=303)
    change = revisions[0].change
    return RedirectResponse(f"/maps/{slug}/history?around={change}&done={change}", status_code=303)


async def _show_form(request: Request, slug: str, user: CurrentUser, fault: str = "", status: int = 200) -> Response:
    def render(session: Session) -> Response:
        graph = read_graph(request, slug, user)
        return render_page(
            request,
            "import.html",
            status,
            fault=fault,
            nothing_new=request.query_params.get("nothing") == "1",
            **describe_formats(),
            **build_map_context(request, graph, read_visit(request, slug), session),
        )

    return await read_in_thread(request, render)


async def _show_preview(
    request: Request,
    slug: str,
    user: CurrentUser,
    form: SentForm,
    place: ImportPlace,
    sent: list[SentFile],
    read: ReadFiles,
    tell: TellStep,
    fault: str = "",
    status: int = 200,
) -> Response:
    if status == 409:
        # What has changed meanwhile is what would be changed.
        place, _ = await read_in_thread(request, lambda session: _find_place(session, slug, form, user))
    planned = await plan_sent(request, form, place, read, tell)
    tokens = await write_in_thread(request, lambda session: keep_waiting(session, place, sent, read.kept))

    def render(session: Session) -> Response:
        graph = read_graph(request, slug, user)
        return render_page(
            request,
            "import_preview.html",
            status,
            fault=fault,
            map_version=place.version,
            **describe_planned(form, read, planned, tokens),
            **build_map_context(request, graph, read_visit(request, slug), session),
        )

    return await read_in_thread(request, render)
