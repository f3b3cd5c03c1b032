"""IIIF manifests of versions 2 and 3 of the Presentation API, given as files; nothing is fetched."""

from collections.abc import Iterable, Sequence

from argument_maps.scans.manifests.annotated_regions import read_regions
from argument_maps.scans.manifests.canvases import Json, list_canvases, read_canvas
from argument_maps.scans.manifests.language_values import LanguageReader
from argument_maps.scans.manifests.manifest_files import parse_manifest
from argument_maps.scans.manifests.manifest_notes import ManifestNotes, NoteSort
from argument_maps.scans.manifests.manifest_values import Manifest
from argument_maps.scans.manifests.source_metadata import find_address, list_member_values, read_manifest_source

# What is read, in part or whole, or is about the file alone.
_USED = frozenset(
    {
        *("@context", "id", "@id", "type", "@type", "label", "items", "sequences", "annotations", "otherContent"),
        *("metadata", "requiredStatement", "attribution", "rights", "license", "provider", "homepage", "related"),
        *("summary", "description", "partOf", "within", "navDate", "structures", "seeAlso", "rendering"),
    }
)
_USED_OF_CANVAS = frozenset(
    {
        *("@context", "id", "@id", "type", "@type", "label", "items", "images", "annotations", "otherContent"),
        *("width", "height", "seeAlso", "rendering", "within", "partOf"),
    }
)


def read_manifest(data: bytes, languages: Sequence[str] = ()) -> Manifest:
    """Return what a manifest says, in the first of these languages that it has. Raises `UnreadableManifest`."""
    document = parse_manifest(data)
    notes = ManifestNotes()
    reader = LanguageReader(languages, notes)
    canvases = list_canvases(document, notes)
    pages = [read_canvas(canvas, reader, notes) for canvas in canvases]
    title = reader.read_words(document.get("label"))
    source_data = read_manifest_source(document, title, reader, notes)
    regions = read_regions(document, canvases, pages, reader, notes)
    _note_ranges(document, reader, notes)
    for holder in (document, *canvases):
        for member in ("seeAlso", "rendering"):
            for form in list_member_values(holder.get(member)):
                notes.add(NoteSort.FORMS, find_address(form))
    _note_unused(document, _USED, notes)
    for canvas in canvases:
        _note_unused(canvas, _USED_OF_CANVAS, notes)
    return Manifest(title, tuple(pages), source_data, tuple(regions), notes.list_phrases())


def _note_ranges(document: Json, reader: LanguageReader, notes: ManifestNotes) -> None:
    waiting = list(reversed(list_member_values(document.get("structures"))))
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict) and str(part.get("type", part.get("@type", ""))).endswith("Range"):
            notes.add(NoteSort.RANGES, reader.read_words(part.get("label")))
            waiting += reversed(list_member_values(part.get("items")))


def _note_unused(holder: Json, used: Iterable[str], notes: ManifestNotes) -> None:
    for member in holder.keys() - set(used):
        notes.add(NoteSort.UNUSED, member[:40])
