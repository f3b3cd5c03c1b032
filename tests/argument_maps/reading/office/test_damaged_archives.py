"""Damaged Word documents, OpenDocument texts and books: read in part, or refused with what to do, and in time."""

import io
import random
import time
import tracemalloc
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argument_maps.reading import ReadingOptions, UnreadableText, find_media_type, read_text
from argument_maps.reading.blocks import UnchosenDocument
from argument_maps.reading.results import ListedDocument
from models.errors import MapError
from models.records.contents import ContentDraft
from models.text_vocabulary import ReportSort
from tests.argument_maps.reading.office.archive_builders import (
    build_book,
    build_open_document,
    build_word,
    pack,
    write_paragraph,
)

SECONDS = 10.0
CASES = sorted((Path(__file__).parent.parent / "cases" / "docx").glob("*.docx"))
NOTE = (
    "<text:p>Words<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>A note.</text:p>"
    '</text:note-body></text:note> <text:span text:style-name="s">more</text:span></text:p>'
    "<text:list><text:list-item><text:p>x</text:p></text:list-item></text:list><table:table><table:table-row>"
    "<table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><text:p>b</text:p></table:table-cell>"
    "</table:table-row></table:table>"
)
BOOK = {
    "one": '<h1>One</h1><p>Words<sup><a href="notes.xhtml#n">1</a></sup><br/>.</p><ol><li>x</li></ol>',
    "notes": '<p id="n">1. A note.</p><table><tr><td>a</td></tr></table>',
}
WHOLE = {
    "docx": tuple(path.read_bytes() for path in CASES),
    "odt": (build_open_document(NOTE, "<style:style style:name='s' style:family='text'/>"),),
    "epub": (build_book(BOOK, "<dc:title>T</dc:title>", '<li><a href="text/one.xhtml">One</a></li>'),),
}
PIECES = (
    b"<",
    b">",
    b"&",
    b"</w:p>",
    b"<w:p>",
    b"<w:tbl><w:tr><w:tc>",
    b"<text:list>",
    b"<!DOCTYPE a [",
    b"\0",
    b"]]>",
)


def check(data: bytes, ending: str) -> None:
    media_type = find_media_type("", f"a.{ending}")
    begun = time.monotonic()
    documents: tuple[ListedDocument, ...] = ()
    try:
        reading = read_text(data, media_type)
        documents, content = reading.documents, reading.content
        assert content.is_sound
        assert ContentDraft.model_validate(content.model_dump()) == content
    except UnchosenDocument as error:
        documents = error.documents
    except MapError:
        pass
    for document in documents[:2]:
        with suppress(MapError):
            assert read_text(data, media_type, ReadingOptions(document=document.id)).content.is_sound
    assert time.monotonic() - begun < SECONDS


def damage_bytes(data: bytes, chance: random.Random) -> bytes:
    """Return bytes that were cut, flipped, repeated, dropped or mixed up."""
    damaged = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at, length = chance.randrange(len(damaged) + 1), chance.choice((1, 3, 20, 200))
        match chance.randrange(6):
            case 0:
                damaged[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                damaged[at:at] = damaged[at : at + length] * chance.choice((1, 2, 50))
            case 2:
                del damaged[at : at + length]
            case 3:
                damaged[at:at] = chance.choice(PIECES) * chance.choice((1, 1, 40))
            case 4:
                other = chance.randrange(len(damaged) + 1)
                damaged[at : at + length] = damaged[other : other + length]
            case _:
                if chance.random() < 0.2:
                    del damaged[at:]
    return bytes(damaged)


def damage_part(data: bytes, chance: random.Random) -> bytes:
    """Return an archive that is whole itself, one part of which is damaged, missing, or in the place of another."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    names = [name for name in parts if name.endswith((".xml", ".rels", ".opf", ".xhtml")) and "theme" not in name]
    name = chance.choice(names)
    match chance.randrange(8):
        case 0:
            del parts[name]
        case 1:
            parts[name] = parts[chance.choice(names)]
        case _:
            parts[name] = damage_bytes(bytes(parts[name]), chance)  # type: ignore[arg-type] # all were read as bytes
    return pack(parts)


def read_damaged(ending: str, count: int, seed: int) -> None:
    chance = random.Random(seed)
    for number in range(count):
        damage = damage_part if number % 2 else damage_bytes
        check(damage(chance.choice(WHOLE[ending]), chance), ending)


@pytest.mark.parametrize("ending", WHOLE)
def test_a_damaged_archive_is_read_in_part_or_refused(ending: str) -> None:
    read_damaged(ending, 120, seed=17)


@pytest.mark.soak
@pytest.mark.parametrize("ending", WHOLE)
def test_ten_thousand_damaged_archives_are_read_in_part_or_refused(ending: str) -> None:
    read_damaged(ending, 10_000, seed=1950)


WORD_NAMES = [
    "w:p",
    "w:r",
    "w:t",
    "w:tbl",
    "w:tr",
    "w:tc",
    "w:ins",
    "w:del",
    "w:moveFrom",
    "w:hyperlink",
    "w:sdt",
    "w:sdtContent",
    "w:pPr",
    "w:rPr",
    "w:numPr",
    "w:sectPr",
    "w:drawing",
    "w:txbxContent",
    "mc:AlternateContent",
    "mc:Choice",
    "w:ruby",
    "w:rt",
    "w:rubyBase",
    "w:sym",
    "w:br",
    "w:tab",
    "w:fldChar",
    "w:instrText",
    "w:footnoteReference",
    "m:oMath",
    "m:f",
    "w:commentRangeStart",
    "w:commentRangeEnd",
    "w:commentReference",
    "w:strike",
    "w:vanish",
    "w:vMerge",
    "w:framePr",
]
WORD_ATTRIBUTES = (
    "",
    'w:val="1"',
    'w:id="1"',
    'w:fldCharType="begin"',
    'w:fldCharType="end"',
    'w:char="F0"',
    'w:val="superscript"',
    'w:dropCap="drop"',
    'w:customMarkFollows="1" w:id="1"',
    'xml:space="preserve"',
    'w:val="-3"',
    'w:val="99999999999"',
)
OPEN_NAMES = [
    "text:p",
    "text:h",
    "text:span",
    "text:list",
    "text:list-item",
    "text:list-header",
    "table:table",
    "table:table-row",
    "table:table-cell",
    "text:note",
    "text:note-citation",
    "text:note-body",
    "office:annotation",
    "draw:frame",
    "text:s",
    "draw:text-box",
    "draw:image",
    "text:ruby",
    "text:ruby-base",
    "text:change-start",
    "text:tracked-changes",
    "text:a",
    "text:changed-region",
    "text:deletion",
    "text:section",
    "office:annotation-end",
    "text:line-break",
    "draw:g",
]
OPEN_ATTRIBUTES = (
    *("", 'text:c="9"', 'text:style-name="s"', 'text:display="none"', 'table:number-columns-repeated="999999"'),
    *('office:name="a"', 'text:start-value="4"', 'text:continue-numbering="true"', 'text:outline-level="x"'),
)
WORDS = st.sampled_from(["a ", "word", " ", "\n ", "金", "⟧", "-", ""])


def grow_trees(names: list[str], attributes: tuple[str, ...]) -> st.SearchStrategy[list[Any]]:
    def wrap(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        return st.tuples(st.sampled_from(names), st.sampled_from(attributes), st.lists(children, max_size=5))

    return st.lists(st.recursive(WORDS, wrap, max_leaves=30), max_size=6)


def write_tree(tree: Any) -> str:
    if isinstance(tree, str):
        return tree
    name, attribute, children = tree
    return f"<{name} {attribute}>{''.join(map(write_tree, children))}</{name}>"


@given(grow_trees(WORD_NAMES, WORD_ATTRIBUTES))
def test_however_elements_of_word_stand_in_each_other_the_text_is_sound(trees: list[Any]) -> None:
    body = "".join(map(write_tree, trees))
    note = f'<w:footnote w:id="1">{body}</w:footnote>'
    check(
        build_word(body, footnotes=note, comments='<w:comment w:id="1"><w:p><w:r><w:t>c</w:t></w:r></w:p></w:comment>'),
        "docx",
    )


@given(grow_trees(OPEN_NAMES, OPEN_ATTRIBUTES))
def test_however_elements_of_open_document_stand_in_each_other_the_text_is_sound(trees: list[Any]) -> None:
    check(build_open_document("".join(map(write_tree, trees))), "odt")


DEEP = "<w:tbl><w:tr><w:tc>" * 60_000
HUGE = b" " * (30 * 2**20)


@pytest.mark.parametrize(
    ("ending", "data"),
    [
        ("docx", build_word(DEEP)),
        ("docx", build_word(DEEP + "</w:tc></w:tr></w:tbl>" * 60_000)),
        ("docx", pack({"word/document.xml": HUGE})),
        ("odt", pack({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": HUGE})),
        ("docx", build_word("<w:p><w:r><w:footnoteReference w:id='1'/></w:r></w:p>" * 100_000)),
        ("docx", build_word("<w:p><w:del>" * 80 + "<w:r><w:t>a</w:t></w:r>" * 50_000 + "</w:del></w:p>" * 80)),
        ("docx", pack({"word/document.xml": "<!DOCTYPE a [" + "<!ENTITY b '&c;&c;'>" * 9 + "]><a>&b;</a>"})),
        ("epub", build_book({"one": "<div>" * 50_000})),
        ("epub", build_book({f"c{number}": "<p>a</p>" for number in range(3_000)})),
        ("odt", build_open_document("<text:list><text:list-item>" * 90 + "</text:list-item></text:list>" * 90)),
        ("docx", pack({f"part{number}": "" for number in range(11_000)})),
    ],
    ids=[
        "open",
        "deep",
        "long",
        "long text",
        "notes",
        "deletions",
        "entities",
        "deep page",
        "chapters",
        "lists",
        "parts",
    ],
)
def test_much_of_one_thing_is_refused_or_read_in_time(ending: str, data: bytes) -> None:
    check(data, ending)


def test_a_part_that_unpacks_without_end_is_not_unpacked() -> None:
    data = pack({"word/document.xml": b" " * (200 * 2**20)})
    tracemalloc.start()
    try:
        with pytest.raises(UnreadableText, match="unpacks to more"):
            read_text(data, find_media_type("", "a.docx"))
        assert tracemalloc.get_traced_memory()[1] < 100 * 2**20
    finally:
        tracemalloc.stop()


def test_a_document_whose_notes_are_damaged_is_read_without_them_and_says_so() -> None:
    data = build_word(write_paragraph("Words."), footnotes="<w:footnote>")
    reading = read_text(data, find_media_type("", "a.docx"))
    assert reading.content.text == "Words."
    assert [entry.samples for entry in reading.report if entry.sort is ReportSort.UNREADABLE_PARTS] == [
        ["word/footnotes.xml"]
    ]


@pytest.mark.parametrize(
    ("document", "detail"),
    [
        ("<w:document><w:body>", "The part word/document.xml of the file is not well-formed XML."),
        ("<!DOCTYPE a [<!ENTITY a '&a;'>]><w>&a;</w>", "The file’s entity “a” stands for itself."),
        ("<w>" + "<b/>" * 1_000_001 + "</w>", "The file has more than 1,000,000 elements."),
    ],
)
def test_what_is_wrong_with_a_part_is_told(document: str, detail: str) -> None:
    with zipfile.ZipFile(io.BytesIO(build_word(write_paragraph("Words.")))) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    parts["word/document.xml"] = document
    with pytest.raises(UnreadableText) as refused:
        read_text(pack(parts), find_media_type("", "a.docx"))
    assert str(refused.value.detail) == detail
