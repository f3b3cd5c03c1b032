"""Where a passage of a transcription stands on the images of its pages, and which line stands at a place there."""

import unicodedata
from bisect import bisect_left, bisect_right

import msgspec

from argument_maps.values import Content, LineBox

_RIGHT_TO_LEFT = ("R", "AL")
_SHORTEST_VERTICAL = 3


def find_line_boxes(content: Content, start: int, end: int) -> list[LineBox]:
    """Return the boxes of the lines that a passage touches, in the order of the text; of a part of a line its part.

    That part is as long as its letters are many, since only lines have boxes: it begins on the right where the line is
    in a script from right to left, and above where the line is vertical.
    """
    if start >= end:
        return []
    boxes = content.line_boxes
    first = bisect_right(boxes, start, key=_read_end)
    last = bisect_left(boxes, end, key=_read_start)
    return [_cut_box(content, box, max(start, box.start), min(end, box.end)) for box in boxes[first:last]]


def find_passage_at(content: Content, page: int, left: int, top: int) -> tuple[int, int] | None:
    """Return from where to where the line goes at a place of a page, None where there is none.

    The place is in hundred-thousandths of the page's width and height. Of several lines it is the one whose box is the
    smallest.
    """
    at_place = [
        box
        for box in content.line_boxes
        if box.page == page and 0 <= left - box.left < box.width and 0 <= top - box.top < box.height
    ]
    smallest = min(at_place, key=lambda box: box.width * box.height, default=None)
    return (smallest.start, smallest.end) if smallest is not None else None


def _read_start(box: LineBox) -> int:
    return box.start


def _read_end(box: LineBox) -> int:
    return box.end


def _cut_box(content: Content, box: LineBox, start: int, end: int) -> LineBox:
    length = box.end - box.start
    if end - start == length:
        return box
    is_vertical = length >= _SHORTEST_VERTICAL and box.height > box.width
    whole = box.height if is_vertical else box.width
    before, after = whole * (start - box.start) // length, -(-whole * (end - box.start) // length)
    if is_vertical:
        place = {"top": box.top + before, "height": after - before}
    elif _is_right_to_left(content.text[box.start : box.end]):
        place = {"left": box.left + whole - after, "width": after - before}
    else:
        place = {"left": box.left + before, "width": after - before}
    return msgspec.structs.replace(box, start=start, end=end, **place)


def _is_right_to_left(words: str) -> bool:
    """Tell whether most letters with a direction go from right to left (Unicode Bidirectional Algorithm, 3.2)."""
    directions = [unicodedata.bidirectional(letter) for letter in words]
    return sum(each in _RIGHT_TO_LEFT for each in directions) > directions.count("L")
