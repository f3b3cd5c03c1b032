"""What a text shares with the other texts of its map, and the joining of two such passages."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from sqlmodel import Session

from api.http.query_parameters import read_whole_number
from api.pages.forms import FormValues
from api.texts.marking import Passage, cut_passage
from api.texts.text_views import find_present_version, find_text
from argument_maps.anchoring.occurrences import covers_most
from argument_maps.anchoring.sharing.shared_passage_cache import SharedPassageCache
from argument_maps.anchoring.sharing.shared_passages import SharedPassage, SharedPassageFinder
from argument_maps.graph import Graph
from argument_maps.joined_passages import index_joined_passages
from argument_maps.values import Annotation, Text
from models import changes
from models.records.maps import ArgumentMap
from models.records.texts import AnnotationDraft, read_content_texts
from models.row_keys import persisted_id
from models.text_vocabulary import PassageRelation
from models.vocabulary import Motivation, RecordKind

# Further texts are no longer compared after so long, which is told; two books take less than a second.
MOST_SECONDS = 20.0
# What two words that are the same can be to each other.
OFFERED_RELATIONS_OF_PASSAGES = (PassageRelation.QUOTES, PassageRelation.COPIES)


@dataclass(frozen=True, slots=True)
class ParallelPassages:
    """A passage of a text and the one of another that is like it; `alike` is how many of 100 letters agree."""

    text: Text
    own: Passage
    other: Passage
    alike: int
    weight: int

    @property
    def identity(self) -> str:
        """What tells the pair from all others of the text."""
        return f"{self.own.start}.{self.own.end}.{self.text.id}.{self.other.start}.{self.other.end}"


@dataclass(frozen=True, slots=True)
class Parallels:
    """The passages that a text shares with others, the longest first, and the texts with which it was not compared."""

    pairs: list[ParallelPassages]
    left_out: tuple[Text, ...]


# Of every application of a process: contents are the same for all.
shared_passage_cache = SharedPassageCache()


def find_parallels(session: Session, graph: Graph, text: Text) -> Parallels:
    """Return what the present version of a text shares with those of the other texts, but for what is joined already.

    Contents are read one by one, for each can be a book, and compared once. Raises as `check_work`.
    """
    version = find_present_version(text)
    if not version:
        return Parallels([], ())
    comparison = _Comparison(session, version)
    joined = _JoinedPlaces(graph, text, version)
    pairs: list[ParallelPassages] = []
    left_out: list[Text] = []
    for other in graph.texts:
        other_version = find_present_version(other)
        if other.id == text.id or not other_version:
            continue
        shared_passages = comparison.compare(other_version)
        if shared_passages is None:
            left_out.append(other)
            continue
        not_joined = [shared for shared in shared_passages if not joined.hold(other, other_version, shared)]
        if not_joined:
            other_words = comparison.read_words(other_version)
            pairs += _cut_pairs(other, (version, comparison.own_words), (other_version, other_words), not_joined)
    return Parallels(_sort_pairs(pairs), tuple(left_out))


class _Comparison:
    """Compares one version with others, as long as there is time; what is known takes none."""

    def __init__(self, session: Session, version: str) -> None:
        self._session = session
        self._version = version
        self._deadline = time.monotonic() + MOST_SECONDS
        self._has_compared = False

    @cached_property
    def own_words(self) -> str:
        """What the version says."""
        return self.read_words(self._version)

    @cached_property
    def _finder(self) -> SharedPassageFinder:
        return SharedPassageFinder(self.own_words)

    def read_words(self, version: str) -> str:
        """Return what a version says."""
        return read_content_texts(self._session, [version])[version]

    def compare(self, other: str) -> tuple[SharedPassage, ...] | None:
        """Return what another version shares with this one; None where there is no time to find out.

        There is time for one, so that whoever asks again gets on. Raises as `check_work`.
        """
        known = shared_passage_cache.find(self._version, other)
        if known is not None:
            return known
        if self._has_compared and time.monotonic() > self._deadline:
            return None
        self._has_compared = True
        found = tuple(self._finder.find_shared(self.read_words(other)))
        shared_passage_cache.keep(self._version, other, found)
        return found


def _cut_pairs(
    other: Text, own_content: tuple[str, str], other_content: tuple[str, str], shared_passages: Iterable[SharedPassage]
) -> Iterator[ParallelPassages]:
    """Yield what two contents share, each a version and its words, as far as it can be marked."""
    for shared in shared_passages:
        own_passage = cut_passage(*own_content, shared.start, shared.end)
        other_passage = cut_passage(*other_content, shared.other_start, shared.other_end)
        if own_passage and other_passage:
            yield ParallelPassages(other, own_passage, other_passage, int(shared.score + 0.5), shared.weight)


def _sort_pairs(pairs: Iterable[ParallelPassages]) -> list[ParallelPassages]:
    return sorted(pairs, key=lambda pair: (-pair.weight, pair.own.start, pair.text.id, pair.other.start))


class _JoinedPlaces:
    """Where passages of a text are joined to passages of others already."""

    def __init__(self, graph: Graph, text: Text, version: str) -> None:
        joined = index_joined_passages(graph)
        self._pairs = [
            (annotation, each.passage)
            for annotation in graph.annotations
            if annotation.in_text == text.id and annotation.version == version
            for each in joined.get(annotation.id, ())
        ]

    def hold(self, other: Text, version: str, shared: SharedPassage) -> bool:
        """Tell whether most of what is shared is joined, on both sides."""
        return any(
            passage.in_text == other.id
            and passage.version == version
            and _holds_most(annotation, (shared.start, shared.end))
            and _holds_most(passage, (shared.other_start, shared.other_end))
            for annotation, passage in self._pairs
        )


def _holds_most(annotation: Annotation, shared: tuple[int, int]) -> bool:
    if annotation.start is None or annotation.end is None:
        return False
    return covers_most((annotation.start, annotation.end), shared)


@dataclass(frozen=True, slots=True)
class Joining:
    """What a form joins: the passage that names, with its text, the one that is named, with its, and how."""

    relation: PassageRelation
    naming: tuple[Text, Passage]
    named: tuple[Text, Passage]

    def is_of_present_versions(self, graph: Graph) -> bool:
        """Tell whether both passages stand in what their texts say now. Raises `UnknownRecord`."""
        return all(
            passage.version == find_present_version(find_text(graph, text.id))
            for text, passage in (self.naming, self.named)
        )


def read_joining(session: Session, graph: Graph, text: Text, form: FormValues) -> Joining | None:
    """Return what a form joins, None where it names no passages of present versions. Raises `UnknownRecord`.

    Reads what both texts say, which can be long: to be done before the map is held against other writers.
    """
    relation, _, direction = form.get("join", "").partition(" ")
    own = _read_passage(session, text, form, "")
    other_text = find_text(graph, form.get("text", ""))
    other = _read_passage(session, other_text, form, "other_")
    offered = {str(offered): offered for offered in OFFERED_RELATIONS_OF_PASSAGES}
    if own is None or other is None or relation not in offered or other_text.id == text.id:
        return None
    ends = ((text, own), (other_text, other))
    return Joining(offered[relation], *(ends[::-1] if direction == "back" else ends))


def _read_passage(session: Session, text: Text, form: FormValues, prefix: str) -> Passage | None:
    version = form.get(f"{prefix}version", "")
    start, end = (read_whole_number(form.get(f"{prefix}{name}", "")) for name in ("start", "end"))
    if not version or version != find_present_version(text) or start is None or end is None:
        return None
    return cut_passage(version, read_content_texts(session, [version])[version], start, end)


def write_joining(session: Session, argument_map: ArgumentMap, graph: Graph, joining: Joining, *, author: str) -> int:
    """Mark both passages and join them, as one change, whose number is returned.

    A passage that is marked already is named as it is. Raises `MapError`.
    """
    items: list[tuple[RecordKind, str | None, AnnotationDraft]] = []
    named = _find_annotation(graph, *joining.named)
    if named is None:
        draft = _draft_annotation(*joining.named)
        prefix = changes.choose_label_prefix(RecordKind.ANNOTATION, draft)
        named = changes.find_free_label(session, persisted_id(argument_map), prefix)
        items.append((RecordKind.ANNOTATION, named, draft))
    draft = _draft_annotation(*joining.naming).model_copy(update={joining.relation.value: [named]})
    items.append((RecordKind.ANNOTATION, None, draft))
    written = changes.create_records(session, argument_map, items, author=author)
    return written[0].revision


def _find_annotation(graph: Graph, text: Text, passage: Passage) -> str | None:
    return next(
        (
            annotation.id
            for annotation in graph.annotations
            if (annotation.in_text, annotation.version) == (text.id, passage.version)
            and (annotation.start, annotation.end, annotation.state) == (passage.start, passage.end, "anchored")
        ),
        None,
    )


def _draft_annotation(text: Text, passage: Passage) -> AnnotationDraft:
    return AnnotationDraft(in_text=text.id, **passage.place, motivation=Motivation.LINKING)
