"""Files of each sort read as texts."""

from collections.abc import Callable

from argument_maps.reading import blocks
from argument_maps.reading.encodings import decode_text
from argument_maps.reading.markdown import read_markdown
from argument_maps.reading.marked_up import read_html
from argument_maps.reading.portable import read_pdf
from argument_maps.reading.tei import read_tei
from models.errors import MapError, Phrase
from models.records.contents import ContentDraft

MOST_BYTES = 5 * 2**20
_READERS: dict[str, Callable[[bytes, str], ContentDraft]] = {
    "text/plain": lambda data, charset: blocks.read_plain_text(decode_text(data, charset)),
    "text/markdown": lambda data, charset: read_markdown(decode_text(data, charset)),
    "text/html": lambda data, charset: read_html(data, charset),
    "application/xhtml+xml": lambda data, charset: read_html(data, charset),
    "application/pdf": lambda data, _: read_pdf(data),
    "application/tei+xml": lambda data, _: read_tei(data),
    "application/xml": lambda data, _: read_tei(data),
    "text/xml": lambda data, _: read_tei(data),
}
_ENDINGS = {
    "txt": "text/plain",
    "text": "text/plain",
    "md": "text/markdown",
    "markdown": "text/markdown",
    "html": "text/html",
    "htm": "text/html",
    "xhtml": "application/xhtml+xml",
    "pdf": "application/pdf",
    "xml": "application/tei+xml",
    "tei": "application/tei+xml",
}
MEDIA_TYPES = tuple(_READERS)


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
    if media_type in _READERS:
        return media_type
    by_name = _ENDINGS.get(name.rpartition(".")[2].lower()) if "." in name else None
    if by_name is not None and media_type in {"", "application/octet-stream"}:
        return by_name
    raise UnknownSort(
        Phrase("The file is not plain text, Markdown, HTML, PDF or TEI XML."),
        Phrase("Send it as one of: %(types)s.", types=MEDIA_TYPES),
    )


def read_text(data: bytes, media_type: str, charset: str = "") -> ContentDraft:
    """Return what a file says. Raises `UnreadableText`, `TextTooLong` and `UnknownSort`."""
    if len(data) > MOST_BYTES:
        raise TextTooLong(
            Phrase(
                "The file has %(size)s bytes, and at most %(most)s are read.",
                size=f"{len(data):,}",
                most=f"{MOST_BYTES:,}",
            ),
            Phrase("Divide it, for example by chapters."),
        )
    content = _READERS[find_media_type(media_type)](data, charset)
    if len(content.text.encode()) > MOST_BYTES:
        raise TextTooLong(
            Phrase("The file’s text has more than %(most)s bytes in UTF-8.", most=f"{MOST_BYTES:,}"),
            Phrase("Divide it, for example by chapters."),
        )
    return content
