"""Records by date on an axis of time, in lanes for what was perceived, found, attested, written and opened."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from argument_maps.dates.spelling import spell_date
from argument_maps.graph import Graph, natural_sort_key
from argument_maps.selection.selecting import Selected
from argument_maps.time_travel import find_counted_access, find_last_possible_day
from argument_maps.values import Claim, Evidence, Interpretation, Source, Statement
from models.dates import bounds
from models.dates.edtf import write_year
from models.vocabulary import ClaimKind
from renderers.layout.arrangement import Arrangement, Column, PictureSection, arrange
from renderers.layout.record_times import BandName, RecordTime, find_record_time
from renderers.layout.time_axis import count_days_of

WIDTH = 272.0
# The lanes in their order.
PERCEIVED, FOUND, ATTESTED, WRITTEN, OPENED = ("perceptions", "findings", "evidence", "scholarship", "openings")
_TITLES = {
    PERCEIVED: "Perceptions and responses",
    FOUND: "Findings and assertions",
    ATTESTED: "Evidence",
    WRITTEN: "Scholarship",
    OPENED: "Openings of archives and publications",
}
# Columns of a picture: as many as a wide screen shows, and of a large map more, so that it is less high.
FEW_COLUMNS, MANY_COLUMNS = 7, 12
RECORDS_A_COLUMN = 60
# How much less high a picture has to become by one column more, so that it is worth being wider.
LEAST_GAIN = 0.03
# A pause of this share of the whole time divides a timeline into parts, of at least so many records.
LEAST_PAUSE, SMALLEST_ERA = 0.1, 6
YEAR = 365.2425
LEAST_STEP_IN_BOXES = 0.15


def arrange_timeline(selected: Selected) -> Arrangement:
    """Set every statement, and every opening of a source, in its lane; what has no date stands apart, below.

    A perception counts from when it was held, a finding from when it happened, evidence from the date
    of its document, an interpretation from its publication, and a source of an archive from when it could be read.
    """
    graph = selected.graph
    lanes: dict[str, str] = {}
    times: dict[str, RecordTime] = {}
    undated: list[str] = []
    for label, record in sorted(graph.statements.items(), key=lambda item: natural_sort_key(item[0])):
        time = find_record_time(_find_date(graph, record))
        if time is None:
            undated.append(label)
        else:
            times[label] = time
            lanes[label] = _find_lane(record)
    for source in graph.sources:
        opening = find_record_time(_find_opening(selected, source))
        if opening is not None:
            times[source.id] = opening
            lanes[source.id] = OPENED
    parts = [_arrange_era(era, lanes, times) for era in _divide_into_eras(times)]
    count = max((len(part.columns) for part in parts), default=min(len(undated), FEW_COLUMNS))
    if len(parts) > 1:
        parts = [replace(part, heading=_name_era(part, times)) for part in parts]
    if undated:
        words = f"Without a date: {len(undated)} {'record' if len(undated) == 1 else 'records'}"
        parts.append(PictureSection(words, [undated[place::count] for place in range(count)]))
    for part in parts:
        part.columns += [[] for _ in range(count - len(part.columns))]
        part.lanes += ("",) * (count - len(part.lanes)) if part.lanes else ()
    columns = [Column("", WIDTH)] * count
    # Links lead from any part to any other; they are kept with the first.
    column_of = {key: place for part in parts for place, keys in enumerate(part.columns) for key in keys}
    for whole in arrange(selected, columns, column_of, dict.fromkeys(column_of), {None: None}).sections:
        parts[0].links, parts[0].ends = whole.links, whole.ends
    return Arrangement(columns, parts, times=times)


def _divide_into_eras(times: Mapping[str, RecordTime]) -> list[list[str]]:
    """Return the dated records in the order of time, divided where for long nothing happened; none is very small."""
    ordered = sorted(times, key=lambda label: (times[label].band, natural_sort_key(label)))
    days = [count_days_of(times[label].band.first) for label in ordered]
    cuts = []
    if ordered:
        least = max((days[-1] - days[0]) * LEAST_PAUSE, YEAR)
        cuts = [place for place in range(1, len(days)) if days[place] - days[place - 1] > least]
    while cuts:
        ends = [0, *cuts, len(days)]
        small = next((n for n in range(len(ends) - 1) if ends[n + 1] - ends[n] < SMALLEST_ERA), None)
        if small is None:
            break
        # What is too small joins the neighbour that is nearer in time.
        beside = [cut for cut in (ends[small], ends[small + 1]) if cut in cuts]
        cuts.remove(min(beside, key=lambda cut: days[cut] - days[cut - 1]))
    return [ordered[begin:end] for begin, end in pairwise([0, *cuts, len(ordered)]) if end > begin]


def _arrange_era(era: Sequence[str], lanes: Mapping[str, str], times: Mapping[str, RecordTime]) -> PictureSection:
    """Return a part of a timeline with as many columns for each lane as it needs."""
    in_lanes = {lane: [label for label in era if lanes[label] == lane] for lane in _TITLES}
    shares = _share_columns(in_lanes, times)
    columns = [in_lanes[lane][place::share] for lane, share in shares.items() for place in range(share)]
    return PictureSection(
        None, columns, lanes=tuple(_TITLES[lane] for lane, share in shares.items() for _ in range(share))
    )


def _name_era(part: PictureSection, times: Mapping[str, RecordTime]) -> str:
    firsts = [times[key].band.first.year for keys in part.columns for key in keys]
    since, until = write_year(min(firsts)), write_year(max(firsts))
    return spell_date(since if since == until else f"{since}/{until}")


def _share_columns(lanes: Mapping[str, Sequence[str]], times: Mapping[str, RecordTime]) -> dict[str, int]:
    """Return how many columns each lane has that is not empty: more where that makes the picture less high."""
    counts = {lane: len(labels) for lane, labels in lanes.items() if labels}
    total = sum(counts.values())
    shares = dict.fromkeys(counts, 1)
    most = min(max(FEW_COLUMNS, total // RECORDS_A_COLUMN), MANY_COLUMNS)
    crowds: dict[BandName, list[tuple[str, int]]] = {}
    for lane in counts:
        for band, number in Counter(times[label].band for label in lanes[lane]).items():
            crowds.setdefault(band, []).append((lane, number))
    ordered = [crowds[band] for band in sorted(crowds)]
    height = _estimate_height(ordered, shares)
    while sum(shares.values()) < most:
        tried = {
            lane: _estimate_height(ordered, {**shares, lane: share + 1})
            for lane, share in shares.items()
            if share < counts[lane]
        }
        best = min(tried, key=lambda lane: tried[lane], default=None)
        if best is None or tried[best] > height * (1 - LEAST_GAIN):
            break
        shares[best] += 1
        height = tried[best]
    return shares


def _estimate_height(crowds: Iterable[Sequence[tuple[str, int]]], shares: Mapping[str, int]) -> float:
    """Return how high a part of a timeline would be, in boxes, if all were alike; `crowds` are its dates in order.

    Boxes are set as `lay_out_timeline` does: none begins above one that is earlier.
    """
    bottoms = {lane: [0.0] * share for lane, share in shares.items()}
    lowest = 0.0
    for crowd in crowds:
        top = lowest + LEAST_STEP_IN_BOXES
        for lane, number in crowd:
            columns = bottoms[lane]
            for _ in range(number):
                free = min(columns)
                place = max(top, free)
                columns[columns.index(free)] = place + 1.0
                lowest = max(lowest, place)
    return lowest + 1.0


def _find_lane(record: Statement) -> str:
    match record:
        case Interpretation():
            return WRITTEN
        case Evidence():
            return ATTESTED
        case Claim(kind=ClaimKind.PERCEPTION | ClaimKind.RESPONSE):
            return PERCEIVED
    return FOUND


def _find_date(graph: Graph, record: Statement) -> str | None:
    source = graph.sources_by_id.get(record.source) if record.source else None
    match record:
        case Claim():
            return record.when
        case Interpretation():
            return record.when or (source.issued if source else None)
        case Evidence():
            return (source.event_date or source.issued) if source else None


def _find_opening(selected: Selected, source: Source) -> str | None:
    """Return since when a source could be read, None of a work, which is as old as its publication."""
    access = find_counted_access(source)
    if access is None or access.date == source.issued:
        return None
    if selected.as_of and bounds(access.date)[0] > find_last_possible_day(selected.as_of):
        return None
    return access.date
