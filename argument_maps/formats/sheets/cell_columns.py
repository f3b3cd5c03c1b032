"""A column of cells as the values of a field: checked as a whole where that tells as much, else cell by cell."""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from operator import itemgetter
from typing import Any, Final

from argument_maps.formats.exchange import FilePlace, FormatProblem, ProblemWeight
from argument_maps.formats.sheets.cell_values import WrongCell, parse_cell, parse_date_cell, split_items
from argument_maps.formats.sheets.columns.sheet_columns import CellSort, SheetColumn
from argument_maps.formats.sheets.named_records import NameableRecords
from argument_maps.formats.sheets.tables.sheet_tables import is_clean_text
from models.errors import Phrase
from models.vocabulary import RecordKind

# In the place of a value where the cell cannot be one.
WRONG: Final = object()
_NO_LINE = (b"\t", b"\n", b"\r")
_LINE_BREAKS = re.compile(r"\s*[\t\n\r\u2028\u2029]\s*")
_EMPTY = (None, "")
# Excel counts days from here (ECMA-376, part 1, 18.17.4.1), from March 1900 on.
_EXCEL_BEGAN = date(1899, 12, 30)
# What archivists and librarians write where a date is not known, in several languages.
_UNDATED = re.compile(
    r"(?i)n\. ?d\.?|s\. ?[dfa]\.?|o\. ?[dj]\.?|б\. ?[дг]\.?|nd|undated|no date|not dated|sans date|ohne datum|ohne jahr"
    r"|undatiert|sin fecha|senza data|bez daty|без даты|無日期|无日期|日付なし|날짜 없음|[-–—?]+"
)
_EXCEL_DAY = re.compile(r"[1-9]\d{4}", re.ASCII)


class ColumnReader:
    """Reads columns of one sheet; what is wrong with a cell becomes a problem with its place."""

    def __init__(self, names: NameableRecords, problems: list[FormatProblem], *, is_clean: bool = False) -> None:
        self._names = names
        self._is_clean = is_clean
        self._problems = problems

    def read_values(
        self,
        column: SheetColumn,
        cells: Sequence[str],
        locate: Callable[[int], FilePlace],
        authors: Sequence[str] = (),
    ) -> Sequence[Any]:
        """Return the value for each cell: None or an empty text for the default, `WRONG` where it cannot be one.

        Of dates it is what they mean and how they were written. `locate` tells the place of a cell by its position.
        `authors` are those who stand beside each source, if there is a column for them.
        """
        if column.longest and self._are_fit(column, cells):
            return list(map(str.strip, cells)) if column.is_stripped else cells
        # Where each of the different cells stands first, in the order of the sheet.
        keys: Sequence[Any] = list(zip(cells, authors, strict=True)) if authors else cells
        firsts = dict(zip(reversed(keys), range(len(keys) - 1, -1, -1), strict=True))
        places = dict(sorted(firsts.items(), key=itemgetter(1)))
        values: dict[Any, Any] = {}
        reasons: dict[Any, Phrase] = {}
        for key, place in places.items():
            cell, author = key if authors else (key, "")
            try:
                values[key] = self._read_cell(column, cell, locate, place, author) if cell else None
            except WrongCell as error:
                values[key], reasons[key] = WRONG, error.reason
        if reasons:
            for place, (cell, key) in enumerate(zip(cells, keys, strict=True)):
                if key in reasons:
                    self._problems.append(
                        FormatProblem(
                            Phrase(
                                "“%(field)s” cannot be “%(value)s”. %(reason)s",
                                field=column.heading,
                                value=cell[:80],
                                reason=reasons[key],
                            ),
                            Phrase("The cell is left out."),
                            locate(place),
                        )
                    )
        return [values[key] for key in keys]

    def _are_fit(self, column: SheetColumn, cells: Sequence[str]) -> bool:
        """Tell whether none of the cells needs a look for itself."""
        if max(map(len, cells), default=0) > column.longest:
            return False
        if column.default not in _EMPTY and column.default in cells:
            return False
        if self._is_clean and column.sort is CellSort.PROSE:
            return True
        try:
            data = "".join(cells).encode()
        except UnicodeEncodeError:
            return False
        return is_clean_text(data, *(_NO_LINE if column.sort is CellSort.LINE else ()))

    def _read_cell(
        self, column: SheetColumn, cell: str, locate: Callable[[int], FilePlace], place: int, author: str
    ) -> Any:
        match column.sort:
            case CellSort.DATE:
                return None if _UNDATED.fullmatch(cell) else self._read_date(cell, locate, place)
            case CellSort.RECORD:
                return self._names.find_record(cell, column.kinds, lambda: locate(place), author)
            case CellSort.RECORDS:
                return self._find_records(column, cell, lambda: locate(place))
            case CellSort.LINE:
                return parse_cell(column, _LINE_BREAKS.sub(" ", cell))
            case _:
                return parse_cell(column, cell)

    def _find_records(self, column: SheetColumn, cell: str, locate: Callable[[], FilePlace]) -> list[str]:
        words = [cell] if cell in self._names.labels_by_id else [word for word in split_items(cell) if word]
        if column.kinds == (RecordKind.TAG,) and len(words) == 1 and not self._names.is_called(RecordKind.TAG, cell):
            # Tags are single words as a rule, between which people write commas.
            words = [word.strip() for word in re.split("[,،、，]", words[0]) if word.strip()]
        try:
            # How many there are is asked before any of them becomes a record.
            column.check(["A"] * len(words))
        except ValueError:
            raise WrongCell(Phrase("It names too many records.")) from None
        return [self._names.find_record(word, column.kinds, locate) for word in words]

    def _read_date(self, cell: str, locate: Callable[[int], FilePlace], place: int) -> tuple[str, str]:
        if _EXCEL_DAY.fullmatch(cell):
            day = _EXCEL_BEGAN + timedelta(days=int(cell))
            self._problems.append(
                FormatProblem(
                    Phrase("“%(number)s” is no date, but may be the number by which Excel keeps one.", number=cell),
                    Phrase("It is read as %(date)s.", date=day.isoformat()),
                    locate(place),
                    ProblemWeight.CHANGED,
                )
            )
            return day.isoformat(), ""
        return parse_date_cell(cell)
