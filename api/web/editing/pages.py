"""The pages on which records are changed: edit, add, delete, undo; and what helps while typing."""

from collections.abc import Collection, Sequence
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse
from sqlmodel import Session

from api.database import Reading, Writing, lock_map
from api.discussion import claimable, credit
from api.permission import READS, Contributing, CurrentUser, Looking
from api.pictures import Pictures
from api.web.changeable import locked_among
from api.web.confirming import confirm
from api.web.editing.adding import ADDITION, add, read_addition
from api.web.editing.conflicts import draft_at, unmet
from api.web.editing.copying import choices_again, credit_of, links_chosen, note_copy, read_original, untouched_of
from api.web.editing.form_pages import adding_form, around_form, conflict_form, edit_form, new_form
from api.web.editing.forms import Typed, read_form, read_number, read_why, typed, with_assumed
from api.web.editing.map_deletion import ask_to_delete_map, is_map_at_stake
from api.web.editing.named_records import (
    likely_there,
    read_named,
    settle,
    with_ids,
    with_known_ids,
)
from api.web.editing.new_agents import complete_name, find_unclear_name, offer_agents
from api.web.editing.onward import onward
from api.web.editing.other_maps import read_elsewhere_for
from api.web.editing.refusals import faults_of
from api.web.editing.source_form import suggested_language
from api.web.editing.suggestions import likely_meant, suggestions
from api.web.record_fields import ADDED, form_of
from api.web.returning import back
from api.web.templating import page
from api.web.visits import MapVisit, read_visit
from argument_maps.dates.parsing import read_date
from argument_maps.dates.spelling import meaning
from argument_maps.graph import Graph
from models import changes
from models.changes.writer_limits import may_remove, require_changeable, require_owner
from models.dates import UnreadableDate
from models.deliberation.comment_changes import note_claim
from models.errors import MapError, RecordInUse, StaleRevision, UnknownMap, UnknownRecord
from models.records.maps import ArgumentMap, Record
from models.records.rows import read_drafts
from models.row_keys import persisted_id
from models.text_types import MAX_INTEGER, Label, Slug
from models.vocabulary import ChangeKind, RecordKind

router = APIRouter(include_in_schema=False)
Form = Annotated[Typed, Depends(typed)]


@router.get("/maps/{slug}/records/{label}/edit")
def show_editor(request: Request, slug: Slug, label: Label, session: Reading, user: Contributing) -> Response:
    """Show the form by which a record is changed."""
    _, record, draft = _known(session, slug, label)
    require_changeable(session, [record])
    draft = with_assumed(RecordKind(record.kind), draft)
    graph = _graph(request, slug, user)
    return edit_form(request, graph, record, draft, record.revision, may_delete=may_remove(session, record))


@router.post("/maps/{slug}/records/{label}/edit")
def edit(request: Request, slug: Slug, label: Label, given: Form, session: Writing, user: Contributing) -> Response:
    """Change a record as the form says; where somebody else changed it meanwhile, show both."""
    found, record, present = _known(session, slug, label, lock=True)
    kind = RecordKind(record.kind)
    begun = unmet(session, record, kind, present, read_number(given.get("revision", "")))
    known = with_known_ids(kind, given, present)
    if known is not None:
        reading, named = read_form(kind, known, present), None
    else:
        elsewhere = read_elsewhere_for(session, user)
        reading, named = read_named(_graph(request, slug, user), kind, given, present, elsewhere)
    why = read_why(given, reading.faults)

    def show_again(faults: dict[str, str]) -> Response:
        graph = _graph(request, slug, user)
        deletes = may_remove(session, record)
        return edit_form(request, graph, record, reading.values, begun, faults, 422, given, named, may_delete=deletes)

    if reading.draft is None or reading.faults:
        return show_again(reading.faults)
    try:
        with session.begin_nested():
            items, ids = settle(session, persisted_id(found), named.newcomers if named else ())
            draft = complete_name(with_ids(kind, reading.draft, ids))
            made = changes.change_record(
                session, found, label, draft, revision=begun, author=user.name, why=why, made_with_it=items
            )
    except StaleRevision:
        was, yours = draft_at(session, record, begun), named.in_ids if named else reading.values
        graph = _graph(request, slug, user)
        return conflict_form(request, graph, record, was, present, yours, named.names if named else {})
    except MapError as error:
        return show_again(_told(error, kind))
    # The records made with it came first in the change, which has the number of its first revision.
    change = made.revision - len(items)
    # What stands in no picture is seen where it is read.
    if kind == RecordKind.TEXT:
        return back(slug, label, change)
    if kind == RecordKind.ANNOTATION:
        return back(slug, str(reading.values["in_text"]), change, mark=label)
    return _back(request, read_visit(request, slug), made.label, change)


@router.get("/maps/{slug}/add")
def show_adder(
    request: Request, slug: Slug, session: Reading, user: Contributing, target: Label | None = None
) -> Response:
    """Show the form by which something is added: to a record, or to the map."""
    graph = _graph(request, slug, user)
    given = dict(request.query_params)
    if target is None:
        kind = _kind(given.get("kind", ""))
        comment = read_number(given.get("comment", ""))
        if comment and kind == RecordKind.CLAIM:
            owed = claimable(session, changes.find_map(session, slug), comment, user)
            given |= {"text": owed.text, "note": credit(owed)}
        return new_form(request, graph, kind, with_assumed(kind, read_form(kind, given).values, new=True), {})
    return adding_form(request, graph, target, given, {})


@router.post("/maps/{slug}/add")
def add_something(
    request: Request, slug: Slug, given: Form, session: Writing, user: Contributing, target: Label | None = None
) -> Response:
    """Add a record to the map, or a link with or without a new premise to a record."""
    # As it stands: nobody else changes the map while it is held.
    found = _locked(session, slug)
    graph = _graph(request, slug, user)
    if target is None:
        return _add_record(request, session, found, graph, given, user)
    if target not in graph.by_id:
        raise UnknownRecord(slug, target)
    addition = read_addition(graph, graph.by_id[target], given, read_elsewhere_for(session, user))
    if addition.faults:
        return adding_form(request, graph, target, given, addition.faults, 422, addition.named)
    try:
        with session.begin_nested():
            label, change = add(session, found, addition, author=user.name)
    except MapError as error:
        return adding_form(request, graph, target, given, faults_of(error, ADDITION), 422, addition.named)
    return _back(request, read_visit(request, slug), label, change)


def _add_record(
    request: Request, session: Session, found: ArgumentMap, graph: Graph, given: Typed, user: CurrentUser
) -> Response:
    kind = _kind(given.get("record", ""))
    original = read_original(session, user, found, given)
    before = untouched_of(session, original, found)
    reading, named = read_named(graph, kind, given, before, read_elsewhere_for(session, user))

    def show_again(faults: dict[str, str], alike: Sequence[tuple[str, str]] = ()) -> Response:
        copying = choices_again(graph, original, given)
        return new_form(request, graph, kind, reading.values, faults, 422, given, named, alike, copying)

    unclear = find_unclear_name(reading.draft) if reading.draft else {}
    if reading.draft is None or unclear:
        return show_again(reading.faults | unclear)
    alike = likely_there(graph, kind, reading.values, given)
    if alike:
        return show_again({}, alike)
    comment = read_number(given.get("comment", ""))
    try:
        with session.begin_nested():
            owed = claimable(session, found, comment, user) if comment else None
            why = credit(owed) if owed else credit_of(original, found) if original else ""
            items, ids = settle(session, persisted_id(found), named.newcomers)
            draft = complete_name(with_ids(kind, reading.draft, ids))
            label = changes.free_label(session, persisted_id(found), changes.prefix_of(kind, draft))
            items.append((kind, label, draft))
            items += links_chosen(session, original, found, given, label) if original else []
            made = changes.create_records(session, found, items, author=user.name, why=why)
            if owed is not None:
                note_claim(session, found, comment, label, by=user.name)
            if original is not None:
                note_copy(session, original, found, label)
    except MapError as error:
        return show_again(_told(error, kind))
    return _led_back(request, session, found, read_visit(request, graph.slug), given, label, made[0].revision)


@router.post("/maps/{slug}/form")
def lay_out(
    request: Request, slug: Slug, given: Form, session: Reading, user: Contributing, label: Label | None = None
) -> Response:
    """Show a form again as far as it is filled in, laid out for what was chosen in it; nothing is saved.

    The form is that of the record `label`, or else of a new one.
    """
    if label is None:
        kind = _kind(given.get("record", ""))
        graph = _graph(request, slug, user)
        reading, _ = read_named(graph, kind, given)
        copying = choices_again(graph, read_original(session, user, changes.find_map(session, slug), given), given)
        values = _suggesting(kind, given, reading.values)
        return new_form(request, graph, kind, values, {}, given=given, copying=copying)
    _, record, present = _known(session, slug, label)
    require_changeable(session, [record])
    kind = RecordKind(record.kind)
    graph = _graph(request, slug, user)
    reading, _ = read_named(graph, kind, given, present)
    begun = read_number(given.get("revision", ""))
    values, deletes = _suggesting(kind, given, reading.values), may_remove(session, record)
    return edit_form(request, graph, record, values, begun, given=given, may_delete=deletes)


def _suggesting(kind: RecordKind, given: Typed, values: dict[str, Any]) -> dict[str, Any]:
    """Return what was typed, with what is suggested for it, which the user sees and may change before it is saved."""
    language = suggested_language(given) if kind == RecordKind.SOURCE else ""
    return values | {"language": language} if language else values


@router.post("/maps/{slug}/records/{label}/delete")
def delete(request: Request, slug: Slug, label: Label, given: Form, session: Writing, user: Contributing) -> Response:
    """Delete a record; where others need it, ask first whether they are meant as well."""
    found, record, _ = _known(session, slug, label, lock=True)
    try:
        with session.begin_nested():
            done = changes.delete_record(
                session,
                found,
                label,
                revision=read_number(given.get("revision", "")),
                author=user.name,
                with_dependents="with_dependents" in given,
            )
    except RecordInUse as error:
        graph = _graph(request, slug, user)
        needing = [graph.by_id[each] for each in error.dependents if each in graph.by_id]
        return page(
            request,
            "delete.html",
            409,
            record=record,
            needing=needing,
            others=(_work_of_others(request, session, slug, label, error.dependents)),
            **around_form(request, graph, label),
        )
    except StaleRevision as error:
        return page(
            request,
            "delete.html",
            409,
            record=record,
            fault=error,
            **around_form(request, _graph(request, slug, user), label),
        )
    return _back(request, read_visit(request, slug), None, done[0].change)


@router.post("/maps/{slug}/changes/{change}/undo")
def undo(request: Request, slug: Slug, change: int, given: Form, session: Writing, user: Contributing) -> Response:
    """Take a change back; what was taken back can be taken back in turn. Of the one that made the map it is asked."""
    if given.get("sure") != "yes" and is_map_at_stake(session, slug, change):
        require_owner(session)
        return confirm(request, ask_to_delete_map(session, slug, change))
    done = changes.undo(session, slug, min(change, MAX_INTEGER), author=user.name)
    labels = [each.label for each in done if each.label is not None and each.after is not None]
    label = given.get("record") or (labels[0] if labels else None)
    if done[0].label is None and done[0].kind == ChangeKind.DELETED:
        return RedirectResponse("/", status_code=303)
    found = changes.find_map(session, slug)
    if label and label not in read_drafts(session, persisted_id(found), [label]):
        label = None
    was = "redone" if "again" in given else "undone"
    return _led_back(request, session, found, read_visit(request, slug), given, label, done[0].change, was=was)


@router.get("/dates", dependencies=READS)
def spell(value: str = "") -> Response:
    """Tell what a date means, or how to write one."""
    try:
        return PlainTextResponse(meaning(read_date(value[:200])) if value.strip() else "")
    except UnreadableDate as error:
        return PlainTextResponse(str(error), status_code=422)


@router.get("/maps/{slug}/choices")
def choose(
    request: Request,
    slug: Slug,
    session: Reading,
    user: Looking,
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
    graph = _graph(request, slug, user)
    if alike:
        return JSONResponse(likely_meant(graph, q[:200], kind[:80]))
    found = suggestions(session, user, graph, q[:200], kind[:80])
    offers = offer_agents(q[:200], field, work) if field and RecordKind.AGENT in kind.split(",") else []
    return JSONResponse([*found, *({"text": q[:200], "create": each.choice, "words": each.words} for each in offers)])


def _known(
    session: Session, slug: str, label: str, *, lock: bool = False
) -> tuple[ArgumentMap, Record, dict[str, Any]]:
    """Return a map, one of its records and what that says; with `lock` held against other writers."""
    found = _locked(session, slug) if lock else changes.find_map(session, slug)
    record = changes.find_record(session, found, label)
    return found, record, read_drafts(session, persisted_id(found), [label])[label][1]


def _graph(request: Request, slug: str, user: CurrentUser) -> Graph:
    """Return the map as the pages show it: only where a form is shown, since most changes need none."""
    pictures: Pictures = request.app.state.pictures
    return pictures.graph(slug, user)


def _told(error: MapError, kind: RecordKind) -> dict[str, str]:
    return faults_of(error, [each.name for each in form_of(kind)])


def _locked(session: Session, slug: str) -> ArgumentMap:
    found = lock_map(session, slug)
    if found is None:
        raise UnknownMap(slug)
    return found


def _kind(name: str) -> RecordKind:
    return RecordKind(name) if name in ADDED else RecordKind.CLAIM


def _back(request: Request, visit: MapVisit, label: str | None, change: int, *, was: str | None = None) -> Response:
    """Lead back to the map as it was looked at, with the record open and the change at hand to be taken back.

    `was` says that the change was not made now: undone or redone.
    """
    address = visit.address()
    said = {"record": label, "done": change, "was": was}
    tail = urlencode([(name, value) for name, value in said.items() if value is not None])
    return onward(request, f"{address}{'&' if '?' in address else '?'}{tail}")


def _work_of_others(
    request: Request, session: Session, slug: str, label: str, dependents: Collection[str]
) -> list[str]:
    """Return what may not go with a record, or lose its name, because others made it."""
    doomed = changes.deleted_with(session, changes.find_map(session, slug), label)
    locked = locked_among(request, session, slug, doomed, to_delete=True)
    return sorted(locked | locked_among(request, session, slug, set(dependents) - set(doomed)))


def _led_back(
    request: Request,
    session: Session,
    found: ArgumentMap,
    visit: MapVisit,
    given: Typed,
    label: str | None,
    change: int,
    *,
    was: str | None = None,
) -> Response:
    """Lead back to the text in which the change was begun, where it was and is still there, else to the map."""
    text = given.get("in_text", "")
    if text and read_drafts(session, persisted_id(found), [text]).get(text, (None,))[0] == RecordKind.TEXT:
        return back(found.slug, text, change, record=label, was=was)
    return _back(request, visit, label, change, was=was)
