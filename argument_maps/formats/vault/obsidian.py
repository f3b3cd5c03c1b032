"""Maps written as a vault of Obsidian in a zip: a note for each record, an index and a canvas. It is not read back.

The same map gives the same bytes: entries stand in one order and have one date.
"""

import io
import zipfile

from argument_maps.formats.exchange import FormatLoss, FormatWriting
from argument_maps.formats.held_fields import HEADER_FIELDS, list_unheld_fields
from argument_maps.formats.vault.canvas_board import write_canvas
from argument_maps.formats.vault.note_names import shape_note_name
from argument_maps.formats.vault.notes import NoteWriter
from argument_maps.graph import Graph
from models.errors import Phrase
from models.records.kinds import KINDS
from models.vocabulary import RecordKind

MOST_CONTENTS = 24 * 2**20
"""How many characters of texts are in a vault at most, all together."""
_DATE = (1980, 1, 1, 0, 0, 0)
_HELD = {kind: tuple(entry.draft.model_fields) for kind, entry in KINDS.items()}
_NEWEST = Phrase("Of a text the note has what its newest version says.")
_NO_IMAGES = Phrase("A vault has no images of scans.")
_TOO_LONG = Phrase("The texts of a vault have so many characters together at most.")


def write_obsidian_vault(graph: Graph, _: object = None) -> FormatWriting:
    """Return a map as a vault, and what is not in it."""
    writer = NoteWriter(graph)
    root = shape_note_name(graph.title)
    contents, too_long = _choose_contents(graph)
    paths = {record.id: writer.find_path(record.id) for record in graph}
    files = {f"{root}/Index.md": writer.write_index().encode()}
    for record in graph:
        files[f"{root}/{paths[record.id]}"] = writer.write_note(record, contents.get(record.id, "")).encode()
    files[f"{root}/Map.canvas"] = write_canvas(graph, paths)
    losses = [
        *list_unheld_fields(graph, _HELD, HEADER_FIELDS),
        *(
            FormatLoss(kind, name, labels, reason)
            for kind, name, labels, reason in (
                (RecordKind.TEXT, "versions", _list_with_former(graph), _NEWEST),
                (RecordKind.TEXT, "versions", too_long, _TOO_LONG),
                (RecordKind.SCAN, "pages", tuple(scan.id for scan in graph.scans if scan.pages), _NO_IMAGES),
            )
            if labels
        ),
    ]
    return FormatWriting(_pack(files), tuple(losses), {"notes": len(paths) + 1})


def _choose_contents(graph: Graph) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return what texts say, by label, as far as it fits, and the texts for which there is no room."""
    chosen: dict[str, str] = {}
    too_long = []
    length = 0
    for text in graph.texts:
        newest = graph.contents.get(str(text.versions[-1]["sha256"])) if text.versions else None
        if newest is not None and length + len(newest.text) <= MOST_CONTENTS:
            chosen[text.id] = newest.text
            length += len(newest.text)
        elif newest is not None:
            too_long.append(text.id)
    return chosen, tuple(too_long)


def _list_with_former(graph: Graph) -> tuple[str, ...]:
    return tuple(text.id for text in graph.texts if len(text.versions) > 1)


def _pack(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return packed.getvalue()
