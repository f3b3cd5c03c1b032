"""The grades of a seminar as a table: its columns, its rows in the order that is wanted, and as a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from api.gradebook import GradeSheet
from api.grades import ALL, SORTS_BY_CAUSE, GradedMember, GradedPart, Grades
from models.people.accounts import folded_name
from models.teaching.graded_work import Cause

IDENTITY = ("name", "account", "email", "role")
# Whoever is no member any more has no role.
FORMER = "former"


class Column(NamedTuple):
    """A column of counts: of one sort of work for one cause, or of everything that was done in a part."""

    name: str
    cause: Cause | None = None
    sort: str = ""
    part: GradedPart | None = None


@dataclass(frozen=True, slots=True)
class Row:
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


def column_name(cause: Cause, sort: str) -> str:
    """Return the name of a column in files and addresses."""
    return sort if cause is Cause.OWN else f"{cause}_{sort}"


def columns_of(grades: Grades, part: GradedPart) -> list[Column]:
    """Return the columns of a part; everything has a column for each of its parts as well."""
    counts = [
        Column(column_name(cause, sort), cause, sort) for cause, sorts in SORTS_BY_CAUSE.items() for sort in sorts
    ]
    return counts + ([Column(each.name, part=each) for each in grades.columns] if part == ALL else [])


def rows_of(grades: Grades, part: GradedPart, sort: str = "", *, falling: bool = False) -> list[Row]:
    """Return a row for each member, in their order or that of a column; equals stay in the order of members."""
    columns = columns_of(grades, part)
    rows = [
        Row(member, {each.name: _count(grades, member, part, each) for each in columns}) for member in grades.members
    ]
    known = {*IDENTITY, *(each.name for each in columns)}
    if sort in known:
        rows.sort(key=lambda row: _sorted_by(row.cell(sort)), reverse=falling)
    return rows


def _sorted_by(cell: str | int) -> tuple[int, str]:
    return (cell, "") if isinstance(cell, int) else (0, folded_name(cell))


def _count(grades: Grades, member: GradedMember, part: GradedPart, column: Column) -> int:
    if column.part is not None:
        return sum(grades.work_of(member, column.part).values())
    return grades.work_of(member, part).get((column.cause or Cause.OWN, column.sort), 0)


def sheet_of(grades: Grades, part: GradedPart, rows: Sequence[Row]) -> GradeSheet:
    """Return the table of a part as a sheet."""
    columns = [each.name for each in columns_of(grades, part)]
    name = f"{grades.seminar.slug}-grades" + ("" if part == ALL else f"-{part.name.replace(':', '-')}")
    cells = [[row.cell(each) for each in (*IDENTITY, *columns)] for row in rows]
    return GradeSheet(name, [*IDENTITY, *columns], cells)


def sheet_of_parts(grades: Grades) -> GradeSheet:
    """Return a sheet with a line for each member in each part, also where they did nothing there."""
    columns = [each.name for each in columns_of(grades, GradedPart(""))]
    lines = [
        [*(row.cell(each) for each in IDENTITY), part.name, *(row.counts[each] for each in columns)]
        for part in (ALL, *grades.parts)
        for row in rows_of(grades, part)
    ]
    return GradeSheet(f"{grades.seminar.slug}-grades-parts", [*IDENTITY, "part", *columns], lines)
