"""What has changed, in words: which fields of a record, and how their values are told."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from api.phrases.date_words import spell_date_for_page
from api.phrases.fields.record_fields import list_form_fields
from api.phrases.marking import N_
from api.phrases.messages import gettext
from api.phrases.record_names import RECORD_NAMING_FIELDS, RecordNames
from argument_maps.comparison.map_differences import ChangedRecord, Comparison, FieldChange
from argument_maps.draft_values import build_draft
from argument_maps.graph import Graph
from argument_maps.values import AnyRecord, Author, Question
from models.records.fields import list_date_fields, list_term_fields
from models.records.kinds import KINDS
from models.records.link_sentences import BETWEEN_PREMISES
from models.vocabulary import RecordKind
from renderers.boxes.change_tags import CHANGED, NEW

HEADER_LABELS = {
    "title": N_("Title"),
    "description": N_("Description"),
    "visibility": N_("Who may see it"),
    "licence": N_("Licence"),
    "language": N_("Language"),
    "authors": N_("Authors"),
    "styles": N_("Styles of citation"),
}
# What no form shows.
_OTHER_LABELS = {
    "place": N_("Place among the questions"),
    "csl": N_("Further fields of the citation"),
    "written_dates": N_("Dates as written"),
    "selectors": N_("Marks in the source"),
    "versions": N_("Versions of the text"),
    "in_text": N_("Text"),
    "version": N_("Version of the text"),
    "exact": N_("Passage"),
    "prefix": N_("Words before the passage"),
    "suffix": N_("Words after the passage"),
    "start": N_("Where the passage begins"),
    "end": N_("Where the passage ends"),
    "state": N_("State of the passage"),
    "score": N_("Similarity of the passage"),
    "pages": N_("Pages"),
    "in_scan": N_("Scan"),
    "image": N_("Page image"),
    "x": N_("From the left"),
    "y": N_("From the top"),
    "width": N_("Width"),
    "height": N_("Height"),
    "points": N_("Corners of a polygon"),
}
# So much of a hash tells images apart.
_HASH_SHOWN = 8
# Whose values are words of the vocabulary.
_TERMS = frozenset({"visibility", *(name for entry in KINDS.values() for name in list_term_fields(entry.draft))})
_DATES = frozenset(name for entry in KINDS.values() for name in list_date_fields(entry.draft))


class FieldChangeText(NamedTuple):
    """A field with what it said and says, in words; nothing is an empty text."""

    label: str
    before: str
    after: str


class DifferenceLine(NamedTuple):
    """A record in a list of differences: its sign, and its fields where it says something else."""

    sign: str
    record: AnyRecord
    fields: tuple[FieldChangeText, ...] = ()


class DifferenceGroup(NamedTuple):
    """The differences under one question, or under none."""

    question: Question | None
    lines: tuple[DifferenceLine, ...]


def describe_field_changes(
    record: AnyRecord, fields: Iterable[FieldChange], before: RecordNames, after: RecordNames
) -> tuple[FieldChangeText, ...]:
    """Return the fields of a record that changed, by the names that forms give them, and records by theirs."""
    kind, _ = build_draft(record)
    return tuple(
        FieldChangeText(
            name_field(kind, field.name),
            describe_value(field.name, field.before, before),
            describe_value(field.name, field.after, after),
        )
        for field in fields
    )


def describe_header_changes(fields: Iterable[FieldChange]) -> tuple[FieldChangeText, ...]:
    """Return the fields of a map itself that changed."""
    return tuple(
        FieldChangeText(
            gettext(HEADER_LABELS[field.name]),
            describe_value(field.name, field.before),
            describe_value(field.name, field.after),
        )
        for field in fields
    )


def name_field(kind: RecordKind, name: str) -> str:
    """Return what a field is called on the pages."""
    labels_by_name = {form_field.name: form_field.label for form_field in list_form_fields(kind)}
    return labels_by_name.get(name) or (gettext(_OTHER_LABELS[name]) if name in _OTHER_LABELS else name)


def group_differences(comparison: Comparison, before: Graph, after: Graph) -> tuple[DifferenceGroup, ...]:
    """Return the differences as an outline has them: under their questions, in the order of the later map."""
    lines = [DifferenceLine("added", record) for record in comparison.added]
    former, present = RecordNames(before, after), RecordNames(after, before)
    lines += [
        DifferenceLine("changed", change.after, describe_field_changes(change.after, change.fields, former, present))
        for change in comparison.changed
    ]
    lines += [DifferenceLine("removed", record) for record in comparison.removed]
    lines_by_question: dict[str | None, list[DifferenceLine]] = {}
    for line in lines:
        graph = before if line.sign == "removed" else after
        lines_by_question.setdefault(graph.home.get(line.record.id), []).append(line)
    questions = {question.id: question for question in (*before.questions, *after.questions)}
    ordered = [question_label for question_label in questions if question_label in lines_by_question] + (
        [None] if None in lines_by_question else []
    )
    return tuple(
        DifferenceGroup(questions.get(home) if home else None, tuple(lines_by_question[home])) for home in ordered
    )


def mark_differences(comparison: Comparison) -> tuple[tuple[str, str], ...]:
    """Return the signs that a picture of the later map puts at its records."""
    changed: list[ChangedRecord] = list(comparison.changed)
    return (
        *((difference.id, NEW) for difference in comparison.added),
        *((difference.after.id, CHANGED) for difference in changed),
    )


def describe_value(name: str, value: Any, names: RecordNames | None = None) -> str:
    """Return a value as a reader reads it; `names` say what the records that it names are called."""
    if value is None or value in ((), [], {}, ""):
        return ""
    if name in RECORD_NAMING_FIELDS and names is not None:
        named = names.name_all(value)
        return named if isinstance(named, str) else "; ".join(named)
    if name in _DATES:
        return spell_date_for_page(value)
    if name in _TERMS:
        return gettext(str(value))
    if name in _OTHERWISE:
        return _OTHERWISE[name](value)
    if isinstance(value, dict):
        return " ".join(str(part) for part in value.values() if part not in (None, ""))
    if isinstance(value, Author):
        return f"{value.name} ({value.orcid})" if value.orcid else value.name
    if isinstance(value, tuple | list):
        between = "; " if any(isinstance(part, dict | Author) for part in value) else ", "
        between = BETWEEN_PREMISES if name == "premises" else between
        return between.join(describe_value("", part) for part in value)
    return str(value)


def _describe_pages(pages: Any) -> str:
    return "; ".join(_describe_page(number, page) for number, page in enumerate(pages, 1))


def _describe_styles(styles: Any) -> str:
    """Return the titles of styles, which drafts have as dicts and maps as values."""
    return "; ".join(str(style["title"] if isinstance(style, dict) else style.title) for style in styles)


def _describe_page(number: int, page: dict[str, Any]) -> str:
    """Return the number of a page with its name, else with the beginning of its image's hash, which tells it apart."""
    return f"{number} {page.get('name') or page['image'][:_HASH_SHOWN]}"


_OTHERWISE: dict[str, Callable[[Any], str]] = {
    "pages": _describe_pages,
    "styles": _describe_styles,
    "image": lambda value: str(value)[:_HASH_SHOWN],
}
