"""A text corrected in place, as a new version, and what differs between two versions."""

from typing import Any

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.access.authorization import MayContribute, MayLook
from api.access.current_user import CurrentUser
from api.editing.editing_pages import Form
from api.http.query_parameters import read_whole_number
from api.pages.editable_records import may_edit
from api.pages.map_context import build_map_context
from api.pages.returns import read_graph
from api.pages.templating import render_page
from api.pages.visits import read_visit
from api.phrases.messages import gettext
from api.phrases.page_words import explain_error
from api.requests.database import Reading, read_in_thread, write_in_thread
from api.requests.long_work import read_in_long_work, run_long_work
from api.texts.review_pages import write_new_version
from api.texts.reviewing import AnnotationReanchorer
from api.texts.text_views import find_present_version, find_text
from argument_maps.assembly import load_contents
from argument_maps.reading import FileReading
from argument_maps.reading.corrections import BlockDifference, compare_contents, correct_block, find_block
from argument_maps.values import Block, Content, Text
from models import changes
from models.changes.writer_limits import require_changeable
from models.errors import MapError, Phrase, UnknownVersion
from models.people.account_errors import NotYours
from models.records.texts import VersionDraft
from models.search.searched_contents import prepare_content
from models.text_types import Label, Slug

router = APIRouter(include_in_schema=False)
MOST_DIFFERENCES = 200


@router.get("/maps/{slug}/texts/{label}/correction")
def show_correction(request: Request, slug: Slug, label: Label, session: Reading, user: MayContribute) -> Response:
    """Show the form in which one paragraph of a text is corrected."""
    require_changeable(session, [changes.find_record(session, changes.find_map(session, slug), label)])
    return _render_correction(request, session, slug, label, user, dict(request.query_params), "")


@router.post("/maps/{slug}/texts/{label}/correction")
async def submit_correction(request: Request, slug: Slug, label: Label, form: Form, user: MayContribute) -> Response:
    """Make the text with the corrected paragraph its present version, and carry its annotations over."""

    def prepare(session: Session) -> tuple[FileReading, str, AnnotationReanchorer] | str:
        text = find_text(read_graph(request, slug, user), label)
        if form.get("version", "") != find_present_version(text):
            return gettext(
                "Somebody else has changed this text in the meantime. Correct the version that is there now."
            )
        content, block = _find_block(session, text, form.get("version", ""), form)
        draft = correct_block(content, block, form.get("words", "").replace("\r\n", "\n"))
        prepare_content(draft)
        present = VersionDraft.model_validate(text.versions[-1])
        return FileReading(draft, tuple(present.report)), present.media_type, AnnotationReanchorer(draft)

    fault = ""
    try:
        prepared = await read_in_long_work(request, prepare)
        if isinstance(prepared, str):
            fault = prepared
        else:
            corrected, media_type, carry = prepared
            await run_long_work(request, lambda: carry.reanchor_ahead(request.app.state.engine, slug, label))
            return await write_in_thread(
                request,
                lambda session: write_new_version(session, slug, label, corrected, media_type, carry, form, user),
            )
    except NotYours:
        raise
    except MapError as error:
        fault = explain_error(error)
    return await read_in_thread(
        request, lambda session: _render_correction(request, session, slug, label, user, dict(form), fault)
    )


def _find_block(session: Session, text: Text, version: str, form: Any) -> tuple[Content, Block]:
    """Return a version of a text and the block in which a form's place is. Raises `UnknownVersion`."""
    is_own = any(entry["sha256"] == version for entry in text.versions)
    content = load_contents(session, [version]).get(version) if is_own else None
    block = find_block(content, read_whole_number(form.get("start", "")) or 0) if content is not None else None
    if content is None or block is None:
        raise UnknownVersion(Phrase("the request"), text.id, None)
    return content, block


def _find_same_block(session: Session, version: str, words: str) -> int | None:
    """Return where the only block of a version begins that says the same, if there is one."""
    content = load_contents(session, [version])[version]
    starts = [block.start for block in content.blocks if content.text[block.start : block.end] == words]
    return starts[0] if len(starts) == 1 else None


def _render_correction(
    request: Request, session: Session, slug: str, label: str, user: CurrentUser, form: dict[str, str], fault: str
) -> Response:
    graph = read_graph(request, slug, user)
    text = find_text(graph, label)
    present = find_present_version(text)
    asked = form.get("version") or present
    words, start = "", None
    # What was sent for a version that there is no longer is shown all the same.
    if not fault or any(entry["sha256"] == asked for entry in text.versions):
        content, block = _find_block(session, text, asked, form)
        words = content.text[block.start : block.end]
        # A paragraph of an earlier version is corrected where the present one has it, if that is certain.
        start = block.start if asked == present else _find_same_block(session, present, words)
    if start is None:
        fault = fault or gettext(
            "The present version has this paragraph no longer, or not word for word. Correct it there."
        )
    record = changes.find_record(session, changes.find_map(session, slug), label)
    return render_page(
        request,
        "text_correction.html",
        422 if fault else 200,
        text=text,
        text_version=present,
        start=start,
        words=form.get("words", words),
        why=form.get("why", ""),
        revision=record.revision,
        fault=fault,
        text_may_change=may_edit(request, session, slug, label),
        **build_map_context(request, graph, read_visit(request, slug), session),
    )


@router.get("/maps/{slug}/texts/{label}/changes")
async def show_text_changes(request: Request, slug: Slug, label: Label, user: MayLook) -> Response:
    """Show what a version of a text says otherwise than the one before it."""
    version = request.query_params.get("version", "")

    def compare(session: Session) -> list[BlockDifference]:
        hashes = [entry["sha256"] for entry in find_text(read_graph(request, slug, user), label).versions]
        place = hashes.index(version) if version in hashes else len(hashes) - 1
        if place < 1:
            return []
        contents = load_contents(session, hashes[place - 1 : place + 1])
        return list(compare_contents(contents[hashes[place - 1]], contents[hashes[place]]))

    differences = await read_in_long_work(request, compare)

    def render(session: Session) -> Response:
        graph = read_graph(request, slug, user)
        return render_page(
            request,
            "text_changes.html",
            text=find_text(graph, label),
            text_version=version,
            differences=differences[:MOST_DIFFERENCES],
            more=max(len(differences) - MOST_DIFFERENCES, 0),
            **build_map_context(request, graph, read_visit(request, slug), session),
        )

    return await read_in_thread(request, render)
