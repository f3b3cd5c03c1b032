"""The text of a class list as a table: how its cells are set apart, and what is likely in each column."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from models.errors import Phrase
from models.people.account_errors import UnfitClassList, UnreadableClassList
from models.teaching.class_list_vocabulary import ListColumn, find_column, find_role, is_person_heading

# In the order in which they are preferred: a comma may also stand within a name.
SEPARATORS = "\t;|,"
MOST_COLUMNS = 60
MOST_CHARACTERS, MOST_LINES = 500_000, 5_000


@dataclass(frozen=True, slots=True)
class ListTable:
    """A class list: its lines with their numbers in the file, and its columns.

    `headings` is what the first line calls the columns, nothing where none does; a column of which nobody can tell what
    it holds is None.
    """

    lines: tuple[tuple[int, tuple[str, ...]], ...]
    headings: tuple[str, ...]
    columns: tuple[ListColumn | None, ...]

    def examples(self, column: int) -> list[str]:
        """Return some of what stands in a column."""
        return [cells[column] for _, cells in self.lines if cells[column]][:3]


def read_table(text: str) -> ListTable:
    """Read a class list. Raises `UnreadableClassList` and, for lines that cannot be told apart, `UnfitClassList`."""
    if len(text) > MOST_CHARACTERS:
        raise UnreadableClassList(Phrase("The list has more than %(most)s characters.", most=f"{MOST_CHARACTERS:,}"))
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n").replace("\x00", "").rstrip("\x1a")
    if text.count("\n") > MOST_LINES:
        raise UnreadableClassList(Phrase("The list has more than %(most)s lines.", most=f"{MOST_LINES:,}"))
    begin, separator = 0, ""
    first = text.partition("\n")[0].strip().strip('"').lower()
    if first.startswith("sep=") and len(first) == 5:
        # With this line Excel is told what sets the cells apart.
        begin, separator = 1, first[-1]
        text = text.partition("\n")[2]
    lines = _split_lines(text, separator or _guess_separator(text), begin)
    if not lines:
        raise UnfitClassList([(1, Phrase("The list names nobody."))])
    width = max(len(cells) for _, cells in lines)
    if width > MOST_COLUMNS:
        raise UnreadableClassList(Phrase("The list has more than %(most)s columns.", most=MOST_COLUMNS))
    has_heading = _is_heading([cells for _, cells in lines])
    headings = lines[0][1] if has_heading else ()
    if has_heading:
        lines = _mend_names(lines, headings)
        width = max(len(cells) for _, cells in lines)
    is_closed = text.count('"') % 2 == 0
    lines = [(number, tuple(_join_lines(cell) if is_closed else cell for cell in cells)) for number, cells in lines]
    broken = [number for number, cells in lines[has_heading:] if any("\n" in cell for cell in cells)]
    if broken:
        raise UnfitClassList(
            [(broken[0], Phrase("A quotation mark is opened here and not closed, or a cell has two lines."))]
        )
    filled = tuple((number, cells + ("",) * (width - len(cells))) for number, cells in lines)
    names = tuple(" ".join(name.split()) for name in filled[0][1]) if has_heading else ()
    body = filled[has_heading:]
    if not body:
        raise UnfitClassList([(1, Phrase("The list names nobody."))])
    return ListTable(body, names, _read_headings(names, body) if has_heading else _guess_columns(text, body))


def _split_lines(text: str, separator: str, begin: int = 0) -> list[tuple[int, tuple[str, ...]]]:
    """Return the lines that are not empty, each with the number of the line on which it begins."""
    reader = csv.reader(io.StringIO(text), delimiter=separator, skipinitialspace=True)
    lines = []
    last = 0
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if any(cells):
                while len(cells) > 1 and not cells[-1]:
                    cells.pop()
                lines.append((begin + last + 1, tuple(cells)))
            last = reader.line_num
    except csv.Error:
        raise UnreadableClassList(Phrase("A cell of the list is too long.")) from None
    return lines


def _join_lines(cell: str) -> str:
    """Return a cell of two lines on one; what holds more than that has swallowed the lines of other people."""
    return " ".join(cell.split()) if cell.count("\n") == 1 and not re.search(r"[@;,\t|]", cell) else cell


def _guess_separator(text: str) -> str:
    """Return what sets the cells apart: that by which most columns get a known name, or most lines are divided."""

    def rate(separator: str) -> tuple[int, int]:
        lines = _split_lines(text, separator)
        heading_count = sum(find_column(cell) is not None for cell in lines[0][1]) if lines else 0
        return heading_count if heading_count > 1 else 0, sum(len(cells) > 1 for _, cells in lines)

    return max(SEPARATORS, key=rate)


def _is_heading(rows: Sequence[tuple[str, ...]]) -> bool:
    """Tell whether the first line names the columns."""
    first = rows[0]
    if any("@" in cell for cell in first):
        return False
    columns = [find_column(cell) for cell in first]
    if any(column is not None and column is not ListColumn.IGNORED for column in columns):
        return True
    # “Student, ID, Section”: a word for people heads their names where the others are columns too.
    if ListColumn.IGNORED in columns and any(is_person_heading(cell) for cell in first):
        return True
    # A heading of which nobody knows a word is one nevertheless where addresses stand below it.
    return any(
        cell and sum("@" in row[place] for row in rows[1:] if place < len(row)) * 2 > len(rows) - 1
        for place, cell in enumerate(first)
    )


def _mend_names(
    lines: list[tuple[int, tuple[str, ...]]], headings: tuple[str, ...]
) -> list[tuple[int, tuple[str, ...]]]:
    """Return the lines, in which a name that a comma has torn in two is whole again."""
    columns = [find_column(cell) for cell in headings]
    if ListColumn.NAME not in columns or ListColumn.EMAIL not in columns:
        return lines
    name, email = columns.index(ListColumn.NAME), columns.index(ListColumn.EMAIL)
    mended = []
    for number, cells in lines:
        behind = email + 1 if email > name else email
        if len(cells) == len(headings) + 1 and "@" in cells[behind]:
            cells = (*cells[:name], f"{cells[name]}, {cells[name + 1]}", *cells[name + 2 :])  # a mended one
        mended.append((number, cells))
    return mended


def _read_headings(
    headings: Sequence[str], body: Sequence[tuple[int, tuple[str, ...]]]
) -> tuple[ListColumn | None, ...]:
    columns: list[ListColumn | None] = [find_column(heading) for heading in headings]
    for place, heading in enumerate(headings):
        if not heading and not any(cells[place] for _, cells in body):
            columns[place] = ListColumn.IGNORED
        elif columns[place] is None and is_person_heading(heading) and ListColumn.NAME not in columns:
            columns[place] = ListColumn.NAME
    names = {ListColumn.NAME, ListColumn.FIRST, ListColumn.LAST, ListColumn.SURNAME_FIRST}
    name_columns = [column for column in columns if column in names]
    if name_columns in ([ListColumn.FIRST], [ListColumn.LAST]):
        # In some languages one word is for a part of the name and for all of it.
        columns[columns.index(name_columns[0])] = ListColumn.NAME
    elif ListColumn.NAME in name_columns and ListColumn.FIRST in name_columns and ListColumn.LAST not in name_columns:
        columns[columns.index(ListColumn.NAME)] = ListColumn.LAST
    elif ListColumn.NAME in name_columns and ListColumn.LAST in name_columns and ListColumn.FIRST not in name_columns:
        # “성, 이름”: beside a surname, what is called the name is the other one.
        columns[columns.index(ListColumn.NAME)] = ListColumn.FIRST
    # Of two columns that are called the same nobody can tell which is meant.
    return tuple(
        column if column is None or column is ListColumn.IGNORED or columns.index(column) == place else None
        for place, column in enumerate(columns)
    )


def _guess_columns(text: str, body: Sequence[tuple[int, tuple[str, ...]]]) -> tuple[ListColumn | None, ...]:
    """Return what is likely in each column of a list that does not name them."""
    columns: list[ListColumn | None] = [None] * len(body[0][1])
    for place in range(len(columns)):
        filled_cells = [cells[place] for _, cells in body if cells[place]]
        if not filled_cells:
            columns[place] = ListColumn.IGNORED
        elif (
            ListColumn.EMAIL not in columns
            and place
            and sum("@" in cell for cell in filled_cells) * 2 >= len(filled_cells)
        ):
            columns[place] = ListColumn.EMAIL
        elif ListColumn.ROLE not in columns and place and any(find_role(cell) is not None for cell in filled_cells):
            columns[place] = ListColumn.ROLE
    if len(columns) > 1 and columns[0] is None and sum("@" in cells[0] for _, cells in body) * 2 > len(body):
        columns[0] = ListColumn.EMAIL if not any("<" in cells[0] for _, cells in body) else None
    open_places = [place for place, column in enumerate(columns) if column is None]
    if len(open_places) == 1:
        columns[open_places[0]] = ListColumn.NAME
    elif open_places == [0, 1] and all(", " in line for line in text.split("\n") if line.strip()):
        columns[0], columns[1] = ListColumn.LAST, ListColumn.FIRST
    elif 0 in open_places:
        columns[0] = ListColumn.NAME
    return tuple(columns)
