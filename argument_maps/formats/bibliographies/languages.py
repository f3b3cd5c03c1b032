"""Languages as bibliographies write them (eng, German, ngerman, russe, ru-RU) as tags of BCP 47."""

import re
from functools import cache

from babel import Locale
from babel.core import get_global

_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")
# Names of biblatex and babel (biblatex manual, table 2), and what catalogues write.
_FURTHER = {
    **dict.fromkeys(("american", "usenglish", "canadian", "uk", "us"), "en"),
    **dict.fromkeys(("british", "ukenglish"), "en-GB"),
    **dict.fromkeys(("ngerman", "austrian", "naustrian", "swissgerman", "nswissgerman"), "de"),
    **dict.fromkeys(("francais", "français", "frenchb", "acadian", "canadien"), "fr"),
    **dict.fromkeys(("chinese", "pinyin", "中文", "汉语", "漢語"), "zh"),
    **{"brazil": "pt-BR", "brazilian": "pt-BR", "magyar": "hu", "norsk": "nb", "nynorsk": "nn", "farsi": "fa"},
    **{"slovene": "sl", "bahasa": "id", "polutonikogreek": "el", "serbianc": "sr-Cyrl", "lowersorbian": "dsb"},
    **{"русский": "ru", "русск": "ru", "рус": "ru", "укр": "uk", "한국어": "ko", "조선어": "ko", "日本語": "ja"},
    **{"engl": "en", "dt": "de", "dtsch": "de", "franz": "fr", "russ": "ru", "ital": "it", "span": "es", "lat": "la"},
}
# ISO 639-2, where its bibliographic code is not the terminological one.
_BIBLIOGRAPHIC_CODES = (
    "alb:sq arm:hy baq:eu bur:my chi:zh cze:cs dut:nl fre:fr geo:ka ger:de gre:el ice:is mac:mk mao:mi may:ms per:fa "
    "rum:ro slo:sk tib:bo wel:cy scr:hr scc:sr"
)
_BIBLIOGRAPHIC = dict(pair.split(":") for pair in _BIBLIOGRAPHIC_CODES.split())


@cache
def find_written_language(written: str) -> str:
    """Return the tag of a language, or nothing where it is not known."""
    name = written.strip().strip(".").replace("_", "-")
    lowered = name.casefold()
    known = _BIBLIOGRAPHIC.get(lowered) or _FURTHER.get(lowered) or _list_names().get(lowered)
    if known:
        return known
    if _TAG.fullmatch(name):
        primary, *rest = name.split("-")
        return "-".join((_find_shortest_code(primary.lower()), *rest)) if _is_code(primary.lower()) else ""
    return ""


@cache
def _list_names() -> dict[str, str]:
    names: dict[str, str] = {}
    for spoken in ("es", "it", "ru", "fr", "de", "en"):
        names.update({name.casefold(): code.replace("_", "-") for code, name in Locale(spoken).languages.items()})
    return names


def _find_shortest_code(code: str) -> str:
    return _BIBLIOGRAPHIC.get(code) or str(get_global("language_aliases").get(code, code)).replace("_", "-")


def _is_code(code: str) -> bool:
    return code in Locale("en").languages or _find_shortest_code(code) != code
