"""A version of a text as its passages are told apart: folded, divided into sentences, and with its numbers masked.

Formulaic texts say the same thing many times, and what tells two places apart is the sentence and what stands about it.
Numbers tell nothing: what stood in article 5 stands in article 4 once another was struck out.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from models.folding.folded_text import FoldedText, fold_long_text
from models.folding.offset_maps import edit_text

Span = tuple[int, int]
# Behind these a sentence may end: see `_ends_sentence`.
_STOP = re.compile(r"[.!?…;。]['\")\]]* ?")
_LINE_BREAK = re.compile(r"[^\S\n\r]*(?:\r\n|[\n\r\v\f\x85\u2028\u2029])\s*")
# Numbers, Roman ones, letters of a list, and the numbers of Chinese and Japanese articles. That all begin with one of a
# few characters lets the rest of a text be passed over quickly.
_NUMBER = re.compile(
    r"[\dIVXLC(〇零一二三四五六七八九十百千](?:(?<=\d)\d*(?:[.,]\d+)*|(?<=\b[IVXLC])[IVXLC]*\b(?=[.):\s]|$)"
    r"|(?<=\()[a-z]{1,3}\)|(?<=第[〇零一二三四五六七八九十百千])[〇零一二三四五六七八九十百千]*)"
)
_ENUMERATOR = re.compile(r"[-*•·]? ?(?:\(?(?:\d{1,4}|[ivxlc]{1,6}|[IVXLC]{1,6}|[a-z])[.):]+)? ?")
# A sentence that goes on for longer is cut here, on either side of a passage.
LONGEST_SIDE = 200
_CUT_SIDE = 120


class DividedText:
    """A version of a text: `text` is folded, and all places are places of it but where something else is said."""

    def __init__(self, folded: FoldedText) -> None:
        self.folded = folded
        self.text = folded.text
        numbers = ((*number.span(), "#") for number in _NUMBER.finditer(self.text))
        self.masked_text, self._masks = edit_text(self.text, numbers)
        self.breaks = _find_breaks(folded)
        # Where each sentence begins that stands once, and None for those that are repeated.
        self.places: dict[str, int | None] = {}
        for start, end in self._list_spans(0, len(self.breaks) - 1):
            sentence = self.text[start:end]
            self.places[sentence] = None if sentence in self.places else start

    def find_sentences(self, start: int, end: int) -> Span:
        """Return the stretch of the sentences in which a passage stands, without spaces and a number before them."""
        index = bisect_right(self.breaks, start) - 1
        first = self.breaks[max(index, 0)]
        last = self.breaks[min(bisect_left(self.breaks, end), len(self.breaks) - 1)]
        if start - first > LONGEST_SIDE:
            first = self.text.find(" ", start - _CUT_SIDE, start) + 1 or start - _CUT_SIDE
        if last - end > LONGEST_SIDE:
            space = self.text.rfind(" ", end, end + _CUT_SIDE)
            last = space if space >= 0 else end + _CUT_SIDE
        return self._trim(first, last, start, end)

    def list_sentences(self, start: int, end: int) -> list[Span]:
        """Return the sentences in which a passage stands, each without spaces and a number at its beginning."""
        first = max(bisect_right(self.breaks, start) - 1, 0)
        return list(self._list_spans(first, min(bisect_left(self.breaks, end), len(self.breaks) - 1)))

    def _list_spans(self, first: int, last: int) -> Iterator[Span]:
        for start, end in pairwise(self.breaks[first : last + 1]):
            yield self._trim(start, end, end, start)

    def is_break(self, place: int) -> bool:
        """Tell whether a sentence begins or ends at a place, apart from spaces and a number at its beginning."""
        index = bisect_left(self.breaks, place)
        following = self.breaks[index] if index < len(self.breaks) else len(self.text)
        if not self.text[place:following].strip(" "):
            return True
        before = self.breaks[max(bisect_right(self.breaks, place) - 1, 0)]
        enumerator = _ENUMERATOR.match(self.text, before, place)
        return enumerator is not None and not self.text[enumerator.end() : place].strip(" ")

    def mask(self, start: int, end: int) -> Span:
        """Return where a stretch stands in the masked text."""
        return (start, end) if self._masks is None else self._masks.find_target(start, end)

    def unmask(self, start: int, end: int) -> Span:
        """Return the stretch that stands at a place of the masked text."""
        return (start, end) if self._masks is None else self._masks.find_source(start, end)

    def _trim(self, start: int, end: int, last_start: int, first_end: int) -> Span:
        """Return a stretch without spaces at its ends and a number at its beginning: so much at least stays of it."""
        while start < last_start and self.text[start] == " ":
            start += 1
        enumerator = _ENUMERATOR.match(self.text, start, last_start)
        if enumerator is not None and enumerator.end() < end:
            start = enumerator.end()
        while end > max(first_end, start) and self.text[end - 1] == " ":
            end -= 1
        return start, end


@lru_cache(maxsize=4)
def divide_text(text: str) -> DividedText:
    """Return a version of a text, divided; the last ones are kept, because they are asked about each annotation."""
    return DividedText(fold_long_text(text))


def _find_breaks(folded: FoldedText) -> list[int]:
    """Return where sentences begin, with both ends of the text."""
    breaks = {0, len(folded.text)}
    for match in _STOP.finditer(folded.text):
        if _ends_sentence(match[0], folded.text[match.end() : match.end() + 1]):
            breaks.add(match.end())
    original = folded.original
    for match in _LINE_BREAK.finditer(original, 1):
        before, after = original[match.start() - 1], original[match.end() : match.end() + 1]
        if after and not _is_wrapped(match[0], before, after):
            breaks.add(folded.find_folded(match.end(), match.end() + 1)[0])
    return sorted(breaks)


def _ends_sentence(stop: str, following: str) -> bool:
    """Tell whether a sentence ends with a stop: not if it goes on in a small letter, as after many an abbreviation."""
    if stop[0] == "。":
        return True
    if stop[-1] != " ":
        return stop[0] in "!?" and following >= "\u2e80"
    return stop[0] == ";" or not following.islower()


def _is_wrapped(line_break: str, before: str, after: str) -> bool:
    """Tell whether a line ends only because the page does."""
    if after.islower():
        return True
    is_blank = len(line_break.strip(" \t").replace("\r\n", "\n")) > 1
    return not is_blank and before >= "\u2e80" and after >= "\u2e80" and before.isalnum() and after.isalnum()
