"""Passages that are joined to one another, as each of them is read: whichever of the two names the other."""

from collections import defaultdict
from dataclasses import dataclass

from argument_maps.graph import Graph
from argument_maps.values import Annotation, Text
from models.text_vocabulary import PassageRelation


@dataclass(frozen=True, slots=True)
class JoinedPassage:
    """The other one of two passages: how the naming one is to the named, and whether the other one names this."""

    relation: PassageRelation
    is_named_by: bool
    passage: Annotation
    text: Text


def index_joined_passages(graph: Graph) -> dict[str, tuple[JoinedPassage, ...]]:
    """Return, by annotation, the passages to which it is joined: those that it names, then those that name it.

    To contradict goes both ways, so that of two passages that each name the other it is told once.
    """
    passages = {annotation.id: annotation for annotation in graph.annotations}
    texts = {text.id: text for text in graph.texts}
    joined: dict[str, dict[tuple[PassageRelation, bool, str], JoinedPassage]] = defaultdict(dict)
    for is_named_by in (False, True):
        for annotation in graph.annotations:
            for relation in PassageRelation:
                for label in getattr(annotation, relation):
                    one, other = (label, annotation.id) if is_named_by else (annotation.id, label)
                    if one not in passages or other not in passages:
                        continue
                    passage = passages[other]
                    key = (relation, is_named_by and relation != PassageRelation.CONTRADICTS, other)
                    joined[one].setdefault(key, JoinedPassage(relation, is_named_by, passage, texts[passage.in_text]))
    return {label: tuple(found.values()) for label, found in joined.items()}
