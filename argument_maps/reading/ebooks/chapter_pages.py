"""Chapters of a book as trees of elements: XHTML made ready for a parser of HTML, and put together to one page."""

import re

from argument_maps.reading.builder import TextBuilder
from argument_maps.reading.encodings import decode_file
from argument_maps.reading.pages.html_files import find_declared_charset
from argument_maps.reading.pages.page_tree import PageElement, parse_page

_VOID = (
    *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"),
)
# An element without content, which HTML would take for the beginning of one. The group is atomic: a possessive repeat
# of alternatives, in Python 3.11, does not go back from the one that fails.
_EMPTY = re.compile(
    r"""<((?!(?:VOID)[\s/])[A-Za-z][^\s/>]*+)
    ((?>(?:[^<>"'/]|"[^"]*+"|'[^']*+'|/(?!>))*))/>""".replace("VOID", "|".join(_VOID)),
    re.VERBOSE,
)
_SECTIONS = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_SPECIAL = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_DECLARATION = re.compile(r"\s*<\?xml.*?\?>", re.DOTALL)


def parse_chapter(data: bytes, builder: TextBuilder | None = None) -> PageElement:
    """Return the root of a chapter's page. Raises `UnreadableText`."""
    page = decode_file(data, find_declared_charset(data), builder or TextBuilder())
    page = _DECLARATION.sub("", page.removeprefix("\ufeff"), count=1)
    page = _SECTIONS.sub(_escape, page) if "<![CDATA[" in page else page
    return parse_page(_EMPTY.sub(r"<\1\2></\1>", page))


def _escape(section: re.Match[str]) -> str:
    return "".join(_SPECIAL.get(sign, sign) for sign in section[1])


def find_body(root: PageElement) -> PageElement:
    """Return the element in which what is shown stands."""
    return next((element for element in root.walk_elements() if element.tag == "body"), root)


def find_first_heading(root: PageElement) -> str:
    """Return the words of the first heading, or nothing."""
    headings = (element for element in root.walk_elements() if re.fullmatch("h[1-6]", element.tag))
    return next((words for heading in headings if (words := heading.read_words())), "")
