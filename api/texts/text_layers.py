"""The annotations that lie over a text: the sign of each, and the lane of its line."""

from collections.abc import Iterable
from dataclasses import dataclass

from argument_maps.graph import Graph
from argument_maps.joined_passages import JoinedPassage, index_joined_passages
from argument_maps.references import name_kind
from argument_maps.values import AnyRecord, Claim, Link
from argument_maps.verdicts.combination import find_verdict
from models.vocabulary import AnchorState, ClaimKind
from renderers.svg.relation_samples import make_relation_id

# So many lines under a text can still be told apart; what lies over it beyond them shares the last.
LANES = 4


@dataclass(frozen=True, slots=True)
class Mark:
    """An annotation as it is shown: the sign that its records have on the map, and the lane of its line.

    `joined` are the passages of texts to which it is joined.
    """

    label: str
    sign: str
    state: str
    comment: str
    bodies: tuple[AnyRecord, ...]
    start: int
    end: int
    lane: int = 0
    joined: tuple[JoinedPassage, ...] = ()


def list_marks(graph: Graph, text: str, version: str) -> tuple[Mark, ...]:
    """Return the marks of a version of a text in the order in which they begin, longer ones first."""
    anchored_annotations = [
        annotation
        for annotation in graph.annotations
        if annotation.in_text == text and annotation.version == version and annotation.state != AnchorState.ORPHAN
    ]
    sorted_annotations = sorted(
        (annotation.start, -annotation.end, annotation.id, annotation)
        for annotation in anchored_annotations
        if annotation.start is not None and annotation.end is not None
    )
    ends: list[int] = []
    joined = index_joined_passages(graph)
    marks = []
    for start, end, _, annotation in sorted_annotations:
        lane = next((number for number, lane_end in enumerate(ends) if lane_end <= start), len(ends))
        ends[lane : lane + 1] = [-end]
        bodies = tuple(graph.by_id[label] for label in annotation.bodies if label in graph.by_id)
        sign = choose_sign(graph, bodies)
        marks.append(
            Mark(
                annotation.id,
                sign,
                annotation.state,
                annotation.comment,
                bodies,
                start,
                -end,
                min(lane, LANES - 1),
                joined.get(annotation.id, ()),
            )
        )
    return tuple(marks)


def choose_sign(graph: Graph, bodies: Iterable[AnyRecord]) -> str:
    """Return which sign the records of an annotation have on the map, as a class.

    A perception has that of its verdict; a link its own; any other record that of the first link which
    it carries, else of its kind. The first record that has a relation decides.
    """
    records = list(bodies)
    for record in records:
        relation = _find_relation(graph, record)
        if relation:
            return make_relation_id(relation)
    if not records:
        return "remark"
    return name_kind(records[0])


def _find_relation(graph: Graph, record: AnyRecord) -> str:
    if isinstance(record, Link):
        return record.verdict or record.relation
    if isinstance(record, Claim) and record.kind == ClaimKind.PERCEPTION:
        return find_verdict(graph, record.id)
    links = graph.links_from.get(record.id, ())
    return (links[0].verdict or links[0].relation) if links else ""
