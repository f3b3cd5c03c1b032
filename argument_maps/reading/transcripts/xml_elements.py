"""The XML of transcriptions: parsed without namespaces, within bounds; and what a file's outermost element is."""

import re
from xml.etree.ElementTree import Element

from argument_maps.reading.blocks import UnreadableText
from argument_maps.reading.builder import TextBuilder
from argument_maps.reading.markup.xml_text import parse_xml, prepare_xml
from argument_maps.reading.results import ReadingOptions
from models.errors import Phrase
from models.text_vocabulary import ReportSort

REMEDY = Phrase("Export it again as ALTO or PAGE, or send the text itself.")
DEEPEST = 60
"""How deep elements are nested: ten blocks or tables in one another have 40 levels."""
_SKIPPED = {b"<?": b"?>", b"<!--": b"-->"}
_ROOT = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,40}:)?([A-Za-z]\w{0,40})")
_DOCUMENT_TYPE = re.compile(rb"<!DOCTYPE[^>\[]{0,1000}(?:\[[^\]]{0,10000}\]\s{0,100})?>")


def find_root_name(data: bytes) -> str:
    """Return what a file's outermost element is called, without its namespace; nothing where it has none."""
    if data[:4].count(0) or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = data.replace(b"\0", b"")
    at = max(data[:1_000].find(b"<"), 0)
    while True:
        while data[at : at + 1].isspace():
            at += 1
        for opening, closing in _SKIPPED.items():
            if data.startswith(opening, at):
                at = data.find(closing, at)
                if at < 0:
                    return ""
                at += len(closing)
                break
        else:
            document_type = _DOCUMENT_TYPE.match(data, at)
            if document_type is None:
                root = _ROOT.match(data, at)
                return root[1].decode() if root is not None else ""
            at = document_type.end()


def parse_elements(data: bytes, options: ReadingOptions, builder: TextBuilder) -> tuple[Element, str]:
    """Return the outermost element, all elements and attributes called without their namespaces, and its namespace.

    Raises `UnreadableText`.
    """
    prepared = prepare_xml(data, options.charset)
    try:
        root = parse_xml(prepared.text)
    except UnreadableText as error:
        raise UnreadableText(error.detail, REMEDY) from error
    namespace = str(root.tag).rpartition("}")[0].lstrip("{")
    _remove_namespaces(root)
    for entry in prepared.report:
        builder.report(entry.sort, *entry.samples, count=entry.count)
    for entity in prepared.unknown:
        builder.report(ReportSort.UNREADABLE_PARTS, entity)
    return root, namespace


def _remove_namespaces(root: Element) -> None:
    stack = [(root, 1)]
    while stack:
        element, depth = stack.pop()
        if depth > DEEPEST:
            raise UnreadableText(
                Phrase("The file’s elements are nested more than %(levels)s deep.", levels=DEEPEST), REMEDY
            )
        element.tag = str(element.tag).rpartition("}")[2]
        for name in [name for name in element.attrib if name[0] == "{"]:
            element.attrib.setdefault(name.rpartition("}")[2], element.attrib.pop(name))
        stack.extend((child, depth + 1) for child in element)


def refuse_root(root: Element, expected: str) -> UnreadableText:
    """Return the refusal of a file whose outermost element is another than that of its format."""
    return UnreadableText(
        Phrase(
            "The file’s outermost element is %(name)s and not %(expected)s.", name=str(root.tag)[:60], expected=expected
        ),
        REMEDY,
    )
