"""A text on its page: the versions, its marks, and beside it the original or a translation."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session

from api.texts.text_layers import Mark, list_marks
from api.texts.text_paragraphs import Paragraph, cut_paragraphs
from argument_maps.anchoring.alignment import Row, align_blocks
from argument_maps.assembly import load_contents
from argument_maps.graph import Graph
from argument_maps.text_direction import find_text_direction
from argument_maps.values import Source, Text
from models.errors import UnknownRecord
from models.vocabulary import AnchorState


@dataclass(frozen=True, slots=True)
class TextView:
    """A text set for reading."""

    text: Text
    version: str
    direction: str
    marks: tuple[Mark, ...]
    blocks: tuple[Paragraph, ...]
    words: str


@dataclass(frozen=True, slots=True)
class ListedText:
    """A text in the list: its source, how many passages are marked in it, and how many somebody has to look at."""

    text: Text
    source: Source | None
    passages: int
    doubtful: int


def find_text(graph: Graph, label: str) -> Text:
    """Return a text of the map; raises `UnknownRecord`."""
    record = graph.by_id.get(label)
    if not isinstance(record, Text):
        raise UnknownRecord(graph.slug, label[:80])
    return record


def find_present_version(text: Text) -> str:
    """Return the hash of a text's present version, or nothing where it has none."""
    return text.versions[-1]["sha256"] if text.versions else ""


def view_text(session: Session, graph: Graph, text: Text, version: str = "") -> TextView:
    """Return a text, as its present version has it or the one that is named, cut up for its page."""
    hashes = [text_version["sha256"] for text_version in text.versions]
    chosen = version if version in hashes else find_present_version(text)
    marks = list_marks(graph, text.id, chosen) if chosen else ()
    content = load_contents(session, [chosen]).get(chosen) if chosen else None
    blocks = cut_paragraphs(content, marks) if content is not None else ()
    words = content.text if content is not None else ""
    return TextView(text, chosen, find_text_direction(text.language), marks, blocks, words)


def list_facing_texts(graph: Graph, text: Text) -> tuple[Text, ...]:
    """Return the texts that can stand beside a text: what it translates, and its translations."""
    return tuple(other for other in graph.texts if other.id == text.translation_of or other.translation_of == text.id)


def align_text_views(one: TextView, other: TextView) -> list[Row[Paragraph]]:
    """Return two texts block against block."""
    lengths = [[block.length for block in view.blocks] for view in (one, other)]
    return align_blocks(one.blocks, other.blocks, (lengths[0], lengths[1]))


def list_texts(graph: Graph, texts: Iterable[Text]) -> tuple[ListedText, ...]:
    """Return texts of a map as the list shows them."""
    return tuple(
        ListedText(
            text,
            graph.sources_by_id.get(text.source or ""),
            sum(annotation.in_text == text.id for annotation in graph.annotations),
            len(list_doubtful_annotations(graph, text)),
        )
        for text in texts
    )


def list_doubtful_annotations(graph: Graph, text: Text) -> list[str]:
    """Return the annotations of a text that do not stand in its present version beyond doubt."""
    return [
        annotation.id
        for annotation in graph.annotations
        if annotation.in_text == text.id
        and (annotation.state != AnchorState.ANCHORED or annotation.version != find_present_version(text))
    ]
