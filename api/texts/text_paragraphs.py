"""A text cut up for its page: its blocks, and in each the pieces over which the same marks lie."""

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from api.texts.text_layers import Mark
from argument_maps.values import Block, Content, InlineMark, Milestone
from models.text_vocabulary import InlineSort
from models.vocabulary import BlockSort

T = TypeVar("T")
# Where a block's lines are all shorter, they were meant to be lines: verses, an address, a heading of a letter.
LONGEST_VERSE = 60
_STOPS = frozenset(".,;:!?)]…”’»。，；：！？）」』、،؛؟")


@dataclass(frozen=True, slots=True)
class NoteReference:
    """Where a note belongs: its number, its own place, and the start of the note's block, where there is one."""

    label: str
    place: int
    note: int | None


@dataclass(frozen=True, slots=True)
class TextSegment:
    """A stretch of a block over which the same marks lie.

    `opening_marks` are the marks that begin with it, `closing_marks` those whose sign stands behind it. Milestones
    stand before it, references to notes behind it; those at the beginning of a block have a segment without letters.
    """

    text: str
    marks: tuple[Mark, ...] = ()
    opening_marks: tuple[Mark, ...] = ()
    closing_marks: tuple[Mark, ...] = ()
    inline_marks: tuple[InlineMark, ...] = ()
    closing_rubies: tuple[InlineMark, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    references: tuple[NoteReference, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of a text; `start` is where it begins, in code points, `reference` where a note's number stands."""

    start: int
    sort: str
    verse: bool
    segments: tuple[TextSegment, ...]
    length: int
    label: str = ""
    reference: int | None = None


def cut_paragraphs(content: Content, marks: Sequence[Mark]) -> tuple[Paragraph, ...]:
    """Return the blocks of a content, cut where marks begin and end. Linear in blocks, and in marks for each cut."""
    paragraphs = []
    marks_ahead = list(marks)
    parts = _ContentParts(content)
    for block in content.blocks:
        # Marks come in the order of their beginnings, so those that ended are let go.
        marks_ahead = [mark for mark in marks_ahead if mark.end > block.start]
        block_marks = [mark for mark in marks_ahead if mark.start < block.end]
        text = content.text[block.start : block.end]
        lines = text.split("\n")
        verse = len(lines) > 1 and max(len(line) for line in lines) < LONGEST_VERSE
        segments = tuple(_cut_segments(parts, block, block_marks))
        reference = parts.find_reference(block) if block.sort == BlockSort.NOTE else None
        paragraphs.append(
            Paragraph(block.start, block.sort, verse, segments, block.end - block.start, block.label, reference)
        )
    return tuple(paragraphs)


def group_paragraphs(paragraphs: Iterable[Paragraph]) -> Iterator[list[list[Paragraph]]]:
    """Yield each block by itself, but the cells of a table together, as rows."""
    rows: list[list[Paragraph]] = []
    last = (0, 0)
    for paragraph in paragraphs:
        place = _find_cell(paragraph)
        if place is None or place <= last:
            if rows:
                yield rows
            rows, last = [], (0, 0)
        if place is None:
            yield [[paragraph]]
            continue
        if not rows or place[0] != last[0]:
            rows.append([])
        rows[-1].append(paragraph)
        last = place
    if rows:
        yield rows


def _find_cell(paragraph: Paragraph) -> tuple[int, int] | None:
    """Return the row and the column of a cell; None of what is none, or does not say where it stands."""
    row, _, column = paragraph.label.partition(".")
    if paragraph.sort != BlockSort.TABLE_CELL or not (row.isdecimal() and column.isdecimal()):
        return None
    return int(row), int(column)


class _ContentParts:
    """What stands within the blocks of a content, found by its place."""

    def __init__(self, content: Content) -> None:
        self.text = content.text
        self._stretches = [mark for mark in content.inline_marks if mark.sort != InlineSort.NOTE_REFERENCE]
        self._references = [mark for mark in content.inline_marks if mark.sort == InlineSort.NOTE_REFERENCE]
        self._milestones = content.milestones
        self._starts = [mark.start for mark in self._stretches]
        self._reference_starts = [mark.start for mark in self._references]
        self._milestone_places = [milestone.at for milestone in content.milestones]
        self._notes: dict[str, list[int]] = {}
        for block in content.blocks:
            if block.sort == BlockSort.NOTE and block.label:
                self._notes.setdefault(block.label, []).append(block.start)
        self._note_references: dict[int, int] = {}
        for reference in self._references:
            note = self._find_note(reference)
            if note is not None:
                self._note_references.setdefault(note, reference.start)

    def list_stretches(self, block: Block) -> list[InlineMark]:
        """Return the marks that begin in a block."""
        first = bisect_left(self._starts, block.start)
        return self._stretches[first : bisect_left(self._starts, block.end, lo=first)]

    def list_references(self, block: Block) -> list[NoteReference]:
        """Return the references to notes in a block, those at its very end included."""
        first = bisect_left(self._reference_starts, block.start)
        last = bisect_right(self._reference_starts, block.end, lo=first)
        return [NoteReference(mark.detail, mark.start, self._find_note(mark)) for mark in self._references[first:last]]

    def list_milestones(self, block: Block) -> list[Milestone]:
        """Return what begins in a block."""
        first = bisect_left(self._milestone_places, block.start)
        return list(self._milestones[first : bisect_left(self._milestone_places, block.end, lo=first)])

    def find_reference(self, note: Block) -> int | None:
        """Return where the number of a note stands in the text."""
        return self._note_references.get(note.start)

    def _find_note(self, reference: InlineMark) -> int | None:
        """Return the start of the nearest note behind a reference that has its number."""
        starts = self._notes.get(reference.detail, ())
        place = bisect_left(starts, reference.start)
        return starts[place] if place < len(starts) else None


def _cut_segments(parts: _ContentParts, block: Block, marks: Sequence[Mark]) -> Iterator[TextSegment]:
    start, end = block.start, block.end
    stretches = deque(parts.list_stretches(block))
    references = deque((reference.place, reference) for reference in parts.list_references(block))
    milestones = deque((milestone.at, milestone) for milestone in parts.list_milestones(block))
    # A sign stands behind the stop that ends a sentence, as the number of a note does.
    sign_places = {mark.label: _skip_stops(parts.text, mark.end, end) for mark in marks}
    cuts = {
        *(place for mark in marks for place in (mark.start, mark.end, sign_places[mark.label])),
        *(place for mark in stretches for place in (mark.start, mark.end)),
        *(place for place, _ in references),
        *(place for place, _ in milestones),
    }
    leading = _take_up_to(references, start)
    if leading:
        yield TextSegment("", references=leading)
    covering_stretches: list[InlineMark] = []
    for here, there in pairwise(sorted({start, end, *(place for place in cuts if start < place < end)})):
        covering_marks = tuple(mark for mark in marks if mark.start <= here and mark.end >= there)
        covering_stretches = [mark for mark in covering_stretches if mark.end > here]
        while stretches and stretches[0].start <= here:
            covering_stretches.append(stretches.popleft())
        yield TextSegment(
            parts.text[here:there],
            covering_marks,
            tuple(mark for mark in covering_marks if mark.start == here),
            tuple(mark for mark in marks if sign_places[mark.label] == there),
            tuple(covering_stretches),
            tuple(mark for mark in covering_stretches if mark.sort == InlineSort.RUBY and mark.end == there),
            _take_up_to(milestones, here),
            _take_up_to(references, there),
        )


def _take_up_to(items: deque[tuple[int, T]], place: int) -> tuple[T, ...]:
    """Take what stands at a place or before it from the beginning of a queue."""
    taken = []
    while items and items[0][0] <= place:
        taken.append(items.popleft()[1])
    return tuple(taken)


def _skip_stops(text: str, place: int, end: int) -> int:
    """Return where the marks of punctuation end that follow a place, without leaving the block."""
    while place < end and text[place] in _STOPS:
        place += 1
    return place
