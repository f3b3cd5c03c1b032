"""Which record that is here a record that comes in is the same as, and why."""

import re
from dataclasses import dataclass

from argument_maps.graph import Graph
from argument_maps.matching.same_agents import find_same_agents
from argument_maps.matching.same_sources import SameRecord, find_same_sources
from argument_maps.references import find_record_kind
from argument_maps.similar_records import list_names
from argument_maps.values import Agent, AnyRecord, Claim, Evidence, Interpretation, Link, Question, Source, Tag
from models.errors import Phrase
from models.search.terms import fold
from models.vocabulary import RecordKind

_WORD = re.compile(r"[^\W_]+")


# From where on two sources or agents are held to be one unless somebody says otherwise; below it is only offered.
SURE = 0.9


@dataclass(frozen=True, slots=True)
class RecordMatch:
    """The record that is here or came before in the file, why it is held to be the same, and how surely (0 to 1)."""

    record: AnyRecord
    reason: Phrase
    sureness: float = 1.0


class RecordMatcher:
    """The records of a map, by what they are known by, and which of them those that come in may be.

    With `within` sources that come in are compared with those before them as well, as in a bibliography that was put
    together from several.
    """

    def __init__(self, here: Graph, incoming: Graph, *, within: bool = False) -> None:
        self._here = here.by_id
        self._same = {**find_same_sources(incoming, here), **find_same_agents(incoming, here)}
        self._within = _list_earlier_doubles(incoming) if within else {}
        self._added: dict[str, AnyRecord] = {}
        self._named: dict[tuple[RecordKind, str], AnyRecord] = {}
        self._worded: dict[tuple[str, ...], AnyRecord] = {}
        for record in here:
            for name in list_names(record):
                self._named.setdefault((find_record_kind(record), _fold_name(name)), record)
            key = _find_wording(record)
            if key:
                self._worded.setdefault(key, record)

    def note_added(self, label: str, record: AnyRecord) -> None:
        """Remember as what a record of the file is added, for those of the same file that may be the same."""
        if self._within:
            self._added[label] = record

    def find_match(self, record: AnyRecord) -> RecordMatch | None:
        """Return the record that is here and the same, None where none is; its references are to records here."""
        key = _find_wording(record)
        twin = self._worded.get(key) if key else None
        if twin is not None:
            return RecordMatch(twin, Phrase("It says the same in the same words."))
        candidates = [
            RecordMatch(self._here[same.label], same.reason, same.sureness) for same in self._same.get(record.id, ())
        ]
        candidates += [
            RecordMatch(self._added[same.label], same.reason, same.sureness)
            for same in self._within.get(record.id, ())
            if same.label in self._added
        ]
        if candidates:
            return max(candidates, key=lambda candidate: candidate.sureness)
        if isinstance(record, Agent | Tag | Question):
            kind = find_record_kind(record)
            for name in list_names(record):
                found = self._named.get((kind, _fold_name(name)))
                if found is not None:
                    return RecordMatch(found, Phrase("It is called the same."))
        return None


def _list_earlier_doubles(incoming: Graph) -> dict[str, list[SameRecord]]:
    """Return, by the label of each source, those before it in the file that it may be."""
    places = {source.id: place for place, source in enumerate(incoming.sources)}
    doubles = {
        label: [same for same in found if places[same.label] < places[label]]
        for label, found in find_same_sources(incoming, incoming).items()
    }
    return {label: found for label, found in doubles.items() if found}


def _find_wording(record: AnyRecord) -> tuple[str, ...]:
    """Return by what a statement or link is the same as another one: what it says, and of what."""
    match record:
        case Claim():
            return ("claim", record.kind, _fold_statement(record.text))
        case Interpretation():
            return ("interpretation", *sorted(record.by), _fold_statement(record.text))
        case Evidence():
            return ("evidence", record.source, record.locator, _fold_statement(record.summary))
        case Link():
            return ("link", record.relation, record.target, *sorted(record.premises))
        case Source():
            return ("source", record.type, *sorted(record.author), record.issued or "", _fold_name(record.title))
        case _:
            return ()


def _fold_name(name: str) -> str:
    """Return a name without case, accents and punctuation; one of nothing but punctuation as it is."""
    return " ".join(_WORD.findall(fold(name))) or name


def _fold_statement(text: str) -> str:
    return " ".join(fold(text).split())
