"""Where two readers of a map part: what each accepts, rejects and qualifies, side by side."""

from fastapi import APIRouter, Request, Response

from api.database import Reading
from api.permission import Looking
from api.web.messages import gettext
from api.web.surroundings import around, known_part
from api.web.templating import page
from argument_maps.comparison.readers import parting_pairs, partings, readers
from argument_maps.graph import Graph
from models.text_types import Slug

router = APIRouter(include_in_schema=False)
MOST_PAIRS = 6


@router.get("/maps/{slug}/readers")
def show_readers(
    request: Request, slug: Slug, session: Reading, user: Looking, left: str = "", right: str = ""
) -> Response:
    """Set two agents side by side: where they part, with stance, reason and source, and where they agree."""
    graph, visit, known = known_part(request, slug, user)
    left, right = left.strip(), right.strip()
    fault = _fault(known, left, right)
    return page(
        request,
        "readers.html",
        422 if fault else 200,
        left=left,
        right=right,
        fault=fault,
        pair=partings(known, left, right) if left and right and not fault else None,
        offered=readers(known),
        parting=parting_pairs(known, MOST_PAIRS) if not (left and right) or fault else (),
        known=known,
        **around(request, graph, visit, session),
    )


def _fault(graph: Graph, left: str, right: str) -> str:
    for label in (left, right):
        if label and label not in graph.agents_by_id:
            return gettext("This map has no agent “%(id)s”. Choose one from the list.", id=label[:64])
    if left and left == right:
        return gettext("These are the same agent twice. Choose another one.")
    return ""
