"""Annotations as other programs know them: by the W3C Web Annotation Data Model."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from api.access.authorization import READS, MayContribute
from api.http.conditional_requests import make_etag, matches_if_none_match
from api.http.merge_patch import validate_patched
from api.http.openapi_descriptions import problems
from api.http.problems import Fault, Refusal
from api.http.query_parameters import QueryParameters
from api.http.strict_json import StrictRoute, check_json
from api.requests.database import Reading, lock_existing_map, write_in_thread
from api.requests.drafts import TextWithoutContent
from api.requests.long_work import run_long_work
from api.requests.representations import build_record_answer
from api.requests.text_requests import AnnotationAnswer
from argument_maps.anchoring.anchors import Quote, extract_context
from argument_maps.anchoring.quotations import anchor_quotation
from argument_maps.assembly import load_graph
from argument_maps.formats.annotations import web_annotation
from argument_maps.formats.annotations.hypothesis_rows import (
    build_web_annotation,
    is_hypothesis_row,
    list_hypothesis_rows,
    move_pointer,
)
from argument_maps.formats.annotations.web_annotation_records import (
    AnnotationReading,
    read_annotation,
    write_annotation,
)
from argument_maps.formats.annotations.web_annotation_rules import find_faults
from argument_maps.formats.native import DocumentProblem
from argument_maps.graph import Graph
from models import changes
from models.engine import reading
from models.errors import Phrase, UnknownRecord
from models.records.contents import read_contents
from models.records.rows import read_drafts
from models.records.texts import CONTEXT, AnnotationDraft
from models.row_keys import persisted_id
from models.text_types import Label, Line, Slug
from models.vocabulary import AnchorState, RecordKind

ANNOTATION_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The annotations, as JSON-LD.",
        "content": {"application/ld+json": {"schema": {"type": "object"}}},
    }
}


class WebAnnotationRoute(StrictRoute):
    """A route that takes JSON-LD, which is JSON."""

    media_types = ("application/ld+json", "application/json")


router = APIRouter(prefix="/maps/{slug}", tags=["texts"], route_class=WebAnnotationRoute)


class WebAnnotationsQuery(QueryParameters):
    """Which annotations are wanted."""

    in_text: Annotated[Label | None, Field(description="Only those in this text.")] = None


class NewWebAnnotationQuery(QueryParameters):
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


async def _read_body(request: Request) -> bytes:
    return await request.body()


def _read_site_address(request: Request) -> str:
    return str(request.app.state.settings.base_url or str(request.base_url).rstrip("/"))


@router.get(
    "/annotations.jsonld",
    operation_id="exportAnnotations",
    summary="Read annotations as web annotations (W3C)",
    response_class=Response,
    responses={**ANNOTATION_RESPONSES, 304: {"description": "They have not changed."}, **problems(404, 422, 503)},
    dependencies=READS,
)
def export_annotations(
    request: Request, slug: Slug, query: Annotated[WebAnnotationsQuery, Query()], session: Reading
) -> Response:
    """Return the annotations of a map, or of one of its texts, as an AnnotationCollection with one page."""
    argument_map = changes.find_map(session, slug)
    headers = {
        "ETag": make_etag(session, persisted_id(argument_map), argument_map.version),
        "Cache-Control": "no-cache",
    }
    if matches_if_none_match(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    graph, address = load_graph(session, slug), _read_site_address(request)
    place = f"{address}/api/v1/maps/{slug}/annotations.jsonld"
    annotations = [annotation for annotation in graph.annotations if query.in_text in (None, annotation.in_text)]
    page = {
        "id": f"{place}#page",
        "type": "AnnotationPage",
        "startIndex": 0,
        "items": [write_annotation(annotation, graph, address, context=False) for annotation in annotations],
    }
    collection = {"id": place, "type": "AnnotationCollection", "label": graph.title, "total": len(annotations)}
    return answer_json_ld({**collection, "first": page}, headers)


@router.get(
    "/annotations/{label}.jsonld",
    operation_id="exportAnnotation",
    summary="Read one annotation as a web annotation (W3C)",
    response_class=Response,
    responses={**ANNOTATION_RESPONSES, **problems(404, 422, 503)},
    dependencies=READS,
)
def export_annotation(request: Request, slug: Slug, label: Label, session: Reading) -> Response:
    """Return one annotation."""
    graph = load_graph(session, slug)
    annotation = next((annotation for annotation in graph.annotations if annotation.id == label), None)
    if annotation is None:
        raise UnknownRecord(slug, label)
    return answer_json_ld(
        write_annotation(annotation, graph, _read_site_address(request)), {"Cache-Control": "no-cache"}
    )


def answer_json_ld(document: dict[str, Any], headers: dict[str, str]) -> Response:
    """Answer with web annotations."""
    return Response(
        web_annotation.write_web_annotations(document), headers={**headers, "Content-Type": web_annotation.MEDIA_TYPE}
    )


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
    raw: Annotated[bytes, Depends(_read_body)],
    user: MayContribute,
) -> Any:
    """Take one web annotation. Its passage is looked for in the text; where it is not found it is kept as an orphan.

    A row of the Hypothesis API is taken as well. What the map has no place for is listed in the answer.
    """

    def prepare() -> tuple[AnnotationReading, AnnotationDraft]:
        row = find_sent_row(raw)
        document = read_annotation_document(raw) if row is None else convert_sent_row(row)
        with reading(request.app.state.engine) as session:
            graph = load_graph(session, slug)
            imported_annotation = read_annotation(document, graph, _read_site_address(request), query.in_text)
            if row is not None:
                imported_annotation.losses = list_row_losses(row, imported_annotation.losses)
            return imported_annotation, _draft_annotation(session, graph, imported_annotation)

    imported_annotation, draft = await run_long_work(request, prepare)

    def write(session: Session) -> Any:
        argument_map = lock_existing_map(session, slug)
        record = changes.create_record(
            session, argument_map, RecordKind.ANNOTATION, draft, author=user.name, why=query.why
        )
        response.headers["Location"] = f"/api/v1/maps/{slug}/annotations/{record.label}"
        response.headers["ETag"] = make_etag(session, record.map_id, record.revision)
        values = read_drafts(session, record.map_id, [record.label])[record.label][1]
        return {
            "annotation": build_record_answer(RecordKind.ANNOTATION, record.label, record.revision, values),
            "losses": [Loss(pointer=loss.pointer, detail=loss.message) for loss in imported_annotation.losses],
        }

    return await write_in_thread(request, write)


def find_sent_row(raw: bytes) -> dict[str, Any] | None:
    """Return the one annotation of Hypothesis that a body holds, None for anything else.

    Raises `Refusal` (422) for a list of several.
    """
    check_json(raw)
    try:
        rows = list_hypothesis_rows(json.loads(raw))
    except ValueError:
        # What is no JSON is refused as the web annotation that it was sent as.
        return None
    if rows is None:
        return None
    if len(rows) != 1 or not is_hypothesis_row(rows[0]):
        raise Refusal(
            422,
            "unreadable-annotation",
            "That is not one annotation",
            f"It is a list of {len(rows)} annotations of Hypothesis. Nothing was changed.",
            "Send its rows one by one.",
        )
    return dict(rows[0])


def convert_sent_row(row: dict[str, Any]) -> dict[str, Any]:
    """Return an annotation of Hypothesis as a web annotation; raises `Refusal` (422) where that would not be sound."""
    document, _ = build_web_annotation(row)
    faults = [Fault(pointer=move_pointer(at, row), detail=message) for at, message in find_faults(document, new=True)]
    if faults:
        raise _refuse_annotation(f"{len(faults)} things in it do not fit.", faults)
    return document


def list_row_losses(row: dict[str, Any], losses: list[DocumentProblem]) -> list[DocumentProblem]:
    """Return what is lost of an annotation of Hypothesis, by pointers into it."""
    moved = [DocumentProblem(move_pointer(loss.pointer, row), loss.message) for loss in losses]
    return sorted([*moved, *build_web_annotation(row)[1]], key=lambda loss: loss.pointer)


def read_annotation_document(raw: bytes) -> dict[str, Any]:
    """Return one web annotation from a body; raises `Refusal` (422) for anything else."""
    check_json(raw)
    document, faults = web_annotation.read_web_annotations(raw, new=True)
    if document is not None and "target" in document:
        return document
    what_is_wrong = (
        "It is a collection or a page." if document is not None else f"{len(faults)} things in it do not fit."
    )
    raise _refuse_annotation(
        what_is_wrong, [Fault(pointer=entry.pointer, detail=entry.message) for entry in faults[:50]]
    )


def _refuse_annotation(what_is_wrong: str, faults: list[Fault]) -> Refusal:
    return Refusal(
        422,
        "unreadable-annotation",
        "That is not one web annotation",
        f"{what_is_wrong} Nothing was changed.",
        "Send one annotation by the W3C Web Annotation Data Model, or one row of the Hypothesis API.",
        errors=faults[:50],
    )


def _draft_annotation(session: Session, graph: Graph, imported_annotation: AnnotationReading) -> AnnotationDraft:
    """Return the draft of what was understood, its passage looked for. Raises where there is nothing to look for."""
    text = next((candidate for candidate in graph.texts if candidate.id == imported_annotation.in_text), None)
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
        raise TextWithoutContent(
            Phrase("“%(text)s” has no content in which a passage can be marked.", text=text.id),
            Phrase("Give it a content first."),
            "/target",
        )
    version = imported_annotation.version or text.versions[-1]["sha256"]
    content = read_contents(session, [version])[version]["text"]
    exact = imported_annotation.exact
    if exact is None and imported_annotation.start is not None and imported_annotation.end is not None:
        exact = content[imported_annotation.start : imported_annotation.end]
    if not exact:
        raise Refusal(
            422,
            "no-passage",
            "It marks no passage",
            "Its target has neither a TextQuoteSelector nor a TextPositionSelector that lies in the text.",
            "Give the words of the passage in a TextQuoteSelector.",
            errors=[Fault(pointer="/target", detail="It selects no words of the text.")],
        )
    return _anchor_annotation(imported_annotation, version, exact, content)


def _anchor_annotation(
    imported_annotation: AnnotationReading, version: str, exact: str, content: str
) -> AnnotationDraft:
    """Return the draft of an annotation that was made elsewhere; what it quotes is spelled as the text spells it."""
    quote = Quote(exact, imported_annotation.prefix, imported_annotation.suffix)
    anchor_place = anchor_quotation(quote, content, imported_annotation.start)
    before = after = ""
    if anchor_place.state == AnchorState.ANCHORED and anchor_place.start is not None and anchor_place.end is not None:
        exact = content[anchor_place.start : anchor_place.end]
        before, after = extract_context(content, anchor_place.start, anchor_place.end, CONTEXT)
    values = {
        "in_text": imported_annotation.in_text,
        "version": version,
        "exact": exact,
        "prefix": imported_annotation.prefix or before,
        "suffix": imported_annotation.suffix or after,
        "start": anchor_place.start,
        "end": anchor_place.end,
        "state": anchor_place.state,
        "score": anchor_place.score,
        "bodies": list(dict.fromkeys(imported_annotation.bodies)),
        **{relation.value: list(dict.fromkeys(labels)) for relation, labels in imported_annotation.joined.items()},
        "comment": "\n\n".join(imported_annotation.comments),
        "motivation": imported_annotation.motivation,
        "tags": list(dict.fromkeys(imported_annotation.tags)),
        "note": imported_annotation.note,
    }
    return validate_patched(AnnotationDraft, values)
