"""The characters of a page of a PDF with their places, turned so that what is read goes from left to right.

Places are in points (a 72nd of an inch); `base` is the line on which letters stand, higher ones being further up the
page. Lines that are set from top to bottom, and pages that are turned, are turned back.
"""

import ctypes
import math
from collections import Counter
from dataclasses import dataclass, field
from operator import itemgetter
from typing import NamedTuple
from unicodedata import combining

import pypdfium2
import pypdfium2.raw as pdfium

from argument_maps.reading.pdf.bidirectional import has_right_to_left
from argument_maps.reading.pdf.plain_letters import is_han_or_kana, write_plainly

MOST_OBJECTS = 200_000
MOST_GLYPHS = 200_000
MOST_RULES = 5_000
# Below it no character is a mark over another, and each has a box with its own white.
_FIRST_MARK = 0x80
_WIDELY_SET = 12
_FIRST_IDEOGRAPH = "\u2e80"
_LONGEST_NAME = 256
_BOLD = ("bold", "black", "heavy", "semibd", "demi")
# From what stands on the page to how it is read: turned by quarters, against the clock.
UPRIGHT, UPWARD, INVERTED, DOWNWARD = range(4)


class TooMuchOnPage(Exception):
    """A page holds more than any page that somebody reads."""


class Glyph(NamedTuple):
    """One character where it stands."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    readable: bool


class DrawnRule(NamedTuple):
    """A horizontal line drawn on a page."""

    left: float
    right: float
    height: float


@dataclass(slots=True)
class PageGlyphs:
    """What stands on a page, by the direction in which it is read."""

    by_direction: dict[int, list[Glyph]]
    rules: list[DrawnRule]
    pictures: int
    # How much of the page its largest picture covers.
    covered: float
    vertical: bool = False
    # Small marks that are drawn, such as bullets: their left and right sides and the height of their middle.
    dots: list[DrawnRule] = field(default_factory=list)


class _Run(NamedTuple):
    """What the characters of one text object share."""

    size: float
    bold: bool
    base_x: float
    base_y: float
    direction: int
    # Whether the file says which letters its codes stand for.
    readable: bool


def read_glyphs(page: pypdfium2.PdfPage) -> PageGlyphs:
    """Return the characters, rules and pictures of a page. Raises `TooMuchOnPage` and `PdfiumError`."""
    if pdfium.FPDFPage_CountObjects(page) > MOST_OBJECTS:
        raise TooMuchOnPage
    box = page.get_cropbox()
    found = _scan_objects(page, box)
    text_page = page.get_textpage()
    try:
        raw = _scan_text(text_page, box)
    finally:
        text_page.close()
    vertical = _mark_vertical_lines(raw)
    for text, run, (left, bottom, right, top), readable in raw:
        glyph = _turn(text, run, left, bottom, right, top, readable, upright_in_column=run.direction == -1)
        found.by_direction.setdefault(run.direction if run.direction >= 0 else DOWNWARD, []).append(glyph)
    found.vertical = vertical
    return found


_Box = tuple[float, float, float, float]
_Raw = tuple[str, _Run, _Box, bool]


def _scan_text(text_page: pypdfium2.PdfTextPage, box: _Box) -> list[_Raw]:
    count = text_page.count_chars()
    if count > MOST_GLYPHS:
        raise TooMuchOnPage
    reader = _RunReader(text_page)
    rectangle = pdfium.FS_RECTF()
    get_object, get_unicode = pdfium.FPDFText_GetTextObject, pdfium.FPDFText_GetUnicode
    get_box = pdfium.FPDFText_GetLooseCharBox
    handle = text_page.raw
    raw: list[_Raw] = []
    pieces: list[tuple[float, str]] = []
    last: tuple[int, float, float] | None = None
    last_edges: _Box | None = None
    for place in range(count):
        text_object = get_object(handle, place)
        # Spaces and line ends that the library puts in itself belong to no object.
        if not text_object:
            continue
        code = get_unicode(handle, place)
        if code in {0x0A, 0x0D, 0x09} or code > 0x10FFFF or 0xD800 <= code < 0xE000:
            code = 0x20 if code < 0x0E else 0xFFFD
        get_box(handle, place, rectangle)
        edges = rectangle.left, rectangle.bottom, rectangle.right, rectangle.top
        text = write_plainly(chr(code)) if code else "\ufffd"
        if text == "\u00ad" and edges[2] - edges[0] < 0.5:
            continue
        middle_x, middle_y = (edges[0] + edges[2]) / 2, (edges[1] + edges[3]) / 2
        if not text or not (box[0] - 1 <= middle_x <= box[2] + 1 and box[1] - 1 <= middle_y <= box[3] + 1):
            continue
        run = reader.read_run(text_object, place)
        where = reader.read_origin(text_object, place) if code >= _FIRST_MARK else None
        if raw and (edges == last_edges or (where is not None and where == last)):
            # Letters that share a place are one sign of the font; the library may cut its box in pieces.
            pieces.append((edges[0], text))
            before = raw[-1]
            union = (min(before[2][0], edges[0]), before[2][1], max(before[2][2], edges[2]), before[2][3])
            raw[-1] = (_order_pieces(pieces), run, union, before[3])
            continue
        last, last_edges, pieces = where, edges, [(edges[0], text)]
        if where is not None and run.direction == UPRIGHT:
            edges = _widen(text, run.size, where[1], where[2], edges)
        raw.append((text, run, edges, run.readable))
    return raw


def _order_pieces(pieces: list[tuple[float, str]]) -> str:
    text = "".join(piece for _, piece in pieces)
    backwards = has_right_to_left(text)
    ordered = "".join(piece for _, piece in sorted(pieces, key=itemgetter(0), reverse=backwards))
    # A sign over or under a letter comes behind it.
    base = next((place for place, letter in enumerate(ordered) if not combining(letter)), 0)
    return ordered[base : base + 1] + ordered[:base] + ordered[base + 1 :]


def _widen(text: str, size: float, x: float, y: float, edges: _Box) -> _Box:
    """Return the box of a character with the white that belongs to it: the library sometimes has that of its ink."""
    left, bottom, right, top = edges
    if not is_han_or_kana(text):
        return min(left, x) if left - x < size else left, bottom, right, top
    if (left + right) / 2 - x < 0.4 * size and right - left > 0.5 * size:
        # In a font for vertical lines its place is at the middle of the upper side.
        return left, bottom, right, top
    return x, y - 0.12 * size, max(right, x + 0.98 * size), y + 0.88 * size


class _RunReader:
    """Asks once for each text object what its characters share."""

    def __init__(self, text_page: pypdfium2.PdfTextPage) -> None:
        self._handle = text_page.raw
        self._runs: dict[int, _Run] = {}
        self._bold: dict[int, bool] = {}
        self._matrix = pdfium.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()

    def read_run(self, text_object: "ctypes._Pointer[ctypes.Structure]", place: int) -> _Run:
        address = ctypes.addressof(text_object.contents)
        run = self._runs.get(address)
        if run is None:
            run = self._runs[address] = self._measure(text_object, place)
        return run

    def read_origin(self, text_object: "ctypes._Pointer[ctypes.Structure]", place: int) -> tuple[int, float, float]:
        """Return where a character stands, and by which object it was put there."""
        pdfium.FPDFText_GetCharOrigin(self._handle, place, self._x, self._y)
        return ctypes.addressof(text_object.contents), self._x.value, self._y.value

    def _measure(self, text_object: "ctypes._Pointer[ctypes.Structure]", place: int) -> _Run:
        matrix = self._matrix
        pdfium.FPDFText_GetMatrix(self._handle, place, matrix)
        size = pdfium.FPDFText_GetFontSize(self._handle, place) * math.hypot(matrix.c, matrix.d)
        pdfium.FPDFText_GetCharOrigin(self._handle, place, self._x, self._y)
        direction = round(math.atan2(matrix.b, matrix.a) / (math.pi / 2)) % 4
        bold = self._is_bold(text_object) or pdfium.FPDFText_GetFontWeight(self._handle, place) >= 600
        readable = pdfium.FPDFText_HasUnicodeMapError(self._handle, place) != 1
        size = abs(size) if 0 < abs(size) < 10_000 else 1.0
        return _Run(size, bold, self._x.value, self._y.value, direction, readable)

    def _is_bold(self, text_object: "ctypes._Pointer[ctypes.Structure]") -> bool:
        font = pdfium.FPDFTextObj_GetFont(text_object)
        if not font:
            return False
        address = ctypes.addressof(font.contents)
        if address not in self._bold:
            name = ctypes.create_string_buffer(_LONGEST_NAME)
            pdfium.FPDFFont_GetBaseFontName(font, name, _LONGEST_NAME)
            self._bold[address] = any(word in name.value.decode("latin-1").lower() for word in _BOLD)
        return self._bold[address]


def _mark_vertical_lines(raw: list[_Raw]) -> bool:
    """Give characters of lines that run down the page the direction -1; tell whether most of the page runs so.

    In such a line each ideograph stands right below the one before it in the file.
    """
    if not any(text >= _FIRST_IDEOGRAPH for text, _, _, _ in raw):
        return False
    steps = Counter[str]()
    downward, across_page = [False] * len(raw), [False] * len(raw)
    for place in range(1, len(raw)):
        (before, run, box, _), (after, following, next_box, _) = raw[place - 1], raw[place]
        if run.direction != UPRIGHT or following.direction != UPRIGHT:
            continue
        if not (is_han_or_kana(before) and is_han_or_kana(after)):
            continue
        across = abs((box[0] + box[2]) - (next_box[0] + next_box[2])) / 2
        down = (box[1] + box[3] - next_box[1] - next_box[3]) / 2
        if across < 0.3 * run.size and 0.4 * run.size < down < 2 * run.size:
            steps["down"] += 1
            downward[place - 1] = downward[place] = True
        elif abs(down) < 0.3 * run.size and across < _WIDELY_SET * run.size:
            steps["across"] += 1
            across_page[place - 1] = across_page[place] = True
    vertical = steps["down"] > steps["across"]
    if not vertical:
        return False
    for place, (text, run, box, readable) in enumerate(raw):
        # What has no neighbour in the file on its own line, as a head above the page has, is in a line like the others.
        alone = is_han_or_kana(text) and not across_page[place]
        if run.direction == UPRIGHT and (downward[place] or alone):
            raw[place] = (text, run._replace(direction=-1), box, readable)
    _join_upright_figures(raw)
    return True


def _join_upright_figures(raw: list[_Raw]) -> None:
    """Let figures that stand upright in a line that runs down the page (tate-chu-yoko) be read in it."""
    for place, (text, run, box, readable) in enumerate(raw):
        if run.direction != UPRIGHT or not text.isalnum():
            continue
        for other in (place - 1, place + 1):
            if 0 <= other < len(raw) and raw[other][1].direction == -1:
                neighbour = raw[other][2]
                if neighbour[0] - 2 <= (box[0] + box[2]) / 2 <= neighbour[2] + 2:
                    centre = (neighbour[0] + neighbour[2]) / 2
                    width = neighbour[2] - neighbour[0]
                    step = (box[0] + box[2]) / 2 - centre
                    # What stands further right is read later: let it stand a little lower.
                    lower = box[1] - step * 0.1, box[3] - step * 0.1
                    changed = (centre - width / 2, lower[0], centre + width / 2, lower[1])
                    raw[place] = (text, run._replace(direction=-1, size=raw[other][1].size), changed, readable)
                    break


def _turn(
    text: str,
    run: _Run,
    left: float,
    bottom: float,
    right: float,
    top: float,
    readable: bool,
    *,
    upright_in_column: bool,
) -> Glyph:
    if upright_in_column:
        # Letters that lie on their side in such a line stand on a base a little left of its middle.
        base = (left + right) / 2 - 0.35 * run.size
        return Glyph(text, -top, -bottom, base, run.size, run.bold, readable)
    if run.direction == UPRIGHT:
        return Glyph(text, left, right, run.base_y, run.size, run.bold, readable)
    if run.direction == DOWNWARD:
        return Glyph(text, -top, -bottom, run.base_x, run.size, run.bold, readable)
    if run.direction == UPWARD:
        return Glyph(text, bottom, top, -run.base_x, run.size, run.bold, readable)
    return Glyph(text, -right, -left, -run.base_y, run.size, run.bold, readable)


def _scan_objects(page: pypdfium2.PdfPage, box: _Box) -> PageGlyphs:
    found = PageGlyphs({}, [], 0, 0.0)
    area = max((box[2] - box[0]) * (box[3] - box[1]), 1.0)
    sides = [ctypes.c_float() for _ in range(4)]
    for place in range(min(pdfium.FPDFPage_CountObjects(page), MOST_RULES)):
        page_object = pdfium.FPDFPage_GetObject(page, place)
        sort = pdfium.FPDFPageObj_GetType(page_object)
        if sort not in {pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE}:
            continue
        if not pdfium.FPDFPageObj_GetBounds(page_object, *sides):
            continue
        left, bottom, right, top = (side.value for side in sides)
        if sort == pdfium.FPDF_PAGEOBJ_IMAGE:
            found.pictures += 1
            found.covered = max(found.covered, (right - left) * (top - bottom) / area)
        elif top - bottom < 3 and right - left > 25:
            found.rules.append(DrawnRule(left, right, top))
        elif 1 < top - bottom < 8 and abs((right - left) - (top - bottom)) < 0.5:
            found.dots.append(DrawnRule(left, right, (top + bottom) / 2))
    return found
