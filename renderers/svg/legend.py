"""The legend: the signs that a picture uses, drawn by what draws the picture, and no others."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from argument_maps.comparison.readers import Attitude
from argument_maps.graph import Link
from models.vocabulary import Relation, StanceKind, Verdict
from renderers.boxes import attitude_marks
from renderers.boxes.record_box import MARK_HEIGHT, Content, band, outline, text_group, text_line
from renderers.layout.arrangement import is_reference, record_of
from renderers.layout.column_geometry import MARGIN
from renderers.layout.drawing import Drawing
from renderers.style import META, RELATIONS, VERDICTS, Signs, Theme
from renderers.svg.link_signs import branch
from renderers.svg.relation_samples import LINE, sample
from renderers.text.accessible_names import kind_of
from renderers.typography import measure

_KINDS = ("question", "perception", "interpretation", "finding", "assertion", "evidence", "source")
_ROW = 30.0
_SWATCH = (40.0, 22.0)
_SPACE = 26.0


@dataclass(frozen=True, slots=True)
class Occurring:
    """What a drawing uses: the kinds of boxes, of boxes that stand for others, of headings; broken frames and why."""

    kinds: frozenset[str]
    references: frozenset[str]
    broken: frozenset[tuple[str, str]]
    bands: frozenset[str]
    branches: bool
    links: tuple[Link, ...]
    attitudes: tuple[Attitude, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """A sign of the legend: what it is a sign of, its drawing around the ordinate 0, its width, and its words."""

    sign: str
    drawn: str
    width: float
    words: str


def signs_in(drawing: Drawing, attitudes: Mapping[str, Attitude]) -> Occurring:
    """Return what a drawing uses; `attitudes` are those of a reader by record, of which some may not be drawn."""
    stations = [station for part in drawing.parts for station in part.stations]
    contents = [station.box.content for station in stations]
    links = tuple(edge.link for part in drawing.parts for edge in part.edges)
    shown = {*(record_of(each.key) for each in stations if not is_reference(each.key)), *(link.id for link in links)}
    return Occurring(
        kinds=frozenset(each.kind for each in contents if not each.reference),
        references=frozenset(each.kind for each in contents if each.reference),
        broken=frozenset((each.kind, each.badge) for each in contents if each.dashed),
        bands=frozenset(_kinds_of_headings(drawing)),
        branches=any(part.branches for part in drawing.parts),
        links=links,
        attitudes=tuple(each for label, each in attitudes.items() if label in shown),
    )


def _kinds_of_headings(drawing: Drawing) -> Iterator[str]:
    for part in drawing.parts:
        if part.heading is not None and not isinstance(part.heading, str):
            yield kind_of(part.heading)


def legend(used: Occurring, branches: str, width: float, theme: Theme) -> tuple[str, float]:
    """Return the legend's drawing from its upper left corner, and its height in pixels.

    `branches` is what the thin lines of the view say.
    """
    rows = [*_kind_rows(used, theme), *_link_rows(used, branches, theme), *_attitude_rows(used.attitudes, theme)]
    return _flow(rows, width, theme)


def _kind_rows(used: Occurring, theme: Theme) -> Iterator[_Row]:
    for kind in _KINDS:
        drawn = [_swatch(Content(kind, "", "", ()), theme)] if kind in used.kinds else []
        if kind in used.bands:
            drawn.append(band(0, -_SWATCH[1] / 2, *_SWATCH, theme))
        if drawn:
            yield _row(kind, drawn, _SWATCH[0], kind)
    references = [Content(kind, "", "", (), reference=True) for kind in _KINDS if kind in used.references]
    if references:
        yield _row("elsewhere", [_swatch(each, theme) for each in references], _SWATCH[0], "stands elsewhere")
    kinds = {kind for kind, _ in used.broken}
    broken = [Content(kind, "", "", (), dashed=True) for kind in _KINDS if kind in kinds]
    if broken:
        words = sorted({word for _, badge in used.broken for word in badge.split(", ")})
        yield _row("broken", [_swatch(each, theme) for each in broken], _SWATCH[0], ", ".join(words))


def _link_rows(used: Occurring, branches: str, theme: Theme) -> Iterator[_Row]:
    if used.branches:
        yield _Row("branch", branch(f"M0,0H{LINE:g}", theme), LINE, branches)
    relations = {link.relation for link in used.links if link.verdict is None}
    verdicts = {link.verdict for link in used.links if link.verdict is not None}
    for relation in (each for each in Relation if each in relations):
        yield _Row(relation, _sample(relation, RELATIONS[relation], theme), LINE, str(relation))
    for verdict in (each for each in Verdict if each in verdicts):
        yield _Row(verdict, _sample(verdict, VERDICTS[verdict], theme), LINE, f"tested: {verdict}")


def _attitude_rows(attitudes: tuple[Attitude, ...], theme: Theme) -> Iterator[_Row]:
    """Yield what a whole and a broken frame mean, each shown on the stances that occur so."""
    for stated, words in ((True, "documented position"), (False, "follows from what the reader holds and argues")):
        used = {each.stance for each in attitudes if (each.stated is not None) is stated}
        drawn, x = "", 0.0
        for word in (each for each in StanceKind if each in used):
            drawn += attitude_marks.mark(word, x, -MARK_HEIGHT / 2, theme, stated=stated)
            x += attitude_marks.mark_width(word) + 6
        if used:
            yield _Row("stated" if stated else "following", drawn, x - 6, words)


def _row(sign: str, drawn: list[str], width: float, words: str) -> _Row:
    """Return several drawings of one width side by side as one sign."""
    step = width + 6
    placed = "".join(f'<g transform="translate({index * step:g},0)">{each}</g>' for index, each in enumerate(drawn))
    return _Row(sign, placed, step * len(drawn) - 6, words)


def _flow(rows: list[_Row], width: float, theme: Theme) -> tuple[str, float]:
    x, y = MARGIN, 6.0
    drawn: list[str] = []
    labels: list[str] = []
    for row in rows:
        length = row.width + 8 + measure(META).width(row.words)
        if x + length > width - MARGIN and x > MARGIN:
            x, y = MARGIN, y + _ROW
        place = f"translate({x:.1f},{y + _ROW / 2:.1f})"
        drawn.append(f'<g data-sign="{row.sign}" transform="{place}">{row.drawn}</g>')
        labels.append(text_line(row.words, META, x + row.width + 8, y + _ROW / 2 + META.size * 0.36))
        x += length + _SPACE
    if not rows:
        return "", 0.0
    return "".join(drawn) + text_group(META, theme.text, "".join(labels)), y + _ROW + 6


def _swatch(content: Content, theme: Theme) -> str:
    width, height = _SWATCH
    return f'<g transform="translate(0,{-height / 2:g})">{outline(content, width, height, theme)}</g>'


def _sample(word: str, sign: Signs, theme: Theme) -> str:
    return sample(word, sign, theme.hues[sign.hue], theme.ground)
