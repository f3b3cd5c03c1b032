"""The page on which a map is played year by year, all its frames on one page, and these as a file."""

from typing import NamedTuple

import msgspec
from fastapi import APIRouter, Request, Response
from markupsafe import Markup
from sqlmodel import Session

from api.access.authorization import MayLook
from api.access.current_user import CurrentUser
from api.citations.page_citations import read_citation_style
from api.citations.site_addresses import build_edition
from api.film.film_selections import FilmSelection, select_visited_film
from api.film.frame_telling import follow_perceptions, tell_frame
from api.http.problems import Refusal
from api.pages.map_context import build_map_context, make_address_refusal, read_visited_graph
from api.pages.templating import render_page
from api.pages.visits import MapVisit, read_visit
from api.phrases.page_words import explain_error
from api.pictures.picture_answers import PAGE_SECONDS, PictureOutcome, await_picture
from api.pictures.picture_routes import answer_picture, build_records_path, build_records_url
from api.pictures.render_requests import PictureRequest
from api.requests.error_answers import find_status
from api.requests.long_work import read_in_long_work
from api.requests.moments import REDIRECT_MOMENTS, find_displayed_moment
from argument_maps.citation.maps import cite_map
from argument_maps.comparison.film import FilmFrame
from argument_maps.graph import order_questions
from argument_maps.time_travel import COUNTING_RULE
from models.errors import MapError, Phrase
from models.text_types import Slug
from renderers.film.film_composer import MOST_PLAYED
from renderers.film.film_figures import DeckPage, FilmDeck

router = APIRouter(include_in_schema=False, dependencies=REDIRECT_MOMENTS)

# So many perceptions are followed beside the picture.
MOST_FOLLOWED = 40


class FilmVisit(NamedTuple):
    """What the page of a film shows: its film, and the frame that was asked for; or what stood in the way of it."""

    shown: FilmSelection | None = None
    frame: FilmFrame | None = None
    fault: str = ""
    status: int = 200


@router.get("/maps/{slug}/film")
async def show_film(request: Request, slug: Slug, user: MayLook) -> Response:
    """Show a map as a film, at the frame of the date that was asked for, else at its first."""
    visit = read_visit(request, slug)
    page = await read_in_long_work(request, lambda _: _read_film_page(request, visit, user))
    outcome = PictureOutcome()
    if page.shown is not None and page.frame is not None and page.shown.is_drawn:
        picture_request = _request_film("film.svg", visit, page.shown, build_records_path(slug, visit.at))
        picture_request = msgspec.structs.replace(picture_request, frame=page.frame.number)
        outcome = await await_picture(
            request.app.state.pictures.wait(slug, picture_request, user, request, PAGE_SECONDS)
        )
    return await read_in_long_work(
        request, lambda session: _render_film_page(request, session, visit, user, page, outcome)
    )


def _read_film_page(request: Request, visit: MapVisit, user: CurrentUser) -> FilmVisit:
    graph = read_visited_graph(request, visit, user)
    if visit.fault is not None:
        return FilmVisit(fault=visit.fault, status=422)
    try:
        shown = select_visited_film(graph, visit)
    except MapError as error:
        status = find_status(type(error))
        if status == 404:
            raise
        return FilmVisit(fault=explain_error(error), status=status)
    film = shown.film
    if not film.frames:
        return FilmVisit(shown)
    return FilmVisit(shown, film.find_frame(visit.query.as_of) if visit.query.as_of else film.frames[0])


def _render_film_page(
    request: Request, session: Session, visit: MapVisit, user: CurrentUser, page: FilmVisit, outcome: PictureOutcome
) -> Response:
    graph = read_visited_graph(request, visit, user)
    film = page.shown.film if page.shown is not None else None
    frames = [] if film is None else [tell_frame(graph, film, frame, visit) for frame in film.frames]
    followed = [] if film is None else follow_perceptions(film)
    return render_page(
        request,
        "film.html",
        page.status if page.status != 200 else outcome.status,
        shown=page.shown,
        fault=page.fault,
        undrawn=outcome.words,
        picture=outcome.markup,
        frames=frames,
        current=frames[page.frame.number] if page.frame is not None else None,
        followed=followed[:MOST_FOLLOWED],
        unfollowed=max(0, len(followed) - MOST_FOLLOWED),
        left_out=len(film.left_out) if film is not None else 0,
        questions=order_questions(graph.questions),
        most_played=MOST_PLAYED,
        counting_rule=COUNTING_RULE,
        **build_map_context(request, graph, visit, session),
    )


@router.get("/maps/{slug}/film/frames")
async def show_frames(request: Request, slug: Slug, user: MayLook) -> Response:
    """Show all frames of a film one below the other, each on a sheet of its own where they are printed."""
    visit = read_visit(request, slug)
    page = await read_in_long_work(request, lambda _: _read_film_page(request, visit, user))
    outcome, deck = PictureOutcome(), FilmDeck(pages=())
    if page.shown is not None and page.frame is not None and page.shown.is_drawn:
        picture_request = _request_film("film.json", visit, page.shown, build_records_path(slug, visit.at))
        outcome = await await_picture(
            request.app.state.pictures.wait(slug, picture_request, user, request, PAGE_SECONDS)
        )
        if outcome.picture is not None:
            deck = msgspec.json.decode(outcome.picture.body, type=FilmDeck)
    return await read_in_long_work(
        request, lambda session: _render_frames(request, session, visit, user, page, outcome, deck)
    )


def _render_frames(
    request: Request,
    session: Session,
    visit: MapVisit,
    user: CurrentUser,
    page: FilmVisit,
    outcome: PictureOutcome,
    deck: FilmDeck,
) -> Response:
    graph = read_visited_graph(request, visit, user)
    film = page.shown.film if page.shown is not None else None
    frames = [] if film is None else [tell_frame(graph, film, frame, visit) for frame in film.frames]
    # Where there are no figures, the words of all frames are there still.
    pages = deck.pages or tuple(DeckPage(frame=told.frame.number) for told in frames)
    return render_page(
        request,
        "film_frames.html",
        page.status if page.status != 200 else outcome.status,
        shown=page.shown,
        fault=page.fault or outcome.words,
        frames=frames,
        pages=[
            (frames[each.frame], graph.by_id.get(each.question or ""), Markup(each.svg))  # noqa: S704 # our own SVG
            for each in pages
        ],
        left_out=deck.left_out,
        questions=order_questions(graph.questions),
        counting_rule=COUNTING_RULE,
        most_played=MOST_PLAYED,
        **build_map_context(request, graph, visit, session),
    )


@router.get("/maps/{slug}/film.pdf")
async def download_film(request: Request, slug: Slug, user: MayLook) -> Response:
    """Return the frames of a film as a PDF of slides, which say below how the map is cited."""
    visit = read_visit(request, slug)
    if visit.fault is not None:
        raise make_address_refusal(visit.fault)
    picture_request = await read_in_long_work(request, lambda session: _request_deck(request, session, visit, user))
    return answer_picture(request, await request.app.state.pictures.wait(slug, picture_request, user, request))


def _request_deck(request: Request, session: Session, visit: MapVisit, user: CurrentUser) -> PictureRequest:
    graph = read_visited_graph(request, visit, user)
    shown = select_visited_film(graph, visit)
    if not shown.is_drawn or not shown.film.frames:
        raise Refusal(
            422,
            "no-film",
            Phrase("There is no film of that"),
            Phrase("A film is made of one record at least, and of %(most)s at most.", most=f"{MOST_PLAYED:,}"),
            Phrase("Choose a question that has as many."),
        )
    moment = find_displayed_moment(session, visit.slug, visit.at, user)
    edition = build_edition(request, session, visit.slug, as_of=None, moment=moment)
    caption = cite_map(edition, read_citation_style(request, graph)).entry.text
    link_to = build_records_url(request, visit.slug, visit.at)
    return msgspec.structs.replace(_request_film("film.pdf", visit, shown, link_to), caption=caption)


def _request_film(extension: str, visit: MapVisit, shown: FilmSelection, link_to: str) -> PictureRequest:
    return PictureRequest(
        extension=extension,
        selection=shown.selection,
        view=visit.query.view.value,
        theme=visit.query.theme.value,
        lang=visit.query.lang.value,
        link_to=link_to,
        at=visit.at,
    )
