"""Which way each character of a paragraph runs: Unicode's bidirectional algorithm (UAX #9), as FriBidi carries it out.

FriBidi is the system's own; Graphviz draws with it too. Where there is none, a paragraph runs as its first letter does,
and each stretch of one font is still put in order by whatever draws it.
"""

import ctypes
import ctypes.util
import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

# Hebrew, Arabic and the scripts between and beside them, as ranges of a regular expression (Unicode 15.0, the blocks
# that are written from the right).
FROM_THE_RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff"
# What moves others without being drawn: marks, embeddings, overrides and isolates.
CONTROLS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_TURNING = re.compile(f"[{FROM_THE_RIGHT}\u200f\u202b\u202e\u2067\u2068]")
# fribidi-bidi-types.h: the base direction is that of the first letter, from the left where there is none.
_WEAK_LEFT = 0x20


class ParagraphLevels(NamedTuple):
    """The embedding level of each character of a paragraph, and that of the whole: odd ones run from the right."""

    base: int
    levels: Sequence[int]


def may_turn(text: str) -> bool:
    """Tell whether anything in a text can run from the right."""
    return _TURNING.search(text) is not None


def isolate_text(text: str) -> str:
    """Return a text that stands behind a label, so that the label does not decide which way it runs (UAX #9, FSI)."""
    return f"\u2068{text}\u2069" if may_turn(text) else text


def resolve_levels(paragraph: str) -> ParagraphLevels:
    """Return the embedding levels of a paragraph (UAX #9, rules P2 to I2)."""
    library = load_fribidi()
    count = len(paragraph)
    if library is None or not count:
        base = _find_base(paragraph)
        return ParagraphLevels(base, [base] * count)
    characters = (ctypes.c_uint32 * count)(*map(ord, paragraph))
    types, brackets = (ctypes.c_uint32 * count)(), (ctypes.c_uint32 * count)()
    library.fribidi_get_bidi_types(characters, count, types)
    library.fribidi_get_bracket_types(characters, count, types, brackets)
    kind, levels = ctypes.c_uint32(_WEAK_LEFT), (ctypes.c_int8 * count)()
    library.fribidi_get_par_embedding_levels_ex(types, brackets, count, ctypes.byref(kind), levels)
    return ParagraphLevels(kind.value & 1, list(levels))


def order_visually(levels: Sequence[int]) -> list[int]:
    """Return the places of what has these levels, from left to right (UAX #9, rule L2)."""
    order = list(range(len(levels)))
    for level in range(max(levels, default=0), 0, -1):
        start = 0
        while start < len(order):
            stop = start
            while stop < len(order) and levels[order[stop]] >= level:
                stop += 1
            order[start:stop] = order[start:stop][::-1]
            start = stop + 1
    return order


@cache
def load_fribidi() -> ctypes.CDLL | None:
    """Return the system's FriBidi, None where it has none."""
    name = ctypes.util.find_library("fribidi")
    try:
        return ctypes.CDLL(name) if name else None
    except OSError:
        return None


def _find_base(paragraph: str) -> int:
    first = re.search(rf"(?P<right>[{FROM_THE_RIGHT}])|[^\W\d_]", paragraph)
    return 1 if first is not None and first["right"] else 0
