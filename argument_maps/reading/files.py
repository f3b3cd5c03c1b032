"""Files of each format read as texts."""

from collections.abc import Callable
from dataclasses import dataclass

from argument_maps.reading.ebooks import read_ebook
from argument_maps.reading.markdown import read_markdown
from argument_maps.reading.open_document import read_open_document
from argument_maps.reading.pages import read_html
from argument_maps.reading.pdf import read_pdf
from argument_maps.reading.results import FileReading, ReadingOptions
from argument_maps.reading.tei import read_tei
from argument_maps.reading.transcripts import (
    find_root_name,
    is_hocr,
    read_alto,
    read_hocr,
    read_page_xml,
    read_transcript_volume,
)
from argument_maps.reading.typed_text import read_plain_text
from argument_maps.reading.word import read_word
from models.errors import MapError, Phrase

MOST_BYTES = 16 * 2**20
"""The longest file that is read: a volume of documents, of which one is chosen, has up to 12 MB."""
MOST_TEXT_BYTES = 5 * 2**20
"""The longest text that is kept, in UTF-8."""
MOST_PARTS = 200_000
"""The most blocks, marks within them, pages, or boxes of lines, that a text is kept with."""


@dataclass(frozen=True, slots=True)
class TextFormat:
    """A format of texts: its media types, the usual one first, the endings of its files' names, and its reader."""

    name: str
    media_types: tuple[str, ...]
    endings: tuple[str, ...]
    read: Callable[[bytes, ReadingOptions], FileReading]
    # Whether a short file can hold more work than it shows.
    compressed: bool = False
    # Of a format that has volumes, what documents one has.


# By their outermost element: they are sent as any XML is.
_XML_READERS = {"alto": read_alto, "PcGts": read_page_xml}


def _read_xml(data: bytes, options: ReadingOptions) -> FileReading:
    return _XML_READERS.get(find_root_name(data), read_tei)(data, options)


def _read_web_page(data: bytes, options: ReadingOptions) -> FileReading:
    return (read_hocr if is_hocr(data, options) else read_html)(data, options)


_OFFICE = "application/vnd.openxmlformats-officedocument"
_OASIS = "application/vnd.oasis.opendocument"
TEXT_FORMATS = (
    TextFormat("plain text", ("text/plain",), ("txt", "text"), read_plain_text),
    TextFormat("Markdown", ("text/markdown",), ("md", "markdown"), read_markdown),
    TextFormat("HTML", ("text/html", "application/xhtml+xml"), ("html", "htm", "xhtml"), _read_web_page),
    TextFormat("PDF", ("application/pdf",), ("pdf",), read_pdf, compressed=True),
    TextFormat("TEI XML", ("application/tei+xml", "application/xml", "text/xml"), ("xml", "tei"), _read_xml),
    TextFormat(
        "Word",
        (
            f"{_OFFICE}.wordprocessingml.document",
            f"{_OFFICE}.wordprocessingml.template",
            "application/vnd.ms-word.document.macroenabled.12",
            "application/vnd.ms-word.template.macroenabled.12",
        ),
        ("docx", "docm", "dotx", "dotm"),
        read_word,
        compressed=True,
    ),
    TextFormat(
        "OpenDocument",
        (f"{_OASIS}.text", f"{_OASIS}.text-template"),
        ("odt", "ott"),
        read_open_document,
        compressed=True,
    ),
    TextFormat("EPUB", ("application/epub+zip",), ("epub",), read_ebook, compressed=True),
    TextFormat("ALTO", ("application/alto+xml",), ("alto",), read_alto),
    TextFormat("PAGE XML", ("application/vnd.prima.page+xml",), (), read_page_xml),
    TextFormat("hOCR", ("text/vnd.hocr+html",), ("hocr",), read_hocr),
    TextFormat(
        "pages in ALTO or PAGE XML (zip)",
        ("application/zip", "application/x-zip-compressed"),
        ("zip",),
        read_transcript_volume,
        compressed=True,
    ),
)
_BY_MEDIA_TYPE = {media_type: text_format for text_format in TEXT_FORMATS for media_type in text_format.media_types}
_BY_ENDING = {ending: text_format for text_format in TEXT_FORMATS for ending in text_format.endings}
# What browsers send where they do not know the ending of a file's name.
_UNSPECIFIC = frozenset(
    {"", "application/octet-stream", "application/zip", "application/x-zip-compressed", "application/msword"}
)
_OLD_TYPES = frozenset({"application/msword", "application/rtf", "text/rtf"})
_OLD_ENDINGS = (".doc", ".dot", ".rtf", ".wpd")
MEDIA_TYPES = tuple(_BY_MEDIA_TYPE)
ENDINGS = tuple(_BY_ENDING)


class TextTooLong(MapError):
    """The file is longer than the ones that are read."""

    title = Phrase("The text is too long")


class UnknownSort(MapError):
    """The file is of a sort that is not read."""

    title = Phrase("Files of this type cannot be read")


def find_media_type(declared: str, name: str = "") -> str:
    """Return the media type by which a file is read, from what is said of it or the end of its name.

    Raises `UnknownSort`.
    """
    media_type = declared.partition(";")[0].strip().lower()
    if media_type in _BY_MEDIA_TYPE and media_type not in _UNSPECIFIC:
        return media_type
    by_name = _BY_ENDING.get(name.rpartition(".")[2].lower()) if "." in name else None
    if by_name is not None and media_type in _UNSPECIFIC:
        # XHTML is served under a name of its own.
        own = f"application/{name.rpartition('.')[2].lower()}+xml"
        return own if own in by_name.media_types else by_name.media_types[0]
    if media_type in _BY_MEDIA_TYPE:
        return media_type
    if media_type in _OLD_TYPES or name.lower().endswith(_OLD_ENDINGS):
        raise UnknownSort(
            Phrase("The file is in the format of an old word processor."),
            Phrase("Open it in Word or LibreOffice, save it as .docx, and send that."),
        )
    raise UnknownSort(
        Phrase("The file is in none of the formats that are read."),
        Phrase("Send it as one of: %(types)s.", types=tuple(text_format.name for text_format in TEXT_FORMATS)),
    )


def is_compressed(media_type: str) -> bool:
    """Tell whether a short file of this type can hold more work than it shows."""
    return _BY_MEDIA_TYPE[media_type].compressed


def read_text(data: bytes, media_type: str, options: ReadingOptions | None = None) -> FileReading:
    """Return what a file says, and how it was read. Raises `UnreadableText`, `TextTooLong` and `UnknownSort`."""
    _check_length(data)
    reading = _BY_MEDIA_TYPE[find_media_type(media_type)].read(data, options or ReadingOptions())
    if len(reading.content.text.encode()) > MOST_TEXT_BYTES:
        raise TextTooLong(
            Phrase("The file’s text has more than %(most)s bytes in UTF-8.", most=f"{MOST_TEXT_BYTES:,}"),
            Phrase("Divide it, for example by chapters, or choose one of its documents."),
        )
    content = reading.content
    numbers = (len(content.blocks), len(content.inline_marks), len(content.milestones), len(content.line_boxes))
    if max(numbers) > MOST_PARTS:
        raise TextTooLong(
            Phrase("The file’s text has more than %(most)s paragraphs, marks, pages or lines.", most=f"{MOST_PARTS:,}"),
            Phrase("Divide it, for example by chapters, or choose one of its documents."),
        )
    return reading


def _check_length(data: bytes) -> None:
    if len(data) > MOST_BYTES:
        raise TextTooLong(
            Phrase(
                "The file has %(size)s bytes, and at most %(most)s are read.",
                size=f"{len(data):,}",
                most=f"{MOST_BYTES:,}",
            ),
            Phrase("Divide it, for example by chapters."),
        )
