"""Fields of records from the data of an Argdown document, and what does not fit them kept in notes."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from argument_maps.formats.argdown.document import ContentText
from argument_maps.formats.argdown.parsing import ArgdownParser
from argument_maps.formats.argdown.records import DRAWING, FIELDS, REFERENCES, join_notes
from argument_maps.formats.exchange import FilePlace, ProblemWeight
from argument_maps.formats.map_building import MapBuilder
from models.errors import Phrase
from models.vocabulary import RecordKind

# Of more comments than these only their number is told.
_MOST_COMMENTS = 30


class FieldReader:
    """Reads the fields of one record after the other."""

    def __init__(self, parser: ArgdownParser, builder: MapBuilder) -> None:
        self.builder = builder
        self._parser = parser
        self._labels: set[str] = set()
        self._tags_by_text: dict[str, str] = {}

    def find_place(self, start: int, entry: str = "") -> FilePlace:
        """Return line and column of an offset."""
        return self._parser.reader.find_place(start, entry[:80])

    def is_taken(self, label: str) -> bool:
        """Tell whether a record has the label that the document asks for by name."""
        return label in self._labels

    def take_label(self, label: str) -> str:
        """Return a label that the document gives by itself, which records can name."""
        self._labels.add(label)
        return self.builder.reserve_label(label, RecordKind.CLAIM)

    def note_tag(self, text: str, label: str) -> None:
        """Note which tag has a text; of two with one text the first."""
        self._tags_by_text.setdefault(text, label)

    def read_tags(self, tags: Iterable[str]) -> None:
        """Make a tag of each one that is none yet."""
        for tag in tags:
            if tag not in self._tags_by_text:
                label = self.builder.reserve_label(tag, RecordKind.TAG)
                fields = {"text": " ".join(tag.split()) or tag}
                self._labels.add(label)
                self._tags_by_text[tag] = label
                self.builder.add_record(RecordKind.TAG, fields, label=label)

    def join_tags(self, fields: Mapping[str, Any], tags: Iterable[str]) -> list[str]:
        """Return the labels of the tags of a record: those in its words, then those in its data."""
        named = fields.get("tags", [])
        return list(dict.fromkeys((*(self._tags_by_text[tag] for tag in tags), *named)))

    def read_fields(self, kind: RecordKind, data: Mapping[str, Any], place: FilePlace) -> dict[str, Any]:
        """Return what data holds of the fields of a record, with the rest in the note."""
        fields: dict[str, Any] = {}
        kept = []
        for name, value in data.items():
            if name in DRAWING:
                continue
            is_dangling = name in REFERENCES[kind] and not self._names_records(value)
            if is_dangling or name not in FIELDS[kind] or name == "text":
                kept.append(name)
            else:
                fields[name] = self._tidy_field(name, value)
        kept = [name for name in kept if name != "text"]
        if kept:
            fields["note"] = join_notes(
                fields.get("note"), *(f"{name}: {write_value_plainly(data[name])}" for name in kept)
            )
            self.builder.add_problem(
                Phrase("Data has %(names)s, which no field holds.", names=tuple(name[:40] for name in kept[:10])),
                Phrase("It is kept in the note."),
                place,
                ProblemWeight.NOTED,
            )
        return fields

    def _names_records(self, value: Any) -> bool:
        labels = value if isinstance(value, list) else [value]
        return all(isinstance(label, str) and label in self._labels for label in labels)

    @staticmethod
    def _tidy_field(name: str, value: Any) -> Any:
        """Return a value of YAML as fields want it: years and other bare numbers are texts but for a place."""
        if name == "place" or isinstance(value, bool) or not isinstance(value, int | float):
            return value
        return str(value)

    def set_words(
        self, fields: dict[str, Any], name: str, words: list[str], data: Mapping[str, Any], place: FilePlace
    ) -> None:
        """Set what a record says: its words, or the exact text of its data where that differs in spaces only."""
        exact = data.get("text")
        fields[name] = words[0]
        if isinstance(exact, str) and exact.split() == words[0].split():
            fields[name] = exact
        elif exact is not None:
            fields["note"] = join_notes(fields.get("note"), f"text: {write_value_plainly(exact)}")
            message = Phrase("Data has another text than the words before it.")
            self.builder.add_problem(message, Phrase("It is kept in the note."), place, ProblemWeight.NOTED)

    @staticmethod
    def note_content(content: ContentText) -> list[str]:
        """Return as lines what of the words no text holds: the addresses of links."""
        return [f"address: {words}, {address}" for words, address in content.addresses]

    def tell_of_the_whole(self) -> None:
        """Tell what stands in the document and on no map: comments, and that words are in bold or italics."""
        parser = self._parser
        for comment in parser.comments[:_MOST_COMMENTS]:
            before = parser.reader.text[max(0, comment.start - 6) : comment.start]
            if comment.image.startswith("//") and before.endswith(("http:", "https:", "ftp:")):
                message = Phrase("An address is cut off here, since what follows “//” is a comment.")
                outcome = Phrase("“%(words)s” is left out.", words=comment.image.strip()[:200])
                self.builder.add_problem(message, outcome, self.find_place(comment.start))
                continue
            message = Phrase("This is a comment: %(words)s", words=" ".join(comment.image[:400].split())[:200])
            place = self.find_place(comment.start)
            self.builder.add_problem(message, Phrase("It is left out."), place, ProblemWeight.NOTED)
        if (rest := len(parser.comments) - _MOST_COMMENTS) > 0:
            message = Phrase("There are %(number)s more comments.", number=rest)
            place = self.find_place(parser.comments[_MOST_COMMENTS].start)
            self.builder.add_problem(message, Phrase("They are left out."), place, ProblemWeight.NOTED)
        if formatted := parser.first_formatted:
            message = Phrase("The document has words in bold or italics; these are the first.")
            place = self.find_place(formatted.start)
            self.builder.add_problem(message, Phrase("They are read as plain words."), place, ProblemWeight.NOTED)


def write_value_plainly(value: Any) -> str:
    """Return a value of data as it is read in a note."""
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
