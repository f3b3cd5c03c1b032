"""Wordings and their changes as readers read them."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from api.phrases.date_words import spell_date_for_page
from api.phrases.marking import N_
from api.phrases.messages import gettext, isolate_words
from models.history.wordings import RecordWording, WordingChange

FIELD_LABELS = {
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
# The fields of a link that name records.
_JOINING = frozenset({"premises", "target"})
_QUOTATION = re.compile("“([^“”]*)”")
_TERMS = frozenset({"kind", "claim_kind", "relation", "verdict"})


class WordingChangeText(NamedTuple):
    """A field of a wording with what it said and says; nothing is an empty text."""

    label: str
    before: str
    after: str


def describe_wording_changes(changes: Iterable[WordingChange]) -> list[WordingChangeText]:
    """Return what a record says otherwise today, field by field."""
    return [
        WordingChangeText(
            gettext(FIELD_LABELS[change.field]),
            _describe_value(change.field, change.before),
            _describe_value(change.field, change.after),
        )
        for change in changes
    ]


def describe_judged(wording: RecordWording) -> str:
    """Return what is judged besides the text: the kind of a claim, who held it and when, or the verdict of a test."""
    phrases = [gettext(str(term)) for term in (wording.claim_kind, wording.verdict) if term]
    phrases += [isolate_words(", ".join(wording.people))] if wording.people else []
    phrases += [spell_date_for_page(wording.when)] if wording.when else []
    return " · ".join(phrases)


def isolate_quotations(sentence: str) -> str:
    """Return what a wording says of records in quotation marks so that each quotation keeps its own direction."""
    return _QUOTATION.sub(lambda found: f"“{isolate_words(found[1])}”", sentence)


def _describe_value(name: str, value: str) -> str:
    if not value:
        return ""
    if name in _TERMS:
        return gettext(value)
    if name in _JOINING:
        return isolate_quotations(value)
    return spell_date_for_page(value) if name == "when" else value
