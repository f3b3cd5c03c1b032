"""Tags at records and links of a picture that say what has become of them since another: new, changed, or turned.

A perception has turned whose verdict is another.

Each is told by a word, a glyph and an outline, and by no colour.
"""

from renderers.boxes.record_box import draw_text_group, draw_text_line
from renderers.glyphs import draw_glyph
from renderers.style import HEADER, Theme
from renderers.typography import measure

NEW, CHANGED, TURNED = "new", "changed", "turned"
_GLYPHS = {NEW: "plus", CHANGED: "versus", TURNED: "turned"}
_DASHES = {NEW: "", CHANGED: ' stroke-dasharray="7 5"', TURNED: ' stroke-dasharray="12 3"'}
_HEIGHT = 22.0
_GLYPH = 22.0


def draw_tagged_outline(mark: str, x: float, y: float, width: float, height: float, theme: Theme) -> str:
    """Return an outline around a box whose upper left corner is given, with the tag on its upper edge."""
    frame = (
        f'<rect class="mark {mark}" x="{x - 4:.1f}" y="{y - 4:.1f}" width="{width + 8:.1f}" height="{height + 8:.1f}" '
        f'rx="6" fill="none" stroke="{theme.text}" stroke-width="2.4"{_DASHES[mark]}/>'
    )
    return frame + draw_tag(mark, x + width - _measure_tag(mark) / 2 - 8, y - 4, theme)


def draw_tag(mark: str, x: float, y: float, theme: Theme) -> str:
    """Return the tag with its middle at (x, y)."""
    width = _measure_tag(mark)
    left, top = x - width / 2, y - _HEIGHT / 2
    frame = (
        f'<rect class="mark {mark}" x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{_HEIGHT:.1f}" rx="4" '
        f'fill="{theme.text}"/>'
    )
    sign = draw_glyph(_GLYPHS[mark], left + 14, y, theme.ground, scale=0.9)
    word = draw_text_line(mark, HEADER, left + _GLYPH + 3, y + HEADER.size * 0.34)
    return f"{frame}{sign}{draw_text_group(HEADER, theme.ground, word)}"


def _measure_tag(mark: str) -> float:
    return measure(HEADER).width(mark) + _GLYPH + 11
