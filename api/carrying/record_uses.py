"""Where else a record is used, what it says there, and which corrections come from there.

Only maps are told of that whoever asks may see and that stand on a list of theirs; and two records are tied only by way
of such maps, so that nobody is told of a third one by what two have in common.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from fastapi import Request
from sqlmodel import Session, col, select

from api.access.current_user import CurrentUser, is_visible_to
from api.carrying.carried_records import match_known_copies
from api.editing.references.carried_drafts import mask_carried_draft
from api.forks.forking import may_copy_into
from api.requests.authorship import Authorship, read_authorship
from argument_maps.comparison.corrections import (
    RecordDifferences,
    compare_uses,
    is_correctable,
    make_stand_in,
    offers_the_same,
)
from argument_maps.draft_values import build_value
from argument_maps.graph import Graph
from argument_maps.importing.carrying import CarryingPlan, plan_carrying
from argument_maps.references import list_referenced_labels, rename_labels
from argument_maps.values import AnyRecord
from models.history.moments import read_record_at
from models.history.record_corrections import CorrectionDecision, read_decisions
from models.history.record_families import (
    Descent,
    Kinship,
    RecordPlace,
    Relative,
    index_descents,
    list_places_with_ties,
    list_relatives,
    read_descents,
    read_first_revisions,
)
from models.history.revisions import Revision, to_utc
from models.records.maps import ArgumentMap, Record
from models.records.rows import read_drafts
from models.row_keys import persisted_id
from models.teaching.map_ownership import find_pseudonyms
from models.vocabulary import RecordKind

LoadGraph = Callable[[str], Graph]
_AT_ONCE = 500


class LastChange(NamedTuple):
    """When a record was changed last, and by whom as the reader is told."""

    on: date
    author: str


@dataclass(frozen=True, slots=True)
class RecordUse:
    """A record of another map that comes from the same as one here.

    `record` is what it says, by the labels of its own map and without names that do not leave that; `differences`
    compare it with the one here by the labels of this map, or what stands for records that are not here. `may_take`
    tells whether the reader may carry anything from there to here; `repeats` is a nearer use that offers the same.
    """

    map: ArgumentMap
    label: str
    kinship: Kinship
    revision: int
    record: AnyRecord
    differences: RecordDifferences
    may_take: bool
    changed: LastChange | None = None
    repeats: RecordPlace | None = None

    @property
    def is_offered(self) -> bool:
        """Whether there is a correction, and no nearer use that offers the same."""
        return bool(self.differences.offered) and self.repeats is None

    @property
    def place(self) -> RecordPlace:
        """Where the other record is."""
        return RecordPlace(persisted_id(self.map), self.label)


class UseReader:
    """Reads the uses of records of one map, as one reader may know of them."""

    def __init__(self, session: Session, user: CurrentUser, argument_map: ArgumentMap, load_graph: LoadGraph) -> None:
        self.session, self.user, self.map, self.load_graph = session, user, argument_map, load_graph
        self.map_id = persisted_id(argument_map)
        self._known: dict[int, dict[str, str]] = {}
        self._authorships: dict[int, Authorship] = {}

    def list_uses(self, label: str) -> tuple[RecordUse, ...]:
        """Return the other uses of a record, the nearest first; what says the same as a nearer one offers nothing."""
        place = RecordPlace(self.map_id, label)
        descents = read_descents(self.session, [place])
        if not descents:
            return ()
        maps = self._read_visible_maps(descents)
        relatives = list_relatives(_index_visible(descents, {self.map_id, *maps}), place)
        return self._describe_relatives(label, relatives, maps, read_decisions(self.session, self.map_id, label))

    def list_offers(self) -> list[tuple[str, RecordUse]]:
        """Return all corrections that are offered to records of the map, each with the label here."""
        places = list_places_with_ties(self.session, self.map_id)
        descents = read_descents(self.session, places)
        maps = self._read_visible_maps(descents)
        ties = _index_visible(descents, {self.map_id, *maps})
        decisions = read_decisions(self.session, self.map_id)
        relatives = {place.label: list_relatives(ties, place) for place in places} if maps else {}
        changed = self._find_changed(relatives, decisions)
        return [
            (label, use)
            for label in changed
            for use in self._describe_relatives(label, relatives[label], maps, decisions)
            if use.is_offered
        ]

    def _read_visible_maps(self, descents: Iterable[Descent]) -> dict[int, ArgumentMap]:
        """Return by id the other maps of which the reader may be told."""
        keys = {place.map_id for descent in descents for place in (descent.copy, descent.origin)} - {self.map_id}
        ordered = sorted(keys)
        found: dict[int, ArgumentMap] = {}
        for start in range(0, len(ordered), _AT_ONCE):
            some = col(ArgumentMap.id).in_(ordered[start : start + _AT_ONCE])
            maps = self.session.exec(select(ArgumentMap).where(some, is_visible_to(self.user)))
            found |= {persisted_id(argument_map): argument_map for argument_map in maps}
        return found

    def _find_changed(
        self,
        relatives: Mapping[str, tuple[Relative, ...]],
        decisions: Mapping[tuple[str, RecordPlace], CorrectionDecision],
    ) -> list[str]:
        """Return the labels here of which a record elsewhere was changed since, by numbers alone."""
        places = {relative.place for some in relatives.values() for relative in some}
        revisions = {place: record.revision for place, record in self._read_records(places).items()}
        first: dict[RecordPlace, int] = {}
        for map_id in sorted({place.map_id for place in places}):
            labels = [place.label for place in places if place.map_id == map_id]
            numbers = read_first_revisions(self.session, map_id, labels)
            first |= {RecordPlace(map_id, label): number for label, number in numbers.items()}

        def is_changed(label: str, relative: Relative) -> bool:
            decision = decisions.get((label, relative.place))
            since = relative.since if decision is None else decision.other_revision
            since = first.get(relative.place, 0) if since is None else since
            return revisions.get(relative.place, 0) > since

        return [label for label, some in relatives.items() if any(is_changed(label, relative) for relative in some)]

    def _read_records(self, places: Collection[RecordPlace]) -> dict[RecordPlace, Record]:
        found: dict[RecordPlace, Record] = {}
        for map_id in sorted({place.map_id for place in places}):
            labels = sorted(place.label for place in places if place.map_id == map_id)
            for start in range(0, len(labels), _AT_ONCE):
                some = col(Record.label).in_(labels[start : start + _AT_ONCE])
                records = self.session.exec(select(Record).where(Record.map_id == map_id, some))
                found |= {RecordPlace(map_id, record.label): record for record in records}
        return found

    def _describe_relatives(
        self,
        label: str,
        relatives: Iterable[Relative],
        maps: Mapping[int, ArgumentMap],
        decisions: Mapping[tuple[str, RecordPlace], CorrectionDecision],
    ) -> tuple[RecordUse, ...]:
        own = read_drafts(self.session, self.map_id, [label]).get(label)
        others = [relative for relative in relatives if relative.place.map_id in maps]
        if own is None or not others:
            return ()
        ours = build_value(own[0], label, own[1])
        records = self._read_records({relative.place for relative in others})
        uses: list[RecordUse] = []
        for relative in others:
            record = records.get(relative.place)
            if record is None or record.kind != own[0]:
                continue
            use = self._describe_use(ours, own[0], relative, maps, record, decisions.get((label, relative.place)))
            nearer = (each for each in uses if each.is_offered and offers_the_same(use.differences, each.differences))
            uses.append(replace(use, repeats=next((each.place for each in nearer), None)))
        return tuple(uses)

    def _describe_use(
        self,
        ours: AnyRecord,
        kind: RecordKind,
        relative: Relative,
        maps: Mapping[int, ArgumentMap],
        record: Record,
        decision: CorrectionDecision | None,
    ) -> RecordUse:
        other_map = maps[relative.place.map_id]
        theirs = self._read_masked(other_map, kind, relative.place.label)
        since, own_since = relative.since, relative.own_since
        if decision is not None:
            since, own_since = decision.other_revision, decision.own_revision
        base = former = None
        if is_correctable(ours):
            base = self._read_at(other_map, kind, relative.place.label, since)
            former = self._read_at(self.map, kind, ours.id, own_since)
        # Without what the record here was there is nothing of which to say who changed it.
        named = (theirs, *((base,) if base is not None else ()))
        labels = self._translate_labels(other_map, named)
        differences = compare_uses(
            ours,
            rename_labels(theirs, labels),
            former,
            rename_labels(base, labels) if base is not None and former is not None else None,
        )
        return RecordUse(
            map=other_map,
            label=relative.place.label,
            kinship=relative.kinship,
            revision=record.revision,
            record=theirs,
            differences=differences,
            may_take=is_correctable(ours) and may_copy_into(self.session, self.user, other_map, self.map),
            changed=self._read_last_change(other_map, record) if differences.offered else None,
        )

    def _read_masked(self, argument_map: ArgumentMap, kind: RecordKind, label: str) -> AnyRecord:
        draft = read_drafts(self.session, persisted_id(argument_map), [label])[label][1]
        return build_value(kind, label, mask_carried_draft(self.session, argument_map, label, kind, draft))

    def _read_at(
        self, argument_map: ArgumentMap, kind: RecordKind, label: str, revision: int | None
    ) -> AnyRecord | None:
        """Return what a record said as of a revision, or when it came into its map; None where nothing tells."""
        map_id = persisted_id(argument_map)
        number = read_first_revisions(self.session, map_id, [label]).get(label) if revision is None else revision
        found = read_record_at(self.session, map_id, label, number) if number is not None else None
        if found is None or found[0] != kind:
            return None
        draft = found[1]
        if map_id != self.map_id:
            draft = mask_carried_draft(self.session, argument_map, label, kind, draft)
        return build_value(kind, label, draft)

    def _translate_labels(self, other_map: ArgumentMap, records: Iterable[AnyRecord]) -> dict[str, str]:
        """Return the labels here of what some records of another map name, or what stands for them."""
        named = {label for record in records for label in list_referenced_labels(record)}
        plan = self.plan_bringing(other_map, named, lambda record: make_stand_in(record.id))
        return {**plan.matched, **plan.labels}

    def plan_bringing(
        self, other_map: ArgumentMap, labels: Collection[str], assign_label: Callable[[AnyRecord], str]
    ) -> CarryingPlan:
        """Return what has to be written so that these records of another map are here."""
        if not labels:
            return CarryingPlan(drafts={}, labels={}, matched={}, along={})
        graph, source = self.load_graph(self.map.slug), self.load_graph(other_map.slug)
        map_id = persisted_id(other_map)
        if map_id not in self._known:
            self._known[map_id] = match_known_copies(self.session, other_map, self.map, graph)
        return plan_carrying(source, graph, sorted(labels), self._known[map_id], assign_label)

    def _read_last_change(self, other_map: ArgumentMap, record: Record) -> LastChange | None:
        """Return when and by whom a record was changed last, under the name under which the reader is told."""
        statement = select(Revision.at, Revision.author).where(
            Revision.map_id == other_map.id, Revision.sequence == record.revision
        )
        row = self.session.exec(statement).first()
        if row is None:
            return None
        author = self._read_authorship(persisted_id(other_map)).name_member(row[1], record.label)
        # The day: on maps where names are hidden moments would join what somebody did.
        return LastChange(to_utc(row[0]).date(), author)

    def _read_authorship(self, map_id: int) -> Authorship:
        if map_id not in self._authorships:
            reader = self.user
            if reader.id is not None:
                # Under their own name there, which may be another one than here.
                names = find_pseudonyms(self.session, reader.pseudonyms, [map_id])
                reader = replace(reader, name=names.get(map_id, reader.handle))
            self._authorships[map_id] = read_authorship(self.session, map_id, reader)
        return self._authorships[map_id]


def open_use_reader(request: Request, session: Session, user: CurrentUser, argument_map: ArgumentMap) -> UseReader:
    """Return a reader of the uses of a map's records for whoever sent a request."""
    pictures = request.app.state.pictures
    return UseReader(session, user, argument_map, lambda slug: pictures.graph(slug, user))


def _index_visible(descents: Iterable[Descent], map_ids: Collection[int]) -> dict[RecordPlace, list[Descent]]:
    return index_descents(each for each in descents if {each.copy.map_id, each.origin.map_id} <= set(map_ids))
