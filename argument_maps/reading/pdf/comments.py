"""Comments that readers wrote on pages, and what was filled into forms.

They are offered, since they are no text of the author's.
"""

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from argument_maps.reading.pdf.text_lines import TextLine

_MOST = 2_000
_LONGEST = 10_000
_SORTS = {
    pdfium.FPDF_ANNOT_TEXT,
    pdfium.FPDF_ANNOT_FREETEXT,
    pdfium.FPDF_ANNOT_HIGHLIGHT,
    pdfium.FPDF_ANNOT_UNDERLINE,
    pdfium.FPDF_ANNOT_SQUIGGLY,
    pdfium.FPDF_ANNOT_STRIKEOUT,
    pdfium.FPDF_ANNOT_CARET,
}


@dataclass(slots=True)
class PageComment:
    """A comment on a page, where it stands, and the last of the lines that it is about with how much of them."""

    text: str
    author: str
    left: float
    bottom: float
    right: float
    top: float
    last_line: TextLine | None = None
    length: int = 0
    offered: bool = False


def read_comments(page: pypdfium2.PdfPage) -> list[PageComment]:
    """Return the comments of a page, and the values of its form as `name: value`."""
    comments = []
    for place in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST)):
        annotation = pdfium.FPDFPage_GetAnnot(page, place)
        if not annotation:
            continue
        try:
            comment = _read_comment(annotation)
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)
        if comment is not None:
            comments.append(comment)
    return comments


def _read_comment(annotation: "ctypes._Pointer[ctypes.Structure]") -> PageComment | None:
    sort = pdfium.FPDFAnnot_GetSubtype(annotation)
    author = ""
    if sort in _SORTS:
        text, author = _read_value(annotation, b"Contents"), _read_value(annotation, b"T")
    elif sort == pdfium.FPDF_ANNOT_WIDGET:
        value = _read_value(annotation, b"V")
        name = _read_value(annotation, b"TU") or _read_value(annotation, b"T")
        text = f"{name}: {value}" if value and value != "Off" else ""
    else:
        return None
    rectangle = pdfium.FS_RECTF()
    if not text.strip() or not pdfium.FPDFAnnot_GetRect(annotation, rectangle):
        return None
    sides = rectangle.left, rectangle.bottom, rectangle.right, rectangle.top
    return PageComment(" ".join(text.split())[:_LONGEST], " ".join(author.split()), *sides)


def _read_value(annotation: "ctypes._Pointer[ctypes.Structure]", key: bytes) -> str:
    length = pdfium.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if not 2 < length < 4 * _LONGEST:
        return ""
    buffer = ctypes.create_string_buffer(length)
    values = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    pdfium.FPDFAnnot_GetStringValue(annotation, key, values, length)
    return buffer.raw.decode("utf-16-le", "ignore").rstrip("\0").replace("\r", "\n")


def place_comments(comments: Sequence[PageComment], lines: Sequence[TextLine]) -> None:
    """Find the lines that comments are about: those that they cover, else the one that is nearest."""
    for comment in comments:
        covered = [line for line in lines if comment.bottom - 1 <= line.base + 0.3 * line.size <= comment.top + 1]
        covered = [line for line in covered if _measure_cover(line, comment) > 0]
        if covered:
            comment.last_line = covered[-1]
            comment.length = sum(round(_measure_cover(line, comment) * len(line.text)) for line in covered)
        elif lines:
            height = (comment.bottom + comment.top) / 2
            comment.last_line = min(lines, key=lambda line: abs(line.base - height))


def _measure_cover(line: TextLine, comment: PageComment) -> float:
    left, right = min(abs(line.start), abs(line.end)), max(abs(line.start), abs(line.end))
    return max(min(right, comment.right) - max(left, comment.left), 0) / max(right - left, 1)
