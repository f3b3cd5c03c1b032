"""Files that are archives of parts, such as those of Word, OpenDocument and EPUB: their parts, within bounds.

A part is unpacked only as far as it is allowed to be long, whatever the archive says of its length, and its XML is
parsed without a document type, so that nothing is loaded and nothing grows.
"""

import io
import zipfile
import zlib
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from argument_maps.reading.blocks import UnreadableText
from argument_maps.reading.markup.xml_text import parse_xml, prepare_xml
from models.errors import Phrase

MOST_ENTRIES = 10_000
MOST_UNPACKED = 48 * 2**20
"""How many bytes all parts that are read have together."""
LONGEST_PART = 24 * 2**20
DEEPEST_PART = 200
"""How deep the elements of a part are nested: twenty tables in one another have 80 levels."""
_PIECE = 1 << 16
_OLD_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# Whatever the module raises for archives that are none, are damaged, or were made to do harm.
_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError, IndexError)


class Archive:
    """An archive of which single parts are read by name; `damaged` holds the names of those that are not whole."""

    def __init__(
        self, data: bytes, remedy: Phrase, most_unpacked: int = MOST_UNPACKED, longest_part: int = LONGEST_PART
    ) -> None:
        self._remedy = remedy
        self._longest_part = longest_part
        self._most_unpacked = most_unpacked
        self._unpacked = 0
        self.damaged: list[str] = []
        if data.startswith(_OLD_FILE):
            raise _refuse_old_file(data)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _FAULTS as error:
            raise UnreadableText(
                Phrase("The file is no archive, or is damaged: its list of parts cannot be read."), remedy
            ) from error
        entries = self._zip.infolist()
        if len(entries) > MOST_ENTRIES:
            raise UnreadableText(Phrase("The file has more than %(most)s parts.", most=f"{MOST_ENTRIES:,}"), remedy)
        # Some programs write backslashes; the last entry of a name counts.
        self._entries = {entry.filename.replace("\\", "/").lstrip("/"): entry for entry in entries}
        self._by_small_letters = {name.lower(): name for name in self._entries}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts."""
        return tuple(self._entries)

    def find_part(self, name: str) -> str:
        """Return the name of a part as the archive writes it, nothing where there is none."""
        name = name.lstrip("/")
        return name if name in self._entries else self._by_small_letters.get(name.lower(), "")

    def measure_part(self, name: str) -> int:
        """Return how long a part says it is when unpacked, in bytes."""
        found = self.find_part(name)
        return self._entries[found].file_size if found else 0

    def read_part(self, name: str) -> bytes | None:
        """Return what a part holds, None where there is none or nothing of it can be read.

        Raises `UnreadableText` for parts that are too long.
        """
        found = self.find_part(name)
        if not found:
            return None
        entry = self._entries[found]
        if entry.compress_type not in _METHODS or entry.flag_bits & 1:
            self.damaged.append(found)
            return None
        pieces: list[bytes] = []
        length = 0
        try:
            with self._zip.open(entry) as part:
                while piece := part.read(_PIECE):
                    pieces.append(piece)
                    length += len(piece)
                    if length > self._longest_part:
                        raise _refuse_length(found, self._longest_part, self._remedy)
                    if self._unpacked + length > self._most_unpacked:
                        raise _refuse_total(self._most_unpacked, self._remedy)
        except _FAULTS:
            self.damaged.append(found)
        self._unpacked += length
        return b"".join(pieces) if pieces or found not in self.damaged else None

    def parse_part(self, name: str, prefixes: Mapping[str, str]) -> Element | None:
        """Return the outermost element of a part, None where there is no such part.

        Names of elements and attributes are written as w-p, with what `prefixes` has for their namespace. Raises
        `UnreadableText` for parts that are no XML, or too much of it.
        """
        data = self.read_part(name)
        if data is None:
            return None
        xml = prepare_xml(data)
        try:
            root = parse_xml(xml.text)
        except UnreadableText as error:
            raise UnreadableText(
                Phrase("The part %(name)s of the file is not well-formed XML.", name=name[:100]), self._remedy
            ) from error
        _write_prefixes(root, prefixes, self._remedy)
        return root

    def try_part(self, name: str, prefixes: Mapping[str, str]) -> Element | None:
        """Return the outermost element of a part without which the file can be read; note if it is damaged."""
        try:
            return self.parse_part(name, prefixes)
        except UnreadableText:
            self.damaged.append(self.find_part(name) or name)
            return None


def _write_prefixes(root: Element, prefixes: Mapping[str, str], remedy: Phrase) -> None:
    """Rename elements and attributes, and refuse what is nested without end."""
    names: dict[str, str] = {}
    stack = [(root, 1)]
    while stack:
        element, depth = stack.pop()
        if depth > DEEPEST_PART:
            raise UnreadableText(
                Phrase("The file’s elements are nested more than %(levels)s deep.", levels=DEEPEST_PART), remedy
            )
        tag = str(element.tag)
        element.tag = names.get(tag) or names.setdefault(tag, _find_prefixed(tag, prefixes))
        if element.attrib and any(name[0] == "{" for name in element.attrib):
            renamed = {
                names.get(name) or names.setdefault(name, _find_prefixed(name, prefixes)): value
                for name, value in element.attrib.items()
            }
            element.attrib.clear()
            element.attrib.update(renamed)
        stack.extend((child, depth + 1) for child in element)


def _find_prefixed(name: str, prefixes: Mapping[str, str]) -> str:
    namespace, _, local = name.rpartition("}")
    if not namespace:
        return name
    prefix = prefixes.get(namespace[1:], "other")
    return f"{prefix}-{local}" if prefix else local


def _refuse_old_file(data: bytes) -> UnreadableText:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return UnreadableText(
            Phrase("The file is locked with a password."), Phrase("Save it without a password and send it again.")
        )
    return UnreadableText(
        Phrase("The file is in the format that Word had before 2007 (.doc)."),
        Phrase("Open it in Word or LibreOffice, save it as .docx, and send that."),
    )


def _refuse_length(name: str, longest: int, remedy: Phrase) -> UnreadableText:
    return UnreadableText(
        Phrase(
            "The part %(name)s of the file unpacks to more than %(most)s MB.",
            name=name[:100],
            most=longest >> 20,
        ),
        remedy,
    )


def _refuse_total(most: int, remedy: Phrase) -> UnreadableText:
    return UnreadableText(
        Phrase("The parts of the file unpack to more than %(most)s MB together.", most=most >> 20), remedy
    )
