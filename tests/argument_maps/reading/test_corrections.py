"""One block of a text says something else, and all that stands in the text keeps its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argument_maps.assembly import build_content
from argument_maps.reading.blocks import UnreadableText
from argument_maps.reading.corrections import compare_contents, correct_block, find_block
from argument_maps.values import Block, Content, InlineMark, LineBox, Milestone

TEXT = "The enmy was beaten, they said.\n\nNobody agreed."
CONTENT = Content(
    text=TEXT,
    blocks=(Block(start=0, end=31), Block(start=33, end=47, sort="note", label="1")),
    inline_marks=(
        InlineMark(start=13, end=19, sort="unclear"),
        InlineMark(start=19, end=19, sort="note reference", detail="1"),
        InlineMark(start=40, end=46, sort="added"),
    ),
    milestones=(Milestone(at=0, sort="page", label="1"), Milestone(at=13, sort="page", label="2")),
    line_boxes=(
        LineBox(start=0, end=12, page=1, left=5, top=5, width=90, height=10),
        LineBox(start=13, end=31, page=2, left=5, top=5, width=90, height=10),
        LineBox(start=33, end=47, page=2, left=5, top=90, width=90, height=10),
    ),
)


def corrected(words: str) -> Content:
    return build_content(correct_block(CONTENT, CONTENT.blocks[0], words).model_dump(mode="json"))


def test_what_stands_behind_a_correction_moves_with_its_words() -> None:
    content = corrected("The enemy was not beaten, they said.")
    assert content.text == "The enemy was not beaten, they said.\n\nNobody agreed."
    assert [content.text[block.start : block.end] for block in content.blocks] == [
        "The enemy was not beaten, they said.",
        "Nobody agreed.",
    ]
    assert [content.text[mark.start : mark.end] for mark in content.inline_marks] == ["beaten", "", "agreed"]
    assert content.text[: content.inline_marks[1].start] == "The enemy was not beaten"
    assert content.text[content.milestones[1].at :].startswith("beaten")
    assert content.blocks[1].label == "1"
    assert [(content.text[box.start : box.end], box.page, box.top) for box in content.line_boxes] == [
        ("The enemy was", 1, 5),
        ("beaten, they said.", 2, 5),
        ("Nobody agreed.", 2, 90),
    ]


def test_a_mark_whose_words_are_gone_goes_but_a_note_stays() -> None:
    content = corrected("They said so.")
    assert [mark.sort for mark in content.inline_marks] == ["note reference", "added"]
    assert all(box.start < box.end for box in content.line_boxes)


def test_a_correction_to_the_same_words_is_the_same_content() -> None:
    assert corrected(TEXT[:31]) == CONTENT


@pytest.mark.parametrize("words", ["", "  \n", "x" * 50_001], ids=["nothing", "spaces", "too much"])
def test_a_block_is_neither_emptied_nor_endless(words: str) -> None:
    with pytest.raises(UnreadableText):
        correct_block(CONTENT, CONTENT.blocks[0], words)


def test_a_place_between_blocks_is_in_the_one_before() -> None:
    assert find_block(CONTENT, 32) == CONTENT.blocks[0]
    assert find_block(CONTENT, 33) == CONTENT.blocks[1]


@given(st.text(min_size=1, max_size=60).filter(lambda words: words.strip()))
def test_whatever_a_block_is_corrected_to_the_content_is_sound(words: str) -> None:
    try:
        draft = correct_block(CONTENT, CONTENT.blocks[0], words)
    except UnreadableText:
        return
    assert draft.is_sound
    assert draft.text.endswith("\n\nNobody agreed.")


def test_versions_are_compared_block_by_block_and_word_by_word() -> None:
    (difference,) = compare_contents(CONTENT, corrected("The enemy was beaten, they said."))
    assert [(stretch.sort, stretch.text) for stretch in difference.stretches] == [
        ("same", "The "),
        ("removed", "enmy"),
        ("added", "enemy"),
        ("same", " was beaten, they said."),
    ]
    shorter = Content(text="Nobody agreed.", blocks=(Block(start=0, end=14),))
    assert [[stretch.sort for stretch in each.stretches] for each in compare_contents(CONTENT, shorter)] == [
        ["removed"]
    ]
