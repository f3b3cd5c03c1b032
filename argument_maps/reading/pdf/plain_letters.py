"""Characters of fonts and old encodings as the ordinary ones that are typed and looked for.

Ligatures and the positional forms of Arabic and Hebrew letters are taken apart, and radicals become the ideographs
that look alike (EquivalentUnifiedIdeograph of the Unicode Character Database). Whatever else Unicode calls compatible
is left: full-width forms, circled numbers and exponents say something by it.
"""

import re
import unicodedata
from functools import lru_cache

from models.folding.characters import read_equivalent_ideographs

# Latin and Armenian ligatures, Hebrew and Arabic presentation forms, Kangxi radicals, compatibility ideographs.
_RANGES = ((0xFB00, 0xFDFF), (0xFE70, 0xFEFE), (0x2F00, 0x2FDF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F))
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_HYPHENS_OF_FONTS = "\x02\ufffe\u2011"


@lru_cache(maxsize=65_536)
def write_plainly(character: str) -> str:
    """Return a character as it is typed; nothing for one that is never seen, a space for every sort of space."""
    code = ord(character)
    if 0x20 < code < 0x7F:
        return character
    if character in _HYPHENS_OF_FONTS:
        return "-"
    if _INVISIBLE.fullmatch(character):
        return ""
    if unicodedata.category(character) == "Zs" and character != "\u3000":
        return " "
    ideograph = read_equivalent_ideographs().get(character)
    if ideograph is not None:
        return ideograph
    if any(first <= code <= last for first, last in _RANGES):
        # Signs of vowels that stand alone are set on a space there.
        return unicodedata.normalize("NFKC", character).strip(" ") or character
    return character


def is_han_or_kana(character: str) -> bool:
    """Tell whether a character is written without spaces between words: Han, kana, and their punctuation."""
    code = ord(character[0]) if character else 0
    return (
        0x2E80 <= code <= 0x30FF
        or 0x3105 <= code <= 0x312F
        or 0x31A0 <= code <= 0x9FFF
        or 0xF900 <= code <= 0xFAFF
        or 0xFE30 <= code <= 0xFE4F
        or 0xFF00 <= code <= 0xFF9F
        or 0xFFE0 <= code <= 0xFFE6
        or 0x20000 <= code <= 0x323AF
    )


def is_hangul(character: str) -> bool:
    """Tell whether a character is a Korean syllable or a letter of one."""
    return "\uac00" <= character <= "\ud7a3" or "\u1100" <= character <= "\u11ff" or "\u3131" <= character <= "\u318e"


def is_readable(character: str) -> bool:
    """Tell whether a character means something: it is neither unassigned, private to a font, nor a control."""
    return unicodedata.category(character) not in {"Cn", "Co", "Cc", "Cs"} and character != "\ufffd"
