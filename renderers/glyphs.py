"""Arrowheads and glyphs, drawn as paths so that no font decides what they look like.

A glyph stands in a square of 16 pixels around the origin; an arrowhead has its tip at the origin and
comes from the left. Both take their colours from the group around them.
"""

from functools import lru_cache

from renderers.style import ArrowShape

GLYPHS: dict[str, str] = {
    "plus": "M-5,0H5M0,-5V5",
    "minus": "M-5,0H5",
    "slash": "M-4.5,4.5L4.5,-4.5M-5,-1.5L0.5,4",
    "wave": "M-6,1C-4,-4 -2,-4 0,0S4,4 6,-1",
    "down": "M0,-5V4.5M-4,0.5L0,5L4,0.5",
    "dot": "M-1.2,0A1.2,1.2 0 1 0 1.2,0A1.2,1.2 0 1 0 -1.2,0",
    "question": "M-3,-3C-3,-6.5 3.4,-6.5 3.2,-2.6C3,-0.6 0,-0.4 0,2.2M0,5V5.4",
    "tick": "M-5,0.5L-1.5,4.5L5,-4.5",
    "half": "M-6,-0.5C-4,-4.5 -2,-4.5 0,-1.8S4,0.4 6,-3M-6,4.5C-4,0.5 -2,0.5 0,3.2S4,5.4 6,2",
    "cross": "M-4.5,-4.5L4.5,4.5M-4.5,4.5L4.5,-4.5",
    "mixed": "M-6.5,0.5L-4,3.5L0,-3.5M1.5,-3.5L6.5,3.5M1.5,3.5L6.5,-3.5",
    "versus": "M-6.5,0H6.5M-3,-3.5L-6.5,0L-3,3.5M3,-3.5L6.5,0L3,3.5",
    "circle": "M4.3,-2.5A5,5 0 1 0 4.3,2.5M5,-6.3V-2.3H1",
    "hollow": "M-4.8,0A4.8,4.8 0 1 0 4.8,0A4.8,4.8 0 1 0 -4.8,0",
    "barred": "M-5.2,0A5.2,5.2 0 1 0 5.2,0A5.2,5.2 0 1 0 -5.2,0M-3.6,3.6L3.6,-3.6",
    "turned": "M-4.7,-1H1.6A3.1,3.1 0 0 1 1.6,5.2H-1.4M-1.5,-4.2L-4.7,-1L-1.5,2.2",
    "silent": "M-5,0H-4.4M-0.3,0H0.3M4.4,0H5",
    "bolt": "M1.5,-6L-4,1H3.5L-1.5,6",
    "lock": "M-5,-0.5H5V6H-5ZM-3,-0.5V-3C-3,-7 3,-7 3,-3V-0.5",
    "unlocked": "M-5,0H5V6H-5ZM-3,0V-3.4C-3,-7.6 2.4,-8 3.2,-4.6",
}
# How far the line has to stop before the tip, in pixels.
INSET: dict[ArrowShape, float] = {
    ArrowShape.TRIANGLE: 10.0,
    ArrowShape.BAR: 2.0,
    ArrowShape.CROSS: 6.0,
    ArrowShape.OPEN: 11.0,
    ArrowShape.RING: 9.0,
    ArrowShape.DIAMOND: 13.0,
    ArrowShape.CHEVRON: 1.0,
    ArrowShape.DOUBLE: 1.0,
}
_HEADS: dict[ArrowShape, str] = {
    ArrowShape.TRIANGLE: '<path d="M0,0L-11,-5.5V5.5Z" fill="{hue}"/>',
    ArrowShape.BAR: '<path d="M-2,-7.5V7.5" stroke="{hue}" stroke-width="4"/>',
    ArrowShape.CROSS: '<path d="M-12,-5.5L-1,5.5M-12,5.5L-1,-5.5" stroke="{hue}" stroke-width="2.6" fill="none"/>',
    ArrowShape.OPEN: '<path d="M0,-5.5L-11,0L0,5.5Z" fill="{ground}" stroke="{hue}" stroke-width="2"/>',
    ArrowShape.RING: '<circle cx="-5.5" cy="0" r="4.5" fill="{ground}" stroke="{hue}" stroke-width="2"/>',
    ArrowShape.DIAMOND: '<path d="M0,0L-7,-5L-14,0L-7,5Z" fill="{hue}"/>',
    ArrowShape.CHEVRON: '<path d="M-9,-5.5L-1,0L-9,5.5" stroke="{hue}" stroke-width="2.2" fill="none"/>',
    ArrowShape.DOUBLE: (
        '<path d="M-8,-5.5L-1,0L-8,5.5M-12.5,-5.5L-5.5,0L-12.5,5.5" stroke="{hue}" stroke-width="2.2" fill="none"/>'
    ),
}


def draw_arrowhead(shape: ArrowShape, x: float, y: float, hue: str, ground: str, *, leftward: bool) -> str:
    """Return an arrowhead with its tip at (x, y), pointing left or right."""
    return f'<g transform="translate({x:.1f},{y:.1f}){_draw_head_shape(shape, hue, ground, leftward)}'


@lru_cache(maxsize=512)
def _draw_head_shape(shape: ArrowShape, hue: str, ground: str, leftward: bool) -> str:
    turn = " scale(-1,1)" if leftward else ""
    return f'{turn}">{_HEADS[shape].format(hue=hue, ground=ground)}</g>'


def draw_glyph(name: str, x: float, y: float, hue: str, *, scale: float = 1.0, width: float = 2.2) -> str:
    """Return a glyph centred on (x, y)."""
    return f'<path transform="translate({x:.1f},{y:.1f}){_draw_glyph_path(name, hue, scale, width)}'


@lru_cache(maxsize=512)
def _draw_glyph_path(name: str, hue: str, scale: float, width: float) -> str:
    size = f" scale({scale:g})" if scale != 1.0 else ""
    return (
        f'{size}" d="{GLYPHS[name]}" fill="none" stroke="{hue}" '
        f'stroke-width="{width:g}" stroke-linecap="round" stroke-linejoin="round"/>'
    )
