"""Two maps with a common past merged: what one has done since is put beside what the other has, record by record.

A three-way comparison. Labels are the records' identity; where a fork gave a label to a record of its own that the
other map gave to another, the fork's gets a new one, and what names it follows. A record that both have is merged by
field (`field_merging`).
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from enum import StrEnum

import msgspec

from argument_maps.comparison.field_merging import FieldMerge, merge_fields
from argument_maps.graph import Graph, natural_sort_key
from argument_maps.references import list_referenced_labels, rename_labels
from argument_maps.values import Annotation, AnyRecord, Text

# What stands before the fork's label of a record that will get one in the other map: no label begins so.
PENDING = " "


class DifferenceKind(StrEnum):
    """What kind of difference it is."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    CONTESTED = "contested"


class RecordDifference(msgspec.Struct, frozen=True, kw_only=True):
    """A record that the fork made, changed or removed since the two maps last had the same.

    `label` is the fork's, `target` the one that it has or will have in the other map, empty where it needs a new one.
    `base` is what it said before, `theirs` what the fork says, `ours` what the other map says, and `former` what that
    said before; None where there is none. `fields` says where each field comes from, where both have the record; there
    records that the fork made are named by `PENDING` and their label.
    """

    label: str
    target: str
    sort: DifferenceKind
    base: AnyRecord | None
    theirs: AnyRecord | None
    ours: AnyRecord | None
    former: AnyRecord | None = None
    fields: FieldMerge | None = None

    @property
    def record(self) -> AnyRecord:
        """The record as it is best shown: as the fork has it, else as it was."""
        record = self.theirs or self.ours or self.base
        assert record is not None  # noqa: S101 - one of the three is what makes it a difference
        return record


class MergeSides(msgspec.Struct, frozen=True, kw_only=True):
    """The fork and the other map, each now and as it was when they last had the same; labels that differ by then.

    `met` are both, the fork first, as they were when the other map was merged into the fork since then: what they had
    alike is what either has gone on from.
    """

    theirs: Graph
    theirs_before: Graph
    ours: Graph
    ours_before: Graph
    labels: dict[str, str]
    met: tuple[Graph, Graph] | None = None


class MergePlan(msgspec.Struct, frozen=True, kw_only=True):
    """What has to be written for what was taken.

    `drafts` is by label of the target, None where a record goes; `labels` are the target's by the fork's, where they
    differ. `required_by` are the fork's records that were not chosen but that another needs, each with that one's
    label; `still_needed` those that were to go and are still needed.
    """

    drafts: dict[str, AnyRecord | None]
    origins: dict[str, str]
    labels: dict[str, str]
    required_by: dict[str, str]
    still_needed: dict[str, str]


def find_differences(sides: MergeSides) -> tuple[RecordDifference, ...]:
    """Return what the fork has done since the two maps last had the same, by kind and label. Linear in records.

    What both have done alike is no difference. A record that both have changed is contested where they changed one
    field to different things, and else changed.
    """
    differences = tuple(_yield_differences(sides))
    names = _name_in_target(sides, {difference.label: difference for difference in differences})
    merged = (_merge_difference(sides, difference, names) for difference in differences)
    return tuple(
        difference for difference in merged if difference.fields is None or not difference.fields.changes_nothing
    )


def _merge_difference(sides: MergeSides, difference: RecordDifference, names: Mapping[str, str]) -> RecordDifference:
    """Return a difference with its fields merged, where both maps had and have the record."""
    base, former, theirs, ours = difference.base, difference.former, difference.theirs, difference.ours
    if base is None or former is None or theirs is None or ours is None:
        return difference
    if len({type(record) for record in (base, former, theirs, ours)}) > 1:
        return difference
    their_names = {**names, difference.label: difference.target}
    # Of what the fork named then, some is gone by now.
    former_names = {**sides.labels, **their_names}
    fields = merge_fields(rename_labels(base, former_names), former, rename_labels(theirs, their_names), ours)
    sort = DifferenceKind.CONTESTED if fields.conflicts else DifferenceKind.CHANGED
    return msgspec.structs.replace(difference, sort=sort, fields=fields)


def _name_in_target(sides: MergeSides, by_label: Mapping[str, RecordDifference]) -> dict[str, str]:
    """Return what each record of the fork is called in the other map: its label there, or one that is pending."""
    names: dict[str, str] = {}
    for label in sides.theirs.by_id:
        target = sides.labels.get(label, label)
        difference = by_label.get(label)
        if difference is not None and not difference.target:
            names[label] = PENDING + label
        elif difference is not None and difference.sort is DifferenceKind.ADDED:
            names[label] = target
        else:
            there = sides.ours.by_id.get(target)
            same = there is None or type(there) is type(sides.theirs.by_id[label])
            names[label] = target if same else PENDING + label
    return names


def _yield_differences(sides: MergeSides) -> Iterator[RecordDifference]:
    compared = list(_compare_records(sides))
    new_labels = [difference.label for difference, _ in compared if not difference.target]
    differently_meant = _find_differently_meant(
        sides, [difference for difference, alike in compared if alike], new_labels
    )
    for difference, alike in compared:
        if difference.label in differently_meant:
            yield (
                _as_new_record(difference)
                if _is_new(sides, difference)
                else msgspec.structs.replace(difference, sort=DifferenceKind.CONTESTED)
            )
        elif not alike:
            yield difference


def _compare_records(sides: MergeSides) -> Iterator[tuple[RecordDifference, bool]]:
    """Yield what the fork has done, each with whether the other map reads alike by now."""
    now, before = sides.theirs.by_id, sides.theirs_before.by_id
    here, was = sides.ours.by_id, sides.ours_before.by_id
    target_labels = set(sides.labels.values())
    for label in (*now, *(label for label in before if label not in now)):
        target = sides.labels.get(label, label)
        theirs, base, former = now.get(label), before.get(label), was.get(target)
        if sides.met is not None:
            one, other = (side.by_id.get(name) for side, name in zip(sides.met, (label, target), strict=True))
            if one is not None and other is not None and rename_labels(one, sides.labels) == other:
                base, former = one, other
        ours = here.get(target)
        if theirs == base or (theirs is None and ours is None):
            continue
        sort = _classify_difference(theirs, ours, former)
        difference = RecordDifference(
            label=label, target=target, sort=sort, base=base, theirs=theirs, ours=ours, former=former
        )
        alike = theirs is not None and rename_labels(theirs, sides.labels) == ours
        clash = _is_new(sides, difference) and (ours is not None or label in target_labels)
        other_kind = theirs is not None and ours is not None and type(theirs) is not type(ours)
        yield (_as_new_record(difference), False) if not alike and (clash or other_kind) else (difference, alike)


def _is_new(sides: MergeSides, difference: RecordDifference) -> bool:
    """Tell whether the fork made the record since the two maps last had the same."""
    return difference.base is None and difference.label not in sides.labels


def _as_new_record(difference: RecordDifference) -> RecordDifference:
    """Return a record that the other map does not have, whatever stands there under its label."""
    return msgspec.structs.replace(difference, target="", sort=DifferenceKind.ADDED, base=None, ours=None, former=None)


def _find_differently_meant(
    sides: MergeSides, alike: Iterable[RecordDifference], new_labels: Iterable[str]
) -> set[str]:
    """Return what reads the same in both maps and means something else, since it names what each calls by one label.

    `new_labels` are the fork's records that will need labels of their own. Two groups that each add a claim and a link
    from it give both the same labels, and their links differ in nothing else.
    """
    naming: dict[str, list[RecordDifference]] = {}
    for difference in alike:
        for name in list_referenced_labels(difference.record):
            naming.setdefault(name, []).append(difference)
    labels: set[str] = set()
    pending = list(new_labels)
    for name in pending:
        for difference in naming.get(name, ()):
            if difference.label not in labels:
                labels.add(difference.label)
                if _is_new(sides, difference):
                    pending.append(difference.label)
    return labels


def _classify_difference(theirs: AnyRecord | None, ours: AnyRecord | None, before: AnyRecord | None) -> DifferenceKind:
    if ours is None and before is None:
        return DifferenceKind.ADDED
    if ours != before:
        return DifferenceKind.CONTESTED
    return DifferenceKind.CHANGED if theirs is not None else DifferenceKind.REMOVED


def plan_merge(
    sides: MergeSides,
    differences: Iterable[RecordDifference],
    chosen_labels: Collection[str],
    assign_label: Callable[[AnyRecord], str],
    kept_fields: Mapping[str, Collection[str]] | None = None,
) -> MergePlan:
    """Return what has to be written so that the differences with these labels are taken, and the map stays sound.

    Of a record that both maps changed, conflicts are decided for the fork but for those that `kept_fields` names by the
    fork's label. What a record that is taken names comes along where the target does not have it; what something still
    names does not go. A text keeps every version that either map has. `assign_label` gives a label that is free in the
    target.
    """
    by_label = {difference.label: difference for difference in differences}
    chosen = {label: by_label[label] for label in by_label if label in chosen_labels}
    names = _name_in_target(sides, by_label)
    settled = {
        label: difference.fields.settle((kept_fields or {}).get(label, ()))
        if difference.fields is not None
        else rename_labels(difference.theirs, names)
        for label, difference in by_label.items()
        if difference.theirs is not None
    }
    required_by = _find_required(sides, by_label, chosen, settled, names)
    needed = sorted({*chosen, *required_by}, key=natural_sort_key)
    labels = dict(sides.labels)
    for label in needed:
        difference = by_label.get(label)
        record = sides.theirs.by_id.get(label)
        if record is not None:
            target = difference.target if difference is not None else _find_free_label(sides, label, record)
            labels[label] = target or assign_label(record)
    assigned = {names[label]: labels[label] for label in names if label in labels and names[label] != labels[label]}
    drafts: dict[str, AnyRecord | None] = {}
    origins: dict[str, str] = {}
    for label in needed:
        record = settled.get(label)
        if record is None and label in sides.theirs.by_id:
            record = rename_labels(sides.theirs.by_id[label], names)
        if record is not None:
            drafts[labels[label]] = msgspec.structs.replace(rename_labels(record, assigned), id=labels[label])
            origins[labels[label]] = label
    doomed = {difference.target for difference in chosen.values() if difference.theirs is None}
    still_needed = _find_still_needed(sides.ours, drafts, doomed)
    drafts |= dict.fromkeys(sorted(doomed - still_needed.keys(), key=natural_sort_key))
    _join_versions(sides, drafts, origins)
    changed_labels = {label: target for label, target in labels.items() if label != target}
    return MergePlan(
        drafts=drafts, origins=origins, labels=changed_labels, required_by=required_by, still_needed=still_needed
    )


def _find_required(
    sides: MergeSides,
    by_label: Mapping[str, RecordDifference],
    chosen: Mapping[str, RecordDifference],
    settled: Mapping[str, AnyRecord],
    names: Mapping[str, str],
) -> dict[str, str]:
    """Return what has to be taken with what was chosen, each with the record that needs it.

    `settled` are the fork's records as they would be written, `names` what its records are called there.
    """
    required_by: dict[str, str] = {}
    back = {target: label for label, target in names.items()}
    pending = [label for label, difference in chosen.items() if difference.theirs is not None]
    for label in pending:
        record = settled.get(label) or rename_labels(sides.theirs.by_id[label], names)
        theirs = (back[name] for name in list_referenced_labels(record) if name in back)
        for name in sorted(theirs, key=natural_sort_key):
            if name not in chosen and name not in required_by and not _is_in_target(sides, by_label, name):
                required_by[name] = label
                pending.append(name)
    return required_by


def _is_in_target(sides: MergeSides, by_label: Mapping[str, RecordDifference], name: str) -> bool:
    """Tell whether the target has the record that the fork calls by this name."""
    difference = by_label.get(name)
    if difference is not None and (difference.sort is DifferenceKind.ADDED or difference.ours is None):
        return False
    there = sides.ours.by_id.get(sides.labels.get(name, name))
    return there is not None and type(there) is type(sides.theirs.by_id.get(name))


def _find_free_label(sides: MergeSides, label: str, record: AnyRecord) -> str:
    """Return under which label a record comes back that the target has deleted, nothing where that is taken."""
    target = sides.labels.get(label, label)
    there = sides.ours.by_id.get(target)
    return target if there is None or type(there) is type(record) else ""


def _find_still_needed(ours: Graph, drafts: Mapping[str, AnyRecord | None], doomed: Collection[str]) -> dict[str, str]:
    """Return what may not go because something that stays or comes names it, each with that record's label."""
    still_needed: dict[str, str] = {}
    staying = [record for record in ours if record.id not in doomed and record.id not in drafts]
    pending: list[AnyRecord] = [*staying, *(draft for draft in drafts.values() if draft is not None)]
    for record in pending:
        for name in sorted(list_referenced_labels(record), key=natural_sort_key):
            if name in doomed and name not in still_needed and name not in drafts:
                still_needed[name] = record.id
                pending.append(ours.by_id[name])
    return still_needed


def _join_versions(sides: MergeSides, drafts: dict[str, AnyRecord | None], origins: Mapping[str, str]) -> None:
    """Let every text that is written, or in which a passage that is written stands, have the versions of both maps."""
    written = [draft for draft in drafts.values() if draft is not None]
    texts = {record.id for record in written if isinstance(record, Text)}
    texts |= {record.in_text for record in written if isinstance(record, Annotation)}
    names = {target: label for label, target in sides.labels.items()} | dict(origins)
    for label in texts:
        there = sides.ours.by_id.get(label)
        final = drafts.get(label) or there
        other = sides.theirs.by_id.get(names.get(label, label))
        if not isinstance(final, Text):
            continue
        own_hashes = {version["sha256"] for version in final.versions}
        more: dict[str, dict[str, str]] = {}
        for text in (there, other):
            for version in text.versions if isinstance(text, Text) else ():
                if version["sha256"] not in own_hashes:
                    more[version["sha256"]] = version
        if more:
            drafts[label] = msgspec.structs.replace(final, versions=(*more.values(), *final.versions))
