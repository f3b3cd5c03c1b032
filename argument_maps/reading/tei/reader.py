"""TEI XML read as a text: P5, and P4 and files without a namespace where their elements are the same."""

from xml.etree.ElementTree import Element

from argument_maps.reading.blocks import UnreadableText, refuse_volume
from argument_maps.reading.builder import TextBuilder
from argument_maps.reading.markup.collector import pause_collector
from argument_maps.reading.markup.xml_text import REMEDY, XmlText, parse_xml, prepare_xml
from argument_maps.reading.results import FileReading, ReadingOptions
from argument_maps.reading.tei.elements import (
    NAMESPACES,
    find_children,
    find_first,
    find_name,
    is_volume_document,
    split_tag,
)
from argument_maps.reading.tei.end_notes import NotePlaces
from argument_maps.reading.tei.handling import HANDLERS
from argument_maps.reading.tei.headers import find_glyphs, find_heights, read_document_data, read_tei_header
from argument_maps.reading.tei.structures import find_first_page
from argument_maps.reading.tei.text_reader import TeiEdition, TeiTextReader
from argument_maps.reading.tei.tokens import space_tokens
from argument_maps.reading.tei.volumes import LONGEST_WHOLE, Volume, find_volume_documents
from models.errors import Phrase
from models.text_vocabulary import MilestoneSort, ReportSort

ROOTS = frozenset({"TEI", "teiCorpus", "TEI.2", "teiCorpus.2"})
_TEXTS = ("text", "sourceDoc")
# What other languages of markup are called, by their outermost elements.
_OTHERS = {
    "html": "HTML",
    "article": "JATS or DocBook",
    "book": "DocBook",
    "chapter": "DocBook",
    "ead": "EAD",
    "mets": "METS",
    "mods": "MODS",
    "alto": "ALTO",
    "PcGts": "PAGE",
    "rss": "RSS",
    "svg": "SVG",
    "document": "Word",
}


def read_tei(data: bytes, options: ReadingOptions) -> FileReading:
    """Return what a TEI file says, or one document of it. Raises `UnreadableText` and `UnchosenDocument`."""
    with pause_collector():
        return _read(data, options)


def _read(data: bytes, options: ReadingOptions) -> FileReading:
    xml = prepare_xml(data, options.charset)
    if options.document or len(xml.text) > LONGEST_WHOLE:
        volume = find_volume_documents(xml.text)
        if options.document:
            return _read_document(xml, volume, options)
        if len(volume.documents) > 1:
            raise refuse_volume(tuple(found.document for found in volume.documents), len(data))
    return _read_whole(xml, options)


def _read_whole(xml: XmlText, options: ReadingOptions) -> FileReading:
    root = find_root(parse_xml(xml.text))
    namespace, name = split_tag(root.tag)
    roots = [root] if name in ("TEI", "TEI.2") else [one for one in root.iter() if find_name(one) in ("TEI", "TEI.2")]
    texts = [text for one in roots for text in find_children(one, *_TEXTS) if _is_read(one, text)]
    if not texts:
        raise UnreadableText(Phrase("The file is TEI, but has no text: there is a header and nothing else."), REMEDY)
    header = find_first(root, "teiHeader")
    headers = [found for one in (root, *roots) if (found := find_first(one, "teiHeader")) is not None]
    edition = _make_edition(root, headers, options)
    reader = TeiTextReader(edition, edition.builder)
    for text in texts:
        reader.read_container(text)
    reader.end_block()
    reader.place_held_notes()
    _report_form(edition, xml, namespace, name)
    documents = edition.documents
    if len(roots) > 1 or any(find_first(text, "group") is not None for text in texts):
        documents = [found.document for found in find_volume_documents(xml.text).documents]
    header = header if header is not None or not headers else headers[0]
    if len(edition.documents) == 1 == len(roots):
        only = next(one for text in texts for one in text.iter() if is_volume_document(one))
        pages = _describe_pages(documents[0].page, edition.page)
        source = read_document_data(only, header, pages, edition.source_note)
    else:
        source = read_tei_header(header, texts[0])
    return edition.builder.finish(source, documents if len(documents) > 1 else ())


def _is_read(tei: Element, text: Element) -> bool:
    """Tell whether a text is read: a transcription by surfaces only where there is no other."""
    return find_name(text) == "text" or find_first(tei, "text") is None


def find_root(root: Element) -> Element:
    """Return the outermost element of TEI, also where another language of markup wraps it. Raises `UnreadableText`."""
    namespace, name = split_tag(root.tag)
    if namespace in NAMESPACES and name in ROOTS:
        return root
    for element in root.iter():
        inner_namespace, inner = split_tag(element.tag)
        if inner_namespace and inner_namespace in NAMESPACES and inner in ROOTS:
            return element
    language = _OTHERS.get(name, "")
    if language:
        raise UnreadableText(
            Phrase(
                "The file is XML, but not TEI: its outermost element is %(name)s, as in %(language)s.",
                name=name,
                language=language,
            ),
            REMEDY,
        )
    raise UnreadableText(
        Phrase("The file is XML, but not TEI: its outermost element is %(name)s.", name=name[:60]), REMEDY
    )


def _make_edition(root: Element, headers: list[Element], options: ReadingOptions) -> TeiEdition:
    namespace, _ = split_tag(root.tag)
    prefix = f"{{{namespace}}}" if namespace else ""
    space_tokens(root, f"{prefix}w", f"{prefix}c")
    edition = TeiEdition(TextBuilder(), HANDLERS, options.spelling, NotePlaces(root, namespace))
    edition.marks_breaks = any(one.get("break") == "no" for one in root.iter(f"{prefix}lb"))
    for header in headers:
        raised, lowered = find_heights(header)
        edition.superscripts |= raised
        edition.subscripts |= lowered
        edition.glyphs.update(find_glyphs(header))
    return edition


def _report_form(edition: TeiEdition, xml: XmlText, namespace: str, name: str) -> None:
    if name.endswith(".2"):
        edition.report(ReportSort.OLDER_FORM, f"TEI P4 ({name})")
    elif not namespace:
        edition.report(ReportSort.OLDER_FORM, f"{name} without a namespace, as in TEI P4")
    for entry in xml.report:
        edition.builder.report(entry.sort, *entry.samples, count=entry.count)
    for entity in xml.unknown:
        edition.report(ReportSort.UNREADABLE_PARTS, entity)


def _read_document(xml: XmlText, volume: Volume, options: ReadingOptions) -> FileReading:
    """Return one document of a volume; the rest of it is not built."""
    found = volume.find(options.document)
    root = parse_xml(volume.cut(found))
    header_text = volume.cut_header(found)
    header = parse_xml(header_text)[0] if header_text else None
    element = root[0]
    namespace, name = split_tag(element.tag)
    own_header = find_first(element, "teiHeader") if name in ("TEI", "TEI.2") else None
    headers = [one for one in (header, own_header) if one is not None]
    edition = _make_edition(element, headers, options)
    edition.page = found.document.page
    reader = TeiTextReader(edition, edition.builder)
    if found.document.page and not find_first_page(element):
        edition.builder.add_milestone(MilestoneSort.PAGE, found.document.page)
    texts = find_children(element, *_TEXTS) if own_header is not None or name in ("TEI", "TEI.2") else [element]
    for text in texts:
        reader.read_container(text)
    reader.end_block()
    reader.place_held_notes()
    _report_form(edition, xml, namespace, name if name.endswith(".2") else "TEI")
    if own_header is not None:
        source = read_tei_header(own_header, texts[0] if texts else None)
    else:
        pages = _describe_pages(found.document.page, edition.page)
        source = read_document_data(element, header, pages, edition.source_note)
    return edition.builder.finish(source, ())


def _describe_pages(first: str, last: str) -> str:
    return first if first == last else f"{first}–{last}" if first else last
