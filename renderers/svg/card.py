"""The card of a map: a small picture of it, of the size in which other sites show a link."""

import re

from argument_maps.selection.selecting import Selected
from models.vocabulary import ClaimKind
from renderers.boxes.record_box import draw_text_group, draw_text_line, escape_attribute, escape_body
from renderers.style import THEMES
from renderers.svg.picture import draw_picture
from renderers.typography import Face, measure

# The size that Open Graph and Twitter cards ask for, in pixels.
WIDTH, HEIGHT = 1200, 630
MARGIN = 56.0
TITLE = Face("Noto Serif", "Bold", 50.0)
COUNTS = Face("Noto Sans", "Regular", 26.0)
MOST_LINES = 2
# So much of the map is seen in the card's width; at actual size it would be two columns of four.
MAP_WIDTH = 1700.0

_ROOT = re.compile(r"<svg\b[^>]*?viewBox=\"0 0 ([0-9.]+) ([0-9.]+)\"[^>]*>")
_PARTS = re.compile(r'<g class="parts" transform="translate\(0,([0-9.]+)\)">')


def draw_card(selected: Selected, *, theme: str = "light") -> str:
    """Return the card as SVG: the title, what the map holds, and the beginning of its picture."""
    colours = THEMES[theme]
    title = selected.whole.title
    lines = _fold_title(title, WIDTH - 2 * MARGIN)
    y = MARGIN
    drawn = []
    for line in lines:
        y += TITLE.line
        drawn.append(draw_text_line(line, TITLE, MARGIN, y - 16))
    y += COUNTS.line + 8
    counted = draw_text_line(_count_records(selected), COUNTS, MARGIN, y - 10)
    top = y + 18
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'role="img" aria-label="{escape_attribute(title)}"><title>{escape_body(title)}</title>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{colours.ground}"/>'
        f"{_draw_excerpt(selected, theme, top)}"
        f'<rect width="{WIDTH}" height="{top:.1f}" fill="{colours.band}"/>'
        f'<rect width="12" height="{top:.1f}" fill="#8C1D18"/>'
        f"{draw_text_group(TITLE, colours.text, ''.join(drawn))}"
        f"{draw_text_group(COUNTS, colours.muted, counted)}</svg>\n"
    )


def _fold_title(title: str, width: float) -> list[str]:
    lines = measure(TITLE).fold(title, width)
    if len(lines) <= MOST_LINES:
        return lines
    last = lines[MOST_LINES - 1]
    while last and measure(TITLE).width(f"{last}…") > width:
        last = last[:-1]
    return [*lines[: MOST_LINES - 1], f"{last.rstrip()}…"]


def _count_records(selected: Selected) -> str:
    graph = selected.graph
    beliefs = sum(claim.kind == ClaimKind.PERCEPTION for claim in graph.claims)
    numbers = [
        (beliefs, "perception"),
        (len(graph.interpretations), "interpretation"),
        (len(graph.sources), "source"),
    ]
    counts = [f"{number} {word}{'' if number == 1 else 's'}" for number, word in numbers if number]
    return " · ".join(["Sic et Non", *counts])


def _draw_excerpt(selected: Selected, theme: str, top: float) -> str:
    """Return the beginning of the map's picture, from its first strip on, below `top`."""
    if not selected.graph.statements:
        return ""
    svg = draw_picture(selected, theme=theme)
    root, parts = _ROOT.search(svg), _PARTS.search(svg)
    if root is None or parts is None:
        return ""
    excerpt_width = min(float(root[1]), MAP_WIDTH)
    height = (HEIGHT - top) * excerpt_width / WIDTH
    # A little above the first box, where the heading of its question stands.
    begin = max(0.0, float(parts[1]))
    return (
        f'<svg x="0" y="{top:.1f}" width="{WIDTH}" height="{HEIGHT - top:.1f}" '
        f'viewBox="0 {begin:.1f} {excerpt_width:.1f} {height:.1f}" preserveAspectRatio="xMinYMin slice">'
        f"{svg[root.end() : svg.rindex('</svg>')]}</svg>"
    )
