"""What the forms of a controversy say: whom they put against whom, how groups are drawn, and who sits where."""

import re
from collections.abc import Mapping
from datetime import datetime

from fastapi import Request, Response
from pydantic import TypeAdapter, ValidationError
from sqlmodel import Session

from api.http.query_parameters import read_whole_number
from api.pages.forms import FormValues
from api.pages.templating import render_page
from api.phrases.messages import gettext
from api.seminars.controversies.controversy_operations import HIGHEST_SEED, ControversyPlan, draw_seed
from api.seminars.membership_forms import read_bounded_number
from api.seminars.positions.round_questions import UnreadableDeadline, read_deadline
from models.controversies.controversies import Controversy, Group
from models.controversies.controversy_deadlines import STEPS_WITH_DEADLINE, Deadlines
from models.controversies.group_drawing import Seat
from models.people.seminars import Seminar
from models.teaching.controversy_steps import (
    MOST_GROUPS,
    MOST_SIDES,
)
from models.teaching.syntheses import TIES, list_brought_claims, list_own_claims
from models.text_types import Line, Statement
from models.vocabulary import ControversyStep

LONGEST_SIDE = 100
STATEMENT: TypeAdapter[str] = TypeAdapter(Statement)
_LINE: TypeAdapter[str] = TypeAdapter(Line)
_SEAT = re.compile(r"([1-9]\d{0,2})\.([1-9])", re.ASCII)


def read_plan(form: FormValues, faults: dict[str, str]) -> ControversyPlan:
    """Return the controversy that a form begins; what is wrong goes into `faults`, by field."""
    size, groups, seed = read_drawing(form, faults)
    question, label = form.get("own", "").strip(), form.get("question", "")
    if not question and not label:
        faults["question"] = gettext("Choose the question in dispute, or write one.")
    sides = [" ".join(form.get(f"side.{side_number}", "").split()) for side_number in range(1, MOST_SIDES + 1)]
    named_sides = [side for side in sides if side]
    if len(named_sides) < 2 or len({side.casefold() for side in named_sides}) < len(named_sides):
        faults["sides"] = gettext("Name at least two sides, and give each a different name.")
    if any(len(side) > LONGEST_SIDE or not _is_line(side) for side in named_sides):
        faults["sides"] = gettext("The name of a side is one line of at most %(most)s characters.", most=LONGEST_SIDE)
    try:
        question = STATEMENT.validate_python(question) if question else ""
    except ValidationError:
        faults["question"] = gettext("The question is too long. Shorten it.")
    return ControversyPlan(
        slug=form.get("map", ""),
        sides=named_sides,
        label=None if question else label or None,
        question=question,
        size=size,
        groups=groups,
        seed=seed,
        at_once=form.get("go", "") != "look",
        deadlines=read_step_deadlines(form, faults),
    )


def read_step_deadlines(
    form: FormValues, faults: dict[str, str], current_deadlines: Deadlines | None = None
) -> dict[ControversyStep, datetime | None]:
    """Return by steps the deadlines that a form names; one that stands as before, to the minute, stays."""
    deadlines: dict[ControversyStep, datetime | None] = {}
    for step in STEPS_WITH_DEADLINE:
        if f"due.{step}" not in form:
            continue
        try:
            due = read_deadline({"closes": form[f"due.{step}"], "zone": form.get("zone", "")})
        except UnreadableDeadline as fault:
            faults["due"] = str(fault)
            continue
        current_deadline = (current_deadlines or {}).get(step)
        if current_deadline is not None and due == current_deadline.replace(second=0, microsecond=0):
            due = current_deadline
        if due is not None or current_deadline is not None:
            deadlines[step] = due
    return deadlines


def read_drawing(form: FormValues, faults: dict[str, str]) -> tuple[int | None, int | None, int | None]:
    """Return size and number of groups, one of which is None, and the seed, None where groups are made by hand."""
    by_number = form.get("by", "") == "groups"
    count = read_bounded_number(form, "groups" if by_number else "size", MOST_GROUPS)
    if count is None:
        faults["size"] = gettext("Enter a number from 1 to %(most)s.", most=MOST_GROUPS)
    seed = None
    if form.get("assign", "chance") != "hand":
        text = form.get("seed", "").strip()
        seed = read_whole_number(text, HIGHEST_SEED)
        if text and not seed:
            faults["seed"] = gettext(
                "The seed is a number from 1 to %(most)s. You can also leave it blank.", most=HIGHEST_SEED
            )
        seed = seed or draw_seed()
    return (None, count, seed) if by_number else (count, None, seed)


def read_seats(form: FormValues) -> dict[int, Seat | None]:
    """Return by member the seat that a form gives, None where it gives none."""
    seats: dict[int, Seat | None] = {}
    for name, value in form.items():
        member = read_whole_number(name.removeprefix("seat.")) if name.startswith("seat.") else None
        if member is None:
            continue
        match = _SEAT.fullmatch(value)
        if match or not value:
            seats[member] = (int(match[1]), int(match[2])) if match else None
    return seats


def _is_line(text: str) -> bool:
    try:
        return bool(_LINE.validate_python(text))
    except ValidationError:
        return False


def is_tie(name: str, value: str) -> bool:
    """Tell whether a field of the form ties the synthesis to a claim, by a relation that it may have."""
    return name.startswith("tie.") and value in set(TIES)


def render_synthesis_form(
    request: Request,
    session: Session,
    seminar: Seminar,
    controversy: Controversy,
    group: Group,
    form: FormValues,
    faults: Mapping[str, str],
    status: int = 422,
) -> Response:
    """Return the page on which a group writes its joint synthesis, with what is wrong with it."""
    answer = render_page(
        request,
        "synthesis.html",
        status if faults else 200,
        seminar=seminar,
        controversy=controversy,
        group=group,
        brought=list_brought_claims(session, group),
        own=list_own_claims(session, group),
        ties=TIES,
        form=form,
        faults=faults,
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
