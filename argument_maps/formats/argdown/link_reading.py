"""The links of a map from the inferences and relations of an Argdown document; what becomes of which: `map_reading`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from argument_maps.formats.argdown.document import (
    SYMMETRIC,
    ArgdownDocument,
    DocumentArgument,
    DocumentRelation,
    Element,
    Inference,
    RelationType,
    Step,
)
from argument_maps.formats.argdown.note_keeping import FieldReader
from argument_maps.formats.argdown.records import ARGUMENT_TITLE, DRAWING, KIND, LABEL, LINK, join_notes
from argument_maps.formats.exchange import FilePlace, ProblemWeight
from argument_maps.formats.map_building import shape_label
from models.errors import Phrase
from models.vocabulary import RecordKind, Relation, Scheme

_RELATIONS = {
    RelationType.SUPPORT: Relation.SUPPORTS,
    RelationType.ENTAILS: Relation.SUPPORTS,
    RelationType.ATTACK: Relation.CHALLENGES,
    RelationType.CONTRARY: Relation.CHALLENGES,
    RelationType.CONTRADICTORY: Relation.CHALLENGES,
    RelationType.UNDERCUT: Relation.UNDERCUTS,
}
# Of these the relation of a link does not tell which it was.
_TOLD_IN_NOTE = (RelationType.ENTAILS, *SYMMETRIC)
_SCHEMES = {str(scheme): scheme for scheme in Scheme}
_NO_FIELDS = frozenset((LABEL, KIND, LINK, "uses", *DRAWING))
# How often what undercuts another undercut is tried again, before it is read as what it can be by itself.
_MOST_PASSES = 4


@dataclass(slots=True)
class Sketch:
    """The premises and the target of a link that stands as an argument without steps."""

    premises: list[Element] = field(default_factory=list)
    target: Element | Inference | None = None
    relation: Relation = Relation.SUPPORTS


class LinkReader:
    """Reads the links of one document, whose statements and arguments have their labels."""

    def __init__(self, document: ArgdownDocument, fields: FieldReader, labels: Mapping[Element, str]) -> None:
        self._document = document
        self._fields = fields
        self._builder = fields.builder
        self._labels = labels
        self._inferences: dict[Inference, str] = {}
        self._sketches: dict[DocumentArgument, Sketch] = {}
        self._own_labels: dict[int, str] = {}
        self._outgoing: dict[Element, list[str]] = {}

    def read_links(self) -> None:
        """Add a link for each inference and each relation."""
        relations = [*self._document.relations, *self._document.further_links]
        for relation in relations:
            label = _find_link_data(relation).get(LABEL)
            if isinstance(label, str) and shape_label(label) == label and not self._fields.is_taken(label):
                self._own_labels[id(relation)] = self._fields.take_label(label)
        for argument in self._document.arguments.values():
            if argument.conclusion is not None:
                self._read_steps(argument)
            elif is_link_by_data(argument):
                self._sketches[argument] = Sketch()
        rest = [relation for relation in relations if not self._read_part_of_sketch(relation)]
        for argument, sketch in self._sketches.items():
            self._read_sketch(argument, sketch)
        waiting = [relation for relation in rest if not self._read_relation(relation)]
        for _ in range(_MOST_PASSES):
            waiting = [relation for relation in waiting if not self._read_undercut(relation)]
        for relation in waiting:
            self._builder.add_problem(
                Phrase("What is undercut here bears on nothing."),
                Phrase("The undercut is read as a challenge to what is said."),
                self._fields.find_place(relation.start),
                ProblemWeight.CHANGED,
            )
            self._add_relation(relation, Relation.CHALLENGES, self._find_label(relation.target))

    def _read_steps(self, argument: DocumentArgument) -> None:
        premises: list[Step] = []
        by_number: dict[int, Step] = {}
        for count, step in enumerate(argument.steps):
            by_number.setdefault(step.number, step)
            if step.inference is None:
                premises.append(step)
                continue
            uses = step.inference.data.get("uses", step.mention.data.get("uses"))
            used = [by_number[number] for number in uses if number in by_number] if isinstance(uses, list) else []
            used = [other for other in used if other is not step]
            is_main = step is argument.conclusion
            label = self._labels[argument] if is_main else ""
            if not label:
                title = f"{argument.title}-{count + 1}" if argument.is_titled else ""
                label = self._builder.reserve_label(title, RecordKind.LINK)
            self._inferences[step.inference] = label
            self._read_step(argument, step, used or premises, label, is_main=is_main)
            premises = [step]

    def _read_step(
        self, argument: DocumentArgument, step: Step, premises: list[Step], label: str, *, is_main: bool
    ) -> None:
        inference = step.inference
        if inference is None:
            return
        place = self._fields.find_place(inference.start, argument.title)
        data = dict(inference.data)
        if is_main:
            data = {name: value for member in argument.members for name, value in member.data.items()} | data
        fields = self._read_data(data, place)
        rules = [rule for rule in inference.rules if rule.casefold() not in _SCHEMES or "scheme" in fields]
        schemes = [_SCHEMES[rule.casefold()] for rule in inference.rules if rule.casefold() in _SCHEMES]
        if schemes and "scheme" not in fields:
            fields["scheme"] = str(schemes[0])
            rules += [str(scheme) for scheme in schemes[1:]]
        if rules:
            fields["warrant"] = join_notes(fields.get("warrant"), ", ".join(rules))
        fields.setdefault("relation", str(Relation.SUPPORTS))
        labels = [self._labels[premise.statement] for premise in premises if premise.statement in self._labels]
        fields["premises"] = list(dict.fromkeys(labels))
        fields["target"] = self._labels.get(step.statement, "")
        if is_main:
            self._add_description(argument, fields, label)
        elif argument.is_titled:
            fields["note"] = join_notes(fields.get("note"), f"step of: {argument.title}")
        if not fields["premises"] or not fields["target"]:
            message = Phrase("An inference of “%(title)s” has no premise or no conclusion.", title=argument.title[:80])
            self._builder.add_problem(message, Phrase("It is left out."), place)
            return
        self._builder.add_record(RecordKind.LINK, fields, label=label, place=place)

    def _add_description(self, argument: DocumentArgument, fields: dict[str, Any], label: str) -> None:
        """Give a link what a document says of its argument: title, descriptions and tags."""
        is_kept = argument.is_titled and (argument.title != label or not is_link_by_data(argument))
        title = ARGUMENT_TITLE + argument.title if is_kept else ""
        content = [line for member in argument.members for line in self._fields.note_content(member.content)]
        fields["note"] = join_notes(title, fields.get("note"), *argument.words, *content)
        if tags := self._fields.join_tags(fields, argument.tags):
            fields["tags"] = tags

    def _read_part_of_sketch(self, relation: DocumentRelation) -> bool:
        """Tell whether a relation only says what the link that an argument is argues from, or bears on."""
        source, target = relation.source, relation.target
        if isinstance(source, DocumentArgument) and source in self._sketches:
            sketch = self._sketches[source]
            if sketch.target is None:
                sketch.target, sketch.relation = target, _RELATIONS[relation.type]
            else:
                self._builder.add_problem(
                    Phrase("“%(title)s” bears on more than one record.", title=source.title[:80]),
                    Phrase("As a link it bears on the first; this relation is left out."),
                    self._fields.find_place(relation.start),
                )
            return True
        is_premise = relation.type == RelationType.SUPPORT and not _find_link_data(relation)
        if is_premise and isinstance(target, DocumentArgument) and isinstance(source, Element):
            if sketch_of_target := self._sketches.get(target):
                sketch_of_target.premises.append(source)
            return sketch_of_target is not None
        return False

    def _read_sketch(self, argument: DocumentArgument, sketch: Sketch) -> None:
        """Read a link of which an argument without steps says in its data that it is one, as this program writes it."""
        place = self._fields.find_place(argument.start, argument.title)
        data = {name: value for member in argument.members for name, value in member.data.items()}
        label = self._labels[argument]
        fields = self._read_data({name: value for name, value in data.items() if name != "target"}, place)
        premises = [self._labels[premise] for premise in sketch.premises if premise in self._labels]
        target = self._find_label(sketch.target) if sketch.target is not None else data.get("target")
        fields = {"relation": str(sketch.relation), **fields, "premises": premises, "target": str(target or "")}
        self._add_description(argument, fields, label)
        self._builder.add_record(RecordKind.LINK, fields, label=label, place=place)

    def _read_data(self, data: Mapping[str, Any], place: FilePlace) -> dict[str, Any]:
        kept = {name: value for name, value in data.items() if name not in _NO_FIELDS}
        return self._fields.read_fields(RecordKind.LINK, kept, place)

    def _read_relation(self, relation: DocumentRelation) -> bool:
        """Add the link of a relation; tell whether that was done, or what it undercuts has to be found first."""
        source, target = relation.source, relation.target
        if isinstance(source, Inference) or (source not in self._labels):
            return True
        label = self._find_label(target)
        is_link = isinstance(target, Inference) or (
            isinstance(target, DocumentArgument) and (target.conclusion is not None or target in self._sketches)
        )
        if relation.type == RelationType.UNDERCUT and not is_link:
            return False
        self._add_relation(relation, _RELATIONS[relation.type], label)
        return True

    def _find_label(self, member: Element | Inference) -> str | None:
        return self._inferences.get(member) if isinstance(member, Inference) else self._labels.get(member)

    def _read_undercut(self, relation: DocumentRelation) -> bool:
        """Undercut the links by which an argument without premises bears on something, if there are any yet."""
        links = self._outgoing.get(relation.target, []) if isinstance(relation.target, DocumentArgument) else []
        if len(links) > 1:
            self._builder.add_problem(
                Phrase("What is undercut here bears on %(number)s records.", number=len(links)),
                Phrase("Each of these links is undercut."),
                self._fields.find_place(relation.start),
                ProblemWeight.NOTED,
            )
        for label in list(links)[:50]:
            self._add_relation(relation, Relation.UNDERCUTS, label)
        return bool(links)

    def _add_relation(self, relation: DocumentRelation, word: Relation, target: str | None) -> None:
        source = relation.source
        place = self._fields.find_place(relation.start)
        if isinstance(source, Inference) or target is None:
            return
        own = _find_link_data(relation)
        fields = self._read_data(own, place)
        fields = {"relation": str(word), **fields, "premises": [self._labels[source]], "target": target}
        if relation.type in _TOLD_IN_NOTE:
            fields["note"] = join_notes(fields.get("note"), f"relation: {relation.type}")
        label = self._own_labels.pop(id(relation), None)
        added = self._builder.add_record(RecordKind.LINK, fields, label=label, place=place)
        if added is not None:
            self._outgoing.setdefault(source, []).append(added)
        if relation.type in SYMMETRIC and not isinstance(relation.target, Inference):
            back = fields | {"premises": [target], "target": self._labels[source]}
            self._builder.add_record(RecordKind.LINK, back, place=place)


def is_link_by_data(element: Element) -> bool:
    """Tell whether the data of an argument says that it is a link."""
    return any(member.data.get(KIND) == str(RecordKind.LINK) for member in element.members)


def _find_link_data(relation: DocumentRelation) -> dict[str, Any]:
    """Return what the data behind the sign of a relation says of the link; nothing where it says nothing."""
    own = relation.data.get(LINK)
    return own if isinstance(own, dict) else {}
