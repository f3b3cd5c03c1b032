"""Plain text as it was typed: its paragraphs, and its pages where it has page breaks."""

import re

from argument_maps.reading.blocks import BREAKS, check_content
from argument_maps.reading.builder import TextBuilder
from argument_maps.reading.encodings import decode_file
from argument_maps.reading.results import FileReading, ReadingOptions
from models.records.contents import Milestone, make_block, make_milestone
from models.text_vocabulary import MilestoneSort
from models.vocabulary import BlockSort

_GAP = re.compile(r"\n[ \t]*\n\s*")
_PAGE_BREAK = "\x0c"


def read_plain_text(data: bytes, options: ReadingOptions) -> FileReading:
    """Return a text as it was typed, every run of lines a paragraph. Raises `EmptyText` and `UnreadableText`."""
    builder = TextBuilder()
    typed = decode_file(data, options.charset, builder).removeprefix("\ufeff").replace("\r\n", "\n")
    text = BREAKS.sub("\n", typed)
    blocks, at = [], 0
    for gap in [*_GAP.finditer(text), None]:
        end = gap.start() if gap is not None else len(text)
        start = at + len(text[at:end]) - len(text[at:end].lstrip())
        stop = at + len(text[at:end].rstrip())
        if start < stop:
            blocks.append(make_block(start, stop, BlockSort.PARAGRAPH))
        at = gap.end() if gap is not None else end
    content = check_content(text, blocks)
    content.milestones = _list_pages(typed)
    return FileReading(content, builder.list_report())


def _list_pages(typed: str) -> list[Milestone]:
    """Return where pages begin, counted from 1, if there are page breaks; empty pages are counted and left out."""
    breaks = [match.start() for match in re.finditer(_PAGE_BREAK, typed)]
    pages = []
    for number, at in enumerate([-1, *breaks] if breaks else [], start=1):
        end = breaks[number - 1] if number <= len(breaks) else len(typed)
        page = typed[at + 1 : end]
        if page.strip():
            place = at + 1 + len(page) - len(page.lstrip())
            pages.append(make_milestone(place, MilestoneSort.PAGE, str(number)))
    return pages
