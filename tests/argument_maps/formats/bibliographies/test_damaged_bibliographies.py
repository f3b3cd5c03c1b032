"""Damaged and hostile bibliographies are read in part or refused in words, in time."""

import random
import time
from pathlib import Path

import pytest

from argument_maps.draft_values import build_draft
from argument_maps.formats.exchange import FormatReading, UnreadableFile
from argument_maps.formats.interchange_formats import FormatSort
from argument_maps.formats.map_building import MapBuilder
from argument_maps.formats.registry import FORMATS
from tests.argument_maps.formats.bibliographies.test_marked_up import MODS
from tests.argument_maps.formats.bibliographies.test_zotero_csv import BOOK, LETTER, write_library

SECONDS = 10.0
FILES = Path(__file__).parent / "conformance"
BIBTEX = (FILES / "BibtexImporter.examples.bib").read_text() + (FILES / "RisImporterTestScience.bib").read_text()
RIS = (FILES / "RisImporterTestScopus.ris").read_text() + (FILES / "RisImporterTest1.ris").read_text()
CSL = """[{"id": "a", "type": "manuscript", "title": "Telegram", "archive": "RGASPI",
 "archive_location": "f. 558, op. 11", "note": "genre: x\\ny",
 "author": [{"family": "Gogh", "given": "V.", "non-dropping-particle": "van"}, {"literal": "UN"}],
 "issued": {"date-parts": [[1950, "6", 25]]}}, {"id": "b", "type": "book", "title": "B", "issued": {"raw": "195X"}}]"""
ENDNOTE_XML = """<xml><records><record><ref-type name="Book">6</ref-type><contributors><authors><author>A, B</author>
</authors></contributors><titles><title><style>T</style></title></titles><dates><year>1950</year></dates></record></records>
</xml>"""
WHOLE = {
    "bibtex": BIBTEX,
    "ris": RIS,
    "csl-json": CSL,
    "endnote": (FILES / "Endnote.entries.enw").read_text(),
    "endnote-xml": ENDNOTE_XML,
    "mods": MODS,
    "zotero-csv": write_library(BOOK, LETTER).decode("utf-8-sig"),
}
PIECES = (
    "@",
    "{",
    "}",
    "\\",
    '"',
    "#",
    "=",
    ",",
    "TY  - ",
    "ER  - ",
    "%0 ",
    "<",
    ">",
    "&",
    "[",
    "]",
    ":",
    "\0",
    "\n",
    " and ",
)


def test_every_bibliography_is_damaged() -> None:
    assert set(WHOLE) == {name for name, entry in FORMATS.items() if entry.sort == FormatSort.BIBLIOGRAPHY}


@pytest.mark.parametrize("name", WHOLE)
def test_a_damaged_bibliography_is_read_in_part_or_refused(name: str) -> None:
    read_damaged(name, 100, seed=17)


@pytest.mark.soak
@pytest.mark.parametrize("name", WHOLE)
def test_ten_thousand_damaged_bibliographies_are_read_in_part_or_refused(name: str) -> None:
    read_damaged(name, 10_000, seed=1950)


@pytest.mark.parametrize(
    "text",
    [
        "@book{a, title={" * 20_000,
        "@book{a," + "{" * 300_000,
        "@book{a, title={T}, author={" + "}" * 200_000,
        "@book{a, title={T}, author={" + "{a} and " * 30_000 + "}}",
        '@book{a, title="' + '"' * 300_000,
        "@book(a, title={T}" + "\n@book(" * 30_000,
        "@book{a, title={T}, note={" + "\\'" * 100_000 + "}}",
        "@book{a, title={T}, note={" + "\\emph{" * 20_000 + "}" * 20_000 + "}}",
        "@" * 300_000,
        "@a  " * 100_000,
        "@string{a = {b}}\n" * 20_000 + "@book{a, title=a}",
        "@book{a, title={T}, crossref={a}}\n" * 5_000,
        "@book{a, title={T}, month=" + " # jan" * 50_000 + "}",
        "@book{a, title={T}, note={" + "\\'{a" * 29 + "}" * 29 + "}}",
        "@book{a, title={T}, author={{" + "\\~ " * 300 + "a}}}",
    ],
    ids=range(15),
)
def test_hostile_files_of_bibtex_take_no_longer_than_others(text: str) -> None:
    read_or_refuse("bibtex", text.encode())


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ris", "TY  - BOOK\n" * 50_000),
        ("ris", "TY  - BOOK\nTI  - T\n" + "more\n" * 200_000),
        ("ris", "TY  - BOOK\nAU  - " + ", " * 100_000),
        ("endnote", "%0 Book\n%T T\n" + "x\n" * 200_000),
        ("csl-json", "[" + '{"id":' * 50_000),
        ("csl-json", '[{"id": 1, "type": "book", "note": "' + "a: " * 100_000 + '"}]'),
        ("mods", "<mods>" * 100_000),
        ("mods", "<mods " + "a:b='c' " * 50_000 + "/>"),
    ],
    ids=range(8),
)
def test_hostile_files_take_no_longer_than_others(name: str, text: str) -> None:
    read_or_refuse(name, text.encode())


def damage(whole: str, chance: random.Random) -> bytes:
    """Return a file that was cut, overwritten, repeated or mixed up."""
    text = whole
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(text) + 1)
        length = chance.choice((1, 3, 20, 200))
        match chance.randrange(4):
            case 0:
                text = text[:at] + text[at + length :]
            case 1:
                text = text[:at] + text[at : at + length] * chance.choice((2, 30)) + text[at:]
            case 2:
                text = text[:at] + chance.choice(PIECES) * chance.choice((1, 2, 300)) + text[at:]
            case _:
                text = text[: max(at, 30)]
    data = bytearray(text.encode(chance.choice(("utf-8", "utf-8", "utf-16", "cp1252")), "replace"))
    if data and chance.random() < 0.3:
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def read_damaged(name: str, number: int, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(number):
        read_or_refuse(name, damage(WHOLE[name], chance))


def read_or_refuse(name: str, data: bytes) -> None:
    read = FORMATS[name].read
    assert read is not None
    begun = time.perf_counter()
    try:
        reading = read(data)
    except UnreadableFile as refusal:
        told = (refusal.detail, refusal.remedy)
    else:
        told = ("read", "read")
        check(reading)
    assert all(told)
    assert time.perf_counter() - begun < SECONDS


def check(reading: FormatReading) -> None:
    """Check that every record is one that the model allows, and every problem said in words."""
    builder = MapBuilder("Again")
    for record in reading.graph:
        kind, draft = build_draft(record)
        assert builder.add_record(kind, draft, label=record.id) == record.id
    assert not builder.problems
    assert all(problem.message and problem.outcome for problem in reading.problems)
