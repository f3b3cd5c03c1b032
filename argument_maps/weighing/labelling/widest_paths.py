"""How strong statements are that support each other in a circle."""

from collections.abc import Iterable

from argument_maps.weighing.labelling.labels import IN, OUT, Labelling
from argument_maps.weighing.labelling.structures import TOP, ArgumentStructure


def spread_weights(
    structure: ArgumentStructure, labelling: Labelling, members: Iterable[int], *, hopeful: bool
) -> dict[int, float]:
    """Return weights as they follow from what is in; with hope, undecided arguments count for what they could be.

    A statement on a circle of support is as strong as the strongest support from outside the circle, as in the
    widest paths of a network: strengths grow from nothing until none grows any more.
    """
    labels, members = labelling.labels, list(members)
    weights = {each: labelling.weights[each] for member in members for each in structure.arguments_for[member]}
    inside = {statement for statement in members if labels[statement] == IN}
    strengths = dict.fromkeys(inside, 0.0)
    counted = {
        argument
        for statement in members
        for argument in structure.arguments_for[statement]
        if weights[argument] > 0 or (hopeful and weights[argument] < 0)
    }
    pending = dict.fromkeys(sorted(counted))
    while pending:
        argument, _ = pending.popitem()
        weight = structure.caps[argument]
        for premise in structure.premises[argument]:
            if labels[premise] == IN:
                known = max(labelling.strengths[premise], labelling.tops.get(premise, 0) if hopeful else 0)
                weight = min(weight, strengths.get(premise, known))
            elif labels[premise] == OUT:
                weight = 0
        weights[argument] = weight
        conclusion = structure.conclusions[argument]
        if weight > strengths.get(conclusion, TOP):
            strengths[conclusion] = weight
            pending.update((each, None) for each in structure.arguments_from[conclusion] if each in counted)
    return weights
