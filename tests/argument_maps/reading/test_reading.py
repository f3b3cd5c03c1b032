"""Files read as texts: their words and blocks, and what is no text is refused with what to do."""

import io
import random
from contextlib import suppress
from encodings.aliases import aliases

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from argument_maps.reading import MEDIA_TYPES, MOST_BYTES, ReadingOptions, UnreadableText, find_media_type, read_text
from models.errors import MapError
from models.records.contents import ContentDraft

RUSSIAN = (
    "Товарищ Сталин согласился с тем, что дело надо подготовить основательно. О сроке ничего сказано не было, и никто "
    "о нём не спросил. Посол передал ответ вечером того же дня."
)


def list_blocks(content: ContentDraft) -> list[tuple[str, str]]:
    return [(str(block.sort), content.text[block.start : block.end]) for block in content.blocks]


def read(text: str, media_type: str) -> list[tuple[str, str]]:
    return list_blocks(read_text(text.encode(), media_type).content)


def test_plain_text_stays_as_it_is_and_has_paragraphs() -> None:
    content = read_text(b"  One\r\n two\r\n\r\n\r\nThree \x0c\x0c Four", "text/plain").content
    assert content.text == "  One\n two\n\n\nThree \n\n Four"
    assert list_blocks(content) == [("paragraph", "One\n two"), ("paragraph", "Three"), ("paragraph", "Four")]


def test_markdown_is_read_for_its_words() -> None:
    text = "# The *plan*\n\nHe said:\n\n> Prepare it\n> well.\n\n- one\n- <b>two</b> [there](https://x.example)\n"
    assert read(text, "text/markdown") == [
        ("heading", "The plan"),
        ("paragraph", "He said:"),
        ("quotation", "Prepare it well."),
        ("list item", "one"),
        ("list item", "two there"),
    ]


def test_html_is_read_without_what_runs_or_leads_elsewhere() -> None:
    page = (
        "<html><head><title>no</title><style>p{}</style></head><body onload='x()'><nav>menu</nav><h2>Head</h2>"
        "<script>alert(1)</script><div>Loose <p>A&nbsp;&amp; <i>b</i><br>next\n line"
        "<blockquote><p>Said.</p></blockquote><ul><li>one<li>two<ul><li>inner</ul>rest</ul><table><tr><td>a</td><td>b</td></tr></table>"
    )
    assert read(page, "text/html") == [
        ("heading", "Head"),
        ("paragraph", "Loose"),
        ("paragraph", "A & b\nnext line"),
        ("quotation", "Said."),
        ("list item", "one"),
        ("list item", "two"),
        ("list item", "inner"),
        ("list item", "rest"),
        ("table cell", "a"),
        ("table cell", "b"),
    ]


def tei(body: str) -> str:
    return (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><p>about</p></teiHeader>'
        f"<text><body>{body}</body></text></TEI>"
    )


def test_tei_is_read_for_the_words_of_its_text() -> None:
    body = (
        "<div><head>Telegram</head><p>To <persName>Shtykov</persName>:<note>a note</note> tell him<lb/>this."
        "<choice><sic>teh</sic><corr>the</corr></choice></p><quote><p>Prepare.</p></quote><list><item>one</item></list></div>"
    )
    assert read(tei(body), "application/tei+xml") == [
        ("heading", "Telegram"),
        ("paragraph", "To Shtykov: tell him this.the"),
        ("note", "a note"),
        ("quotation", "Prepare."),
        ("list item", "one"),
    ]


def pdf(pages: list[str]) -> bytes:
    """Return a PDF with these lines of text, written by hand: the library only reads them."""
    streams = [f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET".encode() for words in pages]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, stream in enumerate(streams):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream))
    data, offsets = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(data))
    return data + b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(objects) + 1, table) + end


def test_a_pdf_with_text_is_read_page_by_page() -> None:
    content = read_text(pdf(["The ministers wanted peace.", "The cabinet voted."]), "application/pdf").content
    assert list_blocks(content) == [("paragraph", "The ministers wanted peace."), ("paragraph", "The cabinet voted.")]


def test_a_scan_is_refused_with_what_to_do() -> None:
    with pytest.raises(UnreadableText) as refused:
        read_text(pdf(["1", "2"]), "application/pdf")
    assert "OCR" in refused.value.remedy


def test_a_locked_pdf_is_refused() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(["The ministers wanted peace."]))))
    writer.encrypt("secret", algorithm="RC4-40")
    locked = io.BytesIO()
    writer.write(locked)
    with pytest.raises(UnreadableText, match="locked"):
        read_text(locked.getvalue(), "application/pdf")


@pytest.mark.parametrize(
    ("encoding", "charset"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("cp1251", "windows-1251"),
        ("cp1251", ""),
        ("koi8-r", "koi8-r"),
    ],
)
def test_letters_are_read_in(encoding: str, charset: str) -> None:
    assert read_text(RUSSIAN.encode(encoding), "text/plain", ReadingOptions(charset)).content.text == RUSSIAN


def test_a_page_in_another_encoding_says_so_itself() -> None:
    page = f'<meta charset="windows-1251"><p>{RUSSIAN}</p>'
    assert read_text(page.encode("cp1251"), "text/html").content.text == RUSSIAN


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        (b"\xff\xfe\x00", ""),
        (b"\x81\x8d\x8f\x90\x9d", ""),
        ("Сталин".encode("cp1251"), ""),
        (RUSSIAN.encode("cp1251"), "utf-8"),
        (b"words", "no-such-encoding"),
        (b"words", "base64"),
        (b"words", "x" * 40),
        (b"words\x00more", ""),
        (b"words\x1b[0m", ""),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_remedy(data: bytes, charset: str) -> None:
    with pytest.raises(UnreadableText) as refused:
        read_text(data, "text/plain", ReadingOptions(charset))
    assert refused.value.remedy


@pytest.mark.parametrize("data", [b"a-\\ud800\\N{DIGIT ONE}.xn--a9", b"+AGE-\xff\xfe\x00 words"])
def test_under_whichever_encoding_a_file_is_sent_it_is_no_more_than_refused(data: bytes) -> None:
    for charset in {*aliases.values(), "undefined", "idna", "punycode", "unicode_escape"}:
        for sent in (data, f"<meta charset='{charset}'>".encode() + data):
            for declared in (charset, ""):
                with suppress(MapError):
                    assert read_text(sent, "text/html", ReadingOptions(declared)).content.text


@pytest.mark.parametrize("media_type", MEDIA_TYPES)
@pytest.mark.parametrize(
    "data", [b"", b" \n ", b"<", b"\x00\x01\x02", b"%PDF-1.4\n", b"<TEI/>", b"<p></p>", b"\xef\xbb\xbf"]
)
def test_nothing_that_is_sent_is_more_than_refused(media_type: str, data: bytes) -> None:
    with suppress(MapError):
        assert read_text(data, media_type).content.text


@pytest.mark.parametrize(
    "document",
    [
        tei("<div>" * 300_000),
        tei("<div>" * 150 + "<p>x</p>" + "</div>" * 150),
        tei("<p>x"),
        "<html><text/></html>",
        '<?xml version="1.0" encoding="nonsense"?>' + tei("<p>x</p>"),
    ],
    ids=["depth without end", "depth", "no end", "another language", "an encoding"],
)
def test_xml_is_refused_with(document: str) -> None:
    with pytest.raises(UnreadableText):
        read_text(document.encode(), "application/tei+xml")


def test_deep_html_is_no_more_than_refused() -> None:
    with pytest.raises(UnreadableText, match="deep"):
        read_text(("<div>" * 5_000 + "words").encode(), "text/html")


def test_what_stands_in_scripts_and_comments_is_no_depth() -> None:
    page = f"<script>{'for (i = 0; i<n; i++) ' * 500}</script><!--{'<div>' * 500}--><p>words"
    assert read(page, "text/html") == [("paragraph", "words")]


def test_markdown_of_too_many_lines_is_refused() -> None:
    with pytest.raises(UnreadableText, match="lines"):
        read_text(b"a\n" * 50_000, "text/markdown")


def test_spaces_without_end_are_read_in_time() -> None:
    assert read_text(b"a" + b" " * 200_000 + b"b  \nc", "text/markdown").content.text == "a b\nc"


def test_brackets_without_end_are_read_in_time() -> None:
    assert len(read_text(b"[" * 200_000, "text/markdown").content.text) == 200_000


@pytest.mark.parametrize("sign", ["&", "\u00a0", "&amp;", "&#1057;", "<b>", "<a x", "<!--", "<p/a"])
def test_references_and_tags_without_end_are_read_or_refused_in_time(sign: str) -> None:
    with suppress(MapError):
        assert read_text(b"<p>x" + (sign * 250_001).encode(), "text/html").content.text


def test_what_is_too_long_is_refused() -> None:
    with pytest.raises(MapError, match="bytes"):
        read_text(b"x" * (MOST_BYTES + 1), "text/plain")


@pytest.mark.parametrize(
    ("given_type", "name", "found"),
    [
        ("text/plain; charset=utf-8", "", "text/plain"),
        ("application/octet-stream", "letter.PDF", "application/pdf"),
        ("", "notes.md", "text/markdown"),
    ],
)
def test_a_file_is_known_by_its_type_or_its_name(given_type: str, name: str, found: str) -> None:
    assert find_media_type(given_type, name) == found


@pytest.mark.parametrize(("given_type", "name"), [("image/png", "a.txt"), ("", "a.xlsx"), ("", ""), ("", "txt")])
def test_a_file_of_another_sort_is_refused(given_type: str, name: str) -> None:
    with pytest.raises(MapError, match="in none of the formats that are read"):
        find_media_type(given_type, name)


@given(st.text(max_size=200), st.sampled_from(["text/plain", "text/markdown", "text/html"]))
def test_whatever_is_written_is_read_soundly_or_refused(text: str, media_type: str) -> None:
    try:
        content = read_text(text.encode("utf-8", "replace"), media_type).content
    except MapError:
        return
    assert content.is_sound
    assert ContentDraft.model_validate(content.model_dump()) == content


def test_broken_pdfs_are_refused() -> None:
    whole = pdf(["The ministers wanted peace.", "The cabinet voted."])
    chance = random.Random(1)
    for _ in range(40):
        broken = bytearray(whole)
        for _ in range(chance.randint(1, 30)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        with suppress(UnreadableText):
            read_text(bytes(broken), "application/pdf")
