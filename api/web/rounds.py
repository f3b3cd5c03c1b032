"""The pages on which whoever leads opens, closes, reopens and deletes rounds, and all see what came of them."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import TypeAdapter, ValidationError
from sqlmodel import Session

from api import seminar
from api.database import Reading, Writing
from api.permission import TakingPositions, Teaching
from api.round_citations import cite_wordings
from api.round_reading import is_unread, note_reading
from api.web.asking import UnreadableDeadline, chosen_labels, read_deadline
from api.web.citing import chosen_style
from api.web.confirming import Confirmation, confirm
from api.web.editing.forms import Typed, typed
from api.web.messages import gettext, nform
from api.web.positions import positions_page
from api.web.surroundings import around
from api.web.templating import day, page
from api.web.visits import read_visit
from api.web.wording_words import describe_judged, describe_wording_changes
from argument_maps.graph import Graph
from models.changes.lookup import find_map
from models.deliberation.position_changes import (
    close_round,
    delete_round,
    find_deadline_ahead,
    find_round,
    move_deadline,
    open_round,
    reopen_round,
)
from models.errors import MapError
from models.participation.positions import MANY_ASKED, Round, RoundDraft, answered, open_round_of
from models.participation.seminar_errors import RoundIsClosed, RoundIsOpen
from models.row_keys import persisted_id
from models.text_types import MAX_INTEGER, Slug, Statement
from models.vocabulary import StanceKind

router = APIRouter(include_in_schema=False)
Form = Annotated[Typed, Depends(typed)]
Number = Annotated[int, Path(ge=1, le=MAX_INTEGER)]
_REASON: TypeAdapter[str] = TypeAdapter(Statement)


@router.post("/maps/{slug}/rounds")
def begin_round(request: Request, slug: Slug, given: Form, session: Writing, user: Teaching) -> Response:
    """Open a round about the chosen records, once more asked where they are many; `find` only looks for records."""
    found = seminar.held(session, slug)
    if given.get("go") == "find":
        return positions_page(request, slug, session, user, given=given)
    present = open_round_of(session, persisted_id(found))
    if present is not None:
        error = RoundIsOpen(present.number)
        return positions_page(request, slug, session, user, 409, told=f"{error.detail} {error.remedy}", given=given)
    everything = given.get("records") == "all"
    labels = [] if everything else chosen_labels(given)
    if not everything and not labels and given.get("title", "").strip():
        told = gettext("Choose the records that the round asks about, or say that it asks about all of them.")
        return positions_page(request, slug, session, user, 422, told=told, given=given)
    try:
        draft = RoundDraft.model_validate(
            {
                "title": given.get("title", ""),
                "question": given.get("question", ""),
                "labels": labels,
                "names_shown": "pseudonyms" not in given,
                "closes_at": read_deadline(given),
            }
        )
        graph: Graph = request.app.state.pictures.graph(slug, user)
        number = len(seminar.asked_labels(graph, None)) if everything else len(labels)
        if number > MANY_ASKED and given.get("sure") != "yes":
            told = nform(
                "The round asks about %(num)s record, which every member is to judge.",
                "The round asks about %(num)s records, each of which every member is to judge one by one.",
                number,
            ) % {"num": number}
            return positions_page(request, slug, session, user, 422, told=told, given={**given, "warned": "yes"})
        with session.begin_nested():
            open_round(session, found, draft, by=user.name)
    except UnreadableDeadline as fault:
        return positions_page(request, slug, session, user, 422, told=str(fault), given=given)
    except ValidationError:
        told = gettext("A round needs a title of one line, and ids of records such as P3, with commas between them.")
        return positions_page(request, slug, session, user, 422, told=told, given=given)
    except MapError as error:
        return positions_page(request, slug, session, user, 409, told=f"{error.detail} {error.remedy}", given=given)
    return RedirectResponse(f"/maps/{slug}/positions", status_code=303)


@router.get("/maps/{slug}/rounds/{number}/close")
def ask_to_close(request: Request, slug: Slug, number: Number, session: Reading, user: Teaching) -> Response:
    """Ask whether a round is to be closed, and say what follows."""
    del user
    found = find_round(session, find_map(session, slug), number)
    if not found.is_open:
        raise RoundIsClosed(number)
    return confirm(request, _closing(session, slug, found))


@router.post("/maps/{slug}/rounds/{number}/close")
def end_round(request: Request, slug: Slug, number: Number, given: Form, session: Writing, user: Teaching) -> Response:
    """Close a round once that was asked, and lead to where it can be read, or opened again while nobody has."""
    place = seminar.held(session, slug)
    found = find_round(session, place, number)
    if found.is_open and given.get("sure") != "yes":
        return confirm(request, _closing(session, slug, found))
    close_round(session, place, number, by=user.name)
    return RedirectResponse(f"/maps/{slug}/positions#closed", status_code=303)


@router.post("/maps/{slug}/rounds/{number}/reopen")
def begin_again(request: Request, slug: Slug, number: Number, session: Writing, user: Teaching) -> Response:
    """Open a closed round again that nobody has read, until its deadline where that lies ahead."""
    place = seminar.held(session, slug)
    try:
        reopen_round(session, place, number, closes_at=find_deadline_ahead(session, place, number))
    except MapError as error:
        return positions_page(request, slug, session, user, 409, told=f"{error.detail} {error.remedy}")
    return RedirectResponse(f"/maps/{slug}/positions", status_code=303)


@router.post("/maps/{slug}/rounds/{number}/deadline")
def schedule_end(
    request: Request, slug: Slug, number: Number, given: Form, session: Writing, user: Teaching
) -> Response:
    """Let an open round close by itself at the moment of the form, or at none where it names none."""
    try:
        move_deadline(session, seminar.held(session, slug), number, read_deadline(given))
    except UnreadableDeadline as fault:
        return positions_page(request, slug, session, user, 422, told=str(fault), given=given)
    except MapError as error:
        return positions_page(request, slug, session, user, 409, told=f"{error.detail} {error.remedy}", given=given)
    return RedirectResponse(f"/maps/{slug}/positions#round-{number}", status_code=303)


@router.get("/maps/{slug}/rounds/{number}/delete")
def ask_to_delete(request: Request, slug: Slug, number: Number, session: Reading, user: Teaching) -> Response:
    """Ask whether a round is to be deleted, and why."""
    del user
    found = find_round(session, find_map(session, slug), number)
    return confirm(request, _deletion(slug, found, answered(session, found)))


@router.post("/maps/{slug}/rounds/{number}/delete")
def remove_round(
    request: Request, slug: Slug, number: Number, given: Form, session: Writing, user: Teaching
) -> Response:
    """Delete a round with its answers, and keep the reason."""
    found = seminar.held(session, slug)
    try:
        reason = _REASON.validate_python(given.get("reason", ""))
    except ValidationError:
        doomed = find_round(session, found, number)
        fault = gettext("Say why, in at most 4,000 characters: members read it where the round was.")
        return confirm(request, _deletion(slug, doomed, answered(session, doomed), given.get("reason", ""), fault), 422)
    delete_round(session, found, number, reason, by=user.name)
    return RedirectResponse(f"/maps/{slug}/positions#closed", status_code=303)


@router.get("/maps/{slug}/rounds/{number}")
def show_round(request: Request, slug: Slug, number: Number, session: Reading, user: TakingPositions) -> Response:
    """Show what came of a round: what divides the group, how positions are distributed, and who moved."""
    note_reading(request, slug, number)
    graph: Graph = request.app.state.pictures.graph(slug, user)
    place = find_map(session, slug)
    results = seminar.results(session, find_round(session, place, number), user)
    return page(
        request,
        "round.html",
        found=results,
        described=describe_wording_changes,
        judged=describe_judged,
        cited=cite_wordings(request, session, place, results.distributions, chosen_style(request)),
        words=list(StanceKind),
        record_of=graph.by_id.get,
        **around(request, graph, read_visit(request, slug), session),
    )


def _closing(session: Session, slug: str, found: Round) -> Confirmation:
    members = answered(session, found)
    told = nform("%(num)s member has answered.", "%(num)s members have answered.", members) % {"num": members}
    return Confirmation(
        question=gettext("Close round %(number)s, “%(title)s”?", number=found.number, title=found.title),
        told=(
            told,
            gettext("Nobody can answer it any more, and all members see what was answered."),
            gettext("It can be opened again only until somebody, whoever that is, has read its results."),
        ),
        action=f"/maps/{slug}/rounds/{found.number}/close",
        button=gettext("Close the round"),
        back=f"/maps/{slug}/positions",
    )


def _deletion(slug: str, found: Round, members: int, reason: str = "", fault: str = "") -> Confirmation:
    told = nform("The answers of %(num)s member go with it.", "The answers of %(num)s members go with it.", members)
    state = gettext("It is open.")
    if is_unread(found):
        state = gettext("It is closed, and nobody has read its results.")
    elif found.closed_at is not None:
        state = gettext("It was closed on %(day)s, and its results were read.", day=day(found.closed_at))
    return Confirmation(
        question=gettext("Delete round %(number)s, “%(title)s”?", number=found.number, title=found.title),
        told=(
            state,
            told % {"num": members},
            gettext("This cannot be undone. Its title and your reason stay, and all members read them."),
        ),
        action=f"/maps/{slug}/rounds/{found.number}/delete",
        button=gettext("Delete the round and its answers"),
        back=f"/maps/{slug}/positions",
        reason=gettext("Reason"),
        given=reason,
        fault=fault,
    )
