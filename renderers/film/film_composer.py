"""The picture of a film: everything is laid out once, in the places of the last frame, and each frame shows its part.

A box is as high as the highest that it ever is, since what is said of a record changes as more becomes known.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from argument_maps.comparison.film import Film
from argument_maps.references import name_kind
from argument_maps.selection.frame_selection import cut_selected_film, select_frame
from argument_maps.selection.selecting import Selected
from argument_maps.values import AnyRecord, Link
from renderers.boxes.change_tags import CHANGED, NEW, TURNED, draw_tag, draw_tagged_outline
from renderers.boxes.contents import describe_box
from renderers.boxes.record_box import Box, build_box
from renderers.layout.arrangement import Arrangement, PictureSection, get_record_label, is_reference
from renderers.layout.drawing import Edge, PlacedBox, PlacedSection, Polyline
from renderers.style import THEMES, Theme
from renderers.svg.picture_composer import PictureComposer
from renderers.views.view_table import DEFAULT_VIEW

MOST_PLAYED = 400
"""So many statements are drawn at once at most: what is played has all its frames in one picture."""


@dataclass(frozen=True, slots=True)
class _BoxState:
    """How a box looks from one frame to another, the last included."""

    first: int
    last: int
    box: Box


def draw_film(
    selected: Selected,
    number: int = 0,
    *,
    view: str = DEFAULT_VIEW,
    theme: str = "light",
    lang: str = "both",
    link_to: str = "",
) -> str:
    """Return the picture of a film as SVG, with the frame of this number shown and all others in it, unseen.

    Whatever is not of all frames stands in a group that says in `data-first` and `data-last` of which, and has the
    class `unseen` where the frame that is shown is none of them. Groups of class `film-place` are the places of boxes
    that come later. Raises as `draw_picture`.
    """
    composer = FilmComposer(selected, view, THEMES[theme], lang, link_to)
    composer.number = number
    return composer.compose()


class FilmComposer(PictureComposer):
    """Composes pictures of a film; `number` is that of the frame which is shown.

    Where it `is_still`, other frames are left out; else they are there, unseen.
    """

    def __init__(
        self,
        selected: Selected,
        view: str,
        theme: Theme,
        lang: str,
        link_to: str,
        arrangement: Arrangement | None = None,
        film: Film | None = None,
        *,
        is_still: bool = False,
    ) -> None:
        self.film = cut_selected_film(selected) if film is None else film
        self.states = [select_frame(selected, frame) for frame in self.film.frames]
        self.number, self.is_still = 0, is_still
        self._boxes: dict[str, list[_BoxState]] = {}
        super().__init__(selected, view, theme, lang, link_to, arrangement=arrangement)

    def _find_arrival(self, label: str) -> int:
        """Return in which frame a record is first known; what has no date and is argued for by nothing is always."""
        return self.film.arrivals.get(label, 0)

    def _build_box(self, key: str, width: float, section: PictureSection) -> Box:
        if is_reference(key):
            return super()._build_box(key, width, section)
        record = self.records[get_record_label(key)]
        states = list(self._list_states(record, width))
        highest = max(state.box.height for state in states)
        self._boxes[key] = [
            _BoxState(state.first, state.last, build_box(state.box.content, width, self.theme.name, highest))
            for state in states
        ]
        return self._boxes[key][-1].box

    def _list_states(self, record: AnyRecord, width: float) -> Iterator[_BoxState]:
        """Yield how the box of a record looks in turn; nothing is described again whose state is the same."""
        facts: object = None
        first = self._find_arrival(record.id)
        box: Box | None = None
        for number in range(first, len(self.states)):
            state = self.states[number]
            # What decides about the words of a box beside the record itself: see `describe_box`.
            now = (
                state.summaries.get(record.id),
                record.id in state.resting_on_nothing,
                record.id in state.undated,
                getattr(record, "source", None) in state.graph.sources_by_id,
                state.documents.get(record.id),
            )
            if box is not None and now == facts:
                continue
            content = describe_box(state, record, self.lang)
            if box is None or content != box.content:
                if box is not None:
                    yield _BoxState(first, number - 1, box)
                first, box = number, build_box(content, width, self.theme.name)
            facts = now
        if box is None:
            box = build_box(describe_box(self.selected, record, self.lang), width, self.theme.name)
        yield _BoxState(first, len(self.states) - 1, box)

    def _show(self, drawn: str, first: int, last: int | None = None, name: str = "") -> str:
        """Return what is shown from one frame to another only, to the last where none is named."""
        if not drawn or (first <= 0 and last is None):
            return drawn
        is_seen = first <= self.number and (last is None or self.number <= last)
        if self.is_still:
            return drawn if is_seen else ""
        until = "" if last is None else f' data-last="{last}"'
        classes = " ".join(each for each in (name, "" if is_seen else "unseen") if each)
        return f'<g{f" class={chr(34)}{classes}{chr(34)}" if classes else ""} data-first="{first}"{until}>{drawn}</g>'

    def _draw_heading(self, section: PlacedSection, heading: AnyRecord | str) -> str:
        drawn = super()._draw_heading(section, heading)
        return drawn if isinstance(heading, str) else self._show(drawn, self._find_arrival(heading.id))

    def _draw_placed_box(self, placed_box: PlacedBox) -> str:
        if is_reference(placed_box.key):
            return self._show(super()._draw_placed_box(placed_box), self._reference_arrivals[placed_box.key])
        record = self.records[get_record_label(placed_box.key)]
        arrival = self._find_arrival(record.id)
        looks = "".join(
            self._show(state.box.svg, state.first, None if state.last == len(self.states) - 1 else state.last)
            for state in self._boxes[placed_box.key]
        )
        inner = f'<g transform="translate({placed_box.x:.1f},{placed_box.y:.1f})">{looks}</g>'
        box = placed_box.box
        classes = "film-mark"
        for number, mark in self._marks.get(record.id, ()):
            outline = draw_tagged_outline(mark, placed_box.x, placed_box.y, box.width, box.height, self.theme)
            inner += self._show(outline, number, number, classes)
        drawn = self._wrap_in_group(f"node {name_kind(record)}", "n", record.id, self._describe_record(record), inner)
        return self._draw_place(placed_box, arrival) + self._show(drawn, arrival)

    def _draw_place(self, placed_box: PlacedBox, arrival: int) -> str:
        """Return the place of a box that comes later, empty, so that nothing is told before its time."""
        if arrival <= 0 or self.is_still:
            return ""
        box = placed_box.box
        frame = (
            f'<rect x="{placed_box.x:.1f}" y="{placed_box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" '
            f'rx="4" fill="none" stroke="{self.theme.rule}" stroke-opacity=".55" stroke-dasharray="3 6"/>'
        )
        classes = "film-place"
        return self._show(frame, 0, arrival - 1, classes)

    def _draw_edge(self, edge: Edge) -> str:
        drawn = super()._draw_edge(edge)
        arrival = self._find_arrival(edge.link.id)
        for number, mark in self._marks.get(edge.link.id, ()):
            drawn += self._show(
                draw_tag(mark, edge.x, edge.y - edge.height / 2 - 10, self.theme), number, number, "film-mark"
            )
        return self._show(drawn, arrival)

    def _draw_branch(self, start: str, polyline: Polyline) -> str:
        return self._show(super()._draw_branch(start, polyline), self._find_arrival(get_record_label(start)))

    @cached_property
    def _marks(self) -> dict[str, list[tuple[int, str]]]:
        """By label, the frames in which a record or link has a mark, and which: none in the first, where all is new.

        A link is marked where the records that it joins were known before.
        """
        marks: dict[str, list[tuple[int, str]]] = {}
        links = self.selected.graph.links_by_id
        for frame in self.film.frames[1:]:
            came = set(frame.came)
            for label in frame.came:
                if label not in links or came.isdisjoint(_list_ends(links[label])):
                    marks.setdefault(label, []).append((frame.number, NEW))
            for turn in frame.turns:
                if turn.perception not in came:
                    marks.setdefault(turn.perception, []).append((frame.number, TURNED))
            for label in frame.requalified:
                marks.setdefault(label, []).append((frame.number, CHANGED))
        return marks

    @cached_property
    def _reference_arrivals(self) -> dict[str, int]:
        """In which frame each box is first needed that refers to a record elsewhere: with the first of its links."""
        arrivals: dict[str, int] = {}
        for section in self.arrangement.sections:
            for label, (premises, target) in section.ends.items():
                for key in filter(is_reference, (*premises, target)):
                    arrivals[key] = min(arrivals.get(key, len(self.states)), self._find_arrival(label))
        return arrivals


def _list_ends(link: Link) -> Collection[str]:
    return (*link.premises, link.target)
