"""Two maps with a common past merged: what one has done since is put beside what the other has, record by record.

A three-way comparison. Labels are the records' identity; where a fork gave a label to a record of its own that the
other map gave to another, the fork's gets a new one, and what names it follows.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any

import msgspec

from argument_maps.graph import Annotation, AnyRecord, Graph, Text, natural

_SINGLE = ("answers", "source", "target", "translation_of", "in_text")
_MANY = ("premises", "held_by", "by", "author", "tags", "bodies")


class Sort(StrEnum):
    """What kind of difference it is."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    CONTESTED = "contested"


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """A record that the fork made, changed or removed since the two maps last had the same.

    `label` is the fork's, `target` the one that it has or will have in the other map, empty where it needs a new one.
    `base` is what it said before, `theirs` what the fork says, `ours` what the other map says; None where there is
    none.
    """

    label: str
    target: str
    sort: Sort
    base: AnyRecord | None
    theirs: AnyRecord | None
    ours: AnyRecord | None

    @property
    def record(self) -> AnyRecord:
        """The record as it is best shown: as the fork has it, else as it was."""
        found = self.theirs or self.ours or self.base
        assert found is not None  # noqa: S101 - one of the three is what makes it a difference
        return found


class Sides(msgspec.Struct, frozen=True, kw_only=True):
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


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """What has to be written for what was taken.

    `drafts` is by label of the target, None where a record goes; `labels` are the target's by the fork's, where they
    differ. `along` are the fork's records that were not chosen but that another needs, each with that one's label;
    `kept` those that were to go and are still needed.
    """

    drafts: dict[str, AnyRecord | None]
    origins: dict[str, str]
    labels: dict[str, str]
    along: dict[str, str]
    kept: dict[str, str]


def differences(sides: Sides) -> tuple[Difference, ...]:
    """Return what the fork has done since the two maps last had the same, by kind and label. Linear in records.

    What both have done alike is no difference.
    """
    return tuple(_differences(sides))


def _differences(sides: Sides) -> Iterator[Difference]:
    compared = list(_compared(sides))
    apart = [each.label for each, _ in compared if not each.target]
    unlike = _meant_otherwise(sides, [each for each, alike in compared if alike], apart)
    for each, alike in compared:
        if each.label in unlike:
            yield _apart(each) if _is_new(sides, each) else msgspec.structs.replace(each, sort=Sort.CONTESTED)
        elif not alike:
            yield each


def _compared(sides: Sides) -> Iterator[tuple[Difference, bool]]:
    """Yield what the fork has done, each with whether the other map reads alike by now."""
    now, before = sides.theirs.by_id, sides.theirs_before.by_id
    here, was = sides.ours.by_id, sides.ours_before.by_id
    given = set(sides.labels.values())
    for label in (*now, *(label for label in before if label not in now)):
        target = sides.labels.get(label, label)
        theirs, base, former = now.get(label), before.get(label), was.get(target)
        if sides.met is not None:
            one, other = (side.by_id.get(name) for side, name in zip(sides.met, (label, target), strict=True))
            if one is not None and other is not None and renamed(one, sides.labels) == other:
                base, former = one, other
        ours = here.get(target)
        if theirs == base or (theirs is None and ours is None):
            continue
        sort = _sort(theirs, ours, former)
        each = Difference(label=label, target=target, sort=sort, base=base, theirs=theirs, ours=ours)
        alike = theirs is not None and renamed(theirs, sides.labels) == ours
        clash = _is_new(sides, each) and (ours is not None or label in given)
        other_kind = theirs is not None and ours is not None and type(theirs) is not type(ours)
        yield (_apart(each), False) if not alike and (clash or other_kind) else (each, alike)


def _is_new(sides: Sides, each: Difference) -> bool:
    """Tell whether the fork made the record since the two maps last had the same."""
    return each.base is None and each.label not in sides.labels


def _apart(each: Difference) -> Difference:
    """Return a record that the other map does not have, whatever stands there under its label."""
    return msgspec.structs.replace(each, target="", sort=Sort.ADDED, base=None, ours=None)


def _meant_otherwise(sides: Sides, alike: Iterable[Difference], apart: Iterable[str]) -> set[str]:
    """Return what reads the same in both maps and means something else, since it names what each calls by one label.

    `apart` are the fork's records that will need labels of their own. Two groups that each add a claim and a link from
    it give both the same labels, and their links differ in nothing else.
    """
    naming: dict[str, list[Difference]] = {}
    for each in alike:
        for name in named(each.record):
            naming.setdefault(name, []).append(each)
    found: set[str] = set()
    pending = list(apart)
    for name in pending:
        for each in naming.get(name, ()):
            if each.label not in found:
                found.add(each.label)
                if _is_new(sides, each):
                    pending.append(each.label)
    return found


def _sort(theirs: AnyRecord | None, ours: AnyRecord | None, before: AnyRecord | None) -> Sort:
    if ours is None and before is None:
        return Sort.ADDED
    if ours != before:
        return Sort.CONTESTED
    return Sort.CHANGED if theirs is not None else Sort.REMOVED


def settle(
    sides: Sides, found: Iterable[Difference], taken: Collection[str], fresh: Callable[[AnyRecord], str]
) -> Settled:
    """Return what has to be written so that the differences with these labels are taken, and the map stays sound.

    What a record that is taken names comes along where the target does not have it; what something still names does
    not go. A text keeps every version that either map has. `fresh` gives a label that is free in the target.
    """
    by_label = {each.label: each for each in found}
    chosen = {label: by_label[label] for label in by_label if label in taken}
    along = _along(sides, by_label, chosen)
    needed = sorted({*chosen, *along}, key=natural)
    labels = dict(sides.labels)
    for label in needed:
        each = by_label.get(label)
        record = sides.theirs.by_id.get(label)
        if record is not None:
            target = each.target if each is not None else _place(sides, label, record)
            labels[label] = target or fresh(record)
    drafts: dict[str, AnyRecord | None] = {}
    origins: dict[str, str] = {}
    for label in needed:
        record = sides.theirs.by_id.get(label)
        if record is not None:
            drafts[labels[label]] = renamed(record, labels)
            origins[labels[label]] = label
    doomed = {each.target for each in chosen.values() if each.theirs is None}
    kept = _kept(sides.ours, drafts, doomed)
    drafts |= dict.fromkeys(sorted(doomed - kept.keys(), key=natural))
    _keep_versions(sides, drafts, origins)
    told = {label: target for label, target in labels.items() if label != target}
    return Settled(drafts=drafts, origins=origins, labels=told, along=along, kept=kept)


def _along(sides: Sides, by_label: Mapping[str, Difference], chosen: Mapping[str, Difference]) -> dict[str, str]:
    """Return what has to be taken with what was chosen, each with the record that needs it."""
    found: dict[str, str] = {}
    pending = [label for label, each in chosen.items() if each.theirs is not None]
    for label in pending:
        for name in sorted(named(sides.theirs.by_id[label]), key=natural):
            if name not in chosen and name not in found and not _is_there(sides, by_label, name):
                found[name] = label
                pending.append(name)
    return found


def _is_there(sides: Sides, by_label: Mapping[str, Difference], name: str) -> bool:
    """Tell whether the target has the record that the fork calls by this name."""
    each = by_label.get(name)
    if each is not None and (each.sort is Sort.ADDED or each.ours is None):
        return False
    there = sides.ours.by_id.get(sides.labels.get(name, name))
    return there is not None and type(there) is type(sides.theirs.by_id.get(name))


def _place(sides: Sides, label: str, record: AnyRecord) -> str:
    """Return under which label a record comes back that the target has deleted, nothing where that is taken."""
    target = sides.labels.get(label, label)
    there = sides.ours.by_id.get(target)
    return target if there is None or type(there) is type(record) else ""


def _kept(ours: Graph, drafts: Mapping[str, AnyRecord | None], doomed: Collection[str]) -> dict[str, str]:
    """Return what may not go because something that stays or comes names it, each with that record's label."""
    kept: dict[str, str] = {}
    staying = [record for record in ours if record.id not in doomed and record.id not in drafts]
    pending: list[AnyRecord] = [*staying, *(each for each in drafts.values() if each is not None)]
    for record in pending:
        for name in sorted(named(record), key=natural):
            if name in doomed and name not in kept and name not in drafts:
                kept[name] = record.id
                pending.append(ours.by_id[name])
    return kept


def _keep_versions(sides: Sides, drafts: dict[str, AnyRecord | None], origins: Mapping[str, str]) -> None:
    """Let every text that is written, or in which a passage that is written stands, have the versions of both maps."""
    written = [each for each in drafts.values() if each is not None]
    texts = {each.id for each in written if isinstance(each, Text)}
    texts |= {each.in_text for each in written if isinstance(each, Annotation)}
    names = {target: label for label, target in sides.labels.items()} | dict(origins)
    for label in texts:
        there = sides.ours.by_id.get(label)
        final = drafts.get(label) or there
        other = sides.theirs.by_id.get(names.get(label, label))
        if not isinstance(final, Text):
            continue
        known = {version["sha256"] for version in final.versions}
        more: dict[str, dict[str, str]] = {}
        for text in (there, other):
            for version in text.versions if isinstance(text, Text) else ():
                if version["sha256"] not in known:
                    more[version["sha256"]] = version
        if more:
            drafts[label] = msgspec.structs.replace(final, versions=(*more.values(), *final.versions))


def named(record: AnyRecord) -> set[str]:
    """Return every label that a record names."""
    single = {getattr(record, name, None) for name in _SINGLE} - {None}
    return {str(label) for label in single}.union(*(getattr(record, name, ()) for name in _MANY))


def renamed(record: AnyRecord, labels: Mapping[str, str]) -> AnyRecord:
    """Return a record with its own label and those that it names put into others, where there are others."""
    if not labels:
        return record
    told: dict[str, Any] = {"id": labels.get(record.id, record.id)}
    for name in _SINGLE:
        label = getattr(record, name, None)
        if label is not None:
            told[name] = labels.get(label, label)
    for name in _MANY:
        held = getattr(record, name, None)
        if held:
            told[name] = tuple(labels.get(label, label) for label in held)
    return msgspec.structs.replace(record, **told)
