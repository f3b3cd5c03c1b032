"""Damaged and hostile sheets: read in part, or refused with what to do, in time and within memory."""

import io
import random
import time
import tracemalloc
import zipfile
from contextlib import suppress

import msgspec
import pytest

from argument_maps.examples import read_korea_map
from argument_maps.formats.exchange import UnreadableFile
from argument_maps.formats.native import build_graph_from_document, read_map_document, write_map_document
from argument_maps.formats.sheets.sheet_reader import read_sheet
from argument_maps.formats.sheets.sheet_writer import write_csv_map, write_xlsx_map

SECONDS, BYTES = 10.0, 500 * 2**20
MANY = 1_000
_WHOLE_KOREA = build_graph_from_document(read_map_document(read_korea_map())[0])
# Some records of each kind: what they name that is left out is one more thing that is wrong.
KOREA = msgspec.structs.replace(
    _WHOLE_KOREA,
    texts=(),
    annotations=(),
    **{
        name: getattr(_WHOLE_KOREA, name)[:6]
        for name in ("questions", "agents", "sources", "claims", "evidence", "links")
    },
    interpretations=(),
)
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
MIME = "application/vnd.oasis.opendocument.spreadsheet"
PIECES = (b"<", b">", b'"', b"&", b"\0", b"\r", b";", b"</row>", b'<c r="XFD1">', b"\xff\xfe", b"=", b"'", b"]]>")


def pack(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in parts.items():
            stored = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(name, data, compress_type=stored)
    return buffer.getvalue()


def write_ods(rows: str, name: str = "Claims") -> bytes:
    content = (
        f'<office:document-content xmlns:office="{OFFICE}" xmlns:table="{TABLE}" xmlns:text="{TEXT}"><office:body>'
        f'<office:spreadsheet><table:table table:name="{name}">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIME}"/></manifest:manifest>'
    )
    return pack(
        {"mimetype": MIME.encode(), "content.xml": content.encode(), "META-INF/manifest.xml": manifest.encode()}
    )


def write_row(*cells: str, repeated: int = 1) -> str:
    written = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in cells
    )
    rest = '<table:table-cell table:number-columns-repeated="16380"/>'
    return f'<table:table-row table:number-rows-repeated="{repeated}">{written}{rest}</table:table-row>'


EMPTY_ROWS = (
    '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/>'
    "</table:table-row>"
)
ODS = write_ods(
    write_row("id", "text", "when", "certainty")
    + "".join(write_row(f"P{number}", "It rained.", "June 1950", "high") for number in range(40))
    + EMPTY_ROWS
)
WHOLE = {"csv": write_csv_map(KOREA).data, "xlsx": write_xlsx_map(KOREA).data, "ods": ODS}


def test_an_opendocument_sheet_is_read_without_its_endless_empty_end() -> None:
    reading = read_sheet(ODS)
    assert (reading.counts, reading.problems) == ({"claims": 40}, ())
    assert {(claim.text, claim.when, claim.certainty) for claim in reading.graph.claims} == {
        ("It rained.", "1950-06", "high")
    }


def damage_bytes(data: bytes, chance: random.Random) -> bytes:
    """Return a file with some of its bytes changed, lost, doubled or put in, or without its end."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 3, 30))):
        begin = chance.randrange(len(changed) or 1)
        end = begin + chance.choice((0, 1, 1, 40, 2_000))
        changed[begin:end] = chance.choice((b"", chance.choice(PIECES), chance.randbytes(3), changed[begin:end] * 2))
    return bytes(changed[: chance.randrange(len(changed) + 1)] if chance.random() < 0.1 else changed)


def damage_part(data: bytes, chance: random.Random) -> bytes:
    """Return an archive of which one part is damaged, and which is whole itself."""
    if not data.startswith(b"PK"):
        return damage_bytes(data, chance)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice([name for name in parts if name.endswith((".xml", ".rels"))])
    return pack({**parts, name: damage_bytes(parts[name], chance)})


def check(data: bytes) -> None:
    started = time.process_time()
    with suppress(UnreadableFile):
        reading = read_sheet(data)
        assert time.process_time() - started < SECONDS
        if len(reading.graph.claims) < MANY:
            assert read_map_document(write_map_document(reading.graph))[1] == []


def read_damaged(name: str, count: int, seed: int) -> None:
    chance = random.Random(seed)
    for number in range(count):
        check((damage_part if number % 2 else damage_bytes)(WHOLE[name], chance))


@pytest.mark.parametrize("name", WHOLE)
def test_a_damaged_sheet_is_read_in_part_or_refused(name: str) -> None:
    read_damaged(name, 100, seed=17)


@pytest.mark.soak
@pytest.mark.parametrize("name", WHOLE)
def test_ten_thousand_damaged_sheets_are_read_in_part_or_refused(name: str) -> None:
    read_damaged(name, 10_000, seed=1950)


def replace_part(data: bytes, name: str, part: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    return pack({**parts, name: part})


FIRST = "xl/worksheets/sheet1.xml"
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
CORNERS = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
WIDE = '<row r="1"><c r="ZZ1" t="s"><v>0</v></c></row>'
TEXTS = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{}</t></si></sst>'
with zipfile.ZipFile(io.BytesIO(ODS)) as _archive:
    _CONTENT = _archive.read("content.xml")
HOSTILE = {
    "a cell in the last corner": replace_part(WHOLE["xlsx"], FIRST, SHEET.format(CORNERS).encode()),
    "more columns than anybody fills": replace_part(
        WHOLE["xlsx"], FIRST, SHEET.format(WIDE.replace("ZZ1", "XFD1")).encode()
    ),
    "one long text in every cell": replace_part(
        replace_part(WHOLE["xlsx"], FIRST, SHEET.format('<row><c t="s"><v>0</v></c></row>' * 200_000).encode()),
        "xl/sharedStrings.xml",
        TEXTS.format("x" * 30_000).encode(),
    ),
    "a cell in the last corner, written as no program does": replace_part(
        WHOLE["xlsx"], FIRST, SHEET.format(CORNERS.replace("r=", "r = ")).encode()
    ),
    "a cell in the last corner, with a prefix": replace_part(
        WHOLE["xlsx"],
        FIRST,
        SHEET.format(CORNERS).replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x=").encode(),
    ),
    "one long text in every cell, written as no program does": replace_part(
        replace_part(
            WHOLE["xlsx"],
            FIRST,
            SHEET.format('<row><c t="s"><v>0</v></c></row>' + "<row><c t='s'><v >0</v></c></row>" * 200_000).encode(),
        ),
        "xl/sharedStrings.xml",
        TEXTS.format("x" * 30_000).encode(),
    ),
    "one long text in every cell, behind empty ones": replace_part(
        replace_part(WHOLE["xlsx"], FIRST, SHEET.format('<row><c t="s"><v>9</v></c></row>' * 200_000).encode()),
        "xl/sharedStrings.xml",
        TEXTS.replace("<si>", "<si/>" * 9 + "<si>").format("x" * 30_000).encode(),
    ),
    "a part that unpacks without end": replace_part(WHOLE["xlsx"], FIRST, b" " * 300_000_000),
    "a row repeated without end": write_ods(write_row("text") + write_row("It rained.", repeated=100_000_000)),
    "a cell far to the right": write_ods(
        '<table:table-row table:number-rows-repeated="1000"><table:table-cell table:number-columns-repeated="16000"/>'
        '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>' * 50
    ),
    "a part that breaks off": replace_part(WHOLE["ods"], "content.xml", _CONTENT[: _CONTENT.rindex(b"</table:table>")]),
    "a text in UTF-16": replace_part(WHOLE["xlsx"], FIRST, SHEET.format(CORNERS).encode("utf-16")),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_would_fill_the_memory_is_refused_before_it_does(name: str) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(UnreadableFile) as refusal:
            read_sheet(HOSTILE[name])
        assert tracemalloc.get_traced_memory()[1] < BYTES
    finally:
        tracemalloc.stop()
    assert refusal.value.remedy


@pytest.mark.parametrize(
    "data",
    [
        b'"' * 1_000_000,
        b'a,"\n' * 100_000,
        b"text\n" + b'"x\n' * 100_000,
        b"text," * 200_000,
        b"text\n" + b"x\n" * 200_000,
        b"a;" * 900 + b"\n",
        b"text\n" + b"\\;" * 500_000,
        b"record,text\n" + b"novel,x\n" * 20_000,
        b"text,certainty\n" + b"x,very\n" * 50_000,
        b"title,author\n" + b"x," + b";".join(b"n%d" % number for number in range(50_000)) + b"\n",
    ],
)
def test_long_and_odd_tables_are_read_in_linear_time(data: bytes) -> None:
    check(data)
