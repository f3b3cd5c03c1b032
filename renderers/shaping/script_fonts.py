"""Which of the installed fonts draws what: Noto's font of each script, by its file's name.

Only what the system has in its folders of fonts is asked, by name: reading every font that is there would take as long
as drawing the picture, and what is found would differ from machine to machine.
"""

import os
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

SYSTEM_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")
EMOJI = "Emoji"
# What Debian calls the package that has a script's font, where it is not that of most.
_PACKAGES = {
    EMOJI: "fonts-noto-color-emoji",
    **dict.fromkeys(("Hiragana", "Katakana", "Hangul", "Bopomofo"), "fonts-noto-cjk"),
}
_NO_SCRIPTS = frozenset({"Common", "Inherited", "Unknown"})
_CJK = "notosanscjk"
# Files whose name does not follow from the script's: first those beside a serif, then those beside a sans-serif.
_STEMS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "Arab": (("notonaskharabic", "notosansarabic"), ("notosansarabic", "notonaskharabic")),
    # The full Noto Serif and Noto Sans are called as the project's own, which are parts of them.
    **dict.fromkeys(
        ("Latn", "Grek", "Cyrl"), (("notoserifdisplay", "notosansdisplay"), ("notosansdisplay", "notoserifdisplay"))
    ),
    **dict.fromkeys(("Hang", "Hira", "Kana", "Bopo"), ((_CJK,), (_CJK,))),
    "Hani": ((_CJK, "hanamina", "hanaminb"), (_CJK, "hanamina", "hanaminb")),
}
# Of one font the file's name does not follow from the family's either.
_STEMS_BY_FAMILY = {"notoserifhmongnyiakeng": "notoserifnyiakengpuachuehmong"}
_CJK_FAMILIES = {"Hang": "Noto Sans CJK KR", "Hira": "Noto Sans CJK JP", "Kana": "Noto Sans CJK JP"}
_HAN_FAMILY = "Noto Sans CJK SC"
# What has no script, or is missing in the font of its own.
_SYMBOLS = ("dejavusans", "notosanssymbols", "notosanssymbols2", "notosansmath", "notomusic", _CJK)
# Name records of a font (OpenType, `name`): the family, and that of it which programs with four styles know.
_FAMILY_NAMES = (16, 1)


class Typeface(NamedTuple):
    """A font's family and weight as CSS knows them, and the file, with the place in it, that has them."""

    family: str
    weight: int
    path: str
    number: int = 0


def find_script(character: str) -> str:
    """Return the script of a character by its four letters (ISO 15924): Zyyy is common, Zinh inherited."""
    # Loading what it knows of every character takes a while, and most maps do not ask.
    from fontTools import unicodedata as scripts

    return str(scripts.script(character))


@cache
def name_script(script: str) -> str:
    """Return the name of a script, as Unicode has it: “Old Hungarian” of Hung."""
    from fontTools import unicodedata as scripts

    return str(scripts.script_name(script, default=script)).replace("_", " ")


def name_package(script_name: str) -> str:
    """Return Debian's package with a font for a script, or for emoji; nothing for what belongs to no script.

    For Han it is the one with the rare letters, where the usual ones are there.
    """
    if script_name in _NO_SCRIPTS:
        return ""
    if script_name == "Han":
        return "fonts-hanazono" if f"{_CJK}-regular" in list_installed_fonts() else "fonts-noto-cjk"
    return _PACKAGES.get(script_name, "fonts-noto-core")


@cache
def list_installed_fonts() -> dict[str, Path]:
    """Return the files of fonts that pictures may be drawn with, by their names without ending in small letters."""
    path_by_stem: dict[str, Path] = {}
    for folder in SYSTEM_FOLDERS:
        for root, folders, names in os.walk(folder):
            folders.sort()
            for name in sorted(names):
                stem, _, ending = name.lower().rpartition(".")
                if ending in {"ttf", "otf", "ttc"} and stem.startswith(("noto", "dejavusans", "hanamin")):
                    path_by_stem.setdefault(stem, Path(root, name))
    return path_by_stem


@cache
def list_script_typefaces(script: str, *, is_serif: bool, is_bold: bool) -> tuple[Typeface, ...]:
    """Return the installed fonts for a script, the one to be tried first before the others."""
    name = name_script(script).replace(" ", "").lower()
    own = (f"notoserif{name}", f"notosans{name}"), (f"notosans{name}", f"notoserif{name}")
    stems = _STEMS.get(script, own)[0 if is_serif else 1] if script not in {"Zyyy", "Zinh"} else ()
    family = _CJK_FAMILIES.get(script, _HAN_FAMILY)
    return tuple(_find_typefaces((*stems, *(stem for stem in _SYMBOLS if stem not in stems)), family, is_bold=is_bold))


@cache
def find_family_typeface(family: str, *, is_bold: bool) -> Typeface | None:
    """Return the installed font of a family, bold where it has such; None for one that mixed lines are not drawn in."""
    stem = family.replace(" ", "").lower()
    stem = _CJK if stem.startswith(_CJK) else _STEMS_BY_FAMILY.get(stem, stem)
    return next(_find_typefaces((stem,), family, is_bold=is_bold), None)


@cache
def find_emoji_typeface() -> Typeface | None:
    """Return the font that draws emoji in colour, None where there is none."""
    return next(_find_typefaces(("notocoloremoji",), "", is_bold=False), None)


def _find_typefaces(stems: tuple[str, ...], cjk_family: str, *, is_bold: bool) -> Iterator[Typeface]:
    installed = list_installed_fonts()
    for stem in stems:
        bold = installed.get(f"{stem}-bold") if is_bold else None
        path = bold or installed.get(f"{stem}-regular") or installed.get(stem)
        if path is not None:
            wanted = cjk_family if stem == _CJK else ""
            yield Typeface(*_read_family(str(path), wanted, 700 if bold else 400))


@cache
def _read_family(path: str, wanted: str, weight: int) -> tuple[str, int, str, int]:
    """Return a file's family, and where in the file it is: the family `wanted` of several, else the first."""
    import uharfbuzz

    blob = uharfbuzz.Blob.from_file_path(path)
    families: list[str] = []
    for number in range(uharfbuzz.Face(blob).count):
        face = uharfbuzz.Face(blob, number)
        family = next((name for name in map(face.get_name, _FAMILY_NAMES) if name), Path(path).stem)
        if family == wanted:
            return family, weight, path, number
        families.append(family)
    return families[0], weight, path, 0


@lru_cache(maxsize=64)
def load_font(path: str, number: int) -> Any:
    """Return a font as HarfBuzz takes it."""
    import uharfbuzz

    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(path), number))


def covers(typeface: Typeface, text: str) -> bool:
    """Tell whether a font has all that is to be seen of a text."""
    font = load_font(typeface.path, typeface.number)
    return all(font.get_nominal_glyph(ord(character)) for character in text if not needs_no_glyph(character))


@lru_cache(maxsize=4096)
def needs_no_glyph(character: str) -> bool:
    """Tell whether a character only tells how others are drawn: joiners, marks of direction, variation selectors."""
    return (
        unicodedata.category(character) in {"Cf", "Cc"}
        or "\ufe00" <= character <= "\ufe0f"
        or "\U000e0100" <= character <= "\U000e01ef"
        or "\u180b" <= character <= "\u180f"
    ) and not character.isspace()
