"""Which font files PNG and PDF are drawn with: the project's own, then those that the system has for what is drawn.

Only these are loaded. A scan of all that a system has takes as long as drawing the picture, and what
it finds differs from machine to machine.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from renderers.shaping.script_fonts import (
    Typeface,
    covers,
    find_emoji_typeface,
    find_family_typeface,
    find_script,
    list_installed_fonts,
    list_script_typefaces,
)
from renderers.style import STATEMENT
from renderers.typography import FONTS, measure

# Chinese, Japanese and Korean, and what generic families mean.
_ALWAYS = ("notosanscjk-regular", "notosanscjk-bold", "dejavusans", "dejavusans-bold")
# What the generic family sans-serif means.
GENERIC = "DejaVu Sans"
_OWN_FAMILIES = {"Noto Sans", "Noto Serif"}
_FAMILY = re.compile(r'<text [^>]*font-family="([^",]+)')


def list_font_files(pictures: Iterable[str] = (), text: str = "") -> tuple[str, ...]:
    """Return the paths of the font files that are there, the project's own first, then those for mixed lines.

    `pictures` are SVG of ours with their runs placed, which name their families; `text` is all else that is drawn,
    in the fonts that whoever draws it finds to have it.
    """
    installed = list_installed_fonts()
    found = [str(installed[stem]) for stem in _ALWAYS if stem in installed]
    families = {family for picture in pictures for family in _FAMILY.findall(picture)} - _OWN_FAMILIES
    both = [find_family_typeface(family, is_bold=is_bold) for family in sorted(families) for is_bold in (False, True)]
    found += [typeface.path for typeface in both if typeface is not None]
    found += [typeface.path for character in sorted(set(text)) for typeface in _find_typefaces_for(character)]
    return tuple(dict.fromkeys([*map(str, sorted(FONTS.glob("*.ttf"))), *found]))


@lru_cache(maxsize=4096)
def _find_typefaces_for(character: str) -> tuple[Typeface, ...]:
    """Return the fonts of a character that a mixed line would be drawn with, none where the usual ones have it."""
    if character.isspace() or not measure(STATEMENT).is_mixed(character):
        return ()
    emoji = find_emoji_typeface()
    if emoji is not None and character >= "\U0001f000" and covers(emoji, character):
        return (emoji,)
    script = find_script(character)
    regular = next((each for each in _list_typefaces(script, is_bold=False) if covers(each, character)), None)
    bold = next((each for each in _list_typefaces(script, is_bold=True) if covers(each, character)), None)
    return tuple(each for each in (regular, bold) if each is not None)


def _list_typefaces(script: str, *, is_bold: bool) -> tuple[Typeface, ...]:
    return list_script_typefaces(script, is_serif=True, is_bold=is_bold)
