"""The verdict of a test, as it sits on the edge between a finding and a perception."""

from collections.abc import Iterable
from functools import lru_cache

from argument_maps.values import Link
from renderers.boxes.record_box import draw_text_group, draw_text_lines
from renderers.glyphs import draw_glyph
from renderers.shaping.directed_lines import MeasuredLine
from renderers.style import CITATION, HEADER, Theme
from renderers.typography import measure

WIDEST = 160.0
_PADDING = 10.0
_GLYPH = 20.0


def find_reified_links(links: Iterable[Link]) -> set[str]:
    """Return the links whose inference has to be shown as a thing: with co-premises, or argued with."""
    links = list(links)
    return {link.id for link in links if len(link.premises) > 1} | (
        {link.id for link in links} & {link.target for link in links}
    )


def measure_pill(link: Link) -> tuple[float, float]:
    """Return the width and height in pixels of the verdict with its note."""
    verdict, note = _fold_verdict(link.verdict or ""), _fold_note(link.note)
    room = max(_GLYPH + _measure_widest(verdict), _measure_widest(note))
    height = len(verdict) * HEADER.line + len(note) * CITATION.line
    return round(room + 2 * _PADDING, 1), round(height + _PADDING * 1.2, 1)


def _measure_widest(lines: Iterable[MeasuredLine]) -> float:
    return max((width for _, width in lines), default=0.0)


# A map has few verdicts, each on many links.
@lru_cache(maxsize=1_000)
def _fold_verdict(verdict: str) -> tuple[MeasuredLine, ...]:
    return tuple(measure(HEADER).lines(verdict, WIDEST - 2 * _PADDING - _GLYPH))


@lru_cache(maxsize=10_000)
def _fold_note(note: str) -> tuple[MeasuredLine, ...]:
    return tuple(measure(CITATION).lines(note, WIDEST - 2 * _PADDING)) if note else ()


def draw_pill_text(link: Link, left: float, top: float, hue: str, name: str, theme: Theme) -> str:
    """Return glyph, verdict and note for a pill whose upper left corner is given."""
    y = top + _PADDING * 0.6
    verdict, note = _fold_verdict(link.verdict or ""), _fold_note(link.note)
    drawn = draw_glyph(name, left + _PADDING + 6, y + HEADER.line / 2, hue)
    verdict_lines = draw_text_lines(verdict, HEADER, left + _PADDING + _GLYPH, y + HEADER.size)
    drawn += draw_text_group(HEADER, theme.text, verdict_lines)
    if note:
        noted = draw_text_lines(note, CITATION, left + _PADDING, y + len(verdict) * HEADER.line + CITATION.size)
        drawn += draw_text_group(CITATION, theme.muted, noted)
    return drawn
