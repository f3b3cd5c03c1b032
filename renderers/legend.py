"""The legend: the kinds and relations that a picture uses, and no others."""

from collections.abc import Iterable

from argument_maps.graph import Link
from models.vocabulary import Relation, Verdict
from renderers.boxes import Content, outline, text_group, text_line
from renderers.frame import MARGIN
from renderers.samples import LINE, sample
from renderers.style import META, RELATIONS, VERDICTS, Signs, Theme
from renderers.typography import measure

_KINDS = ("question", "perception", "interpretation", "finding", "assertion", "evidence", "source")
_ROW = 30.0
_SWATCH = 34.0
_SPACE = 26.0


def legend(
    links: Iterable[Link], kinds: Iterable[str], references: bool, width: float, theme: Theme
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
    return _flow(entries, width, theme)


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
