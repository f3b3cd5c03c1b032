"""The editions of a map: the list of them, the form that publishes one, and each on its permanent page."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from markupsafe import Markup
from sqlalchemy import func
from sqlalchemy import select as select_rows
from sqlmodel import Session, col
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse

from api.conditions import is_known
from api.database import Reading, Writing, lock_map, read_apart
from api.middleware import PICTURE_POLICY
from api.permission import ANYONE, READS_EDITIONS, Action, Administering, actions_of, allowed
from api.picture_cache import Picture
from api.picture_requests import PictureFormat, PictureQuery, Wanted, wanted_picture
from api.pictures import Pictures
from api.problems import Refusal
from api.publishing import (
    NamesForGood,
    cited_edition,
    edition_seen,
    editions_seen,
    graph_of_edition,
    publish,
)
from api.routes.editions import Number
from api.routes.pictures import answer_picture
from api.web.assent_words import describe_assents
from api.web.citing import chosen_style, forms
from api.web.confirming import Confirmation, confirm
from api.web.drawn import PAGE_SECONDS, Drawn, drawn
from api.web.editing.forms import Typed, typed
from api.web.messages import gettext, nform
from api.web.name_choices import ask_choices, read_name_choice
from api.web.parts import list_part
from api.web.templating import page
from api.web.visits import ground
from argument_maps.citation.maps import cite_map
from argument_maps.selection.selecting import Selection, select
from argument_maps.verdicts.ledger import ledger
from models.changes import find_map
from models.errors import UnknownMap
from models.history.editions import Edition
from models.participation.member_names import NamePlace
from models.records.maps import ArgumentMap, Record
from models.row_keys import persisted_id
from models.text_types import Slug
from models.vocabulary import CitationStyle, Visibility
from renderers.text import outline

router = APIRouter(include_in_schema=False)
Form = Annotated[Typed, Depends(typed)]

LONGEST_NOTE = 500
FOR_GOOD = "max-age=31536000, immutable"


@router.get("/maps/{slug}/editions", dependencies=READS_EDITIONS)
def show_editions(request: Request, slug: Slug, session: Reading) -> Response:
    """Show what was published of a map, also where the map itself is gone."""
    return _list(request, slug, session)


@router.post("/maps/{slug}/editions")
def publish_edition(request: Request, slug: Slug, given: Form, session: Writing, user: Administering) -> Response:
    """Publish the map as it stands, and lead to the edition."""
    found = lock_map(session, slug)
    if found is None:
        raise UnknownMap(slug)
    if given.get("version", "") != str(found.version):
        fault = gettext(
            "The map was changed since you opened this page. Look at it again, and publish it if it is still meant."
        )
        return _list(request, slug, session, fault, given, status=409)
    note = " ".join(given.get("note", "").split())[:LONGEST_NOTE]
    sure = given.get("sure") == "yes"
    try:
        with session.begin_nested() as trying:
            made = publish(session, found, author=user.name, note=note, names=read_name_choice(given))
            if not sure:
                # It was only tried whether names have to be decided first.
                trying.rollback()
    except NamesForGood as error:
        return _list(request, slug, session, given=given, status=409, names=error.names)
    if not sure:
        return confirm(request, _publication(request, session, found, given))
    return RedirectResponse(f"/maps/{slug}/editions/{made.number}", status_code=303)


def _publication(request: Request, session: Session, found: ArgumentMap, given: Typed) -> Confirmation:
    number = session.scalar(select_rows(func.count()).where(col(Record.map_id) == found.id)) or 0
    edition = len(editions_seen(request, session, found.slug)) + 1
    readers = {
        Visibility.PRIVATE: gettext("Whoever may see the map reads it."),
        Visibility.UNLISTED: gettext("Whoever has its address reads it, without signing in."),
        Visibility.PUBLIC: gettext("Everybody reads it, without signing in."),
    }[Visibility(found.visibility)]
    return Confirmation(
        question=gettext("Publish edition %(number)s of “%(title)s”?", number=edition, title=found.title),
        told=(
            nform("%(num)s record is fixed in it for good.", "%(num)s records are fixed in it for good.", number)
            % {"num": number},
            readers,
            *describe_assents(session, found),
            gettext("This cannot be undone: an edition is never changed and never taken back, and outlives its map."),
        ),
        action=f"/maps/{found.slug}/editions",
        button=gettext("Publish"),
        back=f"/maps/{found.slug}/editions",
        fields=dict(given),
    )


def _list(
    request: Request,
    slug: str,
    session: Session,
    fault: str = "",
    given: Mapping[str, str] | None = None,
    status: int = 200,
    names: Mapping[str, Sequence[NamePlace]] | None = None,
) -> Response:
    listed = editions_seen(request, session, slug)
    try:
        found: Any = find_map(session, slug)
    except UnknownMap:
        if not listed:
            raise
        found = None
    assents = describe_assents(session, found) if found is not None and Action.ADMINISTER in actions_of(request) else []
    context = {"slug": slug, "title": found.title if found else listed[0].title, "version": found and found.version}
    note = (given or {}).get("note", "")
    return page(
        request,
        "editions.html",
        status,
        editions=list_part(request, f"/maps/{slug}/editions", "editions", listed, lambda each: each.number),
        fault=fault,
        note=note,
        assents=assents,
        names=ask_choices(names or {}, given or {}),
        **context,
    )


@router.get("/maps/{slug}/editions/{number}.{extension}", dependencies=READS_EDITIONS)
async def download(request: Request, slug: Slug, number: Number, extension: str) -> Response:
    """Return an edition as its canonical document, or drawn."""
    edition = await read_apart(request, lambda session: edition_seen(request, session, slug, number))
    kept = await run_in_threadpool(_kept, request, slug)
    if extension == "json":
        tag = f'"{edition.sha256}"'
        headers = {"ETag": tag, "Cache-Control": kept, "Content-Security-Policy": PICTURE_POLICY}
        if is_known(request, tag):
            return Response(status_code=304, headers=headers)
        headers["Content-Disposition"] = f'attachment; filename="{slug}-edition-{number}.json"'
        return Response(edition.document.encode(), media_type="application/json", headers=headers)
    if extension not in ("svg", "pdf"):
        raise Refusal(
            404,
            "unknown-format",
            "There is no such format",
            "An edition is not written in the format that the address ends in.",
            "Use one of these endings: json, svg, pdf.",
        )
    answer = answer_picture(request, await _draw(request, edition, PictureFormat(extension), "light"))
    answer.headers["Cache-Control"] = kept
    return answer


@router.get("/maps/{slug}/editions/{number}", dependencies=READS_EDITIONS)
async def show_edition(request: Request, slug: Slug, number: Number) -> Response:
    """Show an edition: how it is cited and checked, its picture, its outline and its ledger."""
    edition = await read_apart(request, lambda session: edition_seen(request, session, slug, number))
    made = await drawn(_draw(request, edition, PictureFormat.SVG, ground(request), PAGE_SECONDS))
    return await read_apart(request, lambda session: _show(request, session, edition, made))


def _show(request: Request, session: Session, edition: Edition, made: Drawn) -> Response:
    graph = graph_of_edition(edition)
    cited = cited_edition(request, edition)
    text = outline.html(select(graph, Selection()))
    return page(
        request,
        "edition.html",
        made.status,
        edition=edition,
        graph=graph,
        drawn=made.markup,
        fault=made.words,
        outline=Markup(text),  # noqa: S704 # escaped there
        entries=ledger(graph),
        style=chosen_style(request),
        citations=[(style, forms(cite_map(cited, style))) for style in CitationStyle],
        address=cited.address,
        newest=max(each.number for each in editions_seen(request, session, edition.slug)),
    )


def _kept(request: Request, slug: str) -> str:
    """Return how long an edition is kept, and whether by caches that others use: only where everybody may look."""
    state = request.app.state.states.look(slug)
    open_to_all = request.app.state.gate is None or (
        state is not None and allowed(ANYONE, Action.LOOK, state.visibility, state.id)
    )
    return f"{'public' if open_to_all else 'private'}, {FOR_GOOD}"


async def _draw(
    request: Request, edition: Edition, extension: PictureFormat, theme: str, seconds: float | None = None
) -> Picture:
    pictures: Pictures = request.app.state.pictures
    # Boxes lead to their places in the outline, which stands on the edition's page.
    address = f"{request.app.state.settings.base_url}/maps/{edition.slug}/editions/{edition.number}"
    query = PictureQuery.model_validate({"theme": theme})
    wanted: Wanted = wanted_picture(query, extension, f"{address}#o-")
    return await pictures.published(
        persisted_id(edition), edition.sha256, lambda: graph_of_edition(edition), wanted, request, seconds
    )
