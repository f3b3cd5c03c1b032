"""Who contributed what to a map: a page, and a table for a teacher's own."""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.attribution import attribute
from api.database import Reading
from api.gradebook import Csv, Gradebook, GradeSheet
from api.permission import Action, Looking, Teaching, actions_of
from api.web.messages import gettext
from api.web.parts import list_part
from api.web.surroundings import around
from api.web.templating import page
from api.web.visits import read_visit
from models.changes import find_map
from models.participation.contributions import COUNTS, Contribution, Span, contributions
from models.participation.map_anonymity import is_anonymous
from models.row_keys import persisted_id
from models.text_types import Slug

router = APIRouter(include_in_schema=False)
GRADEBOOK: Gradebook = Csv()
# What those who discuss learn of one another.
AMONG_MEMBERS = frozenset({"positions", "comments"})


class Asked(NamedTuple):
    """Which days count, as they were written, what they mean, and what is wrong with them."""

    since: str
    until: str
    span: Span
    fault: str = ""


@router.get("/maps/{slug}/contributions")
def show_contributions(
    request: Request, slug: Slug, session: Reading, user: Looking, since: str = "", until: str = ""
) -> Response:
    """Show how much each member has contributed, in all or between two days."""
    graph = request.app.state.pictures.graph(slug, user)
    asked = _asked(since.strip()[:40], until.strip()[:40])
    columns = [each for each in COUNTS if Action.COMMENT in actions_of(request) or each.name not in AMONG_MEMBERS]
    teaches = Action.TEACH in actions_of(request)
    members = [] if asked.fault else _members(session, slug, asked, openly=not teaches)
    hiding = not teaches and is_anonymous(session, persisted_id(find_map(session, slug)))
    if hiding:
        members = [each for each in members if each.member == user.name]
    return page(
        request,
        "contributions.html",
        422 if asked.fault else 200,
        asked=asked,
        columns=columns,
        hiding=hiding,
        openly=not teaches and any(each.name in AMONG_MEMBERS for each in columns),
        members=list_part(
            request,
            f"/maps/{slug}/contributions",
            "contributions",
            [each for each in members if any(each.counts[column.name] for column in columns)],
            lambda each: each.member,
        ),
        **around(request, graph, read_visit(request, slug), session),
    )


@router.get("/maps/{slug}/contributions.csv")
def write_contributions(
    request: Request, slug: Slug, session: Reading, user: Teaching, since: str = "", until: str = ""
) -> Response:
    """Return the same as CSV, a line for each member; a day that cannot be read is refused in words."""
    request.app.state.pictures.check(slug, user)
    asked = _asked(since.strip()[:40], until.strip()[:40])
    if asked.fault:
        return Response(asked.fault + "\n", status_code=422, media_type="text/plain; charset=utf-8")
    names = [each.name for each in COUNTS]
    lines: list[list[str | int]] = [
        [attribute(each.member) or "", *(each.counts[name] for name in names)]
        for each in _members(session, slug, asked)
    ]
    handed = GRADEBOOK.hand_over(GradeSheet(f"{slug}-contributions", ["member", *names], lines))
    headers = {"Content-Disposition": f'attachment; filename="{handed.name}"', "Cache-Control": "no-cache"}
    return Response(handed.content, media_type=handed.media_type, headers=headers)


def _members(session: Session, slug: str, asked: Asked, *, openly: bool = False) -> list[Contribution]:
    return contributions(session, persisted_id(find_map(session, slug)), asked.span, openly=openly)


def _asked(since: str, until: str) -> Asked:
    """Read two days, both of which count; each may be left out."""
    try:
        first = datetime.combine(date.fromisoformat(since), time.min, UTC) if since else None
        behind = date.fromisoformat(until) + timedelta(days=1) if until else None
    except (ValueError, OverflowError):
        return Asked(since, until, Span(), gettext("Write a day as year, month and day, such as 2026-05-14."))
    last = datetime.combine(behind, time.min, UTC) if behind else None
    if first is not None and last is not None and first >= last:
        return Asked(since, until, Span(), gettext("The first day comes after the last one."))
    return Asked(since, until, Span(first, last))
