"""A sheet as it stands in a file: rows of cells as text, and the address of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

from argument_maps.formats.exchange import FilePlace
from argument_maps.formats.sheets.formula_guard import unguard_cell

MOST_ROWS, MOST_COLUMNS = 1_048_576, 1_000
"""How many rows a spreadsheet has at most, and how many columns are read."""
MOST_CELLS = 5_000_000


@dataclass(frozen=True, slots=True)
class SheetTable:
    """The cells of a sheet; `name` is empty where the file has one sheet only, without a name.

    `is_clean` where it is known of the whole file that it holds nothing that no text may hold.
    `first_row` and `first_column` are where the first of the rows and cells stands, counted from 0.
    """

    name: str
    rows: Sequence[Sequence[str]]
    first_row: int = 0
    first_column: int = 0
    is_clean: bool = False

    def locate_cell(self, row: int, column: int = 0) -> FilePlace:
        """Return the place of a cell by its position in `rows`: Claims!C7."""
        address = f"{self.name_column(column)}{self.first_row + row + 1}"
        return FilePlace(cell=f"{self.name}!{address}" if self.name else address)

    def name_column(self, column: int) -> str:
        """Return the letters of a column by its position in the rows."""
        return name_column(self.first_column + column)

    def measure_width(self) -> int:
        """Return how many cells the longest row has."""
        return max(map(len, self.rows), default=0)

    def pick_rows(self, places: Sequence[int]) -> Sequence[Sequence[str]]:
        """Return some of the rows by their positions, which go up."""
        if places and places[-1] - places[0] == len(places) - 1:
            return self.rows[places[0] : places[-1] + 1]
        return [self.rows[place] for place in places]

    @staticmethod
    def read_column(column: int, lines: Sequence[Sequence[str]]) -> list[str]:
        """Return the words of the cells of a column in some rows, without space around them."""
        try:
            cells = list(map(str.strip, map(itemgetter(column), lines)))
        except IndexError:
            cells = [line[column].strip() if len(line) > column else "" for line in lines]
        # One look at all of them: a sign at the beginning of a cell is rare.
        if cells and (cells[0][:1] == "'" or "\0'" in "\0".join(cells)):
            return [unguard_cell(cell) if cell[:1] == "'" else cell for cell in cells]
        return cells


def name_column(number: int) -> str:
    """Return what spreadsheets call a column that is counted from 0: A, Z, AA."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


# What no text holds (models.text_types), in UTF-8: single bytes, and sequences of them.
_CONTROLS = bytes({*range(0x20), 0x7F} - {0x09, 0x0A, 0x0D})
_NO_CHARACTERS = tuple(map(str.encode, "\ufffe\uffff\u2028\u2029"))


def is_clean_text(data: bytes, *unfit: bytes) -> bool:
    """Tell whether a text in UTF-8 holds neither what no text holds nor what no line or else no such text does.

    Several times as fast as a regular expression. What is in another encoding may be clean and not be said to be so.
    """
    return len(data.translate(None, _CONTROLS)) == len(data) and not any(
        holds_sequence(data, sequence) for sequence in (*_NO_CHARACTERS, *unfit)
    )


def holds_sequence(data: bytes, sequence: bytes) -> bool:
    """Tell whether some bytes stand in others; their beginnings, mostly absent, are found in a fraction of the time."""
    return all(sequence[:length] in data for length in range(1, len(sequence) + 1))
