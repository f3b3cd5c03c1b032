"""The numbers of list items, as a browser prints them."""

import re

from argument_maps.reading.list_numerals import write_list_number
from argument_maps.reading.pages.page_tree import PageElement

_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_STYLE = re.compile(r"list-style(?:-type)?:([a-z-]+)")
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
