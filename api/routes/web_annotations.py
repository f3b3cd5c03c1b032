"""Annotations as other programs know them: by the W3C Web Annotation Data Model."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from api.conditions import etag, is_known
from api.database import Reading, lock_map, write_apart
from api.documentation import problems
from api.drafting import TextWithoutContent
from api.long_work import do_apart
from api.merge_patch import validated
from api.permission import READS, Contributing
from api.picture_requests import Asked
from api.problems import Fault, Refusal
from api.reading_requests import AnnotationAnswer
from api.representations import answer_of
from api.strict_route import StrictRoute, check_json
from argument_maps.anchoring.anchors import Anchor, Quote, anchor, surroundings
from argument_maps.assembly import load_graph
from argument_maps.formats import web_annotation
from argument_maps.formats.web_annotation_records import Understood, understood, written
from argument_maps.graph import Graph
from models import changes
from models.engine import reading
from models.errors import UnknownMap, UnknownRecord
from models.records.contents import read_contents
from models.records.rows import read_drafts
from models.records.texts import CONTEXT, AnnotationDraft
from models.row_keys import persisted_id
from models.text_types import Label, Line, Slug
from models.vocabulary import AnchorState, RecordKind

SHOWN: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The annotations, as JSON-LD.",
        "content": {"application/ld+json": {"schema": {"type": "object"}}},
    }
}


class WebAnnotationRoute(StrictRoute):
    """A route that takes JSON-LD, which is JSON."""

    media_types = ("application/ld+json", "application/json")


router = APIRouter(prefix="/maps/{slug}", tags=["texts"], route_class=WebAnnotationRoute)


class WebAnnotationsQuery(Asked):
    """Which annotations are wanted."""

    in_text: Annotated[Label | None, Field(description="Only those in this text.")] = None


class NewWebAnnotationQuery(Asked):
    """What is said of a web annotation beside itself."""

    in_text: Annotated[
        Label | None, Field(description="The text in which its passage stands, where its target does not say so.")
    ] = None
    why: Annotated[Line, Field(description="Why the change is made; kept with its revision.")] = ""


class Loss(BaseModel):
    """Something in a web annotation for which a map has no place."""

    pointer: str
    detail: str


class TakenAnswer(BaseModel):
    """The annotation as the map has it now, and everything that is lost of what was sent."""

    annotation: AnnotationAnswer
    losses: list[Loss]


async def _raw(request: Request) -> bytes:
    return await request.body()


def _address(request: Request) -> str:
    return str(request.app.state.settings.base_url or str(request.base_url).rstrip("/"))


@router.get(
    "/annotations.jsonld",
    operation_id="exportAnnotations",
    summary="Read annotations as web annotations (W3C)",
    response_class=Response,
    responses={**SHOWN, 304: {"description": "They have not changed."}, **problems(404, 422, 503)},
    dependencies=READS,
)
def export_annotations(
    request: Request, slug: Slug, query: Annotated[WebAnnotationsQuery, Query()], session: Reading
) -> Response:
    """Return the annotations of a map, or of one of its texts, as an AnnotationCollection with one page."""
    found = changes.find_map(session, slug)
    headers = {"ETag": etag(session, persisted_id(found), found.version), "Cache-Control": "no-cache"}
    if is_known(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    graph, address = load_graph(session, slug), _address(request)
    place = f"{address}/api/v1/maps/{slug}/annotations.jsonld"
    chosen = [each for each in graph.annotations if query.in_text in (None, each.in_text)]
    page = {
        "id": f"{place}#page",
        "type": "AnnotationPage",
        "startIndex": 0,
        "items": [written(each, graph, address, context=False) for each in chosen],
    }
    collection = {"id": place, "type": "AnnotationCollection", "label": graph.title, "total": len(chosen)}
    return _shown({**collection, "first": page}, headers)


@router.get(
    "/annotations/{label}.jsonld",
    operation_id="exportAnnotation",
    summary="Read one annotation as a web annotation (W3C)",
    response_class=Response,
    responses={**SHOWN, **problems(404, 422, 503)},
    dependencies=READS,
)
def export_annotation(request: Request, slug: Slug, label: Label, session: Reading) -> Response:
    """Return one annotation."""
    graph = load_graph(session, slug)
    found = next((each for each in graph.annotations if each.id == label), None)
    if found is None:
        raise UnknownRecord(slug, label)
    return _shown(written(found, graph, _address(request)), {"Cache-Control": "no-cache"})


def _shown(document: dict[str, Any], headers: dict[str, str]) -> Response:
    return Response(web_annotation.write(document), headers={**headers, "Content-Type": web_annotation.MEDIA_TYPE})


@router.post(
    "/annotations.jsonld",
    operation_id="importAnnotation",
    summary="Create an annotation from a web annotation (W3C)",
    status_code=201,
    response_model=TakenAnswer,
    responses=problems(400, 403, 404, 409, 413, 415, 422, 503),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                media_type: {"schema": {"type": "object"}} for media_type in ("application/json", "application/ld+json")
            },
        }
    },
)
async def import_annotation(
    request: Request,
    response: Response,
    slug: Slug,
    query: Annotated[NewWebAnnotationQuery, Query()],
    raw: Annotated[bytes, Depends(_raw)],
    user: Contributing,
) -> Any:
    """Take one web annotation. Its passage is looked for in the text; where it is not found it is kept as an orphan.

    What the map has no place for is listed in the answer.
    """

    def prepare() -> tuple[Understood, AnnotationDraft]:
        document = _document(raw)
        with reading(request.app.state.engine) as session:
            graph = load_graph(session, slug)
            told = understood(document, graph, _address(request), query.in_text)
            return told, _draft(session, graph, told)

    told, draft = await do_apart(request, prepare)

    def write(session: Session) -> Any:
        found = lock_map(session, slug)
        if found is None:
            raise UnknownMap(slug)
        made = changes.create_record(session, found, RecordKind.ANNOTATION, draft, author=user.name, why=query.why)
        response.headers["Location"] = f"/api/v1/maps/{slug}/annotations/{made.label}"
        response.headers["ETag"] = etag(session, made.map_id, made.revision)
        values = read_drafts(session, made.map_id, [made.label])[made.label][1]
        return {
            "annotation": answer_of(RecordKind.ANNOTATION, made.label, made.revision, values),
            "losses": [Loss(pointer=loss.pointer, detail=loss.message) for loss in told.losses],
        }

    return await write_apart(request, write)


def _document(raw: bytes) -> dict[str, Any]:
    check_json(raw)
    document, wrong = web_annotation.read(raw, new=True)
    if document is not None and "target" in document:
        return document
    one = "It is a collection or a page." if document is not None else f"{len(wrong)} things in it do not fit."
    raise Refusal(
        422,
        "unreadable-annotation",
        "That is not one web annotation",
        f"{one} Nothing was changed.",
        "Send one annotation by the W3C Web Annotation Data Model.",
        errors=[Fault(pointer=entry.pointer, detail=entry.message) for entry in wrong[:50]],
    )


def _draft(session: Session, graph: Graph, told: Understood) -> AnnotationDraft:
    """Return the draft of what was understood, its passage looked for. Raises where there is nothing to look for."""
    text = next((each for each in graph.texts if each.id == told.in_text), None)
    if text is None:
        raise Refusal(
            422,
            "unknown-target",
            "Its target is no text of this map",
            "None of its targets leads to a text of this map.",
            "Name the text in the parameter in_text, or give the text's source the address that is targeted.",
            errors=[Fault(pointer="/target", detail="It is no text of this map.")],
        )
    if not text.versions:
        raise TextWithoutContent(f"“{text.id}” has no content yet.", "Give it a content first.", "/target")
    version = told.version or text.versions[-1]["sha256"]
    content = read_contents(session, [version])[version]["text"]
    exact = told.exact
    if exact is None and told.start is not None and told.end is not None:
        exact = content[told.start : told.end]
    if not exact:
        raise Refusal(
            422,
            "no-passage",
            "It marks no passage",
            "Its target has neither a TextQuoteSelector nor a TextPositionSelector that lies in the text.",
            "Give the words of the passage in a TextQuoteSelector.",
            errors=[Fault(pointer="/target", detail="It selects no words of the text.")],
        )
    return _placed(told, version, exact, content)


def _placed(told: Understood, version: str, exact: str, content: str) -> AnnotationDraft:
    place = anchor(Quote(exact, told.prefix, told.suffix), content, told.start)
    if told.start is not None and told.end is not None and content[told.start : told.end] == exact:
        place = Anchor(AnchorState.ANCHORED, told.start, told.end)
    before = after = ""
    if place.state == AnchorState.ANCHORED and place.start is not None and place.end is not None:
        before, after = surroundings(content, place.start, place.end, CONTEXT)
    values = {
        "in_text": told.in_text,
        "version": version,
        "exact": exact,
        "prefix": told.prefix or before,
        "suffix": told.suffix or after,
        "start": place.start,
        "end": place.end,
        "state": place.state,
        "score": place.score,
        "bodies": list(dict.fromkeys(told.bodies)),
        "comment": "\n\n".join(told.comments),
        "motivation": told.motivation,
        "tags": list(dict.fromkeys(told.tags)),
        "note": told.note,
    }
    return validated(AnnotationDraft, values)
