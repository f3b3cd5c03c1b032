"""Where a new paragraph begins within a region: at an indented line behind the end of a sentence."""

import unicodedata
from statistics import median

from argument_maps.reading.transcripts.transcript_pages import LinePlace, TranscribedLine

# In hundred-thousandths of the page's width: lines of manuscripts begin up to 2 % apart that should begin alike, and
# what stands further in than 15 % is set off, such as a heading in the middle or a signature.
_LEAST_INDENT, _MOST_INDENT = 2_000, 15_000
_FEWEST_LINES = 4
_ENDS = ".!?:;…»”“\"'’)]。！？؟۔"


def divide_by_indents(lines: list[TranscribedLine]) -> list[list[TranscribedLine]]:
    """Return the lines of a region by paragraphs; all together where they do not show where one begins.

    A paragraph begins with a line that stands further in than most, with a capital letter, a number or a sign, behind a
    line that ends with a stop. Lines from right to left are indented on the right; vertical lines are not divided.
    """
    places = [line.place for line in lines]
    if len(lines) < _FEWEST_LINES or None in places:
        return [lines]
    known = [place for place in places if place is not None]
    if sum(place.height > place.width for place in known) * 2 > len(known):
        return [lines]
    is_mirrored = sum(_is_right_to_left(line.text) for line in lines) * 2 > len(lines)
    edges = [_read_edge(place, is_mirrored=is_mirrored) for place in known]
    common = median(edges)
    parts = [[lines[0]]]
    for before, line, edge in zip(lines, lines[1:], edges[1:], strict=False):
        if _LEAST_INDENT <= edge - common <= _MOST_INDENT and _may_divide(before.text.rstrip(), line.text.lstrip()):
            parts.append([])
        parts[-1].append(line)
    return parts


def _read_edge(place: LinePlace, *, is_mirrored: bool) -> int:
    return -(place.left + place.width) if is_mirrored else place.left


def _may_divide(before: str, after: str) -> bool:
    return before[-1:] in _ENDS and not after[:1].islower() if before and after else False


def _is_right_to_left(words: str) -> bool:
    return any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in words[:20])
