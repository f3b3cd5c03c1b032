"""A text cut into pieces, each with the annotations that lie over it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from argument_maps.graph import AnyRecord, Claim, Content, Graph, Link
from argument_maps.verdicts.ledger import verdict_on
from models.vocabulary import AnchorState, ClaimKind
from renderers.svg.relation_samples import slug

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
class Piece:
    """A stretch of a block over which the same marks lie.

    `begun` are the marks that begin with it, `ended` those whose sign stands behind it.
    """

    text: str
    marks: tuple[Mark, ...]
    begun: tuple[Mark, ...]
    ended: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of a text; `start` is where it begins, in code points."""

    start: int
    sort: str
    verse: bool
    pieces: tuple[Piece, ...]
    length: int


def marks_in(graph: Graph, text: str, version: str) -> tuple[Mark, ...]:
    """Return the marks of a version of a text in the order in which they begin, longer ones first."""
    standing = [
        each
        for each in graph.annotations
        if each.in_text == text and each.version == version and each.state != AnchorState.ORPHAN
    ]
    placed = sorted(
        (each.start, -each.end, each.id, each) for each in standing if each.start is not None and each.end is not None
    )
    ends: list[int] = []
    marks = []
    for start, end, _, each in placed:
        lane = next((number for number, taken in enumerate(ends) if taken <= start), len(ends))
        ends[lane : lane + 1] = [-end]
        bodies = tuple(graph.by_id[label] for label in each.bodies if label in graph.by_id)
        sign = sign_of(graph, bodies)
        marks.append(Mark(each.id, sign, each.state, each.comment, bodies, start, -end, min(lane, LANES - 1)))
    return tuple(marks)


def sign_of(graph: Graph, bodies: Iterable[AnyRecord]) -> str:
    """Return which sign the records of an annotation have on the map, as a class.

    A perception has that of its verdict; a link its own; any other record that of the first link which
    it carries, else of its kind. The first record that has a relation decides.
    """
    records = list(bodies)
    for record in records:
        found = _relation(graph, record)
        if found:
            return slug(found)
    if not records:
        return "remark"
    first = records[0]
    return first.kind if isinstance(first, Claim) else type(first).__name__.lower()


def _relation(graph: Graph, record: AnyRecord) -> str:
    if isinstance(record, Link):
        return record.verdict or record.relation
    if isinstance(record, Claim) and record.kind == ClaimKind.PERCEPTION:
        return verdict_on(graph, record.id)
    links = graph.links_from.get(record.id, ())
    return (links[0].verdict or links[0].relation) if links else ""


def paragraphs(content: Content, marks: Sequence[Mark]) -> tuple[Paragraph, ...]:
    """Return the blocks of a content, cut where marks begin and end. Linear in blocks, and in marks for each cut."""
    found = []
    waiting = list(marks)
    for block in content.blocks:
        # Marks come in the order of their beginnings, so those that ended are let go.
        waiting = [mark for mark in waiting if mark.end > block.start]
        over = [mark for mark in waiting if mark.start < block.end]
        text = content.text[block.start : block.end]
        lines = text.split("\n")
        verse = len(lines) > 1 and max(len(line) for line in lines) < LONGEST_VERSE
        pieces = tuple(_pieces(content.text, block.start, block.end, over))
        found.append(Paragraph(block.start, block.sort, verse, pieces, block.end - block.start))
    return tuple(found)


def _pieces(text: str, start: int, end: int, marks: Sequence[Mark]) -> Iterable[Piece]:
    # A sign stands behind the stop that ends a sentence, as the number of a note does.
    shown = {mark.label: _behind(text, mark.end, end) for mark in marks}
    cuts = {place for mark in marks for place in (mark.start, mark.end, shown[mark.label]) if start < place < end}
    for here, there in pairwise(sorted({start, end, *cuts})):
        over = tuple(mark for mark in marks if mark.start <= here and mark.end >= there)
        begun = tuple(mark for mark in over if mark.start == here)
        ended = tuple(mark for mark in marks if shown[mark.label] == there)
        yield Piece(text[here:there], over, begun, ended)


def _behind(text: str, place: int, end: int) -> int:
    """Return where the marks of punctuation end that follow a place, without leaving the block."""
    while place < end and text[place] in _STOPS:
        place += 1
    return place
