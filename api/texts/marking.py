"""A passage becomes an annotation and a record, or is tied to records that there are, in one change."""

from collections.abc import Mapping
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
from api.pages.forms import FormValues, read_record_form
from api.phrases.fields.form_fields import FormField, InputKind, translate_field
from api.phrases.fields.record_fields import FORMS
from api.phrases.marking import N_
from api.phrases.messages import gettext
from argument_maps.anchoring.anchors import extract_context
from argument_maps.graph import Graph
from argument_maps.values import Text
from models import changes
from models.folding.graphemes import widen_to_graphemes
from models.records.arguments import TARGETS
from models.records.maps import ArgumentMap
from models.records.rows import Draft
from models.records.texts import CONTEXT
from models.row_keys import persisted_id
from models.text_types import LONGEST_QUOTATION
from models.vocabulary import Motivation, RecordKind

LONGEST_STATEMENT = 300
EXISTING_RECORDS = FormField(
    "bodies",
    N_("Records"),
    N_("Records or links on this map. Type words or an id and choose. Separate several with semicolons."),
    InputKind.RECORDS,
    required=True,
    kinds=TARGETS,
)
COMMENT = FormField("comment", N_("Remark on the passage"), N_("Optional. What a reader should know."), InputKind.PROSE)


@dataclass(frozen=True, slots=True)
class MarkingOption:
    """What can be made of a passage: what it is called, its kind of record, and the fields that are asked for."""

    name: str
    kind: RecordKind | None
    title: str
    fields: tuple[FormField, ...]


def _pick_fields(kind: RecordKind, *names: str) -> tuple[FormField, ...]:
    """Return some fields of a kind's form, in the order of the names."""
    fields_by_name = {form_field.name: form_field for form_field in FORMS[kind]}
    return tuple(fields_by_name[name] for name in names)


MARKING_OPTIONS: dict[str, MarkingOption] = {
    option.name: option
    for option in (
        MarkingOption(
            "evidence",
            RecordKind.EVIDENCE,
            N_("Make it evidence"),
            _pick_fields(
                RecordKind.EVIDENCE,
                *("summary", "source", "locator", "tier", "language", "translation", "translation_language"),
            ),
        ),
        MarkingOption(
            "claim",
            RecordKind.CLAIM,
            N_("Make it a claim"),
            _pick_fields(RecordKind.CLAIM, "text", "kind", "answers", "held_by", "when", "source", "locator"),
        ),
        MarkingOption(
            "interpretation",
            RecordKind.INTERPRETATION,
            N_("Make it an interpretation"),
            _pick_fields(RecordKind.INTERPRETATION, "text", "answers", "by", "source", "locator"),
        ),
        MarkingOption("existing", None, N_("Attach it to existing records"), (EXISTING_RECORDS,)),
    )
}


def list_marking_options() -> list[MarkingOption]:
    """Return what can be made of a passage, in the words of the page."""
    return [
        replace(option, title=gettext(option.title), fields=tuple(map(translate_field, option.fields)))
        for option in MARKING_OPTIONS.values()
    ]


def find_marking_option(name: str) -> MarkingOption:
    """Return what a form makes of a passage, in the words of the page; evidence where it does not say."""
    return next(
        option for option in list_marking_options() if option.name == (name if name in MARKING_OPTIONS else "evidence")
    )


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a version of a text, in code points; `locator` is where it stands in the edition."""

    version: str
    exact: str
    start: int
    end: int
    prefix: str = ""
    suffix: str = ""
    locator: str = ""

    @property
    def place(self) -> dict[str, Any]:
        """The fields of an annotation that say where it is."""
        return {name: getattr(self, name) for name in ("version", "exact", "prefix", "suffix", "start", "end")}


@dataclass(slots=True)
class Marking:
    """What a form was read as: the drafts where they can be made, what was typed, and what is wrong with it."""

    values: Draft
    named: NamedRecords
    record: tuple[RecordKind, Any] | None = None
    annotation: Any = None
    faults: dict[str, str] = field(default_factory=dict)


def cut_passage(version: str, text: str, start: int, end: int) -> Passage | None:
    """Return the passage between two places of a text, without the white space at its ends, or None.

    What cannot be marked in part, such as a letter without its accent, is marked whole.
    """
    start, end = max(start, 0), min(end, len(text))
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    end -= len(words) - len(words.rstrip())
    start, end = widen_to_graphemes(text, start, end)
    if start >= end or end - start > LONGEST_QUOTATION:
        return None
    return Passage(version, text[start:end], start, end, *extract_context(text, start, end, CONTEXT))


def suggest_values(option: MarkingOption, text: Text, passage: Passage) -> Draft:
    """Return what stands in the form at first: what the text and the passage tell already."""
    if option.kind is None:
        return {}
    values: Draft = {"source": text.source} if text.source else {}
    if passage.locator:
        values["locator"] = passage.locator
    # A short passage may be the statement as it stands; of a long one somebody has to say what it comes to.
    words = " ".join(passage.exact.split())
    if len(words) <= LONGEST_STATEMENT:
        values["summary" if option.kind == RecordKind.EVIDENCE else "text"] = words
    if option.kind == RecordKind.EVIDENCE:
        values |= _quote_passage(option.kind, text, passage)
    return values


def read_marking(
    graph: Graph,
    option: MarkingOption,
    text: Text,
    passage: Passage,
    sent: FormValues,
    other_maps: OtherMaps | None = None,
) -> Marking:
    """Read the form that makes something of a passage."""
    named = resolve_names(graph, option.fields, sent, other_maps)
    field_values = named.resolved_form
    place = {"in_text": text.id, **passage.place, "motivation": Motivation.LINKING.value}
    annotation_fields = {name: field_values.get(name, "") for name in ("comment", "bodies")}
    annotation_form = read_record_form(RecordKind.ANNOTATION, annotation_fields, place)
    marking = Marking(
        {name: annotation_form.values[name] for name in annotation_fields if name in annotation_form.values},
        named,
        faults=dict(annotation_form.faults),
    )
    marking.annotation = annotation_form.draft
    if option.kind is None and "bodies" not in annotation_form.values:
        marking.faults["bodies"] = gettext("Fill in this field.")
    if option.kind is not None:
        reading = read_record_form(
            option.kind, {**_select_fields(option, field_values), **_quote_passage(option.kind, text, passage, sent)}
        )
        marking.values |= reading.values
        marking.faults |= reading.faults
        if reading.draft is not None:
            marking.record = (option.kind, reading.draft)
    marking.values = named.restore_written_names(marking.values)
    marking.faults |= named.faults
    return marking


def _select_fields(option: MarkingOption, field_values: FormValues) -> Mapping[str, str]:
    return {form_field.name: field_values.get(form_field.name, "") for form_field in option.fields}


def _quote_passage(
    kind: RecordKind, text: Text, passage: Passage, sent: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return the passage as the quotation of evidence: of a translation it is the translation.

    Its language is that of the text, where the form does not say another.
    """
    if kind != RecordKind.EVIDENCE:
        return {}
    words, language = ("translation", "translation_language") if text.translation_of else ("quotation", "language")
    return {words: passage.exact, language: (sent or {}).get(language, "").strip() or text.language or ""}


def write_marking(
    session: Session, argument_map: ArgumentMap, marking: Marking, *, author: str
) -> tuple[str, str | None, int]:
    """Write a marking without faults as one change: the annotation's label, the new record's, the change's number.

    Raises `MapError` for what is wrong with the records that it names.
    """
    record_label: str | None = None
    items, ids = label_new_records(session, persisted_id(argument_map), marking.named.new_records)
    annotation: Any = marking.annotation
    if marking.record is not None:
        kind, draft = marking.record
        draft = replace_placeholders(kind, draft, ids)
        record_label = changes.find_free_label(
            session, persisted_id(argument_map), changes.choose_label_prefix(kind, draft)
        )
        items.append((kind, record_label, draft))
        annotation = annotation.model_copy(update={"bodies": [record_label, *annotation.bodies]})
    items.append((RecordKind.ANNOTATION, None, annotation))
    written = changes.create_records(session, argument_map, items, author=author)
    return written[-1].label, record_label, written[0].revision
