"""The pages of scans: the list, a page with its regions and its transcription, pages added, named and put in order."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from api.access.authorization import MayContribute, MayLook
from api.access.current_user import CurrentUser
from api.editing.form_pages import gather_name_context, render_edit_form
from api.editing.references.other_maps import OtherMaps
from api.http.query_parameters import read_whole_number
from api.pages.editable_records import may_edit
from api.pages.forms import FormValues, format_field, format_rows
from api.pages.list_parts import paginate
from api.pages.map_context import build_map_context, read_visited_graph
from api.pages.returns import read_graph, redirect_to_scan
from api.pages.templating import render_page
from api.pages.visits import read_visit
from api.phrases.fields.record_fields import list_form_fields
from api.phrases.messages import gettext
from api.phrases.page_words import explain_error
from api.requests.database import Reading, lock_existing_map, read_in_thread, write_in_thread
from api.requests.long_work import run_long_work
from api.scans.passage_places import locate_on_scan
from api.scans.scan_forms import read_new_scan, write_new_scan
from api.scans.scan_views import (
    describe_region,
    find_scan,
    list_page_views,
    list_scans,
    read_transcribed_pages,
)
from api.scans.uploaded_files import MOST_FILES, FilesForm, ScanFilesForm, UploadedScan, read_uploaded_scan
from api.texts.marking import list_marking_options
from argument_maps.graph import Graph
from argument_maps.scans.crops import find_page_number, measure_crop, write_crop_path
from argument_maps.scans.image_errors import MOST_IMAGE_BYTES
from argument_maps.values import Annotation, Region
from models.errors import MapError
from models.text_types import Label, Slug
from models.vocabulary import RecordKind

router = APIRouter(include_in_schema=False)
# What a form says of the files that it takes.
MOST_SHOWN = {"files": MOST_FILES, "image": MOST_IMAGE_BYTES >> 20}
# In pixels: what is shown where no script runs, and beside the pages of a scan.
SHOWN_SIDE, THUMBNAIL_SIDE, CROP_SIDE = 1_600, 160, 600


@router.get("/maps/{slug}/scans")
def show_scans(request: Request, slug: Slug, session: Reading, user: MayLook) -> Response:
    """Show the scans of a map, and the form by which another is added."""
    graph = read_visited_graph(request, read_visit(request, slug), user)
    return _render_scans(request, session, graph, dict(request.query_params), {})


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
        limits=MOST_SHOWN,
        fields=list_form_fields(RecordKind.SCAN),
        draft={name: value for name, value in form.items() if value},
        faults=faults,
        drops_metadata=bool(form.get("drop_metadata")),
        format_field=format_field,
        format_rows=format_rows,
        **gather_name_context(form, None),
        **build_map_context(request, graph, read_visit(request, graph.slug), session),
    )


async def read_sent_pages(request: Request, form: FilesForm) -> UploadedScan | str:
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
    uploaded = await read_sent_pages(request, form)
    if isinstance(uploaded, str):
        faults = {"files": uploaded}
        return await read_in_thread(
            request,
            lambda session: _render_scans(request, session, read_graph(request, slug, user), form.fields, faults, 422),
        )

    def write(session: Session) -> Response:
        argument_map = lock_existing_map(session, slug)
        graph = read_graph(request, slug, user)
        new_scan = read_new_scan(graph, form, uploaded, OtherMaps(session, user, slug))
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
    return render_scan(request, session, slug, label, user, dict(request.query_params), {})


def render_scan(
    request: Request,
    session: Session,
    slug: str,
    label: str,
    user: CurrentUser,
    form: FormValues,
    faults: dict[str, str],
    status: int = 200,
) -> Response:
    """Return the page of a scan: that whose image a form names, else that of the address."""
    visit = read_visit(request, slug)
    graph = read_visited_graph(request, visit, user)
    scan = find_scan(graph, label)
    pages = list_page_views(graph, scan)
    asked = read_whole_number(request.query_params.get("page", "")) or 1
    page = pages[min(asked, len(pages)) - 1] if pages else None
    if page is not None and page.image != form.get("image", page.image):
        page = next((each for each in pages if each.image == form.get("image")), page)
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
        form=form,
        faults=faults,
        scan_may_change=may_edit(request, session, slug, scan.id),
        **build_map_context(request, graph, visit, session),
    )


@router.get("/maps/{slug}/scans/{label}/region/{region}")
def show_region(
    request: Request, slug: Slug, label: Label, region: Label, session: Reading, user: MayLook
) -> RedirectResponse:
    """Lead to the page of a scan on which a region is, or a passage that is transcribed there."""
    visit = read_visit(request, slug)
    graph = read_visited_graph(request, visit, user)
    scan = find_scan(graph, label)
    record = graph.by_id.get(region)
    number = 1
    if isinstance(record, Annotation):
        place = locate_on_scan(session, graph, record)
        number = place[0] if place is not None else 1
    elif isinstance(record, Region):
        number = find_page_number(scan, record.image)
    return RedirectResponse(f"{visit.address_of_scan(label, number)}#{region}", 303)
