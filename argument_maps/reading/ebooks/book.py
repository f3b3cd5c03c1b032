"""The parts of an EPUB: its chapters in the order of reading, their titles, and what the book says of itself.

The source is EPUB 3.3; of EPUB 2 the table of contents is read from its NCX.
"""

from dataclasses import dataclass, field
from posixpath import dirname, join, normpath
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from argument_maps.reading.archives import Archive
from argument_maps.reading.blocks import UnreadableText
from argument_maps.reading.ebooks.chapter_pages import parse_chapter
from argument_maps.reading.results import ListedDocument
from models.errors import Phrase

REMEDY = Phrase("Send an EPUB without copy protection, or a chapter of it as HTML.")
PREFIXES = {
    "urn:oasis:names:tc:opendocument:xmlns:container": "",
    "http://www.idpf.org/2007/opf": "",
    "http://www.daisy.org/z3986/2005/ncx/": "",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://www.w3.org/2001/04/xmlenc#": "enc",
    "http://www.w3.org/1999/xhtml": "",
    "http://www.idpf.org/2007/ops": "epub",
}
MOST_CHAPTERS = 5_000
_LONGEST_TITLE = 1_000
# What hides the letters of a font is no protection of the text.
_FONT_METHODS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_PAGES = ("application/xhtml+xml", "text/html", "text/x-oeb1-document", "image/svg+xml")
_ROLES = {"edt": "editor", "trl": "translator"}


@dataclass(frozen=True, slots=True)
class BookChapter:
    """A file of the book that is read in its order: its id, where it is in the archive, and its title."""

    id: str
    path: str
    title: str = ""


@dataclass(slots=True)
class Book:
    """A book: its archive, its chapters, and its data as a source."""

    archive: Archive
    chapters: list[BookChapter] = field(default_factory=list)
    source_data: dict[str, str] = field(default_factory=dict)

    def list_documents(self) -> tuple[ListedDocument, ...]:
        """Return the chapters as documents of which one is chosen."""
        return tuple(ListedDocument(chapter.id, chapter.title) for chapter in self.chapters)


def open_book(data: bytes) -> Book:
    """Return a book's parts. Raises `UnreadableText`."""
    archive = Archive(data, REMEDY)
    path = _find_package(archive)
    package = archive.parse_part(path, PREFIXES) if path else None
    if package is None:
        raise UnreadableText(Phrase("The file has no description of a book (OPF) in it, or that is damaged."), REMEDY)
    folder = dirname(path)
    manifest = {
        each.get("id", ""): (resolve_path(folder, each.get("href", "")), each)
        for each in package.iterfind("manifest/item")
    }
    titles = _read_titles(archive, package, manifest)
    book = Book(archive, [], _read_metadata(package))
    for reference in package.iterfind("spine/itemref"):
        chapter, (part, about) = reference.get("idref", ""), manifest.get(reference.get("idref", ""), ("", Element("")))
        found = archive.find_part(part) if part else ""
        if found and about.get("media-type", _PAGES[0]) in _PAGES and len(book.chapters) < MOST_CHAPTERS:
            book.chapters.append(BookChapter(chapter, found, titles.get(part, "")))
        elif part and not found:
            archive.damaged.append(part)
    _refuse_protection(archive, {chapter.path for chapter in book.chapters})
    if not book.chapters:
        raise UnreadableText(Phrase("The book has no chapters that can be read."), REMEDY)
    return book


def resolve_path(folder: str, address: str) -> str:
    """Return the name of a part to which another one in a folder refers."""
    return normpath(join(folder, unquote(address.partition("#")[0]))).lstrip("/") if address else ""


def _find_package(archive: Archive) -> str:
    container = archive.try_part("META-INF/container.xml", PREFIXES)
    for element in container.iter("rootfile") if container is not None else ():
        found = archive.find_part(unquote(element.get("full-path", "")))
        if found:
            return found
    if archive.find_part("word/document.xml"):
        raise UnreadableText(
            Phrase("The file is a Word document and not an EPUB book."),
            Phrase("Give it a name that ends in .docx, and send it again."),
        )
    return next((name for name in archive.names if name.lower().endswith(".opf")), "")


def _refuse_protection(archive: Archive, paths: set[str]) -> None:
    encryption = archive.try_part("META-INF/encryption.xml", PREFIXES)
    for element in encryption.iter("enc-EncryptedData") if encryption is not None else ():
        method = element.find("enc-EncryptionMethod")
        reference = element.find("enc-CipherData/enc-CipherReference")
        path = archive.find_part(unquote(reference.get("URI", ""))) if reference is not None else ""
        if path in paths and (method is None or method.get("Algorithm") not in _FONT_METHODS):
            raise UnreadableText(Phrase("The book is protected against copying, and cannot be read."), REMEDY)


def _read_titles(archive: Archive, package: Element, manifest: dict[str, tuple[str, Element]]) -> dict[str, str]:
    """Return the titles of files in the table of contents, of several in one file the first."""
    titles: dict[str, str] = {}
    navigation = next((path for path, about in manifest.values() if "nav" in about.get("properties", "").split()), "")
    page = archive.read_part(navigation) if navigation else None
    if page is not None:
        _read_navigation(page, dirname(navigation), titles)
    spine = package.find("spine")
    listed = spine.get("toc", "") if spine is not None else ""
    contents = manifest[listed][0] if listed in manifest else ""
    root = archive.try_part(contents, PREFIXES) if contents and not titles else None
    for point in root.iter("navPoint") if root is not None else ():
        label, content = point.find("navLabel/text"), point.find("content")
        if label is not None and content is not None:
            _add_title(titles, resolve_path(dirname(contents), content.get("src", "")), label.text or "")
    return titles


def _read_navigation(page: bytes, folder: str, titles: dict[str, str]) -> None:
    try:
        root = parse_chapter(page)
    except UnreadableText:
        return
    lists = [element for element in root.walk_elements() if element.tag == "nav"]
    table = next((each for each in lists if "toc" in each.read_attribute("epub:type").split()), None)
    for element in table.walk_elements() if table is not None else ():
        if element.tag == "a":
            _add_title(titles, resolve_path(folder, element.read_attribute("href")), element.read_words())


def _add_title(titles: dict[str, str], path: str, title: str) -> None:
    squeezed = " ".join(title.split())[:_LONGEST_TITLE]
    if path and squeezed:
        titles.setdefault(path, squeezed)


def _read_metadata(package: Element) -> dict[str, str]:
    """Return what a book says of itself, by the fields of a source."""
    roles = {
        each.get("refines", "").lstrip("#"): (each.text or "").strip()
        for each in package.iterfind("metadata/meta")
        if each.get("property") == "role"
    }
    people: dict[str, list[str]] = {}
    source_data: dict[str, str] = {}
    metadata = package.find("metadata")
    for element in metadata.iter() if metadata is not None else ():
        value = (element.text or "").strip()
        name = str(element.tag).removeprefix("dc-")
        if not value or name == element.tag:
            continue
        if name in ("creator", "contributor"):
            role = roles.get(element.get("id", ""), element.get("role", ""))
            whose = _ROLES.get(role, "author" if name == "creator" else "")
            people.setdefault(whose, []).append(value)
        elif name == "date":
            if element.get("event", "publication") == "publication":
                source_data.setdefault("issued", value.partition("T")[0])
        elif name in ("title", "publisher", "language"):
            source_data.setdefault(name, value)
    people.pop("", None)
    return source_data | {whose: "; ".join(names) for whose, names in people.items()}
