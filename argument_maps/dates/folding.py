"""The text of a date as its words are compared: small, without accents, its digits Western and in figures."""

import re
import unicodedata

from argument_maps.dates.numerals import replace_chinese_numbers, replace_roman_numbers

_SAME_SIGNS = str.maketrans(
    {
        **dict.fromkeys("‐‑−﹣", "-"),
        **dict.fromkeys("—―〜～﹏", "–"),
        **dict.fromkeys("’‘ʼ`´ʹ′", "'"),
        **dict.fromkeys("〔【⟨〈<", "["),
        **dict.fromkeys("〕】⟩〉>", "]"),
        **dict.fromkeys("ºª°", ""),
        # No decomposition takes the stroke from these.
        **{"ł": "l", "Ł": "L", "ø": "o", "Ø": "O"},
        **dict.fromkeys('“”„«»"', ""),
    }
)
_EAST_ASIAN = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
# What may stand behind a figure: the endings of ordinals, and those of decades.
_ENDING = (
    r"(?:st|nd|rd|th|er|re|eme|ieme|e|o|a|s|'s|ies|er|ten|te|-?(?:ого|го|ый|ой|ые|ых|ая|ий|й|е|х|я|м|и))(?![^\W\d_])"
)
# A swung dash between dates; before one alone it means about.
_SWUNG_DASH = re.compile(rf"(?<=[\d{_EAST_ASIAN}])\s*~\s*(?=\d)")
_PIECE = re.compile(rf"\d+{_ENDING}|\d+|[{_EAST_ASIAN}]|(?:(?![{_EAST_ASIAN}])[^\W\d_])+(?:'[^\W\d_]+)*|\S")


def fold_date_text(text: str) -> str:
    """Return the text folded: years in Roman capitals and Chinese numerals become figures, accents and case go."""
    text = replace_chinese_numbers(replace_roman_numbers(" ".join(text.split()).translate(_SAME_SIGNS)))
    decomposed = "".join(sign for sign in unicodedata.normalize("NFKD", text) if unicodedata.category(sign) != "Mn")
    figures = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in decomposed)
    return " ".join(
        _SWUNG_DASH.sub("–", unicodedata.normalize("NFC", figures)).casefold().translate(_SAME_SIGNS).split()
    )


def split_date_text(folded: str) -> list[re.Match[str]]:
    """Return the pieces of a folded text: figures with their endings, words, Han, kana and Hangul one by one, signs."""
    return list(_PIECE.finditer(folded))
