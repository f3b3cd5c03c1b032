"""The discussion of a map: threads of comments on its page and beside records, and what moderators do there."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import TypeAdapter, ValidationError
from sqlmodel import Session

from api.access.authorization import Action, MayComment, MayModerate
from api.access.current_user import CurrentUser, is_allowed_on_map
from api.http.problems import Refusal
from api.http.query_parameters import read_whole_number
from api.pages.forms import FormValues, read_posted_form
from api.pages.list_parts import NEAR, paginate
from api.pages.map_context import MapPageRequest, add_to_map_pages, build_map_context
from api.pages.templating import environment, render_page
from api.pages.visits import read_visit
from api.phrases.marking import N_
from api.phrases.messages import gettext
from api.phrases.page_words import explain_error
from api.requests.database import Reading, Writing, lock_existing_map
from api.requests.error_answers import find_status
from api.seminars.comments import discussion
from api.seminars.comments.mentions import count_unread_on_page, mark_mentions_read
from api.seminars.comments.participation import MODERATION_WORDS, list_moderation_steps, read_participation
from api.seminars.positions.position_pages import redirect_to_record
from argument_maps.graph import Graph
from models.changes.lookup import find_map
from models.deliberation.comment_changes import (
    apply_moderation,
    edit_comment,
    resolve_thread,
    withdraw_comment,
    write_comment,
)
from models.errors import MapError
from models.participation.comments import CommentDraft, CommentText, read_moderation_steps
from models.participation.map_anonymity import is_anonymous
from models.row_keys import persisted_id
from models.text_types import Line, Slug
from models.vocabulary import ModerationKind

router = APIRouter(include_in_schema=False)
Form = Annotated[FormValues, Depends(read_posted_form)]
Number = Annotated[int, Path(ge=1, le=2**53)]
THREAD_FILTERS = {"open": N_("Open"), "resolved": N_("Resolved"), "mentions": N_("Mentions of you"), "all": N_("All")}
_TEXT: TypeAdapter[str] = TypeAdapter(CommentText)
_REASON: TypeAdapter[str] = TypeAdapter(Line)


environment.globals.update(list_moderation_steps=list_moderation_steps, moderation_words=MODERATION_WORDS)


@add_to_map_pages
def _add_participation(page: MapPageRequest) -> Mapping[str, Any]:
    # In this order: mentions beside the record that is open have been read once they are shown.
    view = page.view
    participation = read_participation(page.request, page.session, page.graph, view.record.id) if view else None
    return {
        "beside": participation,
        "unread_mentions": count_unread_on_page(page.session, page.graph.slug, page.user),
    }


@router.get("/maps/{slug}/discussion")
def show_discussion(request: Request, slug: Slug, session: Reading, user: MayComment, show: str = "open") -> Response:
    """Show the threads on a map and its records, the latest first: those that are open, resolved, or mention one."""
    return _render_discussion(request, slug, session, user, show)


@router.post("/maps/{slug}/discussion")
def submit_comment(request: Request, slug: Slug, form: Form, session: Writing, user: MayComment) -> Response:
    """Write a comment on a record or the map, or an answer."""
    parent = form.get("parent", "")
    try:
        draft = CommentDraft.model_validate(
            {"text": form.get("text", ""), "label": form.get("label") or None, "parent": parent or None}
        )
    except ValidationError:
        raise _make_unfit_refusal() from None
    argument_map = lock_existing_map(session, slug)
    try:
        with session.begin_nested():
            comment = write_comment(session, argument_map, draft, author=user.name)
    except MapError as error:
        return _show_refused_comment(request, slug, session, user, form, error)
    return _redirect_to_comment(request, slug, form, comment.id, comment.label)


@router.post("/maps/{slug}/discussion/{number}/edit")
def submit_comment_edit(
    request: Request, slug: Slug, number: Number, form: Form, session: Writing, user: MayComment
) -> Response:
    """Put other words in one's own comment."""
    try:
        text = _TEXT.validate_python(form.get("text", ""))
    except ValidationError:
        raise _make_unfit_refusal() from None
    argument_map = lock_existing_map(session, slug)
    try:
        with session.begin_nested():
            comment = edit_comment(session, argument_map, number, text, by=user.name)
    except MapError as error:
        return _show_refused_comment(request, slug, session, user, form, error)
    return _redirect_to_comment(request, slug, form, comment.id, comment.label)


@router.post("/maps/{slug}/discussion/{number}/delete")
def submit_comment_withdrawal(
    request: Request, slug: Slug, number: Number, form: Form, session: Writing, user: MayComment
) -> Response:
    """Take one's own comment back."""
    comment = withdraw_comment(session, lock_existing_map(session, slug), number, by=user.name)
    return _redirect_to_comment(request, slug, form, comment.id, comment.label)


@router.post("/maps/{slug}/discussion/{number}/resolve")
def resolve_discussion_thread(
    request: Request, slug: Slug, number: Number, form: Form, session: Writing, user: MayComment
) -> Response:
    """Say that a thread is dealt with."""
    first = resolve_thread(session, lock_existing_map(session, slug), number, by=user.name, resolved=True)
    return _redirect_to_comment(request, slug, form, first.id, first.label)


@router.post("/maps/{slug}/discussion/{number}/reopen")
def reopen_discussion_thread(
    request: Request, slug: Slug, number: Number, form: Form, session: Writing, user: MayComment
) -> Response:
    """Open a thread again."""
    first = resolve_thread(session, lock_existing_map(session, slug), number, by=user.name, resolved=False)
    return _redirect_to_comment(request, slug, form, first.id, first.label)


@router.post("/maps/{slug}/discussion/{number}/moderate")
def moderate_comment(
    request: Request, slug: Slug, number: Number, form: Form, session: Writing, user: MayModerate
) -> Response:
    """Hide, restore, lock, unlock, anonymise or name; each step is logged."""
    try:
        step, why = ModerationKind(form.get("step", "")), _REASON.validate_python(form.get("why", "").strip())
    except ValueError:
        raise Refusal(
            422,
            "no-such-step",
            gettext("The moderation action cannot be carried out"),
            gettext("No action was chosen, or the reason is longer than one line."),
            gettext("Choose an action, and give the reason in one line."),
        ) from None
    comment = apply_moderation(session, lock_existing_map(session, slug), number, step, by=user.name, why=why)
    return _redirect_to_comment(request, slug, form, comment.id, comment.label)


def _show_refused_comment(
    request: Request, slug: str, session: Session, user: CurrentUser, form: FormValues, error: MapError
) -> Response:
    """Say why a comment was not taken, and give back what it said."""
    show, status = form.get("show", ""), find_status(type(error))
    return _render_discussion(
        request, slug, session, user, show, status, fault=explain_error(error), typed_text=form.get("text", "")
    )


def _render_discussion(
    request: Request,
    slug: str,
    session: Session,
    user: CurrentUser,
    show: str,
    status: int = 200,
    *,
    fault: str = "",
    typed_text: str = "",
) -> Response:
    """Show the threads; `fault` is what stood in the way of a comment, and `typed_text` what that said."""
    graph: Graph = request.app.state.pictures.graph(slug, user)
    show = show if show in THREAD_FILTERS else "open"
    map_id = persisted_id(find_map(session, slug))
    all_threads = discussion.read_threads(session, map_id, user)
    path = f"/maps/{slug}/discussion"
    chosen_threads = discussion.filter_threads(all_threads, show)
    threads = paginate(
        request,
        path,
        "threads",
        chosen_threads,
        lambda thread: thread.id,
        at=_find_addressed_thread(request, chosen_threads),
    )
    steps = read_moderation_steps(session, map_id) if is_allowed_on_map(user, Action.MODERATE, map_id) else []
    mark_mentions_read(request, user, discussion.list_unread_comments(threads.items))
    return render_page(
        request,
        "discussion.html",
        status,
        fault=fault,
        kept=typed_text,
        show=show,
        thread_filters=THREAD_FILTERS,
        numbers={name: len(discussion.filter_threads(all_threads, name)) for name in THREAD_FILTERS},
        threads=threads,
        threads_after=threads.cursor,
        unread=len(discussion.list_unread_comments(all_threads)),
        anonymous=is_anonymous(session, map_id),
        written=sum(1 + len(list(thread.all_answers)) for thread in all_threads),
        record_of=graph.by_id.get,
        steps=paginate(request, path, "log", steps, lambda step: step.id, parameter="steps"),
        **build_map_context(request, graph, read_visit(request, slug), session),
    )


def _redirect_to_comment(
    request: Request, slug: str, form: FormValues, number: int | None, label: str | None
) -> Response:
    if form.get("from") in {"record", "map"} and label is not None:
        return redirect_to_record(request, slug, label, form)
    show = form.get("show", "")
    show_query = f"show={show}&" if show in THREAD_FILTERS else ""
    return RedirectResponse(f"/maps/{slug}/discussion?{show_query}{NEAR}={number}#c{number}", status_code=303)


def _find_addressed_thread(request: Request, threads: list[discussion.VisibleComment]) -> int | None:
    """Return the thread with the comment that an address names, None where it names none of these."""
    comment_number = read_whole_number(request.query_params.get(NEAR)) or 0
    return next(
        (
            thread.id
            for thread in threads
            if comment_number in {thread.id, *(answer.id for answer in thread.all_answers)}
        ),
        None,
    )


def _make_unfit_refusal() -> Refusal:
    return Refusal(
        422,
        "no-comment",
        gettext("The comment cannot be saved"),
        gettext("It is empty, too long, or contains a character that is not allowed."),
        gettext("Write a comment of at most 10,000 characters."),
    )
