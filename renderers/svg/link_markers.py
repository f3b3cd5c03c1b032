"""The marker of a link: its glyph or verdict, what becomes of the link, and what a reader makes of it."""

from argument_maps.selection.selecting import Selected
from argument_maps.values import Link
from models.vocabulary import Relation
from renderers.boxes.attitude_marks import draw_mark, measure_mark
from renderers.boxes.record_box import BADGE_HEIGHT, MARK_HEIGHT
from renderers.boxes.verdict_pills import draw_pill_text, measure_pill
from renderers.boxes.weighed_badges import TILE, draw_badge, draw_plain_ring, draw_tile, measure_badge
from renderers.glyphs import draw_glyph
from renderers.layout.drawing import Edge
from renderers.layout.edge_routes import MARKER
from renderers.style import LABELS, LinkSigns, Theme
from renderers.svg.link_signs import draw_frame, draw_ring

# Around what a reader makes of a link, and the badge, in the link's marker.
_MARK_SPACE = 6.0
_TILE_SPACE = 4.0


def measure_marker(selected: Selected, link: Link) -> tuple[float, float]:
    """Return the width and height of a link's marker in pixels."""
    attitude, weighed = selected.attitudes.get(link.id), selected.weighed
    own = measure_mark(attitude.stance) if attitude is not None else 0.0
    if link.relation == Relation.TESTS:
        width, height = measure_pill(link)
        badge = measure_badge(weighed, link.id)
        for row, high in ((badge, BADGE_HEIGHT), (own, MARK_HEIGHT)):
            if row:
                width, height = max(width, row + 2 * _MARK_SPACE), height + high + _MARK_SPACE
        return width, height
    width, height = MARKER, MARKER
    if weighed is not None:
        width += TILE + _TILE_SPACE
    if own:
        width, height = width + own + 2 * _MARK_SPACE, max(height, MARK_HEIGHT + 2 * _MARK_SPACE)
    return width, height


def draw_marker(selected: Selected, edge: Edge, hue: str, sign: LinkSigns, theme: Theme) -> str:
    """Return the marker of a link in its place."""
    is_test = edge.link.relation == Relation.TESTS
    if not is_test and selected.weighed is None and edge.link.id not in selected.attitudes:
        return draw_ring(edge.x, edge.y, sign, hue, theme.ground)
    left, top = edge.x - edge.width / 2, edge.y - edge.height / 2
    frame = draw_frame(left, top, edge.width, edge.height, hue, theme.ground)
    if selected.weighed is not None and edge.link.id in selected.weighed.turned:
        frame += draw_plain_ring(left, top, edge.width, edge.height, theme)
    if is_test:
        return frame + _draw_test(selected, edge, hue, sign, theme)
    return frame + _draw_inference(selected, edge, hue, sign, theme)


def _draw_test(selected: Selected, edge: Edge, hue: str, sign: LinkSigns, theme: Theme) -> str:
    """Return a verdict, with the badge below it, and below that what a reader makes of the test."""
    left, top = edge.x - edge.width / 2, edge.y - edge.height / 2
    drawn = draw_pill_text(edge.link, left, top, hue, sign.glyph, theme)
    attitude = selected.attitudes.get(edge.link.id)
    bottom = edge.y + edge.height / 2 - _MARK_SPACE
    mark = ""
    if attitude is not None:
        place = (left + _MARK_SPACE, bottom - MARK_HEIGHT)
        mark = draw_mark(attitude.stance, *place, theme, stated=attitude.stated is not None)
        bottom = place[1] - _MARK_SPACE
    if selected.weighed is not None:
        drawn += draw_badge(selected.weighed, edge.link.id, left + _MARK_SPACE, bottom - BADGE_HEIGHT, theme)
    return drawn + mark


def _draw_inference(selected: Selected, edge: Edge, hue: str, sign: LinkSigns, theme: Theme) -> str:
    """Return a glyph, with the tile of the label and what a reader makes of the link beside it."""
    left = edge.x - edge.width / 2
    drawn = draw_glyph(sign.glyph, left + MARKER / 2 + 2, edge.y, hue)
    right = left + MARKER
    if selected.weighed is not None:
        signs = LABELS[selected.weighed.weighing.labels[edge.link.id]]
        drawn += draw_tile(signs, right + TILE / 2 - 0.5, edge.y, theme)
        right += TILE + _TILE_SPACE
    attitude = selected.attitudes.get(edge.link.id)
    if attitude is not None:
        stated = attitude.stated is not None
        drawn += draw_mark(attitude.stance, right + _MARK_SPACE, edge.y - MARK_HEIGHT / 2, theme, stated=stated)
    return drawn
