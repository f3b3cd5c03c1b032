"""Who contributed what to a map: a page, and a table for a teacher's own."""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.access.authorization import Action, MayLook, MayTeach, get_permitted_actions
from api.pages.list_parts import paginate
from api.pages.map_context import build_map_context
from api.pages.templating import render_page
from api.pages.visits import read_visit
from api.phrases.messages import gettext
from api.requests.attribution import attribute
from api.requests.database import Reading
from api.seminars.grading.gradebook import CsvGradebook, Gradebook, GradeSheet
from models.changes import find_map
from models.participation.contributions import CONTRIBUTION_COLUMNS, Contribution, TimeSpan, count_contributions
from models.participation.map_anonymity import is_anonymous
from models.row_keys import persisted_id
from models.text_types import Slug

router = APIRouter(include_in_schema=False)
GRADEBOOK: Gradebook = CsvGradebook()
# What those who discuss learn of one another.
AMONG_MEMBERS = frozenset({"positions", "comments"})


class ContributionPeriod(NamedTuple):
    """Which days count, as they were written, what they mean, and what is wrong with them."""

    since: str
    until: str
    span: TimeSpan
    fault: str = ""


@router.get("/maps/{slug}/contributions")
def show_contributions(
    request: Request, slug: Slug, session: Reading, user: MayLook, since: str = "", until: str = ""
) -> Response:
    """Show how much each member has contributed, in all or between two days."""
    graph = request.app.state.pictures.graph(slug, user)
    period = _read_period(since.strip()[:40], until.strip()[:40])
    columns = [
        count
        for count in CONTRIBUTION_COLUMNS
        if Action.COMMENT in get_permitted_actions(request) or count.name not in AMONG_MEMBERS
    ]
    teaches = Action.TEACH in get_permitted_actions(request)
    members = [] if period.fault else _read_contributions(session, slug, period, openly=not teaches)
    hiding = not teaches and is_anonymous(session, persisted_id(find_map(session, slug)))
    if hiding:
        members = [contribution for contribution in members if contribution.member == user.name]
    return render_page(
        request,
        "contributions.html",
        422 if period.fault else 200,
        period=period,
        columns=columns,
        hiding=hiding,
        openly=not teaches and any(column.name in AMONG_MEMBERS for column in columns),
        members=paginate(
            request,
            f"/maps/{slug}/contributions",
            "contributions",
            [contribution for contribution in members if any(contribution.counts[column.name] for column in columns)],
            lambda contribution: contribution.member,
        ),
        **build_map_context(request, graph, read_visit(request, slug), session),
    )


@router.get("/maps/{slug}/contributions.csv")
def write_contributions(
    request: Request, slug: Slug, session: Reading, user: MayTeach, since: str = "", until: str = ""
) -> Response:
    """Return the same as CSV, a line for each member; a day that cannot be read is refused in words."""
    request.app.state.pictures.check(slug, user)
    period = _read_period(since.strip()[:40], until.strip()[:40])
    if period.fault:
        return Response(period.fault + "\n", status_code=422, media_type="text/plain; charset=utf-8")
    names = [count.name for count in CONTRIBUTION_COLUMNS]
    lines: list[list[str | int]] = [
        [attribute(contribution.member) or "", *(contribution.counts[name] for name in names)]
        for contribution in _read_contributions(session, slug, period)
    ]
    csv_file = GRADEBOOK.export_sheet(GradeSheet(f"{slug}-contributions", ["member", *names], lines))
    headers = {"Content-Disposition": f'attachment; filename="{csv_file.name}"', "Cache-Control": "no-cache"}
    return Response(csv_file.content, media_type=csv_file.media_type, headers=headers)


def _read_contributions(
    session: Session, slug: str, period: ContributionPeriod, *, openly: bool = False
) -> list[Contribution]:
    return count_contributions(session, persisted_id(find_map(session, slug)), period.span, openly=openly)


def _read_period(since: str, until: str) -> ContributionPeriod:
    """Read two days, both of which count; each may be left out."""
    days: list[date | None] = []
    for day in (since, until):
        try:
            days.append(date.fromisoformat(day) if day else None)
        except ValueError:
            fault = gettext("“%(value)s” is not a day. Enter year, month and day, such as 2026-05-14.", value=day[:40])
            return ContributionPeriod(since, until, TimeSpan(), fault)
    first_day, last_day = days
    first = datetime.combine(first_day, time.min, UTC) if first_day else None
    day_after = last_day + timedelta(days=1) if last_day and last_day < date.max else None
    last = datetime.combine(day_after, time.min, UTC) if day_after else None
    if first is not None and last is not None and first >= last:
        return ContributionPeriod(
            since, until, TimeSpan(), gettext("The first day is after the last. Choose an earlier first day.")
        )
    return ContributionPeriod(since, until, TimeSpan(first, last))
