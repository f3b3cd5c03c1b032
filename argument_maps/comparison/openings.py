"""In which years anything becomes known of a map, and what archives opened in each."""

from collections.abc import Iterator

import msgspec

from argument_maps.graph import Graph
from argument_maps.time_travel import Access, find_counted_access, find_opening_day
from argument_maps.values import Evidence, Source
from models.dates import DISTANT_FUTURE, DISTANT_PAST, bounds

_DISTANT = {DISTANT_PAST.year, DISTANT_FUTURE.year}


class ArchiveOpening(msgspec.Struct, frozen=True, kw_only=True):
    """The documents that archives opened, or somebody let out, in one year, with the archives and who let them out."""

    year: int
    sources: tuple[str, ...]
    repositories: tuple[str, ...] = ()
    released_by: tuple[str, ...] = ()


def list_dated_years(graph: Graph) -> Iterator[int]:
    """Yield the year of each date by which a snapshot decides what could be known, as often as there are such dates.

    Between the ends of two of these years, as astronomers count them, `take_snapshot` shows the same.
    """
    for source in graph.sources:
        day = find_opening_day(source)
        if day is not None and day.year not in _DISTANT:
            yield day.year
    for record in (*graph.statements.values(), *graph.links):
        when = None if isinstance(record, Evidence) else record.when
        if when and bounds(when)[0].year not in _DISTANT:
            yield bounds(when)[0].year


def list_archive_openings(graph: Graph) -> Iterator[ArchiveOpening]:
    """Yield the openings of archives, year by year; works that were only printed are none."""
    by_year: dict[int, list[Source]] = {}
    for source in graph.sources:
        counted, day = find_counted_access(source), find_opening_day(source)
        is_opening = counted is not None and (counted.access == Access.OPENED or source.released_by)
        if is_opening and day is not None and day.year not in _DISTANT:
            by_year.setdefault(day.year, []).append(source)
    for year, sources in sorted(by_year.items()):
        yield ArchiveOpening(
            year=year,
            sources=tuple(source.id for source in sources),
            repositories=tuple(sorted({source.repository for source in sources} - {""})),
            released_by=tuple(sorted({agent for source in sources for agent in source.released_by})),
        )
