"""Two moments of a map, or two maps, side by side: picture, outline and ledger, with what differs in words."""

from fastapi import APIRouter, Query, Request, Response
from markupsafe import Markup

from api.database import Reading
from api.moments import moment_shown, sequence_of
from api.permission import Looking
from api.picture_requests import PictureQuery
from api.problems import Refusal
from api.web.messages import gettext
from api.web.past.telling import grouped, marks, told_header
from api.web.stage import marked
from api.web.surroundings import around
from api.web.templating import page
from api.web.visits import ground, read_visit
from argument_maps.differences import compare
from models import changes
from models.text import Slug

router = APIRouter(include_in_schema=False)


@router.get("/maps/{slug}/history/compare")
def show_comparison(
    request: Request,
    slug: Slug,
    session: Reading,
    user: Looking,
    since: str = Query("", alias="from", max_length=40),
    to: str = Query("", max_length=40),
    other: str = Query("", alias="with", max_length=64),
) -> Response:
    """Show what differs between two moments of a map; or between the map and another one, both as they stand."""
    pictures = request.app.state.pictures
    found = changes.find_map(session, slug)
    try:
        first = sequence_of(session, slug, since) or (0 if other else 1)
        last = sequence_of(session, slug, to) or (0 if other else found.version)
    except ValueError as error:
        title, remedy = gettext("The moments cannot be read"), gettext("Choose two changes in the map’s history.")
        raise Refusal(422, "invalid-request", title, str(error), remedy) from None
    if first > last and not other:
        first, last = last, first
    later = other or slug
    before, after = pictures.graph(slug, user, first), pictures.graph(later, user, last)
    found_out = compare(before, after)
    query = PictureQuery.model_validate({"theme": ground(request), "at": str(last) if last else None})
    nothing = (Markup(), "")
    drawn, fault = nothing if found_out.is_empty else marked(pictures, later, query, marks(found_out), user)
    return page(
        request,
        "history_compare.html",
        found=found_out,
        groups=grouped(found_out, before, after),
        header=told_header(found_out.header),
        first=moment_shown(session, slug, first, user),
        last=moment_shown(session, later, last, user),
        before=before,
        after=after,
        other=other,
        drawn=drawn,
        fault=fault,
        **around(request, pictures.graph(slug, user), read_visit(request, slug), session),
    )
