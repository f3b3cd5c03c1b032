"""Annotations of a map as web annotations, and web annotations as annotations of a map.

What the model has no word for goes out under names of our own (`urn:sicetnon:…`), and comes back from there.
What a map has no place for is never dropped in silence: it is listed as a loss.
"""

from dataclasses import dataclass, field
from html import unescape
from typing import Any

import nh3

from argument_maps.formats.annotations.web_annotation import CONTEXT
from argument_maps.formats.annotations.web_annotation_rules import list_values
from argument_maps.formats.native import DocumentProblem
from argument_maps.graph import Graph
from argument_maps.values import Annotation, Claim, Evidence, Interpretation, Link, Question, Tag
from models.text_vocabulary import PassageRelation
from models.vocabulary import Motivation

OWN = "urn:sicetnon:"
Document = dict[str, Any]
# What says nothing that the record does not say, or is answered for elsewhere.
_UNDERSTOOD_MEMBERS = {"@context", "id", "type", "motivation", "body", "bodyValue", "target"}
_UNDERSTOOD_MEMBERS |= {f"{OWN}{name}" for name in ("state", "score", "note")}


def write_annotation(annotation: Annotation, graph: Graph, address: str, *, context: bool = True) -> Document:
    """Return an annotation as a web annotation; `address` is that of the server, without a slash at its end."""
    records = f"{address}/maps/{graph.slug}/records"
    texts = f"{address}/api/v1/maps/{graph.slug}/texts"
    body: list[Document] = [{"type": "SpecificResource", "source": f"{records}/{label}"} for label in annotation.bodies]
    if annotation.comment:
        body.append({"type": "TextualBody", "value": annotation.comment, "format": "text/plain"})
    body += [
        {"type": "SpecificResource", "purpose": "tagging", "source": f"{records}/{label}"} for label in annotation.tags
    ]
    body += [
        {
            "type": "SpecificResource",
            "purpose": "linking",
            "source": f"{records}/{label}",
            f"{OWN}relation": relation.value,
        }
        for relation in PassageRelation
        for label in getattr(annotation, relation)
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
class AnnotationReading:
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
    joined: dict[PassageRelation, list[str]] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)
    motivation: str = Motivation.COMMENTING.value
    note: str = ""
    losses: list[DocumentProblem] = field(default_factory=list)

    def add_loss(self, pointer: str, message: str) -> None:
        """Note something that has no place."""
        self.losses.append(DocumentProblem(pointer, message))


def read_annotation(document: Document, graph: Graph, address: str, in_text: str | None = None) -> AnnotationReading:
    """Return what a sound web annotation says in the terms of a map.

    With `in_text` the target is taken to be that text, wherever else it points.
    """
    reading = AnnotationReading(in_text=in_text, note=str(document.get(f"{OWN}note", "")))
    reader = _Reader(reading, graph, address)
    own = f"{address}/api/v1/maps/{graph.slug}/annotations/"
    if "id" in document and not str(document["id"]).startswith(own):
        reading.note = f"{reading.note}\n{document['id']}".strip()
    for index, value in enumerate(list_values(document.get("motivation"))):
        reader.read_motivation(value, f"/motivation/{index}", first=index == 0)
    reader.read_targets(list_values(document["target"]))
    for index, value in enumerate(list_values(document.get("body"))):
        reader.read_body(value, f"/body/{index}")
    if document.get("bodyValue"):
        reading.comments.append(document["bodyValue"])
    for name in document.keys() - _UNDERSTOOD_MEMBERS:
        reading.add_loss(f"/{name}", "Annotations of a map have no place for it.")
    reading.losses.sort(key=lambda loss: loss.pointer)
    return reading


class _Reader:
    """Reads the parts of one annotation into what is understood of it."""

    def __init__(self, reading: AnnotationReading, graph: Graph, address: str) -> None:
        self.reading, self.graph = reading, graph
        self._records = f"{address}/maps/{graph.slug}/records/"
        self._texts = f"{address}/api/v1/maps/{graph.slug}/texts/"
        self._tags = {tag.text.casefold(): tag.id for tag in graph.tags}

    def read_motivation(self, value: str, at: str, *, first: bool) -> None:
        """Take the first motivation, if it is one of the model's own."""
        if first and value in set(Motivation):
            self.reading.motivation = value
        else:
            self.reading.add_loss(at, "An annotation of a map has one motivation, of those that the model defines.")

    def read_targets(self, targets: list[Any]) -> None:
        """Take the first target that is a text of the map."""
        has_target = False
        for index, target in enumerate(targets):
            source = target.get("source", target.get("id")) if isinstance(target, dict) else target
            source = source.get("id") if isinstance(source, dict) else source
            label, version = self._find_text(str(source))
            if has_target or (label is None and self.reading.in_text is None):
                self.reading.add_loss(f"/target/{index}", "It is no text of this map, or not the first that is.")
                continue
            has_target = True
            if self.reading.in_text in (None, label):
                self.reading.in_text, self.reading.version = label, version
            else:
                self.reading.add_loss(f"/target/{index}/source", f"It is read as a passage of {self.reading.in_text}.")
            if isinstance(target, dict):
                self._read_passage(target, f"/target/{index}")

    def _find_text(self, source: str) -> tuple[str | None, str | None]:
        """Return the text, and the version of it, that an address of ours or of a source leads to."""
        texts = {text.id: text for text in self.graph.texts}
        if source.startswith(self._texts):
            label, _, rest = source.removeprefix(self._texts).partition("/")
            version = rest.partition("version=")[2]
            if label in texts:
                version_hashes = {text_version["sha256"] for text_version in texts[label].versions}
                return label, version if version in version_hashes else None
        sources = {
            map_source.id
            for map_source in self.graph.sources
            if map_source.url is not None and map_source.url == source
        }
        return next((text.id for text in self.graph.texts if text.source in sources), None), None

    def _read_passage(self, target: Document, at: str) -> None:
        for name in target.keys() - {"type", "source", "selector", "id"}:
            self.reading.add_loss(f"{at}/{name}", "Annotations of a map have no place for it.")
        for index, selector in enumerate(list_values(target.get("selector"))):
            self._read_selector(selector, f"{at}/selector/{index}")

    def _read_selector(self, selector: Any, at: str) -> None:
        kinds = list_values(selector.get("type")) if isinstance(selector, dict) else []
        if "TextQuoteSelector" in kinds and self.reading.exact is None:
            self.reading.exact = selector["exact"]
            self.reading.prefix, self.reading.suffix = selector.get("prefix", ""), selector.get("suffix", "")
        elif "TextPositionSelector" in kinds and self.reading.start is None:
            self.reading.start, self.reading.end = selector["start"], selector["end"]
        else:
            self.reading.add_loss(at, "Passages are found by their words and their position only.")
        for index, inner in enumerate(list_values(selector.get("refinedBy")) if isinstance(selector, dict) else []):
            self._read_selector(inner, f"{at}/refinedBy/{index}")

    def read_body(self, value: Any, at: str) -> None:
        """Take a record, a tag or a remark."""
        whole = value if isinstance(value, dict) else {"id": value}
        source = whole.get("source", whole.get("id"))
        label = str(source).removeprefix(self._records) if str(source).startswith(self._records) else None
        tagging = "tagging" in list_values(whole.get("purpose"))
        record = self.graph.by_id.get(label or "")
        if isinstance(record, Tag) and tagging:
            self.reading.tags.append(record.id)
        elif isinstance(record, Claim | Interpretation | Evidence | Link | Question):
            self.reading.bodies.append(record.id)
        elif isinstance(record, Annotation) and whole.get(f"{OWN}relation") in set(PassageRelation):
            self.reading.joined.setdefault(PassageRelation(whole[f"{OWN}relation"]), []).append(record.id)
        elif isinstance(whole.get("value"), str):
            self._read_remark(whole, at, tagging=tagging)
        else:
            self.reading.add_loss(at, "It is no argument record or joined passage of this map, and no remark.")

    def _read_remark(self, body: Document, at: str, *, tagging: bool) -> None:
        text = body["value"]
        if tagging and text.casefold() in self._tags:
            self.reading.tags.append(self._tags[text.casefold()])
            return
        if "text/html" in list_values(body.get("format")):
            text = unescape(nh3.clean(text, tags=set())).strip()
            self.reading.add_loss(f"{at}/format", "Of HTML only the words are kept.")
        if tagging:
            self.reading.add_loss(f"{at}/purpose", "The map has no such tag, so that it is kept as a remark.")
        self.reading.comments.append(text)
        for name in body.keys() - {"type", "value", "format", "purpose"}:
            self.reading.add_loss(f"{at}/{name}", "Remarks have no place for it.")
