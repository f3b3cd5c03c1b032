"""Where else a record is used, and what other maps have changed of it: read, taken field by field, or declined."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.access.authorization import MayContribute, MayLook
from api.carrying.record_uses import RecordUse, open_use_reader
from api.carrying.taken_corrections import decide_correction, find_use
from api.history.revision_routes import RevisionListed, Why
from api.http.conditional_requests import make_etag, require_match
from api.http.openapi_descriptions import problems
from api.http.pagination import Paging, link_next_page, slice_page
from api.http.strict_json import StrictRoute
from api.requests.attribution import Attribution, attribute
from api.requests.database import Reading, Writing, lock_existing_map
from api.requests.representations import build_record_answer
from argument_maps.comparison.corrections import DifferingPart
from argument_maps.draft_values import build_draft
from models import changes
from models.changes.writer_limits import require_changeable
from models.history.record_families import Kinship
from models.records.rows import read_drafts
from models.row_keys import persisted_id
from models.text_types import MAX_INTEGER, Label, Line, Slug

router = APIRouter(prefix="/maps/{slug}", tags=["records"], route_class=StrictRoute)


class DifferingPartAnswer(BaseModel):
    """Fields that say something else in two maps, taken as one by `name`: what they say here and there.

    `offered` where they were changed there since, `contested` where they were changed here as well. Records are named
    by the ids of the map that says so.
    """

    name: str
    fields: list[str]
    here: dict[str, Any]
    there: dict[str, Any]
    offered: bool
    contested: bool


class UseAnswer(BaseModel):
    """A record of another map that comes from the same as one here, and where it says something else.

    `kinship` is `origin` where this one was copied from there, `copy` where that one was copied from here, each over
    any number of copies, else `sibling`. `correction` tells whether something was changed there since, which is offered
    here; `changed_on` and `changed_by` are of the last change there, where there is one.
    """

    map: Slug
    title: str
    id: Label
    kinship: Kinship
    revision: int
    differences: list[DifferingPartAnswer]
    correction: bool
    changed_on: date | None
    changed_by: Attribution
    may_take: bool


class UsePage(BaseModel):
    """One page of the other uses of a record, the nearest first."""

    items: list[UseAnswer]
    next: str | None = None


class CorrectionListed(UseAnswer):
    """A correction, and to which record here it is offered."""

    record: Label


class CorrectionPage(BaseModel):
    """One page of the corrections that are offered to a map."""

    items: list[CorrectionListed]
    next: str | None = None


class CorrectionBody(BaseModel):
    """What is decided about a record of another map as of its `revision`: the parts that are taken, by name.

    All others that are offered are declined, and offered again only when the record there changes again.
    """

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"origin": "korea-1950", "record": "P1", "revision": 7, "take": ["text"]}]},
    )

    origin: Slug
    record: Label
    revision: Annotated[int, Field(ge=0, le=MAX_INTEGER)]
    take: Annotated[list[Line], Field(max_length=200)] = []


class CorrectionAnswer(BaseModel):
    """What was taken and what was declined; `change` is null where nothing was taken."""

    change: int | None
    revisions: list[RevisionListed]
    taken: list[str]
    declined: list[str]


@router.get(
    "/records/{label}/uses",
    operation_id="listRecordUses",
    summary="List the other uses of a record",
    responses=problems(404, 422, 503),
)
def list_record_uses(
    request: Request,
    response: Response,
    slug: Slug,
    label: Label,
    query: Annotated[Paging, Query()],
    session: Reading,
    user: MayLook,
) -> UsePage:
    """Return where else a record is used, in maps that one may see, with what differs there."""
    argument_map = changes.find_map(session, slug)
    changes.find_record(session, argument_map, label)
    uses = open_use_reader(request, session, user, argument_map).list_uses(label)
    part = slice_page(uses, "uses", _identify, limit=query.limit, cursor=query.cursor)
    return UsePage(
        items=[UseAnswer(**_describe(use)) for use in part.items], next=link_next_page(request, response, part.cursor)
    )


@router.get(
    "/corrections",
    operation_id="listCorrections",
    summary="List what other maps have changed",
    responses=problems(404, 422, 503),
)
def list_corrections(
    request: Request, response: Response, slug: Slug, query: Annotated[Paging, Query()], session: Reading, user: MayLook
) -> CorrectionPage:
    """Return what was changed in other maps, which one may see, of records that are used here as well."""
    offers = open_use_reader(request, session, user, changes.find_map(session, slug)).list_offers()
    part = slice_page(
        offers,
        "corrections",
        lambda offer: f"{offer[0]} {_identify(offer[1])}",
        limit=query.limit,
        cursor=query.cursor,
    )
    items = [CorrectionListed(record=label, **_describe(use)) for label, use in part.items]
    return CorrectionPage(items=items, next=link_next_page(request, response, part.cursor))


@router.post(
    "/records/{label}/corrections",
    operation_id="decideCorrection",
    summary="Take or decline a correction",
    responses=problems(400, 403, 404, 409, 412, 413, 415, 422, 428, 503),
)
def decide_about_correction(
    request: Request,
    slug: Slug,
    label: Label,
    body: CorrectionBody,
    session: Writing,
    user: MayContribute,
    why: Why = "",
) -> CorrectionAnswer:
    """Take parts of what another map says of a record that is used in both, in one change, and decline the others.

    What a part names and is not here comes along, as when records are copied.
    """
    argument_map = lock_existing_map(session, slug)
    record = changes.find_record(session, argument_map, label)

    def read_answer() -> dict[str, Any]:
        kind, draft = read_drafts(session, record.map_id, [label])[label]
        return build_record_answer(kind, label, record.revision, draft)

    require_match(request, make_etag(session, persisted_id(argument_map), record.revision), read_answer)
    require_changeable(session, [record])
    reader = open_use_reader(request, session, user, argument_map)
    use = find_use(reader, label, body.origin, body.record)
    done = decide_correction(reader, label, use, body.revision, body.take, why=why)
    return CorrectionAnswer(
        change=done.revisions[0].change if done.revisions else None,
        revisions=[RevisionListed.model_validate(entry, from_attributes=True) for entry in done.revisions],
        taken=list(done.taken),
        declined=list(done.declined),
    )


def _identify(use: RecordUse) -> str:
    return f"{use.map.slug}/{use.label}"


def _describe(use: RecordUse) -> dict[str, Any]:
    here, there = build_draft(use.differences.ours)[1], build_draft(use.record)[1]
    offers = use.is_offered
    return {
        "map": use.map.slug,
        "title": use.map.title,
        "id": use.label,
        "kinship": use.kinship,
        "revision": use.revision,
        "differences": [_describe_part(part, here, there, offers=offers) for part in use.differences.parts],
        "correction": offers,
        "changed_on": use.changed.on if use.changed is not None and offers else None,
        "changed_by": attribute(use.changed.author) if use.changed is not None and offers else None,
        "may_take": use.may_take,
    }


def _describe_part(
    part: DifferingPart, here: dict[str, Any], there: dict[str, Any], *, offers: bool
) -> DifferingPartAnswer:
    return DifferingPartAnswer(
        name=part.name,
        fields=list(part.fields),
        here={name: here.get(name) for name in part.fields},
        there={name: there.get(name) for name in part.fields},
        offered=part.offered and offers,
        contested=part.contested and offers,
    )
