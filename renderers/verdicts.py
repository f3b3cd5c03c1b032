"""The verdict of a test, as it sits on the edge between a finding and a perception."""

from collections.abc import Iterable

from argument_maps.graph import Link
from renderers.boxes import text_group, text_line
from renderers.marks import glyph
from renderers.style import CITATION, HEADER, Theme
from renderers.typography import Face, measure

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
    verdict, note = _verdict_lines(link), _note_lines(link)
    room = max(_GLYPH + _widest(verdict, HEADER), _widest(note, CITATION))
    height = len(verdict) * HEADER.line + len(note) * CITATION.line
    return round(room + 2 * _PADDING, 1), round(height + _PADDING * 1.2, 1)


def _widest(lines: list[str], face: Face) -> float:
    return max(map(measure(face).width, lines), default=0.0)


def _verdict_lines(link: Link) -> list[str]:
    return measure(HEADER).fold(link.verdict or "", WIDEST - 2 * _PADDING - _GLYPH)


def _note_lines(link: Link) -> list[str]:
    return measure(CITATION).fold(link.note, WIDEST - 2 * _PADDING) if link.note else []


def pill_text(link: Link, left: float, top: float, hue: str, name: str, theme: Theme) -> str:
    """Return glyph, verdict and note for a pill whose upper left corner is given."""
    y = top + _PADDING * 0.6
    told, y = _lines(_verdict_lines(link), HEADER, left + _PADDING + _GLYPH, y)
    noted, _ = _lines(_note_lines(link), CITATION, left + _PADDING, y)
    mark = glyph(name, left + _PADDING + 6, top + _PADDING * 0.6 + HEADER.line / 2, hue)
    return mark + text_group(HEADER, theme.text, told) + (text_group(CITATION, theme.muted, noted) if noted else "")


def _lines(lines: list[str], face: Face, x: float, y: float) -> tuple[str, float]:
    drawn = []
    for line in lines:
        drawn.append(text_line(line, face, x, y + face.size))
        y += face.line
    return "".join(drawn), y
