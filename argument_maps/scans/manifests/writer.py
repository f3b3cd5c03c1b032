"""A scan as a manifest of the IIIF Presentation API 3.0, with its regions as web annotations."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from argument_maps.scans.selectors import write_selector
from argument_maps.scans.shapes import Shape

PRESENTATION_CONTEXT = "http://iiif.io/api/presentation/3/context.json"
THUMBNAIL_SIDE = 200
# Only such addresses may be the rights of a manifest (3.0, 3.1), as http; others are words.
_RIGHTS = re.compile(
    r"https?://(?:creativecommons\.org/(?:licenses|publicdomain)/[a-z+\-]+/\d\.\d/|rightsstatements\.org/vocab/[A-Za-z\-]+/1\.0/)"
    r"(?:[a-z.\-]*)"
)


@dataclass(frozen=True, slots=True)
class AnnotationWords:
    """What is said about a region, in plain text, and its purpose, such as `commenting` or `supplementing`."""

    text: str
    language: str = ""
    purpose: str = "commenting"


@dataclass(frozen=True, slots=True)
class PublishedRegion:
    """A region of a page: the address of its annotation, its shape in pixels of the image, and what is said of it."""

    address: str
    shape: Shape
    bodies: tuple[AnnotationWords, ...] = ()
    motivation: str = "commenting"


@dataclass(frozen=True, slots=True)
class PublishedPage:
    """A page: the address of its canvas, the label, the image in pixels, and the address of its image service."""

    address: str
    label: str
    width: int
    height: int
    image_service: str
    regions: tuple[PublishedRegion, ...] = ()
    media_type: str = "image/jpeg"


@dataclass(frozen=True, slots=True)
class PublishedScan:
    """A scan: the address of its manifest, its title and what is said of it, in `language` where one is known.

    `metadata` are pairs of a label and a value, both plain text; `rights` an address or words, `homepage` the address
    of the scan's page, `image_level` what its image services can do: level0, level1 or level2.
    """

    address: str
    title: str
    pages: tuple[PublishedPage, ...]
    language: str = ""
    summary: str = ""
    metadata: tuple[tuple[str, str], ...] = ()
    rights: str = ""
    attribution: str = ""
    homepage: str = ""
    image_level: str = "level2"


def write_scan_manifest(scan: PublishedScan) -> dict[str, Any]:
    """Return the manifest of a scan. Raises `ValueError` for one without pages, which has none (3.0, 5.2)."""
    if not scan.pages:
        raise ValueError("a scan without pages has no manifest")
    manifest: dict[str, Any] = {
        "@context": PRESENTATION_CONTEXT,
        "id": scan.address,
        "type": "Manifest",
        "label": _write_value(scan.title, scan.language),
    }
    if scan.summary:
        manifest["summary"] = _write_value(scan.summary, scan.language)
    metadata = list(scan.metadata)
    if scan.rights and _RIGHTS.fullmatch(scan.rights) is None:
        metadata.append(("Rights", scan.rights))
    if metadata:
        manifest["metadata"] = [
            {"label": _write_value(label, "en"), "value": _write_value(value)} for label, value in metadata
        ]
    if scan.attribution:
        manifest["requiredStatement"] = {
            "label": _write_value("Attribution", "en"),
            "value": _write_value(scan.attribution),
        }
    if scan.rights and _RIGHTS.fullmatch(scan.rights) is not None:
        manifest["rights"] = re.sub(r"\Ahttps:", "http:", scan.rights)
    if scan.homepage:
        manifest["homepage"] = [
            {
                "id": scan.homepage,
                "type": "Text",
                "label": _write_value(scan.title, scan.language),
                "format": "text/html",
            }
        ]
    manifest["thumbnail"] = [_write_thumbnail(scan.pages[0], scan.image_level)]
    manifest["items"] = [_write_canvas(page, number, scan.image_level) for number, page in enumerate(scan.pages, 1)]
    return manifest


def _write_value(text: str, language: str = "") -> dict[str, list[str]]:
    """Return a language map (3.0, 4.2). A text between `<` and `>`, which would be read as HTML, is escaped."""
    if text.strip().startswith("<") and text.strip().endswith(">"):
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        text = f"<span>{escaped}</span>"
    return {language or "none": [text]}


def _write_canvas(page: PublishedPage, number: int, level: str) -> dict[str, Any]:
    canvas: dict[str, Any] = {
        "id": page.address,
        "type": "Canvas",
        "label": _write_value(page.label or str(number)),
        "height": page.height,
        "width": page.width,
        "thumbnail": [_write_thumbnail(page, level)],
        "items": [
            {
                "id": f"{page.address}/painting",
                "type": "AnnotationPage",
                "items": [
                    {
                        "id": f"{page.address}/painting/1",
                        "type": "Annotation",
                        "motivation": "painting",
                        "body": _write_image(page, level),
                        "target": page.address,
                    }
                ],
            }
        ],
    }
    if page.regions:
        canvas["annotations"] = [
            {
                "id": f"{page.address}/annotations",
                "type": "AnnotationPage",
                "items": [_write_annotation(region, page.address) for region in page.regions],
            }
        ]
    return canvas


def _write_image(page: PublishedPage, level: str) -> dict[str, Any]:
    return {
        "id": f"{page.image_service}/full/max/0/default.jpg",
        "type": "Image",
        "format": page.media_type,
        "height": page.height,
        "width": page.width,
        "service": _write_service(page, level),
    }


def _write_service(page: PublishedPage, level: str) -> list[dict[str, str]]:
    return [{"id": page.image_service, "type": "ImageService3", "profile": level}]


def _write_thumbnail(page: PublishedPage, level: str) -> dict[str, Any]:
    """Return a thumbnail in the canonical form of its size (Image API 3.0, 4.7), never larger than the image."""
    factor = min(1.0, THUMBNAIL_SIDE / max(page.width, page.height))
    width, height = (max(round(side * factor), 1) for side in (page.width, page.height))
    size = "max" if (width, height) == (page.width, page.height) else f"{width},{height}"
    return {
        "id": f"{page.image_service}/full/{size}/0/default.jpg",
        "type": "Image",
        "format": page.media_type,
        "width": width,
        "height": height,
        "service": _write_service(page, level),
    }


def _write_annotation(region: PublishedRegion, canvas: str) -> dict[str, Any]:
    annotation: dict[str, Any] = {"id": region.address, "type": "Annotation", "motivation": region.motivation}
    if region.bodies:
        annotation["body"] = _write_bodies(region.bodies)
    annotation["target"] = {
        "type": "SpecificResource",
        "source": canvas,
        "selector": write_selector(region.shape.box, region.shape.points),
    }
    return annotation


def _write_bodies(bodies: Sequence[AnnotationWords]) -> list[dict[str, str]]:
    written = []
    for words in bodies:
        body = {"type": "TextualBody", "value": words.text, "format": "text/plain", "purpose": words.purpose}
        written.append({**body, "language": words.language} if words.language else body)
    return written
