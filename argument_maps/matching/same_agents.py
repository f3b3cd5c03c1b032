"""Which agents are the same: by identifier, or by name, in whatever script, order and length."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from argument_maps.graph import Graph
from argument_maps.matching.agent_names import AgentTraits, NameForm, describe_agent_traits
from argument_maps.matching.folded_spelling import spell_alike
from argument_maps.matching.grades import MOST_LIKELY, MatchGrade, SameRecord
from argument_maps.matching.numbering import are_apart
from models.errors import Phrase

MOST_COMPARED = 60
# Of 100: “Mueller, Ann” and “Müller, Ann” have 95, “Kim Il Sung” and “Kim Il Nam” 86.
_NEAR, _NEAR_WORD = 90.0, 72.0
# A part of a name is worth a look where a word of it is no particle.
_TELLING = 4
_LONGEST_LIFE = 100

_SAME_IDENTIFIER = Phrase("The identifier is the same.")
_SAME_NAME = Phrase("The name is the same.")
_SAME_BUT_PARTICLES = Phrase("The name is the same but for particles.")
_SHORTENED_NAME = Phrase("The name is the same, if its initials stand for the same names.")
_SPELLED_OTHERWISE = Phrase("The name is the same, transliterated in another way.")
_NEAR_NAME = Phrase("The name is nearly the same.")
_PART_OF_NAME = Phrase("One name is part of the other.")


@dataclass(slots=True)
class AgentIndex:
    """The agents of a map by what they are known by."""

    by_label: dict[str, AgentTraits] = field(default_factory=dict)
    by_key: dict[tuple[str, ...], list[str]] = field(default_factory=lambda: defaultdict(list))

    def add_agent(self, traits: AgentTraits) -> None:
        """Put an agent under each of its keys."""
        self.by_label[traits.label] = traits
        for key in dict.fromkeys(_list_keys(traits)):
            self.by_key[key].append(traits.label)

    def find_same(self, traits: AgentTraits, least: MatchGrade) -> list[SameRecord]:
        """Return the agents that may be the same, the surest first."""
        labels: dict[str, None] = {}
        for key in _list_keys(traits):
            labels |= dict.fromkeys(self.by_key.get(key, ())[:MOST_COMPARED])
        rated = (compare_agents(traits, self.by_label[label]) for label in labels)
        return sorted(
            (same for same in rated if same is not None and same.reaches(least)), key=lambda same: -same.sureness
        )


def index_agents(graph: Graph) -> AgentIndex:
    """Return the agents of a map by what they are known by."""
    index = AgentIndex()
    for agent in graph.agents:
        index.add_agent(describe_agent_traits(agent))
    return index


def find_same_agents(
    incoming: Graph, present: Graph, least: MatchGrade = MatchGrade.LIKELY
) -> dict[str, list[SameRecord]]:
    """Return, by the label of each agent of one map that may be one of the other, those that it may be, surest first.

    Those are named that are the same at `least` so surely.
    """
    index = index_agents(present)
    found = {agent.id: index.find_same(describe_agent_traits(agent), least) for agent in incoming.agents}
    return {label: same for label, same in found.items() if same}


def compare_agents(one: AgentTraits, other: AgentTraits) -> SameRecord | None:
    """Return how surely an agent is the same as the other, and why; None where nothing speaks for it."""
    shared = one.identifiers & other.identifiers
    if shared:
        return SameRecord(other.label, _SAME_IDENTIFIER, 1.0)
    if _are_told_apart(one, other):
        return None
    found = _compare_names(one, other)
    if found is not None and one.generations != other.generations:
        # Father and son.
        return SameRecord(found.label, found.reason, min(found.sureness, MOST_LIKELY))
    return found


def _are_told_apart(one: AgentTraits, other: AgentTraits) -> bool:
    schemes = {scheme for scheme, _ in one.identifiers} & {scheme for scheme, _ in other.identifiers}
    return bool(
        schemes
        or (one.generations and other.generations and one.generations != other.generations)
        or are_apart(one.numbers, other.numbers)
        or (
            one.active
            and other.active
            and max(one.active[0].year - other.active[1].year, other.active[0].year - one.active[1].year)
            > _LONGEST_LIFE
        )
    )


def _compare_names(one: AgentTraits, other: AgentTraits) -> SameRecord | None:
    if one.turned & other.turned:
        # Whoever writes a name alone says of a body that it is a person.
        return SameRecord(other.label, _SAME_NAME, 1.0 if one.is_body == other.is_body else 0.9)
    if one.is_body != other.is_body:
        return None
    if one.bare & other.bare:
        return SameRecord(other.label, _SAME_BUT_PARTICLES, 0.95)
    if _fit_any(one.forms, other.forms):
        return SameRecord(other.label, _SHORTENED_NAME, 0.85)
    if _fit_any(one.spelled, other.spelled):
        return SameRecord(other.label, _SPELLED_OTHERWISE, 0.82)
    if any(_are_near(name, twin) for name in one.names for twin in other.names):
        return SameRecord(other.label, _NEAR_NAME, 0.8)
    if any(_is_part(name, twin) for name in _list_parts(one) for twin in other.names) or any(
        _is_part(twin, name) for twin in _list_parts(other) for name in one.names
    ):
        return SameRecord(other.label, _PART_OF_NAME, 0.6)
    return None


def _fit_any(forms: frozenset[NameForm], others: frozenset[NameForm]) -> bool:
    return any(
        form.family == other.family and bool(form.given and other.given) and _fit_given(form.given, other.given)
        for form in forms
        for other in others
    )


def _fit_given(names: tuple[str, ...], twins: tuple[str, ...]) -> bool:
    """Tell whether each given name is the other or its initial, as far as both go."""
    return "".join(names) == "".join(twins) or all(
        name == twin or (min(len(name), len(twin)) == 1 and name[0] == twin[0])
        for name, twin in zip(names, twins, strict=False)
    )


def _are_near(name: tuple[str, ...], twin: tuple[str, ...]) -> bool:
    """Tell whether two names differ in a few letters of words, and in no word or initial."""
    if len(name) != len(twin) or fuzz.ratio(" ".join(name), " ".join(twin), score_cutoff=_NEAR) == 0:
        return False
    return all(
        word == other or (min(len(word), len(other)) > 2 and fuzz.ratio(word, other) >= _NEAR_WORD)
        for word, other in zip(name, twin, strict=True)
    )


def _list_parts(traits: AgentTraits) -> Iterator[tuple[str, ...]]:
    yield from traits.names
    for form in traits.forms:
        if not form.given:
            yield (form.family,)


def _is_part(name: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    return len(name) < len(whole) and set(name) <= set(whole) and any(map(_is_telling, name))


def _list_keys(traits: AgentTraits) -> list[tuple[str, ...]]:
    """Return what an agent is looked up by, the most telling first."""
    beginnings = [
        ("beginning", word[:4], "".join(sorted(each[0] for each in name)))
        for name in traits.names
        for word in name
        if len(word) > 2
    ]
    return [
        *(("identifier", *identifier) for identifier in traits.identifiers),
        *(("name", name) for name in traits.turned),
        *(("bare", name) for name in traits.bare),
        *_list_form_keys(traits),
        *beginnings,
        *(("word", spell_alike(word)) for name in traits.names for word in name if _is_telling(word)),
    ]


def _list_form_keys(traits: AgentTraits) -> list[tuple[str, ...]]:
    return [("form", form.family, form.given[0][0]) if form.given else ("word", form.family) for form in traits.spelled]


def _is_telling(word: str) -> bool:
    return len(word) >= _TELLING or not word.isascii()
