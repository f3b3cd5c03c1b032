"""What every member of a seminar did there: one table, as a page and as a file."""

from typing import NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from api.controversies import seminar_of
from api.database import Reading
from api.grade_table import FORMER, IDENTITY, Column, columns_of, rows_of, sheet_of, sheet_of_parts
from api.gradebook import Csv, Gradebook, HandedOver
from api.grades import ALL, GradedMap, GradedPart, GradedRound, GradedStep, read_grades
from api.permission import Teaching
from api.web.messages import N_, gettext
from api.web.parts import list_part
from api.web.templating import page
from models.teaching.graded_work import Cause

router = APIRouter(include_in_schema=False)
GRADEBOOK: Gradebook = Csv()

SORT_NAMES = {
    "records": N_("Other records"),
    "links": N_("Links"),
    "evidence": N_("Evidence, with its source"),
    "annotations": N_("Annotations"),
    "edits": N_("Edits and deletions"),
    "undos": N_("Undos"),
    "positions": N_("Positions"),
    "comments": N_("Comments"),
    "joint_syntheses": N_("Joint syntheses of the group"),
}
CAUSE_NAMES = {
    Cause.OWN: N_("Done"),
    Cause.OTHER_SIDE: N_("For the other side, after the swap"),
    Cause.MERGED: N_("Merged into another map"),
}
IDENTITY_NAMES = {
    "name": N_("Member"),
    "account": N_("Account"),
    "email": N_("Email address"),
    "role": N_("Role"),
}


class Heading(NamedTuple):
    """A column as the page shows it: its name, its heading, and the address that sorts by it."""

    name: str
    label: str
    address: str
    order: str


@router.get("/seminars/{seminar}/grades")
def show_grades(
    request: Request, seminar: str, session: Reading, user: Teaching, part: str = "all", sort: str = "", order: str = ""
) -> Response:
    """Show what every member did, in all or in one part, in the order of any column."""
    grades = read_grades(session, seminar_of(session, seminar, user))
    chosen = grades.part(part) or ALL
    columns = columns_of(grades, chosen)
    answer = page(
        request,
        "grades.html",
        seminar=grades.seminar,
        grades=grades,
        chosen=chosen,
        parts=[(each, name_part(each)) for each in grades.parts],
        identity=[_heading(seminar, chosen, each, gettext(IDENTITY_NAMES[each]), sort, order) for each in IDENTITY],
        bands=_bands(seminar, chosen, columns, sort, order),
        rows=list_part(
            request,
            f"/seminars/{seminar}/grades",
            "grades",
            rows_of(grades, chosen, sort, falling=order == "falling"),
            lambda each: each.member.account_id,
        ),
        former=FORMER,
        csv=_address_of_file(seminar, chosen, sort, order),
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@router.get("/seminars/{seminar}/grades.csv")
def write_grades(
    seminar: str, session: Reading, user: Teaching, part: str = "all", sort: str = "", order: str = ""
) -> Response:
    """Return the same table as a file; for `part=each` a line for each member in each part."""
    grades = read_grades(session, seminar_of(session, seminar, user))
    if part == "each":
        return _sent(GRADEBOOK.hand_over(sheet_of_parts(grades)))
    chosen = grades.part(part) or ALL
    rows = rows_of(grades, chosen, sort, falling=order == "falling")
    return _sent(GRADEBOOK.hand_over(sheet_of(grades, chosen, rows)))


def _address_of_file(seminar: str, chosen: GradedPart, sort: str, order: str) -> str:
    """Return where the table is as a file, in the order in which the page shows it."""
    query = {"part": chosen.name if chosen != ALL else "", "sort": sort, "order": order if sort else ""}
    kept = {name: value for name, value in query.items() if value}
    return f"/seminars/{seminar}/grades.csv" + (f"?{urlencode(kept)}" if kept else "")


def _sent(handed: HandedOver) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{handed.name}"', "Cache-Control": "no-store"}
    return Response(handed.content, media_type=handed.media_type, headers=headers)


def name_part(part: GradedPart) -> str:
    """Return what a part is called."""
    match part.of:
        case GradedMap() as of if not of.title:
            return gettext("%(name)s (deleted)", name=of.slug)
        case GradedMap() as of:
            return of.title
        case GradedRound() as of:
            return gettext("Round %(number)s: %(title)s", number=of.number, title=f"{of.title} · {of.map.title}")
        case GradedStep() as of:
            step = gettext(of.step.value).capitalize() if of.step else gettext("Before steps were noted")
            return f"{step} · {of.question}"
        case _:
            return gettext("Everything")


def _bands(
    seminar: str, chosen: GradedPart, columns: list[Column], sort: str, order: str
) -> list[tuple[str, list[Heading]]]:
    """Return the columns of counts under what joins them."""
    bands: dict[str, list[Heading]] = {}
    for each in columns:
        if each.part is not None:
            above, label = _band_of(each.part), name_part(each.part)
        else:
            above, label = CAUSE_NAMES[each.cause or Cause.OWN], gettext(SORT_NAMES[each.sort])
        bands.setdefault(above, []).append(_heading(seminar, chosen, each.name, label, sort, order, counts=True))
    return [(gettext(above), headings) for above, headings in bands.items()]


def _band_of(part: GradedPart) -> str:
    if isinstance(part.of, GradedMap):
        return N_("Of it on the map")
    return N_("Of it in the round") if isinstance(part.of, GradedRound) else N_("Of it at the step")


def _heading(
    seminar: str, chosen: GradedPart, name: str, label: str, sort: str, order: str, *, counts: bool = False
) -> Heading:
    """Return a heading; a press on that of a count shows the highest first, and on the present one turns it round."""
    present = ("falling" if order == "falling" else "rising") if sort == name else ""
    wanted = {"": "falling" if counts else "rising", "rising": "falling", "falling": "rising"}[present]
    query = {"part": chosen.name, "sort": name, "order": wanted}
    return Heading(name, label, f"/seminars/{seminar}/grades?{urlencode(query)}", present)
