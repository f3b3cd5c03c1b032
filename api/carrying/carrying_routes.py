"""Records of another map, carried into this one."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from api.access.authorization import MayContribute
from api.carrying.carried_records import carry_records, find_carrying_origin
from api.history.revision_routes import RevisionListed, Why
from api.http.openapi_descriptions import problems
from api.http.strict_json import StrictRoute
from api.requests.database import Writing, lock_existing_map
from models.text_types import Label, Slug

router = APIRouter(prefix="/maps/{slug}", tags=["records"], route_class=StrictRoute)


class CarryingBody(BaseModel):
    """The map and the ids there of what is copied; with `grounds` also the evidence that bears on it, and its links."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"origin": "korea-1950", "records": ["P1"], "grounds": True}]}
    )

    origin: Slug
    records: Annotated[list[Label], Field(min_length=1, max_length=500)]
    grounds: bool = False


class CarryingAnswer(BaseModel):
    """What was copied.

    `labels` are the new ids by those of the other map, `matched` the records here that stand for some of there, `along`
    what came because another needs it, by that one, and `left_out` what may not come.
    """

    change: int | None
    revisions: list[RevisionListed]
    labels: dict[str, str]
    matched: dict[str, str]
    along: dict[str, str]
    left_out: list[str]


@router.post(
    "/copies",
    operation_id="copyRecords",
    summary="Copy records of another map",
    responses=problems(400, 403, 404, 409, 413, 415, 422, 503),
)
def copy_records(
    slug: Slug,
    body: CarryingBody,
    session: Writing,
    user: MayContribute,
    why: Why = "",
    dry_run: Annotated[bool, Query(description="Say what would come, and write nothing.")] = False,
) -> CarryingAnswer:
    """Copy records of a map that one sees, with whatever they name, in one change; what is here already is named.

    Of a private map nothing is carried where others read it, and of its people nobody is named.
    """
    target = lock_existing_map(session, slug)
    source = find_carrying_origin(session, user, body.origin)
    done = carry_records(session, user, source, target, body.records, grounds=body.grounds, write=not dry_run, why=why)
    return CarryingAnswer(
        change=done.revisions[0].change if done.revisions else None,
        revisions=[RevisionListed.model_validate(revision, from_attributes=True) for revision in done.revisions],
        labels={} if dry_run else done.plan.labels,
        matched=done.plan.matched,
        along=done.plan.along,
        left_out=list(done.left_out),
    )
