"""The canvases of a manifest as pages: their order, labels, sizes and images (Presentation API 3.0, 5.3; 2.1, 5.3)."""

import math
from collections.abc import Iterator
from typing import Any

from argument_maps.scans.manifests.image_names import list_image_names
from argument_maps.scans.manifests.language_values import LanguageReader
from argument_maps.scans.manifests.manifest_notes import ManifestNotes, NoteSort
from argument_maps.scans.manifests.manifest_values import ManifestPage, UnreadableManifest
from argument_maps.scans.manifests.source_metadata import find_address, list_member_values
from argument_maps.scans.selectors import split_target
from models.errors import Phrase

MOST_PAGES = 5_000
MOST_IMAGES = 100
LARGEST_SIDE = 10_000_000
DEEPEST_BODY = 5
Json = dict[str, Any]


def list_canvases(manifest: Json, notes: ManifestNotes) -> list[Json]:
    """Return the canvases that are no recordings, in the order of the manifest. Raises `UnreadableManifest`."""
    items = list_member_values(manifest.get("items"))
    if "items" not in manifest:
        # The first sequence is the one to be shown (2.1, 5.2).
        sequences = [
            sequence for sequence in list_member_values(manifest.get("sequences")) if isinstance(sequence, dict)
        ]
        items = list_member_values(sequences[0].get("canvases")) if sequences else []
        for sequence in sequences[1:]:
            notes.add(NoteSort.OTHER_SEQUENCES, find_address(sequence))
    canvases = []
    for item in items:
        if isinstance(item, dict) and read_kind(item) in ("Canvas", "") and not _is_recording(item):
            canvases.append(item)
        else:
            notes.add(NoteSort.NO_CANVAS, find_address(item))
    if not canvases:
        raise UnreadableManifest(
            Phrase("The manifest has no pages."),
            Phrase("Send the manifest of something that has images, or the images without a manifest."),
        )
    if len(canvases) > MOST_PAGES:
        raise UnreadableManifest(
            Phrase("The manifest has %(number)s pages.", number=f"{len(canvases):,}"),
            Phrase("Send a manifest of a part, of at most %(most)s pages.", most=f"{MOST_PAGES:,}"),
        )
    return canvases


def read_kind(value: object) -> str:
    """Return the type of a resource without its prefix, such as Canvas or Image, empty if it has none."""
    kind = value.get("type", value.get("@type", "")) if isinstance(value, dict) else ""
    kind = next(iter(kind), "") if isinstance(kind, list) else kind
    return kind.rpartition(":")[2] if isinstance(kind, str) else ""


def _is_recording(canvas: Json) -> bool:
    """Tell whether a canvas has a duration and no image."""
    if "duration" not in canvas:
        return False
    painted = (annotation.get("body", annotation.get("resource")) for annotation in _list_painting(canvas))
    return not any(read_kind(body) == "Image" for bodies in painted for body in list_member_values(bodies))


def read_canvas(canvas: Json, reader: LanguageReader, notes: ManifestNotes) -> ManifestPage:
    """Return a canvas as a page; note what of it is no whole image."""
    label = reader.read_words(canvas.get("label"))
    name = label or find_address(canvas)
    images, is_partial = [], False
    for annotation in _list_painting(canvas):
        bodies = list_member_values(annotation.get("body", annotation.get("resource")))
        for body in bodies[:MOST_IMAGES]:
            image, is_part = _find_image(body, name, notes)
            if image is not None:
                images.append(image)
            is_partial |= is_part
        target = annotation.get("target", annotation.get("on"))
        is_partial |= split_target(target)[1] is not None
    if not images:
        notes.add(NoteSort.WITHOUT_IMAGE, name)
    elif len(images) > 1:
        notes.add(NoteSort.COMPOSED, name)
    elif is_partial:
        notes.add(NoteSort.PARTLY_COVERED, name)
    width, height = _read_side(canvas, "width"), _read_side(canvas, "height")
    if not (width and height) and len(images) == 1:
        width, height = _read_side(images[0], "width"), _read_side(images[0], "height")
    return ManifestPage(label, width, height, list_image_names(images[:MOST_IMAGES], find_address(canvas)))


def _read_side(resource: Json, name: str) -> int:
    """Return a width or height, which some write as a text, or 0."""
    value = resource.get(name)
    if isinstance(value, str) and value.strip().isdecimal() and len(value.strip()) < 10:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= LARGEST_SIDE:
        return 0
    return math.ceil(value)


def _list_painting(canvas: Json) -> Iterator[Json]:
    for annotation in list_member_values(canvas.get("images"))[:MOST_IMAGES]:
        if isinstance(annotation, dict):
            yield annotation
    for page in list_member_values(canvas.get("items"))[:MOST_IMAGES]:
        if isinstance(page, dict):
            for annotation in list_member_values(page.get("items"))[:MOST_IMAGES]:
                if isinstance(annotation, dict):
                    yield annotation


def _find_image(body: object, page: str, notes: ManifestNotes) -> tuple[Json | None, bool]:
    """Return the image that a body is or, of a choice, has first; and whether only a part of it is shown."""
    is_part = False
    for _ in range(DEEPEST_BODY):
        if not isinstance(body, dict):
            break
        kind = read_kind(body)
        if kind in ("Choice", "SpecificResource"):
            if kind == "Choice":
                choices = [
                    *list_member_values(body.get("default")),
                    *list_member_values(body.get("items", body.get("item"))),
                ]
                for other in choices[1:]:
                    notes.add(NoteSort.ALTERNATIVES, find_address(other) if isinstance(other, dict) else page)
                body = choices[0] if choices else None
            else:
                is_part |= read_kind(body.get("selector")) not in ("", "ImageApiSelector")
                is_part |= isinstance(body.get("selector"), dict) and "region" in body["selector"]
                body = body.get("source", body.get("full"))
                body = {"id": body, "type": "Image"} if isinstance(body, str) else body
        elif kind in ("Image", ""):
            return body, is_part
        else:
            break
    notes.add(NoteSort.NO_IMAGE, f"{page} ({read_kind(body) or '—'})")
    return None, is_part
