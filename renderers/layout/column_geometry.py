"""The abscissas of a drawing: its columns, the gutters between them, and the lanes in the gutters."""

from renderers.layout.edge_routes import Lane

MARGIN = 28.0
GAP = 18.0
EMPTY_GUTTER = 52.0


class ColumnGeometry:
    """The abscissas: columns, gutters and lanes."""

    def __init__(self, widths: list[float], lanes: dict[int, dict[int, float]], busy: set[int], side: float) -> None:
        self.widths = widths
        self.lefts: list[float] = []
        self.lane_middles: dict[Lane, float] = {}
        x = MARGIN
        for gutter in range(len(widths) + 1):
            lane_widths = lanes.get(gutter)
            outer = gutter in {0, len(widths)}
            if lane_widths:
                x += side
                for lane, width in lane_widths.items():
                    self.lane_middles[(gutter, lane)] = x + width / 2
                    x += width + GAP
                x += side - GAP
            elif not outer:
                x += EMPTY_GUTTER if gutter in busy else EMPTY_GUTTER / 2
            if gutter < len(widths):
                self.lefts.append(x)
                x += widths[gutter]
        self.width = x + MARGIN
        # The left and the right edges of all columns.
        self.column_edges = {x for left, width in zip(self.lefts, widths, strict=True) for x in (left, left + width)}

    def find_column_edge(self, column: int, *, left: bool) -> float:
        """Return the abscissa of a column's left or right edge."""
        return self.lefts[column] + (0.0 if left else self.widths[column])
