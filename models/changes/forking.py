"""Forks: a map that begins as a copy of another, and what of one is merged into the other."""

from collections.abc import Callable, Mapping

from sqlalchemy import select
from sqlmodel import Session, col

from models.changes.batches import RecordBatch, apply_batch
from models.changes.journal import Journal, expect_version, give_turn_back
from models.changes.maps import insert_map_row, write_document
from models.errors import UnknownMap
from models.history.forks import Fork, Merging
from models.history.moments import find_moment, read_snapshot
from models.history.revisions import Revision
from models.records.authors import MOST_FOREBEARS
from models.records.documents import MapDocument, check_document
from models.records.kinds import KINDS
from models.records.maps import ArgumentMap, ArgumentMapDraft, LabelCounter
from models.records.rows import Draft
from models.row_keys import persisted_id
from models.text_types import STORED
from models.vocabulary import ChangeKind, Visibility


def fork_map(
    session: Session,
    origin: ArgumentMap,
    slug: str,
    title: str | None = None,
    *,
    at: int | None = None,
    visibility: Visibility | None = None,
    rewrite: Callable[[Draft], Draft] | None = None,
    author: str,
    why: str = "",
) -> ArgumentMap:
    """Copy a map, as it stands or stood after the change `at`, with its labels and texts; one revision.

    Who sees the copy is as with the origin where `visibility` is None. The copy remembers where it comes from, and says
    what `rewrite` makes of the document. Its authors are not those of the origin, whom it names as made of their map.
    Raises `SlugTaken`, `UnknownMoment` and `UnknownMap`.
    """
    _lock_map(session, origin)
    sequence = find_moment(session, origin, at or origin.version).sequence
    snapshot = read_snapshot(session, origin, sequence)
    document: Draft = {**(snapshot.header or {}), "slug": slug, "format": "sicetnon/1"}
    document |= {"authors": [], "forebears": _list_forebears(document, named=origin.visibility != Visibility.PRIVATE)}
    if title:
        document["title"] = title
    if visibility is not None:
        document["visibility"] = visibility
    for label, (kind, draft) in snapshot.records.items():
        document.setdefault(KINDS[kind].plural, []).append({"id": label, **draft})
    checked = MapDocument.model_validate(document if rewrite is None else rewrite(document), context=STORED)
    check_document(checked, contents_stored=True)
    header = ArgumentMapDraft.model_validate({name: getattr(checked, name) for name in ArgumentMapDraft.model_fields})
    fork = insert_map_row(session, slug, header)
    # Whoever reads the history of the one may not see the other, so that it names no map. `Fork` and `Merging` know.
    journal = Journal(session, fork, author, why or f"Forked from another map as it stood after change {sequence}.")
    after = write_document(session, fork, checked, journal.change, {})
    _copy_label_counters(session, persisted_id(origin), persisted_id(fork))
    journal.add(ChangeKind.IMPORTED, after=after)
    journal.close()
    session.add(
        Fork(
            map_id=persisted_id(fork), origin_id=persisted_id(origin), origin_slug=origin.slug, origin_sequence=sequence
        )
    )
    session.flush()
    return fork


def _list_forebears(header: Draft, *, named: bool) -> list[Draft]:
    """Return from which maps a fork is made: the origin behind those that it was made of itself.

    Whoever sees the fork may not know of a private origin, so that it is `named` only where it is not private.
    """
    forebears: list[Draft] = list(header.get("forebears") or ())
    if not header.get("authors"):
        return forebears
    origin = {"title": header["title"] if named else "", "authors": header["authors"]}
    return [*forebears, origin][-MOST_FOREBEARS:]


def _lock_map(session: Session, origin: ArgumentMap) -> None:
    """Let nobody write to a map while it is copied: half a change would be in the copy. Others may copy it as well.

    SQLite has only one writer; it ignores FOR SHARE.
    """
    statement = select(ArgumentMap).where(col(ArgumentMap.id) == origin.id).with_for_update(read=True)
    if session.scalars(statement, execution_options={"populate_existing": True}).one_or_none() is None:
        raise UnknownMap(origin.slug)


def _copy_label_counters(session: Session, origin_id: int, fork_id: int) -> None:
    """Let the fork give out no label that the origin has given out."""
    for counter in session.scalars(select(LabelCounter).where(col(LabelCounter.map_id) == origin_id)).all():
        fork_counter = session.get(LabelCounter, (fork_id, counter.prefix))
        fork_counter = fork_counter or LabelCounter(map_id=fork_id, prefix=counter.prefix, last=0)
        fork_counter.last = max(fork_counter.last, counter.last)
        session.add(fork_counter)
    session.flush()


def begin_merge(session: Session, target: ArgumentMap, *, version: int | None, author: str, why: str = "") -> Journal:
    """Hold a map for a merge; raises `StaleRevision`."""
    journal = Journal(session, target, author, why or "Merged from another map.")
    expect_version(journal, version)
    return journal


def finish_merge(
    journal: Journal, source: ArgumentMap, batch: RecordBatch, labels: Mapping[str, str]
) -> tuple[Revision, ...]:
    """Write what was taken as one change, and remember how far both maps were; nothing taken is remembered as well.

    `labels` are the target's labels by the source's, where they differ. Raises what is at fault.
    """
    target = journal.map
    apply_batch(journal, batch)
    revisions = journal.close() if journal.revisions else ()
    journal.session.add(
        Merging(
            target_id=journal.map_id,
            source_id=persisted_id(source),
            target_sequence=target.version if revisions else journal.change - 1,
            source_sequence=source.version,
            change=journal.change if revisions else 0,
            labels=dict(labels),
        )
    )
    if not revisions:
        give_turn_back(journal)
    journal.session.flush()
    return revisions


def read_credits(session: Session, source: ArgumentMap, labels: list[str]) -> dict[str, str]:
    """Return who last changed each of these records, and so whose work it is."""
    credits_by_label: dict[str, str] = {}
    for start in range(0, len(labels), 500):
        rows = session.connection().execute(
            select(col(Revision.label), col(Revision.credit), col(Revision.author))
            .where(col(Revision.map_id) == source.id, col(Revision.label).in_(labels[start : start + 500]))
            .order_by(col(Revision.sequence))
        )
        credits_by_label |= {row.label: row.credit or row.author for row in rows}
    return credits_by_label
