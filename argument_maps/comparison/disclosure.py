"""What became known of a map between two dates: sources that opened, what stands since, and verdicts that turned."""

from datetime import date

import msgspec

from argument_maps.comparison.map_differences import Comparison, compare
from argument_maps.graph import Claim, Graph, Source, natural
from argument_maps.time_travel import known_at, open_since, read_moment
from argument_maps.verdicts.ledger import Test, ledger


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """A perception whose verdict is another by the later date; `before` is None where it was not held by the earlier.

    `tests` are those that could not be made by the earlier date. What is only held since, and not tested, is no turn.
    """

    perception: Claim
    before: str | None
    after: str
    tests: tuple[Test, ...]


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
    turns: tuple[Turn, ...]


def disclosed(graph: Graph, first: str, last: str | None = None) -> Disclosure:
    """Return what became known between two dates in EDTF, whichever is named first.

    Without a second it is what the whole map adds to the first, which pages call today.

    A later date never shows less, so that nothing is ever taken away. What of a map nothing dates is known by every
    date, and so is no part of this. Linear in records and links. Raises `UnreadableMoment`.
    """
    if last is not None and read_moment(last) < read_moment(first):
        first, last = last, first
    before = known_at(graph, first).graph
    after = graph if last is None else known_at(graph, last).graph
    added = compare(before, after)
    return Disclosure(
        first=first,
        last=last,
        before=before,
        after=after,
        added=added,
        opened=tuple(sorted((each for each in added.added if isinstance(each, Source)), key=_by_opening)),
        turns=_turns(after, added),
    )


def _by_opening(source: Source) -> tuple[date, tuple[tuple[int, int, str], ...]]:
    return open_since(source) or date.max, natural(source.id)


def _turns(after: Graph, added: Comparison) -> tuple[Turn, ...]:
    new = {each.id for each in added.added}
    before = {each.perception.id: each.before for each in added.verdicts}
    return tuple(
        Turn(
            perception=entry.perception,
            before=before[entry.perception.id],
            after=entry.verdict,
            tests=tuple(test for test in entry.tests if test.link.id in new),
        )
        for entry in ledger(after)
        if entry.perception.id in before and not (before[entry.perception.id] is None and not entry.tests)
    )
