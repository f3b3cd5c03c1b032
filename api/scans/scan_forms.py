"""A new scan: what its form says, with the pages that its files become."""

from dataclasses import dataclass, field

from sqlmodel import Session

from api.editing.references.named_records import (
    NamedRecords,
    label_new_records,
    read_form_with_names,
    replace_placeholders,
)
from api.editing.references.other_maps import OtherMaps
from api.pages.forms import FormReading, FormValues
from api.phrases.page_words import translate_phrase
from api.scans.scan_changes import store_pages
from api.scans.uploaded_files import FilesForm, UploadedScan
from argument_maps.graph import Graph
from argument_maps.scans.manifests import Manifest
from models import changes
from models.records.maps import ArgumentMap, Record
from models.records.scans.scan_records import ScanDraft
from models.row_keys import persisted_id
from models.text_types import LONGEST_LINE, LONGEST_PROSE
from models.vocabulary import RecordKind


@dataclass(slots=True)
class NewScanForm:
    """What the form for a new scan was read as; faults are by field."""

    fields: FormValues
    uploaded: UploadedScan | None = None
    reading: FormReading | None = None
    named: NamedRecords | None = None
    faults: dict[str, str] = field(default_factory=dict)


def complete_fields(form: FilesForm, uploaded: UploadedScan) -> dict[str, str]:
    """Return the fields of a form with what the files say where it says nothing; what is told of them as a note."""
    manifest = uploaded.manifest
    first = uploaded.first_name.rpartition("/")[2].rpartition(".")[0].strip() or uploaded.first_name
    told = [translate_phrase(note) for note in uploaded.notes]
    offered = {
        "title": (manifest.title.strip() if manifest is not None else "") or first,
        "rights": _read_rights(manifest),
        "note": "\n".join([*_list_metadata(manifest), *told])[:LONGEST_PROSE],
    }
    fields = {name: value for name, value in form.fields.items() if value.strip()}
    if fields.get("note"):
        offered["note"] = "\n".join(filter(None, [fields.pop("note"), offered["note"]]))[:LONGEST_PROSE]
    offered["title"] = " ".join(offered["title"].split())[:LONGEST_LINE]
    return {**offered, **fields}


def _read_rights(manifest: Manifest | None) -> str:
    data = manifest.source_data if manifest is not None else {}
    stated = [
        " ".join(data[name].split()) for name in ("required_statement", "attribution", "rights") if data.get(name)
    ]
    return "; ".join(dict.fromkeys(stated))[:LONGEST_LINE]


def _list_metadata(manifest: Manifest | None) -> list[str]:
    if manifest is None:
        return []
    return [f"{name.replace('_', ' ')}: {value}" for name, value in manifest.source_data.items() if value.strip()]


def read_new_scan(graph: Graph, form: FilesForm, uploaded: UploadedScan, other_maps: OtherMaps | None) -> NewScanForm:
    """Read the fields of the form for a new scan."""
    fields = complete_fields(form, uploaded)
    reading, named = read_form_with_names(graph, RecordKind.SCAN, fields, None, other_maps)
    return NewScanForm(fields, uploaded, reading, named, dict(reading.faults))


def write_new_scan(
    session: Session, argument_map: ArgumentMap, new_scan: NewScanForm, *, author: str
) -> tuple[Record, int]:
    """Write a scan with its pages; return its record and the change's number.

    Where its fields have faults it has a title and its pages alone, so that no file has to be sent again.
    """
    if new_scan.uploaded is None:
        raise ValueError("a scan without pages is not written")
    items, ids = label_new_records(
        session,
        persisted_id(argument_map),
        new_scan.named.new_records if new_scan.named and not new_scan.faults else (),
    )
    draft = new_scan.reading.draft if new_scan.reading is not None and not new_scan.faults else None
    if draft is None:
        draft = ScanDraft(title=" ".join(new_scan.fields.get("title", "").split())[:LONGEST_LINE] or "Scan")
    scan = replace_placeholders(RecordKind.SCAN, draft, ids)
    scan = scan.model_copy(update={"pages": store_pages(session, new_scan.uploaded.reading.pages)})
    records = changes.create_records(session, argument_map, [*items, (RecordKind.SCAN, None, scan)], author=author)
    return records[-1], records[0].revision
