"""The pages on which whoever leads opens, closes, reopens and deletes rounds, and all see what came of them."""

from collections.abc import Collection
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import TypeAdapter, ValidationError
from sqlmodel import Session

from api.access.authorization import MayTakePositions, MayTeach
from api.citations.page_citations import read_citation_style
from api.pages.confirmations import Confirmation, show_confirmation
from api.pages.forms import FormValues, read_posted_form
from api.pages.map_context import build_map_context
from api.pages.templating import render_page
from api.pages.visits import read_visit
from api.phrases.date_words import spell_moment
from api.phrases.messages import gettext, nform
from api.phrases.page_words import explain_error
from api.phrases.wording_words import describe_judged, describe_wording_changes
from api.requests.database import Reading, Writing, lock_existing_map
from api.seminars.positions import visible_opinions
from api.seminars.positions.position_pages import render_positions
from api.seminars.positions.round_citations import cite_wordings
from api.seminars.positions.round_questions import UnreadableDeadline, list_chosen_labels, read_deadline
from api.seminars.positions.round_suppositions import (
    check_supposition,
    read_outcome,
    read_supposition,
    show_closed_supposition,
)
from api.seminars.positions.unread_rounds import is_unread, note_round_read
from argument_maps.comparison.opinions import Distribution
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
from models.participation.positions import (
    MANY_RECORDS_IN_ROUND,
    Round,
    RoundDraft,
    count_members_who_answered,
    find_open_round,
)
from models.participation.seminar_errors import RoundIsClosed, RoundIsOpen
from models.participation.suppositions import SupposedLabel, SuppositionOutcome
from models.row_keys import persisted_id
from models.text_types import MAX_INTEGER, Slug, Statement
from models.vocabulary import StanceKind

router = APIRouter(include_in_schema=False)
Form = Annotated[FormValues, Depends(read_posted_form)]
Number = Annotated[int, Path(ge=1, le=MAX_INTEGER)]
_REASON: TypeAdapter[str] = TypeAdapter(Statement)


@router.post("/maps/{slug}/rounds")
def begin_round(request: Request, slug: Slug, form: Form, session: Writing, user: MayTeach) -> Response:
    """Open a round about the chosen records, once more asked where they are many; `find` only looks for records."""
    argument_map = lock_existing_map(session, slug)
    if form.get("go") == "find":
        return render_positions(request, slug, session, user, form=form)
    current_round = find_open_round(session, persisted_id(argument_map))
    if current_round is not None:
        error = RoundIsOpen(current_round.number)
        return render_positions(request, slug, session, user, 409, notice=explain_error(error), form=form)
    everything = form.get("records") == "all"
    labels = [] if everything else list_chosen_labels(form)
    if not everything and not labels and form.get("title", "").strip():
        notice = gettext("Choose the records that the round asks about, or say that it asks about all of them.")
        return render_positions(request, slug, session, user, 422, notice=notice, form=form)
    try:
        draft = RoundDraft.model_validate(
            {
                "supposition": read_supposition(form),
                "title": form.get("title", ""),
                "question": form.get("question", ""),
                "labels": labels,
                "names_shown": "pseudonyms" not in form,
                "closes_at": read_deadline(form),
            }
        )
        graph: Graph = request.app.state.pictures.graph(slug, user)
        check_supposition(graph, draft.supposition)
        number = len(visible_opinions.list_round_labels(graph, None)) if everything else len(labels)
        if number > MANY_RECORDS_IN_ROUND and form.get("sure") != "yes":
            notice = nform(
                "The round asks about %(num)s record, which every member is asked to judge.",
                "The round asks about %(num)s records, each of which every member is asked to judge one by one.",
                number,
            ) % {"num": number}
            return render_positions(request, slug, session, user, 422, notice=notice, form={**form, "warned": "yes"})
        with session.begin_nested():
            open_round(session, argument_map, draft, by=user.name)
    except UnreadableDeadline as fault:
        return render_positions(request, slug, session, user, 422, notice=str(fault), form=form)
    except ValidationError:
        notice = gettext("Give the round a title of one line, and ids of records such as P3, separated by commas.")
        return render_positions(request, slug, session, user, 422, notice=notice, form=form)
    except MapError as error:
        return render_positions(request, slug, session, user, 409, notice=explain_error(error), form=form)
    return RedirectResponse(f"/maps/{slug}/positions", status_code=303)


@router.get("/maps/{slug}/rounds/{number}/close")
def ask_to_close_round(request: Request, slug: Slug, number: Number, session: Reading, user: MayTeach) -> Response:
    """Ask whether a round is to be closed, and say what follows."""
    del user
    seminar_round = find_round(session, find_map(session, slug), number)
    if not seminar_round.is_open:
        raise RoundIsClosed(number)
    return show_confirmation(request, _ask_to_close(session, slug, seminar_round))


@router.post("/maps/{slug}/rounds/{number}/close")
def end_round(request: Request, slug: Slug, number: Number, form: Form, session: Writing, user: MayTeach) -> Response:
    """Close a round once that was asked, and lead to where it can be read, or opened again while nobody has."""
    argument_map = lock_existing_map(session, slug)
    seminar_round = find_round(session, argument_map, number)
    if seminar_round.is_open and form.get("sure") != "yes":
        return show_confirmation(request, _ask_to_close(session, slug, seminar_round))
    close_round(session, argument_map, number, by=user.name)
    return RedirectResponse(f"/maps/{slug}/positions#closed", status_code=303)


@router.post("/maps/{slug}/rounds/{number}/reopen")
def reopen_closed_round(request: Request, slug: Slug, number: Number, session: Writing, user: MayTeach) -> Response:
    """Open a closed round again that nobody has read, until its deadline where that lies ahead."""
    argument_map = lock_existing_map(session, slug)
    try:
        reopen_round(session, argument_map, number, closes_at=find_deadline_ahead(session, argument_map, number))
    except MapError as error:
        return render_positions(request, slug, session, user, 409, notice=explain_error(error))
    return RedirectResponse(f"/maps/{slug}/positions", status_code=303)


@router.post("/maps/{slug}/rounds/{number}/deadline")
def set_deadline(
    request: Request, slug: Slug, number: Number, form: Form, session: Writing, user: MayTeach
) -> Response:
    """Let an open round close by itself at the moment of the form, or at none where it names none."""
    try:
        move_deadline(session, lock_existing_map(session, slug), number, read_deadline(form))
    except UnreadableDeadline as fault:
        return render_positions(request, slug, session, user, 422, notice=str(fault), form=form)
    except MapError as error:
        return render_positions(request, slug, session, user, 409, notice=explain_error(error), form=form)
    return RedirectResponse(f"/maps/{slug}/positions#round-{number}", status_code=303)


@router.get("/maps/{slug}/rounds/{number}/delete")
def ask_to_delete_round(request: Request, slug: Slug, number: Number, session: Reading, user: MayTeach) -> Response:
    """Ask whether a round is to be deleted, and why."""
    del user
    seminar_round = find_round(session, find_map(session, slug), number)
    return show_confirmation(
        request, _ask_to_delete(slug, seminar_round, count_members_who_answered(session, seminar_round))
    )


@router.post("/maps/{slug}/rounds/{number}/delete")
def remove_round(
    request: Request, slug: Slug, number: Number, form: Form, session: Writing, user: MayTeach
) -> Response:
    """Delete a round with its answers, and keep the reason."""
    argument_map = lock_existing_map(session, slug)
    try:
        reason = _REASON.validate_python(form.get("reason", ""))
    except ValidationError:
        seminar_round = find_round(session, argument_map, number)
        fault = gettext("Say why, in at most 4,000 characters. Members read this in place of the round.")
        return show_confirmation(
            request,
            _ask_to_delete(
                slug, seminar_round, count_members_who_answered(session, seminar_round), form.get("reason", ""), fault
            ),
            422,
        )
    delete_round(session, argument_map, number, reason, by=user.name)
    return RedirectResponse(f"/maps/{slug}/positions#closed", status_code=303)


@router.get("/maps/{slug}/rounds/{number}")
def show_round(request: Request, slug: Slug, number: Number, session: Reading, user: MayTakePositions) -> Response:
    """Show what came of a round: what divides the group, how positions are distributed, and who moved."""
    note_round_read(request, slug, number)
    outcome = read_outcome(request, slug, number)
    graph: Graph = request.app.state.pictures.graph(slug, user)
    argument_map = find_map(session, slug)
    results = visible_opinions.summarise_results(session, find_round(session, argument_map, number), user)
    answers: dict[str, list[Distribution]] = {}
    for spread in results.distributions:
        answers.setdefault(spread.label, []).append(spread)
    return render_page(
        request,
        "round.html",
        results=results,
        supposed=show_closed_supposition(graph, results.round, outcome),
        supposed_labels=_list_told_labels(outcome, results.round, answers),
        answers=answers,
        described=describe_wording_changes,
        judged=describe_judged,
        cited=cite_wordings(request, session, argument_map, results.distributions, read_citation_style(request, graph)),
        words=list(StanceKind),
        record_of=graph.by_id.get,
        **build_map_context(request, graph, read_visit(request, slug), session),
    )


def _list_told_labels(
    outcome: SuppositionOutcome | None, seminar_round: Round, answered: Collection[str]
) -> list[SupposedLabel]:
    """Return what became of the records that a round asked about; of all of them what turned, or was answered."""
    return [
        found
        for found in (outcome.labels if outcome is not None else ())
        if seminar_round.labels or found.label in answered or found.turns
    ]


def _ask_to_close(session: Session, slug: str, seminar_round: Round) -> Confirmation:
    members = count_members_who_answered(session, seminar_round)
    answer_count = nform("%(num)s member has answered.", "%(num)s members have answered.", members) % {"num": members}
    return Confirmation(
        question=gettext(
            "Close round %(number)s, “%(title)s”?", number=seminar_round.number, title=seminar_round.title
        ),
        consequences=(
            answer_count,
            gettext("Nobody can answer it any more, and all members can see the answers."),
            gettext("It can be reopened only until anyone at all has read its results."),
        ),
        action=f"/maps/{slug}/rounds/{seminar_round.number}/close",
        button=gettext("Close round"),
        back=f"/maps/{slug}/positions",
    )


def _ask_to_delete(slug: str, seminar_round: Round, members: int, reason: str = "", fault: str = "") -> Confirmation:
    answers_lost = nform(
        "The answers of %(num)s member are deleted with it.",
        "The answers of %(num)s members are deleted with it.",
        members,
    )
    state = gettext("It is open.")
    if is_unread(seminar_round):
        state = gettext("It is closed, and nobody has read its results.")
    elif seminar_round.closed_at is not None:
        state = gettext(
            "It was closed on %(day)s, and its results were read.", day=spell_moment(seminar_round.closed_at)
        )
    return Confirmation(
        question=gettext(
            "Delete round %(number)s, “%(title)s”?", number=seminar_round.number, title=seminar_round.title
        ),
        consequences=(
            state,
            answers_lost % {"num": members},
            gettext("This cannot be undone. Its title and your reason stay, and all members can read them."),
        ),
        action=f"/maps/{slug}/rounds/{seminar_round.number}/delete",
        button=gettext("Delete round and answers"),
        back=f"/maps/{slug}/positions",
        reason=gettext("Reason"),
        typed_reason=reason,
        fault=fault,
    )
