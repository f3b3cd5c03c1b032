"""Lines that know which way their characters run: that follows from the whole paragraph, not from the line alone."""

from collections.abc import Sequence

from renderers.shaping.directions import may_turn, resolve_levels

# A line's text and its width in pixels: of one that begins at the right, all the room up to there.
MeasuredLine = tuple[str, float]


class DirectedLine(str):
    """A line of a paragraph in which something runs from the right.

    `levels` are the embedding levels of its characters in the whole paragraph, which the line alone does not tell,
    `base` is that of the paragraph, and `room` is how many pixels the line was folded to: where the base is odd, it
    ends there.
    """

    __slots__ = ("base", "levels", "room")

    def __new__(cls, text: str, base: int, levels: Sequence[int], room: float) -> "DirectedLine":
        """Return the text with what is known of it."""
        line = super().__new__(cls, text)
        line.base, line.levels, line.room = base, levels, room
        return line

    base: int
    levels: Sequence[int]
    room: float


def direct_lines(paragraph: str, lines: list[MeasuredLine], room: float) -> list[MeasuredLine]:
    """Return the lines of a paragraph with their levels, where anything in it runs from the right."""
    if not may_turn(paragraph):
        return lines
    base, levels = resolve_levels(paragraph)
    directed: list[MeasuredLine] = []
    stop = 0
    for line, width in lines:
        start = paragraph.index(line, stop)
        stop = start + len(line)
        directed.append((DirectedLine(line, base, levels[start:stop], room), room if base % 2 else width))
    return directed


def find_levels(text: str) -> Sequence[int]:
    """Return the embedding levels of a line's characters, none where all run from the left."""
    if isinstance(text, DirectedLine):
        return text.levels
    return resolve_levels(text).levels if may_turn(text) else ()
