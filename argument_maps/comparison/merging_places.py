"""The order of questions in a merge: a place that one map gave to a question does not contest what the other wrote."""

import msgspec

from argument_maps.comparison.merging import MergeSides
from argument_maps.graph import Graph, sort_records
from argument_maps.references import rename_labels
from argument_maps.values import AnyRecord, Question


def join_places(sides: MergeSides) -> MergeSides:
    """Return both sides with questions joined of which one map changed the place and the other what they say.

    Such a question reads as if the fork had gone on from what the other map says by now.
    """
    joined: dict[str, Question] = {}
    for theirs in sides.theirs.questions:
        target = sides.labels.get(theirs.id, theirs.id)
        base, former = _find_base_records(sides, theirs.id, target)
        ours = sides.ours.by_id.get(target)
        if not (isinstance(base, Question) and isinstance(former, Question) and isinstance(ours, Question)):
            continue
        if ours.tags != former.tags:
            # Tags are labels, which may mean something else in the fork.
            continue
        their_place, our_place = theirs.place != base.place, ours.place != former.place
        their_words, our_words = (
            _without_place(theirs) != _without_place(base),
            _without_place(ours) != _without_place(former),
        )
        if their_place and our_words and not their_words and not our_place:
            joined[theirs.id] = msgspec.structs.replace(ours, id=theirs.id, tags=theirs.tags, place=theirs.place)
        elif our_place and their_words and not our_words and not their_place:
            joined[theirs.id] = msgspec.structs.replace(theirs, place=ours.place)
    if not joined:
        return sides
    continued = {target: sides.ours.by_id[target] for target in (sides.labels.get(label, label) for label in joined)}
    met = sides.met
    if met is not None:
        # What both had alike when they met counts before anything else, so that it has to have gone on as well.
        back = {target: label for label, target in sides.labels.items()}
        alike = {back.get(question.id, question.id): rename_labels(question, back) for question in continued.values()}
        met = (_replace_questions(met[0], alike), _replace_questions(met[1], continued))
    return msgspec.structs.replace(
        sides,
        theirs=_replace_questions(sides.theirs, joined),
        ours_before=_replace_questions(sides.ours_before, continued),
        met=met,
    )


def _find_base_records(sides: MergeSides, label: str, target: str) -> tuple[AnyRecord | None, AnyRecord | None]:
    if sides.met is not None:
        one, other = sides.met[0].by_id.get(label), sides.met[1].by_id.get(target)
        if one is not None and other is not None and rename_labels(one, sides.labels) == other:
            return one, other
    return sides.theirs_before.by_id.get(label), sides.ours_before.by_id.get(target)


def _without_place(question: Question) -> Question:
    return msgspec.structs.replace(question, place=None)


def _replace_questions(graph: Graph, questions: dict[str, AnyRecord] | dict[str, Question]) -> Graph:
    questions_in_graph = [questions.get(question.id, question) for question in graph.questions]
    return msgspec.structs.replace(graph, questions=sort_records(questions_in_graph))
