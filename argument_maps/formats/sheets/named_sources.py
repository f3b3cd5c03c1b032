"""Sources as historians name them beside an excerpt: by title or short title, by author and title or year."""

import re
from collections.abc import Iterable, Iterator

from argument_maps.graph import Graph
from argument_maps.values import Agent, Source
from models.search.terms import fold

_Words = tuple[str, ...]
_ARTICLE_WORDS = "the a an der die das ein eine le la les l un une el los las il lo gli i uno una de het"
_ARTICLES = frozenset(_ARTICLE_WORDS.split())
# Behind these stands what a short title leaves out: “Crabgrass Frontier: The Suburbanization of the United States”.
_SUBTITLE = re.compile(r"\s*(?::|\.\s|\?\s|;|\s[-–—]{1,3}\s).*", re.DOTALL)
_WORD, _APOSTROPHE = re.compile(r"[^\W_]+"), re.compile(r"(?<=\w)['’ʼ](?=\w)")
_YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")
# The beginning of a title means it, beside its author, where it has so many words, or one with so many letters; a name
# before a title has at most so many words.
_FEWEST_WORDS, _LONG_WORD, _LONGEST_NAME = 2, 6, 6


class NamedSources:
    """The sources of a map, found by what a cell calls them."""

    def __init__(self, graph: Graph) -> None:
        self._people = {source.id: frozenset(_list_people(graph, source)) for source in graph.sources}
        self._years = {source.id: frozenset(_YEAR.findall(source.issued or "")) for source in graph.sources}
        self._titles = {source.id: tuple(dict.fromkeys(_list_titles(source))) for source in graph.sources}
        self._by_title: dict[_Words, dict[str, None]] = {}
        self._by_person: dict[str, dict[str, None]] = {}
        for label, titles in self._titles.items():
            for title in titles:
                self._by_title.setdefault(title, {})[label] = None
            for name in self._people[label]:
                self._by_person.setdefault(name, {})[label] = None

    def find_sources(self, words: str, author: str = "") -> tuple[str, ...]:
        """Return the labels of the sources that are meant: one where it is clear, several where it may be any of them.

        `author` is what stands beside it of who made the source: one whose authors are others is not meant.
        """
        title, names = _fold_title(words), frozenset(split_into_words(author))
        if not title:
            return ()
        found = self._filter_by_author(self._by_title.get(title, ()), names) or self._find_behind_name(title, names)
        if not found and names and (len(title) >= _FEWEST_WORDS or len(title[0]) >= _LONG_WORD):
            made = self._list_made_by(names)
            found = tuple(label for label in made if any(_begins_one(title, other) for other in self._titles[label]))
        return found

    def has_people(self, label: str) -> bool:
        """Tell whether it is known of a source who made it."""
        return bool(self._people[label])

    def _find_behind_name(self, words: _Words, names: frozenset[str]) -> tuple[str, ...]:
        """Return the sources that are meant where an author stands before a title or a year, or beside a year."""
        for count in range(min(_LONGEST_NAME, len(words)) + 1):
            before, rest = frozenset(words[:count]), words[count:]
            made = self._list_made_by(before) if before else self._list_made_by(names) if names else ()
            made = self._filter_by_author(made, names)
            if not made:
                continue
            if not rest:
                return made if len(made) == 1 else ()
            title = rest[1:] if len(rest) > 1 and rest[0] in _ARTICLES else rest
            found = tuple(
                label
                for label in made
                if title in self._titles[label] or (len(rest) == 1 and rest[0] in self._years[label])
            )
            if found:
                return found
        return ()

    def _list_made_by(self, names: frozenset[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(label for name in sorted(names) for label in self._by_person.get(name, ())))

    def _filter_by_author(self, labels: Iterable[str], names: frozenset[str]) -> tuple[str, ...]:
        return tuple(
            label
            for label in labels
            if not names or not self._people[label] or not names.isdisjoint(self._people[label])
        )


def _list_titles(source: Source) -> Iterator[_Words]:
    for title in (source.title, source.title_short, source.original_title):
        for form in (title, _SUBTITLE.sub("", title)):
            words = _fold_title(form)
            if words:
                yield words


def _fold_title(title: str) -> _Words:
    words = split_into_words(title)
    return words[1:] if len(words) > 1 and words[0] in _ARTICLES else words


def _list_people(graph: Graph, source: Source) -> Iterator[str]:
    """Yield the words by which those who made a source are named: family names, and of a body its whole name."""
    for label in (*source.author, *source.editor):
        agent = graph.by_id.get(label)
        if isinstance(agent, Agent):
            yield from (word for word in split_into_words(agent.family or agent.name) if word not in _ARTICLES)


def _begins_one(one: _Words, other: _Words) -> bool:
    """Tell whether one title is the beginning of the other; `one` may be the shorter one with a single long word."""
    return other[: len(one)] == one or (len(other) > _FEWEST_WORDS and one[: len(other)] == other)


def split_into_words(text: str) -> _Words:
    """Return the words of a title or name without case, accents and punctuation."""
    return tuple(_WORD.findall(fold(_APOSTROPHE.sub("", text))))
