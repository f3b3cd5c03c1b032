"""New versions of a text, and the passages that somebody has to look at after one."""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlmodel import Session, select

from api.access.authorization import MayContribute, MayLook
from api.access.current_user import CurrentUser
from api.editing.editing_pages import Form
from api.http.query_parameters import read_whole_number
from api.pages.editable_records import list_locked_labels, may_edit
from api.pages.forms import FormValues
from api.pages.list_parts import paginate
from api.pages.map_context import build_map_context
from api.pages.returns import read_graph, redirect_to_text
from api.pages.templating import render_page
from api.pages.uploads import UploadForm, read_upload_content
from api.pages.visits import read_visit
from api.phrases.messages import gettext, ngettext
from api.phrases.page_words import explain_error
from api.requests.database import Reading, lock_existing_map, read_in_thread, write_in_thread
from api.requests.long_work import run_long_work
from api.requests.text_requests import Doubtful
from api.texts.file_previews import end_waiting, find_sent_upload, needs_preview, put_aside, show_file_preview
from api.texts.reviewing import AnnotationReanchorer, has_annotations_to_review, list_annotations_to_review
from api.texts.text_forms import draft_annotations
from api.texts.text_views import find_present_version, find_text
from argument_maps.anchoring.anchors import extract_context
from argument_maps.anchoring.quotations import find_quotation
from argument_maps.anchoring.quoting_evidence import list_quoting_evidence, replace_quotation
from argument_maps.reading import ENDINGS, TEXT_FORMATS, FileReading
from argument_maps.values import Annotation as AnnotationValue
from models import changes
from models.errors import MapError, StaleRevision, UnknownRecord
from models.people.account_errors import NotYours
from models.records.arguments import EvidenceDraft
from models.records.maps import ArgumentMap
from models.records.rows import read_drafts
from models.records.texts import CONTEXT, Annotation, AnnotationDraft, TextDraft, read_content_texts
from models.row_keys import persisted_id
from models.text_types import Label, Slug
from models.vocabulary import AnchorState, PastedType, RecordKind

router = APIRouter(include_in_schema=False)


@router.get("/maps/{slug}/texts/{label}/version")
def show_versions(request: Request, slug: Slug, label: Label, session: Reading, user: MayLook) -> Response:
    """Show the versions of a text, and the form by which it gets another."""
    return _render_versions(request, session, slug, label, user, {}, {})


@router.post("/maps/{slug}/texts/{label}/version")
async def submit_version(
    request: Request, slug: Slug, label: Label, upload: UploadForm, user: MayContribute
) -> Response:
    """Give a text a new version; its annotations move where that is certain, and else wait for review."""
    faults: dict[str, str] = {}
    sent = await find_sent_upload(request, slug, upload)
    if sent is None:
        faults["file"] = gettext("The file is no longer here. Choose it again.")
    elif not sent.name and not sent.data and not sent.fields.get("pasted", "").strip():
        faults["file"] = gettext("Choose a file, or paste the text below.")
    else:
        try:
            file_reading, media_type = await run_long_work(request, lambda: read_upload_content(sent))
            if needs_preview(sent, file_reading):
                return await show_file_preview(
                    request,
                    slug,
                    user,
                    await put_aside(request, slug, sent),
                    file_reading,
                    address=f"/maps/{slug}/texts/{label}/version",
                    button=gettext("Save as current version"),
                    back_words=gettext("Versions"),
                )
            carry = AnnotationReanchorer(file_reading.content)
            await run_long_work(request, lambda: carry.reanchor_ahead(request.app.state.engine, slug, label))

            def write(session: Session) -> Response:
                answer = write_new_version(session, slug, label, file_reading, media_type, carry, upload.fields, user)
                end_waiting(session, upload)
                return answer

            return await write_in_thread(request, write)
        except NotYours:
            raise
        except StaleRevision:
            faults[""] = gettext(
                "Somebody else has changed this text in the meantime. Look at its versions, then send yours again."
            )
        except MapError as error:
            faults["file" if sent.name else "pasted"] = explain_error(error)
    fields = {**upload.fields, "pending_name": sent.name if sent is not None else ""}
    return await read_in_thread(
        request, lambda session: _render_versions(request, session, slug, label, user, fields, faults, status=422)
    )


def write_new_version(
    session: Session,
    slug: str,
    label: str,
    file_reading: FileReading,
    media_type: str,
    carry: AnnotationReanchorer,
    form: FormValues,
    user: CurrentUser,
) -> Response:
    """Make what was read the present version of a text, and lead to what has to be checked, or to the text."""
    argument_map = lock_existing_map(session, slug)
    done = changes.add_version(
        session,
        argument_map,
        label,
        file_reading.content,
        media_type,
        report=file_reading.report,
        carry=carry,
        revision=read_whole_number(form.get("revision")) or 0,
        author=user.name,
        why=form.get("why", "").strip()[:500],
    )
    text = TextDraft.model_validate(read_drafts(session, persisted_id(argument_map), [label])[label][1])
    if form.get("comments"):
        drafts = draft_annotations(file_reading, label, text.versions[-1].sha256)
        _keep_comments(session, argument_map, label, drafts, user)
    waiting = has_annotations_to_review(session, persisted_id(argument_map), label, text)
    return redirect_to_text(slug, label, done[0].change, page="/review" if waiting else "")


def _keep_comments(
    session: Session, argument_map: ArgumentMap, label: str, drafts: Sequence[AnnotationDraft], user: CurrentUser
) -> None:
    """Make annotations of the comments of a file; those that came with a version before are there already."""
    known = set(
        session.exec(
            select(Annotation.exact, Annotation.comment).where(
                Annotation.map_id == persisted_id(argument_map), Annotation.in_text == label
            )
        )
    )
    new_items = [(RecordKind.ANNOTATION, None, draft) for draft in drafts if (draft.exact, draft.comment) not in known]
    if new_items:
        changes.create_records(session, argument_map, new_items, author=user.name)


@router.get("/maps/{slug}/texts/{label}/review")
def show_review(request: Request, slug: Slug, label: Label, session: Reading, user: MayLook) -> Response:
    """Show the passages that need review, with what may be meant and how that differs, and then the orphans."""
    return _render_review(request, session, slug, label, user, {})


@router.post("/maps/{slug}/texts/{label}/review/{annotation}")
async def decide_review(
    request: Request, slug: Slug, label: Label, annotation: Label, form: Form, user: MayContribute
) -> Response:
    """Say where a passage stands by now: where it was found, somewhere else, or nowhere."""

    def find(session: Session) -> dict[str, Any] | str | None:
        argument_map = changes.find_map(session, slug)
        items = _list_doubtful(session, argument_map, slug, label, annotation)
        return _read_decision(session, argument_map, label, items[0], form) if items else None

    # Before anybody's turn to write comes: looking for a passage can take seconds.
    decision = await read_in_thread(request, find)
    if decision is None:
        # It was decided meanwhile, by somebody else or in another window.
        return redirect_to_text(slug, label, None, page="/review")

    def write(session: Session) -> Response:
        argument_map = lock_existing_map(session, slug)
        before = read_drafts(session, persisted_id(argument_map), [annotation])[annotation][1]
        draft = AnnotationDraft.model_validate({**before, **fields})
        revision = read_whole_number(form.get("revision")) or 0
        bodies = read_drafts(session, persisted_id(argument_map), draft.bodies)
        quoting = {
            name: EvidenceDraft.model_validate({**body, **quoted})
            for name, (kind, body) in bodies.items()
            if kind == RecordKind.EVIDENCE
            and form.get(f"quotation.{name}")
            and draft.exact != before["exact"]
            and (quoted := replace_quotation(body, before["exact"], draft.exact))
        }
        revisions = changes.change_records(
            session,
            argument_map,
            {**quoting, annotation: draft},
            revisions={annotation: revision},
            author=user.name,
        )
        return redirect_to_text(slug, label, revisions[0].change, page="/review")

    fault = decision if isinstance(decision, str) else ""
    fields = {} if isinstance(decision, str) else decision
    if not fault:
        try:
            return await write_in_thread(request, write)
        except MapError as error:
            fault = explain_error(error)
    return await read_in_thread(
        request, lambda session: _render_review(request, session, slug, label, user, {annotation: fault}, status=422)
    )


def _read_decision(
    session: Session, argument_map: ArgumentMap, label: str, item: Doubtful, form: Any
) -> dict[str, Any] | str:
    """Return what changes of an annotation by a decision, or what is wrong with that."""
    anchored = {"state": AnchorState.ANCHORED, "score": None}
    decision = form.get("decision", "")
    if decision == "orphan":
        return {"state": AnchorState.ORPHAN, "score": None}
    if decision == "confirm":
        if item.proposal is None or form.get("place", "") != f"{item.proposal.version}.{item.proposal.start}":
            return gettext("The text has changed again. Look at the new proposal.")
        return {**item.proposal.model_dump(), **anchored}
    quotation = form.get("exact", "").strip()
    if not quotation:
        return gettext("Copy the passage from the text, to show where it is now.")
    text = TextDraft.model_validate(read_drafts(session, persisted_id(argument_map), [label])[label][1])
    version = text.versions[-1].sha256
    words = read_content_texts(session, [version])[version]
    places = find_quotation(quotation, words)
    if not places:
        return gettext("The text does not contain these words. Copy the passage from the text.")
    if len(places) > 1:
        return ngettext(
            "The text contains these words %(num)s time. Write more of the passage, so that it occurs only once.",
            "The text contains these words %(num)s times. Write more of the passage, so that it occurs only once.",
            len(places),
        )
    start, end = places[0]
    prefix, suffix = extract_context(words, start, end, CONTEXT)
    place = {"version": version, "exact": words[start:end], "start": start, "end": end}
    return {**place, "prefix": prefix, "suffix": suffix, **anchored}


def _list_doubtful(
    session: Session, argument_map: ArgumentMap, slug: str, label: str, only: str | None = None
) -> list[Doubtful]:
    drafts = read_drafts(session, persisted_id(argument_map), [label])
    if label not in drafts or "versions" not in drafts[label][1]:
        raise UnknownRecord(slug, label)
    return list_annotations_to_review(
        session, persisted_id(argument_map), label, TextDraft.model_validate(drafts[label][1]), only
    )


def _render_review(
    request: Request,
    session: Session,
    slug: str,
    label: str,
    user: CurrentUser,
    faults: dict[str, str],
    status: int = 200,
) -> Response:
    graph = read_graph(request, slug, user)
    text = find_text(graph, label)
    argument_map = changes.find_map(session, slug)
    items = _list_doubtful(session, argument_map, slug, label) if text.versions else []
    part = paginate(request, f"/maps/{slug}/texts/{label}/review", "doubts", items, lambda doubt: doubt.annotation.id)
    return render_page(
        request,
        "passage_review.html",
        status,
        text=text,
        items=part,
        quoting={
            doubt.annotation.id: list_quoting_evidence(graph, record)
            for doubt in part.items
            if isinstance(record := graph.by_id.get(doubt.annotation.id), AnnotationValue)
        },
        locked=list_locked_labels(
            request,
            session,
            slug,
            [
                *(doubt.annotation.id for doubt in part.items),
                *(body for doubt in part.items for body in doubt.annotation.bodies),
            ],
        ),
        faults=faults,
        **build_map_context(request, graph, read_visit(request, slug), session),
    )


def _render_versions(
    request: Request,
    session: Session,
    slug: str,
    label: str,
    user: CurrentUser,
    form: Any,
    faults: dict[str, str],
    status: int = 200,
) -> Response:
    graph = read_graph(request, slug, user)
    text = find_text(graph, label)
    record = changes.find_record(session, changes.find_map(session, slug), label)
    text_annotations = [
        annotation
        for annotation in graph.annotations
        if isinstance(annotation, AnnotationValue) and annotation.in_text == label
    ]
    return render_page(
        request,
        "new_text_version.html",
        status,
        text=text,
        present=find_present_version(text),
        text_may_change=may_edit(request, session, slug, label),
        revision=record.revision,
        standing=len(text_annotations),
        form=form,
        faults=faults,
        formats=PastedType,
        text_formats=TEXT_FORMATS,
        endings=ENDINGS,
        **build_map_context(request, graph, read_visit(request, slug), session),
    )
