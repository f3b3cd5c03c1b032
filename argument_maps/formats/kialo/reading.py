"""Kialo exports read: entries as claims, Pro and Con as links, notes as sources."""

import re
from dataclasses import dataclass
from urllib.parse import quote

from argument_maps.formats.exchange import FormatReading, ProblemWeight, UnreadableFile
from argument_maps.formats.file_contents import FileContents, decode_letters
from argument_maps.formats.kialo.discussion_lines import (
    ENTRY,
    HEADING,
    KialoEntry,
    KialoLines,
    KialoNote,
    split_discussion,
)
from argument_maps.formats.map_building import MapBuilder
from models.errors import Phrase
from models.vocabulary import RecordKind, Relation, SourceType

_MARK = re.compile(r"\[([0-9]{1,6})\]")
# Exports escape brackets also in addresses, and leave in them what no address can hold.
_ESCAPED = re.compile(r"\\([\[\]()@_*])")
_FORBIDDEN = re.compile(r"[\"<>\\^`{|}]")
_SCHEME = re.compile(r"^https?://(?:www\.)?")
# How many references lead to one another at most.
_MOST_REFERENCES = 20
RELATIONS = {"pro": Relation.SUPPORTS, "con": Relation.CHALLENGES}


@dataclass(frozen=True, slots=True)
class KialoSources:
    """The notes of an export, and the sources that were made of them: what the writer of the same format takes back."""

    notes: tuple[KialoNote, ...]
    labels: tuple[str, ...]


def recognise_kialo(contents: FileContents) -> int:
    """Tell how much a file looks like an export: by its heading and its numbered entries."""
    lines = contents.beginning.split("\n")
    has_heading = HEADING.match(next((line for line in lines if line.strip()), "")) is not None
    entries = [entry for line in lines if (entry := ENTRY.match(line)) is not None]
    stances = sum(entry[2] is not None for entry in entries)
    if has_heading:
        return 3 if entries else 1
    return 2 if stances > 1 else 0


def read_kialo(data: bytes) -> FormatReading:
    """Return the discussion in an export. Raises `UnreadableFile`."""
    text, problems = decode_letters(data)
    found = split_discussion(text)
    if not found.entries:
        raise UnreadableFile(
            Phrase("The file has no numbered claims, such as “1. Thesis:” or “1.1. Pro:”."),
            Phrase("Export the discussion from Kialo as text, and send that file."),
        )
    builder = MapBuilder(found.title)
    builder.problems += problems
    return _DiscussionReader(found, builder).read()


class _DiscussionReader:
    """Makes records of the entries of one export."""

    def __init__(self, found: KialoLines, builder: MapBuilder) -> None:
        self.found, self.builder = found, builder
        self.entries: dict[str, KialoEntry] = {}
        self.labels: dict[str, str] = {}
        self.sources: dict[str, str] = {}
        self.claims = 0

    def read(self) -> FormatReading:
        """Return the reading of the whole export."""
        if self.found.stray:
            self.builder.header["description"] = "\n".join(self.found.stray)
        for note in self.found.notes:
            self._add_source(note)
        asked = self._find_questions()
        for entry in self.found.entries:
            self._add_statement(entry, asked)
        for entry in self.found.entries:
            if entry.parent not in asked:
                self._add_link(entry)
        stances = [entry.stance for entry in self.found.entries]
        counts = {"claims": self.claims, "pros": stances.count("pro"), "cons": stances.count("con")}
        graph = self.builder.build_map()
        remainder = KialoSources(tuple(self.found.notes), tuple(self.sources.values())) if self.found.notes else None
        return FormatReading(graph, counts, tuple(self.builder.problems), remainder)

    def _add_source(self, note: KialoNote) -> None:
        quotation = "\n".join(note.quotation).strip()
        title = (_SCHEME.sub("", note.address) or f"[{note.number}]")[:500]
        address = _FORBIDDEN.sub(lambda sign: quote(sign[0]), _ESCAPED.sub(r"\1", note.address))
        fields = {"type": SourceType.WEBPAGE, "title": title, "url": address or None, "note": quotation or None}
        label = self.builder.add_record(RecordKind.SOURCE, fields, place=note.place)
        if label is not None:
            self.sources[note.number] = label

    def _find_questions(self) -> set[str]:
        """Return the numbers at the top under which theses stand, and nothing for or against."""
        children: dict[str, list[KialoEntry]] = {}
        for entry in self.found.entries:
            children.setdefault(entry.parent, []).append(entry)
        return {
            entry.number
            for entry in children.get("", ())
            if (below := children.get(entry.number)) and not any(child.stance in RELATIONS for child in below)
        }

    def _add_statement(self, entry: KialoEntry, asked: set[str]) -> None:
        if entry.number in self.entries:
            self.builder.add_problem(
                Phrase("The number %(number)s stands twice.", number=entry.number[:80]),
                Phrase("What refers to it is read as referring to the first."),
                entry.place,
                ProblemWeight.CHANGED,
            )
        self.entries.setdefault(entry.number, entry)
        if entry.refers_to:
            return
        if not entry.text:
            self.builder.add_problem(Phrase("The entry has no text."), Phrase("It is left out."), entry.place)
            return
        is_question = entry.number in asked
        fields: dict[str, object] = {"text": entry.text}
        if not is_question:
            cited = (self.sources[mark] for mark in _MARK.findall(entry.text) if mark in self.sources)
            fields |= {"source": next(cited, None), "answers": self.labels.get(entry.parent, "")}
            fields["answers"] = fields["answers"] if entry.parent in asked and fields["answers"] else None
        kind = RecordKind.QUESTION if is_question else RecordKind.CLAIM
        label = self.builder.add_record(kind, fields, place=entry.place)
        if label is not None:
            self.labels.setdefault(entry.number, label)
            if self.entries[entry.number] is not entry:
                # The link of one whose number was taken starts from it all the same.
                entry.refers_to = label
            self.claims += not is_question

    def _add_link(self, entry: KialoEntry) -> None:
        relation = RELATIONS.get(entry.stance)
        if not entry.parent:
            return
        premise = self._find_label(entry.refers_to or entry.number)
        target = self._find_label(entry.parent)
        if relation is None:
            told = Phrase("The entry says neither Pro nor Con."), Phrase("It is read as a claim that stands alone.")
        elif target is None:
            told = (
                Phrase("What it stands under, %(number)s, is not there.", number=entry.parent[:80]),
                Phrase("What it says for or against that is left out."),
            )
        elif premise is None:
            told = (
                Phrase("It refers to %(number)s, which is not there.", number=(entry.refers_to or entry.number)[:80]),
                Phrase("The reference is left out."),
            )
        elif premise == target:
            told = Phrase("It refers to what it stands under."), Phrase("The reference is left out.")
        else:
            fields = {"premises": [premise], "relation": relation, "target": target}
            self.builder.add_record(RecordKind.LINK, fields, place=entry.place)
            return
        self.builder.add_problem(*told, entry.place)

    def _find_label(self, number: str) -> str | None:
        """Return the claim that stands under a number, or that a reference there leads to, be it by others."""
        for _ in range(_MOST_REFERENCES):
            entry = self.entries.get(number)
            if entry is None or not entry.refers_to:
                break
            number = entry.refers_to
        label = self.labels.get(number, number)
        return label if label in self.builder else None
