"""Adding to a map: a new record, a link from it or from records that exist to what it bears on, in one change."""

from dataclasses import dataclass, field, replace
from typing import Any

from sqlmodel import Session

from api.web.editing.forms import Reading, Typed, read_form
from api.web.editing.named_records import NamedRecords, ReadElsewhere, name_records, settle, with_ids
from api.web.messages import gettext
from api.web.record_fields import FormField, Sort, form_of
from argument_maps.graph import AnyRecord, Graph, Question
from models import changes
from models.records.maps import ArgumentMap
from models.records.references import PREMISES
from models.row_keys import persisted_id
from models.vocabulary import RecordKind, Relation

# What a new premise may be, in the order in which historians reach for it.
NEW = {
    "evidence": RecordKind.EVIDENCE,
    "finding": RecordKind.CLAIM,
    "interpretation": RecordKind.INTERPRETATION,
    "perception": RecordKind.CLAIM,
    "assertion": RecordKind.CLAIM,
}
_OF_EVIDENCE = ("quotation", "language", "translation", "translation_language", "tier")
_OF_STATEMENTS = ("held_by", "when")
# What the quick form asks for something new, beside what it says: in this order, and of which kinds.
_QUICK = ("text", "source", "locator", *_OF_EVIDENCE, *_OF_STATEMENTS)
QUICK = {name: (*_OF_EVIDENCE,) if kind == RecordKind.EVIDENCE else (*_OF_STATEMENTS,) for name, kind in NEW.items()}

# The fields of the form beside which something can be said.
ADDITION = ("relation", "verdict", "new", "premises", *_QUICK)
_PLACES = {"summary": "text", "by": "held_by", "kind": "new"}


@dataclass(slots=True)
class Addition:
    """What an addition form was read as: the new premise where one was written, and the link."""

    new: Reading | None
    new_kind: RecordKind | None
    link: Reading
    named: NamedRecords
    faults: dict[str, str] = field(default_factory=dict)


def quick_fields() -> tuple[FormField, ...]:
    """Return the fields of something new, as they are called in the form by which it is added to a record."""
    known = {each.name: each for kind in (RecordKind.CLAIM, RecordKind.EVIDENCE) for each in form_of(kind)}
    labels = {"text": gettext("What it says"), "held_by": gettext("Held or written by")}
    helps = {
        "text": "",
        "source": gettext(
            "The work or document; evidence needs one. Type a word of its title and choose, or write the title of a "
            "new one."
        ),
    }
    return tuple(
        replace(each, required=False, label=labels.get(name, each.label), help=helps.get(name, each.help))
        for name in _QUICK
        if (each := known.get(name))
    )


def premises_field() -> FormField:
    """Return the field for records that the map has already."""
    told = gettext(
        "Type words or an id and choose; several with semicolons between them, or one beside something new, are taken "
        "together: E1 + E2 support F1."
    )
    return FormField("premises", gettext("Records"), told, Sort.RECORDS, kinds=PREMISES)


def read_addition(
    graph: Graph, target: AnyRecord, sent: Typed, read_elsewhere: ReadElsewhere | None = None
) -> Addition:
    """Read the form by which something is added to a record; faults are by field of the form."""
    named = name_records(graph, (*quick_fields(), premises_field()), sent, read_elsewhere)
    given = named.given
    sort = given.get("new", "")
    kind = NEW.get(sort)
    misplaced = _misplaced(sort, given)
    written = bool(given.get("text", "").strip())
    new = read_form(kind, _new_fields(graph, target, kind, sort, given)) if written and kind else None
    existing = given.get("premises", "").strip()
    # The label that the new record will get is not known yet; any label stands in its place.
    premises = "; ".join(part for part in (existing, "new" if written else "") if part)
    link = read_form(RecordKind.LINK, {**given, "premises": premises, "target": target.id, "when": ""})
    addition = Addition(new, kind if written else None, link, named, {**named.faults})
    if not premises:
        addition.faults.setdefault("text", gettext("Write something new, or name a record that exists."))
    if written and kind is None:
        addition.faults["new"] = gettext("Choose what it is.")
    faults = named.add_faults(link.faults | (new.faults if new else {}) | misplaced)
    for name, told in faults.items():
        addition.faults.setdefault(_PLACES.get(name, name), told)
    if given.get("relation") == Relation.TESTS and not given.get("verdict"):
        addition.faults["verdict"] = gettext("A test has a verdict, if only “not tested”.")
    return addition


def _misplaced(sort: str, given: Typed) -> dict[str, str]:
    """Return what is wrong with fields that the chosen kind does not have: what stands in them would be lost."""
    if not given.get("text", "").strip():
        said = next((name for name in _QUICK if given.get(name, "").strip()), None)
        return {"text": gettext("Say what it says, or leave the rest of it blank as well.")} if said else {}
    own = QUICK.get(sort, ())
    others = {*_OF_EVIDENCE, *_OF_STATEMENTS} - {*own} if own else ()
    told = gettext("Only %(kinds)s has this. Clear it, or choose another kind above.")
    evidence, statements = gettext("evidence"), gettext("a claim or an interpretation")
    return {
        name: told % {"kinds": evidence if name in _OF_EVIDENCE else statements}
        for name in others
        if given.get(name, "").strip()
    }


def _new_fields(graph: Graph, target: AnyRecord, kind: RecordKind, sort: str, given: Typed) -> dict[str, str]:
    text = given.get("text", "")
    common = {name: given.get(name, "") for name in ("source", "locator")}
    if kind == RecordKind.EVIDENCE:
        return {"summary": text, **common, **{name: given.get(name, "") for name in _OF_EVIDENCE}}
    home = target.id if isinstance(target, Question) else graph.home.get(target.id) or ""
    held, when = given.get("held_by", ""), given.get("when", "")
    named = {"by": held} if kind == RecordKind.INTERPRETATION else {"held_by": held, "kind": sort}
    return {"text": text, "answers": home, "when": when, **common, **named}


def add(session: Session, found: ArgumentMap, addition: Addition, *, author: str) -> tuple[str, int]:
    """Write an addition without faults as one change; return the label to open and the change's number.

    Raises `MapError` for what is wrong with the records that it names.
    """
    map_id = persisted_id(found)
    items, ids = settle(session, map_id, addition.named.newcomers)
    link: Any = with_ids(RecordKind.LINK, addition.link.draft, ids) if addition.link.draft else None
    opened: str | None = None
    if addition.new is not None and addition.new.draft is not None and addition.new_kind is not None:
        draft = with_ids(addition.new_kind, addition.new.draft, ids)
        opened = changes.free_label(session, map_id, changes.prefix_of(addition.new_kind, draft))
        items.append((addition.new_kind, opened, draft))
        premises = [opened if premise == "new" else premise for premise in link.premises]
        link = link.model_copy(update={"premises": premises})
    items.append((RecordKind.LINK, None, link))
    made = changes.create_records(session, found, items, author=author, why="")
    return opened or made[-1].label, made[0].revision
