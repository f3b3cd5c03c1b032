"""Characters of fonts and old encodings as the ordinary ones that are typed and looked for.

Ligatures and the positional forms of Arabic and Hebrew letters are taken apart, and radicals become the ideographs
that look alike (EquivalentUnifiedIdeograph of the Unicode Character Database). Whatever else Unicode calls compatible
is left: full-width forms, circled numbers and exponents say something by it.
"""

import re
import unicodedata
from functools import lru_cache

_RADICALS = (
    "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸"
    "⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳"
)
_IDEOGRAPHS = (
    "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑𫜹忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌"
    "𦍋耂肀聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
)
_BY_RADICAL = dict(zip(_RADICALS, _IDEOGRAPHS, strict=True))
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
    if character in _BY_RADICAL:
        return _BY_RADICAL[character]
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
