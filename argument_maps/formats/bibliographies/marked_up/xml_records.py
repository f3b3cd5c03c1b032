"""The records of a bibliography in XML, each parsed by itself, so that one that is ill-formed costs only itself."""

import re
from collections.abc import Iterator
from itertools import pairwise
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from argument_maps.formats.exchange import FilePlace, ProblemWeight, UnreadableFile
from argument_maps.formats.map_building import MapBuilder
from argument_maps.reading.blocks import UnreadableText
from argument_maps.reading.markup.xml_text import DEEPEST, prepare_xml
from models.errors import Phrase

LONGEST_RECORD = 2_000_000
# A file with more of them is no bibliography any more.
MOST_ILL_FORMED = 1_000
_PREFIX = re.compile(r"[<\s/]([A-Za-z_][\w.-]{0,40}):[A-Za-z]")
_SPACES = re.compile(r"\s+")


def list_records(data: bytes, name: str, builder: MapBuilder) -> Iterator[tuple[int, Element]]:
    """Yield each element of this name with its line, names without prefixes. Raises `UnreadableFile`.

    What is ill-formed is told, and left out.
    """
    try:
        prepared = prepare_xml(data)
    except UnreadableText as error:
        raise UnreadableFile(error.detail, Phrase("Export it again.")) from None
    if prepared.unknown:
        builder.add_problem(
            Phrase("Nothing explains the entities %(names)s.", names=tuple(prepared.unknown[:10])),
            Phrase("They stand as they are written."),
            weight=ProblemWeight.CHANGED,
        )
    text = prepared.text
    opening = re.compile(rf"<(?:[A-Za-z_][\w.-]{{0,40}}:)?{name}(?=[\s>])")
    closing = re.compile(rf"</(?:[A-Za-z_][\w.-]{{0,40}}:)?{name}\s{{0,20}}>")
    starts = [found.start() for found in opening.finditer(text)]
    line, counted, ill_formed = 1, 0, 0
    for start, following in pairwise((*starts, len(text))):
        line, counted = line + text.count("\n", counted, start), start
        end = closing.search(text, start, following)
        record = text[start : end.end()] if end else text[start:following]
        try:
            yield line, _parse_record(record)
        except _IllFormed as error:
            ill_formed += 1
            builder.add_problem(
                Phrase("A record is no well-formed XML: %(reason)s.", reason=error.reason),
                Phrase("It is left out."),
                FilePlace(line + error.line - 1, error.column),
            )
            if ill_formed == MOST_ILL_FORMED:
                raise UnreadableFile(
                    Phrase("%(number)s records are no well-formed XML.", number=f"{ill_formed:,}"),
                    Phrase("Export it again."),
                ) from None


class _IllFormed(Exception):
    def __init__(self, reason: str, line: int, column: int) -> None:
        self.reason, self.line, self.column = reason, line, column


def _parse_record(record: str) -> Element:
    if len(record) > LONGEST_RECORD:
        raise _IllFormed("it is too long", 1, 1)
    prefixes = {found[1] for found in _PREFIX.finditer(record)} - {"xml", "xmlns"}
    declared = "".join(f' xmlns:{prefix}="{prefix}"' for prefix in sorted(prefixes)[:100])
    head = f"<records{declared}>"
    try:
        element: Element = fromstring(f"{head}{record}</records>", forbid_dtd=True)[0]
    except ParseError as error:
        line, column = error.position
        reason = str(error).partition(":")[0]
        raise _IllFormed(reason, line, column + 1 - (len(head) if line == 1 else 0)) from None
    except (DefusedXmlException, ValueError, IndexError, RecursionError):
        raise _IllFormed("it holds what no record has", 1, 1) from None
    if _measure_depth(element) > DEEPEST:
        raise _IllFormed("it is nested too deeply", 1, 1)
    for part in element.iter():
        part.tag = part.tag.rpartition("}")[2] if isinstance(part.tag, str) else ""
        part.attrib = {key.rpartition("}")[2]: value for key, value in part.attrib.items()}
    return element


def _measure_depth(element: Element) -> int:
    depth, level = 0, [element]
    while level and depth <= DEEPEST:
        depth += 1
        level = [child for parent in level for child in parent]
    return depth


def join_words(element: Element | None) -> str:
    """Return all words in an element, on one line."""
    return _SPACES.sub(" ", "".join(element.itertext())).strip() if element is not None else ""
