"""Quotation marks, markup and punctuation of what citeproc-py puts together, set once the whole is there.

What stands within fields is marked by private characters until then: only the whole tells which quotation stands within
which (CSL 1.0.2, “Quotes”, “Formatting” and `punctuation-in-quote`).
"""

import re
from typing import NamedTuple

from argument_maps.citation.punctuation import find_quotation_marks, set_typographic_marks

OPENING, CLOSING = "\ue010", "\ue011"
# The markup that CSL-JSON allows in fields, with what undoes it within the same.
_TAGS = (
    ("<i>", "</i>", "font-style:normal;"),
    ("<b>", "</b>", "font-weight:normal;"),
    ('<span style="font-variant:small-caps;">', "</span>", "font-variant:normal;"),
    ("<sup>", "</sup>", ""),
    ("<sub>", "</sub>", ""),
    ('<span class="nodecor">', "</span>", "font-style:normal;"),
)
_FIELD_TAG = re.compile(
    r'<(/?)(i|b|sup|sub|sc|span(?: class="nodecor"| style="font-variant: ?small-caps;")?)>', re.IGNORECASE
)
# What no change of capitals touches; citeproc-py reads these itself.
_NOCASE = re.compile(r'<span class="nocase">(.*?)</span>', re.IGNORECASE | re.DOTALL)
_PLACES = {"i": 0, "b": 1, "sc": 2, "sup": 3, "sub": 4}
_FIRST_TAG = 0xE020
_NOCASE_BEGIN, _NOCASE_END = "\ue018", "\ue019"
_MARKED_TAG = re.compile("[\ue020-\ue03f]")
_ANY_TAG = re.compile(r"</?[a-z][^<>]*>")
_STRAY = re.compile(r"&(?!#?\w+;)")


class QuotationTerms(NamedTuple):
    """How a locale quotes: the marks outside and inside, and whether full stop and comma stand within them."""

    outer: tuple[str, str]
    inner: tuple[str, str]
    holds_stops: bool


def mark_field(text: str) -> str:
    """Return the text of a field with its markup and quotation marks as private characters."""
    opened: list[int] = []

    def mark_nocase(match: re.Match[str]) -> str:
        return f"{_NOCASE_BEGIN}{match[1]}{_NOCASE_END}"

    def mark(match: re.Match[str]) -> str:
        closing, name = match[1], match[2].casefold()
        if closing:
            return chr(_FIRST_TAG + 2 * opened.pop() + 1) if opened else ""
        place = 5 if "nodecor" in name else 2 if name.startswith("span") else _PLACES[name]
        opened.append(place)
        return chr(_FIRST_TAG + 2 * place)

    if "<" not in text and not re.search("[\"'“”‘’«»„‚‹›]", text):
        return text
    marked = _FIELD_TAG.sub(mark, _NOCASE.sub(mark_nocase, text)) if "<" in text else text
    letters = list(_curl(marked))
    for quotation in find_quotation_marks("".join(letters)):
        if letters[quotation.place] in "«»‹›":
            beside = quotation.place + (1 if quotation.opens else -1)
            if letters[beside : beside + 1] in (["\u00a0"], ["\u202f"], [" "]):
                letters[beside] = ""
        letters[quotation.place] = OPENING if quotation.opens else CLOSING
    return "".join(letters).replace(_NOCASE_BEGIN, '<span class="nocase">').replace(_NOCASE_END, "</span>")


def _curl(text: str) -> str:
    """Return a text with typographic marks; a mark that is left alone stays straight."""
    if '"' in text and re.search(r'\s"(?=\s|$)', text):
        return text
    return set_typographic_marks(text)


def finish(text: str, terms: QuotationTerms) -> str:
    """Return what a style made of an item as HTML, with its marks set."""
    text = _set_tags(text)
    text = _drop_doubled_stops(text)
    if terms.holds_stops:
        text = _move_stops_inside(text)
    text = _set_quotations(text, terms)
    return _STRAY.sub("&#38;", text)


def _set_tags(text: str) -> str:
    """Return a text whose private tags are HTML, one within the same undone: <i>a <span>b</span> c</i>."""
    pieces = re.split(f"({_ANY_TAG.pattern}|{_MARKED_TAG.pattern})", text)
    opened: list[tuple[int, str]] = []
    for number, piece in enumerate(pieces):
        if len(piece) == 1 and _MARKED_TAG.match(piece):
            place, closing = divmod(ord(piece) - _FIRST_TAG, 2)
            if closing:
                pieces[number] = opened.pop()[1] if opened else ""
                continue
            pieces[number] = _open_tag(place, opened)
        elif _ANY_TAG.fullmatch(piece):
            if piece.startswith("</"):
                pieces[number] = opened.pop()[1] if opened else piece
                continue
            found = next((place for place, tag in enumerate(_TAGS) if tag[0] == piece), -1)
            pieces[number] = _open_tag(found, opened) if found >= 0 else piece
            if found < 0:
                name = re.match(r"<(\w+)", piece)
                opened.append((-1, f"</{name[1]}>" if name else ""))
    return "".join(pieces)


def _open_tag(place: int, opened: list[tuple[int, str]]) -> str:
    begin, end, undone = _TAGS[place]
    depth = sum(1 for each, _ in opened if each == place)
    if place == _PLACES["i"] and any(each == len(_TAGS) - 1 for each, _ in opened):
        depth += 1
    if place == len(_TAGS) - 1:
        around = [each for each, _ in opened if 0 <= each < len(_TAGS) - 1]
        opened.append((place, "</span>"))
        return f'<span style="{_TAGS[around[-1]][2]}">' if around and _TAGS[around[-1]][2] else "<span>"
    if undone and depth % 2:
        opened.append((place, "</span>"))
        return f'<span style="{undone}">'
    opened.append((place, end))
    return begin


_ENDS = f"(?:</\\w+>|{CLOSING})"


def _drop_doubled_stops(text: str) -> str:
    """Return a text in which a stop behind markup or a quotation does not repeat the one before."""
    text = re.sub(rf"([.?!,;:])({_ENDS}+)\1(?!\1)", r"\1\2", text)
    text = re.sub(rf"([?!])({_ENDS}*)\.(?![.\w])", r"\1\2", text)
    return re.sub(r" {2,}", " ", text)


def _move_stops_inside(text: str) -> str:
    text = re.sub(rf"([?!])({_ENDS}*{CLOSING}{_ENDS}*)\.", r"\1\2", text)
    return re.sub(rf"({CLOSING}{_ENDS}*)([.,])", _move_stop, text)


def _move_stop(match: re.Match[str]) -> str:
    return f"{match[2]}{match[1]}"


def _set_quotations(text: str, terms: QuotationTerms) -> str:
    depth = 0
    letters = []
    for letter in text:
        if letter == OPENING:
            letters.append((terms.outer, terms.inner)[depth % 2][0])
            depth += 1
        elif letter == CLOSING:
            depth = max(depth - 1, 0)
            letters.append((terms.outer, terms.inner)[depth % 2][1])
        else:
            letters.append(letter)
    return "".join(letters)
