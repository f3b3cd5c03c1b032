"""Fonts made for one picture, in which each character is drawn as it was shaped in its place.

A letter of Devanagari or Khmer is several glyphs in another order than it is read, an Arabic one has four forms:
readers of PDF put the text together wrongly from those, each in its own way. In these fonts each character is one
glyph, in the order of the text: the first of those that are shaped together draws them all, the others are blanks.
Whatever has several shapes has them in as many fonts.
"""

from collections.abc import Mapping
from io import BytesIO

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables._g_l_y_f import Glyph

from renderers.shaping.drawn_letters import DrawnLetter, LetterShape, is_joining
from renderers.shaping.script_fonts import load_font

# Most fonts have 1,000 or 2,048 units to the em.
_EM, _ASCENT, _DESCENT = 2000, 1600, -400
_BLANK_WIDTH, _HAIR = 1000, 1
_MOST_ERROR = 1.0
# The first second of 1970, in those of 1904.
_EPOCH = 2_082_844_800
BLANK = 0
"""The number of the font with blanks."""


class LetterFonts:
    """Collects the letters of pictures, and makes the fonts that draw them."""

    def __init__(self) -> None:
        self._shapes_by_character: dict[str, list[LetterShape]] = {}
        self._blanks: set[str] = set()

    def add(self, letter: DrawnLetter) -> int:
        """Return the number of the font in which a letter is drawn: `BLANK` where it is drawn with the one before."""
        if letter.shape is None or not any(glyph for glyph, _, _ in letter.shape.glyphs):
            self._blanks.add(letter.character)
            return BLANK
        shapes = self._shapes_by_character.setdefault(letter.character, [])
        if letter.shape not in shapes:
            shapes.append(letter.shape)
        return shapes.index(letter.shape) + 1

    def build(self) -> dict[str, bytes]:
        """Return the fonts as TrueType by their families; the same letters give the same bytes."""
        drawn: list[dict[str, tuple[Glyph, int]]] = [{character: _draw_blank(character) for character in self._blanks}]
        for character, shapes in self._shapes_by_character.items():
            drawn.extend({} for _ in range(len(drawn), len(shapes) + 1))
            for number, shape in enumerate(shapes, 1):
                drawn[number][character] = _draw_shape(shape)
        families = {name_family(number): each for number, each in enumerate(drawn) if each}
        return {family: _build_font(family, each) for family, each in families.items()}


def name_family(number: int) -> str:
    """Return the family of the font with that number, in one word: none of several may begin with a digit in CSS."""
    return f"SicEtNonLetters{number}"


def _build_font(family: str, drawn_by_character: Mapping[str, tuple[Glyph, int]]) -> bytes:
    """Return a font with these characters, each with its outline and its width."""
    names = {ord(character): f"u{ord(character):04X}" for character in sorted(drawn_by_character)}
    drawn = {".notdef": _draw_blank("a")} | {name: drawn_by_character[chr(code)] for code, name in names.items()}
    builder = FontBuilder(_EM, isTTF=True)
    builder.setupGlyphOrder(list(drawn))
    builder.setupCharacterMap(names)
    builder.setupGlyf({name: glyph for name, (glyph, _) in drawn.items()})
    table = builder.font["glyf"]
    builder.setupHorizontalMetrics({name: (width, table[name].xMin) for name, (_, width) in drawn.items()})
    builder.setupHorizontalHeader(ascent=_ASCENT, descent=_DESCENT)
    # Whoever asks by the family still leaves out fonts that have no PostScript name.
    builder.setupNameTable({"familyName": family, "styleName": "Regular", "psName": family})
    builder.setupOS2(sTypoAscender=_ASCENT, sTypoDescender=_DESCENT, usWinAscent=_ASCENT, usWinDescent=-_DESCENT)
    builder.setupPost()
    # The time of now would make other bytes each second.
    builder.font["head"].created = builder.font["head"].modified = _EPOCH
    builder.font.recalcTimestamp = False
    packed = BytesIO()
    builder.save(packed)
    return packed.getvalue()


def _draw_blank(character: str) -> tuple[Glyph, int]:
    # What has no outline at all is left out of a picture as if it were not there.
    across, width = (_HAIR, 0) if is_joining(character) else (_BLANK_WIDTH, _BLANK_WIDTH)
    pen = TTGlyphPen(None)
    pen.moveTo((0, _DESCENT))
    for corner in ((0, _ASCENT), (across, _ASCENT), (across, _DESCENT)):
        pen.lineTo(corner)
    pen.closePath()
    return pen.glyph(), width


def _draw_shape(shape: LetterShape) -> tuple[Glyph, int]:
    font = load_font(shape.typeface.path, shape.typeface.number)
    scale = _EM / font.face.upem
    pen = TTGlyphPen(None)
    quadratic = Cu2QuPen(pen, _MOST_ERROR, all_quadratic=True)
    for glyph, right, up in shape.glyphs:
        font.draw_glyph_with_pen(glyph, TransformPen(quadratic, (scale, 0, 0, scale, right * scale, up * scale)))
    return pen.glyph(), round(shape.width * scale)
