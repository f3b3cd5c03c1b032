"""Notes and comments of Word documents stand where Word has them."""

import pytest

from argument_maps.reading.plain_text import write_plain_text
from models.text_vocabulary import ReportSort
from tests.argument_maps.reading.office.archive_builders import write_paragraph
from tests.argument_maps.reading.office.word_reader import list_reports, read, write


def write_note(number: int, *paragraphs: str, sort: str = "footnote") -> str:
    written = "".join(write_paragraph(f"<w:r><w:{sort}Ref/></w:r>", words) for words in paragraphs)
    return f'<w:{sort} w:id="{number}">{written}</w:{sort}>'


def refer(number: int, sort: str = "footnote", mark: str = "") -> str:
    own = ' w:customMarkFollows="1"' if mark else ""
    return f'<w:r><w:{sort}Reference{own} w:id="{number}"/>{f"<w:t>{mark}</w:t>" if mark else ""}</w:r>'


def test_notes_stand_below_their_paragraph_with_the_numbers_that_word_gives_them() -> None:
    body = write_paragraph("A", refer(5), " b", refer(3, "endnote"), " c", refer(8, mark="*"), " d", refer(2), ".")
    footnotes = write_note(2, " Last.") + write_note(5, " First.", "More of it.") + write_note(8, "* Of its own.")
    written = write(body, footnotes=footnotes, endnotes=write_note(3, " At the end.", sort="endnote"))
    assert written == (
        "A[1] b[i] c[*] d[2].\n\n[1] First.\n\n[1] More of it.\n\n[i] At the end.\n\n[*] Of its own.\n\n[2] Last."
    )


def test_notes_of_a_table_stand_below_it() -> None:
    cell = "<w:tc>{}</w:tc>"
    row = f"<w:tr>{cell.format(write_paragraph('x', refer(1)))}{cell.format(write_paragraph('y'))}</w:tr>"
    assert write(f"<w:tbl>{row}</w:tbl>", footnotes=write_note(1, "Of x.")) == "x[1] y\n\n[1] Of x."


def test_notes_begin_again_in_each_section_where_the_settings_say_so() -> None:
    section = '<w:sectPr><w:footnotePr><w:numRestart w:val="eachSect"/></w:footnotePr></w:sectPr>'
    body = write_paragraph("a", refer(1), properties=section) + write_paragraph("b", refer(2)) + section
    assert "a[1]" in (written := write(body, footnotes=write_note(1, "n") + write_note(2, "m")))
    assert "b[1]" in written


def test_a_note_that_is_missing_is_told() -> None:
    reading = read(write_paragraph("a", refer(1)))
    assert write_plain_text(reading.content) == "a[1]"
    assert ReportSort.UNREADABLE_PARTS in list_reports(reading)


def test_notes_of_what_is_not_shown_are_told_and_not_read() -> None:
    deleted = f"<w:del>{refer(1)}<w:r><w:delText>gone</w:delText></w:r></w:del>"
    hidden = '<w:r><w:rPr><w:vanish/></w:rPr><w:footnoteReference w:id="2"/></w:r>'
    footnotes = write_note(1, "Of what is gone.") + write_note(2, "Of what is hidden.") + write_note(3, "Read.")
    reading = read(write_paragraph("a", deleted, hidden, refer(3)), footnotes=footnotes)
    assert write_plain_text(reading.content) == "a[1]\n\n[1] Read."
    assert list_reports(reading)[ReportSort.DELETIONS_LEFT_OUT] == ["gone", "Of what is gone."]
    assert list_reports(reading)[ReportSort.HIDDEN_LEFT_OUT] == ["Of what is hidden."]


def test_a_note_that_was_moved_stands_where_it_is_now() -> None:
    moved = [f"<w:move{way}>{refer(1)}</w:move{way}>" for way in ("From", "To")]
    assert write(write_paragraph("a", moved[0], " b", moved[1]), footnotes=write_note(1, "n")) == "a b[1]\n\n[1] n"


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (write_paragraph("One") + "{}" + write_paragraph("two"), "One"),
        ("{}" + write_paragraph("One two"), "One"),
    ],
)
def test_a_comment_on_an_empty_paragraph_is_offered_on_the_nearest_word(body: str, word: str) -> None:
    empty = write_paragraph('<w:commentRangeStart w:id="7"/>', '<w:commentRangeEnd w:id="7"/>')
    comment = f'<w:comment w:id="7" w:author="Ann">{write_paragraph("See.")}</w:comment>'
    reading = read(body.format(empty), comments=comment)
    assert [reading.content.text[each.start : each.end] for each in reading.comments] == [word]


def test_a_level_without_bounds_is_none() -> None:
    numbering = f'<w:numPr><w:ilvl w:val="{"0" * 5_000}"/><w:numId w:val="1"/></w:numPr>'
    assert write(write_paragraph("a", properties=numbering)) == "a"
