"""A map put together from what a reader finds, record by record, so that one bad entry never costs the others.

Each record is held to the rules of its kind as it comes. A value that does not fit goes into the record's note, with a
problem that says so; a record that cannot do without it is left out, and so is, at the end, whatever names nothing.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import msgspec
from pydantic import BaseModel, ValidationError

from argument_maps.assembly import build_header_values
from argument_maps.dates.parsing import read_date
from argument_maps.formats.exchange import NOWHERE, FilePlace, FormatProblem, ProblemWeight
from argument_maps.graph import Graph, sort_records
from argument_maps.references import list_referenced_labels
from argument_maps.values import VALUE_CLASSES, AnyRecord, Content
from models.address_names import propose_name
from models.dates import UnreadableDate
from models.errors import MapError, Phrase
from models.records.documents import RECORD_DOCUMENTS
from models.records.kinds import CLAIM_PREFIXES, KINDS
from models.records.maps import ArgumentMapDraft
from models.records.references import (
    NEEDED_FIELDS,
    find_circular,
    find_circular_sources,
    find_reference_faults,
    list_named_labels,
    list_origins,
)
from models.text_types import LABEL_PATTERN, LONGEST_PROSE, describe_misfit
from models.vocabulary import RecordKind

LONGEST_LABEL = 64
_NO_LABEL = re.compile(r"[^A-Za-z0-9_-]+")
# What no record may hold (models.text_types): controls but tab and line break, and what XML 1.0 forbids.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LINE_BREAKS = re.compile(r"\s*[\t\n\r\x85\u2028\u2029]\s*")


class MapBuilder:
    """The records that were found so far, and the problems with them."""

    def __init__(self, title: str = "") -> None:
        self.header: dict[str, Any] = {"title": title}
        self.contents: dict[str, Content] = {}
        self.problems: list[FormatProblem] = []
        self._records: dict[str, tuple[RecordKind, BaseModel, FilePlace]] = {}
        # Records whose values were checked before they came, and where each of them stands.
        self._sound: list[tuple[RecordKind, dict[str, AnyRecord], Callable[[str], FilePlace]]] = []
        self._taken: set[str] = set()
        self._numbers: dict[str, int] = {}

    def __contains__(self, label: str) -> bool:
        """Tell whether a record has this label."""
        return label in self._records or any(label in records for _, records, _ in self._sound)

    def add_problem(
        self,
        message: Phrase,
        outcome: Phrase,
        place: FilePlace = NOWHERE,
        weight: ProblemWeight = ProblemWeight.OMITTED,
    ) -> None:
        """Note what was not understood, and what was made of it."""
        self.problems.append(FormatProblem(message, outcome, place, weight))

    def reserve_label(self, proposal: str, kind: RecordKind, claim_kind: str = "") -> str:
        """Return a label for a record, like the proposal as far as that can be, which no other record gets.

        Without letters or digits in it, the next number of that kind of record.
        """
        label = shape_label(proposal)
        if not label:
            prefix = CLAIM_PREFIXES.get(claim_kind or "assertion") if kind == RecordKind.CLAIM else None  # type: ignore[call-overload] # a word of the vocabulary is its member
            return self._reserve_number(prefix or KINDS[kind].prefix)
        free, number = label, 1
        while free in self._taken:
            number = self._numbers[f"{label}-"] = self._numbers.get(f"{label}-", 1) + 1
            free = f"{label[: LONGEST_LABEL - len(str(number)) - 1]}-{number}"
        self._taken.add(free)
        return free

    def take_labels(self, labels: Iterable[str]) -> None:
        """Keep labels from being given to other records."""
        self._taken.update(labels)

    def _reserve_number(self, prefix: str) -> str:
        while True:
            self._numbers[prefix] = self._numbers.get(prefix, 0) + 1
            label = f"{prefix}{self._numbers[prefix]}"
            if label not in self._taken:
                self._taken.add(label)
                return label

    def add_record(
        self, kind: RecordKind, fields: Mapping[str, Any], *, label: str | None = None, place: FilePlace = NOWHERE
    ) -> str | None:
        """Add a record of these fields, and return its label; None, with a problem, where it cannot be one.

        `label` is one that was reserved; otherwise the record gets the next number. Fields that are None are not there.
        """
        if label is None:
            label = self.reserve_label("", kind, str(fields.get("kind", "")))
        values = {name: value for name, value in fields.items() if value is not None}
        record = self._fit_record(kind, label, values, place)
        if record is None:
            return None
        self._records[label] = (kind, record, place)
        return label

    def add_sound_records(
        self, kind: RecordKind, records: Iterable[AnyRecord], locate: Callable[[str], FilePlace]
    ) -> None:
        """Add records of which every value was checked, and that name what was added or will be, without circles.

        Thousands of records are added in the time in which `add_record` checks some hundreds. Their labels are
        reserved before; `locate` tells the place of a label.
        """
        self._sound.append((kind, {record.id: record for record in records}, locate))

    def set_date(self, fields: dict[str, Any], name: str, written: str, place: FilePlace = NOWHERE) -> None:
        """Put a date into the fields as it was written: what it means, and the writing where that says it otherwise.

        What cannot be read, or can be two dates, goes into the note with a problem.
        """
        written = " ".join(written.split())
        if not written:
            return
        try:
            reading = read_date(written)
        except UnreadableDate as error:
            self._keep_in_note(RecordKind.SOURCE, fields, name, written)
            self.add_problem(
                Phrase("The date “%(date)s” is not read: %(reason)s", date=written[:80], reason=error.reason),
                Phrase("It is kept in the note."),
                place,
                ProblemWeight.CHANGED,
            )
            return
        if reading.edtf:
            fields[name] = reading.edtf
            if written != reading.edtf and len(written) <= 80:
                fields["written_dates"] = {**fields.get("written_dates", {}), name: written}

    def build_map(self) -> Graph:
        """Return the map. What names records that are not there loses that name, or goes where it needs it."""
        self._drop_dangling()
        self._drop_circles()
        lists: dict[str, list[AnyRecord]] = {entry.plural: [] for entry in KINDS.values()}
        for kind, record, _ in self._records.values():
            values = record.model_dump(mode="json", exclude_defaults=True)
            lists[KINDS[kind].plural].append(msgspec.convert(values, VALUE_CLASSES[kind]))
        for kind, sound, _ in self._sound:
            lists[KINDS[kind].plural].extend(sound.values())
        ordered: dict[str, Any] = {name: sort_records(records) for name, records in lists.items()}
        header = self._fit_header()
        title = header.pop("title")
        return Graph(
            slug=propose_name(title) or "untitled",
            title=title,
            **build_header_values(header),
            contents=self.contents,
            **ordered,
        )

    def _fit_record(self, kind: RecordKind, label: str, values: dict[str, Any], place: FilePlace) -> BaseModel | None:
        model = RECORD_DOCUMENTS[kind]
        while True:
            try:
                return model.model_validate({"id": label, **values})
            except ValidationError as error:
                entry = error.errors(include_url=False, include_input=False)[0]
            name = str(entry["loc"][0]) if entry["loc"] else ""
            if name not in values:
                missing = Phrase("“%(field)s” is missing.", field=name)
                self.add_problem(missing, _describe_omission(kind), place)
                return None
            if not self._mend_value(kind, values, entry, place):
                return None

    def _mend_value(self, kind: RecordKind, values: dict[str, Any], entry: Mapping[str, Any], place: FilePlace) -> bool:
        """Make a value fit, or take it out of the record; tell whether the record can be tried again."""
        name = str(entry["loc"][0])
        value = values[name]
        tidied = _tidy_value(value)
        if entry["type"] == "string_pattern_mismatch" and tidied != value:
            values[name] = tidied
            if _CONTROLS.search(str(value)):
                self.add_problem(
                    Phrase("“%(field)s” holds control characters.", field=name),
                    Phrase("They are left out."),
                    place,
                    ProblemWeight.CHANGED,
                )
            return True
        reason = describe_misfit(entry)
        reason = reason if isinstance(reason, Phrase) else Phrase("It does not fit: %(reason)s.", reason=reason)
        message = Phrase(
            "“%(field)s” cannot be “%(value)s”. %(reason)s", field=name, value=str(value)[:80], reason=reason
        )
        longest = entry.get("ctx", {}).get("max_length")
        is_needed = RECORD_DOCUMENTS[kind].model_fields[name].is_required() if name in _FIELDS[kind] else False
        if name == "note" and longest:
            values[name] = str(value)[: longest - 1] + "…"
            self.add_problem(message, Phrase("Its beginning is kept."), place, ProblemWeight.OMITTED)
            return True
        if entry["type"] == "string_too_long" and is_needed and len(entry["loc"]) == 1:
            values[name] = str(value)[: longest - 1].rstrip() + "…"
            kept = self._keep_in_note(kind, values, name, str(value))
            outcome = Phrase("It is shortened; the note has it whole.") if kept else Phrase("It is shortened.")
            self.add_problem(message, outcome, place, ProblemWeight.CHANGED if kept else ProblemWeight.OMITTED)
            return True
        if is_needed:
            self.add_problem(message, _describe_omission(kind), place)
            return False
        del values[name]
        if name in _FIELDS[kind] and self._keep_in_note(kind, values, name, write_plain_value(value)):
            self.add_problem(message, Phrase("It is kept in the note."), place, ProblemWeight.CHANGED)
        else:
            self.add_problem(message, Phrase("It is left out."), place)
        return True

    def _keep_in_note(self, kind: RecordKind, values: dict[str, Any], name: str, words: str) -> bool:
        """Put words into the note behind what stands there, under the name of their field; tell whether they fit."""
        if "note" not in _FIELDS[kind]:
            return False
        note = "\n".join(part for part in (str(values.get("note", "")), f"{name}: {_CONTROLS.sub('', words)}") if part)
        if len(note) > LONGEST_PROSE:
            return False
        values["note"] = note
        return True

    def _fit_header(self) -> dict[str, Any]:
        values = {name: value for name, value in self.header.items() if value not in (None, "", [])}
        values["title"] = _tidy_value(str(values.get("title", "")))[:500].strip() or "Untitled"
        while True:
            try:
                return ArgumentMapDraft.model_validate(values).model_dump(mode="json", exclude_defaults=True)
            except ValidationError as error:
                entry = error.errors(include_url=False, include_input=False)[0]
            name = str(entry["loc"][0])
            self.add_problem(
                Phrase("The map’s “%(field)s” does not fit: %(reason)s", field=name, reason=describe_misfit(entry)),
                Phrase("It is left out."),
            )
            del values[name]

    def _drop_dangling(self) -> None:
        """Take out of records what they name that is not there, until all that is named is. Linear in references."""
        kinds = {label: kind for label, (kind, _, _) in self._records.items()}
        for kind, sound, _ in self._sound:
            kinds |= dict.fromkeys(sound, kind)
        naming: dict[str, list[str]] = {}
        pending = list(reversed(self._records))
        self._note_naming(pending, naming)
        gone: set[str] = set()
        while pending or gone:
            if not pending:
                pending = self._recheck_sound(gone)
                self._note_naming(pending, naming)
                gone = set()
                continue
            label = pending.pop()
            if label not in self._records:
                continue
            kind, record, place = self._records[label]
            faults: Iterator[MapError] = find_reference_faults(kind, label, record, kinds)  # type: ignore[arg-type] # has the draft's fields
            fault = next(faults, None)
            if fault is None:
                continue
            self._drop_reference(label, kind, record, place, fault)
            if label in self._records:
                pending.append(label)
            else:
                del kinds[label]
                gone.add(label)
                pending += naming.get(label, ())

    def _note_naming(self, labels: Iterable[str], naming: dict[str, list[str]]) -> None:
        """Add to `naming` which of these records name each label."""
        for label in labels:
            kind, record, _ = self._records[label]
            for named in list_named_labels(kind, record):  # type: ignore[arg-type] # has the draft's fields
                naming.setdefault(named, []).append(label)

    def _recheck_sound(self, gone: set[str]) -> list[str]:
        """Put sound records that name what has been left out among those that are checked; return their labels."""
        moved = []
        for kind, sound, locate in self._sound:
            for label, record in list(sound.items()):
                if not gone.isdisjoint(list_referenced_labels(record)):
                    del sound[label]
                    model = RECORD_DOCUMENTS[kind].model_validate(msgspec.to_builtins(record))
                    self._records[label] = (kind, model, locate(label))
                    moved.append(label)
        return moved

    def _drop_reference(
        self, label: str, kind: RecordKind, record: BaseModel, place: FilePlace, fault: MapError
    ) -> None:
        parts = (fault.pointer or "").strip("/").split("/")
        name = parts[0]
        value = getattr(record, name, None)
        kept = (
            [other for index, other in enumerate(value) if str(index) != parts[1]] if len(parts) > 1 and value else None
        )
        if name not in _FIELDS[kind] or (name in NEEDED_FIELDS[kind] and not kept) or not value:
            del self._records[label]
            self.add_problem(fault.detail, _describe_omission(kind), place)
            return
        default = RECORD_DOCUMENTS[kind].model_fields[name].get_default(call_default_factory=True)
        setattr(record, name, kept if kept is not None else default)
        self.add_problem(fault.detail, Phrase("The record stands without it."), place)

    def _drop_circles(self) -> None:
        targets, origins = {}, {}
        for label, (kind, record, _) in self._records.items():
            if kind == RecordKind.LINK:
                targets[label] = record.target  # type: ignore[attr-defined] # a link has a target
            elif kind == RecordKind.SOURCE:
                origins[label] = list_origins(record)
        links = {label: target for label, target in targets.items() if target in targets}
        circular = find_circular(links) | find_circular_sources(origins)
        for label in circular:
            kind, record, place = self._records[label]
            if kind == RecordKind.SOURCE:
                for name in ("published_in", "copy_of", "translation_of"):
                    setattr(record, name, None)
                outcome = Phrase("The source stands without what it comes from.")
            else:
                del self._records[label]
                outcome = _describe_omission(kind)
            self.add_problem(Phrase("“%(label)s” leads back to itself.", label=label), outcome, place)
        if circular:
            self._drop_dangling()


_FIELDS: dict[RecordKind, frozenset[str]] = {kind: frozenset(entry.draft.model_fields) for kind, entry in KINDS.items()}


def shape_label(proposal: str) -> str:
    """Return a label as near to the proposal as a label can be, or nothing where that has no letter or digit."""
    if re.fullmatch(LABEL_PATTERN, proposal):
        return proposal
    plain = unicodedata.normalize("NFKD", proposal.replace("ß", "ss")).encode("ascii", "ignore").decode()
    label = _NO_LABEL.sub("-", plain).strip("-_")
    if label and not label[0].isalpha():
        label = f"n{label}"
    return label[:LONGEST_LABEL].rstrip("-_")


def _tidy_value(value: Any) -> Any:
    """Return a text on one line without control characters; what is no text, as it is."""
    return _LINE_BREAKS.sub(" ", _CONTROLS.sub("", value)).strip() if isinstance(value, str) else value


def write_plain_value(value: Any) -> str:
    """Return a value in words: a text as it is, anything else as JSON."""
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _describe_omission(kind: RecordKind) -> Phrase:
    return Phrase("The %(kind)s is left out.", kind=str(kind))
