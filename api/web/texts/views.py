"""A text on its page: the versions, its marks, and beside it the original or a translation."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session

from api.web.texts.layers import Mark, Paragraph, marks_in, paragraphs
from argument_maps.anchoring.alignment import Row, paired
from argument_maps.assembly import load_contents
from argument_maps.graph import Graph, Source, Text
from argument_maps.text_direction import direction
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
class Shelved:
    """A text in the list: its source, how many passages are marked in it, and how many somebody has to look at."""

    text: Text
    source: Source | None
    passages: int
    doubtful: int


def known_text(graph: Graph, label: str) -> Text:
    """Return a text of the map; raises `UnknownRecord`."""
    found = graph.by_id.get(label)
    if not isinstance(found, Text):
        raise UnknownRecord(graph.slug, label[:80])
    return found


def present(text: Text) -> str:
    """Return the hash of a text's present version, or nothing where it has none."""
    return text.versions[-1]["sha256"] if text.versions else ""


def view_text(session: Session, graph: Graph, text: Text, version: str = "") -> TextView:
    """Return a text, as its present version has it or the one that is named, cut up for its page."""
    known = [each["sha256"] for each in text.versions]
    chosen = version if version in known else present(text)
    marks = marks_in(graph, text.id, chosen) if chosen else ()
    content = load_contents(session, [chosen]).get(chosen) if chosen else None
    blocks = paragraphs(content, marks) if content is not None else ()
    words = content.text if content is not None else ""
    return TextView(text, chosen, direction(text.language), marks, blocks, words)


def facing(graph: Graph, text: Text) -> tuple[Text, ...]:
    """Return the texts that can stand beside a text: what it translates, and its translations."""
    return tuple(each for each in graph.texts if each.id == text.translation_of or each.translation_of == text.id)


def rows(one: TextView, other: TextView) -> list[Row[Paragraph]]:
    """Return two texts block against block."""
    lengths = [[block.length for block in view.blocks] for view in (one, other)]
    return paired(one.blocks, other.blocks, (lengths[0], lengths[1]))


def shelved(graph: Graph, texts: Iterable[Text]) -> tuple[Shelved, ...]:
    """Return texts of a map as the list shows them."""
    return tuple(
        Shelved(
            text,
            graph.sources_by_id.get(text.source or ""),
            sum(each.in_text == text.id for each in graph.annotations),
            len(doubtful_in(graph, text)),
        )
        for text in texts
    )


def doubtful_in(graph: Graph, text: Text) -> list[str]:
    """Return the annotations of a text that do not stand in its present version beyond doubt."""
    return [
        each.id
        for each in graph.annotations
        if each.in_text == text.id and (each.state != AnchorState.ANCHORED or each.version != present(text))
    ]
