"""What an import would do to a map, record by record, before anything is done.

A record that comes in is new, or the same as one that is here, or a new version of one that is here. Which it is, and
why, is told with what can be chosen; the drafts that would be written follow from the choices.
"""

from collections.abc import Callable, Collection, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import msgspec

from argument_maps.comparison.map_differences import FieldChange
from argument_maps.draft_values import Draft, build_draft, build_value
from argument_maps.formats.held_fields import list_filled_fields
from argument_maps.graph import Graph, sort_records
from argument_maps.matching.grades import MatchGrade
from argument_maps.matching.same_records import RecordMatch, RecordMatcher
from argument_maps.references import find_record_kind, rename_labels
from argument_maps.values import AnyRecord, Content, Image, Link
from models.errors import Phrase
from models.records.kinds import KINDS
from models.records.references import NEEDED_FIELDS, REFERENCE_FIELDS
from models.vocabulary import RecordKind

# Returns the label under which a record that comes in is kept, which none of the labels that it is given may be.
AssignLabel = Callable[[AnyRecord, Collection[str]], str]


class ImportStatus(StrEnum):
    """What a record that comes in is to the map."""

    NEW = "new"
    SAME = "same"
    """One that is here seems to be the same."""
    SIMILAR = "similar"
    """One that is here may be the same."""
    IDENTICAL = "identical"
    """One that is here says all that it says."""
    CHANGED = "changed"
    """One that is here has its id, and says something else."""


class ImportChoice(StrEnum):
    """What is done with a record that comes in."""

    ADD = "add"
    FILL = "fill"
    """What is here gets what it does not have yet."""
    REPLACE = "replace"
    """What is here says what the file says."""
    KEEP = "keep"
    """What is here stays as it is, and stands for what comes in."""
    OMIT = "omit"
    """It is left out, with what needs it."""


CHOICES: Mapping[ImportStatus, tuple[ImportChoice, ...]] = {
    # What is done unless something else is chosen comes first.
    ImportStatus.NEW: (ImportChoice.ADD, ImportChoice.OMIT),
    ImportStatus.SAME: (
        *(ImportChoice.FILL, ImportChoice.REPLACE, ImportChoice.KEEP, ImportChoice.ADD, ImportChoice.OMIT),
    ),
    ImportStatus.SIMILAR: (
        *(ImportChoice.ADD, ImportChoice.FILL, ImportChoice.REPLACE, ImportChoice.KEEP, ImportChoice.OMIT),
    ),
    ImportStatus.IDENTICAL: (ImportChoice.KEEP, ImportChoice.ADD, ImportChoice.OMIT),
    ImportStatus.CHANGED: (ImportChoice.REPLACE, ImportChoice.KEEP, ImportChoice.ADD, ImportChoice.OMIT),
}

_SEEM_HERE = (ImportStatus.SAME, ImportStatus.IDENTICAL)
_CHANGING = (ImportChoice.FILL, ImportChoice.REPLACE)


@dataclass(frozen=True, slots=True)
class ImportEntry:
    """A record that comes in: what it is to the map, what is done with it, and under which label it stands in the end.

    `choices` is what can be done with it, first what is done unless something else is chosen. `existing` is the one
    that is here, `changes` what the choice would change of it, `reason` why it is held to be the same. `label` is empty
    where it is left out.
    """

    incoming: AnyRecord
    status: ImportStatus
    choice: ImportChoice
    label: str
    choices: tuple[ImportChoice, ...]
    existing: AnyRecord | None = None
    reason: Phrase | None = None
    changes: tuple[FieldChange, ...] = ()

    @property
    def key(self) -> str:
        """By what the entry is named in choices: the label that it comes with."""
        return self.incoming.id

    @property
    def kind(self) -> RecordKind:
        """What the record is."""
        return find_record_kind(self.incoming)


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do: its entries in the order of the file, and what would be written, by label."""

    entries: tuple[ImportEntry, ...]
    drafts: Mapping[str, tuple[RecordKind, Draft]]
    contents: Mapping[str, Content] = field(default_factory=dict)
    images: Mapping[str, Image] = field(default_factory=dict)


def plan_import(
    here: Graph,
    incoming: Graph,
    assign_label: AssignLabel,
    *,
    choices: Mapping[str, ImportChoice] | None = None,
    same: ImportChoice | None = None,
    updates_by_id: bool = False,
    finds_doubles: bool = False,
    locked: Collection[str] = (),
) -> ImportPlan:
    """Return what would come of the records of `incoming` on the map `here`.

    With `updates_by_id` a record whose id is here is a new version of that one, as in a sheet that went out and comes
    back; with `finds_doubles` sources are compared with those before them in the file as well. `choices` are by the
    label that a record comes with; of the others `same` is chosen for those that seem to be here, if it is given.
    `locked` are the labels of records that may not be changed.
    """
    chosen = choices or {}
    used = {*here.by_id}
    matcher = RecordMatcher(here, incoming, within=finds_doubles)
    labels: dict[str, str] = {}
    omitted: set[str] = set()
    settled: list[_Settled] = []
    for record in _order_records(incoming):
        named = rename_labels(_drop_omitted(record, omitted), labels)
        if _lacks_needed(record, named, omitted):
            omitted.add(record.id)
            settled.append(_Settled(record, ImportStatus.NEW, ImportChoice.OMIT, "", (ImportChoice.OMIT,), None))
            continue
        status, match = _find_status(here, matcher, named, updates_by_id)
        is_locked = match is not None and match.record.id in locked
        choices_left = tuple(each for each in CHOICES[status] if not (is_locked and each in _CHANGING))
        wanted = chosen.get(record.id) or (same if status in _SEEM_HERE else None)
        choice = wanted if wanted in choices_left else choices_left[0]
        label = ""
        if choice is ImportChoice.OMIT:
            omitted.add(record.id)
        elif choice is ImportChoice.ADD or match is None:
            label = labels[record.id] = record.id if record.id not in used else assign_label(record, used)
            used.add(label)
            matcher.note_added(record.id, msgspec.structs.replace(named, id=label))
        else:
            label = labels[record.id] = match.record.id
        settled.append(_Settled(record, status, choice, label, choices_left, match))
    # Sources name each other whichever comes first: only now every label is known.
    entries = tuple(_build_entry(each, rename_labels(_drop_omitted(each.record, omitted), labels)) for each in settled)
    return ImportPlan(entries, _build_drafts(entries, labels, omitted), dict(incoming.contents), dict(incoming.images))


def apply_plan(here: Graph, plan: ImportPlan) -> Graph:
    """Return the map as it would be after an import."""
    lists: dict[str, dict[str, AnyRecord]] = {
        entry.plural: {record.id: record for record in getattr(here, entry.plural)} for entry in KINDS.values()
    }
    for label, (kind, draft) in plan.drafts.items():
        lists[KINDS[kind].plural][label] = build_value(kind, label, draft)
    ordered: dict[str, Any] = {name: sort_records(records.values()) for name, records in lists.items()}
    return msgspec.structs.replace(
        here, **ordered, contents={**here.contents, **plan.contents}, images={**here.images, **plan.images}
    )


@dataclass(frozen=True, slots=True)
class _Settled:
    record: AnyRecord
    status: ImportStatus
    choice: ImportChoice
    label: str
    choices: tuple[ImportChoice, ...]
    match: RecordMatch | None


def _build_entry(settled: _Settled, named: AnyRecord) -> ImportEntry:
    match = settled.match
    return ImportEntry(
        settled.record,
        settled.status,
        settled.choice,
        settled.label,
        settled.choices,
        match.record if match else None,
        match.reason if match else None,
        _list_changes(match.record, named, settled.choice) if match else (),
    )


def _order_records(incoming: Graph) -> list[AnyRecord]:
    """Return what comes in, links behind those that they argue with, so that a label is known before it is named."""
    others = [record for record in incoming if not isinstance(record, Link)]
    before = [record for record in others if _comes_before_links(record)]
    behind = [record for record in others if not _comes_before_links(record)]
    depths: dict[str, int] = {}
    links = incoming.links_by_id

    def measure(link: Link) -> int:
        path = [link]
        while path[-1].target in links and path[-1].target not in depths and len(path) <= len(links):
            path.append(links[path[-1].target])
        for step in reversed(path):
            depths[step.id] = depths.get(step.target, -1) + 1
        return depths[link.id]

    return [*before, *sorted(incoming.links, key=measure), *behind]


def _comes_before_links(record: AnyRecord) -> bool:
    kinds = REFERENCE_FIELDS[find_record_kind(record)]
    return not any(RecordKind.LINK in reference.kinds for reference in kinds)


def _drop_omitted(record: AnyRecord, omitted: AbstractSet[str]) -> AnyRecord:
    if not omitted:
        return record
    changes: dict[str, Any] = {}
    for reference in REFERENCE_FIELDS[find_record_kind(record)]:
        value = getattr(record, reference.name)
        if reference.takes_several and not omitted.isdisjoint(value):
            changes[reference.name] = tuple(label for label in value if label not in omitted)
        elif not reference.takes_several and value in omitted and not reference.is_required:
            changes[reference.name] = None
    return msgspec.structs.replace(record, **changes) if changes else record


def _lacks_needed(record: AnyRecord, named: AnyRecord, omitted: AbstractSet[str]) -> bool:
    """Tell whether what a record cannot be without is left out."""
    for name in NEEDED_FIELDS[find_record_kind(record)]:
        before, after = getattr(record, name), getattr(named, name)
        if (isinstance(before, tuple) and before and not after) or (isinstance(before, str) and before in omitted):
            return True
    return False


def _find_status(
    here: Graph, matcher: RecordMatcher, named: AnyRecord, updates_by_id: bool
) -> tuple[ImportStatus, RecordMatch | None]:
    twin = here.by_id.get(named.id)
    if updates_by_id and twin is not None and type(twin) is type(named):
        reason = Phrase("It has the id of a record that is here.")
        status = ImportStatus.IDENTICAL if _says_all(twin, named) else ImportStatus.CHANGED
        return status, RecordMatch(twin, reason)
    match = matcher.find_match(named)
    if match is None:
        return ImportStatus.NEW, None
    if match.grade < MatchGrade.SURE:
        return ImportStatus.SIMILAR, match
    return (ImportStatus.IDENTICAL if _says_all(match.record, named) else ImportStatus.SAME), match


def _says_all(existing: AnyRecord, named: AnyRecord) -> bool:
    return all(getattr(existing, name) == getattr(named, name) for name in list_filled_fields(named))


def _list_changes(existing: AnyRecord, named: AnyRecord, choice: ImportChoice) -> tuple[FieldChange, ...]:
    """Return what a choice changes of the record that is here; what the file leaves empty is never taken from it."""
    if choice not in _CHANGING:
        return ()
    filled = set(list_filled_fields(existing))
    changes = []
    for name in list_filled_fields(named):
        before, after = getattr(existing, name), getattr(named, name)
        if before != after and (choice is ImportChoice.REPLACE or name not in filled):
            changes.append(FieldChange(name=name, before=before, after=after))
    return tuple(changes)


def _build_drafts(
    entries: tuple[ImportEntry, ...], labels: Mapping[str, str], omitted: AbstractSet[str]
) -> dict[str, tuple[RecordKind, Draft]]:
    drafts: dict[str, tuple[RecordKind, Draft]] = {}
    filled: dict[str, set[str]] = {}
    for entry in entries:
        if not entry.label:
            continue
        named = rename_labels(_drop_omitted(entry.incoming, omitted), labels)
        if entry.choice is ImportChoice.ADD or entry.existing is None:
            drafts[entry.label] = build_draft(named)
        elif entry.changes:
            # Several that come in may be the same as one that is here: the first of them fills a field.
            kind, draft = drafts.get(entry.label) or build_draft(entry.existing)
            first = filled.setdefault(entry.label, set())
            values = {
                change.name: change.after
                for change in entry.changes
                if entry.choice is ImportChoice.REPLACE or change.name not in first
            }
            first |= values.keys()
            drafts[entry.label] = (kind, {**draft, **msgspec.to_builtins(values)})
    return drafts
