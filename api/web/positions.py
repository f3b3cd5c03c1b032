"""The pages on which members take positions; `api/web/rounds.py` has those on which rounds are opened and closed."""

from collections.abc import Collection
from typing import Annotated, NamedTuple
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError
from sqlmodel import Session

from api import seminar
from api.database import Reading, Writing
from api.permission import Action, CurrentUser, TakingPositions
from api.problems import Refusal
from api.round_reading import is_unread
from api.web.asking import listed_records
from api.web.editing.forms import Typed, typed
from api.web.messages import gettext
from api.web.parts import list_part
from api.web.surroundings import around
from api.web.templating import page
from api.web.visits import read_visit
from api.web.wording_words import describe_judged, describe_wording_changes
from argument_maps.comparison.opinions import Distribution, distributions
from argument_maps.graph import AnyRecord, Graph
from models.changes.lookup import find_map
from models.deliberation.position_changes import find_round, take_position
from models.errors import MapError
from models.history.wordings import Wording, compare_wordings, read_wordings
from models.participation.answered_wordings import answered_wordings
from models.participation.positions import MANY_ASKED, Position, PositionDraft, Round, answered, positions_seen, rounds
from models.participation.seminar_errors import RewordedMeanwhile, RoundIsClosed
from models.row_keys import persisted_id
from models.text_types import MAX_INTEGER, Label, Slug
from models.vocabulary import Confidence, StanceKind

router = APIRouter(include_in_schema=False)
Form = Annotated[Typed, Depends(typed)]
Number = Annotated[int, Path(ge=1, le=MAX_INTEGER)]


@router.get("/maps/{slug}/positions")
def show_positions(request: Request, slug: Slug, session: Reading, user: TakingPositions) -> Response:
    """Show the records that the open round asks about, to be answered unseen, and the rounds that there were."""
    return positions_page(request, slug, session, user)


@router.post("/maps/{slug}/positions")
def save_positions(request: Request, slug: Slug, given: Form, session: Writing, user: TakingPositions) -> Response:
    """Take the positions that were chosen in the form of a round; those that stand as they were are left alone."""
    found = seminar.held(session, slug)
    number = int(given["round"]) if given.get("round", "").isdecimal() and len(given["round"]) < 10 else 0
    mine = _own(session, persisted_id(found), user)
    try:
        asked = find_round(session, found, number)
        if not asked.is_open:
            raise RoundIsClosed(number)
        graph: Graph = request.app.state.pictures.graph(slug, user)
        drafts = {
            label: draft
            for label in seminar.asked_labels(graph, asked)
            if (draft := read_position(given, label)) is not None
        }
        changed = {
            label: draft for label, draft in drafts.items() if not _same(mine.get(label), draft, round_id=asked.id)
        }
        present = read_wordings(session, persisted_id(found), changed)
        reworded = [label for label in changed if label in present and not _is_judged(given, label, present[label])]
        if reworded:
            raise RewordedMeanwhile(reworded)
        for label, draft in changed.items():
            take_position(session, found, label, draft, member=user.name, in_round=number)
    except MapError as error:
        return positions_page(request, slug, session, user, 409, told=f"{error.detail} {error.remedy}", given=given)
    except ValidationError:
        told = gettext("A reason is too long or holds a character that no text may hold. Nothing was saved.")
        return positions_page(request, slug, session, user, 422, told=told, given=given)
    return RedirectResponse(f"/maps/{slug}/positions?saved={len(changed)}", status_code=303)


@router.post("/maps/{slug}/records/{label}/position")
def save_position(
    request: Request, slug: Slug, label: Label, given: Form, session: Writing, user: TakingPositions
) -> Response:
    """Take a position on one record, and lead back to it."""
    found = seminar.held(session, slug)
    try:
        draft = read_position(given, label)
    except ValidationError:
        raise _unfit() from None
    if draft is None:
        raise _unfit()
    meant = given.get("round", "")
    number = int(meant) if meant.isdecimal() and len(meant) < 10 else None
    judged = given.get(f"judged.{label}", "")
    try:
        take_position(session, found, label, draft, member=user.name, in_round=number, judged=judged)
    except RewordedMeanwhile as error:
        return positions_page(request, slug, session, user, 409, told=f"{error.detail} {error.remedy}", given=given)
    return back_to_record(request, slug, label, given)


def read_position(given: Typed, label: str) -> PositionDraft | None:
    """Return the position on a record that a form holds, None where no stance was chosen; raises `ValidationError`."""
    stance = given.get(f"stance.{label}", "")
    if not stance:
        return None
    return PositionDraft.model_validate(
        {
            "stance": stance,
            "confidence": given.get(f"confidence.{label}") or Confidence.UNKNOWN,
            "reason": given.get(f"reason.{label}", "").strip(),
        }
    )


def back_to_record(request: Request, slug: str, label: str, given: Typed) -> Response:
    """Lead back to the record: on the page of its own, or beside the map as it was shown."""
    visit = read_visit(request, slug)
    address = f"/maps/{slug}/records/{quote(label)}" if given.get("from") == "record" else visit.address(record=label)
    return RedirectResponse(address, status_code=303)


def positions_page(
    request: Request,
    slug: str,
    session: Session,
    user: CurrentUser,
    status: int = 200,
    *,
    told: str = "",
    given: Typed | None = None,
) -> Response:
    """Return the page of positions, with what was wrong with what was sent and what was typed."""
    graph: Graph = request.app.state.pictures.graph(slug, user)
    map_id = persisted_id(find_map(session, slug))
    every = rounds(session, map_id)
    present = next((each for each in every if each.is_open), None)
    mine = _own(session, map_id, user)
    path = f"/maps/{slug}/positions"
    spreads = distributions([each for each in seminar.seen(session, map_id, user) if each.round is None])
    outside = list_part(request, path, "outside", spreads, _identify, parameter="outside")
    closed = [each for each in every if not each.is_open][::-1]
    asked = seminar.asked_labels(graph, present) if present else []
    return page(
        request,
        "positions.html",
        status,
        told=told,
        given=given or {},
        kept=_kept(given or {}, asked),
        open_round=present,
        groups=_by_question(graph, present) if present else [],
        chosen=_chosen(mine, present),
        stances=list(StanceKind),
        confidences=list(Confidence),
        answered=answered(session, present) if present and seminar.may(user, Action.TEACH, map_id) else None,
        closed=list_part(request, path, "closed", closed, lambda each: each.number, parameter="closed"),
        unread={each.number for each in every if is_unread(each)},
        listing=listed_records(graph, given or {}, request.query_params.getlist("ask")),
        many=MANY_ASKED,
        outside=outside,
        wordings=read_wordings(session, map_id, {*asked, *(each.label for each in outside.items)}),
        answered_to=answered_wordings(session, [each for each in mine.values() if each.label in asked]),
        compared=compare_wordings,
        described=describe_wording_changes,
        judged=describe_judged,
        record_of=graph.by_id.get,
        **around(request, graph, read_visit(request, slug), session),
    )


class _Kept(NamedTuple):
    """What was sent about a record that no round asks about any more."""

    label: str
    stance: StanceKind | None
    reason: str


def _kept(given: Typed, asked: Collection[str]) -> list[_Kept]:
    """Return what the form of a round that is over held, so that it can be read and used again."""
    labels = dict.fromkeys(name.partition(".")[2] for name in given if name.startswith(("stance.", "reason.")))
    found = []
    for label in labels:
        stance, reason = given.get(f"stance.{label}", ""), given.get(f"reason.{label}", "").strip()
        if (stance or reason) and label not in asked:
            found.append(_Kept(label, StanceKind(stance) if stance in set(StanceKind) else None, reason))
    return found


def _by_question(graph: Graph, asked: Round) -> list[tuple[AnyRecord | None, list[AnyRecord]]]:
    found: dict[str | None, list[AnyRecord]] = {question.id: [] for question in graph.questions}
    for label in seminar.asked_labels(graph, asked):
        found.setdefault(graph.home.get(label), []).append(graph.by_id[label])
    return [(graph.by_id.get(question or ""), records) for question, records in found.items() if records]


def _own(session: Session, map_id: int, user: CurrentUser) -> dict[str, Position]:
    """Return the user's own last position on each record."""
    return {each.label: each for each in positions_seen(session, map_id, user.name) if each.member == user.name}


def _chosen(mine: dict[str, Position], asked: Round | None) -> dict[str, Position]:
    """Return what was answered in a round already: each round begins blank, so that nobody only repeats."""
    return {label: each for label, each in mine.items() if asked is not None and each.round_id == asked.id}


def _is_judged(given: Typed, label: str, present: Wording) -> bool:
    """Tell whether the form was about what the record says now; one that does not say so is believed."""
    return given.get(f"judged.{label}", present.fingerprint) == present.fingerprint


def _same(present: Position | None, draft: PositionDraft, *, round_id: int | None) -> bool:
    if present is None or present.round_id != round_id:
        return False
    return (present.stance, present.confidence, present.reason) == (draft.stance, draft.confidence, draft.reason)


def _unfit() -> Refusal:
    return Refusal(
        422,
        "no-position",
        gettext("That is no position"),
        gettext("No position was chosen, or the reason is too long."),
        gettext("Choose one of the positions, and shorten the reason."),
    )


def _identify(spread: Distribution) -> str:
    """Return what tells a distribution from every other: a record comes once with each of its wordings."""
    return f"{spread.label} {spread.wording.fingerprint if spread.wording else ''}"
