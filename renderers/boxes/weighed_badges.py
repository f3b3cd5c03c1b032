"""What becomes of a record when the map is weighed, as its box shows it: a badge, hatching where it falls, a ring.

A badge has a glyph on a tile and a word beside it; its frame is broken where a record stands on authority alone.
Nothing depends on colour.
"""

from collections.abc import Iterator

from argument_maps.weighing.weighed_labels import WeighedLabels
from argument_maps.weighing.weighed_words import word_label
from models.weighing_vocabulary import WeighedLabel
from renderers.boxes.record_box import BADGE_HEIGHT, PADDING, draw_text_group, draw_text_line
from renderers.glyphs import draw_glyph
from renderers.style import HEADER, LABELS, SET_ASIDE_SIGNS, LabelSigns, Theme
from renderers.typography import measure

TILE = 18.0
"""The side of a tile with a glyph, in pixels."""
_SPACE = 8.0
# Hatching runs round a box within the padding of its text, and leaves out its corners, which may be round.
_HATCHED, _STEP, _CORNER = 7.0, 6.0, 16.0
_RING, _TAG_HEIGHT = 5.0, 22.0
TURNED_ROOM = (7.0, 17.0)
"""What the ring around a box whose label turned takes around it, and with its tag above it, in pixels."""


def _choose_label_signs(weighed: WeighedLabels, label: str) -> LabelSigns:
    found = weighed.find(label)
    return SET_ASIDE_SIGNS if found is None else LABELS[found]


def measure_badge(weighed: WeighedLabels | None, label: str) -> float:
    """Return the width in pixels of the badge of a record or link, 0 where it has none."""
    words = word_label(weighed, label) if weighed is not None else ""
    return measure_worded_badge(words) if words else 0.0


def measure_worded_badge(words: str) -> float:
    """Return the width in pixels of a badge with these words."""
    return round(BADGE_HEIGHT + measure(HEADER).width(words) + 2 * _SPACE, 1)


def draw_badge(weighed: WeighedLabels, label: str, left: float, top: float, theme: Theme) -> str:
    """Return the badge of a record, link or source, with its upper left corner at the place given."""
    signs, words = _choose_label_signs(weighed, label), word_label(weighed, label)
    return draw_worded_badge(signs, words, left, top, theme, broken=weighed.is_on_authority(label))


def draw_worded_badge(
    signs: LabelSigns, words: str, left: float, top: float, theme: Theme, *, broken: bool = False
) -> str:
    """Return a badge with these signs and words."""
    hue = theme.hues[signs.hue]
    dash = ' stroke-dasharray="4 3"' if broken else ""
    frame = (
        f'<rect class="badge" x="{left + 0.8:.1f}" y="{top + 0.8:.1f}" '
        f'width="{measure_worded_badge(words) - 1.6:.1f}" height="{BADGE_HEIGHT - 1.6:.1f}" rx="3" '
        f'fill="{theme.ground}" stroke="{hue}" stroke-width="1.6"{dash}/>'
    )
    said = draw_text_line(words, HEADER, left + BADGE_HEIGHT + _SPACE, top + BADGE_HEIGHT / 2 + HEADER.size * 0.35)
    middle = BADGE_HEIGHT / 2
    return frame + draw_tile(signs, left + middle, top + middle, theme) + draw_text_group(HEADER, theme.text, said)


def draw_tile(signs: LabelSigns, x: float, y: float, theme: Theme) -> str:
    """Return the glyph of a label on a tile around (x, y)."""
    hue, half = theme.hues[signs.hue], TILE / 2
    return (
        f'<rect class="tile" x="{x - half:.1f}" y="{y - half:.1f}" width="{TILE:g}" height="{TILE:g}" rx="3" '
        f'fill="{hue}"/>{draw_glyph(signs.glyph, x, y, theme.ground, scale=0.9)}'
    )


def draw_weighed_box(
    weighed: WeighedLabels, label: str, size: tuple[float, float], badge_place: tuple[float, float], theme: Theme
) -> str:
    """Return what stands on a box of this width and height, from its upper left corner: badge, hatching and ring."""
    signs = _choose_label_signs(weighed, label)
    drawn = ""
    if signs == LABELS[WeighedLabel.FALLS]:
        drawn += draw_hatching(*size, theme.hues[signs.hue])
    elif signs == SET_ASIDE_SIGNS:
        # A source's box is as high as its tab only at the left.
        drawn += draw_hatching(*size, theme.hues[signs.hue], top=size[0] * 0.35)
    drawn += draw_badge(weighed, label, *badge_place, theme)
    former = weighed.turned.get(label)
    return drawn + (draw_turned_ring(*size, former, theme) if former is not None else "")


def draw_hatching(width: float, height: float, hue: str, *, top: float | None = None, corner: float = _CORNER) -> str:
    """Return hatching along the sides of a box, within the padding around what it says; `top` is how far above it."""
    low, high, run = height - _HATCHED - 1.5, 1.5, f"l{_HATCHED:g},-{_HATCHED:g}"
    across = [f"M{x:.1f},{high + _HATCHED:.1f}{run}" for x in _step(width if top is None else top, corner)]
    across += [f"M{x:.1f},{low + _HATCHED:.1f}{run}" for x in _step(width, corner)]
    right = width - _HATCHED - 1.5
    down = [f"M{x:.1f},{y + _HATCHED:.1f}{run}" for y in _step(height, corner) for x in (1.5, right)]
    return f'<path class="hatching" d="{"".join(across + down)}" fill="none" stroke="{hue}" stroke-width="1.3"/>'


def _step(length: float, corner: float) -> Iterator[float]:
    """Yield where the strokes of a side of this length begin."""
    place, last = corner - _HATCHED / 2, length - corner - _HATCHED / 2
    while place <= last:
        yield place
        place += _STEP


def draw_turned_ring(width: float, height: float, former: str, theme: Theme, *, left: float = PADDING) -> str:
    """Return the ring around a box whose label turned, with a tag on its upper edge that says what it was."""
    words = f"was: {former}"
    across = measure(HEADER).width(words) + BADGE_HEIGHT + _SPACE
    frame = draw_plain_ring(0.0, 0.0, width, height, theme)
    top = -_RING - _TAG_HEIGHT / 2
    tag = (
        f'<rect class="turned" x="{left:.1f}" y="{top:.1f}" width="{across:.1f}" height="{_TAG_HEIGHT:g}" rx="4" '
        f'fill="{theme.text}"/>{draw_glyph("turned", left + 13, -_RING, theme.ground, scale=0.9)}'
    )
    said = draw_text_line(words, HEADER, left + BADGE_HEIGHT, -_RING + HEADER.size * 0.34)
    return frame + tag + draw_text_group(HEADER, theme.ground, said)


def draw_plain_ring(left: float, top: float, width: float, height: float, theme: Theme) -> str:
    """Return a ring around a box or marker, as wide and as high as that is."""
    return (
        f'<rect class="turned" x="{left - _RING:.1f}" y="{top - _RING:.1f}" width="{width + 2 * _RING:.1f}" '
        f'height="{height + 2 * _RING:.1f}" rx="9" fill="none" stroke="{theme.text}" stroke-width="3"/>'
    )
