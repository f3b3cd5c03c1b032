"""Web annotations on a map that does not have their texts: as evidence, with the words and where they stand.

The W3C Web Annotation Data Model (Recommendation of 23 February 2017), one annotation, a page, a collection (5) or a
list of them. Where the map has the text, they are better sent there as annotations: `web_annotation_records`.
"""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

import msgspec
import nh3

from argument_maps.formats.annotations.hypothesis_reading import FURTHER_NOTES, RowReader
from argument_maps.formats.annotations.hypothesis_rows import Row
from argument_maps.formats.annotations.web_annotation import write_web_annotations
from argument_maps.formats.annotations.web_annotation_records import OWN, Document, write_annotation
from argument_maps.formats.annotations.web_annotation_rules import CONTEXT, DEEPEST, find_faults, list_values
from argument_maps.formats.annotations.web_region_records import write_region
from argument_maps.formats.exchange import (
    FilePlace,
    FormatLoss,
    FormatReading,
    FormatWriting,
    ProblemWeight,
    UnreadableFile,
)
from argument_maps.formats.file_contents import FileContents, parse_json_text
from argument_maps.formats.held_fields import list_unheld_fields
from argument_maps.formats.map_building import MapBuilder, write_plain_value
from argument_maps.graph import Graph
from models.errors import Phrase
from models.vocabulary import RecordKind

_TYPES = frozenset({"Annotation", "AnnotationPage", "AnnotationCollection"})
# A file has no site: the addresses of a map's own records are names.
_SITE = f"{OWN}site"
_OWN_RECORD = re.compile(rf"{_SITE}/(?:api/v1/)?maps/[a-z0-9-]+/(?:annotations|regions|texts|scans)/([^/?#]+)")
_KNOWN = frozenset({"@context", "id", "type", "body", "bodyValue", "target", "creator", "created"})
_WORTHLESS = frozenset({"purpose", "format", "type", "value", "source", "id", "language", "selector", "items"})
_COMES_BACK = Phrase("It comes back as evidence with its passage, or in the note of what it marks.")
_LEFT_OUT = Phrase("It is left out.")


def recognise_web_annotations(contents: FileContents) -> int:
    """Tell how much a file looks like web annotations: by the context that it names, else by its types."""
    value = contents.json_value
    listed = value[:10] if isinstance(value, list) else [value]
    documents = [each for each in listed if isinstance(each, dict) and _TYPES & set(_list_words(each.get("type")))]
    if any(CONTEXT in _list_words(each.get("@context")) for each in documents):
        return 3
    return 2 if any({"target", "first", "items"} & each.keys() for each in documents) else 0


def read_web_annotation_map(data: bytes) -> FormatReading:
    """Return web annotations as evidence, and what they mark as sources. Raises `UnreadableFile`."""
    value, problems = parse_json_text(data)
    first = value[0] if isinstance(value, list) and value else value
    title = first.get("label") if isinstance(first, dict) else None
    builder = MapBuilder(title.strip() if isinstance(title, str) and title.strip() else "Annotations")
    builder.problems += problems
    annotations = list(_list_annotations(value, "", builder))
    reader = _AnnotationRowReader(builder)
    placed = [(_locate(pointer, annotation), annotation) for pointer, annotation in annotations]
    built = [(place, _build_row(each, place, builder, is_alone=each is value)) for place, each in placed]
    rows = [(place, row) for place, row in built if row is not None]
    is_empty_list = not annotations and isinstance(first, dict) and bool(_TYPES & set(_list_words(first.get("type"))))
    if not rows and not is_empty_list:
        raise UnreadableFile(
            Phrase("The file holds no web annotation that marks something."),
            Phrase("Send an Annotation, an AnnotationPage or an AnnotationCollection of the W3C model, or a list."),
        )
    for place, row in rows:
        reader.add_source(place, row)
    for place, row in rows:
        reader.add_annotation(place, row)
    reader.add_sources()
    reader.tell_what_is_passed_over()
    counts = {"annotations": len(annotations), "page_notes": reader.page_notes, "documents": len(reader.sources)}
    return FormatReading(builder.build_map(), counts, tuple(builder.problems))


def write_web_annotation_map(graph: Graph, _: Any = None) -> FormatWriting:
    """Return the annotations and regions of a map as an AnnotationCollection with one page (5.1, 5.2)."""
    items = [write_annotation(annotation, graph, _SITE, context=False) for annotation in graph.annotations]
    items += [write_region(region, graph, _SITE, context=False) for region in graph.regions]
    place = f"{_SITE}/maps/{graph.slug}/annotations"
    page = {"id": f"{place}#page", "type": "AnnotationPage", "startIndex": 0, "items": items}
    collection = {"id": place, "type": "AnnotationCollection", "label": graph.title, "total": len(items)}
    held = {RecordKind.ANNOTATION, RecordKind.REGION}
    losses = [loss for loss in list_unheld_fields(graph, {}) if loss.kind not in held]
    marked = [each.in_text for each in graph.annotations] + [each.in_scan for each in graph.regions]
    for kind, records in ((RecordKind.ANNOTATION, graph.annotations), (RecordKind.REGION, graph.regions)):
        if records:
            losses.append(FormatLoss(kind, "", tuple(record.id for record in records), _COMES_BACK))
    labels = dict.fromkeys([*(each.id for each in (*graph.annotations, *graph.regions)), *marked])
    return FormatWriting(
        write_web_annotations({**collection, "first": page}),
        tuple(losses),
        {"annotations": len(items)},
        {label: label for label in labels},
    )


class _AnnotationRowReader(RowReader):
    """Makes records of rows that were made of web annotations; those of a map keep the labels that they have there."""

    def propose_label(self, address: str) -> str:
        """Return the label in the address of a map's own record, nothing for any other."""
        match = _OWN_RECORD.match(address)
        return match[1] if match else ""


def _list_words(value: Any) -> list[str]:
    return [each for each in list_values(value) if isinstance(each, str)]


def _locate(pointer: str, annotation: Document) -> FilePlace:
    return FilePlace(pointer=pointer or "/", entry=str(annotation.get("id") or "")[:80])


def _list_annotations(value: Any, at: str, builder: MapBuilder) -> Iterator[tuple[str, Document]]:
    """Yield every annotation with its pointer; a page that is only named is not fetched, and told."""
    if isinstance(value, list):
        for number, each in enumerate(value):
            yield from _list_annotations(each, f"{at}/{number}", builder)
    elif not isinstance(value, dict):
        builder.add_problem(Phrase("It is no annotation."), _LEFT_OUT, FilePlace(pointer=at or "/"))
    elif {"AnnotationCollection", "AnnotationPage"} & set(_list_words(value.get("type"))):
        for name in ("first", "next"):
            page = value.get(name)
            if isinstance(page, dict) and at.count("/") < DEEPEST:
                yield from _list_annotations(page, f"{at}/{name}", builder)
            elif page is not None and not (name == "first" and "items" in value):
                builder.add_problem(
                    Phrase("The page %(address)s is elsewhere.", address=str(page)[:200]),
                    Phrase("It is not fetched: send it as a file of its own."),
                    FilePlace(pointer=f"{at}/{name}"),
                )
        yield from _list_annotations(list_values(value.get("items")), f"{at}/items", builder)
    else:
        yield at, value


def _build_row(annotation: Document, place: FilePlace, builder: MapBuilder, *, is_alone: bool) -> Row | None:
    """Return an annotation in the form of a row, None where it marks nothing; what the row has no place for is told.

    Within a page or a list it need not name the context again; `is_alone` where it is the whole file.
    """
    faults = list(find_faults(annotation if is_alone else {**annotation, "@context": CONTEXT}, new=True))
    marks_nothing = any(pointer.startswith("/target") for pointer, _ in faults) or "target" not in annotation
    for pointer, message in faults[:5]:
        builder.add_problem(
            Phrase("It is not as the model asks: %(fault)s", fault=message),
            _LEFT_OUT if marks_nothing else Phrase("The rest of the annotation is read."),
            FilePlace(pointer=f"{place.pointer.rstrip('/')}{pointer}", entry=place.entry),
            ProblemWeight.OMITTED if marks_nothing else ProblemWeight.NOTED,
        )
    if marks_nothing:
        return None
    words = _BodyWords(place, builder)
    for body in [*list_values(annotation.get("body")), *_list_words(annotation.get("bodyValue"))[:1]]:
        words.add_body(body, is_text=body is annotation.get("bodyValue"))
    address, selectors = words.read_targets(list_values(annotation["target"]))
    for name in sorted(annotation.keys() - _KNOWN):
        words.add_member(name, annotation[name])
    own = str(annotation.get("id") or "")
    return {
        "id": own,
        "links": {"html": own},
        "uri": address,
        "user": ", ".join(_name_creator(each) for each in list_values(annotation.get("creator"))),
        "created": annotation.get("created") if isinstance(annotation.get("created"), str) else "",
        "text": "\n\n".join(words.texts),
        "tags": words.tags,
        "target": [{"selector": selectors}],
        FURTHER_NOTES: tuple(words.notes),
    }


def _name_creator(creator: Any) -> str:
    if isinstance(creator, dict):
        named = next((each for name in ("name", "nickname", "id") for each in _list_words(creator.get(name))), "")
        return named or msgspec.json.encode(creator).decode()
    return str(creator)


class _BodyWords:
    """What the bodies and targets of one annotation say: remarks, tags, and what goes to the note."""

    def __init__(self, place: FilePlace, builder: MapBuilder) -> None:
        self.texts: list[str] = []
        self.tags: list[str] = []
        self.notes: list[str] = []
        self._place, self._builder = place, builder

    def add_body(self, body: Any, *, is_text: bool = False, depth: int = 0) -> None:
        """Take a remark, a tag or a resource; of a choice or a list each of its items (3.2.6)."""
        if is_text or not isinstance(body, dict):
            (self.texts if is_text else self.notes).append(str(body))
            return
        purposes = _list_words(body.get("purpose"))
        if isinstance(body.get("items"), list) and depth < DEEPEST:
            for item in body["items"]:
                self.add_body(item, depth=depth + 1)
        elif isinstance(body.get("value"), str):
            (self.tags if "tagging" in purposes else self.texts).append(self._read_value(body))
        else:
            source = body.get("source", body.get("id"))
            self.notes.append(" ".join([*(f"{purpose}:" for purpose in purposes), write_plain_value(source)]))
        for name in sorted(body.keys() - _WORTHLESS):
            self.add_member(name, body[name])

    def _read_value(self, body: Document) -> str:
        text = str(body["value"])
        if "text/html" not in _list_words(body.get("format")):
            return text
        self._tell(Phrase("A remark is written in HTML."), Phrase("Its words are kept."))
        return unescape(nh3.clean(text, tags=set())).strip()

    def read_targets(self, targets: Iterable[Any]) -> tuple[str, list[Document]]:
        """Return the address that is marked and where in it; further targets go to the note."""
        found: list[tuple[str, list[Document]]] = []
        for target in targets:
            source = target.get("source", target.get("id")) if isinstance(target, dict) else target
            source = source.get("id") if isinstance(source, dict) else source
            selectors = list(_list_selectors(target.get("selector"))) if isinstance(target, dict) else []
            found.append((str(source or ""), selectors))
        for address, selectors in found[1:]:
            self.notes.append(f"{address} {write_plain_value(selectors) if selectors else ''}".strip())
            self._tell(Phrase("It marks several things."), Phrase("The first is read, the others are in the note."))
        return found[0] if found else ("", [])

    def add_member(self, name: str, value: Any) -> None:
        """Keep what a map has no field for in the note; what our own writer adds says nothing new."""
        self.notes.append(f"{name.removeprefix(OWN)}: {write_plain_value(value)}")
        if not name.startswith(OWN) and name != "motivation":
            self._tell(Phrase("“%(name)s” has no field on a map.", name=name[:80]), Phrase("It is kept in the note."))

    def _tell(self, message: Phrase, outcome: Phrase) -> None:
        self._builder.add_problem(message, outcome, self._place, ProblemWeight.CHANGED)


def _list_selectors(value: Any, depth: int = 0) -> Iterator[Document]:
    """Yield selectors and what refines them (4.2.9), each with one type."""
    for selector in list_values(value):
        if isinstance(selector, dict) and depth < DEEPEST:
            kinds = _list_words(selector.get("type")) or ["no type"]
            yield {**{name: each for name, each in selector.items() if name != "refinedBy"}, "type": kinds[0]}
            yield from _list_selectors(selector.get("refinedBy"), depth + 1)
