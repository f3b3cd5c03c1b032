"""The pages of texts: the list, a text set for reading, what is made of its passages."""

from collections.abc import Iterable
from typing import Any

from fastapi import APIRouter, Request, Response
from markupsafe import Markup
from sqlmodel import Session

from api.database import Reading, read_apart, write_apart
from api.long_work import do_apart, read_long
from api.permission import Contributing, CurrentUser, Looking
from api.web.changeable import may_edit
from api.web.editing.form_pages import around_names
from api.web.editing.forms import Typed, shown, shown_rows
from api.web.editing.named_records import NamedRecords
from api.web.editing.other_maps import read_elsewhere_for
from api.web.editing.pages import Form
from api.web.editing.refusals import faults_of
from api.web.parts import list_part
from api.web.record_fields import form_of, worded
from api.web.returning import back, graph_of, held, told
from api.web.surroundings import around
from api.web.templating import page
from api.web.texts.adding import SOURCE_DATES, AddedText, name_authors, read_added, write_added
from api.web.texts.marking import (
    COMMENT,
    Making,
    Passage,
    making_called,
    makings,
    read_marking,
    suggested,
    write,
)
from api.web.texts.seeking import Sought, is_placed, seek_passage
from api.web.texts.sending import SentForm
from api.web.texts.views import doubtful_in, facing, known_text, present, rows, shelved, view_text
from api.web.visits import read_visit
from argument_maps.graph import Graph, Text
from models.errors import MapError
from models.text_types import Label, Slug
from models.vocabulary import ClaimKind, PastedType, RecordKind, Relation, SourceType, Term, Verdict
from renderers.svg.relation_samples import SIGNS, symbols
from renderers.svg.relation_samples import slug as slug_of

router = APIRouter(include_in_schema=False)


@router.get("/maps/{slug}/texts")
def show_texts(request: Request, slug: Slug, session: Reading, user: Looking) -> Response:
    """Show the texts of a map, and the form by which another is added."""
    return _list(request, session, graph_of(request, slug, user), AddedText(dict(request.query_params)))


@router.post("/maps/{slug}/texts")
async def add_text(request: Request, slug: Slug, given: SentForm, user: Contributing) -> Response:
    """Add a text that was sent as a file or pasted, with its source where that is new."""
    # Apart, and before it is anybody's turn: reading a file can take seconds, and others want to write.
    added = await do_apart(request, lambda: read_added(given))
    if added.fields.get("author", "").strip():
        await read_apart(
            request,
            lambda session: name_authors(added, graph_of(request, slug, user), read_elsewhere_for(session, user)),
        )

    def write(session: Session) -> Response:
        label, change = write_added(session, held(session, slug), added, author=user.name)
        return back(slug, label, change)

    if not added.faults:
        try:
            return await write_apart(request, write)
        except MapError as error:
            added.faults[""] = told(error)
    return await read_apart(
        request, lambda session: _list(request, session, graph_of(request, slug, user), added, status=422)
    )


@router.get("/maps/{slug}/texts/{label}")
def show_text(request: Request, slug: Slug, label: Label, session: Reading, user: Looking) -> Response:
    """Show a text with its marked passages, and beside it the original or a translation where there is one."""
    graph = graph_of(request, slug, user)
    text = known_text(graph, label)
    view = view_text(session, graph, text, request.query_params.get("version", ""))
    beside = facing(graph, text)
    wanted = request.query_params.get("beside", "")
    other = next((each for each in beside if each.id == wanted), beside[0] if beside and wanted != "nothing" else None)
    opposite = view_text(session, graph, other) if other is not None else None
    # The original stands first, whichever of the two was asked for.
    pair = (view, opposite) if opposite is None or text.translation_of != opposite.text.id else (opposite, view)
    return page(
        request,
        "text.html",
        text=text,
        reading=view,
        pair=[each for each in pair if each is not None],
        rows=rows(pair[0], pair[1]) if pair[0] is not None and pair[1] is not None else (),
        facing=beside,
        linking="new" in request.query_params and text.id == label,
        signs=SIGNS,
        legend=_legend(mark.sign for each in pair if each is not None for mark in each.marks),
        waiting=len(doubtful_in(graph, text)),
        current=lambda shown: bool(shown.version) and shown.version == present(shown.text),
        symbols=Markup(symbols()),  # noqa: S704 # our own SVG, without anything that users wrote
        makings=makings(),
        text_may_change=may_edit(request, session, slug, text.id),
        relations=Relation,
        verdicts=Verdict,
        **around(request, graph, read_visit(request, graph.slug), session),
    )


def _legend(used: Iterable[str]) -> list[tuple[str, Term]]:
    """Return the signs that marks of a text have, each as a class and with the word that it stands for."""
    found = set(used)
    words: tuple[Term, ...] = (*Relation, *Verdict, *ClaimKind, *RecordKind)
    return [(slug_of(word), word) for word in words if slug_of(word) in found]


@router.get("/maps/{slug}/texts/{label}/mark")
async def show_marking(request: Request, slug: Slug, label: Label, user: Contributing) -> Response:
    """Show the form that makes something of a passage, or where a quotation stands if it may be more than one."""
    given = dict(request.query_params)
    making = making_called(given.get("as", ""))

    def show(session: Session, sought: Sought) -> Response:
        graph = graph_of(request, slug, user)
        text = known_text(graph, label)
        if sought.passage is None:
            return _places(request, session, graph, text, making, given, sought.places)
        return _marking(request, session, graph, text, making, sought.passage, suggested(making, text), {})

    found = await _sought(request, slug, label, given, user)
    return await read_apart(request, lambda session: show(session, found))


@router.post("/maps/{slug}/texts/{label}/mark")
async def mark(request: Request, slug: Slug, label: Label, given: Form, user: Contributing) -> Response:
    """Make an annotation of a passage together with the record that it becomes, as one change."""
    sought = await _sought(request, slug, label, given, user)
    return await write_apart(request, lambda session: _mark(request, session, slug, label, given, user, sought))


def _mark(
    request: Request, session: Session, slug: str, label: str, given: Typed, user: CurrentUser, sought: Sought
) -> Response:
    found = held(session, slug)
    graph = graph_of(request, slug, user)
    text = known_text(graph, label)
    making = making_called(given.get("as", ""))
    passage = sought.passage
    if passage is None:
        return _places(request, session, graph, text, making, dict(given), sought.places, status=422)
    marking = read_marking(graph, making, text, passage, given, read_elsewhere_for(session, user))
    if not marking.faults:
        try:
            with session.begin_nested():
                annotation, made, change = write(session, found, marking, author=user.name)
            return back(slug, label, change, record=made or marking.annotation.bodies[0], mark=annotation)
        except MapError as error:
            marking.faults |= faults_of(error, [each.name for each in (*making.fields, COMMENT)])
    faults, named = marking.faults, marking.named
    return _marking(request, session, graph, text, making, passage, marking.values, faults, 422, given, named)


async def _sought(request: Request, slug: str, label: str, given: Typed, user: CurrentUser) -> Sought:
    """Return the passage that is meant. It is looked for before anybody's turn comes: that can take seconds."""

    def seek(session: Session) -> Sought:
        return seek_passage(session, known_text(graph_of(request, slug, user), label), given)

    if is_placed(given):
        return await read_apart(request, seek)
    return await read_long(request, seek)


def _marking(
    request: Request,
    session: Session,
    graph: Graph,
    text: Text,
    making: Making,
    passage: Passage,
    draft: Any,
    faults: dict[str, str],
    status: int = 200,
    given: Typed | None = None,
    named: NamedRecords | None = None,
) -> Response:
    return page(
        request,
        "mark.html",
        status,
        text=text,
        making=making,
        makings=makings(),
        passage=passage,
        fields=(*making.fields, worded(COMMENT)),
        draft=draft,
        faults=faults,
        shown=shown,
        shown_rows=shown_rows,
        **around_names(given, named),
        **around(request, graph, read_visit(request, graph.slug), session),
    )


def _places(
    request: Request,
    session: Session,
    graph: Graph,
    text: Text,
    making: Making,
    given: dict[str, str],
    places: list[Passage],
    status: int = 200,
) -> Response:
    return page(
        request,
        "places.html",
        status if places or not given.get("exact") else 404,
        text=text,
        making=making,
        makings=makings(),
        exact=given.get("exact", ""),
        certain=len(places) > 1,
        places=places,
        **around(request, graph, read_visit(request, graph.slug), session),
    )


def _list(request: Request, session: Session, graph: Graph, added: AddedText, status: int = 200) -> Response:
    texts: Any = list_part(request, f"/maps/{graph.slug}/texts", "texts", graph.texts, lambda each: each.id)
    return page(
        request,
        "texts.html",
        status,
        texts=texts._replace(items=shelved(graph, texts.items)),
        given=added.fields,
        faults=added.faults,
        formats=PastedType,
        source_types=SourceType,
        of_source=[each for each in form_of(RecordKind.SOURCE) if each.name in ("author", *SOURCE_DATES)],
        shown=shown,
        shown_rows=shown_rows,
        **around_names(added.fields, added.named),
        **around(request, graph, read_visit(request, graph.slug), session),
    )
