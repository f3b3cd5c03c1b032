"""A line in runs of one font and direction, each as wide as HarfBuzz shapes it, in their order from left to right."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any, NamedTuple

import regex

from renderers.shaping.directions import CONTROLS, order_visually
from renderers.shaping.script_fonts import (
    EMOJI,
    Typeface,
    covers,
    find_emoji_typeface,
    find_script,
    list_script_typefaces,
    load_font,
    name_script,
    needs_no_glyph,
)

# What another font in the place of the measured one may be wider: where pictures are looked at, few of these are.
RESERVE = 1.06
# The advance of what no font has, in em: more than the empty box that is drawn for it.
MISSING = 1.0
_BLANK = 0.3
_CLUSTER = regex.compile(r"\X")
# Drawn in colour by themselves, or because a variation selector or another emoji that they are joined to says so.
_EMOJI_CLUSTER = regex.compile(
    r"(?:\p{Emoji_Presentation}|\p{Regional_Indicator}|\p{Emoji}\ufe0f|\p{Emoji}\p{Emoji_Modifier}).*", regex.DOTALL
)
_COMMON = frozenset({"Zyyy", "Zinh"})
_CONTROLS = regex.compile(f"[{CONTROLS}]")


class ShapedRun(NamedTuple):
    """A stretch of a line in one font and one direction; what is seen of it begins at `x` and is `width` pixels wide.

    Spaces at its ends belong to the text, and only move the next run; of spaces alone the width is 0. Without a
    `typeface` it is drawn in the face of the line, or, where `missing` names a script, in no font that is installed.
    `level` is that of its embedding: odd levels run from the right.
    """

    text: str
    typeface: Typeface | None
    missing: str
    level: int
    x: float
    width: float


class _Piece(NamedTuple):
    """Clusters that follow each other and are drawn in one font; `missing` names the script where there is none."""

    text: str
    typeface: Typeface | None
    missing: str


class _ShapedCluster(NamedTuple):
    """What HarfBuzz shapes together: where it begins in the text, and how wide it is in em.

    `is_joined` is whether it would look otherwise without what stands before it.
    """

    start: int
    advance: float
    is_joined: bool


class Shaper:
    """Lays out lines in one face: its family and style, its size in pixels, its own file and what that has."""

    def __init__(self, family: str, style: str, size: float, file: Path, own: frozenset[str]) -> None:
        self.size, self._own = size, own
        self._own_typeface = Typeface(family, 700 if style == "Bold" else 400, str(file))
        self._is_serif, self._is_bold = "Serif" in family, style == "Bold"
        self._choice_by_cluster: dict[tuple[str, Typeface | None], tuple[Typeface | None, str]] = {}

    def measure(self, text: str) -> float:
        """Return the width of a text on a line, in pixels, with a reserve for other fonts in the place of these."""
        total = 0.0
        for piece in self._split_by_font(text):
            reserve = 1.0 if piece.missing or piece.typeface == self._own_typeface else RESERVE
            total += self._measure_piece(piece, is_right=_runs_right(piece.text)) * reserve
        return total

    def lay_out(self, text: str, levels: Sequence[int] = ()) -> tuple[ShapedRun, ...]:
        """Return the runs of a line as they follow each other in the text; `levels` are those of its characters.

        Each lies where the levels put it, the first one from the left at 0.
        """
        pieces = [
            (piece._replace(text=drawn), level)
            for level, stretch in _split_by_level(text, levels)
            for piece in self._split_by_font(stretch)
            if (drawn := _CONTROLS.sub("", piece.text))
        ]
        widths = [self._measure_piece(piece, is_right=level % 2 == 1) for piece, level in pieces]
        lefts = [0.0] * len(pieces)
        x = 0.0
        for place in order_visually([level for _, level in pieces]):
            lefts[place] = x
            x += widths[place]
        return tuple(self._make_run(*each) for each in zip(pieces, lefts, strict=True))

    def _make_run(self, piece_and_level: tuple[_Piece, int], left: float) -> ShapedRun:
        piece, level = piece_and_level
        text, is_right = piece.text, level % 2 == 1
        seen = text.strip(" ")
        blanks = len(text) - len(text.rstrip(" ") if is_right else text.lstrip(" "))
        if seen and blanks:
            left += self._measure_piece(piece._replace(text=" " * blanks), is_right=False)
        width = self._measure_piece(piece._replace(text=seen), is_right=is_right) if seen else 0.0
        typeface = None if piece.typeface == self._own_typeface else piece.typeface
        return ShapedRun(text, typeface, piece.missing, level, left, width)

    def find_prefix(self, text: str, width: float) -> str:
        """Return as much of a text as is no wider than `width` pixels, and at least one letter with its marks.

        Where one can, it ends where the letters are not joined.
        """
        clusters = _CLUSTER.findall(text)
        low, high = 1, min(len(clusters), 1 + int(8 * width / self.size))
        while low < high:
            middle = (low + high + 1) // 2
            if self.measure("".join(clusters[:middle])) <= width:
                low = middle
            else:
                high = middle - 1
        if low < len(clusters):
            joined = self._find_joined_places(text)
            for count in range(low, low // 2, -1):
                if len("".join(clusters[:count])) not in joined:
                    return "".join(clusters[:count])
        return "".join(clusters[:low])

    def _find_joined_places(self, text: str) -> set[int]:
        """Return the places of a text before which it cannot be broken without letters taking other forms."""
        joined: set[int] = set()
        start = 0
        for piece in self._split_by_font(text):
            if piece.typeface is not None:
                clusters = _shape(piece.text, piece.typeface, is_right=_runs_right(piece.text))
                joined.update(start + cluster.start for cluster in clusters if cluster.is_joined)
            start += len(piece.text)
        return joined

    def _measure_piece(self, piece: _Piece, *, is_right: bool) -> float:
        if piece.typeface is None:
            em = sum(_BLANK if cluster.isspace() else MISSING for cluster in _CLUSTER.findall(piece.text))
            return em * self.size
        clusters = _shape(piece.text, piece.typeface, is_right=is_right)
        return sum(cluster.advance for cluster in clusters) * self.size

    def _split_by_font(self, text: str) -> Iterator[_Piece]:
        chosen: list[tuple[str, tuple[Typeface | None, str]]] = []
        own: tuple[Typeface | None, str] = self._own_typeface, ""
        before, beside = own, own
        for cluster in _CLUSTER.findall(text):
            if cluster == " ":
                # A space belongs to what stands before it, but for emoji, whose space is as wide as they are. What
                # comes behind it is chosen as at the start of a line, where it may come to stand.
                before = own if before[0] is not None and before[0] == find_emoji_typeface() else before
                beside = own
            elif not all(map(needs_no_glyph, cluster)):
                before = beside = self._choose(cluster, beside[0])
            chosen.append((cluster, before))
        for (typeface, missing), group in groupby(chosen, key=lambda each: each[1]):
            yield _Piece("".join(cluster for cluster, _ in group), typeface, missing)

    def _choose(self, cluster: str, before: Typeface | None) -> tuple[Typeface | None, str]:
        """Return the font that draws a letter with its marks, or the script that none is there for."""
        key = cluster, before
        if key not in self._choice_by_cluster:
            if len(self._choice_by_cluster) > 20_000:
                self._choice_by_cluster.clear()
            self._choice_by_cluster[key] = self._find_typeface(cluster, before)
        return self._choice_by_cluster[key]

    def _find_typeface(self, cluster: str, before: Typeface | None) -> tuple[Typeface | None, str]:
        is_emoji = _EMOJI_CLUSTER.fullmatch(cluster) is not None
        if is_emoji:
            emoji = find_emoji_typeface()
            if emoji is not None and covers(emoji, cluster):
                return emoji, ""
        # Punctuation between letters of another font is better of that font, as the hyphen of Hebrew is.
        if before is not None and before not in {self._own_typeface, find_emoji_typeface()}:
            is_between = unicodedata.category(cluster[0]) in {"Pd", "Po"}
            if is_between and covers(before, cluster):
                return before, ""
        if all(character in self._own or needs_no_glyph(character) for character in cluster):
            return self._own_typeface, ""
        script = next((found for found in map(find_script, cluster) if found not in _COMMON), "Zyyy")
        candidates = list_script_typefaces(script, is_serif=self._is_serif, is_bold=self._is_bold)
        if script == "Zyyy" and before is not None:
            candidates = (before, *candidates)
        typeface = next((each for each in candidates if covers(each, cluster)), None)
        if typeface is not None:
            return typeface, ""
        return None, EMOJI if is_emoji else name_script(script)


def _runs_right(text: str) -> bool:
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in {"R", "AL", "L"}:
            return direction != "L"
    return False


def _split_by_level(text: str, levels: Sequence[int]) -> Iterable[tuple[int, str]]:
    if not levels:
        return [(0, text)]
    starts = [0, *(place for place in range(1, len(text)) if levels[place] != levels[place - 1]), len(text)]
    return [(levels[start], text[start:stop]) for start, stop in pairwise(starts) if start < stop]


@lru_cache(maxsize=4096)
def _shape(text: str, typeface: Typeface, *, is_right: bool) -> tuple[_ShapedCluster, ...]:
    """Return the clusters of a text in a font as they follow each other in the text."""
    import uharfbuzz

    buffer = shape_text(text, typeface, is_right=is_right)
    em, unsafe = load_font(typeface.path, typeface.number).face.upem, uharfbuzz.GlyphFlags.UNSAFE_TO_BREAK
    clusters: list[_ShapedCluster] = []
    glyphs = zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    for start, group in groupby(glyphs, key=lambda each: int(each[0].cluster)):
        members = list(group)
        advance = sum(position.x_advance for _, position in members)
        clusters.append(_ShapedCluster(start, advance / em, any(info.flags & unsafe for info, _ in members)))
    return tuple(sorted(clusters))


def shape_text(text: str, typeface: Typeface, *, is_right: bool) -> Any:
    """Return the buffer in which HarfBuzz has shaped a text of one direction: its glyphs, from left to right."""
    import uharfbuzz

    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if is_right else "ltr"
    uharfbuzz.shape(load_font(typeface.path, typeface.number), buffer)
    return buffer
