"""A text cut into pieces, each with the annotations that lie over it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from argument_maps.graph import Graph
from argument_maps.references import name_kind
from argument_maps.values import AnyRecord, Claim, Content, Link
from argument_maps.verdicts.combination import find_verdict
from models.vocabulary import AnchorState, ClaimKind
from renderers.svg.relation_samples import make_relation_id

# So many lines under a text can still be told apart; what lies over it beyond them shares the last.
LANES = 4
# Where a block's lines are all shorter, they were meant to be lines: verses, an address, a heading of a letter.
LONGEST_VERSE = 60
_STOPS = frozenset(".,;:!?)]…”’»。，；：！？）」』、،؛؟")


@dataclass(frozen=True, slots=True)
class Mark:
    """An annotation as it is shown: the sign that its records have on the map, and the lane of its line."""

    label: str
    sign: str
    state: str
    comment: str
    bodies: tuple[AnyRecord, ...]
    start: int
    end: int
    lane: int = 0


@dataclass(frozen=True, slots=True)
class TextSegment:
    """A stretch of a block over which the same marks lie.

    `opening_marks` are the marks that begin with it, `closing_marks` those whose sign stands behind it.
    """

    text: str
    marks: tuple[Mark, ...]
    opening_marks: tuple[Mark, ...]
    closing_marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of a text; `start` is where it begins, in code points."""

    start: int
    sort: str
    verse: bool
    segments: tuple[TextSegment, ...]
    length: int


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
    marks = []
    for start, end, _, annotation in sorted_annotations:
        lane = next((number for number, lane_end in enumerate(ends) if lane_end <= start), len(ends))
        ends[lane : lane + 1] = [-end]
        bodies = tuple(graph.by_id[label] for label in annotation.bodies if label in graph.by_id)
        sign = choose_sign(graph, bodies)
        marks.append(
            Mark(annotation.id, sign, annotation.state, annotation.comment, bodies, start, -end, min(lane, LANES - 1))
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


def cut_paragraphs(content: Content, marks: Sequence[Mark]) -> tuple[Paragraph, ...]:
    """Return the blocks of a content, cut where marks begin and end. Linear in blocks, and in marks for each cut."""
    paragraphs = []
    marks_ahead = list(marks)
    for block in content.blocks:
        # Marks come in the order of their beginnings, so those that ended are let go.
        marks_ahead = [mark for mark in marks_ahead if mark.end > block.start]
        block_marks = [mark for mark in marks_ahead if mark.start < block.end]
        text = content.text[block.start : block.end]
        lines = text.split("\n")
        verse = len(lines) > 1 and max(len(line) for line in lines) < LONGEST_VERSE
        segments = tuple(_cut_segments(content.text, block.start, block.end, block_marks))
        paragraphs.append(Paragraph(block.start, block.sort, verse, segments, block.end - block.start))
    return tuple(paragraphs)


def _cut_segments(text: str, start: int, end: int, marks: Sequence[Mark]) -> Iterable[TextSegment]:
    # A sign stands behind the stop that ends a sentence, as the number of a note does.
    sign_places = {mark.label: _skip_stops(text, mark.end, end) for mark in marks}
    cuts = {place for mark in marks for place in (mark.start, mark.end, sign_places[mark.label]) if start < place < end}
    for here, there in pairwise(sorted({start, end, *cuts})):
        covering_marks = tuple(mark for mark in marks if mark.start <= here and mark.end >= there)
        opening_marks = tuple(mark for mark in covering_marks if mark.start == here)
        closing_marks = tuple(mark for mark in marks if sign_places[mark.label] == there)
        yield TextSegment(text[here:there], covering_marks, opening_marks, closing_marks)


def _skip_stops(text: str, place: int, end: int) -> int:
    """Return where the marks of punctuation end that follow a place, without leaving the block."""
    while place < end and text[place] in _STOPS:
        place += 1
    return place
