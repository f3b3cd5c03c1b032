"""The annotations that a manifest holds, as regions of its pages with the words about them.

Those of version 2 are after the Open Annotation Data Model, with other names for the same.
"""

from collections.abc import Iterator
from typing import Any

from argument_maps.scans.manifests.canvases import DEEPEST_BODY, Json, read_kind
from argument_maps.scans.manifests.language_values import LanguageReader
from argument_maps.scans.manifests.manifest_notes import ManifestNotes, NoteSort
from argument_maps.scans.manifests.manifest_values import ManifestPage, ManifestRegion
from argument_maps.scans.manifests.source_metadata import find_address, list_member_values
from argument_maps.scans.selectors import read_selector, split_target
from argument_maps.scans.shapes import BadSelector, Shape
from models.errors import Phrase

MOST_REGIONS = 10_000
MOST_POINTS_IN_ALL = 400_000
MOST_TARGETS = 100
MOST_BODIES = 100


def read_regions(
    manifest: Json, canvases: list[Json], pages: list[ManifestPage], reader: LanguageReader, notes: ManifestNotes
) -> list[ManifestRegion]:
    """Return the regions of the annotations that are in a manifest; note those that are elsewhere or left out."""
    numbers: dict[str, int] = {}
    for number, canvas in enumerate(canvases):
        numbers.setdefault(find_address(canvas), number)
    regions: list[ManifestRegion] = []
    points = 0
    for holder, own in [(manifest, None), *((canvas, number) for number, canvas in enumerate(canvases))]:
        for annotation in _list_annotations(holder, notes):
            if len(regions) >= MOST_REGIONS or points > MOST_POINTS_IN_ALL:
                notes.add(NoteSort.TOO_MANY_REGIONS)
                continue
            found = list(_read_annotation(annotation, own, numbers, pages, reader, notes))
            regions += found
            # One of four letters becomes eight points of a curve, whether they are an outline in the end or not.
            target = annotation.get("target", annotation.get("on"))
            points += sum(len(region.shape.points) for region in found) if found else 2 * len(str(target))
    return regions


def _list_annotations(holder: Json, notes: ManifestNotes) -> Iterator[Json]:
    for page in [*list_member_values(holder.get("annotations")), *list_member_values(holder.get("otherContent"))]:
        listed = page.get("items", page.get("resources")) if isinstance(page, dict) else None
        if listed is None:
            notes.add(NoteSort.NOT_FETCHED, find_address(page))
        for annotation in list_member_values(listed):
            if isinstance(annotation, dict):
                yield annotation
            else:
                notes.add(NoteSort.NOT_FETCHED, find_address(annotation))


def _read_annotation(
    annotation: Json,
    own: int | None,
    numbers: dict[str, int],
    pages: list[ManifestPage],
    reader: LanguageReader,
    notes: ManifestNotes,
) -> Iterator[ManifestRegion]:
    """Yield a region for each target. `own` is the page that holds the annotation, if one does."""
    comment = _read_comment(annotation, reader, notes)
    motivations = list_member_values(annotation.get("motivation"))
    motivation = motivations[0].rpartition(":")[2][:80] if motivations and isinstance(motivations[0], str) else ""
    for target in list_member_values(annotation.get("target", annotation.get("on")))[:MOST_TARGETS]:
        address, selector = split_target(target)
        number = numbers.get(address) if address else own
        sample = comment[:60] or find_address(annotation)
        if number is None:
            notes.add(NoteSort.ELSEWHERE, sample)
            continue
        try:
            shape = _read_shape(selector, pages[number])
        except BadSelector as error:
            notes.add(NoteSort.UNPLACED, f"{sample}: {error.detail}")
            continue
        for phrase in shape.notes:
            notes.add(NoteSort.CHANGED, f"{sample}: {phrase}")
        yield ManifestRegion(number, shape, comment, motivation)


def _read_shape(selector: object, page: ManifestPage) -> Shape:
    if not (page.width and page.height):
        raise BadSelector(
            Phrase("The manifest does not say how large the page is."), Phrase("Mark the region on the image.")
        )
    if selector is None:
        return Shape((0, 0, page.width, page.height))
    return read_selector(selector, page.width, page.height)


def _read_comment(annotation: Json, reader: LanguageReader, notes: ManifestNotes) -> str:
    """Return the words of an annotation's bodies, each once, on lines of their own."""
    bodies = [
        *list_member_values(annotation.get("body", annotation.get("resource"))),
        *list_member_values(annotation.get("bodyValue")),
    ]
    words = [_read_body(body, reader) for body in bodies[:MOST_BODIES]]
    if len(bodies) > MOST_BODIES or not all(words):
        notes.add(NoteSort.WORDLESS, find_address(annotation))
    return "\n".join(dict.fromkeys(filter(None, words)))


def _read_body(body: object, reader: LanguageReader, depth: int = 0) -> str:
    if isinstance(body, str):
        return reader.read_words(body)
    if not isinstance(body, dict) or depth > DEEPEST_BODY:
        return ""
    if read_kind(body) in ("Choice", "List", "Composite"):
        choices = [*list_member_values(body.get("default")), *list_member_values(body.get("items", body.get("item")))][
            :MOST_BODIES
        ]
        texts: list[Any] = [choice for choice in choices if isinstance(choice, dict) and "language" in choice]
        if texts and len(texts) == len(choices):
            # The same in several languages (Web Annotation Data Model 3.2.6).
            return reader.read_words([{"@value": _find_text(text), "@language": text["language"]} for text in texts])
        return next(filter(None, (_read_body(choice, reader, depth + 1) for choice in choices)), "")
    if read_kind(body) == "SpecificResource" and isinstance(body.get("source"), dict):
        return _read_body(body["source"], reader, depth + 1)
    return reader.read_words(_find_text(body))


def _find_text(body: Json) -> str:
    text = body.get("value", body.get("chars", ""))
    if isinstance(text, str) and text:
        return text
    # A link is told by its label, if it has one.
    label = body.get("label")
    address = find_address(body) or find_address(body.get("source"))
    if isinstance(label, str) and label:
        return f"{label} ({address})" if address else label
    return address if read_kind(body) in ("Text", "SpecificResource", "") else ""
