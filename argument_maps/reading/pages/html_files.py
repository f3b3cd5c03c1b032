"""HTML files read as texts."""

import re

from argument_maps.reading.builder import TextBuilder
from argument_maps.reading.encodings import decode_file, is_surely_utf8
from argument_maps.reading.pages.page_reader import read_page
from argument_maps.reading.pages.page_source import read_page_source
from argument_maps.reading.pages.page_tree import parse_page
from argument_maps.reading.results import FileReading, ReadingOptions

_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{1,40})|\A\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9_.:-]{1,40})""",
    re.IGNORECASE,
)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
# How far browsers look for it, and then some: saved pages begin with long comments.
_HEAD = 16_384


def read_html(data: bytes, options: ReadingOptions) -> FileReading:
    """Return what a browser shows of a page. Raises `UnreadableText`."""
    builder = TextBuilder()
    # Who saves a page as UTF-8 often leaves the name of its former encoding in it.
    declared = "utf-8" if is_surely_utf8(data) else find_declared_charset(data)
    page = decode_file(data, options.charset or declared, builder)
    root = parse_page(page)
    read_page(root, builder)
    return builder.finish(read_page_source(root))


def find_declared_charset(data: bytes) -> str:
    """Return the encoding that a page names in its head, or nothing."""
    declared = _DECLARED.search(_COMMENT.sub(b"", data[:_HEAD]))
    if declared is None:
        return ""
    charset = (declared[1] or declared[2]).decode("ascii")
    # What could be read as a name of ASCII letters is in no encoding of two bytes a letter (HTML Standard, 13.2.3.2).
    return "utf-8" if charset.lower().startswith("utf-16") else charset
