"""A new text, and with it the source that it is the text of, as one change."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session

from api.editing.references.named_records import (
    NamedRecords,
    label_new_records,
    replace_placeholders,
    resolve_names,
)
from api.editing.references.other_maps import OtherMaps
from api.pages.forms import FormValues, read_record_form
from api.pages.uploads import FormUpload, read_upload_content
from api.phrases.fields.form_fields import InputKind
from api.phrases.fields.record_fields import FORMS, list_form_fields
from api.phrases.messages import gettext
from api.phrases.page_words import explain_error
from argument_maps.anchoring.anchors import extract_context
from argument_maps.graph import Graph
from argument_maps.reading import FileReading
from models import changes
from models.errors import MapError
from models.records.contents import store_contents
from models.records.maps import ArgumentMap
from models.records.sources import ReferencePart
from models.records.texts import CONTEXT, AnnotationDraft, make_version
from models.row_keys import persisted_id
from models.text_types import LABEL_PATTERN, LONGEST_LINE, LONGEST_PROSE, LONGEST_QUOTATION
from models.vocabulary import Motivation, RecordKind

# Whose text it is: a source that is new with it, one that the map has, or nobody's but ours.
NEW_SOURCE, EXISTING_SOURCE, OWN_TEXT = "new", "known", "own"
# Of a new source these are asked at once: a source without them is undated on every map as of a date.
SOURCE_DATES = ("issued", "available")
_TEXT_FIELDS = ("language", "translation_of", "scan", "scan_page")
# What the file may say of itself beside; who had a hand in it is chosen among the agents of the map.
_OFFERED_FIELDS = frozenset(
    form_field.name
    for form_field in FORMS[RecordKind.SOURCE]
    if form_field.sort in (InputKind.LINE, InputKind.PROSE, InputKind.DATE) and form_field.name not in ("title", "note")
)


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

    @property
    def source_data(self) -> dict[str, str]:
        """What the file says of itself."""
        return self.reading.source_data if self.reading is not None else {}


def read_new_text(upload: FormUpload) -> NewTextForm:
    """Read the form, and the file or what was pasted; what the form leaves out is taken from the file."""
    new_text = NewTextForm(dict(upload.fields))
    _read_file(new_text, upload)
    fields, source_data = new_text.fields, new_text.source_data
    offered = {name: value for name, value in _offer_fields(source_data).items() if not fields.get(name, "").strip()}
    title = fields.get("title", "").strip() or " ".join(source_data.get("title", "").split())
    title = title or upload.name.rpartition(".")[0].strip()
    whose = fields.get("whose", OWN_TEXT)
    text_fields = {"title": title, **{name: fields.get(name, "") for name in _TEXT_FIELDS}}
    if whose == EXISTING_SOURCE:
        source = fields.get("source", "").strip()
        # What is no id is the name of a source, here or in another map, and looked for there.
        text_fields["source"] = source if re.fullmatch(LABEL_PATTERN, source) else ""
        if not source:
            new_text.faults["source"] = gettext("Choose the source that this text belongs to.")
    new_text.text = _read_with_offers(new_text, RecordKind.TEXT, text_fields, _select(offered, ("language",)))
    if whose == NEW_SOURCE and title:
        source_fields = {name: fields.get(name, "") for name in ("type", "language", *SOURCE_DATES)}
        new_text.source = _read_with_offers(new_text, RecordKind.SOURCE, {"title": title, **source_fields}, offered)
        reference = " ".join(source_data.get("archive_reference", "").split())
        if new_text.source is not None and reference:
            # As the file has it: which part of it is what, whoever edits the source may say.
            parts = [ReferencePart(label="", value=reference[:LONGEST_LINE])]
            new_text.source = new_text.source.model_copy(update={"reference": parts})
    return new_text


def _offer_fields(source_data: Mapping[str, str]) -> dict[str, str]:
    """Return what a file says of itself by the fields of a source; what has none of its own goes into the note."""
    offered = {name: " ".join(value.split()) for name, value in source_data.items() if value.strip()}
    for name in ("title", "archive_reference"):
        offered.pop(name, None)
    if "pages" in offered:
        offered["page"] = offered.pop("pages")
    written = offered.pop("date_of_record", "")
    if written:
        # A document in an edition is dated by itself; what the edition dates is its publication.
        if "issued" in offered:
            offered["published"] = offered["issued"]
        offered["issued"] = written
    others = {name: offered.pop(name) for name in list(offered) if name not in _OFFERED_FIELDS}
    if others:
        offered["note"] = _list_in_words(others)
    return offered


def _list_in_words(values: Mapping[str, str]) -> str:
    return "; ".join(f"{name.replace('_', ' ')}: {value}" for name, value in values.items())


def _read_file(new_text: NewTextForm, upload: FormUpload) -> None:
    if not upload.name and not upload.data and not new_text.fields.get("pasted", "").strip():
        new_text.faults["file"] = gettext("Choose a file, or paste the text below.")
        return
    try:
        new_text.reading, new_text.media_type = read_upload_content(upload)
    except MapError as error:
        new_text.faults["file" if upload.name else "pasted"] = explain_error(error)


def _read_with_offers(new_text: NewTextForm, kind: RecordKind, typed: FormValues, offered: Mapping[str, str]) -> Any:
    """Return a draft of what was typed and of what the file says; note faults in what was typed."""
    reading = read_record_form(kind, {**typed, **offered})
    fitting = {name: value for name, value in offered.items() if name not in reading.faults}
    if len(fitting) < len(offered):
        if kind == RecordKind.SOURCE:
            # What its field does not take is kept in words.
            unfit = {name: value for name, value in offered.items() if name not in fitting}
            note = "; ".join(filter(None, [fitting.get("note", ""), _list_in_words(unfit)]))
            fitting["note"] = note[:LONGEST_PROSE]
        reading = read_record_form(kind, {**typed, **fitting})
    for name, fault in reading.faults.items():
        new_text.faults.setdefault(name, fault)
    return reading.draft


def _select(values: Mapping[str, str], names: Collection[str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if name in names}


def has_named_records(new_text: NewTextForm) -> bool:
    """Tell whether a form names records: authors of a new source, or the source whose text it is."""
    whose = new_text.fields.get("whose", OWN_TEXT)
    return bool(new_text.fields.get({NEW_SOURCE: "author", EXISTING_SOURCE: "source"}.get(whose, ""), "").strip())


def name_source(new_text: NewTextForm, graph: Graph, other_maps: OtherMaps) -> None:
    """Read what a form names: authors, who are of the map or made with the text, or a source of this or another map."""
    if new_text.fields.get("whose", OWN_TEXT) == EXISTING_SOURCE:
        _name_existing_source(new_text, graph, other_maps)
        return
    authors = [form_field for form_field in list_form_fields(RecordKind.SOURCE) if form_field.name == "author"]
    new_text.named = resolve_names(graph, authors, new_text.fields, other_maps)
    for name, fault in new_text.named.faults.items():
        new_text.faults.setdefault(name, fault)
    if new_text.source is not None:
        labels = [label for label in new_text.named.resolved_form["author"].split("; ") if label]
        new_text.source = new_text.source.model_copy(update={"author": labels})


def _name_existing_source(new_text: NewTextForm, graph: Graph, other_maps: OtherMaps) -> None:
    fields = [form_field for form_field in list_form_fields(RecordKind.TEXT) if form_field.name == "source"]
    new_text.named = resolve_names(graph, fields, new_text.fields, other_maps, creates=False)
    for name, fault in new_text.named.faults.items():
        new_text.faults.setdefault(name, fault)
    if new_text.text is not None:
        label = new_text.named.resolved_form["source"] or None
        new_text.text = new_text.text.model_copy(update={"source": label})


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
    text = replace_placeholders(RecordKind.TEXT, text, ids)
    if new_text.source is not None:
        source = replace_placeholders(RecordKind.SOURCE, new_text.source, ids)
        label = changes.find_free_label(
            session, persisted_id(argument_map), changes.choose_label_prefix(RecordKind.SOURCE, source)
        )
        items.append((RecordKind.SOURCE, label, source))
        text = text.model_copy(update={"source": label})
    if new_text.fields.get("comments"):
        label = changes.find_free_label(
            session, persisted_id(argument_map), changes.choose_label_prefix(RecordKind.TEXT, text)
        )
        items.append((RecordKind.TEXT, label, text))
        items += [(RecordKind.ANNOTATION, None, draft) for draft in draft_annotations(new_text.reading, label, sha256)]
        created_records = changes.create_records(session, argument_map, items, author=author)
        return label, created_records[0].revision
    items.append((RecordKind.TEXT, None, text))
    created_records = changes.create_records(session, argument_map, items, author=author)
    return created_records[-1].label, created_records[0].revision


def draft_annotations(reading: FileReading, label: str, sha256: str) -> list[AnnotationDraft]:
    """Return the comments of a file as annotations of the text that is made of it."""
    text = reading.content.text
    drafts = []
    for comment in reading.comments:
        start, end = _widen_to_words(text, comment.start, comment.end)
        # On more than can be quoted it stands where that begins.
        end = min(end, start + LONGEST_QUOTATION)
        prefix, suffix = extract_context(text, start, end, CONTEXT)
        words = f"{comment.author}: {comment.text}" if comment.author else comment.text
        drafts.append(
            AnnotationDraft(
                in_text=label,
                version=sha256,
                exact=text[start:end],
                prefix=prefix,
                suffix=suffix,
                start=start,
                end=end,
                comment=words[:LONGEST_PROSE],
                motivation=Motivation.COMMENTING,
            )
        )
    return drafts


def _widen_to_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the place of a passage without white space at its ends; of an empty one that of the word it stands at."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        return start, end
    before = re.search(r"\S+\s*$", text[:start])
    if before is not None:
        return before.start(), before.start() + len(before[0].rstrip())
    behind = re.search(r"\S+", text[start:])
    return (start + behind.start(), start + behind.end()) if behind is not None else (0, len(text))
