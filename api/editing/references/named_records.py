"""Records that a form names, by id or by name, and those that are made with it because the map does not have them.

Nobody is sent away to make an agent, a source, a question or a tag first: whoever names one that is not there is asked
on the same form whether it is to be made, and which of those that are there may be meant instead.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlmodel import Session, SQLModel

from api.editing.references.carried_drafts import CarriedFrom
from api.editing.references.entries import split_named_records
from api.editing.references.name_fields import NAME_FIELDS_BY_KIND
from api.editing.references.new_agents import AgentChoice, draft_agent, name_work_field, offer_agents
from api.editing.references.new_sources import NEW_SOURCE_FIELDS, NEW_SOURCE_PREFIX, list_new_source_fields
from api.editing.references.other_maps import FoundElsewhere, OtherMaps
from api.pages.forms import FormReading, FormValues, find_draft_faults, read_record_form
from api.phrases.fields.form_fields import FormField, InputKind
from api.phrases.fields.record_fields import list_form_fields
from api.phrases.messages import gettext
from api.phrases.record_view import read_caption
from argument_maps.graph import Graph
from argument_maps.similar_records import find_records_by_name, find_similar_records
from models import changes
from models.history.record_ancestry import note_origins
from models.records.kinds import KINDS
from models.records.rows import Draft, dump_draft
from models.search.terms import fold
from models.text_types import STORED
from models.vocabulary import RecordKind

_CHOICE = re.compile(r"meant\.([a-z_.]+)\.\d{1,3}")
# What forms offer of other maps where a name is not here, and how many of them.
_SHARED_KINDS = (RecordKind.AGENT, RecordKind.SOURCE)
MOST_OFFERED_ELSEWHERE = 5
# Whoever writes P99 means a record and no name.
_LIKE_AN_ID = re.compile(r"[A-Z]{1,3}[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class NewNamedRecord:
    """A record that is made with the form. `placeholder` is its id until it gets one, `origin` what it is a copy of."""

    kind: RecordKind
    placeholder: str
    draft: SQLModel
    origin: CarriedFrom | None = None


@dataclass(frozen=True, slots=True)
class UnresolvedName:
    """A name that the map does not have, with the records that may be meant: id and words; an agent may be several.

    `elsewhere` are records of other maps that can be brought here; `creates` tells whether one can be created.
    """

    name: str
    kind: RecordKind
    alike: tuple[tuple[str, str], ...]
    agents: tuple[AgentChoice, ...] = ()
    elsewhere: tuple[FoundElsewhere, ...] = ()
    creates: bool = True


@dataclass(slots=True)
class NamedRecords:
    """What the fields of a form name.

    `resolved_form` is the form with ids, and stand-ins of newcomers, in the place of names; `written` holds, by field,
    the entries as they go back into it. `doubts` are by field what has to be asked; `values_in_ids` are the values of
    the form with ids and stand-ins, and `names` what stand-ins stand for.
    """

    resolved_form: dict[str, str]
    written: dict[str, Any] = field(default_factory=dict)
    new_records: list[NewNamedRecord] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)
    doubts: dict[str, list[UnresolvedName]] = field(default_factory=dict)
    values_in_ids: Draft = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def restore_written_names(self, values: Draft) -> Draft:
        """Return values of a draft with what was written in the place of stand-ins."""
        return {**values, **{name: entry for name, entry in self.written.items() if entry}}

    def add_faults(self, faults: Mapping[str, str]) -> dict[str, str]:
        """Return the faults of a form with those of what it names.

        A source that is written and cannot be made yet is not missing: what it lacks is said where that stands.
        """
        lacks_source_details = any(name.startswith(NEW_SOURCE_PREFIX) for name in self.faults)
        return {
            name: fault for name, fault in faults.items() if name != "source" or not lacks_source_details
        } | self.faults


def resolve_names(
    graph: Graph,
    fields: Iterable[FormField],
    form: FormValues,
    other_maps: OtherMaps | None = None,
    *,
    creates: bool = True,
) -> NamedRecords:
    """Return what the fields of a form that take records name in a map; `creates` lets names make new records."""
    named_records = NamedRecords(dict(form))
    resolver = _NameResolver(graph, named_records, _read_name_choices(form), other_maps, creates=creates)
    for form_field in fields:
        if form_field.sort in (InputKind.RECORD, InputKind.RECORDS):
            resolver.read_field(form_field)
    return named_records


def read_form_with_names(
    graph: Graph,
    kind: RecordKind,
    form: FormValues,
    before: Draft | None = None,
    other_maps: OtherMaps | None = None,
) -> tuple[FormReading, NamedRecords]:
    """Read a form for a kind of record together with the records that it names; values are as they were written."""
    named_records = resolve_names(graph, list_form_fields(kind), form, other_maps)
    reading = read_record_form(kind, named_records.resolved_form, before)
    named_records.values_in_ids = reading.values
    reading.values = named_records.restore_written_names(reading.values)
    reading.faults = named_records.add_faults(reading.faults)
    if named_records.faults:
        reading.draft = None
    return reading, named_records


def list_likely_duplicates(graph: Graph, kind: RecordKind, values: Draft, form: FormValues) -> list[tuple[str, str]]:
    """Return the records, as ids and words, that a new one may be once more, until somebody says that it is not."""
    name = str(values.get(NAME_FIELDS_BY_KIND[kind], "")) if kind in NAME_FIELDS_BY_KIND else ""
    if not name or fold(form.get("all_the_same", "")) == fold(name):
        return []
    return [(record.id, read_caption(record)) for record in find_similar_records(graph, kind, name)]


def keep_present_ids(kind: RecordKind, form: FormValues, before: Draft) -> FormValues | None:
    """Return a form that names only what the record has named before, so that the map need not be asked; else None."""
    if any(value and (name.startswith(NEW_SOURCE_PREFIX) or _CHOICE.fullmatch(name)) for name, value in form.items()):
        return None
    resolved_form = dict(form)
    present_ids: set[str] = set()
    for form_field in list_form_fields(kind):
        value = before.get(form_field.name)
        if form_field.kinds and value:
            present_ids |= {value} if isinstance(value, str) else set(value)
    for form_field in list_form_fields(kind):
        if form_field.kinds:
            entries = [entry for entry in re.split(r"[;,\s]+", form.get(form_field.name, "")) if entry]
            if not present_ids.issuperset(entries):
                return None
            resolved_form[form_field.name] = "; ".join(entries)
    return resolved_form


def select_name_choices(form: FormValues) -> dict[str, str]:
    """Return the fields of a form in which was chosen what names stand for."""
    return {name: value for name, value in form.items() if _CHOICE.fullmatch(name)}


def label_new_records(
    session: Session, map_id: int, new_records: Iterable[NewNamedRecord]
) -> tuple[list[Any], dict[str, str]]:
    """Return newcomers as items to be created, each under its id, and the ids by their stand-ins.

    Of what those are copies that come from other maps is remembered.
    """
    all_records = list(new_records)
    labels = {
        record.placeholder: changes.find_free_label(
            session, map_id, changes.choose_label_prefix(record.kind, record.draft)
        )
        for record in all_records
    }
    origins = {labels[record.placeholder]: record.origin for record in all_records if record.origin is not None}
    note_origins(session, map_id, origins)
    return [
        (record.kind, labels[record.placeholder], replace_placeholders(record.kind, record.draft, labels))
        for record in all_records
    ], labels


def replace_placeholders(kind: RecordKind, draft: SQLModel, labels: Mapping[str, str]) -> SQLModel:
    """Return a draft with ids in the place of stand-ins."""
    replaced: dict[str, Any] = {}
    for form_field in list_form_fields(kind):
        value: Any = getattr(draft, form_field.name, None)
        if form_field.sort is InputKind.RECORD and value in labels:
            replaced[form_field.name] = labels[value]
        elif form_field.sort is InputKind.RECORDS and value:
            replaced[form_field.name] = [labels.get(label, label) for label in value]
    return draft.model_copy(update=replaced) if replaced else draft


def _read_name_choices(form: FormValues) -> dict[tuple[str, str], str]:
    """Return what was chosen for names that are not there: an id, a record of another map, or nothing for a new one."""
    choices: dict[tuple[str, str], str] = {}
    for name, value in form.items():
        match = _CHOICE.fullmatch(name)
        if match and "=" in value:
            choice, _, written = value.partition("=")
            choices[match[1], fold(" ".join(written.split()))] = choice
    return choices


class _NameResolver:
    """The reading of one form."""

    def __init__(
        self,
        graph: Graph,
        named: NamedRecords,
        choices: Mapping[tuple[str, str], str],
        other_maps: OtherMaps | None,
        *,
        creates: bool,
    ) -> None:
        self.graph, self.named, self.choices = graph, named, choices
        self.other_maps, self.creates = other_maps, creates
        self._placeholders: dict[tuple[RecordKind, str], str] = {}
        self._made = 0

    def read_field(self, form_field: FormField) -> None:
        """Read one field, put ids into it, and note what is wrong and what has to be asked."""
        text = self.named.resolved_form.get(form_field.name, "")
        kind = next((kind for kind in form_field.kinds if kind in NAME_FIELDS_BY_KIND), None)
        if form_field.sort is InputKind.RECORDS:
            entries = split_named_records(text, lambda piece: self._names_one_record(piece, kind))
        else:
            entries = [entry] if (entry := " ".join(text.split())) else []
        labels, written_entries = [], []
        for entry in entries:
            label = self._resolve_entry(form_field, kind, entry)
            labels.append(label)
            written_entries.append(entry if label is None or label not in self.graph.by_id else label)
        several = form_field.sort is InputKind.RECORDS
        self.named.resolved_form[form_field.name] = "; ".join(dict.fromkeys(label for label in labels if label))
        self.named.written[form_field.name] = (
            list(dict.fromkeys(written_entries)) if several else "".join(written_entries)
        )
        if kind == RecordKind.SOURCE and form_field.name == "source":
            self._check_unused(written_entries)

    def _names_one_record(self, piece: str, kind: RecordKind | None) -> bool:
        return piece in self.graph.by_id or (
            kind is not None and len(find_records_by_name(self.graph, kind, piece)) == 1
        )

    def _resolve_entry(self, form_field: FormField, kind: RecordKind | None, entry: str) -> str | None:
        """Return the id that an entry stands for, a stand-in, or None where that has to be asked first."""
        choice = self.choices.get((form_field.name, fold(entry)))
        if entry in self.graph.by_id:
            return entry
        if choice is not None and choice in self.graph.by_id:
            return choice
        if kind is None or (choice is None and _LIKE_AN_ID.fullmatch(entry)):
            self.named.faults[form_field.name] = gettext(
                "This map has no record “%(id)s”. Add it first, or choose another.", id=entry
            )
            return None
        if choice is not None and (self.creates or "/" in choice):
            return self._make_record(form_field, kind, entry, choice)
        namesakes = find_records_by_name(self.graph, kind, entry)
        if len(namesakes) == 1:
            return namesakes[0].id
        similar_records = namesakes or find_similar_records(self.graph, kind, entry)
        work = self.named.resolved_form.get(name_work_field(form_field.name), "")
        agents = offer_agents(entry, form_field.name, work) if kind == RecordKind.AGENT else ()
        alike = tuple((record.id, read_caption(record)) for record in similar_records)
        elsewhere = self._find_elsewhere(kind, entry)
        unresolved = UnresolvedName(entry, kind, alike, tuple(agents), elsewhere, self.creates)
        self.named.doubts.setdefault(form_field.name, []).append(unresolved)
        self.named.faults[form_field.name] = gettext(
            "“%(name)s” is not in this map yet. Choose below what to do.", name=entry
        )
        return None

    def _make_record(self, form_field: FormField, kind: RecordKind, entry: str, choice: str) -> str | None:
        key = (kind, fold(entry))
        if key in self._placeholders:
            return self._placeholders[key]
        brought = self._bring_record(kind, choice)
        if brought is not None:
            self._placeholders[key] = brought
            return self._add_details_to_copy(form_field, kind, brought)
        if not self.creates:
            self.named.faults[form_field.name] = gettext("“%(name)s” is not in this map. Choose another.", name=entry)
            return None
        values: Draft = draft_agent(entry, choice) if kind == RecordKind.AGENT else {NAME_FIELDS_BY_KIND[kind]: entry}
        if form_field.name == "source" and kind == RecordKind.SOURCE:
            values = self._add_source_details(values)
            if "type" not in values:
                self.named.faults[NEW_SOURCE_PREFIX + "type"] = gettext("Choose what kind of source it is.")
                return None
        return self._add_record(kind, values, form_field.name, key)

    def _add_record(self, kind: RecordKind, values: Draft, place: str, key: tuple[RecordKind, str]) -> str | None:
        faults = find_draft_faults(kind, values)
        if faults:
            self.named.faults[place] = next(iter(faults.values()))
            return None
        placeholder = self._make_placeholder(kind)
        self.named.new_records.append(NewNamedRecord(kind, placeholder, KINDS[kind].draft.model_validate(values)))
        self._placeholders[key] = placeholder
        self.named.names[placeholder] = str(values[NAME_FIELDS_BY_KIND[kind]])
        return placeholder

    def _make_placeholder(self, kind: RecordKind) -> str:
        self._made += 1
        while f"new-{kind}-{self._made}" in self.graph.by_id:
            self._made += 1000
        return f"new-{kind}-{self._made}"

    def _find_elsewhere(self, kind: RecordKind, entry: str) -> tuple[FoundElsewhere, ...]:
        """Return sources or agents of other maps that a name may mean."""
        if self.other_maps is None or kind not in _SHARED_KINDS:
            return ()

        def is_here(kind: RecordKind, name: str) -> bool:
            return bool(find_records_by_name(self.graph, kind, name))

        return tuple(self.other_maps.find(entry, [kind], MOST_OFFERED_ELSEWHERE, is_here))

    def _bring_record(self, kind: RecordKind, choice: str) -> str | None:
        """Return the id of a record of another map, or what stands for it here; None where no such one was chosen."""
        if "/" not in choice or self.other_maps is None:
            return None
        brought = self.other_maps.bring(self.graph, choice, kind, self._placeholders, self._make_placeholder)
        if brought is None:
            return None
        for placeholder, new_kind, draft, origin in brought.drafts:
            model = KINDS[new_kind].draft.model_validate(draft, context=STORED)
            self.named.new_records.append(NewNamedRecord(new_kind, placeholder, model, origin))
            name = str(draft[NAME_FIELDS_BY_KIND[new_kind]])
            self.named.names[placeholder] = name
            self._placeholders.setdefault((new_kind, fold(name)), placeholder)
        return brought.label

    def _add_details_to_copy(self, form_field: FormField, kind: RecordKind, label: str) -> str:
        """Let what the form says of a new source be said of one that is brought as well; return its stand-in."""
        if form_field.name != "source" or kind != RecordKind.SOURCE:
            return label
        records = self.named.new_records
        place = next((place for place, record in enumerate(records) if record.placeholder == label), None)
        if place is not None:
            values = self._add_source_details(dump_draft(records[place].draft))
            model = KINDS[kind].draft.model_validate(values, context=STORED)
            self.named.new_records[place] = replace(records[place], draft=model)
        return label

    def _add_source_details(self, values: Draft) -> Draft:
        """Return what is said of a new source, with what the form says of it beside its title."""
        fields = list_new_source_fields()
        authors = next(form_field for form_field in fields if form_field.name == NEW_SOURCE_PREFIX + "author")
        self.read_field(authors)
        sent = {
            name.removeprefix(NEW_SOURCE_PREFIX): value
            for name, value in self.named.resolved_form.items()
            if name.startswith(NEW_SOURCE_PREFIX)
        }
        # A title that is there, so that only what is said of the rest is found at fault.
        read = read_record_form(RecordKind.SOURCE, {**sent, "title": "-"})
        for name, fault in read.faults.items():
            if name not in ("title", "type"):
                self.named.faults[NEW_SOURCE_PREFIX + name] = fault
        more = {
            name: value for name, value in read.values.items() if name in NEW_SOURCE_FIELDS and name not in read.faults
        }
        return {**values, **more}

    def _check_unused(self, written: list[str]) -> None:
        """Find fault with what is said of a new source where the source is there already."""
        more = any(
            value.strip() for name, value in self.named.resolved_form.items() if name.startswith(NEW_SOURCE_PREFIX)
        )
        if not more or (written and written[0] not in self.graph.by_id):
            return
        self.named.faults["source"] = (
            gettext(
                "“%(id)s” is already in the map, and what you wrote about a new source would be lost. Clear one "
                "of them.",
                id=written[0],
            )
            if written
            else gettext("Enter the title of the new source here.")
        )
