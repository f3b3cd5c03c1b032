"""What a form says of members' names that would go along with what is published or copied: whether each stays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.editions.publishing import INSTRUCTIONS, NameChoice
from api.phrases.messages import gettext
from models.participation.member_names import NamePlace
from models.vocabulary import RecordKind

_FIELD = "name."
_NAMES_FIELD = "names"
# Enough to tell whom a name means.
_MOST_PLACES = 5


@dataclass(frozen=True, slots=True)
class NameQuestion:
    """A name about which a form asks: the places where it stands, in words, and what was chosen, where it was."""

    name: str
    places: Sequence[tuple[str, str]] = ()
    more: int = 0
    replaceable: bool = True
    choice: str = ""
    fault: str = ""


def read_name_choice(form: Mapping[str, str]) -> NameChoice:
    """Return what a form says of names: each has a field, which says that it stays, or that a number does."""
    choices = {name.removeprefix(_FIELD): value for name, value in form.items() if name.startswith(_FIELD)}
    return NameChoice(
        frozenset(name for name, value in choices.items() if value == "keep"),
        frozenset(name for name, value in choices.items() if value == "pseudonym"),
    )


def list_name_questions(names: Mapping[str, Sequence[NamePlace]], form: Mapping[str, str]) -> list[NameQuestion]:
    """Return the names that have to be decided, and after them those that are, with what was chosen of each.

    Who sent the form without deciding all of them is told so beside each.
    """
    choice = read_name_choice(form)
    decided = sorted((choice.keep | choice.pseudonyms) - names.keys()) if names else []
    undecided = [
        _make_name_question(name, places, was_submitted=_NAMES_FIELD in form) for name, places in names.items()
    ]
    return [
        *undecided,
        *(NameQuestion(name, choice="keep" if name in choice.keep else "pseudonym") for name in decided),
    ]


def _make_name_question(name: str, places: Sequence[NamePlace], *, was_submitted: bool) -> NameQuestion:
    return NameQuestion(
        name,
        places=[(_describe_place(place), place.sentence) for place in places[:_MOST_PLACES]],
        more=max(0, len(places) - _MOST_PLACES),
        replaceable=all(place.replaceable for place in places),
        fault=gettext("Choose what to do with “%(name)s”.", name=name) if was_submitted else "",
    )


def _describe_place(place: NamePlace) -> str:
    if place.kind is None:
        return gettext("The instructions") if place.label == INSTRUCTIONS else gettext("What the map says about itself")
    if place.kind == RecordKind.AGENT:
        return gettext("%(label)s, somebody the map is about", label=place.label)
    if place.kind == RecordKind.SOURCE:
        return gettext("%(label)s, a source", label=place.label)
    return place.label


def drop_name_choice(form: Mapping[str, str]) -> dict[str, str]:
    """Return the other fields of a form, to be sent again together with the choice."""
    return {name: value for name, value in form.items() if not name.startswith(_FIELD) and name != _NAMES_FIELD}
