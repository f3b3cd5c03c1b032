"""The legend: the kinds and relations that a picture uses, and no others."""

from collections.abc import Iterable, Iterator

from argument_maps.graph import Link
from argument_maps.readers import Attitude
from models.vocabulary import Relation, StanceKind, Verdict
from renderers import attitude_marks
from renderers.boxes import MARK_HEIGHT, Content, outline, text_group, text_line
from renderers.frame import MARGIN
from renderers.samples import LINE, sample
from renderers.style import META, RELATIONS, VERDICTS, Signs, Theme
from renderers.typography import measure

_KINDS = ("question", "perception", "interpretation", "finding", "assertion", "evidence", "source")
_ROW = 30.0
_SWATCH = 34.0
_SPACE = 26.0


def legend(
    links: Iterable[Link],
    kinds: Iterable[str],
    references: bool,
    width: float,
    theme: Theme,
    attitudes: Iterable[Attitude] = (),
) -> tuple[str, float]:
    """Return the legend's drawing from its upper left corner, and its height in pixels."""
    used = set(kinds)
    entries = [(_swatch(kind, theme, reference=False), _SWATCH, kind) for kind in _KINDS if kind in used]
    if references:
        entries.append((_swatch("assertion", theme, reference=True), _SWATCH, "stands elsewhere"))
    links = list(links)
    relations = {link.relation for link in links if link.verdict is None}
    verdicts = {link.verdict for link in links if link.verdict is not None}
    entries.extend((_sample(RELATIONS[each], theme), LINE, str(each)) for each in Relation if each in relations)
    entries.extend((_sample(VERDICTS[each], theme), LINE, f"tested: {each}") for each in Verdict if each in verdicts)
    entries.extend(_attitude_entries(list(attitudes), theme))
    return _flow(entries, width, theme)


def _attitude_entries(attitudes: list[Attitude], theme: Theme) -> Iterator[tuple[str, float, str]]:
    """Yield what a whole and a broken frame mean, each shown on the stances that occur so."""
    for stated, told in ((True, "recorded as a stance"), (False, "follows from what the reader holds and argues")):
        used = {each.stance for each in attitudes if (each.stated is not None) is stated}
        drawn, x = "", 0.0
        for word in (each for each in StanceKind if each in used):
            drawn += attitude_marks.mark(word, x, -MARK_HEIGHT / 2, theme, stated=stated)
            x += attitude_marks.mark_width(word) + 6
        if used:
            yield drawn, x - 6, told


def _flow(entries: list[tuple[str, float, str]], width: float, theme: Theme) -> tuple[str, float]:
    x, y = MARGIN, 6.0
    drawn: list[str] = []
    labels: list[str] = []
    for mark, mark_width, label in entries:
        length = mark_width + 8 + measure(META).width(label)
        if x + length > width - MARGIN and x > MARGIN:
            x, y = MARGIN, y + _ROW
        drawn.append(f'<g transform="translate({x:.1f},{y + _ROW / 2:.1f})">{mark}</g>')
        labels.append(text_line(label, META, x + mark_width + 8, y + _ROW / 2 + META.size * 0.36))
        x += length + _SPACE
    if not entries:
        return "", 0.0
    return "".join(drawn) + text_group(META, theme.text, "".join(labels)), y + _ROW + 6


def _swatch(kind: str, theme: Theme, *, reference: bool) -> str:
    content = Content(kind, "", "", (), reference=reference)
    return f'<g transform="translate(0,-10)">{outline(content, _SWATCH, 20.0, theme)}</g>'


def _sample(sign: Signs, theme: Theme) -> str:
    return sample(sign, theme.hues[sign.hue], theme.ground)
