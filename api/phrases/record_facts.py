"""What the page of a record says of it, field by field, as its form declares them; the dates of a source each apart."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from api.phrases.date_words import describe_date_of, spell_date_for_page
from api.phrases.fields.form_fields import FormField, InputKind
from api.phrases.fields.record_fields import FORMS
from api.phrases.glossary import explain_term
from api.phrases.languages import is_language_field, language_name
from api.phrases.marking import N_
from api.phrases.messages import gettext
from api.phrases.page_words import translate_word
from argument_maps.references import find_record_kind
from argument_maps.time_travel import UNPUBLISHED, Access, SourceAccess, find_counted_access, list_accesses
from argument_maps.values import AnyRecord, Source
from models.dates import DISTANT_FUTURE, DISTANT_PAST, bounds, is_estimated
from models.records.kinds import KINDS
from models.text_vocabulary import PassageRelation
from models.vocabulary import RecordKind

# What the page of a record shows in a place of its own, in `panel.html`: its words, people, source and tags, and what
# stands in the citation of a source. Whatever else a form asks for is shown under its heading.
SET_APART: dict[RecordKind, frozenset[str]] = {
    RecordKind.QUESTION: frozenset({"text"}),
    RecordKind.CLAIM: frozenset(
        {"text", "kind", "answers", "held_by", "source", "locator", "overall_verdict", "verdict_reason"}
    ),
    RecordKind.INTERPRETATION: frozenset({"text", "answers", "by", "source", "locator"}),
    RecordKind.EVIDENCE: frozenset(
        {"summary", "source", "locator", "quotation", "language", "translation", "translation_language"}
    ),
    RecordKind.LINK: frozenset({"premises", "relation", "target", "verdict", "source"}),
    RecordKind.CRITICAL_QUESTION: frozenset({"text", "link", "outcome", "answered_by"}),
    RecordKind.STANCE: frozenset({"agent", "target", "stance", "source", "locator"}),
    RecordKind.SOURCE: frozenset(
        {"title", "author", "container_title", "publisher", "publisher_place", "volume", "issue", "number", "page"}
        | {"edition", "doi", "issued", "opened", "published", "translated", "available", "available_note", "repository"}
        | {"volume_title", "collection_title", "collection_number", "published_pages"}
        | {"reference", "url", "language", "criticism"}
    ),
    RecordKind.AGENT: frozenset({"name", "family", "given", "names", "school", "school_assigned_by"}),
    RecordKind.TEXT: frozenset({"title", "source"}),
    RecordKind.ANNOTATION: frozenset({"bodies", "comment", *PassageRelation}),
    RecordKind.SCAN: frozenset({"title", "source"}),
    RecordKind.REGION: frozenset({"bodies", "comment", "transcription", "language"}),
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
        if form_field.sort is InputKind.DATE:
            if described := describe_date_of(record, form_field.name):
                yield RecordFact(gettext(form_field.heading or form_field.label), described)
            continue
        if value in (None, "", ()) or (value == default and not form_field.required):
            continue
        yield _describe_field(form_field, value)


def _describe_field(form_field: FormField, value: Any) -> RecordFact:
    heading = gettext(form_field.heading or form_field.label)
    if form_field.term:
        heading = explain_term(form_field.term, heading)
    match form_field.sort:
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


_HEADINGS: dict[Access, str] = {
    Access.OPENED: N_("Opened"),
    Access.PUBLISHED: N_("Published"),
    Access.TRANSLATED: N_("Translated"),
    Access.AVAILABLE: N_("Could be read since"),
}
_SENTENCES: dict[Access, str] = {
    Access.OPENED: N_("opened %(date)s"),
    Access.PUBLISHED: N_("published %(date)s"),
    Access.TRANSLATED: N_("translated %(date)s"),
    Access.AVAILABLE: N_("could be read since %(date)s"),
}


class SourceDate(NamedTuple):
    """One date of a source: its heading, the date in words, and the days between which an estimate lies.

    `counts` where a map as known by a date goes by it.
    """

    heading: str
    text: str
    estimate: str = ""
    counts: bool = False


def list_source_dates(source: Source) -> tuple[SourceDate, ...]:
    """Return when a source was written and could be read, in words."""
    accesses = list_accesses(source)
    counted = find_counted_access(source)
    dates = [
        _describe(
            gettext(_HEADINGS[each.access]),
            source,
            _find_field(source, each),
            counts=each == counted and len(accesses) > 1,
        )
        for each in accesses
    ]
    is_publication = source.type not in UNPUBLISHED and any(each.date == source.issued for each in accesses)
    if source.issued and not is_publication:
        dates.insert(0, _describe(gettext("Written"), source, "issued"))
    return tuple(dates)


def describe_counted_access(source: Source) -> str:
    """Return the date from which a source counts as known, in words: opened 14 December 1993."""
    counted = find_counted_access(source)
    if counted is None:
        return ""
    return gettext(_SENTENCES[counted.access]) % {"date": spell_date_for_page(counted.date)}


def _find_field(source: Source, access: SourceAccess) -> str:
    """Return the field that holds the date of an access: a work that nothing else dates was published when issued."""
    name = access.access.name.lower()
    return name if getattr(source, name) == access.date else "issued"


def _describe(heading: str, source: Source, name: str, *, counts: bool = False) -> SourceDate:
    return SourceDate(heading, describe_date_of(source, name), _describe_estimate(getattr(source, name)), counts)


def _describe_estimate(edtf: str) -> str:
    if not is_estimated(edtf):
        return ""
    first, last = bounds(edtf)
    if first == DISTANT_PAST or last == DISTANT_FUTURE:
        return ""
    return gettext(
        "estimated: between %(first)s and %(last)s",
        first=spell_date_for_page(first.isoformat()),
        last=spell_date_for_page(last.isoformat()),
    )
