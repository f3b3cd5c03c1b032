"""What changes did, in words and with names: to which records, in which fields, and which records were linked."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from api.web.messages import N_
from api.web.record_names import NAMING, RecordNames
from api.web.record_view import kind_of
from api.web.telling import Told, told_fields, told_header
from argument_maps.comparison.map_differences import HEADER, FieldChange, differing
from argument_maps.draft_values import value_of
from argument_maps.graph import AnyRecord, Graph
from models.history.revisions import Revision, read_last_drafts
from models.vocabulary import ChangeKind, RecordKind

ORDERED = N_("Put in order:")
VERBS = {ChangeKind.CREATED: N_("Made"), ChangeKind.CHANGED: N_("Changed"), ChangeKind.DELETED: N_("Deleted")}
# Of one change so many records are told of one by one.
NAMED = 12


class Done(NamedTuple):
    """What a change did to one record: in which word, to which by its name, and what its fields said and say.

    `there` tells whether the map has the record at present. Of a map itself there is no label.
    """

    verb: str
    label: str
    kind: str
    name: str
    there: bool
    fields: tuple[Told, ...] = ()


class Described(NamedTuple):
    """What a change did, and to how many further records of each verb."""

    done: tuple[Done, ...]
    more: tuple[tuple[str, int], ...] = ()


class _Row(NamedTuple):
    change: int
    sequence: int
    kind: str
    label: str | None


def describe_changes(session: Session, map_id: int, graph: Graph, changes: Iterable[int]) -> dict[int, Described]:
    """Return, by their numbers, what changes of a map did; readings-in of the whole map say nothing here.

    Names are those of the records at present, else what they said last.
    """
    columns: Any = (Revision.change, Revision.sequence, Revision.kind, Revision.label)
    asked: Any = select(*columns).where(
        col(Revision.map_id) == map_id,
        col(Revision.change).in_(list(changes)),
        col(Revision.kind).in_(list(VERBS)),
    )
    by_change: dict[int, list[_Row]] = {}
    for row in session.exec(asked.order_by(col(Revision.sequence))):
        by_change.setdefault(row.change, []).append(_Row(*row))
    told = {change: _first_of_each(rows) for change, rows in by_change.items()}
    contents = _contents(session, map_id, [row.sequence for rows, _ in told.values() for row in rows])
    names = _names(session, map_id, graph, contents.values())
    return {
        change: _put_in_order(
            Described(tuple(_describe(row, contents[row.sequence], graph, names) for row in rows), more), contents, rows
        )
        for change, (rows, more) in told.items()
    }


def describe_revisions(session: Session, map_id: int, graph: Graph, label: str, limit: int) -> dict[int, Done]:
    """Return, by their sequences, what the latest revisions of one record did."""
    columns: Any = (Revision.change, Revision.sequence, Revision.kind, Revision.label)
    asked: Any = select(*columns).where(col(Revision.map_id) == map_id, col(Revision.label) == label)
    rows = [_Row(*row) for row in session.exec(asked.order_by(col(Revision.sequence).desc()).limit(limit))]
    contents = _contents(session, map_id, [row.sequence for row in rows])
    names = _names(session, map_id, graph, contents.values())
    return {row.sequence: _describe(row, contents[row.sequence], graph, names) for row in rows}


class _Content(NamedTuple):
    record_kind: str | None
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def _put_in_order(described: Described, contents: Mapping[int, _Content], rows: Sequence[_Row]) -> Described:
    """Return a change of nothing but the places of questions as what it is, the questions in their new order."""
    if not rows or any(_changed_fields(contents[row.sequence]) != {"place"} for row in rows):
        return described
    places = {row.label: (contents[row.sequence].after or {}).get("place") or 0 for row in rows}
    moved = sorted(described.done, key=lambda each: places[each.label])
    return described._replace(done=tuple(each._replace(verb=ORDERED, fields=()) for each in moved))


def _changed_fields(content: _Content) -> set[str]:
    before, after = content.before or {}, content.after or {}
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def _first_of_each(rows: Sequence[_Row]) -> tuple[list[_Row], tuple[tuple[str, int], ...]]:
    counts: dict[str, int] = {}
    first = []
    for row in rows:
        # Of a map that was made or deleted the whole map would have to be read.
        if row.label is None and row.kind != ChangeKind.CHANGED:
            continue
        counts[row.kind] = counts.get(row.kind, 0) + 1
        if counts[row.kind] <= NAMED:
            first.append(row)
    return first, tuple((VERBS[ChangeKind(kind)], count - NAMED) for kind, count in counts.items() if count > NAMED)


def _contents(session: Session, map_id: int, sequences: Sequence[int]) -> dict[int, _Content]:
    columns: Any = (Revision.sequence, Revision.record_kind, Revision.before, Revision.after)
    asked: Any = select(*columns).where(col(Revision.map_id) == map_id, col(Revision.sequence).in_(list(sequences)))
    return {sequence: _Content(*rest) for sequence, *rest in session.exec(asked)}


def _names(session: Session, map_id: int, graph: Graph, contents: Iterable[_Content]) -> RecordNames:
    labels: set[str] = set()
    for content in contents:
        for draft in (content.before or {}, content.after or {}):
            for field in NAMING & draft.keys():
                value = draft[field]
                labels |= {value} if isinstance(value, str) else set(value or ())
    gone = {label for label in labels if label not in graph.by_id}
    last = read_last_drafts(session, map_id, gone) if gone else {}
    return RecordNames(graph, former={label: (RecordKind(kind), draft) for label, (kind, draft) in last.items()})


def _describe(row: _Row, content: _Content, graph: Graph, names: RecordNames) -> Done:
    verb = VERBS[ChangeKind(row.kind)]
    if row.label is None:
        return Done(verb, "", "", "", there=True, fields=_header_fields(content))
    kind = RecordKind(str(content.record_kind))
    before, after = _value(kind, row.label, content.before), _value(kind, row.label, content.after)
    record = after or before
    there = row.label in graph.by_id
    if record is None:
        return Done(verb, row.label, str(kind), "", there)
    fields = (
        told_fields(after, differing(before, after), names, names) if before is not None and after is not None else ()
    )
    return Done(verb, row.label, kind_of(record), names.describe(record), there, fields)


def _value(kind: RecordKind, label: str, draft: Mapping[str, Any] | None) -> AnyRecord | None:
    return value_of(kind, label, dict(draft)) if draft is not None else None


def _header_fields(content: _Content) -> tuple[Told, ...]:
    before, after = content.before or {}, content.after or {}
    changed = (
        FieldChange(name=name, before=before.get(name), after=after.get(name))
        for name in HEADER
        if (before.get(name) or "") != (after.get(name) or "")
    )
    return told_header(changed)
