"""Maps written as flowcharts of Mermaid (mermaid.js.org, Flowcharts Syntax), which GitHub and Obsidian draw.

It is a picture and is not read back. What draws it takes at most 50,000 characters and 500 edges (`maxTextSize` and
`maxEdges`, which a flowchart cannot raise): texts are shortened until it fits, and links are left out if it does not.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from argument_maps.formats.exchange import FormatLoss, FormatWriting
from argument_maps.formats.held_fields import list_unheld_fields
from argument_maps.graph import Graph
from argument_maps.references import find_record_kind, name_kind
from argument_maps.shortened_text import shorten_text
from argument_maps.subset import select_closed_links
from argument_maps.values import Link, Question, Statement
from models.errors import Phrase
from models.vocabulary import RecordKind, Relation

MOST_CHARACTERS = 50_000
MOST_EDGES = 500
# How much of a text is shown, from the most to the least.
_LENGTHS = (400, 200, 100, 50, 25)
# Letters and digits of all scripts stand as they are, and marks that are no sign of Mermaid, Markdown or HTML.
_SIGNS = re.compile(r"[\x00-\x1f\"#$%&()*+:;<=>@\[\\\]^_`{|}~\x7f]")
_SHAPES = {
    "question": ("{{", "}}"),
    "interpretation": ("(", ")"),
    "perception": ("([", "])"),
    "response": ("[/", "/]"),
}
_ARROWS = {
    Relation.SUPPORTS: ("-->", "#0072b2", "+"),
    Relation.CHALLENGES: ("--x", "#d55e00", "−"),
    Relation.UNDERMINES: ("-.-x", "#d55e00", "↓"),
    Relation.UNDERCUTS: ("-.-x", "#a3467f", "×"),
    Relation.QUALIFIES: ("--o", "#7a6a00", "~"),
    Relation.TESTS: ("==>", "#555555", "?"),
    Relation.ANSWERS: ("-.->", "#555555", "→"),
    Relation.PROMPTED: ("==>", "#00755a", "⇒"),
}
_UNDER = ("-.-", "#999999", "")
_CLASSES = {
    "question": "fill:#f2f2f2,stroke:#555555,color:#000000",
    "perception": "fill:#fff4d6,stroke:#b8860b,color:#000000",
    "response": "fill:#d8f3ea,stroke:#00755a,color:#000000",
    "finding": "fill:#dcecf9,stroke:#0072b2,color:#000000",
    "assertion": "fill:#ffffff,stroke:#555555,color:#000000",
    "interpretation": "fill:#f6e3ef,stroke:#a3467f,color:#000000",
    "evidence": "fill:#eeeeee,stroke:#333333,color:#000000",
    "link": "fill:#ffffff,stroke:#555555,color:#000000",
}
_HELD = {
    RecordKind.QUESTION: ("text",),
    RecordKind.CLAIM: ("text", "kind", "answers"),
    RecordKind.INTERPRETATION: ("text", "answers"),
    RecordKind.EVIDENCE: ("summary",),
    RecordKind.LINK: ("premises", "relation", "target", "verdict"),
}
_SHORTENED = Phrase("A flowchart takes so many characters only; it is shortened.")
_TOO_MANY = Phrase("A flowchart takes so many edges and characters only.")


@dataclass(frozen=True, slots=True)
class _Arrow:
    """A line of a flowchart from one node to another, and the colour of it."""

    start: str
    end: str
    sign: str
    colour: str
    words: str = ""

    def write(self) -> str:
        """Return the line."""
        words = f'|"{escape_for_mermaid(self.words)}"|' if self.words else ""
        return f"  {self.start} {self.sign}{words} {self.end}"


def escape_for_mermaid(text: str) -> str:
    """Return a text as it stands in quotation marks of a flowchart, on one line, its signs as entity codes."""
    return _SIGNS.sub(lambda sign: f"#{ord(sign[0])};", " ".join(text.split()))


def write_mermaid(graph: Graph, _: object = None) -> FormatWriting:
    """Return a map as a flowchart, and what is not in it."""
    chart = _Chart(graph, [*graph.questions, *graph.statements.values()], list(graph.links), _LENGTHS[0])
    for length in _LENGTHS[1:]:
        if len(chart.text) > MOST_CHARACTERS:
            chart = _Chart(graph, chart.records, chart.links, length)
    while len(chart.text) > MOST_CHARACTERS or len(chart.arrows) > MOST_EDGES:
        if chart.links:
            kept = {link.id for link in chart.links[: -(len(chart.links) // 10 + 1)]}
            closed = select_closed_links(graph, graph.statements.keys(), kept)
            chart = _Chart(graph, chart.records, [link for link in chart.links if link.id in closed], chart.length)
        else:
            chart = _Chart(graph, chart.records[: -(len(chart.records) // 10 + 1)], [], chart.length)
    losses = (*list_unheld_fields(graph, _HELD), *chart.list_losses())
    return FormatWriting(chart.text.encode(), losses, {"nodes": len(chart.names), "edges": len(chart.arrows)})


class _Chart:
    """A flowchart of these records and links, of whose texts so many characters are shown."""

    def __init__(self, graph: Graph, records: list[Question | Statement], links: list[Link], length: int) -> None:
        self.graph, self.records, self.links, self.length = graph, records, links, length
        # Labels may be words or signs of Mermaid.
        self.names = {record.id: f"n{number}" for number, record in enumerate(records, 1)}
        self._argued_with = {link.target for link in links}
        joints = [link for link in links if len(link.premises) > 1 or link.id in self._argued_with]
        self.names |= {link.id: f"l{number}" for number, link in enumerate(joints, 1)}
        self._joints = {link.id for link in joints}
        self.arrows = [*self._list_arrows()]
        self.text = "\n".join([*self._write_lines(joints), ""])

    def list_losses(self) -> Iterator[FormatLoss]:
        """Yield a loss for what is shortened, and for what is left out."""
        shown = {record.id for record in self.records} | {link.id for link in self.links}
        shortened: dict[RecordKind, list[str]] = {}
        left_out: dict[RecordKind, list[str]] = {}
        for record in (*self.graph.questions, *self.graph.statements.values(), *self.graph.links):
            if record.id not in shown:
                left_out.setdefault(find_record_kind(record), []).append(record.id)
            elif not isinstance(record, Link) and shorten_text(record.text, self.length) != record.text:
                shortened.setdefault(find_record_kind(record), []).append(record.id)
        for kind, labels in shortened.items():
            yield FormatLoss(kind, "summary" if kind == RecordKind.EVIDENCE else "text", tuple(labels), _SHORTENED)
        for kind, labels in left_out.items():
            yield FormatLoss(kind, "", tuple(labels), _TOO_MANY)

    def _write_lines(self, joints: list[Link]) -> Iterator[str]:
        yield from ("---", f"title: {json.dumps(self.graph.title, ensure_ascii=False)}", "---", "flowchart RL")
        classes: dict[str, list[str]] = {}
        for record in self.records:
            kind = name_kind(record)
            opening, closing = _SHAPES.get(kind, ("[", "]"))
            words = escape_for_mermaid(f"{record.id} · {shorten_text(record.text, self.length)}")
            classes.setdefault(kind, []).append(self.names[record.id])
            yield f'  {self.names[record.id]}{opening}"{words}"{closing}'
        for link in joints:
            classes.setdefault("link", []).append(self.names[link.id])
            yield f'  {self.names[link.id]}(("{escape_for_mermaid(_ARROWS[Relation(link.relation)][2])}"))'
        yield from (arrow.write() for arrow in self.arrows)
        for kind, names in classes.items():
            yield f"  classDef {kind} {_CLASSES[kind]}"
            yield f"  class {','.join(names)} {kind}"
        colours: dict[str, list[str]] = {}
        for number, arrow in enumerate(self.arrows):
            colours.setdefault(arrow.colour, []).append(str(number))
        for colour, numbers in colours.items():
            yield f"  linkStyle {','.join(numbers)} stroke:{colour}"

    def _list_arrows(self) -> Iterator[_Arrow]:
        for record in self.records:
            question = getattr(record, "answers", None)
            if question in self.names:
                sign, colour, _ = _UNDER
                yield _Arrow(self.names[record.id], self.names[question], sign, colour)
        for link in self.links:
            sign, colour, _ = _ARROWS[Relation(link.relation)]
            words = f"{link.relation}, {link.verdict}" if link.verdict else link.relation
            if link.id not in self._joints:
                yield _Arrow(self.names[link.premises[0]], self.names[link.target], sign, colour, words)
                continue
            for premise in link.premises:
                yield _Arrow(self.names[premise], self.names[link.id], "---", colour)
            yield _Arrow(self.names[link.id], self.names[link.target], sign, colour, words)
