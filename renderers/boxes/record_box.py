"""A box: what one record says, measured, folded and drawn once as an SVG fragment.

The fragment's origin is the box's upper left corner. Only presentation attributes are used, no style
sheet, so that it looks alike inline under a strict content policy, alone, and in every rasteriser.
"""

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from renderers.boxes.region_crops import RegionCrop, fit_crop
from renderers.shaping.directed_lines import DirectedLine, MeasuredLine
from renderers.style import CITATION, HEADER, META, SMALLEST, STATEMENT, THEMES, Theme
from renderers.typography import HAN, HANGUL, KANA, OTHER, Face, measure, printable

if TYPE_CHECKING:
    from renderers.shaping.shaped_runs import ShapedRun

PADDING = 12.0
MARK_HEIGHT = 24.0
BADGE_HEIGHT = 22.0
_CROP_SPACE = 7.0
# The side of the corner by which a sheet of evidence is folded.
_FOLD = 13.0
_FIRST_BASELINE = PADDING + HEADER.size * 0.92
FACES: dict[str, tuple[Face, str]] = {
    "statement": (STATEMENT, "text"),
    "meta": (META, "muted"),
    "citation": (CITATION, "muted"),
    "warning": (META, "warning"),
    "heading": (HEADER, "text"),
}
_STACKS = {
    "Noto Serif": "Noto Serif, Georgia, serif",
    "Noto Sans": "Noto Sans, Verdana, sans-serif",
    HAN: f"{HAN}, Source Han Sans SC, PingFang SC, Microsoft YaHei, sans-serif",
    HANGUL: f"{HANGUL}, Source Han Sans KR, Apple SD Gothic Neo, Malgun Gothic, sans-serif",
    KANA: f"{KANA}, Source Han Sans JP, Hiragino Sans, Yu Gothic, sans-serif",
    OTHER: OTHER,
}
# LRI, RLI and PDI (UAX #9). The attributes that do the same are no help: where the first letter has another direction
# than the line, browsers do not agree on which end of the line is its start.
_ISOLATES, _ISOLATE_END = ("\u2066", "\u2067"), "\u2069"
_GENERIC = {"Noto Serif": "serif", "Noto Sans": OTHER}
# Another font in the place of ours is drawn narrower or wider.
_FITTED = 'lengthAdjust="spacingAndGlyphs"'


@dataclass(frozen=True, slots=True)
class BoxContent:
    """What a box says: a label and a heading, an optional badge, paragraphs of (style, text), and crops of scans.

    `marked` boxes have room at their foot for what a reader makes of the record. `badge_width` is that of the badge
    which says what becomes of the record when the map is weighed, 0 without one.
    """

    kind: str
    label: str
    heading: str
    paragraphs: tuple[tuple[str, str], ...]
    badge: str = ""
    dashed: bool = False
    reference: bool = False
    marked: bool = False
    crops: tuple[RegionCrop, ...] = ()
    badge_width: float = 0.0


class Box:
    """A box of known size in pixels, whose fragment is drawn when it is first asked for.

    `mark_top` is where a mark begins in a box that has room for one, and `badge_place` the upper left corner of the
    badge: at the right of the first row where there is room, else at the foot. It is at least as high as `least`.
    """

    def __init__(self, content: BoxContent, width: float, theme: Theme, least: float = 0.0) -> None:
        self.content, self.width, self.theme = content, width, theme
        self._header = _Header(content, width - 2 * PADDING)
        bottom = _FIRST_BASELINE + HEADER.line * (self._header.rows - 1) + HEADER.size * 0.36
        self._paragraphs: list[tuple[str, float, list[MeasuredLine]]] = []
        for style, text in content.paragraphs:
            face, _ = FACES[style]
            lines = measure(face).lines(text, width - 2 * PADDING)
            self._paragraphs.append((style, bottom + 3.0, lines))
            bottom += 3.0 + face.line * len(lines)
        self._crops: list[tuple[RegionCrop, float, float, float]] = []
        for crop in content.crops:
            across, down = fit_crop(crop, width - 2 * PADDING)
            self._crops.append((crop, bottom + _CROP_SPACE, across, down))
            bottom += _CROP_SPACE + down
        self.badge_place: tuple[float, float] | None = None
        if content.badge_width:
            self.badge_place = self._header.find_badge_place(content.badge_width)
            if self.badge_place is None:
                self.badge_place = PADDING, bottom + 4.0
                bottom += 4.0 + BADGE_HEIGHT
        self.mark_top = bottom + 6.0
        if content.marked:
            bottom = self.mark_top + MARK_HEIGHT
        self.height = max(round(bottom + PADDING * 0.8, 1), least)

    @cached_property
    def svg(self) -> str:
        """The fragment, from the box's upper left corner."""
        content, theme = self.content, self.theme
        ink = theme.ground if content.kind == "question" else theme.text
        parts = [draw_outline(content, self.width, self.height, theme), self._header.svg(theme, ink)]
        for style, top, lines in self._paragraphs:
            face, key = FACES[style]
            drawn_lines = draw_text_lines(lines, face, PADDING, top + face.size)
            parts.append(draw_text_group(face, ink if key == "text" else getattr(theme, key), drawn_lines))
        parts += [_draw_crop(crop, top, across, down, theme) for crop, top, across, down in self._crops]
        return "".join(parts)


class _Header:
    """The first rows of a box: the label in bold, what the record is, and the badge at the right where it fits."""

    def __init__(self, content: BoxContent, inner: float) -> None:
        self.content, self.inner = content, inner
        self.lead = measure(HEADER).width(content.label + " ")
        heading = f"· {content.heading}"
        used = self.lead + measure(META).word(heading)
        if used <= inner:
            self.lines = [heading]
        else:
            # What does not fit beside the label goes below it, whole.
            self.lines, used = ["", *measure(META).fold(content.heading, inner)], self.lead
        self.badge_width = measure(HEADER).word(content.badge)
        self.badge_fits = used + 12 + self.badge_width <= inner
        # In a narrow box a badge of several words takes several rows below.
        self.badge_lines = measure(HEADER).fold(content.badge, inner) if content.badge and not self.badge_fits else []
        self.rows = len(self.lines) + len(self.badge_lines)
        self._used = used

    def find_badge_place(self, width: float) -> tuple[float, float] | None:
        """Return where a badge of this width stands in the first row, None where something else stands there."""
        right = self.inner - (_FOLD if self.content.kind == "evidence" else 0.0)
        if self.content.badge or len(self.lines) > 1 or self._used + 12 + width > right:
            return None
        return PADDING + right - width, _FIRST_BASELINE - HEADER.size * 0.36 - BADGE_HEIGHT / 2

    def svg(self, theme: Theme, ink: str) -> str:
        """Return the rows in these colours."""
        content, y = self.content, _FIRST_BASELINE
        plain = draw_text_line(self.lines[0], META, PADDING + self.lead, y) if self.lines[0] else ""
        for index, line in enumerate(self.lines[1:], start=1):
            plain += draw_text_line(line, META, PADDING, y + index * HEADER.line)
        muted = ink if content.kind == "question" else theme.muted
        drawn_rows = draw_text_group(HEADER, ink, draw_text_line(content.label, HEADER, PADDING, y)) + draw_text_group(
            META, muted, plain
        )
        if not content.badge:
            return drawn_rows
        if self.badge_fits:
            badge = draw_text_line(content.badge, HEADER, PADDING + self.inner - self.badge_width, y)
        else:
            badge = "".join(
                draw_text_line(line, HEADER, PADDING, y + index * HEADER.line)
                for index, line in enumerate(self.badge_lines, start=len(self.lines))
            )
        return drawn_rows + draw_text_group(HEADER, theme.warning, badge)


def escape_attribute(text: str) -> str:
    """Return a text for use between double quotation marks in XML."""
    if text.isascii() and text.isprintable() and '"' not in text:
        return _escape_if_needed(text)
    return escape(printable(text)).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


def escape_body(text: str) -> str:
    """Return a text for use between tags in XML."""
    return _escape_if_needed(printable(text))


def _escape_if_needed(text: str) -> str:
    # Few texts have any of these, and looking costs less than replacing.
    return escape(text) if "&" in text or "<" in text or ">" in text else text


def draw_text_lines(lines: Iterable[MeasuredLine], face: Face, x: float, first: float) -> str:
    """Return lines one below the other, the first on the baseline `first`."""
    elements = []
    start, y, step = f'<text x="{x:.1f}" y="', first, face.line
    for text, width in lines:
        if text.isascii() and width and type(text) is str:
            elements.append(f'{start}{y:.1f}" textLength="{width:.1f}" {_FITTED}>{_escape_if_needed(text)}</text>')
        else:
            elements.append(draw_text_line(text, face, x, y))
        y += step
    return "".join(elements)


def draw_text_line(text: str, face: Face, x: float, y: float) -> str:
    """Return one line of text on the baseline `y`; family, size and colour of the face are inherited.

    A line of a paragraph that begins at the right ends where the room ends that it was folded to.
    """
    measured = measure(face)
    if isinstance(text, DirectedLine):
        return _draw_mixed_line(text, face, x, y)
    if text.isascii() or measured.covers(text):
        return _draw_text(text, x, y, measured.width(text)) if text else ""
    if measured.is_mixed(text):
        return _draw_mixed_line(text, face, x, y)
    elements = []
    for run in measured.runs(text):
        family = "" if run.family == face.family else f' font-family="{_STACKS[run.family]}"'
        elements.append(_draw_text(run.text, x + run.x, y, run.width, family))
    return "".join(elements)


def _draw_mixed_line(text: str, face: Face, x: float, y: float) -> str:
    """Return a line whose letters whoever draws it has to shape, in one element.

    A browser lets its runs follow each other, so that in other fonts none lies on the next: how long it comes out is
    left to the letters, which no `textLength` stretches. Where each run lies in the measured fonts is told beside it,
    for `RunPlacer`.
    """
    runs = measure(face).lay_out(text)
    end = max((run.x + run.width for run in runs), default=0.0)
    base = text.base % 2 if isinstance(text, DirectedLine) else 0
    left = x + text.room - end if isinstance(text, DirectedLine) and base else x
    parts, level = [], base
    for run in runs:
        # Each level is isolated in the one below it (UAX #9), so that nothing has to be resolved anew.
        parts.append(_ISOLATE_END * (level - run.level))
        parts.extend(_ISOLATES[above % 2] for above in range(level + 1, run.level + 1))
        parts.append(_draw_mixed_run(run, face, left))
        level = run.level
    parts.append(_ISOLATE_END * (level - base))
    place = f'x="{left + end:.1f}" y="{y:.1f}" direction="rtl"' if base else f'x="{x:.1f}" y="{y:.1f}"'
    size = f'font-size="{face.size:g}" text-rendering="geometricPrecision"'
    return f"<text {place} {size}>{''.join(parts)}</text>"


def _draw_mixed_run(run: "ShapedRun", face: Face, left: float) -> str:
    text = _escape_if_needed(run.text)
    if not run.width:
        return text
    at = f'data-right="{left + run.x + run.width:.1f}"' if run.level % 2 else f'data-left="{left + run.x:.1f}"'
    at += f' data-width="{run.width:.1f}"'
    if run.missing:
        return f'<tspan {at} data-missing="{run.missing}" font-family="{OTHER}">{text}</tspan>'
    if run.typeface is None:
        return f"<tspan {at}>{text}</tspan>"
    family = run.typeface.family
    form = f' font-family="{_STACKS.get(family) or f"{family}, {_GENERIC[face.family]}"}"'
    # No script but those of the face has slanted letters, and some have no bold ones.
    form += ' font-style="normal"' if face.style == "Italic" else ""
    form += f' font-weight="{run.typeface.weight}"'
    return f"<tspan {at}{form}>{text}</tspan>"


def _draw_text(text: str, x: float, y: float, width: float, family: str = "") -> str:
    length = f' textLength="{width:.1f}" {_FITTED}' if width else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{family}{length}>{_escape_if_needed(text)}</text>'


@lru_cache(maxsize=256)
def _open_group(face: Face, colour: str) -> str:
    style = ' font-style="italic"' if face.style == "Italic" else ""
    weight = ' font-weight="700"' if face.weight == 700 else ""
    return (
        f'<g font-family="{_STACKS[face.family]}" font-size="{max(face.size, SMALLEST):g}" fill="{colour}"'
        f'{style}{weight} xml:space="preserve">'
    )


def draw_text_group(face: Face, colour: str, lines: str) -> str:
    """Return a group in which lines of one face and colour stand."""
    return f"{_open_group(face, colour)}{lines}</g>"


def build_box(content: BoxContent, width: float, theme_name: str, least: float = 0.0) -> Box:
    """Return a box of the given width, at least as high as `least`.

    The same content gives the same box, drawn once, unless it shows crops.
    """
    # Thousands of boxes are kept, which with crops would take a gigabyte.
    if content.crops:
        return Box(content, width, THEMES[theme_name], least)
    return _build_kept_box(content, width, theme_name, least)


@lru_cache(maxsize=20_000)
def _build_kept_box(content: BoxContent, width: float, theme_name: str, least: float) -> Box:
    return Box(content, width, THEMES[theme_name], least)


def _draw_crop(crop: RegionCrop, top: float, width: float, height: float, theme: Theme) -> str:
    """Return a crop with a hairline around it, its file within it (RFC 2397), so that nothing is fetched."""
    language = f' lang="{escape_attribute(crop.language)}"' if crop.language else ""
    place = f'x="{PADDING:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}"'
    return (
        f'<image class="crop" {place} preserveAspectRatio="none" role="img"{language} '
        f'aria-label="{escape_attribute(crop.description)}" '
        f'href="data:image/jpeg;base64,{b64encode(crop.data).decode()}"/>'
        f'<rect {place} fill="none" stroke="{theme.muted}" stroke-width=".5"/>'
    )


def draw_outline(content: BoxContent, width: float, height: float, theme: Theme) -> str:
    """Return the shape that tells the kind even without colour."""
    fill, stroke = theme.fills[content.kind], theme.strokes[content.kind]
    dash = ' stroke-dasharray="6 5"' if content.dashed else ""
    frame = f'fill="{fill}" stroke="{stroke}" stroke-width="1.4"{dash}'
    w, h = width - 1.4, height - 1.4
    if content.reference:
        frame = f'fill="{theme.ground}" stroke="{stroke}" stroke-dasharray="2 4"'
        return f'<rect x=".7" y=".7" width="{w:.1f}" height="{h:.1f}" rx="9" {frame}/>'
    match content.kind:
        case "perception":
            return f'<rect x=".7" y=".7" width="{w:.1f}" height="{h:.1f}" rx="16" {frame}/>'
        case "response":
            bar = f'<rect x="0" y="{height - 6:.1f}" width="{width:.1f}" height="6" fill="{stroke}"/>'
            return f'<rect x=".7" y=".7" width="{w:.1f}" height="{h:.1f}" {frame}/>{bar}'
        case "interpretation":
            bar = f'<rect x="0" y="0" width="6" height="{height:.1f}" fill="{stroke}"/>'
            return f'<rect x=".7" y=".7" width="{w:.1f}" height="{h:.1f}" {frame}/>{bar}'
        case "finding":
            path = f"M3.7,3.7H{width - 3.7:.1f}V{height - 3.7:.1f}H3.7Z"
            inner = f'<path d="{path}" fill="none" stroke="{stroke}" stroke-width=".7"/>'
            return f'<rect x=".7" y=".7" width="{w:.1f}" height="{h:.1f}" {frame}/>{inner}'
        case "evidence":
            page = f"M.7,.7H{width - _FOLD:.1f}L{width - 0.7:.1f},{_FOLD}V{height - 0.7:.1f}H.7Z"
            corner = f'<path d="M{width - _FOLD:.1f},.7V{_FOLD}H{width - 0.7:.1f}" fill="none" stroke="{stroke}"/>'
            return f'<path d="{page}" {frame}/>{corner}'
        case "source":
            tab = f"M.7,6.7V.7H{width * 0.35:.1f}L{width * 0.35 + 8:.1f},6.7H{width - 0.7:.1f}V{height - 0.7:.1f}H.7Z"
            return f'<path d="{tab}" {frame}/>'
        case _:
            return f'<rect x=".7" y=".7" width="{w:.1f}" height="{h:.1f}" rx="4" {frame}/>'


def draw_band(left: float, top: float, width: float, height: float, theme: Theme) -> str:
    """Return the band on which the heading of a part of the picture stands."""
    return (
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{theme.band}"/>'
        f'<rect x="{left:.1f}" y="{top:.1f}" width="5" height="{height:.1f}" fill="{theme.muted}"/>'
    )
