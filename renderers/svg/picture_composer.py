"""A picture put together: title, legend, column headings, strips, edges and boxes."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType

from argument_maps.references import name_kind
from argument_maps.selection.selecting import Selected
from argument_maps.values import AnyRecord, Question
from argument_maps.weighing.weighed_words import describe_weighing, word_label_fully
from renderers.boxes.attitude_marks import describe_attitude, draw_mark
from renderers.boxes.change_tags import draw_tag, draw_tagged_outline
from renderers.boxes.contents import describe_box, describe_reference_box, point_below, tell_time_and_links
from renderers.boxes.question_cards import QuestionIndex
from renderers.boxes.record_box import (
    PADDING,
    Box,
    build_box,
    draw_band,
    draw_text_group,
    draw_text_line,
    escape_attribute,
    escape_body,
)
from renderers.boxes.region_crops import RegionCrops, describe_missing_crops
from renderers.boxes.weighed_badges import TURNED_ROOM, draw_weighed_box, measure_badge
from renderers.glyphs import INSET, draw_arrowhead
from renderers.layout.arrangement import (
    Arrangement,
    PictureSection,
    get_record_label,
    is_reference,
    list_box_labels,
)
from renderers.layout.box_placement import PlacedGroup
from renderers.layout.column_geometry import MARGIN
from renderers.layout.drawing import Edge, PlacedBox, PlacedSection, Polyline
from renderers.layout.map_layout import lay_out
from renderers.layout.timeline_placement import PlacedTimeline, lay_out_timeline
from renderers.shaping.directions import isolate_text
from renderers.style import BAND, Theme, ThemeName, choose_signs
from renderers.svg.card_addresses import write_card_address
from renderers.svg.fragments import (
    FragmentedPicture,
    PictureFragment,
    build_fragment,
    measure_edge,
    measure_polylines,
    move_down,
    write_path_data,
)
from renderers.svg.gathering_headings import draw_gathering_heading
from renderers.svg.headings import draw_column_titles, draw_title
from renderers.svg.legend import collect_used_signs, draw_legend
from renderers.svg.link_markers import draw_marker, measure_marker
from renderers.svg.link_signs import draw_branch, draw_line, draw_weighed_line
from renderers.svg.missing_fonts import draw_missing_fonts
from renderers.svg.timelines.axis_drawing import Rectangle, yield_axis_parts
from renderers.text.accessible_names import describe_link_with_verdict, get_record_text, slugify
from renderers.text.wording import describe_selection, word_links
from renderers.typography import measure
from renderers.views.overview import group_questions, list_shown_questions
from renderers.views.picture_arrangement import arrange_for_picture
from renderers.views.view_table import VIEWS


class PictureComposer:
    """Puts a picture together from its drawing; `arrangement` is that of the view where none is given."""

    def __init__(
        self,
        selected: Selected,
        view: str,
        theme: Theme,
        lang: str,
        link_to: str,
        marks: Mapping[str, str] = MappingProxyType({}),
        crops: RegionCrops | None = None,
        arrangement: Arrangement | None = None,
        former: Mapping[str, PlacedGroup] = MappingProxyType({}),
    ) -> None:
        self.selected, self.view, self.theme, self.lang, self.marks = selected, view, theme, lang, marks
        self.crops = crops
        self.base = link_to
        self.link_to = escape_attribute(link_to) or "#n-"  # labels need no escaping
        self.records = selected.whole.by_id
        self.arrangement = arrangement or arrange_for_picture(selected, view)
        self.below: dict[str, list[str]] = {}
        for section in self.arrangement.sections:
            for gathering in section.gatherings:
                self.below.setdefault(gathering.target, []).append(gathering.heading)
        self.cards: dict[str, tuple[Question, ...]] = {}
        if VIEWS[view].definition.is_summary:
            self._index = QuestionIndex(selected)
            self.cards = {group[0].id: group for group in group_questions(list_shown_questions(selected))}
        self.told_links: dict[str, list[str]] = {}
        marker_of = partial(measure_marker, selected)
        if self.arrangement.times is None:
            self.drawing = lay_out(self.arrangement, self._build_box, marker_of, self._measure_heading, former)
        else:
            self.told_links = word_links(self.arrangement.list_links(), selected.weighed)
            self.drawing = lay_out_timeline(self.arrangement, self._build_box, marker_of, self._measure_heading)

    def _build_box(self, key: str, width: float, section: PictureSection) -> Box:
        del section
        record = self.records[get_record_label(key)]
        if key in self.cards:
            return build_box(self._index.describe_card(self.cards[key], width), width, self.theme.name)
        if is_reference(key):
            badge_width = measure_badge(self.selected.weighed, record.id)
            content = describe_reference_box(record, self._refer_elsewhere(record), badge_width=badge_width)
            return build_box(content, width, self.theme.name)
        content = describe_box(self.selected, record, self.lang, self.crops)
        if key in self.below:
            content = point_below(content, self.below[key])
        if self.arrangement.times is not None:
            time = self.arrangement.times.get(key)
            content = tell_time_and_links(content, time.words if time else "", self.told_links.get(key, []))
        return build_box(content, width, self.theme.name)

    def _refer_elsewhere(self, record: AnyRecord) -> str:
        """Return where in this picture the record has its own box: its question, or here its source."""
        by_source = self.arrangement.is_grouped_by_source
        home = getattr(record, "source", None) if by_source else self.selected.whole.home.get(record.id)
        return f"see {home}" if home else "see elsewhere"

    def _fold_heading(self, heading: AnyRecord | str, width: float) -> list[str]:
        text = heading if isinstance(heading, str) else f"{heading.id}  {isolate_text(getattr(heading, 'text', ''))}"
        return measure(BAND).fold(text, width - 2 * MARGIN - 24)

    def _measure_heading(self, section: PictureSection, width: float) -> float:
        return self.measure_heading(section.heading, width)

    def measure_heading(self, heading: AnyRecord | str | None, width: float) -> float:
        """Return how high the heading of a strip is at a width, with the room below it."""
        return 0.0 if heading is None else len(self._fold_heading(heading, width)) * BAND.line + 14 + 18

    def compose(self) -> str:
        """Return the SVG."""
        drawn = self.drawing
        title, title_height = self.draw_title(drawn.width)
        key, key_height = self.draw_legend(self.drawing.width)
        columns, columns_height = self.draw_column_titles()
        top = title_height + key_height + columns_height
        # On paper what lies on an edge must stay readable, so edges come first and boxes above them.
        body_parts = [self.draw_section(section) for section in drawn.sections]
        low = top + drawn.height
        note, note_height = draw_missing_fonts([title, columns, *body_parts], drawn.width, low, self.theme)
        width, height = drawn.width, low + note_height + MARGIN
        name = escape_attribute(f"{self.selected.whole.title}: {self.view}")
        classes = "map" if self.arrangement.times is None else "map timeline"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="{classes} {self.theme.name}" id="map" width="{width:.0f}" '
            f'height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}" role="group" aria-label="{name}">'
            f"<title>{escape_body(self.selected.whole.title)}</title>{self._describe_weighing()}"
            f'<rect class="ground" width="100%" height="100%" fill="{self.theme.ground}"/>'
            f'<g class="title">{title}</g><g class="legend" transform="translate(0,{title_height:.1f})">{key}</g>'
            f'<g class="columns" transform="translate(0,{title_height + key_height:.1f})">{columns}</g>'
            f'<g class="parts" transform="translate(0,{top:.1f})">{"".join(body_parts)}</g>{note}</svg>\n'
        )

    def split_into_fragments(self) -> FragmentedPicture:
        """Return the pieces of the SVG, each at its place in the whole."""
        drawn = self.drawing
        title, title_height = self.draw_title(drawn.width)
        key, key_height = self.draw_legend(self.drawing.width)
        columns, columns_height = self.draw_column_titles()
        top = title_height + key_height + columns_height
        fragments = [
            PictureFragment(title, 0, 0, drawn.width, title_height),
            PictureFragment(move_down(key, title_height), 0, title_height, drawn.width, title_height + key_height),
            PictureFragment(
                move_down(columns, title_height + key_height), 0, title_height + key_height, drawn.width, top
            ),
        ]
        for section in drawn.sections:
            if section.heading is not None:
                high = len(self._fold_heading(section.heading, drawn.width)) * BAND.line + 32
                box = (0.0, section.top - high, drawn.width, section.top)
                fragments.append(build_fragment(self._draw_heading(section, section.heading), box, top))
            fragments += [
                build_fragment(
                    draw_gathering_heading(placed, self.theme),
                    (0.0, placed.top, placed.right, placed.top + placed.height),
                    top,
                )
                for placed in section.gatherings
            ]
            fragments += [
                build_fragment(self._draw_branch(start, polyline), measure_polylines([polyline]), top)
                for start, polyline in section.branches
            ]
            fragments += [build_fragment(svg, box, top) for svg, box in self._list_axis_parts(section)]
            if self.arrangement.times is None:
                fragments += [build_fragment(self._draw_edge(edge), measure_edge(edge), top) for edge in section.edges]
            fragments += [
                build_fragment(self._draw_placed_box(placed_box), self._measure_placed_box(placed_box), top, solid=True)
                for placed_box in sorted(section.placed_boxes, key=lambda s: (s.x, s.y))
            ]
        low = top + drawn.height
        note, note_height = draw_missing_fonts([part.svg for part in fragments], drawn.width, low, self.theme)
        if note:
            fragments.append(PictureFragment(note, 0, low, drawn.width, low + note_height, solid=True))
        return FragmentedPicture(drawn.width, low + note_height + MARGIN, self.theme.ground, tuple(fragments))

    def _measure_placed_box(self, placed_box: PlacedBox) -> tuple[float, float, float, float]:
        """Return the rectangle around a box, and where its label turned around its ring and tag."""
        weighed, label = self.selected.weighed, get_record_label(placed_box.key)
        around, above = TURNED_ROOM if weighed is not None and label in weighed.turned else (0.0, 0.0)
        right, bottom = placed_box.x + placed_box.box.width, placed_box.y + placed_box.box.height
        return placed_box.x - around, placed_box.y - above, right + around, bottom + around

    def draw_legend(self, width: float) -> tuple[str, float]:
        """Return the legend, and its height, at a width; cards are in words and need none."""
        if self.cards:
            return "", 0.0
        used = collect_used_signs(self.drawing, self.selected.attitudes, self.selected.weighed)
        if self.arrangement.times is not None and self.theme.name == ThemeName.PRINT:
            # Nobody points at paper, so no link of a timeline is ever seen there.
            used = replace(used, links=())
        branches = "stands in the source" if self.arrangement.is_grouped_by_source else "answers the question"
        return draw_legend(used, branches, width, self.theme)

    def draw_title(self, width: float) -> tuple[str, float]:
        """Return the title with what was selected, and its height, at a width."""
        notes = describe_missing_crops(self.selected, list_box_labels(self.arrangement), self.crops)
        subtitle = " ".join([*describe_selection(self.selected), *notes])
        return draw_title(self.selected.whole.title, subtitle, width, self.theme)

    def draw_column_titles(self) -> tuple[str, float]:
        """Return what the columns are called, and the height of that."""
        return draw_column_titles([column.title for column in self.arrangement.columns], self.drawing, self.theme)

    def draw_section(self, section: PlacedSection) -> str:
        """Return a strip in its place, with its heading above."""
        fragments = [] if section.heading is None else [self._draw_heading(section, section.heading)]
        boxes = [self._draw_placed_box(box) for box in sorted(section.placed_boxes, key=lambda s: (s.x, s.y))]
        edges = [self._draw_edge(edge) for edge in section.edges]
        if self.arrangement.times is not None:
            # Those of a timeline run above the boxes, and are shown when they are pointed at.
            axis = self._list_axis_parts(section)
            nodes = f'<g class="nodes">{"".join(boxes)}</g><g class="edges" fill="none">{"".join(edges)}</g>'
            fragments += ['<g class="time">', *(svg for svg, _ in axis), "</g>", nodes]
            return f'<g class="part">{"".join(fragments)}</g>'
        branches = [self._draw_branch(start, polyline) for start, polyline in section.branches]
        fragments += ['<g class="edges" fill="none">', *branches, *edges, '</g><g class="nodes">', *boxes, "</g>"]
        fragments.extend(draw_gathering_heading(placed, self.theme) for placed in section.gatherings)
        return f'<g class="part">{"".join(fragments)}</g>'

    def _list_axis_parts(self, section: PlacedSection) -> list[tuple[str, Rectangle]]:
        """Return the parts of a section's axis of time, none where it has none."""
        if not isinstance(section, PlacedTimeline):
            return []
        return list(yield_axis_parts(section, self.drawing.width, self.theme))

    def _draw_heading(self, section: PlacedSection, heading: AnyRecord | str) -> str:
        lines = self._fold_heading(heading, self.drawing.width)
        height = len(lines) * BAND.line + 14
        top = section.top - height - 18
        heading_lines = "".join(
            draw_text_line(line, BAND, MARGIN + 12, top + 5 + (index + 0.78) * BAND.line)
            for index, line in enumerate(lines)
        )
        drawn = draw_band(MARGIN - 12, top, self.drawing.width - 2 * MARGIN + 24, height, self.theme)
        inner = drawn + draw_text_group(BAND, self.theme.text, heading_lines)
        if isinstance(heading, str):
            return f'<g class="heading">{inner}</g>'
        mark = self.marks.get(heading.id)
        if mark:
            inner += draw_tag(mark, self.drawing.width - MARGIN - 48, top, self.theme)
        return self._wrap_in_group("node question", "n", heading.id, self._describe_record(heading), inner)

    def _draw_placed_box(self, placed_box: PlacedBox) -> str:
        record = self.records[get_record_label(placed_box.key)]
        drawn = placed_box.box.svg + self._draw_mark(placed_box) + self._draw_weighed(placed_box)
        inner = f'<g transform="translate({placed_box.x:.1f},{placed_box.y:.1f})">{drawn}</g>'
        if is_reference(placed_box.key):
            weighed = self._describe_label(record.id)
            description = f"{record.id}, shown elsewhere in this picture: {get_record_text(record)}{weighed}"
            return self._wrap_in_group(f"reference {name_kind(record)}", "", record.id, description, inner)
        if placed_box.key in self.cards:
            return self._wrap_card(self.cards[placed_box.key], inner)
        mark = self.marks.get(record.id)
        if mark:
            inner += draw_tagged_outline(
                mark, placed_box.x, placed_box.y, placed_box.box.width, placed_box.box.height, self.theme
            )
        marks = " unsupported" if record.id in self.selected.resting_on_nothing else ""
        marks += " undated" if record.id in self.selected.undated else ""
        marks += self._list_label_classes(record.id)
        return self._wrap_in_group(
            f"node {name_kind(record)}{marks}", "n", record.id, self._describe_record(record), inner
        )

    def _wrap_card(self, questions: tuple[Question, ...], inner: str) -> str:
        """Return a card in a group that leads to its question, or to the overview of its questions."""
        first, last = questions[0], questions[-1]
        told = f"{first.id}, question: {first.text}" if first is last else f"{first.id} to {last.id}, questions"
        address = escape_attribute(write_card_address(self.selected, questions, self.base)) or f"#n-{first.id}"
        return (
            f'<g class="node question card" id="n-{first.id}" data-id="{first.id}"><a href="{address}">'
            f"<title>{escape_body(told)}</title>{inner}</a></g>"
        )

    def _draw_mark(self, placed_box: PlacedBox) -> str:
        attitude = self.selected.attitudes.get(get_record_label(placed_box.key))
        if attitude is None or is_reference(placed_box.key):
            return ""
        stated = attitude.stated is not None
        return draw_mark(attitude.stance, PADDING, placed_box.box.mark_top, self.theme, stated=stated)

    def _draw_weighed(self, placed_box: PlacedBox) -> str:
        weighed, box = self.selected.weighed, placed_box.box
        if weighed is None or box.badge_place is None:
            return ""
        label, size = get_record_label(placed_box.key), (box.width, box.height)
        return draw_weighed_box(weighed, label, size, box.badge_place, self.theme)

    def _describe_weighing(self) -> str:
        """Return the description of a picture of a weighed map, with how many records have which label."""
        weighed = self.selected.weighed
        if weighed is None:
            return ""
        sentences = describe_weighing(self.selected.whole, weighed, self.selected.graph)
        return f"<desc>{escape_body(' '.join(sentences))}</desc>"

    def _word_label(self, label: str) -> str:
        weighed = self.selected.weighed
        return word_label_fully(weighed, label) if weighed is not None else ""

    def _describe_label(self, label: str) -> str:
        """Return what becomes of a record or link, as it is told behind its own words."""
        words = self._word_label(label)
        return f" Weighed: {words}." if words else ""

    def _list_label_classes(self, label: str) -> str:
        weighed = self.selected.weighed
        found = weighed.find(label) if weighed is not None else None
        return f" weighed-{found}" if found is not None else ""

    def _describe_attitude(self, label: str) -> str:
        """Return what the reader makes of a record, as it is told behind the record's own words."""
        attitude, reader = self.selected.attitudes.get(label), self.selected.reader
        if attitude is None or reader is None:
            return ""
        return f" {describe_attitude(self.selected.whole, reader, attitude)}."

    def _wrap_in_group(self, classes: str, prefix: str, label: str, description: str, inner: str) -> str:
        identity = f' id="{prefix}-{label}"' if prefix else ""
        # Style sheets of pages show what is pointed at; alone, and in other formats, boxes tell their links by id.
        hidden = ""
        if prefix == "e" and self.arrangement.times is not None:
            link = self.selected.graph.links_by_id[label]
            hidden = f' data-ends="{" ".join((*link.premises, link.target))}" display="none"'
        return (
            f'<g class="{classes}"{identity} data-id="{label}"{hidden}><a href="{self.link_to}{label}">'
            f"<title>{escape_body(description)}</title>{inner}</a></g>"
        )

    def _describe_record(self, record: AnyRecord) -> str:
        mark = f" ({self.marks[record.id]})" if record.id in self.marks else ""
        told = self._describe_attitude(record.id) + self._describe_label(record.id)
        return f"{record.id}{mark}, {name_kind(record)}: {get_record_text(record)}{told}"

    def _draw_branch(self, start: str, polyline: Polyline) -> str:
        return draw_branch(write_path_data(polyline, 0.0), self.theme, f' data-from="{get_record_label(start)}"')

    def _draw_edge(self, edge: Edge) -> str:
        link, theme = edge.link, self.theme
        sign = choose_signs(link.relation, link.verdict)
        hue = theme.hues[sign.hue]
        lines = " ".join([write_path_data(polyline, 0.0) for polyline in edge.premise_lines]) + write_path_data(
            edge.target_line, INSET[sign.head]
        )
        x, y = edge.target_line.points[-1]
        weighed = self.selected.weighed
        line = (
            draw_line(lines, sign, hue)
            if weighed is None
            else draw_weighed_line(lines, sign, hue, weighed.weighing.labels[link.id], theme.ground)
        )
        # A wide unseen line makes a thin one easy to hit with mouse or finger.
        drawn = (
            f'<path d="{lines}" stroke="{theme.ground}" stroke-opacity="0" stroke-width="14"/>'
            f"{line}"
            f"{draw_arrowhead(sign.head, x, y, hue, theme.ground, leftward=edge.target_line.leftward)}"
            f"{draw_marker(self.selected, edge, hue, sign, theme)}"
        )
        mark = self.marks.get(link.id)
        if mark:
            drawn += draw_tag(mark, edge.x, edge.y - edge.height / 2 - 10, theme)
        classes = f"edge {link.relation}" + (f" {slugify(link.verdict)}" if link.verdict else "")
        classes += self._list_label_classes(link.id)
        told = describe_link_with_verdict(link) + self._describe_attitude(link.id) + self._describe_label(link.id)
        return self._wrap_in_group(classes, "e", link.id, told, drawn)
