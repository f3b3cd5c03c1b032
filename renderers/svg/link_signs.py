"""The parts by which a link is drawn: its line, and its marker; in the picture and in the legend alike."""

import dataclasses

from renderers.glyphs import draw_glyph
from renderers.layout.edge_routes import MARKER
from renderers.style import LABELS, LineShape, LinkSigns, Theme

_STROKE = 1.8


def draw_line(path_data: str, sign: LinkSigns, hue: str) -> str:
    """Return the line of a link along path data, as wide and as broken as its sign says."""
    dash = f' stroke-dasharray="{sign.dash}"' if sign.dash else ""
    return f'<path class="line" d="{path_data}" fill="none" stroke="{hue}" stroke-width="{sign.width:g}"{dash}/>'


def draw_weighed_line(path_data: str, sign: LinkSigns, hue: str, label: str, ground: str) -> str:
    """Return the line of a link as its sign says, and as what becomes of it does; it stands as it is drawn else.

    One that falls is thin and crossed by strokes: the dashes of a wide line are strokes across it. A contested one is
    double, an unresolved one dotted, and on an unsupported one are beads.
    """
    match LABELS[label].line:
        case LineShape.CROSSED:
            strokes = _overlay(path_data, "crossed", hue, 9, "1.8 18")
            return draw_line(path_data, dataclasses.replace(sign, width=1.2), hue) + strokes
        case LineShape.DOUBLE:
            whole = draw_line(path_data, dataclasses.replace(sign, width=sign.width + 3.4, dash=""), hue)
            return whole + _overlay(path_data, "double", ground, sign.width + 0.4)
        case LineShape.DOTTED:
            return _overlay(path_data, "line", hue, sign.width + 1.6, "0 9", "round")
        case LineShape.BEADED:
            beads = _overlay(path_data, "beads", hue, 8, "0 26", "round")
            inner = _overlay(path_data, "beads", ground, 4.6, "0 26", "round")
            return draw_line(path_data, dataclasses.replace(sign, width=1.2), hue) + beads + inner
        case _:
            return draw_line(path_data, sign, hue)


def _overlay(path_data: str, name: str, hue: str, width: float, dash: str = "", cap: str = "") -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    capped = f' stroke-linecap="{cap}"' if cap else ""
    return f'<path class="{name}" d="{path_data}" fill="none" stroke="{hue}" stroke-width="{width:g}"{dashed}{capped}/>'


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
