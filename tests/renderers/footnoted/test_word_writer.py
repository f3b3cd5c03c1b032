import zipfile
from io import BytesIO
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring
from docx import Document
from hypothesis import given, settings

from argument_maps.graph import Graph
from argument_maps.reading.word.reader import read_word
from models.vocabulary import CitationStyle
from renderers.boxes.region_crops import RegionCrop
from renderers.footnoted.figures import FigureDrawer
from renderers.footnoted.footnoted_text import FootnotedText, NotedParagraph, TextRun
from renderers.footnoted.ledger_text import build_ledger_text
from renderers.footnoted.outline_text import build_outline_text
from renderers.footnoted.word_writer import write_word
from tests.renderers.footnoted.noted_maps import (
    CHINESE,
    HEBREW,
    MANY_LANGUAGES,
    expected_notes,
    list_references,
    read_notes,
)
from tests.renderers.hostile import hostile_graphs
from tests.renderers.pictures import korea_graph, whole

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CHICAGO = CitationStyle.CHICAGO_NOTES


def part(data: bytes, name: str) -> Element:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return fromstring(archive.read(name))


def small() -> FootnotedText:
    return build_outline_text(whole(MANY_LANGUAGES), CHICAGO)


def korea_outline() -> FootnotedText:
    return build_outline_text(whole(korea_graph()), CHICAGO)


def run_of(root: Element, words: str) -> Element:
    return next(run for run in root.iter(f"{W}r") if "".join(t.text or "" for t in run.iter(f"{W}t")) == words)


def test_every_reference_has_its_footnote_and_every_footnote_its_reference() -> None:
    text = korea_outline()
    data = write_word(text)
    referred = [int(each.get(f"{W}id", "")) for each in part(data, "word/document.xml").iter(f"{W}footnoteReference")]
    notes = [int(each.get(f"{W}id", "")) for each in part(data, "word/footnotes.xml").iter(f"{W}footnote")]
    assert referred == list_references(text)
    assert notes == [-1, 0, *referred]
    settings_part = part(data, "word/settings.xml").find(f"{W}footnotePr")
    assert settings_part is not None
    assert [each.get(f"{W}id") for each in settings_part] == ["-1", "0"]


def test_the_footnotes_are_known_to_the_package_and_have_their_styles() -> None:
    data = write_word(small())
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert b'PartName="/word/footnotes.xml"' in archive.read("[Content_Types].xml")
        assert b'Target="footnotes.xml"' in archive.read("word/_rels/document.xml.rels")
    ids = {style.get(f"{W}styleId") for style in part(data, "word/styles.xml").iter(f"{W}style")}
    roots = [part(data, "word/document.xml"), part(data, "word/footnotes.xml")]
    used = {
        each.get(f"{W}val") for root in roots for tag in ("pStyle", "rStyle", "tblStyle") for each in root.iter(W + tag)
    }
    assert {"FootnoteText", "FootnoteReference", "Heading1", "Quote", "Bibliography"} <= used
    assert used <= ids


def test_every_list_that_is_named_is_there() -> None:
    data = write_word(korea_outline())
    there = {each.get(f"{W}numId") for each in part(data, "word/numbering.xml").iter(f"{W}num")}
    used = {
        each.get(f"{W}val")
        for name in ("word/document.xml", "word/styles.xml")
        for each in part(data, name).iter(f"{W}numId")
    }
    assert used == there == {"1"}


def test_python_docx_opens_it_with_headings_paragraphs_and_tables() -> None:
    document = Document(BytesIO(write_word(build_ledger_text(whole(korea_graph()), CHICAGO))))
    assert (
        document.core_properties.title
        == "Korea 1950: contemporary perceptions against archival findings: ledger of verdicts"
    )
    assert len(document.tables) == 1
    assert document.tables[0].rows[0].cells[0].text == "Perception"
    assert "What is missing" in [each.text for each in document.paragraphs if each.style.name == "Heading 1"]
    assert document.sections[0].page_width > document.sections[0].page_height


def test_the_projects_own_reader_reads_every_note() -> None:
    text = korea_outline()
    assert read_notes(read_word, write_word(text)) == expected_notes(text)


def test_the_same_text_gives_the_same_bytes_and_says_no_day() -> None:
    data = write_word(small())
    assert data == write_word(small())
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"created" not in archive.read("docProps/core.xml")
        assert not any("thumbnail" in name for name in archive.namelist())


def test_words_from_the_right_are_set_from_the_right_and_each_language_is_named() -> None:
    root = part(write_word(small()), "word/document.xml")
    hebrew = run_of(root, HEBREW).find(f"{W}rPr")
    assert hebrew is not None
    assert hebrew.find(f"{W}rtl") is not None
    assert hebrew.find(f"{W}lang").attrib == {f"{W}bidi": "he"}  # type: ignore[union-attr] # it is there
    chinese = run_of(root, CHINESE).find(f"{W}rPr")
    assert chinese is not None
    assert chinese.find(f"{W}rFonts").attrib == {f"{W}hint": "eastAsia", f"{W}eastAsia": "SimSun"}  # type: ignore[union-attr] # so is it
    assert chinese.find(f"{W}lang").attrib == {f"{W}eastAsia": "zh-CN"}  # type: ignore[union-attr] # so is it
    turned = [each for each in root.iter(f"{W}p") if each.find(f"{W}pPr/{W}bidi") is not None]
    assert len(turned) == 1
    assert HEBREW in "".join(turned[0].itertext())


def test_figures_are_inside_with_what_is_told_in_their_place() -> None:
    crop = RegionCrop(
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xc0\x00\x0b\x08\x00\x01\x00\x01\x01\x01\x11\x00\xff\xd9",
        1,
        1,
        "A stamp",
    )
    drawer = FigureDrawer(theme="light", lang="both", crops={"E1": (crop,)})
    data = write_word(build_outline_text(whole(MANY_LANGUAGES), CHICAGO, "both", drawer))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        media = sorted(name for name in archive.namelist() if "/media/" in name)
    assert [name.rpartition(".")[2] for name in media] == ["png", "jpg"]
    document = part(data, "word/document.xml")
    described = [each.get("descr") for each in document.iter() if each.tag.endswith("}docPr")]
    assert described == ["Argument map, 5 records: Small", "A stamp"]
    assert len(Document(BytesIO(data)).inline_shapes) == 2


@given(hostile_graphs())
@settings(deadline=None, max_examples=25)
def test_whatever_users_wrote_can_be_read_back(told: Graph) -> None:
    text = build_outline_text(whole(told), CHICAGO)
    data = write_word(text)
    assert read_notes(read_word, data) == [note for note in expected_notes(text) if note]


def test_a_line_end_is_one_and_what_xml_forbids_is_left_out() -> None:
    told = FootnotedText("T", (), "en", (NotedParagraph((TextRun("one\ntwo\x00 <b>&"),)),), ())
    root = part(write_word(told), "word/document.xml")
    assert len(list(root.iter(f"{W}br"))) == 1
    assert "".join(root.itertext()).endswith("onetwo <b>&")
