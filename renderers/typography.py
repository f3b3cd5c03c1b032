"""Text measured with the fonts that it is drawn with, and folded into lines of one script a run.

Lengths are CSS pixels (1/96 inch). Advance widths come from the fonts in `renderers/fonts`; Chinese,
Japanese and Korean glyphs are one em wide in every font that has them, so those need no file. Every
run of these is later drawn with its measured length as `textLength`, so that another font in its place
still keeps to its box. Text with anything else, called mixed here, is shaped by `renderers.shaping`, which
is loaded when the first such text comes.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from fontTools.ttLib import TTFont

from renderers.shaping.directed_lines import MeasuredLine, direct_lines, find_levels

if TYPE_CHECKING:
    from renderers.shaping.shaped_runs import ShapedRun, Shaper

FONTS = Path(__file__).parent / "fonts"
MOST_WORDS = 20_000
HAN = "Noto Sans CJK SC"
HANGUL = "Noto Sans CJK KR"
KANA = "Noto Sans CJK JP"
OTHER = "sans-serif"

# Spaces at which a line may break: not the narrow one that joins a suffix to its word, as in Mongolian.
_SPACES = re.compile("[^\\S\u00a0\u2007\u202f]+")
# Yi, which Chinese fonts lack, and ideographs of the first extension.
_RARE = re.compile("[\u3400-\u4dbf\ua000-\ua4cf]").match

# XML 1.0 section 2.2: the characters that no document may hold, escaped or not.
_FORBIDDEN = dict.fromkeys([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF])


@dataclass(frozen=True, eq=False)
class Face:
    """A font at one size in pixels; a few are made once, and each is only like itself."""

    family: str
    style: str
    size: float

    @cached_property
    def line(self) -> float:
        """The height that one line takes, from baseline to baseline."""
        return round(self.size * 1.32, 2)

    @property
    def weight(self) -> int:
        """The CSS weight."""
        return 700 if self.style == "Bold" else 400


class Run(NamedTuple):
    """A stretch of text in one font family, `x` pixels from the start of its line."""

    text: str
    family: str
    x: float
    width: float


Line = tuple[Run, ...]


def printable(text: str) -> str:
    """Return the text without what XML forbids."""
    return text if text.isascii() and text.isprintable() else text.translate(_FORBIDDEN)


def _find_file(family: str, style: str) -> Path:
    return FONTS / f"{family.replace(' ', '')}-{style}.ttf"


@cache
def _advances(family: str, style: str) -> dict[int, float]:
    """Return the advance of each character that the font has, in em."""
    with TTFont(_find_file(family, style), lazy=True) as font:
        em = font["head"].unitsPerEm
        widths = font["hmtx"].metrics
        return {code: widths[glyph][0] / em for code, glyph in font.getBestCmap().items()}


@lru_cache(maxsize=65536)
def _fallback(character: str) -> tuple[str, float]:
    """Return the family and the advance in em for a character that the project's fonts lack."""
    code = ord(character)
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return OTHER, 0.0
    if 0xAC00 <= code <= 0xD7AF or 0x3130 <= code <= 0x318F:
        return HANGUL, 1.0
    if 0x3040 <= code <= 0x30FF:
        return KANA, 1.0
    # Letters of Korean syllables join; emoji, seals and scripts of the first plane have fonts of their own; and no
    # font has all the rare ideographs.
    if 0x2E80 <= code <= 0xFFEF and unicodedata.east_asian_width(character) in {"W", "F"} and not _RARE(character):
        return HAN, 1.0
    return OTHER, 0.72


class _Widths(dict[str, float]):
    """The width of each character in one face, in pixels; what the font lacks is worked out when met."""

    def __init__(self, face: Face) -> None:
        super().__init__((chr(code), em * face.size) for code, em in _advances(face.family, face.style).items())
        self._size = face.size

    def __missing__(self, character: str) -> float:
        width = self[character] = _fallback(character)[1] * self._size
        return width


class _Words(dict[str, float]):
    """The width of each word in one face, in pixels, with the space before it where it has one.

    Few words make up most of a text: those met first are kept, the rest is measured each time it comes.
    """

    def __init__(self, widths: _Widths, measure_text: Callable[[str], float]) -> None:
        super().__init__()
        self._widths, self._measure_text = widths, measure_text

    def __missing__(self, word: str) -> float:
        width = sum(map(self._widths.__getitem__, word)) if word.isascii() else self._measure_text(word)
        if len(self) < MOST_WORDS:
            self[word] = width
        return width


class Measure:
    """The widths of characters and words in one face."""

    def __init__(self, face: Face) -> None:
        self.face = face
        self._covered = frozenset(map(chr, _advances(face.family, face.style)))
        self._widths = _Widths(face)
        self._space = self._widths[" "]
        self._words = _Words(self._widths, self.width)

    @cached_property
    def _shaper(self) -> "Shaper":
        # Few maps need it, and loading it takes as long as drawing a small one.
        from renderers.shaping.shaped_runs import Shaper

        family, style = self.face.family, self.face.style
        return Shaper(family, style, self.face.size, _find_file(family, style), self._covered)

    def family(self, character: str) -> str:
        """Return the family that draws the character."""
        return self.face.family if character in self._covered else _fallback(character)[0]

    def width(self, text: str) -> float:
        """Return the width of a text on one line, in pixels."""
        if text.isascii() or not self.is_mixed(text):
            return sum(map(self._widths.__getitem__, text))
        return self._shaper.measure(text)

    def word(self, text: str) -> float:
        """Return the width of a text that comes again and again, which is kept."""
        return self._words[text]

    def covers(self, text: str) -> bool:
        """Tell whether the face has every character of the text, so that it is a single run."""
        return self._covered.issuperset(text)

    def is_mixed(self, text: str) -> bool:
        """Tell whether a text has to be shaped: it has more than the face and Chinese, Japanese and Korean letters."""
        unknown = set(text) - self._covered
        return bool(unknown) and any(_fallback(character)[0] == OTHER for character in unknown)

    def lay_out(self, text: str) -> tuple["ShapedRun", ...]:
        """Return the runs of a mixed line as they follow each other in it, each where it is drawn."""
        return self._shaper.lay_out(text, find_levels(text))

    def runs(self, text: str) -> Line:
        """Split a line into runs of one family each.

        A space, a mark or an invisible character stays with the run before it.
        """
        runs: list[Run] = []
        start = end = 0.0
        family = ""
        letters: list[str] = []

        def close() -> None:
            # A space at a run's end only moves the next run: renderers differ in whether they draw it.
            visible = "".join(letters).rstrip(" ")
            blank = (len(letters) - len(visible)) * self._space
            if visible:
                runs.append(Run(visible, family, start, end - start - blank))

        for character in text:
            own, advance = self.family(character), self._widths[character]
            sticky = character == " " or (own == OTHER and advance == 0.0)
            if family and own != family and not sticky:
                close()
                letters, start, family = [], end, own
            family = family or own
            letters.append(character)
            end += advance
        close()
        return tuple(runs)

    def fold(self, text: str, width: float) -> list[str]:
        """Break a text into lines no wider than `width` pixels; nothing is dropped but white space.

        Breaks at white space, but not before the number in “l. 55”, after hyphens and dashes, between CJK
        characters, and inside a word only where it is wider than a whole line.
        """
        return [line for line, _ in self.lines(text, width)]

    def lines(self, text: str, width: float) -> list[MeasuredLine]:
        """Return the lines of `fold`, each with its width in pixels."""
        if text.isascii() and text.isprintable():
            return self._fold_paragraph(text, width) or [("", 0.0)]
        lines: list[MeasuredLine] = []
        for paragraph in printable(text).splitlines():
            if paragraph.isascii() or not self.is_mixed(paragraph):
                lines.extend(self._fold_paragraph(paragraph, width))
            else:
                words = _SPACES.sub(" ", paragraph).strip(" ")
                lines.extend(direct_lines(words, list(self._fold_mixed(words, width)), width))
        return lines or [("", 0.0)]

    def _fold_mixed(self, words: str, width: float) -> Iterator[MeasuredLine]:
        """Yield the lines of a mixed paragraph.

        Beside others a word may be wider than alone, as a dash between two words in their font is: what then does not
        fit is broken off.
        """
        for line, _ in self._fold_paragraph(words, width, is_mixed=True):
            rest = line
            while (used := self.width(rest)) > width:
                head = self._longest_prefix(rest, width)
                if head == rest:
                    break
                yield head, self.width(head)
                rest = rest[len(head) :].lstrip(" ")
            if rest:
                yield rest, used

    def _fold_paragraph(self, paragraph: str, width: float, *, is_mixed: bool = False) -> list[MeasuredLine]:
        # What stands between two breaks, with the space before it where it begins a word.
        if is_mixed:
            tokens = [token for word in paragraph.split(" ") if word for token in self._tokens_of_any_script(word)]
        elif paragraph.isascii() and "-" not in paragraph and "/" not in paragraph:
            tokens = [" " + word for word in paragraph.split()]
        else:
            tokens = [token for word in paragraph.split() for token in _tokens(word)]
        if "." in paragraph and not _LEADING.isdisjoint(tokens):
            tokens = self._with_numbers(tokens, width)
        advances = list(map(self._words.__getitem__, tokens))
        if max(advances, default=0.0) > width:
            tokens = [part for token in tokens for part in self._parts(token, width)]
            advances = list(map(self._words.__getitem__, tokens))
        ends = list(accumulate(advances))
        lines: list[MeasuredLine] = []
        start, begin, count = 0, 0.0, len(tokens)
        while start < count:
            # At the start of a line the space before a word takes no room.
            lead = self._space if tokens[start][0] == " " else 0.0
            begin += lead
            stop = max(bisect_right(ends, begin + width, start), start + 1)
            line_text = "".join(tokens[start:stop])
            lines.append((line_text[1:] if lead else line_text, ends[stop - 1] - begin))
            start, begin = stop, ends[stop - 1]
        return lines

    def _tokens_of_any_script(self, word: str) -> list[str]:
        if not self.is_mixed(word):
            return _tokens(word)
        from renderers.shaping.break_places import split_at_breaks

        first, *others = split_at_breaks(word)
        return [" " + first, *others]

    def _with_numbers(self, tokens: list[str], width: float) -> list[str]:
        """Return the tokens with the number that an abbreviation leads up to in one with it, where that fits a line."""
        joined_tokens: list[str] = []
        for token in tokens:
            leads = joined_tokens and joined_tokens[-1] in _LEADING and token[0] == " " and token[1:2].isdigit()
            if leads and self._words[joined_tokens[-1]] + self._words[token] <= width:
                joined_tokens[-1] += token
            else:
                joined_tokens.append(token)
        return joined_tokens

    def _parts(self, token: str, width: float) -> Iterable[str]:
        """Yield a token in parts that each fit a line."""
        piece = token.lstrip(" ")
        lead = token[: len(token) - len(piece)]
        while self.width(piece) > width:
            head = self._longest_prefix(piece, width)
            if head == piece:
                break
            yield lead + head
            piece, lead = piece[len(head) :], ""
        yield lead + piece

    def _longest_prefix(self, piece: str, width: float) -> str:
        if self.is_mixed(piece):
            return self._shaper.find_prefix(piece, width)
        used = 0.0
        for index, character in enumerate(piece):
            used += self._widths[character]
            if used > width and index and unicodedata.combining(character) == 0:
                return piece[:index]
        return piece


def _tokens(word: str) -> list[str]:
    """Split a word where a line may break inside it without a hyphen of our own; the first part has its space."""
    pieces = [word] if word.isascii() and "-" not in word and "/" not in word else _pieces(word)
    pieces[0] = " " + pieces[0]
    return pieces


def _pieces(word: str) -> list[str]:
    pieces: list[str] = []
    start = 0
    for index in range(1, len(word)):
        # A span such as 87–91 stays in one piece.
        number = index > 1 and word[index - 2].isdigit() and word[index].isdigit()
        if not number and _may_break(word[index - 1], word[index], at_start=index == 1):
            pieces.append(word[start:index])
            start = index
    pieces.append(word[start:])
    return pieces


def _may_break(before: str, after: str, *, at_start: bool) -> bool:
    if before in "-–—/" and not at_start:
        return True
    return (_breaks(before) or _breaks(after)) and before not in _NO_END and after not in _NO_START


# What stands before a number in locators and archival references, each a token with its space.
_LEADING = frozenset(
    f" {word}."
    for word in ("f", "ff", "op", "d", "l", "ll", "p", "pp", "no", "nos", "vol", "n", "fol", "ф", "оп", "д", "л", "лл")
)  # fmt: skip
# Kinsoku (JIS X 4051; W3C clreq): what may not start or end a line.
_NO_START = set("、。，．：；！？）」』】〕〉》’”%‰℃・ー々.,:;!?)]}\"'")
_NO_END = set("（「『【〔〈《‘“([{")


def _breaks(character: str) -> bool:
    return character >= "\u2e80" and _fallback(character)[0] in {HAN, HANGUL, KANA}


@cache
def measure(face: Face) -> Measure:
    """Return the measure of a face; one is kept for each."""
    return Measure(face)
