"""The parts by which a link is drawn: its line, and its marker; in the picture and in the legend alike."""

from renderers.glyphs import draw_glyph
from renderers.layout.edge_routes import MARKER
from renderers.style import LinkSigns, Theme

_STROKE = 1.8


def draw_line(path_data: str, sign: LinkSigns, hue: str) -> str:
    """Return the line of a link along path data, as wide and as broken as its sign says."""
    dash = f' stroke-dasharray="{sign.dash}"' if sign.dash else ""
    return f'<path class="line" d="{path_data}" fill="none" stroke="{hue}" stroke-width="{sign.width:g}"{dash}/>'


def draw_branch(path_data: str, theme: Theme, more: str = "") -> str:
    """Return the thin line from a record to the question that it answers, or to its source."""
    return f'<path class="branch" d="{path_data}" fill="none" stroke="{theme.rule}" stroke-width="1.2"{more}/>'


def draw_ring(x: float, y: float, sign: LinkSigns, hue: str, ground: str) -> str:
    """Return the marker of an inference that is no test: its glyph in a ring around (x, y)."""
    return (
        f'<circle class="inference" cx="{x:.1f}" cy="{y:.1f}" r="{MARKER / 2 - 1:g}" fill="{ground}" '
        f'stroke="{hue}" stroke-width="{_STROKE:g}"/>' + draw_glyph(sign.glyph, x, y, hue)
    )


def draw_frame(left: float, top: float, width: float, height: float, hue: str, ground: str) -> str:
    """Return the frame in which a verdict, or a glyph with more beside it, stands."""
    return (
        f'<rect class="inference" x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}" '
        f'rx="12" fill="{ground}" stroke="{hue}" stroke-width="{_STROKE:g}"/>'
    )
