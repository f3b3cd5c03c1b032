"""How agents are called: in full, by surname, in their own script, and turned round for a bibliography."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from argument_maps.citation.punctuation import curl_apostrophes
from argument_maps.values import Agent, Author

ET_AL_FROM = 3
MOST_IN_BOX = MOST_IN_MLA = ET_AL_FROM - 1
# In full a note names three authors and a bibliography ten (Chicago 14.76); of more it says so behind the first.
MOST_IN_NOTE = 3
MOST_IN_ENTRY = 10
NAMES_BEFORE_ET_AL = 7
AgentOrAuthor = Agent | Author
_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV|V)\.?", re.IGNORECASE)
# Chinese characters, kana and hangul: scripts whose bearers are cited with both names.
_EAST_ASIAN = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")


def full_name(agent: AgentOrAuthor) -> str:
    """Return the name in the order in which its bearer uses it: Shen Zhihua, but Donggil Kim."""
    return curl_apostrophes(agent.name)


def surname(agent: AgentOrAuthor) -> str:
    """Return the name under which the agent is cited: the family name, wherever it stands in the full one."""
    return curl_apostrophes(agent.family or agent.name)


def native_name(agent: AgentOrAuthor) -> str:
    """Return the first name that is written in another script than Latin, or nothing."""
    return next((name["text"] for name in agent.names if not _is_latin(name["text"])), "")


def is_east_asian(text: str) -> bool:
    """Tell whether a text holds Chinese, Japanese or Korean writing."""
    return _EAST_ASIAN.search(text) is not None


def add_native_name(agent: AgentOrAuthor) -> str:
    """Return the name as at its first mention: Shen Zhihua [沈志华]; other scripts are not added."""
    return f"{full_name(agent)}{_bracket_native_name(agent)}"


def invert_name(agent: AgentOrAuthor) -> str:
    """Return the name as a bibliography is sorted by it: Cumings, Bruce, but Shen Zhihua [沈志华].

    A name whose bearer puts the family first is not turned round, and so takes no comma. What else the full name has
    stays: Bethmann Hollweg, Theobald von; King, Martin Luther, Jr. (Chicago 17th edition, 16.71 and 16.41).
    """
    if not needs_inversion(agent):
        return add_native_name(agent)
    parts = _part_name(agent)
    turned = ", ".join(part for part in (agent.family, parts.given, parts.suffix) if part)
    return f"{curl_apostrophes(turned)}{_bracket_native_name(agent)}"


def abbreviate_given_names(agent: AgentOrAuthor) -> str:
    """Return the name as GOST R 7.0.5-2008 heads an entry: Gaddis J. L., Petit J.-L., but Shen Zhihua.

    Particles are no given names, and stay as they are: Bethmann Hollweg T. von.
    """
    if not needs_inversion(agent):
        return full_name(agent)
    parts = _part_name(agent)
    initials = _cut_given_names(parts.given)
    return curl_apostrophes(" ".join(part for part in (agent.family, *initials, parts.suffix) if part))


def put_initials_first(agent: AgentOrAuthor) -> str:
    """Return the name as GOST R 7.0.5-2008 names editors and translators: J. L. Gaddis, T. von Bethmann Hollweg."""
    if not needs_inversion(agent):
        return full_name(agent)
    family, parts = agent.family, _part_name(agent)
    return curl_apostrophes(" ".join(part for part in (*_cut_given_names(parts.given), family, parts.suffix) if part))


def needs_inversion(agent: AgentOrAuthor) -> bool:
    """Tell whether the family name stands behind the given ones, so that a list has to turn the name round.

    Names are compared as whole words: the given name of Kimberly Kim only begins like her family name.
    """
    if not (agent.family and agent.given):
        return False
    name, family, given = (" ".join(text.split()) for text in (agent.name, agent.family, agent.given))
    if name in (f"{family} {given}", f"{family}{given}", f"{family}, {given}"):
        return False
    return name == f"{given} {family}" or re.match(rf"{re.escape(family)}(?!\w)", name) is None


class _NameParts(NamedTuple):
    """What stands behind the family name of a name that is turned round, and what behind that."""

    given: str
    suffix: str


def _part_name(agent: AgentOrAuthor) -> _NameParts:
    """Return the given names with the particles that the full name has before the family name, and its suffix."""
    head, found, tail = " ".join(agent.name.split()).rpartition(agent.family)
    rest = tail.strip(" ,") if found else ""
    suffix = rest if _SUFFIX.fullmatch(rest) and rest not in agent.given else ""
    between = head.rpartition(agent.given)[2].split() if found and agent.given in head else []
    particles = " ".join(between) if all(map(_is_particle, between)) else ""
    return _NameParts(f"{agent.given} {particles}".strip(), suffix)


def _is_particle(word: str) -> bool:
    """Tell whether a word belongs to a family, as words that begin small do: de la, van der, von und zu."""
    return word[:1].islower()


def _cut_given_names(given: str) -> list[str]:
    first, *further = given.split()
    initials = [name if _is_particle(name) else _abbreviate_given_name(name) for name in further]
    return [_abbreviate_given_name(first), *initials]


def _abbreviate_given_name(name: str) -> str:
    """Return initials, of a double name as a double one: J.-L. of Jean-Luc; what is cut already stays (Yu.)."""
    if "." not in name:
        return "-".join(f"{part[0]}." for part in re.split("[-‐‑]", name) if part)
    return "-".join(
        " ".join(f"{piece}." for piece in part.split(".") if piece) for part in re.split("[-‐‑]", name) if part
    )


def _bracket_native_name(agent: AgentOrAuthor) -> str:
    native = native_name(agent)
    return f" [{native}]" if is_east_asian(native) and not is_east_asian(agent.name) else ""


def join_surnames(agents: Sequence[AgentOrAuthor], most: int = MOST_IN_NOTE) -> str:
    """Return the surnames joined as in a short note: of more than `most` the first, with et al.

    Notes and references by year name three authors (Chicago 17th edition, 14.76 and 15.9), MLA two (9th edition, 6.5),
    and so do the boxes of a picture.
    """
    if len(agents) > most:
        return f"{surname(agents[0])} et al."
    return join_names([surname(agent) for agent in agents])


def join_names_for_note(agents: Sequence[AgentOrAuthor]) -> str:
    """Return the names in full, as they stand in a sentence: Anna Weber, Li Wei, and Shen Zhihua."""
    if len(agents) > MOST_IN_NOTE:
        return f"{add_native_name(agents[0])} et al."
    return join_names([add_native_name(agent) for agent in agents])


def join_names_for_entry(agents: Sequence[AgentOrAuthor]) -> str:
    """Return the names as they head an entry: only the first is turned round, as the list is sorted by it."""
    names = [invert_name(agent) if index == 0 else add_native_name(agent) for index, agent in enumerate(agents)]
    if len(names) > MOST_IN_ENTRY:
        return f"{', '.join(names[:NAMES_BEFORE_ET_AL])}, et al."
    # The comma within the first name asks for one behind it.
    return ", and ".join(names) if len(names) == 2 and "," in names[0] else join_names(names)


def join_names_for_mla_entry(agents: Sequence[AgentOrAuthor]) -> str:
    """Return the names as they head an entry of MLA, which names two at most (MLA Handbook, 9th edition, 5.8)."""
    return f"{invert_name(agents[0])}, et al." if len(agents) >= ET_AL_FROM else join_names_for_entry(agents)


def join_names(names: Sequence[str]) -> str:
    """Return names joined as in a sentence: Anna Weber and Li Wei."""
    if len(names) < ET_AL_FROM:
        return " and ".join(names)
    return f"{', '.join(names[:-1])}, and {names[-1]}"


def _is_latin(text: str) -> bool:
    # Latin, its extensions and the combining marks end where Greek begins.
    return all(character < "\u0370" or "\u1e00" <= character <= "\u206f" for character in text)
