"""What else a PDF has than lines of text: scans, comments, forms, turned pages, letters without meaning, passwords."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Highlight, Text
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, FloatObject, NameObject

from argument_maps.reading import FileReading, UnreadableText, read_text
from argument_maps.reading.blocks import EmptyText
from models.text_vocabulary import MilestoneSort, ReportSort

CASES = Path(__file__).parents[1] / "cases"


def write(writer: PdfWriter) -> bytes:
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def make_scan() -> PdfReader:
    made = BytesIO()
    Image.new("L", (600, 800), 200).save(made, "PDF")
    return PdfReader(made)


def make_page(*contents: str) -> PdfWriter:
    """Return a document with a page for each stream of contents, set in Helvetica."""
    writer = PdfWriter()
    for content in contents:
        page = writer.add_blank_page(600, 800)
        stream = DecodedStreamObject()
        stream.set_data(content.encode("latin-1"))
        page[NameObject("/Contents")] = writer._add_object(stream)
        font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
        named = DictionaryObject({NameObject(key): NameObject(value) for key, value in font.items()})
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): named})}
        )
    return writer


def set_lines(*lines: str, turned: str = "1 0 0 1 50 700") -> str:
    return f"BT /F1 12 Tf {turned} Tm 14 TL " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"


def read(data: bytes) -> FileReading:
    return read_text(data, "application/pdf")


def test_pages_that_are_pictures_are_told_and_the_others_read() -> None:
    writer = PdfWriter(clone_from=CASES / "pdf-dash.pdf")
    writer.insert_page(make_scan().pages[0], 1)
    reading = read(write(writer))
    told = {entry.sort: entry.samples for entry in reading.report}
    assert told[ReportSort.UNREADABLE_PARTS] == ["p. 2"]
    assert "The delegation left" in reading.content.text
    pages = [place.label for place in reading.content.milestones if place.sort is MilestoneSort.PAGE]
    assert len(pages) == 4


def test_a_scan_alone_is_refused() -> None:
    with pytest.raises(EmptyText, match="picture"):
        read(write(PdfWriter(clone_from=make_scan())))


def test_letters_that_a_scan_has_behind_it_are_its_text() -> None:
    writer = PdfWriter(clone_from=make_scan())
    writer.pages[0].merge_page(make_page("3 Tr " + set_lines("The ministers wanted peace.")).pages[0])
    assert read(write(writer)).content.text == "The ministers wanted peace."


@pytest.mark.parametrize("turned", ["0 1 -1 0 300 100", "0 -1 1 0 300 700", "-1 0 0 -1 500 300"])
def test_lines_that_are_turned_are_read_along_themselves(turned: str) -> None:
    lines = ("The ministers wanted peace and the", "cabinet wanted war.")
    assert read(write(make_page(set_lines(*lines, turned=turned)))).content.text == " ".join(lines)


def test_comments_are_offered_on_the_words_that_they_mark() -> None:
    writer = make_page(set_lines("The ministers wanted peace."))
    # In points, as Helvetica sets the second word.
    points = ArrayObject(FloatObject(side) for side in (74, 712, 124, 712, 74, 698, 124, 698))
    highlight = Highlight(rect=(74, 698, 124, 712), quad_points=points)
    highlight[NameObject("/Contents")] = Text(rect=(0, 0, 9, 9), text="Who?")["/Contents"]
    writer.add_annotation(0, highlight)
    reading = read(write(writer))
    assert [(reading.content.text[each.start : each.end], each.text) for each in reading.comments] == [
        ("ministers", "Who?")
    ]
    assert reading.content.text == "The ministers wanted peace."


def test_letters_that_the_file_gives_no_meaning_are_refused() -> None:
    writer = PdfWriter(clone_from=CASES / "pdf-twocol.pdf")
    for item in writer._objects:
        if isinstance(item, DictionaryObject):
            item.pop("/ToUnicode", None)
    with pytest.raises(UnreadableText, match="which letters"):
        read(write(writer))


def test_what_stands_outside_of_the_page_is_not_read() -> None:
    writer = make_page(set_lines("The ministers wanted peace.") + set_lines("Printer", turned="1 0 0 1 50 -40"))
    assert read(write(writer)).content.text == "The ministers wanted peace."


def test_attachments_are_told_and_not_opened() -> None:
    writer = make_page(set_lines("The ministers wanted peace."))
    writer.add_attachment("other.txt", b"The ministers wanted war.")
    reading = read(write(writer))
    assert "war" not in reading.content.text
    assert [entry.sort for entry in reading.report] == [ReportSort.OTHERS_LEFT_OUT]


def test_pages_without_printed_numbers_have_the_names_that_the_file_gives_them() -> None:
    writer = make_page(*(set_lines(f"{name} ministers wanted peace.") for name in ("Three", "Four")))
    writer.set_page_label(0, 1, style="/r", start=4)
    assert [place.label for place in read(write(writer)).content.milestones] == ["iv", "v"]


def test_title_and_author_can_fill_in_the_source() -> None:
    writer = make_page(set_lines("The ministers wanted peace."))
    writer.add_metadata({"/Title": "On Peace", "/Author": "Ann Able"})
    assert read(write(writer)).source_data == {"title": "On Peace", "author": "Ann Able"}
    writer.add_metadata({"/Title": "Microsoft Word - draft3.doc"})
    assert "title" not in read(write(writer)).source_data


def test_a_note_without_a_sign_above_the_first_with_one_is_kept() -> None:
    lines = ["The ministers met in June and wanted to wait for an answer."] * 12
    rule = "50 130 m 200 130 l S"
    notes = "BT /F1 8 Tf 1 0 0 1 50 118 Tm 10 TL (Read in Leeds in 1950.) Tj T* (1. From the minutes.) Tj ET"
    text = read(write(make_page(f"{set_lines(*lines)} {rule} {notes}"))).content.text
    assert "Read in Leeds in 1950." in text
    assert "From the minutes." in text


def test_a_comment_on_a_footnote_is_offered_on_it() -> None:
    writer = PdfWriter(clone_from=CASES / "pdf-notes.pdf")
    writer.add_annotation(0, Text(rect=(0, 0, 600, 200), text="Whose?"))
    reading = read(write(writer))
    assert [comment.text for comment in reading.comments] == ["Whose?"]
