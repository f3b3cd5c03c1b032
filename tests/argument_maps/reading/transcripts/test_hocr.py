"""hOCR read as a text: areas, paragraphs, lines and words, and what of HTML is no transcription."""

import pytest

from argument_maps.reading import UnreadableText, find_media_type, read_text
from argument_maps.reading.pages.page_tree import PageElement
from argument_maps.reading.transcripts.hocr import read_properties
from models.text_vocabulary import ReportSort
from tests.argument_maps.reading.transcripts.transcript_files import (
    count_reports,
    hocr_line,
    hocr_page,
    list_blocks,
    list_lines,
    list_marks,
    list_pages,
    read,
    write_hocr,
)


def par(*lines: str, attributes: str = "") -> str:
    return f"<div class='ocr_carea'><p class='ocr_par' {attributes}>{''.join(lines)}</p></div>"


def test_paragraphs_and_lines_know_their_places() -> None:
    lines = hocr_line("Der Ver-"), hocr_line("trag steht.", 150)
    reading = read(write_hocr(hocr_page(par(*lines), par(hocr_line("Er"))), title="Bericht"), "text/html")
    assert list_blocks(reading) == [("paragraph", "Der Vertrag steht."), ("paragraph", "Er")]
    assert list_lines(reading)[:2] == [
        ("Der Ver", 1, 10_000, 5_000, 50_000, 2_000),
        ("trag steht.", 1, 10_000, 7_500, 50_000, 2_000),
    ]
    assert reading.source_data == {
        "title": "Bericht",
        "language": "de",
        "page_images": "a.png",
        "transcribed_with": "tesseract 5.3",
    }


def test_pages_are_numbered_as_printed_or_by_their_place() -> None:
    first = hocr_page(
        par(hocr_line("Eins.")), properties="image &quot;x;y.png&quot;; bbox 500 0 1500 2000; ppageno 0; lpageno xii"
    )
    second = hocr_page(par(hocr_line("Zwei.")), properties="bbox 0 0 1000 2000; ppageno 4")
    reading = read(write_hocr(first, second), "text/html")
    assert list_pages(reading) == [("page", "xii", "Eins.\n"), ("page", "5", "Zwei.")]
    assert [(page, left, width) for _, page, left, _, width, _ in list_lines(reading)] == [
        (1, 0, 10_000),
        (2, 10_000, 50_000),
    ]
    assert reading.source_data["page_images"] == "x;y.png"


def test_classes_say_what_stands_outside_the_sentence() -> None:
    page = hocr_page(
        f"<div class='ocr_header'>{hocr_line('BERICHT')}</div>",
        par(hocr_line("Die Lage", kind="ocr_header")),
        "<h2>" + hocr_line("Teil") + "</h2>",
        par(hocr_line("Er.")),
        par(hocr_line("Karte", kind="ocr_caption")),
        "<div class='ocr_photo' title='bbox 1 1 5 5'></div>",
        "<div class='ocr_pageno'>17</div>",
    )
    reading = read(write_hocr(page), "text/html")
    assert list_blocks(reading) == [
        ("heading", "Die Lage"),
        ("heading", "Teil"),
        ("paragraph", "Er."),
        ("caption", "Karte"),
    ]
    assert list_pages(reading)[0][:2] == ("page", "17")
    assert count_reports(reading) == {ReportSort.PICTURES_LEFT_OUT: 1, ReportSort.PAGE_FURNITURE_LEFT_OUT: 2}


def test_tables_and_marks_of_html_are_kept() -> None:
    rows = f"<tr><td>{hocr_line('Waffe')}</td><td>Zahl</td></tr><tr><td>Panzer</td><td>242</td></tr>"
    table = f"<table class='ocr_table'>{rows}</table>"
    line = "<span class='ocr_line' title='bbox 1 1 9 9'>H<sub>2</sub>O <del>nie</del></span>"
    words = "<span class='ocr_line'><span class='ocrx_word'>m<sup>e</sup></span></span>"
    reading = read(write_hocr(hocr_page(table, par(line), par(words))), "text/html")
    assert reading.content.text == "Waffe Zahl\nPanzer 242\n\nH2O nie\n\nme"
    assert list_marks(reading) == [("subscript", "2", ""), ("deleted", "nie", ""), ("superscript", "e", "")]


def test_words_without_lines_or_pages_are_not_lost() -> None:
    reading = read(
        write_hocr(
            "<p>Vorspann</p>",
            hocr_page("<p class='ocr_par' title='bbox 100 100 600 140'>Er <b>ging</b></p>Lose", par("<div></div>")),
        ),
        "text/html",
    )
    assert list_blocks(reading) == [("paragraph", "Er ging"), ("paragraph", "Lose")]
    assert list_lines(reading) == [("Er ging", 1, 10_000, 5_000, 50_000, 2_000)]
    assert count_reports(reading) == {ReportSort.OTHERS_LEFT_OUT: 1, ReportSort.PLACES_LEFT_OUT: 1}


def test_words_recognised_with_doubt_are_told_and_chinese_is_not_spaced() -> None:
    page = hocr_page(par(hocr_line("昭和 二十年 x").replace("x_wconf 90'>x", "x_wconf 49'>x")))
    reading = read(write_hocr(page), "text/html")
    assert reading.content.text == "昭和二十年 x"
    assert count_reports(reading) == {ReportSort.UNSURE_WORDS: 1}


def test_only_pages_with_the_class_are_hocr() -> None:
    about = (
        b"<html><body><p>Write <code>&lt;div class='ocr_page'&gt;</code></p><pre>class=\"ocr_page\"</pre></body></html>"
    )
    assert "ocr_page" in read(about, "text/html").content.text
    with pytest.raises(UnreadableText, match="no page of hOCR"):
        read_text(about, "text/vnd.hocr+html")
    assert find_media_type("", "page.hocr") == "text/vnd.hocr+html"


def test_pages_in_other_encodings_are_known() -> None:
    page = write_hocr(hocr_page(par(hocr_line("Größe")))).decode()
    assert read(page.encode("utf-16"), "text/html").content.text == "Größe"
    latin = page.replace("utf-8", "iso-8859-1").encode("latin-1")
    assert read(latin, "text/html").content.text == "Größe"


@pytest.mark.parametrize(
    ("title", "properties"),
    [
        ("bbox 1 2 3 4; x_wconf 90", {"bbox": "1 2 3 4", "x_wconf": "90"}),
        ("image 'a;b.png' ;bbox 1 2 3 4", {"image": "'a;b.png'", "bbox": "1 2 3 4"}),
        ("bbox 1 2 3 4; bbox 5 6 7 8", {"bbox": "1 2 3 4"}),
        ("; ;", {}),
        ("", {}),
    ],
)
def test_titles_are_read_by_their_grammar(title: str, properties: dict[str, str]) -> None:
    assert read_properties(PageElement("span", {"title": title})) == properties
