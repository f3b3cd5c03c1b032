"""The abscissas of a drawing: its columns, the gutters between them, and the lanes in the gutters."""

from renderers.routes import Lane

MARGIN = 28.0
GAP = 34.0
NARROWEST_GAP = 18.0
EMPTY_GUTTER = 52.0


class Frame:
    """The abscissas: columns, gutters and lanes."""

    def __init__(self, widths: list[float], lanes: dict[int, dict[int, float]], busy: set[int], widest: float) -> None:
        self.widths = widths
        fixed = 2 * MARGIN + sum(widths) + sum(width for held in lanes.values() for width in held.values())
        empty = sum(EMPTY_GUTTER if g in busy else EMPTY_GUTTER / 2 for g in range(1, len(widths)) if g not in lanes)
        gaps = sum(len(held) + 1 for held in lanes.values())
        gap = min(GAP, max(NARROWEST_GAP, (widest - fixed - empty) / gaps)) if gaps else GAP
        self.lefts: list[float] = []
        self.lane_middles: dict[Lane, float] = {}
        x = MARGIN
        for gutter in range(len(widths) + 1):
            held = lanes.get(gutter)
            outer = gutter in {0, len(widths)}
            if held:
                x += gap
                for lane, width in held.items():
                    self.lane_middles[(gutter, lane)] = x + width / 2
                    x += width + gap
            elif not outer:
                x += EMPTY_GUTTER if gutter in busy else EMPTY_GUTTER / 2
            if gutter < len(widths):
                self.lefts.append(x)
                x += widths[gutter]
        self.width = x + MARGIN

    def side(self, column: int, *, left: bool) -> float:
        """Return the abscissa of a column's left or right edge."""
        return self.lefts[column] + (0.0 if left else self.widths[column])
