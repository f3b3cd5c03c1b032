"""How everything looks: faces, themes, and the four signs by which each relation is told.

Lengths are CSS pixels; the smallest type is 11 pt (14.67 px). Support and attack take the blue and the
vermilion of Okabe and Ito (2008), which stay apart under every common colour blindness. What becomes of a record when
the map is weighed is told by a glyph, a word and a line beside its hue. Lines have at least 3:1 contrast on their
ground and text 4.5:1 (WCAG 2.2, 1.4.11 and 1.4.3); tests measure it.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from models.vocabulary import Relation, Verdict
from models.weighing_vocabulary import WeighedLabel
from renderers.typography import Face

SMALLEST = 11 * 96 / 72

STATEMENT = Face("Noto Serif", "Regular", 16.0)
HEADER = Face("Noto Sans", "Bold", 14.7)
META = Face("Noto Sans", "Regular", 14.7)
CITATION = Face("Noto Serif", "Italic", 14.7)
BAND = Face("Noto Serif", "Bold", 19.0)
COLUMN = Face("Noto Sans", "Bold", 15.0)
TITLE = Face("Noto Serif", "Bold", 26.0)


class ThemeName(StrEnum):
    """In which colours the picture is drawn; in print no colour carries meaning."""

    LIGHT = "light"
    DARK = "dark"
    PRINT = "print"


class ArrowShape(StrEnum):
    """The arrowheads."""

    TRIANGLE = "triangle"
    BAR = "bar"
    CROSS = "cross"
    OPEN = "open"
    RING = "ring"
    DIAMOND = "diamond"
    CHEVRON = "chevron"
    DOUBLE = "double"


@dataclass(frozen=True, slots=True)
class LinkSigns:
    """What tells relations apart: hue (a theme's key), dash, arrowhead, glyph, line width, a plain-text sign."""

    hue: str
    dash: str
    head: ArrowShape
    glyph: str
    width: float = 1.8
    character: str = ""


RELATIONS: dict[str, LinkSigns] = {
    Relation.SUPPORTS: LinkSigns("support", "", ArrowShape.TRIANGLE, "plus", character="+"),
    Relation.CHALLENGES: LinkSigns("attack", "9 5", ArrowShape.BAR, "minus", character="−"),
    Relation.UNDERMINES: LinkSigns("attack", "2 4", ArrowShape.OPEN, "down", character="↓"),
    Relation.UNDERCUTS: LinkSigns("undercut", "10 4 2 4", ArrowShape.CROSS, "slash", character="×"),
    Relation.QUALIFIES: LinkSigns("qualify", "5 4", ArrowShape.RING, "wave", character="~"),
    Relation.TESTS: LinkSigns("open", "", ArrowShape.DIAMOND, "question", 2.6, "?"),
    Relation.ANSWERS: LinkSigns("open", "1 4", ArrowShape.CHEVRON, "dot", character="→"),
    Relation.PROMPTED: LinkSigns("prompt", "16 3 3 3", ArrowShape.DOUBLE, "bolt", 2.2, "⇒"),
}
VERDICTS: dict[str, LinkSigns] = {
    Verdict.CONFIRMED: LinkSigns("support", "", ArrowShape.DIAMOND, "tick", 2.6),
    Verdict.PARTLY_CONFIRMED: LinkSigns("support", "14 4", ArrowShape.DIAMOND, "half", 2.6),
    Verdict.CONTRADICTED: LinkSigns("attack", "", ArrowShape.DIAMOND, "cross", 2.6),
    Verdict.MIXED: LinkSigns("qualify", "10 4", ArrowShape.DIAMOND, "mixed", 2.6),
    Verdict.CONTESTED: LinkSigns("undercut", "14 4", ArrowShape.DIAMOND, "versus", 2.6),
    Verdict.OPEN_SILENT: LinkSigns("open", "3 5", ArrowShape.DIAMOND, "silent", 2.6),
    Verdict.OPEN_CLOSED: LinkSigns("open", "3 5", ArrowShape.DIAMOND, "lock", 2.6),
    Verdict.NOT_TESTED: LinkSigns("open", "1 5", ArrowShape.DIAMOND, "question", 2.6),
}


def choose_signs(relation: str, verdict: str | None = None) -> LinkSigns:
    """Return the signs of a link; a test is told by its verdict."""
    return VERDICTS[verdict] if verdict in VERDICTS else RELATIONS[relation]


class LineShape(StrEnum):
    """How the line of a link is drawn for what becomes of it: whole, crossed out, double, dotted, or with beads."""

    WHOLE = "whole"
    CROSSED = "crossed"
    DOUBLE = "double"
    DOTTED = "dotted"
    BEADED = "beaded"


@dataclass(frozen=True, slots=True)
class LabelSigns:
    """What tells weighed labels apart beside their word: hue (a theme's key), glyph, a link's line, plain-text sign."""

    hue: str
    glyph: str
    line: LineShape
    character: str


LABELS: dict[str, LabelSigns] = {
    WeighedLabel.STANDS: LabelSigns("support", "tick", LineShape.WHOLE, "✓"),
    WeighedLabel.FALLS: LabelSigns("attack", "cross", LineShape.CROSSED, "✗"),
    WeighedLabel.CONTESTED: LabelSigns("undercut", "versus", LineShape.DOUBLE, "⇄"),
    WeighedLabel.UNRESOLVED: LabelSigns("qualify", "circle", LineShape.DOTTED, "↻"),
    WeighedLabel.UNSUPPORTED: LabelSigns("open", "hollow", LineShape.BEADED, "○"),
}
SET_ASIDE_SIGNS = LabelSigns("attack", "barred", LineShape.CROSSED, "⊘")
"""The signs of a source that is set aside, which is weighed under no label."""


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of one ground. `fills` and `strokes` are by kind of box, `hues` by `Signs.hue`."""

    name: ThemeName
    ground: str
    text: str
    muted: str
    rule: str
    band: str
    fills: dict[str, str] = field(hash=False)
    strokes: dict[str, str] = field(hash=False)
    hues: dict[str, str] = field(hash=False)
    warning: str = "#8A3B00"


LIGHT = Theme(
    ThemeName.LIGHT,
    ground="#FFFFFF",
    text="#1B1B1B",
    muted="#55524C",
    rule="#8C877D",
    band="#F4F1EA",
    fills={
        "perception": "#E9F0F6",
        "response": "#E4F2EC",
        "finding": "#FBF5E4",
        "assertion": "#F6F6F4",
        "interpretation": "#F5EEF6",
        "evidence": "#FFFFFF",
        "question": "#35322C",
        "card": "#F4F1EA",
        "source": "#F3F4EE",
    },
    strokes={
        "perception": "#3F6280",
        "response": "#2F6B57",
        "finding": "#8A6A1C",
        "assertion": "#6B6860",
        "interpretation": "#77527D",
        "evidence": "#6B6860",
        "question": "#35322C",
        "card": "#8C877D",
        "source": "#5F6B45",
    },
    hues={
        "support": "#0072B2",
        "attack": "#D55E00",
        "undercut": "#7A3E9D",
        "qualify": "#7A6200",
        "open": "#5A5A5A",
        "prompt": "#1E6B54",
    },
)
DARK = Theme(
    ThemeName.DARK,
    ground="#15171A",
    text="#ECE9E2",
    muted="#B4AFA5",
    rule="#7C786F",
    band="#212428",
    fills={
        "perception": "#1D2A35",
        "response": "#1A2C26",
        "finding": "#2C2718",
        "assertion": "#242629",
        "interpretation": "#2B2230",
        "evidence": "#1B1D20",
        "question": "#ECE9E2",
        "card": "#212428",
        "source": "#23281C",
    },
    strokes={
        "perception": "#7FA9CC",
        "response": "#7DBFA6",
        "finding": "#C9A552",
        "assertion": "#98948B",
        "interpretation": "#B791BE",
        "evidence": "#98948B",
        "question": "#ECE9E2",
        "card": "#7C786F",
        "source": "#9BAA78",
    },
    hues={
        "support": "#56B4E9",
        "attack": "#FF8A3D",
        "undercut": "#C79BE6",
        "qualify": "#D9BC4A",
        "open": "#B9B9B9",
        "prompt": "#6FCBA9",
    },
    warning="#FFB27A",
)
# Print carries no meaning by colour: everything is black on white, and shape, dash and glyph speak.
_BLACK = "#000000"
PRINT = Theme(
    ThemeName.PRINT,
    ground="#FFFFFF",
    text=_BLACK,
    muted="#333333",
    rule="#555555",
    band="#FFFFFF",
    fills=dict.fromkeys(LIGHT.fills, "#FFFFFF") | {"question": _BLACK},
    strokes=dict.fromkeys(LIGHT.strokes, _BLACK),
    hues=dict.fromkeys(LIGHT.hues, _BLACK),
    warning=_BLACK,
)
THEMES: dict[str, Theme] = {ThemeName.LIGHT: LIGHT, ThemeName.DARK: DARK, ThemeName.PRINT: PRINT}
