"""Which sources of a map are the same as those of another: by DOI, ISBN, archival reference, or title, year and author.

Only sources that share a number, a reference, a rare word of the title, or author and year are compared, so that ten
thousand against ten thousand take seconds.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz import fuzz

from argument_maps.citation.archives import REPOSITORIES, find_preset
from argument_maps.formats.bibliographies.archival_places import read_archival_place
from argument_maps.graph import Graph
from argument_maps.values import Source
from models.errors import Phrase
from models.search.terms import fold
from models.vocabulary import SourceType

# Of 1: below this nobody wants to be asked. Two editions of one book have 0.9.
LEAST_SURE = 0.75
MOST_COMPARED = 100
# Words that more sources than this have tell nothing apart.
_RARE = 60
_SAME_TITLE, _NEAR_TITLE = 97.0, 86.0
_WORD = re.compile(r"[^\W_]+")
_YEAR = re.compile(r"-?\d{4}")
_ISBN = re.compile(r"(?<![\dXx])(?:97[89])?\d{9}[\dX](?![\dXx])")
_HYPHENS_OF_ISBN = re.compile(r"(?<=\d)[- ](?=[\dX])")
_DASHES = re.compile(r"\s*[‐‑‒–—−-]\s*")
# Letters of files and inventories that Cyrillic and Latin writers take for each other.
_LOOK_ALIKE = str.maketrans("абвгеос", "abvgeoc")
_PARTS_OF_WHOLES = frozenset({SourceType.CHAPTER, SourceType.ARTICLE_JOURNAL, SourceType.ARTICLE_NEWSPAPER})
_LEAVES = frozenset({"l.", "f.", "ff.", "p.", "fol.", "页", "item", "件", "bl.", "bl", "s."})

_SAME_DOI = Phrase("The DOI is the same.")
_SAME_ISBN = Phrase("The ISBN is the same.")
_SAME_REFERENCE = Phrase("Archive and reference are the same.")
_SAME_WORK = Phrase("Title, year and author are the same.")
_NEAR_WORK = Phrase("Title, year and author are nearly the same.")


@dataclass(frozen=True, slots=True)
class SameRecord:
    """A record that is here already: its label, why it may be the same, and how sure that is, from 0 to 1."""

    label: str
    reason: Phrase
    sureness: float


@dataclass(frozen=True, slots=True)
class SourceTraits:
    """What a source is known by."""

    label: str
    type: str
    title: str
    words: frozenset[str]
    year: int | None
    surnames: frozenset[str]
    volume: str
    doi: str
    isbns: frozenset[str]
    references: frozenset[tuple[str, ...]]
    issued: str


@dataclass(slots=True)
class SourceIndex:
    """The sources of a map by what they are known by."""

    by_label: dict[str, SourceTraits] = field(default_factory=dict)
    by_key: dict[tuple[str, ...], list[str]] = field(default_factory=lambda: defaultdict(list))

    def add_source(self, traits: SourceTraits) -> None:
        """Put a source under each of its keys."""
        self.by_label[traits.label] = traits
        for key in _list_keys(traits):
            self.by_key[key].append(traits.label)

    def find_same(self, traits: SourceTraits) -> list[SameRecord]:
        """Return the sources that may be the same, the surest first."""
        labels: dict[str, None] = {}
        for key in _list_keys(traits):
            found = self.by_key.get(key, ())
            if key[0] != "word" or len(found) <= _RARE:
                labels |= dict.fromkeys(found[:MOST_COMPARED])
        rated = (_compare(traits, self.by_label[label]) for label in list(labels)[: 4 * MOST_COMPARED])
        return sorted((same for same in rated if same is not None), key=lambda same: -same.sureness)


def index_sources(graph: Graph) -> SourceIndex:
    """Return the sources of a map by what they are known by."""
    index = SourceIndex()
    for source in graph.sources:
        index.add_source(describe_source_traits(graph, source))
    return index


def find_same_sources(incoming: Graph, present: Graph | SourceIndex) -> dict[str, list[SameRecord]]:
    """Return, by the label of each source that comes in and may be here, those that it may be, the surest first."""
    index = present if isinstance(present, SourceIndex) else index_sources(present)
    found = {source.id: index.find_same(describe_source_traits(incoming, source)) for source in incoming.sources}
    return {label: same for label, same in found.items() if same}


def describe_source_traits(graph: Graph, source: Source) -> SourceTraits:
    """Return what a source of this map is known by."""
    agents = [graph.agents_by_id[label] for label in (source.author or source.editor) if label in graph.agents_by_id]
    surnames = {_fold_words(agent.family or agent.name) for agent in agents}
    words = _fold_words(source.title)
    year = _YEAR.match(source.issued or "")
    return SourceTraits(
        label=source.id,
        type=source.type,
        title=words,
        words=frozenset(words.split()),
        year=int(year[0]) if year else None,
        surnames=frozenset(name.split()[-1] for name in surnames if name),
        volume=source.volume,
        doi=source.doi.casefold(),
        isbns=frozenset(
            map(_shorten_isbn, _ISBN.findall(_HYPHENS_OF_ISBN.sub("", source.csl.get("ISBN", "").upper())))
        ),
        references=frozenset(_list_references(source)),
        issued=source.issued or "",
    )


def _list_keys(traits: SourceTraits) -> Iterator[tuple[str, ...]]:
    if traits.doi:
        yield "doi", traits.doi
    for isbn in traits.isbns:
        yield "isbn", isbn
    for reference in traits.references:
        yield "reference", *reference
    yield "title", traits.title, traits.issued
    for surname in traits.surnames:
        if traits.year is not None:
            yield "work", surname, str(traits.year), min(traits.words, default="")
    for word in traits.words:
        if len(word) > 2:
            yield "word", word


def _compare(one: SourceTraits, other: SourceTraits) -> SameRecord | None:
    likeness = _rate_titles(one, other)
    candidates = [
        same
        for same in (_compare_numbers(one, other, likeness), _compare_works(one, other, likeness))
        if same is not None and same.sureness >= LEAST_SURE
    ]
    return max(candidates, key=lambda same: same.sureness, default=None)


def _compare_numbers(one: SourceTraits, other: SourceTraits, likeness: float) -> SameRecord | None:
    """Compare what is given once: whoever has it is the same, but for parts of one book and letters in one file."""
    if one.doi and one.doi == other.doi:
        return SameRecord(other.label, _SAME_DOI, 1.0 if likeness >= _NEAR_TITLE else 0.9)
    if one.references & other.references:
        return SameRecord(other.label, _SAME_REFERENCE, _rate_references(one, other, likeness))
    if one.isbns & other.isbns:
        differ = one.volume != other.volume or one.type != other.type or one.type in _PARTS_OF_WHOLES
        return SameRecord(other.label, _SAME_ISBN, 0.95 if not differ or likeness >= _NEAR_TITLE else 0.5)
    return None


def _rate_references(one: SourceTraits, other: SourceTraits, likeness: float) -> float:
    shared = one.references & other.references
    names_leaf = any(part.partition(" ")[0] in _LEAVES for reference in shared for part in reference)
    if one.issued and other.issued and not (one.issued.startswith(other.issued) or other.issued.startswith(one.issued)):
        return 0.6 if likeness < _SAME_TITLE else 0.8
    if likeness >= _NEAR_TITLE:
        return 0.98
    return 0.85 if names_leaf else 0.5


def _compare_works(one: SourceTraits, other: SourceTraits, likeness: float) -> SameRecord | None:
    if likeness < _NEAR_TITLE or (one.volume and other.volume and one.volume != other.volume):
        return None
    if one.references and other.references:
        # Letters of one day between the same two are told apart by where they are kept.
        return None
    apart = abs(one.year - other.year) if one.year is not None and other.year is not None else None
    shared = one.surnames & other.surnames
    if (one.surnames and other.surnames and not shared) or (apart is not None and apart > 1):
        return None
    # A title alone, or with nothing beside it, is not enough: letters and reports are often called the same.
    weight = 0.8 * likeness / 100 + (0.12 if shared else 0.0) + {0: 0.08, 1: 0.02, None: 0.0}[apart]
    if one.type == other.type == SourceType.ARCHIVAL and one.issued != other.issued:
        weight -= 0.2
    is_whole = likeness >= _SAME_TITLE and apart == 0 and (bool(shared) or one.surnames == other.surnames)
    return SameRecord(other.label, _SAME_WORK if is_whole else _NEAR_WORK, round(min(weight, 1.0), 2))


def _rate_titles(one: SourceTraits, other: SourceTraits) -> float:
    """Return how alike two titles are, from 0 to 100; a title without its subtitle is nearly the same."""
    if one.title == other.title:
        return 100.0
    shorter, longer = sorted((one.title, other.title), key=len)
    if len(shorter) > 8 and longer.startswith(f"{shorter} "):
        return 92.0
    return float(fuzz.ratio(one.title, other.title, score_cutoff=60))


def _list_references(source: Source) -> Iterator[tuple[str, ...]]:
    if source.reference:
        yield _normalise_reference(source.repository, [(part["label"], part["value"]) for part in source.reference])
    for place in source.also_at:
        first, _, rest = place.partition(" ")
        found = read_archival_place("", place) or read_archival_place(first, rest)
        if found is not None:
            yield _normalise_reference(found.repository, found.parts)


def _normalise_reference(repository: str, parts: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    preset = find_preset([{"label": label, "value": value} for label, value in parts])
    units = ((preset.find_part(label) if preset else None, label, value) for label, value in parts)
    return (
        _normalise_repository(repository),
        *(f"{unit.label if unit else label.casefold()} {_normalise_value(value)}" for unit, label, value in units),
    )


@lru_cache(maxsize=4096)
def _normalise_repository(repository: str) -> str:
    name = next((short for short, whole in REPOSITORIES.items() if whole.casefold() == repository.casefold()), "")
    return _fold_words(name or repository)


def _normalise_value(value: str) -> str:
    return _DASHES.sub("-", value.casefold().translate(_LOOK_ALIKE)).strip(" .")


@lru_cache(maxsize=65_536)
def _fold_words(text: str) -> str:
    return " ".join(_WORD.findall(fold(text)))


def _shorten_isbn(isbn: str) -> str:
    """Return the nine digits that an ISBN of ten and one of thirteen have in common."""
    return isbn[-10:-1]
