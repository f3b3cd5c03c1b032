"""Comments on a map and its records, by members; and what moderators do with them."""

from typing import Annotated, Self

from fastapi import APIRouter, Body, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session, SQLModel

from api.access.authorization import Action, MayComment, MayContribute, MayModerate
from api.access.current_user import CurrentUser, is_allowed_on_map
from api.http.instants import Instant
from api.http.openapi_descriptions import problems
from api.http.pagination import Paging, link_next_page, slice_page
from api.http.problems import Fault, Refusal
from api.http.strict_json import StrictRoute
from api.requests.attribution import Attribution
from api.requests.database import Reading, Writing, lock_existing_map
from api.seminars.comments import discussion
from models import changes
from models.changes.lookup import find_map
from models.deliberation.comment_changes import (
    apply_moderation,
    edit_comment,
    find_comment,
    note_claim,
    resolve_thread,
    withdraw_comment,
    write_comment,
)
from models.history.revisions import to_utc
from models.participation.comments import Comment, CommentDraft, CommentText, read_former_texts, read_moderation_steps
from models.records.arguments import ClaimDraft
from models.row_keys import persisted_id
from models.text_types import Label, Line, Slug, Statement
from models.vocabulary import ClaimKind, ModerationKind, RecordKind

router = APIRouter(prefix="/maps/{slug}", tags=["comments"], route_class=StrictRoute)

Number = Annotated[int, Path(ge=1, le=2**53, description="The number of the comment.")]
LONGEST_STATEMENT = 4_000


class CommentBody(CommentDraft):
    """A new comment, or an answer."""

    model_config = ConfigDict(  # type: ignore[assignment] # SQLModel narrows the type for tables
        extra="forbid",
        json_schema_extra={"examples": [{"label": "P3", "text": "Does this hold for April, @{Anna Kim}?"}]},
    )


class CommentTextBody(SQLModel):
    """Other words for one's own comment."""

    model_config = ConfigDict(extra="forbid")  # type: ignore[assignment] # SQLModel narrows the type for tables

    text: CommentText


class ModerationBody(SQLModel):
    """A step of moderation, and why it is taken."""

    model_config = ConfigDict(extra="forbid")  # type: ignore[assignment] # SQLModel narrows the type for tables

    step: ModerationKind
    why: Line = ""


class CommentClaimBody(SQLModel):
    """What a claim that is made of a comment says; the comment's own words where `text` is left out."""

    model_config = ConfigDict(extra="forbid")  # type: ignore[assignment] # SQLModel narrows the type for tables

    text: Statement | None = None
    kind: ClaimKind
    answers: Label | None = None


class CommentAnswer(BaseModel):
    """A comment as you may see it: `text` is empty and `gone` says why where its words are not shown.

    `author` is a pseudonym where a moderator anonymised the comment. `resolved` and `locked` are those of its thread
    where it is the first of one. `claim` is the record that was made of it.
    """

    id: int
    label: str | None
    parent: int | None
    author: Attribution
    text: str
    at: Instant
    edited_at: Instant | None
    resolved: bool
    locked: bool
    hidden: bool
    anonymous: bool
    gone: str
    claim: str | None
    mentions_you: bool

    @classmethod
    def of(cls, comment: discussion.VisibleComment) -> Self:
        """Return the answer for a comment as it is told to somebody."""
        return cls(
            **{name: getattr(comment, name) for name in cls.model_fields if name not in {"resolved", "mentions_you"}},
            resolved=comment.resolved_at is not None,
            mentions_you=comment.mentioned,
        )


class CommentThread(CommentAnswer):
    """The first comment of a thread with all that answers it, in order."""

    answers: list[CommentAnswer]


class FormerAnswer(BaseModel):
    """What a comment said until it was edited."""

    text: str
    until: Instant


class OneComment(CommentAnswer):
    """A comment; `former` is what it said before, for its author and for moderators only."""

    former: list[FormerAnswer]


class ThreadList(BaseModel):
    """One page of threads, the latest first. `next` is the following page, null on the last."""

    items: list[CommentThread]
    next: str | None = None


class StepAnswer(BaseModel):
    """A step of moderation."""

    comment: int
    step: ModerationKind
    by: Attribution
    at: Instant
    why: str


class StepList(BaseModel):
    """One page of what moderators did, the latest first. `next` is the following page, null on the last."""

    items: list[StepAnswer]
    next: str | None = None


class MadeClaim(BaseModel):
    """The claim that was made of a comment."""

    label: str
    revision: int
    comment: int


class ThreadsQuery(Paging):
    """Which threads to list."""

    label: Annotated[Label | None, Field(description="Only those on this record.", examples=["P3"])] = None
    show: Annotated[
        str | None,
        Field(pattern="^(all|open|resolved|mentions)$", description="all, open, resolved, or mentions: of you."),
    ] = None


@router.get(
    "/comments",
    operation_id="listComments",
    summary="List the threads of comments",
    responses=problems(403, 404, 422, 503),
)
def list_threads(
    request: Request,
    response: Response,
    slug: Slug,
    query: Annotated[ThreadsQuery, Query()],
    session: Reading,
    user: MayComment,
) -> ThreadList:
    """Return threads with their answers, the latest first."""
    threads = discussion.read_threads(session, persisted_id(find_map(session, slug)), user, query.label)
    response.headers["Cache-Control"] = "no-store"
    selected_threads = discussion.filter_threads(threads, query.show or "all")
    part = slice_page(selected_threads, "threads", lambda thread: thread.id, limit=query.limit, cursor=query.cursor)
    return ThreadList(
        next=link_next_page(request, response, part.cursor),
        items=[
            CommentThread(
                **CommentAnswer.of(thread).model_dump(),
                answers=[CommentAnswer.of(answer) for answer in thread.all_answers],
            )
            for thread in part.items
        ],
    )


@router.post(
    "/comments",
    operation_id="writeComment",
    summary="Write a comment",
    status_code=201,
    responses=problems(400, 403, 404, 409, 413, 415, 422, 503),
)
def post_comment(
    slug: Slug, body: Annotated[CommentBody, Body()], response: Response, session: Writing, user: MayComment
) -> CommentAnswer:
    """Comment on a record or on the map, or answer another comment."""
    argument_map = lock_existing_map(session, slug)
    comment = write_comment(session, argument_map, body, author=user.name)
    response.headers["Location"] = f"/api/v1/maps/{slug}/comments/{comment.id}"
    return _answer(session, comment, user)


@router.get(
    "/comments/{number}", operation_id="readComment", summary="Read a comment", responses=problems(403, 404, 422, 503)
)
def get_comment(slug: Slug, number: Number, session: Reading, user: MayComment) -> OneComment:
    """Return one comment, with its former words to its author and to moderators."""
    comment = find_comment(session, find_map(session, slug), number)
    may_read_former = comment.author == user.name or is_allowed_on_map(user, Action.MODERATE, comment.map_id)
    former = read_former_texts(session, number) if may_read_former else []
    screen = discussion.build_filter(session, comment.map_id, user, [comment])
    visible_comment = discussion.view_comment(comment, user, screen)
    return OneComment(
        **CommentAnswer.of(visible_comment).model_dump(),
        former=[
            FormerAnswer(
                text=discussion.read_former_text(former_text, comment, user, screen), until=to_utc(former_text.until)
            )
            for former_text in former
        ],
    )


@router.patch(
    "/comments/{number}",
    operation_id="editComment",
    summary="Edit your own comment",
    responses=problems(400, 403, 404, 409, 413, 415, 422, 503),
)
def patch_comment(
    slug: Slug, number: Number, body: Annotated[CommentTextBody, Body()], session: Writing, user: MayComment
) -> CommentAnswer:
    """Put other words in your comment. It is marked as edited, and what it said before is kept."""
    comment = edit_comment(session, lock_existing_map(session, slug), number, body.text, by=user.name)
    return _answer(session, comment, user)


@router.delete(
    "/comments/{number}",
    operation_id="takeBackComment",
    summary="Take your own comment back",
    responses=problems(403, 404, 409, 422, 503),
)
def delete_comment(slug: Slug, number: Number, session: Writing, user: MayComment) -> CommentAnswer:
    """Take your comment back. A line stands in its place, so that answers keep theirs."""
    return _answer(session, withdraw_comment(session, lock_existing_map(session, slug), number, by=user.name), user)


@router.post(
    "/comments/{number}/resolve",
    operation_id="resolveThread",
    summary="Say that a thread is dealt with",
    responses=problems(403, 404, 409, 422, 503),
)
def post_resolve(slug: Slug, number: Number, session: Writing, user: MayComment) -> CommentAnswer:
    """Resolve the thread in which a comment stands."""
    first_comment = resolve_thread(session, lock_existing_map(session, slug), number, by=user.name, resolved=True)
    return _answer(session, first_comment, user)


@router.post(
    "/comments/{number}/reopen",
    operation_id="reopenThread",
    summary="Open a thread again",
    responses=problems(403, 404, 409, 422, 503),
)
def reopen_comment_thread(slug: Slug, number: Number, session: Writing, user: MayComment) -> CommentAnswer:
    """Open a thread again that was resolved."""
    first_comment = resolve_thread(session, lock_existing_map(session, slug), number, by=user.name, resolved=False)
    return _answer(session, first_comment, user)


@router.post(
    "/comments/{number}/moderate",
    operation_id="moderateComment",
    summary="Moderate a comment",
    responses=problems(400, 403, 404, 413, 415, 422, 503),
)
def take_moderation_step(
    slug: Slug, number: Number, body: Annotated[ModerationBody, Body()], session: Writing, user: MayModerate
) -> CommentAnswer:
    """Hide or restore a comment, lock or unlock its thread, anonymise or name its author. Each step is logged."""
    comment = apply_moderation(session, lock_existing_map(session, slug), number, body.step, by=user.name, why=body.why)
    return _answer(session, comment, user)


@router.post(
    "/comments/{number}/claim",
    operation_id="makeClaimOfComment",
    summary="Make a claim of a comment",
    status_code=201,
    responses=problems(400, 403, 404, 409, 413, 415, 422, 503),
)
def post_claim(
    slug: Slug,
    number: Number,
    body: Annotated[CommentClaimBody, Body()],
    response: Response,
    session: Writing,
    user: MayContribute,
) -> MadeClaim:
    """Make a claim of a comment, with credit to its author in the claim's note and in the history."""
    argument_map = lock_existing_map(session, slug)
    comment = discussion.find_claimable_comment(session, argument_map, number, user)
    text = body.text or comment.text
    if len(text) > LONGEST_STATEMENT:
        detail = f"The comment is longer than a statement may be, which is {LONGEST_STATEMENT} characters."
        raise Refusal(
            422, "too-long", "The comment is too long for a claim", detail, "Give the claim's own words as “text”.",
            errors=[Fault(pointer="/text", detail=detail)],
        )  # fmt: skip
    draft = ClaimDraft(text=text, kind=body.kind, answers=body.answers, note=discussion.write_credit(comment))
    claim = changes.create_record(
        session, argument_map, RecordKind.CLAIM, draft, author=user.name, why=discussion.write_credit(comment)
    )
    note_claim(session, argument_map, number, claim.label, by=user.name)
    response.headers["Location"] = f"/api/v1/maps/{slug}/claims/{claim.label}"
    return MadeClaim(label=claim.label, revision=claim.revision, comment=number)


@router.get(
    "/moderation",
    operation_id="readModeration",
    summary="Read what moderators did",
    responses=problems(403, 404, 422, 503),
)
def get_moderation(
    request: Request,
    response: Response,
    slug: Slug,
    query: Annotated[Paging, Query()],
    session: Reading,
    user: MayModerate,
) -> StepList:
    """Return every step of moderation on a map, the latest first."""
    del user
    steps = read_moderation_steps(session, persisted_id(find_map(session, slug)))
    part = slice_page(steps, "steps", lambda step: step.id, limit=query.limit, cursor=query.cursor)
    return StepList(
        next=link_next_page(request, response, part.cursor),
        items=[
            StepAnswer(
                comment=step.comment, step=ModerationKind(step.kind), by=step.by, at=to_utc(step.at), why=step.why
            )
            for step in part.items
        ],
    )


def _answer(session: Session, comment: Comment, user: CurrentUser) -> CommentAnswer:
    return CommentAnswer.of(
        discussion.view_comment(comment, user, discussion.build_filter(session, comment.map_id, user, [comment]))
    )
