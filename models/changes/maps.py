"""Creating, changing, replacing and deleting whole maps."""

from functools import partial
from typing import Any

from sqlalchemy import delete, select
from sqlmodel import Session, col

from models.address_names import find_free_name, propose_name
from models.changes.journal import Journal, expect_version
from models.changes.labels import note_labels
from models.changes.lookup import find_map, map_exists
from models.changes.time_limit import check_time
from models.changes.writer_limits import require_owner, require_same_visibility
from models.engine import EncodedJson
from models.errors import SlugTaken, StyleNotThere, StyleTaken, TooManyStyles, UnknownMap, UnknownStyleFile
from models.history.moments import read_present_header
from models.history.revisions import Revision
from models.history.stored_styles import store_style_files
from models.participation.map_anonymity import is_anonymous
from models.participation.seminar_errors import AuthorsOnAnonymousMap
from models.records.contents import store_contents
from models.records.documents import check_document, list_document_records, read_header
from models.records.kinds import KINDS
from models.records.maps import ArgumentMap, ArgumentMapDraft, Record
from models.records.rows import Draft, insert_many, insert_rows, read_drafts, read_searchable_values
from models.records.scans.images import store_images
from models.records.styles.map_styles import MOST_STYLES, MapStyle
from models.row_keys import key_column, persisted_id
from models.search.map_words import set_header
from models.search.search_texts import forget_records, index_records
from models.vocabulary import ChangeKind, CitationStyle, RecordKind


def create_map(session: Session, slug: str, draft: ArgumentMapDraft, *, author: str, why: str = "") -> ArgumentMap:
    """Create an empty map; raises `SlugTaken`, and `UnknownStyleFile` where it names styles, which are added later."""
    _require_own_styles([], draft)
    argument_map = insert_map_row(session, slug, draft)
    journal = Journal(session, argument_map, author, why)
    journal.add(ChangeKind.CREATED, after={"slug": slug, **draft.model_dump(mode="json")})
    journal.close()
    return argument_map


def insert_map_row(
    session: Session, slug: str, draft: ArgumentMapDraft, *, identity: int | None = None, version: int = 0
) -> ArgumentMap:
    """Insert the row of a map without a revision; raises `SlugTaken`."""
    if map_exists(session, slug):
        raise SlugTaken(slug, find_free_name(slug, partial(map_exists, session)))
    argument_map = ArgumentMap(id=identity, slug=slug, version=version, title=draft.title)
    set_header(argument_map, draft.model_dump(mode="json"))
    session.add(argument_map)
    session.flush()
    return argument_map


def change_map(
    session: Session, slug: str, draft: ArgumentMapDraft, *, version: int | None, author: str, why: str = ""
) -> ArgumentMap:
    """Change what a map says of itself; raises `UnknownMap`, `StaleRevision` and `UnknownStyleFile`.

    Styles can be named otherwise, put in order and taken away; `add_style` adds one.
    """
    argument_map = find_map(session, slug)
    _require_own_styles(argument_map.styles, draft)
    journal = Journal(session, argument_map, author, why)
    expect_version(journal, version)
    change_header(journal, draft.model_dump(mode="json"))
    journal.close()
    return argument_map


def change_header(journal: Journal, header: Draft) -> None:
    """Let a map say of itself what is wanted, with its revision; what is not named stays."""
    argument_map = journal.map
    before = read_present_header(argument_map)
    after = {name: header.get(name, before[name]) for name in ArgumentMapDraft.model_fields}
    require_same_visibility(journal.session, str(before["visibility"]), str(after["visibility"]))
    require_no_authors(journal.session, journal.map_id, after)
    set_header(argument_map, after)
    journal.session.add(argument_map)
    journal.session.flush()
    journal.add(ChangeKind.CHANGED, before=before, after={"slug": argument_map.slug, **after})


def _require_own_styles(present: list[Draft], draft: ArgumentMapDraft) -> None:
    """Raise `UnknownStyleFile` for a style that is not the map's: that another has its file is nobody's to learn."""
    kept = {style["sha256"] for style in present}
    for place, style in enumerate(draft.styles):
        if style.sha256 not in kept:
            raise UnknownStyleFile(style.name, f"/styles/{place}/sha256")


def add_style(
    session: Session, slug: str, title: str, data: bytes, *, version: int | None, author: str, why: str = ""
) -> ArgumentMap:
    """Give a map a style of citation, whose file was checked, as one change; the last of its `styles` is the new one.

    Raises `UnknownMap`, `StaleRevision`, `StyleTaken` and `TooManyStyles`.
    """
    argument_map = find_map(session, slug)
    journal = Journal(session, argument_map, author, why)
    expect_version(journal, version)
    present: list[Draft] = list(argument_map.styles)
    [sha256] = store_style_files(session, [data])
    if any(style["sha256"] == sha256 for style in present):
        raise StyleTaken(title)
    if len(present) >= MOST_STYLES:
        raise TooManyStyles(MOST_STYLES)
    taken = {*CitationStyle, *(style["name"] for style in present)}
    name = find_free_name(propose_name(title) or "style", taken.__contains__)
    added = MapStyle(name=name, title=title, sha256=sha256).model_dump(mode="json")
    change_header(journal, {"styles": [*present, added]})
    journal.close()
    return argument_map


def remove_style(
    session: Session, slug: str, name: str, *, version: int | None, author: str, why: str = ""
) -> ArgumentMap:
    """Take a style away from a map; moments, editions and forks that have it keep it.

    Raises `UnknownMap`, `StaleRevision` and `StyleNotThere`.
    """
    argument_map = find_map(session, slug)
    journal = Journal(session, argument_map, author, why)
    expect_version(journal, version)
    remaining = [style for style in argument_map.styles if style["name"] != name]
    if len(remaining) == len(argument_map.styles):
        raise StyleNotThere(name, tuple(style["name"] for style in remaining))
    change_header(journal, {"styles": remaining})
    journal.close()
    return argument_map


def delete_map(session: Session, slug: str, *, version: int | None, author: str, why: str = "") -> tuple[Revision, ...]:
    """Delete a map with all its records; the revision holds the whole of it, and undoing it brings it back."""
    argument_map = find_map(session, slug)
    journal = Journal(session, argument_map, author, why)
    expect_version(journal, version)
    require_owner(session)
    journal.add(ChangeKind.DELETED, before=build_whole_document(session, argument_map))
    session.add_all(journal.revisions)
    session.flush()
    erase_map(session, argument_map)
    return tuple(journal.revisions)


def erase_map(session: Session, argument_map: ArgumentMap) -> None:
    """Remove a map's rows without a revision."""
    erase_records(session, persisted_id(argument_map))
    session.expunge(argument_map)
    session.connection().execute(delete(ArgumentMap).where(col(ArgumentMap.id) == argument_map.id))


def erase_records(session: Session, map_id: int) -> None:
    """Remove all records of a map without a revision."""
    record_ids = select(key_column(Record)).where(col(Record.map_id) == map_id)
    forget_records(session, session.connection().execute(record_ids).scalars())
    session.connection().execute(delete(Record).where(col(Record.map_id) == map_id))


def build_whole_document(session: Session, argument_map: ArgumentMap) -> Draft:
    """Return a map with all its records as a document, with the records' global ids beside."""
    document: Draft = {**read_present_header(argument_map), "format": "sicetnon/1"}
    for label, (kind, draft) in read_drafts(session, persisted_id(argument_map)).items():
        document.setdefault(KINDS[kind].plural, []).append({"id": label, **draft})
    rows = session.connection().execute(
        select(col(Record.label), col(Record.id)).where(col(Record.map_id) == argument_map.id)
    )
    return {"document": document, "ids": {row[0]: row[1] for row in rows}}


def replace_map(
    session: Session,
    slug: str,
    document: Any,
    *,
    version: int | None,
    author: str,
    why: str = "",
    checked: bool = False,
) -> ArgumentMap:
    """Create a map from a document, or put the document in its place, all or nothing.

    Labels are kept, and so are the global ids of records whose label and kind stay. It is one revision,
    whose `before` and `after` are the whole documents. Raises `StaleRevision` and the document's first
    fault; with `checked` the caller has looked for faults already, as `formats.native.read` does.
    """
    if not checked:
        check_document(document)
    before: Draft | None = None
    try:
        argument_map = find_map(session, slug)
    except UnknownMap:
        if version is not None:
            raise
        argument_map = insert_map_row(session, slug, read_header(document))
        journal = Journal(session, argument_map, author, why)
    else:
        journal = Journal(session, argument_map, author, why)
        expect_version(journal, version)
        require_same_visibility(session, argument_map.visibility, read_header(document).visibility)
        before = build_whole_document(session, argument_map)
    after = write_document(session, argument_map, document, journal.change, before["ids"] if before else {})
    journal.add(ChangeKind.IMPORTED, before=before, after=after)
    journal.close()
    return argument_map


def write_document(
    session: Session, argument_map: ArgumentMap, document: Any, revision: int, identities: dict[str, int]
) -> EncodedJson:
    """Write a document over a map's header and records; return it encoded, as the history keeps it."""
    map_id = persisted_id(argument_map)
    store_contents(session, document.contents.values())
    store_images(session, document.images.values())
    named = {style.sha256 for style in document.styles}
    store_style_files(session, [data for sha256, data in document.style_files.items() if sha256 in named])
    header = read_header(document).model_dump(mode="json")
    require_no_authors(session, map_id, header)
    set_header(argument_map, header)
    session.add(argument_map)
    session.flush()
    former_kinds = _read_kinds_by_label(session, map_id) if identities else {}
    erase_records(session, map_id)
    records = [(kind, record.id, record) for kind, _, record in list_document_records(document)]
    kinds = {label: kind for kind, label, _ in records}
    rows: list[dict[str, Any]] = []
    kind_values = {kind: kind.value for kind in RecordKind}
    for kind, label, _ in records:
        row: dict[str, Any] = {"map_id": map_id, "label": label, "kind": kind_values[kind], "revision": revision}
        if former_kinds.get(label, kind) == kind and label in identities:
            row["id"] = identities[label]
        rows.append(row)
    ids_by_label = _insert_records(session, map_id, rows)
    check_time(session)
    insert_rows(session, map_id, records, kinds)
    check_time(session)
    index_records(
        session,
        ((ids_by_label[label], kind, label, read_searchable_values(kind, record)) for kind, label, record in records),
    )
    note_labels(session, map_id, list(kinds))
    files = {"contents", "images", "style_files"}
    body = document.model_dump_json(exclude_defaults=True, exclude={"slug", "format", *files})
    head = f'{{"document":{{"format":"sicetnon/1","slug":"{argument_map.slug}"'
    return EncodedJson(head + ("," + body[1:] if len(body) > 2 else "}") + "}")


def require_no_authors(session: Session, map_id: int, header: Draft) -> None:
    """Raise `AuthorsOnAnonymousMap` where a map that is anonymous is to name its authors."""
    for name in ("authors", "forebears"):
        if header.get(name) and is_anonymous(session, map_id):
            raise AuthorsOnAnonymousMap(f"/{name}")


def _read_kinds_by_label(session: Session, map_id: int) -> dict[str, RecordKind]:
    rows = session.connection().execute(select(col(Record.label), col(Record.kind)).where(col(Record.map_id) == map_id))
    return {label: RecordKind(kind) for label, kind in rows}


def _insert_records(session: Session, map_id: int, rows: list[dict[str, Any]]) -> dict[str, int]:
    """Insert the identities of many records and return their global ids by label."""
    rows_with_id = [row for row in rows if "id" in row]
    rows_without_id = [row for row in rows if "id" not in row]
    for part in (rows_with_id, rows_without_id):
        if part:
            insert_many(session, Record, part)
    identities = session.connection().execute(
        select(col(Record.label), key_column(Record)).where(col(Record.map_id) == map_id)
    )
    return {row[0]: row[1] for row in identities}
