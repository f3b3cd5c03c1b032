"""What the page of a record says of it, field by field, as its form declares the fields."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from api.phrases.date_words import spell_date_for_page
from api.phrases.form_fields import FormField, InputKind
from api.phrases.glossary import explain_term
from api.phrases.languages import is_language_field, language_name
from api.phrases.messages import gettext
from api.phrases.page_words import translate_word
from api.phrases.record_fields import FORMS
from argument_maps.references import find_record_kind
from argument_maps.values import AnyRecord
from models.records.kinds import KINDS
from models.vocabulary import RecordKind

# What the page of a record shows in a place of its own, in `panel.html`: its words, people, source and tags, and what
# stands in the citation of a source. Whatever else a form asks for is shown under its heading.
SET_APART: dict[RecordKind, frozenset[str]] = {
    RecordKind.QUESTION: frozenset({"text"}),
    RecordKind.CLAIM: frozenset({"text", "kind", "answers", "held_by", "source", "locator"}),
    RecordKind.INTERPRETATION: frozenset({"text", "answers", "by", "source", "locator"}),
    RecordKind.EVIDENCE: frozenset(
        {"summary", "source", "locator", "quotation", "language", "translation", "translation_language"}
    ),
    RecordKind.LINK: frozenset({"premises", "relation", "target", "verdict", "source"}),
    RecordKind.STANCE: frozenset({"agent", "target", "stance", "source", "locator"}),
    RecordKind.SOURCE: frozenset(
        {"title", "author", "container_title", "publisher", "publisher_place", "volume", "issue", "number", "page"}
        | {"edition", "doi", "issued", "opened", "published", "translated", "available", "available_note", "repository"}
        | {"volume_title", "collection_title", "collection_number", "published_pages"}
        | {"reference", "url", "language", "criticism"}
    ),
    RecordKind.AGENT: frozenset({"name", "family", "given", "names", "school", "school_assigned_by"}),
    RecordKind.TEXT: frozenset({"title", "source"}),
    RecordKind.ANNOTATION: frozenset({"bodies", "comment"}),
    RecordKind.TAG: frozenset({"text"}),
}


@dataclass(frozen=True, slots=True)
class RecordFact:
    """One field of a record in words: `heading` is markup where the glossary explains it.

    `meaning` explains a word of a vocabulary, beside it where `shows_meaning` and else where one points at it. `labels`
    are the records that the field names. `is_prose` where lines are kept as they were written.
    """

    heading: str
    text: str = ""
    meaning: str = ""
    shows_meaning: bool = False
    labels: tuple[str, ...] = ()
    is_prose: bool = False


def list_facts(record: AnyRecord) -> tuple[RecordFact, ...]:
    """Return what is said of a record beside its words, people and source, which its page sets apart."""
    return tuple(_yield_facts(record))


def _yield_facts(record: AnyRecord) -> Iterator[RecordFact]:
    kind = find_record_kind(record)
    draft_fields = KINDS[kind].draft.model_fields
    for form_field in FORMS[kind]:
        if form_field.name == "tags" or form_field.name in SET_APART[kind]:
            continue
        value = getattr(record, form_field.name)
        default = draft_fields[form_field.name].get_default(call_default_factory=True)
        if value in (None, "", ()) or (value == default and not form_field.required):
            continue
        yield _describe_field(form_field, value)


def _describe_field(form_field: FormField, value: Any) -> RecordFact:
    heading = gettext(form_field.heading or form_field.label)
    if form_field.term and form_field.sort is not InputKind.DATE:
        heading = explain_term(form_field.term, heading)
    match form_field.sort:
        case InputKind.DATE:
            return RecordFact(heading, spell_date_for_page(value))
        case InputKind.CHOICE if form_field.choices is not None:
            meaning = gettext(form_field.choices(value).explanation)
            return RecordFact(heading, translate_word(str(value)), meaning, form_field.shows_meaning)
        case InputKind.RECORD:
            return RecordFact(heading, labels=(value,))
        case InputKind.RECORDS:
            return RecordFact(heading, labels=value)
        case InputKind.LINES:
            return RecordFact(heading, "; ".join(value))
        case InputKind.ROWS:
            return RecordFact(heading, "; ".join(" ".join(filter(None, row.values())) for row in value))
        case InputKind.LINE if is_language_field(form_field.name):
            return RecordFact(heading, language_name(value))
        case _:
            return RecordFact(heading, str(value), is_prose=form_field.sort is InputKind.PROSE)
