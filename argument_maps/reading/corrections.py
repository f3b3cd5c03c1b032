"""A text corrected in place: one block says something else, and everything that stands in it keeps its place."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate

from rapidfuzz.distance import Levenshtein

from argument_maps.comparison.word_differences import WordingStretch, compare_words, count_common_ends
from argument_maps.reading.blocks import UnreadableText, check_content, remove_unprintable
from argument_maps.values import Block, Content
from models.errors import Phrase
from models.records import contents
from models.records.contents import ContentDraft
from models.text_vocabulary import InlineSort, MilestoneSort
from models.vocabulary import BlockSort

# Of longer blocks the square of their length would be compared.
LONGEST_CORRECTED = 50_000
MOST_COMPARED = 1_000
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")


def find_block(content: Content, place: int) -> Block | None:
    """Return the block in which a place is, or the one before it."""
    index = bisect_right([block.start for block in content.blocks], place) - 1
    return content.blocks[index] if index >= 0 else None


def correct_block(content: Content, block: Block, words: str) -> ContentDraft:
    """Return the content with other words in a block. Raises `UnreadableText` where there are none, or too many."""
    words = remove_unprintable(words).strip()
    if not words or max(len(words), block.end - block.start) > LONGEST_CORRECTED:
        raise UnreadableText(
            Phrase("A paragraph has between one and %(most)s characters.", most=f"{LONGEST_CORRECTED:,}"),
            Phrase("To take a paragraph out or to change more of the text, add a version."),
        )
    shift = _PlaceShift(content.text[block.start : block.end], words, block.start)
    text = content.text[: block.start] + words + content.text[block.end :]
    blocks = [
        contents.Block(
            start=shift.move_start(other.start) if other != block else block.start,
            end=shift.move_end(other.end),
            sort=BlockSort(other.sort),
            label=other.label,
        )
        for other in content.blocks
    ]
    draft = check_content(text, blocks)
    draft.inline_marks = [
        contents.InlineMark(
            start=shift.move_start(mark.start),
            end=max(shift.move_end(mark.end), shift.move_start(mark.start)),
            sort=InlineSort(mark.sort),
            detail=mark.detail,
        )
        for mark in content.inline_marks
        if mark.sort == InlineSort.NOTE_REFERENCE or shift.move_start(mark.start) < shift.move_end(mark.end)
    ]
    draft.milestones = [
        contents.Milestone(at=shift.move_start(milestone.at), sort=MilestoneSort(milestone.sort), label=milestone.label)
        for milestone in content.milestones
    ]
    draft.line_boxes = list(_move_line_boxes(content, shift))
    return draft


def _move_line_boxes(content: Content, shift: "_PlaceShift") -> Iterator[contents.LineBox]:
    """Yield the boxes of lines of which there are words still.

    Where two lines became one word it is the first line's; words that came between two lines are of neither.
    """
    at = 0
    for box in content.line_boxes:
        start, end = max(shift.move_start(box.start), at), shift.move_end(box.end)
        if start < end:
            at = end
            yield contents.make_line_box(start, end, box.page, box.left, box.top, box.width, box.height)


class _PlaceShift:
    """Where the places of a text are once a stretch of it says something else."""

    def __init__(self, before: str, after: str, start: int) -> None:
        self._start, self._end = start, start + len(before)
        self._longer = len(after) - len(before)
        # Word by word: of two words that share some letters, the one is not what is left of the other.
        old, new = _WORDS.findall(before), _WORDS.findall(after)
        old_places, new_places = ([0, *accumulate(map(len, words))] for words in (old, new))
        self._steps = [
            (
                *(old_places[step.src_start], old_places[step.src_end]),
                *(new_places[step.dest_start], new_places[step.dest_end]),
                step.tag == "equal",
            )
            for step in Levenshtein.opcodes(old, new)
        ]

    def move_start(self, place: int) -> int:
        """Return where what begins at a place begins."""
        return self._move(place, at_end=False)

    def move_end(self, place: int) -> int:
        """Return where what ends at a place ends."""
        return self._move(place, at_end=True)

    def _move(self, place: int, *, at_end: bool) -> int:
        if place < self._start:
            return place
        if place >= self._end:
            return place + self._longer
        offset = place - self._start
        for begin, end, new_begin, new_end, equal in self._steps:
            if begin <= offset < end or (at_end and begin < offset <= end):
                if equal:
                    return self._start + new_begin + offset - begin
                return self._start + (new_end if at_end and offset == end else new_begin)
        return self._start if offset == 0 else self._end + self._longer


@dataclass(frozen=True, slots=True)
class BlockDifference:
    """A block that differs between two versions, word by word; `start` is its place in the later one, if it has one."""

    stretches: tuple[WordingStretch, ...]
    start: int | None


def compare_contents(before: Content, after: Content) -> Iterator[BlockDifference]:
    """Yield the blocks that differ between two versions of a text, in their order. Compares blocks, then words."""
    old = [before.text[block.start : block.end] for block in before.blocks]
    new = [after.text[block.start : block.end] for block in after.blocks]
    begin, end = count_common_ends(old, new)
    old_middle, new_middle = old[begin : len(old) - end], new[begin : len(new) - end]
    # Equal blocks in thousands, such as cells of a table, would be compared each with each.
    with_junk = max(len(old_middle), len(new_middle)) > MOST_COMPARED
    for sort, *places in SequenceMatcher(None, old_middle, new_middle, autojunk=with_junk).get_opcodes():
        if sort == "equal":
            continue
        i, j, k, m = (place + begin for place in places)
        pairs = min(j - i, m - k)
        for offset in range(pairs):
            stretches = compare_words(old[i + offset], new[k + offset])
            yield BlockDifference(stretches, after.blocks[k + offset].start)
        for words in old[i + pairs : j]:
            yield BlockDifference((WordingStretch("removed", words),), None)
        for place in range(k + pairs, m):
            yield BlockDifference((WordingStretch("added", new[place]),), after.blocks[place].start)
