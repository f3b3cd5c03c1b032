"""PDF read as text, where it holds text and not only pictures of it."""

import io
import logging
import re

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from argument_maps.reading.blocks import BlockText, EmptyText, UnreadableText, join_stretches, remove_unprintable
from models.records.contents import ContentDraft
from models.vocabulary import BlockSort

MOST_PAGES = 2_000
# Of so few letters on a page, a page number or a stamp is all that there is.
FEWEST_LETTERS = 8
_HYPHENATED = re.compile(r"(\w)[\u00ad\u2010-]\n(?=[^\W\d_])")
_REMEDY = "Open it in a reader, save it as a PDF with text or as plain text, and send that."
# What the library says of broken files is said by our refusals.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def read_pdf(data: bytes) -> ContentDraft:
    """Return the text of a PDF, every page's lines as paragraphs. Raises `UnreadableText`."""
    if not data[:1024].lstrip().startswith(b"%PDF-"):
        raise UnreadableText("It does not begin as a PDF does.", _REMEDY)
    pages = _extract_pages(data)
    if sum(len(re.findall(r"\w", page)) for page in pages) < FEWEST_LETTERS * max(len(pages), 1):
        raise EmptyText(
            f"Its {len(pages)} pages hold pictures, as a scan does, and hardly any text.",
            "Recognise the text first (OCR), and send the PDF with text or the text itself.",
        )
    return join_stretches(stretch for page in pages for stretch in _split_paragraphs(page))


def _extract_pages(data: bytes) -> list[str]:
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableText("It is locked with a password.", "Save it without a password.")
        if len(reader.pages) > MOST_PAGES:
            raise UnreadableText(f"It has more than {MOST_PAGES} pages.", "Divide it, for example by chapters.")
        return [remove_unprintable(page.extract_text() or "") for page in reader.pages]
    except UnreadableText:
        raise
    except (PyPdfError, RecursionError, MemoryError, ArithmeticError, LookupError, ValueError, TypeError) as error:
        raise UnreadableText("It is broken, or of a kind of PDF that is not understood.", _REMEDY) from error
    except (AttributeError, NotImplementedError, OSError) as error:
        raise UnreadableText("It is broken, or of a kind of PDF that is not understood.", _REMEDY) from error


def _split_paragraphs(page: str) -> list[BlockText]:
    whole = _HYPHENATED.sub(r"\1", page)
    parts = (" ".join(part.split()) for part in re.split(r"\n\s*\n", whole))
    return [(BlockSort.PARAGRAPH, part) for part in parts if part]
