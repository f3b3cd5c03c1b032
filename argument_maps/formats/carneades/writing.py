"""Maps written as argument graphs of Carneades 4 (`argument_graphs` says what becomes what).

Of a file that was read, entries whose records are as they were come out as they stand there; the others are written
anew, those that were deleted are not there, and what a map has no place for follows as it was.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
import yaml

from argument_maps.formats.aif.scheme_names import find_scheme
from argument_maps.formats.carneades.argument_graphs import (
    ANSWERS,
    ASSUMED,
    SCHEME_LINE,
    SECTIONS,
    STANDARD_LINE,
    WEIGHT_LINE,
    CarneadesRemainder,
    normalise_atom,
    weigh_relation,
)
from argument_maps.formats.carneades.entries import is_auxiliary, is_filled, list_record_fields
from argument_maps.formats.carneades.yaml_trees import PlacedValue, build_node, write_yaml
from argument_maps.formats.exchange import FormatLoss, FormatWriting
from argument_maps.formats.held_fields import drop_known_losses, list_unheld_fields
from argument_maps.graph import Graph
from argument_maps.references import find_record_kind
from argument_maps.values import AnyRecord, Claim, Interpretation, Link, Question, Tag
from models.records.kinds import KINDS
from models.vocabulary import RecordKind, Relation

_UNHELD = (RecordKind.TEXT, RecordKind.SCAN, RecordKind.ANNOTATION, RecordKind.REGION)
_HELD = {kind: tuple(entry.draft.model_fields) for kind, entry in KINDS.items() if kind not in _UNHELD}
_HEADER = ("title", "description", "language", "licence", "authors")


def write_carneades(graph: Graph, remainder: Any = None) -> FormatWriting:
    """Return a map as an argument graph, and what of it that cannot hold."""
    known = remainder if isinstance(remainder, CarneadesRemainder) else None
    losses: Iterable[FormatLoss] = list_unheld_fields(graph, _HELD, _HEADER)
    if known is not None:
        losses = drop_known_losses(losses, graph, known.graph)
    sections = _GraphWriter(graph, known).write()
    counts: dict[str, int] = {
        name: len(sections[name]) for name in ("statements", "arguments", "issues") if name in sections
    }
    return FormatWriting(write_yaml(sections), tuple(losses), counts)


class _GraphWriter:
    def __init__(self, graph: Graph, known: CarneadesRemainder | None) -> None:
        self.graph = graph
        self.known = known
        self.root = known.root if known else PlacedValue(1, 1, entries={})
        self.before: dict[str, AnyRecord] = known.graph.by_id if known else {}
        self.used = set(known.names.values()) if known else set()
        self.ids = {label: name for label, name in known.names.items() if label in graph.by_id} if known else {}
        for record in graph:
            self.ids.setdefault(record.id, record.id if record.id not in self.used else self._take_name(record.id))
        self.used |= set(self.ids.values())
        self.assumed_tags = {tag.id for tag in graph.tags if tag.text == ASSUMED}
        self.weights = self._weigh_links()
        self.issues = {question.id: question for question in graph.questions if self._is_issue(question)}
        self.skipped = {label for label in graph.statements if self._goes_without_saying(label)}
        self.assumed = [
            record.id
            for record in graph.statements.values()
            if self.assumed_tags.intersection(record.tags) and not self._stands_in(record.id)
        ]
        # The ids of statements that say that another, or an argument, does not hold; and links said by `undercutter`.
        self.contraries: dict[str, str] = {}
        self.undercutters: dict[str, str] = {}
        self.covered: set[str] = set()
        self.schemes: list[str] = []

    def write(self) -> dict[str, Any]:
        """Return the sections of the graph, in the order of the file that was read."""
        self._choose_contraries()
        written = {
            "meta": self._write_meta(),
            "statements": self._write_statements(),
            "issues": self._write_issues(),
            "assumptions": self._write_assumptions(),
            "arguments": {self.ids[link.id]: self._write_argument(link) for link in self._list_arguments()},
            "references": {self.ids[source.id]: self._write_source(source) for source in self.graph.sources},
        }
        # Named by the arguments, so only known behind them.
        written["argument_schemes"] = self._write_schemes()
        for name in ("tests", "labels"):
            written[name] = self._write_tests(name)
        entries = self.root.entries or {}
        names = [*entries, *(name for name in SECTIONS if name not in entries)]
        sections = {name: written.get(name) for name in names}
        sections |= {name: build_node(entry) for name, entry in entries.items() if name not in written}
        return {name: section for name, section in sections.items() if name in entries or is_filled(section)}

    def _take_name(self, proposal: str) -> str:
        name, number = proposal, 1
        while name in self.used:
            number += 1
            name = f"{proposal}-{number}"
        self.used.add(name)
        return name

    def _is_unchanged(self, label: str) -> bool:
        return label in self.before and self.before[label] == self.graph.by_id.get(label)

    def _is_undisputed(self, link: str) -> bool:
        """Tell whether a link is as it was, and nothing bears on it, so that it needs no argument of its own."""
        return self._is_unchanged(link) and not self.graph.links_to.get(link) and not self.graph.stances_on.get(link)

    def _find_entry(self, section: str, label: str) -> PlacedValue | None:
        """Return the entry of a record that is as it was."""
        part = self.root.get(section)
        if part is None or part.entries is None or not self._is_unchanged(label):
            return None
        return part.entries.get(self.ids[label])

    def _is_issue(self, question: Question) -> bool:
        return STANDARD_LINE.search(question.note) is not None

    def _stands_in(self, label: str) -> bool:
        """Tell whether a claim only stands in for the premise of an argument that has none."""
        links = self.graph.links_from.get(label, ())
        return (
            self.known is not None
            and label in self.known.stand_ins
            and self._is_unchanged(label)
            and len(links) == 1
            and links[0].premises == (label,)
            and not self.graph.links_to.get(label)
        )

    def _goes_without_saying(self, label: str) -> bool:
        if self.known is None or label not in self.known.implied or not self._is_unchanged(label):
            return self._stands_in(label)
        record = self.graph.statements[label]
        links = (*self.graph.links_to.get(label, ()), *self.graph.links_from.get(label, ()))
        return bool(record.tags) or any(link.id in self.weights for link in links)

    def _weigh_links(self) -> dict[str, int]:
        """Return the links that are arguments, with 1 for those in favour of their targets and -1 for those against.

        A link on a link is one only if it is against it and that is one itself.
        """
        links = self.graph.links_by_id
        weights = {label: weigh_relation(link.relation, link.verdict) for label, link in links.items()}
        native: dict[str, bool] = {}
        for label in links:
            path = []
            current = label
            while current in links and current not in native:
                path.append(current)
                current = links[current].target
            is_native = native.get(current, current in self.graph.statements)
            for step in reversed(path):
                needed = -1 if links[step].target in links else 1
                is_native = is_native and (weights[step] == needed or (needed == 1 and weights[step] == -1))
                native[step] = is_native
        return {label: weight for label, weight in weights.items() if native[label]}

    def _choose_contraries(self) -> None:
        """Name what arguments against statements and arguments conclude, and note what `undercutter` says itself."""
        for label in self.weights:
            attacks = [link for link in self.graph.links_to.get(label, ()) if self.weights.get(link.id) == -1]
            said = [
                link
                for link in attacks
                if self.known is not None
                and link.id in self.known.undercuts.get(label, ())
                and self._is_undisputed(link.id)
            ]
            if said:
                self.undercutters[label] = self.ids[said[0].premises[0]]
                self.covered |= {link.id for link in (said if self._finds_argument(label) else said[:1])}
            elif attacks:
                self.undercutters[label] = self._name_contrary(f"¬app({self.ids[label]})")
        for label in self.graph.statements:
            if any(self.weights.get(link.id) == -1 for link in self.graph.links_to.get(label, ())):
                self.contraries[label] = self._name_contrary(f"¬{self.ids[label]}")

    def _name_contrary(self, proposal: str) -> str:
        statements = self.root.get("statements")
        known = statements.get(proposal) if statements is not None else None
        if known is not None and is_auxiliary(known) and proposal not in self.ids.values():
            return proposal
        return self._take_name(proposal)

    def _list_arguments(self) -> Iterator[Link]:
        return (link for link in self.graph.links if link.id in self.weights and link.id not in self.covered)

    def _write_meta(self) -> Any:
        besides = self._list_besides()
        header = {name: msgspec.to_builtins(getattr(self.graph, name)) for name in _HEADER}
        before = self.known.graph if self.known is not None else None
        if before is not None and all(getattr(before, name) == getattr(self.graph, name) for name in _HEADER):
            meta = self.root.get("meta")
            records = meta.get("records") if meta is not None else None
            if (records.build() if records is not None else {}) == besides:
                return build_node(meta) if meta is not None else {}
        filled = {name: value for name, value in header.items() if value}
        return {"record": "map", **filled, **({"records": besides} if besides else {})}

    def _list_besides(self) -> dict[str, dict[str, Any]]:
        """Return the records that have no section, by their kinds and labels."""
        records: list[AnyRecord] = [tag for tag in self.graph.tags if not self._is_implicit(tag)]
        records += [question for question in self.graph.questions if question.id not in self.issues]
        records += [*self.graph.agents, *(link for link in self.graph.links if link.id not in self.weights)]
        records += self.graph.stances
        besides: dict[str, dict[str, Any]] = {}
        for record in records:
            plural = KINDS[find_record_kind(record)].plural
            besides.setdefault(plural, {})[record.id] = list_record_fields(record)
        return besides

    def _is_implicit(self, tag: Tag) -> bool:
        """Tell whether reading makes a tag again, since something is assumed."""
        is_used = any(tag.id in record.tags for record in self.graph.statements.values())
        is_first = len(self.assumed_tags) == 1 and tag.id in self.assumed_tags and not tag.note
        return is_used and is_first and (tag.id == ASSUMED or self._is_unchanged(tag.id))

    def _write_statements(self) -> dict[str, Any]:
        written: dict[str, Any] = {}
        for record in self.graph.statements.values():
            if record.id in self.skipped:
                continue
            entry = self._find_entry("statements", record.id)
            # What the file calls auxiliary and is a claim all the same would not come back as one.
            if entry is not None and not is_auxiliary(entry):
                written[self.ids[record.id]] = build_node(entry)
                continue
            fields = list_record_fields(record, "text", "summary")
            kind = find_record_kind(record)
            if fields.get("answers") in self.issues:
                del fields["answers"]
            if len(record.tags) == 1 and record.tags[0] in self.assumed_tags and self._implies(record.tags[0]):
                del fields["tags"]
            if kind == RecordKind.CLAIM and not fields:
                written[self.ids[record.id]] = record.text
            else:
                written[self.ids[record.id]] = {"text": record.text, "meta": {"record": str(kind), **fields}}
        for label, name in self.contraries.items():
            written[name] = {"text": f"¬ {self.graph.statements[label].text}", "meta": {"auxiliary": True}}
        taken = set(self.ids.values())
        for label, name in self.undercutters.items():
            if name.startswith("¬app(") and name not in taken:
                written[name] = {"text": f"¬app({self.ids[label]})", "meta": {"auxiliary": True}}
        return written

    def _implies(self, tag: str) -> bool:
        record = self.graph.by_id[tag]
        return isinstance(record, Tag) and self._is_implicit(record)

    def _write_issues(self) -> dict[str, Any]:
        written: dict[str, Any] = {}
        positions = self._list_positions(self.graph)
        before = self._list_positions(self.known.graph) if self.known is not None else {}
        at_issue = {
            label for label in self.contraries if getattr(self.graph.by_id[label], "answers", None) in self.issues
        }
        for label, question in self.issues.items():
            named = [self.ids[position] for position in positions.get(label, ())]
            contrary = [self.contraries[position] for position in positions.get(label, ()) if position in at_issue]
            entry = self._find_entry("issues", label)
            is_same = positions.get(label) == before.get(label) and all(
                self._is_unchanged(position) for position in positions.get(label, ())
            )
            if entry is not None and is_same and not contrary:
                written[self.ids[label]] = build_node(entry)
                continue
            found = STANDARD_LINE.search(question.note)
            standard = {"standard": found[1]} if found else {}
            meta = {"record": "question", **list_record_fields(question)}
            written[self.ids[label]] = {"positions": [*named, *contrary], **standard, "meta": meta}
        for label, name in self.contraries.items():
            if label not in at_issue:
                entry_name = f"issue-{self.ids[label]}"
                issues = self.root.get("issues")
                is_known = issues is not None and issues.get(entry_name) is not None
                positions_now = {"positions": [self.ids[label], name], "meta": {"auxiliary": True}}
                written[entry_name if is_known else self._take_name(entry_name)] = positions_now
        return written

    def _list_positions(self, graph: Graph) -> dict[str, list[str]]:
        positions: dict[str, list[str]] = {}
        records: tuple[Claim | Interpretation, ...] = (*graph.claims, *graph.interpretations)
        for record in records:
            if record.answers is not None:
                positions.setdefault(record.answers, []).append(record.id)
        return positions

    def _write_assumptions(self) -> Any:
        section = self.root.get("assumptions")
        names = [normalise_atom(value.text) for value in section.list_texts()] if section is not None else []
        said_there = {label for label in self.assumed if self._is_said_assumed(label)}
        wanted = {normalise_atom(self.ids[label]): self.ids[label] for label in self.assumed if label not in said_there}
        if section is not None and set(names) == set(wanted):
            return build_node(section)
        return [*(wanted.pop(name) for name in names if name in wanted), *wanted.values()]

    def _is_said_assumed(self, label: str) -> bool:
        entry = self._find_entry("statements", label)
        assumed = entry.get("assumed") if entry is not None else None
        return assumed is not None and assumed.build() is True

    def _finds_argument(self, label: str) -> PlacedValue | None:
        """Return the entry of an argument that can stand as it is: itself and what undercuts it by `undercutter`."""
        entry = self._find_entry("arguments", label)
        if entry is None or self.known is None:
            return None
        said = self.known.undercuts.get(label, ())
        attacks = [link for link in self.graph.links_to.get(label, ()) if self.weights.get(link.id) == -1]
        has_undercutter = entry.get("undercutter") is not None
        if not all(self._is_undisputed(link) for link in said) or (not said and bool(attacks) != has_undercutter):
            return None
        stand_ins = [premise for premise in self.graph.links_by_id[label].premises if premise in self.known.stand_ins]
        return entry if all(self._stands_in(premise) for premise in stand_ins) else None

    def _write_argument(self, link: Link) -> Any:
        entry = self._finds_argument(link.id)
        target_is_link = link.target in self.graph.links_by_id
        if entry is not None:
            return build_node(entry)
        written: dict[str, Any] = {}
        fields = list_record_fields(link, "premises", "target")
        if link.relation == Relation.SUPPORTS:
            del fields["relation"]
        if self.weights[link.id] < 0:
            contraries = self.undercutters if target_is_link else self.contraries
            written["conclusion"] = contraries[link.target]
            fields["attacks_argument" if target_is_link else "attacks"] = self.ids[link.target]
        else:
            written["conclusion"] = self.ids[link.target]
        if not any(self._stands_in(premise) for premise in link.premises):
            written["premises"] = self._write_premises(link)
        scheme = self._name_scheme(link)
        if scheme:
            written["scheme"] = scheme
        weight = WEIGHT_LINE.search(link.note)
        if weight:
            written["weight"] = yaml.ScalarNode("tag:yaml.org,2002:float", weight[1])
        if link.id in self.undercutters:
            written["undercutter"] = self.undercutters[link.id]
        if fields.keys() - {"scheme"}:
            written["meta"] = {"record": "link", **fields}
        return written

    def _write_premises(self, link: Link) -> Any:
        """Return the premises with their roles, where they are those that had some."""
        before = self.before.get(link.id)
        section = self.root.get("arguments")
        entry = section.get(self.ids[link.id]) if section is not None else None
        premises = entry.get("premises") if entry is not None else None
        if isinstance(before, Link) and before.premises == link.premises and premises is not None:
            return build_node(premises)
        return [self.ids[premise] for premise in link.premises]

    def _name_scheme(self, link: Link) -> str:
        written = SCHEME_LINE.search(link.note)
        section = self.root.get("arguments")
        entry = section.get(self.ids[link.id]) if section is not None else None
        before = entry.words("scheme") if entry is not None else ""
        if before and link.scheme and find_scheme(before) == link.scheme:
            return before
        name = link.scheme.replace(" ", "_") if link.scheme else written[1].strip() if written else ""
        if link.scheme and name not in self.schemes:
            self.schemes.append(name)
        return name

    def _write_schemes(self) -> Any:
        section = self.root.get("argument_schemes")
        known = [value.words("id") for value in (section.items or ())] if section is not None else []
        added = [{"id": name} for name in self.schemes if name not in known]
        if section is None:
            return added
        return [*(build_node(item) for item in section.items or ()), *added] if added else build_node(section)

    def _write_source(self, source: AnyRecord) -> Any:
        entry = self._find_entry("references", source.id)
        return build_node(entry) if entry is not None else {"record": "source", **list_record_fields(source)}

    def _write_tests(self, name: str) -> Any:
        """Return what the file says its evaluation comes to, without statements that were deleted."""
        section = self.root.get(name)
        if section is None or self.known is None:
            return {}
        gone = {
            normalise_atom(self.known.names[label]) for label in self.known.expected if label not in self.graph.by_id
        }
        if not gone or section.entries is None:
            return build_node(section)
        return {
            answer: [build_node(value) for value in part.list_texts() if normalise_atom(value.text) not in gone]
            if answer in ANSWERS
            else build_node(part)
            for answer, part in section.entries.items()
        }
