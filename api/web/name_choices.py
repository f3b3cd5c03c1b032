"""What a form says of members' names that would go along with what is published or copied: whether each stays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.next_terms import INSTRUCTIONS
from api.publishing import NameChoice
from api.web.messages import gettext
from models.participation.member_names import NamePlace
from models.vocabulary import RecordKind

_FIELD = "name."
_ASKED = "names"
# Enough to tell whom a name means.
_MOST_PLACES = 5


@dataclass(frozen=True, slots=True)
class AskedName:
    """A name about which a form asks: the places where it stands, in words, and what was chosen, where it was."""

    name: str
    places: Sequence[tuple[str, str]] = ()
    more: int = 0
    replaceable: bool = True
    choice: str = ""
    fault: str = ""


def read_name_choice(given: Mapping[str, str]) -> NameChoice:
    """Return what a form says of names: each has a field, which says that it stays, or that a number does."""
    said = {name.removeprefix(_FIELD): value for name, value in given.items() if name.startswith(_FIELD)}
    return NameChoice(
        frozenset(name for name, value in said.items() if value == "keep"),
        frozenset(name for name, value in said.items() if value == "pseudonym"),
    )


def ask_choices(names: Mapping[str, Sequence[NamePlace]], given: Mapping[str, str]) -> list[AskedName]:
    """Return the names that have to be decided, and after them those that are, with what was chosen of each.

    Who sent the form without deciding all of them is told so beside each.
    """
    choice = read_name_choice(given)
    decided = sorted((choice.keep | choice.pseudonyms) - names.keys()) if names else []
    undecided = [_ask(name, places, asked_before=_ASKED in given) for name, places in names.items()]
    return [*undecided, *(AskedName(each, choice="keep" if each in choice.keep else "pseudonym") for each in decided)]


def _ask(name: str, places: Sequence[NamePlace], *, asked_before: bool) -> AskedName:
    return AskedName(
        name,
        places=[(_describe_place(each), each.sentence) for each in places[:_MOST_PLACES]],
        more=max(0, len(places) - _MOST_PLACES),
        replaceable=all(each.replaceable for each in places),
        fault=gettext("Choose what becomes of “%(name)s”.", name=name) if asked_before else "",
    )


def _describe_place(place: NamePlace) -> str:
    if place.kind is None:
        return gettext("The instructions") if place.label == INSTRUCTIONS else gettext("What the map says of itself")
    if place.kind == RecordKind.AGENT:
        return gettext("%(label)s, somebody whom the map is about", label=place.label)
    if place.kind == RecordKind.SOURCE:
        return gettext("%(label)s, a source", label=place.label)
    return place.label


def without_choice(given: Mapping[str, str]) -> dict[str, str]:
    """Return the other fields of a form, to be sent again together with the choice."""
    return {name: value for name, value in given.items() if not name.startswith(_FIELD) and name != _ASKED}
