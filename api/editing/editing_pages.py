"""The pages on which records are changed: edit, add, delete, undo; and what helps while typing."""

from collections.abc import Collection, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse
from sqlmodel import Session

from api.access.authorization import READS, MayContribute, MayLook
from api.access.current_user import CurrentUser
from api.editing.adding import ADDITION_FIELDS, read_addition, write_addition
from api.editing.conflicts import choose_base_revision, read_draft_at
from api.editing.date_meanings import explain_typed_date
from api.editing.form_pages import (
    gather_form_context,
    render_addition_form,
    render_conflict_form,
    render_edit_form,
    render_new_form,
)
from api.editing.map_deletion import ask_to_delete_map, is_map_at_stake
from api.editing.onward import redirect_to_map, redirect_to_origin
from api.editing.record_copy_pages import (
    copy_chosen_links,
    copy_comment_claims,
    describe_copy,
    note_copied_from,
    read_original,
    rebuild_copy_choices,
    select_untouched_values,
)
from api.editing.references.named_records import (
    keep_present_ids,
    label_new_records,
    list_likely_duplicates,
    read_form_with_names,
    replace_placeholders,
)
from api.editing.references.new_agents import complete_name, find_unclear_name, offer_agents
from api.editing.references.other_maps import OtherMaps
from api.editing.references.suggestions import list_likely_records, suggest_records
from api.editing.refusals import assign_fault_to_field
from api.editing.source_form import suggest_language
from api.http.query_parameters import read_whole_number
from api.pages.confirmations import show_confirmation
from api.pages.editable_records import list_locked_labels
from api.pages.forms import FormValues, add_assumed_values, read_posted_form, read_record_form, read_why
from api.pages.returns import redirect_to_text
from api.pages.templating import render_page
from api.pages.visits import read_visit
from api.phrases.fields.record_fields import ADDABLE_KINDS, list_form_fields
from api.phrases.page_words import translate_phrase
from api.pictures.picture_service import Pictures
from api.requests.database import Reading, Writing, lock_existing_map
from api.seminars.comments.discussion import find_claimable_comment, write_credit
from argument_maps.graph import Graph
from models import changes
from models.changes.writer_limits import may_remove, require_changeable, require_owner
from models.dates import UnreadableDate
from models.deliberation.comment_changes import note_claim
from models.errors import MapError, RecordInUse, StaleRevision, UnknownRecord
from models.records.maps import ArgumentMap, Record
from models.records.rows import read_drafts
from models.row_keys import persisted_id
from models.text_types import MAX_INTEGER, Label, Slug
from models.vocabulary import ChangeKind, RecordKind

router = APIRouter(include_in_schema=False)
Form = Annotated[FormValues, Depends(read_posted_form)]


@router.get("/maps/{slug}/records/{label}/edit")
def show_edit_form(request: Request, slug: Slug, label: Label, session: Reading, user: MayContribute) -> Response:
    """Show the form by which a record is changed."""
    _, record, draft = _find_record(session, slug, label)
    require_changeable(session, [record])
    draft = add_assumed_values(RecordKind(record.kind), draft)
    graph = _load_graph(request, slug, user)
    return render_edit_form(request, graph, record, draft, record.revision, may_delete=may_remove(session, record))


@router.post("/maps/{slug}/records/{label}/edit")
def edit_record(
    request: Request, slug: Slug, label: Label, form: Form, session: Writing, user: MayContribute
) -> Response:
    """Change a record as the form says; where somebody else changed it meanwhile, show both."""
    argument_map, record, present = _find_record(session, slug, label, lock=True)
    kind = RecordKind(record.kind)
    base_revision = choose_base_revision(session, record, kind, present, read_whole_number(form.get("revision")) or 0)
    resolved_form = keep_present_ids(kind, form, present)
    if resolved_form is not None:
        reading, named_records = read_record_form(kind, resolved_form, present), None
    else:
        elsewhere = OtherMaps(session, user, slug)
        reading, named_records = read_form_with_names(_load_graph(request, slug, user), kind, form, present, elsewhere)
    why = read_why(form, reading.faults)

    def show_again(faults: dict[str, str]) -> Response:
        graph = _load_graph(request, slug, user)
        deletes = may_remove(session, record)
        return render_edit_form(
            request, graph, record, reading.values, base_revision, faults, 422, form, named_records, may_delete=deletes
        )

    if reading.draft is None or reading.faults:
        return show_again(reading.faults)
    try:
        with session.begin_nested():
            items, ids = label_new_records(
                session, persisted_id(argument_map), named_records.new_records if named_records else ()
            )
            draft = complete_name(replace_placeholders(kind, reading.draft, ids))
            revised = changes.change_record(
                session,
                argument_map,
                label,
                draft,
                revision=base_revision,
                author=user.name,
                why=why,
                new_records=items,
            )
    except StaleRevision:
        was, yours = (
            read_draft_at(session, record, base_revision),
            named_records.values_in_ids if named_records else reading.values,
        )
        graph = _load_graph(request, slug, user)
        return render_conflict_form(
            request, graph, record, was, present, yours, named_records.names if named_records else {}
        )
    except MapError as error:
        return show_again(_assign_fault(error, kind))
    # The records made with it came first in the change, which has the number of its first revision.
    change = revised.revision - len(items)
    # What stands in no picture is seen where it is read.
    if kind == RecordKind.TEXT:
        return redirect_to_text(slug, label, change)
    if kind == RecordKind.ANNOTATION:
        return redirect_to_text(slug, str(reading.values["in_text"]), change, mark=label)
    return redirect_to_map(request, read_visit(request, slug), revised.label, change)


@router.get("/maps/{slug}/add")
def show_addition_form(
    request: Request, slug: Slug, session: Reading, user: MayContribute, target: Label | None = None
) -> Response:
    """Show the form by which something is added: to a record, or to the map."""
    graph = _load_graph(request, slug, user)
    form = dict(request.query_params)
    if target is None:
        kind = _read_kind(form.get("kind", ""))
        comment = read_whole_number(form.get("comment")) or 0
        if comment and kind == RecordKind.CLAIM:
            claimed_comment = find_claimable_comment(session, changes.find_map(session, slug), comment, user)
            form |= {"text": claimed_comment.text, "note": write_credit(claimed_comment)}
        return render_new_form(
            request, graph, kind, add_assumed_values(kind, read_record_form(kind, form).values, new=True), {}
        )
    return render_addition_form(request, graph, target, form, {})


@router.post("/maps/{slug}/add")
def add_to_map(
    request: Request, slug: Slug, form: Form, session: Writing, user: MayContribute, target: Label | None = None
) -> Response:
    """Add a record to the map, or a link with or without a new premise to a record."""
    # As it stands: nobody else changes the map while it is held.
    argument_map = lock_existing_map(session, slug)
    graph = _load_graph(request, slug, user)
    if target is None:
        return _add_record(request, session, argument_map, graph, form, user)
    if target not in graph.by_id:
        raise UnknownRecord(slug, target)
    addition = read_addition(graph, graph.by_id[target], form, OtherMaps(session, user, slug))
    if addition.faults:
        return render_addition_form(request, graph, target, form, addition.faults, 422, addition.named)
    try:
        with session.begin_nested():
            label, change = write_addition(session, argument_map, addition, author=user.name)
    except MapError as error:
        return render_addition_form(
            request, graph, target, form, assign_fault_to_field(error, ADDITION_FIELDS), 422, addition.named
        )
    return redirect_to_map(request, read_visit(request, slug), label, change)


def _add_record(
    request: Request, session: Session, argument_map: ArgumentMap, graph: Graph, form: FormValues, user: CurrentUser
) -> Response:
    kind = _read_kind(form.get("record", ""))
    original = read_original(session, user, argument_map, form)
    before = select_untouched_values(session, original, argument_map)
    reading, named_records = read_form_with_names(graph, kind, form, before, OtherMaps(session, user, graph.slug))

    def show_again(faults: dict[str, str], alike: Sequence[tuple[str, str]] = ()) -> Response:
        copying = rebuild_copy_choices(graph, original, form)
        return render_new_form(request, graph, kind, reading.values, faults, 422, form, named_records, alike, copying)

    name_faults = find_unclear_name(reading.draft) if reading.draft else {}
    if reading.draft is None or name_faults:
        return show_again(reading.faults | name_faults)
    alike = list_likely_duplicates(graph, kind, reading.values, form)
    if alike:
        return show_again({}, alike)
    comment = read_whole_number(form.get("comment")) or 0
    try:
        with session.begin_nested():
            claimed_comment = find_claimable_comment(session, argument_map, comment, user) if comment else None
            why = (
                write_credit(claimed_comment)
                if claimed_comment
                else describe_copy(original, argument_map)
                if original
                else ""
            )
            items, ids = label_new_records(session, persisted_id(argument_map), named_records.new_records)
            draft = complete_name(replace_placeholders(kind, reading.draft, ids))
            label = changes.find_free_label(
                session, persisted_id(argument_map), changes.choose_label_prefix(kind, draft)
            )
            items.append((kind, label, draft))
            items += copy_chosen_links(session, original, argument_map, form, label) if original else []
            records = changes.create_records(session, argument_map, items, author=user.name, why=why)
            if claimed_comment is not None:
                note_claim(session, argument_map, comment, label, by=user.name)
            if original is not None:
                copy_comment_claims(session, original, argument_map, label)
                note_copied_from(session, original, argument_map, label)
    except MapError as error:
        return show_again(_assign_fault(error, kind))
    return redirect_to_origin(
        request, session, argument_map, read_visit(request, graph.slug), form, label, records[0].revision
    )


@router.post("/maps/{slug}/form")
def lay_out_form(
    request: Request, slug: Slug, form: Form, session: Reading, user: MayContribute, label: Label | None = None
) -> Response:
    """Show a form again as far as it is filled in, laid out for what was chosen in it; nothing is saved.

    The form is that of the record `label`, or else of a new one.
    """
    if label is None:
        kind = _read_kind(form.get("record", ""))
        graph = _load_graph(request, slug, user)
        reading, _ = read_form_with_names(graph, kind, form)
        copying = rebuild_copy_choices(graph, read_original(session, user, changes.find_map(session, slug), form), form)
        values = _add_suggested_language(kind, form, reading.values)
        return render_new_form(request, graph, kind, values, {}, form=form, copying=copying)
    _, record, present = _find_record(session, slug, label)
    require_changeable(session, [record])
    kind = RecordKind(record.kind)
    graph = _load_graph(request, slug, user)
    reading, _ = read_form_with_names(graph, kind, form, present)
    base_revision = read_whole_number(form.get("revision")) or 0
    values, deletes = _add_suggested_language(kind, form, reading.values), may_remove(session, record)
    return render_edit_form(request, graph, record, values, base_revision, form=form, may_delete=deletes)


def _add_suggested_language(kind: RecordKind, form: FormValues, values: dict[str, Any]) -> dict[str, Any]:
    """Return what was typed, with what is suggested for it, which the user sees and may change before it is saved."""
    language = suggest_language(form) if kind == RecordKind.SOURCE else ""
    return values | {"language": language} if language else values


@router.post("/maps/{slug}/records/{label}/delete")
def delete_record_from_page(
    request: Request, slug: Slug, label: Label, form: Form, session: Writing, user: MayContribute
) -> Response:
    """Delete a record; where others need it, ask first whether they are meant as well."""
    argument_map, record, _ = _find_record(session, slug, label, lock=True)
    try:
        with session.begin_nested():
            revisions = changes.delete_record(
                session,
                argument_map,
                label,
                revision=read_whole_number(form.get("revision")) or 0,
                author=user.name,
                with_dependents="with_dependents" in form,
            )
    except RecordInUse as error:
        graph = _load_graph(request, slug, user)
        dependents = [graph.by_id[dependent] for dependent in error.dependents if dependent in graph.by_id]
        return render_page(
            request,
            "delete_record.html",
            409,
            record=record,
            needing=dependents,
            others=(_list_others_work(request, session, slug, label, error.dependents)),
            **gather_form_context(request, graph, label),
        )
    except StaleRevision as error:
        return render_page(
            request,
            "delete_record.html",
            409,
            record=record,
            fault=error,
            **gather_form_context(request, _load_graph(request, slug, user), label),
        )
    return redirect_to_map(request, read_visit(request, slug), None, revisions[0].change)


@router.post("/maps/{slug}/changes/{change}/undo")
def undo_change_from_page(
    request: Request, slug: Slug, change: int, form: Form, session: Writing, user: MayContribute
) -> Response:
    """Take a change back; what was taken back can be taken back in turn. Of the one that made the map it is asked."""
    if form.get("sure") != "yes" and is_map_at_stake(session, slug, change):
        require_owner(session)
        return show_confirmation(request, ask_to_delete_map(session, slug, change))
    revisions = changes.revert_change(session, slug, min(change, MAX_INTEGER), author=user.name)
    labels = [revision.label for revision in revisions if revision.label is not None and revision.after is not None]
    label = form.get("record") or (labels[0] if labels else None)
    if revisions[0].label is None and revisions[0].kind == ChangeKind.DELETED:
        return RedirectResponse("/", status_code=303)
    argument_map = changes.find_map(session, slug)
    if label and label not in read_drafts(session, persisted_id(argument_map), [label]):
        label = None
    was = "redone" if "again" in form else "undone"
    return redirect_to_origin(
        request, session, argument_map, read_visit(request, slug), form, label, revisions[0].change, was=was
    )


@router.get("/dates", dependencies=READS)
def show_date_meaning(value: str = "") -> Response:
    """Tell what a date means, or how to write one."""
    try:
        return PlainTextResponse(explain_typed_date(value[:200]) if value.strip() else "")
    except UnreadableDate as error:
        return PlainTextResponse(translate_phrase(error.reason), status_code=422)


@router.get("/maps/{slug}/choices")
def show_suggestions(
    request: Request,
    slug: Slug,
    session: Reading,
    user: MayLook,
    q: str = "",
    kind: str = "",
    alike: bool = False,
    field: str = "",
    work: str = "",
) -> Response:
    """Return the records that fit what was typed: of this map, and behind them of others.

    With `alike` those of this map that a name may well mean. With the `field` of a form in which agents are created,
    as what they can be: of what they are the authors there, `work` says.
    """
    graph = _load_graph(request, slug, user)
    if alike:
        return JSONResponse(list_likely_records(graph, q[:200], kind[:80]))
    offered_records = suggest_records(session, user, graph, q[:200], kind[:80])
    agent_choices = offer_agents(q[:200], field, work) if field and RecordKind.AGENT in kind.split(",") else []
    return JSONResponse(
        [
            *offered_records,
            *({"text": q[:200], "create": choice.choice, "words": choice.words} for choice in agent_choices),
        ]
    )


def _find_record(
    session: Session, slug: str, label: str, *, lock: bool = False
) -> tuple[ArgumentMap, Record, dict[str, Any]]:
    """Return a map, one of its records and what that says; with `lock` held against other writers."""
    argument_map = lock_existing_map(session, slug) if lock else changes.find_map(session, slug)
    record = changes.find_record(session, argument_map, label)
    return argument_map, record, read_drafts(session, persisted_id(argument_map), [label])[label][1]


def _load_graph(request: Request, slug: str, user: CurrentUser) -> Graph:
    """Return the map as the pages show it: only where a form is shown, since most changes need none."""
    pictures: Pictures = request.app.state.pictures
    return pictures.graph(slug, user)


def _assign_fault(error: MapError, kind: RecordKind) -> dict[str, str]:
    return assign_fault_to_field(error, [form_field.name for form_field in list_form_fields(kind)])


def _read_kind(name: str) -> RecordKind:
    return RecordKind(name) if name in ADDABLE_KINDS else RecordKind.CLAIM


def _list_others_work(
    request: Request, session: Session, slug: str, label: str, dependents: Collection[str]
) -> list[str]:
    """Return what may not go with a record, or lose its name, because others made it."""
    deleted_labels = changes.list_deleted_with(session, changes.find_map(session, slug), label)
    locked = list_locked_labels(request, session, slug, deleted_labels, to_delete=True)
    return sorted(locked | list_locked_labels(request, session, slug, set(dependents) - set(deleted_labels)))
