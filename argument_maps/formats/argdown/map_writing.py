"""A map written as Argdown 2, so that it is read there as a debate and read here as the same map.

- Front matter has title and authors, and as lists of JSON what Argdown has nothing like: tags with their notes, agents,
  sources and stances, and those links that no relation of Argdown says: what qualifies or prompted, answers a question,
  or tests a perception with neither a confirming nor a contradicting verdict.
- Claims, interpretations and evidence are statements under their labels or the titles that their notes keep, with the
  other fields in data behind their words. Those that were arguments without premises are so again. Questions are
  headings, with the claims that answer them below.
- A link of one premise is a relation under its target, with its fields in the data of the premise. Tests are support
  where they confirm, attack where they contradict.
- A link of several premises, or one that another link bears on, is an argument of its own: a premise-conclusion
  structure where it supports, with scheme or warrant as the rule of its inference, below which stands what undercuts
  it; else an argument that its premises support and that attacks its target.
- Texts, scans and what is marked in them are lost.
"""

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from argument_maps.formats.argdown.escaping import escape_words, reads_as, write_data, write_json
from argument_maps.formats.argdown.records import (
    ARGUMENT_TITLE,
    FIELDS,
    FORMAT_NAME,
    HELD_KINDS,
    KIND,
    LABEL,
    LINK,
    LISTED_KINDS,
    STATEMENT_TITLE,
    WRITABLE_TITLE,
    find_relation_sign,
    find_text_field,
    join_notes,
)
from argument_maps.formats.exchange import FormatWriting
from argument_maps.formats.held_fields import HEADER_FIELDS, list_unheld_fields
from argument_maps.formats.map_building import shape_label
from argument_maps.graph import Graph
from argument_maps.references import find_record_kind
from argument_maps.values import Link, Question, Statement
from models.records.kinds import KINDS
from models.vocabulary import RecordKind, Relation

# Of these the sign of Argdown says all.
_PLAIN = (Relation.SUPPORTS, Relation.CHALLENGES, Relation.UNDERCUTS)
# Without what ends a tag, or a title that stands on the same line.
_WRITABLE_TAG = re.compile(r"(?:[^)\]>]|[\]>](?!:))+")
_PLAIN_TAG = re.compile(r"[A-Za-z0-9-]+")
_HELD = {kind: FIELDS[kind] for kind in HELD_KINDS}


def write_argdown(graph: Graph, _: Any = None) -> FormatWriting:
    """Return a map as an Argdown document, and what is not in it: texts, scans and what is marked in them."""
    writer = _DocumentWriter(graph)
    text = "\n\n".join(writer.write_blocks()) + "\n"
    counts = {"statements": len(writer.statements), "arguments": len(writer.arguments)}
    losses = list_unheld_fields(graph, _HELD, header=HEADER_FIELDS)
    return FormatWriting(text.encode(), tuple(losses), counts)


class _DocumentWriter:
    """Writes one map."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._values: dict[str, dict[str, Any]] = {record.id: msgspec.to_builtins(record) for record in graph}
        self._tags = self._choose_tags()
        self.statements: dict[str, str] = {}
        self.arguments: dict[str, str] = {}
        self._choose_titles()

    def _choose_tags(self) -> dict[str, str]:
        """Return, by label, the texts of those tags that can be written as `#(a tag)`."""
        written: dict[str, str] = {}
        taken = set()
        for tag in self._graph.tags:
            if tag.text not in taken and _WRITABLE_TAG.fullmatch(tag.text) and tag.text == " ".join(tag.text.split()):
                written[tag.id] = tag.text
            taken.add(tag.text)
        return written

    def _is_listed(self, link: Link) -> bool:
        """Tell whether a link stands in front matter, since no relation says it and no other link bears on it."""
        return not find_relation_sign(link.relation, link.verdict) and not self._is_argument(link)

    def _is_argument(self, link: Link) -> bool:
        """Tell whether a link is written as an argument: of several premises, titled, or argued about."""
        is_whole = len(link.premises) > 1 or link.note.startswith(ARGUMENT_TITLE)
        has_sign = bool(find_relation_sign(link.relation, link.verdict))
        return (is_whole and has_sign) or link.id in self._graph.links_to

    def _choose_titles(self) -> None:
        """Choose the titles: those that notes keep, where nothing else has them, else the labels."""
        taken = set(self._graph.by_id)
        for record in (*self._graph.statements.values(), *self._graph.links):
            if isinstance(record, Link) and not self._is_argument(record):
                continue
            is_argument, title = isinstance(record, Link), record.id
            first, _, rest = record.note.partition("\n")
            for mark in (ARGUMENT_TITLE,) if is_argument else (ARGUMENT_TITLE, STATEMENT_TITLE):
                kept = first.removeprefix(mark)
                # That a claim was an argument is noted with its title also where the label is the same.
                is_free = kept not in taken or (kept == record.id and mark == ARGUMENT_TITLE and not is_argument)
                is_whole = first.startswith(mark) and record.note == join_notes(first, rest)
                if is_whole and is_free and WRITABLE_TITLE.fullmatch(kept):
                    title, is_argument = kept, is_argument or mark == ARGUMENT_TITLE
                    taken.add(kept)
                    self._values[record.id]["note"] = rest
                    break
            (self.arguments if is_argument else self.statements)[record.id] = title

    def write_blocks(self) -> Iterator[str]:
        """Give the blocks of the document, between which stand empty lines."""
        graph = self._graph
        yield self._write_front_matter()
        answering: dict[str, list[Statement]] = {}
        for statement in graph.statements.values():
            answering.setdefault(getattr(statement, "answers", None) or "", []).append(statement)
        for statement in answering.get("", []):
            yield from self._write_statement(statement)
        for question in graph.questions:
            yield self._write_question(question)
            for statement in answering.get(question.id, []):
                yield from self._write_statement(statement)
        if not graph.statements and not graph.questions:
            # A document without any block is none for the parsers of Argdown.
            yield f"# {escape_words(graph.title)}"

    def _write_front_matter(self) -> str:
        graph = self._graph
        header = {
            name: value
            for name, value in msgspec.to_builtins(graph).items()
            if name in HEADER_FIELDS and name not in ("title",)
        }
        values: dict[str, Any] = {"title": graph.title}
        if graph.authors:
            values["author"] = ", ".join(author.name for author in graph.authors)
        values |= {"format": FORMAT_NAME, **header}
        for kind in LISTED_KINDS:
            if records := getattr(graph, KINDS[kind].plural):
                values[KINDS[kind].plural] = [self._values[record.id] for record in records]
        if listed := [self._values[link.id] for link in graph.links if self._is_listed(link)]:
            values[KINDS[RecordKind.LINK].plural] = listed
        return "\n".join(("===", *(f"{name}: {write_json(value)}" for name, value in values.items()), "==="))

    def _write_question(self, question: Question) -> str:
        values = self._values[question.id]
        return f"# {self._write_words(question.text, values, RecordKind.QUESTION, question.id, '')}"

    def _write_words(self, words: str, values: dict[str, Any], kind: RecordKind, label: str, title: str) -> str:
        """Return words with tags and data behind them; the exact text is in data where words do not say it."""
        written = escape_words(words)
        data: dict[str, Any] = {} if shape_label(title) == label else {LABEL: label}
        if kind not in (RecordKind.CLAIM, RecordKind.QUESTION):
            data[KIND] = str(kind)
        if not reads_as(written, words):
            data["text"] = words
            if not reads_as(written, " ".join(words.split())):
                written = escape_words(" ".join(words.split()))
        tags, fields = self._split_tags(values)
        skipped = (LABEL, find_text_field(kind), "answers")
        data |= {name: value for name, value in fields.items() if name not in skipped and value != ""}
        return " ".join(part for part in (written, tags, write_data(data)) if part)

    def _split_tags(self, values: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """Return the tags of a record as Argdown writes them, and its other fields; with tags, if not all can be."""
        tags = values.get("tags", [])
        if any(tag not in self._tags for tag in tags):
            return "", values
        texts = [self._tags[tag] for tag in tags]
        written = " ".join(f"#{text}" if _PLAIN_TAG.fullmatch(text) else f"#({text})" for text in texts)
        return written, {name: value for name, value in values.items() if name != "tags"}

    def _name(self, label: str) -> str:
        """Return how a statement or argument is referred to."""
        return f"<{self.arguments[label]}>" if label in self.arguments else f"[{self.statements[label]}]"

    def _write_statement(self, statement: Statement) -> Iterator[str]:
        kind = find_record_kind(statement)
        values = self._values[statement.id]
        title = self.arguments.get(statement.id) or self.statements[statement.id]
        words = self._write_words(values[find_text_field(kind)], values, kind, statement.id, title)
        yield "\n".join((f"{self._name(statement.id)}: {words}", *self._write_relations(statement.id)))
        yield from self._write_arguments(statement.id)

    def _write_relations(self, target: str) -> Iterator[str]:
        """Give the relation lines of the links of one premise that bear on a record or a link."""
        for link in self._graph.links_to.get(target, ()):
            sign = find_relation_sign(link.relation, link.verdict)
            if sign and not self._is_argument(link):
                yield f"  {sign} {self._name(link.premises[0])} {write_data({LINK: self._list_link_fields(link)})}"

    def _list_link_fields(self, link: Link) -> dict[str, Any]:
        """Return what a relation does not say of a link by itself."""
        told = {"premises", "target", *(("relation",) if link.relation in _PLAIN else ())}
        return {name: value for name, value in self._values[link.id].items() if name not in told}

    def _write_arguments(self, target: str) -> Iterator[str]:
        """Give the blocks of those links on a record or link that are arguments, and of those that bear on them.

        Without recursion, since links on links can be many.
        """
        waiting = [target]
        while waiting:
            for link in self._graph.links_to.get(waiting.pop(), ()):
                if self._is_argument(link):
                    yield from self._write_argument(link)
                    waiting.append(link.id)

    def _write_argument(self, link: Link) -> Iterator[str]:
        has_steps = (
            link.relation == Relation.SUPPORTS
            and link.target in self.statements
            and all(premise in self.statements for premise in link.premises)
        )
        tags, fields = self._split_tags(self._values[link.id])
        sign = find_relation_sign(link.relation, link.verdict)
        is_named = bool(sign) and (link.target in self.arguments or link.target in self.statements)
        skipped = {LABEL, "premises"}
        if has_steps or is_named:
            skipped.add("target")
        if has_steps or (is_named and link.relation in _PLAIN):
            skipped.add("relation")
        rule, rule_field = self._find_rule(fields) if has_steps else ("", "")
        data = {} if shape_label(self.arguments[link.id]) == link.id else {LABEL: link.id}
        data[KIND] = str(RecordKind.LINK)
        data |= {name: value for name, value in fields.items() if name not in {*skipped, rule_field} and value != ""}
        head = " ".join(part for part in (self._name(link.id), tags, write_data(data)) if part)
        relations = list(self._write_relations(link.id))
        if has_steps:
            undercuts = [line for line in relations if line.startswith("  _ ")]
            yield "\n".join((head, *(line for line in relations if not line.startswith("  _ "))))
            steps = [f"({number}) {self._name(premise)}" for number, premise in enumerate(link.premises, 1)]
            inference = f"-- {rule} --" if rule else "----"
            yield "\n".join((*steps, inference, *undercuts, f"({len(steps) + 1}) {self._name(link.target)}"))
            return
        does = [f"  {sign}> {self._name(link.target)}"] if is_named else []
        premises = [f"  + {self._name(premise)}" for premise in link.premises]
        yield "\n".join((head, *does, *premises, *relations))

    @staticmethod
    def _find_rule(fields: dict[str, Any]) -> tuple[str, str]:
        """Return the rule of an inference and the field that it is: the scheme, or a warrant that can be written so."""
        if "scheme" in fields:
            return str(fields["scheme"]), "scheme"
        warrant = str(fields.get("warrant", ""))
        is_plain = warrant.replace(" ", "").isalnum() and " ".join(warrant.split()) == warrant
        return (warrant, "warrant") if is_plain else ("", "")
