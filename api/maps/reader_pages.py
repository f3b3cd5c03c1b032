"""Where two readers of a map part: what each accepts, rejects and qualifies, side by side."""

from fastapi import APIRouter, Request, Response

from api.access.authorization import MayLook
from api.pages.map_context import build_map_context, read_map_as_of
from api.pages.templating import render_page
from api.phrases.messages import gettext
from api.requests.database import Reading
from argument_maps.comparison.readers import compare_readers, list_disagreeing_pairs, list_readers
from argument_maps.graph import Graph
from models.text_types import Slug

router = APIRouter(include_in_schema=False)
MOST_PAIRS = 6


@router.get("/maps/{slug}/readers")
def show_readers(
    request: Request, slug: Slug, session: Reading, user: MayLook, left: str = "", right: str = ""
) -> Response:
    """Set two agents side by side: where they part, with stance, reason and source, and where they agree."""
    graph, visit, graph_as_of = read_map_as_of(request, slug, user)
    left, right = left.strip(), right.strip()
    fault = _find_fault(graph_as_of, left, right)
    return render_page(
        request,
        "readers.html",
        422 if fault else 200,
        left=left,
        right=right,
        fault=fault,
        pair=compare_readers(graph_as_of, left, right) if left and right and not fault else None,
        offered=list_readers(graph_as_of),
        parting=list_disagreeing_pairs(graph_as_of, MOST_PAIRS) if not (left and right) or fault else (),
        graph_as_of=graph_as_of,
        **build_map_context(request, graph, visit, session),
    )


def _find_fault(graph: Graph, left: str, right: str) -> str:
    for label in (left, right):
        if label and label not in graph.agents_by_id:
            return gettext("This map has no agent “%(id)s”. Choose one from the list.", id=label[:64])
    if left and left == right:
        return gettext("You chose the same agent twice. Choose a different one.")
    return ""
