"""What is said above gathered boxes, and the brackets beside them."""

from renderers.boxes.record_box import draw_text_group, draw_text_line
from renderers.layout.column_geometry import MARGIN
from renderers.layout.drawing import PlacedGathering
from renderers.style import COLUMN, Theme


def draw_gathering_heading(placed: PlacedGathering, theme: Theme) -> str:
    """Return the heading of gathered boxes with the brackets to which their lines go, as SVG."""
    brackets = [polyline.points for polyline in placed.brackets]
    lines = "".join(f"M{x:.1f},{y:.1f}V{low:.1f}" for (x, y), (_, low) in brackets)
    left = MARGIN
    if brackets:
        left, y = brackets[0][0]
        lines += f"M{left:.1f},{y:.1f}H{brackets[-1][0][0]:.1f}"
    path = f'<path class="bracket" d="{lines}" fill="none" stroke="{theme.rule}" stroke-width="1.2"/>'
    words = draw_text_line(placed.gathering.heading, COLUMN, left, placed.top + 20.0)
    return f'<g class="gathering">{path if lines else ""}{draw_text_group(COLUMN, theme.muted, words)}</g>'
