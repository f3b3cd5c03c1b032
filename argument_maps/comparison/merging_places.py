"""The order of questions in a merge: a place that one map gave to a question does not contest what the other wrote."""

import msgspec

from argument_maps.comparison.merging import Sides, renamed
from argument_maps.graph import AnyRecord, Graph, Question, in_order


def join_places(sides: Sides) -> Sides:
    """Return both sides with questions joined of which one map changed the place and the other what they say.

    Such a question reads as if the fork had gone on from what the other map says by now.
    """
    joined: dict[str, Question] = {}
    for theirs in sides.theirs.questions:
        target = sides.labels.get(theirs.id, theirs.id)
        base, former = _before(sides, theirs.id, target)
        ours = sides.ours.by_id.get(target)
        if not (isinstance(base, Question) and isinstance(former, Question) and isinstance(ours, Question)):
            continue
        if ours.tags != former.tags:
            # Tags are labels, which may mean something else in the fork.
            continue
        their_place, our_place = theirs.place != base.place, ours.place != former.place
        their_words, our_words = _words(theirs) != _words(base), _words(ours) != _words(former)
        if their_place and our_words and not their_words and not our_place:
            joined[theirs.id] = msgspec.structs.replace(ours, id=theirs.id, tags=theirs.tags, place=theirs.place)
        elif our_place and their_words and not our_words and not their_place:
            joined[theirs.id] = msgspec.structs.replace(theirs, place=ours.place)
    if not joined:
        return sides
    gone_on = {target: sides.ours.by_id[target] for target in (sides.labels.get(each, each) for each in joined)}
    met = sides.met
    if met is not None:
        # What both had alike when they met counts before anything else, so that it has to have gone on as well.
        back = {target: label for label, target in sides.labels.items()}
        alike = {back.get(each.id, each.id): renamed(each, back) for each in gone_on.values()}
        met = (_with(met[0], alike), _with(met[1], gone_on))
    return msgspec.structs.replace(
        sides, theirs=_with(sides.theirs, joined), ours_before=_with(sides.ours_before, gone_on), met=met
    )


def _before(sides: Sides, label: str, target: str) -> tuple[AnyRecord | None, AnyRecord | None]:
    if sides.met is not None:
        one, other = sides.met[0].by_id.get(label), sides.met[1].by_id.get(target)
        if one is not None and other is not None and renamed(one, sides.labels) == other:
            return one, other
    return sides.theirs_before.by_id.get(label), sides.ours_before.by_id.get(target)


def _words(question: Question) -> Question:
    return msgspec.structs.replace(question, place=None)


def _with(graph: Graph, questions: dict[str, AnyRecord] | dict[str, Question]) -> Graph:
    kept = [questions.get(each.id, each) for each in graph.questions]
    return msgspec.structs.replace(graph, questions=in_order(kept))
