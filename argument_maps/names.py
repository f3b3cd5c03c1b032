"""How agents are called: in full, by surname, in their own script, and turned round for a bibliography."""

import re
from collections.abc import Sequence

from argument_maps.graph import Agent

MANY = 3
# Chinese characters, kana and hangul: scripts whose bearers are cited with both names.
_EAST_ASIAN = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")


def full_name(agent: Agent) -> str:
    """Return the name in the order in which its bearer uses it: Shen Zhihua, but Donggil Kim."""
    return agent.name


def surname(agent: Agent) -> str:
    """Return the name under which the agent is cited: the family name, wherever it stands in the full one."""
    return agent.family or agent.name


def native_name(agent: Agent) -> str:
    """Return the first name that is written in another script than Latin, or nothing."""
    return next((name["text"] for name in agent.names if not _is_latin(name["text"])), "")


def is_east_asian(text: str) -> bool:
    """Tell whether a text holds Chinese, Japanese or Korean writing."""
    return _EAST_ASIAN.search(text) is not None


def introduced(agent: Agent) -> str:
    """Return the name as at its first mention: Shen Zhihua [沈志华]; other scripts are not added."""
    return f"{full_name(agent)}{_in_brackets(agent)}"


def inverted(agent: Agent) -> str:
    """Return the name as a bibliography is sorted by it: Cumings, Bruce, but Shen Zhihua [沈志华].

    A name whose bearer puts the family first is not turned round, and so takes no comma.
    """
    turned = f"{agent.family}, {agent.given}" if _turns_round(agent) else full_name(agent)
    return f"{turned}{_in_brackets(agent)}"


def with_initials(agent: Agent) -> str:
    """Return the name as GOST R 7.0.5-2008 heads an entry: Gaddis J. L., but Shen Zhihua."""
    if not _turns_round(agent):
        return full_name(agent)
    initials = " ".join(f"{name[0]}." for name in re.split(r"[\s.]+", agent.given) if name)
    return f"{agent.family} {initials}"


def _turns_round(agent: Agent) -> bool:
    return bool(agent.family and agent.given) and not agent.name.startswith(agent.family)


def _in_brackets(agent: Agent) -> str:
    native = native_name(agent)
    return f" [{native}]" if is_east_asian(native) and not is_east_asian(agent.name) else ""


def surnames(agents: Sequence[Agent]) -> str:
    """Return the surnames joined as in a short note; three or more are cut to the first with et al."""
    if len(agents) >= MANY:
        return f"{surname(agents[0])} et al."
    return " and ".join(surname(agent) for agent in agents)


def _is_latin(text: str) -> bool:
    # Latin, its extensions and the combining marks end where Greek begins.
    return all(character < "\u0370" or "\u1e00" <= character <= "\u206f" for character in text)
