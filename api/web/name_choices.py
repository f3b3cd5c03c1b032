"""What a form says of members' names that would go along with what is published or copied: whether each stays."""

from collections.abc import Mapping, Sequence

from api.next_terms import INSTRUCTIONS
from api.publishing import NameChoice
from api.web.messages import gettext

_FIELD = "name."


def read_name_choice(given: Mapping[str, str]) -> NameChoice:
    """Return what a form says of names: each has a field, which says that it stays, or that a number does."""
    said = {name.removeprefix(_FIELD): value for name, value in given.items() if name.startswith(_FIELD)}
    return NameChoice(
        frozenset(name for name, value in said.items() if value == "keep"),
        frozenset(name for name, value in said.items() if value == "pseudonym"),
    )


def describe_names(names: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Return each name with the records in which it stands, in words."""
    others = {"": gettext("what the map says of itself"), INSTRUCTIONS: gettext("the instructions")}
    return [(name, ", ".join(others.get(label, label) for label in labels[:20])) for name, labels in names.items()]


def without_choice(given: Mapping[str, str]) -> dict[str, str]:
    """Return the other fields of a form, to be sent again together with the choice."""
    return {name: value for name, value in given.items() if not name.startswith(_FIELD)}
