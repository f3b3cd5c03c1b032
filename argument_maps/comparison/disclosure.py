"""What became known of a map between two dates: sources that opened, what stands since, and verdicts that turned."""

import msgspec

from argument_maps.comparison.map_differences import Comparison, compare
from argument_maps.graph import Graph, natural_sort_key
from argument_maps.time_travel import find_last_possible_day, find_opening_day, take_snapshot
from argument_maps.values import Claim, Source
from argument_maps.verdicts.bases import BasisKind
from argument_maps.verdicts.ledger import PerceptionTest, build_ledger
from argument_maps.verdicts.summaries import VerdictSummary
from models.dates import DISTANT_FUTURE, Day


class TestedVerdictChange(msgspec.Struct, frozen=True, kw_only=True):
    """A perception whose verdict is another by the later date; `before` is None where it was not held by the earlier.

    `tests` are those that could not be made by the earlier date. What is only held since, and not tested, is no turn.
    `summary` is the verdict by the later date with what has to be said beside it. `kind` says whether the verdict
    turned by what could be known by then, or by what a work argued: one new test that follows from documents is enough
    for the first. It is None where no test is new, or none names what it is from.
    """

    perception: Claim
    before: str | None
    after: str
    summary: VerdictSummary
    tests: tuple[PerceptionTest, ...]

    @property
    def kind(self) -> BasisKind | None:
        """Whether it could be known, or was argued."""
        kinds = {test.basis.kind for test in self.tests if test.basis is not None}
        return next((kind for kind in BasisKind if kind in kinds), None)


class Disclosure(msgspec.Struct, frozen=True, kw_only=True):
    """A map as it could be known by two dates, and what the later one adds.

    `first` and `last` are the dates in EDTF, `last` None where that is today. `opened` is in the order of opening.
    """

    first: str
    last: str | None
    before: Graph
    after: Graph
    added: Comparison
    opened: tuple[Source, ...]
    turns: tuple[TestedVerdictChange, ...]


def find_disclosure(graph: Graph, first: str, last: str | None = None) -> Disclosure:
    """Return what became known between two dates in EDTF, whichever is named first.

    Without a second it is what the whole map adds to the first, which pages call today.

    A later date never shows less, so that nothing is ever taken away. What of a map nothing dates is known by every
    date, and so is no part of this. Linear in records and links. Raises `UnreadableMoment`.
    """
    if last is not None and find_last_possible_day(last) < find_last_possible_day(first):
        first, last = last, first
    before = take_snapshot(graph, first).graph
    after = graph if last is None else take_snapshot(graph, last).graph
    added = compare(before, after)
    return Disclosure(
        first=first,
        last=last,
        before=before,
        after=after,
        added=added,
        opened=tuple(sorted((record for record in added.added if isinstance(record, Source)), key=_opening_key)),
        turns=_find_tested_verdict_changes(after, added),
    )


def _opening_key(source: Source) -> tuple[Day, tuple[tuple[int, int, str], ...]]:
    return find_opening_day(source) or DISTANT_FUTURE, natural_sort_key(source.id)


def _find_tested_verdict_changes(after: Graph, added: Comparison) -> tuple[TestedVerdictChange, ...]:
    new = {record.id for record in added.added}
    before = {verdict_change.perception.id: verdict_change.before for verdict_change in added.verdicts}
    return tuple(
        TestedVerdictChange(
            perception=entry.perception,
            before=before[entry.perception.id],
            after=entry.verdict,
            summary=entry.summary,
            tests=tuple(test for test in entry.tests if test.link.id in new),
        )
        for entry in build_ledger(after)
        if entry.perception.id in before and not (before[entry.perception.id] is None and not entry.tests)
    )
