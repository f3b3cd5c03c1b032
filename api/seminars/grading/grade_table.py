"""The grades of a seminar as a table: its columns, its rows in the order that is wanted, and as a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from api.seminars.grading.gradebook import GradeSheet
from api.seminars.grading.grades import ALL, SORTS_BY_CAUSE, GradedMember, GradedPart, Grades
from models.people.accounts import fold_name
from models.teaching.graded_work import WorkCause

IDENTITY = ("name", "account", "email", "role")
# Whoever is no member any more has no role.
FORMER = "former"


class GradeColumn(NamedTuple):
    """A column of counts: of one sort of work for one cause, or of everything that was done in a part."""

    name: str
    cause: WorkCause | None = None
    sort: str = ""
    part: GradedPart | None = None


@dataclass(frozen=True, slots=True)
class GradeRow:
    """A member with the counts by the names of columns."""

    member: GradedMember
    counts: dict[str, int]

    def cell(self, column: str) -> str | int:
        """Return what stands in a column."""
        if column in self.counts:
            return self.counts[column]
        if column == "role":
            return self.member.role or FORMER
        return str(getattr(self.member, column))


def column_name(cause: WorkCause, sort: str) -> str:
    """Return the name of a column in files and addresses."""
    return sort if cause is WorkCause.OWN else f"{cause}_{sort}"


def list_columns(grades: Grades, part: GradedPart) -> list[GradeColumn]:
    """Return the columns of a part; everything has a column for each of its parts as well."""
    counts = [
        GradeColumn(column_name(cause, sort), cause, sort) for cause, sorts in SORTS_BY_CAUSE.items() for sort in sorts
    ]
    return counts + (
        [GradeColumn(graded_part.name, part=graded_part) for graded_part in grades.columns] if part == ALL else []
    )


def list_grade_rows(grades: Grades, part: GradedPart, sort: str = "", *, falling: bool = False) -> list[GradeRow]:
    """Return a row for each member, in their order or that of a column; equals stay in the order of members."""
    columns = list_columns(grades, part)
    rows = [
        GradeRow(member, {column.name: _count_work(grades, member, part, column) for column in columns})
        for member in grades.members
    ]
    sortable = {*IDENTITY, *(column.name for column in columns)}
    if sort in sortable:
        rows.sort(key=lambda row: _sort_key(row.cell(sort)), reverse=falling)
    return rows


def _sort_key(cell: str | int) -> tuple[int, str]:
    return (cell, "") if isinstance(cell, int) else (0, fold_name(cell))


def _count_work(grades: Grades, member: GradedMember, part: GradedPart, column: GradeColumn) -> int:
    if column.part is not None:
        return sum(grades.find_work(member, column.part).values())
    return grades.find_work(member, part).get((column.cause or WorkCause.OWN, column.sort), 0)


def build_sheet(grades: Grades, part: GradedPart, rows: Sequence[GradeRow]) -> GradeSheet:
    """Return the table of a part as a sheet."""
    columns = [column.name for column in list_columns(grades, part)]
    name = f"{grades.seminar.slug}-grades" + ("" if part == ALL else f"-{part.name.replace(':', '-')}")
    cells = [[row.cell(column) for column in (*IDENTITY, *columns)] for row in rows]
    return GradeSheet(name, [*IDENTITY, *columns], cells)


def build_sheet_of_parts(grades: Grades) -> GradeSheet:
    """Return a sheet with a line for each member in each part, also where they did nothing there."""
    columns = [column.name for column in list_columns(grades, GradedPart(""))]
    lines = [
        [*(row.cell(column) for column in IDENTITY), part.name, *(row.counts[column] for column in columns)]
        for part in (ALL, *grades.parts)
        for row in list_grade_rows(grades, part)
    ]
    return GradeSheet(f"{grades.seminar.slug}-grades-parts", [*IDENTITY, "part", *columns], lines)
