"""A map as a reader is led through it: question by question, and under each the perceptions of the ledger."""

from collections.abc import Iterable

import msgspec

from argument_maps.graph import Graph, sort_records
from argument_maps.values import Agent, Claim, Evidence, Interpretation, Link, Question, Statement
from argument_maps.verdicts.ledger import EvidenceIndex, LedgerEntry, build_ledger
from argument_maps.verdicts.responses import PromptedResponse, list_responses
from models.records.relations import ATTACKS_ON_STATEMENTS
from models.vocabulary import Relation


class Argument(msgspec.Struct, frozen=True, kw_only=True):
    """A link that bears on what a step tells, with its premises, whose they are, and the links that argue with it.

    `target` is None where the link's target is another link; `answered_by` are the links that challenge or
    undermine a premise, which a reader wants to hear at once.
    """

    link: Link
    premises: tuple[Statement, ...]
    people: tuple[Agent, ...]
    target: Statement | None
    argued_by: tuple[Link, ...]
    answered_by: tuple[Link, ...]


class ReadingStep(msgspec.Struct, frozen=True, kw_only=True):
    """One step of the reading: a question as it is opened, or one perception with all that bears on it.

    `label` is that of the question or the perception, and names the step for good. `readings` are the
    arguments whose premises hold an interpretation, `further` the others that are no test. `documents` is
    the evidence under the perception and under the findings put against it, each item once; `responses`
    is what was done on the strength of the perception. `records`
    are the labels of all that is told, links included, the step's own first.
    """

    label: str
    question: Question | None
    entry: LedgerEntry | None = None
    readings: tuple[Argument, ...] = ()
    further: tuple[Argument, ...] = ()
    documents: tuple[Evidence, ...] = ()
    responses: tuple[PromptedResponse, ...] = ()
    answers: tuple[Statement, ...] = ()
    records: tuple[str, ...] = ()


class Chapter(msgspec.Struct, frozen=True, kw_only=True):
    """A question with its own step and those of its perceptions; without a question, what stands under none."""

    question: Question | None
    steps: tuple[ReadingStep, ...]


def list_chapters(graph: Graph) -> tuple[Chapter, ...]:
    """Return every question in the order of the map, with its perceptions in the order of the ledger.

    Perceptions under no question come last. Each perception has one step.
    """
    entries: dict[str | None, list[LedgerEntry]] = {}
    questions = sort_records(graph.questions)
    question_labels = {question.id for question in questions}
    for entry in build_ledger(graph):
        home = graph.home[entry.perception.id]
        entries.setdefault(home if home in question_labels else None, []).append(entry)
    labels_by_home: dict[str | None, list[str]] = {}
    for record in (*graph.statements.values(), *graph.links):
        labels_by_home.setdefault(graph.home[record.id], []).append(record.id)
    evidence_index = EvidenceIndex(graph)
    chapters = [
        Chapter(
            question=question,
            steps=(
                _build_opening_step(graph, question, labels_by_home.get(question.id, [])),
                *(
                    _build_perception_step(graph, question, entry, evidence_index)
                    for entry in entries.get(question.id, ())
                ),
            ),
        )
        for question in questions
    ]
    strays = tuple(_build_perception_step(graph, None, entry, evidence_index) for entry in entries.get(None, ()))
    return (*chapters, Chapter(question=None, steps=strays)) if strays else tuple(chapters)


def list_reading_steps(graph: Graph) -> tuple[ReadingStep, ...]:
    """Return all steps, one after the other."""
    return tuple(step for chapter in list_chapters(graph) for step in chapter.steps)


def _build_opening_step(graph: Graph, question: Question, labels: list[str]) -> ReadingStep:
    records = [graph.statements[label] for label in labels if label in graph.statements]
    answers = tuple(record for record in records if _is_answer(record))
    return ReadingStep(label=question.id, question=question, answers=answers, records=(question.id, *labels))


def _is_answer(record: Statement) -> bool:
    return isinstance(record, Claim | Interpretation)


def _build_perception_step(
    graph: Graph, question: Question | None, entry: LedgerEntry, evidence_index: EvidenceIndex
) -> ReadingStep:
    perception = entry.perception
    tests = [test.link.id for test in entry.tests]
    findings = list(dict.fromkeys(finding.id for test in entry.tests for finding in test.findings))
    under = {item.id: item for test in entry.tests for item in test.documents}
    under |= {item.id: item for item in evidence_index.find_evidence([perception.id])}
    items = sort_records(under.values())
    ground = find_grounds(graph, [perception.id, *findings])
    targets = dict.fromkeys([perception.id, *tests, *findings, *(link.id for link in ground), *under])
    own_links = {*tests, *(link.id for link in ground)}
    bearing = [link for target in targets for link in graph.links_to.get(target, ()) if link.id not in own_links]
    arguments = [describe_argument(graph, link) for link in bearing]
    readings = tuple(argument for argument in arguments if _is_reading(argument))
    further = tuple(
        argument
        for argument in arguments
        if not _is_reading(argument) and argument.link.target in (perception.id, *tests)
    )
    responses = list_responses(graph, perception.id)
    step_arguments = [argument for group in (readings, further) for argument in group]
    argument_labels = [
        label
        for argument in step_arguments
        for label in (argument.link.id, *(premise.id for premise in argument.premises))
    ]
    answered = [label for each in responses for label in (each.link.id, each.response.id)]
    return ReadingStep(
        label=perception.id,
        question=question,
        entry=entry,
        readings=readings,
        further=further,
        documents=items,
        responses=responses,
        records=tuple(
            dict.fromkeys([perception.id, *tests, *findings, *own_links, *under, *argument_labels, *answered])
        ),
    )


def find_grounds(graph: Graph, labels: Iterable[str]) -> list[Link]:
    """Return the links by which claims and evidence support these records, directly or through other claims."""
    supporting_links: dict[str, Link] = {}
    pending = list(labels)
    visited = set(pending)
    while pending:
        for link in graph.links_to.get(pending.pop(0), ()):
            inner = [premise for premise in link.premises if isinstance(graph.statements[premise], Claim)]
            documented = any(isinstance(graph.statements[premise], Evidence) for premise in link.premises)
            if link.relation != Relation.SUPPORTS or not (inner or documented):
                continue
            supporting_links[link.id] = link
            pending += [premise for premise in inner if premise not in visited]
            visited.update(inner)
    return list(supporting_links.values())


def describe_argument(graph: Graph, link: Link) -> Argument:
    """Return a link with what a reader is told of it."""
    premises = tuple(graph.statements[label] for label in link.premises)
    people = dict.fromkeys(agent for premise in premises for agent in _list_holders(premise))
    return Argument(
        link=link,
        premises=premises,
        people=tuple(graph.agents_by_id[label] for label in people if label in graph.agents_by_id),
        target=graph.statements.get(link.target),
        argued_by=graph.links_to.get(link.id, ()),
        answered_by=tuple(
            link
            for premise in premises
            for link in graph.links_to.get(premise.id, ())
            if link.relation in ATTACKS_ON_STATEMENTS
        ),
    )


def _list_holders(record: Statement) -> tuple[str, ...]:
    match record:
        case Claim():
            return record.held_by
        case Interpretation():
            return record.by
        case _:
            return ()


def _is_reading(argument: Argument) -> bool:
    return any(isinstance(premise, Interpretation) for premise in argument.premises)
