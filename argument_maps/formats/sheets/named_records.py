"""The records that cells name, by their ids or by what they are called, and those that are new because a cell does."""

import re
from collections.abc import Callable
from typing import Any

from argument_maps.formats.exchange import FilePlace, FormatProblem, ProblemWeight
from argument_maps.formats.map_building import MapBuilder
from argument_maps.formats.sheets.cell_values import WrongCell
from argument_maps.graph import Graph
from argument_maps.references import find_record_kind, list_referenced_labels
from models.errors import Phrase
from models.records.kinds import CLAIM_PREFIXES, KINDS
from models.text_types import LONGEST_LINE
from models.vocabulary import RecordKind, SourceType

# What somebody names without saying more of it becomes a record: the field for the name, and what else it has.
NAME_FIELDS: dict[RecordKind, str] = {
    RecordKind.AGENT: "name",
    RecordKind.SOURCE: "title",
    RecordKind.QUESTION: "text",
    RecordKind.TAG: "text",
}
# Of a source of which only the title is known.
USUAL_SOURCE_TYPE = SourceType.BOOK
_PREFIXES = {*CLAIM_PREFIXES.values(), *(entry.prefix for entry in KINDS.values())}
_LOOKS_LIKE_ID = re.compile(rf"(?:{'|'.join(sorted(_PREFIXES, key=len, reverse=True))})\d+")


class NameableRecords:
    """What can be named: the records of the file, and those of the map into which it goes."""

    def __init__(self, builder: MapBuilder, here: Graph | None) -> None:
        self.kinds: dict[str, RecordKind] = {}
        self.labels_by_id: dict[str, str] = {}
        self.problems: list[FormatProblem] = []
        self._builder = builder
        self._here = here.by_id if here is not None else {}
        self._names: dict[RecordKind, dict[str, str]] = {kind: {} for kind in NAME_FIELDS}
        self._used: set[str] = set()
        builder.take_labels(self._here)
        if here is not None:
            for kind, field in NAME_FIELDS.items():
                for record in getattr(here, KINDS[kind].plural):
                    self.add_name(kind, getattr(record, field), record.id)

    def add_name(self, kind: RecordKind, name: str, label: str) -> None:
        """Let a record be named by what it is called; of two called the same the one that came first."""
        if name:
            self._names[kind].setdefault(fold_called(name), label)

    def is_called(self, kind: RecordKind, name: str) -> bool:
        """Tell whether a record of a kind is called so."""
        return fold_called(name) in self._names[kind]

    def find_record(self, word: str, kinds: tuple[RecordKind, ...], locate: Callable[[], FilePlace]) -> str:
        """Return the label of the record that a cell names, which may be new. Raises `WrongCell`."""
        label = self.labels_by_id.get(word, word)
        kind = self.kinds.get(label)
        if kind is None and label in self._here:
            kind = find_record_kind(self._here[label])
        if kind in kinds:
            self._used.add(label)
            return label
        for candidate in kinds:
            named = self._names.get(candidate, {}).get(fold_called(word))
            if named is not None:
                self._used.add(named)
                return named
        if kind is not None:
            raise WrongCell(
                Phrase(
                    "“%(label)s” is of the kind “%(kind)s”. One of these kinds is expected: %(kinds)s.",
                    label=word[:80],
                    kind=str(kind),
                    kinds=tuple(map(str, kinds)),
                )
            )
        if len(kinds) > 1 or kinds[0] not in NAME_FIELDS or _LOOKS_LIKE_ID.fullmatch(word) or len(word) > LONGEST_LINE:
            raise WrongCell(Phrase("No record of the kind %(kinds)s has this id.", kinds=tuple(map(str, kinds))))
        return self._create_record(kinds[0], " ".join(word.split()), locate())

    def add_used_records(self) -> None:
        """Put those records of the map that the file names, and what they name, beside those of the file."""
        pending = [label for label in self._used if label not in self.kinds]
        added: set[str] = set()
        while pending:
            label = pending.pop()
            if label in self.kinds or label in added or label not in self._here:
                continue
            added.add(label)
            record = self._here[label]
            self._builder.add_sound_records(find_record_kind(record), [record], lambda _: FilePlace())
            pending.extend(list_referenced_labels(record))

    def _create_record(self, kind: RecordKind, name: str, place: FilePlace) -> str:
        label = self._builder.reserve_label("", kind)
        fields: dict[str, Any] = {NAME_FIELDS[kind]: name}
        if kind == RecordKind.SOURCE:
            fields["type"] = USUAL_SOURCE_TYPE
        added = self._builder.add_record(kind, fields, label=label, place=place)
        if added is None:
            raise WrongCell(Phrase("No record of the kind %(kinds)s has this id.", kinds=(str(kind),)))
        self.kinds[label] = kind
        self.add_name(kind, name, label)
        self.problems.append(
            FormatProblem(
                Phrase("“%(name)s” stands for no record yet.", name=name[:80]),
                Phrase("It becomes a new record of the kind “%(kind)s”: %(label)s.", kind=str(kind), label=label),
                place,
                ProblemWeight.NOTED,
            )
        )
        return label


def fold_called(name: str) -> str:
    """Return what counts of a name in a comparison: not its case, nor how much space is in it."""
    return " ".join(name.casefold().split())
