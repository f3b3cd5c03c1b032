"""The line under a picture that says which scripts it has no letters for, and what to install."""

import re
from collections.abc import Iterable

from models.errors import Phrase
from renderers.boxes.record_box import draw_text_group, draw_text_lines
from renderers.layout.column_geometry import MARGIN
from renderers.shaping.script_fonts import name_package
from renderers.style import META, Theme
from renderers.typography import measure

_SPACE = 8.0
_MISSING = re.compile(r'data-missing="([^"]+)"')


def describe_missing_fonts(drawings: Iterable[str]) -> list[Phrase]:
    """Return what is said of the scripts that mixed lines of these drawings have no font for; a sentence a package."""
    missing = {script for drawing in drawings if "data-missing" in drawing for script in _MISSING.findall(drawing)}
    scripts_by_package: dict[str, list[str]] = {}
    for script in sorted(missing):
        scripts_by_package.setdefault(name_package(script), []).append(script)
    return [_describe_missing(tuple(scripts), package) for package, scripts in sorted(scripts_by_package.items())]


def _describe_missing(scripts: tuple[str, ...], package: str) -> Phrase:
    if not package:
        return Phrase("No font was there for some signs.")
    return Phrase(
        "No font was there for some letters of: %(scripts)s. The Debian package %(package)s may have them.",
        scripts=scripts,
        package=package,
    )


def draw_missing_fonts(drawings: Iterable[str], width: float, top: float, theme: Theme) -> tuple[str, float]:
    """Return the line under a picture `top` pixels high, and its height; nothing where no font is missing."""
    said = " ".join(map(str, describe_missing_fonts(drawings)))
    if not said:
        return "", 0.0
    lines = measure(META).lines(said, width - 2 * MARGIN)
    drawn = draw_text_lines(lines, META, MARGIN, top + _SPACE + META.line)
    return draw_text_group(META, theme.muted, drawn), _SPACE + len(lines) * META.line
