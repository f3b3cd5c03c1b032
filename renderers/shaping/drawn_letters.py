"""The characters of a run, each with what is drawn for it and where, for whoever does not shape text."""

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

import regex

from renderers.shaping.script_fonts import Typeface, load_font
from renderers.shaping.shaped_runs import shape_text

# In pixels.
_HAIR = 0.1
_CLUSTER = regex.compile(r"\X")


class LetterShape(NamedTuple):
    """The glyphs of a font that are drawn for one or more characters, each moved right and up; `width` is the first's.

    All in units of the font.
    """

    typeface: Typeface
    width: int
    glyphs: tuple[tuple[int, int, int], ...]


class DrawnLetter(NamedTuple):
    """A character of a run: where it begins and how wide it is, in pixels from the run's left end.

    `shape` is drawn from where the character begins; without one it is drawn with the character before.
    """

    character: str
    x: float
    width: float
    shape: LetterShape | None


def has_outlines(typeface: Typeface) -> bool:
    """Tell whether a font draws its letters as outlines of one colour, not as images or in colours of its own."""
    face = load_font(typeface.path, typeface.number).face
    return not (face.has_color_png or face.has_color_paint or face.has_color_layers or face.has_color_svg)


def is_joining(character: str) -> bool:
    """Tell whether a character joins the letter before it, as a mark does (UAX #29, grapheme clusters)."""
    return len(_CLUSTER.findall(f"a{character}")) == 1


def draw_letters(text: str, typeface: Typeface, size: float, *, is_right: bool) -> Iterator[DrawnLetter]:
    """Yield the characters of a run as they follow each other in its text.

    What is shaped together shares its width, but marks have none. From the right, what has no width lies a hair further
    on, since readers of PDF put what begins at one place in the order from the left.
    """
    clusters = _group_glyphs(text, typeface, is_right=is_right)
    scale = size / load_font(typeface.path, typeface.number).face.upem
    whole = sum(advance for _, advance, _ in clusters) * scale
    done, marks_since = 0.0, 0
    for (start, advance, glyphs), stop in zip(clusters, [*(each[0] for each in clusters[1:]), len(text)], strict=True):
        characters = text[start:stop]
        marks = [bool(place) and is_joining(character) for place, character in enumerate(characters)]
        share = advance * scale / max(1, marks.count(False))
        left = whole - done - advance * scale if is_right else done
        for place, (character, is_mark) in enumerate(zip(characters, marks, strict=True)):
            width = 0.0 if is_mark else share
            marks_since = 0 if width else marks_since + 1
            x = whole - done - width - marks_since * _HAIR if is_right else done
            moved = round((left - x) / scale)
            shape = None
            if place == 0:
                moved_glyphs = tuple((glyph, right + moved, up) for glyph, right, up in glyphs)
                shape = LetterShape(typeface, round(width / scale), moved_glyphs)
            yield DrawnLetter(character, x, width, shape)
            done += width


def _group_glyphs(
    text: str, typeface: Typeface, *, is_right: bool
) -> list[tuple[int, int, tuple[tuple[int, int, int], ...]]]:
    """Return where each cluster begins in the text, its advance, and its glyphs, in units of the font."""
    buffer = shape_text(text, typeface, is_right=is_right)
    clusters = []
    shaped = zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    for start, group in groupby(shaped, key=lambda each: int(each[0].cluster)):
        advance, glyphs = 0, []
        for info, position in group:
            glyphs.append((int(info.codepoint), advance + position.x_offset, int(position.y_offset)))
            advance += position.x_advance
        clusters.append((start, advance, tuple(glyphs)))
    return sorted(clusters)
