"""Wordings and their changes as readers read them."""

from collections.abc import Iterable
from typing import NamedTuple

from api.web.messages import N_, gettext
from argument_maps.dates.spelling import spell_date
from models.history.wordings import Wording, WordingChange

FIELDS = {
    "kind": N_("Kind of record"),
    "claim_kind": N_("Kind"),
    "text": N_("Text"),
    "people": N_("People"),
    "when": N_("Date"),
    "quotation": N_("Quotation"),
    "translation": N_("Translation"),
    "source": N_("Source"),
    "locator": N_("Place in the source"),
    "premises": N_("What it argues from"),
    "relation": N_("Relation"),
    "target": N_("What it bears on"),
    "verdict": N_("Verdict"),
    "warrant": N_("Because"),
}
_TERMS = frozenset({"kind", "claim_kind", "relation", "verdict"})


class FieldInWords(NamedTuple):
    """A field of a wording with what it said and says; nothing is an empty text."""

    label: str
    before: str
    after: str


def describe_wording_changes(changes: Iterable[WordingChange]) -> list[FieldInWords]:
    """Return what a record says otherwise today, field by field."""
    return [
        FieldInWords(gettext(FIELDS[each.field]), _in_words(each.field, each.before), _in_words(each.field, each.after))
        for each in changes
    ]


def describe_judged(wording: Wording) -> str:
    """Return what is judged besides the text: the kind of a claim, who held it and when, or the verdict of a test."""
    told = [gettext(str(each)) for each in (wording.claim_kind, wording.verdict) if each]
    told += [", ".join(wording.people)] if wording.people else []
    told += [spell_date(wording.when)] if wording.when else []
    return " · ".join(told)


def _in_words(name: str, value: str) -> str:
    if not value:
        return ""
    if name in _TERMS:
        return gettext(value)
    return spell_date(value) if name == "when" else value
