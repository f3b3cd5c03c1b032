"""Forks: a map that begins as a copy of another, and what of one is merged into the other."""

from collections.abc import Callable, Mapping

from sqlalchemy import select, update
from sqlmodel import Session, col

from models.changes.batches import Wanted, apply
from models.changes.journal import Journal, expect_version
from models.changes.maps import add_map, write_document
from models.errors import UnknownMap
from models.history.forks import Fork, Merging
from models.history.moments import moment, standing_at
from models.history.revisions import Revision
from models.records.authors import MOST_FOREBEARS
from models.records.documents import MapDocument, check_document
from models.records.kinds import KINDS
from models.records.maps import ArgumentMap, ArgumentMapDraft, LabelCounter
from models.records.rows import Draft
from models.row_keys import persisted_id
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
    _hold(session, origin)
    sequence = moment(session, origin, at or origin.version).sequence
    stood = standing_at(session, origin, sequence)
    document: Draft = {**(stood.header or {}), "slug": slug, "format": "sicetnon/1"}
    document |= {"authors": [], "forebears": _forebears(document, named=origin.visibility != Visibility.PRIVATE)}
    if title:
        document["title"] = title
    if visibility is not None:
        document["visibility"] = visibility
    for label, (kind, draft) in stood.records.items():
        document.setdefault(KINDS[kind].plural, []).append({"id": label, **draft})
    checked = MapDocument.model_validate(document if rewrite is None else rewrite(document))
    check_document(checked, contents_kept=True)
    header = ArgumentMapDraft.model_validate({name: getattr(checked, name) for name in ArgumentMapDraft.model_fields})
    made = add_map(session, slug, header)
    # Whoever reads the history of the one may not see the other, so that it names no map. `Fork` and `Merging` know.
    journal = Journal(session, made, author, why or f"Forked from another map as it stood after change {sequence}.")
    after = write_document(session, made, checked, journal.change, {})
    _keep_count(session, persisted_id(origin), persisted_id(made))
    journal.add(ChangeKind.IMPORTED, after=after)
    journal.close()
    session.add(
        Fork(
            map_id=persisted_id(made), origin_id=persisted_id(origin), origin_slug=origin.slug, origin_sequence=sequence
        )
    )
    session.flush()
    return made


def _forebears(header: Draft, *, named: bool) -> list[Draft]:
    """Return from which maps a fork is made: the origin behind those that it was made of itself.

    Whoever sees the fork may not know of a private origin, so that it is `named` only where it is not private.
    """
    before: list[Draft] = list(header.get("forebears") or ())
    if not header.get("authors"):
        return before
    origin = {"title": header["title"] if named else "", "authors": header["authors"]}
    return [*before, origin][-MOST_FOREBEARS:]


def _hold(session: Session, origin: ArgumentMap) -> None:
    """Let nobody write to a map while it is copied: half a change would be in the copy. Others may copy it as well.

    SQLite has only one writer; it ignores FOR SHARE.
    """
    wanted = select(ArgumentMap).where(col(ArgumentMap.id) == origin.id).with_for_update(read=True)
    if session.scalars(wanted, execution_options={"populate_existing": True}).one_or_none() is None:
        raise UnknownMap(origin.slug)


def _keep_count(session: Session, origin: int, made: int) -> None:
    """Let the fork give out no label that the origin has given out."""
    for counter in session.scalars(select(LabelCounter).where(col(LabelCounter.map_id) == origin)).all():
        mine = session.get(LabelCounter, (made, counter.prefix))
        mine = mine or LabelCounter(map_id=made, prefix=counter.prefix, last=0)
        mine.last = max(mine.last, counter.last)
        session.add(mine)
    session.flush()


def begin_merge(session: Session, target: ArgumentMap, *, version: int | None, author: str, why: str = "") -> Journal:
    """Hold a map for a merge; raises `StaleRevision`."""
    journal = Journal(session, target, author, why or "Merged from another map.")
    expect_version(journal, version)
    return journal


def finish_merge(
    journal: Journal, source: ArgumentMap, wanted: Wanted, labels: Mapping[str, str]
) -> tuple[Revision, ...]:
    """Write what was taken as one change, and remember how far both maps were; nothing taken is remembered as well.

    `labels` are the target's labels by the source's, where they differ. Raises what is at fault.
    """
    target = journal.map
    apply(journal, wanted)
    done = journal.close() if journal.written else ()
    journal.session.add(
        Merging(
            target_id=journal.map_id,
            source_id=persisted_id(source),
            target_sequence=target.version if done else journal.change - 1,
            source_sequence=source.version,
            change=journal.change if done else 0,
            labels=dict(labels),
        )
    )
    if not done:
        given_back = update(ArgumentMap).where(col(ArgumentMap.id) == journal.map_id).values(version=journal.change - 1)
        journal.session.connection().execute(given_back)
        journal.session.refresh(target)
    journal.session.flush()
    return done


def credits_of(session: Session, source: ArgumentMap, labels: list[str]) -> dict[str, str]:
    """Return who last changed each of these records, and so whose work it is."""
    found: dict[str, str] = {}
    for start in range(0, len(labels), 500):
        rows = session.connection().execute(
            select(col(Revision.label), col(Revision.credit), col(Revision.author))
            .where(col(Revision.map_id) == source.id, col(Revision.label).in_(labels[start : start + 500]))
            .order_by(col(Revision.sequence))
        )
        found |= {row.label: row.credit or row.author for row in rows}
    return found
