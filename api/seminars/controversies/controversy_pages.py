"""Structured academic controversies on pages: starting one, everybody's task at each step, and what teachers decide."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError
from sqlmodel import Session, select

from api.access.authorization import MayAgree, MayLook, MayTeach, NotAllowed
from api.access.current_user import CurrentUser
from api.http.query_parameters import read_whole_number
from api.pages.confirmations import show_confirmation
from api.pages.forms import FormValues, find_value_faults, read_posted_form
from api.pages.templating import render_page
from api.phrases.marking import N_
from api.phrases.messages import gettext
from api.phrases.page_words import explain_error
from api.requests.database import Reading, Writing
from api.seminars.controversies.controversy_answers import AssentBody
from api.seminars.controversies.controversy_forms import (
    STATEMENT,
    is_tie,
    read_drawing,
    read_plan,
    read_seats,
    read_step_deadlines,
    render_synthesis_form,
)
from api.seminars.controversies.controversy_operations import (
    USUAL_SIZE,
    ControversyView,
    assent_to_own_proposal,
    create_controversy,
    find_author_name,
    list_template_maps,
    lock_controversy,
    may_write,
    require_seminar,
    view_controversy,
    view_group,
)
from api.seminars.controversies.controversy_questions import ask_to_close_controversy, ask_to_discard
from argument_maps import graph, values
from models.controversies.assents import answer_synthesis
from models.controversies.controversies import Controversy, find_controversy
from models.controversies.controversy_deadlines import STEPS_WITH_DEADLINE, read_deadlines
from models.controversies.controversy_errors import NoSuchControversy
from models.controversies.group_drawing import compute_group_count
from models.errors import MapError, StaleRevision
from models.participation.instructions import PinnedTo, read_instructions
from models.people.seminars import Seminar
from models.records.arguments import Question
from models.records.maps import ArgumentMap
from models.row_keys import persisted_id
from models.teaching.controversy_steps import (
    STEPS,
    assign_seats,
    check_version,
    count_waiting,
    discard_controversy,
    list_drawable_members,
    list_open_rounds,
    move_to_step,
    redraw_groups,
    schedule_deadlines,
)
from models.teaching.syntheses import choose_synthesis, write_synthesis
from models.text_types import MAX_INTEGER
from models.vocabulary import ControversyStep, Relation

router = APIRouter(include_in_schema=False)
Form = Annotated[FormValues, Depends(read_posted_form)]

STALE = N_(
    "Somebody else has changed the controversy in the meantime, so nothing you sent was carried out. This page shows "
    "it as it is now."
)
MOVED_ON = N_("The controversy has moved on in the meantime, and your group’s map stays as it is. Nothing was saved.")
OTHER_SYNTHESIS = N_(
    "Your group has agreed on another synthesis in the meantime: “%(text)s” If you send yours, it replaces that one."
)


@router.get("/seminars/{seminar}/controversies/new")
def show_start_form(request: Request, seminar: str, session: Reading, user: MayTeach) -> Response:
    """Show the form by which a controversy is started; `map` in the address chooses the map to begin from."""
    seminar_row = require_seminar(session, seminar, user)
    return _render_start_form(request, session, seminar_row, user, {"map": request.query_params.get("map", "")}, {})


@router.post("/seminars/{seminar}/controversies")
def start_controversy(request: Request, seminar: str, form: Form, session: Writing, user: MayTeach) -> Response:
    """Start a controversy, at once or with the groups to be looked over first."""
    seminar_row = require_seminar(session, seminar, user)
    faults: dict[str, str] = {}
    plan = read_plan(form, faults)
    if not faults:
        try:
            with session.begin_nested():
                controversy = create_controversy(request, session, seminar_row, plan, user)
            return RedirectResponse(f"/seminars/{seminar}/controversies/{controversy.number}", status_code=303)
        except MapError as error:
            faults["all"] = explain_error(error)
    return _render_start_form(request, session, seminar_row, user, form, faults)


@router.get("/seminars/{seminar}/controversies/{number}")
def show_controversy(request: Request, seminar: str, number: int, session: Reading, user: MayLook) -> Response:
    """Show a controversy: to members their group and task, to whoever leads how far all groups are."""
    seminar_row = require_seminar(session, seminar, user)
    return _render_controversy(request, session, seminar_row, _find_controversy(session, seminar_row, number), user)


@router.post("/seminars/{seminar}/controversies/{number}/step")
def change_step(request: Request, seminar: str, number: int, form: Form, session: Writing, user: MayTeach) -> Response:
    """Move a controversy one step on or back."""
    to = form.get("to", "")
    target_step = ControversyStep(to) if to in set(ControversyStep) else None
    if target_step is ControversyStep.CLOSED and form.get("sure") != "yes":
        seminar_row = require_seminar(session, seminar, user)
        ending_rounds = list_open_rounds(session, _find_controversy(session, seminar_row, number))
        if ending_rounds:
            return show_confirmation(
                request, ask_to_close_controversy(f"/seminars/{seminar}/controversies/{number}", ending_rounds, form)
            )

    def move_step(controversy: Controversy) -> None:
        if target_step is not None:
            move_to_step(session, controversy, target_step, author=user.name)

    return _apply_change(request, session, (seminar, number), user, form, move_step)


@router.post("/seminars/{seminar}/controversies/{number}/groups")
def change_groups(
    request: Request, seminar: str, number: int, form: Form, session: Writing, user: MayTeach
) -> Response:
    """Draw the groups anew, before they have begun."""
    faults: dict[str, str] = {}
    size, groups, seed = read_drawing(form, faults)

    def draw_anew(controversy: Controversy) -> None:
        members = len(list_drawable_members(session, controversy.seminar_id))
        redraw_groups(session, controversy, groups or compute_group_count(members, size or USUAL_SIZE), seed)

    return _apply_change(request, session, (seminar, number), user, form, draw_anew, faults)


@router.post("/seminars/{seminar}/controversies/{number}/seats")
def change_seats(request: Request, seminar: str, number: int, form: Form, session: Writing, user: MayTeach) -> Response:
    """Seat members by hand: all that the form names, also those who came late."""
    seats = read_seats(form)
    return _apply_change(
        request, session, (seminar, number), user, form, lambda controversy: assign_seats(session, controversy, seats)
    )


@router.post("/seminars/{seminar}/controversies/{number}/deadlines")
def change_deadlines(
    request: Request, seminar: str, number: int, form: Form, session: Writing, user: MayTeach
) -> Response:
    """Set, move or take away the deadlines of the present step and of later ones."""
    controversy = _find_controversy(session, require_seminar(session, seminar, user), number)
    faults: dict[str, str] = {}
    deadlines = read_step_deadlines(
        form, faults, read_deadlines(session, [persisted_id(controversy)])[persisted_id(controversy)]
    )
    return _apply_change(
        request,
        session,
        (seminar, number),
        user,
        form,
        lambda locked_controversy: schedule_deadlines(session, locked_controversy, deadlines),
        faults,
    )


@router.post("/seminars/{seminar}/controversies/{number}/discard")
def discard_unstarted_controversy(
    request: Request, seminar: str, number: int, form: Form, session: Writing, user: MayTeach
) -> Response:
    """Delete a controversy that has not begun, once that was asked."""
    controversy = _find_controversy(session, require_seminar(session, seminar, user), number)
    if controversy.step == ControversyStep.ASSIGN and form.get("sure") != "yes":
        return show_confirmation(
            request, ask_to_discard(f"/seminars/{seminar}/controversies/{number}", controversy, session, form)
        )
    answer = _apply_change(
        request,
        session,
        (seminar, number),
        user,
        form,
        lambda locked_controversy: discard_controversy(session, locked_controversy),
    )
    if answer.status_code == 303:
        return RedirectResponse(f"/seminars/{seminar}#controversies", status_code=303)
    return answer


@router.get("/seminars/{seminar}/controversies/{number}/groups/{group}/synthesis")
def show_synthesis_form(
    request: Request, seminar: str, number: int, group: int, session: Reading, user: MayAgree
) -> Response:
    """Show the form by which a group writes its joint synthesis."""
    seminar_row = require_seminar(session, seminar, user)
    controversy = _find_controversy(session, seminar_row, number)
    _, controversy_group = view_group(session, controversy, min(group, MAX_INTEGER), user)
    if not may_write(controversy_group, user):
        raise NotAllowed
    return render_synthesis_form(request, session, seminar_row, controversy, controversy_group, {}, {})


@router.post("/seminars/{seminar}/controversies/{number}/groups/{group}/synthesis")
def submit_synthesis(
    request: Request, seminar: str, number: int, group: int, form: Form, session: Writing, user: MayAgree
) -> Response:
    """Write the joint synthesis with its links, or choose a claim that the group has made already."""
    seminar_row, controversy = lock_controversy(session, seminar, min(number, MAX_INTEGER), user)
    view, controversy_group = view_group(session, controversy, min(group, MAX_INTEGER), user)
    faults: dict[str, str] = {}
    if not may_write(controversy_group, user):
        if view.own is not controversy_group:
            raise NotAllowed
        faults["all"] = gettext(MOVED_ON)
    elif (controversy_group.synthesis or "") != form.get("instead", ""):
        faults["all"] = gettext(OTHER_SYNTHESIS, text=view.syntheses.get(controversy_group.number, ""))
    if faults:
        return render_synthesis_form(request, session, seminar_row, controversy, controversy_group, form, faults, 409)
    chosen_claim = form.get("claim", "")
    try:
        with session.begin_nested():
            if chosen_claim:
                choose_synthesis(session, controversy, controversy_group.number, chosen_claim)
            else:
                text = STATEMENT.validate_python(form.get("text", ""))
                ties = {name[4:]: Relation(value) for name, value in form.items() if is_tie(name, value)}
                write_synthesis(
                    session,
                    controversy,
                    controversy_group.number,
                    text,
                    ties,
                    author=find_author_name(controversy_group.map, user),
                )
            assent_to_own_proposal(session, controversy, controversy_group.number, user)
        return RedirectResponse(f"/seminars/{seminar}/controversies/{number}#group-{group}", status_code=303)
    except ValidationError:
        faults["text"] = gettext("Write the claim you agree on.")
    except MapError as error:
        faults["all"] = explain_error(error)
    return render_synthesis_form(request, session, seminar_row, controversy, controversy_group, form, faults)


@router.post("/seminars/{seminar}/controversies/{number}/groups/{group}/assent")
def record_assent(
    request: Request, seminar: str, number: int, group: int, form: Form, session: Writing, user: MayAgree
) -> Response:
    """Assent to the synthesis of one's own group, or dissent from it with a reason."""
    seminar_row, controversy = lock_controversy(session, seminar, min(number, MAX_INTEGER), user)
    view_group(session, controversy, min(group, MAX_INTEGER), user)
    assents, reason = form.get("answer") == "assent", form.get("reason", "").strip()
    fault = find_value_faults(AssentBody, {"assents": assents, "reason": reason, "wording": "0" * 16}).get("reason", "")
    if not fault and form.get("answer") not in ("assent", "dissent"):
        fault = gettext("Choose whether you agree.")
    elif not fault and not assents and not reason:
        fault = gettext("Write what you cannot agree to. The others can read it.")
    if fault:
        return _render_controversy(request, session, seminar_row, controversy, user, fault, 422, form)
    try:
        with session.begin_nested():
            # Words that nobody has read are answered by nobody.
            judged = form.get("wording", "") or "-"
            answer_synthesis(
                session, controversy, group, user.account_id, assents=assents, reason=reason, fingerprint=judged
            )
    except MapError as error:
        return _render_controversy(request, session, seminar_row, controversy, user, explain_error(error), 409, form)
    return RedirectResponse(f"/seminars/{seminar}/controversies/{number}#assent", status_code=303)


# --- Pages -----------------------------------------------------------------------------------------


def _find_controversy(session: Session, seminar: Seminar, number: int) -> Controversy:
    if not 1 <= number <= MAX_INTEGER:
        raise NoSuchControversy
    return find_controversy(session, persisted_id(seminar), number)


def _apply_change(
    request: Request,
    session: Session,
    controversy_key: tuple[str, int],
    user: CurrentUser,
    form: FormValues,
    change: Any,
    faults: Mapping[str, str] | None = None,
) -> Response:
    """Change a controversy where the form knew its present version; return the way on, or the page with the fault."""
    slug, number = controversy_key
    seminar, controversy = lock_controversy(session, slug, min(number, MAX_INTEGER), user)
    expected_version = read_whole_number(form.get("version")) or 0
    if faults:
        return _render_controversy(request, session, seminar, controversy, user, " ".join(faults.values()), 422, form)
    try:
        with session.begin_nested():
            check_version(controversy, expected_version)
            change(controversy)
    except StaleRevision:
        session.refresh(controversy)
        return _render_controversy(request, session, seminar, controversy, user, gettext(STALE), 409, form)
    except MapError as error:
        session.refresh(controversy)
        return _render_controversy(request, session, seminar, controversy, user, explain_error(error), 409, form)
    return RedirectResponse(f"/seminars/{slug}/controversies/{number}", status_code=303)


def _render_controversy(
    request: Request,
    session: Session,
    seminar: Seminar,
    controversy: Controversy,
    user: CurrentUser,
    fault: str = "",
    status: int = 200,
    form: FormValues | None = None,
) -> Response:
    """Return the page of a controversy; seats that were given and not taken stand in the form as they were given."""
    view = view_controversy(session, controversy, user)
    step_index = STEPS.index(view.whole.step)
    answer = render_page(
        request,
        "controversy.html",
        status,
        seminar=seminar,
        controversy=controversy,
        view=view,
        steps=STEPS,
        here=step_index,
        onward=STEPS[step_index + 1] if step_index + 1 < len(STEPS) else None,
        back=STEPS[step_index - 1] if step_index else None,
        idle=_list_idle_members(view),
        fault=fault,
        form={name: value for name, value in (form or {}).items() if name.startswith("seat.")},
        typed_deadlines={
            name: value for name, value in (form or {}).items() if name.startswith("due.") or name == "zone"
        },
        timed=[step for step in STEPS_WITH_DEADLINE if STEPS.index(step) >= step_index],
        answered=form if form is not None and "reason" in form else {},
        size=USUAL_SIZE,
        instructions=read_instructions(session, PinnedTo.SEMINAR, persisted_id(seminar)),
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _list_idle_members(view: ControversyView) -> list[str]:
    """Return who has a seat and has not done anything yet."""
    seated_members = [member for group in view.groups for member in group.members]
    return [member.name for member in seated_members if member.account_id not in view.done.active_accounts]


def _render_start_form(
    request: Request, session: Session, seminar: Seminar, user: CurrentUser, form: FormValues, faults: Mapping[str, str]
) -> Response:
    own, others = list_template_maps(session, seminar, user)
    slug = form.get("map", "")
    maps = (*own, *others)
    chosen_map = next((each for each in maps if each.slug == slug), maps[0] if maps else None)
    members = len(list_drawable_members(session, persisted_id(seminar)))
    answer = render_page(
        request,
        "controversy_new.html",
        422 if faults else 200,
        seminar=seminar,
        own_maps=own,
        other_maps=others,
        chosen=chosen_map,
        questions=_list_questions(session, chosen_map),
        members=members,
        waiting=count_waiting(session, persisted_id(seminar)),
        groups=compute_group_count(members, USUAL_SIZE),
        form=form,
        faults=faults,
        timed=STEPS_WITH_DEADLINE,
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _list_questions(session: Session, argument_map: ArgumentMap | None) -> list[tuple[str, str]]:
    if argument_map is None:
        return []
    query = select(Question.label, Question.text, Question.place).where(Question.map_id == argument_map.id)
    questions = (values.Question(id=label, text=text, place=place) for label, text, place in session.exec(query))
    return [(question.id, question.text) for question in graph.order_questions(questions)]
