"""Where words stand in a text, and whether one stretch of it is most of another."""

from collections.abc import Iterator

from argument_maps.bounded_work import check_work


def find_occurrences(words: str, text: str) -> Iterator[int]:
    """Yield where words begin in a text, those that overlap as well. Raises as `check_work`."""
    place = text.find(words)
    while place >= 0:
        check_work()
        yield place
        place = text.find(words, place + 1)


def covers_most(stretch: tuple[int, int], other: tuple[int, int]) -> bool:
    """Tell whether more than half of the other stretch lies in this one."""
    return 2 * (min(stretch[1], other[1]) - max(stretch[0], other[0])) > other[1] - other[0]
