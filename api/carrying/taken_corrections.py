"""Taking what another map changed of a record that is used here as well, field by field, or declining it."""

from collections.abc import Collection
from typing import NamedTuple

from api.access.current_user import CurrentUser
from api.carrying.carried_records import MOST_CARRIED, TooMuchToCarry, draft_carried, find_carrying_origin
from api.carrying.record_uses import RecordUse, UseReader
from api.editing.references.carried_drafts import trace_origins
from api.forks.forking import require_merge
from argument_maps.comparison.corrections import is_correctable, list_stand_ins, make_stand_in, offers_the_same
from argument_maps.draft_values import build_draft
from argument_maps.references import rename_labels
from argument_maps.values import AnyRecord
from models import changes
from models.changes.writer_limits import require_changeable
from models.errors import MapError, Phrase, StaleRevision, UnknownRecord
from models.history.record_ancestry import note_origins
from models.history.record_corrections import note_decisions
from models.history.record_families import RecordPlace
from models.history.revisions import Revision
from models.records.kinds import KINDS
from models.text_types import STORED
from models.vocabulary import Visibility


class NotDiffering(MapError):
    """A part is to be taken that does not differ, or that is not taken from other maps."""

    title = Phrase("That cannot be taken from the other map")

    def __init__(self, name: str) -> None:
        super().__init__(
            Phrase("“%(name)s” is no part in which the two records differ and which can be taken.", name=name),
            Phrase("Read again where they differ, and choose among those parts."),
        )


class CorrectionDecided(NamedTuple):
    """What was decided: the revisions, none where nothing was taken, and the names of parts taken and declined."""

    revisions: tuple[Revision, ...]
    taken: tuple[str, ...]
    declined: tuple[str, ...]


def find_use(reader: UseReader, label: str, other_slug: str, other_label: str) -> RecordUse:
    """Return a use of a record in another map.

    Raises `UnknownMap`, of a hidden map as of none, and `UnknownRecord`.
    """
    for use in reader.list_uses(label):
        if (use.map.slug, use.label) == (other_slug, other_label):
            return use
    find_carrying_origin(reader.session, reader.user, other_slug)
    raise UnknownRecord(other_slug, other_label)


def decide_correction(
    reader: UseReader, label: str, use: RecordUse, revision: int, names: Collection[str], *, why: str = ""
) -> CorrectionDecided:
    """Take the named parts of what the other map says, in one change, and decline the others that are offered.

    What a part names and is not here comes along. Whoever else offers the same has been decided about as well.
    `revision` is that of the other record which was looked at. Raises `StaleRevision`, `NotYours`, `NotForYou`,
    `NotDiffering` and what is at fault with the records.
    """
    session, target = reader.session, reader.map
    if use.revision != revision:
        raise StaleRevision(use.label, revision, use.revision)
    parts = {part.name for part in use.differences.parts} if is_correctable(use.record) else set()
    unknown = next((name for name in names if name not in parts), None)
    if unknown is not None:
        raise NotDiffering(unknown)
    require_changeable(session, [changes.find_record(session, target, label)])
    taken = tuple(part.name for part in use.differences.parts if part.name in names)
    declined = tuple(part.name for part in use.differences.offered if part.name not in names)
    result = use.differences.take(taken)
    revisions: tuple[Revision, ...] = ()
    if result != use.differences.ours:
        require_merge(session, reader.user, use.map, target)
        revisions = _write(reader, reader.user, use, result, taken, why)
    same = [
        other
        for other in reader.list_uses(label)
        if other.place != use.place
        and other.differences.offered
        and offers_the_same(other.differences, use.differences)
    ]
    note_decisions(
        session,
        RecordPlace(reader.map_id, label),
        [(other.place, other.revision) for other in (use, *same)],
        own_revision=changes.find_record(session, target, label).revision,
        change=revisions[0].change if revisions else None,
    )
    return CorrectionDecided(revisions, taken, declined)


def _write(
    reader: UseReader, user: CurrentUser, use: RecordUse, result: AnyRecord, taken: Collection[str], why: str
) -> tuple[Revision, ...]:
    """Write a record with what it names of the other map, as one change."""
    session = reader.session
    used_labels: set[str] = set()

    def assign_label(record: AnyRecord) -> str:
        kind, draft = build_draft(record)
        prefix = changes.choose_label_prefix(kind, KINDS[kind].draft.model_validate(draft, context=STORED))
        label = changes.find_free_label(session, reader.map_id, prefix, used_labels)
        used_labels.add(label)
        return label

    plan = reader.plan_bringing(use.map, list_stand_ins(result), assign_label)
    if len(plan.drafts) > MOST_CARRIED:
        raise TooMuchToCarry
    result = rename_labels(
        result, {make_stand_in(origin): there for origin, there in (plan.matched | plan.labels).items()}
    )
    origins = {label: origin for origin, label in plan.labels.items()}
    drafts = {label: draft_carried(session, use.map, origins[label], record) for label, record in plan.drafts.items()}
    drafts[result.id] = build_draft(result)
    reason = why or _describe_taking(use, taken)
    revisions = changes.change_batch(
        session, reader.map, changes.RecordBatch(drafts), version=None, author=user.name, why=reason
    )
    note_origins(session, reader.map_id, trace_origins(session, use.map, origins))
    return revisions


def _describe_taking(use: RecordUse, names: Collection[str]) -> str:
    """Return why a record was changed, for the history; a map that is not open is not named."""
    if use.map.visibility != Visibility.PUBLIC:
        return "Taken from another map."
    return f"Taken from “{use.map.title}” ({use.map.slug}): {use.label}, {', '.join(names)}."
