"""Every view of a map, in one table.

Addresses, menus of pages, the command line, the API's description and the reference are made of it. A view is added by
its module beside this one and an entry here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from argument_maps.selection.selecting import Selected
from renderers.layout.arrangement import Arrangement
from renderers.views.argument import arrange_argument
from renderers.views.neighbourhood import arrange_neighbourhood
from renderers.views.overview import arrange_overview
from renderers.views.perceptions import arrange_perceptions
from renderers.views.sources import arrange_sources
from renderers.views.timeline import arrange_timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewDefinition:
    """What is known of a view: its title on menus, a sentence that explains it, and how it arranges a selection.

    `title_around` is its title where the record in the middle is named as `%(id)s`, only of a view that needs one. One
    that `is_summary` shows cards of questions, and not each record.
    """

    arrange: Callable[[Selected], Arrangement]
    title: str
    explanation: str
    title_around: str = ""
    is_summary: bool = False

    @property
    def needs_focus(self) -> bool:
        """Whether there is nothing to draw without a record in the middle."""
        return bool(self.title_around)


class View(StrEnum):
    """How the records are laid out."""

    definition: ViewDefinition

    def __new__(cls, value: str, definition: ViewDefinition) -> "View":
        """Return the view that addresses call `value`."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.definition = definition
        return member

    # In the order of the menus; the first is drawn where none is asked for.
    PERCEPTIONS = (
        "perceptions",
        ViewDefinition(
            arrange=arrange_perceptions,
            title="Perceptions and findings",
            explanation="Perceptions face the findings that test them, question by question.",
        ),
    )
    ARGUMENT = (
        "argument",
        ViewDefinition(
            arrange=arrange_argument,
            title="Argument",
            explanation="Each question stands at the left, its answers beside it, and reasons to their right.",
        ),
    )
    TIMELINE = (
        "timeline",
        ViewDefinition(
            arrange=arrange_timeline,
            title="Timeline",
            explanation="Records stand in lanes on an axis of time, from top to bottom.",
        ),
    )
    NEIGHBOURHOOD = (
        "neighbourhood",
        ViewDefinition(
            arrange=arrange_neighbourhood,
            title="Around one record",
            explanation="What one record bears on stands to its left, what bears on it to its right.",
            title_around="Around %(id)s",
        ),
    )
    SOURCES = (
        "sources",
        ViewDefinition(
            arrange=arrange_sources,
            title="Sources",
            explanation="Each source has the passages taken from it beside it, and then what they bear on.",
        ),
    )
    OVERVIEW = (
        "overview",
        ViewDefinition(
            arrange=arrange_overview,
            title="Overview",
            explanation="The whole map at a glance: a card for each question, with verdicts and counts.",
            is_summary=True,
        ),
    )


VIEWS = {view.value: view for view in View}
DEFAULT_VIEW = next(iter(View))
