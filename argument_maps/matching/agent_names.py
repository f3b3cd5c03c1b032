"""What agents are known by: their names in every order and length, with and without particles, and identifiers."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from argument_maps.matching.folded_spelling import spell_alike, split_folded
from argument_maps.matching.numbering import read_numbers
from argument_maps.values import Agent
from models.dates import Day, UnreadableDate, bounds
from models.vocabulary import AgentKind

BODIES = frozenset({AgentKind.ORGANISATION, AgentKind.GOVERNMENT})
# Names of more words have as many orders: they are compared in that in which they are written.
_MOST_TURNED = 8
_PARTICLE_WORDS = (
    "von van der den de la le du des di da do dos das del della degli af av zu zum zur ten ter y ibn bin al el"
)
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_ARTICLES = frozenset(("the", "der", "die", "das", "le", "la", "les", "el"))
# Not “jun.” and “sen.”, which are names: Jun Takami, Amartya Sen.
_JUNIOR, _SENIOR = frozenset(("jr", "junior")), frozenset(("sr", "senior"))
# Letters and digits of the identifiers of people, behind the address or the name of whoever gives them.
_IDENTIFIER = re.compile(
    r"(?i)\b(orcid|viaf|gnd|isni|wikidata|lccn)(?:\.org|\.info|\.gov)?[:/\s]+(?:(?:gnd|viaf|wiki|entity|authorities|names)/)*"
    r"([QnX\d][\dX-]{3,20})"
)


@dataclass(frozen=True, slots=True)
class NameForm:
    """A name divided: the family name without particles, and the given names; none where none is known."""

    family: str
    given: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AgentTraits:
    """What an agent is known by.

    `turned` are the names in each order in which they can be written, `bare` the same without particles, `forms` the
    names divided, and `spelled` the same in the spelling that all transliterations share.
    """

    label: str
    is_body: bool
    names: tuple[tuple[str, ...], ...]
    turned: frozenset[str]
    bare: frozenset[str]
    forms: frozenset[NameForm]
    spelled: frozenset[NameForm]
    generations: frozenset[str]
    numbers: frozenset[int]
    identifiers: frozenset[tuple[str, str]]
    active: tuple[Day, Day] | None


def describe_agent_traits(agent: Agent) -> AgentTraits:
    """Return what an agent is known by."""
    is_body = agent.kind in BODIES
    written = [_split_written(name) for name in _list_written_names(agent)]
    words = [split_folded(" ".join(part)) for part in written]
    names = tuple(dict.fromkeys(filter(None, map(_drop_article if is_body else _drop_generation, words))))
    # One of nothing but punctuation is called so.
    names = names or ((agent.name,),)
    forms = frozenset() if is_body else frozenset(_list_forms(agent, written))
    return AgentTraits(
        label=agent.id,
        is_body=is_body,
        names=names,
        turned=frozenset(turned for name in names for turned in _turn_name(name, is_body=is_body)),
        bare=frozenset(turned for name in _list_bare(written) for turned in _turn_name(name, is_body=is_body)),
        forms=forms,
        spelled=frozenset(
            NameForm(spell_alike(form.family), tuple(map(spell_alike, form.given))) for form in forms if form.family
        ),
        generations=frozenset(
            "junior" if word in _JUNIOR else "senior"
            for part in (*agent.name.split(), *agent.given.split())
            for word in split_folded(part)
            if _is_generation(word)
        ),
        numbers=read_numbers(agent.name),
        identifiers=frozenset(
            (scheme.lower(), value.replace("-", "").upper())
            for text in (*agent.aliases, agent.note)
            for scheme, value in _IDENTIFIER.findall(text)
        ),
        active=_find_bounds(agent.active),
    )


def _list_written_names(agent: Agent) -> Iterator[str]:
    yield agent.name
    if agent.family and agent.given:
        yield f"{agent.family}, {agent.given}"
    yield from agent.aliases
    for name in agent.names:
        yield from filter(None, (name.get("text", ""), name.get("romanisation", "")))


def _list_bare(written: Iterable[tuple[str, str]]) -> Iterator[tuple[str, ...]]:
    """Yield names without particles, which begin a family name or are written small, as Van in Vietnam is not."""
    for family, rest in written:
        small = {word for part in rest.split() if part.islower() for word in split_folded(part)} & _PARTICLES
        words = (*_drop_particles(split_folded(family)), *(word for word in split_folded(rest) if word not in small))
        yield _drop_generation(words)


def _split_written(name: str) -> tuple[str, str]:
    """Return the family name and the given names of “Family, Given”; of any other name nothing and the whole."""
    family, _, rest = name.partition(",")
    given = ", ".join(part for part in rest.split(",") if not _is_generation("".join(split_folded(part))))
    return (family, given) if given.strip() else ("", family)


def _is_generation(word: str) -> bool:
    return word in _JUNIOR or word in _SENIOR


def _list_forms(agent: Agent, written: Iterable[tuple[str, str]]) -> Iterator[NameForm]:
    if agent.family and not agent.given:
        yield from _divide(agent.family, "")
    for family, rest in written:
        if family:
            yield from _divide(family, rest)
            continue
        words = rest.split()
        of_family = len(agent.family.split())
        if of_family and split_folded(" ".join(words[-of_family:])) == split_folded(agent.family):
            yield from _divide(agent.family, " ".join(words[:-of_family]))
        elif of_family and split_folded(" ".join(words[:of_family])) == split_folded(agent.family):
            yield from _divide(agent.family, " ".join(words[of_family:]))
        elif words:
            words = [word for word in words if not _is_generation("".join(split_folded(word)))] or words
            # Gaddis J. L., as Russian and medical bibliographies have it.
            is_family_first = len(words[0].strip(".")) > 1 == len(words[-1].strip("."))
            place = 0 if is_family_first else -1
            yield from _divide(words.pop(place), " ".join(words))


def _divide(family: str, given: str) -> Iterator[NameForm]:
    """Yield the form of a name; particles do not count, wherever they stand."""
    of_family = "".join(_drop_particles(split_folded(family)))
    # JL is J. L.
    parts = [" ".join(part) if part.isupper() and 1 < len(part) < 4 else part for part in given.split()]
    names = [name for name in split_folded(" ".join(parts)) if name not in _PARTICLES and not _is_generation(name)]
    if of_family:
        yield NameForm(of_family, tuple(names))


def _drop_particles(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in _PARTICLES) or words


def _drop_generation(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if not _is_generation(word))


def _drop_article(words: tuple[str, ...]) -> tuple[str, ...]:
    return words[1:] if len(words) > 1 and words[0] in _ARTICLES else words


@lru_cache(maxsize=65_536)
def _turn_name(words: tuple[str, ...], *, is_body: bool) -> tuple[str, ...]:
    """Return a name in each order in which it is written: Simone de Beauvoir; Beauvoir, Simone de; de Beauvoir, Simone.

    Without blanks, because some write Kim Il-sung and others Kim Ilsung.
    """
    if is_body or len(words) > _MOST_TURNED:
        return ("".join(words),)
    return tuple("".join((*words[place:], *words[:place])) for place in range(len(words)))


def _find_bounds(date: str | None) -> tuple[Day, Day] | None:
    try:
        return bounds(date) if date else None
    except UnreadableDate:
        return None
