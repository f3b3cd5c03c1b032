"""Where what was changed in a text stood before, and the other way round."""

from array import array
from bisect import bisect_right
from collections.abc import Iterable

Edit = tuple[int, int, str]


class OffsetMap:
    """The stretches in which one text became another; between them both are alike.

    Kept are the edited stretches alone, because most of a text is not edited and a text can be as long as a book.
    """

    def __init__(self) -> None:
        self._source_starts, self._source_ends = array("q"), array("q")
        self._target_starts, self._target_ends = array("q"), array("q")

    def add(self, source_start: int, source_end: int, target_start: int, target_end: int) -> None:
        """Add the stretch that was edited next: where it stood before, and where it stands now."""
        self._source_starts.append(source_start)
        self._source_ends.append(source_end)
        self._target_starts.append(target_start)
        self._target_ends.append(target_end)

    def find_source(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch from which a stretch came: edited stretches whole, what was left out inside of it only."""
        if start >= end:
            place = self._find_source_character(start)[0]
            return place, place
        return self._find_source_character(start)[0], self._find_source_character(end - 1)[1]

    def find_target(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch which a stretch became: edited stretches whole."""
        if start >= end:
            place = self._find_target_character(start)[0]
            return place, place
        first = self._find_target_character(start)[0]
        return first, max(self._find_target_character(end - 1)[1], first)

    def _find_source_character(self, place: int) -> tuple[int, int]:
        return _find_character(place, self._target_starts, self._target_ends, self._source_starts, self._source_ends)

    def _find_target_character(self, place: int) -> tuple[int, int]:
        return _find_character(place, self._source_starts, self._source_ends, self._target_starts, self._target_ends)


def edit_text(text: str, edits: Iterable[Edit]) -> tuple[str, OffsetMap | None]:
    """Return a text after edits, each (start, end, replacement) and in their order, and the map of the places.

    The map is None where nothing was edited.
    """
    offsets = OffsetMap()
    pieces: list[str] = []
    read_to = written_to = 0
    for start, end, replacement in edits:
        pieces += (text[read_to:start], replacement)
        target_start = written_to + start - read_to
        read_to, written_to = end, target_start + len(replacement)
        offsets.add(start, end, target_start, written_to)
    if not pieces:
        return text, None
    pieces.append(text[read_to:])
    return "".join(pieces), offsets


def _find_character(
    place: int, starts: "array[int]", ends: "array[int]", other_starts: "array[int]", other_ends: "array[int]"
) -> tuple[int, int]:
    """Return where the character at a place stands on the other side."""
    index = bisect_right(starts, place) - 1
    if index < 0:
        return place, place + 1
    if place < ends[index]:
        return other_starts[index], other_ends[index]
    moved = other_ends[index] + place - ends[index]
    return moved, moved + 1
