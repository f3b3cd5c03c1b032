"""Lines as they are seen, from left to right, brought into the order in which they are read and spoken.

It is the bidirectional algorithm of Unicode (UAX #9) the other way round: in a line of Hebrew or Arabic everything is
turned, and Latin words and numbers are turned back.
"""

import unicodedata
from collections.abc import Sequence

_RIGHT_TO_LEFT = {"R", "AL"}
_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
_SEPARATORS = ".,:/"
_SIGNS_OF_NUMBERS = "%$€£₪+#°"
_OPENING, _CLOSING = "([{«", ")]}»"


def is_right_to_left(text: str) -> bool:
    """Tell whether a text has more Hebrew or Arabic letters than others."""
    right = left = 0
    for character in text:
        sort = unicodedata.bidirectional(character)
        if sort in _RIGHT_TO_LEFT:
            right += 1
        elif sort == "L":
            left += 1
    return right > left


def has_right_to_left(text: str) -> bool:
    """Tell whether there is a Hebrew or Arabic letter."""
    return any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in text)


def order_logically(units: Sequence[str], *, right_to_left: bool) -> list[int]:
    """Return the places of the units of a line, seen from left to right, in the order in which they are read."""
    sorts = [_classify(unit) for unit in units]
    if right_to_left:
        arabic = any(unicodedata.bidirectional(unit[0]) == "AL" for unit in units if unit)
        order: list[int] = []
        for start, end in reversed(_list_stretches(units, sorts, arabic=arabic)):
            order += range(start, end)
        return order
    order, place = [], 0
    while place < len(units):
        if sorts[place] != "R":
            order.append(place)
            place += 1
            continue
        end = place + 1
        for further in range(place + 1, len(units)):
            if sorts[further] == "L":
                break
            if sorts[further] == "R":
                end = further + 1
        inner = order_logically(units[place:end], right_to_left=True)
        order += [place + each for each in inner]
        place = end
    return order


def _classify(unit: str) -> str:
    sort = unicodedata.bidirectional(unit[0]) if unit else "N"
    if sort in _RIGHT_TO_LEFT:
        return "R"
    if sort in {"EN", "AN"}:
        return "D"
    return "L" if sort == "L" else "N"


def _list_stretches(units: Sequence[str], sorts: Sequence[str], *, arabic: bool) -> list[tuple[int, int]]:
    """Return the stretches, from left to right, within which the order stays: Latin words, numbers, single units."""
    stretches, place = [], 0
    while place < len(units):
        end = place + 1
        if sorts[place] == "L":
            for further in range(place + 1, len(units)):
                if sorts[further] == "R":
                    break
                if sorts[further] in "LD":
                    end = further + 1
            end = _take_closing(units, place, end)
        elif sorts[place] == "D" or (units[place] in _SIGNS_OF_NUMBERS and not arabic):
            end = _find_number_end(units, sorts, place, arabic=arabic)
        stretches.append((place, end))
        place = end
    return stretches


def _find_number_end(units: Sequence[str], sorts: Sequence[str], place: int, *, arabic: bool) -> int:
    # A hyphen joins European figures, not Arabic ones (UAX #9, W2 and W4).
    joints = _SEPARATORS if arabic else _SEPARATORS + "-"
    signs = "٪" if arabic else _SIGNS_OF_NUMBERS
    end = place + 1
    while end < len(units):
        if sorts[end] == "D" or units[end] in signs:
            end += 1
        elif units[end] in joints and end + 1 < len(units) and sorts[end + 1] == "D" and sorts[end - 1] == "D":
            end += 2
        else:
            break
    return end


def _take_closing(units: Sequence[str], start: int, end: int) -> int:
    while end < len(units) and units[end] in _CLOSING:
        opening = _OPENING[_CLOSING.index(units[end])]
        inside = units[start:end]
        if inside.count(opening) <= inside.count(units[end]):
            break
        end += 1
    return end


def mend_brackets(text: str, open_before: str = "") -> tuple[str, str]:
    """Return a line with its brackets the way they open and close, whichever way the file has their shapes.

    `open_before` are the brackets that close those opened in the lines before; those still open are returned.
    """
    if not any(bracket in text for bracket in _OPENING + _CLOSING):
        return text, open_before
    signs = list(text)
    for place, sign in enumerate(text):
        if ord(sign) in _MIRRORED and not _is_within_latin(text, place):
            signs[place] = sign.translate(_MIRRORED)
    turned = "".join(signs)
    as_it_is, otherwise = _pair(text, open_before), _pair(turned, open_before)
    return (turned, otherwise[1]) if _weigh(*otherwise) < _weigh(*as_it_is) else (text, as_it_is[1])


def _weigh(unpaired: int, still_open: str) -> int:
    # What is open may be closed in the next line; what closes nothing is wrong.
    return 3 * unpaired + len(still_open)


def _is_within_latin(text: str, place: int) -> bool:
    before = next((each for each in reversed(text[:place]) if each.isalpha()), "")
    after = next((each for each in text[place + 1 :] if each.isalpha()), "")
    return bool(before and after) and not has_right_to_left(before + after)


def _pair(text: str, open_before: str) -> tuple[int, str]:
    """Return how many brackets close nothing, and what would close those that stay open."""
    open_brackets = list(open_before)
    unpaired = 0
    for character in text:
        if character in _OPENING:
            open_brackets.append(_CLOSING[_OPENING.index(character)])
        elif character in _CLOSING:
            if open_brackets and open_brackets[-1] == character:
                open_brackets.pop()
            else:
                unpaired += 1
    return unpaired, "".join(open_brackets[-4:])
