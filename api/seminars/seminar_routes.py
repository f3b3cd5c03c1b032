"""Seminars: begun, renamed, closed and opened, archived, left, deleted, and called back in time."""

from datetime import UTC, datetime
from functools import partial
from typing import Annotated, Any, Self

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, model_validator
from sqlmodel import Session, col, select

from api.access.account_refusals import accounts_off_refusal
from api.access.authorization import MayCreate, MayLeave, MayLook, MayTeach
from api.access.current_user import LOCAL_USER, CurrentUser
from api.forks.forking import find_name_in_seminar
from api.http.conditional_requests import require_match
from api.http.openapi_descriptions import problems
from api.http.pagination import Paging, link_next_page, read_cursor, write_cursor
from api.http.strict_json import StrictRoute
from api.requests import consequences
from api.requests.attribution import Attribution
from api.requests.database import Reading, Writing
from models.address_names import WrittenName, find_free_name, propose_name
from models.database_generations import read_generation
from models.errors import UnnamedMap
from models.people.enrolment import create_seminar, find_seminar, seminar_exists
from models.people.seminars import Seminar, erasure_not_due_condition
from models.row_keys import persisted_id
from models.seminar_erasure import describe_erasure
from models.teaching.seminar_lifecycle import (
    SeminarEvent,
    archive_seminar,
    call_seminar_back,
    close_seminar,
    delete_seminar,
    leave_seminar,
    read_last_event_id,
    rename_seminar,
)
from models.text_types import Title
from models.vocabulary import Role, SeminarAct

router = APIRouter(prefix="/seminars", tags=["seminars"], route_class=StrictRoute)
Name = Annotated[str, Path(max_length=64, description="The seminar's short name.")]


class SeminarBody(BaseModel):
    """A new seminar, which belongs to whoever begins it."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"title": "Origins of the war, summer"}]})

    title: Title
    slug: Annotated[
        WrittenName | None,
        Field(description="Its name in addresses, read as it is meant; left out, it is made of the title."),
    ] = None


class SeminarPatch(BaseModel):
    """What is changed of a seminar; what is left out stays."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"closed": True}]})

    title: Title | None = None
    closed: Annotated[bool | None, Field(description="Whether nothing in it changes any more; it can be read.")] = None
    archived: Annotated[bool | None, Field(description="Whether it is folded away on the first page and in lists.")] = (
        None
    )

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set or None in (getattr(self, name) for name in self.model_fields_set):
            raise ValueError("Name what is to be changed: title, closed or archived; none of them can be null.")
        return self


class SeminarAnswer(BaseModel):
    """A seminar as one of its members sees it."""

    slug: str
    title: str
    role: Role
    created: datetime
    closed: Annotated[datetime | None, Field(description="Since when nothing in it changes any more.")]
    archived: Annotated[datetime | None, Field(description="Since when it is folded away in lists.")]
    erased_after: Annotated[
        datetime | None, Field(description="It was deleted, is there for its leaders alone, and is erased then.")
    ]


class SeminarPage(BaseModel):
    """One page of one's own seminars. `next` is the address of the following page, null on the last."""

    items: list[SeminarAnswer]
    next: str | None = None


class SeminarEventAnswer(BaseModel):
    """Something that was done with a seminar as a whole; `former_title` is empty but where it was renamed."""

    act: SeminarAct
    former_title: str
    author: Attribution
    at: datetime


class SeminarHistory(BaseModel):
    """One page of what was done with a seminar, the last first."""

    items: list[SeminarEventAnswer]
    next: str | None = None


@router.get("", operation_id="listSeminars", summary="List one's own seminars", responses=problems(404, 422, 503))
def list_seminars(
    request: Request, response: Response, query: Annotated[Paging, Query()], session: Reading, user: MayLook
) -> SeminarPage:
    """Return the seminars of which one is a member, by their short names."""
    if user is LOCAL_USER:
        raise accounts_off_refusal()
    not_due = erasure_not_due_condition(datetime.now(UTC))
    seminars_query = select(Seminar).where(not_due).order_by(col(Seminar.slug)).limit(query.limit + 1)
    if not user.administrator:
        seminars_query = seminars_query.where(col(Seminar.id).in_(list(user.seminars)))
    if query.cursor is not None:
        seminars_query = seminars_query.where(col(Seminar.slug) > read_cursor(query.cursor, "slug", str)[0])
    seminars = list(session.exec(seminars_query))
    page = seminars[: query.limit]
    cursor = write_cursor("slug", page[-1].slug) if len(seminars) > query.limit else None
    return SeminarPage(
        items=[_describe_seminar(seminar, user) for seminar in page], next=link_next_page(request, response, cursor)
    )


@router.post(
    "",
    operation_id="beginSeminar",
    summary="Create a seminar",
    status_code=201,
    responses=problems(400, 403, 404, 409, 413, 415, 422, 503),
)
def begin_seminar(response: Response, body: SeminarBody, session: Writing, user: MayCreate) -> SeminarAnswer:
    """Begin a seminar, as its owner."""
    if user.id is None:
        raise accounts_off_refusal()
    slug = body.slug or _propose_free_slug(session, body.title)
    seminar = create_seminar(session, slug, body.title, user.id)
    response.headers["Location"] = f"/api/v1/seminars/{seminar.slug}"
    response.headers["ETag"] = _etag(session, seminar)
    return _describe_seminar(seminar, user, Role.OWNER)


def _propose_free_slug(session: Session, title: str) -> str:
    proposal = propose_name(title)
    if not proposal:
        raise UnnamedMap
    return find_free_name(proposal, partial(seminar_exists, session))


@router.get("/{seminar}", operation_id="readSeminar", summary="Read a seminar", responses=problems(403, 404, 422, 503))
def read_seminar(response: Response, seminar: Name, session: Reading, user: MayLook) -> SeminarAnswer:
    """Return a seminar; its ETag changes with what is done with it as a whole."""
    current_seminar = _find_seminar(session, seminar, user)
    response.headers["ETag"] = _etag(session, current_seminar)
    return _describe_seminar(current_seminar, user)


@router.get(
    "/{seminar}/history",
    operation_id="readSeminarHistory",
    summary="Read what was done with a seminar",
    responses=problems(403, 404, 422, 503),
)
def read_history(
    request: Request,
    response: Response,
    seminar: Name,
    query: Annotated[Paging, Query()],
    session: Reading,
    user: MayLook,
) -> SeminarHistory:
    """Return who renamed, closed, archived, left, deleted it or called it back, and when, the last first."""
    current_seminar = _find_seminar(session, seminar, user)
    events_query = (
        select(SeminarEvent)
        .where(col(SeminarEvent.seminar_id) == current_seminar.id)
        .order_by(col(SeminarEvent.id).desc())
    )
    if query.cursor is not None:
        events_query = events_query.where(col(SeminarEvent.id) < read_cursor(query.cursor, "event", int)[0])
    events = list(session.exec(events_query.limit(query.limit + 1)))
    page = events[: query.limit]
    cursor = write_cursor("event", persisted_id(page[-1])) if len(events) > query.limit else None
    items = [SeminarEventAnswer.model_validate(event, from_attributes=True) for event in page]
    return SeminarHistory(items=items, next=link_next_page(request, response, cursor))


@router.patch(
    "/{seminar}",
    operation_id="changeSeminar",
    summary="Rename, close, open or archive a seminar",
    responses=problems(400, 403, 404, 409, 412, 413, 415, 422, 428, 503),
)
def change_seminar(
    request: Request, response: Response, seminar: Name, body: SeminarPatch, session: Writing, user: MayTeach
) -> SeminarAnswer:
    """Change a seminar as a whole. While it is closed nothing in it changes; its members read all of it as before."""
    current_seminar = _find_seminar(session, seminar, user, hold=True)
    require_match(
        request,
        _etag(session, current_seminar),
        lambda: _describe_seminar(current_seminar, user).model_dump(mode="json"),
    )
    author = find_name_in_seminar(session, user, persisted_id(current_seminar))
    if body.title is not None:
        rename_seminar(session, current_seminar, body.title, author=author)
    if body.closed is not None:
        close_seminar(session, current_seminar, closed=body.closed, author=author)
    if body.archived is not None:
        archive_seminar(session, current_seminar, archived=body.archived, author=author)
    response.headers["ETag"] = _etag(session, current_seminar)
    return _describe_seminar(current_seminar, user)


@router.delete(
    "/{seminar}",
    operation_id="deleteSeminar",
    summary="Delete a seminar",
    responses=problems(400, 403, 404, 409, 412, 422, 428, 503),
)
def remove_seminar(
    request: Request, response: Response, seminar: Name, session: Writing, user: MayTeach
) -> SeminarAnswer:
    """Delete a seminar: it is there for its leaders alone from now on, and is erased with its maps after 14 days.

    Until `erased_after` it can be called back. Without If-Match nothing is done, and the refusal lists what goes
    and what stays.
    """
    current_seminar = _find_seminar(session, seminar, user, hold=True)
    require_match(
        request,
        _etag(session, current_seminar),
        lambda: _describe_seminar(current_seminar, user).model_dump(mode="json"),
        lambda: _list_erasure(session, current_seminar),
    )
    delete_seminar(session, current_seminar, author=find_name_in_seminar(session, user, persisted_id(current_seminar)))
    response.headers["ETag"] = _etag(session, current_seminar)
    return _describe_seminar(current_seminar, user)


@router.post(
    "/{seminar}/call-back",
    operation_id="callSeminarBack",
    summary="Call a deleted seminar back",
    responses=problems(400, 403, 404, 409, 422, 503),
)
def call_back(response: Response, seminar: Name, session: Writing, user: MayTeach) -> SeminarAnswer:
    """Take back that a seminar was deleted, so that its members have it as before."""
    current_seminar = _find_seminar(session, seminar, user, hold=True)
    call_seminar_back(
        session, current_seminar, author=find_name_in_seminar(session, user, persisted_id(current_seminar))
    )
    response.headers["ETag"] = _etag(session, current_seminar)
    return _describe_seminar(current_seminar, user)


@router.post(
    "/{seminar}/leave",
    operation_id="leaveSeminar",
    summary="Leave a seminar",
    status_code=204,
    responses=problems(400, 403, 404, 409, 412, 422, 428, 503),
)
def leave_own_seminar(request: Request, seminar: Name, session: Writing, user: MayLeave) -> None:
    """End one's own membership. What one wrote stays; the last who leads it hands it over first (409).

    One comes in again only where somebody lets one in, so that If-Match is asked for.
    """
    current_seminar = _find_seminar(session, seminar, user)
    require_match(
        request,
        _etag(session, current_seminar),
        lambda: _describe_seminar(current_seminar, user).model_dump(mode="json"),
        lambda: consequences.count_lost_maps(session, persisted_id(current_seminar)),
    )
    leave_seminar(
        session,
        current_seminar,
        user.account_id,
        author=find_name_in_seminar(session, user, persisted_id(current_seminar)),
    )


def _find_seminar(session: Session, slug: str, user: CurrentUser, *, hold: bool = False) -> Seminar:
    if user.id is None:
        raise accounts_off_refusal()
    return find_seminar(session, slug, lock=hold)


def _etag(session: Session, seminar: Seminar) -> str:
    return f'"{read_generation(session)}.s{seminar.id}.{read_last_event_id(session, persisted_id(seminar))}"'


def _describe_seminar(seminar: Seminar, user: CurrentUser, role: Role | None = None) -> SeminarAnswer:
    fields = {name: getattr(seminar, name) for name in SeminarAnswer.model_fields if name != "role"}
    return SeminarAnswer(role=role or user.role_in(seminar.id) or Role.READER, **fields)


def _list_erasure(session: Session, seminar: Seminar) -> dict[str, Any]:
    erasure = describe_erasure(session, persisted_id(seminar))
    stays = {"editions": erasure.editions_retained, "copies": erasure.copies_retained}
    numbers = ("records", "comments", "positions", "rounds", "controversies", "members", "links")
    goes = {"maps": list(erasure.titles[:100]), **{name: getattr(erasure, name) for name in numbers}}
    return {"goes": {**goes, "editions": erasure.editions_erased}, "stays": stays}
