"""Evidence and the passages that it quotes: whether they still say the same, and what it quotes once they do not."""

from collections.abc import Iterable, Mapping
from typing import Any

from argument_maps.graph import Graph
from argument_maps.values import Annotation, Evidence
from models.folding.folded_text import fold_text

# A passage is the quotation of evidence, or that of a translation its translation.
QUOTING_FIELDS = ("quotation", "translation")


def list_quoting_evidence(graph: Graph, annotation: Annotation) -> list[Evidence]:
    """Return the evidence that an annotation is tied to and that quotes its passage, however it is typed."""
    records = (graph.by_id.get(label) for label in annotation.bodies)
    return [
        record
        for record in records
        if isinstance(record, Evidence)
        and any(_are_same_words(getattr(record, name), annotation.exact) for name in QUOTING_FIELDS)
    ]


def differs_from_passages(record: Evidence, annotations: Iterable[Annotation]) -> bool:
    """Tell whether evidence quotes something, and neither is part of any of its passages nor has one as its part."""
    passages = [_fold(annotation.exact) for annotation in annotations]
    quoted = [_fold(getattr(record, name)) for name in QUOTING_FIELDS if getattr(record, name)]
    return bool(passages and quoted) and not any(
        words in passage or passage in words for words in quoted for passage in passages
    )


def replace_quotation(draft: Mapping[str, Any], before: str, after: str) -> dict[str, str]:
    """Return the fields of a draft of evidence in which a passage is quoted, with what the passage says by now."""
    return {name: after for name in QUOTING_FIELDS if _are_same_words(str(draft.get(name, "")), before)}


def _are_same_words(one: str, other: str) -> bool:
    return bool(one) and _fold(one) == _fold(other)


def _fold(words: str) -> str:
    return fold_text(words).text.strip(" ")
