"""The signs of a relation as a small drawing by itself: in a legend, and in the text beside a passage.

They are drawn by the functions that draw the links of a picture.
"""

from renderers.glyphs import INSET, draw_arrowhead, draw_glyph
from renderers.layout.edge_routes import MARKER
from renderers.style import RELATIONS, VERDICTS, LinkSigns
from renderers.svg.link_signs import draw_frame, draw_line, draw_ring

LINE = 92.0
SHORT = 46.0
_PILL = 34.0


def draw_sample(word: str, sign: LinkSigns, hue: str, ground: str, length: float = LINE) -> str:
    """Return a link with the signs of a relation or verdict, from (0, 0) to (length, 0)."""
    end = length - INSET[sign.head]
    middle = 32.0 if length == LINE else length / 2 - 6
    if word in VERDICTS:
        width = _PILL if length == LINE else MARKER
        marker = draw_frame(middle - width / 2, 1 - MARKER / 2, width, MARKER - 2, hue, ground)
        marker += draw_glyph(sign.glyph, middle, 0, hue)
    else:
        marker = draw_ring(middle, 0, sign, hue, ground)
    return (
        draw_line(f"M0,0H{end:.1f}", sign, hue)
        + draw_arrowhead(sign.head, length, 0, hue, ground, leftward=False)
        + marker
    )


def draw_symbols() -> str:
    """Return an SVG with the sample of every relation and verdict as a symbol, coloured by what is around its use.

    Their ids are `sign-` and the word, with hyphens for what is no letter.
    """
    drawn = "".join(
        f'<symbol id="sign-{make_relation_id(word)}" viewBox="-1 -12 {SHORT + 2:g} 24">'
        f"{draw_sample(word, sign, 'currentColor', 'var(--ground)', SHORT)}</symbol>"
        for word, sign in {**RELATIONS, **VERDICTS}.items()
    )
    return f'<svg class="signs" width="0" height="0" aria-hidden="true" focusable="false">{drawn}</svg>'


def make_relation_id(word: str) -> str:
    """Return a word of the vocabulary as it stands in ids and classes."""
    return word.replace(":", "").replace(" ", "-")


SIGNS = frozenset(make_relation_id(word) for word in (*RELATIONS, *VERDICTS))
"""The words, as in ids and classes, that have a symbol."""
