"""Records ranked by date, from left to right."""

from argument_maps.dates.spelling import spell_date
from argument_maps.graph import Graph
from argument_maps.selection.selecting import Selected
from argument_maps.values import Claim, Evidence, Interpretation, Statement
from models.dates import DISTANT_PAST, Day, bounds
from models.dates.edtf import LAST_WRITTEN_YEAR, write_year
from renderers.layout.arrangement import Arrangement, Column, arrange

WIDTH = 272.0
# Months are put together until a column holds about this many records.
CROWD = 7


def arrange_timeline(selected: Selected) -> Arrangement:
    """Set every statement in the column of its time; what has no date stands in the last one.

    A perception counts from when it was held, a finding from when it happened, evidence from the date
    of its document, an interpretation from its publication.
    """
    graph = selected.graph
    dated: dict[tuple[int, int], list[str]] = {}
    undated: list[str] = []
    for label, record in graph.statements.items():
        day = _find_day(graph, record)
        if day is None:
            undated.append(label)
        else:
            dated.setdefault((day.year, day.month), []).append(label)
    columns: list[Column] = []
    column_of: dict[str, int] = {}
    for months in _group_months(dated):
        column_of |= {label: len(columns) for month in months for label in dated[month]}
        columns.append(Column(_name_period(months), WIDTH))
    if undated:
        column_of |= dict.fromkeys(undated, len(columns))
        columns.append(Column("Undated", WIDTH))
    return arrange(selected, columns, column_of, dict.fromkeys(column_of), {None: None})


def _group_months(dated: dict[tuple[int, int], list[str]]) -> list[list[tuple[int, int]]]:
    periods: list[list[tuple[int, int]]] = []
    record_count = 0
    for month in sorted(dated):
        count = len(dated[month])
        if not periods or record_count + count > CROWD:
            periods.append([])
            record_count = 0
        periods[-1].append(month)
        record_count += count
    return periods


def _name_period(months: list[tuple[int, int]]) -> str:
    within_year = months[0][0] == months[-1][0] and abs(months[0][0]) <= LAST_WRITTEN_YEAR
    since, until = (
        f"{write_year(year)}-{month:02d}" if within_year else write_year(year)
        for year, month in (months[0], months[-1])
    )
    return spell_date(since if since == until else f"{since}/{until}")


def _find_day(graph: Graph, record: Statement) -> Day | None:
    written = _find_date(graph, record)
    if written is None:
        return None
    day = bounds(written)[0]
    return None if day == DISTANT_PAST else day


def _find_date(graph: Graph, record: Statement) -> str | None:
    source = graph.sources_by_id.get(record.source) if record.source else None
    match record:
        case Claim():
            return record.when
        case Interpretation():
            return record.when or (source.issued if source else None)
        case Evidence():
            return (source.event_date or source.issued) if source else None
