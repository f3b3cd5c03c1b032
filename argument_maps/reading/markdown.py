"""Markdown (CommonMark) read as text: its blocks by the parser, the words in them without their marks.

The parser's own reading of links takes the square of their length where brackets are left open, so that a
file of a few pages could keep the server for minutes. Every pattern here stops after a bounded stretch.
"""

import re
from collections.abc import Iterator
from html import unescape

from markdown_it import MarkdownIt
from markdown_it.token import Token

from argument_maps.reading.blocks import BlockText, UnreadableText, join_stretches, remove_unprintable, squeeze_spaces
from argument_maps.reading.encodings import decode_text
from argument_maps.reading.marked_up import split_html
from argument_maps.reading.results import FileReading, ReadingOptions
from models.errors import Phrase
from models.vocabulary import BlockSort

# The parser takes a tenth of a millisecond for each.
MOST_LINES = 40_000
_SORTS = {"list_item_open": BlockSort.LIST_ITEM, "blockquote_open": BlockSort.QUOTATION}
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
# Only where spaces begin: from within them it would be the square of their number.
_BREAK = re.compile(r"(?:(?<! ) {2,}|\\)\n")
# In the order in which they are taken away; each leaves what it is put around.
_MARKS = [
    re.compile(r"(`{1,8})([^`]{1,2000})\1"),
    re.compile(r"<()((?:https?|mailto):[^<>\s]{1,2000})>"),
    re.compile(r"</?[A-Za-z][^<>]{0,1000}()()>"),
    re.compile(r"!?\[()([^\[\]]{0,1000})\]\([^()\n]{0,2000}\)"),
    re.compile(r"!?\[()([^\[\]]{1,1000})\]\[[^\[\]]{0,200}\]"),
    re.compile(r"(\*{1,3})(?=\S)([^*]{1,2000})(?<=\S)\1"),
    re.compile(r"(?<!\w)(_{1,3})(?=\S)([^_]{1,2000})(?<=\S)\1(?!\w)"),
]


def read_markdown(data: bytes, options: ReadingOptions) -> FileReading:
    """Return the words of a text in Markdown. Raises `UnreadableText`."""
    text = decode_text(data, options.charset)
    if text.count("\n") > MOST_LINES:
        raise UnreadableText(
            Phrase("The file has more than %(most)s lines.", most=f"{MOST_LINES:,}"),
            Phrase("Divide it, or send it as plain text."),
        )
    parser = MarkdownIt("commonmark", {"maxNesting": 50})
    # Only the blocks: what stands in a line is read here.
    parser.core.ruler.disable(["inline", "text_join"])
    return FileReading(join_stretches(_yield_blocks(parser.parse(text))))


def _yield_blocks(tokens: list[Token]) -> Iterator[BlockText]:
    within: list[BlockSort] = []
    heading = False
    for token in tokens:
        if token.type in _SORTS:
            within.append(_SORTS[token.type])
        elif token.type in ("list_item_close", "blockquote_close"):
            within.pop()
        elif token.type in ("heading_open", "heading_close"):
            heading = token.type == "heading_open"
        elif token.type == "html_block":
            yield from split_html(token.content)
        elif token.type in ("inline", "fence", "code_block"):
            sort = BlockSort.HEADING if heading else within[-1] if within else BlockSort.PARAGRAPH
            yield (
                sort,
                _read_inline(token.content)
                if token.type == "inline"
                else remove_unprintable(token.content).rstrip("\n"),
            )


def _read_inline(line: str) -> str:
    """Return what a reader reads of a paragraph, its hard breaks kept."""
    parts = [_remove_marks(part) for part in _BREAK.split(line)]
    return "\n".join(parts).strip("\n")


def _remove_marks(text: str) -> str:
    # What is escaped must not be taken for a mark, so it is put out of sight meanwhile.
    text = _ESCAPED.sub(lambda match: f"\x00{ord(match[1]):x}\x01", remove_unprintable(text))
    for mark in _MARKS:
        text = mark.sub(r"\2", text)
    text = re.sub("\x00([0-9a-f]{2})\x01", lambda match: chr(int(match[1], 16)), unescape(text))
    return squeeze_spaces(remove_unprintable(text))
