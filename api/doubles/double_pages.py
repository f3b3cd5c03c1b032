"""The pages on which two records that stand for the same are found, compared field by field, and merged."""

from collections.abc import Mapping
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session

from api.access.authorization import MayContribute, MayLook
from api.doubles.double_merges import merge_records
from api.editing.onward import redirect_to_map
from api.http.query_parameters import read_whole_number
from api.pages.editable_records import list_locked_labels
from api.pages.forms import FormValues, read_posted_form
from api.pages.list_parts import paginate
from api.pages.map_context import build_map_context
from api.pages.templating import render_page
from api.pages.visits import read_visit
from api.phrases.accessible_names import describe_value, name_field
from api.phrases.messages import gettext
from api.phrases.page_words import explain_error
from api.phrases.record_names import RecordNames
from api.requests.database import Reading, Writing, lock_existing_map
from api.requests.error_answers import find_status
from argument_maps.comparison.doubles import MERGEABLE_KINDS, compare_doubles, list_naming_records
from argument_maps.comparison.field_merging import FieldMerge
from argument_maps.graph import Graph
from argument_maps.matching.likely_doubles import find_likely_doubles
from argument_maps.references import find_record_kind
from argument_maps.similar_records import find_records_by_name, find_similar_records, list_names
from argument_maps.values import AnyRecord
from models import changes
from models.errors import MapError, UnknownRecord
from models.text_types import Label, Slug

router = APIRouter(include_in_schema=False)
Form = Annotated[FormValues, Depends(read_posted_form)]


class ComparedField(NamedTuple):
    """What two records say in a field or in several that are chosen as one.

    `name` is that of the choice, empty where there is none; `origin` says where it comes from then: `kept`, `other` or
    `both`.
    """

    name: str
    title: str
    kept: str
    other: str
    origin: str


@router.get("/maps/{slug}/doubles")
def show_doubles(request: Request, slug: Slug, session: Reading, user: MayLook) -> Response:
    """List the sources and agents that may well be the same, each pair with the way to merge them."""
    graph = request.app.state.pictures.graph(slug, user)
    pairs = paginate(
        request,
        f"/maps/{slug}/doubles",
        "doubles",
        find_likely_doubles(graph),
        lambda pair: f"{pair.one.id} {pair.other.id}",
    )
    return render_page(
        request,
        "doubles.html",
        pairs=pairs,
        names=RecordNames(graph),
        **build_map_context(request, graph, read_visit(request, slug), session),
    )


@router.get("/maps/{slug}/records/{label}/merge")
def show_record_merge(
    request: Request, slug: Slug, label: Label, session: Reading, user: MayContribute, other: str = ""
) -> Response:
    """Show two records side by side, or ask with which one this is to be merged."""
    graph = request.app.state.pictures.graph(slug, user)
    kept = _require_mergeable(graph, label)
    if not other.strip():
        return _ask_for_other(request, session, graph, kept)
    found = _find_other(graph, kept, other[:300])
    if found is None:
        fault = gettext(
            "“%(name)s” is no other record of this sort here. Enter an id or a whole name.", name=other[:80]
        )
        return _ask_for_other(request, session, graph, kept, fault, other[:300])
    return _render_comparison(request, session, graph, kept, found)


@router.post("/maps/{slug}/records/{label}/merge")
def merge_records_from_page(
    request: Request, slug: Slug, label: Label, form: Form, session: Writing, user: MayContribute
) -> Response:
    """Let one record stand for two as was chosen, and lead to it."""
    argument_map = lock_existing_map(session, slug)
    graph = request.app.state.pictures.graph(slug, user)
    kept = _require_mergeable(graph, label)
    other = graph.by_id.get(form.get("other", ""))
    if other is None:
        raise UnknownRecord(slug, form.get("other", "")[:80])
    kept_fields = {name.removeprefix("keep.") for name, value in form.items() if value == "yes" and name[:5] == "keep."}
    if read_whole_number(form.get("version")) != argument_map.version:
        fault = gettext(
            "The map changed while you were choosing. Check both records again; your choices are kept below."
        )
        return _render_comparison(request, session, graph, kept, other, form, fault, 409)
    why = " ".join(form.get("why", "").split())[:400]
    try:
        with session.begin_nested():
            revisions = merge_records(session, argument_map, label, other.id, kept_fields, author=user.name, why=why)
    except MapError as error:
        fault = explain_error(error)
        return _render_comparison(request, session, graph, kept, other, form, fault, find_status(type(error)))
    return redirect_to_map(request, read_visit(request, slug), label, revisions[0].change)


def _require_mergeable(graph: Graph, label: str) -> AnyRecord:
    record = graph.by_id.get(label)
    if record is None or find_record_kind(record) not in MERGEABLE_KINDS:
        raise UnknownRecord(graph.slug, label)
    return record


def _find_other(graph: Graph, kept: AnyRecord, name: str) -> AnyRecord | None:
    """Return the record of the same kind that is called so, by its id or its name."""
    kind = find_record_kind(kept)
    by_label = graph.by_id.get(name.strip())
    namesakes = [by_label] if by_label is not None else find_records_by_name(graph, kind, name)
    others = [record for record in namesakes if record.id != kept.id and find_record_kind(record) == kind]
    return others[0] if len(others) == 1 else None


def _ask_for_other(
    request: Request, session: Session, graph: Graph, kept: AnyRecord, fault: str = "", typed: str = ""
) -> Response:
    similar = {
        record.id: record
        for name in list_names(kept)
        for record in find_similar_records(graph, find_record_kind(kept), name)
        if record.id != kept.id
    }
    return render_page(
        request,
        "merge_records.html",
        422 if fault else 200,
        kept=kept,
        other=None,
        similar=list(similar.values()),
        fault=fault,
        typed=typed,
        names=RecordNames(graph),
        **build_map_context(request, graph, read_visit(request, graph.slug), session),
    )


def _render_comparison(
    request: Request,
    session: Session,
    graph: Graph,
    kept: AnyRecord,
    other: AnyRecord,
    form: Mapping[str, str] | None = None,
    fault: str = "",
    status: int = 200,
) -> Response:
    merge = compare_doubles(kept, other)
    naming = list_naming_records(graph, other.id)
    locked = list_locked_labels(request, session, graph.slug, [kept.id, *(record.id for record in naming)])
    locked |= list_locked_labels(request, session, graph.slug, [other.id], to_delete=True)
    names = RecordNames(graph)
    return render_page(
        request,
        "merge_records.html",
        status,
        kept=kept,
        other=other,
        parts=_list_parts(merge, other, names),
        naming=naming,
        locked=[names.name(label) for label in sorted(locked)],
        map_version=changes.find_map(session, graph.slug).version,
        form=form or {},
        fault=fault,
        names=names,
        **build_map_context(request, graph, read_visit(request, graph.slug), session),
    )


def _list_parts(merge: FieldMerge, other: AnyRecord, names: RecordNames) -> list[ComparedField]:
    """Return what the two say, in the order of fields: what is to be chosen, and what comes from which by itself."""
    kind = find_record_kind(other)
    origins = {
        **dict.fromkeys(merge.kept, "kept"),
        **dict.fromkeys(merge.taken, "other"),
        **dict.fromkeys(merge.joined, "both"),
    }
    grouped = {conflict.name: conflict.fields for conflict in merge.conflicts}
    chosen = {field for fields in grouped.values() for field in fields}
    parts = [(name, fields, "") for name, fields in grouped.items()]
    parts += [("", (field,), origin) for field, origin in origins.items() if field not in chosen]
    order = list(other.__struct_fields__)

    def read(record: AnyRecord, fields: tuple[str, ...]) -> str:
        said = (describe_value(field, getattr(record, field), names) for field in fields)
        return "; ".join(words for words in said if words)

    return [
        ComparedField(
            name,
            ", ".join(name_field(kind, field) for field in fields),
            read(merge.ours, fields),
            read(other, fields),
            origin,
        )
        for name, fields, origin in sorted(parts, key=lambda part: order.index(part[1][0]))
    ]
