"""The whole map at a glance: a card for each question, or for a few that follow each other where there are many."""

from collections.abc import Iterable
from math import ceil

from argument_maps.graph import order_questions
from argument_maps.selection.selecting import Selected
from argument_maps.values import Question
from renderers.layout.arrangement import Arrangement, Column, Gathering, PictureSection
from renderers.layout.gathered_placement import BOX_WIDTH

# Seen at once on a screen of 1,440 by 900 pixels, fitted to it; tried with 20, 48 and 100.
MOST_CARDS = 48
SCREEN_ASPECT = 1.7


def arrange_overview(selected: Selected) -> Arrangement:
    """Set the questions of a map beside each other, each with what stands under it on its card."""
    questions = list_shown_questions(selected)
    if not questions:
        return Arrangement([], [])
    cards = [group[0].id for group in group_questions(questions)]
    heading = _word_heading(selected, questions)
    gathering = Gathering(target="", heading=heading, keys=cards, links={}, aspect=SCREEN_ASPECT)
    return Arrangement([Column("", BOX_WIDTH)], [PictureSection(None, [[]], gatherings=[gathering])])


def list_shown_questions(selected: Selected) -> list[Question]:
    """Return the questions of a selection in their order, without those of which a filter left nothing."""
    asked = {selected.graph.home.get(label) for label in selected.graph.statements}
    is_whole = selected.graph is selected.whole
    return [each for each in order_questions(selected.graph.questions) if is_whole or each.id in asked]


def group_questions(questions: Iterable[Question]) -> list[tuple[Question, ...]]:
    """Return questions in groups, in their order, so that there are at most `MOST_CARDS` groups, of about one size."""
    every = list(questions)
    size = max(ceil(len(every) / MOST_CARDS), 1)
    return [tuple(every[start : start + size]) for start in range(0, len(every), size)]


def _word_heading(selected: Selected, questions: list[Question]) -> str:
    count = len(selected.graph.statements)
    words = f"{_count(len(questions), 'question')} with {_count(count, 'record')}"
    unasked = sum(selected.graph.home.get(label) is None for label in selected.graph.statements)
    return (
        f"{words}, of which {unasked:,} {'stands' if unasked == 1 else 'stand'} under no question" if unasked else words
    )


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
