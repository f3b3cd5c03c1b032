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


_Box = tuple[float, float, float, float]


@dataclass(slots=True)
class PageComment:
    """A comment on a page, the stretches of the page that it marks, and from where to where in which lines that is.

    `first` and `last` count characters in the text of a line.
    """

    text: str
    author: str
    boxes: list[_Box]
    first_line: TextLine | None = None
    first: int = 0
    last_line: TextLine | None = None
    last: int = 0
    # Where it begins in the block that is being written.
    begun: int = 0
    is_offered: bool = False


def read_page_comments(page: pypdfium2.PdfPage) -> list[PageComment]:
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
    boxes = _list_boxes(annotation)
    if not text.strip() or not boxes:
        return None
    return PageComment(" ".join(text.split())[:_LONGEST], " ".join(author.split()), boxes)


def _list_boxes(annotation: "ctypes._Pointer[ctypes.Structure]") -> list[_Box]:
    """Return left, lower, right and upper sides of what is marked, of each line apart where the file has it so."""
    boxes = []
    for place in range(min(pdfium.FPDFAnnot_CountAttachmentPoints(annotation), _MOST)):
        points = pdfium.FS_QUADPOINTSF()
        if pdfium.FPDFAnnot_GetAttachmentPoints(annotation, place, points):
            across, up = (points.x1, points.x2, points.x3, points.x4), (points.y1, points.y2, points.y3, points.y4)
            boxes.append((min(across), min(up), max(across), max(up)))
    rectangle = pdfium.FS_RECTF()
    if not boxes and pdfium.FPDFAnnot_GetRect(annotation, rectangle):
        boxes.append((rectangle.left, rectangle.bottom, rectangle.right, rectangle.top))
    return boxes


def _read_value(annotation: "ctypes._Pointer[ctypes.Structure]", key: bytes) -> str:
    length = pdfium.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if not 2 < length < 4 * _LONGEST:
        return ""
    buffer = ctypes.create_string_buffer(length)
    values = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    pdfium.FPDFAnnot_GetStringValue(annotation, key, values, length)
    return buffer.raw.decode("utf-16-le", "ignore").rstrip("\0").replace("\r", "\n")


def place_comments(comments: Sequence[PageComment], lines: Sequence[TextLine]) -> None:
    """Find the words that comments are about: those that they cover, else the line that is nearest."""
    for comment in comments:
        covered = [(line, start, end) for line in lines for start, end in _find_covered(line, comment.boxes)]
        if not covered and lines:
            _, bottom, _, top = comment.boxes[0]
            nearest = min(lines, key=lambda line: abs(line.base - (bottom + top) / 2))
            covered = [(nearest, 0, len(nearest.text))]
        if covered:
            comment.first_line, comment.first, _ = covered[0]
            comment.last_line, _, comment.last = covered[-1]


def _find_covered(line: TextLine, boxes: Sequence[_Box]) -> list[tuple[int, int]]:
    """Return from where to where the text of a line is marked, if it is."""
    height = line.base + 0.3 * line.size
    spans = [(left, right) for left, bottom, right, top in boxes if bottom <= height <= top]
    ends = [0, *(end for end, _, _ in line.places)]
    marked = [
        place
        for place, (_, left, right) in enumerate(line.places)
        if any(start - 1 <= (left + right) / 2 <= end + 1 for start, end in spans)
    ]
    if not marked:
        return []
    start = ends[marked[0]]
    return [(start + (line.text[start : start + 1] == " "), ends[marked[-1] + 1])]
