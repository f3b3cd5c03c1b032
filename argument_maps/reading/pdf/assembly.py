"""Blocks of pages written into one text, with notes, marks and pages in their places."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from argument_maps.reading.blocks import BETWEEN
from argument_maps.reading.builder import CELL_GAP, LINE_BREAK, TextBuilder
from argument_maps.reading.pdf.comments import PageComment
from argument_maps.reading.pdf.footnotes import Footnote, find_references
from argument_maps.reading.pdf.line_ends import LineEnds
from argument_maps.reading.pdf.paragraphs import PageBlock
from argument_maps.reading.pdf.text_lines import TextLine, TextPiece
from models.text_vocabulary import InlineSort, MilestoneSort, ReportSort
from models.vocabulary import BlockSort

_LAST_WORD = re.compile(r"[\w-]+$")
_FIRST_WORD = re.compile(r"^[\w-]+")


@dataclass(slots=True)
class Assembly:
    """Writes blocks into a builder; `notes` are those of each page, `endnotes` those of the whole document."""

    builder: TextBuilder
    line_ends: LineEnds
    page_labels: Sequence[str]
    notes: dict[int, list[Footnote]]
    endnotes: dict[str, list[PageBlock]]
    comments: dict[int, list[PageComment]]
    _page: int = -1
    _unreferred: int = 0
    _written_notes: int = 0
    _known: defaultdict[int, dict[str, Footnote]] = field(default_factory=lambda: defaultdict(dict))

    def write_document(self, blocks: Sequence[PageBlock]) -> None:
        """Write all blocks."""
        for page, notes in self.notes.items():
            for note in notes:
                self._known[page].setdefault(note.label, note)
        before: PageBlock | None = None
        for block in blocks:
            self._write_unreferred(block.lines[0].page)
            self._write_block(block, before)
            before = block
        last = len(self.page_labels)
        self._write_unreferred(last)
        self._turn_to(last - 1)
        self._write_lost_endnotes()
        if self._written_notes:
            self.builder.report(ReportSort.NOTES_KEPT, count=self._written_notes)

    def _write_block(self, block: PageBlock, before: PageBlock | None) -> None:
        separator = BETWEEN
        if block.sort is BlockSort.TABLE_CELL and before is not None and before.sort is BlockSort.TABLE_CELL:
            if before.row and block.row == before.row:
                separator = CELL_GAP
            elif block.row == before.row + 1:
                separator = LINE_BREAK
        self.builder.begin_block(block.sort, block.label, separator)
        if block.broken:
            for place, line in enumerate(block.lines):
                if place:
                    self.builder.begin_block(block.sort, "", LINE_BREAK)
                self._write_lines(self.builder, [line], self._known)
        else:
            self._write_lines(self.builder, block.lines, self._known, block.label_length)
        self.builder.end_block()

    def _write_lines(
        self,
        builder: TextBuilder,
        lines: Sequence[TextLine],
        known: dict[int, dict[str, Footnote]],
        skipped: int = 0,
    ) -> None:
        own = builder is self.builder
        for place, line in enumerate(lines):
            pieces = _skip(line.pieces, skipped if not place else 0)
            following = lines[place + 1] if place + 1 < len(lines) else None
            pieces, end = self._end_line(builder, line, pieces, following)
            if own:
                self._turn_to(line.page)
            references = dict(find_references(pieces, [*known.get(line.page, {}), *self.endnotes]) if own else [])
            comments = [each for each in self.comments.get(line.page, ()) if line in (each.first_line, each.last_line)]
            written = skipped if not place else 0
            for at, piece in enumerate(pieces):
                if at in references:
                    self._refer(builder, references[at], line.page)
                elif comments:
                    self._write_commented(builder, piece, written, line, comments)
                else:
                    self._write_piece(builder, piece)
                written += len(piece.text)
            for comment in comments:
                # Its end may be a hyphen that is gone.
                if comment.last_line is line:
                    self._offer_comment(builder, comment)
            builder.add_words(end)

    def _end_line(
        self, builder: TextBuilder, line: TextLine, pieces: list[TextPiece], following: TextLine | None
    ) -> tuple[list[TextPiece], str]:
        if following is None or not pieces:
            return pieces, ""
        last = pieces[-1]
        if last.raised:
            return pieces, self.line_ends.join("." + last.text, following.text, room=0, syllable=0)[1]
        room = line.margin_end - line.end + line.slack
        text, end = self.line_ends.join(last.text.rstrip(), following.text, room=room, syllable=0.92 * line.size)
        if len(text) < len(last.text.rstrip()):
            one, other = _LAST_WORD.search(text), _FIRST_WORD.match(following.text)
            builder.report(ReportSort.HYPHENS_JOINED, (one[0] if one else "") + (other[0] if other else ""))
        return [*pieces[:-1], last._replace(text=text)], end

    @staticmethod
    def _write_piece(builder: TextBuilder, piece: TextPiece) -> None:
        text = piece.text.replace("\u00ad", "-")
        if piece.ruby:
            builder.open_mark(InlineSort.RUBY, piece.ruby)
            builder.add_words(text)
            builder.close_mark()
            return
        if not piece.raised or not text.strip():
            builder.add_words(text)
            return
        builder.open_mark(InlineSort.SUPERSCRIPT if piece.raised > 0 else InlineSort.SUBSCRIPT)
        builder.add_words(text)
        builder.close_mark()

    def _turn_to(self, page: int) -> None:
        while self._page < page:
            self._page += 1
            self.builder.add_milestone(MilestoneSort.PAGE, self.page_labels[self._page])

    # --- notes ----------------------------------------------------------------------------------

    def _refer(self, builder: TextBuilder, names: Sequence[str], page: int) -> None:
        for name in names:
            note = self._known[page].get(name)
            if note is not None and not note.referred:
                note.referred = True
                self._written_notes += 1
                builder.add_note(name, self._write_note(note.lines, note.label_length))
            elif note is None and name in self.endnotes:
                whole = TextBuilder()
                for block in self.endnotes.pop(name):
                    whole.begin_block(BlockSort.NOTE, name)
                    self._write_lines(whole, block.lines, {}, block.label_length)
                self._written_notes += 1
                builder.add_note(name, whole)
            else:
                builder.add_note_reference(name)

    def _write_note(self, lines: Sequence[TextLine], skipped: int) -> TextBuilder:
        note = TextBuilder()
        note.begin_block(BlockSort.NOTE)
        self._write_lines(note, lines, {}, skipped)
        return note

    def _write_unreferred(self, before: int) -> None:
        """Write the notes of the pages before this one that nothing refers to, where they stand."""
        while self._unreferred < before:
            for note in self.notes.get(self._unreferred, ()):
                if not note.referred:
                    note.referred = True
                    self._written_notes += 1
                    self._turn_to(note.page)
                    self.builder.begin_block(BlockSort.NOTE, note.label)
                    self._write_lines(self.builder, note.lines, {}, note.label_length)
                    self.builder.end_block()
            self._unreferred += 1

    def _write_lost_endnotes(self) -> None:
        for label, blocks in self.endnotes.items():
            for block in blocks:
                self._written_notes += 1
                self.builder.begin_block(BlockSort.NOTE, label)
                self._write_lines(self.builder, block.lines, {}, block.label_length)
        self.builder.end_block()

    # --- comments -------------------------------------------------------------------------------

    def _write_commented(
        self, builder: TextBuilder, piece: TextPiece, written: int, line: TextLine, comments: Sequence[PageComment]
    ) -> None:
        """Write words of a line, of which so many characters are written, and comments where they begin and end."""
        after = written + len(piece.text)
        ends = [each.first for each in comments if each.first_line is line]
        ends += [each.last for each in comments if each.last_line is line]
        cuts = sorted({written, after, *(cut for cut in ends if written < cut < after)})
        for start, end in pairwise(cuts):
            for comment in comments:
                if comment.first_line is line and comment.first == start:
                    comment.begun = builder.measure_block()
            self._write_piece(builder, piece._replace(text=piece.text[start - written : end - written]))
            for comment in comments:
                if comment.last_line is line and comment.last == end:
                    self._offer_comment(builder, comment)

    @staticmethod
    def _offer_comment(builder: TextBuilder, comment: PageComment) -> None:
        if not comment.is_offered:
            comment.is_offered = True
            length = builder.measure_block()
            # One whose beginning stands in another block is about what of this one it covers.
            marked = length - comment.begun if 0 <= comment.begun < length else length
            builder.add_comment(marked, comment.text, comment.author)


def _skip(pieces: Sequence[TextPiece], length: int) -> list[TextPiece]:
    """Return pieces without so many characters at their beginning."""
    left = []
    for piece in pieces:
        if length >= len(piece.text):
            length -= len(piece.text)
            continue
        left.append(piece._replace(text=piece.text[length:]))
        length = 0
    return left
