"""How much a workbook unpacks to, asked before it is unpacked: an archive of some kilobytes can say that it is endless.

Of XLSX (ECMA-376, part 1, section 18) the cells' addresses and the shared texts are looked at, of OpenDocument (1.3,
part 3, section 9) the cells and rows that are said to be repeated.
"""

import re
from operator import sub
from xml.sax import ContentHandler, SAXException

from defusedxml import DefusedXmlException
from defusedxml.sax import parseString

from argument_maps.formats.exchange import UnreadableFile
from argument_maps.formats.sheets.tables.sheet_tables import MOST_CELLS, MOST_COLUMNS
from argument_maps.reading.archives import Archive
from argument_maps.reading.blocks import UnreadableText
from models.errors import Phrase

MOST_TEXT = 256 * 2**20
"""How many bytes the texts of all cells have together, each counted as often as it stands in a cell."""
MOST_UNPACKED = 192 * 2**20
REMEDY = Phrase("Save the sheet anew, without what is empty, or send it as CSV.")
_LETTERS = re.compile(rb"""\sr\s*=\s*["']\s*([A-Za-z]+)""")
_NUMBERS = re.compile(rb"""\sr\s*=\s*["']\s*[A-Za-z]*(\d+)""")
# Without two letters or six digits a sheet has 26 columns and 99,999 rows at most. The second finds the same three
# times as fast where addresses are written as programs write them.
_LARGE = re.compile(rb"""\sr\s*=\s*["']\s*(?:[A-Za-z]{2}|[A-Za-z]?\d{6})""")
_PLAINLY_LARGE = re.compile(rb' r="(?:[A-Za-z]{2}|[A-Za-z]?\d{6})')
_OTHER_WRITINGS = (b"'", b"\t", b"\n", b"\r", b" =", b"= ", b'=" ')
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^<>]*>\s*(\d+)")
_TEXT_CELL = re.compile(rb't="s"><v>(\d{1,9})</v>')
_TEXT_ITEM = re.compile(rb"<(?:\w+:)?si[\s/>]")
_CELL = re.compile(rb"<table:(table-row|table-cell|covered-table-cell|table)(?=[\s/>])([^<>]*)>(\s*<text:p)?")
_REPEATED = re.compile(rb"""-repeated\s*=\s*["']\s*(\d+)""")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def check_workbook(archive: Archive) -> dict[str, bytes]:
    """Return the parts of a workbook that hold cells, by their names. Raises `UnreadableFile` for too much."""
    wanted = [
        name
        for name in archive.names
        if name == "content.xml" or re.fullmatch(r"(?i)xl/(sharedStrings|worksheets/[^/]+)\.xml", name)
    ]
    if sum(archive.measure_part(name) for name in archive.names) > MOST_UNPACKED:
        raise UnreadableFile(Phrase("The file unpacks to more than %(most)s MB.", most=MOST_UNPACKED >> 20), REMEDY)
    parts: dict[str, bytes] = {}
    for name in wanted:
        try:
            data = archive.read_part(name)
        except UnreadableText as error:
            raise UnreadableFile(error.detail, error.remedy) from None
        if data is not None:
            parts[name] = data
    for name, data in parts.items():
        if data.startswith(_UTF16):
            raise UnreadableFile(Phrase("The part %(name)s of the file is not in UTF-8.", name=name[:100]), REMEDY)
        if name == "content.xml":
            _check_repetitions(data)
            _check_form(name, data)
        elif "worksheets" in name:
            _check_grid(data)
    _check_texts(parts)
    return parts


def _check_form(name: str, data: bytes) -> None:
    """Refuse what is not well-formed: where a part breaks off, calamine 0.9 reads on without end."""
    try:
        parseString(data, ContentHandler())
    except (SAXException, DefusedXmlException, ValueError):
        raise UnreadableFile(
            Phrase("The part %(name)s of the file is not well-formed XML.", name=name[:100]), REMEDY
        ) from None


def _check_grid(data: bytes) -> None:
    if _may_be_large(data):
        columns = max(map(_number_column, set(_LETTERS.findall(data))), default=0)
        rows = max((int(number[:10]) for number in set(_NUMBERS.findall(data))), default=0)
        if rows * max(columns, 1) > MOST_CELLS or columns > MOST_COLUMNS:
            raise _refuse_cells()
    if data.count(b"<c ") + data.count(b":c ") > MOST_CELLS:
        raise _refuse_cells()


def _may_be_large(data: bytes) -> bool:
    begin = data.find(b"<sheetData")
    if begin < 0 or any(data.find(writing, begin) >= 0 for writing in _OTHER_WRITINGS):
        return _LARGE.search(data) is not None
    return _PLAINLY_LARGE.search(data, begin) is not None


def _number_column(letters: bytes) -> int:
    number = 0
    for letter in letters[:8].upper():
        number = number * 26 + letter - 64
    return number


def _check_texts(parts: dict[str, bytes]) -> None:
    """Refuse shared texts that stand in so many cells that all of them together are too long."""
    texts = next((data for name, data in parts.items() if name.lower().endswith("sharedstrings.xml")), b"")
    sheets = [data for name, data in parts.items() if "worksheets" in name]
    lengths = _measure_texts(texts)
    if max(lengths, default=0) * (sum(data.count(b"v>") for data in sheets) // 2) <= MOST_TEXT:
        return
    total = 0
    for data in sheets:
        found = _TEXT_CELL.findall(data)
        if len(found) < data.count(b'"s"') + (data.count(b"'s'") if b"'" in data else 0):
            found = _VALUE.findall(data)
        numbers = list(map(int, found))
        if max(numbers, default=0) >= len(lengths):
            numbers = [number for number in numbers if number < len(lengths)]
        total += sum(map(lengths.__getitem__, numbers))
    if total > MOST_TEXT:
        raise UnreadableFile(
            Phrase("The texts of all cells have more than %(most)s MB together.", most=MOST_TEXT >> 20), REMEDY
        )


def _measure_texts(texts: bytes) -> list[int]:
    """Return how many bytes each of the shared texts has."""
    items = texts.split(b"<si>")[1:]
    if texts.count(b"<si") == len(items) and texts.count(b"si>") == 2 * len(items):
        return list(map(len, items))
    # Some items are empty, or are written with a prefix.
    begins = [match.start() for match in _TEXT_ITEM.finditer(texts)]
    return list(map(sub, [*begins[1:], len(texts)], begins)) if begins else []


def _check_repetitions(data: bytes) -> None:
    """Refuse cells that are said to be repeated without end, but for the empty ones at the ends of rows and sheets."""
    row = column = filled_rows = filled_columns = 0
    for match in _CELL.finditer(data):
        sort, attributes, text = match[1], match[2], match[3]
        repeated = _REPEATED.search(attributes) if b"-repeated" in attributes else None
        count = int(repeated[1][:10]) if repeated else 1
        if sort == b"table":
            row = filled_rows = filled_columns = 0
        elif sort == b"table-row":
            row, column = row + count, 0
        else:
            column += count
            if text or b"value-type" in attributes:
                filled_rows, filled_columns = row, max(filled_columns, column)
                if filled_rows * filled_columns > MOST_CELLS or filled_columns > MOST_COLUMNS:
                    raise _refuse_cells()


def _refuse_cells() -> UnreadableFile:
    return UnreadableFile(
        Phrase("A sheet of the file has more than %(most)s cells, most of them empty.", most=f"{MOST_CELLS:,}"), REMEDY
    )
