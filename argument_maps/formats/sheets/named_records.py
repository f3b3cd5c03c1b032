"""The records that cells name, by their ids or by what they are called, and those that are new because a cell does."""

import re
from collections.abc import Callable
from functools import cached_property
from typing import Any

from argument_maps.formats.exchange import FilePlace, FormatProblem, ProblemWeight
from argument_maps.formats.map_building import MapBuilder
from argument_maps.formats.sheets.cell_values import WrongCell
from argument_maps.formats.sheets.named_sources import NamedSources, split_into_words
from argument_maps.graph import Graph
from argument_maps.references import find_record_kind, list_referenced_labels
from models.errors import Phrase
from models.records.author_names import split_name
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
# Between the authors of one source.
_BETWEEN_NAMES = re.compile(r"\s*;\s*|\s+(?:and|und|et|y|e|i|и|&)\s+")
_MOST_AUTHORS = 20
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
        self._graph = here
        self._explained: set[tuple[str, str]] = set()
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

    def find_record(
        self, word: str, kinds: tuple[RecordKind, ...], locate: Callable[[], FilePlace], author: str = ""
    ) -> str:
        """Return the label of the record that a cell names, which may be new. Raises `WrongCell`.

        `author` is who stands beside a source as its author.
        """
        label = self.labels_by_id.get(word, word)
        kind = self.kinds.get(label)
        if kind is None and label in self._here:
            kind = find_record_kind(self._here[label])
        if kind in kinds:
            self._used.add(label)
            return label
        named = self._find_named(word, kinds, locate, author)
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
        return self._create_record(kinds[0], " ".join(word.split()), locate(), author)

    def _find_named(
        self, word: str, kinds: tuple[RecordKind, ...], locate: Callable[[], FilePlace], author: str
    ) -> str | None:
        """Return the label of the record that is called so, None where there is none."""
        if author:
            sources = self._names[RecordKind.SOURCE]
            named = sources.get(_fold_work(word, author)) or self._find_source(word, author, locate)
            # One of the same file, of which the sheet of sources says who made it.
            of_file = sources.get(fold_called(word))
            return named or (of_file if of_file not in self._here else None)
        for kind in kinds:
            named = self._names.get(kind, {}).get(fold_called(word))
            if named is not None:
                return named
        return self._find_source(word, "", locate) if kinds == (RecordKind.SOURCE,) else None

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

    @cached_property
    def _sources(self) -> NamedSources | None:
        return NamedSources(self._graph) if self._graph is not None and self._graph.sources else None

    def _find_source(self, word: str, author: str, locate: Callable[[], FilePlace]) -> str | None:
        """Return the label of the one source that is called so in another way than by its whole title."""
        found = self._sources.find_sources(word, author) if self._sources is not None else ()
        if len(found) > 1:
            self._note(
                Phrase("“%(name)s” may be any of these sources: %(labels)s.", name=word[:80], labels=found[:5]),
                Phrase("None of them is taken for it."),
                locate(),
            )
        if len(found) != 1:
            return None
        source = self._here[found[0]]
        self.add_name(RecordKind.SOURCE, _fold_work(word, author), source.id)
        if author and self._sources is not None and not self._sources.has_people(source.id):
            self._note(
                Phrase("The map does not say who made %(label)s.", label=source.id),
                Phrase("“%(name)s” is left out.", name=author[:80]),
                locate(),
            )
        title = getattr(source, NAME_FIELDS[RecordKind.SOURCE])
        explained = (fold_called(word), source.id)
        if explained[0] != fold_called(title) and explained not in self._explained:
            self._explained.add(explained)
            self._note(
                Phrase("“%(name)s” is no whole title.", name=word[:80]),
                Phrase("It is taken for %(label)s: %(title)s", label=source.id, title=title[:120]),
                locate(),
            )
        return source.id

    def _list_authors(self, written: str, place: FilePlace) -> list[str]:
        """Return the labels of those who are named as the authors of a new source, who may be new."""
        labels = []
        for name in filter(None, map(str.strip, _BETWEEN_NAMES.split(written)[:_MOST_AUTHORS])):
            fields = _divide_name(name)
            known = self._names[RecordKind.AGENT]
            label = known.get(fold_called(name)) or known.get(fold_called(fields["name"]))
            if label is None:
                label = self._create_record(RecordKind.AGENT, fields["name"], place, fields=fields)
                self.add_name(RecordKind.AGENT, name, label)
            self._used.add(label)
            labels.append(label)
        return list(dict.fromkeys(labels))

    def _note(self, message: Phrase, outcome: Phrase, place: FilePlace) -> None:
        self.problems.append(FormatProblem(message, outcome, place, ProblemWeight.NOTED))

    def _create_record(
        self, kind: RecordKind, name: str, place: FilePlace, author: str = "", *, fields: dict[str, Any] | None = None
    ) -> str:
        label = self._builder.reserve_label("", kind)
        fields = {NAME_FIELDS[kind]: name} if fields is None else fields
        if kind == RecordKind.SOURCE:
            fields["type"] = USUAL_SOURCE_TYPE
            if author:
                fields["author"] = self._list_authors(author, place)
        added = self._builder.add_record(kind, fields, label=label, place=place)
        if added is None:
            raise WrongCell(Phrase("No record of the kind %(kinds)s has this id.", kinds=(str(kind),)))
        self.kinds[label] = kind
        self.add_name(kind, _fold_work(name, author), label)
        self._note(
            Phrase("“%(name)s” stands for no record yet.", name=name[:80]),
            Phrase("It becomes a new record of the kind “%(kind)s”: %(label)s.", kind=str(kind), label=label),
            place,
        )
        return label


def fold_called(name: str) -> str:
    """Return what counts of a name in a comparison: not its case, nor how much space is in it."""
    return " ".join(name.casefold().split())


def _divide_name(written: str) -> dict[str, Any]:
    """Return the fields of an agent: of “Rome, Adam” the family name as well, else the name as it is written."""
    name, family, given = split_name(written) if "," in written else (" ".join(written.split()), "", "")
    return {"name": name, "family": family, "given": given} if family else {"name": name}


def _fold_work(title: str, author: str) -> str:
    """Return what counts of a title and of who stands beside it, in whatever order the names are."""
    return fold_called(" ".join((title, *sorted(split_into_words(author)))))
