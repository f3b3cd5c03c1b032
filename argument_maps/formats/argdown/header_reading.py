"""What front matter says of the map itself, and the records that this program writes into it."""

from typing import Any

from argument_maps.formats.argdown.document import ArgdownDocument
from argument_maps.formats.argdown.note_keeping import FieldReader, write_value_plainly
from argument_maps.formats.argdown.records import FORMAT_NAME, LABEL, LISTED_KINDS, join_notes
from argument_maps.formats.exchange import FilePlace, ProblemWeight
from argument_maps.formats.held_fields import HEADER_FIELDS
from models.errors import Phrase
from models.records.kinds import KINDS
from models.vocabulary import RecordKind

_HERE = FilePlace(1, 1)
_AUTHORS = ("author", "authors")
_DESCRIBING = ("subTitle", "subtitle", "abstract", "description")
_LANGUAGES = ("language", "lang")


class FrontMatterReader:
    """Reads the front matter of one document."""

    def __init__(self, document: ArgdownDocument, fields: FieldReader) -> None:
        self._document = document
        self._values = document.front_matter
        self._fields = fields
        self._builder = fields.builder
        self._is_ours = self._values.get("format") == FORMAT_NAME

    def read_header(self) -> None:
        """Set title, authors and description of the map; name the settings that are passed over."""
        header = self._builder.header
        header["title"] = self._find_title()
        if self._is_ours:
            header |= {name: self._values[name] for name in HEADER_FIELDS if name in self._values and name != "title"}
            return
        authors = [author for name in _AUTHORS for author in _list_values(self._values.get(name))]
        header["authors"] = [_read_author(author) for author in authors]
        header["description"] = join_notes(
            *(write_value_plainly(self._values[name]) for name in _DESCRIBING if self._values.get(name)),
            f"date: {write_value_plainly(self._values['date'])}" if self._values.get("date") else "",
        )
        for name in _LANGUAGES:
            if isinstance(self._values.get(name), str):
                header["language"] = self._values[name]
        known = {"title", "date", "model", *_AUTHORS, *_DESCRIBING, *_LANGUAGES}
        if others := tuple(str(name)[:40] for name in self._values if name not in known):
            self._builder.add_problem(
                Phrase("Front matter has %(names)s, which no field of a map holds.", names=others[:20]),
                Phrase("They are left out; settings of drawing say nothing of what is argued."),
                _HERE,
                ProblemWeight.NOTED,
            )

    def _find_title(self) -> str:
        title = self._values.get("title")
        if isinstance(title, str | int | float) and str(title).strip():
            return title if self._is_ours and isinstance(title, str) else " ".join(str(title).split())
        if self._document.sections:
            return min(self._document.sections, key=lambda section: section.level).content.words
        said = next((words for element in self._document.statements.values() for words in element.words), "")
        return " ".join((said or next(iter(self._document.arguments), "")).split())[:120]

    def _list_own(self, kind: RecordKind) -> list[dict[str, Any]]:
        if not self._is_ours:
            return []
        records = _list_values(self._values.get(KINDS[kind].plural))
        return [record for record in records if isinstance(record, dict) and isinstance(record.get(LABEL), str)]

    def read_listed_records(self) -> None:
        """Add tags, agents and sources, and keep the labels of what is read once all it may name is there."""
        for kind in LISTED_KINDS:
            for record in self._list_own(kind):
                self._fields.take_label(record[LABEL])
                if kind != RecordKind.STANCE:
                    self._add_own(kind, record)
                if kind == RecordKind.TAG:
                    self._fields.note_tag(str(record.get("text", "")), record[LABEL])
        for record in self._list_own(RecordKind.LINK):
            self._fields.take_label(record[LABEL])

    def read_late_records(self) -> None:
        """Add the links that no relation of Argdown says, and the stances."""
        for kind in (RecordKind.LINK, RecordKind.STANCE):
            for record in self._list_own(kind):
                self._add_own(kind, record)

    def _add_own(self, kind: RecordKind, record: dict[str, Any]) -> None:
        values = {name: value for name, value in record.items() if name != LABEL}
        self._builder.add_record(kind, values, label=record[LABEL], place=_HERE)


def _list_values(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _read_author(author: Any) -> dict[str, Any]:
    """Return an author by name: a text, or a mapping that has one."""
    name = author.get("name", author) if isinstance(author, dict) else author
    return {"name": " ".join(write_value_plainly(name).split())}
