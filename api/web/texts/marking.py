"""A passage becomes an annotation and a record, or is tied to records that there are, in one change."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlmodel import Session

from api.web.editing.forms import Typed, read_form
from api.web.editing.named_records import NamedRecords, ReadElsewhere, name_records, settle, with_ids
from api.web.messages import N_, gettext
from api.web.record_fields import FORMS, FormField, Sort, worded
from argument_maps.anchoring.anchors import surroundings
from argument_maps.graph import Graph, Text
from models import changes
from models.records.maps import ArgumentMap
from models.records.references import TARGETS
from models.records.rows import Draft
from models.records.texts import CONTEXT
from models.row_keys import persisted_id
from models.vocabulary import Motivation, RecordKind

MOST_PASSAGE = 20_000
EXISTING = FormField(
    "bodies",
    N_("Records"),
    N_("Records or links of this map. Type words or an id and choose; several with semicolons between them."),
    Sort.RECORDS,
    required=True,
    kinds=TARGETS,
)
COMMENT = FormField(
    "comment", N_("Remark on the passage"), N_("What a reader should know. May be left blank."), Sort.PROSE
)


@dataclass(frozen=True, slots=True)
class Making:
    """What can be made of a passage: what it is called, its kind of record, and the fields that are asked for."""

    name: str
    kind: RecordKind | None
    title: str
    fields: tuple[FormField, ...]


def _some(kind: RecordKind, *names: str) -> tuple[FormField, ...]:
    """Return some fields of a kind's form, in the order of the names."""
    known = {each.name: each for each in FORMS[kind]}
    return tuple(known[name] for name in names)


MAKINGS: dict[str, Making] = {
    each.name: each
    for each in (
        Making(
            "evidence",
            RecordKind.EVIDENCE,
            N_("Make it evidence"),
            _some(RecordKind.EVIDENCE, "summary", "source", "locator", "tier"),
        ),
        Making(
            "claim",
            RecordKind.CLAIM,
            N_("Make it a claim"),
            _some(RecordKind.CLAIM, "text", "kind", "answers", "held_by", "when", "source", "locator"),
        ),
        Making(
            "interpretation",
            RecordKind.INTERPRETATION,
            N_("Make it an interpretation"),
            _some(RecordKind.INTERPRETATION, "text", "answers", "by", "source", "locator"),
        ),
        Making("existing", None, N_("Tie it to what the map has"), (EXISTING,)),
    )
}


def makings() -> list[Making]:
    """Return what can be made of a passage, in the words of the page."""
    return [
        replace(each, title=gettext(each.title), fields=tuple(map(worded, each.fields))) for each in MAKINGS.values()
    ]


def making_called(name: str) -> Making:
    """Return what a form makes of a passage, in the words of the page; evidence where it does not say."""
    return next(each for each in makings() if each.name == (name if name in MAKINGS else "evidence"))


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a version of a text, in code points."""

    version: str
    exact: str
    start: int
    end: int
    prefix: str = ""
    suffix: str = ""


@dataclass(slots=True)
class Marking:
    """What a form was read as: the drafts where they can be made, what was typed, and what is wrong with it."""

    values: Draft
    named: NamedRecords
    record: tuple[RecordKind, Any] | None = None
    annotation: Any = None
    faults: dict[str, str] = field(default_factory=dict)


def passage_at(version: str, text: str, start: int, end: int) -> Passage | None:
    """Return the passage between two places of a text, without the white space at its ends, or None."""
    start, end = max(start, 0), min(end, len(text))
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    end -= len(words) - len(words.rstrip())
    if start >= end or end - start > MOST_PASSAGE:
        return None
    return Passage(version, text[start:end], start, end, *surroundings(text, start, end, CONTEXT))


def suggested(making: Making, text: Text) -> Draft:
    """Return what stands in the form at first: what the text tells already."""
    return {"source": text.source} if text.source and making.kind is not None else {}


def read_marking(
    graph: Graph,
    making: Making,
    text: Text,
    passage: Passage,
    sent: Typed,
    read_elsewhere: ReadElsewhere | None = None,
) -> Marking:
    """Read the form that makes something of a passage."""
    named = name_records(graph, making.fields, sent, read_elsewhere)
    given = named.given
    place = {
        "in_text": text.id,
        "version": passage.version,
        "exact": passage.exact,
        "prefix": passage.prefix,
        "suffix": passage.suffix,
        "start": passage.start,
        "end": passage.end,
        "motivation": Motivation.LINKING.value,
    }
    told = {name: given.get(name, "") for name in ("comment", "bodies")}
    own = read_form(RecordKind.ANNOTATION, told, place)
    marking = Marking({name: own.values[name] for name in told if name in own.values}, named, faults=dict(own.faults))
    marking.annotation = own.draft
    if making.kind is None and "bodies" not in own.values:
        marking.faults["bodies"] = gettext("This has to be filled in.")
    if making.kind is not None:
        reading = read_form(making.kind, {**_quoted(making.kind, text, passage), **_asked(making, given)})
        marking.values |= reading.values
        marking.faults |= reading.faults
        if reading.draft is not None:
            marking.record = (making.kind, reading.draft)
    marking.values = named.as_written(marking.values)
    marking.faults |= named.faults
    return marking


def _asked(making: Making, given: Typed) -> Mapping[str, str]:
    return {each.name: given.get(each.name, "") for each in making.fields}


def _quoted(kind: RecordKind, text: Text, passage: Passage) -> dict[str, str]:
    """Return the passage as the quotation of evidence: of a translation it is the translation."""
    if kind != RecordKind.EVIDENCE:
        return {}
    words, language = ("translation", "translation_language") if text.translation_of else ("quotation", "language")
    return {words: passage.exact, language: text.language or ""}


def write(session: Session, found: ArgumentMap, marking: Marking, *, author: str) -> tuple[str, str | None, int]:
    """Write a marking without faults as one change: the annotation's label, the new record's, the change's number.

    Raises `MapError` for what is wrong with the records that it names.
    """
    made: str | None = None
    items, ids = settle(session, persisted_id(found), marking.named.newcomers)
    annotation: Any = marking.annotation
    if marking.record is not None:
        kind, draft = marking.record
        draft = with_ids(kind, draft, ids)
        made = changes.free_label(session, persisted_id(found), changes.prefix_of(kind, draft))
        items.append((kind, made, draft))
        annotation = annotation.model_copy(update={"bodies": [made, *annotation.bodies]})
    items.append((RecordKind.ANNOTATION, None, annotation))
    written = changes.create_records(session, found, items, author=author)
    return written[-1].label, made, written[0].revision
