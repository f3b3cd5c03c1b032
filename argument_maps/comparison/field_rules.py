"""Which fields of a record have a meaning only together, and which lists can be merged member by member.

Said once for every kind, so that no merge puts two halves together of which each makes sense only with its other.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from argument_maps.references import find_record_kind
from argument_maps.values import AnyRecord
from models.records.fields import list_date_fields
from models.records.kinds import KINDS
from models.vocabulary import RecordKind

# A field, and of a field that holds several things by name which of them, else nothing.
Slot = tuple[str, str]

# Fields that are nothing without one another: whichever of them changed, all of them come from one side.
TOGETHER: dict[RecordKind, tuple[tuple[str, ...], ...]] = {
    RecordKind.SOURCE: (("available", "available_note"),),
    RecordKind.AGENT: (("school", "school_assigned_by"),),
    RecordKind.CLAIM: (("overall_verdict", "verdict_reason"), ("certainty", "certainty_note")),
    RecordKind.EVIDENCE: (("quotation", "selectors"),),
    # What argues for what, and how: with one end or the verb from elsewhere it is a link that nobody made.
    RecordKind.LINK: (("premises", "relation", "target", "verdict"),),
    RecordKind.STANCE: (("agent", "target", "stance", "confidence"),),
    RecordKind.CRITICAL_QUESTION: (("link", "text"), ("outcome", "answered_by")),
    RecordKind.ANNOTATION: (("in_text", "version", "exact", "prefix", "suffix", "start", "end", "state", "score"),),
    RecordKind.REGION: (("in_scan", "image", "x", "y", "width", "height", "points"),),
}
# Fields that say something about another one: where that changed, they come from the side on which it did.
LED: dict[RecordKind, tuple[tuple[str, tuple[str, ...]], ...]] = {
    RecordKind.SOURCE: (
        ("published_in", ("published_pages",)),
        ("repository", ("reference", "digital_collection")),
    ),
    RecordKind.CLAIM: (("source", ("locator",)), ("kind", ("overall_verdict", "verdict_reason"))),
    RecordKind.INTERPRETATION: (("source", ("locator",)),),
    RecordKind.EVIDENCE: (
        ("source", ("locator", "quotation", "selectors", "language")),
        ("quotation", ("language",)),
        ("translation", ("translation_language",)),
    ),
    RecordKind.STANCE: (("source", ("locator",)), ("stance", ("reason",))),
    RecordKind.TEXT: (("scan", ("scan_page",)),),
}
# Lists of which a member means nothing without the others, or the last one is the present one.
WHOLE_LISTS = frozenset({"versions", "pages", "selectors", "reference", "points"})
# Lists whose order says something, such as who is named first.
ORDERED_LISTS = frozenset({"author", "editor", "translator", "annotator", "by"})
_DATES = {kind: list_date_fields(entry.draft) for kind, entry in KINDS.items()}


def split_fields(record: AnyRecord) -> dict[Slot, Any]:
    """Return what a record says, by field; of what a field holds by name each by itself."""
    slots: dict[Slot, Any] = {}
    for name in record.__struct_fields__:
        value = getattr(record, name)
        if isinstance(value, dict):
            slots |= {(name, key): part for key, part in value.items()}
        elif name != "id":
            slots[name, ""] = value
    return slots


def join_fields(record: AnyRecord, slots: dict[Slot, Any]) -> dict[str, Any]:
    """Return the fields of a record, as its kind has them, from what `split_fields` made of it."""
    fields: dict[str, Any] = {name: {} for name in record.__struct_fields__ if isinstance(getattr(record, name), dict)}
    for (name, key), value in slots.items():
        if name in fields and isinstance(fields[name], dict):
            if value is not None:
                fields[name][key] = value
        else:
            fields[name] = value
    return fields


def name_slot(slot: Slot) -> str:
    """Return how a slot is called in forms and answers: `note`, or `csl.archive`."""
    return f"{slot[0]}.{slot[1]}" if slot[1] else slot[0]


def list_units(record: AnyRecord, slots: Iterable[Slot], changed: Collection[Slot]) -> Iterator[tuple[Slot, ...]]:
    """Yield what has to come from one side, in the order of fields, given what either side has changed."""
    kind = find_record_kind(record)
    groups = [{(date, ""), ("written_dates", date)} for date in _DATES[kind]]
    groups += [{(name, "") for name in names} for names in TOGETHER.get(kind, ())]
    # What is led may lead itself, so that each is looked at anew.
    groups += [{(name, "") for name in (head, *led)} for head, led in LED.get(kind, ()) if (head, "") in changed]
    unit_of: dict[Slot, set[Slot]] = {slot: {slot} for slot in slots}
    for group in groups:
        joined = set().union(*(unit_of.get(slot, {slot}) for slot in group))
        unit_of |= dict.fromkeys(joined, joined)
    places = {name: place for place, name in enumerate(record.__struct_fields__)}
    done: set[Slot] = set()
    for slot in sorted(unit_of, key=lambda entry: (places[entry[0]], entry[1])):
        if slot not in done:
            done |= unit_of[slot]
            yield tuple(sorted(unit_of[slot], key=lambda entry: (places[entry[0]], entry[1])))
