"""The verdict on a perception as a whole, with what has to be said beside it."""

import msgspec

from argument_maps.graph import Graph
from argument_maps.values import Claim
from argument_maps.verdicts.caveat_wording import word_caveat
from argument_maps.verdicts.caveats import Caveat, find_perception_caveats
from argument_maps.verdicts.combination import compute_verdict, find_verdict, list_tests
from models.errors import Phrase
from models.vocabulary import Verdict


class VerdictSummary(msgspec.Struct, frozen=True, kw_only=True):
    """What is read of a perception.

    `verdict` is the editor's where one is stated, with its `reason`, and `computed` that to which the tests come by the
    rule. `is_combined` says that no single test has that verdict, so that nothing else on a picture shows it.
    """

    verdict: str
    computed: str
    reason: str = ""
    is_combined: bool = False
    caveats: tuple[Caveat, ...] = ()

    @property
    def is_stated(self) -> bool:
        """Whether the editor states the verdict."""
        return bool(self.reason)

    @property
    def departs(self) -> bool:
        """Whether the verdict that the editor states is another than the tests come to."""
        return self.verdict != self.computed


def summarise_verdict(graph: Graph, perception: Claim) -> VerdictSummary:
    """Return the verdict on a perception as it is read in this graph."""
    known: VerdictSummary | None = graph.derived.get((VerdictSummary, perception.id))
    if known is None:
        known = graph.derived[VerdictSummary, perception.id] = _summarise_verdict(graph, perception)
    return known


def _summarise_verdict(graph: Graph, perception: Claim) -> VerdictSummary:
    computed = compute_verdict(graph, perception.id)
    tests = list_tests(graph, perception.id)
    return VerdictSummary(
        verdict=find_verdict(graph, perception.id),
        computed=computed,
        reason=perception.verdict_reason if perception.overall_verdict is not None else "",
        is_combined=bool(tests) and computed not in {test.verdict for test in tests},
        caveats=find_perception_caveats(graph, perception.id),
    )


def word_stated_verdict(summary: VerdictSummary, *, with_reason: bool = True) -> tuple[Phrase, ...]:
    """Return what the editor states, and what the tests come to where that is another; nothing if unstated.

    The reason is told but where there is little room.
    """
    if not summary.is_stated:
        return ()
    reason, verdict = summary.reason.strip().rstrip("."), Verdict(summary.verdict)
    stated = (
        Phrase("the editor: %(verdict)s, because %(reason)s", verdict=verdict, reason=reason)
        if with_reason
        else Phrase("the editor: %(verdict)s", verdict=verdict)
    )
    if not summary.departs:
        return (stated,)
    return (stated, Phrase("computed from its tests: %(verdict)s", verdict=Verdict(summary.computed)))


def word_summary(graph: Graph, summary: VerdictSummary) -> tuple[Phrase, ...]:
    """Return all that is said beside a verdict, the editor's statement first."""
    return (*word_stated_verdict(summary), *(word_caveat(graph, caveat) for caveat in summary.caveats))
