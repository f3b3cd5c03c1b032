"""An EPUB read as a text: the whole book, or one chapter with the notes that it refers to."""

import re
from itertools import islice
from posixpath import dirname

from argument_maps.reading.blocks import UnreadableText, refuse_volume
from argument_maps.reading.builder import TextBuilder
from argument_maps.reading.ebooks.book import Book, BookChapter, open_book, resolve_path
from argument_maps.reading.ebooks.chapter_pages import find_body, find_first_heading, parse_chapter
from argument_maps.reading.pages import read_page
from argument_maps.reading.pages.page_tree import PageElement
from argument_maps.reading.results import FileReading, ListedDocument, ReadingOptions
from models.errors import Phrase
from models.text_vocabulary import ReportSort

LONGEST_BOOK = 5 * 2**20
"""Up to how many bytes of its pages a book is read whole."""
MOST_ELEMENTS = 250_000
MOST_NOTES = 5_000
NAMED_IDS = 5
_NOTE_BLOCKS = frozenset({"li", "p", "aside", "div", "dd", "dt", "section", "td"})
_REFERENCE = re.compile(r"[\[(]?(?:\d{1,4}|[*†‡§]{1,3}|[a-z])[\])]?\.?")


def read_ebook(data: bytes, options: ReadingOptions) -> FileReading:
    """Return what a book says, or one of its chapters. Raises `UnreadableText` and `UnchosenDocument`."""
    book = open_book(data)
    builder = TextBuilder()
    if options.document:
        chapters = [chapter for chapter in book.chapters if chapter.id == options.document]
        if not chapters:
            ids = tuple(chapter.id for chapter in book.chapters[:NAMED_IDS])
            raise UnreadableText(
                Phrase("No document of the file is called “%(name)s”.", name=options.document[:40]),
                Phrase("Choose one of its documents, such as %(ids)s.", ids=ids),
            )
    else:
        chapters = book.chapters
        size = sum(book.archive.measure_part(chapter.path) for chapter in chapters)
        if size > LONGEST_BOOK and len(chapters) > 1:
            raise refuse_volume(book.list_documents(), size)
    root = PageElement("html", {"lang": book.source_data.get("language", "")})
    joiner = _ChapterJoiner(book, builder, root)
    for chapter in chapters[:1] if options.document else chapters:
        joiner.add_chapter(chapter)
    joiner.add_notes()
    read_page(root, builder)
    for name in dict.fromkeys(book.archive.damaged):
        builder.report(ReportSort.UNREADABLE_PARTS, name)
    documents = list_titled(book, joiner.titles) if len(book.chapters) > 1 and not options.document else ()
    return builder.finish(book.source_data, documents)


def list_titled(book: Book, titles: dict[str, str]) -> tuple[ListedDocument, ...]:
    """Return the chapters with the titles of the table of contents, or else with their first headings."""
    return tuple(
        ListedDocument(document.id, document.title or titles.get(document.id, "")) for document in book.list_documents()
    )


class _ChapterJoiner:
    """Puts chapters into one page, so that links between them, of which notes are made, lead within it."""

    def __init__(self, book: Book, builder: TextBuilder, root: PageElement) -> None:
        self._book = book
        self._builder = builder
        self._body = PageElement("body", {}, root)
        root.children.append(self._body)
        self._elements = 0
        self._added: set[str] = set()
        # Links that may refer to notes in files that are not in the page.
        self._references: list[tuple[str, str]] = []
        self.titles: dict[str, str] = {}

    def add_chapter(self, chapter: BookChapter) -> None:
        """Add a chapter's page."""
        body = self._parse(chapter.path)
        if body is None:
            return
        self._added.add(chapter.path)
        self.titles[chapter.id] = find_first_heading(body)
        for element in body.walk_elements():
            if element.tag == "a" and _may_be_reference(element):
                path, _, name = element.read_attribute("href").removeprefix("#").rpartition("#")
                self._references.append((path, name))
        self._append(body, "div")

    def _parse(self, path: str) -> PageElement | None:
        """Return what is shown of a page, its ids and links written with the names of their files."""
        data = self._book.archive.read_part(path)
        if data is None:
            return None
        try:
            body = find_body(parse_chapter(data, self._builder))
        except UnreadableText:
            self._builder.report(ReportSort.UNREADABLE_PARTS, path)
            return None
        for element in body.walk_elements():
            self._elements += 1
            for name in ("id", "name"):
                if element.attributes.get(name):
                    element.attributes[name] = f"{path}#{element.attributes[name]}"
            address = element.attributes.get("href", "")
            if "#" in address and ":" not in address.partition("#")[0]:
                target = resolve_path(dirname(path), address) if address[0] != "#" else path
                element.attributes["href"] = f"#{target}#{address.partition('#')[2]}"
        if self._elements > MOST_ELEMENTS:
            raise UnreadableText(
                Phrase("The book has more than %(most)s elements.", most=f"{MOST_ELEMENTS:,}"),
                Phrase("Choose one of its documents, or divide it."),
            )
        return body

    def _append(self, element: PageElement, tag: str, role: str = "") -> None:
        attributes = dict(element.attributes) | ({"epub:type": role} if role else {})
        holder = PageElement(tag, attributes, self._body, element.children)
        for child in element.children:
            if isinstance(child, PageElement):
                child.parent = holder
        self._body.children.append(holder)

    def add_notes(self) -> None:
        """Add the notes in other files to which what was added refers."""
        wanted: dict[str, list[str]] = {}
        for path, name in self._references[:MOST_NOTES]:
            if path not in self._added:
                wanted.setdefault(path, []).append(f"{path}#{name}")
        for path, names in wanted.items():
            body = self._parse(path)
            if body is None:
                continue
            added: set[PageElement] = set()
            targets = {element.attributes.get("id", ""): element for element in body.walk_elements()}
            for name in dict.fromkeys(names):
                block: PageElement | None = targets.get(name)
                while block is not None and block.tag not in _NOTE_BLOCKS:
                    block = block.parent
                if block is not None and block is not body and block not in added:
                    added.add(block)
                    self._append(block, "aside", "footnote")


def _may_be_reference(element: PageElement) -> bool:
    roles = element.read_attribute("epub:type").split() + element.read_attribute("role").split()
    if "noteref" in roles or "doc-noteref" in roles:
        return True
    is_raised = any(above.tag == "sup" for above in (element, *islice(element.walk_ancestors(), 2))) or any(
        inner.tag == "sup" for inner in element.walk_elements()
    )
    return is_raised and bool(_REFERENCE.fullmatch(element.read_words()))
