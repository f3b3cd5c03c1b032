"""Which record that is here a record that comes in is the same as, and why."""

from dataclasses import dataclass

from argument_maps.graph import Graph
from argument_maps.matching.folded_spelling import fold_phrase
from argument_maps.matching.grades import SAME_WORDS, MatchGrade, SameRecord
from argument_maps.matching.same_agents import find_same_agents
from argument_maps.matching.same_sources import find_same_sources
from argument_maps.references import find_record_kind
from argument_maps.values import AnyRecord, Claim, Evidence, Interpretation, Link, Question, Tag
from models.errors import Phrase
from models.search.terms import fold


@dataclass(frozen=True, slots=True)
class RecordMatch:
    """The record that is here or came before in the file, why it is held to be the same, and how surely."""

    record: AnyRecord
    reason: Phrase
    grade: MatchGrade = MatchGrade.SURE


class RecordMatcher:
    """The records of a map, by what they are known by, and which of them those that come in may be.

    With `within` sources that come in are compared with those before them as well, as in a bibliography that was put
    together from several.
    """

    def __init__(
        self, here: Graph, incoming: Graph, *, least: MatchGrade = MatchGrade.LIKELY, within: bool = False
    ) -> None:
        self._here = here.by_id
        self._same = {**find_same_sources(incoming, here, least), **find_same_agents(incoming, here, least)}
        self._within = _list_earlier_doubles(incoming, least) if within else {}
        self._added: dict[str, AnyRecord] = {}
        self._worded: dict[tuple[str, ...], AnyRecord] = {}
        for record in here:
            key = _find_wording(record)
            if key:
                self._worded.setdefault(key, record)

    def note_added(self, label: str, record: AnyRecord) -> None:
        """Remember as what a record of the file is added, for those of the same file that may be the same."""
        if self._within:
            self._added[label] = record

    def find_match(self, record: AnyRecord) -> RecordMatch | None:
        """Return the record that is the same most surely, None where none is; references are to records here."""
        return next(iter(self.list_matches(record)), None)

    def list_matches(self, record: AnyRecord) -> list[RecordMatch]:
        """Return the records that may be the same, the surest first; references of `record` are to records here."""
        key = _find_wording(record)
        twin = self._worded.get(key) if key else None
        if twin is not None:
            is_called = isinstance(record, Question | Tag)
            return [RecordMatch(twin, Phrase("It is called the same.") if is_called else SAME_WORDS)]
        found = [(same, self._here[same.label]) for same in self._same.get(record.id, ())]
        found += [
            (same, self._added[same.label]) for same in self._within.get(record.id, ()) if same.label in self._added
        ]
        found.sort(key=lambda pair: -pair[0].sureness)
        return [RecordMatch(other, same.reason, grade) for same, other in found if (grade := same.grade) is not None]


def _list_earlier_doubles(incoming: Graph, least: MatchGrade) -> dict[str, list[SameRecord]]:
    """Return, by the label of each source, those before it in the file that it may be."""
    places = {source.id: place for place, source in enumerate(incoming.sources)}
    doubles = {
        label: [same for same in found if places[same.label] < places[label]]
        for label, found in find_same_sources(incoming, incoming, least).items()
    }
    return {label: found for label, found in doubles.items() if found}


def _find_wording(record: AnyRecord) -> tuple[str, ...]:
    """Return by what a statement, link, question or tag is the same as another one: what it says, and of what."""
    match record:
        case Claim():
            return ("claim", record.kind, _fold_statement(record.text))
        case Interpretation():
            return ("interpretation", *sorted(record.by), _fold_statement(record.text))
        case Evidence():
            return ("evidence", record.source, record.locator, _fold_statement(record.summary))
        case Link():
            return ("link", record.relation, record.target, *sorted(record.premises))
        case Question() | Tag():
            return (find_record_kind(record).value, fold_phrase(record.text))
        case _:
            return ()


def _fold_statement(text: str) -> str:
    return " ".join(fold(text).split())
