"""PDF read as a text: what a person reads on its pages, in the order in which they read it."""

import time
from dataclasses import dataclass, field

import pypdfium2

from argument_maps.reading.blocks import EmptyText, UnreadableText
from argument_maps.reading.builder import TextBuilder
from argument_maps.reading.pdf.assembly import Assembly
from argument_maps.reading.pdf.bidirectional import is_right_to_left
from argument_maps.reading.pdf.comments import PageComment, place_comments, read_page_comments
from argument_maps.reading.pdf.footnotes import Footnote, gather_endnotes, take_footnotes
from argument_maps.reading.pdf.furniture import Furniture, find_furniture
from argument_maps.reading.pdf.glyphs import UPRIGHT, DrawnRule, Glyph, TooMuchOnPage, read_glyphs
from argument_maps.reading.pdf.line_ends import LineEnds
from argument_maps.reading.pdf.paragraphs import (
    PageBlock,
    confirm_labels,
    continue_blocks,
    divide_blocks,
    learn_habits,
)
from argument_maps.reading.pdf.pdf_file import (
    REMEDY,
    count_attachments,
    count_scripts,
    open_pdf,
    read_page_labels,
    read_source_data,
)
from argument_maps.reading.pdf.plain_letters import is_readable
from argument_maps.reading.pdf.regions import find_regions
from argument_maps.reading.pdf.rows import WordRow, make_rows
from argument_maps.reading.pdf.text_lines import TextLine, read_region_lines
from argument_maps.reading.results import FileReading, ReadingOptions
from models.errors import Phrase, pluralise_phrase
from models.text_vocabulary import ReportSort
from models.vocabulary import BlockSort

# Of so few letters on a page, a page number or a stamp is all that there is.
FEWEST_LETTERS = 8
# A page of which more cannot be read is no text, but what a font without a table of its letters leaves of one.
_MOST_UNREADABLE = 0.2
_WHOLE_PAGE = 0.5
# Seconds of the processor: so long the pages of any file are read, so much longer for each 100 KB that it has, and no
# longer than that, since as much again is needed to put them together.
_LEAST_TIME, _MORE_TIME, _MOST_TIME = 4.0, 4.0, 25.0
# Of all pages together: a text of 5 MB, which is the longest that is kept.
_MOST_LETTERS = 2_500_000


@dataclass(slots=True)
class _Page:
    """What was found on one page."""

    # By direction, the main one first.
    rows: list[list[WordRow]] = field(default_factory=list)
    rules: list[DrawnRule] = field(default_factory=list)
    comments: list[PageComment] = field(default_factory=list)
    letters: int = 0
    pictures: int = 0
    is_scan: bool = False
    is_unreadable: bool = False


def read_pdf(data: bytes, options: ReadingOptions) -> FileReading:  # noqa: ARG001 # as every reader is called
    """Return the text of a PDF. Raises `UnreadableText`."""
    with open_pdf(data) as document:
        seconds = min(_LEAST_TIME + _MORE_TIME * len(data) / 100_000, _MOST_TIME)
        pages = _read_pages(document, time.process_time() + seconds)
        labels, source_data = read_page_labels(document), read_source_data(document)
        others = count_attachments(document) + count_scripts(document)
    _refuse_what_has_no_text(pages)
    builder = TextBuilder()
    _report_pages(builder, pages, others)
    furniture = find_furniture([page.rows[0] if page.rows else [] for page in pages])
    if furniture.rows:
        builder.report(ReportSort.PAGE_FURNITURE_LEFT_OUT, *dict.fromkeys(furniture.samples), count=len(furniture.rows))
    _write_pages(builder, pages, furniture, _name_pages(labels, furniture))
    return builder.finish(source_data)


def _read_pages(document: pypdfium2.PdfDocument, deadline: float) -> list[_Page]:
    pages: list[_Page] = []
    letters = 0
    for place in range(len(document)):
        if time.process_time() > deadline or letters > _MOST_LETTERS:
            pages.append(_Page(is_unreadable=True))
            continue
        try:
            page = document[place]
        except pypdfium2.PdfiumError:
            pages.append(_Page(is_unreadable=True))
            continue
        try:
            pages.append(_read_page(page))
            letters += pages[-1].letters
        except (pypdfium2.PdfiumError, TooMuchOnPage, ArithmeticError):
            # Damaged files put letters at places without bounds.
            pages.append(_Page(is_unreadable=True))
        finally:
            page.close()
    return pages


def _read_page(page: pypdfium2.PdfPage) -> _Page:
    found = read_glyphs(page)
    read = _Page(rules=found.rules, pictures=found.pictures, comments=read_page_comments(page))
    directions = sorted(found.by_direction.items(), key=lambda item: -len(item[1]))
    glyphs = [glyph for _, members in directions for glyph in members if glyph.text != " "]
    read.letters = sum(glyph.text[0].isalnum() for glyph in glyphs)
    unreadable = sum(not glyph.readable or not is_readable(glyph.text[0]) for glyph in glyphs)
    read.is_unreadable = unreadable > _MOST_UNREADABLE * len(glyphs)
    read.is_scan = found.covered > _WHOLE_PAGE
    if not read.is_unreadable:
        for direction, members in directions:
            rows = make_rows(_list_legible(members), found.dots if direction == UPRIGHT else ())
            if rows:
                read.rows.append(rows)
    return read


def _list_legible(glyphs: list[Glyph]) -> list[Glyph]:
    return [
        glyph if is_readable(glyph.text[0]) else glyph._replace(text="•" if glyph.text >= "\uf000" else "\ufffd")
        for glyph in glyphs
    ]


def _refuse_what_has_no_text(pages: list[_Page]) -> None:
    letters = sum(page.letters for page in pages if not page.is_unreadable)
    unreadable = [page for page in pages if page.is_unreadable]
    if unreadable and letters < FEWEST_LETTERS:
        if any(page.letters for page in unreadable):
            raise UnreadableText(
                Phrase("The PDF does not say which letters its signs stand for, so that its words cannot be read."),
                Phrase("Recognise the text first (OCR), and send the PDF with text or the text itself."),
            )
        raise UnreadableText(Phrase("The PDF is damaged, or of a kind that cannot be read."), REMEDY)
    with_text = [page for page in pages if page.letters >= FEWEST_LETTERS]
    if not with_text and letters < FEWEST_LETTERS * len(pages):
        raise EmptyText(
            pluralise_phrase(
                "The PDF’s page is a picture, as in a scan, with hardly any text.",
                "The PDF’s %(num)s pages are pictures, as in a scan, with hardly any text.",
                len(pages),
            ),
            Phrase("Recognise the text first (OCR), and send the PDF with text or the text itself."),
        )


def _report_pages(builder: TextBuilder, pages: list[_Page], others: int) -> None:
    for place, page in enumerate(pages, start=1):
        if page.is_unreadable or (page.is_scan and page.letters < FEWEST_LETTERS):
            builder.report(ReportSort.UNREADABLE_PARTS, f"p. {place}")
        elif page.pictures and not page.is_scan:
            builder.report(ReportSort.PICTURES_LEFT_OUT, count=page.pictures)
    if others:
        builder.report(ReportSort.OTHERS_LEFT_OUT, count=others)


def _name_pages(labels: list[str], furniture: Furniture) -> list[str]:
    """Return the label of each page: as printed on it, as the file calls it, or its place."""
    return [furniture.numbers.get(place) or label or str(place + 1) for place, label in enumerate(labels)]


def _write_pages(builder: TextBuilder, pages: list[_Page], furniture: Furniture, labels: list[str]) -> None:
    regions: list[list[tuple[bool, list[TextLine]]]] = []
    for place, page in enumerate(pages):
        regions.append(_arrange_page(place, page, furniture))
    flowing = [line for found in regions for is_table, lines in found if not is_table for line in lines]
    habits = learn_habits(flowing)
    notes: dict[int, list[Footnote]] = {}
    blocks: list[PageBlock] = []
    last_note: Footnote | None = None
    for place, (page, found) in enumerate(zip(pages, regions, strict=True)):
        texts = [lines for is_table, lines in found if not is_table]
        place_comments(page.comments, [line for _, lines in found for line in lines])
        on_page, rest = take_footnotes(texts, page.rules, habits, place)
        if rest and last_note is not None:
            last_note.lines += rest
        elif rest:
            # A note without a sign, such as an author's about where a paper was read.
            on_page = [Footnote("", rest, place), *on_page]
        if on_page:
            notes[place] = on_page
            last_note = on_page[-1]
        for is_table, lines in found:
            blocks += _make_cells(lines) if is_table else divide_blocks(lines, habits)
    blocks = continue_blocks(blocks, habits)
    confirm_labels(blocks)
    line_ends = LineEnds(line.text for line in flowing)
    comments = {place: page.comments for place, page in enumerate(pages)}
    Assembly(builder, line_ends, labels, notes, gather_endnotes(blocks), comments).write_document(blocks)
    for comment in (each for page in pages for each in page.comments):
        sort = ReportSort.COMMENTS_OFFERED if comment.is_offered else ReportSort.OTHERS_LEFT_OUT
        builder.report(sort, comment.text)


def _arrange_page(place: int, page: _Page, furniture: Furniture) -> list[tuple[bool, list[TextLine]]]:
    """Return the parts of a page in reading order, each whether it is a table, with its lines."""
    arranged: list[tuple[bool, list[TextLine]]] = []
    for rows in page.rows:
        kept = [row for row in rows if id(row) not in furniture.rows]
        right_to_left = is_right_to_left("".join(word.text for row in kept for word in row.words))
        for region in find_regions(kept, right_to_left=right_to_left):
            number = place * 1_000 + len(arranged)
            arranged.append((region.is_table, read_region_lines(region, place, number)))
    return arranged


def _make_cells(lines: list[TextLine]) -> list[PageBlock]:
    blocks, row = [], 0
    base: float | None = None
    for line in lines:
        if base is None or line.base != base:
            row, base = row + 1, line.base
        blocks.append(PageBlock(BlockSort.TABLE_CELL, [line], f"{row}.{line.column}", row=row))
    return blocks
