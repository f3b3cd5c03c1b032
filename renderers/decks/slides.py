"""A deck of slides as one value, made once of a map and written down as PowerPoint and as PDF.

Each question has a slide, with the figure of what stands under it; a question under which nothing stands has one that
says so. Lengths are pixels of a slide of 1,600 by 900.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import msgspec

from argument_maps.bounded_work import check_work
from argument_maps.citation.csl.map_styles import AnyStyle
from argument_maps.graph import order_questions
from argument_maps.references import name_kind
from argument_maps.selection.selecting import Selected, Selection
from argument_maps.shortened_text import shorten_text
from argument_maps.subset import cut_mentioned_subset, select_closed_links
from argument_maps.values import Question
from models.errors import Phrase
from renderers.boxes.kind_names import count_kinds
from renderers.decks.speaker_notes import write_speaker_notes
from renderers.figures.figure import ComposedFigure, FigureTooSmall, NotInFigure, compose_slide_figure
from renderers.figures.places import FigurePlaceName
from renderers.footnoted.figures import narrow_selection
from renderers.footnoted.footnoted_text import TextRun, is_from_the_right, write_plain
from renderers.raster.rasterising import PictureTooLarge
from renderers.style import THEMES, Theme
from renderers.text.wording import describe_selection, format_question_heading
from renderers.typography import Face, measure

PLACE = FigurePlaceName.SLIDE.place
WIDTH, HEIGHT = PLACE.width, PLACE.height
SIDE, ABOVE_TITLE, BELOW_TITLE = 30.0, 22.0, 6.0
# What programs set the title in may be a little wider than what it is measured in.
TITLE_WIDTH, _SLACK = WIDTH - 2 * SIDE, 40.0
# In one line where it can be, else in two of a size, or in three of the smallest; a longer title is cut.
_LARGEST, _LARGE, _SMALL, _SMALLEST = (Face("Noto Serif", "Bold", size) for size in (44.0, 38.0, 32.0, 27.0))
_FACES = ((_LARGEST, 1), (_LARGE, 1), (_LARGE, 2), (_SMALL, 2), (_SMALLEST, 2), (_SMALLEST, 3))
# What stands below the title on the title slide, no smaller than type on slides may be.
LINES_WIDTH, LINES_HEIGHT = 1340.0, 360.0
_LINE_FACES = tuple(Face("Noto Sans", "Regular", size) for size in (26.0, 22.0, 19.0, 16.0))
_LONGEST_LINE = 400
# Each slide is a picture that takes half a second to turn into pixels; and who would show more?
MOST_SLIDES = 100


class DeckTooLong(PictureTooLarge):
    """A deck would have more slides than are made at once."""


@dataclass(frozen=True, slots=True)
class SlideTitle:
    """The title of a slide, cut where it has to be: its size, and how high it stands with the room around it.

    Where `is_right` it begins at the right: the words of its question do, whatever stands before them.
    """

    text: str
    size: float
    height: float
    is_cut: bool
    is_right: bool


@dataclass(frozen=True, slots=True)
class Slide:
    """A slide: its title, its picture with what is told to whoever does not see it, and its notes, line by line.

    A slide without a picture says why in `remark`. The picture is SVG of `picture_height` and of the slide's width.
    """

    title: SlideTitle
    notes: tuple[tuple[TextRun, ...], ...]
    picture: str = ""
    picture_height: float = 0.0
    description: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Deck:
    """A title slide, with what is said on it line by line, in which size, and the slides that follow.

    What is cut on the title slide is whole in its notes.
    """

    title: SlideTitle
    full_title: str
    authors: tuple[str, ...]
    language: str
    theme: Theme
    lines: tuple[str, ...]
    lines_size: float
    notes: tuple[tuple[TextRun, ...], ...]
    slides: tuple[Slide, ...]


def build_deck(
    selected: Selected,
    style: AnyStyle,
    *,
    questions: Collection[str] = (),
    view: str,
    theme: str,
    lang: str,
    caption: Sequence[str] = (),
    wanted: Collection[str] = (),
) -> Deck:
    """Return the deck of what is selected: a slide for each of these questions, or for all where none is named.

    `caption` are lines of the title slide that say how the map is cited; notes cite sources in the style. What is
    `wanted` comes into the picture of its question first. Raises `DeckTooLong`, `NotInFigure` where something wanted is
    on no slide, `FigureTooSmall` where it fits none, and what drawing raises.
    """
    return _DeckBuilder(selected, style, view, theme, lang, wanted).build(questions, caption)


class _DeckBuilder:
    def __init__(
        self, selected: Selected, style: AnyStyle, view: str, theme: str, lang: str, wanted: Collection[str]
    ) -> None:
        self.selected, self.style, self.view, self.theme, self.lang = selected, style, view, theme, lang
        self.wanted = wanted

    def build(self, questions: Collection[str], caption: Sequence[str]) -> Deck:
        """Return the deck."""
        parts, silent = self._divide(questions)
        if len(parts) > MOST_SLIDES:
            raise DeckTooLong(
                Phrase(
                    "The deck would have %(number)s slides, and at most %(most)s are made at once.",
                    number=len(parts),
                    most=MOST_SLIDES,
                ),
                Phrase("Choose some of the questions."),
            )
        self._check_wanted([part for _, part in parts])
        graph = self.selected.whole
        authors = tuple(author.name for author in graph.authors)
        lines = [
            *([f"Map by {', '.join(authors)}"] if authors else []),
            *describe_selection(self.selected),
            *([f"Nothing of what was selected stands under {', '.join(silent)}."] if silent else []),
            *caption,
        ]
        told = [line for line in map(_put_in_one_line, lines) if line]
        shown = [shorten_text(line, _LONGEST_LINE) for line in told]
        return Deck(
            fit_title(graph.title),
            graph.title,
            authors,
            graph.language,
            THEMES[self.theme],
            tuple(shown),
            _fit_lines(shown),
            tuple(filter(None, map(write_plain, (_put_in_one_line(graph.title), *told)))),
            tuple(self._make_slide(question, part) for question, part in parts),
        )

    def _divide(self, asked: Collection[str]) -> tuple[list[tuple[Question | None, Selected]], list[str]]:
        """Return the questions with what stands under each, and those of which nothing is selected and none is asked.

        What stands under no question comes last, unless questions were asked for.
        """
        graph = self.selected.graph
        homes = {graph.home[label] for label in graph.statements}
        is_whole = len(graph.statements) == len(self.selected.known.statements)
        parts: list[tuple[Question | None, Selected]] = []
        silent: list[str] = []
        for question in order_questions(self.selected.known.questions):
            check_work()
            if asked and question.id not in asked:
                continue
            if question.id in homes:
                parts.append((question, narrow_selection(self.selected, Selection(question=(question.id,)))))
            elif asked or is_whole:
                parts.append((question, self._cut(frozenset())))
            else:
                silent.append(question.id)
        if not asked and None in homes:
            parts.append((None, self._cut({label for label in graph.statements if graph.home[label] is None})))
        return parts, silent

    def _cut(self, statements: Collection[str]) -> Selected:
        """Return what is selected with these statements only."""
        graph, kept = self.selected.graph, frozenset(statements)
        links = select_closed_links(graph, kept, graph.links_by_id) if kept else set()
        return msgspec.structs.replace(
            self.selected,
            graph=cut_mentioned_subset(graph, kept, links),
            summaries={label: each for label, each in self.selected.summaries.items() if label in kept},
        )

    def _check_wanted(self, parts: Sequence[Selected]) -> None:
        for label in self.wanted:
            if not any(_holds(part, label) for part in parts):
                raise NotInFigure(
                    Phrase("“%(record)s” is not in what is selected.", record=label),
                    Phrase("Choose a record of it, or select more."),
                )

    def _make_slide(self, question: Question | None, part: Selected) -> Slide:
        check_work()
        heading = format_question_heading(question) if self.selected.whole.questions else self.selected.whole.title
        title = fit_title(heading, question.text if question is not None else "")
        opening = (write_plain(_put_in_one_line(heading), is_bold=True),) if title.is_cut else ()
        if not part.graph.statements:
            return Slide(title, opening, remark=self._explain_absence(question))
        wanted = [label for label in self.wanted if _holds(part, label)]
        place = replace(PLACE, height=HEIGHT - title.height)
        name = question.id if question is not None else format_question_heading(None)
        try:
            figure = compose_slide_figure(
                part, place, name, view=self.view, theme=self.theme, lang=self.lang, wanted=wanted
            )
        except FigureTooSmall as error:
            if wanted:
                raise
            return Slide(title, opening, remark=f"{error.detail} {self._count(part)} stand here.")
        return Slide(
            title,
            (*opening, *write_speaker_notes(figure, part, self.style)),
            figure.svg,
            place.height,
            f"Argument map: {_describe_shown(figure)}. The notes of this slide tell each in words.",
        )

    def _explain_absence(self, question: Question | None) -> str:
        whole = self.selected.whole
        if question is not None and any(whole.home[label] == question.id for label in whole.statements):
            return "Nothing of what was selected stands under this question."
        return "Nothing is recorded under this question yet."

    def _count(self, part: Selected) -> str:
        return count_kinds(name_kind(record) for record in part.graph.statements.values())


def fit_title(text: str, words: str = "") -> SlideTitle:
    """Return a title in one of four sizes, cut where it does not fit in the smallest.

    Its direction is that of the `words` in it, where these are given.
    """
    is_right = is_from_the_right(write_plain(words or text))
    line = _put_in_one_line(text)
    for face, most in _FACES:
        lines = measure(face).fold(line, TITLE_WIDTH - _SLACK)
        if len(lines) <= most:
            return _place_title(line, face, len(lines), is_cut=False, is_right=is_right)
    end = lines[most - 1]
    while end and measure(face).width(f"{end}…") > TITLE_WIDTH - _SLACK:
        end = end[:-1]
    cut = _join_lines(line, [*lines[: most - 1], end])
    return _place_title(f"{cut.rstrip()}…", face, most, is_cut=True, is_right=is_right)


def _fit_lines(lines: Sequence[str]) -> float:
    """Return the largest size in which lines have room on the title slide; the smallest where they have in none."""
    for face in _LINE_FACES:
        if sum(len(measure(face).fold(line, LINES_WIDTH - _SLACK)) * face.line for line in lines) <= LINES_HEIGHT:
            return face.size
    return _LINE_FACES[-1].size


def _join_lines(line: str, folded: Sequence[str]) -> str:
    """Return the beginning of a line that stands in what it was folded into, with the spaces that it has there."""
    place = 0
    for each in folded:
        place = line.index(each, place) + len(each)
    return line[:place]


def _place_title(text: str, face: Face, lines: int, *, is_cut: bool, is_right: bool) -> SlideTitle:
    return SlideTitle(text, face.size, ABOVE_TITLE + max(1, lines) * face.line + BELOW_TITLE, is_cut, is_right)


def _put_in_one_line(text: str) -> str:
    return " ".join("".join(run.text for run in write_plain(str(text))).split())


def _holds(part: Selected, label: str) -> bool:
    return label in part.graph.statements or label in part.graph.links_by_id


def _describe_shown(figure: ComposedFigure) -> str:
    """Return of each kind which records a figure shows: 2 perceptions (P2, P3) and 1 finding (F9)."""
    labels: dict[str, list[str]] = {}
    for label, record in figure.selected.graph.statements.items():
        labels.setdefault(name_kind(record), []).append(label)
    return "; ".join(_name_kinds(labels))


def _name_kinds(labels: dict[str, list[str]]) -> Iterator[str]:
    for kind, shown in labels.items():
        yield f"{count_kinds([kind] * len(shown))} ({', '.join(shown)})"
