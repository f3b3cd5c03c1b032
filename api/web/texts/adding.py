"""A new text, and with it the source that it is the text of, as one change."""

from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session

from api.web.editing.forms import Typed, read_form
from api.web.editing.named_records import NamedRecords, ReadElsewhere, name_records, settle, with_ids
from api.web.messages import gettext
from api.web.record_fields import form_of
from api.web.texts.sending import Sent, read_sent
from argument_maps.graph import Graph
from models import changes
from models.errors import MapError
from models.records.contents import ContentDraft, store_contents
from models.records.maps import ArgumentMap
from models.records.texts import VersionDraft, this_moment
from models.row_keys import persisted_id
from models.vocabulary import RecordKind

# Whose text it is: a source that is new with it, one that the map has, or nobody's but ours.
NEW, KNOWN, OWN = "new", "known", "own"
# Of a new source these are asked at once: a source without them is undated on every map as of a date.
SOURCE_DATES = ("issued", "available")


@dataclass(slots=True)
class AddedText:
    """What the form for a new text was read as; faults are by field."""

    fields: Typed
    text: Any = None
    source: Any = None
    content: ContentDraft | None = None
    media_type: str = ""
    faults: dict[str, str] = field(default_factory=dict)
    named: NamedRecords | None = None


def read_added(given: Sent) -> AddedText:
    """Read the form, and the file or what was pasted."""
    fields = dict(given.fields)
    added = AddedText(fields)
    if not given.name and not fields.get("pasted", "").strip():
        added.faults["file"] = gettext("Choose a file, or paste the text below.")
    else:
        try:
            added.content, added.media_type = read_sent(given)
        except MapError as error:
            added.faults["file" if given.name else "pasted"] = f"{error.detail} {error.remedy}".strip()
    title = fields.get("title", "").strip() or given.name.rpartition(".")[0].strip()
    whose = fields.get("whose", OWN)
    told = {name: fields.get(name, "") for name in ("language", "translation_of")}
    if whose == KNOWN:
        told["source"] = fields.get("source", "")
        if not told["source"].strip():
            added.faults["source"] = gettext("Say which source it is the text of.")
    reading = read_form(RecordKind.TEXT, {"title": title, **told})
    added.text = reading.draft
    for name, fault in reading.faults.items():
        added.faults.setdefault(name, fault)
    if whose == NEW and title:
        sent = {name: fields.get(name, "") for name in ("type", *SOURCE_DATES)}
        source = read_form(RecordKind.SOURCE, {"title": title, "language": told["language"], **sent})
        added.source = source.draft
        for name, fault in source.faults.items():
            added.faults.setdefault(name, fault)
    return added


def name_authors(added: AddedText, graph: Graph, read_elsewhere: ReadElsewhere) -> None:
    """Read the authors of a new source, who are agents of the map or are made with it."""
    if added.fields.get("whose", OWN) != NEW:
        return
    authors = [each for each in form_of(RecordKind.SOURCE) if each.name == "author"]
    added.named = name_records(graph, authors, added.fields, read_elsewhere)
    for name, fault in added.named.faults.items():
        added.faults.setdefault(name, fault)
    if added.source is not None:
        labels = [label for label in added.named.given["author"].split("; ") if label]
        added.source = added.source.model_copy(update={"author": labels})


def write_added(session: Session, found: ArgumentMap, added: AddedText, *, author: str) -> tuple[str, int]:
    """Write a text without faults; return its label and the change's number.

    Raises `MapError` for what is wrong with the records that it names.
    """
    if added.content is None:
        raise ValueError("a text with faults is not written")
    (sha256,) = store_contents(session, [added.content])
    version = VersionDraft(sha256=sha256, at=this_moment(), media_type=added.media_type)
    text = added.text.model_copy(update={"versions": [version]})
    items, ids = settle(session, persisted_id(found), added.named.newcomers if added.named else ())
    if added.source is not None:
        source = with_ids(RecordKind.SOURCE, added.source, ids)
        label = changes.free_label(session, persisted_id(found), changes.prefix_of(RecordKind.SOURCE, source))
        items.append((RecordKind.SOURCE, label, source))
        text = text.model_copy(update={"source": label})
    items.append((RecordKind.TEXT, None, text))
    made = changes.create_records(session, found, items, author=author)
    return made[-1].label, made[0].revision
