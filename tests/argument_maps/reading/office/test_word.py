"""Word documents come out as Word shows them, with numbers, notes and comments, and what is left out is said."""

from pathlib import Path

import pytest

from argument_maps.reading import UnreadableText, find_media_type, read_text
from argument_maps.reading.files import UnknownSort
from argument_maps.reading.plain_text import write_plain_text
from argument_maps.reading.word.number_formats import write_number
from models.text_vocabulary import InlineSort, ReportSort
from models.vocabulary import BlockSort
from tests.argument_maps.reading.office.archive_builders import (
    build_open_document,
    pack,
    write_item,
    write_paragraph,
    write_run,
)
from tests.argument_maps.reading.office.word_reader import list_reports, read, write

CASES = Path(__file__).parent.parent / "cases" / "docx"
# What each says, by its XML; where the files are from, and under which licence, is in LICENSE beside them.
EXPECTED = {
    "comments.docx": "Ouch.",
    "endnotes.docx": "Ouch[i].[ii]\n\n[i] A tachyon walks into a bar.\n\n[ii] Fin.",
    "footnote-hyperlink.docx": "[1] Example",
    "footnotes.docx": "Ouch[1].[2]\n\n[1] A tachyon walks into a bar.\n\n[2] Fin.",
    "simple-list.docx": "Apple\n\nBanana",
    "strict-format.docx": "Test",
    "strikethrough.docx": "⟦Today's Special: Salmon⟧ Sold out",
    "tables.docx": "Above\n\nTop left Top right\nBottom left Bottom right\n\nBelow",
    "text-box.docx": "Datum plane",
    "underline.docx": "The Sunset Tree",
    "utf8-bom.docx": "This XML has a byte order mark.",
}


@pytest.mark.parametrize("name", sorted(path.name for path in CASES.glob("*.docx")))
def test_case_of_the_conformance_suite_says_every_word_in_order(name: str) -> None:
    reading = read_text((CASES / name).read_bytes(), find_media_type("", name))
    assert write_plain_text(reading.content) == EXPECTED[name]


def test_comments_are_offered_on_their_passages() -> None:
    reading = read_text((CASES / "comments.docx").read_bytes(), find_media_type("", "comments.docx"))
    offered = [(reading.content.text[each.start : each.end], each.text, each.author) for each in reading.comments]
    assert offered == [
        ("Ouch", "A tachyon walks into a bar.", "Michael Williamson"),
        ("Ouch.", "Fin.", "Michael Williamson"),
    ]


def test_a_comment_reaches_over_paragraphs() -> None:
    body = write_paragraph("One ", '<w:commentRangeStart w:id="7"/>', "two") + write_paragraph(
        "three", '<w:commentRangeEnd w:id="7"/>', '<w:r><w:commentReference w:id="7"/></w:r>', " four"
    )
    reading = read(body, comments=f'<w:comment w:id="7" w:author="Ann">{write_paragraph("See.")}</w:comment>')
    (comment,) = reading.comments
    assert reading.content.text[comment.start : comment.end] == "two\n\nthree"


# --- lists -----------------------------------------------------------------------------------------


def write_levels(*levels: tuple[str, str], number: int = 1, more: str = "") -> str:
    written = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (kind, text) in enumerate(levels)
    )
    return (
        f'<w:abstractNum w:abstractNumId="{number}">{written}</w:abstractNum>'
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>{more}'
    )


def test_list_items_have_the_numbers_that_word_prints() -> None:
    levels = write_levels(("decimal", "%1."), ("lowerLetter", "(%2)"), ("lowerRoman", "%1.%2.%3)"))
    items = write_item("one") + write_item("two") + write_item("a", level=1) + write_item("b", level=1)
    items += write_item("deep", level=2) + write_item("three") + write_item("a again", level=1)
    labels = [block.label for block in read(items, numbering=levels).content.blocks]
    assert labels == ["1.", "2.", "(a)", "(b)", "2.b.i)", "3.", "(a)"]


def test_a_second_list_of_one_shape_goes_on_unless_it_is_told_to_begin_again() -> None:
    more = (
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>'
        '</w:lvlOverride></w:num><w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>'
    )
    levels = write_levels(("decimal", "§ %1"), more=more)
    items = write_item("a") + write_item("b", number=3) + write_item("c", number=2) + write_item("d", number=2)
    assert [block.label for block in read(items, numbering=levels).content.blocks] == ["§ 1", "§ 2", "§ 5", "§ 6"]


def test_headings_are_numbered_by_their_style() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="4"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/>'
        '<w:pStyle w:val="H1"/><w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/>'
        '<w:numFmt w:val="decimal"/><w:isLgl/><w:pStyle w:val="H2"/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="9"><w:abstractNumId w:val="4"/></w:num>'
    )
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="H{level}"><w:name w:val="heading {level}"/><w:pPr><w:numPr>'
        f'<w:numId w:val="9"/></w:numPr><w:outlineLvl w:val="{level - 1}"/></w:pPr></w:style>'
        for level in (1, 2)
    )
    body = write_paragraph("War", properties='<w:pStyle w:val="H1"/>')
    body += write_paragraph("June", properties='<w:pStyle w:val="H2"/>')
    reading = read(body, styles=styles, numbering=numbering)
    assert [(block.sort, block.label) for block in reading.content.blocks] == [
        (BlockSort.HEADING, "I."),
        (BlockSort.HEADING, "1.1"),
    ]
    assert write_plain_text(reading.content) == "I. War\n\n1.1 June"


@pytest.mark.parametrize(
    ("number", "kind", "written"),
    [
        (28, "lowerLetter", "bb"),
        (4, "upperRoman", "IV"),
        (7, "decimalZero", "07"),
        (12, "chineseCounting", "十二"),
        (100, "chineseCounting", "一○○"),
        (101, "chineseCountingThousand", "一百零一"),
        (10, "ideographDigital", "一〇"),
        (12, "japaneseDigitalTenThousand", "一二"),
        (10, "taiwaneseDigital", "一○"),
        (10, "koreanDigital2", "一零"),
        (1118, "japaneseCounting", "千百十八"),
        (20, "taiwaneseCountingThousand", "二十"),
        (3, "koreanDigital2", "三"),
        (2, "ganada", "나"),
        (3, "russianLower", "в"),
        (11, "ordinal", "11th"),
        (22, "ordinal", "22nd"),
        (3, "decimalEnclosedCircle", "③"),
        (5, "chicago", "**"),
        (5, "unheardOf", "5"),
    ],
)
def test_numbers_are_written_in_the_formats_of_word(number: int, kind: str, written: str) -> None:
    assert write_number(number, kind) == written


# --- changes, and what is not shown -----------------------------------------------------------------


def test_tracked_changes_are_accepted_and_told() -> None:
    body = write_paragraph(
        "We shall ",
        "<w:del><w:r><w:delText>not </w:delText></w:r></w:del>",
        f"<w:ins>{write_run('surely ')}</w:ins>",
        "attack",
        f"<w:moveFrom>{write_run(' at once')}</w:moveFrom>",
        f"<w:moveTo>{write_run(' tomorrow')}</w:moveTo>",
    )
    reading = read(body)
    assert reading.content.text == "We shall surely attack tomorrow"
    reports = list_reports(reading)
    assert reports[ReportSort.DELETIONS_LEFT_OUT] == ["not", "at once"]
    assert reports[ReportSort.INSERTIONS_ACCEPTED] == ["surely", "tomorrow"]


def test_paragraphs_between_which_the_break_was_deleted_are_one() -> None:
    body = write_paragraph("One ", properties="<w:rPr><w:del/></w:rPr>") + write_paragraph("sentence.")
    assert write(body) == "One sentence."


def test_hidden_words_and_the_code_of_fields_are_left_out() -> None:
    field = "".join(
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGEREF x </w:instrText></w:r>',
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
            write_run("12"),
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        )
    )
    reading = read(write_paragraph("see ", write_run("secret ", "<w:vanish/>"), "page ", field))
    assert reading.content.text == "see page 12"
    assert list_reports(reading)[ReportSort.HIDDEN_LEFT_OUT] == ["secret"]


def test_struck_words_stand_between_signs_and_spaces_stay_outside() -> None:
    struck = "<w:strike/>"
    reading = read(write_paragraph("He ", write_run("did ", struck), write_run("not ", struck), "go."))
    assert reading.content.text == "He ⟦did not⟧ go."
    (mark,) = reading.content.inline_marks
    assert (mark.sort, reading.content.text[mark.start : mark.end]) == (InlineSort.DELETED, "⟦did not⟧")


def test_heads_and_feet_of_pages_and_pictures_are_told() -> None:
    drawing = (
        '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="p" descr="Map of Pusan"/></wp:inline></w:drawing></w:r>'
    )
    reading = read(write_paragraph("a", drawing), header1=write_paragraph("TOP SECRET"))
    reports = list_reports(reading)
    assert reports[ReportSort.PICTURES_LEFT_OUT] == ["Map of Pusan"]
    assert reports[ReportSort.PAGE_FURNITURE_LEFT_OUT] == ["TOP SECRET"]


# --- what stands in a line --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("run", "text"),
    [
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r>", "a b"),
        ("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t></w:r>", "a\nb"),
        ("<w:r><w:t>well</w:t><w:noBreakHyphen/><w:t>known</w:t></w:r>", "well\u2011known"),
        ("<w:r><w:t>nego</w:t><w:softHyphen/><w:t>tiate</w:t></w:r>", "negotiate"),
        ('<w:r><w:sym w:font="Symbol" w:char="F061"/></w:r>', "α"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "✓"),
        ('<w:r><w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr><w:t>&#xF0B3;</w:t></w:r>', "≥"),
        ('<w:hyperlink r:id="x"><w:r><w:t>here</w:t></w:r></w:hyperlink>', "here"),
        ('<w:fldSimple w:instr="DATE"><w:r><w:t>today</w:t></w:r></w:fldSimple>', "today"),
        ("<w:sdt><w:sdtContent><w:r><w:t>filled in</w:t></w:r></w:sdtContent></w:sdt>", "filled in"),
        (
            "<m:oMath><m:f><m:num><m:r><m:t>a</m:t></m:r></m:num>"
            "<m:den><m:r><m:t>b+1</m:t></m:r></m:den></m:f></m:oMath>",
            "a/(b+1)",
        ),
        ("<w:r><w:t> a </w:t></w:r><w:r><w:t>b</w:t></w:r>", "ab"),
    ],
)
def test_signs_in_a_line_are_read_as_they_are_shown(run: str, text: str) -> None:
    assert read(write_paragraph(run)).content.text == text


def test_ruby_is_found_by_its_base() -> None:
    parts = f"<w:rt>{write_run('かんじ')}</w:rt><w:rubyBase>{write_run('漢字')}</w:rubyBase>"
    ruby = f"<w:r><w:ruby>{parts}</w:ruby></w:r>"
    reading = read(write_paragraph(ruby, "を読む"))
    assert reading.content.text == "漢字を読む"
    assert [(mark.sort, mark.detail) for mark in reading.content.inline_marks] == [(InlineSort.RUBY, "かんじ")]


def test_raised_and_lowered_letters_are_marked() -> None:
    reading = read(write_paragraph("M", write_run("r", '<w:vertAlign w:val="superscript"/>'), " X"))
    assert reading.content.text == "Mr X"
    assert [mark.sort for mark in reading.content.inline_marks] == [InlineSort.SUPERSCRIPT]


# --- tables and boxes -------------------------------------------------------------------------------


def test_cells_are_cited_by_row_and_column_also_where_some_are_merged() -> None:
    def write_cell(words: str, about: str = "") -> str:
        return f"<w:tc><w:tcPr>{about}</w:tcPr>{write_paragraph(words)}</w:tc>"

    rows = (
        write_cell("Army", '<w:vMerge w:val="restart"/>') + write_cell("Losses", '<w:gridSpan w:val="2"/>'),
        write_cell("", "<w:vMerge/>") + write_cell("men") + write_cell("tanks"),
    )
    reading = read(f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>")
    assert [(block.label, block.sort) for block in reading.content.blocks] == [
        (label, BlockSort.TABLE_CELL) for label in ("1.1", "1.2", "2.2", "2.3")
    ]
    assert reading.content.text == "Army Losses\nmen tanks"


def test_a_table_in_a_cell_is_lines_of_that_cell() -> None:
    rows = [f"<w:tr><w:tc>{write_paragraph(a)}</w:tc><w:tc>{write_paragraph(b)}</w:tc></w:tr>" for a, b in ("pq", "rs")]
    cells = f"<w:tc><w:tbl>{''.join(rows)}</w:tbl>{write_paragraph()}</w:tc><w:tc>{write_paragraph('z')}</w:tc>"
    reading = read(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")
    assert reading.content.text == "p q\nr s z"
    assert [block.label for block in reading.content.blocks] == ["1.1", "1.2"]


def test_a_text_box_is_read_once_behind_its_paragraph() -> None:
    box = f"<w:txbxContent>{write_paragraph('In the box')}</w:txbxContent>"
    both = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback>"
        f"<w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert write(write_paragraph("Before", both, " and after") + write_paragraph("Next")) == (
        "Before and after\n\nIn the box\n\nNext"
    )


def test_an_initial_set_apart_belongs_to_its_word() -> None:
    body = write_paragraph("T", properties='<w:framePr w:dropCap="drop"/>') + write_paragraph("he war began.")
    assert write(body) == "The war began."


def test_quotations_and_captions_are_known_by_the_names_of_their_styles() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="Q"><w:name w:val="Quote"/></w:style>'
    styles += '<w:style w:type="paragraph" w:styleId="C"><w:name w:val="caption"/></w:style>'
    styles += '<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="Q"/></w:style>'
    body = "".join(write_paragraph("x", properties=f'<w:pStyle w:val="{style}"/>') for style in ("Q", "C", "Mine"))
    sorts = [block.sort for block in read(body, styles=styles).content.blocks]
    assert sorts == [BlockSort.QUOTATION, BlockSort.CAPTION, BlockSort.QUOTATION]


# --- what the file is -------------------------------------------------------------------------------


def test_core_properties_fill_in_the_source() -> None:
    core = "<dc:title>Report</dc:title><dc:creator>Ann Able</dc:creator><dcterms:created>1997-02-03T10:00:00Z"
    reading = read(write_paragraph("a"), core=f"{core}</dcterms:created><dc:language>de-DE</dc:language>")
    assert reading.source_data == {"title": "Report", "author": "Ann Able", "issued": "1997-02-03", "language": "de-DE"}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "before 2007"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"Dear Sir", "archive"),
        (pack({"a.txt": "a"}), "no text of a Word document"),
        (pack({"xl/workbook.xml": "<a/>"}), "not one of Word"),
        (build_open_document("<text:p>a</text:p>"), "OpenDocument"),
        (pack({"word/document.xml": "<w:document"}), "well-formed"),
    ],
)
def test_what_is_no_word_document_is_refused_with_what_to_do(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableText) as refused:
        read_text(data, find_media_type("", "a.docx"))
    assert words in str(refused.value.detail)
    assert str(refused.value.remedy)


def test_an_old_file_is_refused_by_its_name_with_what_to_do() -> None:
    with pytest.raises(UnknownSort) as refused:
        find_media_type("application/msword", "minutes.doc")
    assert ".docx" in str(refused.value.remedy)


def test_the_number_of_an_item_in_a_cell_stands_before_its_words() -> None:
    cells = f"<w:tc>{write_item('ox')}{write_item('ass')}</w:tc><w:tc>{write_paragraph('two')}</w:tc>"
    assert (
        write(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>", numbering=write_levels(("decimal", "%1."))) == "1. ox\n2. ass two"
    )


def test_a_comment_on_what_was_deleted_is_told() -> None:
    comments = f'<w:comment w:id="1">{write_paragraph("Why?")}</w:comment>'
    deleted = '<w:del><w:r><w:delText>no</w:delText></w:r><w:r><w:commentReference w:id="1"/></w:r></w:del>'
    assert list_reports(read(write_paragraph("a", deleted), comments=comments))[ReportSort.OTHERS_LEFT_OUT] == ["Why?"]


@pytest.mark.parametrize("declared", ["application/zip", "application/octet-stream", "", "application/msword"])
def test_the_ending_decides_where_the_browser_does_not_know(declared: str) -> None:
    assert find_media_type(declared, "a.docx").endswith("wordprocessingml.document")
    assert find_media_type(declared, "a.odt").endswith("opendocument.text")
    assert find_media_type(declared, "a.epub") == "application/epub+zip"
