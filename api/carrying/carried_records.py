"""Records carried from one map into another: who may, what comes without names of people, and where it came from."""

import re
from collections.abc import Collection
from typing import NamedTuple

from sqlmodel import Session, select

from api.access.current_user import CurrentUser, is_visible_to
from api.editing.references.carried_drafts import mask_carried_draft, trace_origins
from api.editing.references.masked_names import list_names_to_mask
from api.forks.forking import require_merge
from api.requests.map_graphs import read_map_graph
from argument_maps.draft_values import build_draft
from argument_maps.graph import Graph
from argument_maps.importing.carrying import (
    CarryingPlan,
    is_carried,
    list_attachments,
    list_grounds,
    plan_carrying,
)
from argument_maps.values import Annotation, AnyRecord, Region, Scan, Text
from models import changes
from models.errors import MapError, Phrase, UnknownMap, UnknownRecord
from models.history.record_ancestry import note_origins
from models.history.record_families import match_by_descent
from models.history.revisions import Revision
from models.records.kinds import KINDS
from models.records.maps import ArgumentMap
from models.records.rows import Draft
from models.row_keys import persisted_id
from models.text_types import SLUG_PATTERN, STORED
from models.vocabulary import RecordKind, Visibility

MOST_CARRIED = 2_000
_OF_FILES = (Text, Annotation, Scan, Region)


class TooMuchToCarry(MapError):
    """More records would come along than are carried at once."""

    title = Phrase("Too many records would come along")

    def __init__(self) -> None:
        super().__init__(
            Phrase("With all that they need more than %(most)s records would come along.", most=MOST_CARRIED),
            Phrase("Choose fewer records at a time, or fork the map."),
        )


class CarriedRecords(NamedTuple):
    """What carrying records does, or would do: the revisions, none where all is there already, and the plan."""

    revisions: tuple[Revision, ...]
    plan: CarryingPlan
    left_out: tuple[str, ...]


def find_carrying_origin(session: Session, user: CurrentUser, slug: str) -> ArgumentMap:
    """Return a map that somebody sees; raises `UnknownMap`, as of a map that is not there."""
    visible = select(ArgumentMap).where(ArgumentMap.slug == slug, is_visible_to(user, listed=False))
    # What is no slug at all, as with a character that no database takes, is not asked for.
    argument_map = session.exec(visible).first() if re.fullmatch(SLUG_PATTERN, slug) else None
    if argument_map is None:
        raise UnknownMap(slug)
    return argument_map


def carry_records(
    session: Session,
    user: CurrentUser,
    source: ArgumentMap,
    target: ArgumentMap,
    chosen_labels: Collection[str],
    *,
    grounds: bool,
    write: bool,
    why: str = "",
) -> CarriedRecords:
    """Carry records with what they name into another map, as one change; without `write` only say what would come.

    With `grounds` the evidence comes along that bears on them, and its links. Passages of texts and regions of page
    images come with what they are tied to, but of a map on which names of people are left out no texts and images
    come: nobody can say what stands in those. Raises `NotForYou`, `UnknownRecord` and what is at fault.
    """
    require_merge(session, user, source, target)
    graph, other = read_map_graph(session, source), read_map_graph(session, target)
    for label in chosen_labels:
        if label not in graph.by_id or not is_carried(graph.by_id[label]):
            raise UnknownRecord(source.slug, label)
    chosen = list(dict.fromkeys([*chosen_labels, *(list_grounds(graph, chosen_labels) if grounds else ())]))
    graph, left_out = _leave_files_out(session, source, graph, chosen)
    chosen = [label for label in chosen if label in graph.by_id]
    chosen += [label for label in list_attachments(graph, set(chosen)) if label not in chosen]
    used_labels = set(other.by_id)

    def assign_label(record: AnyRecord) -> str:
        kind, draft = build_draft(record)
        prefix = changes.choose_label_prefix(kind, KINDS[kind].draft.model_validate(draft, context=STORED))
        label = (
            changes.find_free_label(session, persisted_id(target), prefix, used_labels) if write else f" {record.id}"
        )
        used_labels.add(label)
        return label

    plan = plan_carrying(graph, other, chosen, match_known_copies(session, source, target, other), assign_label)
    if len(plan.drafts) > MOST_CARRIED:
        raise TooMuchToCarry
    if not write or not plan.drafts:
        return CarriedRecords((), plan, left_out)
    origins = {label: origin for origin, label in plan.labels.items()}
    drafts = {label: draft_carried(session, source, origins[label], record) for label, record in plan.drafts.items()}
    reason = why or _describe_carrying(source, chosen_labels)
    revisions = changes.change_batch(
        session, target, changes.RecordBatch(drafts), version=None, author=user.name, why=reason
    )
    note_origins(session, persisted_id(target), trace_origins(session, source, origins))
    return CarriedRecords(revisions, plan, left_out)


def _leave_files_out(
    session: Session, source: ArgumentMap, graph: Graph, chosen: Collection[str]
) -> tuple[Graph, tuple[str, ...]]:
    """Return a map without its texts and scans where names of people are left out, and which chosen records go."""
    if not list_names_to_mask(session, source, ""):
        return graph, ()
    left_out = tuple(label for label in chosen if isinstance(graph.by_id[label], _OF_FILES))
    fields = dict.fromkeys(("texts", "annotations", "scans", "regions"), ())
    return Graph(**{name: getattr(graph, name) for name in graph.__struct_fields__} | fields), left_out


def draft_carried(session: Session, source: ArgumentMap, label: str, record: AnyRecord) -> tuple[RecordKind, Draft]:
    """Return what is written of a record of another map that is `label` there, without the names of its people."""
    kind, draft = build_draft(record)
    return kind, mask_carried_draft(session, source, label, kind, draft)


def match_known_copies(session: Session, source: ArgumentMap, target: ArgumentMap, other: Graph) -> dict[str, str]:
    """Return, by labels of the source, the records of the target, whose graph is `other`, that come from the same."""
    return match_by_descent(session, persisted_id(source), persisted_id(target), other.by_id)


def _describe_carrying(source: ArgumentMap, labels: Collection[str]) -> str:
    """Return why records are there, for the history; a map that is not open is not named."""
    if source.visibility != Visibility.PUBLIC:
        return "Copied from another map."
    named = ", ".join(list(labels)[:5]) + ("…" if len(labels) > 5 else "")
    return f"Copied from “{source.title}” ({source.slug}): {named}."
