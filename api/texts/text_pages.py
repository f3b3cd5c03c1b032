"""The pages of texts: the list, a text set for reading, what is made of its passages."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from markupsafe import Markup
from sqlmodel import Session

from api.access.authorization import MayContribute, MayLook
from api.access.current_user import CurrentUser
from api.editing.editing_pages import Form
from api.editing.form_pages import gather_name_context
from api.editing.references.named_records import NamedRecords
from api.editing.references.other_maps import OtherMaps
from api.editing.refusals import assign_fault_to_field
from api.pages.editable_records import may_edit
from api.pages.forms import FormValues, format_field, format_rows
from api.pages.list_parts import paginate
from api.pages.map_context import build_map_context
from api.pages.returns import read_graph, redirect_to_text
from api.pages.templating import render_page
from api.pages.uploads import FormUpload, UploadForm
from api.pages.visits import read_visit
from api.phrases.fields.form_fields import translate_field
from api.phrases.fields.record_fields import list_form_fields
from api.phrases.messages import gettext
from api.phrases.page_words import explain_error
from api.requests.database import Reading, lock_existing_map, read_in_thread, write_in_thread
from api.requests.long_work import read_in_long_work, run_long_work
from api.texts.file_previews import (
    end_waiting,
    find_sent_upload,
    needs_preview,
    put_aside,
    show_file_preview,
    without_file,
)
from api.texts.marking import (
    COMMENT,
    MarkingOption,
    Passage,
    find_marking_option,
    list_marking_options,
    read_marking,
    suggest_values,
    write_marking,
)
from api.texts.quotation_search import PassageSearch, names_place, seek_passage
from api.texts.text_forms import (
    SOURCE_DATES,
    NewTextForm,
    has_named_records,
    name_source,
    read_new_text,
    write_new_text,
)
from api.texts.text_paragraphs import group_paragraphs
from api.texts.text_views import (
    align_text_views,
    find_present_version,
    find_text,
    list_doubtful_annotations,
    list_facing_texts,
    list_texts,
    view_text,
)
from argument_maps.graph import Graph
from argument_maps.reading import ENDINGS, TEXT_FORMATS
from argument_maps.values import Text
from models.errors import MapError
from models.text_types import Label, Slug
from models.vocabulary import TEST_VERDICTS, ClaimKind, PastedType, RecordKind, Relation, SourceType, Term, Verdict
from renderers.svg.relation_samples import SIGNS, draw_symbols
from renderers.svg.relation_samples import make_relation_id as slug_of

router = APIRouter(include_in_schema=False)
# A passage may also be looked for to be corrected.
CORRECTION = "correction"


@router.get("/maps/{slug}/texts")
def show_texts(request: Request, slug: Slug, session: Reading, user: MayLook) -> Response:
    """Show the texts of a map, and the form by which another is added."""
    return _render_texts(request, session, read_graph(request, slug, user), NewTextForm(dict(request.query_params)))


@router.post("/maps/{slug}/texts")
async def add_text(request: Request, slug: Slug, upload: UploadForm, user: MayContribute) -> Response:
    """Add a text that was sent as a file or pasted, with its source where that is new."""
    sent = await find_sent_upload(request, slug, upload)
    # Apart, and before it is anybody's turn: reading a file can take seconds, and others want to write.
    new_text = await run_long_work(request, lambda: read_new_text(sent or FormUpload(without_file(upload.fields))))
    if sent is None:
        new_text.faults["file"] = gettext("The file is no longer here. Choose it again.")
    if has_named_records(new_text):
        await read_in_thread(
            request,
            lambda session: name_source(new_text, read_graph(request, slug, user), OtherMaps(session, user, slug)),
        )

    def write(session: Session) -> Response:
        label, change = write_new_text(session, lock_existing_map(session, slug), new_text, author=user.name)
        end_waiting(session, upload)
        return redirect_to_text(slug, label, change)

    file_reading = new_text.reading
    undecided = sent is not None and file_reading is not None and needs_preview(sent, file_reading)
    if not new_text.faults and not undecided:
        try:
            return await write_in_thread(request, write)
        except MapError as error:
            new_text.faults[""] = explain_error(error)
    if sent is not None and file_reading is not None:
        waiting = await put_aside(request, slug, sent)
        new_text.fields = {**new_text.fields, "pending": waiting.fields["pending"], "pending_name": waiting.name}
        if not new_text.faults:
            return await show_file_preview(
                request,
                slug,
                user,
                waiting,
                file_reading,
                address=f"/maps/{slug}/texts",
                button=gettext("Keep this text"),
                back_words=gettext("All texts on this map"),
            )
    return await read_in_thread(
        request, lambda session: _render_texts(request, session, read_graph(request, slug, user), new_text, status=422)
    )


@router.get("/maps/{slug}/texts/{label}")
def show_text(request: Request, slug: Slug, label: Label, session: Reading, user: MayLook) -> Response:
    """Show a text with its marked passages, and beside it the original or a translation where there is one."""
    graph = read_graph(request, slug, user)
    text = find_text(graph, label)
    view = view_text(session, graph, text, request.query_params.get("version", ""))
    facing_texts = list_facing_texts(graph, text)
    beside_label = request.query_params.get("beside", "")
    other = next(
        (facing_text for facing_text in facing_texts if facing_text.id == beside_label),
        facing_texts[0] if facing_texts and beside_label != "nothing" else None,
    )
    opposite = view_text(session, graph, other) if other is not None else None
    # The original stands first, whichever of the two was asked for.
    pair = (view, opposite) if opposite is None or text.translation_of != opposite.text.id else (opposite, view)
    return render_page(
        request,
        "text.html",
        text=text,
        reading=view,
        groups=list(group_paragraphs(view.blocks)),
        pair=[side for side in pair if side is not None],
        rows=align_text_views(pair[0], pair[1]) if pair[0] is not None and pair[1] is not None else (),
        facing=facing_texts,
        linking="new" in request.query_params and text.id == label,
        signs=SIGNS,
        legend=_list_legend(mark.sign for side in pair if side is not None for mark in side.marks),
        waiting=len(list_doubtful_annotations(graph, text)),
        current=lambda side: bool(side.version) and side.version == find_present_version(side.text),
        symbols=Markup(draw_symbols()),  # noqa: S704 # our own SVG, without anything that users wrote
        makings=list_marking_options(),
        text_may_change=may_edit(request, session, slug, text.id),
        relations=Relation,
        verdicts=TEST_VERDICTS,
        **build_map_context(request, graph, read_visit(request, graph.slug), session),
    )


def _list_legend(used: Iterable[str]) -> list[tuple[str, Term]]:
    """Return the signs that marks of a text have, each as a class and with the word that it stands for."""
    used_signs = set(used)
    words: tuple[Term, ...] = (*Relation, *Verdict, *ClaimKind, *RecordKind)
    return [(slug_of(word), word) for word in words if slug_of(word) in used_signs]


@router.get("/maps/{slug}/texts/{label}/mark")
async def show_marking(request: Request, slug: Slug, label: Label, user: MayContribute) -> Response:
    """Show the form that makes something of a passage, or where a quotation stands if it may be more than one."""
    form = dict(request.query_params)
    option = find_marking_option(form.get("as", ""))

    def show(session: Session, passage_search: PassageSearch) -> Response:
        graph = read_graph(request, slug, user)
        text = find_text(graph, label)
        if passage_search.passage is None:
            return _render_places(request, session, graph, text, option, form, passage_search)
        if form.get("as") == CORRECTION:
            place = {"version": passage_search.passage.version, "start": passage_search.passage.start}
            return RedirectResponse(f"/maps/{slug}/texts/{label}/correction?{urlencode(place)}", 303)
        return _render_marking(
            request,
            session,
            graph,
            text,
            option,
            passage_search.passage,
            suggest_values(option, text, passage_search.passage),
            {},
        )

    passage_search = await _search_passage(request, slug, label, form, user)
    return await read_in_thread(request, lambda session: show(session, passage_search))


@router.post("/maps/{slug}/texts/{label}/mark")
async def mark_passage(request: Request, slug: Slug, label: Label, form: Form, user: MayContribute) -> Response:
    """Make an annotation of a passage together with the record that it becomes, as one change."""
    passage_search = await _search_passage(request, slug, label, form, user)
    return await write_in_thread(
        request, lambda session: _mark_passage(request, session, slug, label, form, user, passage_search)
    )


def _mark_passage(
    request: Request,
    session: Session,
    slug: str,
    label: str,
    form: FormValues,
    user: CurrentUser,
    passage_search: PassageSearch,
) -> Response:
    argument_map = lock_existing_map(session, slug)
    graph = read_graph(request, slug, user)
    text = find_text(graph, label)
    option = find_marking_option(form.get("as", ""))
    passage = passage_search.passage
    if passage is None:
        return _render_places(request, session, graph, text, option, dict(form), passage_search, status=422)
    marking = read_marking(graph, option, text, passage, form, OtherMaps(session, user, slug))
    if not marking.faults:
        try:
            with session.begin_nested():
                annotation, record_label, change = write_marking(session, argument_map, marking, author=user.name)
            return redirect_to_text(
                slug, label, change, record=record_label or marking.annotation.bodies[0], mark=annotation
            )
        except MapError as error:
            marking.faults |= assign_fault_to_field(
                error, [form_field.name for form_field in (*option.fields, COMMENT)]
            )
    faults, named = marking.faults, marking.named
    return _render_marking(request, session, graph, text, option, passage, marking.values, faults, 422, form, named)


async def _search_passage(
    request: Request, slug: str, label: str, form: FormValues, user: CurrentUser
) -> PassageSearch:
    """Return the passage that is meant. It is looked for before anybody's turn comes: that can take seconds."""

    def seek(session: Session) -> PassageSearch:
        return seek_passage(session, find_text(read_graph(request, slug, user), label), form)

    if names_place(form):
        return await read_in_thread(request, seek)
    return await read_in_long_work(request, seek)


def _render_marking(
    request: Request,
    session: Session,
    graph: Graph,
    text: Text,
    option: MarkingOption,
    passage: Passage,
    draft: Any,
    faults: dict[str, str],
    status: int = 200,
    form: FormValues | None = None,
    named: NamedRecords | None = None,
) -> Response:
    return render_page(
        request,
        "passage_form.html",
        status,
        text=text,
        making=option,
        makings=list_marking_options(),
        passage=passage,
        fields=(*option.fields, translate_field(COMMENT)),
        draft=draft,
        faults=faults,
        format_field=format_field,
        format_rows=format_rows,
        **gather_name_context(form, named),
        **build_map_context(request, graph, read_visit(request, graph.slug), session),
    )


def _render_places(
    request: Request,
    session: Session,
    graph: Graph,
    text: Text,
    option: MarkingOption,
    form: dict[str, str],
    passage_search: PassageSearch,
    status: int = 200,
) -> Response:
    places = passage_search.places
    return render_page(
        request,
        "quotation_places.html",
        status if places or not form.get("exact") else 404,
        text=text,
        making=option,
        makings=list_marking_options(),
        exact=form.get("exact", ""),
        use_as=CORRECTION if form.get("as") == CORRECTION else option.name,
        certain=bool(places) and passage_search.is_word_for_word,
        places=places,
        **build_map_context(request, graph, read_visit(request, graph.slug), session),
    )


def _render_texts(
    request: Request, session: Session, graph: Graph, new_text: NewTextForm, status: int = 200
) -> Response:
    texts: Any = paginate(request, f"/maps/{graph.slug}/texts", "texts", graph.texts, lambda text: text.id)
    return render_page(
        request,
        "texts.html",
        status,
        texts=texts._replace(items=list_texts(graph, texts.items)),
        form=new_text.fields,
        faults=new_text.faults,
        formats=PastedType,
        source_types=SourceType,
        text_formats=TEXT_FORMATS,
        endings=ENDINGS,
        of_source=[
            form_field
            for form_field in list_form_fields(RecordKind.SOURCE)
            if form_field.name in ("author", *SOURCE_DATES)
        ],
        format_field=format_field,
        format_rows=format_rows,
        **gather_name_context(new_text.fields, new_text.named),
        **build_map_context(request, graph, read_visit(request, graph.slug), session),
    )
