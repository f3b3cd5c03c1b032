"""Pages of a transcription written into one text, its lines joined to paragraphs, each line with its place."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from argument_maps.reading.blocks import BETWEEN
from argument_maps.reading.builder import CELL_GAP, LINE_BREAK, TextBuilder
from argument_maps.reading.pdf.line_ends import LineEnds
from argument_maps.reading.transcripts.indents import divide_by_indents
from argument_maps.reading.transcripts.transcript_pages import (
    LineMark,
    LinePiece,
    RegionSort,
    TranscribedLine,
    TranscribedPage,
    TranscribedRegion,
)
from models.text_vocabulary import InlineSort, MilestoneSort, ReportSort
from models.vocabulary import BlockSort

_BLOCKS = {
    RegionSort.PARAGRAPH: BlockSort.PARAGRAPH,
    RegionSort.DROP_CAPITAL: BlockSort.PARAGRAPH,
    RegionSort.LIST_LABEL: BlockSort.PARAGRAPH,
    RegionSort.HEADING: BlockSort.HEADING,
    RegionSort.CAPTION: BlockSort.CAPTION,
    RegionSort.QUOTATION: BlockSort.QUOTATION,
    RegionSort.LIST_ITEM: BlockSort.LIST_ITEM,
    RegionSort.NOTE: BlockSort.NOTE,
    RegionSort.NOTE_CONTINUED: BlockSort.NOTE,
    RegionSort.MARGINALIA: BlockSort.NOTE,
    RegionSort.TABLE_CELL: BlockSort.TABLE_CELL,
}
# What may stand between two parts of one paragraph.
_ASIDE = (RegionSort.NOTE, RegionSort.NOTE_CONTINUED, RegionSort.MARGINALIA, RegionSort.CAPTION)
_FURNITURE = (RegionSort.FURNITURE, RegionSort.PAGE_NUMBER)
# A text without stops, as many manuscripts are, is not one paragraph for that.
_LONGEST_CONTINUED = 4_000
_LONGEST_NUMBER = 12
_LONGEST_INITIAL = 2
# How a line may end whose last word goes on: signs of print, of manuscripts, and of those who type them.
DIVIDING_SIGNS = {"-": "-", "\u2010": "-", "\u00ad": "\u00ad", "¬": "\u00ad", "⸗": "-", "=": "-"}
_NOTE_LABEL = re.compile(r"\s*\(?(\d{1,3}|\*{1,3}|[†‡§]|[a-z])\)\s+(?=\S)")
_LAST_WORD = re.compile(r"\w+$")
_FIRST_WORD = re.compile(r"^\w+")
_ONLY_NUMBER = re.compile(r"[-–—\[( .]{0,4}\d{1,4}[-–—\]) .]{0,4}")
# A sum of money without pence, such as 600.—, and no dash between words.
_SUM = re.compile(r"\d[.,] ?[-–—]$")
_STOPS = ".,;:!?»”’)"
_FOLIO = re.compile(r"0*(\d{1,4})\s?([rvRV])o?")


@dataclass(slots=True)
class _JoinedBlock:
    """Lines that become one block, each with the number of its page."""

    region: TranscribedRegion
    lines: list[tuple[int, TranscribedLine]]
    capitals: int = 0
    label: str = ""
    length: int = 0


@dataclass(slots=True)
class TranscriptAssembly:
    """Writes the pages of a transcription into a builder."""

    builder: TextBuilder
    pages: Sequence[TranscribedPage]
    _blocks: list[_JoinedBlock] = field(default_factory=list)
    _open: _JoinedBlock | None = None
    _note: _JoinedBlock | None = None
    _capital: list[tuple[int, TranscribedLine]] = field(default_factory=list)
    _label: str = ""
    _page: int = 0
    _comments: dict[LineMark, str] = field(default_factory=dict)
    _offered: set[LineMark] = field(default_factory=set)
    _known_notes: set[tuple[int, str]] = field(default_factory=set)

    def write(self) -> None:
        """Write all pages."""
        for number, page in enumerate(self.pages, start=1):
            for region in page.regions:
                for part in _divide_region(region):
                    self._take(number, part)
            self._end_capital()
        for block in self._blocks:
            if block.region.sort is RegionSort.NOTE:
                block.label = _take_note_label(block.lines[0][1])
                self._known_notes.add((block.lines[0][0], block.label))
        line_ends = LineEnds(line.text for block in self._blocks for _, line in block.lines)
        before: _JoinedBlock | None = None
        for block in self._blocks:
            self._write_block(block, before, line_ends)
            before = block
        self._turn_to(len(self.pages))

    # --- blocks ---------------------------------------------------------------------------------

    def _take(self, number: int, region: TranscribedRegion) -> None:
        """Add a region to the blocks, or go on with one that is there."""
        lines = [(number, line) for line in region.lines if line.text.strip()]
        if not lines:
            return
        if region.sort in _FURNITURE:
            words = " ".join(line.text.strip() for _, line in lines)
            page = self.pages[number - 1]
            is_number = region.sort is RegionSort.PAGE_NUMBER and len(words) <= _LONGEST_NUMBER
            if not page.number and (is_number or _ONLY_NUMBER.fullmatch(words)):
                page.number = words.strip("-–—[]() .")
            self.builder.report(ReportSort.PAGE_FURNITURE_LEFT_OUT, words)
            return
        if region.sort is RegionSort.DROP_CAPITAL:
            self._end_capital()
            self._capital = lines
            return
        if region.sort is RegionSort.LIST_LABEL:
            self._label = " ".join(line.text.strip() for _, line in lines)
            return
        self._add(region, lines)

    def _add(self, region: TranscribedRegion, lines: list[tuple[int, TranscribedLine]]) -> None:
        if region.sort is RegionSort.NOTE_CONTINUED and self._note is not None:
            self._note.lines += lines
            return
        if not self._capital and self._open is not None and self._goes_on(self._open, region, lines[0]):
            self._open.lines += lines
            self._open.length += sum(len(line.text) for _, line in lines)
            return
        block = _JoinedBlock(region, lines, label=self._label)
        if self._label:
            region.sort = RegionSort.LIST_ITEM
            self._label = ""
        if self._capital and region.sort not in _ASIDE:
            block.lines, block.capitals = [*self._capital, *lines], len(self._capital)
            self._capital = []
        block.length = sum(len(line.text) for _, line in lines)
        self._blocks.append(block)
        if region.sort in (RegionSort.NOTE, RegionSort.NOTE_CONTINUED):
            self._note = block
            self.builder.report(ReportSort.NOTES_KEPT)
        elif region.sort is RegionSort.MARGINALIA:
            self.builder.report(ReportSort.MARGINALIA_KEPT, lines[0][1].text)
        elif region.sort is not RegionSort.CAPTION:
            self._open = block if region.sort is RegionSort.PARAGRAPH else None

    def _end_capital(self) -> None:
        """Keep an initial behind which its paragraph did not come, as a paragraph."""
        if self._capital:
            lines, self._capital = self._capital, []
            self._add(TranscribedRegion(RegionSort.PARAGRAPH, [line for _, line in lines]), lines)

    @staticmethod
    def _goes_on(block: _JoinedBlock, region: TranscribedRegion, first: tuple[int, TranscribedLine]) -> bool:
        """Tell whether a paragraph goes on: in the midst of a word, or of a sentence in the next column or page."""
        if region.sort is not RegionSort.PARAGRAPH:
            return False
        (page, last), (next_page, following) = block.lines[-1], first
        end, begin = last.text.rstrip(), following.text.lstrip()
        if last.begun or (len(end) > 1 and end[-1] in DIVIDING_SIGNS and end[-2].isalpha()):
            is_same_word = bool(last.begun) and last.begun == following.ended
            return begin[:1].isalpha() and (is_same_word or not begin[:1].isupper())
        place, next_place = last.place, following.place
        is_turned = next_page > page or (place is not None and next_place is not None and next_place.top < place.top)
        is_within = begin[:1].islower() and (end[-1].isalnum() or end[-1] == ",")
        return is_turned and is_within and block.length < _LONGEST_CONTINUED

    # --- words ----------------------------------------------------------------------------------

    def _write_block(self, block: _JoinedBlock, before: _JoinedBlock | None, line_ends: LineEnds) -> None:
        region, label, separator = block.region, block.label, BETWEEN
        if region.sort is RegionSort.TABLE_CELL:
            label = f"{region.row}.{region.column}" if region.row else ""
            if before is not None and before.region.table == region.table:
                separator = CELL_GAP if before.region.row == region.row else LINE_BREAK
        self.builder.begin_block(_BLOCKS[region.sort], label, separator)
        for place, (number, line) in enumerate(block.lines):
            self._turn_to(number)
            following = block.lines[place + 1][1] if place + 1 < len(block.lines) else None
            end = ""
            if following is not None:
                is_initial = place < block.capitals and len(line.text.strip()) <= _LONGEST_INITIAL
                end = "" if is_initial else self._end_line(line, following, line_ends)
                if is_initial:
                    line.pieces = [*line.pieces[:-1], line.pieces[-1]._replace(text=line.pieces[-1].text.rstrip())]
            self._write_line(number, line)
            self.builder.add_words(end)
        self.builder.end_block()

    def _end_line(self, line: TranscribedLine, following: TranscribedLine, line_ends: LineEnds) -> str:
        """Take from the end of a line what only divides a word; return what stands between it and the next one."""
        if line.begun and line.begun == following.ended:
            self.builder.report(ReportSort.HYPHENS_JOINED, line.begun)
            _join_whole(line, following)
            return ""
        last = line.pieces[-1]
        words, begin = last.text.rstrip(), following.text.lstrip()
        if not words or _SUM.search(words):
            return " "
        sign = words[-1:]
        if sign == "=" and not (begin[:1].islower() and words[-2:-1].isalpha()):
            return line_ends.join(words, begin, room=0, syllable=1)[1]
        before = words[:-1] + DIVIDING_SIGNS.get(sign, sign)
        joined, end = line_ends.join(before, begin, room=0, syllable=1)
        if len(joined) < len(words):
            one, other = _LAST_WORD.search(joined), _FIRST_WORD.match(begin)
            self.builder.report(ReportSort.HYPHENS_JOINED, (one[0] if one else "") + (other[0] if other else ""))
        elif joined != words:
            # The hyphen stays, as the line has it.
            joined = words if sign != "\u00ad" else joined
        line.pieces[-1] = last._replace(text=joined)
        return end

    def _write_line(self, number: int, line: TranscribedLine) -> None:
        if line.place is None:
            self.builder.report(ReportSort.PLACES_LEFT_OUT, line.text)
        self.builder.begin_line((number, *line.place) if line.place is not None else None)
        opened: list[LineMark] = []
        for piece in line.pieces:
            while opened and tuple(opened) != piece.marks[: len(opened)]:
                self._close_mark(opened.pop())
            if self._refer(number, piece):
                continue
            for mark in piece.marks[len(opened) :]:
                self._open_mark(mark)
                opened.append(mark)
            self.builder.add_words(piece.text)
        while opened:
            self._close_mark(opened.pop())
        self.builder.end_line()

    def _open_mark(self, mark: LineMark) -> None:
        if mark.sort is not None:
            self.builder.open_mark(mark.sort, mark.detail)
        elif mark not in self._comments:
            self._comments[mark] = f"comment {len(self._comments)}"
            self.builder.set_anchor(f"{self._comments[mark]} begins")

    def _close_mark(self, mark: LineMark) -> None:
        """End a mark; a comment is offered on all up to where it ends last."""
        if mark.sort is not None:
            self.builder.close_mark()
            return
        name = self._comments[mark]
        self.builder.set_anchor(f"{name} ends", is_end=True)
        if mark not in self._offered:
            self._offered.add(mark)
            self.builder.offer_comment(f"{name} begins", f"{name} ends", mark.detail)
            self.builder.report(ReportSort.COMMENTS_OFFERED, mark.detail)

    def _refer(self, number: int, piece: LinePiece) -> bool:
        """Tell whether a piece is the raised number of a note on its page, which stands there instead of it."""
        if len(piece.marks) != 1 or piece.marks[0].sort is not InlineSort.SUPERSCRIPT:
            return False
        label = piece.text.strip().strip("()")
        if not label or (number, label) not in self._known_notes:
            return False
        self.builder.add_note_reference(label)
        return True

    def _turn_to(self, number: int) -> None:
        while self._page < number:
            self._page += 1
            page = self.pages[self._page - 1]
            self.builder.add_milestone(*_name_page(page, self._page))


def _name_page(page: TranscribedPage, number: int) -> tuple[MilestoneSort, str]:
    """Return what a page is called: by what is printed on it, its folio, its place among the images, its image."""
    image = page.image.rpartition(".")[0] or page.image
    folio = _FOLIO.fullmatch(page.number or image)
    if folio is not None:
        return MilestoneSort.FOLIO, f"{folio[1]}{folio[2].lower()}"
    # Some programs count images from 0, and others write it for each.
    place = page.place if page.place != "0" else ""
    return MilestoneSort.PAGE, page.number or place or image or str(number)


def _divide_region(region: TranscribedRegion) -> Iterable[TranscribedRegion]:
    """Yield the parts of a region whose lines are of one sort, and its paragraphs."""
    for sort, members in groupby(region.lines, key=lambda line: _find_line_sort(region, line)):
        lines = list(members)
        for part in divide_by_indents(lines) if sort is RegionSort.PARAGRAPH else [lines]:
            yield TranscribedRegion(sort, part, region.table, region.row, region.column)


def _find_line_sort(region: TranscribedRegion, line: TranscribedLine) -> RegionSort:
    return line.sort if line.sort is not None and region.sort is RegionSort.PARAGRAPH else region.sort


def _take_note_label(line: TranscribedLine) -> str:
    """Take the number of a note from its first line; return it, nothing where the line does not begin with one."""
    first = line.pieces[0]
    found = _NOTE_LABEL.match(line.text)
    if found is not None and found.end() < len(first.text):
        line.pieces[0] = first._replace(text=first.text[found.end() :])
        return found[1]
    if found is None and first.marks and first.marks[0].sort is InlineSort.SUPERSCRIPT and len(line.pieces) > 1:
        line.pieces.pop(0)
        return first.text.strip().strip("()")
    return ""


def _join_whole(line: TranscribedLine, following: TranscribedLine) -> None:
    """Write a word that a line end divides as its file writes it whole, once."""
    last, first = line.pieces[-1], following.pieces[0]
    one, other, whole = last.text.rstrip(), first.text.lstrip(), line.begun
    bare = one[:-1] if one[-1:] in DIVIDING_SIGNS and len(one) > 1 else one
    for part in (bare, one):
        if (part + other).strip(_STOPS) == whole.strip(_STOPS):
            line.pieces[-1], following.pieces[0] = last._replace(text=part), first._replace(text=other)
            return
    stops = other[len(other.rstrip(_STOPS)) :]
    line.pieces[-1] = last._replace(text=whole if whole.endswith(stops) else whole + stops)
    following.pieces[0] = first._replace(text="")
    if len(following.pieces) > 1:
        following.pieces[1] = following.pieces[1]._replace(text=f" {following.pieces[1].text.lstrip()}")
