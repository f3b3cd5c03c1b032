"""TEI XML read as text: the words of its body, with heads, paragraphs, items and quotations as blocks."""

import io
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException, ElementTree

from argument_maps.reading.blocks import BlockText, UnreadableText, join_stretches, remove_unprintable, squeeze_spaces
from argument_maps.reading.results import FileReading, ReadingOptions
from models.errors import Phrase
from models.vocabulary import BlockSort

NAMESPACE = "{http://www.tei-c.org/ns/1.0}"
DEEPEST = 100
MOST_ELEMENTS = 500_000
_SORTS = {"head": BlockSort.HEADING, "item": BlockSort.LIST_ITEM, "quote": BlockSort.QUOTATION}
_PARAGRAPHS = {"p", "ab", "l", "lg", "div", "list", "opener", "closer", "salute", "signed", "dateline", "row", "sp"}
# What an editor says about the text is not the text.
_DROPPED = {"note", "teiHeader", "figDesc", "del", "sic", "orig", "fw"}
_REMEDY = Phrase("Send TEI P5: a TEI element with text and body in the namespace of the TEI.")


def read_tei(data: bytes, options: ReadingOptions) -> FileReading:  # noqa: ARG001 # as every reader is called
    """Return the words of a TEI document's text. Raises `UnreadableText`."""
    root = _parse_root(data)
    text = root.find(f"{NAMESPACE}text")
    if root.tag != f"{NAMESPACE}TEI" or text is None:
        raise UnreadableText(Phrase("The file is XML, but not a TEI document with a text."), _REMEDY)
    collector = _BlockCollector()
    collector.walk(text, BlockSort.PARAGRAPH)
    collector.end_block(BlockSort.PARAGRAPH)
    return FileReading(join_stretches(collector.blocks))


def _parse_root(data: bytes) -> Element:
    """Return the root, read event by event, so that depth and size are known before memory is used up."""
    depth = elements = 0
    root: Element | None = None
    try:
        for event, element in ElementTree.iterparse(io.BytesIO(data), ("start", "end"), forbid_dtd=True):
            if root is None:
                root = element
            depth += 1 if event == "start" else -1
            elements += event == "start"
            if depth > DEEPEST or elements > MOST_ELEMENTS:
                raise UnreadableText(
                    Phrase(
                        "The file’s elements are nested more than %(levels)s deep, or are more than %(most)s.",
                        levels=DEEPEST,
                        most=f"{MOST_ELEMENTS:,}",
                    ),
                    Phrase("Save it in a simpler form, or divide it."),
                )
    except ParseError as error:
        line, column = error.position
        raise UnreadableText(
            Phrase("The file is not well-formed XML: line %(line)s, column %(column)s.", line=line, column=column + 1),
            _REMEDY,
        ) from error
    except (DefusedXmlException, ValueError, LookupError) as error:
        raise UnreadableText(
            Phrase("The file declares a document type, entities or an unknown encoding."), _REMEDY
        ) from error
    if root is None:
        raise UnreadableText(Phrase("The file is empty."), _REMEDY)
    return root


class _BlockCollector:
    """The blocks of a text, gathered element by element."""

    def __init__(self) -> None:
        self.blocks: list[BlockText] = []
        self._words: list[str] = []

    def walk(self, element: Element, sort: BlockSort) -> None:
        """Gather what an element holds; `sort` is what it stands in."""
        name = str(element.tag).removeprefix(NAMESPACE)
        if name in _DROPPED or not isinstance(element.tag, str):
            return
        begins = name in _SORTS or name in _PARAGRAPHS
        own = _SORTS.get(name, sort)
        if begins:
            self.end_block(sort)
        if name == "lb":
            self._words.append("\0")
        self._words.append(remove_unprintable(element.text or ""))
        for child in element:
            self.walk(child, own)
            self._words.append(remove_unprintable(child.tail or ""))
        if begins:
            self.end_block(own)

    def end_block(self, sort: BlockSort) -> None:
        """Put the words so far down as a block."""
        lines = [squeeze_spaces(line) for line in "".join(self._words).split("\0")]
        self._words.clear()
        words = "\n".join(lines).strip("\n")
        if words:
            self.blocks.append((sort, words))
