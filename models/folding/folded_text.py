"""A text folded, with a way back to the places of its characters.

An exact reading folds what sets the same words in another way: composed and decomposed characters and other cuts of
them (NFC; ligatures, full width, presentation forms, radicals), what cannot be seen, hyphens at line ends, every kind
of space, quotation mark, dash and ellipsis, and the spaces about them. A lenient reading folds more; what is equal only
then is like a quotation and does not stand word for word. Either takes a time that grows with the length of the text.
"""

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import regex

from models.folding.characters import Leniency, continues_character, fold_character, relax_character
from models.folding.graphemes import widen_to_graphemes
from models.folding.offset_maps import Edit, OffsetMap, edit_text

_SOFT_HYPHEN_AT_LINE_END = "\xad *\n[ \n\xad]*"
_DOTS = re.compile(r"\.(?:[ \n]*\.){2,}")
# Spaces, line breaks and the signs that take the spaces about them: whatever is more than one plain space.
# They all begin with one of a few characters, so that the rest of a text is passed over quickly.
_SETTING = re.compile(r"[-'…\n¬=;:!? ](?:(?<=[-'…\n])[- \n'…]*|(?<= ) [- \n'…]*|(?<= [;:!?])|(?<=[¬=]) *\n[- \n'…]*)")
# The same with the plain space, which means nothing between Han or kana; in other texts it would take long.
_UNSPACED_SETTING = re.compile(r"[ \n]*[-'…\n][- \n'…]*|[¬=] *\n[- \n'…]*|[ \n]+")
_SPACES = " \n"
_STOPS = tuple(";:!?")
_SAME_SIGNS = re.compile(r"[ \n]+|-[- \n]*(?<=-)|'[' \n]*(?<=')|…[… \n]*(?<=…)")
# Han and kana, between which no space is written: what stands there comes from the width of a page.
_UNSPACED_RANGES = (
    *(
        (0x2E80, 0x2FFF),
        (0x3001, 0x3003),
        (0x3005, 0x3007),
        (0x3041, 0x3096),
        (0x309D, 0x30FF),
        (0x31F0, 0x31FF),
        (0x3400, 0x4DBF),
    ),
    *((0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF)),
)
# Signs of editors and their notes: brackets, [sic], numbers in brackets or right behind a word, signs of notes.
_EDITORIAL_SIGNS = regex.compile(
    r" ?\[ ?sic ?!? ?\]| ?\[\d{1,3}\]|[\[\]⟨⟩⟦⟧⟪⟫{}<>†‡*¶|]|(?<=\p{Ll}[.,;'!?…]?)\d{1,3}(?![\p{L}\d])",
    regex.IGNORECASE,
)
# How far a character is looked for behind the signs that stand about it.
_MOST_SIGNS = 64


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A folded text, the one that was folded, and where each stretch of the one stands in the other."""

    text: str
    original: str
    _offset_maps: tuple[OffsetMap, ...] = ()
    # Where a hyphen at the end of a line was left out, in the order of the text.
    _joins: "array[int]" = field(default_factory=lambda: array("q"))

    def find_original(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the original for a stretch of the folded text, never half of a grapheme cluster."""
        first, last = self._find_source(start, end)
        while True:
            wide_first, wide_last = widen_to_graphemes(self.original, first, last)
            first, last = self._find_source(*self.find_folded(wide_first, wide_last))
            # A character may take a sign with it of which only a part was meant, such as the last of three dots.
            if start >= end or (wide_first <= first and last <= wide_last):
                return wide_first, wide_last
            first, last = min(first, wide_first), max(last, wide_last)

    def _find_source(self, start: int, end: int) -> tuple[int, int]:
        for offsets in reversed(self._offset_maps):
            start, end = offsets.find_source(start, end)
        return start, end

    def find_folded(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the folded text for a stretch of the original."""
        for offsets in self._offset_maps:
            start, end = offsets.find_target(start, end)
        return start, end

    def is_whole(self, start: int, end: int) -> bool:
        """Tell whether a stretch of the folded text stands for whole characters: not for "f" of the ligature "ﬀ"."""
        return self.find_folded(*self.find_original(start, end)) == (start, end)

    def is_join(self, place: int) -> bool:
        """Tell whether a hyphen at the end of a line was left out at a place of the folded text."""
        index = bisect_left(self._joins, place)
        return index < len(self._joins) and self._joins[index] == place


def fold_text(text: str, leniency: Leniency = Leniency.NOTHING) -> FoldedText:
    """Return a text as an exact reading has it, or as a lenient one does; folding it once more changes nothing."""
    folded, offsets = _fold_characters(text, fold_character)
    folded, dot_offsets = edit_text(folded, ((*match.span(), "…") for match in _DOTS.finditer(folded)))
    folded, layout_offsets, joins = _fold_layout(folded)
    exact = FoldedText(folded, text, _select_maps(offsets, dot_offsets, layout_offsets), joins)
    return exact if leniency == Leniency.NOTHING else _relax_text(exact, leniency)


def _relax_text(exact: FoldedText, leniency: Leniency) -> FoldedText:
    folded, offsets = _fold_characters(exact.text, lambda character: relax_character(character, leniency))
    offset_maps = [*exact._offset_maps, offsets]
    if Leniency.EDITORIAL_SIGNS in leniency:
        folded, offsets = edit_text(folded, ((*match.span(), "") for match in _EDITORIAL_SIGNS.finditer(folded)))
        folded, layout_offsets, _ = _fold_layout(folded)
        offset_maps += (offsets, layout_offsets)
    return FoldedText(folded, exact.original, _select_maps(*offset_maps))


def _select_maps(*offset_maps: OffsetMap | None) -> tuple[OffsetMap, ...]:
    return tuple(offsets for offsets in offset_maps if offsets is not None)


def _fold_characters(text: str, fold: Callable[[str], str]) -> tuple[str, OffsetMap | None]:
    """Return a text whose characters were folded and composed.

    Only the characters that there are are asked about, and only where one becomes none or several is anything to do
    beside exchanging one for another.
    """
    folds = {character: fold(character) for character in set(text)}
    one_to_one = {ord(one): other for one, other in folds.items() if len(other) == 1 and other != one}
    # An accented letter is asked for as its parts and comes back as itself.
    composed = {one: unicodedata.normalize("NFC", other) for one, other in folds.items() if len(other) > 1}
    one_to_one |= {ord(one): other for one, other in composed.items() if len(other) == 1 and other != one}
    several = {one: other for one, other in composed.items() if len(other) > 1}
    invisible = {one for one, other in folds.items() if not other}
    text = text.translate(one_to_one) if one_to_one else text
    pattern = _build_unit_pattern(text, several, invisible)
    if pattern is None:
        return text, None
    return edit_text(text, _list_unit_edits(pattern.finditer(text), several, invisible))


def _build_unit_pattern(text: str, several: dict[str, str], invisible: set[str]) -> re.Pattern[str] | None:
    """Return a pattern of what has to be composed or left out together; None where nothing has to be."""
    visible_text = text.translate(dict.fromkeys(map(ord, invisible))) if invisible else text
    continuing = _list_characters(one for one in set(visible_text) if continues_character(one))
    unseen = _list_characters(invisible)
    following = f"(?:[{unseen}]*[{continuing}])" if unseen else f"[{continuing}]"
    branches = []
    if "\xad" in invisible:
        branches.append(_SOFT_HYPHEN_AT_LINE_END)
    if several:
        branches.append(f"[{_list_characters(several)}]" + (f"{following}*" if continuing else ""))
    if continuing and not unicodedata.is_normalized("NFC", visible_text):
        branches += [f"[^{continuing}{unseen}]{following}+", f"[{continuing}]{following}*"]
    if unseen:
        branches.append(f"[{unseen}]+")
    return re.compile("|".join(branches)) if branches else None


def _list_characters(characters: Iterable[str]) -> str:
    """Return characters as they stand in a class of a regular expression."""
    return "".join(map(re.escape, sorted(characters)))


def _list_unit_edits(units: Iterable[re.Match[str]], several: dict[str, str], invisible: set[str]) -> Iterator[Edit]:
    replacements: dict[str, str] = {}
    for unit in units:
        found = unit[0]
        replacement = replacements.get(found)
        if replacement is None:
            visible = () if found[0] == "\xad" else (one for one in found if one not in invisible)
            folded = "".join(several.get(one, one) for one in visible)
            replacement = replacements[found] = unicodedata.normalize("NFC", folded)
        if replacement != found:
            yield *unit.span(), replacement


def _fold_layout(text: str) -> tuple[str, OffsetMap | None, "array[int]"]:
    """Return a text with its lines, spaces and signs folded, and where hyphens at line ends were left out of it."""
    edits: list[Edit] = []
    joins = array("q")
    growth = 0
    pattern = _UNSPACED_SETTING if any(map(_is_unspaced, set(text))) else _SETTING
    last_end = 0
    for match in pattern.finditer(text):
        found, (start, end) = match[0], match.span()
        if found in _STOPS:
            end -= 1
        # The one space that may stand before a sign belongs to it, but for a number of spaces that was seen already.
        is_spaced = start > last_end and text[start - 1] == " " and found[0] not in "¬="
        start = start - 1 if is_spaced else start
        last_end = match.end()
        is_hyphen = found[0] in "-¬=" and not is_spaced and "\n" in found and not found[1:].strip(_SPACES)
        if is_hyphen and _joins_word(text, start, end):
            joins.append(start + growth)
            more: list[Edit] = [(start, end, "")]
        else:
            more = _fold_run(text, start + 1 if found[0] in "¬=" else start, end) if start < end else []
        edits += more
        growth += sum(len(replacement) - (last - first) for first, last, replacement in more)
    folded, offsets = edit_text(text, edits)
    return folded, offsets, joins


def _joins_word(text: str, start: int, end: int) -> bool:
    """Tell whether a hyphen at a line end divides a word: before a capital or a number it is the word's own."""
    if start == 0 or end == len(text):
        return False
    before, after = unicodedata.category(text[start - 1]), unicodedata.category(text[end])
    return before[0] in "LM" and after in ("Ll", "Lo", "Lm")


def _fold_run(text: str, start: int, end: int) -> list[Edit]:
    """Return the edits of a run of spaces and signs: signs take the spaces about them, and of equal ones one stays."""
    run = text[start:end]
    if not run.strip(_SPACES):
        sign = "" if text[end : end + 1] in _STOPS or _lies_unspaced(text, start, end) else " "
        return [(start, end, sign)] if run != sign else []
    edits: list[Edit] = []
    for same in _SAME_SIGNS.finditer(run):
        first, last = start + same.start(), start + same.end()
        if same[0][0] in _SPACES:
            edits.append((first, last, ""))
        elif last - first > 1:
            edits.append((first, last, same[0][0]))
    return edits


def _lies_unspaced(text: str, start: int, end: int) -> bool:
    """Tell whether a space stands between Han or kana, which may have signs of their own about them."""
    before = text[max(start - _MOST_SIGNS, 0) : start][::-1]
    return _begins_unspaced(before) and _begins_unspaced(text[end : end + _MOST_SIGNS])


def _begins_unspaced(text: str) -> bool:
    for character in text:
        if _is_unspaced(character):
            return True
        if unicodedata.category(character)[0] != "P":
            return False
    return False


def _is_unspaced(character: str) -> bool:
    return character >= "\u2e80" and any(first <= ord(character) <= last for first, last in _UNSPACED_RANGES)


@lru_cache(maxsize=6)
def fold_long_text(text: str, leniency: Leniency = Leniency.NOTHING) -> FoldedText:
    """Return what `fold_text` returns; of the last few texts it is kept, for they are asked about many passages."""
    return fold_text(text, leniency)
