"""A text put together piece by piece, as its readers meet the pieces in a file.

Whatever is left out, chosen or joined on the way is counted, so that the reader of the text can be told. Places count
code points.
"""

from collections.abc import Iterable
from dataclasses import replace

from argument_maps.reading.blocks import (
    BETWEEN,
    check_content,
    remove_unprintable,
    squeeze_label,
    squeeze_source_data,
    squeeze_words,
)
from argument_maps.reading.open_blocks import BlockRow, MarkRow, MilestoneRow, OpenBlock, OpenMark, PlaceRow
from argument_maps.reading.results import FileReading, ListedDocument, OfferedComment
from models.records.contents import ReportEntry, make_block, make_line_box, make_mark, make_milestone
from models.text_vocabulary import InlineSort, MilestoneSort, ReportSort
from models.vocabulary import BlockSort

MOST_SAMPLES = 3
LONGEST_SAMPLE = 120
LONGEST_DETAIL = 2_000
# What stands between two blocks: an empty line, the end of a line of verse or of a table's row, or the cells of a row.
LINE_BREAK = "\n"
CELL_GAP = " "


class TextBuilder:
    """Takes blocks, words, marks, notes and milestones in the order of the file, and gives the text with their places.

    Words outside of a block begin a paragraph. White space is one space, as a browser shows it, unless it is to be
    preserved; at the edges of a block there is none.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        # Rows, of which records are made in the end: there are hundreds of thousands in a volume.
        self._blocks: list[BlockRow] = []
        self._marks: list[MarkRow] = []
        self._milestones: list[MilestoneRow] = []
        self._line_boxes: list[tuple[int, int, PlaceRow]] = []
        # Where the line that is open stands, and where in the present block its words begin.
        self._line: tuple[PlaceRow | None, int | None] = (None, None)
        self._comments: list[OfferedComment] = []
        # Places by name, and the comments on what stands between two of them.
        self._anchors: dict[str, int] = {}
        self._ranged: list[tuple[str, str, str, str]] = []
        self._report: dict[ReportSort, tuple[int, list[str]]] = {}
        self._open_marks: list[OpenMark] = []
        self._block: OpenBlock | None = None
        self._joining = False
        self._notes_numbered = 0
        self._owed_separator = ""
        # Milestones that no word has followed yet.
        self._coming: list[tuple[MilestoneSort, str]] = []

    # --- blocks ---------------------------------------------------------------------------------

    def begin_block(self, sort: BlockSort, label: str = "", separator: str = BETWEEN) -> None:
        """End the present block and begin one, `separator` between them once both have words."""
        self.end_block()
        if separator == CELL_GAP and self._owed_separator:
            # The first cell of a row may be empty: the next one begins the row all the same.
            separator = self._owed_separator
        self._owed_separator = ""
        self._block = OpenBlock(sort, squeeze_label(label), separator)

    def add_block(self, sort: BlockSort, words: str, label: str = "", separator: str = BETWEEN) -> None:
        """Add a block in which there is nothing but words."""
        if self._block is not None:
            self.end_block()
        if self._coming or self._open_marks:
            self.begin_block(sort, label, separator)
            self.add_words(words)
            return
        self._joining = False
        text = squeeze_words(words).strip(" ")
        if text:
            self._append_text(sort, squeeze_label(label), separator, text)

    def add_to_last_block(self, words: str) -> None:
        """Add a sign behind the last block's words."""
        self.end_block()
        if self._blocks and self._parts:
            start, end, sort, label = self._blocks[-1]
            self._blocks[-1] = (start, end + len(words), sort, label)
            self._parts[-1] += words
            self._length += len(words)

    def _append_text(self, sort: BlockSort, label: str, separator: str, text: str) -> int:
        """Put a text down as a block; return where it begins."""
        if self._parts:
            self._parts.append(separator)
            self._length += len(separator)
        at = self._length
        self._parts.append(text)
        self._length = at + len(text)
        self._blocks.append((at, self._length, sort, label))
        return at

    def end_block(self) -> None:
        """Put the words so far down as a block, and behind it the notes that belong to it."""
        block = self._block
        self._block = None
        self._joining = False
        if block is None:
            return
        words = "".join(block.words)
        text = words.rstrip(" \n")
        for mark in self._open_marks:
            if mark.start is not None and mark.start < len(text):
                block.marks.append((mark.start, len(text), mark.sort, mark.detail))
            mark.start = None
        if text:
            self._append_block(block, text)
        else:
            self._coming = [*((sort, label) for _, sort, label in block.milestones), *self._coming]
            self._owed_separator = block.separator
            self._anchors.update((name, self._length) for _, name in block.anchors)
        for label, note in block.notes:
            self._append_note(label, note)

    def _append_block(self, block: OpenBlock, text: str) -> None:
        at, end = self._append_text(block.sort, block.label, block.separator, text), len(text)
        for start, stop, sort, detail in block.marks:
            start, stop = min(start, end), min(stop, end)
            if start < stop or sort is InlineSort.NOTE_REFERENCE:
                self._marks.append((at + start, at + stop, sort, detail))
        for place, milestone, label in block.milestones:
            self._milestones.append((at + min(place, end), milestone, label))
        for start, stop, words, author in block.comments:
            start, stop = min(start, end), min(stop, end)
            self._comments.append(OfferedComment(at + start, at + stop, words, author))
        for place, name in block.anchors:
            self._anchors[name] = at + min(place, end)
        boxes = ((start, min(stop, end), row) for start, stop, row in block.line_boxes)
        self._line_boxes += [(at + start, at + stop, row) for start, stop, row in boxes if start < stop]

    # --- words ----------------------------------------------------------------------------------

    def add_words(self, text: str, *, preserve: bool = False) -> None:
        """Add words; `preserve` keeps spaces and line breaks as they are, as in preformatted text."""
        if preserve:
            self._add(remove_unprintable(text))
            return
        words = squeeze_words(text)
        if words.startswith(" "):
            self._note_space()
            words = words[1:]
        if not words:
            return
        trailing = words.endswith(" ")
        self._add(words.rstrip(" "))
        if trailing:
            self._note_space()

    def break_line(self) -> None:
        """Begin another line within the block."""
        block = self._block
        if block is not None and block.length:
            block.space = False
            self._put(block, "\n")

    def join_words(self, hyphens: str = "") -> None:
        """Let what comes next follow without a space, and without one of these hyphens that ends what came before."""
        block = self._block
        if block is None:
            return
        block.space = False
        self._joining = True
        while block.words and block.words[-1][-1:] in (" ", "\n") and block.words[-1]:
            self._drop_last(block)
        if hyphens and block.words and block.words[-1][-1:] and block.words[-1][-1] in hyphens:
            self._drop_last(block)

    def is_line_begun(self) -> bool:
        """Tell whether the present block has words in its present line."""
        block = self._block
        return block is not None and bool(block.words) and not block.words[-1].endswith("\n")

    def _note_space(self) -> None:
        if self._joining:
            return
        if self._block is not None and self._block.length and not self._block.words[-1].endswith("\n"):
            self._block.space = True

    def _add(self, text: str) -> None:
        if not text:
            return
        block = self._block
        if block is None:
            block = self._block = OpenBlock(BlockSort.PARAGRAPH, "", BETWEEN)
        if block.space:
            block.space = False
            self._put(block, " ")
        self._joining = False
        for sort, label in self._coming:
            block.milestones.append((block.length, sort, label))
        self._coming.clear()
        for mark in self._open_marks:
            if mark.start is None:
                mark.start = block.length
        if self._line[1] is None:
            self._line = (self._line[0], block.length)
        self._put(block, text)

    @staticmethod
    def _put(block: OpenBlock, text: str) -> None:
        block.words.append(text)
        block.length += len(text)

    @staticmethod
    def _drop_last(block: OpenBlock) -> None:
        shortened = block.words.pop()[:-1]
        block.length -= 1
        if shortened:
            block.words.append(shortened)

    # --- what stands within a block -------------------------------------------------------------

    def begin_line(self, place: PlaceRow | None) -> None:
        """Note where on the image of its page the line stands whose words follow, up to `end_line`."""
        self._line = (place, None)

    def end_line(self) -> None:
        """Keep the place of the line, where it has one and words in the present block."""
        place, start = self._line
        if place is not None and start is not None and self._block is not None:
            self._block.line_boxes.append((start, self._block.length, place))
        self._line = (None, None)

    def open_mark(self, sort: InlineSort, detail: str = "") -> None:
        """Begin a mark, which ends with `close_mark`; marks are closed in the opposite order."""
        self._open_marks.append(OpenMark(sort, remove_unprintable(detail)[:LONGEST_DETAIL]))

    def close_mark(self) -> None:
        """End the mark that was opened last."""
        mark = self._open_marks.pop()
        if self._block is not None and mark.start is not None:
            self._block.marks.append((mark.start, self._block.length, mark.sort, mark.detail))

    def add_milestone(self, sort: MilestoneSort, label: str) -> None:
        """Note that a page, a folio or another part begins with the words that follow."""
        label = squeeze_label(label)
        if label:
            self._coming.append((sort, label))

    def add_note(self, label: str, note: "TextBuilder") -> None:
        """Note that a note belongs here; what it says stands below the present block.

        `label` is its number or sign; without one notes are numbered through.
        """
        if self._block is None:
            self._block = OpenBlock(BlockSort.PARAGRAPH, "", BETWEEN)
        block = self._block
        label = squeeze_label(label)
        if not label:
            self._notes_numbered += 1
            label = str(self._notes_numbered)
        block.marks.append((block.length, block.length, InlineSort.NOTE_REFERENCE, label))
        block.notes.append((label, note))

    def add_note_reference(self, label: str) -> None:
        """Note that a note belongs here whose words stand elsewhere in the text, as a block of their own."""
        if self._block is not None:
            place = self._block.length
            self._block.marks.append((place, place, InlineSort.NOTE_REFERENCE, squeeze_label(label)))

    def add_comment(self, length: int, text: str, author: str = "") -> None:
        """Offer a comment on the last so many code points of the present block."""
        if self._block is not None:
            end = self._block.length
            self._block.comments.append((max(end - length, 0), end, text, author))

    def set_anchor(self, name: str, *, is_end: bool = False) -> None:
        """Give a place a name: before what comes next, or behind the last word."""
        if self._block is None:
            self._anchors[name] = self._length
        else:
            self._block.anchors.append((self._block.length if is_end else self.measure_block(), name))

    def offer_comment(self, start: str, end: str, text: str, author: str = "") -> None:
        """Offer a comment on what stands between two anchors; without words there, on the nearest one."""
        self._ranged.append((start, end, text, author))

    def _place_ranged_comments(self, text: str) -> None:
        for start_name, end_name, words, author in self._ranged:
            start = self._anchors.get(start_name, self._anchors.get(end_name, 0))
            end = self._anchors.get(end_name, start)
            while start < end and text[start].isspace():
                start += 1
            if start >= end:
                end = start = len(text[:end].rstrip())
                while start and not text[start - 1].isspace():
                    start -= 1
            if start == end == 0:
                # Nothing stands before it: on the first word.
                end = next((place for place, sign in enumerate(text) if sign.isspace()), len(text))
            if start < end:
                self._comments.append(OfferedComment(start, end, words, author))

    def measure_block(self) -> int:
        """Return how many code points the present block has so far, a space that may follow included."""
        return self._block.length + self._block.space if self._block is not None else 0

    def place_note(self, label: str, note: "TextBuilder") -> None:
        """Put down here, as blocks of their own, the words of a note whose reference was added before."""
        self.end_block()
        self._append_note(squeeze_label(label), note)

    def _append_note(self, label: str, note: "TextBuilder") -> None:
        """Put the blocks of a note down, with all that stands in them."""
        note.end_block()
        shift = self._length + len(BETWEEN) if self._parts else 0
        text = "".join(note._parts)
        if text:
            if self._parts:
                self._parts.append(BETWEEN)
            self._parts.append(text)
            self._length = shift + len(text)
        # A note within a note has a number of its own.
        self._blocks += [
            (start + shift, end + shift, BlockSort.NOTE, own if sort is BlockSort.NOTE and own else label)
            for start, end, sort, own in note._blocks
        ]
        self._marks += [(start + shift, end + shift, sort, detail) for start, end, sort, detail in note._marks]
        self._milestones += [(at + shift, sort, own) for at, sort, own in note._milestones]
        self._line_boxes += [(start + shift, end + shift, row) for start, end, row in note._line_boxes]
        self._comments += [
            OfferedComment(comment.start + shift, comment.end + shift, comment.text, comment.author)
            for comment in note._comments
        ]
        self._anchors.update({name: place + shift for name, place in note._anchors.items()})
        self._ranged += note._ranged
        self._coming = [*note._coming, *self._coming]
        for sort, (count, samples) in note._report.items():
            self.report(sort, *samples, count=count)

    # --- the report -----------------------------------------------------------------------------

    def report(self, sort: ReportSort, *samples: str, count: int = 1) -> None:
        """Count something that a reader has to be told, with the words that it is about."""
        before, kept = self._report.get(sort, (0, []))
        for sample in samples if len(kept) < MOST_SAMPLES else ():
            shown = " ".join(remove_unprintable(sample).split())[:LONGEST_SAMPLE]
            if shown and shown not in kept and len(kept) < MOST_SAMPLES:
                kept.append(shown)
        self._report[sort] = (before + count, kept)

    def list_report(self) -> tuple[ReportEntry, ...]:
        """Return what a reader has to be told so far."""
        return tuple(
            ReportEntry.model_construct(sort=sort, count=self._report[sort][0], samples=self._report[sort][1])
            for sort in ReportSort
            if sort in self._report
        )

    def finish(
        self, source_data: dict[str, str] | None = None, documents: Iterable[ListedDocument] = ()
    ) -> FileReading:
        """Return the text. Raises `EmptyText` and `UnreadableText`."""
        self.end_block()
        self._milestones += [(self._length, sort, label) for sort, label in self._coming]
        content = check_content("".join(self._parts), [make_block(*row) for row in self._blocks])
        # A note of a page that is not the last stands before the words that follow it on that page.
        self._marks.sort(key=lambda mark: (mark[0], -mark[1]))
        self._milestones.sort(key=lambda milestone: milestone[0])
        self._place_ranged_comments(content.text)
        content.inline_marks = [make_mark(*row) for row in self._marks]
        content.milestones = [make_milestone(*row) for row in self._milestones]
        content.line_boxes = [make_line_box(start, end, *row) for start, end, row in self._line_boxes]
        comments = tuple(
            replace(comment, text=remove_unprintable(comment.text), author=remove_unprintable(comment.author))
            for comment in self._comments
        )
        return FileReading(content, self.list_report(), squeeze_source_data(source_data), comments, tuple(documents))
