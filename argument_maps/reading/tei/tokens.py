"""Files in which every word is an element: the spaces that stand between words on the page.

Corpora differ: some write spaces as text, some as elements `c`, some leave them out, and some put every word on a line
of its own, so that white space says nothing. Which of them it is shows in the file as a whole.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from argument_maps.reading.tei.elements import find_name

_TOKENS = frozenset({"w", "pc"})
_CLOSING = frozenset(".,;:!?)]}»”’…%·؟،。、")
_OPENING = frozenset("([{«“‘„‚¿¡")


def space_tokens(root: Element, words: str, letters: str) -> None:
    """Give the words of a tree their spaces; `words` and `letters` are how its elements w and c are called."""
    if next(root.iter(words), None) is None:
        return
    parents = [parent for parent in root.iter() if any(find_name(child) in _TOKENS for child in parent)]
    if next(root.iter(letters), None) is not None:
        for parent in parents:
            _remove_layout(parent)
        return
    pairs = [pair for parent in parents for pair in _list_pairs(parent)]
    between_words = {_is_spaced(one) for one, other in pairs if find_name(one) == find_name(other) == "w"}
    before_points = {_is_spaced(one) for one, other in pairs if find_name(other) == "pc" and _is_closing(other)}
    is_unspaced = not any(_is_spaced(one) for one, _ in pairs)
    for one, other in pairs:
        is_pointed = "pc" in (find_name(one), find_name(other))
        if is_unspaced or (before_points == {True} if is_pointed else len(between_words) == 1):
            one.tail = "" if _is_joined(one, other) else " "


def _remove_layout(parent: Element) -> None:
    if parent.text and parent.text.isspace():
        parent.text = None
    for child in parent:
        if child.tail and child.tail.isspace() and "\n" in child.tail:
            child.tail = None


def _list_pairs(parent: Element) -> Iterator[tuple[Element, Element]]:
    """Yield the words and points that stand side by side, with nothing but white space between them."""
    before = None
    for child in parent:
        is_token = find_name(child) in _TOKENS
        if before is not None and is_token:
            yield before, child
        before = child if is_token and not (child.tail or "").strip() else None


def _is_spaced(token: Element) -> bool:
    return bool(token.tail)


def _is_closing(token: Element) -> bool:
    text = "".join(token.itertext()).strip()
    return text[:1] in _CLOSING


def _is_joined(one: Element, other: Element) -> bool:
    if one.get("join") in ("right", "both") or other.get("join") in ("left", "both"):
        return True
    if one.get("part") in ("I", "M") and other.get("part") in ("M", "F"):
        return True
    if "join" in one.attrib or "join" in other.attrib:
        return False
    left, right = "".join(one.itertext()).strip(), "".join(other.itertext()).strip()
    if find_name(other) == "pc" and right[:1] in _CLOSING:
        return True
    return (find_name(one) == "pc" and left[-1:] in _OPENING) or (is_han(left[-1:]) and is_han(right[:1]))


def is_han(letter: str) -> bool:
    """Tell whether a letter is of a script that writes no spaces between words."""
    return "\u2e80" <= letter <= "\u9fff" or "\uf900" <= letter <= "\ufaff" or "\U00020000" <= letter <= "\U0003ffff"
