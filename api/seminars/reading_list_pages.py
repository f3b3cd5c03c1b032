"""What the maps of a seminar cite, as its reading list: as a page, and as a file in any style of citation."""

from fastapi import APIRouter, Request, Response
from markupsafe import Markup
from sqlmodel import Session

from api.access.authorization import MayLook
from api.access.current_user import CurrentUser
from api.citations.page_citations import list_style_choices, read_citation_style
from api.http.problems import Refusal
from api.pages.templating import render_page
from api.pictures.text_formats import WRITERS
from api.requests.long_work import read_in_long_work
from api.seminars.seminar_pages import require_role_in
from argument_maps.citation.csl.map_styles import name_style
from argument_maps.graph import Graph
from models.errors import Phrase
from models.people.enrolment import find_seminar, list_seminar_maps
from models.people.seminars import Seminar
from models.row_keys import persisted_id
from renderers.footnoted.bibliography_text import build_reading_list_text, write_html_list
from renderers.footnoted.footnoted_text import FootnotedText

router = APIRouter(include_in_schema=False)

# Each is loaded whole; a seminar that works on more can take the list of each map.
MOST_MAPS = 40


@router.get("/seminars/{seminar}/reading-list")
async def show_reading_list(request: Request, seminar: str, user: MayLook) -> Response:
    """Show what the maps of a seminar cite, each source once, with the files that it can be taken away as."""

    def render(session: Session) -> Response:
        row = _find_own_seminar(session, seminar, user)
        graphs, is_cut = _load_seminar_graphs(request, session, row, user)
        text = _build_reading_list(request, row, graphs)
        answer = render_page(
            request,
            "reading_list.html",
            seminar=row,
            listed=Markup(write_html_list(text)),  # noqa: S704 # escaped there
            has_entries=any(graph.sources for graph in graphs),
            most=MOST_MAPS if is_cut else 0,
            style=name_style(read_citation_style(request, *graphs)),
            style_choices=list_style_choices(*graphs),
            writers={ending: title for ending, (_, _, title, _) in WRITERS.items()},
        )
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return await read_in_long_work(request, render)


@router.get("/seminars/{seminar}/reading-list.{extension}")
async def download_reading_list(request: Request, seminar: str, extension: str, user: MayLook) -> Response:
    """Return what the maps of a seminar cite as a file, in the style of `style`."""

    def write(session: Session) -> Response:
        row = _find_own_seminar(session, seminar, user)
        if extension not in WRITERS:
            raise Refusal(
                404,
                "unknown-format",
                Phrase("There is no such format"),
                Phrase("A reading list is not written in the format that the address ends in."),
                Phrase("Use one of these endings: %(endings)s.", endings=tuple(WRITERS)),
            )
        media_type, write_text, _, _ = WRITERS[extension]
        graphs, _ = _load_seminar_graphs(request, session, row, user)
        body = write_text(_build_reading_list(request, row, graphs))
        named = f'attachment; filename="{row.slug}-reading-list.{extension}"'
        headers = {"Content-Disposition": named, "Cache-Control": "no-store"}
        return Response(body, media_type=media_type.header, headers=headers)

    return await read_in_long_work(request, write)


def _find_own_seminar(session: Session, name: str, user: CurrentUser) -> Seminar:
    """Return a seminar of which the user is a member. Raises `UnknownSeminar` and `NotAllowed`."""
    row = find_seminar(session, name)
    require_role_in(user, row)
    return row


def _load_seminar_graphs(
    request: Request, session: Session, seminar: Seminar, user: CurrentUser
) -> tuple[list[Graph], bool]:
    """Return the maps of a seminar that the user sees, and whether there are more than are listed."""
    pictures = request.app.state.pictures
    visible = [
        argument_map.slug
        for argument_map in list_seminar_maps(session, persisted_id(seminar))
        if pictures.may_see(argument_map.slug, user)
    ]
    return [pictures.graph(slug, user) for slug in visible[:MOST_MAPS]], len(visible) > MOST_MAPS


def _build_reading_list(request: Request, seminar: Seminar, graphs: list[Graph]) -> FootnotedText:
    return build_reading_list_text(f"Reading list: {seminar.title}", graphs, read_citation_style(request, *graphs))
