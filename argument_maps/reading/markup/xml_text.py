"""XML made ready to be parsed: its letters decoded, its document type set aside, its entities put in.

The parser meets no document type and no entity but the five of XML itself, so that nothing is loaded and nothing grows
while it parses. Entities that a file declares itself are put in within limits; those of the standard sets, such as
eacute and mdash, are known by their names in HTML (HTML Living Standard, 13.5).
"""

import re
from dataclasses import dataclass, field
from html.entities import html5
from xml.etree.ElementTree import (
    Element,
    ParseError,
    XMLParser,
)

from argument_maps.reading.blocks import UnreadableText
from argument_maps.reading.builder import TextBuilder
from argument_maps.reading.encodings import decode_file
from models.errors import Phrase
from models.records.contents import ReportEntry

MOST_ELEMENTS = 1_000_000
DEEPEST = 100
MOST_EXPANDED = 1_000_000
"""How many characters all entities of a file may become together."""
DEEPEST_ENTITY = 16
REMEDY = Phrase("Send TEI: a file whose outermost element is TEI, teiCorpus or TEI.2, with a text in it.")
_DECLARATION = re.compile(rb"""\s{0,20}<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_REFERENCE = re.compile(r"&(?!#|(?:amp|lt|gt|quot|apos);)")
_SET_APART = re.compile(r"<!\[CDATA\[|<!--|<\?|&([^\W\d][\w:.\-]*);")
_ENDS = {"<![CDATA[": "]]>", "<!--": "-->", "<?": "?>"}
_IN_SUBSET = re.compile(r"<!--|<\?|[\"'\]]")
_IN_DOCUMENT_TYPE = re.compile(r"[\"'\[>]")
_ENTITY = re.compile(r"<!ENTITY\s+([\w:.\-]+)\s+(?:\"([^\"]*)\"|'([^']*)'|(?:SYSTEM|PUBLIC)\b)")
_NUMBER = re.compile(r"&#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}));")
_SPECIAL = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;"}
_FIVE = frozenset({"amp", "lt", "gt", "quot", "apos"})


@dataclass(slots=True)
class XmlText:
    """A file's XML without its declaration and document type; `unknown` are entities that nothing explains.

    `report` says what a reader has to be told of its encoding.
    """

    text: str
    unknown: list[str] = field(default_factory=list)
    report: tuple[ReportEntry, ...] = ()


def prepare_xml(data: bytes, charset: str = "") -> XmlText:
    """Return a file's XML, ready for `parse_xml`. Raises `UnreadableText`."""
    text, report = _decode(data, charset)
    text = text.removeprefix("\ufeff")
    if text.count("<") - text.count("</") > MOST_ELEMENTS:
        raise UnreadableText(
            Phrase("The file has more than %(most)s elements.", most=f"{MOST_ELEMENTS:,}"),
            Phrase("Divide it, for example by chapters."),
        )
    body, subset = _split_prolog(text)
    prepared = XmlText(body, report=report)
    if _REFERENCE.search(body):
        prepared.text = _EntityWriter(_list_entities(subset), prepared.unknown).write(body)
    return prepared


def parse_xml(text: str) -> Element:
    """Return the outermost element. Raises `UnreadableText`."""
    parser = XMLParser()  # noqa: S314 # there is neither a document type nor an entity left
    try:
        parser.feed(text)
        return parser.close()
    except ParseError as error:
        raise refuse_ill_formed(*error.position) from error


def refuse_ill_formed(line: int, column: int) -> UnreadableText:
    """Return the refusal of what is no XML from this place on."""
    return UnreadableText(
        Phrase("The file is not well-formed XML: line %(line)s, column %(column)s.", line=line, column=column + 1),
        REMEDY,
    )


def _decode(data: bytes, charset: str) -> tuple[str, tuple[ReportEntry, ...]]:
    """Return the letters, and what a reader has to be told of their encoding."""
    if not charset:
        if data[:4] in (b"<\0?\0", b"<\0T\0"):
            charset = "utf-16-le"
        elif data[:4] in (b"\0<\0?", b"\0<\0T"):
            charset = "utf-16-be"
        else:
            declared = _DECLARATION.match(data[:300])
            charset = declared[1].decode("ascii") if declared else ""
    builder = TextBuilder()
    return decode_file(data, charset, builder), builder.list_report()


def _split_prolog(text: str) -> tuple[str, str]:
    """Return the XML with its declaration and document type blanked, line by line, and the internal subset."""
    at, subset = 0, ""
    blanked: list[tuple[int, int]] = []
    while True:
        at += len(text[at : at + 1_000]) - len(text[at : at + 1_000].lstrip())
        if text.startswith("<!DOCTYPE", at) and not subset:
            end, subset = _find_document_type_end(text, at)
            blanked.append((at, end))
        elif text.startswith(("<?", "<!--"), at):
            closing = "-->" if text.startswith("<!--", at) else "?>"
            end = _find_end(text, closing, at)
            if text.startswith("<?xml", at) and text[at + 5 : at + 6].isspace():
                blanked.append((at, end))
        elif text[at : at + 1].isspace():
            continue
        else:
            break
        at = end
    for start, end in blanked:
        text = text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]
    return text.lstrip() if not blanked else text, subset


def _find_document_type_end(text: str, at: int) -> tuple[int, str]:
    subset = ""
    at += len("<!DOCTYPE")
    while True:
        found = _IN_DOCUMENT_TYPE.search(text, at)
        if found is None:
            raise _refuse_document_type()
        at = found.end()
        if found[0] == ">":
            return at, subset
        if found[0] == "[":
            start, at = at, _find_subset_end(text, at)
            subset = text[start : at - 1]
        else:
            at = _find_end(text, found[0], at)


def _find_subset_end(text: str, at: int) -> int:
    while True:
        found = _IN_SUBSET.search(text, at)
        if found is None:
            raise _refuse_document_type()
        at = found.end()
        if found[0] == "]":
            return at
        at = _find_end(text, _ENDS.get(found[0], found[0]), at)


def _find_end(text: str, closing: str, at: int) -> int:
    end = text.find(closing, at)
    if end < 0:
        raise _refuse_document_type()
    return end + len(closing)


def _refuse_document_type() -> UnreadableText:
    return UnreadableText(Phrase("What stands before the file’s first element has no end."), REMEDY)


def _list_entities(subset: str) -> dict[str, str | None]:
    """Return the entities declared, the first declaration of each; None where one is kept in another file."""
    declared: dict[str, str | None] = {}
    for found in _ENTITY.finditer(_remove_comments(subset)):
        value = found[2] if found[2] is not None else found[3]
        declared.setdefault(found[1], None if value is None else _NUMBER.sub(_read_number, value))
    return declared


def _remove_comments(subset: str) -> str:
    parts, at = [], 0
    while (start := subset.find("<!--", at)) >= 0:
        parts.append(subset[at:start])
        end = subset.find("-->", start)
        at = end + 3 if end >= 0 else len(subset)
    return "".join([*parts, subset[at:]])


def _read_number(found: re.Match[str]) -> str:
    number = int(found[1], 16) if found[1] else int(found[2])
    return chr(number) if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000 else ""


class _EntityWriter:
    """Puts what entities stand for in their places."""

    def __init__(self, declared: dict[str, str | None], unknown: list[str]) -> None:
        self._declared = declared
        self._unknown = unknown
        self._written: dict[str, str] = {}
        self._length = 0

    def write(self, text: str) -> str:
        """Return a text without entities but the five of XML itself. Raises `UnreadableText`."""
        return self._replace(text, ())

    def _replace(self, text: str, within: tuple[str, ...]) -> str:
        parts, done, at = [], 0, 0
        while (found := _SET_APART.search(text, at)) is not None:
            at = found.end()
            name = found[1]
            if name is None:
                end = text.find(_ENDS[found[0]], at)
                if end < 0:
                    break
                at = end + len(_ENDS[found[0]])
            elif name not in _FIVE:
                value = self._look_up(name, within)
                self._length += len(value)
                if self._length > MOST_EXPANDED:
                    raise UnreadableText(
                        Phrase("The file’s entity “%(name)s” stands for too much text.", name=name[:40]),
                        Phrase("Replace its entities by what they stand for, and send it again."),
                    )
                parts += [text[done : found.start()], value]
                done = at
        parts.append(text[done:])
        return "".join(parts)

    def _look_up(self, name: str, within: tuple[str, ...]) -> str:
        if name in self._written:
            return self._written[name]
        if name in within or len(within) > DEEPEST_ENTITY:
            raise UnreadableText(
                Phrase("The file’s entity “%(name)s” stands for itself.", name=name[:40]),
                Phrase("Replace its entities by what they stand for, and send it again."),
            )
        value = self._declared.get(name)
        if value is not None:
            written = self._replace(value, (*within, name))
        elif name not in self._declared and f"{name};" in html5:
            written = "".join(_SPECIAL.get(letter, letter) for letter in html5[f"{name};"])
        else:
            self._unknown.append(f"&{name};")
            written = f"&amp;{name};"
        self._written[name] = written
        return written
