"""The pages of scans: the list, a page with its regions and its transcription, pages added, named and put in order."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from api.access.authorization import MayContribute, MayLook
from api.access.current_user import CurrentUser
from api.editing.editing_pages import Form
from api.editing.form_pages import gather_name_context, render_edit_form
from api.editing.references.other_maps import make_elsewhere_reader
from api.http.query_parameters import read_whole_number
from api.pages.editable_records import may_edit
from api.pages.forms import FormValues, format_field, format_rows
from api.pages.list_parts import paginate
from api.pages.map_context import build_map_context, read_visited_graph
from api.pages.returns import read_graph, redirect_to_scan
from api.pages.templating import render_page
from api.pages.visits import read_visit
from api.phrases.messages import gettext
from api.phrases.page_words import explain_error
from api.phrases.record_fields import list_form_fields
from api.requests.database import Reading, lock_existing_map, read_in_thread, write_in_thread
from api.requests.long_work import run_long_work
from api.scans.scan_changes import append_pages
from api.scans.scan_forms import read_new_scan, write_new_scan
from api.scans.scan_views import (
    describe_region,
    find_scan,
    list_page_views,
    list_scans,
    read_transcribed_pages,
)
from api.scans.uploaded_files import FilesForm, ScanFilesForm, UploadedScan, read_uploaded_scan
from api.texts.marking import list_marking_options
from argument_maps.graph import Graph
from argument_maps.scans.crops import find_page_number, measure_crop, write_crop_path
from argument_maps.values import Scan
from models import changes
from models.errors import MapError, StaleRevision
from models.records.rows import read_drafts
from models.records.scans.scan_records import ScanDraft
from models.row_keys import persisted_id
from models.text_types import LONGEST_LINE, Label, Slug
from models.vocabulary import RecordKind

router = APIRouter(include_in_schema=False)
# In pixels: what is shown where no script runs, and beside the pages of a scan.
SHOWN_SIDE, THUMBNAIL_SIDE, CROP_SIDE = 1_600, 160, 600


@router.get("/maps/{slug}/scans")
def show_scans(request: Request, slug: Slug, session: Reading, user: MayLook) -> Response:
    """Show the scans of a map, and the form by which another is added."""
    return _render_scans(request, session, read_graph(request, slug, user), dict(request.query_params), {})


def _render_scans(
    request: Request,
    session: Session,
    graph: Graph,
    form: FormValues,
    faults: dict[str, str],
    status: int = 200,
) -> Response:
    scans: Any = paginate(request, f"/maps/{graph.slug}/scans", "scans", graph.scans, lambda scan: scan.id)
    return render_page(
        request,
        "scans.html",
        status,
        scans=scans._replace(items=list_scans(graph, scans.items)),
        thumbnail=THUMBNAIL_SIDE,
        fields=list_form_fields(RecordKind.SCAN),
        draft={name: value for name, value in form.items() if value},
        faults=faults,
        drops_metadata=bool(form.get("drop_metadata")),
        format_field=format_field,
        format_rows=format_rows,
        **gather_name_context(form, None),
        **build_map_context(request, graph, read_visit(request, graph.slug), session),
    )


async def _read_files(request: Request, form: FilesForm) -> UploadedScan | str:
    """Return what the files of a form say, or what is wrong with them."""
    if not form.files:
        return gettext("Choose one or more files.")
    keeps_metadata = not form.fields.get("drop_metadata")
    try:
        return await run_long_work(
            request, lambda: read_uploaded_scan(form.files, keeps_metadata=keeps_metadata), seconds=150.0
        )
    except MapError as error:
        return explain_error(error)


@router.post("/maps/{slug}/scans")
async def add_scan(request: Request, slug: Slug, form: ScanFilesForm, user: MayContribute) -> Response:
    """Add a scan of the files that were sent.

    Where its other fields have faults its pages are kept all the same, and the form for the rest is shown.
    """
    uploaded = await _read_files(request, form)
    if isinstance(uploaded, str):
        faults = {"files": uploaded}
        return await read_in_thread(
            request,
            lambda session: _render_scans(request, session, read_graph(request, slug, user), form.fields, faults, 422),
        )

    def write(session: Session) -> Response:
        argument_map = lock_existing_map(session, slug)
        graph = read_graph(request, slug, user)
        new_scan = read_new_scan(graph, form, uploaded, make_elsewhere_reader(session, user))
        record, change = write_new_scan(session, argument_map, new_scan, author=user.name)
        if not new_scan.faults:
            return redirect_to_scan(slug, record.label, change)
        draft = new_scan.reading.values if new_scan.reading is not None else {}
        faults = {"": gettext("The images are kept. Only what is said below is not yet."), **new_scan.faults}
        return render_edit_form(
            request,
            graph,
            record,
            draft,
            record.revision,
            faults,
            422,
            new_scan.fields,
            new_scan.named,
            may_delete=True,
        )

    return await write_in_thread(request, write)


@router.get("/maps/{slug}/scans/{label}")
def show_scan(request: Request, slug: Slug, label: Label, session: Reading, user: MayLook) -> Response:
    """Show one page of a scan with its regions, and beside it what transcribes it."""
    return render_scan(request, session, slug, label, user, {})


def render_scan(
    request: Request,
    session: Session,
    slug: str,
    label: str,
    user: CurrentUser,
    faults: dict[str, str],
    status: int = 200,
    image: str = "",
) -> Response:
    """Return the page of a scan that has an `image`, else the one whose number the address gives."""
    visit = read_visit(request, slug)
    graph = read_visited_graph(request, visit, user)
    scan = find_scan(graph, label)
    pages = list_page_views(graph, scan)
    asked = read_whole_number(request.query_params.get("page", "")) or find_page_number(scan, image)
    page = pages[min(asked, len(pages)) - 1] if pages else None
    return render_page(
        request,
        "scan.html",
        status,
        scan=scan,
        pages=pages,
        page=page,
        crops={region.id: write_crop_path(region, CROP_SIDE) for region in page.regions} if page else {},
        crop_sizes={region.id: measure_crop(region, CROP_SIDE) for region in page.regions} if page else {},
        place_of=describe_region,
        transcriptions=read_transcribed_pages(session, graph, scan, page.number) if page else (),
        shown=SHOWN_SIDE,
        thumbnail=THUMBNAIL_SIDE,
        makings=list_marking_options(),
        faults=faults,
        scan_may_change=may_edit(request, session, slug, scan.id),
        **build_map_context(request, graph, visit, session),
    )


@router.post("/maps/{slug}/scans/{label}/pages")
async def add_pages(request: Request, slug: Slug, label: Label, form: ScanFilesForm, user: MayContribute) -> Response:
    """Add pages behind those that a scan has."""
    uploaded = await _read_files(request, form)
    fault = uploaded if isinstance(uploaded, str) else ""

    def write(session: Session) -> Response:
        if isinstance(uploaded, str):
            raise TypeError("files that cannot be read are not written")
        argument_map = lock_existing_map(session, slug)
        record = append_pages(session, argument_map, label, uploaded.reading.pages, revision=None, author=user.name)
        return redirect_to_scan(slug, label, record.revision)

    if not fault:
        try:
            return await write_in_thread(request, write)
        except MapError as error:
            fault = explain_error(error)
    return await read_in_thread(
        request, lambda session: render_scan(request, session, slug, label, user, {"files": fault}, 422)
    )


@router.get("/maps/{slug}/scans/{label}/pages")
def show_page_order(request: Request, slug: Slug, label: Label, session: Reading, user: MayContribute) -> Response:
    """Show the form in which the pages of a scan are named, put in order and taken out."""
    return _render_page_order(request, session, slug, label, user, {}, "")


@router.post("/maps/{slug}/scans/{label}/pages/order")
async def order_pages(request: Request, slug: Slug, label: Label, form: Form, user: MayContribute) -> Response:
    """Name the pages of a scan, put them in the order of the numbers that were given, and take out what has none."""

    def write(session: Session) -> Response:
        argument_map = lock_existing_map(session, slug)
        scan = find_scan(read_graph(request, slug, user), label)
        draft = ScanDraft.model_validate(
            {**read_drafts(session, persisted_id(argument_map), [label])[label][1], "pages": _read_order(scan, form)}
        )
        revision = read_whole_number(form.get("revision", "")) or 0
        record = changes.change_record(session, argument_map, label, draft, revision=revision, author=user.name)
        return redirect_to_scan(slug, label, record.revision)

    try:
        return await write_in_thread(request, write)
    except StaleRevision:
        fault = gettext("Somebody else has changed this scan in the meantime. Look at it as it is now, and try again.")
    except MapError as error:
        fault = explain_error(error)
    return await read_in_thread(
        request, lambda session: _render_page_order(request, session, slug, label, user, form, fault)
    )


def _read_order(scan: Scan, form: FormValues) -> list[dict[str, Any]]:
    """Return the pages that have a number in a form, by that number, those with the same one as they stood."""
    numbered = []
    for place, page in enumerate(scan.pages, 1):
        number = read_whole_number(form.get(f"place.{place}", ""))
        if number is not None:
            name = " ".join(form.get(f"name.{place}", "").split())[:LONGEST_LINE]
            numbered.append((number, place, {**page, "name": name}))
    return [page for _, _, page in sorted(numbered, key=lambda entry: entry[:2])]


def _render_page_order(
    request: Request, session: Session, slug: str, label: str, user: CurrentUser, form: FormValues, fault: str
) -> Response:
    graph = read_graph(request, slug, user)
    scan = find_scan(graph, label)
    record = changes.find_record(session, changes.find_map(session, slug), label)
    return render_page(
        request,
        "scan_pages.html",
        422 if fault else 200,
        scan=scan,
        pages=list_page_views(graph, scan),
        form=form,
        fault=fault,
        revision=record.revision,
        thumbnail=THUMBNAIL_SIDE,
        **build_map_context(request, graph, read_visit(request, slug), session),
    )


@router.get("/maps/{slug}/scans/{label}/region/{region}")
def show_region(request: Request, slug: Slug, label: Label, region: Label, user: MayLook) -> RedirectResponse:
    """Lead to the page of a scan on which a region is."""
    visit = read_visit(request, slug)
    graph = read_visited_graph(request, visit, user)
    pages = list_page_views(graph, find_scan(graph, label))
    number = next((page.number for page in pages if any(each.id == region for each in page.regions)), 1)
    return RedirectResponse(f"{visit.address_of_scan(label, number)}#{region}", 303)
