"""Records that a form names, by id or by name, and those that are made with it because the map does not have them.

Nobody is sent away to make an agent, a source, a question or a tag first: whoever names one that is not there is asked
on the same form whether it is to be made, and which of those that are there may be meant instead.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlmodel import Session, SQLModel

from api.web.editing.forms import ENTRIES, Reading, Typed, read_form, read_rows, unfit
from api.web.editing.new_agents import AgentChoice, begin_agent, name_work_field, offer_agents
from api.web.messages import gettext
from api.web.record_fields import FormField, Sort, form_of
from api.web.record_view import told
from argument_maps.graph import Graph
from argument_maps.similar_records import records_alike, records_called
from models import changes
from models.records.kinds import KINDS
from models.records.rows import Draft
from models.search.terms import fold
from models.vocabulary import RecordKind

# What a form makes by the way, with the field that its name goes into.
MADE = {
    RecordKind.AGENT: "name",
    RecordKind.SOURCE: "title",
    RecordKind.QUESTION: "text",
    RecordKind.TAG: "text",
}
# Before the names of the fields that say more of a source that is made with the form.
OF_A_NEW_SOURCE = "source."
NEW_SOURCE = (
    *("type", "author", "issued", "available", "container_title", "volume", "issue", "page", "publisher_place"),
    *("publisher", "repository", "reference", "url"),
)
_CHOICE = re.compile(r"meant\.([a-z_.]+)\.\d{1,3}")
# Whoever writes P99 means a record and no name.
_LIKE_AN_ID = re.compile(r"[A-Z]{1,3}[0-9]{1,9}")

# Reads a record of another map that the user may see, None where there is none: its kind and what it says.
ReadElsewhere = Callable[[str, str], tuple[RecordKind, Draft] | None]


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A record that is made with the form. `stand_in` is its id until it gets one."""

    kind: RecordKind
    stand_in: str
    draft: SQLModel


@dataclass(frozen=True, slots=True)
class Doubt:
    """A name that the map does not have, with the records that may be meant: id and words; an agent may be several."""

    name: str
    kind: RecordKind
    alike: tuple[tuple[str, str], ...]
    agents: tuple[AgentChoice, ...] = ()


@dataclass(slots=True)
class NamedRecords:
    """What the fields of a form name.

    `given` is the form with ids, and stand-ins of newcomers, in the place of names; `written` holds, by field, the
    entries as they go back into it. `doubts` are by field what has to be asked; `in_ids` are the values of the form
    with ids and stand-ins, and `names` what stand-ins stand for.
    """

    given: dict[str, str]
    written: dict[str, Any] = field(default_factory=dict)
    newcomers: list[Newcomer] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)
    doubts: dict[str, list[Doubt]] = field(default_factory=dict)
    in_ids: Draft = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def as_written(self, values: Draft) -> Draft:
        """Return values of a draft with what was written in the place of stand-ins."""
        return {**values, **{name: entry for name, entry in self.written.items() if entry}}

    def add_faults(self, faults: Mapping[str, str]) -> dict[str, str]:
        """Return the faults of a form with those of what it names.

        A source that is written and cannot be made yet is not missing: what it lacks is said where that stands.
        """
        lacking = any(name.startswith(OF_A_NEW_SOURCE) for name in self.faults)
        return {name: told for name, told in faults.items() if name != "source" or not lacking} | self.faults


def name_records(
    graph: Graph, fields: Iterable[FormField], given: Typed, read_elsewhere: ReadElsewhere | None = None
) -> NamedRecords:
    """Return what the fields of a form that take records name in a map."""
    named = NamedRecords(dict(given))
    naming = _Naming(graph, named, _choices(given), read_elsewhere)
    for each in fields:
        if each.sort in (Sort.RECORD, Sort.RECORDS):
            naming.read_field(each)
    return named


def read_named(
    graph: Graph,
    kind: RecordKind,
    given: Typed,
    before: Draft | None = None,
    read_elsewhere: ReadElsewhere | None = None,
) -> tuple[Reading, NamedRecords]:
    """Read a form for a kind of record together with the records that it names; values are as they were written."""
    named = name_records(graph, form_of(kind), given, read_elsewhere)
    reading = read_form(kind, named.given, before)
    named.in_ids = reading.values
    reading.values = named.as_written(reading.values)
    reading.faults = named.add_faults(reading.faults)
    if named.faults:
        reading.draft = None
    return reading, named


def likely_there(graph: Graph, kind: RecordKind, values: Draft, given: Typed) -> list[tuple[str, str]]:
    """Return the records, as ids and words, that a new one may be once more, until somebody says that it is not."""
    name = str(values.get(MADE[kind], "")) if kind in MADE else ""
    if not name or fold(given.get("all_the_same", "")) == fold(name):
        return []
    return [(each.id, told(each)) for each in records_alike(graph, kind, name)]


def with_known_ids(kind: RecordKind, given: Typed, before: Draft) -> Typed | None:
    """Return a form that names only what the record has named before, so that the map need not be asked; else None."""
    if any(value and (name.startswith(OF_A_NEW_SOURCE) or _CHOICE.fullmatch(name)) for name, value in given.items()):
        return None
    found = dict(given)
    known: set[str] = set()
    for each in form_of(kind):
        value = before.get(each.name)
        if each.kinds and value:
            known |= {value} if isinstance(value, str) else set(value)
    for each in form_of(kind):
        if each.kinds:
            entries = [entry for entry in re.split(r"[;,\s]+", given.get(each.name, "")) if entry]
            if not known.issuperset(entries):
                return None
            found[each.name] = "; ".join(entries)
    return found


def choices_given(given: Typed) -> dict[str, str]:
    """Return the fields of a form in which was chosen what names stand for."""
    return {name: value for name, value in given.items() if _CHOICE.fullmatch(name)}


def written_of_a_source(given: Typed) -> Draft:
    """Return what was written of a source that is made with a form, as it goes back into it."""
    return {
        each.name: read_rows(each, given) if each.sort is Sort.ROWS else given.get(each.name, "")
        for each in new_source_fields()
    }


def new_source_fields() -> tuple[FormField, ...]:
    """Return the fields that say more of a source that is made with a form."""
    known = {each.name: each for each in form_of(RecordKind.SOURCE)}
    return tuple(
        replace(known[name], name=OF_A_NEW_SOURCE + name, required=name == "type", help=known[name].help)
        for name in NEW_SOURCE
    )


def settle(session: Session, map_id: int, newcomers: Iterable[Newcomer]) -> tuple[list[Any], dict[str, str]]:
    """Return newcomers as items to be created, each under its id, and the ids by their stand-ins."""
    listed = list(newcomers)
    labels = {
        each.stand_in: changes.free_label(session, map_id, changes.prefix_of(each.kind, each.draft)) for each in listed
    }
    return [(each.kind, labels[each.stand_in], with_ids(each.kind, each.draft, labels)) for each in listed], labels


def with_ids(kind: RecordKind, draft: SQLModel, labels: Mapping[str, str]) -> SQLModel:
    """Return a draft with ids in the place of stand-ins."""
    changed: dict[str, Any] = {}
    for each in form_of(kind):
        value: Any = getattr(draft, each.name, None)
        if each.sort is Sort.RECORD and value in labels:
            changed[each.name] = labels[value]
        elif each.sort is Sort.RECORDS and value:
            changed[each.name] = [labels.get(label, label) for label in value]
    return draft.model_copy(update=changed) if changed else draft


def split_entries(text: str, is_known: Callable[[str], bool]) -> list[str]:
    """Return the entries of a field: one a line or between semicolons, for names hold spaces and commas.

    Where commas or spaces stand between what is known by itself, such as `P1, P2`, they part it as well.
    """
    found: list[str] = []
    for part in ENTRIES.split(text):
        entry = " ".join(part.split())
        for apart in (r"[,\s]+", r"\s*,\s*"):
            pieces = [piece for piece in re.split(apart, entry) if piece]
            if len(pieces) > 1 and all(map(is_known, pieces)):
                found += pieces
                break
        else:
            found += _peeled(entry, is_known)
    return found


def _peeled(entry: str, is_known: Callable[[str], bool]) -> list[str]:
    """Return an entry without the ids before and behind its commas, which are entries by themselves."""
    pieces = [piece for piece in re.split(r"\s*,\s*", entry) if piece]
    before: list[str] = []
    behind: list[str] = []
    while len(pieces) > 1 and is_known(pieces[0]):
        before.append(pieces.pop(0))
    while len(pieces) > 1 and is_known(pieces[-1]):
        behind.insert(0, pieces.pop())
    return [*before, ", ".join(pieces), *behind] if pieces else []


def _choices(given: Typed) -> dict[tuple[str, str], str]:
    """Return what was chosen for names that are not there: an id, a record of another map, or nothing for a new one."""
    found: dict[tuple[str, str], str] = {}
    for name, value in given.items():
        place = _CHOICE.fullmatch(name)
        if place and "=" in value:
            choice, _, written = value.partition("=")
            found[place[1], fold(" ".join(written.split()))] = choice
    return found


class _Naming:
    """The reading of one form."""

    def __init__(
        self,
        graph: Graph,
        named: NamedRecords,
        choices: Mapping[tuple[str, str], str],
        read_elsewhere: ReadElsewhere | None,
    ) -> None:
        self.graph, self.named, self.choices, self.read_elsewhere = graph, named, choices, read_elsewhere
        self._made: dict[tuple[RecordKind, str], str] = {}

    def read_field(self, each: FormField) -> None:
        """Read one field, put ids into it, and note what is wrong and what has to be asked."""
        text = self.named.given.get(each.name, "")
        kind = next((kind for kind in each.kinds if kind in MADE), None)
        if each.sort is Sort.RECORDS:
            entries = split_entries(text, lambda piece: self._is_known(piece, kind))
        else:
            entries = [entry] if (entry := " ".join(text.split())) else []
        labels, written = [], []
        for entry in entries:
            label = self._label(each, kind, entry)
            labels.append(label)
            written.append(entry if label is None or label not in self.graph.by_id else label)
        several = each.sort is Sort.RECORDS
        self.named.given[each.name] = "; ".join(dict.fromkeys(label for label in labels if label))
        self.named.written[each.name] = list(dict.fromkeys(written)) if several else "".join(written)
        if kind == RecordKind.SOURCE and each.name == "source":
            self._check_unused(written)

    def _is_known(self, piece: str, kind: RecordKind | None) -> bool:
        return piece in self.graph.by_id or (kind is not None and len(records_called(self.graph, kind, piece)) == 1)

    def _label(self, each: FormField, kind: RecordKind | None, entry: str) -> str | None:
        """Return the id that an entry stands for, a stand-in, or None where that has to be asked first."""
        choice = self.choices.get((each.name, fold(entry)))
        if entry in self.graph.by_id:
            return entry
        if choice is not None and choice in self.graph.by_id:
            return choice
        if kind is None or (choice is None and _LIKE_AN_ID.fullmatch(entry)):
            self.named.faults[each.name] = gettext(
                "This map has no record “%(id)s”. Add it first, or choose another.", id=entry
            )
            return None
        if choice is not None:
            return self._make(each, kind, entry, choice)
        called = records_called(self.graph, kind, entry)
        if len(called) == 1:
            return called[0].id
        alike = called or records_alike(self.graph, kind, entry)
        work = self.named.given.get(name_work_field(each.name), "")
        agents = offer_agents(entry, each.name, work) if kind == RecordKind.AGENT else ()
        doubt = Doubt(entry, kind, tuple((one.id, told(one)) for one in alike), tuple(agents))
        self.named.doubts.setdefault(each.name, []).append(doubt)
        self.named.faults[each.name] = gettext("“%(name)s” is not in this map yet: say below what to do.", name=entry)
        return None

    def _make(self, each: FormField, kind: RecordKind, entry: str, choice: str) -> str | None:
        key = (kind, fold(entry))
        if key in self._made:
            return self._made[key]
        values = self._copied(kind, choice) or (
            begin_agent(entry, choice) if kind == RecordKind.AGENT else {MADE[kind]: entry}
        )
        if each.name == "source" and kind == RecordKind.SOURCE:
            values = self._with_more(values)
            if "type" not in values:
                self.named.faults[OF_A_NEW_SOURCE + "type"] = gettext("Say what sort of source it is.")
                return None
        return self._add(kind, values, each.name, key)

    def _add(self, kind: RecordKind, values: Draft, place: str, key: tuple[RecordKind, str]) -> str | None:
        wrong = unfit(kind, values)
        if wrong:
            self.named.faults[place] = next(iter(wrong.values()))
            return None
        stand_in = self._stand_in(kind)
        self.named.newcomers.append(Newcomer(kind, stand_in, KINDS[kind].draft.model_validate(values)))
        self._made[key] = stand_in
        self.named.names[stand_in] = str(values[MADE[kind]])
        return stand_in

    def _stand_in(self, kind: RecordKind) -> str:
        number = len(self.named.newcomers) + 1
        while f"new-{kind}-{number}" in self.graph.by_id:
            number += 1000
        return f"new-{kind}-{number}"

    def _with_more(self, values: Draft) -> Draft:
        """Return what is said of a new source, with what the form says of it beside its title."""
        fields = new_source_fields()
        authors = next(each for each in fields if each.name == OF_A_NEW_SOURCE + "author")
        self.read_field(authors)
        sent = {
            name.removeprefix(OF_A_NEW_SOURCE): value
            for name, value in self.named.given.items()
            if name.startswith(OF_A_NEW_SOURCE)
        }
        # A title that is there, so that only what is said of the rest is found at fault.
        read = read_form(RecordKind.SOURCE, {**sent, "title": "-"})
        for name, fault in read.faults.items():
            if name not in ("title", "type"):
                self.named.faults[OF_A_NEW_SOURCE + name] = fault
        more = {name: value for name, value in read.values.items() if name in NEW_SOURCE and name not in read.faults}
        return {**values, **more}

    def _check_unused(self, written: list[str]) -> None:
        """Find fault with what is said of a new source where the source is there already."""
        more = any(value.strip() for name, value in self.named.given.items() if name.startswith(OF_A_NEW_SOURCE))
        if not more or (written and written[0] not in self.graph.by_id):
            return
        self.named.faults["source"] = (
            gettext(
                "“%(id)s” is in the map already, and what you wrote of a new source would be lost. Clear one of them.",
                id=written[0],
            )
            if written
            else gettext("Write the title of the new source here.")
        )

    def _copied(self, kind: RecordKind, choice: str) -> Draft | None:
        """Return what a record of another map says, without what only that map has; None where there is none."""
        slug, slash, label = choice.partition("/")
        if not slash or ":" in slug or self.read_elsewhere is None:
            return None
        there = self.read_elsewhere(slug, label)
        if there is None or there[0] != kind:
            return None
        values = {name: value for name, value in there[1].items() if name not in ("tags", "place")}
        if kind == RecordKind.SOURCE and values.get("author"):
            values["author"] = [mine for author in values["author"] if (mine := self._author(slug, author))]
        return values

    def _author(self, slug: str, label: str) -> str | None:
        """Return the agent of this map who is called as one of another, or else a stand-in for one made like it."""
        there = self.read_elsewhere(slug, label) if self.read_elsewhere else None
        if there is None:
            return None
        name = str(there[1].get("name", ""))
        called = records_called(self.graph, RecordKind.AGENT, name)
        if len(called) == 1:
            return called[0].id
        key = (RecordKind.AGENT, fold(name))
        values = {part: value for part, value in there[1].items() if part != "tags"}
        return self._made.get(key) or self._add(RecordKind.AGENT, values, "source", key)
