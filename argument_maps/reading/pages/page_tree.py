"""HTML as a tree of elements, as a browser builds it, within bounds.

The parser is Lexbor (by selectolax), which builds the tree that the HTML Standard asks for. It takes the square of the
depth of a page and of the number of attributes of an element, so both are bounded before it begins.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from argument_maps.reading.blocks import UnreadableText
from models.errors import Phrase

DEEPEST = 1_000
MOST_ATTRIBUTES = 500
MOST_ELEMENTS = 250_000
# A start or end tag with its attributes, each taken once and whole, or what begins and ends a comment.
_TAG = re.compile(
    r"""(<!--)|<(/?)([A-Za-z][^\s/>]*+)
    ((?:[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>"'][^\s>]*+))?+){0,MOST}+)
    [\s/]*+(>|\Z)?""".replace("MOST", str(MOST_ATTRIBUTES)),
    re.VERBOSE,
)
# In these nothing is a tag but their own end.
_RAW = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "plaintext"})
# Elements that have no end, or whose end need not be written, so that counting tells nothing of their depth.
_CLOSED_BY_OTHERS = frozenset(
    {
        *("p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup", "colgroup", "html"),
        *("br", "hr", "img", "input", "meta", "link", "col", "area", "base", "embed", "source", "wbr", "head", "body"),
        *("a", "nobr", "track", "rt", "rp", "rb", "rtc", "frame", "image", "param"),
    }
)


@dataclass(slots=True, eq=False)
class PageElement:
    """An element of a page with its attributes, and in their order its elements and words."""

    tag: str
    attributes: dict[str, str]
    parent: "PageElement | None" = None
    children: list["PageElement | str"] = field(default_factory=list)

    def walk(self) -> Iterator["PageElement | str"]:
        """Yield this element and all that is in it, in the order of the page."""
        stack: list[PageElement | str] = [self]
        while stack:
            node = stack.pop()
            yield node
            if isinstance(node, PageElement):
                stack.extend(reversed(node.children))

    def walk_elements(self) -> Iterator["PageElement"]:
        """Yield this element and those in it, in the order of the page."""
        return (node for node in self.walk() if isinstance(node, PageElement))

    def walk_ancestors(self) -> Iterator["PageElement"]:
        """Yield the element in which this one is, and so on."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def read_words(self) -> str:
        """Return all the words in it, one space between them at most."""
        return " ".join("".join(node for node in self.walk() if isinstance(node, str)).split())

    def read_attribute(self, name: str) -> str:
        """Return what an attribute says, or nothing."""
        return self.attributes.get(name, "").strip()

    @property
    def style(self) -> str:
        """Its own declarations of CSS, in small letters and without spaces."""
        return "".join(self.attributes.get("style", "").lower().split()) if "style" in self.attributes else ""


def parse_page(page: str) -> PageElement:
    """Return the root of a page. Raises `UnreadableText`."""
    _check_bounds(page)
    parsed = LexborHTMLParser(page)
    root = PageElement("html", {})
    if parsed.root is not None:
        _copy_tree(parsed.root, root)
    return root


def _copy_tree(node: LexborNode, root: PageElement) -> None:
    """Copy what is in an element; of templates, which no browser shows, there is nothing."""
    root.attributes = {name: value or "" for name, value in node.attributes.items()}
    into, at = root, node.first_child
    ancestors: list[LexborNode] = []
    while True:
        if at is None:
            if not ancestors or into.parent is None:
                return
            into, at = into.parent, ancestors.pop().next
        elif at.is_text_node:
            into.children.append(at.text_content or "")
            at = at.next
        elif at.is_element_node:
            attributes = {name: value or "" for name, value in at.attributes.items()}
            element = PageElement((at.tag or "").lower(), attributes, into)
            into.children.append(element)
            ancestors.append(at)
            into, at = element, at.first_child
        else:
            at = at.next


def _check_bounds(page: str) -> None:
    """Refuse what is nested, or has attributes or elements, without end."""
    depth = elements = at = 0
    while (tag := _TAG.search(page, at)) is not None:
        at = tag.end()
        if tag[1]:
            at = page.find("-->", at)
            if at < 0:
                break
            continue
        if tag[5] is None:
            raise UnreadableText(
                Phrase("An element of the file has more than %(most)s attributes.", most=MOST_ATTRIBUTES),
                Phrase("Save it in a simpler form."),
            )
        name = tag[3].lower()
        if name not in _CLOSED_BY_OTHERS:
            depth = max(depth - 1, 0) if tag[2] else depth + 1
        elements += not tag[2]
        if depth > DEEPEST or elements > MOST_ELEMENTS:
            raise UnreadableText(
                Phrase(
                    "The file’s elements are nested more than %(levels)s deep, or are more than %(most)s.",
                    levels=f"{DEEPEST:,}",
                    most=f"{MOST_ELEMENTS:,}",
                ),
                Phrase("Save it in a simpler form, or divide it."),
            )
        if name in _RAW and not tag[2]:
            end = re.compile(f"</{re.escape(name)}", re.IGNORECASE).search(page, at)
            if end is None:
                break
            at = end.start()
