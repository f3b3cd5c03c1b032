"""How agents are called: in full, by surname, and in their own script."""

from collections.abc import Sequence

from argument_maps.graph import Agent

MANY = 3


def full_name(agent: Agent) -> str:
    """Return the name in the order in which its bearer uses it: Shen Zhihua, but Donggil Kim."""
    return agent.name


def surname(agent: Agent) -> str:
    """Return the name under which the agent is cited: the family name, wherever it stands in the full one."""
    return agent.family or agent.name


def native_name(agent: Agent) -> str:
    """Return the first name that is written in another script than Latin, or nothing."""
    return next((name["text"] for name in agent.names if not _is_latin(name["text"])), "")


def surnames(agents: Sequence[Agent]) -> str:
    """Return the surnames joined as in a short note; three or more are cut to the first with et al."""
    if len(agents) >= MANY:
        return f"{surname(agents[0])} et al."
    return " and ".join(surname(agent) for agent in agents)


def _is_latin(text: str) -> bool:
    # Latin, its extensions and the combining marks end where Greek begins.
    return all(character < "\u0370" or "\u1e00" <= character <= "\u206f" for character in text)
