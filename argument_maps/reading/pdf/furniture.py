"""Running heads and feet, and the numbers of pages, known by standing on many pages at one place."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from argument_maps.reading.list_numerals import write_roman_number
from argument_maps.reading.pdf.rows import WordRow

_OUTERMOST = 4
# A row is at the same place as on another page if it is no further from it, in points.
_SAME_PLACE = 8.0
_ROMAN = r"[ivxlcdm]{1,9}|[IVXLCDM]{1,9}"
_NUMBER = rf"(?:\d{{1,4}}|{_ROMAN})"
_LONE = re.compile(
    rf"^[\W_]*(?:page|p\.|pp\.|seite|s\.|стр\.?|с\.|第|페이지|- )?[\W_]*({_NUMBER})"
    r"[\W_]*(?:(?:of|/|von|из|sur|de)\s*\d{1,4}|页|頁|쪽|ページ)?[\W_]*$",
    re.IGNORECASE,
)
_FIRST = re.compile(rf"^[\W_]*({_NUMBER})[\W_]*\s")
_LAST = re.compile(rf"\s[\W_]*({_NUMBER})[\W_]*$")
_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


class EdgeRow(NamedTuple):
    """A row at the top or foot of a page: its place from that edge, its text, and how far it is set off."""

    page: int
    row: WordRow
    from_top: bool
    depth: int
    text: str
    apart: float


@dataclass(slots=True)
class Furniture:
    """What is repeated on pages, and the numbers that are printed on them."""

    rows: set[int]
    samples: list[str]
    numbers: dict[int, str]


def find_furniture(pages: Sequence[Sequence[WordRow]]) -> Furniture:
    """Return the rows, by their `id`, that are no part of the text, and the printed numbers of pages by page."""
    edges = [edge for page, rows in enumerate(pages) for edge in _list_edges(page, rows)]
    shifts = _find_number_shifts(edges, len(pages))
    by_key: defaultdict[tuple[bool, str], list[EdgeRow]] = defaultdict(list)
    for edge in edges:
        by_key[edge.from_top, _make_key(edge.text)].append(edge)
    found = Furniture(set(), [], {})
    taken: Counter[tuple[int, bool]] = Counter()
    for edge in sorted(edges, key=lambda each: each.depth):
        # What is repeated lies at the very edge, or behind what is repeated.
        if edge.depth > taken[edge.page, edge.from_top] or id(edge.row) in found.rows:
            continue
        number = _find_page_number(edge, shifts)
        if number or _is_repeated(edge, by_key, len(pages)):
            taken[edge.page, edge.from_top] += 1
            found.rows.add(id(edge.row))
            found.samples.append(edge.text)
            if number:
                found.numbers.setdefault(edge.page, number)
    return found


def _list_edges(page: int, rows: Sequence[WordRow]) -> list[EdgeRow]:
    edges = []
    texts = [" ".join(word.text for word in row.words) for row in rows]
    depth = min(_OUTERMOST, len(rows))
    for place in range(depth):
        after = rows[place].base - rows[place + 1].base if place + 1 < len(rows) else 99.0
        edges.append(EdgeRow(page, rows[place], True, place, texts[place], after / max(rows[place].size, 1)))
    for place in range(depth):
        row = rows[-1 - place]
        before = rows[-2 - place].base - row.base if place + 1 < len(rows) else 99.0
        edges.append(EdgeRow(page, row, False, place, texts[-1 - place], before / max(row.size, 1)))
    return edges


def _make_key(text: str) -> str:
    without = _LAST.sub(" ", _FIRST.sub(" ", text)) if not _LONE.match(text) else ""
    return re.sub(r"[\W\d_]+", "", without).casefold()


def _read_numbers(text: str) -> list[tuple[str, int, str]]:
    """Return the numbers that a row may give its page: as printed, its value, and in which figures."""
    lone = _LONE.match(text)
    matches = [lone] if lone else [_FIRST.match(text), _LAST.search(text)]
    numbers = []
    for match in matches:
        if match is None:
            continue
        printed = match[1]
        if printed.isdecimal():
            numbers.append((printed, int(printed), "arabic"))
        elif write_roman_number(_read_roman(printed)) == printed.lower():
            numbers.append((printed, _read_roman(printed), "roman"))
    return numbers


def _read_roman(text: str) -> int:
    value = last = 0
    for sign in reversed(text.lower()):
        figure = _DIGITS[sign]
        value += figure if figure >= last else -figure
        last = max(last, figure)
    return value


def _find_number_shifts(edges: list[EdgeRow], pages: int) -> set[tuple[str, int]]:
    """Return by how much printed numbers and pages counted from the first differ, where pages agree in it."""
    voters: defaultdict[tuple[str, int], set[int]] = defaultdict(set)
    for edge in edges:
        for _, value, figures in _read_numbers(edge.text):
            voters[figures, value - edge.page].add(edge.page)
    return {shift for shift, agreeing in voters.items() if len(agreeing) >= (2 if pages < 12 else 3)}


def _find_page_number(edge: EdgeRow, shifts: set[tuple[str, int]]) -> str:
    """Return the number of its page that a row gives, nothing if it is a line of the text."""
    lone = _LONE.match(edge.text) is not None
    for printed, value, figures in _read_numbers(edge.text):
        if (figures, value - edge.page) in shifts:
            if lone or (edge.depth < 2 and edge.apart > 1.35 and len(edge.text) < 90 and _is_head(edge.text)):
                return printed
        elif lone and edge.depth == 0 and edge.apart > 1.7 and (figures == "arabic" or len(printed) > 1):
            # A page alone, or one whose number is out of order: set off by white, and nothing but a number.
            return printed
    return ""


def _is_head(text: str) -> bool:
    return not text.rstrip(" 0123456789").endswith((".", ",", ";", "-", "。", "，"))


def _is_repeated(edge: EdgeRow, by_key: dict[tuple[bool, str], list[EdgeRow]], pages: int) -> bool:
    key = _make_key(edge.text)
    if not key:
        return False
    others = {
        other.page
        for other in by_key[edge.from_top, key]
        if abs(other.row.base - edge.row.base) <= _SAME_PLACE and abs(other.row.size - edge.row.size) < 1.0
    }
    # A body's line that two pages have by chance is near the next; of few pages two must do.
    fewest = 2 if pages < 8 or edge.apart > 1.5 else 3
    return len(others) >= fewest
