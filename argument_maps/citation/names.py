"""How agents are called: in full, by surname, in their own script, and turned round for a bibliography."""

import re
from collections.abc import Sequence

from argument_maps.graph import Agent, Author

MANY = 3
# In full a note names three authors and a bibliography ten (Chicago 14.76); of more it says so behind the first.
MOST_IN_NOTE = 3
MOST_IN_ENTRY = 10
KEPT_OF_MORE = 7
Named = Agent | Author
# Chinese characters, kana and hangul: scripts whose bearers are cited with both names.
_EAST_ASIAN = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")


def full_name(agent: Named) -> str:
    """Return the name in the order in which its bearer uses it: Shen Zhihua, but Donggil Kim."""
    return agent.name


def surname(agent: Named) -> str:
    """Return the name under which the agent is cited: the family name, wherever it stands in the full one."""
    return agent.family or agent.name


def native_name(agent: Named) -> str:
    """Return the first name that is written in another script than Latin, or nothing."""
    return next((name["text"] for name in agent.names if not _is_latin(name["text"])), "")


def is_east_asian(text: str) -> bool:
    """Tell whether a text holds Chinese, Japanese or Korean writing."""
    return _EAST_ASIAN.search(text) is not None


def introduced(agent: Named) -> str:
    """Return the name as at its first mention: Shen Zhihua [沈志华]; other scripts are not added."""
    return f"{full_name(agent)}{_in_brackets(agent)}"


def inverted(agent: Named) -> str:
    """Return the name as a bibliography is sorted by it: Cumings, Bruce, but Shen Zhihua [沈志华].

    A name whose bearer puts the family first is not turned round, and so takes no comma.
    """
    turned = f"{agent.family}, {agent.given}" if turns_round(agent) else full_name(agent)
    return f"{turned}{_in_brackets(agent)}"


def with_initials(agent: Named) -> str:
    """Return the name as GOST R 7.0.5-2008 heads an entry: Gaddis J. L., but Shen Zhihua."""
    if not turns_round(agent):
        return full_name(agent)
    initials = " ".join(f"{name[0]}." for name in re.split(r"[\s.]+", agent.given) if name)
    return f"{agent.family} {initials}"


def turns_round(agent: Named) -> bool:
    """Tell whether the family name stands behind the given ones, so that a list has to turn the name round."""
    return bool(agent.family and agent.given) and not agent.name.startswith(agent.family)


def _in_brackets(agent: Named) -> str:
    native = native_name(agent)
    return f" [{native}]" if is_east_asian(native) and not is_east_asian(agent.name) else ""


def surnames(agents: Sequence[Named]) -> str:
    """Return the surnames joined as in a short note; three or more are cut to the first with et al."""
    if len(agents) >= MANY:
        return f"{surname(agents[0])} et al."
    return " and ".join(surname(agent) for agent in agents)


def names_in_note(agents: Sequence[Named]) -> str:
    """Return the names in full, as they stand in a sentence: Anna Weber, Li Wei, and Shen Zhihua."""
    if len(agents) > MOST_IN_NOTE:
        return f"{introduced(agents[0])} et al."
    return _listed([introduced(agent) for agent in agents])


def names_in_entry(agents: Sequence[Named]) -> str:
    """Return the names as they head an entry: only the first is turned round, as the list is sorted by it."""
    names = [inverted(agent) if index == 0 else introduced(agent) for index, agent in enumerate(agents)]
    if len(names) > MOST_IN_ENTRY:
        return f"{', '.join(names[:KEPT_OF_MORE])}, et al."
    # The comma within the first name asks for one behind it.
    return ", and ".join(names) if len(names) == 2 and "," in names[0] else _listed(names)


def _listed(names: Sequence[str]) -> str:
    if len(names) < MANY:
        return " and ".join(names)
    return f"{', '.join(names[:-1])}, and {names[-1]}"


def _is_latin(text: str) -> bool:
    # Latin, its extensions and the combining marks end where Greek begins.
    return all(character < "\u0370" or "\u1e00" <= character <= "\u206f" for character in text)
