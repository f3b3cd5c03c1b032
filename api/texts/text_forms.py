"""A new text, and with it the source that it is the text of, as one change."""

from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session

from api.editing.references.named_records import (
    NamedRecords,
    ReadElsewhere,
    label_new_records,
    replace_placeholders,
    resolve_names,
)
from api.pages.forms import FormValues, read_record_form
from api.pages.uploads import FormUpload, read_upload_content
from api.phrases.messages import gettext
from api.phrases.page_words import explain_error
from api.phrases.record_fields import list_form_fields
from argument_maps.graph import Graph
from argument_maps.reading import FileReading
from models import changes
from models.errors import MapError
from models.records.contents import store_contents
from models.records.maps import ArgumentMap
from models.records.texts import make_version
from models.row_keys import persisted_id
from models.vocabulary import RecordKind

# Whose text it is: a source that is new with it, one that the map has, or nobody's but ours.
NEW_SOURCE, EXISTING_SOURCE, OWN_TEXT = "new", "known", "own"
# Of a new source these are asked at once: a source without them is undated on every map as of a date.
SOURCE_DATES = ("issued", "available")


@dataclass(slots=True)
class NewTextForm:
    """What the form for a new text was read as; faults are by field."""

    fields: FormValues
    text: Any = None
    source: Any = None
    reading: FileReading | None = None
    media_type: str = ""
    faults: dict[str, str] = field(default_factory=dict)
    named: NamedRecords | None = None


def read_new_text(upload: FormUpload) -> NewTextForm:
    """Read the form, and the file or what was pasted."""
    fields = dict(upload.fields)
    new_text = NewTextForm(fields)
    if not upload.name and not fields.get("pasted", "").strip():
        new_text.faults["file"] = gettext("Choose a file, or paste the text below.")
    else:
        try:
            new_text.reading, new_text.media_type = read_upload_content(upload)
        except MapError as error:
            new_text.faults["file" if upload.name else "pasted"] = explain_error(error)
    title = fields.get("title", "").strip() or upload.name.rpartition(".")[0].strip()
    whose = fields.get("whose", OWN_TEXT)
    text_fields = {name: fields.get(name, "") for name in ("language", "translation_of")}
    if whose == EXISTING_SOURCE:
        text_fields["source"] = fields.get("source", "")
        if not text_fields["source"].strip():
            new_text.faults["source"] = gettext("Choose the source that this text belongs to.")
    reading = read_record_form(RecordKind.TEXT, {"title": title, **text_fields})
    new_text.text = reading.draft
    for name, fault in reading.faults.items():
        new_text.faults.setdefault(name, fault)
    if whose == NEW_SOURCE and title:
        source_fields = {name: fields.get(name, "") for name in ("type", *SOURCE_DATES)}
        source = read_record_form(
            RecordKind.SOURCE, {"title": title, "language": text_fields["language"], **source_fields}
        )
        new_text.source = source.draft
        for name, fault in source.faults.items():
            new_text.faults.setdefault(name, fault)
    return new_text


def name_authors(new_text: NewTextForm, graph: Graph, read_elsewhere: ReadElsewhere) -> None:
    """Read the authors of a new source, who are agents of the map or are made with it."""
    if new_text.fields.get("whose", OWN_TEXT) != NEW_SOURCE:
        return
    authors = [form_field for form_field in list_form_fields(RecordKind.SOURCE) if form_field.name == "author"]
    new_text.named = resolve_names(graph, authors, new_text.fields, read_elsewhere)
    for name, fault in new_text.named.faults.items():
        new_text.faults.setdefault(name, fault)
    if new_text.source is not None:
        labels = [label for label in new_text.named.resolved_form["author"].split("; ") if label]
        new_text.source = new_text.source.model_copy(update={"author": labels})


def write_new_text(
    session: Session, argument_map: ArgumentMap, new_text: NewTextForm, *, author: str
) -> tuple[str, int]:
    """Write a text without faults; return its label and the change's number.

    Raises `MapError` for what is wrong with the records that it names.
    """
    if new_text.reading is None:
        raise ValueError("a text with faults is not written")
    (sha256,) = store_contents(session, [new_text.reading.content])
    version = make_version(sha256, new_text.media_type, new_text.reading.report)
    text = new_text.text.model_copy(update={"versions": [version]})
    items, ids = label_new_records(
        session, persisted_id(argument_map), new_text.named.new_records if new_text.named else ()
    )
    if new_text.source is not None:
        source = replace_placeholders(RecordKind.SOURCE, new_text.source, ids)
        label = changes.find_free_label(
            session, persisted_id(argument_map), changes.choose_label_prefix(RecordKind.SOURCE, source)
        )
        items.append((RecordKind.SOURCE, label, source))
        text = text.model_copy(update={"source": label})
    items.append((RecordKind.TEXT, None, text))
    created_records = changes.create_records(session, argument_map, items, author=author)
    return created_records[-1].label, created_records[0].revision
