"""The pages on which records are changed: edit, add, delete, undo; and what helps while typing."""

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from sqlmodel import Session

from api.database import Reading, Writing, lock_map
from api.discussion import claimable, credit
from api.permission import READS, Contributing, CurrentUser, Looking
from api.pictures import Pictures
from api.web.editing.adding import ADDITION, NEW, add, read_addition
from api.web.editing.conflicts import differences, draft_at, merged
from api.web.editing.fields import ADDED, form_of
from api.web.editing.forms import Typed, read_form, read_why, shown, shown_rows, typed
from api.web.editing.onward import onward
from api.web.editing.refusals import faults_of
from api.web.editing.source_form import SourceForm, source_form, suggested_language
from api.web.editing.suggestions import suggestions
from api.web.messages import gettext
from api.web.record_view import view_record
from api.web.returning import back
from api.web.templating import page
from api.web.visits import MapVisit, read_visit
from argument_maps.dates_spelled import meaning
from argument_maps.dates_written import read_date
from argument_maps.graph import Graph
from argument_maps.schemes import QUESTIONS
from models import changes
from models.changes.comments import note_claim
from models.dates import UnreadableDate
from models.errors import MapError, RecordInUse, StaleRevision, UnknownMap, UnknownRecord
from models.kinds import KINDS
from models.maps import ArgumentMap, Record
from models.rows import read_drafts
from models.text import MAX_INTEGER, Label, Slug
from models.vocabulary import ClaimKind, RecordKind, Verdict

router = APIRouter(include_in_schema=False)
Form = Annotated[Typed, Depends(typed)]


@router.get("/maps/{slug}/records/{label}/edit")
def show_editor(request: Request, slug: Slug, label: Label, session: Reading, user: Contributing) -> Response:
    """Show the form by which a record is changed."""
    _, record, draft = _known(session, slug, label)
    return _form(request, _graph(request, slug, user), record, draft, record.revision)


@router.post("/maps/{slug}/records/{label}/edit")
def edit(request: Request, slug: Slug, label: Label, given: Form, session: Writing, user: Contributing) -> Response:
    """Change a record as the form says; where somebody else changed it meanwhile, show both."""
    found, record, present = _known(session, slug, label, lock=True)
    kind = RecordKind(record.kind)
    begun = _number(given.get("revision", ""))
    reading = read_form(kind, given, present)
    why = read_why(given, reading.faults)
    if reading.draft is None or reading.faults:
        graph = _graph(request, slug, user)
        return _form(request, graph, record, reading.values, begun, reading.faults, status=422, given=given)
    try:
        with session.begin_nested():
            made = changes.change_record(
                session, found, label, reading.draft, revision=begun, author=user.name, why=why
            )
    except StaleRevision:
        was = draft_at(session, record, begun)
        return _conflict(request, _graph(request, slug, user), record, was, present, reading.values)
    except MapError as error:
        graph = _graph(request, slug, user)
        return _form(request, graph, record, reading.values, begun, _told(error, kind), status=422, given=given)
    # What stands in no picture is seen where it is read.
    if kind == RecordKind.TEXT:
        return back(slug, label, made.revision)
    if kind == RecordKind.ANNOTATION:
        return back(slug, str(reading.values["in_text"]), made.revision, mark=label)
    return _back(request, read_visit(request, slug), made.label, made.revision)


@router.get("/maps/{slug}/add")
def show_adder(
    request: Request, slug: Slug, session: Reading, user: Contributing, target: Label | None = None
) -> Response:
    """Show the form by which something is added: to a record, or to the map."""
    graph = _graph(request, slug, user)
    given = dict(request.query_params)
    if target is None:
        kind = _kind(given.get("kind", ""))
        comment = _number(given.get("comment", ""))
        if comment and kind == RecordKind.CLAIM:
            owed = claimable(session, changes.find_map(session, slug), comment, user)
            given |= {"text": owed.text, "note": credit(owed), "kind": ClaimKind.ASSERTION.value}
        return _new_form(request, graph, kind, read_form(kind, given).values, {})
    return _adding_form(request, graph, target, given, {})


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
    addition = read_addition(graph, graph.by_id[target], given)
    if addition.faults:
        return _adding_form(request, graph, target, given, addition.faults, status=422)
    try:
        with session.begin_nested():
            label, change = add(session, found, addition, author=user.name)
    except MapError as error:
        return _adding_form(request, graph, target, given, faults_of(error, ADDITION), status=422)
    return _back(request, read_visit(request, slug), label, change)


def _add_record(
    request: Request, session: Session, found: ArgumentMap, graph: Graph, given: Typed, user: CurrentUser
) -> Response:
    kind = _kind(given.get("record", ""))
    reading = read_form(kind, given)
    if reading.draft is None:
        return _new_form(request, graph, kind, reading.values, reading.faults, status=422, given=given)
    comment = _number(given.get("comment", ""))
    try:
        with session.begin_nested():
            owed = claimable(session, found, comment, user) if comment else None
            why = credit(owed) if owed else ""
            made = changes.create_record(session, found, kind, reading.draft, author=user.name, why=why)
            if owed is not None:
                note_claim(session, found, comment, made.label, by=user.name)
    except MapError as error:
        return _new_form(request, graph, kind, reading.values, _told(error, kind), status=422, given=given)
    return _led_back(request, session, found, read_visit(request, graph.slug), given, made.label, made.revision)


@router.post("/maps/{slug}/form")
def lay_out(
    request: Request, slug: Slug, given: Form, session: Reading, user: Contributing, label: Label | None = None
) -> Response:
    """Show a form again as far as it is filled in, laid out for what was chosen in it; nothing is saved.

    The form is that of the record `label`, or else of a new one.
    """
    if label is None:
        kind = _kind(given.get("record", ""))
        values = _suggesting(kind, given, read_form(kind, given).values)
        return _new_form(request, _graph(request, slug, user), kind, values, {}, given=given)
    _, record, present = _known(session, slug, label)
    kind = RecordKind(record.kind)
    values = _suggesting(kind, given, read_form(kind, given, present).values)
    begun = _number(given.get("revision", ""))
    return _form(request, _graph(request, slug, user), record, values, begun, given=given)


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
                revision=_number(given.get("revision", "")),
                author=user.name,
                with_dependents="with_dependents" in given,
            )
    except RecordInUse as error:
        graph = _graph(request, slug, user)
        needing = [graph.by_id[each] for each in error.dependents if each in graph.by_id]
        return page(request, "delete.html", 409, record=record, needing=needing, **_around(request, graph, label))
    except StaleRevision as error:
        return page(
            request,
            "delete.html",
            409,
            record=record,
            fault=error,
            **_around(request, _graph(request, slug, user), label),
        )
    return _back(request, read_visit(request, slug), None, done[0].change)


@router.post("/maps/{slug}/changes/{change}/undo")
def undo(request: Request, slug: Slug, change: int, given: Form, session: Writing, user: Contributing) -> Response:
    """Take a change back; what was taken back can be taken back in turn."""
    done = changes.undo(session, slug, min(change, MAX_INTEGER), author=user.name)
    labels = [each.label for each in done if each.label is not None and each.after is not None]
    label = given.get("record") or (labels[0] if labels else None)
    found = changes.find_map(session, slug)
    if label and label not in read_drafts(session, found.id or 0, [label]):
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
def choose(request: Request, slug: Slug, session: Reading, user: Looking, q: str = "", kind: str = "") -> Response:
    """Return the records that fit what was typed: of this map, and behind them of others."""
    return JSONResponse(suggestions(session, user, _graph(request, slug, user), q[:200], kind[:80]))


def _known(
    session: Session, slug: str, label: str, *, lock: bool = False
) -> tuple[ArgumentMap, Record, dict[str, Any]]:
    """Return a map, one of its records and what that says; with `lock` held against other writers."""
    found = _locked(session, slug) if lock else changes.find_map(session, slug)
    record = changes.find_record(session, found, label)
    return found, record, read_drafts(session, found.id or 0, [label])[label][1]


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


def _number(text: str) -> int:
    return min(int(text), MAX_INTEGER) if text.isascii() and text.isdecimal() and len(text) < 12 else 0


def _around(request: Request, graph: Graph, label: str | None) -> dict[str, Any]:
    visit = read_visit(request, graph.slug)
    asked_of = {scheme: [gettext(question) for question in questions] for scheme, questions in QUESTIONS.items()}
    return {"graph": graph, "visit": visit, "view": view_record(graph, label or ""), "asked_of": asked_of}


def _form(
    request: Request,
    graph: Graph,
    record: Record,
    draft: dict[str, Any],
    revision: int,
    faults: dict[str, str] | None = None,
    status: int = 200,
    given: Typed | None = None,
) -> Response:
    return page(
        request,
        "edit.html",
        status,
        record=record,
        revision=revision,
        fields=form_of(RecordKind(record.kind)),
        draft=draft,
        faults=faults or {},
        why=(given or {}).get("why", ""),
        shown=shown,
        shown_rows=shown_rows,
        layout=_layout(request, graph, RecordKind(record.kind), draft, given, record.label),
        **_around(request, graph, record.label),
    )


def _conflict(
    request: Request, graph: Graph, record: Record, was: dict[str, Any], theirs: dict[str, Any], yours: dict[str, Any]
) -> Response:
    kind = RecordKind(record.kind)
    parts = differences(kind, was, theirs, yours)
    return page(
        request,
        "conflict.html",
        409,
        record=record,
        fields=form_of(kind),
        parts=parts,
        merged=merged(theirs, parts),
        was=was,
        theirs=theirs,
        yours=yours,
        shown=shown,
        shown_rows=shown_rows,
        layout=_layout(request, graph, kind, merged(theirs, parts), None, record.label),
        **_around(request, graph, record.label),
    )


def _new_form(
    request: Request,
    graph: Graph,
    kind: RecordKind,
    draft: dict[str, Any],
    faults: dict[str, str],
    status: int = 200,
    given: Typed | None = None,
) -> Response:
    kinds = [each for each in KINDS if each in ADDED and each != RecordKind.LINK]
    return page(
        request,
        "new.html",
        status,
        kind=kind,
        kinds=kinds,
        fields=form_of(kind),
        draft=draft,
        faults=faults,
        shown=shown,
        shown_rows=shown_rows,
        from_comment=_number((given or request.query_params).get("comment", "")) if kind == RecordKind.CLAIM else 0,
        layout=_layout(request, graph, kind, draft, given, None),
        **_around(request, graph, None),
    )


def _layout(
    request: Request, graph: Graph, kind: RecordKind, draft: dict[str, Any], given: Typed | None, label: str | None
) -> SourceForm | None:
    """Return how the form of a source is laid out, None for records whose fields stand in one row."""
    if kind != RecordKind.SOURCE:
        return None
    address = read_visit(request, graph.slug).address("/form", label=label)
    return source_form(request, graph, address, draft, given or {})


def _adding_form(
    request: Request, graph: Graph, target: str, given: Typed, faults: dict[str, str], status: int = 200
) -> Response:
    if target not in graph.by_id:
        raise UnknownRecord(graph.slug, target)
    return page(
        request,
        "add.html",
        status,
        target=graph.by_id[target],
        verdicts=Verdict,
        given=given,
        faults=faults,
        new_kinds=list(NEW),
        **_around(request, graph, target),
    )


def _back(request: Request, visit: MapVisit, label: str | None, change: int, *, was: str | None = None) -> Response:
    """Lead back to the map as it was looked at, with the record open and the change at hand to be taken back.

    `was` says that the change was not made now: undone or redone.
    """
    address = visit.address()
    said = {"record": label, "done": change, "was": was}
    tail = urlencode([(name, value) for name, value in said.items() if value is not None])
    return onward(request, f"{address}{'&' if '?' in address else '?'}{tail}")


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
    if text and read_drafts(session, found.id or 0, [text]).get(text, (None,))[0] == RecordKind.TEXT:
        return back(found.slug, text, change, record=label, was=was)
    return _back(request, visit, label, change, was=was)
