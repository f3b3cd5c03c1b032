"""Volumes and corpora in TEI: their documents are listed, and one is read without the others."""

import tracemalloc
from pathlib import Path

import pytest

from argument_maps.reading import ReadingOptions, UnreadableText, read_text
from argument_maps.reading.blocks import UnchosenDocument
from argument_maps.reading.plain_text import write_plain_text
from argument_maps.reading.results import ListedDocument
from argument_maps.reading.tei.volumes import LONGEST_WHOLE
from models.text_vocabulary import MilestoneSort
from tests.argument_maps.reading.listed_documents import list_documents

HEADER = (
    "<teiHeader><fileDesc><titleStmt><title type='complete'>Papers on Foreign Relations, 1950</title>"
    "<title type='series'>Papers</title><editor>Ann Able</editor></titleStmt><publicationStmt>"
    "<publisher>A Press</publisher><pubPlace>London</pubPlace><date>1976</date></publicationStmt></fileDesc>"
    "</teiHeader>"
)


def write_document(number: int, words: str = "", kind: str = "document") -> str:
    return (
        f'<div type="{kind}" n="{number}" xml:id="d{number}"><head>{number}. Memorandum <hi>No. {number}</hi>'
        f'<note n="1" type="source">Source: National Archives, RG 59, Box {number}. Secret.</note></head>'
        f"<dateline><placeName>Seoul</placeName>, <date>June {number % 30 + 1},\n 1950</date></dateline>"
        f'<p>On page one.{words}</p><pb n="{2 * number + 1}"/><p>On the second page.<note n="2">Not printed.</note></p>'
        "</div>"
    )


def write_volume(count: int, words: str = "") -> bytes:
    documents = "".join(f'<pb n="{2 * n}"/>{write_document(n, words)}' for n in range(1, count + 1))
    return (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{HEADER}<text><front><div type="section"><p>Preface.</p></div>'
        f'</front><body><div type="compilation"><head>Korea</head>{documents}</div></body></text></TEI>'
    ).encode()


CORPUS = (
    b"<teiCorpus xmlns='http://www.tei-c.org/ns/1.0'><teiHeader/>"
    b"<TEI xml:id='a'><teiHeader><fileDesc><titleStmt><title>First</title></titleStmt></fileDesc></teiHeader>"
    b"<text><body><p>One.</p></body></text></TEI>"
    b"<TEI><teiHeader><fileDesc><titleStmt><title>Second</title><author>Ben</author></titleStmt></fileDesc></teiHeader>"
    b"<text><body><p>Two.</p></body></text></TEI></teiCorpus>"
)
GROUP = (
    b"<TEI.2><teiHeader/><text><group><text id='x'><body><head>Prime</head><p>One.</p></body></text>"
    b"<text><body><p>Two.</p></body></text></group></text></TEI.2>"
)


def test_the_documents_of_a_volume_are_listed_with_title_date_and_page() -> None:
    assert list_documents(write_volume(2), "text/xml") == (
        ListedDocument("d1", "1. Memorandum No. 1", "June 2, 1950", "2"),
        ListedDocument("d2", "2. Memorandum No. 2", "June 3, 1950", "4"),
    )


def test_a_short_volume_is_read_whole_with_the_same_list() -> None:
    reading = read_text(write_volume(3), "text/xml")
    assert reading.content.text.startswith("Preface.\n\nKorea\n\n1. Memorandum No. 1")
    assert reading.documents == list_documents(write_volume(3), "text/xml")
    assert reading.source_data["title"] == "Papers on Foreign Relations, 1950"


def test_a_document_is_read_alone_with_its_page_and_what_its_source_needs() -> None:
    reading = read_text(write_volume(3), "text/xml", ReadingOptions(document="d2"))
    assert write_plain_text(reading.content) == (
        "2. Memorandum No. 2[1]\n\n[1] Source: National Archives, RG 59, Box 2. Secret.\n\nSeoul, June 3, 1950\n\n"
        "On page one.\n\nOn the second page.[2]\n\n[2] Not printed."
    )
    pages = [one for one in reading.content.milestones if one.sort is MilestoneSort.PAGE]
    assert [(one.label, reading.content.text[one.at :][:13]) for one in pages] == [
        ("4", "2. Memorandum"),
        ("5", "On the second"),
    ]
    assert reading.source_data == {
        "title": "2. Memorandum No. 2",
        "date_of_record": "June 3, 1950",
        "place": "Seoul",
        "archive_reference": "National Archives, RG 59, Box 2. Secret.",
        "number": "2",
        "pages": "4–5",
        "container_title": "Papers on Foreign Relations, 1950",
        "publisher_place": "London",
        "editor": "Ann Able",
        "series": "Papers",
        "publisher": "A Press",
        "issued": "1976",
    }


def test_a_document_is_found_by_its_number_as_well() -> None:
    by_number = read_text(write_volume(3), "text/xml", ReadingOptions(document="3"))
    assert by_number.content.text.startswith("3. Memorandum")


@pytest.mark.parametrize(
    ("data", "words"), [(write_volume(3), "such as d1, d2, d3"), (b"<TEI><text>a</text></TEI>", "not a volume")]
)
def test_an_unknown_document_is_refused_with_some_that_are_there(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableText) as refused:
        read_text(data, "text/xml", ReadingOptions(document="d9"))
    assert words in f"{refused.value.detail} {refused.value.remedy}"


def test_texts_of_a_corpus_can_be_chosen() -> None:
    assert list_documents(CORPUS, "text/xml") == (ListedDocument("a", "First"), ListedDocument("2", "Second"))
    assert read_text(CORPUS, "text/xml").documents == list_documents(CORPUS, "text/xml")
    chosen = read_text(CORPUS, "text/xml", ReadingOptions(document="2"))
    assert chosen.content.text == "Two."
    assert chosen.source_data == {"title": "Second", "author": "Ben"}


def test_texts_of_a_group_can_be_chosen() -> None:
    assert read_text(GROUP, "text/xml").documents == (ListedDocument("x", "Prime"), ListedDocument("2", ""))
    assert read_text(GROUP, "text/xml", ReadingOptions(document="x")).content.text == "Prime\n\nOne."


def test_a_volume_too_long_to_be_one_text_is_refused_with_its_documents() -> None:
    volume = write_volume(60, " and more" * 12_000)
    assert len(volume) > LONGEST_WHOLE
    with pytest.raises(UnchosenDocument, match="60 documents") as refused:
        read_text(volume, "text/xml")
    assert refused.value.documents == list_documents(volume, "text/xml")
    assert "d1" in refused.value.remedy
    assert read_text(volume, "text/xml", ReadingOptions(document="d60")).source_data["number"] == "60"


def test_a_document_that_begins_with_its_page_is_listed_on_that_page() -> None:
    volume = (
        b'<TEI><text><pb n="1"/><div type="document" n="a"><pb n="2"/><head>A</head><p>One</p></div>'
        b'<div type="document" n="b"><p>Two</p><pb n="3"/></div></text></TEI>'
    )
    assert [(one.id, one.page) for one in list_documents(volume, "text/xml")] == [("a", "2"), ("b", "2")]
    assert read_text(volume, "text/xml").documents == list_documents(volume, "text/xml")
    alone = read_text(volume, "text/xml", ReadingOptions(document="a"))
    assert [one.label for one in alone.content.milestones] == ["2"]
    assert alone.source_data["pages"] == "2"


def test_a_document_within_a_document_is_a_part_of_it() -> None:
    volume = (
        b'<TEI><text><div type="document" n="a"><p>A</p><div type="letter" n="c"><p>C</p></div></div>'
        b'<div type="document" n="b"><p>B</p></div></text></TEI>'
    )
    assert [one.id for one in list_documents(volume, "text/xml")] == ["a", "b"]
    assert read_text(volume, "text/xml").documents == list_documents(volume, "text/xml")
    assert read_text(volume, "text/xml", ReadingOptions(document="a")).content.text == "A\n\nC"


def test_namespaces_declared_above_a_document_hold_within_it() -> None:
    volume = (
        '<t:TEI xmlns:t="http://www.tei-c.org/ns/1.0" xmlns:x="urn:x"><t:text><t:div type="document" xml:id="a">'
        '<t:p>One <x:y>two</x:y></t:p></t:div><t:div type="document" xml:id="b"/></t:text></t:TEI>'
    )
    assert read_text(volume.encode(), "text/xml", ReadingOptions(document="a")).content.text == "One two"


def test_a_list_of_documents_takes_little_memory() -> None:
    volume = write_volume(40, " and more" * 12_000)
    tracemalloc.start()
    assert len(list_documents(volume, "text/xml")) == 40
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # The text in its letters, in its bytes, and once more while one is made of the other.
    assert most < 4 * len(volume)


FOREIGN_RELATIONS = (Path(__file__).parent / "cases" / "tei" / "frus-two-documents.xml").read_bytes()


def test_a_printed_document_of_foreign_relations_is_read_with_its_notes_and_its_pages() -> None:
    reading = read_text(FOREIGN_RELATIONS, "text/xml", ReadingOptions(document="d8"))
    assert write_plain_text(reading.content) == (
        "8. Memorandum\n\nWashington, May 8, 1950.\n\nSUBJECT\n\n"
        "Data for Consideration in Connection with NSC Studies\n\n"
        "a. Prompt and final decision is made on NSC 50,[4] thus providing a firm basis for organization.\n\n"
        "[4] For text of NSC 50, see Foreign Relations, 1945–1950, Emergence of the Intelligence Establishment, "
        "Document 384.\n\nb. Adequate space is available to accommodate the Washington headquarters.\n\n"
        "Frank G. Wisner[5]\n\n[5] Printed from a copy that bears this typed signature."
    )
    assert (reading.source_data["number"], reading.source_data["pages"]) == ("8", "12–14")
    assert reading.source_data["editor"] == "Douglas Keane; Michael Warner"


def test_the_source_of_a_document_that_is_not_printed_is_that_in_brackets() -> None:
    reading = read_text(FOREIGN_RELATIONS, "text/xml", ReadingOptions(document="d9"))
    assert reading.source_data["title"] == (
        "9. Memorandum From the Secretary of State's Special Assistant for Intelligence (Armstrong) to the Under "
        "Secretary of State (Webb)"
    )
    assert reading.source_data["archive_reference"] == (
        "Department of State, A/MS Files: Lot 54 D 291, CIA 1949–52. Top Secret. 2 pages not declassified."
    )
    assert reading.source_data["pages"] == "14"


def test_documents_numbered_alike_in_each_part_are_told_apart() -> None:
    part = '<group><text n="1"><body><p>{}</p></body></text><text n="2"><body><p>{}</p></body></text></group>'
    parts = f"<text>{part.format('A.', 'B.')}</text><text>{part.format('C.', 'D.')}</text>"
    data = f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><group>{parts}</group></text></TEI>'.encode()
    names = [document.id for document in list_documents(data, "text/xml")]
    assert len(set(names)) == len(names) >= 2
    read_by_name = [read_text(data, "text/xml", ReadingOptions(document=name)).content.text for name in names]
    assert len(set(read_by_name)) == len(names)


def test_the_only_document_may_be_in_the_second_text() -> None:
    division = '<text><body><div type="document" n="1"><head>H</head><p>B.</p></div></body></text>'
    data = f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p>A.</p></body></text>{division}</TEI>'.encode()
    assert "B." in read_text(data, "text/xml").content.text
