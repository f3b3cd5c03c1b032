"""PAGE XML read as a text: order, types of regions, tables, the tags of Transkribus, and the places of lines."""

import pytest

from argument_maps.reading import Spelling, UnreadableText, read_text
from models.text_vocabulary import ReportSort
from tests.argument_maps.reading.transcripts.transcript_files import (
    count_reports,
    list_blocks,
    list_lines,
    list_marks,
    list_pages,
    page_line,
    page_region,
    read,
    write_page,
)

ORDER = """<ReadingOrder><OrderedGroup id="g"><RegionRefIndexed index="2" regionRef="a"/>
<UnorderedGroupIndexed id="h" index="1"><RegionRef regionRef="c"/><RegionRef regionRef="b"/></UnorderedGroupIndexed>
<OrderedGroupIndexed id="i" index="0"><RegionRefIndexed index="1" regionRef="e"/><RegionRefIndexed index="0"
regionRef="d"/></OrderedGroupIndexed></OrderedGroup></ReadingOrder>"""


def named(*names: str) -> list[str]:
    return [page_region(page_line(f"{name.upper()}."), attributes=f'id="{name}"') for name in names]


@pytest.mark.parametrize("version", ["2013-07-15", "2016-07-15", "2017-07-15", "2018-07-15", "2019-07-15"])
def test_lines_of_a_region_are_a_paragraph_and_know_their_places(version: str) -> None:
    region = page_region(page_line("Am 25. Juni"), page_line("begann er.", 150), attributes='primaryLanguage="German"')
    reading = read(write_page(region, version=version))
    assert list_blocks(reading) == [("paragraph", "Am 25. Juni begann er.")]
    assert list_lines(reading) == [
        ("Am 25. Juni", 1, 10_000, 5_000, 50_000, 2_000),
        ("begann er.", 1, 10_000, 7_500, 50_000, 2_000),
    ]
    assert reading.source_data == {
        "language": "de",
        "page_images": "scan_0009.jpg",
        "transcribed_with": "Desk, 2024-01-02",
    }
    assert list_pages(reading) == [("page", "scan_0009", "Am 25.")]
    assert reading.report == ()


def test_regions_are_read_in_the_order_that_is_given() -> None:
    reading = read(write_page(*named("a", "b", "c", "d", "e"), order=ORDER))
    assert [words for _, words in list_blocks(reading)] == ["D.", "E.", "C.", "B.", "A."]
    reading = read(write_page(*named("b", "a")))
    assert [words for _, words in list_blocks(reading)] == ["B.", "A."]
    indexed = [
        page_region(page_line(f"{index}."), attributes=f'custom="readingOrder {{index:{index};}}"') for index in (1, 0)
    ]
    assert [words for _, words in list_blocks(read(write_page(*indexed)))] == ["0.", "1."]


def test_types_of_regions_say_what_is_of_the_sentence() -> None:
    types = (
        "heading",
        "paragraph",
        "caption",
        "footnote",
        "footnote-continued",
        "header",
        "catch-word",
        "signature-mark",
    )
    regions = [page_region(page_line(f"{name} a."), attributes=f'type="{name}"') for name in types]
    transkribus = page_region(page_line("Am Rand"), attributes='type="paragraph" custom="structure {type:marginalia;}"')
    number = page_region(page_line("– 12v –"), attributes='custom="structure {type:page-number;}"')
    reading = read(write_page(*regions, transkribus, number))
    assert list_blocks(reading) == [
        ("heading", "heading a."),
        ("paragraph", "paragraph a."),
        ("caption", "caption a."),
        ("note", "footnote a. footnote-continued a."),
        ("note", "Am Rand"),
    ]
    assert list_pages(reading)[0][:2] == ("folio", "12v")
    assert count_reports(reading) == {
        ReportSort.NOTES_KEPT: 1,
        ReportSort.MARGINALIA_KEPT: 1,
        ReportSort.PAGE_FURNITURE_LEFT_OUT: 4,
    }


def test_a_paragraph_goes_on_in_the_next_region_behind_what_stands_beside_it() -> None:
    note = page_region(page_line("Nota"), attributes='type="marginalia"')
    reading = read(
        write_page(page_region(page_line("Der Ver¬")), note, page_region(page_line("trag und"), page_line("er.")))
    )
    assert list_blocks(reading) == [("paragraph", "Der Vertrag und er."), ("note", "Nota")]
    columns = page_region(page_line("Er ging", 900)), page_region(page_line("und kam.", 100))
    assert list_blocks(read(write_page(*columns))) == [("paragraph", "Er ging und kam.")]
    below = page_region(page_line("Er ging", 100)), page_region(page_line("und kam.", 900))
    assert len(list_blocks(read(write_page(*below)))) == 2
    apart = read(write_page(page_region(page_line("Er ging.")), page_region(page_line("und kam."))))
    assert len(list_blocks(apart)) == 2


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        ("Ver¬", "trag", "Vertrag"),
        ("Ver=", "trag", "Vertrag"),
        ("Ver⸗", "trag", "Vertrag"),
        ("a =", "b", "a = b"),
        ("Baden⸗", "Baden", "Baden⸗Baden"),
        ("Ver", "trag", "Ver trag"),
        ("600.—", "700", "600.— 700"),
    ],
)
def test_signs_of_hyphenation_at_line_ends_go_where_they_only_divide(before: str, after: str, text: str) -> None:
    assert read(write_page(page_region(page_line(before), page_line(after, 150)))).content.text == text


def test_paragraphs_of_a_region_begin_at_indents_behind_stops() -> None:
    lines = [
        ("Er kam", 140),
        ("und ging.", 100),
        ("Sie blieb", 140),
        ("Haus.", 100),
        ("kam nie", 140),
        ("und so", 100),
        ("weiter.", 100),
        ("Ende", 500),
    ]
    region = page_region(*(page_line(words, 100 * place, left=left) for place, (words, left) in enumerate(lines)))
    assert [words for _, words in list_blocks(read(write_page(region)))] == [
        "Er kam und ging.",
        "Sie blieb Haus. kam nie und so weiter. Ende",
    ]


def test_an_initial_that_is_a_region_begins_its_paragraph() -> None:
    initial = page_region(page_line("A"), attributes='type="drop-capital"')
    reading = read(write_page(initial, page_region(page_line("ufklärung ist"))))
    assert list_blocks(reading) == [("paragraph", "Aufklärung ist")]
    assert [line for line, *_ in list_lines(reading)] == ["A", "ufklärung ist"]
    assert list_blocks(read(write_page(page_region(page_line("Er.")), initial))) == [
        ("paragraph", "Er."),
        ("paragraph", "A"),
    ]


@pytest.mark.parametrize("kind", ["Transkribus", "PAGE"])
def test_tables_are_read_by_rows(kind: str) -> None:
    cells = [(1, 0, "Panzer"), (0, 1, "Zahl"), (0, 0, "Waffe"), (1, 1, "242")]
    if kind == "PAGE":
        role = '<Roles><TableCellRole rowIndex="{}" columnIndex="{}" header="false"/></Roles>'
        written = [
            f"<TextRegion>{page_line(text)}{role.format(row, column)}</TextRegion>" for row, column, text in cells
        ]
    else:
        written = [
            f'<TableCell row="{row}" col="{column}">{page_line(text)}</TableCell>' for row, column, text in cells
        ]
    reading = read(write_page(f"<TableRegion>{''.join(written)}</TableRegion>"))
    assert reading.content.text == "Waffe Zahl\nPanzer 242"
    assert [(block.label, str(block.sort)) for block in reading.content.blocks] == [
        (label, "table cell") for label in ("1.1", "1.2", "2.1", "2.2")
    ]
    assert len(list_lines(reading)) == 4


def test_tags_of_transkribus_become_marks() -> None:
    custom = (
        "readingOrder {index:0;} unclear {offset:0; length:2; alternative:Es;} person {offset:3; length:4;} "
        "gap {offset:3; length:0; extent:2; unit:words;} supplied {offset:3; length:4; reason:lost;} "
        "textStyle {offset:8; length:3; strikethrough:true;} add {offset:12; length:3;} "
        "textStyle {offset:16; length:1; superscript:true;} textStyle {offset:0; length:3; bold:true;}"
    )
    reading = read(write_page(page_region(page_line("Er ging sie und m", custom=custom))))
    assert reading.content.text == "Er […][ging] ⟦sie⟧ und m"
    assert list_marks(reading) == [
        ("unclear", "Er", "Es"),
        ("gap", "[…]", "2 words"),
        ("supplied", "[ging]", "lost"),
        ("deleted", "⟦sie⟧", ""),
        ("added", "und", ""),
        ("superscript", "m", ""),
    ]
    assert count_reports(reading) == {ReportSort.DELETIONS_SHOWN: 1}


def test_marks_within_each_other_and_behind_rare_letters_keep_their_places() -> None:
    # Places count UTF-16 code units: the first letter has two.
    custom = "unclear {offset:3; length:8;} textStyle {offset:6; length:4; strikethrough:true;}"
    reading = read(write_page(page_region(page_line("𝕏 ab cdef gh", custom=custom))))
    assert list_marks(reading) == [("unclear", "ab ⟦cdef⟧", ""), ("deleted", "⟦cdef⟧", "")]


def test_of_two_forms_one_is_read_and_the_other_told() -> None:
    custom = (
        "abbrev {offset:0; length:2; expansion:Doktor;} sic {offset:3; length:4; correction:kahm;} "
        "abbrev {offset:8; length:4; expansion:Vereinigte Staaten;}"
    )
    data = write_page(page_region(page_line("Dr kamm U.S. heim", custom=custom)))
    assert read(data).content.text == "Doktor kahm U.S. heim"
    assert list_marks(read(data)) == [
        ("chosen", "Doktor", "Dr"),
        ("chosen", "kahm", "kamm"),
        ("chosen", "U.S.", "Vereinigte Staaten"),
    ]
    original = read(data, spelling=Spelling.ORIGINAL)
    assert original.content.text == "Dr kamm U.S. heim"
    assert count_reports(original) == {ReportSort.ORIGINAL_FORMS: 3}


def test_a_form_that_goes_on_in_the_next_line_stays_as_it_stands() -> None:
    custom = "abbrev {{offset:{}; length:3; expansion:Hochwürden; continued:true;}}"
    region = page_region(page_line("an Hoc", custom=custom.format(3)), page_line("hw. dort", 150, custom.format(0)))
    assert read(write_page(region)).content.text == "an Hoc hw. dort"


def test_comments_of_transkribus_are_offered() -> None:
    custom = "comment {offset:3; length:4; comment:Wann\\u003b wohin?;}"
    reading = read(write_page(page_region(page_line("Er ging heim", custom=custom))))
    ((comment),) = reading.comments
    assert (reading.content.text[comment.start : comment.end], comment.text) == ("Er ging heim"[3:7], "Wann; wohin?")


def test_of_several_wordings_the_first_by_its_index_is_read() -> None:
    words = "".join(
        f"<Word><TextEquiv conf='{sure}'><Unicode>{word}</Unicode></TextEquiv></Word>"
        for word, sure in (("Er", 0.9), ("gieng", 0.3))
    )
    wordings = "".join(
        f'<TextEquiv index="{index}"><Unicode>{text}</Unicode></TextEquiv>'
        for index, text in ((1, "Es ging"), (0, "Er ging"))
    )
    reading = read(write_page(page_region(f"<TextLine>{words}{wordings}</TextLine>")))
    assert reading.content.text == "Er ging"
    assert count_reports(reading) == {
        ReportSort.OTHER_WORDINGS: 2,
        ReportSort.UNSURE_WORDS: 1,
        ReportSort.PLACES_LEFT_OUT: 1,
    }
    assert read(write_page(page_region(f"<TextLine>{words}</TextLine>"))).content.text == "Er gieng"


def test_words_of_a_region_without_lines_are_read() -> None:
    whole = "<Coords points='100,100 600,140'/><TextEquiv><Unicode>Er ging\nheim.</Unicode></TextEquiv>"
    reading = read(write_page(page_region(whole)))
    assert list_blocks(reading) == [("paragraph", "Er ging heim.")]
    assert list_lines(read(write_page(page_region(whole.replace("\n", " "))))) == [
        ("Er ging heim.", 1, 10_000, 5_000, 50_000, 2_000)
    ]


def test_pictures_and_older_forms_are_told() -> None:
    data = write_page(
        page_region(page_line("Er")), "<ImageRegion id='i'/><SeparatorRegion id='s'/>", version="2010-03-19"
    )
    points = b'<Coords><Point x="100" y="100"/><Point x="600" y="140"/></Coords>'
    older = data.replace(b'<Coords points="100,100 600,100 600,140 100,140"/>', points)
    assert list_lines(read(older)) == [("Er", 1, 10_000, 5_000, 50_000, 2_000)]
    assert count_reports(read(older)) == {ReportSort.PICTURES_LEFT_OUT: 1, ReportSort.OLDER_FORM: 1}


def test_hebrew_is_read_as_it_stands() -> None:
    reading = read(
        write_page(page_region(page_line("שלום"), page_line("עליכם", 150), attributes='primaryLanguage="Hebrew"'))
    )
    assert reading.content.text == "שלום עליכם"
    assert reading.source_data["language"] == "he"


def test_transkribus_numbers_pages() -> None:
    reading = read(write_page(page_region(page_line("Er")), metadata='<TranskribusMetadata docId="1" pageNr="83"/>'))
    assert list_pages(reading) == [("page", "83", "Er")]


def test_what_has_no_words_or_is_none_is_refused() -> None:
    with pytest.raises(UnreadableText, match="not transcribed"):
        read_text(write_page(page_region("<TextLine/>")), "text/xml")
    with pytest.raises(UnreadableText, match="not PcGts"):
        read_text(b"<alto/>", "application/vnd.prima.page+xml")
    with pytest.raises(UnreadableText, match="not well-formed") as refused:
        read_text(b"<PcGts><Page>", "text/xml")
    assert "PAGE" in str(refused.value.remedy)
