"""What sources are known by: numbers, titles in each form, those who made them, dates, and where they are kept."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from argument_maps.graph import Graph
from argument_maps.matching.agent_names import AgentTraits, describe_agent_traits
from argument_maps.matching.archival_references import KeptPlace, list_places
from argument_maps.matching.folded_spelling import fold_phrase, is_cyrillic, spell_alike, split_folded
from argument_maps.matching.numbering import read_numbering, read_volume
from argument_maps.values import Source
from models.dates import Day, UnreadableDate, bounds, is_estimated
from models.text_types import normalise_doi
from models.vocabulary import SourceType

# So long a word of a title tells something, and so many of them are as good as the title.
_TELLING, TELLING_WORDS = 4, 3
# With what stands between its parts; behind it there may be another.
_ISBN = re.compile(r"(?<![\dX])(?:97[89][-‐‑– ]?)?(?:\d[-‐‑– ]?){9}[\dX](?![\dX])")
_NO_DIGIT = re.compile(r"[^\dX]")
_UNNUMBERED = read_numbering("")
ARTICLES = frozenset({SourceType.ARTICLE_JOURNAL, SourceType.ARTICLE_NEWSPAPER})
_DIGITS = re.compile(r"\d+")
# What stands in brackets behind a title is its translation, if it is more than a word or two of the editor; behind a
# sign of equation or a stroke, the same in another language.
_TRANSLATION = re.compile(r"\s*\[(?P<bracketed>[^\[\]]{8,})\]\s*|\s+[=/]\s+(?P<parallel>.{4,})")


@dataclass(frozen=True, slots=True)
class TitleForm:
    """A title as it is compared: its words, and the same in the spelling that all transliterations share."""

    words: str
    spelled: str
    is_cyrillic: bool


@dataclass(frozen=True, slots=True)
class SourceTraits:
    """What a source is known by.

    `title` is the main title without the number of a volume, `translations` are the same in other languages. An article
    is a volume of nothing, but may be a part of something and stand in a `periodical_volume`.
    `everything` is all that tells it from others, so that two that have all of it in common say the same.
    """

    label: str
    type: str
    title: TitleForm
    translations: tuple[TitleForm, ...]
    volume: tuple[int, ...]
    periodical_volume: tuple[int, ...]
    numbers: frozenset[int]
    issued: tuple[Day, Day] | None
    happened: tuple[Day, Day] | None
    reprinted: tuple[Day, Day] | None
    is_dated_roughly: bool
    people: tuple[AgentTraits, ...]
    families: frozenset[str]
    container: str
    issue: tuple[str, ...]
    report: tuple[str, ...]
    page: str
    language: str
    doi: str
    isbns: frozenset[str]
    places: frozenset[KeptPlace]
    everything: tuple[object, ...]

    @property
    def titles(self) -> tuple[TitleForm, ...]:
        """Every title, the main one first."""
        return (self.title, *self.translations)


def describe_agents(graph: Graph) -> dict[str, AgentTraits]:
    """Return what each agent of a map is known by, by label."""
    return {agent.id: describe_agent_traits(agent) for agent in graph.agents}


def describe_source_traits(source: Source, agents: Mapping[str, AgentTraits]) -> SourceTraits:
    """Return what a source is known by; `agents` are those of its map."""
    main, *translations = _list_titles(source)
    numbering = read_numbering(main)
    people = tuple(agents[label] for label in (source.author or source.editor) if label in agents)
    return SourceTraits(
        label=source.id,
        type=source.type,
        title=_describe_title(numbering.rest or main),
        translations=tuple(map(_describe_title, translations)),
        volume=numbering.volumes if source.type in ARTICLES else read_volume(source.volume, numbering),
        periodical_volume=read_volume(source.volume, _UNNUMBERED) if source.type in ARTICLES else (),
        numbers=numbering.numbers,
        issued=_find_bounds(source.issued),
        happened=_find_bounds(source.event_date),
        reprinted=_find_bounds(source.csl.get("original-date")),
        is_dated_roughly=_is_rough(source.issued),
        people=people,
        families=frozenset(_list_families(people)),
        container=fold_phrase(source.container_title),
        issue=tuple(_DIGITS.findall(source.issue)),
        report=tuple(_DIGITS.findall(source.number)),
        page="".join(_DIGITS.findall(source.page)[:1]),
        language=(source.language or "").partition("-")[0].lower(),
        doi=_find_doi(source),
        isbns=frozenset(_list_isbns(source.csl.get("ISBN", ""))),
        places=frozenset(list_places(source)),
        everything=_list_everything(source, people, main),
    )


def count_telling(title: str) -> int:
    """Return how many words of a title tell something."""
    return sum(len(word) >= _TELLING or not word.isascii() for word in set(split_folded(title)))


def _list_titles(source: Source) -> Iterator[str]:
    """Yield the main title of a source, and then what it is called in other languages."""
    main = _TRANSLATION.sub(" ", source.title).strip() or source.title
    yield main
    for found in _TRANSLATION.finditer(source.title):
        yield found["bracketed"] or found["parallel"]
    if source.original_title:
        yield source.original_title


@lru_cache(maxsize=65_536)
def _describe_title(title: str) -> TitleForm:
    words = fold_phrase(title)
    return TitleForm(words, " ".join(map(spell_alike, words.split())), is_cyrillic(title))


def _find_bounds(date: str | None) -> tuple[Day, Day] | None:
    try:
        return bounds(date) if date else None
    except UnreadableDate:
        return None


def _is_rough(date: str | None) -> bool:
    try:
        return bool(date) and is_estimated(date or "")
    except UnreadableDate:
        return True


def _list_families(people: tuple[AgentTraits, ...]) -> Iterator[str]:
    """Yield by what those who made a source are looked up: their families, or what bodies are called."""
    for person in people:
        yield from (form.family for form in person.spelled)
        if person.is_body or not person.spelled:
            yield from person.turned


def _find_doi(source: Source) -> str:
    """Return the DOI of a source, also from its address, in small letters: case does not count (DOI Handbook, 2.4)."""
    doi = normalise_doi(source.doi) or source.doi.strip() or normalise_doi(source.url or "")
    return doi.casefold().rstrip(".,;")


def _list_isbns(text: str) -> Iterator[str]:
    """Yield the nine digits that an ISBN of ten and one of thirteen have in common, behind 979 where there is no other.

    ISBN Users' Manual, 7th edition, section 5: a number of 979 has no form of ten digits.
    """
    for written in _ISBN.findall(text.upper()):
        isbn = _NO_DIGIT.sub("", written)
        yield ("979" if isbn.startswith("979") and len(isbn) == 13 else "") + isbn[-10:-1]


def _list_everything(source: Source, people: tuple[AgentTraits, ...], title: str) -> tuple[object, ...]:
    # Of “Letter” without a date only the note may say which.
    is_telling = source.issued is not None or count_telling(title) >= TELLING_WORDS
    names = (
        *("type", "title", "original_title", "container_title", "publisher", "volume", "volume_title", "issue"),
        *("collection_title", "collection_number", "number", "page", "edition", "url", "doi", "issued", "event_date"),
        *("repository", "language", "also_at"),
    )
    return (
        *(_fold_value(getattr(source, name)) for name in names),
        tuple((part["label"], part["value"]) for part in source.reference),
        source.csl.get("ISBN", ""),
        tuple(person.names for person in people),
        "" if is_telling else source.note,
    )


def _fold_value(value: object) -> object:
    return fold_phrase(value) if isinstance(value, str) else value or ""
