"""Merging one map into another: what there is to take, and taking it. Rows become values here, and values rows.

Comparing two maps takes seconds where they are large. It is done before a merge begins to write, and counts there while
neither map has changed since; else the merge compares them itself.
"""

from collections.abc import Collection
from typing import NamedTuple

from sqlmodel import Session, col, select

from api.map_states import MapState, state_in
from argument_maps.comparison.merging import Difference, Settled, Sides, differences, settle
from argument_maps.comparison.merging_places import join_places
from argument_maps.draft_values import draft_of, graph_of
from argument_maps.graph import AnyRecord, Graph
from models import changes
from models.errors import UnknownMap, UnrelatedMaps
from models.history.forks import Base, base_of
from models.history.moments import moment, present, standing_at
from models.history.revisions import Revision
from models.participation.author_masks import masks_on
from models.participation.map_anonymity import is_anonymous
from models.people.enrolment import names_on
from models.records.maps import ArgumentMap
from models.row_keys import persisted_id
from models.teaching.map_ownership import seminar_holding
from models.vocabulary import Visibility


class Prospect(NamedTuple):
    """What could be taken from one map into another; `credits` says whose work each record of the source is."""

    source: ArgumentMap
    target: ArgumentMap
    sides: Sides
    found: tuple[Difference, ...]
    credits: dict[str, str]


class Compared(NamedTuple):
    """Two maps that were compared for a merge of one into the other, and how they stood then."""

    states: tuple[MapState | None, MapState | None]
    base: Base
    sides: Sides
    found: tuple[Difference, ...]


class Merged(NamedTuple):
    """What a merge did: its revisions, none where nothing was taken, and what followed from what was taken."""

    revisions: tuple[Revision, ...]
    settled: Settled


def prospect(session: Session, source: str, target: str) -> Prospect:
    """Return what one map has done since it last had the same as another. Raises `UnknownMap` and `UnrelatedMaps`."""
    return _prospect(session, changes.find_map(session, source), changes.find_map(session, target))


def compare_for_merge(session: Session, source: str, target: str) -> Compared:
    """Return what a merge compares, worked out before it begins. Raises `UnknownMap` and `UnrelatedMaps`."""
    return _compare(session, changes.find_map(session, source), changes.find_map(session, target))


def _prospect(session: Session, source: ArgumentMap, target: ArgumentMap, compared: Compared | None = None) -> Prospect:
    _, _, sides, found = compared or _compare(session, source, target)
    return Prospect(source, target, sides, found, _credits(session, source, target, [each.label for each in found]))


def _compare(session: Session, source: ArgumentMap, target: ArgumentMap) -> Compared:
    states, base = _standing(session, source, target)
    known = {source.id: source, target.id: target}
    sides = Sides(
        theirs=_now(session, source),
        theirs_before=_then(session, known[base.source[0]], base.source[1]),
        ours=_now(session, target),
        ours_before=_then(session, known[base.target[0]], base.target[1]),
        labels=base.labels,
        met=(_then(session, source, base.met[0]), _then(session, target, base.met[1])) if base.met else None,
    )
    sides = join_places(sides)
    return Compared(states, base, sides, differences(sides))


def _standing(
    session: Session, source: ArgumentMap, target: ArgumentMap
) -> tuple[tuple[MapState | None, MapState | None], Base]:
    """Return all that decides what comes of comparing two maps."""
    base = base_of(session, source, target)
    if base is None or source.id == target.id:
        raise UnrelatedMaps(source.slug, target.slug)
    return (state_in(session, source.slug), state_in(session, target.slug)), base


def merge(
    session: Session,
    source: str,
    target: str,
    taken: Collection[str],
    *,
    version: int | None,
    author: str,
    why: str = "",
    compared: Compared | None = None,
) -> Merged:
    """Take differences, named by the source's labels, in one change of the target; the others are not offered again.

    `compared` is what was worked out before; it counts where both maps still stand so. Raises `UnknownMap`,
    `UnrelatedMaps`, `StaleRevision`, and what is at fault with the records together.
    """
    here, there = _held(session, source, target)
    if compared is not None and (compared.states, compared.base) != _standing(session, here, there):
        compared = None
    # Counts the target's version up.
    journal = changes.begin_merge(session, there, version=version, author=author, why=why)
    offered = _prospect(session, here, there, compared)
    known = {*offered.sides.theirs.by_id, *offered.sides.ours.by_id}

    def fresh(record: AnyRecord) -> str:
        label = changes.free_label(session, journal.map_id, changes.prefix_of(draft_of(record)[0], record), known)
        known.add(label)
        return label

    settled = settle(offered.sides, offered.found, taken, fresh)
    drafts = {label: None if each is None else draft_of(each) for label, each in settled.drafts.items()}
    origins = _credits(session, here, there, list(settled.origins.values()))
    credit = {label: origins[origin] for label, origin in settled.origins.items() if origin in origins}
    wanted = changes.Wanted(drafts, credits=credit)
    return Merged(changes.finish_merge(journal, here, wanted, settled.labels), settled)


def _credits(session: Session, source: ArgumentMap, target: ArgumentMap, labels: list[str]) -> dict[str, str]:
    """Return whose work records of the source are, each under the name under which they write on the target."""
    if is_anonymous(session, persisted_id(source)) and not is_anonymous(session, persisted_id(target)):
        return {}
    holder = seminar_holding(session, source.id)
    if holder is not None and source.visibility == Visibility.PRIVATE and holder != seminar_holding(session, target.id):
        # Of a seminar's people nobody is named where the seminar does not have the map.
        return {}
    masks = masks_on(session, persisted_id(source))
    known = changes.credits_of(session, source, labels)
    owed = {label: masks.get((label, name), name) for label, name in known.items()}
    pseudonyms = names_on(session, persisted_id(target), set(owed.values()))
    return {label: pseudonyms.get(name, name) for label, name in owed.items()}


def _held(session: Session, source: str, target: str) -> tuple[ArgumentMap, ArgumentMap]:
    """Return two maps, held against other writers in one order, so that no two merges wait for each other."""
    wanted = select(ArgumentMap).where(col(ArgumentMap.slug).in_([source, target])).order_by(col(ArgumentMap.id))
    # Both may have been read before it was this merge's turn.
    held = session.exec(wanted.with_for_update(), execution_options={"populate_existing": True})
    found = {each.slug: each for each in held}
    for slug in (source, target):
        if slug not in found:
            raise UnknownMap(slug)
    return found[source], found[target]


def _now(session: Session, found: ArgumentMap) -> Graph:
    stood = present(session, found)
    return graph_of(stood.header or {}, stood.records)


def _then(session: Session, found: ArgumentMap, sequence: int) -> Graph:
    stood = standing_at(session, found, moment(session, found, sequence).sequence)
    return graph_of(stood.header or {}, stood.records)
