"""The legend: the signs that a picture uses, drawn by what draws the picture, and no others."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from argument_maps.comparison.readers import Attitude
from argument_maps.references import name_kind
from argument_maps.values import Link
from models.vocabulary import Relation, StanceKind, Verdict
from renderers.boxes import attitude_marks
from renderers.boxes.record_box import MARK_HEIGHT, BoxContent, draw_band, draw_outline, draw_text_group, draw_text_line
from renderers.layout.arrangement import get_record_label, is_reference
from renderers.layout.column_geometry import MARGIN
from renderers.layout.drawing import Drawing
from renderers.style import META, RELATIONS, VERDICTS, LinkSigns, Theme
from renderers.svg.link_signs import draw_branch
from renderers.svg.relation_samples import LINE, draw_sample
from renderers.typography import measure

_KINDS = ("question", "perception", "response", "interpretation", "finding", "assertion", "evidence", "source")
_ROW = 30.0
_SWATCH = (40.0, 22.0)
_SPACE = 26.0


@dataclass(frozen=True, slots=True)
class UsedSigns:
    """What a drawing uses: the kinds of boxes, of boxes that stand for others, of headings; broken frames and why."""

    kinds: frozenset[str]
    references: frozenset[str]
    broken: frozenset[tuple[str, str]]
    bands: frozenset[str]
    branches: bool
    links: tuple[Link, ...]
    attitudes: tuple[Attitude, ...]


@dataclass(frozen=True, slots=True)
class _LegendRow:
    """A sign of the legend: what it is a sign of, its drawing around the ordinate 0, its width, and its words."""

    sign: str
    drawn: str
    width: float
    words: str


def collect_used_signs(drawing: Drawing, attitudes: Mapping[str, Attitude]) -> UsedSigns:
    """Return what a drawing uses; `attitudes` are those of a reader by record, of which some may not be drawn."""
    placed_boxes = [placed_box for section in drawing.sections for placed_box in section.placed_boxes]
    contents = [placed_box.box.content for placed_box in placed_boxes]
    links = tuple(edge.link for section in drawing.sections for edge in section.edges)
    drawn_labels = {
        *(get_record_label(placed_box.key) for placed_box in placed_boxes if not is_reference(placed_box.key)),
        *(link.id for link in links),
    }
    return UsedSigns(
        kinds=frozenset(box_content.kind for box_content in contents if not box_content.reference),
        references=frozenset(box_content.kind for box_content in contents if box_content.reference),
        broken=frozenset((box_content.kind, box_content.badge) for box_content in contents if box_content.dashed),
        bands=frozenset(_yield_heading_kinds(drawing)),
        branches=any(section.branches for section in drawing.sections),
        links=links,
        attitudes=tuple(attitude for label, attitude in attitudes.items() if label in drawn_labels),
    )


def _yield_heading_kinds(drawing: Drawing) -> Iterator[str]:
    for section in drawing.sections:
        if section.heading is not None and not isinstance(section.heading, str):
            yield name_kind(section.heading)


def draw_legend(used: UsedSigns, branches: str, width: float, theme: Theme) -> tuple[str, float]:
    """Return the legend's drawing from its upper left corner, and its height in pixels.

    `branches` is what the thin lines of the view say.
    """
    rows = [
        *_yield_kind_rows(used, theme),
        *_yield_link_rows(used, branches, theme),
        *_yield_attitude_rows(used.attitudes, theme),
    ]
    return _flow_rows(rows, width, theme)


def _yield_kind_rows(used: UsedSigns, theme: Theme) -> Iterator[_LegendRow]:
    for kind in _KINDS:
        drawn = [_draw_swatch(BoxContent(kind, "", "", ()), theme)] if kind in used.kinds else []
        if kind in used.bands:
            drawn.append(draw_band(0, -_SWATCH[1] / 2, *_SWATCH, theme))
        if drawn:
            yield _build_row(kind, drawn, _SWATCH[0], kind)
    references = [BoxContent(kind, "", "", (), reference=True) for kind in _KINDS if kind in used.references]
    if references:
        yield _build_row(
            "elsewhere",
            [_draw_swatch(box_content, theme) for box_content in references],
            _SWATCH[0],
            "stands elsewhere",
        )
    kinds = {kind for kind, _ in used.broken}
    broken = [BoxContent(kind, "", "", (), dashed=True) for kind in _KINDS if kind in kinds]
    if broken:
        words = sorted({word for _, badge in used.broken for word in badge.split(", ")})
        yield _build_row(
            "broken", [_draw_swatch(box_content, theme) for box_content in broken], _SWATCH[0], ", ".join(words)
        )


def _yield_link_rows(used: UsedSigns, branches: str, theme: Theme) -> Iterator[_LegendRow]:
    if used.branches:
        yield _LegendRow("branch", draw_branch(f"M0,0H{LINE:g}", theme), LINE, branches)
    relations = {link.relation for link in used.links if link.verdict is None}
    verdicts = {link.verdict for link in used.links if link.verdict is not None}
    for relation in (possible_relation for possible_relation in Relation if possible_relation in relations):
        yield _LegendRow(relation, _draw_sample(relation, RELATIONS[relation], theme), LINE, str(relation))
    for verdict in (possible_verdict for possible_verdict in Verdict if possible_verdict in verdicts):
        yield _LegendRow(verdict, _draw_sample(verdict, VERDICTS[verdict], theme), LINE, f"tested: {verdict}")


def _yield_attitude_rows(attitudes: tuple[Attitude, ...], theme: Theme) -> Iterator[_LegendRow]:
    """Yield what a whole and a broken frame mean, each shown on the stances that occur so."""
    for stated, words in ((True, "documented position"), (False, "follows from what the reader holds and argues")):
        stances = {attitude.stance for attitude in attitudes if (attitude.stated is not None) is stated}
        drawn, x = "", 0.0
        for word in (stance for stance in StanceKind if stance in stances):
            drawn += attitude_marks.draw_mark(word, x, -MARK_HEIGHT / 2, theme, stated=stated)
            x += attitude_marks.measure_mark(word) + 6
        if stances:
            yield _LegendRow("stated" if stated else "following", drawn, x - 6, words)


def _build_row(sign: str, drawn: list[str], width: float, words: str) -> _LegendRow:
    """Return several drawings of one width side by side as one sign."""
    step = width + 6
    side_by_side = "".join(
        f'<g transform="translate({index * step:g},0)">{drawing}</g>' for index, drawing in enumerate(drawn)
    )
    return _LegendRow(sign, side_by_side, step * len(drawn) - 6, words)


def _flow_rows(rows: list[_LegendRow], width: float, theme: Theme) -> tuple[str, float]:
    x, y = MARGIN, 6.0
    drawn: list[str] = []
    labels: list[str] = []
    for row in rows:
        length = row.width + 8 + measure(META).width(row.words)
        if x + length > width - MARGIN and x > MARGIN:
            x, y = MARGIN, y + _ROW
        place = f"translate({x:.1f},{y + _ROW / 2:.1f})"
        drawn.append(f'<g data-sign="{row.sign}" transform="{place}">{row.drawn}</g>')
        labels.append(draw_text_line(row.words, META, x + row.width + 8, y + _ROW / 2 + META.size * 0.36))
        x += length + _SPACE
    if not rows:
        return "", 0.0
    return "".join(drawn) + draw_text_group(META, theme.text, "".join(labels)), y + _ROW + 6


def _draw_swatch(content: BoxContent, theme: Theme) -> str:
    width, height = _SWATCH
    return f'<g transform="translate(0,{-height / 2:g})">{draw_outline(content, width, height, theme)}</g>'


def _draw_sample(word: str, sign: LinkSigns, theme: Theme) -> str:
    return draw_sample(word, sign, theme.hues[sign.hue], theme.ground)
