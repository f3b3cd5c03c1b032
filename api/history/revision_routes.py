"""The history of a map: what changed, when, by whom and why; and how it is undone."""

from collections.abc import Iterable
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, Field
from sqlmodel import Session, col, select

from api.access.authorization import READS, MayContribute, get_current_user
from api.http.conditional_requests import make_etag, require_match
from api.http.instants import Instant
from api.http.openapi_descriptions import problems
from api.http.pagination import Paging, link_next_page, read_cursor, write_cursor
from api.http.strict_json import StrictRoute
from api.requests.attribution import Attribution, attribute
from api.requests.authorship import Authorship, read_authorship
from api.requests.consequences import count_map_deletion
from api.requests.database import Reading, Writing, lock_map
from api.requests.representations import MapFields
from models import changes
from models.changes.writer_limits import require_owner
from models.errors import UnknownChange, UnknownMap
from models.history.revisions import Revision, read_revisions
from models.row_keys import persisted_id
from models.text_types import MAX_INTEGER, Label, Line, Slug
from models.vocabulary import ChangeKind, RecordKind

router = APIRouter(prefix="/maps/{slug}", tags=["history"], route_class=StrictRoute)

Why = Annotated[Line, Query(description="Why the change is made; kept with its revision.")]
Number = Annotated[int, Path(ge=1, le=MAX_INTEGER, description="The number of the change.")]


class RevisionListed(BaseModel):
    """One revision: a number within the map, the change it belongs to, and what was done to which record.

    `credit` is whose work it was, where that is somebody else's than the author's, as after a merge.
    """

    sequence: int
    change: int
    at: Instant
    author: Attribution
    credit: Attribution = None
    why: str
    kind: ChangeKind
    record_kind: RecordKind | None
    label: str | None


class RevisionAnswer(RevisionListed):
    """One revision with the record (or the whole map) as it was before and after; null where there was none."""

    before: dict[str, Any] | None
    after: dict[str, Any] | None


class RevisionPage(BaseModel):
    """One page of the history. `next` is the address of the following page, null on the last."""

    items: list[RevisionListed]
    next: str | None = None


class ChangeAnswer(BaseModel):
    """A change: the revisions that one request made. Its number serves to undo it."""

    change: int
    revisions: list[RevisionListed]


class RevisionsQuery(Paging):
    """Which revisions to list."""

    label: Annotated[Label | None, Field(description="Only the history of this record.", examples=["P3"])] = None
    after: Annotated[int, Field(ge=0, le=MAX_INTEGER, description="Only revisions with a higher number.")] = 0


def answer_change(revisions: Iterable[Revision]) -> ChangeAnswer:
    """Return what a request changed, to whoever made it."""
    listed_revisions = [RevisionListed.model_validate(entry, from_attributes=True) for entry in revisions]
    return ChangeAnswer(change=listed_revisions[0].change, revisions=listed_revisions)


def describe_revision(revision: Revision, author_names: Authorship) -> RevisionListed:
    """Return a revision as somebody is told of it."""
    answer = RevisionListed.model_validate(revision, from_attributes=True)
    return answer.model_copy(update=_name_authors(revision, author_names))


def _name_authors(revision: Revision, author_names: Authorship) -> dict[str, str | None]:
    credit = revision.credit
    return {
        "author": attribute(author_names.name_member(revision.author, revision.label)),
        "credit": None if credit is None else attribute(author_names.name_member(credit, revision.label)),
    }


def find_history_map_id(session: Session, slug: str) -> int:
    """Return the id of the map with this name, or of the last one that had it. Raises `UnknownMap`."""
    newest = select(Revision.map_id).where(Revision.slug == slug).order_by(col(Revision.id).desc()).limit(1)
    map_id = session.exec(newest).one_or_none()
    if map_id is None:
        raise UnknownMap(slug)
    return map_id


@router.get(
    "/revisions",
    operation_id="listRevisions",
    summary="List a map's history",
    responses=problems(404, 422, 503),
    dependencies=READS,
)
def list_revisions(
    request: Request,
    response: Response,
    slug: Slug,
    query: Annotated[RevisionsQuery, Query()],
    session: Reading,
) -> RevisionPage:
    """Return what was changed, oldest first, also of a deleted map."""
    after = query.after
    if query.cursor is not None:
        after = max(after, *read_cursor(query.cursor, "sequence", int))
    map_id = find_history_map_id(session, slug)
    listed_revisions = read_revisions(
        session, map_id, label=query.label, after=min(after, MAX_INTEGER), limit=query.limit + 1
    )
    page = listed_revisions[: query.limit]
    cursor = write_cursor("sequence", page[-1].sequence) if len(listed_revisions) > query.limit else None
    author_names = read_authorship(session, map_id, get_current_user(request))
    return RevisionPage(
        items=[describe_revision(entry, author_names) for entry in page], next=link_next_page(request, response, cursor)
    )


@router.get(
    "/revisions/{sequence}",
    operation_id="readRevision",
    summary="Read one revision",
    responses=problems(404, 422, 503),
    dependencies=READS,
)
def read_revision(request: Request, slug: Slug, sequence: Number, session: Reading) -> RevisionAnswer:
    """Return one revision with what was there before and after."""
    map_id = find_history_map_id(session, slug)
    query = select(Revision).where(Revision.map_id == map_id, Revision.sequence == sequence)
    revision = session.exec(query).one_or_none()
    if revision is None:
        raise UnknownChange(sequence)
    answer = RevisionAnswer.model_validate(revision, from_attributes=True)
    return answer.model_copy(
        update=_name_authors(revision, read_authorship(session, map_id, get_current_user(request)))
    )


@router.post(
    "/changes/{change}/undo",
    operation_id="undoChange",
    summary="Undo a change",
    responses=problems(400, 403, 404, 409, 412, 422, 428, 503),
)
def undo_change(
    request: Request, slug: Slug, change: Number, session: Writing, user: MayContribute, why: Why = ""
) -> ChangeAnswer:
    """Revert everything that one change did. Undoing is a change itself, and can be undone.

    The change that made the map deletes it when it is undone: only with If-Match, as deleting it. Of any other change
    If-Match is looked at where it is sent.
    """
    argument_map = lock_map(session, slug)
    deletes = argument_map is not None and changes.would_delete_map(session, argument_map, change)
    if deletes:
        require_owner(session)
    if argument_map is not None and (deletes or "if-match" in request.headers):
        map_id = persisted_id(argument_map)
        require_match(
            request,
            make_etag(session, map_id, argument_map.version),
            lambda: {name: getattr(argument_map, name) for name in MapFields.model_fields},
            lambda: count_map_deletion(session, map_id),
        )
    return answer_change(changes.revert_change(session, slug, change, author=user.name, why=why))
