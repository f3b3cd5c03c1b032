"""The history of a map: what changed, when, by whom and why; and how it is undone."""

from collections.abc import Iterable
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, Field
from sqlmodel import Session, col, select

from api.attribution import Attribution, attribute
from api.authorship import Authorship, authorship
from api.conditions import etag, require_match
from api.consequences import count_what_goes_with_a_map
from api.database import Reading, Writing, lock_map
from api.documentation import problems
from api.instants import Instant
from api.paging import Paging, next_page, read_cursor, write_cursor
from api.permission import READS, Contributing, user_of
from api.representations import MapFields
from api.strict_route import StrictRoute
from models import changes
from models.changes.writer_limits import require_owner
from models.errors import UnknownChange, UnknownMap
from models.history.revisions import Revision, revisions
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
    listed = [RevisionListed.model_validate(entry, from_attributes=True) for entry in revisions]
    return ChangeAnswer(change=listed[0].change, revisions=listed)


def describe_revision(revision: Revision, told: Authorship) -> RevisionListed:
    """Return a revision as somebody is told of it."""
    found = RevisionListed.model_validate(revision, from_attributes=True)
    return found.model_copy(update=_names(revision, told))


def _names(revision: Revision, told: Authorship) -> dict[str, str | None]:
    credit = revision.credit
    return {
        "author": attribute(told.name(revision.author, revision.label)),
        "credit": None if credit is None else attribute(told.name(credit, revision.label)),
    }


def history_of(session: Session, slug: str) -> int:
    """Return the id of the map with this name, or of the last one that had it. Raises `UnknownMap`."""
    newest = select(Revision.map_id).where(Revision.slug == slug).order_by(col(Revision.id).desc()).limit(1)
    found = session.exec(newest).one_or_none()
    if found is None:
        raise UnknownMap(slug)
    return found


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
    map_id = history_of(session, slug)
    found = revisions(session, map_id, label=query.label, after=min(after, MAX_INTEGER), limit=query.limit + 1)
    page = found[: query.limit]
    cursor = write_cursor("sequence", page[-1].sequence) if len(found) > query.limit else None
    told = authorship(session, map_id, user_of(request))
    return RevisionPage(
        items=[describe_revision(entry, told) for entry in page], next=next_page(request, response, cursor)
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
    map_id = history_of(session, slug)
    wanted = select(Revision).where(Revision.map_id == map_id, Revision.sequence == sequence)
    found = session.exec(wanted).one_or_none()
    if found is None:
        raise UnknownChange(sequence)
    answer = RevisionAnswer.model_validate(found, from_attributes=True)
    return answer.model_copy(update=_names(found, authorship(session, map_id, user_of(request))))


@router.post(
    "/changes/{change}/undo",
    operation_id="undoChange",
    summary="Undo a change",
    responses=problems(400, 403, 404, 409, 412, 422, 428, 503),
)
def undo_change(
    request: Request, slug: Slug, change: Number, session: Writing, user: Contributing, why: Why = ""
) -> ChangeAnswer:
    """Revert everything that one change did. Undoing is a change itself, and can be undone.

    The change that made the map deletes it when it is undone: only with If-Match, as deleting it. Of any other change
    If-Match is looked at where it is sent.
    """
    found = lock_map(session, slug)
    deletes = found is not None and changes.deletes_map(session, found, change)
    if deletes:
        require_owner(session)
    if found is not None and (deletes or "if-match" in request.headers):
        map_id = persisted_id(found)
        require_match(
            request,
            etag(session, map_id, found.version),
            lambda: {name: getattr(found, name) for name in MapFields.model_fields},
            lambda: count_what_goes_with_a_map(session, map_id),
        )
    return answer_change(changes.undo(session, slug, change, author=user.name, why=why))
