"""What has changed, in words: which fields of a record, and how their values are told."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from api.web.messages import N_, gettext
from api.web.record_fields import form_of
from api.web.record_names import NAMING, RecordNames
from argument_maps.comparison.map_differences import Changed, Comparison, FieldChange
from argument_maps.dates.spelling import spell_date
from argument_maps.draft_values import draft_of
from argument_maps.graph import AnyRecord, Author, Graph, Question
from models.records.link_sentences import BETWEEN_PREMISES
from models.vocabulary import RecordKind
from renderers.boxes.change_tags import CHANGED, NEW

HEADER = {
    "title": N_("Title"),
    "description": N_("Description"),
    "visibility": N_("Who may see it"),
    "licence": N_("Licence"),
    "language": N_("Language"),
    "authors": N_("Authors"),
}
# What no form shows.
_OTHERS = {
    "place": N_("Place among the questions"),
    "csl": N_("Further fields of the citation"),
    "selectors": N_("Marks in the source"),
    "versions": N_("Versions of the text"),
    "in_text": N_("Text"),
    "version": N_("Version of the text"),
    "exact": N_("Passage"),
    "prefix": N_("Words before the passage"),
    "suffix": N_("Words behind the passage"),
    "start": N_("Where the passage begins"),
    "end": N_("Where the passage ends"),
    "state": N_("State of the passage"),
    "score": N_("Likeness of the passage"),
}
# Whose values are words of the vocabulary.
_TERMS = frozenset(
    {"agreement", "certainty", "confidence", "kind", "relation", "reliability", "scheme", "stance", "tier", "type"}
    | {"verdict", "visibility"}
)
_DATES = frozenset({"when", "event_date", "issued", "available", "active"})


class Told(NamedTuple):
    """A field with what it said and says, in words; nothing is an empty text."""

    label: str
    before: str
    after: str


class Line(NamedTuple):
    """A record in a list of differences: its sign, and its fields where it says something else."""

    sign: str
    record: AnyRecord
    fields: tuple[Told, ...] = ()


class Group(NamedTuple):
    """The differences under one question, or under none."""

    question: Question | None
    lines: tuple[Line, ...]


def told_fields(
    record: AnyRecord, fields: Iterable[FieldChange], before: RecordNames, after: RecordNames
) -> tuple[Told, ...]:
    """Return the fields of a record that changed, by the names that forms give them, and records by theirs."""
    kind, _ = draft_of(record)
    return tuple(
        Told(
            field_label(kind, each.name),
            in_words(each.name, each.before, before),
            in_words(each.name, each.after, after),
        )
        for each in fields
    )


def told_header(fields: Iterable[FieldChange]) -> tuple[Told, ...]:
    """Return the fields of a map itself that changed."""
    return tuple(
        Told(gettext(HEADER[each.name]), in_words(each.name, each.before), in_words(each.name, each.after))
        for each in fields
    )


def field_label(kind: RecordKind, name: str) -> str:
    """Return what a field is called on the pages."""
    known = {each.name: each.label for each in form_of(kind)}
    return known.get(name) or (gettext(_OTHERS[name]) if name in _OTHERS else name)


def grouped(found: Comparison, before: Graph, after: Graph) -> tuple[Group, ...]:
    """Return the differences as an outline has them: under their questions, in the order of the later map."""
    lines = [Line("added", each) for each in found.added]
    former, present = RecordNames(before, after), RecordNames(after, before)
    lines += [
        Line("changed", each.after, told_fields(each.after, each.fields, former, present)) for each in found.changed
    ]
    lines += [Line("removed", each) for each in found.removed]
    homes: dict[str | None, list[Line]] = {}
    for line in lines:
        graph = before if line.sign == "removed" else after
        homes.setdefault(graph.home.get(line.record.id), []).append(line)
    questions = {each.id: each for each in (*before.questions, *after.questions)}
    ordered = [each for each in questions if each in homes] + ([None] if None in homes else [])
    return tuple(Group(questions.get(home) if home else None, tuple(homes[home])) for home in ordered)


def marks(found: Comparison) -> tuple[tuple[str, str], ...]:
    """Return the signs that a picture of the later map puts at its records."""
    changed: list[Changed] = list(found.changed)
    return (*((each.id, NEW) for each in found.added), *((each.after.id, CHANGED) for each in changed))


def in_words(name: str, value: Any, names: RecordNames | None = None) -> str:
    """Return a value as a reader reads it; `names` say what the records that it names are called."""
    if value is None or value in ((), [], {}, ""):
        return ""
    if name in NAMING and names is not None:
        named = names.name_all(value)
        return named if isinstance(named, str) else "; ".join(named)
    if name in _DATES:
        return spell_date(value)
    if name in _TERMS:
        return gettext(str(value))
    if isinstance(value, dict):
        return " ".join(str(part) for part in value.values() if part not in (None, ""))
    if isinstance(value, Author):
        return f"{value.name} ({value.orcid})" if value.orcid else value.name
    if isinstance(value, tuple | list):
        between = "; " if any(isinstance(each, dict | Author) for each in value) else ", "
        between = BETWEEN_PREMISES if name == "premises" else between
        return between.join(in_words("", each) for each in value)
    return str(value)
