"""Which font files PNG and PDF are drawn with: the project's own, then two families where they are installed.

Only these are loaded. A scan of all that a system has takes as long as drawing the picture, and what
it finds differs from machine to machine.
"""

import os
from functools import cache
from pathlib import Path

from renderers.typography import FONTS

SYSTEM = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")
# Chinese, Japanese and Korean; then what neither has: arrows, Hebrew, Arabic, Armenian, Georgian.
WANTED = ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc", "DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
# What the generic family sans-serif means.
GENERIC = "DejaVu Sans"


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
