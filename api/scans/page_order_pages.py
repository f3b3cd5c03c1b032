"""The pages of a scan: added, named, put in order and taken out."""

from typing import Any

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.access.authorization import MayContribute
from api.access.current_user import CurrentUser
from api.editing.editing_pages import Form
from api.http.query_parameters import read_whole_number
from api.pages.forms import FormValues
from api.pages.map_context import build_map_context
from api.pages.returns import read_graph, redirect_to_scan
from api.pages.templating import render_page
from api.pages.visits import read_visit
from api.phrases.messages import gettext
from api.phrases.page_words import explain_error, translate_phrase
from api.requests.database import Reading, lock_existing_map, read_in_thread, write_in_thread
from api.scans.scan_changes import TooManyPages, append_pages
from api.scans.scan_pages import MOST_SHOWN, THUMBNAIL_SIDE, read_sent_pages
from api.scans.scan_views import find_scan, list_page_views
from api.scans.uploaded_files import ScanFilesForm
from argument_maps.values import Scan
from models import changes
from models.changes.writer_limits import require_changeable
from models.errors import PageInUse, StaleRevision
from models.records.rows import read_drafts
from models.records.scans.scan_records import ScanDraft
from models.row_keys import persisted_id
from models.text_types import LONGEST_LINE, Label, Slug

router = APIRouter(include_in_schema=False)


@router.get("/maps/{slug}/scans/{label}/pages")
def show_page_order(request: Request, slug: Slug, label: Label, session: Reading, user: MayContribute) -> Response:
    """Show the form in which the pages of a scan are named, put in order and taken out."""
    require_changeable(session, [changes.find_record(session, changes.find_map(session, slug), label)])
    return _render_page_order(request, session, slug, label, user, {}, {})


@router.post("/maps/{slug}/scans/{label}/pages")
async def add_pages(request: Request, slug: Slug, label: Label, form: ScanFilesForm, user: MayContribute) -> Response:
    """Add pages behind those that a scan has, and show the first of them."""
    uploaded = await read_sent_pages(request, form)

    def write(session: Session) -> Response:
        if isinstance(uploaded, str):
            raise TypeError("files that cannot be read are not written")
        argument_map = lock_existing_map(session, slug)
        pages = uploaded.reading.pages
        told = [translate_phrase(note) for note in uploaded.notes]
        record = append_pages(session, argument_map, label, pages, told=told, revision=None, author=user.name)
        draft = ScanDraft.model_validate(read_drafts(session, persisted_id(argument_map), [label])[label][1])
        return redirect_to_scan(slug, label, record.revision, page=len(draft.pages) - len(pages) + 1)

    fault = uploaded if isinstance(uploaded, str) else ""
    if not fault:
        try:
            return await write_in_thread(request, write)
        except TooManyPages as error:
            fault = explain_error(error)
    return await read_in_thread(
        request, lambda session: _render_page_order(request, session, slug, label, user, {}, {"files": fault})
    )


@router.post("/maps/{slug}/scans/{label}/pages/order")
async def order_pages(request: Request, slug: Slug, label: Label, form: Form, user: MayContribute) -> Response:
    """Name the pages of a scan, put them in the order of the numbers that were given, and take out what has none."""

    def write(session: Session) -> Response | str:
        argument_map = lock_existing_map(session, slug)
        pages = _read_order(find_scan(read_graph(request, slug, user), label), form)
        if isinstance(pages, str):
            return pages
        draft = ScanDraft.model_validate(
            {**read_drafts(session, persisted_id(argument_map), [label])[label][1], "pages": pages}
        )
        revision = read_whole_number(form.get("revision", "")) or 0
        record = changes.change_record(session, argument_map, label, draft, revision=revision, author=user.name)
        return redirect_to_scan(slug, label, record.revision)

    try:
        answer = await write_in_thread(request, write)
        if isinstance(answer, Response):
            return answer
        fault = answer
    except StaleRevision:
        fault = gettext("Somebody else has changed this scan in the meantime. Look at it as it is now, and try again.")
    except PageInUse as error:
        fault = explain_error(error)
    return await read_in_thread(
        request, lambda session: _render_page_order(request, session, slug, label, user, form, {"order": fault})
    )


def _read_order(scan: Scan, form: FormValues) -> list[dict[str, Any]] | str:
    """Return the pages in the order of their numbers, those with the same one as they stood, or what is wrong.

    Only a number that was deleted takes a page out. Of a form for other pages nothing is read.
    """
    numbered = []
    for place, page in enumerate(scan.pages, 1):
        written = form.get(f"place.{place}")
        if written is None or form.get(f"image.{place}") != page["image"]:
            return gettext("These are no longer the pages of this scan. Look at them as they are now, and try again.")
        if not written.strip():
            continue
        number, name = read_whole_number(written.strip()), " ".join(form.get(f"name.{place}", "").split())
        if number is None:
            return gettext("“%(written)s” is not the number of a page.", written=written[:40])
        if len(name) > LONGEST_LINE:
            return gettext("The name of a page has at most %(most)s characters.", most=LONGEST_LINE)
        numbered.append((number, place, {**page, "name": name}))
    return [page for _, _, page in sorted(numbered, key=lambda entry: entry[:2])]


def _match_typed(scan: Scan, form: FormValues) -> dict[str, str]:
    """Return what was typed for each page by its present number: a form knows pages by their images."""
    typed: dict[str, list[str]] = {}
    for name, image in form.items():
        if name.startswith("image."):
            typed.setdefault(image, []).append(name.removeprefix("image."))
    matched = {}
    for number, page in enumerate(scan.pages, 1):
        former = typed.get(page["image"])
        if former:
            place = former.pop(0)
            matched[f"name.{number}"] = form.get(f"name.{place}", "")
            matched[f"place.{number}"] = form.get(f"place.{place}", str(number))
    return matched


def _render_page_order(
    request: Request,
    session: Session,
    slug: str,
    label: str,
    user: CurrentUser,
    form: FormValues,
    faults: dict[str, str],
) -> Response:
    graph = read_graph(request, slug, user)
    scan = find_scan(graph, label)
    record = changes.find_record(session, changes.find_map(session, slug), label)
    return render_page(
        request,
        "scan_pages.html",
        422 if faults else 200,
        scan=scan,
        pages=list_page_views(graph, scan),
        form=_match_typed(scan, form),
        faults=faults,
        revision=record.revision,
        thumbnail=THUMBNAIL_SIDE,
        limits=MOST_SHOWN,
        **build_map_context(request, graph, read_visit(request, slug), session),
    )
