"""Maps written as Kialo exports of today: what supports is Pro, what challenges or undermines is Con.

A claim stands once with its text and everywhere else as a reference. What is argued from nothing that is written above
it is a thesis.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from argument_maps.formats.exchange import FormatLoss, FormatWriting
from argument_maps.formats.held_fields import list_unheld_fields
from argument_maps.formats.kialo.discussion_lines import ENTRY, REFERENCE, SOURCES
from argument_maps.formats.kialo.reading import KialoSources
from argument_maps.formats.map_building import MapBuilder
from argument_maps.graph import Graph
from argument_maps.values import Link
from models.errors import Phrase
from models.vocabulary import RecordKind, Relation

DEEPEST = 60
"""How many numbers an entry has at most: with each one more, all below it get longer."""
_STANCES = {Relation.SUPPORTS: "Pro", Relation.CHALLENGES: "Con", Relation.UNDERMINES: "Con"}
_BREAKS = re.compile(r"\s*[\n\r\x85\u2028\u2029]\s*")
_NO_STANCE = Phrase("It says neither for nor against a claim, and an export has nothing else.")
_JOINT = Phrase("That several argue together cannot be said: each stands by itself.")
_ONE_SORT = Phrase("All entries are alike: it is written as a claim, and read back as one.")
_REWORDED = Phrase("Its lines are joined, or it stands in quotation marks, since it would be read as something else.")
_CON = Phrase("It is written as Con, as what challenges is.")
_ANEW = Phrase("An export has no place for labels: what is read back is numbered anew.")


def write_kialo(graph: Graph, remainder: object = None) -> FormatWriting:
    """Return a map as an export, and what is not in it; `remainder` is the sources of an export that was read."""
    tree = _Tree(graph)
    lines = ["Discussion Name:", _BREAKS.sub(" ", graph.title), "", *tree.write_entries()]
    losses = [*_list_losses(graph, tree)]
    if isinstance(remainder, KialoSources):
        lines.append("Sources:")
        for note in remainder.notes:
            lines += [f"[{note.number}] {note.address}".rstrip(), *note.quotation]
        losses = [loss for loss in losses if loss.kind != RecordKind.SOURCE or set(loss.labels) - {*remainder.labels}]
    return FormatWriting("\n".join([*lines, ""]).encode(), tuple(losses), tree.counts, tree.stands_for)


@dataclass(frozen=True, slots=True)
class _Place:
    """An entry of the tree: whether it has the text of its claim, and the link that it stands for, if any."""

    number: str
    stance: str
    label: str
    is_reference: bool = False


class _Tree:
    """Puts claims in a tree, and keeps under which labels they and their links are read back."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.stands_for: dict[str, str] = {}
        self.reworded: list[str] = []
        self.numbers: dict[str, str] = {}
        self._labels = MapBuilder()
        self._children: dict[str, list[tuple[Link, str]]] = {}
        for link in graph.links:
            if link.relation in _STANCES and link.target in graph.statements:
                self._children.setdefault(link.target, []).extend((link, premise) for premise in link.premises)
        self.places = [*self._list_places()]

    @property
    def counts(self) -> dict[str, int]:
        """How many claims and arguments are written, as a reader counts them."""
        stances = [place.stance for place in self.places]
        return {"claims": len(self.numbers), "pros": stances.count("Pro"), "cons": stances.count("Con")}

    def _list_places(self) -> Iterator[_Place]:
        """Yield all entries, those of theses first from which nothing is argued."""
        bearing = {premise for children in self._children.values() for _, premise in children}
        top = 0
        for label in sorted(self.graph.statements, key=lambda label: label in bearing):
            if label not in self.numbers:
                top += 1
                yield self._place_claim(f"{top}.", "Thesis", label)
                yield from self._list_below(label)

    def _place_claim(self, number: str, stance: str, label: str) -> _Place:
        self.numbers[label] = number
        self.stands_for[self._labels.reserve_label("", RecordKind.CLAIM)] = label
        return _Place(number, stance, label)

    def _list_below(self, top: str) -> Iterator[_Place]:
        """Yield what stands below a claim, however deep, each argument with what is argued for and against it."""
        stack = [(self.numbers[top], enumerate(self._children.get(top, ()), 1))]
        while stack:
            above, children = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                continue
            count, (link, premise) = child
            number, stance = f"{above}{count}.", _STANCES[Relation(link.relation)]
            self.stands_for[self._labels.reserve_label("", RecordKind.LINK)] = link.id
            if premise in self.numbers or len(stack) >= DEEPEST:
                yield _Place(number, stance, premise, is_reference=True)
            else:
                yield self._place_claim(number, stance, premise)
                stack.append((number, enumerate(self._children.get(premise, ()), 1)))

    def write_entries(self) -> Iterator[str]:
        """Yield the lines of all entries, with an empty one behind each."""
        for place in self.places:
            margin = "  " * (place.number.count(".") - 1)
            yield f"{margin}{place.number} {place.stance}:"
            for line in self._write_words(place):
                yield margin + line if line else ""
            yield ""

    def _write_words(self, place: _Place) -> list[str]:
        if place.is_reference:
            return [f"-> See {self.numbers[place.label]}"]
        text = self.graph.statements[place.label].text
        lines = text.split("\n")
        if all(line == line.strip() for line in lines) and "\r" not in text:
            is_free = not any(ENTRY.match(line) or SOURCES.match(line) for line in lines[1:])
            if is_free and not REFERENCE.match(text):
                return lines
        self.reworded.append(place.label)
        words = _BREAKS.sub(" ", text).strip()
        return [f"“{words}”" if REFERENCE.match(words) else words]


def _list_losses(graph: Graph, tree: _Tree) -> Iterator[FormatLoss]:
    held = {RecordKind.CLAIM: ("text",), RecordKind.LINK: ("premises", "relation", "target")}
    for loss in list_unheld_fields(graph, held):
        is_written = loss.kind in (RecordKind.INTERPRETATION, RecordKind.EVIDENCE) and not loss.field
        yield FormatLoss(loss.kind, loss.field, loss.labels, _ONE_SORT) if is_written else loss
    written = [*dict.fromkeys(label for label in tree.stands_for.values() if label in graph.links_by_id)]
    lost = set(graph.links_by_id) - set(written)
    claims = {claim.id for claim in graph.claims}
    renamed = [label for read, label in tree.stands_for.items() if read != label]
    for kind, name, labels, reason in (
        (RecordKind.LINK, "", [link.id for link in graph.links if link.id in lost], _NO_STANCE),
        (RecordKind.LINK, "", [label for label in written if len(graph.links_by_id[label].premises) > 1], _JOINT),
        (
            RecordKind.LINK,
            "relation",
            [label for label in written if graph.links_by_id[label].relation == Relation.UNDERMINES],
            _CON,
        ),
        (RecordKind.LINK, "id", [*dict.fromkeys(label for label in renamed if label in graph.links_by_id)], _ANEW),
        (RecordKind.CLAIM, "id", [label for label in renamed if label in claims], _ANEW),
        (RecordKind.CLAIM, "text", [label for label in tree.reworded if label in claims], _REWORDED),
    ):
        if labels:
            yield FormatLoss(kind, name, tuple(labels), reason)
