"""Web pages: what a browser shows of them is the text, and what it does not show is told."""

import pytest

from argument_maps.reading import FileReading, UnreadableText, read_text
from argument_maps.reading.list_numerals import write_list_number
from argument_maps.reading.plain_text import write_plain_text
from models.errors import MapError
from models.text_vocabulary import InlineSort, ReportSort


def read(page: str) -> FileReading:
    return read_text(page.encode(), "text/html")


def write_plainly(page: str) -> str:
    return write_plain_text(read(page).content)


def read_report(page: str) -> dict[str, list[str]]:
    return {str(entry.sort): entry.samples for entry in read(page).report}


def list_blocks(page: str) -> list[tuple[str, str, str]]:
    content = read(page).content
    return [(str(block.sort), block.label, content.text[block.start : block.end]) for block in content.blocks]


def marks(page: str) -> list[tuple[str, str, str]]:
    content = read(page).content
    return [(str(mark.sort), content.text[mark.start : mark.end], mark.detail) for mark in content.inline_marks]


BLOCKS = (
    *("address", "article", "aside", "blockquote", "center", "dd", "details", "dialog open", "dir", "div", "dl", "dt"),
    *("fieldset", "figcaption", "figure", "footer", "form", "h1", "h6", "header", "hgroup", "legend", "li", "main"),
    *("menu", "ol", "p", "pre", "search", "section", "summary", "ul", "xmp"),
)
INLINE = ("a", "abbr", "b", "bdi", "cite", "code", "data", "em", "font", "i", "kbd", "label", "mark", "my-word", "u")


@pytest.mark.parametrize("tag", BLOCKS)
def test_a_block_stands_apart_from_what_is_around_it(tag: str) -> None:
    assert write_plainly(f"before<{tag}>within</{tag.split()[0]}>after").split("\n\n")[-2:] == ["within", "after"]


@pytest.mark.parametrize("tag", INLINE)
def test_what_stands_in_a_line_stays_in_it(tag: str) -> None:
    assert write_plainly(f"<p>be<{tag}>tw</{tag}>een") == "between"


def test_a_style_decides_over_the_element() -> None:
    assert write_plainly("<span style='display: block'>one</span>two") == "one\n\ntwo"
    assert write_plainly("<p>one<div style='display:inline'> two</div>") == "one\n\ntwo"
    assert write_plainly("<div>a <div style='display:inline'>b</div> c</div>") == "a b c"
    assert write_plainly("<p style='white-space: pre-wrap'>a\n  b</p>") == "a\n  b"


def test_lines_are_kept_where_a_browser_keeps_them() -> None:
    assert write_plainly("<p>one<br>two<br/>\n three\nfour") == "one\ntwo\nthree four"
    assert list_blocks("one<br><br>two<br>\n<br/>") == [("paragraph", "", "one"), ("paragraph", "", "two")]
    assert write_plainly("<textarea>\none\n two</textarea>") == "one\n two"
    assert write_plainly("<p>im<wbr>possible, co\u00ad&shy;op") == "impossible, co\u00ad\u00adop"


def test_chinese_that_is_broken_into_lines_has_no_spaces() -> None:
    assert write_plainly("<p>共同决\n  定。\n“好”\nand so 한국\n말") == "共同决定。 “好” and so 한국 말"


@pytest.mark.parametrize(
    ("page", "sort"),
    [
        ("<p>A<span hidden>x</span>B", ReportSort.HIDDEN_LEFT_OUT),
        ("<p>A<span style='display:none'>x</span>B", ReportSort.HIDDEN_LEFT_OUT),
        ("<p>A<i style='color:red; visibility: hidden'>x</i>B", ReportSort.HIDDEN_LEFT_OUT),
        ("<p>A<span class='sr-only'>x</span>B", ReportSort.HIDDEN_LEFT_OUT),
        ("<p>A<noscript>x</noscript>B", ReportSort.HIDDEN_LEFT_OUT),
        ("<p>AB<dialog>x</dialog>", ReportSort.HIDDEN_LEFT_OUT),
        ("<p>A<del>x</del>B", ReportSort.DELETIONS_LEFT_OUT),
        ("<p>A<s>x</s>B", ReportSort.DELETIONS_LEFT_OUT),
        ("<p>A<span style='text-decoration: line-through'>x</span>B", ReportSort.DELETIONS_LEFT_OUT),
        ("<p>A<img alt='x'>B", ReportSort.PICTURES_LEFT_OUT),
        ("<p>A<svg><text>x</text></svg>B", ReportSort.PICTURES_LEFT_OUT),
        ("<p>A<select><option>x</select>B", ReportSort.OTHERS_LEFT_OUT),
        ("<p>A<button>x</button>B", ReportSort.OTHERS_LEFT_OUT),
        ("<p>A<iframe title='x'></iframe>B", ReportSort.OTHERS_LEFT_OUT),
        ("<nav>x</nav><p>AB", ReportSort.PAGE_FURNITURE_LEFT_OUT),
        ("<header>x</header><main><h1>AB</h1></main>", ReportSort.PAGE_FURNITURE_LEFT_OUT),
    ],
)
def test_what_is_left_out_is_told(page: str, sort: ReportSort) -> None:
    assert write_plainly(page) == "AB"
    assert read_report(page) == {str(sort): ["x"]}


@pytest.mark.parametrize(
    "page", ["<p>A<script>x</script>B", "<p>A<template>x</template>B", "<title>x</title>AB", "A<!--x-->B"]
)
def test_what_is_for_programs_alone_is_not_mentioned(page: str) -> None:
    assert (write_plainly(page), read_report(page)) == ("AB", {})


def test_the_head_of_a_page_without_a_main_part_or_with_the_title_stays() -> None:
    assert write_plainly("<header>Cabinet Office</header><p>Minutes") == "Cabinet Office\n\nMinutes"
    assert write_plainly("<header><h1>Minutes</h1></header><main>One.</main>") == "Minutes\n\nOne."
    assert write_plainly("<main><article><header>By Ann</header>One.</article></main>") == "By Ann\n\nOne."


def test_insertions_are_in_the_text_and_told() -> None:
    assert read_report("<p>We <ins>shall</ins> go") == {"insertions accepted": ["shall"]}


def test_ruby_is_a_mark_over_its_base() -> None:
    page = "<p><ruby>東<rt>とう</rt>京<rt>きょう</rt></ruby>へ<ruby><rb>明<rb>日<rp>（<rt>あ<rt>す<rp>）</ruby>"
    assert write_plainly(page) == "東京へ明日"
    assert marks(page) == [
        ("ruby", "東", "とう"),
        ("ruby", "京", "きょう"),
        ("ruby", "明", "あ"),
        ("ruby", "日", "す"),
    ]
    assert marks("<ruby><rb>大</rb><rb>人</rb><rt>おとな</rt></ruby>") == [("ruby", "大人", "おとな")]
    assert marks("<ruby>北京<rt>běi jīng<rtc>Peking</rtc></ruby>") == [("ruby", "北京", "běi jīng; Peking")]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "“a ‘b’”"),
        ("de", "„a ‚b‘“"),
        ("ru", "«a „b“»"),
        ("fr-CH", "«a «b»»"),
        ("zh-TW", "「a 『b』」"),
        ("", "“a ‘b’”"),
    ],
)
def test_quotations_have_the_marks_of_their_language(language: str, expected: str) -> None:
    assert write_plainly(f"<p lang='{language}'><q>a <q>b</q></q>") == expected


def test_raised_and_lowered_letters_are_marked() -> None:
    assert marks("<p>H<sub>2</sub>O, 2<sup>nd</sup>") == [("subscript", "2", ""), ("superscript", "nd", "")]
    assert marks("<math><msup><mi>x</mi><mn>2</mn></msup></math>") == [("superscript", "2", "")]
    assert write_plainly("<math><mfrac><mn>1</mn><mn>2</mn></mfrac><annotation>frac</annotation></math>") == "1/2"


@pytest.mark.parametrize(
    ("page", "labels"),
    [
        ("<ol><li>x<li>x</ol>", ["1.", "2."]),
        ("<ol start=9 type=a><li>x<li value=28>x<li>x</ol>", ["i.", "ab.", "ac."]),
        ("<ol reversed><li>x<li>x</ol>", ["2.", "1."]),
        ("<ol type=I><li>x<li type=i>x</ol>", ["I.", "ii."]),
        ("<ol style='list-style-type: upper-latin'><li>x</ol>", ["A."]),
        ("<ol style='list-style: none'><li>x</ol>", [""]),
        ("<ul><li>x<li>x</ul>", ["", ""]),
        ("<ol><li>x<ol type=a><li>x</ol><li>x</ol>", ["1.", "a.", "2."]),
        ("<ol><li><ol type=a><li>x</ol></ol>", ["1. a."]),
        ("<ol start=3><li><p>x</p><p>y</p></ol>", ["3.", ""]),
        ("<ol start='x'><li>x</ol>", ["1."]),
    ],
)
def test_items_have_the_numbers_that_are_printed(page: str, labels: list[str]) -> None:
    assert [(sort, label) for sort, label, _ in list_blocks(page)] == [("list item", label) for label in labels]


@pytest.mark.parametrize(
    ("number", "kind", "written"),
    [
        *((4, "lower-roman", "iv"), (1949, "upper-roman", "MCMXLIX"), (0, "lower-roman", "0")),
        *((27, "upper-alpha", "AA"), (7, "decimal-leading-zero", "07"), (3, "lower-greek", "γ")),
        *((21, "cjk-ideographic", "二十一"), (5, "square", "")),
        *((10, "cjk-decimal", "一〇"), (2026, "cjk-decimal", "二〇二六"), (-3, "cjk-decimal", "-三")),
        *((10, "simp-chinese-informal", "十"), (12, "trad-chinese-informal", "十二"), (0, "cjk-ideographic", "零")),
        *((110, "trad-chinese-informal", "一百一十"), (5001, "simp-chinese-informal", "五千零一")),
        *((3000, "simp-chinese-informal", "三千"), (-7, "simp-chinese-informal", "负七")),
        *((6080, "trad-chinese-informal", "六千零八十"), (12345, "cjk-ideographic", "一二三四五")),
    ],
)
def test_numbers_are_written_as_lists_write_them(number: int, kind: str, written: str) -> None:
    assert write_list_number(number, kind) == written


def test_tables_have_rows_in_the_order_shown_and_cells_with_their_places() -> None:
    page = (
        "<table><caption>Losses</caption><tfoot><tr><td>Sum<td>3</tfoot><thead><tr><th>Army<th>Tanks</thead>"
        "<tr><td rowspan=2>1st<td>1<tr><td>2<tr hidden><td>x</table>"
    )
    assert list_blocks(page) == [
        ("caption", "", "Losses"),
        *(("table cell", "1.1", "Army"), ("table cell", "1.2", "Tanks")),
        *(("table cell", "2.1", "1st"), ("table cell", "2.2", "1")),
        ("table cell", "3.2", "2"),
        *(("table cell", "5.1", "Sum"), ("table cell", "5.2", "3")),
    ]
    assert write_plainly(page) == "Losses\n\nArmy Tanks\n1st 1\n2\nSum 3"


def test_a_row_whose_first_cell_is_empty_begins_on_its_own_line() -> None:
    assert write_plainly("<table><tr><td>a<td>b<tr><td><td>c</table>") == "a b\nc"


def test_a_cell_of_several_paragraphs_is_one_cell_with_lines() -> None:
    assert list_blocks("<table><tr><th>a<td><p>b</p><p>c</p></table>")[1] == ("table cell", "1.2", "b\nc")


def test_a_table_that_frames_a_page_is_none() -> None:
    page = "<table><tr><td>Menu</td><td><h1>Treaty</h1><p>One.<ol><li>Two.</ol></td></tr></table>"
    assert [(sort, label) for sort, label, _ in list_blocks(page)] == [
        ("paragraph", ""),
        ("heading", ""),
        ("paragraph", ""),
        ("list item", "1."),
    ]


NOTES = {
    "pandoc": '<p>A<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref"><sup>1</sup></a> b.</p><p>C.</p>'
    '<section role="doc-endnotes"><hr><ol><li id="fn1"><p>Ibid.<a href="#fnref1" role="doc-backlink">↩︎</a></p></li>'
    "</ol></section>",
    "Wikipedia": '<p>A<sup id="cite_ref-1" class="reference"><a href="#cite_note-1">[1]</a></sup> b.</p><p>C.</p>'
    '<ol class="references"><li id="cite_note-1"><span class="mw-cite-backlink"><b><a href="#cite_ref-1">^</a></b>'
    '</span> <span class="reference-text">Ibid.</span></li></ol>',
    "Word": '<p>A<a href="#_ftn1" name="_ftnref1"><span class=MsoFootnoteReference>[1]</span></a> b.</p><p>C.</p><div>'
    '<div id=ftn1><p class=MsoFootnoteText><a href="#_ftnref1" name="_ftn1">[1]</a> Ibid.</p></div></div>',
    "EPUB": '<p>A<a epub:type="noteref" href="#n1">1</a> b.</p><p>C.</p>'
    '<aside epub:type="footnote" id="n1">Ibid.</aside>',
    "Gutenberg": '<p>A<a name="FNanchor_1" id="FNanchor_1"></a><a href="#Footnote_1" class="fnanchor">[1]</a> b.</p>'
    '<p>C.</p><div class="footnote"><p><a name="Footnote_1" id="Footnote_1"></a><a href="#FNanchor_1">[1]</a> Ibid.</p>'
    "</div>",
    "a hand": '<p>A<sup><a href="#n1">1</a></sup> b.<p>C.<p><a name="n1">1.</a> Ibid.</p>',
    "brackets": '<p>A [<a href="#n1" id="r1">1</a>] b.<p>C.<dl><dt id="n1"><a href="#r1">1</a><dd>Ibid.</dl>',
    "a table": '<p>A<sup><a href="#n1">1</a></sup> b.<p>C.'
    '<table><tr><td><a id="n1">1</a><td>Ibid.<tr><td>x<td>y</table>',
}


@pytest.mark.parametrize("page", NOTES.values(), ids=NOTES)
def test_a_note_stands_below_its_reference_as_written_by(page: str) -> None:
    text = write_plainly(page).replace(" [1]", "[1]").replace("[[1]]", "[1]")
    assert text.startswith("A[1] b.\n\n[1] Ibid.\n\nC."), text
    assert ("note", "1", "Ibid.") in list_blocks(page)


def test_a_note_that_is_referred_to_twice_stands_at_the_first() -> None:
    page = (
        '<p>A<sup><a href="#n1">1</a></sup>.<p>B<sup><a href="#n1">1</a></sup>.<div id="n1" class="note">See C.</div>'
    )
    assert write_plainly(page) == "A[1].\n\n[1] See C.\n\nB[1]."


def test_a_date_at_the_beginning_of_a_note_is_not_its_number() -> None:
    page = '<p>A<sup id="r12"><a href="#n12">12</a></sup>.<ol start=12><li id="n12">12 June. <a href="#r12">↑</a></ol>'
    assert write_plainly(page) == "A[12].\n\n[12] 12 June."


@pytest.mark.parametrize(
    "page",
    [
        '<p><a href="#c1">1</a> <a href="#c2">2</a><h2 id="c1">One</h2><p>x<h2 id="c2">Two</h2><p>y',
        '<p>See <a href="#later">below</a>.<p id="later">There.',
        '<p id="top">x<p><a href="#top">1</a>',
        '<p>x<sup><a href="#gone">1</a></sup> y',
    ],
)
def test_links_that_are_no_references_are_words(page: str) -> None:
    assert "notes kept" not in read_report(page)
    assert InlineSort.NOTE_REFERENCE.value not in {sort for sort, _, _ in marks(page)}


def test_notes_of_a_table_stand_below_it() -> None:
    page = '<table><tr><th>a<td>b<sup><a href="#n">*</a></sup><td>c</table><p id="n" class="note">* Guess.'
    assert write_plainly(page) == "a b[*] c\n\n[*] Guess."


def test_a_reference_to_another_file_is_no_word() -> None:
    assert write_plainly('<p>chosen,<a href="notes.xhtml#n1" epub:type="noteref">1</a> then') == "chosen,[1] then"


def test_a_picture_of_a_letter_is_the_letter() -> None:
    assert write_plainly("<p><img alt='W'>hen the war") == "When the war"


def test_the_head_fills_in_the_source() -> None:
    page = (
        "<html lang=en><title>The Plan | Archive</title><meta name=citation_title content='The Plan'>"
        "<meta name=citation_author content='Able, A.'><meta name=citation_author content='Baker, B.'>"
        "<meta property='article:published_time' content='1950-06-25'><meta name=citation_firstpage content=3>"
        "<meta name=citation_lastpage content=9><meta name=author content='https://x.example/a'><p>x"
    )
    assert read(page).source_data == {
        "title": "The Plan",
        "author": "Able, A.; Baker, B.",
        "issued": "1950-06-25",
        "language": "en",
        "pages": "3–9",
    }


@pytest.mark.parametrize(
    ("page", "encoding"),
    [
        ("<meta charset=windows-1251><p>Сталин", "cp1251"),
        ("<meta http-equiv='Content-Type' content='text/html; charset=koi8-r'><p>Сталин", "koi8-r"),
        ("<?xml version='1.0' encoding='iso-8859-5'?><p>Сталин", "iso-8859-5"),
        ("<meta charset=iso-8859-1><p>“Peace”", "cp1252"),
        ("<meta charset=gb2312><p>毛泽东与朱镕基", "gb18030"),
        ("<meta charset=iso-8859-1><p>Сталин", "utf-8"),
        ("<!-- <meta charset=koi8-r> --><meta charset=windows-1251><p>Сталин", "cp1251"),
    ],
)
def test_a_page_is_read_in_the_encoding_that_it_names(page: str, encoding: str) -> None:
    assert read_text(page.encode(encoding), "text/html").content.text == page.rpartition("<p>")[2]


@pytest.mark.parametrize(
    "page",
    ["<p " + "a=1 " * 600 + ">x", "<div>" * 2_000 + "x", "<b>" * 600_000],
    ids=["attributes", "depth", "elements"],
)
def test_pages_beyond_bounds_are_refused(page: str) -> None:
    with pytest.raises(UnreadableText):
        read(page)


def test_attributes_with_long_data_are_no_bound() -> None:
    picture = "data:image/png;base64," + "a/b+" * 50_000
    assert write_plainly(f'<p>A<img src="{picture}" alt="">B') == "AB"


def test_more_blocks_than_a_text_is_kept_with_are_refused() -> None:
    with pytest.raises(MapError, match="paragraphs"):
        read("<p>x" * 200_001)


@pytest.mark.parametrize("way", ["<nav>{}</nav>", "<p hidden>{}</p>", "<del>{}</del>"])
def test_a_note_to_which_only_what_is_left_out_refers_is_read_at_the_end(way: str) -> None:
    reference = '<a role="doc-noteref" href="#n1" id="r1">1</a>'
    page = (
        f'<p>A.</p>{way.format(reference)}<aside role="doc-footnote" id="n1"><p>Words of a note.</p></aside><p>B.</p>'
    )
    assert "Words of a note." in write_plainly(page)


def test_a_note_that_is_hidden_like_its_reference_is_told() -> None:
    reference = '<a role="doc-noteref" href="#n1" id="r1">1</a>'
    page = f'<p>A.</p><div hidden>{reference}<aside role="doc-footnote" id="n1"><p>Words of it.</p></aside></div>'
    assert write_plainly(page) == "A."
    assert any("Words of it." in sample for samples in read_report(page).values() for sample in samples)
