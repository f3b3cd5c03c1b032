"""Argument graphs of Carneades 4 read as maps (`argument_graphs` says what becomes what)."""

import re
from collections.abc import Iterator
from typing import Any

from argument_maps.formats.aif.scheme_names import find_scheme
from argument_maps.formats.carneades.argument_graphs import (
    ANSWERS,
    ASSUMED,
    BESIDES,
    SECTIONS,
    STANDARDS,
    CarneadesRemainder,
    normalise_atom,
    word_atom,
)
from argument_maps.formats.carneades.entries import flatten, flatten_meta, is_auxiliary, list_meta, read_own_fields
from argument_maps.formats.carneades.yaml_trees import PlacedValue, parse_yaml
from argument_maps.formats.exchange import FormatReading, ProblemWeight
from argument_maps.formats.file_contents import FileContents, decode_letters
from argument_maps.formats.map_building import MapBuilder, shape_label
from models.errors import Phrase
from models.records.kinds import KINDS
from models.vocabulary import RecordKind, Relation

_TOP_LEVEL = re.compile(r"^([a-z_]+)[ \t]*:(?=\s|$)", re.MULTILINE)
_TELLING = frozenset(("statements", "arguments", "argument_schemes", "issues", "assumptions", "issue_schemes"))
_STATEMENT_KINDS = (RecordKind.CLAIM, RecordKind.INTERPRETATION, RecordKind.EVIDENCE)
_LISTS = ("argument_schemes", "assumptions")
MOST_PREMISES = 50
CHANGED, NOTED = ProblemWeight.CHANGED, ProblemWeight.NOTED


def recognise_carneades(contents: FileContents) -> int:
    """Tell how much a file looks like an argument graph, by the names of its sections."""
    names = set(_TOP_LEVEL.findall(contents.beginning)) & set(SECTIONS)
    telling = len(names & _TELLING)
    if telling >= 2 or (telling and len(names) >= 2):
        return 3
    return 2 if "statements" in names else 1 if names & {"meta", *_TELLING} else 0


def read_carneades(data: bytes) -> FormatReading:
    """Return the map in an argument graph. Raises `UnreadableFile`."""
    text, problems = decode_letters(data)
    root, more = parse_yaml(text)
    reader = _GraphReader(root)
    reader.builder.problems += [*problems, *more]
    return reader.read()


class _GraphReader:
    def __init__(self, root: PlacedValue) -> None:
        self.root = root
        self.builder = MapBuilder()
        self.names: dict[str, str] = {}
        # Labels by the ids of statements, arguments and issues.
        self.labels: dict[str, str] = {}
        self.links: dict[str, str] = {}
        self.issues: dict[str, str] = {}
        # By the labels of statements: those declared nowhere, those assumed, and the questions they answer.
        self.implied: dict[str, PlacedValue] = {}
        self.assumed: set[str] = set()
        self.answers: dict[str, str] = {}
        self.assumed_tag = ""
        statements = self._list_section("statements")
        self.auxiliary = {normalise_atom(name) for name, entry in statements.items() if is_auxiliary(entry)}
        self.stand_ins: set[str] = set()
        self.undercuts: dict[str, tuple[str, ...]] = {}
        self.expected: dict[str, str] = {}
        self.weights: dict[str, str] = {}

    def read(self) -> FormatReading:
        """Return the map and what is kept beside it."""
        self._tell_unknown_sections()
        self._read_header()
        self._reserve_labels()
        self._read_schemes()
        self._read_records_besides()
        self._read_references()
        self._read_assumptions()
        self._read_issues()
        self._read_arguments()
        self._read_statements()
        self._read_tests()
        graph = self.builder.build_map()
        names = {label: name for label, name in self.names.items() if label in graph.by_id}
        expected = {label: answer for label, answer in self.expected.items() if label in graph.by_id}
        remainder = CarneadesRemainder(
            self.root, graph, names, expected, frozenset(self.stand_ins), frozenset(self.implied), self.undercuts
        )
        return FormatReading(graph, self._count(), tuple(self.builder.problems), remainder)

    def _count(self) -> dict[str, int | dict[str, int]]:
        counts: dict[str, int | dict[str, int]] = {}
        for name in ("statements", "arguments", "issues", "assumptions", "argument_schemes", "references"):
            section = self.root.get(name)
            counts[name] = len(section.entries or section.items or ()) if section is not None else 0
        answers = list(self.expected.values())
        return {**counts, "tests": {answer: answers.count(answer) for answer in ANSWERS}}

    def _list_section(self, name: str) -> dict[str, PlacedValue]:
        section = self.root.get(name)
        return (section.entries or {}) if section is not None else {}

    def _list_texts(self, section: PlacedValue | None) -> Iterator[PlacedValue]:
        return section.list_texts() if section is not None else iter(())

    def _tell_unknown_sections(self) -> None:
        for name, section in (self.root.entries or {}).items():
            is_other = section.items is None if name in _LISTS else section.entries is None
            if name not in SECTIONS:
                message = Phrase("An argument graph has no “%(name)s”.", name=name[:80])
                self.builder.add_problem(message, Phrase("It is left out."), section.place(name))
            elif is_other and (section.text or section.items or section.entries):
                message = Phrase("“%(name)s” is not what it is in an argument graph.", name=name)
                self.builder.add_problem(message, Phrase("It is left out."), section.place(name))

    def _read_header(self) -> None:
        meta = self.root.get("meta")
        if meta is None:
            return
        entries = {name: value for name, value in (meta.entries or {}).items() if name not in ("record", "records")}
        if meta.words("record") == "map":
            self.builder.header |= {name: value.build() for name, value in entries.items()}
            return
        self.builder.header["title"] = " ".join(meta.words("title").split())
        self.builder.header["description"] = flatten_meta(entries, ("title",))

    def _reserve_labels(self) -> None:
        """Give labels to statements, arguments and issues; first to those whose ids are labels already."""
        proposals = [
            (kept, kind, name)
            for kept, kind, section in (
                (self.labels, RecordKind.CLAIM, "statements"),
                (self.links, RecordKind.LINK, "arguments"),
                (self.issues, RecordKind.QUESTION, "issues"),
            )
            for name, entry in self._list_section(section).items()
            # Only statements and issues are written for the sake of arguments, and are none themselves.
            if section == "arguments" or not is_auxiliary(entry)
        ]
        for kept, kind, name in sorted(proposals, key=lambda proposal: shape_label(proposal[2]) != proposal[2]):
            self._name_record(kept, kind, name)

    def _name_record(self, kept: dict[str, str], kind: RecordKind, name: str) -> str:
        normal = normalise_atom(name)
        if normal not in kept:
            label = kept[normal] = self.builder.reserve_label(normal.replace("¬", "not-"), kind)
            self.names[label] = name
        return kept[normal]

    def _read_schemes(self) -> None:
        """Note the weights of schemes, and tell what a map does not hold of rules."""
        section = self.root.get("argument_schemes")
        for scheme in (section.items or ()) if section is not None else ():
            name, weight = scheme.words("id"), scheme.get("weight")
            if weight is not None:
                constant = weight.words("constant")
                self.weights[name] = f"weight: {constant}" if constant else f"weighing: {flatten(weight)}"
            if any(scheme.get(part) is not None for part in ("premises", "conclusions", "deletions", "exceptions")):
                message = Phrase("“%(name)s” is a rule, from which Carneades makes arguments.", name=name[:80])
                outcome = Phrase("No arguments are made of it; it is kept only for a file of the same format.")
                self.builder.add_problem(message, outcome, scheme.place(name))
        for name in ("issue_schemes", "weighing_functions"):
            for key, entry in self._list_section(name).items():
                message = Phrase("A map has no “%(section)s”: “%(name)s”.", section=name, name=key[:80])
                outcome = Phrase("It is kept only for a file of the same format.")
                self.builder.add_problem(message, outcome, entry.place(key))

    def _read_records_besides(self) -> None:
        meta = self.root.get("meta")
        besides = meta.get("records") if meta is not None else None
        for kind in BESIDES:
            records = besides.get(KINDS[kind].plural) if besides is not None else None
            for label, value in ((records.entries or {}) if records is not None else {}).items():
                fields = value.build()
                if not isinstance(fields, dict) or shape_label(label) != label:
                    message = Phrase("“%(name)s” is no record.", name=label[:80])
                    self.builder.add_problem(message, Phrase("It is left out."), value.place(label))
                    continue
                reserved = self.builder.reserve_label(label, kind)
                self.builder.add_record(kind, fields, label=reserved, place=value.place(label))
                if kind == RecordKind.TAG and fields.get("text") == ASSUMED:
                    self.assumed_tag = reserved

    def _read_references(self) -> None:
        for name, entry in self._list_section("references").items():
            label = self.builder.reserve_label(name, RecordKind.SOURCE)
            fields = entry.build()
            if not isinstance(fields, dict) or fields.pop("record", None) != RecordKind.SOURCE:
                note = flatten_meta(entry.entries or {}, ("title",))
                source_type = "webpage" if entry.words("url") else "book"
                fields = {"title": entry.words("title") or name, "note": note, "type": source_type}
                message = Phrase("The reference “%(name)s” does not say what sort of source it is.", name=name[:80])
                outcome = Phrase("It is read as “%(type)s”; what else it says stands in the note.", type=source_type)
                self.builder.add_problem(message, outcome, entry.place(name), CHANGED)
            self.builder.add_record(RecordKind.SOURCE, fields, label=label, place=entry.place(name))
            self.names[label] = name

    def _read_assumptions(self) -> None:
        for value in self._list_texts(self.root.get("assumptions")):
            self.assumed.add(self._find_statement(value, NOTED))
        for name, entry in self._list_section("statements").items():
            assumed = entry.get("assumed")
            if assumed is not None and assumed.build() is True and not is_auxiliary(entry):
                self.assumed.add(self.labels[normalise_atom(name)])

    def _find_assumed_tag(self) -> str:
        if not self.assumed_tag:
            label = self.builder.reserve_label(ASSUMED, RecordKind.TAG)
            self.assumed_tag = self.builder.add_record(RecordKind.TAG, {"text": ASSUMED}, label=label) or label
        return self.assumed_tag

    def _find_statement(self, value: PlacedValue, weight: ProblemWeight = CHANGED) -> str:
        """Return the label of the statement with this id, of which a claim will be made if it is not declared."""
        name = normalise_atom(value.text)
        if name not in self.labels:
            self.implied[self._name_record(self.labels, RecordKind.CLAIM, value.text.strip())] = value
            message = Phrase("The statement “%(name)s” is not declared.", name=name[:80])
            self.builder.add_problem(message, Phrase("A claim is made of it."), value.place(name), weight)
        return self.labels[name]

    def _find_text(self, label: str) -> str:
        name = self.names[label]
        entry = self._list_section("statements").get(name)
        text = (entry.text.strip() or entry.words("text")) if entry is not None and label not in self.implied else ""
        return text or word_atom(normalise_atom(name), self.root.get("language")) or "…"

    def _read_issues(self) -> None:
        for name, entry in self._list_section("issues").items():
            if is_auxiliary(entry):
                continue
            if entry.entries is None:
                message = Phrase("The issue “%(name)s” has no positions.", name=name[:80])
                self.builder.add_problem(message, Phrase("It is left out."), entry.place(name))
                continue
            label = self.issues[normalise_atom(name)]
            named = self._list_texts(entry.get("positions"))
            positions = [
                self._find_statement(value) for value in named if normalise_atom(value.text) not in self.auxiliary
            ]
            standard = entry.words("standard").upper() or STANDARDS[0]
            if standard not in STANDARDS:
                message = Phrase("There is no standard “%(standard)s”.", standard=standard[:80])
                self.builder.add_problem(message, Phrase("It is read as PE."), entry.place(name), CHANGED)
                standard = STANDARDS[0]
            fields = read_own_fields(entry, (RecordKind.QUESTION,))
            if fields is None:
                lines = (f"standard: {standard}", flatten_meta(list_meta(entry)))
                texts = [self._find_text(position) for position in positions]
                fields = {"text": " / ".join(texts) or name, "note": "\n".join(line for line in lines if line)}
            self.builder.add_record(RecordKind.QUESTION, fields, label=label, place=entry.place(name))
            for position in positions:
                if self.answers.setdefault(position, label) != label:
                    message = Phrase("“%(name)s” is at issue twice.", name=self.names[position][:80])
                    self.builder.add_problem(message, Phrase("The first issue counts."), entry.place(name))

    def _read_statements(self) -> None:
        for name, entry in self._list_section("statements").items():
            if not is_auxiliary(entry):
                self._add_statement(self.labels[normalise_atom(name)], entry)
        for label, value in self.implied.items():
            self._add_claim(label, {"text": self._find_text(label)}, value)

    def _add_statement(self, label: str, entry: PlacedValue) -> None:
        fields = read_own_fields(entry, _STATEMENT_KINDS)
        meta = entry.get("meta")
        kind = RecordKind(meta.words("record")) if fields is not None and meta is not None else RecordKind.CLAIM
        answer = entry.words("label").lower()
        if answer in ANSWERS:
            self.expected[label] = answer
        words = {"summary" if kind == RecordKind.EVIDENCE else "text": self._find_text(label)}
        if fields is None:
            fields = {"note": flatten_meta(list_meta(entry))}
        self._add_claim(label, {**fields, **words}, entry, kind)

    def _add_claim(
        self, label: str, fields: dict[str, Any], value: PlacedValue, kind: RecordKind = RecordKind.CLAIM
    ) -> None:
        tags = fields.get("tags")
        tags = list(tags) if isinstance(tags, list) else []
        if label in self.assumed and self._find_assumed_tag() not in tags:
            tags.append(self._find_assumed_tag())
        if label in self.answers and kind != RecordKind.EVIDENCE:
            fields = {**fields, "answers": self.answers[label]}
        place = value.place(self.names.get(label, ""))
        self.builder.add_record(kind, {**fields, "tags": tags}, label=label, place=place)

    def _read_arguments(self) -> None:
        for name, entry in self._list_section("arguments").items():
            label = self.links[normalise_atom(name)]
            fields = read_own_fields(entry, (RecordKind.LINK,))
            target = self._find_target(entry, fields or {})
            if target is None:
                message = Phrase("The argument “%(name)s” has no conclusion.", name=name[:80])
                self.builder.add_problem(message, Phrase("It is left out."), entry.place(name))
                continue
            roles, premises = self._read_premises(entry, label)
            if fields is None:
                fields = self._describe_argument(entry, name, roles)
            fields = {"relation": Relation.SUPPORTS, **fields, "premises": premises, "target": target}
            self.builder.add_record(RecordKind.LINK, fields, label=label, place=entry.place(name))
            self._read_undercutters(entry, name, label)

    def _find_target(self, entry: PlacedValue, fields: dict[str, Any]) -> str | None:
        """Return what an argument bears on: what an attack is written to mean, else the conclusion."""
        for name, labels in (("attacks_argument", self.links), ("attacks", self.labels)):
            written = fields.pop(name, None)
            if isinstance(written, str) and normalise_atom(written) in labels:
                return labels[normalise_atom(written)]
        conclusion = entry.get("conclusion")
        return self._find_statement(conclusion) if conclusion is not None and conclusion.text.strip() else None

    def _read_premises(self, entry: PlacedValue, label: str) -> tuple[dict[str, str], list[str]]:
        """Return the ids of premises by their roles, where they have any, and the labels of all premises."""
        section = entry.get("premises")
        named = (section.entries or {}) if section is not None else {}
        values = [value for value in named.values() if value.text] or list(self._list_texts(section))
        premises = list(dict.fromkeys(self._find_statement(value) for value in values if value.text.strip()))
        if len(premises) > MOST_PREMISES:
            message = Phrase("The argument has %(number)s premises.", number=len(premises))
            outcome = Phrase("The first %(most)s are read.", most=MOST_PREMISES)
            self.builder.add_problem(message, outcome, entry.place(self.names[label]))
        if not premises:
            stand_in = self.builder.reserve_label(f"{label[:50]}-premise", RecordKind.CLAIM)
            self.stand_ins.add(stand_in)
            message = Phrase("The argument “%(name)s” has no premises.", name=self.names[label][:80])
            outcome = Phrase("A claim that is assumed stands in for them.")
            self.builder.add_problem(message, outcome, entry.place(self.names[label]), CHANGED)
            fields = {"text": self.names[label], "tags": [self._find_assumed_tag()]}
            self.builder.add_record(RecordKind.CLAIM, fields, label=stand_in, place=entry.place())
            premises = [stand_in]
        return {role: value.text.strip() for role, value in named.items()}, premises[:MOST_PREMISES]

    def _describe_argument(self, entry: PlacedValue, name: str, roles: dict[str, str]) -> dict[str, Any]:
        """Return the scheme and the note of an argument that was not written from a map."""
        written = entry.words("scheme")
        scheme = find_scheme(written) if written else None
        weight = entry.words("weight") or entry.words("weigth")
        lines = [
            "roles: " + ", ".join(f"{role} = {premise}" for role, premise in roles.items()) if roles else "",
            f"scheme: {written}" if written and scheme is None else "",
            f"weight: {weight}" if weight else self.weights.get(written, ""),
            flatten_meta({"parameters": value} if (value := entry.get("parameters")) is not None else {}),
            flatten_meta(list_meta(entry)),
        ]
        if any(lines[:3]):
            message = Phrase("Roles, weight or scheme of the argument “%(name)s” have no field.", name=name[:80])
            self.builder.add_problem(message, Phrase("They stand in the note of the link."), entry.place(name), NOTED)
        return {"scheme": scheme, "note": "\n".join(line for line in lines if line)}

    def _read_undercutters(self, entry: PlacedValue, name: str, label: str) -> None:
        values = (*self._list_texts(entry.get("undercutter")), *self._list_texts(entry.get("exceptions")))
        for value in values:
            if not value.text.strip() or normalise_atom(value.text) in self.auxiliary:
                continue
            link = self.builder.reserve_label(f"{label[:50]}-undercutter", RecordKind.LINK)
            self.undercuts[label] = (*self.undercuts.get(label, ()), link)
            fields = {"premises": [self._find_statement(value)], "relation": Relation.UNDERCUTS, "target": label}
            self.builder.add_record(RecordKind.LINK, fields, label=link, place=value.place(name))

    def _read_tests(self) -> None:
        for section in (self.root.get("labels"), self.root.get("tests")):
            for answer in ANSWERS:
                for value in self._list_texts(section.get(answer) if section is not None else None):
                    label = self.labels.get(normalise_atom(value.text))
                    if label is not None:
                        self.expected[label] = answer
                        continue
                    name = normalise_atom(value.text)
                    message = Phrase("“%(name)s” is tested and stands nowhere else.", name=name[:80])
                    outcome = Phrase("It is kept only for a file of the same format.")
                    self.builder.add_problem(message, outcome, value.place(name), NOTED)
