"""What every member of a seminar did there: one table, as a page and as a file."""

from typing import NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from api.access.authorization import MayTeach
from api.pages.list_parts import paginate
from api.pages.templating import render_page
from api.phrases.marking import N_
from api.phrases.messages import gettext, isolate_words
from api.requests.database import Reading
from api.seminars.controversies.controversy_operations import require_seminar
from api.seminars.grading.grade_table import (
    FORMER,
    IDENTITY,
    GradeColumn,
    build_sheet,
    build_sheet_of_parts,
    list_columns,
    list_grade_rows,
)
from api.seminars.grading.gradebook import CsvGradebook, Gradebook, GradeFile
from api.seminars.grading.grades import ALL, GradedMap, GradedPart, GradedRound, GradedStep, read_grades
from models.teaching.graded_work import WorkCause

router = APIRouter(include_in_schema=False)
GRADEBOOK: Gradebook = CsvGradebook()

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
    WorkCause.OWN: N_("Done"),
    WorkCause.OTHER_SIDE: N_("For the other side, after the swap"),
    WorkCause.MERGED: N_("Merged into another map"),
}
IDENTITY_NAMES = {
    "name": N_("Member"),
    "account": N_("Account"),
    "email": N_("Email address"),
    "role": N_("Role"),
}


class ColumnHeading(NamedTuple):
    """A column as the page shows it: its name, its heading, and the address that sorts by it."""

    name: str
    label: str
    address: str
    order: str


@router.get("/seminars/{seminar}/grades")
def show_grades(
    request: Request, seminar: str, session: Reading, user: MayTeach, part: str = "all", sort: str = "", order: str = ""
) -> Response:
    """Show what every member did, in all or in one part, in the order of any column."""
    grades = read_grades(session, require_seminar(session, seminar, user))
    chosen_part = grades.find_part(part) or ALL
    columns = list_columns(grades, chosen_part)
    answer = render_page(
        request,
        "grades.html",
        seminar=grades.seminar,
        grades=grades,
        chosen=chosen_part,
        parts=[(graded_part, name_part(graded_part)) for graded_part in grades.parts],
        identity=[
            _build_heading(seminar, chosen_part, field_name, gettext(IDENTITY_NAMES[field_name]), sort, order)
            for field_name in IDENTITY
        ],
        bands=_build_bands(seminar, chosen_part, columns, sort, order),
        rows=paginate(
            request,
            f"/seminars/{seminar}/grades",
            "grades",
            list_grade_rows(grades, chosen_part, sort, falling=order == "falling"),
            lambda row: row.member.account_id,
        ),
        former=FORMER,
        csv=_build_csv_address(seminar, chosen_part, sort, order),
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@router.get("/seminars/{seminar}/grades.csv")
def download_grades(
    seminar: str, session: Reading, user: MayTeach, part: str = "all", sort: str = "", order: str = ""
) -> Response:
    """Return the same table as a file; for `part=each` a line for each member in each part."""
    grades = read_grades(session, require_seminar(session, seminar, user))
    if part == "each":
        return _build_download(GRADEBOOK.export_sheet(build_sheet_of_parts(grades)))
    chosen_part = grades.find_part(part) or ALL
    rows = list_grade_rows(grades, chosen_part, sort, falling=order == "falling")
    return _build_download(GRADEBOOK.export_sheet(build_sheet(grades, chosen_part, rows)))


def _build_csv_address(seminar: str, part: GradedPart, sort: str, order: str) -> str:
    """Return where the table is as a file, in the order in which the page shows it."""
    query = {"part": part.name if part != ALL else "", "sort": sort, "order": order if sort else ""}
    nonempty_query = {name: value for name, value in query.items() if value}
    return f"/seminars/{seminar}/grades.csv" + (f"?{urlencode(nonempty_query)}" if nonempty_query else "")


def _build_download(csv_file: GradeFile) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{csv_file.name}"', "Cache-Control": "no-store"}
    return Response(csv_file.content, media_type=csv_file.media_type, headers=headers)


def name_part(part: GradedPart) -> str:
    """Return what a part is called."""
    match part.subject:
        case GradedMap() as of if not of.title:
            return gettext("%(name)s (deleted)", name=of.slug)
        case GradedMap() as of:
            return of.title
        case GradedRound() as of:
            return gettext("Round %(number)s: %(title)s", number=of.number, title=f"{of.title} · {of.map.title}")
        case GradedStep() as of:
            step = gettext(of.step.value).capitalize() if of.step else gettext("Before steps were recorded")
            return f"{step} · {isolate_words(of.question)}"
        case _:
            return gettext("Everything")


def _build_bands(
    seminar: str, chosen_part: GradedPart, columns: list[GradeColumn], sort: str, order: str
) -> list[tuple[str, list[ColumnHeading]]]:
    """Return the columns of counts under what joins them."""
    bands: dict[str, list[ColumnHeading]] = {}
    for column in columns:
        if column.part is not None:
            band_name, label = _name_band(column.part), name_part(column.part)
        else:
            band_name, label = CAUSE_NAMES[column.cause or WorkCause.OWN], gettext(SORT_NAMES[column.sort])
        bands.setdefault(band_name, []).append(
            _build_heading(seminar, chosen_part, column.name, label, sort, order, counts=True)
        )
    return [(gettext(band_name), headings) for band_name, headings in bands.items()]


def _name_band(part: GradedPart) -> str:
    if isinstance(part.subject, GradedMap):
        return N_("By map")
    return N_("By round") if isinstance(part.subject, GradedRound) else N_("By step")


def _build_heading(
    seminar: str, part: GradedPart, name: str, label: str, sort: str, order: str, *, counts: bool = False
) -> ColumnHeading:
    """Return a heading; a press on that of a count shows the highest first, and on the present one turns it round."""
    current_order = ("falling" if order == "falling" else "rising") if sort == name else ""
    next_order = {"": "falling" if counts else "rising", "rising": "falling", "falling": "rising"}[current_order]
    query = {"part": part.name, "sort": name, "order": next_order}
    return ColumnHeading(name, label, f"/seminars/{seminar}/grades?{urlencode(query)}", current_order)
