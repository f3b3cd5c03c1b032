"""Adding to a map: a new record, a link from it or from records that exist to what it bears on, in one change."""

from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session

from api.web.editing.forms import Reading, Typed, read_form
from api.web.messages import gettext
from argument_maps.graph import AnyRecord, Graph, Question
from models import changes
from models.maps import ArgumentMap
from models.vocabulary import RecordKind, Relation

# What a new premise may be, in the order in which historians reach for it.
NEW = {
    "evidence": RecordKind.EVIDENCE,
    "finding": RecordKind.CLAIM,
    "interpretation": RecordKind.INTERPRETATION,
    "perception": RecordKind.CLAIM,
    "assertion": RecordKind.CLAIM,
}

# The fields of the form beside which something can be said.
ADDITION = ("relation", "verdict", "text", "source", "held_by", "premises")


@dataclass(slots=True)
class Addition:
    """What an addition form was read as: the new premise where one was written, and the link."""

    new: Reading | None
    new_kind: RecordKind | None
    link: Reading
    faults: dict[str, str] = field(default_factory=dict)


def read_addition(graph: Graph, target: AnyRecord, given: Typed) -> Addition:
    """Read the form by which something is added to a record; faults are by field of the form."""
    written = given.get("text", "").strip()
    sort = given.get("new", "")
    new, kind = None, None
    if written:
        kind = NEW.get(sort, RecordKind.CLAIM)
        new = read_form(kind, _new_fields(graph, target, kind, sort, given))
    existing = given.get("premises", "").strip()
    # The label that the new record will get is not known yet; any label stands in its place.
    premises = ", ".join(part for part in (existing, "new" if written else "") if part)
    link = read_form(RecordKind.LINK, {**given, "premises": premises, "target": target.id})
    addition = Addition(new, kind, link)
    if not premises:
        addition.faults["text"] = gettext("Write something new, or name a record that exists.")
    for name, told in link.faults.items():
        addition.faults.setdefault(name, told)
    if new is not None:
        for name, told in new.faults.items():
            addition.faults.setdefault("text" if name == "summary" else name, told)
    if given.get("relation") == Relation.TESTS and not given.get("verdict"):
        addition.faults["verdict"] = gettext("A test has a verdict, if only “not tested”.")
    return addition


def _new_fields(graph: Graph, target: AnyRecord, kind: RecordKind, sort: str, given: Typed) -> dict[str, str]:
    text = given.get("text", "")
    source, locator = given.get("source", ""), given.get("locator", "")
    if kind == RecordKind.EVIDENCE:
        return {"summary": text, "source": source, "locator": locator, "quotation": given.get("quotation", "")}
    home = target.id if isinstance(target, Question) else graph.home.get(target.id) or ""
    held = given.get("held_by", "")
    named = {"by": held} if kind == RecordKind.INTERPRETATION else {"held_by": held, "kind": sort}
    return {"text": text, "answers": home, "source": source, "locator": locator, **named}


def add(session: Session, found: ArgumentMap, addition: Addition, *, author: str) -> tuple[str, int]:
    """Write an addition without faults as one change; return the label to open and the change's number.

    Raises `MapError` for what is wrong with the records that it names.
    """
    items: list[Any] = []
    link: Any = addition.link.draft
    opened: str | None = None
    if addition.new is not None and addition.new.draft is not None and addition.new_kind is not None:
        draft = addition.new.draft
        opened = changes.free_label(session, found.id or 0, changes.prefix_of(addition.new_kind, draft))
        items.append((addition.new_kind, opened, draft))
        premises = [opened if premise == "new" else premise for premise in link.premises]
        link = link.model_copy(update={"premises": premises})
    items.append((RecordKind.LINK, None, link))
    made = changes.create_records(session, found, items, author=author, why="")
    return opened or made[-1].label, made[0].revision
