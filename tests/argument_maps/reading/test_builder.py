"""Texts put together piece by piece: places, notes and pages stay where they belong."""

from argument_maps.reading.builder import CELL_GAP, LINE_BREAK, TextBuilder
from argument_maps.reading.plain_text import write_plain_text
from argument_maps.reading.results import FileReading
from models.text_vocabulary import InlineSort, MilestoneSort, ReportSort
from models.vocabulary import BlockSort


def list_blocks(reading: FileReading) -> list[tuple[str, str, str]]:
    content = reading.content
    return [(str(block.sort), block.label, content.text[block.start : block.end]) for block in content.blocks]


def test_white_space_is_one_space_and_none_at_the_edges() -> None:
    builder = TextBuilder()
    builder.begin_block(BlockSort.PARAGRAPH)
    for piece in ("  One\n", "\t two ", " ", "three", "  "):
        builder.add_words(piece)
    assert builder.finish().content.text == "One two three"


def test_words_are_joined_over_the_end_of_a_line() -> None:
    builder = TextBuilder()
    builder.add_words("The negoti- ")
    builder.join_words("-\u2010")
    builder.add_words("\n  ations")
    assert builder.finish().content.text == "The negotiations"


def test_a_mark_lies_over_its_words_and_goes_on_in_the_next_block() -> None:
    builder = TextBuilder()
    builder.begin_block(BlockSort.PARAGRAPH)
    builder.add_words("He ")
    builder.open_mark(InlineSort.DELETED, "in ink")
    builder.add_words("never ")
    builder.begin_block(BlockSort.PARAGRAPH)
    builder.add_words("agreed")
    builder.close_mark()
    builder.add_words(" then.")
    content = builder.finish().content
    assert [(content.text[mark.start : mark.end], mark.detail) for mark in content.inline_marks] == [
        ("never", "in ink"),
        ("agreed", "in ink"),
    ]


def test_a_note_stands_below_its_paragraph_with_its_number_and_all_that_is_in_it() -> None:
    builder = TextBuilder()
    builder.begin_block(BlockSort.PARAGRAPH)
    builder.add_words("They agreed")
    note = TextBuilder()
    note.add_words("Not in the ")
    note.open_mark(InlineSort.UNCLEAR)
    note.add_words("draft")
    note.close_mark()
    note.report(ReportSort.UNREADABLE_PARTS, "a stain")
    builder.add_note("2", note)
    builder.add_words(" to it.")
    builder.begin_block(BlockSort.PARAGRAPH)
    builder.add_words("Then they left.")
    reading = builder.finish()
    content = reading.content
    assert list_blocks(reading) == [
        ("paragraph", "", "They agreed to it."),
        ("note", "2", "Not in the draft"),
        ("paragraph", "", "Then they left."),
    ]
    reference, unclear = content.inline_marks
    assert (reference.sort, reference.detail, content.text[: reference.start]) == ("note reference", "2", "They agreed")
    assert content.text[unclear.start : unclear.end] == "draft"
    assert [(entry.sort, entry.count, entry.samples) for entry in reading.report] == [
        (ReportSort.UNREADABLE_PARTS, 1, ["a stain"])
    ]
    assert write_plain_text(content) == "They agreed[2] to it.\n\n[2] Not in the draft\n\nThen they left."


def test_notes_without_numbers_are_numbered_and_one_at_the_end_stays_in_its_block() -> None:
    builder = TextBuilder()
    for words in ("One.", "Two."):
        builder.begin_block(BlockSort.PARAGRAPH)
        builder.add_words(words)
        note = TextBuilder()
        note.add_words("See there.")
        builder.add_note("", note)
    assert write_plain_text(builder.finish().content) == ("One.[1]\n\n[1] See there.\n\nTwo.[2]\n\n[2] See there.")


def test_a_page_begins_with_the_words_that_follow_it_also_within_a_word() -> None:
    builder = TextBuilder()
    builder.add_milestone(MilestoneSort.PAGE, " 1 ")
    builder.begin_block(BlockSort.PARAGRAPH)
    builder.add_words("The pro-")
    builder.join_words("-")
    builder.add_milestone(MilestoneSort.PAGE, "2")
    builder.add_words("tocol. ")
    builder.add_milestone(MilestoneSort.PAGE, "3")
    builder.begin_block(BlockSort.PARAGRAPH)
    builder.add_words("Next.")
    content = builder.finish().content
    assert content.text == "The protocol.\n\nNext."
    assert [(place.label, content.text[place.at :][:5]) for place in content.milestones] == [
        ("1", "The p"),
        ("2", "tocol"),
        ("3", "Next."),
    ]


def test_cells_and_lines_stand_apart_but_closer_than_paragraphs() -> None:
    builder = TextBuilder()
    builder.begin_block(BlockSort.TABLE_CELL, "1.1")
    builder.add_words("Tanks")
    builder.begin_block(BlockSort.TABLE_CELL, "1.2", CELL_GAP)
    builder.add_words("242")
    builder.begin_block(BlockSort.VERSE_LINE)
    builder.add_words("Foreign Office")
    builder.begin_block(BlockSort.VERSE_LINE, separator=LINE_BREAK)
    builder.add_words("London")
    assert builder.finish().content.text == "Tanks 242\n\nForeign Office\nLondon"


def test_a_comment_is_offered_on_its_words() -> None:
    builder = TextBuilder()
    builder.add_words("The minister agreed.")
    builder.add_comment(len("agreed."), "Did he?", "Ann")
    reading = builder.finish()
    (comment,) = reading.comments
    assert (reading.content.text[comment.start : comment.end], comment.text, comment.author) == (
        "agreed.",
        "Did he?",
        "Ann",
    )


def test_what_is_put_together_is_sound() -> None:
    builder = TextBuilder()
    builder.add_words("One")
    builder.add_note_reference("1")
    builder.begin_block(BlockSort.NOTE, "1")
    builder.add_milestone(MilestoneSort.FOLIO, "12v")
    builder.add_words("A note.")
    assert builder.finish().content.is_sound


def test_no_mark_holds_what_no_text_may_hold() -> None:
    builder = TextBuilder()
    builder.open_mark(InlineSort.RUBY, "\x1bかんじ")
    builder.add_words("漢字")
    builder.close_mark()
    assert [mark.detail for mark in builder.finish().content.inline_marks] == ["かんじ"]


def test_a_row_whose_first_cell_is_empty_begins_on_a_line_of_its_own() -> None:
    builder = TextBuilder()
    builder.begin_block(BlockSort.TABLE_CELL, "1.1")
    builder.add_words("Tanks")
    builder.begin_block(BlockSort.TABLE_CELL, "2.1", LINE_BREAK)
    builder.begin_block(BlockSort.TABLE_CELL, "2.2", CELL_GAP)
    builder.add_words("242")
    assert builder.finish().content.text == "Tanks\n242"


def test_what_is_said_of_the_source_is_on_one_line_and_within_bounds() -> None:
    builder = TextBuilder()
    builder.add_words("Words.")
    said = {"title": "  A\n telegram\x07 ", "author": " \t", "publisher": "x" * 2_000}
    assert builder.finish(said).source_data == {"title": "A telegram", "publisher": "x" * 1_000}
