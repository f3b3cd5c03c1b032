"""The numbers of list items, as a browser prints them."""

import re

from argument_maps.reading.pages.page_tree import PageElement

_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_STYLE = re.compile(r"list-style(?:-type)?:([a-z-]+)")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_UNITS = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_GREEK = "αβγδεζηθικλμνξοπρστυφχψω"
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_HAN = "〇一二三四五六七八九"
_INTEGER = re.compile(r"\s*([+-]?\d{1,9})")


def number_list_items(ordered_list: PageElement) -> dict[PageElement, str]:
    """Return the label of each item of an `ol`: its number and a full stop; none where none is shown."""
    items = [child for child in ordered_list.children if isinstance(child, PageElement) and child.tag == "li"]
    is_reversed = "reversed" in ordered_list.attributes
    number = _read_integer(ordered_list.read_attribute("start"), len(items) if is_reversed else 1)
    kind = _choose_type(ordered_list, "decimal")
    labels = {}
    for item in items:
        number = _read_integer(item.read_attribute("value"), number)
        written = write_list_number(number, _choose_type(item, kind))
        # Markdown keeps its own numbers.
        labels[item] = item.attributes.get("data-label") or (f"{written}." if written else "")
        number += -1 if is_reversed else 1
    return labels


def _read_integer(text: str, default: int) -> int:
    match = _INTEGER.match(text)
    return int(match[1]) if match is not None else default


def _choose_type(element: PageElement, default: str) -> str:
    style = _STYLE.search(element.style)
    if style is not None and style[1] not in ("inside", "outside", "inherit", "initial"):
        return style[1]
    return _TYPES.get(element.read_attribute("type"), default)


def write_list_number(number: int, kind: str) -> str:
    """Return a number in one of the types of CSS's lists, in figures where it has none in that type."""
    if kind in ("none", "disc", "circle", "square"):
        return ""
    if kind == "decimal-leading-zero":
        return f"{number:02d}"
    if kind.endswith(("-alpha", "-latin", "-greek")) and number > 0:
        letters = _write_letters(number, _GREEK if kind.endswith("greek") else _LATIN)
        return letters.upper() if kind.startswith("upper") else letters
    if kind.endswith("-roman") and 0 < number < 4000:
        letters = write_roman_number(number)
        return letters.upper() if kind.startswith("upper") else letters
    if (
        kind in ("cjk-decimal", "cjk-ideographic", "simp-chinese-informal", "trad-chinese-informal")
        and 0 < number < 100
    ):
        tens, ones = divmod(number, 10)
        return ("" if tens < 2 else _HAN[tens]) + ("十" if tens else "") + (_HAN[ones] if ones else "")
    return str(number)


def _write_letters(number: int, alphabet: str) -> str:
    letters = ""
    while number > 0:
        number, letter = divmod(number - 1, len(alphabet))
        letters = alphabet[letter] + letters
    return letters


def write_roman_number(number: int) -> str:
    """Return a number from 1 to 3999 in small Roman numerals."""
    written = ""
    for value, sign in (*_ROMAN, *_ROMAN_UNITS):
        count, number = divmod(number, value)
        written += sign * count
    return written
