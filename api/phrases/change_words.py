"""What changes did, in words and with names: to which records, in which fields, and which records were linked."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from api.phrases.accessible_names import FieldChangeText, describe_field_changes, describe_header_changes
from api.phrases.marking import N_
from api.phrases.record_names import RECORD_NAMING_FIELDS, RecordNames
from argument_maps.comparison.map_differences import HEADER, FieldChange, list_field_changes
from argument_maps.draft_values import build_value
from argument_maps.graph import Graph
from argument_maps.references import name_kind
from argument_maps.values import AnyRecord
from models.history.revisions import Revision, read_last_drafts
from models.vocabulary import ChangeKind, RecordKind

ORDERED = N_("Reordered:")
VERBS = {ChangeKind.CREATED: N_("Created"), ChangeKind.CHANGED: N_("Changed"), ChangeKind.DELETED: N_("Deleted")}
# Of one change so many records are told of one by one.
MOST_DESCRIBED = 12


class RecordChange(NamedTuple):
    """What a change did to one record: in which word, to which by its name, and what its fields said and say.

    `there` tells whether the map has the record at present. Of a map itself there is no label.
    """

    verb: str
    label: str
    kind: str
    name: str
    there: bool
    fields: tuple[FieldChangeText, ...] = ()


class ChangeSummary(NamedTuple):
    """What a change did, and to how many further records of each verb."""

    done: tuple[RecordChange, ...]
    more: tuple[tuple[str, int], ...] = ()


class _RevisionRow(NamedTuple):
    change: int
    sequence: int
    kind: str
    label: str | None


def _select_revisions(map_id: int) -> Select[int, int, str, str | None]:
    """Return what selects the revisions of a map, each as the fields of `_RevisionRow`."""
    columns = (col(Revision.change), col(Revision.sequence), col(Revision.kind), col(Revision.label))
    return select(*columns).where(col(Revision.map_id) == map_id)


def describe_changes(session: Session, map_id: int, graph: Graph, changes: Iterable[int]) -> dict[int, ChangeSummary]:
    """Return, by their numbers, what changes of a map did; readings-in of the whole map say nothing here.

    Names are those of the records at present, else what they said last.
    """
    statement = _select_revisions(map_id).where(
        col(Revision.change).in_(list(changes)),
        col(Revision.kind).in_(list(VERBS)),
    )
    by_change: dict[int, list[_RevisionRow]] = {}
    for row in itertools.starmap(_RevisionRow, session.exec(statement.order_by(col(Revision.sequence)))):
        by_change.setdefault(row.change, []).append(row)
    named_rows = {change: _limit_per_kind(rows) for change, rows in by_change.items()}
    contents = _read_contents(session, map_id, [row.sequence for rows, _ in named_rows.values() for row in rows])
    names = _collect_names(session, map_id, graph, contents.values())
    return {
        change: _put_in_order(
            ChangeSummary(tuple(_describe(row, contents[row.sequence], graph, names) for row in rows), more),
            contents,
            rows,
        )
        for change, (rows, more) in named_rows.items()
    }


def describe_revisions(session: Session, map_id: int, graph: Graph, label: str, limit: int) -> dict[int, RecordChange]:
    """Return, by their sequences, what the latest revisions of one record did."""
    statement = _select_revisions(map_id).where(col(Revision.label) == label)
    rows = [_RevisionRow(*row) for row in session.exec(statement.order_by(col(Revision.sequence).desc()).limit(limit))]
    contents = _read_contents(session, map_id, [row.sequence for row in rows])
    names = _collect_names(session, map_id, graph, contents.values())
    return {row.sequence: _describe(row, contents[row.sequence], graph, names) for row in rows}


class _RevisionContent(NamedTuple):
    record_kind: str | None
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def _put_in_order(
    described: ChangeSummary, contents: Mapping[int, _RevisionContent], rows: Sequence[_RevisionRow]
) -> ChangeSummary:
    """Return a change of nothing but the places of questions as what it is, the questions in their new order."""
    if not rows or any(_changed_fields(contents[row.sequence]) != {"place"} for row in rows):
        return described
    places = {row.label: (contents[row.sequence].after or {}).get("place") or 0 for row in rows}
    moved = sorted(described.done, key=lambda change: places[change.label])
    return described._replace(done=tuple(change._replace(verb=ORDERED, fields=()) for change in moved))


def _changed_fields(content: _RevisionContent) -> set[str]:
    before, after = content.before or {}, content.after or {}
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def _limit_per_kind(rows: Sequence[_RevisionRow]) -> tuple[list[_RevisionRow], tuple[tuple[str, int], ...]]:
    counts: dict[str, int] = {}
    first = []
    for row in rows:
        # Of a map that was made or deleted the whole map would have to be read.
        if row.label is None and row.kind != ChangeKind.CHANGED:
            continue
        counts[row.kind] = counts.get(row.kind, 0) + 1
        if counts[row.kind] <= MOST_DESCRIBED:
            first.append(row)
    return first, tuple(
        (VERBS[ChangeKind(kind)], count - MOST_DESCRIBED) for kind, count in counts.items() if count > MOST_DESCRIBED
    )


def _read_contents(session: Session, map_id: int, sequences: Sequence[int]) -> dict[int, _RevisionContent]:
    statement = select(
        col(Revision.sequence), col(Revision.record_kind), col(Revision.before), col(Revision.after)
    ).where(col(Revision.map_id) == map_id, col(Revision.sequence).in_(list(sequences)))
    return {
        sequence: _RevisionContent(record_kind, before, after)
        for sequence, record_kind, before, after in session.exec(statement)
    }


def _collect_names(session: Session, map_id: int, graph: Graph, contents: Iterable[_RevisionContent]) -> RecordNames:
    labels: set[str] = set()
    for content in contents:
        for draft in (content.before or {}, content.after or {}):
            for field in RECORD_NAMING_FIELDS & draft.keys():
                value = draft[field]
                labels |= {value} if isinstance(value, str) else set(value or ())
    gone = {label for label in labels if label not in graph.by_id}
    last = read_last_drafts(session, map_id, gone) if gone else {}
    return RecordNames(graph, former={label: (RecordKind(kind), draft) for label, (kind, draft) in last.items()})


def _describe(row: _RevisionRow, content: _RevisionContent, graph: Graph, names: RecordNames) -> RecordChange:
    verb = VERBS[ChangeKind(row.kind)]
    if row.label is None:
        return RecordChange(verb, "", "", "", there=True, fields=_describe_header_fields(content))
    kind = RecordKind(str(content.record_kind))
    before, after = _read_record(kind, row.label, content.before), _read_record(kind, row.label, content.after)
    record = after or before
    there = row.label in graph.by_id
    if record is None:
        return RecordChange(verb, row.label, str(kind), "", there)
    fields = (
        describe_field_changes(after, list_field_changes(before, after), names, names)
        if before is not None and after is not None
        else ()
    )
    return RecordChange(verb, row.label, name_kind(record), names.describe(record), there, fields)


def _read_record(kind: RecordKind, label: str, draft: Mapping[str, Any] | None) -> AnyRecord | None:
    return build_value(kind, label, dict(draft)) if draft is not None else None


def _describe_header_fields(content: _RevisionContent) -> tuple[FieldChangeText, ...]:
    before, after = content.before or {}, content.after or {}
    changed = (
        FieldChange(name=name, before=before.get(name), after=after.get(name))
        for name in HEADER
        if (before.get(name) or "") != (after.get(name) or "")
    )
    return describe_header_changes(changed)
