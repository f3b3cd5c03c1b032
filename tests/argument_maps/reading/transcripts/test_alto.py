"""ALTO read as a text: words, divided words, order, what blocks are, and the places of lines."""

import pytest

from argument_maps.reading import Spelling, UnreadableText, read_text
from models.text_vocabulary import ReportSort
from tests.argument_maps.reading.transcripts.transcript_files import (
    alto_block,
    alto_line,
    count_reports,
    list_blocks,
    list_lines,
    list_marks,
    list_pages,
    read,
    write_alto,
)

FIRST = '<String CONTENT="Der"/><SP/><String CONTENT="Ver" SUBS_TYPE="HypPart1" SUBS_CONTENT="{whole}"/>{sign}'
SECOND = '<String CONTENT="{rest}" SUBS_TYPE="HypPart2" SUBS_CONTENT="{whole}"/><SP/><String CONTENT="bricht."/>'


def divided(whole: str, rest: str, sign: str = '<HYP CONTENT="-"/>') -> bytes:
    lines = alto_line(FIRST.format(whole=whole, sign=sign)), alto_line(SECOND.format(whole=whole, rest=rest), 150)
    return write_alto(alto_block(*lines))


def test_lines_of_a_block_are_a_paragraph_and_know_their_places() -> None:
    reading = read(
        write_alto(alto_block(alto_line("Am 25. Juni"), alto_line("begann er.", 150)), alto_block(alto_line("So.")))
    )
    assert list_blocks(reading) == [("paragraph", "Am 25. Juni begann er."), ("paragraph", "So.")]
    assert list_lines(reading)[:2] == [
        ("Am 25. Juni", 1, 10_000, 5_000, 50_000, 2_000),
        ("begann er.", 1, 10_000, 7_500, 50_000, 2_000),
    ]
    assert reading.source_data == {"page_images": "0017.tif", "transcribed_with": "Reader 2, 2020-05-31"}
    assert reading.report == ()


@pytest.mark.parametrize(
    ("whole", "rest", "sign", "text", "parts"),
    [
        ("Vertrag", "trag", '<HYP CONTENT="-"/>', "Der Vertrag bricht.", ["Der Ver", "trag bricht."]),
        ("Vertrag", "trag", '<HYP CONTENT="&#xAD;"/>', "Der Vertrag bricht.", ["Der Ver", "trag bricht."]),
        ("Vertrag", "trag", "", "Der Vertrag bricht.", ["Der Ver", "trag bricht."]),
        ("Ver-trag", "trag", '<HYP CONTENT="-"/>', "Der Ver-trag bricht.", ["Der Ver-", "trag bricht."]),
        ("Vertrag", "trag,", '<HYP CONTENT="-"/>', "Der Vertrag, bricht.", ["Der Ver", "trag, bricht."]),
        # The program mended the word: it is read as it gives it, in the line where it begins.
        ("Vortrag", "trag,", '<HYP CONTENT="-"/>', "Der Vortrag, bricht.", ["Der Vortrag,", "bricht."]),
    ],
)
def test_a_divided_word_is_read_once(whole: str, rest: str, sign: str, text: str, parts: list[str]) -> None:
    reading = read(divided(whole, rest, sign))
    assert reading.content.text == text
    assert [line for line, *_ in list_lines(reading)] == parts
    assert count_reports(reading) == {ReportSort.HYPHENS_JOINED: 1}


def test_a_hyphen_that_no_part_goes_with_is_judged_as_in_other_files() -> None:
    lines = [
        alto_line('<String CONTENT="unter"/><HYP CONTENT="-"/>'),
        alto_line("nehmen und Baden-"),
        alto_line("Baden."),
    ]
    assert read(write_alto(alto_block(*lines))).content.text == "unternehmen und Baden-Baden."


def test_a_word_that_goes_on_on_the_next_page_joins_the_paragraph_in_which_the_page_begins() -> None:
    first = alto_block(alto_line('<String CONTENT="Er"/><SP/><String CONTENT="unter"/><HYP/>'))
    note = '<BottomMargin><TextBlock><TextLine><String CONTENT="12"/></TextLine></TextBlock></BottomMargin>'
    second = alto_block(alto_line("nahm es."))
    data = write_alto(first, around=note).replace(
        b"</Page>", f'</Page><Page WIDTH="10" HEIGHT="10"><PrintSpace>{second}</PrintSpace></Page>'.encode()
    )
    reading = read(data)
    assert list_blocks(reading) == [("paragraph", "Er unternahm es.")]
    assert list_pages(reading) == [("page", "12", "Er unt"), ("page", "2", "nahm e")]
    assert [(line, page) for line, page, *_ in list_lines(reading)] == [("Er unter", 1)]
    assert count_reports(reading)[ReportSort.PLACES_LEFT_OUT] == 1


def test_margins_hold_what_is_not_of_the_sentence() -> None:
    around = "".join(
        f"<{space}>{alto_block(alto_line(words))}</{space}>"
        for space, words in (("TopMargin", "BERICHT"), ("LeftMargin", "Nota bene"), ("BottomMargin", "- 17 -"))
    )
    reading = read(write_alto(alto_block(alto_line("Er ging.")), around=around))
    assert list_blocks(reading) == [("note", "Nota bene"), ("paragraph", "Er ging.")]
    assert list_pages(reading) == [("page", "17", "Nota b")]
    assert count_reports(reading) == {ReportSort.MARGINALIA_KEPT: 1, ReportSort.PAGE_FURNITURE_LEFT_OUT: 2}


def test_tags_say_what_blocks_and_lines_are() -> None:
    tags = (
        '<OtherTag ID="B1" LABEL="MarginTextZone:note#1"/><OtherTag ID="B2" LABEL="RunningTitleZone"/>'
        '<StructureTag ID="S1" LABEL="titre 1"/><OtherTag ID="L1" LABEL="HeadingLine"/>'
        '<OtherTag ID="L2" LABEL="DefaultLine"/>'
        '<LayoutTag ID="F" LABEL="footnote"/><OtherTag ID="D" LABEL="DropCapitalZone"/>'
    )
    reading = read(
        write_alto(
            alto_block(alto_line("Titel"), attributes='TAGREFS="S1"'),
            alto_block(alto_line("Kopf"), attributes='TAGREFS="B2"'),
            alto_block(alto_line("D"), attributes='TAGREFS="D"'),
            alto_block(
                alto_line("er Abt", attributes='TAGREFS="L2"'),
                alto_line("Zweites", 150, attributes='TAGREFS="L1"'),
                alto_line("kam.", 200),
            ),
            alto_block(alto_line("Am Rand"), attributes='TAGREFS="B1"'),
            alto_block(alto_line("1) Siehe oben."), attributes='TAGREFS="F"'),
            tags=tags,
        )
    )
    assert list_blocks(reading) == [
        ("heading", "Titel"),
        ("paragraph", "Der Abt"),
        ("heading", "Zweites"),
        ("paragraph", "kam."),
        ("note", "Am Rand"),
        ("note", "Siehe oben."),
    ]
    assert reading.content.blocks[-1].label == "1"


def test_a_raised_number_refers_to_the_note_of_its_page() -> None:
    words = (
        '<String CONTENT="Er"/><SP/><String CONTENT="ging"/><String CONTENT="1" STYLE="superscript"/><SP/>'
        '<String CONTENT="m" STYLE="superscript"/>'
    )
    reading = read(
        write_alto(
            alto_block(alto_line(words)),
            alto_block(alto_line("1) Nie."), attributes='TAGREFS="F"'),
            tags='<LayoutTag ID="F" LABEL="footnote"/>',
        )
    )
    assert list_marks(reading) == [("note reference", "", "1"), ("superscript", "m", "")]
    assert reading.content.text == "Er ging m\n\nNie."


def test_blocks_are_read_in_the_order_of_their_chain_or_of_the_reading_order() -> None:
    one, two, three = (
        alto_block(alto_line(f"{name}."), attributes=f'ID="{name}" {next_one}')
        for name, next_one in (("A", 'IDNEXT="C"'), ("B", ""), ("C", 'IDNEXT="B"'))
    )
    assert [words for _, words in list_blocks(read(write_alto(one, two, three)))] == ["A.", "C.", "B."]
    order = (
        '<ReadingOrder><OrderedGroup ID="G"><ElementRef ID="E1" REF="B"/><UnorderedGroup ID="U">'
        '<ElementRef ID="E2" REF="A"/></UnorderedGroup></OrderedGroup></ReadingOrder>'
    )
    assert [words for _, words in list_blocks(read(write_alto(one, two, three, order=order)))] == ["B.", "C.", "A."]
    inner = f"<ComposedBlock>{one}</ComposedBlock>"
    assert [words for _, words in list_blocks(read(write_alto(inner, two, order=order)))] == ["B.", "A."]
    ring = [
        alto_block(alto_line(f"{name}."), attributes=f'ID="{name}" IDNEXT="{next_one}"')
        for name, next_one in ("AB", "BA")
    ]
    assert [words for _, words in list_blocks(read(write_alto(*ring)))] == ["A.", "B."]


def test_an_abbreviation_is_read_out_or_as_it_stands() -> None:
    words = '<String CONTENT="Dr." SUBS_TYPE="Abbreviation" SUBS_CONTENT="Doktor"/><SP/><String CONTENT="Faust"/>'
    data = write_alto(alto_block(alto_line(words)))
    assert list_marks(read(data)) == [("chosen", "Doktor", "Dr.")]
    assert list_marks(read(data, spelling=Spelling.ORIGINAL)) == [("chosen", "Dr.", "Doktor")]
    assert count_reports(read(data)) == {ReportSort.REGULARISED: 1}


def test_words_recognised_with_doubt_and_other_wordings_are_told_and_change_nothing() -> None:
    words = (
        '<String CONTENT="Haus" WC="0.4"><ALTERNATIVE>Maus</ALTERNATIVE></String><SP/><String CONTENT="und" WC="0.5"/>'
    )
    reading = read(write_alto(alto_block(alto_line(words))))
    assert reading.content.text == "Haus und"
    assert count_reports(reading) == {ReportSort.UNSURE_WORDS: 1, ReportSort.OTHER_WORDINGS: 1}


def test_where_no_spaces_are_told_stops_stand_close() -> None:
    boxes = ((100, "Monat"), (200, "."), (240, "So"))
    strings = "".join(
        f'<String CONTENT="{word}" HPOS="{left}" VPOS="5" WIDTH="{100 if left == 100 else 20}" HEIGHT="40"/>'
        for left, word in boxes
    )
    assert read(write_alto(alto_block(alto_line(strings)))).content.text == "Monat. So"
    chinese = '<String CONTENT="昭和"/><String CONTENT="二十年"/>'
    assert read(write_alto(alto_block(alto_line(chinese)))).content.text == "昭和二十年"


@pytest.mark.parametrize("unit", ["pixel", "mm10", "inch1200"])
def test_places_are_shares_of_the_page_whatever_they_are_measured_in(unit: str) -> None:
    reading = read(write_alto(alto_block(alto_line("Er")), unit=unit))
    assert list_lines(reading) == [("Er", 1, 10_000, 5_000, 50_000, 2_000)]


def test_a_page_without_a_size_has_that_of_its_spaces_or_no_places() -> None:
    block = alto_block(alto_line("Er"))
    data = write_alto(block, page="")
    sized = data.replace(b"<PrintSpace>", b'<PrintSpace HPOS="0" VPOS="0" WIDTH="1000" HEIGHT="2000">')
    assert list_lines(read(sized)) == [("Er", 1, 10_000, 5_000, 50_000, 2_000)]
    within = data.replace(b"<PrintSpace>", b'<PrintSpace HPOS="50" VPOS="50" WIDTH="1000" HEIGHT="2000">')
    for unsized in (data, within):
        assert list_lines(read(unsized)) == []
        assert count_reports(read(unsized)) == {ReportSort.PLACES_LEFT_OUT: 1}


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ('HPOS="900" VPOS="-20" WIDTH="500" HEIGHT="40"', [("Er", 1, 90_000, 0, 10_000, 1_000)]),
        ('HPOS="1000" VPOS="0" WIDTH="500" HEIGHT="40"', []),
        ('HPOS="NaN" VPOS="0" WIDTH="500" HEIGHT="40"', []),
        ('HPOS="0" VPOS="0" WIDTH="-5" HEIGHT="40"', []),
        ('HPOS="0" VPOS="0" WIDTH="1e999" HEIGHT="40"', []),
        ('HPOS="0.5" VPOS="0" WIDTH="0.001" HEIGHT="0.001"', [("Er", 1, 50, 0, 1, 1)]),
    ],
)
def test_places_beyond_the_page_are_cut_and_absurd_ones_left_out(place: str, expected: list[tuple[str, int]]) -> None:
    reading = read(write_alto(alto_block(f'<TextLine {place}><String CONTENT="Er"/></TextLine>')))
    assert list_lines(reading) == expected
    assert count_reports(reading).get(ReportSort.PLACES_LEFT_OUT, 0) == (not expected)


def test_a_line_without_a_box_has_that_around_its_shape_or_its_words() -> None:
    shape = '<TextLine><Shape><Polygon POINTS="100 100 600,100 600,140"/></Shape><String CONTENT="Er"/></TextLine>'
    words = '<TextLine><String CONTENT="Er" HPOS="100" VPOS="100" WIDTH="500" HEIGHT="40"/></TextLine>'
    for line in (shape, words):
        assert list_lines(read(write_alto(alto_block(line)))) == [("Er", 1, 10_000, 5_000, 50_000, 2_000)]


def test_languages_and_page_numbers_are_taken_over() -> None:
    block = alto_block(alto_line("Er ging", attributes='LANG="de"'), alto_line("oui", 200, attributes='LANG="fr"'))
    reading = read(write_alto(block, page='WIDTH="1000" HEIGHT="2000" PHYSICAL_IMG_NR="5" PRINTED_IMG_NR="xii"'))
    assert reading.source_data["language"] == "de"
    assert list_pages(reading)[0][:2] == ("page", "xii")
    older = alto_block(alto_line("Er ging"), attributes='language="ger"')
    assert read(write_alto(older)).source_data["language"] == "de"


def test_what_says_that_it_is_alto_and_is_not_is_refused() -> None:
    with pytest.raises(UnreadableText, match="outermost element is mets"):
        read_text(b"<mets/>", "application/alto+xml")
    with pytest.raises(UnreadableText, match="not transcribed") as refused:
        read_text(write_alto(alto_block()), "application/alto+xml")
    assert refused.value.remedy
    with pytest.raises(UnreadableText, match="nested more than"):
        read_text(write_alto("<ComposedBlock>" * 70 + "</ComposedBlock>" * 70), "application/alto+xml")
