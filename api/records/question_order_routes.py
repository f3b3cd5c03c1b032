"""The order of a map's questions, as one list."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session, select

from api.access.authorization import READS, MayChange
from api.history.revision_routes import Why
from api.http.conditional_requests import make_etag, require_match
from api.http.openapi_descriptions import problems
from api.http.strict_json import StrictRoute
from api.requests.database import Reading, Writing, lock_existing_map
from argument_maps import graph, values
from models import changes
from models.records.arguments import Question
from models.row_keys import persisted_id
from models.text_types import Label, Slug

router = APIRouter(prefix="/maps/{slug}", tags=["records"], route_class=StrictRoute)


class QuestionOrder(BaseModel):
    """The ids of all questions of a map, in the order in which they stand."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"questions": ["Q2", "Q1"]}]})

    questions: Annotated[list[Label], Field(max_length=100_000)]


@router.get(
    "/question-order",
    operation_id="readQuestionOrder",
    summary="Read the order of the questions",
    responses=problems(404, 422, 503),
    dependencies=READS,
)
def read_question_order(response: Response, slug: Slug, session: Reading) -> QuestionOrder:
    """Return the questions of the map in their order, with the ETag of the map."""
    argument_map = changes.find_map(session, slug)
    response.headers["ETag"] = make_etag(session, persisted_id(argument_map), argument_map.version)
    return _read_order(session, persisted_id(argument_map))


@router.put(
    "/question-order",
    operation_id="orderQuestions",
    summary="Order the questions",
    responses=problems(400, 403, 404, 412, 413, 415, 422, 428, 503),
)
def put_question_order(
    request: Request,
    response: Response,
    slug: Slug,
    body: QuestionOrder,
    session: Writing,
    user: MayChange,
    why: Why = "",
) -> QuestionOrder:
    """Put all questions of the map in order, in one change; each has its place in the field `place` then."""
    argument_map = lock_existing_map(session, slug)
    map_id = persisted_id(argument_map)
    require_match(
        request,
        make_etag(session, map_id, argument_map.version),
        lambda: _read_order(session, map_id).model_dump(mode="json"),
    )
    changes.save_question_order(session, argument_map, body.questions, author=user.name, why=why)
    response.headers["ETag"] = make_etag(session, map_id, argument_map.version)
    return _read_order(session, map_id)


def _read_order(session: Session, map_id: int) -> QuestionOrder:
    rows = session.exec(select(Question.label, Question.place).where(Question.map_id == map_id))
    questions = (values.Question(id=label, text="", place=place) for label, place in rows)
    return QuestionOrder(questions=[question.id for question in graph.order_questions(questions)])
