"""Annotations of a map as web annotations, and web annotations as annotations of a map.

What the model has no word for goes out under names of our own (`urn:sicetnon:…`), and comes back from there.
What a map has no place for is never dropped in silence: it is listed as a loss.
"""

from dataclasses import dataclass, field
from html import unescape
from typing import Any

import nh3

from argument_maps.formats.native import Problem
from argument_maps.formats.web_annotation import CONTEXT
from argument_maps.graph import Annotation, Claim, Evidence, Graph, Interpretation, Link, Question, Tag
from models.vocabulary import Motivation

OWN = "urn:sicetnon:"
Document = dict[str, Any]
# What says nothing that the record does not say, or is answered for elsewhere.
_UNDERSTOOD = {"@context", "id", "type", "motivation", "body", "bodyValue", "target"}
_UNDERSTOOD |= {f"{OWN}{name}" for name in ("state", "score", "note")}


def written(annotation: Annotation, graph: Graph, address: str, *, context: bool = True) -> Document:
    """Return an annotation as a web annotation; `address` is that of the server, without a slash at its end."""
    records = f"{address}/maps/{graph.slug}/records"
    texts = f"{address}/api/v1/maps/{graph.slug}/texts"
    body: list[Document] = [{"type": "SpecificResource", "source": f"{records}/{each}"} for each in annotation.bodies]
    if annotation.comment:
        body.append({"type": "TextualBody", "value": annotation.comment, "format": "text/plain"})
    body += [
        {"type": "SpecificResource", "purpose": "tagging", "source": f"{records}/{label}"} for label in annotation.tags
    ]
    selectors: list[Document] = [
        {
            "type": "TextQuoteSelector",
            "exact": annotation.exact,
            "prefix": annotation.prefix,
            "suffix": annotation.suffix,
        }
    ]
    if annotation.start is not None:
        selectors.append({"type": "TextPositionSelector", "start": annotation.start, "end": annotation.end})
    own = {"state": annotation.state, "score": annotation.score, "note": annotation.note}
    return {
        **({"@context": CONTEXT} if context else {}),
        "id": f"{address}/api/v1/maps/{graph.slug}/annotations/{annotation.id}",
        "type": "Annotation",
        "motivation": annotation.motivation,
        **({"body": body} if body else {}),
        "target": {
            "type": "SpecificResource",
            "source": f"{texts}/{annotation.in_text}/content?version={annotation.version}",
            "selector": selectors,
        },
        **{f"{OWN}{name}": value for name, value in own.items() if value not in (None, "", "anchored")},
    }


@dataclass(slots=True)
class Understood:
    """What of a web annotation has a place in a map, and what is lost of it."""

    in_text: str | None = None
    version: str | None = None
    exact: str | None = None
    prefix: str = ""
    suffix: str = ""
    start: int | None = None
    end: int | None = None
    bodies: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    motivation: str = Motivation.COMMENTING.value
    note: str = ""
    losses: list[Problem] = field(default_factory=list)

    def lose(self, pointer: str, message: str) -> None:
        """Note something that has no place."""
        self.losses.append(Problem(pointer, message))


def understood(document: Document, graph: Graph, address: str, in_text: str | None = None) -> Understood:
    """Return what a sound web annotation says in the terms of a map.

    With `in_text` the target is taken to be that text, wherever else it points.
    """
    found = Understood(in_text=in_text, note=str(document.get(f"{OWN}note", "")))
    reader = _Reader(found, graph, address)
    own = f"{address}/api/v1/maps/{graph.slug}/annotations/"
    if "id" in document and not str(document["id"]).startswith(own):
        found.note = f"{found.note}\n{document['id']}".strip()
    for index, value in enumerate(_listed(document.get("motivation"))):
        reader.motivation(value, f"/motivation/{index}", first=index == 0)
    reader.targets(_listed(document["target"]))
    for index, value in enumerate(_listed(document.get("body"))):
        reader.body(value, f"/body/{index}")
    if document.get("bodyValue"):
        found.comments.append(document["bodyValue"])
    for name in document.keys() - _UNDERSTOOD:
        found.lose(f"/{name}", "Annotations of a map have no place for it.")
    found.losses.sort(key=lambda loss: loss.pointer)
    return found


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


class _Reader:
    """Reads the parts of one annotation into what is understood of it."""

    def __init__(self, found: Understood, graph: Graph, address: str) -> None:
        self.found, self.graph = found, graph
        self._records = f"{address}/maps/{graph.slug}/records/"
        self._texts = f"{address}/api/v1/maps/{graph.slug}/texts/"
        self._tags = {tag.text.casefold(): tag.id for tag in graph.tags}

    def motivation(self, value: str, at: str, *, first: bool) -> None:
        """Take the first motivation, if it is one of the model's own."""
        if first and value in set(Motivation):
            self.found.motivation = value
        else:
            self.found.lose(at, "An annotation of a map has one motivation, of those that the model defines.")

    def targets(self, targets: list[Any]) -> None:
        """Take the first target that is a text of the map."""
        taken = False
        for index, target in enumerate(targets):
            source = target.get("source", target.get("id")) if isinstance(target, dict) else target
            source = source.get("id") if isinstance(source, dict) else source
            label, version = self._text(str(source))
            if taken or (label is None and self.found.in_text is None):
                self.found.lose(f"/target/{index}", "It is no text of this map, or not the first that is.")
                continue
            taken = True
            if self.found.in_text in (None, label):
                self.found.in_text, self.found.version = label, version
            else:
                self.found.lose(f"/target/{index}/source", f"It is read as a passage of {self.found.in_text}.")
            if isinstance(target, dict):
                self._passage(target, f"/target/{index}")

    def _text(self, source: str) -> tuple[str | None, str | None]:
        """Return the text, and the version of it, that an address of ours or of a source leads to."""
        texts = {text.id: text for text in self.graph.texts}
        if source.startswith(self._texts):
            label, _, rest = source.removeprefix(self._texts).partition("/")
            version = rest.partition("version=")[2]
            if label in texts:
                known = {each["sha256"] for each in texts[label].versions}
                return label, version if version in known else None
        sources = {each.id for each in self.graph.sources if each.url is not None and each.url == source}
        return next((text.id for text in self.graph.texts if text.source in sources), None), None

    def _passage(self, target: Document, at: str) -> None:
        for name in target.keys() - {"type", "source", "selector", "id"}:
            self.found.lose(f"{at}/{name}", "Annotations of a map have no place for it.")
        for index, selector in enumerate(_listed(target.get("selector"))):
            self._selector(selector, f"{at}/selector/{index}")

    def _selector(self, selector: Any, at: str) -> None:
        kinds = _listed(selector.get("type")) if isinstance(selector, dict) else []
        if "TextQuoteSelector" in kinds and self.found.exact is None:
            self.found.exact = selector["exact"]
            self.found.prefix, self.found.suffix = selector.get("prefix", ""), selector.get("suffix", "")
        elif "TextPositionSelector" in kinds and self.found.start is None:
            self.found.start, self.found.end = selector["start"], selector["end"]
        else:
            self.found.lose(at, "Passages are found by their words and their position only.")
        for index, inner in enumerate(_listed(selector.get("refinedBy")) if isinstance(selector, dict) else []):
            self._selector(inner, f"{at}/refinedBy/{index}")

    def body(self, value: Any, at: str) -> None:
        """Take a record, a tag or a remark."""
        whole = value if isinstance(value, dict) else {"id": value}
        source = whole.get("source", whole.get("id"))
        label = str(source).removeprefix(self._records) if str(source).startswith(self._records) else None
        tagging = "tagging" in _listed(whole.get("purpose"))
        record = self.graph.by_id.get(label or "")
        if isinstance(record, Tag) and tagging:
            self.found.tags.append(record.id)
        elif isinstance(record, Claim | Interpretation | Evidence | Link | Question):
            self.found.bodies.append(record.id)
        elif isinstance(whole.get("value"), str):
            self._remark(whole, at, tagging=tagging)
        else:
            self.found.lose(at, "It is no argument record of this map, and no remark.")

    def _remark(self, body: Document, at: str, *, tagging: bool) -> None:
        text = body["value"]
        if tagging and text.casefold() in self._tags:
            self.found.tags.append(self._tags[text.casefold()])
            return
        if "text/html" in _listed(body.get("format")):
            text = unescape(nh3.clean(text, tags=set())).strip()
            self.found.lose(f"{at}/format", "Of HTML only the words are kept.")
        if tagging:
            self.found.lose(f"{at}/purpose", "The map has no such tag, so that it is kept as a remark.")
        self.found.comments.append(text)
        for name in body.keys() - {"type", "value", "format", "purpose"}:
            self.found.lose(f"{at}/{name}", "Remarks have no place for it.")
