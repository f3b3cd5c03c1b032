"""What stands above a picture: its title, what was selected, and what its columns are called."""

from collections.abc import Sequence

from renderers.boxes.record_box import draw_text_group, draw_text_line, draw_text_lines
from renderers.layout.column_geometry import MARGIN
from renderers.layout.drawing import Drawing
from renderers.style import COLUMN, META, TITLE, Theme
from renderers.typography import measure


def draw_title(title: str, subtitle: str, width: float, theme: Theme) -> tuple[str, float]:
    """Return the title with what was selected below it, as SVG, and its height, at a width in pixels."""
    parts, y = [], MARGIN
    headings = [(title, TITLE, theme.text, 8), *([(subtitle, META, theme.muted, 3)] if subtitle else [])]
    for text, face, colour, rise in headings:
        lines = measure(face).lines(text, width - 2 * MARGIN)
        parts.append(draw_text_group(face, colour, draw_text_lines(lines, face, MARGIN, y + face.line - rise)))
        y += len(lines) * face.line
    return "".join(parts), y + 10


def draw_column_titles(titles: Sequence[str], drawing: Drawing, theme: Theme) -> tuple[str, float]:
    """Return the titles of a drawing's columns, as SVG, and the height of the highest, in pixels."""
    if not any(titles) or not drawing.sections:
        return "", 12.0
    folded = [measure(COLUMN).fold(title, width) for title, width in zip(titles, drawing.column_widths, strict=True)]
    lines = "".join(
        draw_text_line(line, COLUMN, left, 22.0 + index * COLUMN.line)
        for title_lines, left in zip(folded, drawing.column_lefts, strict=True)
        for index, line in enumerate(title_lines)
    )
    return draw_text_group(COLUMN, theme.muted, lines), 16 + max(map(len, folded)) * COLUMN.line + 14
