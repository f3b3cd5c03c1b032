"""How far boxes move when a map is edited: with the former places, beside a layout made afresh.

The sessions are made of the examples: each map grows from its first half to the whole, record by record with its links,
as a class works through it, and in between texts grow and links are taken away and come back.
"""

import math
import random
from collections.abc import Iterator, Mapping
from typing import TypeVar

import msgspec

from argument_maps import examples
from argument_maps.formats import native
from argument_maps.graph import Graph
from argument_maps.references import name_kind
from argument_maps.selection.selecting import select
from argument_maps.subset import cut_mentioned_subset, select_closed_links
from argument_maps.values import Claim, Evidence, Interpretation
from benchmarks.figures import Figure
from models.vocabulary import ClaimKind
from renderers.layout.box_placement import PlacedGroup
from renderers.layout.drawing import Drawing
from renderers.svg.picture import lay_out_picture

VIEWS = ("perceptions", "argument")
EDITS = 40
# A strip in which too many lines would cross is laid out afresh; boxes then move at once what they else did in between.
MEAN_LIMIT, LARGEST_LIMIT = 1.0, 2.0

Places = dict[str, tuple[float, float]]
Record = TypeVar("Record", Claim, Interpretation, Evidence)


def figures() -> Iterator[Figure]:
    """Measure the mean and the largest displacement of a box per edit, in both ways of drawing."""
    for name, slug in (("Korea", "korea-1950"), ("Katyn", "katyn-1940")):
        document, _ = native.read_map_document(examples.read_example_map(slug))
        whole = native.build_graph_from_document(document)
        for view in VIEWS:
            kept, fresh = measure_session(whole, view, is_kept=True), measure_session(whole, view, is_kept=False)
            where = f"{name}, {view}"
            yield Figure(f"boxes move an edit, {where} : afresh", _mean(kept), _mean(fresh), "px", MEAN_LIMIT)
            yield Figure(f"most of an edit, {where} : afresh", max(kept), max(fresh), "px", LARGEST_LIMIT)


def _mean(distances: list[float]) -> float:
    return sum(distances) / len(distances)


def measure_session(whole: Graph, view: str, *, is_kept: bool) -> list[float]:
    """Return for each edit of a session how far a box that stays moves on average, in pixels."""
    former: Mapping[str, PlacedGroup] = {}
    before: Places = {}
    moved: list[float] = []
    for graph in play_session(whole):
        drawing = lay_out_picture(select(graph), view=view, former=former)
        if is_kept:
            former = drawing.groups
        after = list_places(drawing)
        shared = before.keys() & after.keys()
        if shared:
            moved.append(sum(math.dist(before[key], after[key]) for key in sorted(shared)) / len(shared))
        before = after
    return moved


def list_places(drawing: Drawing) -> Places:
    """Return the upper left corner of every box."""
    return {placed.key: (placed.x, placed.y) for section in drawing.sections for placed in section.placed_boxes}


def play_session(whole: Graph, seed: int = 1) -> Iterator[Graph]:
    """Yield a map as it stands after each edit of a session: what is recorded bears on what is there already."""
    chance = random.Random(seed)
    order = _order_records(whole, chance)
    begin = max(len(order) - EDITS, len(order) // 2)
    longer: dict[str, int] = {}
    for count in range(begin, len(order) + 1):
        grown = _cut(whole, set(order[:count]))
        yield _lengthen(grown, longer)
        label = chance.choice(order[:count])
        longer[label] = longer.get(label, 0) + 1
        yield _lengthen(grown, longer)


def _order_records(whole: Graph, chance: random.Random) -> list[str]:
    """Return statements by kind, those on which others bear before these; of one kind by chance."""
    ranks = [*ClaimKind, "interpretation", "evidence"]
    return sorted(
        whole.statements, key=lambda label: (ranks.index(name_kind(whole.statements[label])), chance.random())
    )


def _cut(whole: Graph, statements: set[str]) -> Graph:
    links = select_closed_links(whole, statements, set(whole.links_by_id))
    return cut_mentioned_subset(whole, statements, links, kinds=frozenset(), others=frozenset())


def _lengthen(graph: Graph, longer: Mapping[str, int]) -> Graph:
    """Return the map with a sentence more in some records for each time that they were worked on."""
    return msgspec.structs.replace(
        graph,
        claims=tuple(_add_sentences(each, "text", longer) for each in graph.claims),
        interpretations=tuple(_add_sentences(each, "text", longer) for each in graph.interpretations),
        evidence=tuple(_add_sentences(each, "summary", longer) for each in graph.evidence),
    )


def _add_sentences(record: Record, field: str, longer: Mapping[str, int]) -> Record:
    words = getattr(record, field) + longer.get(record.id, 0) * " So at least some said later."
    return msgspec.structs.replace(record, **{field: words})
