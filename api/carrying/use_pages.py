"""Beside a record where else it is used, and the pages on which another map's corrections are listed and taken."""

from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session
from starlette.responses import RedirectResponse

from api.access.authorization import MayContribute, MayLook
from api.access.current_user import CurrentUser
from api.carrying.record_uses import RecordUse, open_use_reader
from api.carrying.taken_corrections import CorrectionDecided, decide_correction, find_use
from api.editing.onward import redirect_to_map
from api.http.query_parameters import read_whole_number
from api.pages.editable_records import list_locked_labels
from api.pages.forms import FormValues, read_posted_form
from api.pages.list_parts import paginate
from api.pages.map_context import MapPageRequest, add_to_map_pages, build_map_context
from api.pages.templating import render_page
from api.pages.visits import read_visit
from api.phrases.accessible_names import describe_value, name_field
from api.phrases.messages import gettext
from api.phrases.page_words import explain_error
from api.phrases.record_names import RecordNames
from api.requests.database import Reading, Writing, lock_existing_map
from api.requests.error_answers import find_status
from argument_maps.comparison.corrections import DifferingPart, is_correctable
from argument_maps.graph import Graph
from argument_maps.references import find_record_kind
from argument_maps.values import AnyRecord
from models import changes
from models.changes.writer_limits import require_changeable
from models.errors import MapError, UnknownRecord
from models.text_types import Label, Slug

router = APIRouter(include_in_schema=False)
Form = Annotated[FormValues, Depends(read_posted_form)]
# Beside a record; the API gives all.
MOST_BESIDE = 20


class DescribedPart(NamedTuple):
    """A part that differs, in words: what it is called, and what is said here and there."""

    part: DifferingPart
    title: str
    here: str
    there: str


class DescribedUse(NamedTuple):
    """A use with its differing parts in words."""

    use: RecordUse
    parts: list[DescribedPart]


@add_to_map_pages
def add_other_uses(page: MapPageRequest) -> Mapping[str, Any]:
    """Return the other uses of the record that is open; a map as it once was is compared with nothing."""
    if page.view is None or read_visit(page.request, page.graph.slug).at:
        return {"other_uses": (), "more_uses": 0}
    argument_map = changes.find_map(page.session, page.graph.slug)
    reader = open_use_reader(page.request, page.session, page.user, argument_map)
    uses = reader.list_uses(page.view.record.id)
    described = [_describe_use(page.request, page.user, page.graph, use) for use in uses[:MOST_BESIDE]]
    return {"other_uses": described, "more_uses": max(0, len(uses) - MOST_BESIDE)}


@router.get("/maps/{slug}/corrections")
def show_corrections(request: Request, slug: Slug, session: Reading, user: MayLook) -> Response:
    """List what was changed in other maps of records that are used here as well."""
    graph = request.app.state.pictures.graph(slug, user)
    offers = paginate(
        request,
        f"/maps/{slug}/corrections",
        "corrections",
        open_use_reader(request, session, user, changes.find_map(session, slug)).list_offers(),
        lambda offer: f"{offer[0]} {offer[1].map.slug}/{offer[1].label}",
    )
    return render_page(
        request,
        "corrections.html",
        offers=offers,
        described=[_describe_use(request, user, graph, use) for _, use in offers.items],
        names=RecordNames(graph),
        **build_map_context(request, graph, read_visit(request, slug), session),
    )


@router.get("/maps/{slug}/records/{label}/correction")
def show_record_correction(
    request: Request,
    slug: Slug,
    label: Label,
    session: Reading,
    user: MayContribute,
    origin: str = "",
    record: str = "",
) -> Response:
    """Show a record here and in another map side by side, part by part."""
    reader = open_use_reader(request, session, user, changes.find_map(session, slug))
    _require_here(request.app.state.pictures.graph(slug, user), label)
    use = find_use(reader, label, origin[:64], record[:64])
    return _render(request, session, user, label, use, {})


@router.post("/maps/{slug}/records/{label}/correction")
def decide_correction_from_page(
    request: Request, slug: Slug, label: Label, form: Form, session: Writing, user: MayContribute
) -> Response:
    """Take what was chosen and decline the rest, and lead to the record; to the list, where no map was named."""
    if not form.get("origin"):
        return RedirectResponse(f"/maps/{slug}/corrections", status_code=303)
    argument_map = lock_existing_map(session, slug)
    here = changes.find_record(session, argument_map, label)
    require_changeable(session, [here])
    reader = open_use_reader(request, session, user, argument_map)
    use = find_use(reader, label, form.get("origin", "")[:64], form.get("record", "")[:64])
    names = [part.name for part in use.differences.parts if form.get(f"take.{part.name}") == "yes"]
    if form.get("decline"):
        names = []
    if read_whole_number(form.get("revision")) != here.revision:
        fault = gettext("The record was changed while you were choosing. Check it again; your choices are kept below.")
        return _render(request, session, user, label, use, form, fault, 409)
    why = " ".join(form.get("why", "").split())[:400]
    try:
        with session.begin_nested():
            done: CorrectionDecided = decide_correction(
                reader, label, use, read_whole_number(form.get("there")) or 0, names, why=why
            )
    except MapError as error:
        status = find_status(type(error))
        return _render(request, session, user, label, use, form, explain_error(error), status)
    if not done.revisions:
        return RedirectResponse(f"/maps/{slug}/records/{label}#other-uses", status_code=303)
    return redirect_to_map(request, read_visit(request, slug), label, done.revisions[0].change)


def _require_here(graph: Graph, label: str) -> AnyRecord:
    if label not in graph.by_id:
        raise UnknownRecord(graph.slug, label)
    return graph.by_id[label]


def _describe_use(request: Request, user: CurrentUser, graph: Graph, use: RecordUse) -> DescribedUse:
    other: Graph = request.app.state.pictures.graph(use.map.slug, user)
    here, there = RecordNames(graph), RecordNames(other)
    kind = find_record_kind(use.record)

    def tell(record: AnyRecord, fields: tuple[str, ...], names: RecordNames) -> str:
        said = (describe_value(field, getattr(record, field), names) for field in fields)
        return "; ".join(words for words in said if words)

    parts = [
        DescribedPart(
            part,
            ", ".join(name_field(kind, field) for field in part.fields),
            tell(use.differences.ours, part.fields, here),
            tell(use.record, part.fields, there),
        )
        for part in use.differences.parts
    ]
    return DescribedUse(use, parts)


def _render(
    request: Request,
    session: Session,
    user: CurrentUser,
    label: str,
    use: RecordUse,
    form: Mapping[str, str],
    fault: str = "",
    status: int = 200,
) -> Response:
    slug = request.path_params["slug"]
    graph = request.app.state.pictures.graph(slug, user)
    record = _require_here(graph, label)
    return render_page(
        request,
        "record_correction.html",
        status,
        record=record,
        described=_describe_use(request, user, graph, use),
        takes=use.may_take and is_correctable(record),
        locked=bool(list_locked_labels(request, session, slug, [label])),
        revision=changes.find_record(session, changes.find_map(session, slug), label).revision,
        form=form,
        fault=fault,
        names=RecordNames(graph),
        other_names=RecordNames(request.app.state.pictures.graph(use.map.slug, user)),
        **build_map_context(request, graph, read_visit(request, slug), session),
    )
