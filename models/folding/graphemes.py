"""Characters as a reader counts them (grapheme clusters, UAX 29), which nothing divides."""

import regex

_CLUSTER = regex.compile(r"\X")
# No writing makes a longer cluster; what goes on for longer is a heap of marks and divided where it is read from.
_LONGEST_CLUSTER = 128


def widen_to_graphemes(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the stretch of whole grapheme clusters in which a stretch of a text lies, in code points.

    An empty stretch stays empty: it moves to the beginning of the cluster in which it lies.
    """
    start, end = max(start, 0), min(end, len(text))
    first = _find_cluster(text, start)[0]
    return (first, first) if start >= end else (first, _find_cluster(text, end)[1])


def _find_cluster(text: str, place: int) -> tuple[int, int]:
    """Return where the cluster begins and ends inside of which a place lies; the place itself where it divides none."""
    if place <= 0 or place >= len(text) or _is_plain_boundary(text, place):
        return place, place
    begin = place - 1
    while begin > 0 and place - begin < _LONGEST_CLUSTER and not _is_plain_boundary(text, begin):
        begin -= 1
    for cluster in _CLUSTER.finditer(text, begin, min(place + _LONGEST_CLUSTER, len(text))):
        if cluster.end() >= place:
            return (place, place) if cluster.end() == place else cluster.span()
    return place, place


def _is_plain_boundary(text: str, place: int) -> bool:
    """Tell whether two characters meet that no cluster joins, as far as that is plain without looking further."""
    before, after = text[place - 1], text[place]
    return before < "\x7f" and after < "\x7f" and not (before == "\r" and after == "\n")
