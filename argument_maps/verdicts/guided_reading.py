"""A map as a reader is led through it: question by question, and under each the perceptions of the ledger."""

from collections.abc import Iterable

import msgspec

from argument_maps.graph import Agent, Claim, Evidence, Graph, Interpretation, Link, Question, Statement, in_order
from argument_maps.verdicts.ledger import Entry, documents, ledger
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


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One step of the reading: a question as it is opened, or one perception with all that bears on it.

    `label` is that of the question or the perception, and names the step for good. `readings` are the
    arguments whose premises hold an interpretation, `further` the others that are no test. `documents` is
    the evidence under the perception and under the findings put against it, each item once. `records`
    are the labels of all that is told, links included, the step's own first.
    """

    label: str
    question: Question | None
    entry: Entry | None = None
    readings: tuple[Argument, ...] = ()
    further: tuple[Argument, ...] = ()
    documents: tuple[Evidence, ...] = ()
    answers: tuple[Statement, ...] = ()
    records: tuple[str, ...] = ()


class Chapter(msgspec.Struct, frozen=True, kw_only=True):
    """A question with its own step and those of its perceptions; without a question, what stands under none."""

    question: Question | None
    steps: tuple[Step, ...]


def chapters(graph: Graph) -> tuple[Chapter, ...]:
    """Return every question in the order of the map, with its perceptions in the order of the ledger.

    Perceptions under no question come last. Each perception has one step.
    """
    entries: dict[str | None, list[Entry]] = {}
    questions = in_order(graph.questions)
    asked = {question.id for question in questions}
    for entry in ledger(graph):
        home = graph.home[entry.perception.id]
        entries.setdefault(home if home in asked else None, []).append(entry)
    found = [
        Chapter(
            question=question,
            steps=(_opening(graph, question), *(_step(graph, question, each) for each in entries.get(question.id, ()))),
        )
        for question in questions
    ]
    strays = tuple(_step(graph, None, entry) for entry in entries.get(None, ()))
    return (*found, Chapter(question=None, steps=strays)) if strays else tuple(found)


def steps(graph: Graph) -> tuple[Step, ...]:
    """Return all steps, one after the other."""
    return tuple(step for chapter in chapters(graph) for step in chapter.steps)


def _opening(graph: Graph, question: Question) -> Step:
    answers = tuple(
        record for record in graph.statements.values() if graph.home[record.id] == question.id and _is_answer(record)
    )
    told = [record.id for record in graph.statements.values() if graph.home[record.id] == question.id]
    told += [link.id for link in graph.links if graph.home[link.id] == question.id]
    return Step(label=question.id, question=question, answers=answers, records=(question.id, *told))


def _is_answer(record: Statement) -> bool:
    return isinstance(record, Claim | Interpretation)


def _step(graph: Graph, question: Question | None, entry: Entry) -> Step:
    perception = entry.perception
    tests = [test.link.id for test in entry.tests]
    findings = list(dict.fromkeys(finding.id for test in entry.tests for finding in test.findings))
    under = {item.id: item for test in entry.tests for item in test.documents}
    under |= {item.id: item for item in documents(graph, perception.id)}
    items = in_order(under.values())
    ground = grounds(graph, [perception.id, *findings])
    targets = dict.fromkeys([perception.id, *tests, *findings, *(link.id for link in ground), *under])
    told = {*tests, *(link.id for link in ground)}
    bearing = [link for target in targets for link in graph.links_to.get(target, ()) if link.id not in told]
    arguments = [argument(graph, link) for link in bearing]
    readings = tuple(each for each in arguments if _is_reading(each))
    further = tuple(each for each in arguments if not _is_reading(each) and each.link.target in (perception.id, *tests))
    shown = [each for group in (readings, further) for each in group]
    said = [label for each in shown for label in (each.link.id, *(premise.id for premise in each.premises))]
    return Step(
        label=perception.id,
        question=question,
        entry=entry,
        readings=readings,
        further=further,
        documents=items,
        records=tuple(dict.fromkeys([perception.id, *tests, *findings, *told, *under, *said])),
    )


def grounds(graph: Graph, labels: Iterable[str]) -> list[Link]:
    """Return the links by which claims and evidence support these records, directly or through other claims."""
    found: dict[str, Link] = {}
    pending = list(labels)
    seen = set(pending)
    while pending:
        for link in graph.links_to.get(pending.pop(0), ()):
            inner = [each for each in link.premises if isinstance(graph.statements[each], Claim)]
            documented = any(isinstance(graph.statements[each], Evidence) for each in link.premises)
            if link.relation != Relation.SUPPORTS or not (inner or documented):
                continue
            found[link.id] = link
            pending += [each for each in inner if each not in seen]
            seen.update(inner)
    return list(found.values())


def argument(graph: Graph, link: Link) -> Argument:
    """Return a link with what a reader is told of it."""
    premises = tuple(graph.statements[label] for label in link.premises)
    people = dict.fromkeys(agent for premise in premises for agent in _whose(premise))
    against = (Relation.CHALLENGES, Relation.UNDERMINES)
    return Argument(
        link=link,
        premises=premises,
        people=tuple(graph.agents_by_id[label] for label in people if label in graph.agents_by_id),
        target=graph.statements.get(link.target),
        argued_by=graph.links_to.get(link.id, ()),
        answered_by=tuple(
            each for premise in premises for each in graph.links_to.get(premise.id, ()) if each.relation in against
        ),
    )


def _whose(record: Statement) -> tuple[str, ...]:
    match record:
        case Claim():
            return record.held_by
        case Interpretation():
            return record.by
        case _:
            return ()


def _is_reading(each: Argument) -> bool:
    return any(isinstance(premise, Interpretation) for premise in each.premises)
