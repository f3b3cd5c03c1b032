"""A note of Obsidian for each record: its fields as properties, its words as text, what bears on it as links.

Properties are YAML between lines of hyphens (Obsidian Help, Properties); a link is `[[name]]` (Internal links).
"""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import msgspec
import yaml

from argument_maps.formats.held_fields import list_filled_fields
from argument_maps.formats.vault.note_names import name_notes
from argument_maps.graph import Graph
from argument_maps.references import find_record_kind
from argument_maps.values import AnyRecord, Link, Tag
from models.records.kinds import KINDS
from models.records.references import REFERENCE_FIELDS
from models.vocabulary import RecordKind

# What stands below the properties and not among them: as paragraphs, quoted, under headings.
_PARAGRAPHS = ("text", "summary")
_QUOTED = ("quotation", "translation", "transcription")
_PARTS = ("warrant", "reason", "comment", "note")
_TITLES = ("text", "summary", "title", "name", "exact")
_SIGNS = re.compile(r"[\\`*_\[\]<>#|~=^$%&]")
_BEGINNINGS = re.compile(r"^[ \t]*(?:([-+])|(\d{1,9})([.)])(?=\s|$)|)", re.MULTILINE)
_NO_TAG = re.compile(r"[^\w/-]+")


class NoteWriter:
    """Writes the notes of one map, which name each other."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.names = name_notes((record.id, self.describe(record)) for record in graph)
        self._joined: dict[str, list[Link]] = {}
        for link in graph.links:
            for label in {link.target, *link.premises}:
                self._joined.setdefault(label, []).append(link)
        self._tagged: dict[str, list[str]] = {}
        for record in graph:
            for label in getattr(record, "tags", ()):
                self._tagged.setdefault(label, []).append(record.id)

    @cached_property
    def _tags(self) -> dict[str, str]:
        return {tag.id: shape_tag(tag.text) or tag.id for tag in self.graph.tags}

    def describe(self, record: AnyRecord) -> str:
        """Return in a few words what a record is about."""
        if isinstance(record, Link):
            return f"{' + '.join(record.premises)} {record.relation} {record.target}"
        return next((str(value) for name in _TITLES if (value := getattr(record, name, None))), "")

    def find_path(self, label: str) -> str:
        """Return where in the vault the note of a record is: in the folder of its kind."""
        folder = KINDS[find_record_kind(self.graph.by_id[label])].plural.capitalize()
        return f"{folder}/{self.names[label]}.md"

    def link_to(self, label: str) -> str:
        """Return a link to the note of a record."""
        return f"[[{self.names[label]}]]" if label in self.names else label

    def write_note(self, record: AnyRecord, content: str = "") -> str:
        """Return the note of a record; `content` is what a text says."""
        properties = _write_yaml(self._list_properties(record))
        parts = [part for part in (*self._write_body(record), escape_markdown(content)) if part]
        return f"---\n{properties}---\n" + "".join(f"\n{part}\n" for part in parts)

    def _list_properties(self, record: AnyRecord) -> dict[str, Any]:
        references = {field.name: field for field in REFERENCE_FIELDS[find_record_kind(record)]}
        properties: dict[str, Any] = {"id": record.id, "record": str(find_record_kind(record))}
        for name in list_filled_fields(record):
            value = getattr(record, name)
            if name == "tags":
                properties["tags"] = [self._tags.get(label, label) for label in value]
                properties["tag_notes"] = [self.link_to(label) for label in value]
            elif name in references:
                several = references[name].takes_several
                properties[name] = [self.link_to(label) for label in value] if several else self.link_to(value)
            elif name not in (*_PARAGRAPHS, *_QUOTED, *_PARTS):
                properties[name] = _write_property(value)
        properties["aliases"] = [*properties.get("aliases", []), record.id]
        return properties

    def _write_body(self, record: AnyRecord) -> Iterator[str]:
        if isinstance(record, Link):
            premises = " + ".join(self.link_to(label) for label in record.premises)
            verdict = f" ({record.verdict})" if record.verdict else ""
            yield f"{premises} *{record.relation}*{verdict} {self.link_to(record.target)}"
        yield escape_markdown(next((getattr(record, name) for name in _PARAGRAPHS if hasattr(record, name)), ""))
        for name in _QUOTED:
            words = escape_markdown(getattr(record, name, ""))
            yield "\n".join(f"> {line}".rstrip() for line in words.split("\n")) if words else ""
        for name in _PARTS:
            words = escape_markdown(getattr(record, name, ""))
            yield f"## {name.capitalize()}\n\n{words}" if words else ""
        yield from self._list_arguments(record)
        if isinstance(record, Tag):
            yield "\n".join(f"- {self.link_to(label)}" for label in self._tagged.get(record.id, ()))

    def _list_arguments(self, record: AnyRecord) -> Iterator[str]:
        lines = []
        for link in self._joined.get(record.id, ()):
            premises = " + ".join(self.link_to(label) for label in link.premises)
            lines.append(f"- {premises} *{link.relation}* {self.link_to(link.target)} ({self.link_to(link.id)})")
        if lines:
            yield "\n".join(["## Arguments", "", *lines])

    def write_index(self) -> str:
        """Return the note that says what map it is, with its questions and what stands under each."""
        graph = self.graph
        header = {
            name: _write_property(value)
            for name in ("title", "licence", "language", "authors", "forebears", "visibility")
            if (value := getattr(graph, name))
        }
        lines = [f"---\n{_write_yaml(header)}---", ""]
        lines += [f"# {escape_markdown(graph.title)}", ""]
        lines += [escape_markdown(graph.description), ""] if graph.description else []
        under: dict[str | None, list[str]] = {}
        for label in graph.statements:
            under.setdefault(graph.home[label], []).append(label)
        for question in (*(question.id for question in graph.questions), None):
            labels = under.get(question, [])
            if question is not None or labels:
                lines += [f"## {self.link_to(question) if question else 'Other'}", ""]
                lines += [f"- {self.link_to(label)}" for label in labels] + [""]
        for kind, entry in KINDS.items():
            others = [record.id for record in graph if find_record_kind(record) == kind]
            if others and kind not in (RecordKind.QUESTION, RecordKind.LINK) and others[0] not in graph.statements:
                lines += [f"## {entry.plural.capitalize()}", "", *(f"- {self.link_to(label)}" for label in others), ""]
        return "\n".join(lines)


def escape_markdown(text: str) -> str:
    """Return a text whose signs are none of Markdown, HTML or Obsidian (CommonMark 0.31, 2.4), without indents."""
    return _BEGINNINGS.sub(_escape_beginning, _SIGNS.sub(r"\\\g<0>", text))


def _escape_beginning(beginning: re.Match[str]) -> str:
    if beginning[1]:
        return f"\\{beginning[1]}"
    return f"{beginning[2]}\\{beginning[3]}" if beginning[2] else ""


def shape_tag(text: str) -> str:
    """Return a text as a tag of Obsidian, which has no spaces and not only digits; nothing where nothing is left."""
    tag = _NO_TAG.sub("-", text).strip("-/")
    return f"n{tag}" if tag and not re.search(r"[^\W\d]", tag) else tag


def _write_yaml(properties: dict[str, Any]) -> str:
    return yaml.dump(properties, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=1_000_000)


def _write_property(value: Any) -> Any:
    """Return a value as properties have it: a text, a number, or a list of texts; whatever else as JSON."""
    plain = msgspec.to_builtins(value)
    if isinstance(plain, str | int | float) or (
        isinstance(plain, list) and all(isinstance(each, str) for each in plain)
    ):
        return plain
    return msgspec.json.encode(plain).decode()
