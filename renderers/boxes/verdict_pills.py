"""The verdict of a test, as it sits on the edge between a finding and a perception."""

from collections.abc import Iterable
from functools import lru_cache

from argument_maps.graph import Link
from renderers.boxes.record_box import text_group, text_lines
from renderers.glyphs import glyph
from renderers.style import CITATION, HEADER, Theme
from renderers.typography import Measured, measure

WIDEST = 160.0
_PADDING = 10.0
_GLYPH = 20.0


def reified(links: Iterable[Link]) -> set[str]:
    """Return the links whose inference has to be shown as a thing: with co-premises, or argued with."""
    links = list(links)
    return {link.id for link in links if len(link.premises) > 1} | (
        {link.id for link in links} & {link.target for link in links}
    )


def pill_size(link: Link) -> tuple[float, float]:
    """Return the width and height in pixels of the verdict with its note."""
    verdict, note = _verdict_lines(link.verdict or ""), _note_lines(link.note)
    room = max(_GLYPH + _widest(verdict), _widest(note))
    height = len(verdict) * HEADER.line + len(note) * CITATION.line
    return round(room + 2 * _PADDING, 1), round(height + _PADDING * 1.2, 1)


def _widest(lines: Iterable[Measured]) -> float:
    return max((width for _, width in lines), default=0.0)


# A map has few verdicts, each on many links.
@lru_cache(maxsize=1_000)
def _verdict_lines(verdict: str) -> tuple[Measured, ...]:
    return tuple(measure(HEADER).lines(verdict, WIDEST - 2 * _PADDING - _GLYPH))


@lru_cache(maxsize=10_000)
def _note_lines(note: str) -> tuple[Measured, ...]:
    return tuple(measure(CITATION).lines(note, WIDEST - 2 * _PADDING)) if note else ()


def pill_text(link: Link, left: float, top: float, hue: str, name: str, theme: Theme) -> str:
    """Return glyph, verdict and note for a pill whose upper left corner is given."""
    y = top + _PADDING * 0.6
    verdict, note = _verdict_lines(link.verdict or ""), _note_lines(link.note)
    drawn = glyph(name, left + _PADDING + 6, y + HEADER.line / 2, hue)
    told = text_lines(verdict, HEADER, left + _PADDING + _GLYPH, y + HEADER.size)
    drawn += text_group(HEADER, theme.text, told)
    if note:
        noted = text_lines(note, CITATION, left + _PADDING, y + len(verdict) * HEADER.line + CITATION.size)
        drawn += text_group(CITATION, theme.muted, noted)
    return drawn
