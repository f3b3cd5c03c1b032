"""The text of a class list as a table: how its cells are set apart, and what is likely in each column."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from models.people.account_errors import UnfitClassList, UnreadableClassList
from models.teaching.class_list_vocabulary import ListColumn, column_called, names_persons, role_called

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
        raise UnreadableClassList(f"It has more than {MOST_CHARACTERS:,} characters, which no class list has.")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n").replace("\x00", "").rstrip("\x1a")
    if text.count("\n") > MOST_LINES:
        raise UnreadableClassList(f"It has more than {MOST_LINES:,} lines, which no class list has.")
    begin, separator = 0, ""
    first = text.partition("\n")[0].strip().strip('"').lower()
    if first.startswith("sep=") and len(first) == 5:
        # With this line Excel is told what sets the cells apart.
        begin, separator = 1, first[-1]
        text = text.partition("\n")[2]
    lines = _split(text, separator or _separator(text), begin)
    if not lines:
        raise UnfitClassList([(1, "The list names nobody.")])
    width = max(len(cells) for _, cells in lines)
    if width > MOST_COLUMNS:
        raise UnreadableClassList(f"It has more than {MOST_COLUMNS} columns.")
    headed = _is_heading([cells for _, cells in lines])
    headings = lines[0][1] if headed else ()
    if headed:
        lines = _mend_names(lines, headings)
        width = max(len(cells) for _, cells in lines)
    broken = [number for number, cells in lines[headed:] if any("\n" in cell for cell in cells)]
    if broken:
        raise UnfitClassList([(broken[0], "A quotation mark is opened here and not closed, or a cell has two lines.")])
    filled = tuple((number, cells + ("",) * (width - len(cells))) for number, cells in lines)
    names = tuple(" ".join(name.split()) for name in filled[0][1]) if headed else ()
    body = filled[headed:]
    if not body:
        raise UnfitClassList([(1, "The list names nobody.")])
    return ListTable(body, names, _columns_called(names, body) if headed else _columns_by_content(text, body))


def _split(text: str, separator: str, begin: int = 0) -> list[tuple[int, tuple[str, ...]]]:
    """Return the lines that are not empty, each with the number of the line on which it begins."""
    reader = csv.reader(io.StringIO(text), delimiter=separator, skipinitialspace=True)
    found = []
    last = 0
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if any(cells):
                while len(cells) > 1 and not cells[-1]:
                    cells.pop()
                found.append((begin + last + 1, tuple(cells)))
            last = reader.line_num
    except csv.Error:
        raise UnreadableClassList("A cell of it is longer than a table’s can be.") from None
    return found


def _separator(text: str) -> str:
    """Return what sets the cells apart: that by which most columns get a known name, or most lines are divided."""

    def fits(separator: str) -> tuple[int, int]:
        lines = _split(text, separator)
        known = sum(column_called(cell) is not None for cell in lines[0][1]) if lines else 0
        return known if known > 1 else 0, sum(len(cells) > 1 for _, cells in lines)

    return max(SEPARATORS, key=fits)


def _is_heading(rows: Sequence[tuple[str, ...]]) -> bool:
    """Tell whether the first line names the columns."""
    first = rows[0]
    if any("@" in cell for cell in first):
        return False
    known = [column_called(cell) for cell in first]
    if any(each is not None and each is not ListColumn.IGNORED for each in known):
        return True
    # “Student, ID, Section”: a word for people heads their names where the others are columns too.
    if ListColumn.IGNORED in known and any(names_persons(cell) for cell in first):
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
    columns = [column_called(cell) for cell in headings]
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


def _columns_called(
    headings: Sequence[str], body: Sequence[tuple[int, tuple[str, ...]]]
) -> tuple[ListColumn | None, ...]:
    found: list[ListColumn | None] = [column_called(heading) for heading in headings]
    for place, heading in enumerate(headings):
        if not heading and not any(cells[place] for _, cells in body):
            found[place] = ListColumn.IGNORED
        elif found[place] is None and names_persons(heading) and ListColumn.NAME not in found:
            found[place] = ListColumn.NAME
    names = {ListColumn.NAME, ListColumn.FIRST, ListColumn.LAST, ListColumn.SURNAME_FIRST}
    known = [each for each in found if each in names]
    if known in ([ListColumn.FIRST], [ListColumn.LAST]):
        # In some languages one word is for a part of the name and for all of it.
        found[found.index(known[0])] = ListColumn.NAME
    elif ListColumn.NAME in known and ListColumn.FIRST in known and ListColumn.LAST not in known:
        found[found.index(ListColumn.NAME)] = ListColumn.LAST
    # Of two columns that are called the same nobody can tell which is meant.
    return tuple(
        each if each is None or each is ListColumn.IGNORED or found.index(each) == place else None
        for place, each in enumerate(found)
    )


def _columns_by_content(text: str, body: Sequence[tuple[int, tuple[str, ...]]]) -> tuple[ListColumn | None, ...]:
    """Return what is likely in each column of a list that does not name them."""
    found: list[ListColumn | None] = [None] * len(body[0][1])
    for place in range(len(found)):
        told = [cells[place] for _, cells in body if cells[place]]
        if not told:
            found[place] = ListColumn.IGNORED
        elif ListColumn.EMAIL not in found and place and sum("@" in cell for cell in told) * 2 >= len(told):
            found[place] = ListColumn.EMAIL
        elif ListColumn.ROLE not in found and place and any(role_called(cell) is not None for cell in told):
            found[place] = ListColumn.ROLE
    if len(found) > 1 and found[0] is None and sum("@" in cells[0] for _, cells in body) * 2 > len(body):
        found[0] = ListColumn.EMAIL if not any("<" in cells[0] for _, cells in body) else None
    open_places = [place for place, each in enumerate(found) if each is None]
    if len(open_places) == 1:
        found[open_places[0]] = ListColumn.NAME
    elif open_places == [0, 1] and all(", " in line for line in text.split("\n") if line.strip()):
        found[0], found[1] = ListColumn.LAST, ListColumn.FIRST
    elif 0 in open_places:
        found[0] = ListColumn.NAME
    return tuple(found)
