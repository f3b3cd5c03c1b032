"""Which record that is here a record that comes in is the same as, and why."""

import re
from dataclasses import dataclass

from argument_maps.graph import Graph
from argument_maps.references import find_record_kind
from argument_maps.similar_records import list_names
from argument_maps.values import Agent, AnyRecord, Claim, Evidence, Interpretation, Link, Question, Source, Tag
from models.errors import Phrase
from models.search.terms import fold
from models.vocabulary import RecordKind

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class RecordMatch:
    """The record that is here, and why it is held to be the same."""

    record: AnyRecord
    reason: Phrase


class RecordMatcher:
    """The records of a map, by what they are known by. Each is looked up in constant time."""

    def __init__(self, here: Graph) -> None:
        self._named: dict[tuple[RecordKind, str], AnyRecord] = {}
        self._worded: dict[tuple[str, ...], AnyRecord] = {}
        for record in here:
            for name in list_names(record):
                self._named.setdefault((find_record_kind(record), _fold_name(name)), record)
            key = _find_wording(record)
            if key:
                self._worded.setdefault(key, record)

    def find_match(self, record: AnyRecord) -> RecordMatch | None:
        """Return the record that is here and the same, None where none is; its references are to records here."""
        if isinstance(record, Agent | Tag | Question):
            kind = find_record_kind(record)
            for name in list_names(record):
                found = self._named.get((kind, _fold_name(name)))
                if found is not None:
                    return RecordMatch(found, Phrase("It is called the same."))
            return None
        key = _find_wording(record)
        found = self._worded.get(key) if key else None
        return RecordMatch(found, Phrase("It says the same in the same words.")) if found is not None else None


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
