"""What a single character folds to, in an exact reading and in lenient ones."""

import unicodedata
from enum import Flag, auto
from functools import cache, lru_cache
from pathlib import Path

DATA = Path(__file__).parents[1] / "unicode" / "equivalent_ideographs.txt"


class Leniency(Flag):
    """What may differ besides the setting, so that a passage is like a quotation but does not stand word for word."""

    NOTHING = 0
    CASE = auto()
    DIACRITICS = auto()
    VOWEL_POINTS = auto()
    TATWEEL = auto()
    EDITORIAL_SIGNS = auto()


FULL_LENIENCY = ~Leniency.NOTHING

# Every sign that opens, closes or stands for a quotation, the apostrophe, and what is typed for either.
QUOTATION_MARKS = "'\"`´‘’‚‛“”„‟«»‹›ʹʺʻʼʽˈ′″‴‵‶〃〝〞〟「」『』《》〈〉｢｣＂＇❛❜❝❞❮❯׳״՚⹂"
DASHES = "-‐‑‒–—―⁃−⸗⸺⸻֊־᠆﹘﹣－"
LINE_BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
# Default_Ignorable_Code_Point without Hangul fillers, and the soft hyphen: nothing is seen of them.
_INVISIBLE_RANGES = (
    *((0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E)),
    *((0x2060, 0x206F), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFB), (0xE0000, 0xE0FFF)),
)
# Of the compatibility forms of Unicode those that are another cut of the same character. What is raised, lowered,
# circled or a fraction says something by it: 10² is not 102.
_SETTING_TAGS = (
    *("<wide>", "<narrow>", "<compat>", "<initial>", "<medial>", "<final>", "<isolated>"),
    *("<vertical>", "<small>", "<square>", "<font>", "<noBreak>"),
)
# Letters of the Korean alphabet on their own, which Unicode takes for the parts of a syllable.
_SEPARATE_JAMO = range(0x3131, 0x318F)
_OTHER_SIGNS = {"…": "…", "⋯": "…", "〜": "~", "・": "·", "\t": " "}
_VOWEL_POINT_RANGES = (
    *((0x0591, 0x05BD), (0x05BF, 0x05BF), (0x05C1, 0x05C2), (0x05C4, 0x05C5), (0x05C7, 0x05C7), (0x0610, 0x061A)),
    *((0x064B, 0x0652), (0x0656, 0x065F), (0x0670, 0x0670), (0x06D6, 0x06DC), (0x06DF, 0x06E4), (0x06E7, 0x06E8)),
    *((0x06EA, 0x06ED), (0x0730, 0x074A), (0x08CA, 0x08FF)),
)
_LETTERS_WITH_STROKES = str.maketrans("øØłŁđĐħĦıŧŦ", "oOlLdDhHitT")
_NOTE_TAGS = ("<super>", "<sub>", "<circle>")


@lru_cache(maxsize=65_536)
def fold_character(character: str) -> str:
    """Return a character as an exact reading has it; nothing for one that cannot be seen.

    The result is not composed with what stands beside it.
    """
    code = ord(character)
    if code < 0x80 and character not in QUOTATION_MARKS and character >= " ":
        return character
    if character in QUOTATION_MARKS:
        return "'"
    if character in DASHES:
        return "-"
    if character in LINE_BREAKS:
        return "\n"
    if character in _OTHER_SIGNS:
        return _OTHER_SIGNS[character]
    if _lies_in(code, _INVISIBLE_RANGES):
        return ""
    if unicodedata.category(character) == "Zs":
        return " "
    if character in read_equivalent_ideographs():
        return read_equivalent_ideographs()[character]
    return "".join(fold_character(part) if part != character else part for part in _decompose(character))


@lru_cache(maxsize=65_536)
def relax_character(character: str, leniency: Leniency) -> str:
    """Return a character of an exact reading as a lenient one has it; nothing for one that is left out."""
    parts = unicodedata.normalize("NFD", character)
    if Leniency.VOWEL_POINTS in leniency:
        parts = "".join(part for part in parts if not _lies_in(ord(part), _VOWEL_POINT_RANGES))
    if Leniency.DIACRITICS in leniency:
        parts = "".join(part for part in parts if not _is_diacritic(part)).translate(_LETTERS_WITH_STROKES)
    if Leniency.TATWEEL in leniency:
        parts = parts.replace("\u0640", "")
    if Leniency.EDITORIAL_SIGNS in leniency and unicodedata.decomposition(character).startswith(_NOTE_TAGS):
        parts = unicodedata.normalize("NFKD", parts) if not character.isdigit() else ""
    if Leniency.CASE in leniency:
        parts = unicodedata.normalize("NFD", parts.casefold())
    return unicodedata.normalize("NFC", parts)


def continues_character(character: str) -> bool:
    """Tell whether a character may be composed with what stands before it."""
    code = ord(character)
    return unicodedata.category(character)[0] == "M" or 0x1160 <= code <= 0x11FF or 0xD7B0 <= code <= 0xD7FF


def _decompose(character: str) -> str:
    """Return the parts of a character, canonical ones and those of another cut; the character where it has none."""
    tag, _, codes = unicodedata.decomposition(character).partition(" ")
    if not tag.startswith("<"):
        return unicodedata.normalize("NFD", character)
    if tag not in _SETTING_TAGS or ord(character) in _SEPARATE_JAMO:
        return character
    return "".join(chr(int(code, 16)) for code in codes.split())


def _is_diacritic(part: str) -> bool:
    """Tell whether a part of a character is an accent: neither a vowel of its script nor a point of one."""
    return unicodedata.combining(part) >= 200 and not _lies_in(ord(part), _VOWEL_POINT_RANGES)


def _lies_in(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= code <= last for first, last in ranges)


@cache
def read_equivalent_ideographs() -> dict[str, str]:
    """Return which ideograph a radical or a stroke is drawn like (Equivalent_Unified_Ideograph of the UCD)."""
    ideographs = {}
    for line in DATA.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        radicals, ideograph = line.split(";")
        first, _, last = radicals.partition("..")
        for code in range(int(first, 16), int(last or first, 16) + 1):
            ideographs[chr(code)] = chr(int(ideograph, 16))
    return ideographs
