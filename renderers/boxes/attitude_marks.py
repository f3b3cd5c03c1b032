"""What a reader makes of a record, as it stands on the record's box or link: a glyph and a word in a frame.

The frame is whole where a source states it and broken where it follows from what the reader holds, so that
nothing depends on colour.
"""

from argument_maps.citation.sources import full_name
from argument_maps.comparison.readers import Attitude
from argument_maps.graph import Graph
from models.vocabulary import StanceKind
from renderers.boxes.record_box import MARK_HEIGHT, draw_text_group, draw_text_line
from renderers.glyphs import draw_glyph
from renderers.style import HEADER, Theme
from renderers.typography import measure

_GLYPH = 22.0
_PADDING = 9.0
_SIGNS: dict[str, tuple[str, str]] = {
    StanceKind.ACCEPTS: ("support", "tick"),
    StanceKind.REJECTS: ("attack", "cross"),
    StanceKind.QUALIFIES: ("qualify", "wave"),
    StanceKind.UNDECIDED: ("open", "question"),
}
_VERBS: dict[str, str] = {
    StanceKind.ACCEPTS: "accepts it",
    StanceKind.REJECTS: "rejects it",
    StanceKind.QUALIFIES: "qualifies it",
    StanceKind.UNDECIDED: "leaves it undecided",
}


def measure_mark(word: str) -> float:
    """Return the width in pixels of the mark for a stance."""
    return round(_GLYPH + measure(HEADER).width(word) + 2 * _PADDING - 4, 1)


def draw_mark(word: str, left: float, top: float, theme: Theme, *, stated: bool) -> str:
    """Return the mark for a stance, with its upper left corner at the place given."""
    hue, sign = _SIGNS[word]
    colour = theme.hues[hue]
    dash = "" if stated else ' stroke-dasharray="4 3"'
    frame = (
        f'<rect x="{left + 0.8:.1f}" y="{top + 0.8:.1f}" width="{measure_mark(word) - 1.6:.1f}" '
        f'height="{MARK_HEIGHT - 1.6:.1f}" rx="11" fill="{theme.ground}" stroke="{colour}" stroke-width="1.6"{dash}/>'
    )
    label = draw_text_line(word, HEADER, left + _PADDING + _GLYPH - 4, top + MARK_HEIGHT / 2 + HEADER.size * 0.35)
    drawn = draw_glyph(sign, left + _PADDING + 6, top + MARK_HEIGHT / 2, colour, scale=0.9)
    return frame + drawn + draw_text_group(HEADER, theme.text, label)


def describe_attitude(graph: Graph, reader: str, attitude: Attitude) -> str:
    """Return in words what a reader makes of a record, and whether that is stated or follows."""
    name = full_name(graph.agents_by_id[reader])
    if attitude.stated is not None:
        return f"{name} {_VERBS[attitude.stance]} ({attitude.stated.id})"
    if attitude.follows_from == (attitude.target,):
        return f"{name} {_VERBS[attitude.stance]}, as holding it"
    return f"{name} {_VERBS[attitude.stance]}, as follows from {', '.join(attitude.follows_from)}"
