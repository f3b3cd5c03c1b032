"""A map as a film: a frame for each year in which anything became known of it, with what came and what turned."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Set
from functools import cached_property

import msgspec

from argument_maps.bounded_work import check_work
from argument_maps.comparison.openings import ArchiveOpening, list_archive_openings, list_dated_years
from argument_maps.graph import Graph, natural_sort_key
from argument_maps.time_travel import Snapshot, find_last_possible_day, take_snapshot
from argument_maps.verdicts.combination import list_tests
from argument_maps.verdicts.summaries import VerdictSummary, summarise_verdict
from models.dates.edtf import LAST_WRITTEN_YEAR, write_year
from models.vocabulary import ClaimKind, Verdict

MOST_FRAMES = 60
"""So many frames a film has at most; what came in other years comes with the next."""
# A snapshot of 10,000 statements takes a tenth of a second: of larger maps there are fewer frames, and some always.
MOST_WORK, FEWEST_FRAMES = 150_000, 12


class VerdictTurn(msgspec.Struct, frozen=True, kw_only=True):
    """A perception whose verdict became another, or that came with one: then `before` is None.

    `tests` are the links that could first be put to it now.
    """

    perception: str
    before: str | None
    after: str
    tests: tuple[str, ...] = ()


class FilmFrame(msgspec.Struct, frozen=True, kw_only=True):
    """What could be known at the end of a year, and what was new in it.

    `year` is counted as astronomers do (0 is 1 BC) and None in a last frame of what no year tells. `with_years` are
    earlier years without a frame of their own, whose changes come with this one. `came` are statements and links in the
    order of their labels, `readable` the sources that could be read for the first time, of which `openings` are what
    archives opened. `requalified` are perceptions with the verdict they had, beside which something else is to be said.
    """

    number: int
    year: int | None
    snapshot: Snapshot
    with_years: tuple[int, ...] = ()
    came: tuple[str, ...] = ()
    readable: tuple[str, ...] = ()
    openings: tuple[ArchiveOpening, ...] = ()
    turns: tuple[VerdictTurn, ...] = ()
    requalified: tuple[str, ...] = ()

    @property
    def as_of(self) -> str | None:
        """The date in EDTF by which this could be known, None where that is today."""
        return None if self.year is None else write_year(self.year)


class Film(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """The frames of a map, or of the part of it that is `shown`; a later frame never shows less.

    The last one shows all of it. `left_out` are the years that have no frame of their own since there are too many.
    """

    shown: Graph
    frames: tuple[FilmFrame, ...]
    left_out: tuple[int, ...] = ()

    @cached_property
    def arrivals(self) -> dict[str, int]:
        """The number of the frame in which each statement, link and source is first known, by label."""
        return {label: frame.number for frame in self.frames for label in (*frame.came, *frame.readable)}

    def find_frame(self, as_of: str) -> FilmFrame:
        """Return the frame that shows what could be known by a date in EDTF: the first, where nothing was by then.

        A date within a year is answered with the whole of that year, and the last year that has four digits with the
        last frame, whether or not that has a year. Raises `UnreadableMoment`, and `LookupError` of a
        film without frames.
        """
        if not self.frames:
            raise LookupError("the film has no frames")
        year = find_last_possible_day(as_of).year
        if year >= LAST_WRITTEN_YEAR:
            return self.frames[-1]
        years = [frame.year for frame in self.frames if frame.year is not None]
        return self.frames[max(0, bisect_right(years, year) - 1)]


def cut_film(graph: Graph, shown: Graph | None = None) -> Film:
    """Return the film of a map, or of the part of it that is `shown`, with a frame for each year that changes that.

    What could be known when is decided by `take_snapshot`, and verdicts by all that could be known, shown or not. What
    no date tells when it came is there from the first frame on, as in every snapshot; what could never be known by any
    year, such as what is still closed, comes in a last frame without a year. One snapshot a frame.
    """
    part = graph if shown is None else shown
    years, left_out = _choose_years(graph, part)
    openings = {opening.year: opening for opening in list_archive_openings(part)}
    frames: list[FilmFrame] = []
    before = _State()
    pending: list[int] = []
    for year in years:
        check_work()
        with_years = tuple(each for each in left_out if each < year and (not pending or each > pending[-1]))
        pending.append(year)
        snapshot = take_snapshot(graph, write_year(year))
        after = _read_state(snapshot.graph, part)
        opened = tuple(openings[each] for each in (*with_years, year) if each in openings)
        frame = _compare_states(len(frames), year, before, after, snapshot, with_years, opened)
        if frame is not None:
            frames.append(frame)
        before = after
    whole = _read_state(graph, part)
    snapshot = Snapshot(graph=graph, resting_on_nothing=frozenset(), undated=frozenset(), not_yet=0)
    last = _compare_states(len(frames), None, before, whole, snapshot, (), ())
    if last is not None:
        frames.append(last)
    return Film(shown=part, frames=tuple(frames), left_out=left_out)


class _State(msgspec.Struct, frozen=True, kw_only=True):
    """What of the part that is shown could be known at a time, and how its perceptions are read by then."""

    arguments: Set[str] = frozenset()
    sources: Set[str] = frozenset()
    summaries: dict[str, VerdictSummary] = {}
    tests: dict[str, tuple[str, ...]] = {}


def _read_state(known: Graph, part: Graph) -> _State:
    perceptions = [
        claim for claim in known.claims if claim.kind == ClaimKind.PERCEPTION and claim.id in part.statements
    ]
    return _State(
        arguments=(known.statements.keys() & part.statements.keys())
        | (known.links_by_id.keys() & part.links_by_id.keys()),
        sources=known.sources_by_id.keys() & part.sources_by_id.keys(),
        summaries={claim.id: summarise_verdict(known, claim) for claim in perceptions},
        tests={claim.id: tuple(link.id for link in list_tests(known, claim.id)) for claim in perceptions},
    )


def _compare_states(
    number: int,
    year: int | None,
    before: _State,
    after: _State,
    snapshot: Snapshot,
    with_years: tuple[int, ...],
    openings: tuple[ArchiveOpening, ...],
) -> FilmFrame | None:
    """Return the frame of a time, None where nothing is shown that was not shown before."""
    frame = FilmFrame(
        number=number,
        year=year,
        snapshot=snapshot,
        with_years=with_years,
        came=tuple(sorted(after.arguments - before.arguments, key=natural_sort_key)),
        readable=tuple(sorted(after.sources - before.sources, key=natural_sort_key)),
        openings=openings,
        turns=tuple(_find_turns(before, after)),
        requalified=tuple(
            label
            for label, summary in after.summaries.items()
            if label in before.summaries
            and before.summaries[label].verdict == summary.verdict
            and (before.summaries[label].caveats, before.summaries[label].reason) != (summary.caveats, summary.reason)
        ),
    )
    changed = frame.came or frame.readable or frame.turns or frame.requalified
    return frame if changed else None


def _find_turns(before: _State, after: _State) -> Iterator[VerdictTurn]:
    for label, summary in after.summaries.items():
        former = before.summaries.get(label)
        verdict = None if former is None else former.verdict
        if verdict == summary.verdict or (verdict is None and summary.verdict == Verdict.NOT_TESTED):
            continue
        known = set(before.tests.get(label, ()))
        yield VerdictTurn(
            perception=label,
            before=verdict,
            after=summary.verdict,
            tests=tuple(test for test in after.tests[label] if test not in known),
        )


def _choose_years(graph: Graph, part: Graph) -> tuple[list[int], tuple[int, ...]]:
    """Return the years that are looked at, in their order, and those left out: the last, and those with most dates.

    What is asked is the whole map, since what is shown can rest on what is not.
    """
    dated = Counter(list_dated_years(graph))
    shown = Counter(list_dated_years(part))
    most = max(FEWEST_FRAMES, min(MOST_FRAMES, MOST_WORK // max(1, len(graph.statements))))
    if len(dated) <= most:
        return sorted(dated), ()
    last = max(dated)
    by_weight = sorted(dated, key=lambda year: (year != last, -shown[year], -dated[year], year))
    kept = by_weight[:most]
    return sorted(kept), tuple(sorted(dated.keys() - set(kept)))
