"""What Word and OpenDocument files have in common: archives of equal bytes for equal texts, and pictures in pixels."""

import re
import zipfile
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from renderers.footnoted.footnoted_text import Figure, TextRun
from renderers.raster import rasterising
from renderers.typography import printable

# The earliest that an archive can say (APPNOTE.TXT 6.3.10, section 4.4.6): the same text gives the same bytes.
_DATE = (1980, 1, 1, 0, 0, 0)
# Fitted to a page, a picture of a thousand pixels across has some 160 to the inch, and a wider one more.
_SCALE = 1.0
_EAST_ASIAN = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
# In which fonts programs set what they call East Asian text, by language.
_EAST_ASIAN_FONTS = {"ja": "MS Mincho", "ko": "Batang"}
LATIN_FONT = "Times New Roman"
DEFAULT_EAST_ASIAN_FONT = "SimSun"


def pack_archive(members: Iterable[tuple[str, bytes, bool]]) -> bytes:
    """Return an archive of members, each a name, its bytes, and whether it is compressed, in this order."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data, is_compressed in members:
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED if is_compressed else zipfile.ZIP_STORED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return packed.getvalue()


def set_core_properties(properties: Any, *, title: str, authors: Sequence[str], language: str) -> None:
    """Say in the properties of a package, as python-docx and python-pptx have them, what it is and by whom.

    Of the day on which it is made nothing is said, so that the same text gives the same bytes.
    """
    # The libraries let none of them be longer (ECMA-376, part 2, says nothing of it).
    properties.title = printable(title)[:255]
    properties.author = printable("; ".join(authors))[:255]
    properties.language = printable(language)[:255]
    properties.comments = properties.last_modified_by = ""
    element = properties._element
    for child in list(element):
        if child.tag.rpartition("}")[2] in ("created", "modified", "revision"):
            element.remove(child)


def make_pixels(figure: Figure) -> tuple[bytes, str]:
    """Return a figure as an image of pixels and the ending of its file. Raises as `rasterising.png`."""
    if isinstance(figure.picture, bytes):
        return figure.picture, "jpeg"
    return rasterising.png(figure.picture, scale=_SCALE), "png"


def escape_xml(text: str) -> str:
    """Return words between tags, without what XML forbids."""
    return escape(printable(text))


def quote_xml(text: str) -> str:
    """Return words as the value of an attribute, with its quotation marks and without what XML forbids."""
    return quoteattr(printable(" ".join(text.split())))


def is_east_asian_run(run: TextRun) -> bool:
    """Tell whether words are set in an East Asian font: by their language, else by their letters."""
    primary = run.language.partition("-")[0].lower()
    return primary in ("zh", "ja", "ko") or (not primary and _EAST_ASIAN.search(run.text) is not None)


def choose_east_asian_font(language: str) -> str:
    """Return the font in which a language of East Asia is set."""
    return _EAST_ASIAN_FONTS.get(language.partition("-")[0].lower(), DEFAULT_EAST_ASIAN_FONT)
