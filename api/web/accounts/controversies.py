"""Structured academic controversies on pages: starting one, everybody's task at each step, and what teachers decide."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError
from sqlmodel import Session, select

from api.controversies import (
    USUAL_SIZE,
    Seen,
    author_on,
    begin,
    group_seen,
    held,
    may_write,
    note_proposal,
    seen,
    seminar_of,
    templates,
)
from api.controversy_answers import AssentBody
from api.database import Reading, Writing
from api.permission import Agreeing, CurrentUser, Looking, NotAllowed, Teaching
from api.web.accounts.controversy_forms import STATEMENT, read_drawing, read_plan, read_seats, read_step_deadlines
from api.web.accounts.controversy_questions import ask_to_close, ask_to_discard
from api.web.accounts.peopling import told
from api.web.confirming import confirm
from api.web.editing.forms import Typed, typed, wrong_in
from api.web.messages import N_, gettext
from api.web.templating import page
from argument_maps import graph
from models.controversies.assents import answer_synthesis
from models.controversies.controversies import Controversy, Group, find_controversy
from models.controversies.controversy_deadlines import STEPS_WITH_DEADLINE, read_deadlines
from models.controversies.controversy_errors import NoSuchControversy
from models.errors import MapError, StaleRevision
from models.participation.instructions import PinnedTo, read_instructions
from models.people.seminars import Seminar
from models.records.arguments import Question
from models.records.maps import ArgumentMap
from models.row_keys import persisted_id
from models.teaching.controversy_steps import (
    STEPS,
    count_waiting,
    discard,
    draw,
    drawable,
    expect,
    move,
    number_of_groups,
    open_rounds,
    schedule,
    seat,
)
from models.teaching.syntheses import TIES, choose_synthesis, claims_brought, own_claims, write_synthesis
from models.text_types import MAX_INTEGER
from models.vocabulary import ControversyStep, Relation

router = APIRouter(include_in_schema=False)
Form = Annotated[Typed, Depends(typed)]

STALE = N_("Somebody else has changed the controversy meanwhile. This is how it stands now; nothing of yours was done.")
MOVED_ON = N_("The controversy has moved on meanwhile, and your group’s map stands as it is. Nothing was written.")
ANOTHER = N_("Your group has agreed on another synthesis meanwhile: “%(text)s” If you send yours, it takes its place.")


@router.get("/seminars/{seminar}/controversies/new")
def show_start(request: Request, seminar: str, session: Reading, user: Teaching) -> Response:
    """Show the form by which a controversy is started; `map` in the address chooses the map to begin from."""
    found = seminar_of(session, seminar, user)
    return _start(request, session, found, user, {"map": request.query_params.get("map", "")}, {})


@router.post("/seminars/{seminar}/controversies")
def start(request: Request, seminar: str, given: Form, session: Writing, user: Teaching) -> Response:
    """Start a controversy, at once or with the groups to be looked over first."""
    found = seminar_of(session, seminar, user)
    faults: dict[str, str] = {}
    wanted = read_plan(given, faults)
    if not faults:
        try:
            with session.begin_nested():
                made = begin(request, session, found, wanted, user)
            return RedirectResponse(f"/seminars/{seminar}/controversies/{made.number}", status_code=303)
        except MapError as error:
            faults["all"] = told(error)
    return _start(request, session, found, user, given, faults)


@router.get("/seminars/{seminar}/controversies/{number}")
def show_controversy(request: Request, seminar: str, number: int, session: Reading, user: Looking) -> Response:
    """Show a controversy: to members their group and task, to whoever leads how far all groups are."""
    found = seminar_of(session, seminar, user)
    return _page(request, session, found, _known(session, found, number), user)


@router.post("/seminars/{seminar}/controversies/{number}/step")
def change_step(request: Request, seminar: str, number: int, given: Form, session: Writing, user: Teaching) -> Response:
    """Move a controversy one step on or back."""
    to = given.get("to", "")
    wanted = ControversyStep(to) if to in set(ControversyStep) else None
    if wanted is ControversyStep.CLOSED and given.get("sure") != "yes":
        found = seminar_of(session, seminar, user)
        ending = open_rounds(session, _known(session, found, number))
        if ending:
            return confirm(request, ask_to_close(f"/seminars/{seminar}/controversies/{number}", ending, given))

    def moved(found: Controversy) -> None:
        if wanted is not None:
            move(session, found, wanted, author=user.name)

    return _changed(request, session, (seminar, number), user, given, moved)


@router.post("/seminars/{seminar}/controversies/{number}/groups")
def draw_again(request: Request, seminar: str, number: int, given: Form, session: Writing, user: Teaching) -> Response:
    """Draw the groups anew, before they have begun."""
    faults: dict[str, str] = {}
    size, groups, seed = read_drawing(given, faults)

    def drew(found: Controversy) -> None:
        members = len(drawable(session, found.seminar_id))
        draw(session, found, groups or number_of_groups(members, size or USUAL_SIZE), seed)

    return _changed(request, session, (seminar, number), user, given, drew, faults)


@router.post("/seminars/{seminar}/controversies/{number}/seats")
def change_seats(
    request: Request, seminar: str, number: int, given: Form, session: Writing, user: Teaching
) -> Response:
    """Seat members by hand: all that the form names, also those who came late."""
    seats = read_seats(given)
    return _changed(request, session, (seminar, number), user, given, lambda found: seat(session, found, seats))


@router.post("/seminars/{seminar}/controversies/{number}/deadlines")
def change_deadlines(
    request: Request, seminar: str, number: int, given: Form, session: Writing, user: Teaching
) -> Response:
    """Set, move or take away the deadlines of the present step and of later ones."""
    known = _known(session, seminar_of(session, seminar, user), number)
    faults: dict[str, str] = {}
    deadlines = read_step_deadlines(given, faults, read_deadlines(session, [persisted_id(known)])[persisted_id(known)])
    return _changed(
        request, session, (seminar, number), user, given, lambda found: schedule(session, found, deadlines), faults
    )


@router.post("/seminars/{seminar}/controversies/{number}/discard")
def discard_one(request: Request, seminar: str, number: int, given: Form, session: Writing, user: Teaching) -> Response:
    """Delete a controversy that has not begun, once that was asked."""
    found = _known(session, seminar_of(session, seminar, user), number)
    if found.step == ControversyStep.ASSIGN and given.get("sure") != "yes":
        return confirm(request, ask_to_discard(f"/seminars/{seminar}/controversies/{number}", found, session, given))
    answer = _changed(request, session, (seminar, number), user, given, lambda found: discard(session, found))
    if answer.status_code == 303:
        return RedirectResponse(f"/seminars/{seminar}#controversies", status_code=303)
    return answer


@router.get("/seminars/{seminar}/controversies/{number}/groups/{group}/synthesis")
def show_synthesis(
    request: Request, seminar: str, number: int, group: int, session: Reading, user: Agreeing
) -> Response:
    """Show the form by which a group writes its joint synthesis."""
    found = seminar_of(session, seminar, user)
    known = _known(session, found, number)
    _, place = group_seen(session, known, min(group, MAX_INTEGER), user)
    if not may_write(place, user):
        raise NotAllowed
    return _synthesis(request, session, found, known, place, {}, {})


@router.post("/seminars/{seminar}/controversies/{number}/groups/{group}/synthesis")
def agree(
    request: Request, seminar: str, number: int, group: int, given: Form, session: Writing, user: Agreeing
) -> Response:
    """Write the joint synthesis with its links, or choose a claim that the group has made already."""
    found, known = held(session, seminar, min(number, MAX_INTEGER), user)
    view, place = group_seen(session, known, min(group, MAX_INTEGER), user)
    faults: dict[str, str] = {}
    if not may_write(place, user):
        if view.own is not place:
            raise NotAllowed
        faults["all"] = gettext(MOVED_ON)
    elif (place.synthesis or "") != given.get("instead", ""):
        faults["all"] = gettext(ANOTHER, text=view.syntheses.get(place.number, ""))
    if faults:
        return _synthesis(request, session, found, known, place, given, faults, 409)
    chosen = given.get("claim", "")
    try:
        with session.begin_nested():
            if chosen:
                choose_synthesis(session, known, place.number, chosen)
            else:
                text = STATEMENT.validate_python(given.get("text", ""))
                ties = {name[4:]: Relation(value) for name, value in given.items() if _is_tie(name, value)}
                write_synthesis(session, known, place.number, text, ties, author=author_on(place.map, user))
            note_proposal(session, known, place.number, user)
        return RedirectResponse(f"/seminars/{seminar}/controversies/{number}#group-{group}", status_code=303)
    except ValidationError:
        faults["text"] = gettext("Write the claim on which you agree.")
    except MapError as error:
        faults["all"] = told(error)
    return _synthesis(request, session, found, known, place, given, faults)


@router.post("/seminars/{seminar}/controversies/{number}/groups/{group}/assent")
def assent(
    request: Request, seminar: str, number: int, group: int, given: Form, session: Writing, user: Agreeing
) -> Response:
    """Assent to the synthesis of one's own group, or dissent from it with a reason."""
    found, known = held(session, seminar, min(number, MAX_INTEGER), user)
    group_seen(session, known, min(group, MAX_INTEGER), user)
    assents, reason = given.get("answer") == "assent", given.get("reason", "").strip()
    fault = wrong_in(AssentBody, {"assents": assents, "reason": reason, "wording": "0" * 16}).get("reason", "")
    if not fault and given.get("answer") not in ("assent", "dissent"):
        fault = gettext("Choose whether you assent.")
    elif not fault and not assents and not reason:
        fault = gettext("Write what you cannot agree to; the others read it.")
    if fault:
        return _page(request, session, found, known, user, fault, 422, given)
    try:
        with session.begin_nested():
            # Words that nobody has read are answered by nobody.
            judged = given.get("wording", "") or "-"
            answer_synthesis(session, known, group, user.account_id, assents=assents, reason=reason, judged=judged)
    except MapError as error:
        return _page(request, session, found, known, user, told(error), 409, given)
    return RedirectResponse(f"/seminars/{seminar}/controversies/{number}#assent", status_code=303)


def _is_tie(name: str, value: str) -> bool:
    return name.startswith("tie.") and value in set(TIES)


# --- Pages -----------------------------------------------------------------------------------------


def _known(session: Session, seminar: Seminar, number: int) -> Controversy:
    if not 1 <= number <= MAX_INTEGER:
        raise NoSuchControversy
    return find_controversy(session, persisted_id(seminar), number)


def _changed(
    request: Request,
    session: Session,
    place: tuple[str, int],
    user: CurrentUser,
    given: Typed,
    change: Any,
    faults: Mapping[str, str] | None = None,
) -> Response:
    """Change a controversy where the form knew its present version; return the way on, or the page with the fault."""
    slug, asked = place
    seminar, found = held(session, slug, min(asked, MAX_INTEGER), user)
    version = given.get("version", "")
    begun = int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else 0
    if faults:
        return _page(request, session, seminar, found, user, " ".join(faults.values()), 422, given)
    try:
        with session.begin_nested():
            expect(found, begun)
            change(found)
    except StaleRevision:
        session.refresh(found)
        return _page(request, session, seminar, found, user, gettext(STALE), 409, given)
    except MapError as error:
        session.refresh(found)
        return _page(request, session, seminar, found, user, told(error), 409, given)
    return RedirectResponse(f"/seminars/{slug}/controversies/{asked}", status_code=303)


def _page(
    request: Request,
    session: Session,
    seminar: Seminar,
    found: Controversy,
    user: CurrentUser,
    fault: str = "",
    status: int = 200,
    given: Typed | None = None,
) -> Response:
    """Return the page of a controversy; seats that were given and not taken stand in the form as they were given."""
    view = seen(session, found, user)
    here = STEPS.index(view.whole.step)
    answer = page(
        request,
        "controversy.html",
        status,
        seminar=seminar,
        found=found,
        view=view,
        steps=STEPS,
        here=here,
        onward=STEPS[here + 1] if here + 1 < len(STEPS) else None,
        back=STEPS[here - 1] if here else None,
        idle=_idle(view),
        fault=fault,
        given={name: value for name, value in (given or {}).items() if name.startswith("seat.")},
        typed_deadlines={
            name: value for name, value in (given or {}).items() if name.startswith("due.") or name == "zone"
        },
        timed=[each for each in STEPS_WITH_DEADLINE if STEPS.index(each) >= here],
        answered=given if given is not None and "reason" in given else {},
        size=USUAL_SIZE,
        instructions=read_instructions(session, PinnedTo.SEMINAR, persisted_id(seminar)),
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _idle(view: Seen) -> list[str]:
    """Return who has a seat and has not done anything yet."""
    seated = [member for group in view.groups for member in group.members]
    return [each.name for each in seated if each.account_id not in view.done.begun]


def _start(
    request: Request, session: Session, seminar: Seminar, user: CurrentUser, given: Typed, faults: Mapping[str, str]
) -> Response:
    own, others = templates(session, seminar, user)
    slug = given.get("map", "")
    chosen = next((each for each in (*own, *others) if each.slug == slug), None) or next(iter((*own, *others)), None)
    members = len(drawable(session, persisted_id(seminar)))
    answer = page(
        request,
        "controversy_new.html",
        422 if faults else 200,
        seminar=seminar,
        own_maps=own,
        other_maps=others,
        chosen=chosen,
        questions=_questions(session, chosen),
        members=members,
        waiting=count_waiting(session, persisted_id(seminar)),
        groups=number_of_groups(members, USUAL_SIZE),
        given=given,
        faults=faults,
        timed=STEPS_WITH_DEADLINE,
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _questions(session: Session, found: ArgumentMap | None) -> list[tuple[str, str]]:
    if found is None:
        return []
    wanted = select(Question.label, Question.text, Question.place).where(Question.map_id == found.id)
    values = (graph.Question(id=label, text=text, place=place) for label, text, place in session.exec(wanted))
    return [(each.id, each.text) for each in graph.order_questions(values)]


def _synthesis(
    request: Request,
    session: Session,
    seminar: Seminar,
    found: Controversy,
    group: Group,
    given: Typed,
    faults: Mapping[str, str],
    status: int = 422,
) -> Response:
    answer = page(
        request,
        "synthesis.html",
        status if faults else 200,
        seminar=seminar,
        found=found,
        group=group,
        brought=claims_brought(session, group),
        own=own_claims(session, group),
        ties=TIES,
        given=given,
        faults=faults,
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
