"""Perceptions facing the findings that test them, question by question."""

from collections.abc import Hashable

from argument_maps.graph import AnyRecord, natural
from argument_maps.selection import Selected
from models.vocabulary import ClaimKind
from renderers.arrangement import Arrangement, Column, arrange

# What a screen of ordinary size shows without scrolling sideways.
WIDEST = 1700.0
COLUMNS = (
    Column("What contemporaries believed", 268.0),
    Column("How scholars read it", 284.0),
    Column("What the archives show", 284.0),
    Column("On which documents", 300.0),
)


def perceptions(selected: Selected) -> Arrangement:
    """Set perceptions, interpretations, findings and evidence in four registers under each question.

    Assertions that are neither perception nor finding stand with the findings.
    """
    graph = selected.graph
    column_of = {
        **{claim.id: 0 if claim.kind == ClaimKind.PERCEPTION else 2 for claim in graph.claims},
        **dict.fromkeys((record.id for record in graph.interpretations), 1),
        **dict.fromkeys((record.id for record in graph.evidence), 3),
    }
    asked = sorted(graph.questions, key=lambda question: natural(question.id))
    headings: dict[Hashable, AnyRecord | str | None] = {question.id: question for question in asked}
    strip_of = {label: home if (home := graph.home[label]) in headings else None for label in column_of}
    headings[None] = "Under no question" if asked else None
    arrangement = arrange(selected, COLUMNS, column_of, strip_of, headings)
    arrangement.widest = WIDEST
    return arrangement
