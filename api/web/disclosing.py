"""What became known of a map between two dates: verdicts that turned, sources that opened, and what was argued then."""

from fastapi import APIRouter, Query, Request, Response
from msgspec import structs
from sqlmodel import Session

from api.database import read_apart
from api.moments import SETTLED
from api.permission import Looking
from api.picture_requests import PictureQuery
from api.web.controls import Opening, opened, openings
from api.web.drawn import Drawn, marked
from api.web.surroundings import around, graph_shown
from api.web.telling import Group, grouped, marks
from api.web.templating import page
from api.web.visits import ground, read_visit
from argument_maps.comparison.disclosure import Disclosure, disclosed
from argument_maps.dates.parsing import read_date
from argument_maps.graph import Annotation, Graph, Source
from argument_maps.time_travel import read_moment
from models.dates import UnreadableDate
from models.text_types import Slug

router = APIRouter(include_in_schema=False, dependencies=SETTLED)


@router.get("/maps/{slug}/became-known")
async def show_disclosure(
    request: Request,
    slug: Slug,
    user: Looking,
    first: str = Query("", alias="from"),
    last: str = Query("", alias="to"),
) -> Response:
    """Show what became known between two dates; without any date, when the sources of the map opened."""
    visit = read_visit(request, slug)

    def find(_: Session) -> tuple[Disclosure | None, dict[str, str]]:
        graph = graph_shown(request, visit, user)
        return _asked(graph, openings(graph), first, last)

    found, faults = await read_apart(request, find)
    made = Drawn()
    if found is not None and found.added.added:
        query = PictureQuery.model_validate({"theme": ground(request), "as_of": found.last, "at": visit.query.at})
        made = await marked(request, slug, query, marks(found.added), user)

    def show(session: Session) -> Response:
        graph = graph_shown(request, visit, user)
        return page(
            request,
            "became_known.html",
            422 if faults else 200,
            found=found,
            given=(first, last),
            faults=faults,
            groups=_groups(found) if found else (),
            openings=openings(graph),
            opened=opened,
            drawn=made.markup,
            undrawn=made.words,
            **around(request, graph, visit, session),
        )

    return await read_apart(request, show)


def _asked(graph: Graph, years: tuple[Opening, ...], first: str, last: str) -> tuple[Disclosure | None, dict[str, str]]:
    """Return what became known between two dates as readers write them, None without any; and what is wrong with which.

    Without a first date it is the year before any source opened, or the second date where that is earlier.
    """
    given = {"from": first, "to": last}
    dates: dict[str, str] = {}
    faults: dict[str, str] = {}
    for name, text in given.items():
        try:
            if text.strip():
                dates[name] = read_date(text)
        except UnreadableDate as error:
            faults[name] = str(error)
    if faults or not dates:
        return None, faults
    by = dates.get("to")
    before_all = [f"{max(1, each.year - 1):04d}" for each in years[:1]]
    since = dates.get("from") or min((*before_all, *filter(None, [by])), key=read_moment)
    return disclosed(graph, since, by), {}


def _groups(found: Disclosure) -> tuple[Group, ...]:
    """Return what became known under its questions, without sources, which have their own list, and marks in texts."""
    stated = tuple(each for each in found.added.added if not isinstance(each, Source | Annotation))
    return grouped(structs.replace(found.added, added=stated), found.before, found.after)
