"""The project's own format: one JSON document for a whole map.

Read forgivingly of nothing and lossless: what is written reads back as the same map.
"""

import codecs
import json
import re
from dataclasses import dataclass
from typing import Any

import msgspec
from pydantic import ValidationError

from argument_maps.assembly import build_header_values
from argument_maps.citation.csl.style_files import find_style_faults
from argument_maps.formats.json_pointers import format_pointer
from argument_maps.graph import Graph, sort_records
from argument_maps.repeated_members import CrowdedObject, find_repeated_member
from argument_maps.scans.document_images import find_image_faults
from argument_maps.values import VALUE_CLASSES, Content, Image
from models.records.documents import BriefMapDocument, MapDocument, list_document_faults, list_document_records
from models.records.kinds import KINDS
from models.records.maps import ArgumentMapDraft
from models.text_types import describe_misfit

LONG = 256 * 1024
_LINE_COLUMN = re.compile(r"line (\d+) column (\d+)")


@dataclass(frozen=True, slots=True)
class DocumentProblem:
    """One thing that keeps a document from being read: where (RFC 6901 pointer), what, and the place in the text."""

    pointer: str
    message: str
    line: int | None = None
    column: int | None = None


def read_map_document(data: bytes, *, decodes_images: bool = True) -> tuple[Any, list[DocumentProblem]]:
    """Return the document and no problems, or None and every problem that was found.

    Of a document of more than `LONG` bytes that is only what is wrong with the first record of each kind. A byte order
    mark is passed over (RFC 8259, 8.1); UTF-16 and UTF-32, which some editors save, are read as well. Without
    `decodes_images`, of a document that was read before, its images are not asked again whether they can be shown, nor
    its styles whether one can cite in them.
    """
    try:
        data = convert_to_utf8(data)
        repeated = find_repeated_member(data.decode("utf-8", "replace"))
    except UnicodeError:
        return None, [DocumentProblem("", "It is in UTF-16 or UTF-32, and damaged. Save it as UTF-8.")]
    except CrowdedObject as error:
        return None, [DocumentProblem("", f"{error.detail} {error.remedy}")]
    if repeated is not None:
        message = f"“{str(repeated.path[-1])[:80]}” stands twice; only one of them would be kept. Leave one out."
        return None, [DocumentProblem(format_pointer(repeated.path), message, repeated.line, repeated.column)]
    model = MapDocument if len(data) <= LONG else BriefMapDocument
    try:
        document = model.model_validate_json(data)
    except ValidationError as error:
        return None, [_build_problem(dict(entry)) for entry in error.errors(include_url=False, include_input=False)]
    wrong = list_document_faults(document)
    if decodes_images and not wrong:
        wrong = [*find_image_faults(document), *find_style_faults(document)]
    if wrong:
        return None, [DocumentProblem(fault.pointer or "", f"{fault.detail} {fault.remedy}") for fault in wrong]
    return document, []


def convert_to_utf8(data: bytes) -> bytes:
    """Return a JSON text in UTF-8 without a byte order mark. Raises `UnicodeError` for damaged UTF-16 or UTF-32."""
    encoding = json.detect_encoding(data)
    if encoding in ("utf-8", "utf-8-sig"):
        return data.removeprefix(codecs.BOM_UTF8)
    return data.decode(encoding).encode()


def _build_problem(entry: dict[str, Any]) -> DocumentProblem:
    pointer = format_pointer(entry["loc"])
    message = describe_misfit(entry)
    place = _LINE_COLUMN.search(message)
    if place is None:
        return DocumentProblem(pointer, message)
    return DocumentProblem(pointer, message, int(place[1]), int(place[2]))


def build_graph_from_document(document: Any) -> Graph:
    """Return the map of a document that was read without problems."""
    lists: dict[str, list[Any]] = {entry.plural: [] for entry in KINDS.values()}
    for kind, _, record in list_document_records(document):
        field_values = record.model_dump(mode="json", exclude_defaults=True)
        lists[KINDS[kind].plural].append(msgspec.convert(field_values, VALUE_CLASSES[kind]))
    header_fields = document.model_dump(mode="json", exclude_defaults=True, include=set(ArgumentMapDraft.model_fields))
    ordered: dict[str, Any] = {name: sort_records(records) for name, records in lists.items()}
    if document.contents:
        field_values = {sha256: content.model_dump(mode="json") for sha256, content in document.contents.items()}
        ordered["contents"] = msgspec.convert(field_values, dict[str, Content])
    ordered["images"] = {
        sha256: Image(media_type=image.media_type, width=image.width, height=image.height, data=image.data)
        for sha256, image in document.images.items()
    }
    named = {style.sha256 for style in document.styles}
    ordered["style_files"] = {sha256: data for sha256, data in sorted(document.style_files.items()) if sha256 in named}
    return Graph(slug=document.slug or "untitled", **build_header_values(header_fields), **ordered)


def write_map_document(graph: Graph) -> bytes:
    """Return a map as a document: UTF-8, defaults left out, in the order of the map, contents and images by hashes."""
    if graph.contents or graph.images:
        graph = msgspec.structs.replace(
            graph, contents=dict(sorted(graph.contents.items())), images=dict(sorted(graph.images.items()))
        )
    return msgspec.json.encode(graph) + b"\n"
