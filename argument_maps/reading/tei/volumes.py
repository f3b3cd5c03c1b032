"""Volumes and corpora: their documents listed, and one of them cut out, without the whole being built in memory.

A file of *Foreign Relations of the United States* has up to 12 MB and hundreds of documents.
"""

from dataclasses import dataclass, field
from html import escape
from xml.parsers import expat

from argument_maps.reading.blocks import UnreadableText
from argument_maps.reading.markup.xml_text import refuse_ill_formed
from argument_maps.reading.results import ListedDocument
from argument_maps.reading.tei.elements import DIVISIONS, DOCUMENT_TYPES, FIRST_OF_DOCUMENT, NAMESPACES
from models.errors import Phrase

LONGEST_WHOLE = 5 * 2**20
"""Up to how many characters of XML a volume is read whole."""
LONGEST_TITLE = 500
NAMED_IDS = 5
_ID = "http://www.w3.org/XML/1998/namespace id"
_CORPORA = frozenset({"teiCorpus", "teiCorpus.2"})
_FILES = frozenset({"TEI", "TEI.2"})
_UNREAD = frozenset({"note", "fw", "index"})
_FOLLOWED = frozenset(
    {*DIVISIONS, *_CORPORA, *_FILES, "teiHeader", "group", "text", "date", "title", *FIRST_OF_DOCUMENT, *_UNREAD}
)


@dataclass(slots=True)
class FoundDocument:
    """A document of a volume, and where it stands in the bytes: its own and those of its header."""

    document: ListedDocument
    number: str
    start: int
    end: int = 0
    header: tuple[int, int] = (0, 0)


@dataclass(slots=True)
class Volume:
    """The documents of a file, its bytes in UTF-8, and the namespaces that its outer elements declare."""

    data: bytes
    documents: list[FoundDocument] = field(default_factory=list)
    namespaces: dict[str, str] = field(default_factory=dict)

    def find(self, name: str) -> FoundDocument:
        """Return the document of an id, or of a number that only one has. Raises `UnreadableText`."""
        by_id = [found for found in self.documents if found.document.id == name]
        by_number = [found for found in self.documents if found.number == name]
        if by_id or len(by_number) == 1:
            return (by_id or by_number)[0]
        ids = tuple(found.document.id for found in self.documents[:NAMED_IDS])
        if not ids:
            raise UnreadableText(
                Phrase("The file is not a volume of documents, so that none is called “%(name)s”.", name=name[:40]),
                Phrase("Read it without choosing a document."),
            )
        raise UnreadableText(
            Phrase("No document of the file is called “%(name)s”.", name=name[:40]),
            Phrase("Choose one of its documents, such as %(ids)s.", ids=ids),
        )

    def cut(self, found: FoundDocument) -> str:
        """Return the XML of a document, within an element that declares the namespaces around it."""
        return self._wrap(found.start, found.end)

    def cut_header(self, found: FoundDocument) -> str:
        """Return the XML of the header that a document has, or nothing."""
        start, end = found.header
        return self._wrap(start, end) if end else ""

    def _wrap(self, start: int, end: int) -> str:
        declared = "".join(
            f' xmlns{":" if prefix else ""}{prefix}="{escape(uri)}"' for prefix, uri in self.namespaces.items()
        )
        return f"<part{declared}>{self.data[start:end].decode()}</part>"


def choose_document_id(own: str | None, label: str | None, number: int, taken: set[str]) -> str:
    """Return by what a document is chosen: its id, its number as written, or that in the file, and note it as taken.

    The documents of each part of a volume may be numbered from one.
    """
    chosen = next((name for name in (own, label, str(number)) if name and name not in taken), f"{label} ({number})")
    taken.add(chosen)
    return chosen


def find_volume_documents(text: str) -> Volume:
    """Return the documents of a file in their order. Raises `UnreadableText`."""
    return _DocumentFinder(text.encode()).find()


class _DocumentFinder:
    """Follows the few elements that tell where documents begin and end, and what they are called."""

    def __init__(self, data: bytes) -> None:
        self._volume = Volume(data)
        self._ids: set[str] = set()
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartNamespaceDeclHandler = self._declare
        self._names: dict[str, str] = {}
        self._page = ""
        self._corpora = 0
        self._grouped: list[str] = []
        self._found: FoundDocument | None = None
        self._open: list[str] = []
        self._header: tuple[int, int] = (0, 0)
        self._header_start = 0
        self._words: list[str] = []
        self._taking = ""
        self._unread = 0
        self._in_dateline = False
        self._title = ""
        self._date = ""
        self._is_begun = False

    def find(self) -> Volume:
        """Return the volume."""
        try:
            self._parser.Parse(self._volume.data, True)
        except expat.ExpatError as error:
            raise refuse_ill_formed(error.lineno, error.offset) from error
        return self._volume

    def _declare(self, prefix: str | None, uri: str) -> None:
        self._volume.namespaces.setdefault(prefix or "", uri or "")

    def _find_name(self, tag: str) -> str:
        """Return the name of an element that is followed; nothing for any other."""
        name = self._names.get(tag)
        if name is None:
            namespace, _, local = tag.rpartition(" ")
            name = local if namespace in NAMESPACES and local in _FOLLOWED else ""
            self._names[tag] = name
        return name

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = self._names.get(tag)
        if name is None:
            name = self._find_name(tag)
        if not name:
            return
        if name == "pb":
            self._page = attributes.get("n", "").strip() or self._page
            if self._found is not None and not self._is_begun:
                self._found.document = ListedDocument(self._found.document.id, "", "", self._page)
                self._is_begun = True
        elif name in _CORPORA:
            self._corpora += 1
        elif name == "group":
            self._grouped.append(name)
        elif name == "teiHeader":
            self._header_start = self._parser.CurrentByteIndex
            self._open.append(name)
        elif self._found is None:
            if self._is_document(name, attributes):
                self._begin(name, attributes)
        else:
            self._start_within(name)

    def _is_document(self, name: str, attributes: dict[str, str]) -> bool:
        if name in DIVISIONS:
            return attributes.get("type") in DOCUMENT_TYPES or attributes.get("subtype") in DOCUMENT_TYPES
        return (name in _FILES and self._corpora > 0) or (name == "text" and bool(self._grouped))

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        number = len(self._volume.documents) + 1
        own = choose_document_id(attributes.get(_ID) or attributes.get("id"), attributes.get("n"), number, self._ids)
        start = self._parser.CurrentByteIndex
        self._found = FoundDocument(ListedDocument(own, "", "", self._page), attributes.get("n", ""), start)
        self._found.header = (0, 0) if name in _FILES else self._header
        self._open = [name]
        self._title = self._date = ""
        self._is_begun = False

    def _start_within(self, name: str) -> None:
        self._is_begun = self._is_begun or name in FIRST_OF_DOCUMENT
        if name in _UNREAD:
            self._unread += 1
            if self._unread == 1:
                self._parser.CharacterDataHandler = None
        elif name == "dateline":
            self._in_dateline = True
        elif name in DIVISIONS or name in _FILES or name == "text":
            self._open.append(name)
        elif not self._unread and not self._taking:
            in_header = "teiHeader" in self._open
            is_title = (name == "head" and not in_header) or (name == "title" and in_header)
            if (is_title and not self._title) or (name == "date" and self._in_dateline and not self._date):
                self._taking = name
                self._words.clear()
                self._parser.CharacterDataHandler = self._words.append

    def _end(self, tag: str) -> None:
        name = self._names[tag] if tag in self._names else self._find_name(tag)
        if not name:
            return
        if name == "teiHeader":
            end = self._find_end()
            if self._found is None:
                self._header = (self._header_start, end)
            if name in self._open:
                self._open.remove(name)
        elif name in _CORPORA:
            self._corpora -= 1
        elif name == "group":
            self._grouped.pop()
        elif self._found is not None:
            self._end_within(name)

    def _end_within(self, name: str) -> None:
        if name in _UNREAD:
            self._unread -= 1
            if not self._unread and self._taking:
                self._parser.CharacterDataHandler = self._words.append
        elif name == self._taking:
            words = " ".join("".join(self._words).split())[:LONGEST_TITLE]
            if name == "date":
                self._date = words
            else:
                self._title = words
            self._taking = ""
            self._parser.CharacterDataHandler = None
        elif name == "dateline":
            self._in_dateline = False
        elif self._open and name == self._open[-1]:
            self._open.pop()
            if not self._open:
                self._finish()

    def _find_end(self) -> int:
        """Return where the element that ends just now ends; of an empty one the parser is there already."""
        at, data = self._parser.CurrentByteIndex, self._volume.data
        return data.index(b">", at) + 1 if data[at : at + 2] == b"</" else at

    def _finish(self) -> None:
        found = self._found
        if found is None:
            return
        found.end = self._find_end()
        document = found.document
        found.document = ListedDocument(document.id, self._title, self._date, document.page)
        self._volume.documents.append(found)
        self._found = None
        self._unread, self._taking, self._in_dateline = 0, "", False
