"""What became of a record from one year on, as a bar: the sign of the label on a tile, and how many documents."""

from argument_maps.weighing.surveys.timelines import WeighedMoment
from argument_maps.weighing.weighed_words import ON_AUTHORITY
from models.weighing_vocabulary import WeighedLabel
from renderers.boxes.record_box import draw_text_group, draw_text_line
from renderers.boxes.weighed_badges import TILE, draw_tile
from renderers.style import HEADER, LABELS, Theme
from renderers.typography import measure

BAR_HEIGHT = 28.0
_SPACE = 5.0
# Dashes of the frame, as the boxes of pages have them; a broken frame is that of what stands on authority alone.
_DASHES: dict[str, str] = {
    WeighedLabel.FALLS: "9 4",
    WeighedLabel.UNRESOLVED: "1.5 4",
    WeighedLabel.UNSUPPORTED: "1.5 4",
}
_ON_AUTHORITY_DASH = "4 3"
_HATCH_STEP = 9.0


def word_moment(moment: WeighedMoment) -> str:
    """Return what became of a record, in words, with the number of documents."""
    if moment.label is None:
        return "not yet known"
    word = ON_AUTHORITY if moment.on_authority else moment.label
    documents = f"{moment.documents} independent {'document' if moment.documents == 1 else 'documents'}"
    return f"{word}, {documents}"


def measure_bar(moment: WeighedMoment) -> float:
    """Return the least width of a bar in pixels, with its tile and figure."""
    return TILE + 3 * _SPACE + measure(HEADER).width(str(moment.documents))


def draw_bar(moment: WeighedMoment, left: float, top: float, width: float, theme: Theme) -> str:
    """Return a bar with its upper left corner at the place given, nothing where the record was not known."""
    if moment.label is None:
        return ""
    signs, middle = LABELS[moment.label], top + BAR_HEIGHT / 2
    hue, figure = theme.hues[signs.hue], str(moment.documents)
    dash = _ON_AUTHORITY_DASH if moment.on_authority else _DASHES.get(moment.label, "")
    broken = f' stroke-dasharray="{dash}"' if dash else ""
    frame = f'x="{left + 0.8:.1f}" y="{top + 0.8:.1f}" width="{width - 1.6:.1f}" height="{BAR_HEIGHT - 1.6:.1f}" rx="4"'
    drawn = f'<rect {frame} fill="{theme.ground}"/><rect {frame} fill="{hue}" fill-opacity=".12"/>'
    end = left + TILE + 2 * _SPACE + measure(HEADER).width(figure) + _SPACE
    if moment.label == WeighedLabel.FALLS:
        drawn += _draw_hatch(end, left + width - 4, top, hue)
    if moment.label == WeighedLabel.CONTESTED:
        inner = f'x="{left + 3.3:.1f}" y="{top + 3.3:.1f}" width="{width - 6.6:.1f}" height="{BAR_HEIGHT - 6.6:.1f}"'
        drawn += f'<rect {inner} rx="2" fill="none" stroke="{hue}" stroke-width=".8"/>'
    said = draw_text_line(figure, HEADER, left + TILE + 2 * _SPACE, middle + HEADER.size * 0.35)
    return (
        f'{drawn}<rect class="bar {moment.label}" {frame} fill="none" stroke="{hue}" stroke-width="1.6"{broken}/>'
        f"{draw_tile(signs, left + _SPACE + TILE / 2, middle, theme)}{draw_text_group(HEADER, theme.text, said)}"
    )


def _draw_hatch(left: float, right: float, top: float, hue: str) -> str:
    rise = BAR_HEIGHT - 8
    run, place, strokes = rise * 0.6, left, ""
    while place + run <= right:
        strokes += f"M{place:.1f},{top + 4 + rise:.1f}l{run:.1f},-{rise:.1f}"
        place += _HATCH_STEP
    return f'<path class="hatching" d="{strokes}" fill="none" stroke="{hue}" stroke-width="1.1"/>' if strokes else ""
