"""How fast a map is weighed, what turns without each source is measured, and what overturns a record is found."""

import statistics
from collections.abc import Iterator

import msgspec

from argument_maps.examples import read_korea_map
from argument_maps.graph import Graph
from argument_maps.weighing.loads import measure_loads
from argument_maps.weighing.map_structures import build_map_structure
from argument_maps.weighing.overturning import find_overturning
from argument_maps.weighing.set_aside import NOTHING_SET_ASIDE
from argument_maps.weighing.weighing import ground_map, label_structure
from benchmarks.figures import Figure, milliseconds
from benchmarks.generate import graph
from models.vocabulary import ClaimKind

MANY_RECORDS, RECORDS = 10_000, 1_000
ROUNDS = 11
LABELS_PROMISE, LOADS_PROMISE, KOREA_PROMISE, OVERTURNING_PROMISE = 60.0, 1_000.0, 300.0, 2_000.0
SHARE = 95


def figures() -> Iterator[Figure]:
    """Take all figures about weighing; maps are taken anew where something would be known of them already."""
    yield _measure_labels()
    yield _measure_loads()
    yield _measure_korea()
    yield _measure_overturning()


def _measure_labels() -> Figure:
    """Label what is argued; the note adds making the structure, and words for all records and links."""
    made = graph(MANY_RECORDS)
    building = milliseconds(lambda: build_map_structure(made))
    built = build_map_structure(made)
    took = statistics.median(milliseconds(lambda: ground_map(built, NOTHING_SET_ASIDE)) for _ in range(ROUNDS))
    labelling = ground_map(built, NOTHING_SET_ASIDE)
    words = milliseconds(lambda: label_structure(built, labelling, "preponderance", NOTHING_SET_ASIDE))
    visits = len(made.links) / took / 1_000
    note = f"{visits:.1f} million visits of links/s; structure {building:.0f} ms, words {words:.0f} ms"
    return Figure("grounded labels of 10,000 records : promised", took, LABELS_PROMISE, "ms", 1.0, note=note)


def _forget(made: Graph) -> Graph:
    """Return the same map, of which nothing was derived yet."""
    return msgspec.structs.replace(made)


def _measure_loads() -> Figure:
    made = graph(RECORDS)
    took = statistics.median(milliseconds(lambda: measure_loads(_forget(made))) for _ in range(ROUNDS))
    loads = measure_loads(made)
    note = f"{len(loads.sources)} sources, {len(loads.groups)} groups"
    return Figure("each source of 1,000 records set aside : promised", took, LOADS_PROMISE, "ms", 1.0, note=note)


def _measure_korea() -> Figure:
    korea = msgspec.json.decode(read_korea_map(), type=Graph)
    findings = [claim.id for claim in korea.claims if claim.kind == ClaimKind.FINDING]

    def overturn_all() -> None:
        fresh = _forget(korea)
        for label in findings:
            find_overturning(fresh, label)

    took = statistics.median(milliseconds(overturn_all) for _ in range(ROUNDS))
    note = f"{len(findings)} findings"
    return Figure("what overturns each Korea finding : promised", took, KOREA_PROMISE, "ms", 1.0, note=note)


def _measure_overturning() -> Figure:
    made = graph(RECORDS)
    found = []
    took = [
        milliseconds(lambda label=label: found.append(find_overturning(made, label)))  # type: ignore[misc] # bound at once
        for label in made.statements
    ]
    complete = sum(each.is_complete for each in found)
    note = f"of {len(found):,} records {complete:,} without reaching a bound; longest {max(took):.0f} ms"
    slowest = statistics.quantiles(took, n=100)[SHARE - 1]
    return Figure(
        "what overturns a record, 95th percentile : promised", slowest, OVERTURNING_PROMISE, "ms", 1.0, note=note
    )
