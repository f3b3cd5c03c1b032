import zipfile
from io import BytesIO
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring
from hypothesis import given, settings

from argument_maps.graph import Graph
from argument_maps.reading.open_document.reader import read_open_document
from models.vocabulary import CitationStyle
from renderers.footnoted.figures import FigureDrawer
from renderers.footnoted.footnoted_text import FootnotedText, NotedParagraph, TextRun
from renderers.footnoted.ledger_text import build_ledger_text
from renderers.footnoted.open_document_writer import MEDIA_TYPE, write_open_document
from renderers.footnoted.outline_text import build_outline_text
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

URN = "{urn:oasis:names:tc:opendocument:xmlns:"
TEXT, STYLE, FO = f"{URN}text:1.0}}", f"{URN}style:1.0}}", f"{URN}xsl-fo-compatible:1.0}}"
DRAW, SVG = f"{URN}drawing:1.0}}", f"{URN}svg-compatible:1.0}}"
CHICAGO = CitationStyle.CHICAGO_NOTES


def part(data: bytes, name: str = "content.xml") -> Element:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return fromstring(archive.read(name))


def test_the_file_is_known_by_its_first_bytes_and_lists_its_parts() -> None:
    data = write_open_document(build_outline_text(whole(MANY_LANGUAGES), CHICAGO))
    assert data[30:38] == b"mimetype"
    assert data[38 : 38 + len(MEDIA_TYPE)] == MEDIA_TYPE.encode()
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED
        listed = {each.get(f"{URN}manifest:1.0}}full-path") for each in part(data, "META-INF/manifest.xml")}
        assert listed == {"/", *archive.namelist()} - {"mimetype", "META-INF/manifest.xml"}
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_same_text_gives_the_same_bytes() -> None:
    text = build_outline_text(whole(korea_graph()), CHICAGO)
    assert write_open_document(text) == write_open_document(text)


def test_notes_are_footnotes_where_they_are_referred_to() -> None:
    text = build_ledger_text(whole(korea_graph()), CHICAGO)
    notes = list(part(write_open_document(text)).iter(f"{TEXT}note"))
    assert {note.get(f"{TEXT}note-class") for note in notes} == {"footnote"}
    assert [int(note.findtext(f"{TEXT}note-citation") or "") for note in notes] == list_references(text)


def test_the_projects_own_reader_reads_every_note() -> None:
    text = build_outline_text(whole(korea_graph()), CHICAGO)
    assert read_notes(read_open_document, write_open_document(text)) == expected_notes(text)


def test_every_style_that_is_used_is_there() -> None:
    for text in (build_outline_text(whole(MANY_LANGUAGES), CHICAGO), build_ledger_text(whole(korea_graph()), CHICAGO)):
        data = write_open_document(text)
        roots = [part(data), part(data, "styles.xml")]
        there = {each.get(f"{STYLE}name") for root in roots for each in root.iter()}
        names = ("style-name", "default-style-name", "citation-style-name", "citation-body-style-name")
        used = {each.get(f"{TEXT}{name}") for root in roots for each in root.iter() for name in names} - {None}
        assert used <= there
        parents = {each.get(f"{STYLE}parent-style-name") for root in roots for each in root.iter()} - {None}
        assert parents <= there


def test_words_from_the_right_are_set_from_the_right_and_each_language_is_named() -> None:
    root = part(write_open_document(build_outline_text(whole(MANY_LANGUAGES), CHICAGO)))
    properties = {style.get(f"{STYLE}name"): child.attrib for style in root.iter(f"{STYLE}style") for child in style}
    spans = {"".join(span.itertext()): properties[span.get(f"{TEXT}style-name")] for span in root.iter(f"{TEXT}span")}
    assert spans[HEBREW] == {f"{STYLE}language-complex": "he", f"{STYLE}country-complex": "none"}
    assert spans[CHINESE][f"{STYLE}language-asian"] == "zh"
    assert spans[CHINESE][f"{STYLE}country-asian"] == "CN"
    assert spans[CHINESE][f"{STYLE}font-name-asian"] == "SimSun"
    assert spans["Была война"] == {f"{FO}language": "ru", f"{FO}country": "none"}
    turned = [
        each
        for each in root.iter(f"{TEXT}p")
        if properties.get(each.get(f"{TEXT}style-name"), {}).get(f"{STYLE}writing-mode") == "rl-tb"
    ]
    assert len(turned) == 1
    assert HEBREW in "".join(turned[0].itertext())


def test_figures_are_inside_with_what_is_told_in_their_place() -> None:
    drawer = FigureDrawer(theme="light", lang="both", crops=None)
    data = write_open_document(build_outline_text(whole(MANY_LANGUAGES), CHICAGO, "both", drawer))
    frames = list(part(data).iter(f"{DRAW}frame"))
    assert [str(frame.findtext(f"{SVG}desc")).startswith("Argument map, 5 records") for frame in frames] == [True]
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.read("Pictures/figure-1.png").startswith(b"\x89PNG")


@given(hostile_graphs())
@settings(deadline=None, max_examples=25)
def test_whatever_users_wrote_can_be_read_back(told: Graph) -> None:
    text = build_outline_text(whole(told), CHICAGO)
    read = read_notes(read_open_document, write_open_document(text))
    assert read == [note for note in expected_notes(text) if note]


def test_spaces_tabs_and_line_ends_are_kept() -> None:
    told = FootnotedText("T", (), "en", (NotedParagraph((TextRun("a   b\tc\nd"),)),), ())
    paragraph = list(part(write_open_document(told)).iter(f"{TEXT}p"))[-1]
    assert [child.tag.rpartition("}")[2] for child in paragraph] == ["s", "tab", "line-break"]
    assert paragraph[0].get(f"{TEXT}c") == "2"
