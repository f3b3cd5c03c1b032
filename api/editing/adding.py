"""Adding to a map: a new record, a link from it or from records that exist to what it bears on, in one change."""

from dataclasses import dataclass, field, replace
from typing import Any

from sqlmodel import Session

from api.editing.references.named_records import (
    NamedRecords,
    label_new_records,
    replace_placeholders,
    resolve_names,
)
from api.editing.references.other_maps import OtherMaps
from api.pages.forms import FormReading, FormValues, read_record_form
from api.phrases.fields.form_fields import FormField, InputKind
from api.phrases.fields.record_fields import list_form_fields
from api.phrases.messages import gettext
from argument_maps.graph import Graph
from argument_maps.values import AnyRecord, Question
from models import changes
from models.records.arguments import PREMISES
from models.records.maps import ArgumentMap
from models.records.relations import RELATION_MEANINGS
from models.row_keys import persisted_id
from models.vocabulary import RecordKind

# What a new premise may be, in the order in which historians reach for it.
PREMISE_KINDS = {
    "evidence": RecordKind.EVIDENCE,
    "finding": RecordKind.CLAIM,
    "interpretation": RecordKind.INTERPRETATION,
    "perception": RecordKind.CLAIM,
    "response": RecordKind.CLAIM,
    "assertion": RecordKind.CLAIM,
}
_EVIDENCE_FIELDS = ("quotation", "language", "translation", "translation_language", "tier")
_STATEMENT_FIELDS = ("held_by", "when")
# What the quick form asks for something new, beside what it says: in this order, and of which kinds.
_QUICK_FIELDS = ("text", "source", "locator", *_EVIDENCE_FIELDS, *_STATEMENT_FIELDS)
FIELDS_BY_PREMISE = {
    name: (*_EVIDENCE_FIELDS,) if kind == RecordKind.EVIDENCE else (*_STATEMENT_FIELDS,)
    for name, kind in PREMISE_KINDS.items()
}

# The fields of the form beside which something can be said.
ADDITION_FIELDS = ("relation", "verdict", "new", "premises", *_QUICK_FIELDS)
_FORM_FIELD_NAMES = {"summary": "text", "by": "held_by", "kind": "new"}


@dataclass(slots=True)
class Addition:
    """What an addition form was read as: the new premise where one was written, and the link."""

    new: FormReading | None
    new_kind: RecordKind | None
    link: FormReading
    named: NamedRecords
    faults: dict[str, str] = field(default_factory=dict)


def list_quick_fields() -> tuple[FormField, ...]:
    """Return the fields of something new, as they are called in the form by which it is added to a record."""
    fields_by_name = {
        form_field.name: form_field
        for kind in (RecordKind.CLAIM, RecordKind.EVIDENCE)
        for form_field in list_form_fields(kind)
    }
    labels = {"text": gettext("What it says"), "held_by": gettext("Held or written by")}
    helps = {
        "text": "",
        "source": gettext(
            "The work or document. Evidence needs one. Type a word of its title and choose, or enter the title of "
            "a new one."
        ),
    }
    return tuple(
        replace(
            form_field, required=False, label=labels.get(name, form_field.label), help=helps.get(name, form_field.help)
        )
        for name in _QUICK_FIELDS
        if (form_field := fields_by_name.get(name))
    )


def make_premises_field() -> FormField:
    """Return the field for records that the map has already."""
    help_text = gettext(
        "Type words or an id and choose. Several records, separated by semicolons, or one beside something new "
        "are taken together: E1 + E2 support F1."
    )
    return FormField("premises", gettext("Records"), help_text, InputKind.RECORDS, kinds=PREMISES)


def read_addition(graph: Graph, target: AnyRecord, form: FormValues, other_maps: OtherMaps | None = None) -> Addition:
    """Read the form by which something is added to a record; faults are by field of the form."""
    named = resolve_names(graph, (*list_quick_fields(), make_premises_field()), form, other_maps)
    resolved_form = named.resolved_form
    sort = resolved_form.get("new", "")
    kind = PREMISE_KINDS.get(sort)
    misplaced = _find_misplaced_fields(sort, resolved_form)
    written = bool(resolved_form.get("text", "").strip())
    new = (
        read_record_form(kind, _select_premise_fields(graph, target, kind, sort, resolved_form))
        if written and kind
        else None
    )
    existing = resolved_form.get("premises", "").strip()
    # The label that the new record will get is not known yet; any label stands in its place.
    premises = "; ".join(part for part in (existing, "new" if written else "") if part)
    link = read_record_form(RecordKind.LINK, {**resolved_form, "premises": premises, "target": target.id, "when": ""})
    addition = Addition(new, kind if written else None, link, named, {**named.faults})
    if not premises:
        addition.faults.setdefault("text", gettext("Write something new, or name an existing record."))
    if written and kind is None:
        addition.faults["new"] = gettext("Choose what it is.")
    faults = named.add_faults(link.faults | (new.faults if new else {}) | misplaced)
    for name, fault in faults.items():
        addition.faults.setdefault(_FORM_FIELD_NAMES.get(name, name), fault)
    meaning = RELATION_MEANINGS.get(resolved_form.get("relation", ""))
    if meaning is not None and meaning.takes_verdict and not resolved_form.get("verdict"):
        addition.faults["verdict"] = gettext("A test needs a verdict, even if it is only “not tested”.")
    return addition


def _find_misplaced_fields(sort: str, form: FormValues) -> dict[str, str]:
    """Return what is wrong with fields that the chosen kind does not have: what stands in them would be lost."""
    if not form.get("text", "").strip():
        filled_field = next((name for name in _QUICK_FIELDS if form.get(name, "").strip()), None)
        return {"text": gettext("Fill in what it says, or leave the other fields blank too.")} if filled_field else {}
    own = FIELDS_BY_PREMISE.get(sort, ())
    others = {*_EVIDENCE_FIELDS, *_STATEMENT_FIELDS} - {*own} if own else ()
    message = gettext("Only %(kinds)s can have this. Clear it, or choose another kind above.")
    evidence, statements = gettext("evidence"), gettext("a claim or an interpretation")
    return {
        name: message % {"kinds": evidence if name in _EVIDENCE_FIELDS else statements}
        for name in others
        if form.get(name, "").strip()
    }


def _select_premise_fields(
    graph: Graph, target: AnyRecord, kind: RecordKind, sort: str, form: FormValues
) -> dict[str, str]:
    text = form.get("text", "")
    common = {name: form.get(name, "") for name in ("source", "locator")}
    if kind == RecordKind.EVIDENCE:
        return {"summary": text, **common, **{name: form.get(name, "") for name in _EVIDENCE_FIELDS}}
    home = target.id if isinstance(target, Question) else graph.home.get(target.id) or ""
    holders, when = form.get("held_by", ""), form.get("when", "")
    kind_fields = {"by": holders} if kind == RecordKind.INTERPRETATION else {"held_by": holders, "kind": sort}
    return {"text": text, "answers": home, "when": when, **common, **kind_fields}


def write_addition(session: Session, argument_map: ArgumentMap, addition: Addition, *, author: str) -> tuple[str, int]:
    """Write an addition without faults as one change; return the label to open and the change's number.

    Raises `MapError` for what is wrong with the records that it names.
    """
    map_id = persisted_id(argument_map)
    items, ids = label_new_records(session, map_id, addition.named.new_records)
    link: Any = replace_placeholders(RecordKind.LINK, addition.link.draft, ids) if addition.link.draft else None
    new_label: str | None = None
    if addition.new is not None and addition.new.draft is not None and addition.new_kind is not None:
        draft = replace_placeholders(addition.new_kind, addition.new.draft, ids)
        new_label = changes.find_free_label(session, map_id, changes.choose_label_prefix(addition.new_kind, draft))
        items.append((addition.new_kind, new_label, draft))
        premises = [new_label if premise == "new" else premise for premise in link.premises]
        link = link.model_copy(update={"premises": premises})
    items.append((RecordKind.LINK, None, link))
    records = changes.create_records(session, argument_map, items, author=author, why="")
    return new_label or records[-1].label, records[0].revision
