"""The whole picture as SVG: title, legend, column headings, strips, edges and boxes.

Every record that is drawn is a group of class `node` and every link one of class `edge`, whose ids end
in the record's label. The same input gives the same bytes.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from argument_maps.comparison.readers import Attitude
from argument_maps.graph import AnyRecord, Link
from argument_maps.selection.selecting import Selected
from models.errors import MapError
from models.vocabulary import Relation
from renderers.boxes.attitude_marks import attitude_told, mark, mark_width
from renderers.boxes.change_tags import around, tag
from renderers.boxes.contents import content, reference
from renderers.boxes.record_box import MARK_HEIGHT, PADDING, Box, attribute, band, body, box, text_group, text_line
from renderers.boxes.verdict_pills import pill_size, pill_text
from renderers.glyphs import INSET, glyph, head
from renderers.layout.arrangement import Arrangement, Strip, is_reference, record_of
from renderers.layout.column_geometry import MARGIN
from renderers.layout.drawing import Course, Drawing, Edge, PlacedStrip, Station
from renderers.layout.edge_routes import MARKER
from renderers.layout.map_layout import lay_out
from renderers.style import BAND, COLUMN, META, THEMES, TITLE, Signs, Theme, signs
from renderers.svg.fragments import Piece, Pieces, edge_extent, extent, moved, piece
from renderers.svg.legend import legend, signs_in
from renderers.svg.link_signs import branch, frame, line, ring
from renderers.text.accessible_names import kind_of, link_told, slug, text_of
from renderers.text.wording import preamble
from renderers.typography import measure
from renderers.views.argument import argument
from renderers.views.neighbourhood import neighbourhood
from renderers.views.perceptions import perceptions
from renderers.views.sources import sources
from renderers.views.timeline import timeline

VIEWS: dict[str, Callable[[Selected], Arrangement]] = {
    "perceptions": perceptions,
    "argument": argument,
    "timeline": timeline,
    "neighbourhood": neighbourhood,
    "sources": sources,
}


# Around what a reader makes of a link, in the link's marker.
_MARK_SPACE = 6.0


class UnknownView(MapError):
    """A view, theme or language was asked for that does not exist."""

    title = "There is no such view"


def picture(
    selected: Selected,
    *,
    view: str = "perceptions",
    theme: str = "light",
    lang: str = "both",
    link_to: str = "",
    marks: Mapping[str, str] | None = None,
) -> str:
    """Return the picture of a selection as SVG.

    `lang` is both, original or translation. With `link_to` every box leads to that address with the
    record's label behind it. `marks` says by label what is new or changed. Raises `UnknownView`, `NoFocus` and
    `DrawingUnavailable`.
    """
    for given, known in ((view, VIEWS), (theme, THEMES), (lang, ("both", "original", "translation"))):
        if given not in known:
            raise UnknownView(f"“{given[:40]}” is not known.", f"Choose one of: {', '.join(known)}.")
    return _Composer(selected, view, THEMES[theme], lang, link_to, marks or {}).compose()


def drawing(selected: Selected, *, view: str = "perceptions", lang: str = "both", theme: str = "light") -> Drawing:
    """Return where everything stands, without drawing it."""
    return _Composer(selected, view, THEMES[theme], lang, "").drawing


def pieces(selected: Selected, *, view: str = "perceptions", theme: str = "light", lang: str = "both") -> Pieces:
    """Return the picture of a selection in pieces, so that a part of it can be drawn alone. Raises as `picture`."""
    return _Composer(selected, view, THEMES[theme], lang, "").take_apart()


class _Composer:
    def __init__(
        self,
        selected: Selected,
        view: str,
        theme: Theme,
        lang: str,
        link_to: str,
        marks: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.selected, self.view, self.theme, self.lang, self.marks = selected, view, theme, lang, marks
        self.link_to = attribute(link_to) or "#n-"  # labels need no escaping
        self.records = selected.whole.by_id
        self.arrangement = VIEWS[view](selected)
        self.drawing = lay_out(self.arrangement, self._box, self._marker_size, self._heading_height)

    def _box(self, key: str, width: float, strip: Strip) -> Box:
        del strip
        record = self.records[record_of(key)]
        if is_reference(key):
            return box(reference(record, self._elsewhere(record)), width, self.theme.name)
        return box(content(self.selected, record, self.lang), width, self.theme.name)

    def _marker_size(self, link: Link) -> tuple[float, float]:
        width, height = _marker_size(link)
        attitude = self.selected.attitudes.get(link.id)
        if attitude is None:
            return width, height
        own = mark_width(attitude.stance)
        if link.relation == Relation.TESTS:
            return max(width, own + 2 * _MARK_SPACE), height + MARK_HEIGHT + _MARK_SPACE
        return width + own + 2 * _MARK_SPACE, max(height, MARK_HEIGHT + 2 * _MARK_SPACE)

    def _elsewhere(self, record: AnyRecord) -> str:
        """Return where in this picture the record has its own box: its question, or here its source."""
        home = getattr(record, "source", None) if self.view == "sources" else self.selected.whole.home.get(record.id)
        return f"see {home}" if home else "see elsewhere"

    def _heading_lines(self, heading: AnyRecord | str, width: float) -> list[str]:
        text = heading if isinstance(heading, str) else f"{heading.id}  {getattr(heading, 'text', '')}"
        return measure(BAND).fold(text, width - 2 * MARGIN - 24)

    def _heading_height(self, strip: Strip, width: float) -> float:
        if strip.heading is None:
            return 0.0
        return len(self._heading_lines(strip.heading, width)) * BAND.line + 14 + 18

    def compose(self) -> str:
        """Return the SVG."""
        drawn = self.drawing
        title, title_height = self._title(drawn.width)
        key, key_height = self._legend()
        columns, columns_height = self._columns(drawn)
        top = title_height + key_height + columns_height
        # On paper what lies on an edge must stay readable, so edges come first and boxes above them.
        body_parts = [self._part(part) for part in drawn.parts]
        width, height = drawn.width, top + drawn.height + MARGIN
        name = attribute(f"{self.selected.whole.title}: {self.view}")
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="map {self.theme.name}" id="map" width="{width:.0f}" '
            f'height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}" role="group" aria-label="{name}">'
            f"<title>{body(self.selected.whole.title)}</title>"
            f'<rect class="ground" width="100%" height="100%" fill="{self.theme.ground}"/>'
            f'<g class="title">{title}</g><g class="legend" transform="translate(0,{title_height:.1f})">{key}</g>'
            f'<g class="columns" transform="translate(0,{title_height + key_height:.1f})">{columns}</g>'
            f'<g class="parts" transform="translate(0,{top:.1f})">{"".join(body_parts)}</g></svg>\n'
        )

    def take_apart(self) -> Pieces:
        """Return the pieces of the SVG, each at its place in the whole."""
        drawn = self.drawing
        title, title_height = self._title(drawn.width)
        key, key_height = self._legend()
        columns, columns_height = self._columns(drawn)
        top = title_height + key_height + columns_height
        found = [
            Piece(title, 0, 0, drawn.width, title_height),
            Piece(moved(key, title_height), 0, title_height, drawn.width, title_height + key_height),
            Piece(moved(columns, title_height + key_height), 0, title_height + key_height, drawn.width, top),
        ]
        for part in drawn.parts:
            if part.heading is not None:
                high = len(self._heading_lines(part.heading, drawn.width)) * BAND.line + 32
                box = (0.0, part.top - high, drawn.width, part.top)
                found.append(piece(self._heading(part, part.heading), box, top))
            found += [piece(self._branch(start, course), extent([course]), top) for start, course in part.branches]
            found += [piece(self._edge(edge), edge_extent(edge), top) for edge in part.edges]
            found += [
                piece(
                    self._station(each),
                    (each.x, each.y, each.x + each.box.width, each.y + each.box.height),
                    top,
                    solid=True,
                )
                for each in sorted(part.stations, key=lambda s: (s.x, s.y))
            ]
        return Pieces(drawn.width, top + drawn.height + MARGIN, self.theme.ground, tuple(found))

    def _legend(self) -> tuple[str, float]:
        used = signs_in(self.drawing, self.selected.attitudes)
        branches = "stands in the source" if self.view == "sources" else "answers the question"
        return legend(used, branches, self.drawing.width, self.theme)

    def _title(self, width: float) -> tuple[str, float]:
        y = MARGIN
        room = width - 2 * MARGIN
        lines = []
        for words in measure(TITLE).fold(self.selected.whole.title, room):
            y += TITLE.line
            lines.append(text_line(words, TITLE, MARGIN, y - 8))
        parts = [text_group(TITLE, self.theme.text, "".join(lines))]
        subtitle = " ".join(preamble(self.selected))
        if subtitle:
            told = []
            for line in measure(META).fold(subtitle, room):
                y += META.line
                told.append(text_line(line, META, MARGIN, y - 3))
            parts.append(text_group(META, self.theme.muted, "".join(told)))
        return "".join(parts), y + 10

    def _columns(self, drawn: Drawing) -> tuple[str, float]:
        titles = [column.title for column in self.arrangement.columns]
        if not any(titles) or not drawn.parts:
            return "", 12.0
        lines = "".join(
            text_line(line, COLUMN, left, 22.0 + index * COLUMN.line)
            for title, left, width in zip(titles, drawn.lefts, drawn.widths, strict=True)
            for index, line in enumerate(measure(COLUMN).fold(title, width))
        )
        rows = max(len(measure(COLUMN).fold(title, width)) for title, width in zip(titles, drawn.widths, strict=True))
        height = 16 + rows * COLUMN.line
        return text_group(COLUMN, self.theme.muted, lines), height + 14

    def _part(self, part: PlacedStrip) -> str:
        pieces = []
        if part.heading is not None:
            pieces.append(self._heading(part, part.heading))
        pieces.append('<g class="edges" fill="none">')
        pieces.extend(self._branch(start, course) for start, course in part.branches)
        pieces.extend(self._edge(edge) for edge in part.edges)
        pieces.append('</g><g class="nodes">')
        pieces.extend(self._station(station) for station in sorted(part.stations, key=lambda s: (s.x, s.y)))
        pieces.append("</g>")
        return f'<g class="part">{"".join(pieces)}</g>'

    def _heading(self, part: PlacedStrip, heading: AnyRecord | str) -> str:
        lines = self._heading_lines(heading, self.drawing.width)
        height = len(lines) * BAND.line + 14
        top = part.top - height - 18
        told = "".join(
            text_line(line, BAND, MARGIN + 12, top + 5 + (index + 0.78) * BAND.line) for index, line in enumerate(lines)
        )
        drawn = band(MARGIN - 12, top, self.drawing.width - 2 * MARGIN + 24, height, self.theme)
        inner = drawn + text_group(BAND, self.theme.text, told)
        if isinstance(heading, str):
            return f'<g class="heading">{inner}</g>'
        mark = self.marks.get(heading.id)
        if mark:
            inner += tag(mark, self.drawing.width - MARGIN - 48, top, self.theme)
        return self._group("node question", "n", heading.id, self._told(heading), inner)

    def _station(self, station: Station) -> str:
        record = self.records[record_of(station.key)]
        inner = (
            f'<g transform="translate({station.x:.1f},{station.y:.1f})">{station.box.svg}{self._mark_on(station)}</g>'
        )
        if is_reference(station.key):
            told = f"{record.id}, shown elsewhere in this picture: {text_of(record)}"
            return self._group(f"reference {kind_of(record)}", "", record.id, told, inner)
        mark = self.marks.get(record.id)
        if mark:
            inner += around(mark, station.x, station.y, station.box.width, station.box.height, self.theme)
        marks = " unsupported" if record.id in self.selected.resting_on_nothing else ""
        marks += " undated" if record.id in self.selected.undated else ""
        return self._group(f"node {kind_of(record)}{marks}", "n", record.id, self._told(record), inner)

    def _mark_on(self, station: Station) -> str:
        attitude = self.selected.attitudes.get(record_of(station.key))
        if attitude is None or is_reference(station.key):
            return ""
        stated = attitude.stated is not None
        return mark(attitude.stance, PADDING, station.box.mark_top, self.theme, stated=stated)

    def _attitude(self, label: str) -> str:
        """Return what the reader makes of a record, as it is told behind the record's own words."""
        attitude, reader = self.selected.attitudes.get(label), self.selected.reader
        if attitude is None or reader is None:
            return ""
        return f" {attitude_told(self.selected.whole, reader, attitude)}."

    def _group(self, classes: str, prefix: str, label: str, told: str, inner: str) -> str:
        identity = f' id="{prefix}-{label}"' if prefix else ""
        return (
            f'<g class="{classes}"{identity} data-id="{label}"><a href="{self.link_to}{label}">'
            f"<title>{body(told)}</title>{inner}</a></g>"
        )

    def _told(self, record: AnyRecord) -> str:
        mark = f" ({self.marks[record.id]})" if record.id in self.marks else ""
        return f"{record.id}{mark}, {kind_of(record)}: {text_of(record)}{self._attitude(record.id)}"

    def _branch(self, start: str, course: Course) -> str:
        return branch(_curve(course, 0.0), self.theme, f' data-from="{record_of(start)}"')

    def _edge(self, edge: Edge) -> str:
        link, theme = edge.link, self.theme
        sign = signs(link.relation, link.verdict)
        hue = theme.hues[sign.hue]
        lines = " ".join([_curve(course, 0.0) for course in edge.courses]) + _curve(edge.leg, INSET[sign.head])
        x, y = edge.leg.points[-1]
        # A wide unseen line makes a thin one easy to hit with mouse or finger.
        drawn = (
            f'<path d="{lines}" stroke="{theme.ground}" stroke-opacity="0" stroke-width="14"/>'
            f"{line(lines, sign, hue)}"
            f"{head(sign.head, x, y, hue, theme.ground, leftward=edge.leg.leftward)}"
            f"{self._marker(edge, hue, sign)}"
        )
        mark = self.marks.get(link.id)
        if mark:
            drawn += tag(mark, edge.x, edge.y - edge.height / 2 - 10, theme)
        classes = f"edge {link.relation}" + (f" {slug(link.verdict)}" if link.verdict else "")
        return self._group(classes, "e", link.id, link_told(link) + self._attitude(link.id), drawn)

    def _marker(self, edge: Edge, hue: str, sign: Signs) -> str:
        attitude = self.selected.attitudes.get(edge.link.id)
        if attitude is not None:
            return self._marked_marker(edge, hue, sign.glyph, attitude)
        if edge.link.relation != Relation.TESTS:
            return ring(edge.x, edge.y, sign, hue, self.theme.ground)
        left, top = edge.x - edge.width / 2, edge.y - edge.height / 2
        return self._frame(edge, hue) + pill_text(edge.link, left, top, hue, sign.glyph, self.theme)

    def _frame(self, edge: Edge, hue: str) -> str:
        left, top = edge.x - edge.width / 2, edge.y - edge.height / 2
        return frame(left, top, edge.width, edge.height, hue, self.theme.ground)

    def _marked_marker(self, edge: Edge, hue: str, name: str, attitude: Attitude) -> str:
        """Return the marker of a link with what the reader makes of it: below a verdict, beside another glyph."""
        left, top = edge.x - edge.width / 2, edge.y - edge.height / 2
        if edge.link.relation == Relation.TESTS:
            own = pill_text(edge.link, left, top, hue, name, self.theme)
            place = (left + _MARK_SPACE, edge.y + edge.height / 2 - MARK_HEIGHT - _MARK_SPACE)
        else:
            own = glyph(name, left + MARKER / 2 + 2, edge.y, hue)
            place = (left + MARKER + _MARK_SPACE, edge.y - MARK_HEIGHT / 2)
        return (
            self._frame(edge, hue) + own + mark(attitude.stance, *place, self.theme, stated=attitude.stated is not None)
        )


def _marker_size(link: Link) -> tuple[float, float]:
    return pill_size(link) if link.relation == Relation.TESTS else (MARKER, MARKER)


def _curve(course: Course, inset: float) -> str:
    """Return a course as path data; it stops `inset` pixels before its end, where the arrowhead begins."""
    *points, (end, level) = course.points
    points.append((end + inset if course.leftward else end - inset, level))
    x, y = points[0]
    drawn = f"M{x:.1f},{y:.1f}"
    for to_x, to_y in points[1:]:
        if -0.05 < to_y - y < 0.05:
            if to_x != x:
                drawn += f"H{to_x:.1f}"
        else:
            middle = (x + to_x) * 0.5
            drawn += f"C{middle:.1f},{y:.1f} {middle:.1f},{to_y:.1f} {to_x:.1f},{to_y:.1f}"
        x, y = to_x, to_y
    return drawn
