"""Language tags for what transcriptions call languages: codes of two or three letters, or English names."""

import re
from collections import Counter
from functools import cache

from babel import Locale
from babel.core import get_global

_CODE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")
# Names of PAGE (LanguageSimpleType) that Unicode does not have as it writes them, and codes for books (ISO 639-2/B).
_OTHERS = {
    **{"greek": "el", "slovene": "sl", "cambodian": "km", "pashto": "ps", "persian": "fa", "gaelic": "gd"},
    **{"panjabi": "pa", "oriya": "or", "sinhala": "si", "haitian": "ht", "uighur": "ug", "old church slavonic": "cu"},
    **{"ger": "de", "fre": "fr", "dut": "nl", "gre": "el", "cze": "cs", "per": "fa", "rum": "ro", "slo": "sk"},
    **{
        "chi_sim": "zh-Hans",
        "chi_tra": "zh-Hant",
        "chi": "zh",
        "arm": "hy",
        "geo": "ka",
        "ice": "is",
        "mac": "mk",
        "alb": "sq",
        "wel": "cy",
        "baq": "eu",
    },
}


def find_language_tag(name: str) -> str:
    """Return the BCP 47 tag of a language, such as de for deu, German or de; nothing where it is not known."""
    name = name.strip()
    known = _OTHERS.get(name.lower()) or _list_names().get(name.lower())
    if known:
        return known
    # Tesseract joins what it was told to look for: deu+lat, and says in which writing: deu_frak.
    code = re.split(r"\+|_frak|_vert|_latf", name, maxsplit=1)[0]
    if not _CODE.fullmatch(code):
        return ""
    language, *rest = code.replace("_", "-").split("-")
    language = language.lower()
    language = _OTHERS.get(language) or str(get_global("language_aliases").get(language, language))
    return "-".join([language, *rest]) if language in _list_codes() else ""


def find_main_language(names: Counter[str]) -> str:
    """Return the tag of the language that most lines are in, nothing where none is known."""
    tags = Counter[str]()
    for name, count in names.items():
        tags[find_language_tag(name)] += count
    del tags[""]
    return max(tags, key=lambda tag: tags[tag], default="")


@cache
def _list_names() -> dict[str, str]:
    return {str(name).lower(): str(code).replace("_", "-") for code, name in Locale("en").languages.items()}


@cache
def _list_codes() -> frozenset[str]:
    return frozenset(_list_names().values())
