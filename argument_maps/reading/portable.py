"""PDF read as text, where it holds text and not only pictures of it."""

import io
import logging
import re

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from argument_maps.reading.blocks import BlockText, EmptyText, UnreadableText, join_stretches, remove_unprintable
from argument_maps.reading.results import FileReading, ReadingOptions
from models.errors import Phrase, pluralise_phrase
from models.vocabulary import BlockSort

MOST_PAGES = 2_000
# Of so few letters on a page, a page number or a stamp is all that there is.
FEWEST_LETTERS = 8
_HYPHENATED = re.compile(r"(\w)[\u00ad\u2010-]\n(?=[^\W\d_])")
_REMEDY = Phrase("Open it in a reader, save it as a PDF with text or as plain text, and send that.")
# What the library says of broken files is said by our refusals.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def read_pdf(data: bytes, options: ReadingOptions) -> FileReading:  # noqa: ARG001 # as every reader is called
    """Return the text of a PDF, every page's lines as paragraphs. Raises `UnreadableText`."""
    if not data[:1024].lstrip().startswith(b"%PDF-"):
        raise UnreadableText(Phrase("The file does not begin as a PDF does."), _REMEDY)
    pages = _extract_pages(data)
    if sum(len(re.findall(r"\w", page)) for page in pages) < FEWEST_LETTERS * max(len(pages), 1):
        raise EmptyText(
            pluralise_phrase(
                "The PDF’s page is a picture, as in a scan, with hardly any text.",
                "The PDF’s %(num)s pages are pictures, as in a scan, with hardly any text.",
                len(pages),
            ),
            Phrase("Recognise the text first (OCR), and send the PDF with text or the text itself."),
        )
    return FileReading(join_stretches(stretch for page in pages for stretch in _split_paragraphs(page)))


def _extract_pages(data: bytes) -> list[str]:
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableText(Phrase("The PDF is locked with a password."), Phrase("Save it without a password."))
        if len(reader.pages) > MOST_PAGES:
            raise UnreadableText(
                Phrase("The PDF has more than %(most)s pages.", most=MOST_PAGES),
                Phrase("Divide it, for example by chapters."),
            )
        return [remove_unprintable(page.extract_text() or "") for page in reader.pages]
    except UnreadableText:
        raise
    except (PyPdfError, RecursionError, MemoryError, ArithmeticError, LookupError, ValueError, TypeError) as error:
        raise UnreadableText(Phrase("The PDF is damaged, or of a kind that cannot be read."), _REMEDY) from error
    except (AttributeError, NotImplementedError, OSError) as error:
        raise UnreadableText(Phrase("The PDF is damaged, or of a kind that cannot be read."), _REMEDY) from error


def _split_paragraphs(page: str) -> list[BlockText]:
    whole = _HYPHENATED.sub(r"\1", page)
    parts = (" ".join(part.split()) for part in re.split(r"\n\s*\n", whole))
    return [(BlockSort.PARAGRAPH, part) for part in parts if part]
