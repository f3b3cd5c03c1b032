"""The discussion of a map: threads of comments on its page and beside records, and what moderators do there."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import TypeAdapter, ValidationError
from sqlmodel import Session

from api import discussion, seminar
from api.database import Reading, Writing
from api.error_answers import status_of
from api.mentions import note_read
from api.permission import Action, Commenting, CurrentUser, Moderating
from api.problems import Refusal
from api.web.editing.forms import Typed, typed
from api.web.messages import N_, gettext
from api.web.parts import NEAR, list_part
from api.web.positions import back_to_record
from api.web.returning import number as number_in
from api.web.returning import told
from api.web.surroundings import around
from api.web.templating import page
from api.web.visits import read_visit
from argument_maps.graph import Graph
from models.changes.lookup import find_map
from models.deliberation.comment_changes import edit_comment, moderate, resolve_thread, take_back_comment, write_comment
from models.errors import MapError
from models.participation.comments import CommentDraft, CommentText, moderation
from models.participation.map_anonymity import is_anonymous
from models.row_keys import persisted_id
from models.text_types import Line, Slug
from models.vocabulary import ModerationKind

router = APIRouter(include_in_schema=False)
Form = Annotated[Typed, Depends(typed)]
Number = Annotated[int, Path(ge=1, le=2**53)]
SHOWN = {"open": N_("Open"), "resolved": N_("Resolved"), "mentions": N_("Mentions of you"), "all": N_("All")}
_TEXT: TypeAdapter[str] = TypeAdapter(CommentText)
_WHY: TypeAdapter[str] = TypeAdapter(Line)


@router.get("/maps/{slug}/discussion")
def show_discussion(request: Request, slug: Slug, session: Reading, user: Commenting, show: str = "open") -> Response:
    """Show the threads on a map and its records, the latest first: those that are open, resolved, or mention one."""
    return _discussion(request, slug, session, user, show)


@router.post("/maps/{slug}/discussion")
def write(request: Request, slug: Slug, given: Form, session: Writing, user: Commenting) -> Response:
    """Write a comment on a record or the map, or an answer."""
    parent = given.get("parent", "")
    try:
        draft = CommentDraft.model_validate(
            {"text": given.get("text", ""), "label": given.get("label") or None, "parent": parent or None}
        )
    except ValidationError:
        raise _unfit() from None
    found = seminar.held(session, slug)
    try:
        with session.begin_nested():
            made = write_comment(session, found, draft, author=user.name)
    except MapError as error:
        return _refused(request, slug, session, user, given, error)
    return _back(request, slug, given, made.id, made.label)


@router.post("/maps/{slug}/discussion/{number}/edit")
def edit(request: Request, slug: Slug, number: Number, given: Form, session: Writing, user: Commenting) -> Response:
    """Put other words in one's own comment."""
    try:
        text = _TEXT.validate_python(given.get("text", ""))
    except ValidationError:
        raise _unfit() from None
    found = seminar.held(session, slug)
    try:
        with session.begin_nested():
            edited = edit_comment(session, found, number, text, by=user.name)
    except MapError as error:
        return _refused(request, slug, session, user, given, error)
    return _back(request, slug, given, edited.id, edited.label)


@router.post("/maps/{slug}/discussion/{number}/delete")
def take_back(
    request: Request, slug: Slug, number: Number, given: Form, session: Writing, user: Commenting
) -> Response:
    """Take one's own comment back."""
    gone = take_back_comment(session, seminar.held(session, slug), number, by=user.name)
    return _back(request, slug, given, gone.id, gone.label)


@router.post("/maps/{slug}/discussion/{number}/resolve")
def resolve(request: Request, slug: Slug, number: Number, given: Form, session: Writing, user: Commenting) -> Response:
    """Say that a thread is dealt with."""
    first = resolve_thread(session, seminar.held(session, slug), number, by=user.name, resolved=True)
    return _back(request, slug, given, first.id, first.label)


@router.post("/maps/{slug}/discussion/{number}/reopen")
def reopen(request: Request, slug: Slug, number: Number, given: Form, session: Writing, user: Commenting) -> Response:
    """Open a thread again."""
    first = resolve_thread(session, seminar.held(session, slug), number, by=user.name, resolved=False)
    return _back(request, slug, given, first.id, first.label)


@router.post("/maps/{slug}/discussion/{number}/moderate")
def take_step(
    request: Request, slug: Slug, number: Number, given: Form, session: Writing, user: Moderating
) -> Response:
    """Hide, restore, lock, unlock, anonymise or name; each step is logged."""
    try:
        step, why = ModerationKind(given.get("step", "")), _WHY.validate_python(given.get("why", "").strip())
    except ValueError:
        raise Refusal(
            422,
            "no-such-step",
            gettext("That is no step of moderation"),
            gettext("No step was chosen, or the reason is longer than one line."),
            gettext("Choose a step, and give the reason in one line."),
        ) from None
    done = moderate(session, seminar.held(session, slug), number, step, by=user.name, why=why)
    return _back(request, slug, given, done.id, done.label)


def _refused(
    request: Request, slug: str, session: Session, user: CurrentUser, given: Typed, error: MapError
) -> Response:
    """Say why a comment was not taken, and give back what it said."""
    show, status = given.get("show", ""), status_of(type(error))
    return _discussion(request, slug, session, user, show, status, told=told(error), kept=given.get("text", ""))


def _discussion(
    request: Request,
    slug: str,
    session: Session,
    user: CurrentUser,
    show: str,
    status: int = 200,
    *,
    told: str = "",
    kept: str = "",
) -> Response:
    """Show the threads; `told` is what stood in the way of a comment, and `kept` what that said."""
    graph: Graph = request.app.state.pictures.graph(slug, user)
    show = show if show in SHOWN else "open"
    map_id = persisted_id(find_map(session, slug))
    every = discussion.threads(session, map_id, user)
    path = f"/maps/{slug}/discussion"
    listed = discussion.chosen(every, show)
    threads = list_part(request, path, "threads", listed, lambda each: each.id, at=_thread_meant(request, listed))
    steps = moderation(session, map_id) if seminar.may(user, Action.MODERATE, map_id) else []
    note_read(request, user, discussion.unread_in(threads.items))
    return page(
        request,
        "discussion.html",
        status,
        told=told,
        kept=kept,
        show=show,
        shown=SHOWN,
        numbers={name: len(discussion.chosen(every, name)) for name in SHOWN},
        threads=threads,
        threads_after=threads.cursor,
        unread=len(discussion.unread_in(every)),
        anonymous=is_anonymous(session, map_id),
        written=sum(1 + len(list(each.all_answers)) for each in every),
        record_of=graph.by_id.get,
        steps=list_part(request, path, "log", steps, lambda each: each.id, parameter="steps"),
        **around(request, graph, read_visit(request, slug), session),
    )


def _back(request: Request, slug: str, given: Typed, number: int | None, label: str | None) -> Response:
    if given.get("from") in {"record", "map"} and label is not None:
        return back_to_record(request, slug, label, given)
    show = given.get("show", "")
    kept = f"show={show}&" if show in SHOWN else ""
    return RedirectResponse(f"/maps/{slug}/discussion?{kept}{NEAR}={number}#c{number}", status_code=303)


def _thread_meant(request: Request, listed: list[discussion.Told]) -> int | None:
    """Return the thread with the comment that an address names, None where it names none of these."""
    meant = number_in(request.query_params.get(NEAR, ""))
    return next((each.id for each in listed if meant in {each.id, *(one.id for one in each.all_answers)}), None)


def _unfit() -> Refusal:
    return Refusal(
        422,
        "no-comment",
        gettext("That is no comment"),
        gettext("It is empty, too long, or holds a character that no text may hold."),
        gettext("Write something, at most 10,000 characters."),
    )
