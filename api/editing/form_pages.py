"""The pages that show a form: to edit, to add, and to choose between two changes of one record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fastapi import Request, Response

from api.editing.adding import FIELDS_BY_PREMISE, PREMISE_KINDS, list_quick_fields, make_premises_field
from api.editing.conflicts import compare_drafts, merge_drafts
from api.editing.references.name_fields import NAME_FIELDS_BY_KIND
from api.editing.references.named_records import (
    NamedRecords,
    select_name_choices,
)
from api.editing.references.new_sources import list_new_source_fields, read_new_source_fields
from api.editing.source_form import SourceForm, make_source_form
from api.http.query_parameters import read_whole_number
from api.pages.forms import FormValues, format_field, format_rows
from api.pages.templating import render_page
from api.pages.visits import read_visit
from api.phrases.fields.record_fields import ADDABLE_KINDS, list_form_fields
from api.phrases.messages import gettext
from api.phrases.record_view import view_record
from argument_maps.graph import Graph
from argument_maps.schemes import QUESTIONS
from models.errors import UnknownRecord
from models.records.kinds import KINDS
from models.records.maps import Record
from models.vocabulary import TEST_VERDICTS, RecordKind

# Which kinds of something new have a field that not all of them have.
PREMISES_BY_FIELD = {
    name: [kind for kind, names in FIELDS_BY_PREMISE.items() if name in names]
    for names in FIELDS_BY_PREMISE.values()
    for name in names
}


@dataclass(frozen=True, slots=True)
class CopyChoices:
    """What the form of a copy asks beside its fields.

    `slug` and `label` are those of the record; `links` are its links in the same map, each with its words and whether
    it is chosen; `others` are slugs and titles of maps into which it may be copied instead.
    """

    slug: str
    label: str
    address: str
    links: tuple[tuple[str, str, bool], ...]
    others: tuple[tuple[str, str], ...]


def gather_form_context(
    request: Request,
    graph: Graph,
    label: str | None,
    form: FormValues | None = None,
    named_records: NamedRecords | None = None,
) -> dict[str, Any]:
    """Return what every form shows around its fields: the map, the record, and what is asked of names."""
    visit = read_visit(request, graph.slug)
    questions_by_scheme = {
        scheme: [gettext(question) for question in questions] for scheme, questions in QUESTIONS.items()
    }
    return {
        "graph": graph,
        "visit": visit,
        "view": view_record(graph, label or ""),
        "questions_by_scheme": questions_by_scheme,
        **gather_name_context(form, named_records),
    }


def gather_name_context(form: FormValues | None, named_records: NamedRecords | None) -> dict[str, Any]:
    """Return what is asked of names that the map does not have, and what is written of a new source."""
    source_values = read_new_source_fields(form or {})
    return {
        "doubts": named_records.doubts if named_records else {},
        "choices": select_name_choices(form or {}),
        "new_source": list_new_source_fields(),
        "sourced": source_values | (named_records.written if named_records else {}),
    }


def render_edit_form(
    request: Request,
    graph: Graph,
    record: Record,
    draft: dict[str, Any],
    revision: int,
    faults: dict[str, str] | None = None,
    status: int = 200,
    form: FormValues | None = None,
    named_records: NamedRecords | None = None,
    *,
    may_delete: bool,
) -> Response:
    """Return the page on which a record is changed."""
    return render_page(
        request,
        "record_form.html",
        status,
        record=record,
        revision=revision,
        fields=list_form_fields(RecordKind(record.kind)),
        draft=draft,
        faults=faults or {},
        why=(form or {}).get("why", ""),
        may_delete=may_delete,
        format_field=format_field,
        format_rows=format_rows,
        layout=_lay_out_source(request, graph, RecordKind(record.kind), draft, form, record.label),
        **gather_form_context(request, graph, record.label, form, named_records),
    )


def render_conflict_form(
    request: Request,
    graph: Graph,
    record: Record,
    was: dict[str, Any],
    theirs: dict[str, Any],
    yours: dict[str, Any],
    names: Mapping[str, str],
) -> Response:
    """Return the page on which two changes of one record stand side by side.

    `names` are those of records that yours would have made, by what stands for them in `yours`.
    """
    kind = RecordKind(record.kind)
    parts = [
        replace(difference, yours=_replace_by_names(difference.yours, names))
        for difference in compare_drafts(kind, was, theirs, yours)
    ]
    merged_draft = merge_drafts(theirs, parts)
    return render_page(
        request,
        "edit_conflict.html",
        409,
        record=record,
        fields=list_form_fields(kind),
        parts=parts,
        merged=merged_draft,
        was=was,
        theirs=theirs,
        yours={name: _replace_by_names(value, names) for name, value in yours.items()},
        format_field=format_field,
        format_rows=format_rows,
        layout=_lay_out_source(request, graph, kind, merged_draft, None, record.label),
        **gather_form_context(request, graph, record.label),
    )


def _replace_by_names(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [names.get(entry, entry) if isinstance(entry, str) else entry for entry in value]
    return names.get(value, value) if isinstance(value, str) else value


def render_new_form(
    request: Request,
    graph: Graph,
    kind: RecordKind,
    draft: dict[str, Any],
    faults: dict[str, str],
    status: int = 200,
    form: FormValues | None = None,
    named_records: NamedRecords | None = None,
    alike: Sequence[tuple[str, str]] = (),
    copying: CopyChoices | None = None,
) -> Response:
    """Return the page on which a record of a kind is made; `alike` are those that it may be once more."""
    kinds = [record_kind for record_kind in KINDS if record_kind in ADDABLE_KINDS and record_kind != RecordKind.LINK]
    return render_page(
        request,
        "new_record.html",
        status,
        kind=kind,
        kinds=kinds,
        alike=alike,
        copying=copying,
        opened=_name_opening(draft, form),
        called=str(draft.get(NAME_FIELDS_BY_KIND[kind], "")) if kind in NAME_FIELDS_BY_KIND else "",
        fields=list_form_fields(kind),
        draft=draft,
        faults=faults,
        format_field=format_field,
        format_rows=format_rows,
        from_comment=(read_whole_number((form or request.query_params).get("comment")) or 0)
        if kind == RecordKind.CLAIM
        else 0,
        layout=_lay_out_source(request, graph, kind, draft, form, None),
        **gather_form_context(request, graph, None, form, named_records),
    )


def _name_opening(draft: dict[str, Any], form: FormValues | None) -> str:
    """Return what a form was opened with, by which what is typed into it is kept apart: a finding from a perception."""
    if form is not None:
        return form.get("opened", "")
    return "/".join(str(draft[name]) for name in ("kind", "answers", "target") if draft.get(name))


def _lay_out_source(
    request: Request, graph: Graph, kind: RecordKind, draft: dict[str, Any], form: FormValues | None, label: str | None
) -> SourceForm | None:
    """Return how the form of a source is laid out, None for records whose fields stand in one row."""
    if kind != RecordKind.SOURCE:
        return None
    address = read_visit(request, graph.slug).address("/form", label=label)
    return make_source_form(request, graph, address, draft, form or {})


def render_addition_form(
    request: Request,
    graph: Graph,
    target: str,
    form: FormValues,
    faults: dict[str, str],
    status: int = 200,
    named_records: NamedRecords | None = None,
) -> Response:
    """Return the page on which something is added to a record."""
    if target not in graph.by_id:
        raise UnknownRecord(graph.slug, target)
    return render_page(
        request,
        "addition_form.html",
        status,
        target=graph.by_id[target],
        verdicts=TEST_VERDICTS,
        form=form,
        faults=faults,
        new_kinds=list(PREMISE_KINDS),
        quick=list_quick_fields(),
        existing=make_premises_field(),
        format_field=format_field,
        format_rows=format_rows,
        quick_draft={**form, **(named_records.written if named_records else {})},
        for_kinds=PREMISES_BY_FIELD,
        **gather_form_context(request, graph, target, form, named_records),
    )
