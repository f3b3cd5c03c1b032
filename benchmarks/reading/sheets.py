"""How long a sheet of excerpts takes to become records, beside the library that reads its cells."""

import csv
import io
import random
from collections.abc import Iterator

from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from argument_maps.formats.sheets.sheet_reader import read_sheet
from benchmarks.figures import Figure, milliseconds, pairs

ROWS, ROUNDS = 50_000, 5
TIMES_READING = 2.0
_HEADINGS = ("id", "summary", "source", "locator", "quotation", "language", "tier", "certainty", "note", "tags")
_WORDS = (
    ("the", "war", "began", "when", "forces", "of", "the", "north", "crossed", "the", "parallel", "and", "he", "wrote"),
    ("в", "телеграмме", "говорится", "что", "войска", "перешли", "границу"),
)


def figures() -> Iterator[Figure]:
    """Read 50,000 excerpts from CSV beside the module `csv`, and from XLSX beside calamine."""
    rows = [_HEADINGS, *build_rows(ROWS)]
    data, workbook = write_csv(rows), write_workbook(rows)

    def read_cells() -> None:
        list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))

    def read_workbook_cells() -> None:
        with CalamineWorkbook.from_filelike(io.BytesIO(workbook)) as opened:
            opened.get_sheet_by_index(0).to_python()

    ours, peer = pairs(ROUNDS, lambda _: milliseconds(lambda: read_sheet(data)), lambda _: milliseconds(read_cells))
    yield Figure("read 50,000 excerpts from CSV : csv alone", ours, peer, "ms", TIMES_READING)
    ours, peer = pairs(
        ROUNDS, lambda _: milliseconds(lambda: read_sheet(workbook)), lambda _: milliseconds(read_workbook_cells)
    )
    yield Figure("read 50,000 excerpts from XLSX : calamine alone", ours, peer, "ms", TIMES_READING)


def build_rows(count: int) -> Iterator[tuple[str, ...]]:
    """Yield excerpts from 200 documents, each with a quotation of some sixty words."""
    chance = random.Random(1950)
    for number in range(1, count + 1):
        words = _WORDS[number % 20 == 0]
        summary, quotation, note = (" ".join(chance.choices(words, k=length)) for length in (12, 60, 6))
        source, page = f"Telegram {number % 200 + 1}", f"p. {number % 400}"
        yield f"E{number}", summary, source, page, quotation, "en", "published document", "high", note, ""


def write_csv(rows: list[tuple[str, ...]]) -> bytes:
    """Return rows as CSV with a byte order mark."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue().encode("utf-8-sig")


def write_workbook(rows: list[tuple[str, ...]]) -> bytes:
    """Return rows as the only sheet of a workbook."""
    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("Evidence")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return buffer.getvalue()
