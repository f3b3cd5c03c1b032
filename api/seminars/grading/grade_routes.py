"""What every member of a seminar did there, for whoever grades."""

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel

from api.access.authorization import MayTeach
from api.http.openapi_descriptions import problems
from api.http.strict_json import StrictRoute
from api.requests.database import Reading
from api.seminars.controversies.controversy_operations import require_seminar
from api.seminars.grading.grade_table import column_name
from api.seminars.grading.grades import (
    ALL,
    SORTS_BY_CAUSE,
    GradedMap,
    GradedMember,
    GradedPart,
    GradedRound,
    GradedStep,
    Grades,
    read_grades,
)
from models.vocabulary import ControversyStep, Role

router = APIRouter(prefix="/seminars/{seminar}", tags=["grades"], route_class=StrictRoute)
Name = Annotated[str, Path(max_length=64, description="The seminar's short name.")]


class PartAnswer(BaseModel):
    """A part of a seminar in which work is counted: a map, a round of positions, or a step of a controversy.

    `deleted` maps are there no more; of a round that is `open` nothing is counted yet; `step` is null for what was done
    before it was noted at which step.
    """

    name: str
    map: str | None = None
    title: str = ""
    deleted: bool = False
    controversy: int | None = None
    group: int | None = None
    side: str | None = None
    round: int | None = None
    open: bool = False
    step: ControversyStep | None = None


class GradedMemberAnswer(BaseModel):
    """A member, and how much they did: in all, and by the names of parts where they did anything.

    `member` is the number of the membership, null for whoever is no member any more. Of what was done
    `other_side_…` counts apart what was done for the other side after the sides of a controversy had swapped, and
    `merged_…` what was taken from one map into another.
    """

    member: int | None
    name: str
    account: str
    email: str
    role: Role | None
    all: dict[str, int]
    parts: dict[str, dict[str, int]]


class GradesAnswer(BaseModel):
    """The grades of a seminar: the parts in which something is counted, and every member."""

    seminar: str
    title: str
    counts: list[str]
    parts: list[PartAnswer]
    members: list[GradedMemberAnswer]


@router.get(
    "/grades",
    operation_id="readGrades",
    summary="Read what every member of a seminar did",
    responses=problems(403, 404, 422, 503),
)
def get_grades(seminar: Name, session: Reading, user: MayTeach) -> GradesAnswer:
    """Return one entry for each member, also for who did nothing, with everything that they did, counted by parts.

    Only whoever leads the seminar gets it, with the names of accounts also of those who write under a pseudonym.
    """
    current_seminar = require_seminar(session, seminar, user)
    grades = read_grades(session, current_seminar)
    return GradesAnswer(
        seminar=current_seminar.slug,
        title=current_seminar.title,
        counts=[column_name(cause, sort) for cause, sorts in SORTS_BY_CAUSE.items() for sort in sorts],
        parts=[_describe_part(part) for part in grades.parts],
        members=[_describe_member(grades, member) for member in grades.members],
    )


def _describe_part(part: GradedPart) -> PartAnswer:
    match part.subject:
        case GradedMap() as of:
            return PartAnswer(
                name=part.name,
                map=of.slug if of.title else None,
                title=of.title or of.slug,
                deleted=not of.title,
                controversy=of.controversy,
                group=of.group,
                side=of.side,
            )
        case GradedRound() as of:
            return PartAnswer(name=part.name, map=of.map.slug, title=of.title, round=of.number, open=of.is_open)
        case GradedStep() as of:
            return PartAnswer(name=part.name, title=of.question, controversy=of.controversy, step=of.step)
        case _:
            return PartAnswer(name=part.name)


def _describe_member(grades: Grades, member: GradedMember) -> GradedMemberAnswer:
    parts = {part.name: _count_work(grades, member, part) for part in grades.parts if grades.find_work(member, part)}
    return GradedMemberAnswer(
        member=member.number,
        name=member.name,
        account=member.account,
        email=member.email,
        role=member.role,
        all=_count_work(grades, member, ALL),
        parts=parts,
    )


def _count_work(grades: Grades, member: GradedMember, part: GradedPart) -> dict[str, int]:
    work = grades.find_work(member, part)
    return {
        column_name(cause, sort): work.get((cause, sort), 0)
        for cause, sorts in SORTS_BY_CAUSE.items()
        for sort in sorts
    }
