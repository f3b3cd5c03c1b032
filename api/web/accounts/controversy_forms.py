"""What the forms of a controversy say: whom they put against whom, how groups are drawn, and who sits where."""

import re
from datetime import datetime

from pydantic import TypeAdapter, ValidationError

from api.controversies import HIGHEST_SEED, Wanted, new_seed
from api.web.accounts.peopling import number
from api.web.asking import UnreadableDeadline, read_deadline
from api.web.editing.forms import Typed
from api.web.messages import gettext
from models.controversies.controversy_deadlines import STEPS_WITH_DEADLINE, Deadlines
from models.teaching.controversy_steps import MOST_GROUPS, MOST_SIDES, Seat
from models.text_types import Line, Statement
from models.vocabulary import ControversyStep

LONGEST_SIDE = 100
STATEMENT: TypeAdapter[str] = TypeAdapter(Statement)
_LINE: TypeAdapter[str] = TypeAdapter(Line)
_SEAT = re.compile(r"([1-9]\d{0,2})\.([1-9])", re.ASCII)


def read_plan(given: Typed, faults: dict[str, str]) -> Wanted:
    """Return the controversy that a form begins; what is wrong goes into `faults`, by field."""
    size, groups, seed = read_drawing(given, faults)
    question, label = given.get("own", "").strip(), given.get("question", "")
    if not question and not label:
        faults["question"] = gettext("Choose the question in dispute, or write one.")
    sides = [" ".join(given.get(f"side.{each}", "").split()) for each in range(1, MOST_SIDES + 1)]
    named = [each for each in sides if each]
    if len(named) < 2 or len({each.casefold() for each in named}) < len(named):
        faults["sides"] = gettext("Name at least two sides, each otherwise.")
    if any(len(each) > LONGEST_SIDE or not _is_line(each) for each in named):
        faults["sides"] = gettext("The name of a side is one line of at most %(most)s letters.", most=LONGEST_SIDE)
    try:
        question = STATEMENT.validate_python(question) if question else ""
    except ValidationError:
        faults["question"] = gettext("The question is too long.")
    return Wanted(
        slug=given.get("map", ""),
        sides=named,
        label=None if question else label or None,
        question=question,
        size=size,
        groups=groups,
        seed=seed,
        at_once=given.get("go", "") != "look",
        deadlines=read_step_deadlines(given, faults),
    )


def read_step_deadlines(
    given: Typed, faults: dict[str, str], present: Deadlines | None = None
) -> dict[ControversyStep, datetime | None]:
    """Return by steps the deadlines that a form names; one that stands as before, to the minute, stays."""
    found: dict[ControversyStep, datetime | None] = {}
    for step in STEPS_WITH_DEADLINE:
        if f"due.{step}" not in given:
            continue
        try:
            due = read_deadline({"closes": given[f"due.{step}"], "zone": given.get("zone", "")})
        except UnreadableDeadline as fault:
            faults["due"] = str(fault)
            continue
        known = (present or {}).get(step)
        if known is not None and due == known.replace(second=0, microsecond=0):
            due = known
        if due is not None or known is not None:
            found[step] = due
    return found


def read_drawing(given: Typed, faults: dict[str, str]) -> tuple[int | None, int | None, int | None]:
    """Return size and number of groups, one of which is None, and the seed, None where groups are made by hand."""
    by_number = given.get("by", "") == "groups"
    asked = number(given, "groups" if by_number else "size", MOST_GROUPS)
    if asked is None:
        faults["size"] = gettext("Write a number from 1 to %(most)s.", most=MOST_GROUPS)
    seed = None
    if given.get("assign", "chance") != "hand":
        text = given.get("seed", "").strip()
        seed = int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else None
        if text and not (seed and 1 <= seed <= HIGHEST_SEED):
            faults["seed"] = gettext("The seed is a number from 1 to %(most)s, or left blank.", most=HIGHEST_SEED)
        seed = seed or new_seed()
    return (None, asked, seed) if by_number else (asked, None, seed)


def read_seats(given: Typed) -> dict[int, Seat | None]:
    """Return by member the seat that a form gives, None where it gives none."""
    found: dict[int, Seat | None] = {}
    for name, value in given.items():
        member = name.removeprefix("seat.")
        if not name.startswith("seat.") or not (member.isascii() and member.isdecimal() and len(member) < 10):
            continue
        match = _SEAT.fullmatch(value)
        if match or not value:
            found[int(member)] = (int(match[1]), int(match[2])) if match else None
    return found


def _is_line(text: str) -> bool:
    try:
        return bool(_LINE.validate_python(text))
    except ValidationError:
        return False
