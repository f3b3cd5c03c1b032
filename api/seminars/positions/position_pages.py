"""The pages on which members take positions; `round_pages` has those on which rounds are opened and closed."""

from collections.abc import Collection
from typing import Annotated, NamedTuple
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError
from sqlmodel import Session

from api.access.authorization import Action, MayTakePositions
from api.access.current_user import CurrentUser, is_allowed_on_map
from api.http.problems import Refusal
from api.http.query_parameters import read_whole_number
from api.pages.forms import FormValues, read_posted_form
from api.pages.list_parts import paginate
from api.pages.map_context import build_map_context
from api.pages.templating import render_page
from api.pages.visits import read_visit
from api.phrases.messages import gettext
from api.phrases.page_words import explain_error
from api.phrases.wording_words import describe_judged, describe_wording_changes
from api.requests.database import Reading, Writing, lock_existing_map
from api.seminars.positions import visible_opinions
from api.seminars.positions.round_questions import list_askable_records
from api.seminars.positions.round_suppositions import (
    check_supposition,
    read_posed_state,
    read_stored_supposition,
    read_supposition,
    show_supposition,
)
from api.seminars.positions.unread_rounds import is_unread
from argument_maps.comparison.opinions import Distribution, compute_distributions
from argument_maps.graph import Graph
from argument_maps.values import AnyRecord
from argument_maps.weighing.set_aside import UnknownSwitch
from argument_maps.weighing.suppositions import choose_supposed_records, read_supposed_names
from models.changes.lookup import find_map
from models.deliberation.position_changes import find_round, take_position
from models.errors import MapError
from models.history.wordings import RecordWording, compare_wordings, read_wordings
from models.participation.answered_wordings import read_answered_wordings
from models.participation.positions import (
    MANY_RECORDS_IN_ROUND,
    Position,
    PositionDraft,
    Round,
    count_members_who_answered,
    list_visible_positions,
    read_rounds,
)
from models.participation.seminar_errors import RewordedMeanwhile, RoundIsClosed
from models.participation.suppositions import Supposition
from models.row_keys import persisted_id
from models.text_types import MAX_INTEGER, Label, Slug
from models.vocabulary import Confidence, StanceKind

router = APIRouter(include_in_schema=False)
Form = Annotated[FormValues, Depends(read_posted_form)]
Number = Annotated[int, Path(ge=1, le=MAX_INTEGER)]


@router.get("/maps/{slug}/positions")
def show_positions(request: Request, slug: Slug, session: Reading, user: MayTakePositions) -> Response:
    """Show the records that the open round asks about, to be answered unseen, and the rounds that there were."""
    return render_positions(request, slug, session, user)


@router.post("/maps/{slug}/positions")
def submit_round_positions(
    request: Request, slug: Slug, form: Form, session: Writing, user: MayTakePositions
) -> Response:
    """Take the positions that were chosen in the form of a round; those that stand as they were are left alone."""
    argument_map = lock_existing_map(session, slug)
    number = read_whole_number(form.get("round")) or 0
    own_positions = _read_own_positions(session, persisted_id(argument_map), user)
    try:
        seminar_round = find_round(session, argument_map, number)
        if not seminar_round.is_open:
            raise RoundIsClosed(number)
        graph: Graph = request.app.state.pictures.graph(slug, user)
        drafts = {
            label: draft
            for label in visible_opinions.list_round_labels(graph, seminar_round)
            if (draft := read_position(form, label)) is not None
        }
        changed = {
            label: draft
            for label, draft in drafts.items()
            if not _is_same_position(own_positions.get(label), draft, round_id=seminar_round.id)
        }
        present = read_wordings(session, persisted_id(argument_map), changed)
        reworded = [label for label in changed if label in present and not _is_judged(form, label, present[label])]
        if reworded:
            raise RewordedMeanwhile(reworded)
        for label, draft in changed.items():
            take_position(session, argument_map, label, draft, member=user.name, in_round=number)
    except MapError as error:
        return render_positions(request, slug, session, user, 409, notice=explain_error(error), form=form)
    except ValidationError:
        notice = gettext("A reason is too long or contains a character that is not allowed. Nothing was saved.")
        return render_positions(request, slug, session, user, 422, notice=notice, form=form)
    return RedirectResponse(f"/maps/{slug}/positions?saved={len(changed)}", status_code=303)


@router.post("/maps/{slug}/records/{label}/position")
def save_position(
    request: Request, slug: Slug, label: Label, form: Form, session: Writing, user: MayTakePositions
) -> Response:
    """Take a position on one record, and lead back to it."""
    argument_map = lock_existing_map(session, slug)
    try:
        draft = read_position(form, label)
    except ValidationError:
        raise _make_position_refusal() from None
    if draft is None:
        raise _make_position_refusal()
    number = read_whole_number(form.get("round"))
    judged_fingerprint = form.get(f"judged.{label}", "")
    try:
        take_position(
            session, argument_map, label, draft, member=user.name, in_round=number, fingerprint=judged_fingerprint
        )
    except RewordedMeanwhile as error:
        return render_positions(request, slug, session, user, 409, notice=explain_error(error), form=form)
    return redirect_to_record(request, slug, label, form)


def read_position(form: FormValues, label: str) -> PositionDraft | None:
    """Return the position on a record that a form holds, None where no stance was chosen; raises `ValidationError`."""
    stance = form.get(f"stance.{label}", "")
    if not stance:
        return None
    return PositionDraft.model_validate(
        {
            "stance": stance,
            "confidence": form.get(f"confidence.{label}") or Confidence.UNKNOWN,
            "reason": form.get(f"reason.{label}", "").strip(),
        }
    )


def redirect_to_record(request: Request, slug: str, label: str, form: FormValues) -> Response:
    """Lead back to the record: on the page of its own, or beside the map as it was shown."""
    visit = read_visit(request, slug)
    address = f"/maps/{slug}/records/{quote(label)}" if form.get("from") == "record" else visit.address(record=label)
    return RedirectResponse(address, status_code=303)


def render_positions(
    request: Request,
    slug: str,
    session: Session,
    user: CurrentUser,
    status: int = 200,
    *,
    notice: str = "",
    form: FormValues | None = None,
) -> Response:
    """Return the page of positions, with what was wrong with what was sent and what was typed."""
    graph: Graph = request.app.state.pictures.graph(slug, user)
    map_id = persisted_id(find_map(session, slug))
    all_rounds = read_rounds(session, map_id)
    current_round = next((seminar_round for seminar_round in all_rounds if seminar_round.is_open), None)
    own_positions = _read_own_positions(session, map_id, user)
    path = f"/maps/{slug}/positions"
    spreads = compute_distributions(
        [
            position
            for position in visible_opinions.list_visible_opinions(session, map_id, user)
            if position.round is None
        ]
    )
    outside = paginate(request, path, "outside", spreads, _identify, parameter="outside")
    closed_rounds = [seminar_round for seminar_round in all_rounds if not seminar_round.is_open][::-1]
    posed = read_posed_state(request.query_params.multi_items()) if form is None else {}
    typed_supposition, fault = _read_typed_supposition(graph, form if form is not None else posed)
    asked = request.query_params.getlist("ask")
    if posed and typed_supposition is not None and not asked:
        asked = choose_supposed_records(graph, typed_supposition, MANY_RECORDS_IN_ROUND)
    open_supposition = read_stored_supposition(current_round) if current_round is not None else None
    round_labels = visible_opinions.list_round_labels(graph, current_round) if current_round else []
    return render_page(
        request,
        "positions.html",
        422 if fault else status,
        notice=notice if fault in notice else f"{notice} {fault}".strip(),
        form=form or posed,
        # The page that is read again to keep this one up to date has the same form, which is then nobody's yet.
        posed=bool(posed) and not request.query_params.getlist("ask"),
        supposed=show_supposition(graph, open_supposition) if open_supposition is not None else None,
        typed_supposition=show_supposition(graph, typed_supposition) if typed_supposition is not None else None,
        unsaved_answers=_read_unsaved_answers(form or {}, round_labels),
        open_round=current_round,
        groups=_group_by_question(graph, current_round) if current_round else [],
        chosen=_select_answers_of_round(own_positions, current_round),
        stances=list(StanceKind),
        confidences=list(Confidence),
        answered=count_members_who_answered(session, current_round)
        if current_round and is_allowed_on_map(user, Action.TEACH, map_id)
        else None,
        closed=paginate(
            request, path, "closed", closed_rounds, lambda seminar_round: seminar_round.number, parameter="closed"
        ),
        unread={seminar_round.number for seminar_round in all_rounds if is_unread(seminar_round)},
        listing=list_askable_records(graph, form or {}, asked),
        many=MANY_RECORDS_IN_ROUND,
        outside=outside,
        wordings=read_wordings(
            session, map_id, {*round_labels, *(distribution.label for distribution in outside.items)}
        ),
        answered_to=read_answered_wordings(
            session, [position for position in own_positions.values() if position.label in round_labels]
        ),
        compared=compare_wordings,
        described=describe_wording_changes,
        judged=describe_judged,
        record_of=graph.by_id.get,
        **build_map_context(request, graph, read_visit(request, slug), session),
    )


def _read_typed_supposition(graph: Graph, form: FormValues) -> tuple[Supposition | None, str]:
    """Return the supposition of a form by which a round is opened, or what is wrong with it."""
    try:
        supposition = read_supposition(form)
        check_supposition(graph, supposition)
    except ValidationError:
        return None, gettext("What is to be supposed cannot be read. Choose it again on the page of weighing.")
    except UnknownSwitch as error:
        # What is left of it is not thrown away.
        known = [found.name for found in read_supposed_names(graph, supposition.without)[0]] if supposition else []
        left = supposition.model_copy(update={"without": known}) if supposition and known else None
        return left, explain_error(error)
    return supposition, ""


class _UnsavedAnswer(NamedTuple):
    """What was sent about a record that no round asks about any more."""

    label: str
    stance: StanceKind | None
    reason: str


def _read_unsaved_answers(form: FormValues, round_labels: Collection[str]) -> list[_UnsavedAnswer]:
    """Return what the form of a round that is over held, so that it can be read and used again."""
    labels = dict.fromkeys(name.partition(".")[2] for name in form if name.startswith(("stance.", "reason.")))
    answers = []
    for label in labels:
        stance, reason = form.get(f"stance.{label}", ""), form.get(f"reason.{label}", "").strip()
        if (stance or reason) and label not in round_labels:
            answers.append(_UnsavedAnswer(label, StanceKind(stance) if stance in set(StanceKind) else None, reason))
    return answers


def _group_by_question(graph: Graph, seminar_round: Round) -> list[tuple[AnyRecord | None, list[AnyRecord]]]:
    records_by_question: dict[str | None, list[AnyRecord]] = {question.id: [] for question in graph.questions}
    for label in visible_opinions.list_round_labels(graph, seminar_round):
        records_by_question.setdefault(graph.home.get(label), []).append(graph.by_id[label])
    return [(graph.by_id.get(question or ""), records) for question, records in records_by_question.items() if records]


def _read_own_positions(session: Session, map_id: int, user: CurrentUser) -> dict[str, Position]:
    """Return the user's own last position on each record."""
    return {
        position.label: position
        for position in list_visible_positions(session, map_id, user.name)
        if position.member == user.name
    }


def _select_answers_of_round(own_positions: dict[str, Position], seminar_round: Round | None) -> dict[str, Position]:
    """Return what was answered in a round already: each round begins blank, so that nobody only repeats."""
    return {
        label: position
        for label, position in own_positions.items()
        if seminar_round is not None and position.round_id == seminar_round.id
    }


def _is_judged(form: FormValues, label: str, present: RecordWording) -> bool:
    """Tell whether the form was about what the record says now; one that does not say so is believed."""
    return form.get(f"judged.{label}", present.fingerprint) == present.fingerprint


def _is_same_position(present: Position | None, draft: PositionDraft, *, round_id: int | None) -> bool:
    if present is None or present.round_id != round_id:
        return False
    return (present.stance, present.confidence, present.reason) == (draft.stance, draft.confidence, draft.reason)


def _make_position_refusal() -> Refusal:
    return Refusal(
        422,
        "no-position",
        gettext("The position cannot be saved"),
        gettext("No position was chosen, or the reason is too long."),
        gettext("Choose one of the positions, and shorten the reason if it is too long."),
    )


def _identify(spread: Distribution) -> str:
    """Return what tells a distribution from every other: a record comes once with each of its wordings."""
    return f"{spread.label} {spread.wording.fingerprint if spread.wording else ''}"
