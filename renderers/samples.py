"""The signs of a relation as a small drawing by itself: in a legend, and in the text beside a passage."""

from renderers.marks import INSET, glyph, head
from renderers.style import RELATIONS, VERDICTS, Signs

LINE = 62.0
SHORT = 46.0


def sample(sign: Signs, hue: str, ground: str, length: float = LINE) -> str:
    """Return a line with the dash, the glyph and the arrowhead of a sign, from (0, 0) to (length, 0)."""
    dash = f' stroke-dasharray="{sign.dash}"' if sign.dash else ""
    end = length - INSET[sign.head]
    middle = 22.0 if length == LINE else length / 2 - 6
    return (
        f'<path d="M0,0H{end:.1f}" fill="none" stroke="{hue}" stroke-width="{sign.width:g}"{dash}/>'
        f'<circle cx="{middle:g}" cy="0" r="10" fill="{ground}" stroke="{hue}" stroke-width="1.6"/>'
        + glyph(sign.glyph, middle, 0, hue, scale=0.9)
        + head(sign.head, length, 0, hue, ground, leftward=False)
    )


def symbols() -> str:
    """Return an SVG with the sample of every relation and verdict as a symbol, coloured by what is around its use.

    Their ids are `sign-` and the word, with hyphens for what is no letter.
    """
    drawn = "".join(
        f'<symbol id="sign-{slug(word)}" viewBox="-1 -11 {SHORT + 2:g} 22">'
        f"{sample(sign, 'currentColor', 'var(--ground)', SHORT)}</symbol>"
        for word, sign in {**RELATIONS, **VERDICTS}.items()
    )
    return f'<svg class="signs" width="0" height="0" aria-hidden="true" focusable="false">{drawn}</svg>'


def slug(word: str) -> str:
    """Return a word of the vocabulary as it stands in ids and classes."""
    return word.replace(":", "").replace(" ", "-")


SIGNS = frozenset(slug(word) for word in (*RELATIONS, *VERDICTS))
"""The words, as in ids and classes, that have a symbol."""
