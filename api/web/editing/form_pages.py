"""The pages that show a form: to edit, to add, and to choose between two changes of one record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fastapi import Request, Response

from api.web.editing.adding import NEW, QUICK, premises_field, quick_fields
from api.web.editing.conflicts import differences, merged
from api.web.editing.forms import Typed, read_number, shown, shown_rows
from api.web.editing.named_records import MADE, NamedRecords, choices_given, new_source_fields, written_of_a_source
from api.web.editing.source_form import SourceForm, source_form
from api.web.messages import gettext
from api.web.record_fields import ADDED, form_of
from api.web.record_view import view_record
from api.web.templating import page
from api.web.visits import read_visit
from argument_maps.graph import Graph
from argument_maps.schemes import QUESTIONS
from models.errors import UnknownRecord
from models.records.kinds import KINDS
from models.records.maps import Record
from models.vocabulary import RecordKind, Verdict

# Which kinds of something new have a field that not all of them have.
QUICK_OF = {
    each: [kind for kind, names in QUICK.items() if each in names] for names in QUICK.values() for each in names
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


def around_form(
    request: Request, graph: Graph, label: str | None, given: Typed | None = None, named: NamedRecords | None = None
) -> dict[str, Any]:
    """Return what every form shows around its fields: the map, the record, and what is asked of names."""
    visit = read_visit(request, graph.slug)
    asked_of = {scheme: [gettext(question) for question in questions] for scheme, questions in QUESTIONS.items()}
    return {
        "graph": graph,
        "visit": visit,
        "view": view_record(graph, label or ""),
        "asked_of": asked_of,
        **around_names(given, named),
    }


def around_names(given: Typed | None, named: NamedRecords | None) -> dict[str, Any]:
    """Return what is asked of names that the map does not have, and what is written of a new source."""
    sourced = written_of_a_source(given or {})
    return {
        "doubts": named.doubts if named else {},
        "choices": choices_given(given or {}),
        "new_source": new_source_fields(),
        "sourced": sourced | (named.written if named else {}),
    }


def edit_form(
    request: Request,
    graph: Graph,
    record: Record,
    draft: dict[str, Any],
    revision: int,
    faults: dict[str, str] | None = None,
    status: int = 200,
    given: Typed | None = None,
    named: NamedRecords | None = None,
    *,
    may_delete: bool,
) -> Response:
    """Return the page on which a record is changed."""
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
        may_delete=may_delete,
        shown=shown,
        shown_rows=shown_rows,
        layout=_layout(request, graph, RecordKind(record.kind), draft, given, record.label),
        **around_form(request, graph, record.label, given, named),
    )


def conflict_form(
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
    parts = [replace(each, yours=_in_names(each.yours, names)) for each in differences(kind, was, theirs, yours)]
    both = merged(theirs, parts)
    return page(
        request,
        "conflict.html",
        409,
        record=record,
        fields=form_of(kind),
        parts=parts,
        merged=both,
        was=was,
        theirs=theirs,
        yours={name: _in_names(value, names) for name, value in yours.items()},
        shown=shown,
        shown_rows=shown_rows,
        layout=_layout(request, graph, kind, both, None, record.label),
        **around_form(request, graph, record.label),
    )


def _in_names(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [names.get(each, each) if isinstance(each, str) else each for each in value]
    return names.get(value, value) if isinstance(value, str) else value


def new_form(
    request: Request,
    graph: Graph,
    kind: RecordKind,
    draft: dict[str, Any],
    faults: dict[str, str],
    status: int = 200,
    given: Typed | None = None,
    named: NamedRecords | None = None,
    alike: Sequence[tuple[str, str]] = (),
    copying: CopyChoices | None = None,
) -> Response:
    """Return the page on which a record of a kind is made; `alike` are those that it may be once more."""
    kinds = [each for each in KINDS if each in ADDED and each != RecordKind.LINK]
    return page(
        request,
        "new.html",
        status,
        kind=kind,
        kinds=kinds,
        alike=alike,
        copying=copying,
        opened=_name_opening(draft, given),
        called=str(draft.get(MADE[kind], "")) if kind in MADE else "",
        fields=form_of(kind),
        draft=draft,
        faults=faults,
        shown=shown,
        shown_rows=shown_rows,
        from_comment=read_number((given or request.query_params).get("comment", "")) if kind == RecordKind.CLAIM else 0,
        layout=_layout(request, graph, kind, draft, given, None),
        **around_form(request, graph, None, given, named),
    )


def _name_opening(draft: dict[str, Any], given: Typed | None) -> str:
    """Return what a form was opened with, by which what is typed into it is kept apart: a finding from a perception."""
    if given is not None:
        return given.get("opened", "")
    return "/".join(str(draft[name]) for name in ("kind", "answers", "target") if draft.get(name))


def _layout(
    request: Request, graph: Graph, kind: RecordKind, draft: dict[str, Any], given: Typed | None, label: str | None
) -> SourceForm | None:
    """Return how the form of a source is laid out, None for records whose fields stand in one row."""
    if kind != RecordKind.SOURCE:
        return None
    address = read_visit(request, graph.slug).address("/form", label=label)
    return source_form(request, graph, address, draft, given or {})


def adding_form(
    request: Request,
    graph: Graph,
    target: str,
    given: Typed,
    faults: dict[str, str],
    status: int = 200,
    named: NamedRecords | None = None,
) -> Response:
    """Return the page on which something is added to a record."""
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
        quick=quick_fields(),
        existing=premises_field(),
        shown=shown,
        shown_rows=shown_rows,
        quick_draft={**given, **(named.written if named else {})},
        for_kinds=QUICK_OF,
        **around_form(request, graph, target, given, named),
    )
