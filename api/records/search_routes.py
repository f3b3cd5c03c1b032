"""Full-text search over all records of all maps."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from api.access.authorization import MayLook
from api.access.current_user import is_visible_to
from api.http.openapi_descriptions import problems
from api.http.pagination import Paging, link_next_page, read_cursor, write_cursor
from api.http.strict_json import StrictRoute
from api.requests.database import Reading
from models.search import full_text as index
from models.text_types import Line, Slug
from models.vocabulary import RecordKind

router = APIRouter(prefix="/search", tags=["search"], route_class=StrictRoute)
FARTHEST = 10_000


class SearchQuery(Paging):
    """What to look for, and where."""

    q: Annotated[
        Line,
        Field(
            min_length=1,
            description="Words, in any script; those between quotation marks stand beside one another.",
            examples=["Сталин", "斯大林", '"38th parallel"'],
        ),
    ]
    map: Annotated[Slug | None, Field(description="Only in this map.")] = None
    kind: Annotated[list[RecordKind], Field(max_length=20, description="Only records of these kinds.")] = []


class HitAnswer(BaseModel):
    """A record that was found: the passage that matched, and where in it (Unicode code points)."""

    map: Slug
    id: str
    record: RecordKind
    title: str
    passage: str
    matches: list[tuple[int, int]]
    score: float
    address: str


class SearchPage(BaseModel):
    """One page of what was found, best first. `next` is the address of the following page, null on the last."""

    total: int
    items: list[HitAnswer]
    next: str | None = None


@router.get("", operation_id="search", summary="Search all maps", responses=problems(422, 503))
def search_all_maps(
    request: Request, response: Response, query: Annotated[SearchQuery, Query()], session: Reading, user: MayLook
) -> SearchPage:
    """Find records by their words, in every script and spelling, also inside longer words; the best come first."""
    offset = min(read_cursor(query.cursor, "rank", int)[0], FARTHEST) if query.cursor is not None else 0
    answer = index.search_full_text(
        session,
        query.q,
        kinds=query.kind or None,
        slug=query.map,
        # Whoever names a map knows its address.
        map_condition=is_visible_to(user, listed=query.map is None),
        limit=query.limit,
        offset=max(offset, 0),
    )
    end = offset + len(answer.hits)
    cursor = write_cursor("rank", end) if answer.hits and end < min(answer.total, FARTHEST) else None
    return SearchPage(
        total=answer.total,
        items=[_answer(hit) for hit in answer.hits],
        next=link_next_page(request, response, cursor),
    )


def _answer(hit: index.Hit) -> HitAnswer:
    return HitAnswer(
        map=hit.slug,
        id=hit.label,
        record=RecordKind(hit.kind),
        title=hit.title,
        passage=hit.passage,
        matches=list(hit.matches),
        score=hit.score,
        address=f"/api/v1/maps/{hit.slug}/records/{hit.label}",
    )
