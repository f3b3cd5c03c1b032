"""Contents are kept whole under their hash, on both databases, and go out and in with all that stands in them."""

import pytest
from pydantic import ValidationError
from sqlalchemy import Engine
from sqlmodel import Session

from argument_maps.assembly import build_content, load_contents
from models.engine import writing
from models.records.contents import (
    Block,
    ContentDraft,
    LineBox,
    Milestone,
    digest_content,
    make_line_box,
    read_contents,
    store_contents,
)
from models.text_vocabulary import MilestoneSort

TEXT = "Am 25. Juni begann der Krieg."
BLOCKS = [Block(start=0, end=29)]
PLAIN = ContentDraft(text=TEXT, blocks=BLOCKS)
BOXES = [make_line_box(0, 11, 1, 10_000, 20_000, 55_000, 2_000), make_line_box(12, 29, 2, 10_000, 5_000, 90_000, 2_000)]
TRANSCRIBED = ContentDraft(
    text=TEXT, blocks=BLOCKS, milestones=[Milestone(at=0, sort=MilestoneSort.PAGE, label="3")], line_boxes=BOXES
)


def with_boxes(*boxes: tuple[int, int, int, int, int, int, int]) -> ContentDraft:
    return ContentDraft(text=TEXT, blocks=BLOCKS, line_boxes=[make_line_box(*box) for box in boxes])


def test_boxes_of_lines_are_kept_on_both_databases(engine: Engine) -> None:
    with writing(engine) as session:
        hashes = store_contents(session, [TRANSCRIBED, PLAIN])
    with Session(engine) as session:
        stored = read_contents(session, hashes)
        contents = load_contents(session, hashes)
    assert [ContentDraft.model_validate(stored[sha256]) for sha256 in hashes] == [TRANSCRIBED, PLAIN]
    assert contents[hashes[0]] == build_content(TRANSCRIBED.model_dump(mode="json"))
    assert [box.left for box in contents[hashes[0]].line_boxes] == [10_000, 10_000]
    assert contents[hashes[1]].line_boxes == ()


def test_texts_without_boxes_keep_their_hashes_and_no_box_is_left_out_of_one() -> None:
    # What texts without and with milestones had before lines had boxes.
    assert PLAIN.sha256 == "86dacf9831ddc2999c102c421ab0804384a57f59bfd9b52c011cffe2c307de37"
    assert (
        TRANSCRIBED.model_copy(update={"line_boxes": []}).sha256
        == "31160de01de59da935a3836033cdfc7b0cad9d2b8f882c3409b885b6185e59ef"
    )
    hashes = {TRANSCRIBED.sha256, with_boxes((0, 11, 1, 10_000, 20_000, 55_000, 2_000)).sha256, PLAIN.sha256}
    for place in range(7):
        box = [0, 11, 1, 10_000, 20_000, 55_000, 2_000]
        box[place] += 1
        hashes.add(digest_content(ContentDraft(text=TEXT, blocks=BLOCKS, line_boxes=[make_line_box(*box)])))
    assert len(hashes) == 10


@pytest.mark.parametrize(
    "boxes",
    [
        [(0, 0, 1, 0, 0, 1, 1)],
        [(0, 30, 1, 0, 0, 1, 1)],
        [(12, 29, 1, 0, 0, 1, 1), (0, 11, 1, 0, 0, 1, 1)],
        [(0, 12, 1, 0, 0, 1, 1), (11, 29, 1, 0, 0, 1, 1)],
        [(0, 11, 1, 50_001, 0, 50_000, 1)],
        [(0, 11, 1, 0, 99_999, 1, 2)],
    ],
    ids=["without words", "beyond the text", "not in order", "one over another", "beyond the right", "below the page"],
)
def test_boxes_are_in_the_order_of_the_text_and_on_their_page(
    boxes: list[tuple[int, int, int, int, int, int, int]],
) -> None:
    assert TRANSCRIBED.is_sound
    assert not with_boxes(*boxes).is_sound


@pytest.mark.parametrize("wrong", [{"page": 0}, {"left": -1}, {"top": 100_000}, {"width": 0}, {"height": 100_001}])
def test_a_box_has_an_area_on_a_page(wrong: dict[str, int]) -> None:
    with pytest.raises(ValidationError):
        LineBox(**{**BOXES[0].model_dump(), **wrong})
