"""Which agents of a map are the same as those of another: by their names, in whatever script, order and length."""

import re
from collections import defaultdict
from functools import lru_cache

from rapidfuzz import fuzz

from argument_maps.graph import Graph
from argument_maps.matching.same_sources import SameRecord
from argument_maps.similar_records import list_names
from argument_maps.values import Agent
from models.errors import Phrase
from models.search.terms import fold
from models.vocabulary import AgentKind

MOST_COMPARED = 40
# Of 100: “Mueller, Ann” and “Müller, Ann” have 95, “Kim Il Sung” and “Kim Il Nam” 86.
_NEAR = 90.0
_WORD = re.compile(r"[^\W_]+")
_BODIES = frozenset({AgentKind.ORGANISATION, AgentKind.GOVERNMENT})

_SAME_NAME = Phrase("The name is the same.")
_SHORTENED_NAME = Phrase("The name is the same, if its initials stand for the same names.")
_NEAR_NAME = Phrase("The name is nearly the same.")


def find_same_agents(incoming: Graph, present: Graph) -> dict[str, list[SameRecord]]:
    """Return, by the label of each agent that comes in and may be here, those that it may be, the surest first.

    Where one has the very name, others that are called nearly so are not named.
    """
    by_name: dict[tuple[str, ...], list[Agent]] = defaultdict(list)
    by_beginning: dict[str, list[Agent]] = defaultdict(list)
    for agent in present.agents:
        for name in _list_sorted_names(agent):
            by_name[name].append(agent)
        for beginning in _list_beginnings(agent):
            by_beginning[beginning].append(agent)
    found: dict[str, list[SameRecord]] = {}
    for agent in incoming.agents:
        candidates = {
            other.id: other for name in _list_sorted_names(agent) for other in by_name.get(name, ())[:MOST_COMPARED]
        } or {other.id: other for key in _list_beginnings(agent) for other in by_beginning.get(key, ())[:MOST_COMPARED]}
        rated = (_compare_agents(agent, other) for other in candidates.values())
        same = sorted((one for one in rated if one is not None), key=lambda one: -one.sureness)
        if same:
            found[agent.id] = same
    return found


def _list_sorted_names(agent: Agent) -> set[tuple[str, ...]]:
    return {tuple(sorted(_split_words(name))) for name in list_names(agent)} - {()}


def _list_beginnings(agent: Agent) -> set[str]:
    """Return by what somebody is looked up whose name is not known so: the beginnings of family and given name."""
    words = _split_words(agent.family or agent.name)
    given = _split_words(agent.given) or words[1:]
    return {f"{word[:4]} {given[0][0] if given else ''}" for word in words[:3] if len(word) > 2}


def _compare_agents(one: Agent, other: Agent) -> SameRecord | None:
    if (one.kind in _BODIES) != (other.kind in _BODIES):
        return None
    if _list_sorted_names(one) & _list_sorted_names(other):
        return SameRecord(other.id, _SAME_NAME, 1.0)
    if one.kind not in _BODIES and _may_be_shortened(one, other):
        return SameRecord(other.id, _SHORTENED_NAME, 0.85)
    names = " ".join(_split_words(one.name)), " ".join(_split_words(other.name))
    is_near = all(names) and fuzz.ratio(*names, score_cutoff=_NEAR) > 0
    return SameRecord(other.id, _NEAR_NAME, 0.8) if is_near else None


def _may_be_shortened(one: Agent, other: Agent) -> bool:
    """Tell whether family names are the same, and each given name is the other or its initial, as far as both go."""
    if not (one.family and one.given and other.given) or _split_words(one.family) != _split_words(other.family):
        return False
    names, twins = _split_words(one.given), _split_words(other.given)
    return all(
        name == twin or (min(len(name), len(twin)) == 1 and name[0] == twin[0])
        for name, twin in zip(names, twins, strict=False)
    )


@lru_cache(maxsize=65_536)
def _split_words(name: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(name)))
