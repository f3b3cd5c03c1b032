"""A text with notes as Markdown with the footnotes of Pandoc: `[^1]` in the text, and the notes below it.

Whatever users wrote is escaped, for CommonMark 0.31 (2.4) and for what Pandoc's Markdown has beyond it. Pictures are
left out, since a file of text holds none.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from argument_maps.bounded_work import check_work
from renderers.footnoted.footnoted_text import (
    Figure,
    FootnotedText,
    FootnoteMark,
    Inline,
    ListItem,
    NotedParagraph,
    ParagraphStyle,
    TextBlock,
    TextHeading,
    TextRun,
    TextTable,
)
from renderers.typography import printable

_MARKS = str.maketrans({character: f"\\{character}" for character in "\\`*_{}[]<>#|~^$@&"})
# Pandoc reads two hyphens as a dash and three full stops as an ellipsis.
_JOINED = re.compile(r"(?<=-)-|(?<=\.)\.")
# What begins a list, a block of code or a definition, or underlines a heading, where a line begins with it.
_LEADS = re.compile(r"^(\(?(?:\d{1,9}|[A-Za-z]|[ivxlcdm]{1,9}|[IVXLCDM]{1,9}))([.)])(?=\s|$)|^([-+%:=])")
_STEP = "    "
_MARKS_OF_EMPHASIS = {(True, True): "***", (True, False): "**", (False, True): "*"}


def write_footnoted_markdown(text: FootnotedText) -> bytes:
    """Return the text as Markdown in UTF-8, its notes as footnotes in the order of their references."""
    lines = [f"# {_write_inlines((TextRun(text.title),))}", ""]
    for block in text.blocks:
        check_work()
        lines.extend(_write_block(block))
    for number, note in enumerate(text.notes, 1):
        lines += [f"[^{number}]: {_escape_lead(_write_inlines(note))}", ""]
    return ("\n".join(lines).rstrip("\n") + "\n").encode()


def _write_block(block: TextBlock) -> Iterator[str]:
    match block:
        case TextHeading():
            yield from (f"{'#' * min(block.level + 1, 6)} {_write_inlines(block.inlines)}", "")
        case ListItem():
            yield from _write_item(block.inlines, block.depth)
        case NotedParagraph():
            indent = _STEP * block.depth
            mark = "> " if block.style == ParagraphStyle.QUOTATION else ""
            words = _escape_lead(_write_inlines(block.inlines))
            slanted = block.style == ParagraphStyle.REMARK and words and not set(words) & {"*"}
            yield from (f"{indent}{mark}{f'*{words}*' if slanted else words}", "")
        case TextTable():
            yield from _write_rows(block)
        case Figure():
            return


def _write_item(inlines: Sequence[Inline], depth: int) -> Iterator[str]:
    yield from (f"{_STEP * (depth - 1)}-   {_escape_lead(_write_inlines(inlines))}", "")


def _write_rows(table: TextTable) -> Iterator[str]:
    """Yield the rows of a table whose cells hold lists, which no table of Markdown does: as lists beneath each row."""
    for row in table.rows:
        check_work()
        first, *others = row
        for block in first:
            yield from _write_item(block.inlines, 1)
        for title, cell in zip(table.titles[1:], others, strict=True):
            if not cell:
                continue
            plain = [block.inlines for block in cell if isinstance(block, NotedParagraph)]
            words = _join_paragraphs(plain)
            yield from _write_item((TextRun(f"{title}:", is_bold=True), *words), 2)
            for block in cell:
                if isinstance(block, ListItem):
                    yield from _write_item(block.inlines, block.depth + 2)


def _join_paragraphs(paragraphs: Iterable[Sequence[Inline]]) -> list[Inline]:
    joined: list[Inline] = []
    for inlines in paragraphs:
        joined += [TextRun("; " if joined else " "), *inlines]
    return joined


def _write_inlines(inlines: Iterable[Inline]) -> str:
    """Return runs on one line, in which Markdown sees no marks but ours."""
    words = ""
    for inline in inlines:
        words += f"[^{inline.number}]" if isinstance(inline, FootnoteMark) else _write_run(inline, words)
    return words.strip()


def _write_run(run: TextRun, before: str) -> str:
    flat = re.sub(r"\s", " ", printable(run.text))
    words = _JOINED.sub(r"\\\g<0>", flat.translate(_MARKS))
    mark = _MARKS_OF_EMPHASIS.get((run.is_bold, run.is_slanted), "")
    core = words.strip(" ")
    if not mark or not core:
        return words
    # Emphasis begins and ends at letters; behind a letter it would not begin at a quotation mark (CommonMark 6.2).
    lead, _, end = words.partition(core)
    if before[-1:].isalnum() and not lead and not core[0].isalnum():
        return words
    return f"{lead}{mark}{core}{mark}{end}"


def _escape_lead(words: str) -> str:
    return _LEADS.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}", words)
