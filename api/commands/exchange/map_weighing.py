"""A map weighed at the command line: what stands, in which readings, and what would overturn a record."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from api.commands.exchange.label_writing import (
    LabelFormat,
    simplify_label,
    write_json_labels,
    write_label_lines,
    write_statements,
)
from api.commands.terminal import MISUSED, fail, read_moment, report
from argument_maps.citation.sources import cite_in_one_line
from argument_maps.comparison.readers import list_readers
from argument_maps.dates.spelling import spell_date
from argument_maps.formats.sheets.sheet_writer import encode_csv
from argument_maps.graph import Graph
from argument_maps.shortened_text import shorten_text
from argument_maps.time_travel import take_snapshot
from argument_maps.weighing.labelling.readings import list_preferred
from argument_maps.weighing.overturning import Overturning, OverturningSet, SearchBound, find_overturning
from argument_maps.weighing.set_aside import UnknownSwitch
from argument_maps.weighing.weighed_files import Semantics, WeighedStatements
from argument_maps.weighing.weighed_labels import WeighedLabels, weigh_labels
from argument_maps.weighing.weighed_tables import (
    WEIGHING_HEADINGS,
    RecordFate,
    WeakestPart,
    count_labels,
    list_fates,
    list_weighing_cells,
)
from argument_maps.weighing.weighed_words import SET_ASIDE, describe_weighing
from argument_maps.weighing.weighing import find_settings, label_structure
from models.records.link_sentences import describe_link
from models.weighing_vocabulary import ProofRule

_LONGEST_TEXT, _LONGEST_QUOTED = 72, 300
_MOST_READERS = 10
_COLUMNS = ("id", "label", "", "for", "against", "")
_OVERTURNING_HEADINGS = ("record", "label", "set", "becomes", "source", "is a work", "citation")


@dataclass(frozen=True, slots=True, kw_only=True)
class MapCase:
    """How a map is to be weighed, as it was written at the command line; empty where nothing was chosen."""

    rule: str
    without: Sequence[str]
    reader: str
    as_of: str
    semantics: Semantics
    output_format: LabelFormat
    overturn: str


@dataclass(frozen=True, slots=True)
class _WeighedCase:
    """A map that was weighed, the day from which it is seen, if any, and how it is to be written."""

    whole: Graph
    weighed: WeighedLabels
    as_of: str | None
    case: MapCase

    @property
    def known(self) -> Graph:
        """What of the map could be known."""
        return self.weighed.weighing.graph

    def describe(self) -> dict[str, Any]:
        """Return under which circumstances the map was weighed."""
        weighing = self.weighed.weighing
        return {
            "rule": weighing.rule,
            "without": weighing.circumstances.named,
            "reader": self.case.reader or None,
            "as_of": self.as_of,
        }


def weigh_map_file(graph: Graph, case: MapCase) -> bytes:
    """Return what becomes of a map, written as was asked. Ends the program where that cannot be done."""
    found = _weigh(graph, case)
    if case.overturn:
        return _write_overturning(found)
    if not found.known.statements:
        report("nothing is argued here: there is no claim, interpretation or piece of evidence.")
    if case.semantics == Semantics.PREFERRED:
        return _write_readings(found)
    return _write_labels(found)


def _weigh(graph: Graph, case: MapCase) -> _WeighedCase:
    rule = case.rule or ProofRule.PREPONDERANCE.value
    if rule not in set(ProofRule):
        fail(f"--rule: there is no rule of proof “{rule[:40]}”. Give one of: {', '.join(ProofRule)}.", MISUSED)
    as_of = read_moment(case.as_of) if case.as_of else None
    if case.reader and case.reader not in graph.agents_by_id:
        readers = ", ".join(agent.id for agent in list_readers(graph)[:_MOST_READERS])
        advice = (
            f"Name a reader who takes positions on it, such as {readers}."
            if readers
            else "Nobody takes positions on it."
        )
        fail(f"--reader: the map has no agent “{case.reader[:100]}”. {advice}", MISUSED)
    known = take_snapshot(graph, as_of).graph if as_of else graph
    try:
        weighed = weigh_labels(graph, known, rule, case.without, case.reader or None)
    except UnknownSwitch as error:
        fail(f"--without: {error.detail} {error.remedy}", MISUSED)
    return _WeighedCase(graph, weighed, as_of, case)


def _write_labels(found: _WeighedCase) -> bytes:
    weighing = found.weighed.weighing
    fates = list(list_fates(weighing, {**weighing.labels, **found.weighed.turned}))
    match found.case.output_format:
        case LabelFormat.LABELS:
            return write_label_lines({fate.id: simplify_label(fate.label) for fate in fates}).encode()
        case LabelFormat.CSV:
            return encode_csv([WEIGHING_HEADINGS, *map(list_weighing_cells, fates)])
        case LabelFormat.JSON:
            counts = count_labels(weighing.labels)
            return write_json_labels(
                {**found.describe(), "semantics": found.case.semantics, "counts": counts, "records": fates}
            )
    rows = [_COLUMNS, *(_list_cells(found, fate) for fate in fates)]
    return f"{_describe(found)}\n\n{_align(rows)}".encode()


def _describe(found: _WeighedCase, most: int | None = None) -> str:
    """Return by which rule and under which circumstances the map was weighed, and what that comes to."""
    seen = [f"As it could be known by {spell_date(found.as_of)}."] if found.as_of else []
    sentences = islice(describe_weighing(found.whole, found.weighed, found.known), most)
    return " ".join([*seen, *map(str, sentences)])


def _describe_circumstances(found: _WeighedCase) -> str:
    circumstances = found.weighed.weighing.circumstances
    return _describe(found, 1 + bool(circumstances.named) + (circumstances.reader is not None))


def _list_cells(found: _WeighedCase, fate: RecordFate) -> tuple[str, ...]:
    weighing = found.weighed.weighing
    remarks = [
        "on authority" if fate.on_authority else fate.shortfall or "",
        SET_ASIDE if fate.id in found.weighed.set_aside else "",
        "accepted" if fate.id in weighing.circumstances.accepted else "",
        f"turned from {fate.before}" if fate.before != fate.label else "",
        f"hangs on {' or '.join(fate.hangs_on)} alone" if fate.hangs_on else "",
    ]
    link = weighing.graph.links_by_id.get(fate.id)
    text = fate.text if link is None else describe_link(link.premises, link.relation, link.target)
    if link is not None and link.verdict:
        text = f"{text}: {link.verdict}"
    return (
        fate.id,
        fate.label,
        ", ".join(filter(None, remarks)),
        _word_strength(fate.strength),
        _word_strength(fate.opposition),
        shorten_text(text, _LONGEST_TEXT),
    )


def _word_strength(strength: WeakestPart | None) -> str:
    return "" if strength is None else ", ".join(filter(None, (strength.certainty, strength.tier)))


def _align(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    # A column in which there is nothing takes no room.
    shown = [place for place, width in enumerate(widths) if width]
    return "".join("  ".join(row[place].ljust(widths[place]) for place in shown).rstrip() + "\n" for row in rows)


def _write_readings(found: _WeighedCase) -> bytes:
    weighing, output_format = found.weighed.weighing, found.case.output_format
    built = weighing.built
    without, rejected, accepted = find_settings(built, weighing.circumstances)
    preferred = list_preferred(built.structure, without=without, rejected=rejected, accepted=accepted)
    # Readings that part only in what has no label of its own are one.
    readings: dict[tuple[str, ...], tuple[str, ...]] = {}
    for labelling in preferred.labellings:
        labels = label_structure(built, labelling, weighing.rule, weighing.circumstances).labels
        words = tuple(labels[label] for label in built.numbers)
        readings.setdefault(tuple(map(simplify_label, words)), words)
    if not preferred.is_complete:
        report(f"a bound was reached: there can be more readings than these {len(readings)}.")
    is_short = output_format == LabelFormat.TABLE
    texts = (record.text for record in found.known.statements.values())
    statements = WeighedStatements(
        tuple(built.numbers),
        tuple(shorten_text(text, _LONGEST_TEXT) if is_short else text for text in texts),
        tuple(readings if output_format == LabelFormat.LABELS else readings.values()),
        preferred.is_complete,
        (),
    )
    return write_statements(statements, found.case.semantics, output_format, found.describe())


def _write_overturning(found: _WeighedCase) -> bytes:
    case, weighing = found.case, found.weighed.weighing
    if case.semantics == Semantics.PREFERRED or case.output_format == LabelFormat.LABELS:
        fail("--overturn is told of the grounded labels, as table, json or csv: leave the other choice out.", MISUSED)
    if case.overturn not in weighing.labels:
        is_later = case.overturn in found.whole.statements or case.overturn in found.whole.links_by_id
        why = "could not be known by then" if is_later else "is nothing that the map weighs"
        fail(
            f"--overturn: “{case.overturn[:100]}” {why}. "
            "Name a claim, an interpretation, a piece of evidence or a link by its id.",
            MISUSED,
        )
    overturning = find_overturning(found.known, case.overturn, rule=weighing.rule, circumstances=weighing.circumstances)
    match case.output_format:
        case LabelFormat.JSON:
            return write_json_labels({**found.describe(), **_describe_overturning(found, overturning)})
        case LabelFormat.CSV:
            return encode_csv([_OVERTURNING_HEADINGS, *_list_overturning(found, overturning)])
    return "".join(f"{line}\n" for line in _tell_overturning(found, overturning)).encode()


def _cite(found: _WeighedCase, source: str) -> str:
    return cite_in_one_line(found.known, source)


def _describe_overturning(found: _WeighedCase, overturning: Overturning) -> Mapping[str, Any]:
    return {
        "record": overturning.record,
        "label": overturning.label_now,
        "robustness": overturning.robustness,
        "is_complete": overturning.is_complete,
        "bound": overturning.bound,
        "searched": overturning.searched,
        "sets": [
            {
                "becomes": each.becomes,
                "sources": [
                    {"id": source, "is_work": source in each.works, "citation": _cite(found, source)}
                    for source in each.sources
                ],
            }
            for each in overturning.sets
        ],
    }


def _list_overturning(found: _WeighedCase, overturning: Overturning) -> Iterator[tuple[str, ...]]:
    for number, each in enumerate(overturning.sets, 1):
        for source in each.sources:
            is_work = "yes" if source in each.works else ""
            start = (overturning.record, overturning.label_now, str(number), each.becomes)
            yield (*start, source, is_work, _cite(found, source))


def _tell_overturning(found: _WeighedCase, overturning: Overturning) -> Iterator[str]:
    record = overturning.record
    text = getattr(found.known.by_id[record], "text", "")
    yield f"{record}: {shorten_text(text, _LONGEST_QUOTED)}" if text else record
    yield f"Now: {overturning.label_now}. {_describe_circumstances(found)}"
    yield ""
    number, sets = overturning.robustness, len(overturning.sets)
    if number == 1:
        which = "this one" if sets == 1 else f"any of these {sets}"
        yield f"One source is enough to overturn it, {which}:"
    elif number is not None:
        which = "this set" if sets == 1 else f"any of these {sets} sets"
        yield f"No fewer than {number} sources overturn it together, {which}:"
    elif overturning.bound is None:
        yield "Nothing overturns it, however many of the map's sources are set aside."
    for place, each in enumerate(overturning.sets, 1):
        yield from _tell_set(found, place, each)
    if overturning.bound is not None:
        yield SearchBound(overturning.bound).explanation


def _tell_set(found: _WeighedCase, place: int, each: OverturningSet) -> Iterator[str]:
    yield f"{place}. It becomes {each.becomes} without"
    for source in each.sources:
        work = " (a work)" if source in each.works else ""
        yield f"   {source}{work}: {_cite(found, source)}"
