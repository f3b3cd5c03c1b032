"""Rows of a sheet as records of their kind."""

import re
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import repeat
from typing import Any

import msgspec

from argument_maps.formats.exchange import FilePlace, FormatProblem, ProblemWeight
from argument_maps.formats.map_building import MapBuilder, shape_label
from argument_maps.formats.sheets.cell_columns import WRONG, ColumnReader
from argument_maps.formats.sheets.columns.column_names import is_field_name
from argument_maps.formats.sheets.columns.sheet_columns import (
    BY_FIELD,
    COLUMNS,
    SOURCE_AUTHOR,
    CellSort,
    SheetColumn,
)
from argument_maps.formats.sheets.named_records import NAME_FIELDS, USUAL_SOURCE_TYPE, NameableRecords
from argument_maps.formats.sheets.sheet_outlines import NOTE, RecordRows
from argument_maps.graph import Graph
from argument_maps.references import find_record_kind, list_referenced_labels
from argument_maps.values import VALUE_CLASSES, AnyRecord
from models.errors import Phrase
from models.records.references import ORIGIN_FIELDS
from models.text_types import LABEL_PATTERN
from models.vocabulary import ClaimKind, RecordKind, Relation

_LABEL = re.compile(LABEL_PATTERN.removesuffix("$") + r"\Z")
_LONGEST_SUMMARY = 200
# Links of these relations need nothing beside their premises and their target.
_PLAIN_RELATIONS = frozenset({Relation.SUPPORTS, Relation.CHALLENGES, Relation.UNDERMINES, Relation.QUALIFIES})

_ALWAYS_SOUND = frozenset(RecordKind) - {RecordKind.LINK, RecordKind.CLAIM, RecordKind.SOURCE}


class LabelledRows:
    """The rows of one kind on one sheet with a label for each, and the records that they become."""

    def __init__(self, rows: RecordRows, builder: MapBuilder, names: NameableRecords, here: Graph | None) -> None:
        self.kind = RecordKind(rows.kind)
        self._rows = rows
        self._builder = builder
        self._names = names
        self._here = here.by_id if here is not None else {}
        lines = rows.table.pick_rows(rows.rows)
        self._cells: dict[str, list[str]] = {
            column.field: rows.table.read_column(place, lines) for place, column in rows.columns
        }
        if rows.notes:
            self._cells[NOTE] = _join_notes(rows, lines)
        self._positions = {column.field: place for place, column in rows.columns}
        self.labels: list[str] = []
        self.omitted: set[str] = set()
        self.records: list[dict[str, Any]] = []

    def reserve_labels(self) -> None:
        """Keep the ids that the rows have themselves."""
        ids = self._cells.get("id", [""] * len(self._rows.rows))
        by_id, kinds = self._names.labels_by_id, self._names.kinds
        fresh = [written for written in ids if written]
        if len(set(fresh)) == len(fresh) and kinds.keys().isdisjoint(fresh) and all(map(_LABEL.match, fresh)):
            self._builder.take_labels(fresh)
            self.labels = ids
        else:
            self.labels = [self._reserve_label(place, written) for place, written in enumerate(ids)]
            by_id.update((written, label) for written, label in zip(ids, self.labels, strict=True) if written != label)
        kinds.update(dict.fromkeys(self.labels, self.kind))
        kinds.pop("", None)

    def _reserve_label(self, place: int, written: str) -> str:
        if not written:
            return ""
        taken = written in self._names.kinds or written in self._names.labels_by_id
        if _LABEL.match(written) and not taken:
            self._builder.take_labels([written])
            self._names.kinds[written] = self.kind
            return written
        label = self._builder.reserve_label(written, self.kind)
        message = (
            Phrase("The id “%(id)s” stands twice.", id=written[:80])
            if taken
            else Phrase(
                "“%(id)s” is no id. A Latin letter is expected, then letters, digits, hyphens or low lines.",
                id=written[:80],
            )
        )
        weight = ProblemWeight.CHANGED if shape_label(written) else ProblemWeight.NOTED
        outcome = Phrase("The record gets the id “%(label)s”.", label=label)
        self._names.problems.append(FormatProblem(message, outcome, self._locate("id", place), weight))
        if taken:
            # Who names it means the first.
            self._names.kinds[label] = self.kind
        else:
            self._names.labels_by_id[written] = label
        return label

    def number_others(self) -> None:
        """Give a label to every row that has no id, once all that have one kept theirs, and let them be named."""
        if not all(self.labels):
            words = self._cells.get("kind", ()) if self.kind == RecordKind.CLAIM else ()
            claim_kinds = [word.lower() if word.lower() in set(ClaimKind) else "" for word in words]
            self.labels = [
                label or self._builder.reserve_label("", self.kind, claim_kinds[place] if claim_kinds else "")
                for place, label in enumerate(self.labels)
            ]
            self._names.kinds.update(dict.fromkeys(self.labels, self.kind))
        name_field = NAME_FIELDS.get(self.kind)
        if name_field in self._cells:
            for label, name in zip(self.labels, self._cells[name_field], strict=True):
                self._names.add_name(self.kind, name, label)

    def read_records(self) -> None:
        """Read every cell; what cannot be a record is left out with a problem."""
        reader = ColumnReader(self._names, self._names.problems, is_clean=self._rows.table.is_clean)
        wrong: dict[int, set[str]] = {}
        whole: dict[str, Sequence[Any]] = {"id": self.labels}
        others: list[tuple[SheetColumn, Sequence[Any]]] = []
        for place, column in self._rows.columns:
            if column.field in ("id", SOURCE_AUTHOR.field):
                continue
            authors = self._cells.get(SOURCE_AUTHOR.field, ()) if column.field == "source" else ()
            values = reader.read_values(column, self._cells[column.field], partial(self._locate_at, place), authors)
            if column.sort is not CellSort.DATE and all(values) and WRONG not in values:
                whole[column.field] = values
            else:
                others.append((column, values))
        records: list[dict[str, Any]] = [
            dict(zip(whole, row, strict=True)) for row in zip(*whole.values(), strict=True)
        ]
        for column, values in others:
            _put_values(records, column, values, wrong)
        if self._here:
            self._keep_what_is_here(records, wrong)
        self._fill_needed(records)
        self.records = self._leave_out_unfit(records, wrong)

    def add_records(self, gone: set[str]) -> None:
        """Put the records on the map; `gone` are the labels of those that were left out."""
        kinds = self._names.kinds
        value_class = VALUE_CLASSES[self.kind]
        read: list[Any] = msgspec.convert(self.records, list[value_class])  # type: ignore[valid-type] # of one kind
        sound: list[AnyRecord] = []
        places = dict(zip(self.labels, range(len(self.labels)), strict=True))
        if self.kind in _ALWAYS_SOUND and not gone:
            sound, read = read, []
        for fields, record in zip(self.records, read, strict=False):
            if _is_sound(self.kind, record, kinds) and (not gone or gone.isdisjoint(list_referenced_labels(record))):
                sound.append(record)
            else:
                values = {name: value for name, value in fields.items() if name != "id"}
                self._builder.add_record(
                    self.kind, values, label=record.id, place=self._locate("id", places[record.id])
                )
        # Nothing that the builder keeps leads back to it, so that all is freed at once.
        table, rows, column = self._rows.table, self._rows.rows, self._positions.get("id", 0)
        self._builder.add_sound_records(self.kind, sound, lambda label: table.locate_cell(rows[places[label]], column))

    def _keep_what_is_here(self, records: list[dict[str, Any]], wrong: dict[int, set[str]]) -> None:
        """Fill in of records that the map has what the sheet has no column for, or no fit cell."""
        for at, record in enumerate(records):
            former = self._here.get(record["id"])
            if former is None or find_record_kind(former) != self.kind:
                continue
            told = self._cells.keys() - wrong.get(at, set())
            kept = {name: value for name, value in msgspec.to_builtins(former).items() if name not in told}
            written = {
                name: words for name, words in kept.pop("written_dates", {}).items() if name not in told
            } | record.get("written_dates", {})
            records[at] = {**kept, **record, **({"written_dates": written} if written else {})}

    def _fill_needed(self, records: list[dict[str, Any]]) -> None:
        """Put in what can be known though the sheet does not say it."""
        if self.kind == RecordKind.SOURCE:
            untyped = [at for at, record in enumerate(records) if "type" not in record and self._is_empty("type", at)]
            for at in untyped:
                records[at]["type"] = str(USUAL_SOURCE_TYPE)
            if untyped:
                self._note(
                    Phrase("%(number)s sources have no type.", number=len(untyped)),
                    Phrase("Each is read as “%(type)s”.", type=str(USUAL_SOURCE_TYPE)),
                    self._locate("type", untyped[0]),
                )
        if self.kind == RecordKind.EVIDENCE:
            bare = [at for at, record in enumerate(records) if "summary" not in record and record.get("quotation")]
            for at in bare:
                quotation = " ".join(records[at]["quotation"].split())
                short = len(quotation) <= _LONGEST_SUMMARY
                records[at]["summary"] = quotation if short else quotation[: _LONGEST_SUMMARY - 1].rstrip() + "…"
            if bare:
                self._note(
                    Phrase("%(number)s passages have no summary.", number=len(bare)),
                    Phrase("The beginning of the quotation stands for it."),
                    self._locate("summary", bare[0]),
                )

    def _leave_out_unfit(self, records: list[dict[str, Any]], wrong: dict[int, set[str]]) -> list[dict[str, Any]]:
        """Return the records that have all that their kind needs."""
        needed = [column.field for column in COLUMNS[self.kind] if column.is_required]
        if all(sum(map(dict.__contains__, records, repeat(field))) == len(records) for field in needed):
            return records
        fit = []
        for at, record in enumerate(records):
            missing = [field for field in needed if field not in record]
            if not missing:
                fit.append(record)
                continue
            self.omitted.add(record["id"])
            for field in missing:
                if field in wrong.get(at, ()):
                    message = Phrase(
                        "“%(field)s” has no value that it can have.", field=BY_FIELD[self.kind][field].heading
                    )
                else:
                    message = Phrase("“%(field)s” is missing.", field=BY_FIELD[self.kind][field].heading)
                self._names.problems.append(
                    FormatProblem(message, Phrase("The row is left out."), self._locate(field, at))
                )
        return fit

    def _is_empty(self, field: str, at: int) -> bool:
        cells = self._cells.get(field)
        return cells is None or not cells[at]

    def _note(self, message: Phrase, outcome: Phrase, place: FilePlace) -> None:
        self._names.problems.append(FormatProblem(message, outcome, place, ProblemWeight.NOTED))

    def _locate(self, field: str, at: int) -> FilePlace:
        """Return the place of the cell of a field in a row, or of the row's first cell where it has none."""
        return self._locate_at(self._positions.get(field, 0), at)

    def _locate_at(self, column: int, at: int) -> FilePlace:
        return self._rows.table.locate_cell(self._rows.rows[at], column)


def _join_notes(rows: RecordRows, lines: Sequence[Sequence[str]]) -> list[str]:
    """Return the note of each row, in which every column but one that is called so has its heading before it."""
    parts = [
        [
            f"{heading}: {cell}" if cell and not is_field_name(rows.kind, heading) else cell
            for cell in rows.table.read_column(place, lines)
        ]
        for place, heading in rows.notes
    ]
    return ["\n".join(filter(None, cells)) for cells in zip(*parts, strict=True)]


def list_gone(groups: Iterable[LabelledRows]) -> set[str]:
    """Return the labels of all records that were left out."""
    return {label for group in groups for label in group.omitted}


def _put_values(
    records: list[dict[str, Any]], column: SheetColumn, values: Sequence[Any], wrong: dict[int, set[str]]
) -> None:
    """Give each record its value of a column, where it has one."""
    field = column.field
    for at, value in enumerate(values):
        if not value:
            continue
        if value is WRONG:
            wrong.setdefault(at, set()).add(field)
        elif column.sort is CellSort.DATE:
            records[at][field] = value[0]
            if value[1]:
                records[at].setdefault("written_dates", {})[field] = value[1]
        else:
            records[at][field] = value


def _is_sound(kind: RecordKind, record: Any, kinds: dict[str, RecordKind]) -> bool:
    """Tell whether a record whose cells are fit can break no rule between its fields, nor lead back to itself."""
    if kind == RecordKind.LINK:
        return (
            record.relation in _PLAIN_RELATIONS
            and record.verdict is None
            and kinds.get(record.target) not in (None, RecordKind.LINK, RecordKind.QUESTION)
            and len({record.id, record.target, *record.premises}) == len(record.premises) + 2
        )
    if kind == RecordKind.CLAIM:
        return record.overall_verdict is None and not record.verdict_reason
    if kind == RecordKind.SOURCE:
        return not any(getattr(record, name) for name in ORIGIN_FIELDS)
    return True
