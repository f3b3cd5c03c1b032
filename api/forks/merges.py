"""Merging one map into another: what there is to take, and taking it. Rows become values here, and values rows.

Comparing two maps takes seconds where they are large. It is done before a merge begins to write, and counts there while
neither map has changed since; else the merge compares them itself.
"""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from sqlmodel import Session, col, select

from api.access.current_user import CurrentUser
from api.access.map_states import MapState, read_map_state
from api.requests.authorship import read_authorship
from argument_maps.comparison.merging import MergePlan, MergeSides, RecordDifference, find_differences, plan_merge
from argument_maps.draft_values import build_draft, build_graph_from_drafts
from argument_maps.graph import Graph
from argument_maps.values import AnyRecord
from models import changes
from models.errors import UnknownMap, UnrelatedMaps
from models.history.forks import MergeBase, find_merge_base
from models.history.moments import find_moment, read_present_snapshot, read_snapshot
from models.history.revisions import Revision
from models.participation.author_masks import read_masks
from models.participation.map_anonymity import is_anonymous
from models.people.enrolment import find_pseudonyms_on_map
from models.records.maps import ArgumentMap
from models.row_keys import persisted_id
from models.teaching.map_ownership import find_seminar_id
from models.vocabulary import Visibility


class MergePreview(NamedTuple):
    """What could be taken from one map into another; `credits` says whose work each record of the source is."""

    source: ArgumentMap
    target: ArgumentMap
    sides: MergeSides
    differences: tuple[RecordDifference, ...]
    credits: dict[str, str]


class MergeComparison(NamedTuple):
    """Two maps that were compared for a merge of one into the other, and how they stood then."""

    states: tuple[MapState | None, MapState | None]
    base: MergeBase
    sides: MergeSides
    differences: tuple[RecordDifference, ...]


class MergeResult(NamedTuple):
    """What a merge did: its revisions, none where nothing was taken, and what followed from what was taken."""

    revisions: tuple[Revision, ...]
    settled: MergePlan


def preview_merge(session: Session, source: str, target: str) -> MergePreview:
    """Return what one map has done since it last had the same as another. Raises `UnknownMap` and `UnrelatedMaps`."""
    return _preview_merge(session, changes.find_map(session, source), changes.find_map(session, target))


def compare_for_merge(session: Session, source: str, target: str) -> MergeComparison:
    """Return what a merge compares, worked out before it begins. Raises `UnknownMap` and `UnrelatedMaps`."""
    return _compare_maps(session, changes.find_map(session, source), changes.find_map(session, target))


def _preview_merge(
    session: Session, source: ArgumentMap, target: ArgumentMap, comparison: MergeComparison | None = None
) -> MergePreview:
    _, _, sides, differences = comparison or _compare_maps(session, source, target)
    return MergePreview(
        source,
        target,
        sides,
        differences,
        _read_credits(session, source, target, [difference.label for difference in differences]),
    )


def _compare_maps(session: Session, source: ArgumentMap, target: ArgumentMap) -> MergeComparison:
    states, base = _read_states_and_base(session, source, target)
    maps_by_id = {source.id: source, target.id: target}
    sides = MergeSides(
        theirs=_read_present_graph(session, source),
        theirs_before=_read_graph_at(session, maps_by_id[base.source[0]], base.source[1]),
        ours=_read_present_graph(session, target),
        ours_before=_read_graph_at(session, maps_by_id[base.target[0]], base.target[1]),
        labels=base.labels,
        met=(_read_graph_at(session, source, base.back_merge[0]), _read_graph_at(session, target, base.back_merge[1]))
        if base.back_merge
        else None,
    )
    return MergeComparison(states, base, sides, find_differences(sides))


def _read_states_and_base(
    session: Session, source: ArgumentMap, target: ArgumentMap
) -> tuple[tuple[MapState | None, MapState | None], MergeBase]:
    """Return all that decides what comes of comparing two maps."""
    base = find_merge_base(session, source, target)
    if base is None or source.id == target.id:
        raise UnrelatedMaps(source.slug, target.slug)
    return (read_map_state(session, source.slug), read_map_state(session, target.slug)), base


def merge_maps(
    session: Session,
    source: str,
    target: str,
    chosen_labels: Collection[str],
    *,
    version: int | None,
    author: str,
    why: str = "",
    comparison: MergeComparison | None = None,
    kept_fields: Mapping[str, Collection[str]] | None = None,
) -> MergeResult:
    """Take differences, named by the source's labels, in one change of the target; the others are not offered again.

    Of what both changed the target's stands where `kept_fields` names the conflict by the record's label in the source.
    `comparison` is what was worked out before; it counts where both maps still stand so. Raises `UnknownMap`,
    `UnrelatedMaps`, `StaleRevision`, and what is at fault with the records together.
    """
    source_map, target_map = _lock_maps(session, source, target)
    if comparison is not None and (comparison.states, comparison.base) != _read_states_and_base(
        session, source_map, target_map
    ):
        comparison = None
    # Counts the target's version up.
    journal = changes.begin_merge(session, target_map, version=version, author=author, why=why)
    preview = _preview_merge(session, source_map, target_map, comparison)
    used_labels = {*preview.sides.theirs.by_id, *preview.sides.ours.by_id}

    def assign_label(record: AnyRecord) -> str:
        label = changes.find_free_label(
            session, journal.map_id, changes.choose_label_prefix(build_draft(record)[0], record), used_labels
        )
        used_labels.add(label)
        return label

    settled = plan_merge(preview.sides, preview.differences, chosen_labels, assign_label, kept_fields)
    drafts = {label: None if record is None else build_draft(record) for label, record in settled.drafts.items()}
    origins = _read_credits(session, source_map, target_map, list(settled.origins.values()))
    credit = {label: origins[origin] for label, origin in settled.origins.items() if origin in origins}
    record_changes = changes.RecordBatch(drafts, credits=credit)
    return MergeResult(changes.finish_merge(journal, source_map, record_changes, settled.labels), settled)


def _read_credits(session: Session, source: ArgumentMap, target: ArgumentMap, labels: list[str]) -> dict[str, str]:
    """Return whose work records of the source are, each under the name under which they write on the target."""
    if is_anonymous(session, persisted_id(source)) and not is_anonymous(session, persisted_id(target)):
        return {}
    holder = find_seminar_id(session, source.id)
    if holder is not None and source.visibility == Visibility.PRIVATE and holder != find_seminar_id(session, target.id):
        # Of a seminar's people nobody is named where the seminar does not have the map.
        return {}
    masks = read_masks(session, persisted_id(source))
    authors_by_label = changes.read_credits(session, source, labels)
    credited_names = {label: masks.get((label, name), name) for label, name in authors_by_label.items()}
    pseudonyms = find_pseudonyms_on_map(session, persisted_id(target), set(credited_names.values()))
    return {label: pseudonyms.get(name, name) for label, name in credited_names.items()}


def _lock_maps(session: Session, source: str, target: str) -> tuple[ArgumentMap, ArgumentMap]:
    """Return two maps, held against other writers in one order, so that no two merges wait for each other."""
    query = select(ArgumentMap).where(col(ArgumentMap.slug).in_([source, target])).order_by(col(ArgumentMap.id))
    # Both may have been read before it was this merge's turn.
    rows = session.exec(query.with_for_update(), execution_options={"populate_existing": True})
    maps_by_slug = {map_.slug: map_ for map_ in rows}
    for slug in (source, target):
        if slug not in maps_by_slug:
            raise UnknownMap(slug)
    return maps_by_slug[source], maps_by_slug[target]


def _read_present_graph(session: Session, map_: ArgumentMap) -> Graph:
    state = read_present_snapshot(session, map_)
    return build_graph_from_drafts(state.header or {}, state.records)


def _read_graph_at(session: Session, map_: ArgumentMap, sequence: int) -> Graph:
    state = read_snapshot(session, map_, find_moment(session, map_, sequence).sequence)
    return build_graph_from_drafts(state.header or {}, state.records)


def mask_credits(session: Session, preview: MergePreview, user: CurrentUser) -> dict[str, str]:
    """Return whose work the records are that could be merged, as a user is told."""
    authorships = [read_authorship(session, persisted_id(map_), user) for map_ in (preview.source, preview.target)]
    strictest = next((candidate for candidate in authorships if candidate.anonymous), authorships[0])
    return {label: strictest.name_member(name, label) for label, name in preview.credits.items()}
