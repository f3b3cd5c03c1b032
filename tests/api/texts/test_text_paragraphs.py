"""A text is cut up for its page without losing a letter, and what stands in it is where it belongs."""

from hypothesis import given
from hypothesis import strategies as st

from api.texts.text_layers import Mark
from api.texts.text_paragraphs import cut_paragraphs, group_paragraphs
from argument_maps.values import Block, Content, InlineMark, Milestone

TEXT = "They had agreed to it.\n\nNot in the draft.\n\nYear Men\n1950 10"
CONTENT = Content(
    text=TEXT,
    blocks=(
        Block(start=0, end=22),
        Block(start=24, end=41, sort="note", label="2"),
        Block(start=43, end=47, sort="table cell", label="1.1"),
        Block(start=48, end=51, sort="table cell", label="1.2"),
        Block(start=52, end=56, sort="table cell", label="2.1"),
        Block(start=57, end=59, sort="table cell", label="2.2"),
    ),
    inline_marks=(
        InlineMark(start=5, end=15, sort="unclear"),
        InlineMark(start=9, end=15, sort="ruby", detail="a-gree"),
        InlineMark(start=22, end=22, sort="note reference", detail="2"),
    ),
    milestones=(Milestone(at=0, sort="page", label="3"), Milestone(at=12, sort="page", label="4")),
)


def mark(label: str, start: int, end: int) -> Mark:
    return Mark(label, "remark", "anchored", "", (), start, end)


def test_marks_notes_and_pages_stand_at_their_places() -> None:
    first, note, *_ = cut_paragraphs(CONTENT, [mark("N1", 5, 14)])
    shown = [
        (
            segment.text,
            [each.label for each in segment.milestones],
            [each.sort for each in segment.inline_marks],
            [each.detail for each in segment.closing_rubies],
            [(each.label, each.note) for each in segment.references],
            [each.label for each in segment.marks],
        )
        for segment in first.segments
    ]
    assert shown == [
        ("They ", ["3"], [], [], [], []),
        ("had ", [], ["unclear"], [], [], ["N1"]),
        ("agr", [], ["unclear", "ruby"], [], [], ["N1"]),
        ("ee", ["4"], ["unclear", "ruby"], [], [], ["N1"]),
        ("d", [], ["unclear", "ruby"], ["a-gree"], [], []),
        (" to it.", [], [], [], [("2", 24)], []),
    ]
    assert (note.label, note.reference) == ("2", 22)


def test_the_cells_of_a_table_stand_together_as_rows() -> None:
    groups = [[[cell.label for cell in row] for row in rows] for rows in group_paragraphs(cut_paragraphs(CONTENT, []))]
    assert groups == [[[""]], [["2"]], [["1.1", "1.2"], ["2.1", "2.2"]]]


def test_a_reference_before_any_word_stands_there() -> None:
    content = Content(
        text="Words.",
        blocks=(Block(start=0, end=6),),
        inline_marks=(InlineMark(start=0, end=0, sort="note reference"),),
    )
    (paragraph,) = cut_paragraphs(content, [])
    assert [(segment.text, len(segment.references)) for segment in paragraph.segments] == [("", 1), ("Words.", 0)]


PLACES = st.integers(0, 22)


@given(st.lists(st.tuples(PLACES, PLACES, st.sampled_from(["added", "ruby", "note reference"]))), st.lists(PLACES))
def test_whatever_stands_in_a_block_no_letter_and_no_note_is_lost(stretches, pages):
    inline_marks = sorted(
        (
            InlineMark(
                start=min(one, other), end=min(one, other) if sort == "note reference" else max(one, other), sort=sort
            )
            for one, other, sort in stretches
        ),
        key=lambda each: each.start,
    )
    content = Content(
        text=TEXT[:22],
        blocks=(Block(start=0, end=22),),
        inline_marks=tuple(inline_marks),
        milestones=tuple(Milestone(at=at, sort="page", label="1") for at in sorted(pages)),
    )
    (paragraph,) = cut_paragraphs(content, [])
    assert "".join(segment.text for segment in paragraph.segments) == TEXT[:22]
    assert sum(len(segment.references) for segment in paragraph.segments) == sum(
        each.sort == "note reference" for each in inline_marks
    )
    assert sum(len(segment.milestones) for segment in paragraph.segments) == sum(at < 22 for at in pages)
