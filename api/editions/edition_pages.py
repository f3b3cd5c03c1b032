"""The editions of a map: the list of them, the form that publishes one, and each on its permanent page."""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from markupsafe import Markup
from sqlalchemy import func
from sqlalchemy import select as select_rows
from sqlmodel import Session, col
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse

from api.access.authorization import ADMINISTERS, READS_EDITIONS, Action, MayAdminister, get_permitted_actions
from api.access.current_user import ANYONE, is_allowed
from api.citations.citation_routes import MEDIA_TYPES, CitationFile
from api.citations.page_citations import list_citation_forms, read_citation_style
from api.editions.edition_routes import Number
from api.editions.name_choices import list_name_questions, read_name_choice
from api.editions.packages import PACKAGE_ENDING, describe_package, write_edition_package
from api.editions.publishing import (
    UndecidedNames,
    describe_edition_for_citation,
    list_visible_editions,
    may_write_doi,
    publish_map_edition,
    read_edition_doi,
    read_edition_graph,
    read_visible_edition,
    record_edition_doi,
)
from api.http.conditional_requests import matches_if_none_match
from api.http.problems import Refusal
from api.http.query_parameters import STEM
from api.http.security_policies import PICTURE_POLICY
from api.pages.confirmations import Confirmation, show_confirmation
from api.pages.forms import FormValues, read_posted_form
from api.pages.list_parts import paginate
from api.pages.map_context import MapPageRequest, add_to_map_pages
from api.pages.templating import render_page
from api.pages.visits import choose_background
from api.phrases.assent_words import describe_assents
from api.phrases.marking import N_
from api.phrases.messages import gettext, nform
from api.phrases.page_words import explain_error
from api.pictures.export_formats import PictureFormat, build_picture_request
from api.pictures.keeping.picture_cache import Picture
from api.pictures.picture_answers import PAGE_SECONDS, PictureOutcome, await_picture
from api.pictures.picture_routes import answer_picture
from api.pictures.picture_service import Pictures
from api.pictures.render_requests import PictureQuery, PictureRequest
from api.requests.database import Reading, Writing, lock_existing_map, read_in_thread
from argument_maps.citation.csl.map_styles import name_style
from argument_maps.citation.map_entries import format_bibtex, format_csl_json, format_ris
from argument_maps.citation.maps import CitedMap, cite_map
from argument_maps.selection.selecting import Selection, select
from argument_maps.verdicts.ledger import build_ledger
from argument_maps.verdicts.summaries import word_summary
from models.changes import find_map
from models.errors import FalseDoi, Phrase, UnknownMap
from models.history.edition_dois import read_edition_dois
from models.history.editions import Edition
from models.participation.member_names import NamePlace
from models.records.maps import ArgumentMap, Record
from models.row_keys import persisted_id
from models.text_types import LONGEST_LINE, Slug
from models.vocabulary import CitationStyle, Visibility
from renderers.text import outline

router = APIRouter(include_in_schema=False)
Form = Annotated[FormValues, Depends(read_posted_form)]

LONGEST_NOTE = 500
FOR_GOOD = "max-age=31536000, immutable"
# An edition's document is kept as it was published; the other formats are made of it.
DOCUMENT_ENDING = "json"
ENTRY_WRITERS: dict[str, tuple[str, Callable[[CitedMap], str | bytes]]] = {
    "bib": (MEDIA_TYPES[CitationFile.BIBTEX], format_bibtex),
    "ris": (MEDIA_TYPES[CitationFile.RIS], format_ris),
    "csl.json": (MEDIA_TYPES[CitationFile.CSL_JSON], format_csl_json),
}
EDITION_FORMATS = {each.extension: each for each in PictureFormat if each.definition.edition_title}


@add_to_map_pages
def _add_editions(page: MapPageRequest) -> Mapping[str, Any]:
    return {"editions": list_visible_editions(page.request, page.session, page.graph.slug)}


@router.get("/maps/{slug}/editions", dependencies=READS_EDITIONS)
def show_editions(request: Request, slug: Slug, session: Reading) -> Response:
    """Show what was published of a map, also where the map itself is gone."""
    return _render_editions(request, slug, session)


@router.post("/maps/{slug}/editions")
def publish_edition(request: Request, slug: Slug, form: Form, session: Writing, user: MayAdminister) -> Response:
    """Publish the map as it stands, and lead to the edition."""
    argument_map = lock_existing_map(session, slug)
    if form.get("version", "") != str(argument_map.version):
        fault = gettext(
            "The map has changed since you opened this page. Look at it again, and publish it if you still want to."
        )
        return _render_editions(request, slug, session, fault, form, status=409)
    note = " ".join(form.get("note", "").split())[:LONGEST_NOTE]
    sure = form.get("sure") == "yes"
    try:
        with session.begin_nested() as trying:
            edition = publish_map_edition(
                session, argument_map, author=user.name, note=note, names=read_name_choice(form)
            )
            if not sure:
                # It was only tried whether names have to be decided first.
                trying.rollback()
    except UndecidedNames as error:
        return _render_editions(request, slug, session, form=form, status=409, names=error.names)
    if not sure:
        return show_confirmation(request, _ask_to_publish(request, session, argument_map, form))
    return RedirectResponse(f"/maps/{slug}/editions/{edition.number}", status_code=303)


def _ask_to_publish(request: Request, session: Session, argument_map: ArgumentMap, form: FormValues) -> Confirmation:
    number = session.scalar(select_rows(func.count()).where(col(Record.map_id) == argument_map.id)) or 0
    edition = len(list_visible_editions(request, session, argument_map.slug)) + 1
    readers = {
        Visibility.PRIVATE: gettext("Anyone who may see the map can read it."),
        Visibility.UNLISTED: gettext("Anyone who has its address can read it, without signing in."),
        Visibility.PUBLIC: gettext("Everybody can read it, without signing in."),
    }[Visibility(argument_map.visibility)]
    return Confirmation(
        question=gettext("Publish edition %(number)s of “%(title)s”?", number=edition, title=argument_map.title),
        consequences=(
            nform("%(num)s record is fixed in it for good.", "%(num)s records are fixed in it for good.", number)
            % {"num": number},
            readers,
            *describe_assents(session, argument_map),
            gettext("This cannot be undone: an edition is never changed or withdrawn, and it outlives its map."),
        ),
        action=f"/maps/{argument_map.slug}/editions",
        button=gettext("Publish edition"),
        back=f"/maps/{argument_map.slug}/editions",
        fields=dict(form),
    )


def _render_editions(
    request: Request,
    slug: str,
    session: Session,
    fault: str = "",
    form: Mapping[str, str] | None = None,
    status: int = 200,
    names: Mapping[str, Sequence[NamePlace]] | None = None,
) -> Response:
    visible_editions = list_visible_editions(request, session, slug)
    argument_map: ArgumentMap | None
    try:
        argument_map = find_map(session, slug)
    except UnknownMap:
        if not visible_editions:
            raise
        argument_map = None
    assents = (
        describe_assents(session, argument_map)
        if argument_map is not None and Action.ADMINISTER in get_permitted_actions(request)
        else []
    )
    context = {
        "slug": slug,
        "title": argument_map.title if argument_map else visible_editions[0].title,
        "version": argument_map and argument_map.version,
    }
    note = (form or {}).get("note", "")
    return render_page(
        request,
        "editions.html",
        status,
        editions=paginate(
            request, f"/maps/{slug}/editions", "editions", visible_editions, lambda edition: edition.number
        ),
        dois=read_edition_dois(session, [persisted_id(edition) for edition in visible_editions]),
        fault=fault,
        note=note,
        assents=assents,
        names=list_name_questions(names or {}, form or {}),
        **context,
    )


@router.get(f"/maps/{{slug}}/editions/{{number:{STEM}}}.{{extension}}", dependencies=READS_EDITIONS)
async def download(request: Request, slug: Slug, number: Number, extension: str) -> Response:
    """Return an edition as its canonical document, drawn, as a package for a repository, or cited by an entry."""
    if extension == PACKAGE_ENDING or extension in ENTRY_WRITERS:
        edition, cited = await read_in_thread(
            request, lambda session: _read_cited_edition(request, session, slug, number)
        )
        # With a DOI that is written back later they are others.
        if extension == PACKAGE_ENDING:
            return answer_picture(request, await _pack(request, edition, cited))
        headers = {
            "Content-Disposition": f'attachment; filename="{slug}-edition-{number}.{extension}"',
            "Cache-Control": "no-cache",
        }
        media_type, write = ENTRY_WRITERS[extension]
        return Response(write(cited), media_type=media_type, headers=headers)
    edition = await read_in_thread(request, lambda session: read_visible_edition(request, session, slug, number))
    cache_control = await run_in_threadpool(_choose_cache_control, request, slug)
    if extension == DOCUMENT_ENDING:
        tag = f'"{edition.sha256}"'
        headers = {"ETag": tag, "Cache-Control": cache_control, "Content-Security-Policy": PICTURE_POLICY}
        if matches_if_none_match(request, tag):
            return Response(status_code=304, headers=headers)
        headers["Content-Disposition"] = f'attachment; filename="{slug}-edition-{number}.{DOCUMENT_ENDING}"'
        return Response(edition.document.encode(), media_type="application/json", headers=headers)
    if extension not in EDITION_FORMATS:
        raise Refusal(
            404,
            "unknown-format",
            Phrase("There is no such format"),
            Phrase("An edition is not written in the format that the address ends in."),
            Phrase(
                "Use one of these endings: %(endings)s.",
                endings=(DOCUMENT_ENDING, *EDITION_FORMATS, PACKAGE_ENDING, *ENTRY_WRITERS),
            ),
        )
    answer = answer_picture(request, await _draw(request, edition, EDITION_FORMATS[extension], "light"))
    answer.headers["Cache-Control"] = cache_control
    return answer


@router.get("/maps/{slug}/editions/{number}", dependencies=READS_EDITIONS)
async def show_edition(request: Request, slug: Slug, number: Number) -> Response:
    """Show an edition: how it is cited and checked, its picture, its outline and its ledger."""
    edition = await read_in_thread(request, lambda session: read_visible_edition(request, session, slug, number))
    outcome = await await_picture(_draw(request, edition, PictureFormat.SVG, choose_background(request), PAGE_SECONDS))
    return await read_in_thread(request, lambda session: _render_edition(request, session, edition, outcome))


@router.post("/maps/{slug}/editions/{number}/doi", dependencies=ADMINISTERS)
def save_doi(request: Request, slug: Slug, number: Number, form: Form, session: Writing) -> Response:
    """Keep the DOI under which an edition was deposited, and lead back to the edition."""
    written = form.get("doi", "")[:LONGEST_LINE]
    try:
        record_edition_doi(request, session, slug, number, written)
    except FalseDoi as error:
        edition = read_visible_edition(request, session, slug, number)
        fault = explain_error(error)
        return render_page(request, "edition_doi.html", 422, edition=edition, typed=written, doi_fault=fault)
    return RedirectResponse(f"/maps/{slug}/editions/{number}#doi", status_code=303)


def _render_edition(request: Request, session: Session, edition: Edition, outcome: PictureOutcome) -> Response:
    graph = read_edition_graph(edition)
    doi = read_edition_doi(session, edition)
    cited = describe_edition_for_citation(request, edition, doi)
    text = outline.write_html_outline(select(graph, Selection()))
    return render_page(
        request,
        "edition.html",
        outcome.status,
        edition=edition,
        graph=graph,
        drawn=outcome.markup,
        edition_downloads=[
            (DOCUMENT_ENDING, N_("The document (JSON)")),
            *((ending, each.definition.edition_title) for ending, each in EDITION_FORMATS.items()),
            (PACKAGE_ENDING, N_("Package for a repository (RO-Crate)")),
        ],
        cited=cited,
        typed=doi,
        doi_fault="",
        entry_formats=list(ENTRY_WRITERS),
        writes_doi=may_write_doi(request, edition),
        fault=outcome.words,
        outline=Markup(text),  # noqa: S704 # escaped there
        entries=build_ledger(graph),
        word_summary=word_summary,
        style=name_style(read_citation_style(request, graph)),
        citations=[(style, list_citation_forms(cite_map(cited, style))) for style in CitationStyle],
        address=cited.address,
        newest=max(other_edition.number for other_edition in list_visible_editions(request, session, edition.slug)),
    )


def _read_cited_edition(request: Request, session: Session, slug: str, number: int) -> tuple[Edition, CitedMap]:
    edition = read_visible_edition(request, session, slug, number)
    return edition, describe_edition_for_citation(request, edition, read_edition_doi(session, edition))


async def _pack(request: Request, edition: Edition, cited: CitedMap) -> Picture:
    pictures: Pictures = request.app.state.pictures
    return await pictures.wait_for_package(
        persisted_id(edition),
        edition.sha256,
        describe_package(cited),
        lambda cropping: write_edition_package(edition, cited, cropping),
        request,
    )


def _choose_cache_control(request: Request, slug: str) -> str:
    """Return how long an edition is kept, and whether by caches that others use: only where everybody may look."""
    state = request.app.state.states.look(slug)
    open_to_all = request.app.state.gate is None or (
        state is not None and is_allowed(ANYONE, Action.LOOK, state.visibility, state.id)
    )
    return f"{'public' if open_to_all else 'private'}, {FOR_GOOD}"


async def _draw(
    request: Request, edition: Edition, picture_format: PictureFormat, theme: str, seconds: float | None = None
) -> Picture:
    pictures: Pictures = request.app.state.pictures
    # Boxes lead to their places in the outline, which stands on the edition's page.
    address = f"{request.app.state.settings.base_url}/maps/{edition.slug}/editions/{edition.number}"
    query = PictureQuery.model_validate({"theme": theme})
    picture_request: PictureRequest = build_picture_request(query, picture_format, f"{address}#o-")
    return await pictures.wait_for_edition(
        persisted_id(edition), edition.sha256, lambda: read_edition_graph(edition), picture_request, request, seconds
    )
