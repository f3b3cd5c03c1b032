"""Mixed lines taken apart into runs that each lie where they were measured, for whoever draws SVG worse than browsers.

The library that draws SVG for Typst (usvg) takes several glyphs of one letter to be as wide as the widest, shapes a
whole line in each of its fonts and puts together what comes of that, and takes every line to begin at the left. So each
character of a run in another font is placed by itself, in fonts that draw it as HarfBuzz shapes it; a run that is drawn
in the face of the line, or in colours, becomes an element of its own.
"""

import re
import unicodedata
from html import unescape
from xml.sax.saxutils import escape

from renderers.raster.letter_fonts import BLANK, LetterFonts, name_family
from renderers.shaping.drawn_letters import DrawnLetter, draw_letters, has_outlines
from renderers.shaping.script_fonts import find_family_typeface

_LINE = re.compile(
    r'<text x="[0-9.-]+" y="([0-9.-]+)"[^>]* font-size="([0-9.]+)"[^>]*>((?:[^<]|</?tspan[^>]*>)*)</text>'
)
_RUN = re.compile(r'<tspan data-(left|right)="([0-9.-]+)" data-width="([0-9.]+)"([^>]*)>([^<]*)</tspan>')
_FORM = re.compile(r'font-(family|weight)="([^",]+)')
# In pixels, and too little to be seen.
_STEP = 0.01
# The right-to-left mark.
_MARK = "\u200f"


class RunPlacer:
    """Takes pictures of ours apart; `fonts` are made of the letters that it has placed."""

    def __init__(self) -> None:
        self.fonts = LetterFonts()

    def place(self, svg: str) -> str:
        """Return a picture with each run of its mixed lines in an element of its own."""
        return _LINE.sub(self._place_line, svg) if "<tspan " in svg else svg

    def _place_line(self, line: re.Match[str]) -> str:
        y, size = line[1], line[2]
        return "".join(self._place_run(y, float(size), *run.groups()) for run in _RUN.finditer(line[3])) or line[0]

    def _place_run(self, y: str, size: float, side: str, x: str, width: str, form: str, text: str) -> str:
        seen, is_right = unescape(text.strip(" ")), side == "right"
        left = float(x) - float(width) if is_right else float(x)
        chosen = dict(_FORM.findall(form))
        is_bold = chosen.get("weight") == "700"
        typeface = find_family_typeface(chosen.get("family", ""), is_bold=is_bold)
        marked = f"{_MARK}{seen}{_MARK}" if is_right and not (_runs_right(seen[0]) and _runs_right(seen[-1])) else seen
        place = f'x="{x}" y="{y}"' + (' text-anchor="end"' if is_right else "")
        if typeface is None or not has_outlines(typeface):
            return f"<text {place}{form}>{escape(marked)}</text>"
        letters = draw_letters(seen, typeface, size, is_right=is_right)
        return "".join(self._place_letter(letter, left + letter.x, y, size) for letter in letters)

    def _place_letter(self, letter: DrawnLetter, x: float, y: str, size: float) -> str:
        number = self.fonts.add(letter)
        # Its weight and slant are in its shape. PDFium takes the second glyphs of two fonts in one place for the same
        # letter drawn twice, unless they differ in size.
        form = f' font-size="{size + number * _STEP:.2f}" font-weight="400" font-style="normal"'
        if number == BLANK:
            form += ' fill-opacity="0"'
            if letter.width:
                form += f' textLength="{letter.width:.2f}" lengthAdjust="spacingAndGlyphs"'
        return f'<text x="{x:.2f}" y="{y}" font-family="{name_family(number)}"{form}>{escape(letter.character)}</text>'


def _runs_right(character: str) -> bool:
    return unicodedata.bidirectional(character) in {"R", "AL"}
