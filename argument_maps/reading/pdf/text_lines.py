"""Lines of text: the words of a line in the order in which they are read, and where it begins and ends."""

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from argument_maps.reading.pdf.bidirectional import (
    has_right_to_left,
    is_right_to_left,
    mend_brackets,
    order_logically,
)
from argument_maps.reading.pdf.regions import PageRegion, RegionLine
from argument_maps.reading.pdf.rows import WORD_GAP, SetWord

_RAISED_GAP = 0.3


class TextPiece(NamedTuple):
    """Words on the line (0), above it (1) or below it (-1)."""

    text: str
    raised: int = 0
    # What stands over it in small letters.
    ruby: str = ""


@dataclass(slots=True)
class TextLine:
    """A line as it is read; `start` and `end` count in the direction of reading, so that the end is always larger.

    `first_width` is the width of its first word, `space` of the space that it would need, `slack` how much its spaces
    are stretched in all. `column` is that of a cell of a table.
    """

    pieces: list[TextPiece]
    start: float
    end: float
    base: float
    size: float
    is_bold: bool
    page: int
    first_width: float = 0.0
    space: float = 0.0
    # The white between its words in all, and between how many.
    white: float = 0.0
    gaps: int = 0
    slack: float = 0.0
    is_right_to_left: bool = False
    column: int = -1
    region: int = -1
    # Of the part of the page that it stands in.
    margin_start: float = 0.0
    margin_end: float = 0.0
    leading: float = 0.0
    is_ragged: bool = False
    # Of each word where its text ends, and its left and right sides; nothing where words are turned.
    places: tuple[tuple[int, float, float], ...] = ()

    @property
    def text(self) -> str:
        """Its words as they are read."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def is_centred(self) -> bool:
        """Whether there is as much white before as behind it."""
        before, after = self.start - self.margin_start, self.margin_end - self.end
        return before > 1.5 * self.size and abs(before - after) < 1.2 * self.size


def read_region_lines(region: PageRegion, page: int, number: int) -> list[TextLine]:
    """Return the lines of a part of a page, with the margins that they have in common."""
    lines = [read_text_line(line, page) for line in region.lines]
    mend_lines(lines)
    for line in lines:
        line.region = number
    if not region.is_table:
        for right_to_left in (False, True):
            members = [line for line in lines if line.is_right_to_left is right_to_left]
            if members:
                _measure_margins(members)
    return lines


def mend_lines(lines: list[TextLine]) -> None:
    """Turn the brackets of lines of Hebrew and Arabic the way they open and close, also over the ends of lines."""
    open_brackets = ""
    for line in lines:
        if len(line.pieces) == 1 and has_right_to_left(line.text):
            text, open_brackets = mend_brackets(line.text, open_brackets)
            line.pieces = [TextPiece(text)]


def read_text_line(line: RegionLine, page: int) -> TextLine:
    """Return the words of a line in the order in which they are read."""
    text = line.text
    right_to_left = is_right_to_left(text)
    pieces = _read_turned(line, right_to_left) if has_right_to_left(text) else _read_straight(line.words)
    first = line.words[-1] if right_to_left else line.words[0]
    gaps = [other.left - one.right for one, other in zip(line.words, line.words[1:], strict=False) if not other.raised]
    space = 0.25 * line.size
    start, end = (-line.right, -line.left) if right_to_left else (line.left, line.right)
    return TextLine(
        pieces,
        start,
        end,
        line.base,
        line.size,
        line.is_bold,
        page,
        first_width=first.right - first.left,
        space=space,
        white=sum(gaps),
        gaps=len(gaps),
        is_right_to_left=right_to_left,
        places=() if has_right_to_left(text) else _find_places(line.words, pieces),
        column=line.column,
    )


def _find_places(words: list[SetWord], pieces: list[TextPiece]) -> tuple[tuple[int, float, float], ...]:
    text = "".join(piece.text for piece in pieces)
    places, at = [], 0
    for word in words:
        at = text.find(word.text, at) + len(word.text)
        places.append((at, word.left, word.right))
    return tuple(places)


def _read_straight(words: list[SetWord]) -> list[TextPiece]:
    pieces: list[TextPiece] = []
    end = 0.0
    for place, word in enumerate(words):
        raised = _judge_raised(word)
        gap = word.left - end
        if place and (not (raised or pieces[-1].raised) or gap > (_RAISED_GAP if raised else WORD_GAP) * word.size):
            pieces.append(TextPiece(" "))
        pieces += _list_pieces(word, raised)
        end = word.right
    return _join_pieces(pieces)


def _list_pieces(word: SetWord, raised: int) -> list[TextPiece]:
    pieces, at = [], 0
    for start, end, reading in sorted(word.ruby):
        if start >= at:
            pieces += [
                TextPiece("".join(word.letters[at:start]), raised),
                TextPiece("".join(word.letters[start:end]), raised, reading),
            ]
            at = end
    return [*(piece for piece in pieces if piece.text), TextPiece("".join(word.letters[at:]), raised)]


def _judge_raised(word: SetWord) -> int:
    return (word.raised > 0.12) - (word.raised < -0.08)


def _read_turned(line: RegionLine, right_to_left: bool) -> list[TextPiece]:
    units: list[str] = []
    raised: list[int] = []
    for place, word in enumerate(line.words):
        before = line.words[place - 1] if place else None
        # Seen from left to right, a raised sign stands before the word that it belongs to.
        wide = _RAISED_GAP if raised and raised[-1] and right_to_left else WORD_GAP
        near = _judge_raised(word) or (raised and raised[-1])
        if before is not None and (not near or word.left - before.right > wide * word.size):
            units.append(" ")
            raised.append(0)
        units += word.letters
        raised += [_judge_raised(word)] * len(word.letters)
    order = order_logically(units, right_to_left=right_to_left)
    return _join_pieces([TextPiece(units[place], raised[place]) for place in order])


def _join_pieces(pieces: list[TextPiece]) -> list[TextPiece]:
    joined: list[TextPiece] = []
    for piece in pieces:
        if not piece.text:
            continue
        if joined and joined[-1].raised == piece.raised and not (joined[-1].ruby or piece.ruby):
            joined[-1] = TextPiece(joined[-1].text + piece.text, piece.raised)
        else:
            joined.append(piece)
    return joined


def _measure_margins(lines: list[TextLine]) -> None:
    size = max(line.size for line in lines)
    start = _find_most_common([line.start for line in lines], 0.4 * size)
    end = _find_margin_end(lines, size)
    full = sum(end - line.end < 0.7 * size for line in lines)
    # What follows a full line is the same paragraph's: between others there may be more white.
    follow = [(one, other) for one, other in pairwise(lines) if end - one.end < 0.25 * (end - start)]
    distances = [one.base - other.base for one, other in follow or pairwise(lines)]
    steps = [step for step in distances if step > 0.5 * size]
    leading = _find_most_common(steps, 0.06 * size) if len(steps) > 1 else 0.0
    # What a space takes where it is not stretched.
    usual = min((line.white / line.gaps for line in lines if line.gaps > 1), default=0.25 * size)
    for line in lines:
        line.slack = max(line.white - line.gaps * usual, 0.0)
        line.margin_start, line.margin_end, line.leading = start, end, leading
        line.is_ragged = len(lines) > 3 and full < 0.5 * len(lines)


def _find_margin_end(lines: list[TextLine], size: float) -> float:
    """Return where lines end; one that hangs out alone does not count."""
    ends = sorted((line.end for line in lines), reverse=True)
    if len(ends) > 4 and ends[0] - ends[1] > 1.5 * size:
        return ends[1]
    return ends[0]


def _find_most_common(places: list[float], tolerance: float) -> float:
    """Return the place that most others are near, the least of those that are equally good."""
    if not places:
        return 0.0
    candidates = sorted(set(places))[:300]
    best = max(candidates, key=lambda place: sum(abs(place - other) <= tolerance for other in places[:500]))
    near = sorted(other for other in places if abs(best - other) <= tolerance)
    return near[len(near) // 2]
