"""OpenDocument texts come out as LibreOffice shows them, with numbers, notes and comments."""

import pytest

from argument_maps.reading import FileReading, UnreadableText, find_media_type, read_text
from argument_maps.reading.plain_text import write_plain_text
from models.text_vocabulary import InlineSort, ReportSort
from models.vocabulary import BlockSort
from tests.argument_maps.reading.office.archive_builders import build_open_document, build_word, pack, write_paragraph


def read(text: str, styles: str = "", meta: str = "", common: str = "") -> FileReading:
    return read_text(build_open_document(text, styles, meta, common), find_media_type("", "a.odt"))


def list_reports(reading: FileReading) -> dict[ReportSort, list[str]]:
    return {entry.sort: entry.samples for entry in reading.report}


def write_note(citation: str, *paragraphs: str, sort: str = "footnote") -> str:
    body = "".join(f"<text:p>{words}</text:p>" for words in paragraphs)
    return (
        f'<text:note text:note-class="{sort}"><text:note-citation>{citation}</text:note-citation>'
        f"<text:note-body>{body}</text:note-body></text:note>"
    )


def write_style(name: str, about: str, family: str = "text") -> str:
    return f'<style:style style:name="{name}" style:family="{family}"><style:text-properties {about}/></style:style>'


def test_notes_stand_below_their_paragraph_with_their_numbers() -> None:
    text = f"<text:p>A{write_note('1', 'First.', 'More.')} b{write_note('i', 'End.', sort='endnote')}.</text:p>"
    assert write_plain_text(read(text).content) == "A[1] b[i].\n\n[1] First.\n\n[1] More.\n\n[i] End."


LEVELS = (
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" '
    'style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="a" style:num-prefix="(" '
    'style:num-suffix=")"/><text:list-level-style-number text:level="3" style:num-format="i" '
    'text:display-levels="3"/></text:list-style><text:list-style style:name="B"><text:list-level-style-bullet '
    'text:level="1" text:bullet-char="•"/></text:list-style>'
)


def write_list(*items: str, about: str = 'text:style-name="L"') -> str:
    return f"<text:list {about}>{''.join(f'<text:list-item>{item}</text:list-item>' for item in items)}</text:list>"


def test_list_items_have_the_numbers_that_are_printed() -> None:
    third = write_list("<text:p>deep</text:p>", about="")
    second = write_list("<text:p>a</text:p>", f"<text:p>b</text:p>{third}", about="")
    text = write_list("<text:p>one</text:p>", f"<text:p>two</text:p>{second}", "<text:p>three</text:p>")
    blocks = read(text, LEVELS).content.blocks
    assert [block.label for block in blocks] == ["1.", "2.", "(a)", "(b)", "2.b.i", "3."]
    assert {block.sort for block in blocks} == {BlockSort.LIST_ITEM}


def test_a_list_goes_on_counting_where_it_says_so() -> None:
    text = write_list("<text:p>one</text:p>") + "<text:p>between</text:p>"
    text += write_list("<text:p>two</text:p>", about='text:style-name="L" text:continue-numbering="true"')
    text += write_list("<text:p>bullet</text:p>", about='text:style-name="B"')
    item = '<text:list-item text:start-value="7"><text:p>x</text:p></text:list-item>'
    text += f'<text:list text:style-name="L">{item}</text:list>'
    assert [block.label for block in read(text, LEVELS).content.blocks] == ["1.", "", "2.", "", "7."]


def test_tracked_changes_are_accepted_and_told() -> None:
    changes = (
        '<text:tracked-changes><text:changed-region text:id="d"><text:deletion><text:p>not </text:p></text:deletion>'
        '</text:changed-region><text:changed-region text:id="i"><text:insertion/></text:changed-region>'
        "</text:tracked-changes>"
    )
    inserted = '<text:change-start text:change-id="i"/>surely <text:change-end text:change-id="i"/>'
    reading = read(f'{changes}<text:p>We shall <text:change text:change-id="d"/>{inserted}attack.</text:p>')
    assert reading.content.text == "We shall surely attack."
    reports = list_reports(reading)
    assert reports[ReportSort.DELETIONS_LEFT_OUT] == ["not"]
    assert reports[ReportSort.INSERTIONS_ACCEPTED] == ["surely"]


def test_comments_are_offered_on_their_passages() -> None:
    def comment(name: str, words: str) -> str:
        return f"<office:annotation {name}><dc:creator>Ann</dc:creator><text:p>{words}</text:p></office:annotation>"

    named = comment('office:name="n"', "See.")
    end = '<office:annotation-end office:name="n"/>'
    reading = read(f"<text:p>One {named}two</text:p><text:p>three{end} four{comment('', 'Fin.')}</text:p>")
    offered = [(reading.content.text[each.start : each.end], each.text, each.author) for each in reading.comments]
    assert offered == [("two\n\nthree", "See.", "Ann"), ("four", "Fin.", "Ann")]


def test_cells_are_cited_by_row_and_column() -> None:
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    wide = '<table:table-cell table:number-columns-spanned="2"><text:p>Losses</text:p></table:table-cell>'
    rows = (
        f"<table:table-header-rows><table:table-row>{cell.format('Army')}{wide}<table:covered-table-cell/>"
        "</table:table-row></table:table-header-rows>"
        f"<table:table-row>{cell.format('1.')}{cell.format('men')}{cell.format('tanks')}</table:table-row>"
    )
    reading = read(f"<table:table>{rows}</table:table>")
    assert reading.content.text == "Army Losses\n1. men tanks"
    assert [block.label for block in reading.content.blocks] == ["1.1", "1.2", "2.1", "2.2", "2.3"]


def test_marks_lines_and_hidden_words() -> None:
    styles = write_style("up", 'style:text-position="super 58%"') + write_style("hid", 'text:display="none"')
    styles += write_style("struck", 'style:text-line-through-style="solid"')
    text = (
        '<text:p>M<text:span text:style-name="up">r</text:span> X<text:line-break/>did'
        '<text:s/><text:span text:style-name="struck">not</text:span><text:tab/>go'
        '<text:span text:style-name="hid"> away</text:span></text:p>'
    )
    reading = read(text, styles)
    assert reading.content.text == "Mr X\ndid ⟦not⟧ go"
    assert [mark.sort for mark in reading.content.inline_marks] == [InlineSort.SUPERSCRIPT, InlineSort.DELETED]
    assert list_reports(reading)[ReportSort.HIDDEN_LEFT_OUT] == ["away"]


def test_ruby_boxes_and_pictures() -> None:
    ruby = "<text:ruby><text:ruby-base>漢字</text:ruby-base><text:ruby-text>かんじ</text:ruby-text></text:ruby>"
    box = "<draw:frame><draw:text-box><text:p>In the box</text:p></draw:text-box></draw:frame>"
    picture = "<draw:frame><draw:image xlink:href='p.png'/><svg:desc>Map of Pusan</svg:desc></draw:frame>"
    reading = read(f"<text:p>{ruby}{box}を読む{picture}</text:p><text:p>Next</text:p>")
    assert reading.content.text == "漢字を読む\n\nIn the box\n\nNext"
    assert list_reports(reading)[ReportSort.PICTURES_LEFT_OUT] == ["Map of Pusan"]


def test_headings_quotations_and_captions() -> None:
    styles = '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Quotations"/>'
    common = "".join(
        f'<style:style style:name="{name}" style:family="paragraph"/>' for name in ("Quotations", "Caption", "Title")
    )
    text = '<text:p text:style-name="Title">T</text:p><text:h text:outline-level="1">H</text:h>'
    text += '<text:p text:style-name="P1">Q</text:p><text:p text:style-name="Caption">C</text:p>'
    assert [block.sort for block in read(text, styles, common=common).content.blocks] == [
        *(BlockSort.HEADING, BlockSort.HEADING, BlockSort.QUOTATION, BlockSort.CAPTION)
    ]


def test_what_it_says_of_itself_fills_in_the_source() -> None:
    meta = "<dc:title>Report</dc:title><meta:initial-creator>Ann Able</meta:initial-creator>"
    meta += "<meta:creation-date>1997-02-03T10:00:00</meta:creation-date><dc:creator>Typist</dc:creator>"
    assert read("<text:p>a</text:p>", meta=meta).source_data == {
        **{"title": "Report", "author": "Ann Able", "issued": "1997-02-03"}
    }


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (build_word(write_paragraph("a")), "Word document"),
        (pack({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}), "not a text"),
        (pack({"mimetype": "application/vnd.oasis.opendocument.text"}), "no text of OpenDocument"),
        (
            pack(
                {
                    "META-INF/manifest.xml": '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
                    "<m:file-entry><m:encryption-data/></m:file-entry></m:manifest>"
                }
            ),
            "password",
        ),
    ],
)
def test_what_is_no_open_document_is_refused_with_what_to_do(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableText) as refused:
        read_text(data, find_media_type("", "a.odt"))
    assert words in str(refused.value.detail)
    assert str(refused.value.remedy)
