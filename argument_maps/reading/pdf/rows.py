"""Words of a page, and the rows in which they stand side by side."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter, itemgetter
from unicodedata import combining

from argument_maps.reading.pdf.glyphs import DrawnRule, Glyph
from argument_maps.reading.pdf.plain_letters import is_han_or_kana

# Shares of the size of the type. Letters of one word stand closer than this, as pdftotext and pdf.js reckon too.
WORD_GAP = 0.105
_IDEOGRAPH_GAP = 0.8
_MIXED_GAP = 0.18
_ARABIC_GAP = 0.13
_SAME_ROW = 0.25
_FIRST_ARABIC = "\u0600"
_RUBY_SIZE = 0.62
# Of the width of a letter.
_DOUBLED = 0.35
# Accents that old fonts set as signs of their own over a letter.
_ACCENTS = {
    **{"´": "\u0301", "`": "\u0300", "¨": "\u0308", "ˆ": "\u0302", "˜": "\u0303", "¯": "\u0304", "˘": "\u0306"},
    **{"˙": "\u0307", "˚": "\u030a", "˝": "\u030b", "ˇ": "\u030c", "¸": "\u0327", "˛": "\u0328", "^": "\u0302"},
}


@dataclass(slots=True)
class SetWord:
    """Letters that stand close together; `raised` is how far above the line, in shares of the line's type."""

    text: str
    # Its letters, each with the signs over and under it.
    letters: tuple[str, ...]
    is_bold: bool
    left: float
    right: float
    base: float
    size: float
    raised: float = 0.0
    # What stands in small letters over some of its letters: from which, up to which, the reading.
    ruby: list[tuple[int, int, str]] = field(default_factory=list)


@dataclass(slots=True)
class WordRow:
    """Words that stand on one base, from left to right."""

    base: float
    size: float
    words: list[SetWord] = field(default_factory=list)


def make_rows(glyphs: list[Glyph], dots: Sequence[DrawnRule] = ()) -> list[WordRow]:
    """Return the rows of a page from top to bottom; small marks drawn before them are bullets."""
    rows = [_make_row(members) for members in _gather_rows(glyphs)]
    rows = _take_in_raised([row for row in rows if row.words])
    for dot in dots:
        _put_bullet(dot, rows)
    return _take_in_ruby(rows)


def _take_in_ruby(rows: list[WordRow]) -> list[WordRow]:
    """Let small kana over a row be readings of the ideographs below them."""
    for row, below in pairwise(rows):
        height = (row.base - below.base) / below.size
        if row.size > _RUBY_SIZE * below.size or not 0.6 < height < 1.6:
            continue
        if not all("\u3040" <= letter <= "\u30ff" for word in row.words for letter in word.text):
            continue
        row.words = [word for word in row.words if not _put_ruby(word, below.words)]
    return [row for row in rows if row.words]


def _put_ruby(reading: SetWord, words: list[SetWord]) -> bool:
    middle = (reading.left + reading.right) / 2
    for word in words:
        if word.left <= middle <= word.right:
            step = (word.right - word.left) / len(word.letters)
            start = max(round((reading.left - word.left) / step), 0)
            end = min(max(round((reading.right - word.left) / step), start + 1), len(word.letters))
            word.ruby.append((start, end, reading.text))
            return start < end
    return False


def _put_bullet(dot: DrawnRule, rows: list[WordRow]) -> None:
    for row in rows:
        first = row.words[0]
        if row.base < dot.height < row.base + 0.7 * row.size and 0 < first.left - dot.right < 2.5 * row.size:
            row.words.insert(0, SetWord("•", ("•",), first.is_bold, dot.left, dot.right, row.base, row.size))
            return


def _drop_doubles(letters: list[Glyph]) -> list[Glyph]:
    """Leave out what is printed twice at one place, to look bold or shadowed."""
    kept: list[Glyph] = []
    for glyph in letters:
        near = _DOUBLED * (glyph.right - glyph.left)
        if not any(glyph.text == other.text and glyph.left - other.left < near for other in kept[-3:]):
            kept.append(glyph)
    return kept


def _gather_rows(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Return the glyphs by the base that they stand on; a row is headed by its largest type."""
    rows: list[list[Glyph]] = []
    base = size = 0.0
    for glyph in sorted(glyphs, key=lambda each: -each.base):
        if rows and base - glyph.base <= _SAME_ROW * min(size, glyph.size):
            rows[-1].append(glyph)
            # A scan that lies askew goes down slowly.
            base, size = glyph.base, max(size, glyph.size)
        else:
            rows.append([glyph])
            base, size = glyph.base, glyph.size
    return rows


def _make_row(members: list[Glyph]) -> WordRow:
    letters = sorted((glyph for glyph in members if glyph.text != " "), key=attrgetter("left"))
    if not letters:
        return WordRow(0, 0)
    spaces = sorted((glyph.left + glyph.right) / 2 for glyph in members if glyph.text == " ")
    letters = _attach_marks(_drop_doubles(letters))
    weights: dict[float, float] = {}
    for glyph in letters:
        weights[glyph.size] = weights.get(glyph.size, 0) + 1
    row = WordRow(members[0].base, max(weights.items(), key=itemgetter(1))[0])
    open_word: list[Glyph] = []
    end = 0.0
    for glyph in letters:
        if open_word and _is_gap(open_word[-1], glyph, glyph.left - end, spaces):
            row.words.append(_make_word(open_word))
            open_word = []
        end = max(end, glyph.right) if open_word else glyph.right
        open_word.append(glyph)
    row.words.append(_make_word(open_word))
    return row


def _is_gap(before: Glyph, after: Glyph, gap: float, spaces: list[float]) -> bool:
    size = min(before.size, after.size)
    first = max((before.left + before.right) / 2, before.right - 0.3 * size)
    place = bisect_left(spaces, first)
    has_space = place < len(spaces) and spaces[place] < min((after.left + after.right) / 2, after.left + 0.3 * size)
    if before.text[-1] < _FIRST_ARABIC and after.text[0] < _FIRST_ARABIC:
        return has_space or gap > WORD_GAP * size
    one, other = is_han_or_kana(before.text[-1]), is_han_or_kana(after.text[0])
    if one and other:
        return gap > _IDEOGRAPH_GAP * size
    if one or other:
        # A quarter of an em is put there by programs themselves; what the file has as a space is one.
        return (has_space and gap > 0.1 * size) or gap > (0.3 if spaces else _MIXED_GAP) * size
    if any(_FIRST_ARABIC <= glyph.text[0] <= "\u06ff" for glyph in (before, after)):
        # Letters that do not join their neighbour keep a distance within words.
        return has_space or gap > _ARABIC_GAP * size
    return has_space or gap > WORD_GAP * size


def _make_word(glyphs: list[Glyph]) -> SetWord:
    sizes = sorted(glyph.size for glyph in glyphs)
    letters = tuple(glyph.text for glyph in glyphs)
    return SetWord(
        "".join(letters),
        letters,
        all(glyph.bold for glyph in glyphs),
        min(glyph.left for glyph in glyphs),
        max(glyph.right for glyph in glyphs),
        glyphs[0].base,
        sizes[len(sizes) // 2],
    )


def _attach_marks(letters: list[Glyph]) -> list[Glyph]:
    """Put vowel signs and accents behind the letters over or under which they stand."""
    if not any(glyph.text in _ACCENTS or (glyph.text > "\u02ff" and combining(glyph.text[0])) for glyph in letters):
        return letters
    bases = [glyph for glyph in letters if glyph.text not in _ACCENTS and not combining(glyph.text[0])]
    if not bases:
        return letters
    marks: dict[int, str] = {}
    kept = list(bases)
    for glyph in letters:
        accent = _ACCENTS.get(glyph.text, "")
        if not accent and not combining(glyph.text[0]):
            continue
        middle = (glyph.left + glyph.right) / 2
        place = min(range(len(bases)), key=lambda each: abs((bases[each].left + bases[each].right) / 2 - middle))
        base = bases[place]
        slack = 0 if accent else 0.2 * base.size
        if base.left - slack <= middle <= base.right + slack and (not accent or base.text[-1].isalpha()):
            marks[place] = marks.get(place, "") + (accent or glyph.text)
        elif accent:
            kept.append(glyph)
        else:
            marks[place] = marks.get(place, "") + glyph.text
    whole = {id(bases[place]): bases[place]._replace(text=bases[place].text + signs) for place, signs in marks.items()}
    return sorted((whole.get(id(glyph), glyph) for glyph in kept), key=attrgetter("left"))


def _take_in_raised(rows: list[WordRow]) -> list[WordRow]:
    """Let small type right beside larger type, a little higher or lower, stand in its row: exponents and note signs."""
    for place, row in enumerate(rows):
        for near in (*range(place - 1, max(place - 4, -1), -1), *range(place + 1, min(place + 4, len(rows)))):
            other = rows[near]
            shift = (row.base - other.base) / max(other.size, 0.1)
            if not -0.4 < shift < 0.65 or not row.words:
                continue
            _move_raised(row, other, shift)
    return [row for row in rows if row.words]


def _move_raised(row: WordRow, other: WordRow, shift: float) -> None:
    staying = []
    for word in row.words:
        neighbours = (
            each
            for each in other.words
            if each.size > 1.15 * word.size
            and (
                -0.15 * each.size < word.left - each.right < 0.35 * each.size
                or -0.15 * each.size < each.left - word.right < (0.8 if word is row.words[0] else 0.2) * each.size
            )
        )
        if word.size < 0.9 * other.size and next(neighbours, None) is not None:
            word.raised = shift
            other.words.append(word)
        else:
            staying.append(word)
    if len(staying) != len(row.words):
        row.words = staying
        other.words.sort(key=attrgetter("left"))
