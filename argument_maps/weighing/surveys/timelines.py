"""What stood in which year: a map as it could be known, weighed once for each year in which anything changed."""

from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from argument_maps.bounded_work import check_work
from argument_maps.comparison.openings import ArchiveOpening, list_archive_openings, list_dated_years
from argument_maps.graph import Graph, natural_sort_key, order_questions
from argument_maps.time_travel import take_snapshot
from argument_maps.weighing.independence import Family, find_families
from argument_maps.weighing.set_aside import NOTHING_SET_ASIDE, Circumstances
from argument_maps.weighing.weighing import Weighing, weigh_map
from models.dates.edtf import write_year
from models.vocabulary import ClaimKind
from models.weighing_vocabulary import ProofRule

# So many years are weighed at most; of more, those in which most became known.
MOST_YEARS = 80
# Of so many documents that hang together the largest number of independent ones is found exactly; of more, one that
# cannot be made larger by adding any.
MOST_COUNTED_EXACTLY = 16


class WeighedMoment(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a record by the end of a year: its label, None where it could not be known yet.

    `documents` counts the documents in its support of which no two share an ancestor or a witness; `on_authority` says
    that it stands on what a work says, without a document.
    """

    label: str | None = None
    documents: int = 0
    on_authority: bool = False


class TimelineRun(msgspec.Struct, frozen=True, kw_only=True):
    """Years from one to the one before the next run, in which the same became of a record."""

    year: int
    moment: WeighedMoment


class TimelineRow(msgspec.Struct, frozen=True, kw_only=True):
    """A perception or finding under its question, with its moments in the order of `WeighedTimeline.years`."""

    record: str
    kind: str
    question: str | None
    moments: tuple[WeighedMoment, ...]


class WeighedTimeline(msgspec.Struct, frozen=True, kw_only=True):
    """The rows in the order of the questions, the years as columns, and the years in which archives opened.

    Years are counted as astronomers do: 0 is 1 BC. `left_out` are years in which something changed and that were not
    weighed, for there were too many.
    """

    rule: str
    years: tuple[int, ...]
    rows: tuple[TimelineRow, ...]
    openings: tuple[ArchiveOpening, ...]
    left_out: tuple[int, ...] = ()


def weigh_through_time(
    graph: Graph, rule: str = ProofRule.PREPONDERANCE, circumstances: Circumstances = NOTHING_SET_ASIDE
) -> WeighedTimeline:
    """Return the labels of perceptions and findings at the end of each year in which one of them or a document changed.

    One snapshot a year, `MOST_YEARS` at most, each weighed once.
    """
    weighed, left_out = _choose_years(graph)
    kept = set(weighed)
    openings = tuple(opening for opening in list_archive_openings(graph) if opening.year in kept)
    records = _list_rows(graph)
    columns: dict[int, list[WeighedMoment]] = {}
    marked = {opening.year for opening in openings}
    before: list[WeighedMoment] = [WeighedMoment()] * len(records)
    for year in weighed:
        check_work()
        column = list(_weigh_year(graph, records, year, rule, circumstances))
        if column != before or year in marked:
            columns[year] = before = column
    return WeighedTimeline(
        rule=str(rule),
        years=tuple(columns),
        rows=tuple(
            TimelineRow(
                record=label, kind=kind, question=question, moments=tuple(column[row] for column in columns.values())
            )
            for row, (label, kind, question) in enumerate(records)
        ),
        openings=openings,
        left_out=left_out,
    )


def list_runs(row: TimelineRow, years: tuple[int, ...]) -> list[TimelineRun]:
    """Return the years in which something else became of a record, with what; none from before it could be known."""
    found: list[TimelineRun] = []
    before = WeighedMoment()
    for year, moment in zip(years, row.moments, strict=True):
        if moment != before:
            found.append(TimelineRun(year=year, moment=moment))
            before = moment
    return found


def list_turning_years(rows: Iterable[TimelineRow], years: tuple[int, ...]) -> list[int]:
    """Return the years in which something else became of any of these records."""
    return sorted({run.year for row in rows for run in list_runs(row, years)})


def _choose_years(graph: Graph) -> tuple[list[int], tuple[int, ...]]:
    """Return the years to be weighed, in their order, and those left out."""
    counted = Counter(list_dated_years(graph))
    kept = sorted(sorted(counted, key=lambda year: (-counted[year], year))[:MOST_YEARS])
    return kept, tuple(sorted(counted.keys() - set(kept)))


def _list_rows(graph: Graph) -> list[tuple[str, str, str | None]]:
    """Return perceptions and findings with kinds and questions, in the order of the questions, perceptions first."""
    places: dict[str | None, int] = {each.id: place for place, each in enumerate(order_questions(graph.questions))}
    rows = [
        (claim.id, claim.kind, graph.home[claim.id])
        for claim in graph.claims
        if claim.kind in {ClaimKind.PERCEPTION, ClaimKind.FINDING}
    ]
    return sorted(
        rows,
        key=lambda row: (places.get(row[2], len(places)), row[1] == ClaimKind.FINDING, natural_sort_key(row[0])),
    )


def _weigh_year(
    graph: Graph, records: list[tuple[str, str, str | None]], year: int, rule: str, circumstances: Circumstances
) -> Iterator[WeighedMoment]:
    known = take_snapshot(graph, write_year(year)).graph
    weighing = weigh_map(known, rule, circumstances)
    for label, _, _ in records:
        if label not in known.statements:
            yield WeighedMoment()
            continue
        yield WeighedMoment(
            label=weighing.labels[label],
            documents=count_independent_documents(weighing, label),
            on_authority=label in weighing.on_authority,
        )


def count_independent_documents(weighing: Weighing, label: str) -> int:
    """Return how many documents support a statement of which no two share an ancestor or a witness.

    Counted are the documents on which arguments for it rest that apply, over any number of steps. The number is the
    largest possible; of more than `MOST_COUNTED_EXACTLY` that hang together it can be less than that.
    """
    families = find_families(weighing.graph)
    return count_independent(families[source] for source in _list_supporting_documents(weighing, label))


def _list_supporting_documents(weighing: Weighing, label: str) -> set[str]:
    built, weights = weighing.built, weighing.labelling.weights
    structure, statements = built.structure, weighing.graph.statements
    sources = {base: statements[record].source for record, base in built.bases.items() if base in built.documentary}
    found: set[str] = set()
    pending = [built.numbers[label]]
    seen = set(pending)
    while pending:
        for argument in structure.arguments_for[pending.pop()]:
            if weights[argument] <= 0:
                continue
            source = sources.get(argument)
            if source is not None:
                found.add(source)
            new = [premise for premise in structure.premises[argument] if premise not in seen]
            seen.update(new)
            pending += new
    return found


def count_independent(families: Iterable[Family]) -> int:
    """Return how many of these families there are at most of which no two have a member in common.

    Families that hang together are counted by themselves: exactly up to `MOST_COUNTED_EXACTLY`, else by taking again
    and again the one that shares something with the fewest others.
    """
    distinct = sorted(set(families), key=lambda family: (len(family), sorted(family)))
    sharing = {
        one: {other for other, also in enumerate(distinct) if other != one and not family.isdisjoint(also)}
        for one, family in enumerate(distinct)
    }
    counted, pending = 0, set(sharing)
    while pending:
        together = _gather(sharing, min(pending))
        pending -= together
        counted += (_count_exactly if len(together) <= MOST_COUNTED_EXACTLY else _count_greedily)(sharing, together)
    return counted


def _gather(sharing: dict[int, set[int]], first: int) -> set[int]:
    found, pending = {first}, [first]
    while pending:
        new = sharing[pending.pop()] - found
        found |= new
        pending += new
    return found


def _count_exactly(sharing: dict[int, set[int]], left: set[int]) -> int:
    if not left:
        return 0
    most = max(sorted(left), key=lambda one: len(sharing[one] & left))
    if len(sharing[most] & left) <= 1:
        # Single ones, and pairs of which one counts.
        return sum(1 for one in left if not any(other < one for other in sharing[one] & left))
    with_it = 1 + _count_exactly(sharing, left - {most} - sharing[most])
    return max(with_it, _count_exactly(sharing, left - {most}))


def _count_greedily(sharing: dict[int, set[int]], left: set[int]) -> int:
    counted, left = 0, set(left)
    while left:
        least = min(sorted(left), key=lambda one: len(sharing[one] & left))
        left -= {least} | sharing[least]
        counted += 1
    return counted
