"""The grounded labelling of an argument evaluation structure: what is in and out whatever one prefers.

It is the least fixed point of Gordon and Walton 2016, section 4: a statement is decided when all that bears on it is,
one that nothing opposes as soon as one argument for it weighs anything, an issue when all arguments for all its
positions are decided. What stands on a circle that nothing outside decides, and what depends on it, stays undecided.
"""

from collections.abc import Collection, Iterable

from argument_maps.weighing.labelling.grounding import Grounding
from argument_maps.weighing.labelling.labels import Labelling
from argument_maps.weighing.labelling.structures import ArgumentStructure


def label_grounded(
    structure: ArgumentStructure,
    *,
    without: Collection[int] = (),
    rejected: Iterable[int] = (),
    accepted: Iterable[int] = (),
) -> Labelling:
    """Return the grounded labelling, `without` some arguments, with statements that are out or in whatever is argued.

    Linear in arguments and their premises; of statements on circles, at most quadratic in each circle.
    """
    grounding = Grounding(structure, without)
    grounding.begin(rejected, accepted)
    for circle in grounding.list_circles():
        grounding.decide_circle(circle)
    return grounding.finish()


def relabel_grounded(
    structure: ArgumentStructure,
    former: Labelling,
    changed: Collection[int],
    *,
    turned: Collection[int] = (),
    without: Collection[int] = (),
    rejected: Iterable[int] = (),
    accepted: Iterable[int] = (),
) -> tuple[Labelling, set[int]]:
    """Return what `label_grounded` does, from a former labelling, and the statements that were labelled anew.

    `changed` are the arguments that are set aside now and were not, or the other way round, `turned` the statements
    that are rejected or accepted otherwise than before. Linear in what is downstream of these, but for copying lists.
    """
    downstream = structure.find_downstream(turned, changed)
    grounding = Grounding(structure, without, former, downstream, changed)
    grounding.begin(downstream.intersection(rejected), downstream.intersection(accepted))
    for circle in grounding.list_circles():
        grounding.decide_circle(circle)
    return grounding.finish(), downstream
