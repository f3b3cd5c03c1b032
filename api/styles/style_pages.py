"""The page of a map's own styles of citation: added as files, looked at before they are kept, taken away."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from markupsafe import Markup
from sqlmodel import Session

from api.access.authorization import MayChange, MayLook
from api.access.current_user import CurrentUser
from api.citations.page_citations import list_citation_forms
from api.pages.forms import FormValues
from api.pages.map_context import build_map_context
from api.pages.returns import read_graph
from api.pages.templating import render_page
from api.pages.uploads import read_sent_files
from api.pages.visits import read_visit
from api.phrases.page_words import explain_error
from api.requests.database import Reading, Writing, lock_existing_map, read_in_thread, write_in_thread
from api.requests.error_answers import find_status
from api.requests.long_work import run_long_work
from api.styles.style_routes import CSL_MEDIA, list_style_answers
from api.styles.style_samples import cite_samples
from argument_maps.citation.csl.style_files import CslStyle, UnusableStyle, read_style
from argument_maps.graph import Graph
from models import changes
from models.errors import MapError, Phrase
from models.participation.pending_uploads import add_pending_upload, delete_pending_upload, find_pending_upload
from models.records.styles.map_styles import MOST_STYLES
from models.row_keys import persisted_id
from models.text_types import Slug

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class SampleForms:
    """A source as the style that is looked at cites it: its title, whether it is the map's, and its forms as markup."""

    title: str
    is_own: bool
    forms: tuple[tuple[str, str, Markup], ...]


@dataclass(frozen=True, slots=True)
class SentStyle:
    """What the form sent: its fields, and the file that was chosen, if any."""

    fields: FormValues
    data: bytes = b""


async def read_style_form(request: Request) -> SentStyle:
    """Return what the form sent; raises `Refusal`."""
    fields, files = await read_sent_files(request, 1)
    return SentStyle(fields, files[0][1] if files else b"")


StyleForm = Annotated[SentStyle, Depends(read_style_form)]


@router.get("/maps/{slug}/styles")
def show_styles(request: Request, slug: Slug, session: Reading, user: MayLook) -> Response:
    """Show the styles of citation that a map brings along, and the form that adds one."""
    return _render_styles(request, session, slug, user)


@router.post("/maps/{slug}/styles")
async def send_style_file(request: Request, slug: Slug, form: StyleForm, user: MayChange) -> Response:
    """Show what a style is and what it makes of a few sources; keep it once that was seen."""
    token = form.fields.get("pending", "")
    data = form.data or await read_in_thread(request, lambda session: _find_waiting(session, slug, token))
    try:
        if not data:
            raise UnusableStyle(
                Phrase("No file was sent, or the one that was looked at waited too long."),
                Phrase("Choose a file that ends in .csl."),
            )
        graph = await read_in_thread(request, lambda _: read_graph(request, slug, user))
        style, samples = await run_long_work(request, lambda: _look_at(graph, data))
        if not form.data:
            name = await write_in_thread(request, lambda session: _keep(session, slug, style, token, user))
            return RedirectResponse(f"/maps/{slug}/styles#{name}", status_code=303)
    except MapError as error:
        fault, status = explain_error(error), find_status(type(error))
        return await read_in_thread(
            request, lambda session: _render_styles(request, session, slug, user, status, fault=fault)
        )
    token = await write_in_thread(request, lambda session: _put_aside(session, slug, style))
    return await read_in_thread(
        request,
        lambda session: _render_styles(request, session, slug, user, looked_at=style, samples=samples, token=token),
    )


@router.post("/maps/{slug}/styles/{name}/remove")
def take_style_away(request: Request, slug: Slug, name: str, session: Writing, user: MayChange) -> Response:
    """Take a style away; the change can be undone."""
    request.app.state.pictures.check(slug, user)
    argument_map = lock_existing_map(session, slug)
    changed = changes.remove_style(session, slug, name, version=argument_map.version, author=user.name)
    return RedirectResponse(f"/maps/{slug}/styles?done={changed.version}", status_code=303)


def _look_at(graph: Graph, data: bytes) -> tuple[CslStyle, list[SampleForms]]:
    style = read_style(data)
    return style, [
        SampleForms(sample.source.title, sample.is_own, list_citation_forms(sample.citation))
        for sample in cite_samples(graph, style)
    ]


def _find_waiting(session: Session, slug: str, token: str) -> bytes:
    waiting = find_pending_upload(session, persisted_id(changes.find_map(session, slug)), token) if token else None
    return waiting.data if waiting is not None else b""


def _put_aside(session: Session, slug: str, style: CslStyle) -> str:
    map_id = persisted_id(changes.find_map(session, slug))
    return add_pending_upload(session, map_id, "style.csl", CSL_MEDIA, style.data)


def _keep(session: Session, slug: str, style: CslStyle, token: str, user: CurrentUser) -> str:
    argument_map = lock_existing_map(session, slug)
    kept = changes.add_style(
        session, slug, style.title, style.data, version=argument_map.version, author=user.name
    ).styles[-1]
    delete_pending_upload(session, token)
    return str(kept["name"])


def _render_styles(
    request: Request, session: Session, slug: str, user: CurrentUser, status: int = 200, **shown: Any
) -> Response:
    graph = read_graph(request, slug, user)
    return render_page(
        request,
        "styles.html",
        status,
        styles=list_style_answers(graph),
        most=MOST_STYLES,
        **{"looked_at": None, "samples": [], "token": "", "fault": "", **shown},
        **build_map_context(request, graph, read_visit(request, slug), session),
    )
