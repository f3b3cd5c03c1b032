"""EPUB books are read whole or by chapter, with their notes, pages and titles."""

import pytest

from argument_maps.reading import ReadingOptions, UnreadableText, find_media_type, read_text
from argument_maps.reading.blocks import UnchosenDocument
from argument_maps.reading.ebooks import reader
from argument_maps.reading.plain_text import write_plain_text
from models.text_vocabulary import MilestoneSort
from tests.argument_maps.reading.listed_documents import list_documents
from tests.argument_maps.reading.office.archive_builders import build_book, build_word, pack, write_paragraph

EPUB = find_media_type("", "a.epub")
CHAPTERS = {
    "one": '<h1>The Plan</h1><p>Kim went<a id="x"/> to Moscow.<a epub:type="noteref" href="notes.xhtml#n1">1</a></p>',
    "two": '<h1>The War</h1><p>It began<span epub:type="pagebreak" id="p7" title="7"/> in June.</p>',
    "notes": '<section epub:type="endnotes"><h1>Notes</h1><ol><li id="n1"><p>Shtykov, 19 January.</p></li></ol>'
    "</section>",
}
CONTENTS = '<li><a href="text/one.xhtml">1. The Plan</a></li><li><a href="text/two.xhtml#top">2. The War</a></li>'
METADATA = (
    "<dc:title>Uneasy Neighbours</dc:title><dc:creator>Ann Able</dc:creator><dc:creator>Bob Baker</dc:creator>"
    '<dc:contributor opf:role="trl">Cyd Cole</dc:contributor><dc:date>1993-05-01T00:00:00Z</dc:date>'
    "<dc:publisher>Press</dc:publisher><dc:language>en</dc:language>"
)


def test_chapters_are_listed_in_their_order_with_the_titles_of_the_contents() -> None:
    documents = list_documents(build_book(CHAPTERS, METADATA, CONTENTS), EPUB)
    assert [(each.id, each.title) for each in documents] == [
        *(("one", "1. The Plan"), ("two", "2. The War"), ("notes", "Notes"))
    ]


def test_a_book_is_read_whole_with_notes_below_their_paragraphs() -> None:
    reading = read_text(build_book(CHAPTERS, METADATA, CONTENTS), EPUB)
    assert write_plain_text(reading.content) == (
        "The Plan\n\nKim went to Moscow.[1]\n\n[1] Shtykov, 19 January.\n\nThe War\n\nIt began in June.\n\nNotes"
    )
    assert [each.title for each in reading.documents] == ["1. The Plan", "2. The War", "Notes"]


def test_a_chapter_has_its_notes_from_another_file() -> None:
    reading = read_text(build_book(CHAPTERS, METADATA, CONTENTS), EPUB, ReadingOptions(document="one"))
    assert write_plain_text(reading.content) == "The Plan\n\nKim went to Moscow.[1]\n\n[1] Shtykov, 19 January."


def test_pages_of_the_printed_edition_are_known() -> None:
    content = read_text(build_book(CHAPTERS), EPUB, ReadingOptions(document="two")).content
    (page,) = content.milestones
    assert (page.sort, page.label) == (MilestoneSort.PAGE, "7")
    assert content.text[page.at :] == "in June."


@pytest.mark.parametrize(
    ("mark", "label"),
    [
        ('<span class="pagenum">[Pg 12]</span>', "12"),
        ('<a role="doc-pagebreak" id="p" aria-label=" page xiv. "></a>', "xiv"),
        ('<span epub:type="pagebreak">9</span>', "9"),
    ],
)
def test_numbers_of_pages_are_no_words_of_the_text(mark: str, label: str) -> None:
    content = read_text(f"<p>He went {mark}away.</p>".encode(), "text/html").content
    assert content.text == "He went away."
    assert [(each.at, each.label) for each in content.milestones] == [(8, label)]


def test_what_a_book_says_of_itself_fills_in_the_source() -> None:
    assert read_text(build_book(CHAPTERS, METADATA), EPUB).source_data == {
        "title": "Uneasy Neighbours",
        "author": "Ann Able; Bob Baker",
        "translator": "Cyd Cole",
        "issued": "1993-05-01",
        "publisher": "Press",
        "language": "en",
    }


def test_of_a_book_that_is_too_long_a_chapter_has_to_be_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "LONGEST_BOOK", 100)
    with pytest.raises(UnchosenDocument) as refused:
        read_text(build_book(CHAPTERS, METADATA, CONTENTS), EPUB)
    assert [each.id for each in refused.value.documents] == ["one", "two", "notes"]


def protect(method: str) -> bytes:
    encryption = (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" '
        'xmlns:e="http://www.w3.org/2001/04/xmlenc#"><e:EncryptedData>'
        f'<e:EncryptionMethod Algorithm="{method}"/><e:CipherData><e:CipherReference URI="OPS/text/one.xhtml"/>'
        "</e:CipherData></e:EncryptedData></encryption>"
    )
    return build_book(CHAPTERS, **{"META-INF__encryption.xml": encryption})


def test_a_protected_book_is_refused_and_fonts_that_are_hidden_are_no_protection() -> None:
    with pytest.raises(UnreadableText, match="protected"):
        read_text(protect("http://www.w3.org/2001/04/xmlenc#aes128-cbc"), EPUB)
    assert read_text(protect("http://www.idpf.org/2008/embedding"), EPUB).content.text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (build_word(write_paragraph("a")), "Word document"),
        (pack({"mimetype": "application/epub+zip"}), "no description of a book"),
        (build_book({}), "no chapters"),
    ],
)
def test_what_is_no_book_is_refused_with_what_to_do(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableText) as refused:
        read_text(data, EPUB)
    assert words in str(refused.value.detail)


def test_a_chapter_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(UnreadableText) as refused:
        read_text(build_book(CHAPTERS), EPUB, ReadingOptions(document="three"))
    assert "one" in str(refused.value.remedy)
