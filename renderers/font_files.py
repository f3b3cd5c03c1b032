"""Which font files PNG and PDF are drawn with: the project's own, then two families where they are installed.

Only these are loaded. A scan of all that a system has takes as long as drawing the picture, and what
it finds differs from machine to machine.
"""

import ctypes
import os
import sys
from functools import cache
from pathlib import Path
from threading import Lock

from renderers.typography import FONTS

SYSTEM = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")
# Chinese, Japanese and Korean; then what neither has: arrows, Hebrew, Arabic, Armenian, Georgian.
WANTED = ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc", "DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <alias binding="same"><family>sans-serif</family><prefer><family>DejaVu Sans</family></prefer></alias>
</fontconfig>
"""
_configuring = Lock()


@cache
def font_files() -> tuple[str, ...]:
    """Return the paths of the font files that are there, the project's own first."""
    own = sorted(FONTS.glob("*.ttf"))
    found: dict[str, Path] = {}
    for folder in SYSTEM:
        for root, folders, names in os.walk(folder):
            folders.sort()
            for name in set(WANTED).intersection(names):
                found.setdefault(name, Path(root, name))
    return tuple(str(path) for path in (*own, *(found[name] for name in WANTED if name in found)))


def show_fonts_to_cairo() -> bool:
    """Let Cairo in this process see `font_files` and no other; return whether it does.

    Cairo finds fonts through fontconfig, which has no other door for fonts that are not installed than its
    environment variable or, as here, its C interface (fontconfig 2.13 and later). Without fontconfig, as
    on macOS, Cairo takes what the system has.
    """
    with _configuring:
        return _shown()


@cache
def _shown() -> bool:
    if not sys.platform.startswith("linux"):
        return False
    try:
        fontconfig = ctypes.CDLL("libfontconfig.so.1")
        parse, add, use = (
            fontconfig.FcConfigParseAndLoadFromMemory,
            fontconfig.FcConfigAppFontAddFile,
            fontconfig.FcConfigSetCurrent,
        )
    except (OSError, AttributeError):
        return False
    fontconfig.FcConfigCreate.restype = ctypes.c_void_p
    parse.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
    add.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
    use.argtypes = [ctypes.c_void_p]
    configuration = fontconfig.FcConfigCreate()
    if not configuration or not parse(configuration, _CONFIGURATION.encode(), 0):
        return False
    for path in font_files():
        add(configuration, os.fsencode(path))
    return bool(use(configuration))
