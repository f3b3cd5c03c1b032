"""The notes of a page: which links are references, where their words are, and which links lead back.

Browsers know no notes. What a link leads to is one if the link looks like a reference (a number or a sign, raised or in
brackets, or named so by its role or class), and leads forward to a block that is named as a note or leads back.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import unquote

from argument_maps.reading.pages.page_tree import PageElement

LONGEST_NOTE = 50_000
LONGEST_REFERENCE = 100
MOST_LINKS_BACK = 20
_REFERENCE_REST = re.compile(r"[\[\](),;\s\u200b〔〕–-]*")
_MARK = re.compile(
    r"(?:(?:foot|end)?notes?|fn|n)?\s*\.?\s*[\[(]?\s*(\d{1,4}[a-z]?|[a-z]{1,2}|[ivxlc]{1,8}|[*†‡§¶#‖]{1,4}|[①-⑳]|注\d+"
    r"|(?:notes?|lower-alpha|upper-alpha|nb|n|注|註)\s?[\w]{1,4})\s*[\])]?\.?",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"[\[(〔［].*[\])〕］]", re.DOTALL)
_BRACKETS = "[]()〔〕［］"
_OPENING = ("[", "(", "〔", "［")
_CLOSING = ("]", ")", "〕", "］")
# A link back that was taken out leaves this.
_SPACES = " \t\n\r\f\u00a0\x00"
_SPACES_AND_ARROWS = _SPACES + "^↑"
_ENDS_OF_NUMBERS = (".", ")", ":", "]", "\x00", "")
_ARROW = re.compile(
    r"[\s\^↑↩↵⏎⬆⤴▲←«‹\ufe0e\ufe0f]*(?:(?:back|return|retour|zurück|jump)(?: up| to .{0,30})?)?"
    r"[\s\^↑↩↵⏎⬆⤴▲←\ufe0e\ufe0f.]*",
    re.I,
)
_REFERENCE_ROLES = frozenset({"doc-noteref", "noteref"})
_NOTE_ROLES = frozenset({"doc-footnote", "doc-endnote", "footnote", "endnote", "rearnote", "note"})
_REFERENCE_CLASS = re.compile(
    r"(?:foot|end)?-?note-?(?:ref|anchor|link)\w*|fnref\w*|fnanchor|msofootnotereference|msoendnotereference|noteref",
    re.I,
)
_BACK_CLASS = re.compile(r".*(?:back-?link|back-?ref|reversefootnote|footnote-?back|footnote-return).*", re.I)
_NOTE_NAME = re.compile(
    r"_?(?:foot|end)?-?notes?[-_:]?\w{0,12}|_?(?:fn|ftn|edn|en|cite_note|note|nt|n)[-_:.]?\w{0,40}", re.I
)
_ONE_NOTE = re.compile(
    r"(?:foot|end|side)?-?note(?:-?(?:text|body|item|content))?|(?:fn|ftn|edn)\d*|(?:foot|end)note[-_]?\d+", re.I
)
_NOTES = re.compile(r"(?:foot|end)?-?notes|references|reflist|fussnoten|anmerkungen|doc-endnotes|footnote-?list", re.I)
_BLOCKS = frozenset({"p", "li", "div", "aside", "tr", "dd", "dt", "section", "blockquote", "td", "th", "article"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "nav"})
_TOO_LARGE = frozenset({"html", "body", "main", "table", "tbody", "ol", "ul", "dl"})


@dataclass(slots=True, eq=False)
class PageNote:
    """A note of a page: its number or sign, and the elements that hold its words."""

    label: str
    elements: list[PageElement]


@dataclass(slots=True)
class PageNotes:
    """The notes of a page by the links that refer to them.

    `moved` are the elements that are read where the notes are referred to.
    """

    references: dict[PageElement, PageNote] = field(default_factory=dict)
    moved: set[PageElement] = field(default_factory=set)


@dataclass(slots=True)
class _Link:
    element: PageElement
    target: PageElement
    is_within: bool


class NoteFinder:
    """Finds the notes of a page."""

    def __init__(self, root: PageElement) -> None:
        self._ids: dict[str, PageElement] = {}
        self._order: dict[PageElement, int] = {}
        self._links: list[_Link] = []
        # Books in parts have their notes in another file.
        self._leading_elsewhere: list[PageElement] = []
        self._blocks: dict[PageElement, list[PageElement]] = {}
        anchors = []
        for number, element in enumerate(root.walk_elements()):
            self._order[element] = number
            for name in ("id", "name") if element.tag == "a" else ("id",):
                if element.attributes.get(name):
                    self._ids.setdefault(element.attributes[name], element)
            if element.tag == "a" and "#" in element.attributes.get("href", ""):
                anchors.append(element)
        for anchor in anchors:
            address, _, fragment = anchor.attributes["href"].partition("#")
            target = self._ids.get(fragment) or self._ids.get(unquote(fragment))
            if target is not None and target is not anchor:
                self._links.append(_Link(anchor, target, not address))
            elif target is None and _is_reference(anchor):
                self._leading_elsewhere.append(anchor)

        self._targets = {link.element: link.target for link in self._links}

    def find(self) -> PageNotes:
        """Return the notes; links back, and the numbers that notes begin with, are taken out of the tree."""
        notes = PageNotes()
        leading_back: dict[PageElement, list[_Link]] = {}
        for link in self._links:
            leading_back.setdefault(link.target, []).append(link)
        by_target: dict[PageElement, PageNote] = {}
        holders: dict[PageElement, PageElement] = {}
        for link in self._links:
            elements = self._find_note(link, leading_back)
            if not elements:
                continue
            note = by_target.get(link.target)
            if note is None:
                owner = holders.setdefault(elements[0], link.target)
                if owner is not link.target:
                    # Two notes in one block stay where they are, and are only referred to.
                    by_target[owner].elements = elements = []
                note = by_target[link.target] = PageNote(read_note_label(link.element), elements)
            notes.references[link.element] = note
        for anchor in self._leading_elsewhere:
            notes.references[anchor] = PageNote(read_note_label(anchor), [])
        back = {element for link in notes.references for element in (link, *list(link.walk_ancestors())[:2])}
        for note in by_target.values():
            if note.elements:
                notes.moved.update(note.elements)
                self._clean_note(note, back)
        return notes

    def _find_note(self, link: _Link, leading_back: dict[PageElement, list[_Link]]) -> list[PageElement]:
        """Return the elements of the note to which a link refers, none if it is no reference."""
        element, target = link.element, link.target
        text = element.read_words()
        is_named = _is_reference(element) or any(_is_reference(above) for above in list(element.walk_ancestors())[:2])
        if _is_named(element, _BACK_CLASS) or (self._order[target] <= self._order[element] and not is_named):
            return []
        if not (_MARK.fullmatch(text) or (is_named and len(text) < LONGEST_REFERENCE)):
            return []
        if target not in self._blocks:
            self._blocks[target] = self._find_block(target)
        elements = self._blocks[target]
        if not elements or _is_in(element, elements):
            return []
        holders = [element, *list(element.walk_ancestors())[:3]]
        is_answered = any(
            _is_in(back.element, elements)
            for holder in holders
            for back in leading_back.get(holder, [])[:MOST_LINKS_BACK]
        )
        if not link.is_within and not is_answered:
            return []
        is_raised = any(node.tag == "sup" for node in element.walk_elements()) or any(
            above.tag == "sup" for above in holders[1:3]
        )
        is_set_apart = is_raised or bool(_BRACKETED.fullmatch(text))
        is_note = any(_is_note(node) for node in (target, *elements))
        if is_answered or is_named or (is_set_apart and is_note) or (is_raised and not text.isalpha()):
            return elements
        return []

    def _find_block(self, target: PageElement) -> list[PageElement]:
        block: PageElement | None = target
        if not target.read_words() and target.tag in ("a", "span") and target.parent is not None:
            block = target.parent
            if block.tag in ("div", "body", "section"):
                block = _find_next(target)
        while block is not None and block.tag not in _BLOCKS:
            if block.tag in _HEADINGS or block.tag in _TOO_LARGE:
                return []
            block = block.parent
        if block is not None and block.tag in ("td", "th"):
            block = block.parent
        if block is None or block.tag in _TOO_LARGE:
            return []
        while block.parent is not None and _is_single(block.parent) and _count_targets(block.parent, self._ids) <= 2:
            block = block.parent
        elements = [block, *self._list_continuation(block)]
        words = sum(len(node) for each in elements for node in each.walk() if isinstance(node, str))
        if words > LONGEST_NOTE:
            return []
        if not is_note_element(block) and any(
            node.tag in _HEADINGS for each in elements for node in each.walk_elements()
        ):
            return []
        return elements

    def _list_continuation(self, block: PageElement) -> list[PageElement]:
        """Return what belongs to a note behind its first block: the `dd` of a `dt`, more paragraphs among notes."""
        parent = block.parent
        if parent is None or (block.tag == "p" and not _is_named(parent, _NOTES)) or block.tag not in ("dt", "p"):
            return []
        wanted = "dd" if block.tag == "dt" else "p"
        continuation = []
        for sibling in islice(parent.children, parent.children.index(block) + 1, None):
            if isinstance(sibling, str):
                continue
            if sibling.tag != wanted or (wanted == "p" and _count_targets(sibling, self._ids)):
                break
            continuation.append(sibling)
        return continuation

    def _clean_note(self, note: PageNote, back: set[PageElement]) -> None:
        """Take links back, and the number of a note in front of its words, out of the note."""
        was_numbered = note.elements[0].tag == "li"
        for element in [node for each in note.elements for node in each.walk_elements()]:
            parent = element.parent
            if parent is None or element not in parent.children or element in note.elements:
                continue
            is_arrow = (
                element.tag == "a" and "href" in element.attributes and bool(_ARROW.fullmatch(element.read_words()))
            )
            if (
                self._targets.get(element) in back
                or _is_named(element, _BACK_CLASS)
                or (is_arrow and element in self._targets)
            ):
                was_numbered = was_numbered or bool(_MARK.fullmatch(element.read_words()))
                parent.children[parent.children.index(element)] = "\x00"
        _drop_label(note, was_numbered=was_numbered)


def read_note_label(reference: PageElement) -> str:
    """Return the number or sign of a reference, without brackets."""
    return reference.read_words().strip(_BRACKETS + " .\u200b").strip()


def _drop_label(note: PageNote, *, was_numbered: bool) -> None:
    nodes = list(_list_words(note.elements))
    beginning = "".join(str(element.children[at]) for element, at in nodes[:12])
    is_alone = any(str(element.children[at]).strip(_BRACKETS + ". \n") == note.label for element, at in nodes[:4])
    remove = _measure_label(beginning, note.label, is_sure=is_alone or not was_numbered)
    for element, at in nodes:
        text = str(element.children[at])
        taken = min(remove, len(text))
        element.children[at] = text[taken:].replace("\x00", "")
        remove -= taken


def _measure_label(beginning: str, label: str, *, is_sure: bool) -> int:
    """Return how long the number is with which a note begins, with brackets, full stop and spaces.

    A number without either is one only if that is sure: it may be the day of a date.
    """
    at = _skip(beginning, 0, _SPACES_AND_ARROWS)
    has_label = "\x00" in beginning[:at]
    closing = at + 1 + len(beginning[at + 1 : at + len(label) + 8].partition("]")[0].partition(")")[0])
    if beginning[at : at + 1] in _OPENING and beginning[closing : closing + 1] in _CLOSING:
        if beginning[at + 1 : closing].strip("\x00 \n\t") in ("", label):
            has_label, at = True, closing + 1
    elif label and beginning.startswith(label, at):
        follows = beginning[at + len(label) : at + len(label) + 1]
        if follows in _ENDS_OF_NUMBERS or (is_sure and (follows.isspace() or follows.isalpha())):
            has_label, at = True, at + len(label)
    at = _skip(beginning, at, _SPACES)
    if has_label and beginning[at : at + 1] in _ENDS_OF_NUMBERS and beginning[at + 1 : at + 2].isspace():
        at += 1
    return _skip(beginning, at, _SPACES)


def _skip(text: str, at: int, signs: str) -> int:
    while text[at : at + 1] and text[at] in signs:
        at += 1
    return at


def _list_words(elements: list[PageElement]) -> Iterator[tuple[PageElement, int]]:
    """Yield the places of the words in elements, each as one of its parent's children, in the order of the page."""
    stack = [(each, 0) for each in reversed(elements)]
    while stack:
        element, at = stack.pop()
        if at < len(element.children):
            stack.append((element, at + 1))
            child = element.children[at]
            if isinstance(child, str):
                yield element, at
            else:
                stack.append((child, 0))


def _find_next(element: PageElement) -> PageElement | None:
    siblings = element.parent.children if element.parent is not None else []
    following = siblings[siblings.index(element) + 1 :]
    return next((node for node in following if isinstance(node, PageElement) and node.read_words()), None)


def _is_in(element: PageElement, elements: list[PageElement]) -> bool:
    return element in elements or any(above in elements for above in element.walk_ancestors())


def _list_roles(element: PageElement) -> set[str]:
    return {*element.read_attribute("role").lower().split(), *element.read_attribute("epub:type").lower().split()}


def _is_named(element: PageElement, pattern: re.Pattern[str]) -> bool:
    names = [*element.read_attribute("class").split(), element.read_attribute("id"), element.read_attribute("role")]
    return any(pattern.fullmatch(name) for name in names if name)


def _is_reference(element: PageElement) -> bool:
    return bool(_list_roles(element) & _REFERENCE_ROLES) or _is_named(element, _REFERENCE_CLASS)


def _is_note(element: PageElement) -> bool:
    if _list_roles(element) & _NOTE_ROLES:
        return True
    return _is_named(element, _NOTE_NAME) or bool(_NOTE_NAME.fullmatch(element.read_attribute("name") or "-"))


def is_note_element(element: PageElement) -> bool:
    """Tell whether an element is called a note by its role, whoever refers to it."""
    return bool(element.attributes) and bool(_list_roles(element) & (_NOTE_ROLES - {"note"}))


def _is_single(element: PageElement) -> bool:
    """Tell whether an element is called by its class, id or role the place of one note."""
    return element.tag not in _TOO_LARGE and (_is_named(element, _ONE_NOTE) or is_note_element(element))


def _count_targets(element: PageElement, ids: dict[str, PageElement]) -> int:
    return sum(
        1
        for node in element.walk_elements()
        if any(ids.get(node.attributes.get(name, "")) is node for name in ("id", "name"))
    )


def drop_reference_rest(element: PageElement, references: Mapping[PageElement, PageNote]) -> list[PageElement | str]:
    """Return the children of an element, without the brackets and commas around references in it."""

    def has_reference(child: PageElement | str) -> bool:
        return isinstance(child, PageElement) and (
            child in references or (len(child.children) == 1 and child.children[0] in references)
        )

    if not references or not any(has_reference(child) for child in element.children):
        return element.children
    if element.tag == "sup":
        return [
            child for child in element.children if not (isinstance(child, str) and _REFERENCE_REST.fullmatch(child))
        ]
    kept = list(element.children)
    for at, child in enumerate(kept):
        if has_reference(child) and 0 < at < len(kept) - 1:
            before, after = kept[at - 1], kept[at + 1]
            if isinstance(before, str) and isinstance(after, str) and (before[-1:] + after[:1]) in ("[]", "()"):
                kept[at - 1], kept[at + 1] = before[:-1], after[1:]
    return kept
