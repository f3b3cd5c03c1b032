"""HTML read as text: sanitised first, then reduced to words and blocks."""

import re
from html.parser import HTMLParser

import nh3

from argument_maps.reading.blocks import BlockText, UnreadableText, join_stretches, remove_unprintable, squeeze_spaces
from argument_maps.reading.encodings import decode_text
from argument_maps.reading.results import FileReading, ReadingOptions
from models.errors import Phrase
from models.vocabulary import BlockSort

DEEPEST = 200
# References such as &amp;, and signs for which one will stand: the sanitiser takes the square of those in one text.
MOST_REFERENCES = 250_000
_DECLARED = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE)
_SORTS = {
    **{f"h{level}": BlockSort.HEADING for level in range(1, 7)},
    **dict.fromkeys(("li", "dt", "dd"), BlockSort.LIST_ITEM),
    "blockquote": BlockSort.QUOTATION,
}
# What begins on a line of its own without being anything else than a paragraph.
_PARAGRAPHS = {"p", "div", "pre", "tr", "table", "ul", "ol", "dl", "hr", "figcaption", "caption", "section", "article"}
_TAG = re.compile(r"(<!--|-->)|<(/?)([A-Za-z][A-Za-z0-9]*)")
# Elements that have no end, or whose end need not be written, so that counting tells nothing of their depth.
_CLOSED_BY_OTHERS = frozenset(
    {
        *("p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup", "colgroup", "html"),
        *("br", "hr", "img", "input", "meta", "link", "col", "area", "base", "embed", "source", "wbr", "head", "body"),
    }
)
_ALLOWED_TAGS = {
    *_SORTS,
    *_PARAGRAPHS,
    "br",
    "td",
    "th",
    "span",
    "em",
    "strong",
    "i",
    "b",
    "a",
    "sup",
    "sub",
    "q",
    "code",
}
# What these hold is no text for a reader.
_DROPPED_TAGS = {"script", "style", "head", "title", "template", "noscript", "iframe", "svg", "math", "nav"}


def read_html(data: bytes, options: ReadingOptions) -> FileReading:
    """Return the words of a page, without its scripts, styles and menus. Raises `UnreadableText`."""
    declared = _DECLARED.search(data[:4096])
    charset = options.charset or (declared[1].decode("ascii") if declared else "")
    return FileReading(join_stretches(split_html(decode_text(data, charset))))


def split_html(page: str) -> list[BlockText]:
    """Return the blocks of HTML; what would run or load something never comes so far."""
    _check_depth(page)
    _check_references(page)
    safe = nh3.clean(page, tags=_ALLOWED_TAGS, clean_content_tags=_DROPPED_TAGS, attributes={}, strip_comments=True)
    reader = _BlockParser()
    reader.feed(safe)
    reader.close()
    reader.end_block()
    return reader.blocks


def _check_depth(page: str) -> None:
    """Refuse what is nested without end: the sanitiser takes the square of the depth."""
    depth = 0
    # Inside of scripts, styles and comments nothing is an element.
    skipped = ""
    for mark, closes, name in _TAG.findall(page):
        tag = name.lower()
        if skipped:
            skipped = "" if mark == skipped or (closes and tag == skipped) else skipped
        elif mark == "<!--" or (tag in ("script", "style") and not closes):
            skipped = tag or "-->"
        elif tag and tag not in _CLOSED_BY_OTHERS:
            depth = max(depth - 1, 0) if closes else depth + 1
            if depth > DEEPEST:
                raise UnreadableText(
                    Phrase("The file’s elements are nested more than %(levels)s deep.", levels=DEEPEST),
                    Phrase("Save it in a simpler form."),
                )


def _check_references(page: str) -> None:
    if page.count("&") + page.count("\u00a0") > MOST_REFERENCES:
        raise UnreadableText(
            Phrase(
                "The file has more than %(most)s no-break spaces and characters written as references.",
                most=MOST_REFERENCES,
            ),
            Phrase("Save it as plain text, or in parts."),
        )


class _BlockParser(HTMLParser):
    """Gathers the blocks of sanitised HTML. Only the element that is open last tells what a block is."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[BlockText] = []
        self._open: list[str] = []
        self._words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 # nh3 has taken them all away
        """Begin a block where an element begins one."""
        if tag == "br":
            self._words.append("\0")
        elif tag in ("td", "th"):
            self._words.append(" ")
        elif tag in _SORTS or tag in _PARAGRAPHS:
            self.end_block()
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """End the block, and what was left open in it."""
        if tag in self._open:
            self.end_block()
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Keep words."""
        self._words.append(remove_unprintable(data))

    def end_block(self) -> None:
        """Put the words so far down as a block."""
        # White space says nothing in HTML; only a br breaks a line.
        lines = [squeeze_spaces(line) for line in "".join(self._words).split("\0")]
        self._words.clear()
        words = "\n".join(lines).strip("\n")
        if words:
            self.blocks.append((self._sort(), words))

    def _sort(self) -> BlockSort:
        # The nearest that says something: a paragraph in a quotation is a quotation.
        for tag in reversed(self._open):
            if tag in _SORTS:
                return _SORTS[tag]
        return BlockSort.PARAGRAPH
