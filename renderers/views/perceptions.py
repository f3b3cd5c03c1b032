"""Perceptions facing the findings that test them, question by question."""

from collections.abc import Hashable

from argument_maps.graph import Graph, order_questions
from argument_maps.selection.selecting import Selected
from argument_maps.values import AnyRecord
from models.vocabulary import ClaimKind
from renderers.layout.arrangement import Arrangement, Column, arrange

# Together with their gutters at most 1,700 pixels: what a screen of ordinary size shows without scrolling sideways.
WIDTHS = (268.0, 252.0, 268.0, 304.0)
SIDE = 26.0
BELIEFS, READINGS, FINDINGS, DOCUMENTS = range(4)
REGISTERS = {
    ClaimKind.PERCEPTION: BELIEFS,
    ClaimKind.RESPONSE: BELIEFS,
    ClaimKind.ASSERTION: READINGS,
    ClaimKind.FINDING: FINDINGS,
}


def arrange_perceptions(selected: Selected) -> Arrangement:
    """Set perceptions, interpretations, findings and evidence in four registers under each question.

    Responses stand with the perceptions that prompted them: both are of the time, and face what was found later.
    Assertions that are neither perception nor finding stand with the interpretations: like these they are
    put forward for or against perceptions and findings.
    """
    graph = selected.graph
    column_of = {
        **{claim.id: REGISTERS[ClaimKind(claim.kind)] for claim in graph.claims},
        **dict.fromkeys((record.id for record in graph.interpretations), READINGS),
        **dict.fromkeys((record.id for record in graph.evidence), DOCUMENTS),
    }
    questions = order_questions(graph.questions)
    headings: dict[Hashable, AnyRecord | str | None] = {question.id: question for question in questions}
    section_of = {label: home if (home := graph.home[label]) in headings else None for label in column_of}
    headings[None] = "Under no question" if questions else None
    titles = (_title_beliefs(graph), _title_readings(graph), "What the archives show", "On which documents")
    columns = [Column(title, width) for title, width in zip(titles, WIDTHS, strict=True)]
    arrangement = arrange(selected, columns, column_of, section_of, headings)
    arrangement.side = SIDE
    return arrangement


def _title_beliefs(graph: Graph) -> str:
    """Return what the first column is called, by what stands in it."""
    if not any(claim.kind == ClaimKind.RESPONSE for claim in graph.claims):
        return "What contemporaries believed"
    return "What was believed and done"


def _title_readings(graph: Graph) -> str:
    """Return what the second column is called, by what stands in it."""
    if not any(claim.kind == ClaimKind.ASSERTION for claim in graph.claims):
        return "How scholars read it"
    return "How scholars and others read it" if graph.interpretations else "What else was asserted"
