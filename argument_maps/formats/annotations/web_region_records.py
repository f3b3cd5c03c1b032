"""Regions of page images as web annotations, and web annotations of page images as regions.

Their selectors are those of the W3C Web Annotation Data Model, 4.2.1 (fragments) and 4.2.7 (SVG), in pixels.
"""

from dataclasses import dataclass
from typing import Any

from argument_maps.formats.annotations.web_annotation import CONTEXT
from argument_maps.formats.annotations.web_annotation_records import OWN, AnnotationReading, Document, read_annotation
from argument_maps.formats.annotations.web_annotation_rules import list_values
from argument_maps.formats.native import DocumentProblem
from argument_maps.graph import Graph
from argument_maps.scans.selectors import read_selector, split_target, write_selector
from argument_maps.values import Region

# A remark that says what is written there, and not what somebody thinks of it.
_TRANSCRIPTION = f"{OWN}transcription"


@dataclass(frozen=True, slots=True)
class RegionReading:
    """What of a web annotation has a place as a region: its fields, and what is lost of it."""

    fields: dict[str, Any]
    losses: list[DocumentProblem]


class NoImageTarget(Exception):
    """No target of a web annotation is a page image of the map."""


def write_region(region: Region, graph: Graph, address: str, *, context: bool = True) -> Document:
    """Return a region as a web annotation; `address` is that of the server, without a slash at its end."""
    base = f"{address}/maps/{graph.slug}"
    body: list[Document] = [
        {"type": "SpecificResource", "source": f"{base}/records/{label}"} for label in region.bodies
    ]
    if region.transcription:
        written = {
            "type": "TextualBody",
            "value": region.transcription,
            "format": "text/plain",
            "purpose": "describing",
        }
        language = {"language": region.language} if region.language else {}
        body.append({**written, **language, _TRANSCRIPTION: True})
    if region.comment:
        body.append({"type": "TextualBody", "value": region.comment, "format": "text/plain"})
    body += [
        {"type": "SpecificResource", "purpose": "tagging", "source": f"{base}/records/{label}"} for label in region.tags
    ]
    return {
        **({"@context": CONTEXT} if context else {}),
        "id": f"{address}/api/v1/maps/{graph.slug}/regions/{region.id}",
        "type": "Annotation",
        "motivation": region.motivation,
        **({"body": body} if body else {}),
        "target": {
            "type": "SpecificResource",
            "source": f"{base}/scans/{region.in_scan}/images/{region.image}",
            "selector": write_selector(
                (region.x, region.y, region.width, region.height), [(x, y) for x, y in region.points]
            ),
        },
        **({f"{OWN}note": region.note} if region.note else {}),
    }


def read_region(document: Document, graph: Graph, address: str) -> RegionReading:
    """Return what a sound web annotation says as a region. Raises `NoImageTarget` and `BadSelector`."""
    targets = list_values(document["target"])
    place, found = _find_place(targets, graph, f"{address}/maps/{graph.slug}/scans/")
    bodies = list_values(document.get("body"))
    written = [body for body in bodies if isinstance(body, dict) and body.get(_TRANSCRIPTION) is True]
    # Everything but the place is read as of an annotation of a text.
    others = {**document, "target": [], "body": [body for body in bodies if body not in written]}
    if str(others.get("id", "")).startswith(f"{address}/api/v1/maps/{graph.slug}/regions/"):
        del others["id"]
    reading = read_annotation(others, graph, address)
    losses = [_move_loss(loss, bodies, written) for loss in reading.losses]
    losses += [
        DocumentProblem(f"/target/{index}", "It is no page image of this map, or not the first that is.")
        for index in range(len(targets))
        if index != found
    ]
    return RegionReading({**_read_words(reading, written), **place}, sorted(losses, key=lambda loss: loss.pointer))


def _find_place(targets: list[Any], graph: Graph, scans: str) -> tuple[dict[str, Any], int]:
    """Return where a region is, and which of the targets says so."""
    for index, target in enumerate(targets):
        source, selector = split_target(target)
        label, _, rest = source.removeprefix(scans).partition("/images/")
        scan = graph.scans_by_id.get(label) if source.startswith(scans) else None
        page = next((page for page in scan.pages if page["image"] == rest.partition("/")[0]), None) if scan else None
        if scan is None or page is None:
            continue
        size = page["width"], page["height"]
        shape = read_selector(selector if selector is not None else f"{source}#xywh=0,0,{size[0]},{size[1]}", *size)
        x, y, width, height = shape.box
        box = {"x": x, "y": y, "width": width, "height": height}
        points = [list(point) for point in shape.points]
        return {"in_scan": scan.id, "image": page["image"], **box, "points": points}, index
    raise NoImageTarget


def _move_loss(loss: DocumentProblem, bodies: list[Any], written: list[Any]) -> DocumentProblem:
    """Return a loss with its place in the whole document, in which transcriptions stand among the bodies."""
    parts = loss.pointer.split("/")
    if parts[1:2] != ["body"] or len(parts) < 3:
        return loss
    kept = [index for index, body in enumerate(bodies) if body not in written]
    return DocumentProblem("/".join(["", "body", str(kept[int(parts[2])]), *parts[3:]]), loss.message)


def _read_words(reading: AnnotationReading, written: list[Document]) -> dict[str, Any]:
    return {
        "bodies": list(dict.fromkeys(reading.bodies)),
        "transcription": "\n\n".join(str(body["value"]) for body in written),
        "language": next((str(body["language"]) for body in written if body.get("language")), None),
        "comment": "\n\n".join(reading.comments),
        "motivation": reading.motivation,
        "tags": list(dict.fromkeys(reading.tags)),
        "note": reading.note,
    }
