"""Which font files PNG and PDF are drawn with: the project's own, then two families where they are installed.

Only these are loaded. A scan of all that a system has takes as long as drawing the picture, and what
it finds differs from machine to machine.
"""

import os
from functools import cache
from pathlib import Path

from renderers.typography import FONTS

SYSTEM_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")
# Chinese, Japanese and Korean; then what neither has: arrows, Hebrew, Arabic, Armenian, Georgian.
SYSTEM_FONTS = ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc", "DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
# What the generic family sans-serif means.
GENERIC = "DejaVu Sans"


@cache
def list_font_files() -> tuple[str, ...]:
    """Return the paths of the font files that are there, the project's own first."""
    own = sorted(FONTS.glob("*.ttf"))
    path_by_name: dict[str, Path] = {}
    for folder in SYSTEM_FOLDERS:
        for root, folders, names in os.walk(folder):
            folders.sort()
            for name in set(SYSTEM_FONTS).intersection(names):
                path_by_name.setdefault(name, Path(root, name))
    return tuple(str(path) for path in (*own, *(path_by_name[name] for name in SYSTEM_FONTS if name in path_by_name)))
