"""The legend: the signs that a picture uses, drawn by what draws the picture, and no others."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from argument_maps.comparison.readers import Attitude
from argument_maps.references import name_kind
from argument_maps.values import Link
from argument_maps.weighing.weighed_labels import WeighedLabels
from argument_maps.weighing.weighed_words import ON_AUTHORITY, ONE_DOCUMENT, SET_ASIDE
from models.vocabulary import Relation, StanceKind, Verdict
from models.weighing_vocabulary import WeighedLabel
from renderers.boxes import attitude_marks
from renderers.boxes.record_box import (
    BADGE_HEIGHT,
    MARK_HEIGHT,
    BoxContent,
    draw_band,
    draw_outline,
    draw_text_group,
    draw_text_line,
)
from renderers.boxes.weighed_badges import (
    TILE,
    draw_hatching,
    draw_plain_ring,
    draw_tile,
    draw_worded_badge,
    measure_worded_badge,
)
from renderers.layout.arrangement import get_record_label, is_reference
from renderers.layout.column_geometry import MARGIN
from renderers.layout.drawing import Drawing, PlacedBox
from renderers.style import LABELS, META, RELATIONS, SET_ASIDE_SIGNS, VERDICTS, ArrowShape, LinkSigns, Theme
from renderers.svg.link_signs import draw_branch, draw_weighed_line
from renderers.svg.relation_samples import LINE, SHORT, draw_sample
from renderers.svg.timelines.axis_drawing import yield_axis_samples
from renderers.typography import measure

_KINDS = ("question", "perception", "response", "interpretation", "finding", "assertion", "evidence", "source")
_ROW = 30.0
_SWATCH = (40.0, 22.0)
_SPACE = 26.0


@dataclass(frozen=True, slots=True)
class UsedLabels:
    """What of a weighing a drawing shows: which labels, and whether on authority, on one document, and so on."""

    labels: tuple[str, ...]
    on_authority: bool
    hanging: bool
    set_aside: bool
    turned: bool


@dataclass(frozen=True, slots=True)
class UsedSigns:
    """What a drawing uses: the kinds of boxes, of boxes that stand for others, of headings; broken frames and why.

    The axes of time are those of `drawing`.
    """

    kinds: frozenset[str]
    references: frozenset[str]
    broken: frozenset[tuple[str, str]]
    bands: frozenset[str]
    branches: bool
    links: tuple[Link, ...]
    attitudes: tuple[Attitude, ...]
    weighed: UsedLabels | None
    drawing: Drawing


@dataclass(frozen=True, slots=True)
class _LegendRow:
    """A sign of the legend: what it is a sign of, its drawing around the ordinate 0, its width, and its words."""

    sign: str
    drawn: str
    width: float
    words: str


def collect_used_signs(
    drawing: Drawing, attitudes: Mapping[str, Attitude], weighed: WeighedLabels | None = None
) -> UsedSigns:
    """Return what a drawing uses; `attitudes` are those of a reader by record, of which some may not be drawn.

    `weighed` are the labels of a weighed map, of which as many may not be drawn.
    """
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
        weighed=_collect_used_labels(placed_boxes, links, weighed) if weighed is not None else None,
        drawing=drawing,
    )


def _collect_used_labels(
    placed_boxes: Iterable[PlacedBox], links: Iterable[Link], weighed: WeighedLabels
) -> UsedLabels:
    drawn = {*(get_record_label(placed_box.key) for placed_box in placed_boxes), *(link.id for link in links)}
    found = {weighed.find(label) for label in drawn}
    return UsedLabels(
        labels=tuple(label for label in WeighedLabel if label in found),
        on_authority=any(map(weighed.is_on_authority, drawn)),
        hanging=any(map(weighed.list_needed, drawn)),
        set_aside=any(label in weighed.set_aside and weighed.find(label) is None for label in drawn),
        turned=not drawn.isdisjoint(weighed.turned),
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
        *(_LegendRow(*sample) for sample in yield_axis_samples(used.drawing, theme)),
        *_yield_attitude_rows(used.attitudes, theme),
        *(_yield_weighed_rows(used.weighed, theme) if used.weighed is not None else ()),
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


def _yield_weighed_rows(used: UsedLabels, theme: Theme) -> Iterator[_LegendRow]:
    """Yield what the signs of a weighing mean, each with its tile and the line of a link that has it."""
    middle, end = TILE / 2, TILE + 6 + SHORT
    for label in used.labels:
        plain = LinkSigns("open", "", ArrowShape.TRIANGLE, "")
        line = draw_weighed_line(f"M{TILE + 6:g},0H{end:g}", plain, theme.muted, label, theme.ground)
        drawn, width = draw_tile(LABELS[label], middle, 0, theme) + line, end
        if label == WeighedLabel.FALLS:
            drawn += f'<g transform="translate({end + 6:g},0)">{_draw_hatched_swatch(theme)}</g>'
            width += 6 + _SWATCH[0]
        yield _LegendRow(f"weighed-{label}", drawn, width, label)
    if used.on_authority:
        yield _LegendRow(
            "weighed-on-authority",
            draw_worded_badge(LABELS[WeighedLabel.STANDS], "", 0, -BADGE_HEIGHT / 2, theme, broken=True),
            measure_worded_badge(""),
            f"{ON_AUTHORITY}: a work says so, no document",
        )
    if used.hanging:
        yield _LegendRow(
            "weighed-hanging",
            draw_worded_badge(LABELS[WeighedLabel.STANDS], ONE_DOCUMENT, 0, -BADGE_HEIGHT / 2, theme),
            measure_worded_badge(ONE_DOCUMENT),
            "hangs on one document, or work, alone",
        )
    if used.set_aside:
        yield _LegendRow("weighed-set-aside", draw_tile(SET_ASIDE_SIGNS, middle, 0, theme), TILE, SET_ASIDE)
    if used.turned:
        ring = draw_plain_ring(6, -6, _SWATCH[0] - 12, 12, theme)
        yield _LegendRow("weighed-turned", ring, _SWATCH[0], "turned: was another with nothing set aside")


def _draw_hatched_swatch(theme: Theme) -> str:
    """Return a small box that falls."""
    width, height = 40.0, 28.0
    outline = draw_outline(BoxContent("assertion", "", "", ()), width, height, theme)
    hatching = draw_hatching(width, height, theme.hues[LABELS[WeighedLabel.FALLS].hue], corner=5)
    return f'<g transform="translate(0,{-height / 2:g})">{outline}{hatching}</g>'


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
        # In a picture of a single box a sign can have more to say than fits on one line.
        for number, line in enumerate(measure(META).fold(row.words, width - MARGIN - x - row.width - 8)):
            y += META.line if number else 0
            labels.append(draw_text_line(line, META, x + row.width + 8, y + _ROW / 2 + META.size * 0.36))
        x += length + _SPACE
    if not rows:
        return "", 0.0
    return "".join(drawn) + draw_text_group(META, theme.text, "".join(labels)), y + _ROW + 6


def _draw_swatch(content: BoxContent, theme: Theme) -> str:
    width, height = _SWATCH
    return f'<g transform="translate(0,{-height / 2:g})">{draw_outline(content, width, height, theme)}</g>'


def _draw_sample(word: str, sign: LinkSigns, theme: Theme) -> str:
    return draw_sample(word, sign, theme.hues[sign.hue], theme.ground)
