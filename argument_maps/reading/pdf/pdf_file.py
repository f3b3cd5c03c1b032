"""A PDF opened for reading: its pages, their labels, and what it says of itself."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2
import pypdfium2.raw as pdfium

from argument_maps.reading.blocks import UnreadableText
from models.errors import Phrase

MOST_PAGES = 2_000
REMEDY = Phrase("Open it in a reader, save it as a PDF with text or as plain text, and send that.")
# Where a file may have something before its first line (ISO 32000-1, annex H, note 13).
_HEAD = 1_024
# What programs write for want of a title.
_NO_TITLE = re.compile(
    r"^(?:untitled|document\d*|microsoft word|powerpoint presentation)\b|^\W*$|"
    r"\.(?:docx?|indd|dvi|qxd|tex|pdf|rtf|hwp|odt)$",
    re.IGNORECASE,
)


@contextmanager
def open_pdf(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """Open a PDF. Raises `UnreadableText`."""
    start = data[:_HEAD].find(b"%PDF-")
    if start < 0:
        raise UnreadableText(Phrase("The file does not begin as a PDF does."), REMEDY)
    try:
        document = pypdfium2.PdfDocument(data[start:])
    except pypdfium2.PdfiumError as error:
        if error.err_code == pdfium.FPDF_ERR_PASSWORD:
            raise UnreadableText(
                Phrase("The PDF is locked with a password."), Phrase("Save it without a password.")
            ) from error
        raise UnreadableText(Phrase("The PDF is damaged, or of a kind that cannot be read."), REMEDY) from error
    try:
        if len(document) > MOST_PAGES:
            raise UnreadableText(
                Phrase("The PDF has more than %(most)s pages.", most=MOST_PAGES),
                Phrase("Divide it, for example by chapters."),
            )
        if not len(document):
            raise UnreadableText(Phrase("The PDF is damaged, or of a kind that cannot be read."), REMEDY)
        yield document
    finally:
        document.close()


def read_page_labels(document: pypdfium2.PdfDocument) -> list[str]:
    """Return what the file calls each page, or nothing for any that it does not name."""
    labels = []
    for place in range(len(document)):
        try:
            labels.append(document.get_page_label(place))
        except (pypdfium2.PdfiumError, UnicodeDecodeError):
            labels.append("")
    return labels


def read_source_data(document: pypdfium2.PdfDocument) -> dict[str, str]:
    """Return title and author from the file's own description."""
    try:
        described = document.get_metadata_dict(skip_empty=True)
    except (pypdfium2.PdfiumError, UnicodeDecodeError):
        described = {}
    data = {}
    title = described.get("Title", "").strip()
    if title and not _NO_TITLE.search(title):
        data["title"] = title
    data["author"] = described.get("Author", "")
    return data


def count_attachments(document: pypdfium2.PdfDocument) -> int:
    """Return how many files are attached; none is opened."""
    return max(int(pdfium.FPDFDoc_GetAttachmentCount(document)), 0)


def count_scripts(document: pypdfium2.PdfDocument) -> int:
    """Return how many scripts the document has; none is run."""
    return max(int(pdfium.FPDFDoc_GetJavaScriptActionCount(document)), 0)
