"""Files that people bring and that no reader of maps, sheets or bibliographies takes: what they are, and what to do."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from argument_maps.formats.exchange import UnreadableFile
from argument_maps.formats.file_contents import FileContents
from models.errors import Phrase

_PDF, _OLE, _ZIP = b"%PDF", b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF8", b"RIFF")
_ZIPPED_TEXTS = (b"word/document.xml", b"application/vnd.oasis.opendocument.text", b"application/epub+zip")
_AS_TEXT = Phrase("Add it to the map as a text: there its passages can be quoted and annotated.")
_EXPORT_CSL = Phrase("In Zotero choose “Export Library…”, and CSL JSON or BibLaTeX as its format; send that file.")


@dataclass(frozen=True, slots=True)
class _UnreadSort:
    is_it: Callable[[FileContents], bool]
    message: Phrase
    remedy: Phrase


def _holds(pattern: str) -> Callable[[FileContents], bool]:
    compiled = re.compile(pattern)
    return lambda contents: compiled.search(contents.beginning) is not None


_SORTS = (
    _UnreadSort(
        lambda contents: not contents.data.strip(),
        Phrase("The file is empty."),
        Phrase("Export it again, and look whether the new file has a size."),
    ),
    _UnreadSort(_holds(r"www\.zotero\.org/namespaces/export"), Phrase("The file is a Zotero RDF."), _EXPORT_CSL),
    _UnreadSort(
        _holds(r"<collection xmlns=\"http://www\.loc\.gov/MARC21|<marc:|\A\d{5}[a-z ]{5}\d"),
        Phrase("The file is a MARC record."),
        Phrase("Ask the catalogue for MODS or RIS, or take the record into Zotero and export CSL JSON there."),
    ),
    _UnreadSort(
        _holds(r"\A\s*PMID- *\d"),
        Phrase("The file is a list of references of PubMed."),
        Phrase("Take it into Zotero, and export CSL JSON there."),
    ),
    _UnreadSort(
        lambda contents: contents.data.startswith(_OLE),
        Phrase("The file is of an old Office program (.xls or .doc)."),
        Phrase("Save it as .xlsx, .ods or .csv, and send that; a text can be saved as .docx and added as a text."),
    ),
    _UnreadSort(lambda contents: contents.data.startswith(_PDF), Phrase("The file is a PDF."), _AS_TEXT),
    _UnreadSort(
        lambda contents: contents.data.startswith(_ZIP) and any(mark in contents.data for mark in _ZIPPED_TEXTS),
        Phrase("The file is a text with its layout (Word, OpenDocument or EPUB)."),
        _AS_TEXT,
    ),
    _UnreadSort(
        lambda contents: contents.data.startswith(_ZIP),
        Phrase("The file is an archive of other files."),
        Phrase("Unpack it, and send the files that are in it."),
    ),
    _UnreadSort(
        lambda contents: contents.data.startswith(_PICTURES),
        Phrase("The file is a picture."),
        Phrase("Add it to the map as a scan: there its regions can be quoted."),
    ),
    _UnreadSort(_holds(r"<TEI[\s>]|<TEI\.2[\s>]"), Phrase("The file is a text in TEI."), _AS_TEXT),
    _UnreadSort(_holds(r"(?i)\A\s*<(?:!doctype html|html[\s>])"), Phrase("The file is a web page."), _AS_TEXT),
    _UnreadSort(
        _holds(r"\A\s*(?:<\?xml[^>]*>\s*)?<(?:map version|opml)[\s=>]"),
        Phrase("The file is a mind map or an outline of another program."),
        Phrase("Put its statements into the template for claims, one in a row, and send that."),
    ),
)


def explain_unread(contents: FileContents) -> UnreadableFile | None:
    """Return the error that says what a file is which is not read here, and what to do; None where that is unknown."""
    return next((UnreadableFile(sort.message, sort.remedy) for sort in _SORTS if sort.is_it(contents)), None)
