"""By what records that were found can be told apart: kind, map, tests, certainty, tags and dates."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, or_, select, tuple_
from sqlalchemy.orm import Mapped, aliased
from sqlmodel import Session, col

from models.dates import Day, UnreadableDate, bounds
from models.records.arguments import Link, Premise
from models.records.kinds import KINDS
from models.records.relations import ATTACKS
from models.records.sources import Tag, Tagging
from models.row_keys import map_id_column
from models.search.full_text import SearchMatch
from models.vocabulary import ClaimKind, RecordKind, Relation

_WITH_CERTAINTY = frozenset({RecordKind.CLAIM, RecordKind.INTERPRETATION, RecordKind.EVIDENCE})
_DATED_BY_SOURCE = frozenset({RecordKind.INTERPRETATION, RecordKind.EVIDENCE})
# What of a record is asked for, as far as its kind has it: a date is the first of these that it has.
_DATES = ("when", "event_date", "issued", "active")
_ASKED = ("kind", "certainty", "verdict", "overall_verdict", "source", *_DATES)
# So many records are named in one select. Of a map with more, all is read, and what was not found is left aside.
_MOST_NAMED = 500
_Values = dict[str, Any]
# The map of a record and its label.
_Key = tuple[int, str]


class RecordFacets(NamedTuple):
    """What a record is; `kind` is a claim's own kind where it is a claim.

    `verdicts` are those of the tests of a perception, or a link's own; None for a record that nothing tests by
    its nature. `stated` is the overall verdict that the editor states, and `scholars_disagree` says that an
    interpretation attacks one of several tests, or a finding put to it. `span` is the first and the last day of
    its date: when it was held or happened, else when its source was made. `tags` are words.
    """

    kind: str
    map: str
    verdicts: tuple[str | None, ...] | None
    certainty: str | None
    tags: tuple[str, ...]
    span: tuple[Day, Day] | None
    stated: str | None = None
    scholars_disagree: bool = False


def read_facets(session: Session, matches: Sequence[SearchMatch]) -> list[RecordFacets]:
    """Return the traits of records that were found, in their order: selects of single columns, about all maps at once.

    Of each sort of rows there is one for every few hundred records; maps of which more were found are read whole.
    """
    reader = _FacetReader(session)
    keys_by_kind: dict[RecordKind, set[_Key]] = {}
    for match in matches:
        keys_by_kind.setdefault(match.kind, set()).add(_identify(match))
    values = {key: each for kind, keys in keys_by_kind.items() for key, each in reader.read_values(kind, keys).items()}
    sources = {
        (match.map_id, values[_identify(match)]["source"])
        for match in matches
        if match.kind in _DATED_BY_SOURCE and values[_identify(match)].get("source")
    }
    source_dates = reader.read_values(RecordKind.SOURCE, sources)
    tags = reader.read_tags({_identify(match) for match in matches})
    perceptions = {_identify(match) for match in matches if _is_perception(match.kind, values[_identify(match)])}
    verdicts = reader.read_test_verdicts(perceptions)
    disputed = reader.read_disputed({key for key, tests in verdicts.items() if len(tests) > 1})
    return [
        _derive_facets(match, values[_identify(match)], source_dates, tags, verdicts, disputed) for match in matches
    ]


def _identify(match: SearchMatch) -> _Key:
    return match.map_id, match.label


@dataclass(frozen=True, slots=True)
class _FacetReader:
    """Reads single columns of records of any maps."""

    session: Session

    def read_rows(
        self, statement: Select[*tuple[Any, ...]], map_column: Mapped[int], key: Mapped[str], keys: Collection[_Key]
    ) -> Iterator[tuple[_Key, tuple[Any, ...]]]:
        """Yield the rows of a statement for some records, which begin with their map and label, each with its key."""
        for condition in _list_conditions(map_column, key, keys):
            for map_id, label, *row in self.session.connection().execute(statement.where(condition)).all():
                if (map_id, label) in keys:
                    yield (map_id, label), tuple(row)

    def read_values(self, kind: RecordKind, keys: Collection[_Key]) -> dict[_Key, _Values]:
        """Return what is asked of records of one kind."""
        table = KINDS[kind].table
        names = [name for name in _ASKED if name in KINDS[kind].draft.model_fields]
        record_key = (map_id_column(table), col(table.label))
        statement = select(*record_key, *(getattr(table, name) for name in names))
        return {key: dict(zip(names, row, strict=True)) for key, row in self.read_rows(statement, *record_key, keys)}

    def read_tags(self, keys: Collection[_Key]) -> dict[_Key, list[str]]:
        """Return the words of the tags of records, in their order."""
        tagging_key = (map_id_column(Tagging), col(Tagging.label))
        statement = select(*tagging_key, col(Tagging.position), col(Tagging.tag))
        taggings = sorted(self.read_rows(statement, *tagging_key, keys))
        tag_key = (map_id_column(Tag), col(Tag.label))
        named = {(map_id, tag) for (map_id, _), (_, tag) in taggings}
        words = {key: word for key, (word,) in self.read_rows(select(*tag_key, col(Tag.text)), *tag_key, named)}
        tags: dict[_Key, list[str]] = {}
        for key, (_, tag) in taggings:
            tags.setdefault(key, []).append(words.get((key[0], tag), tag))
        return tags

    def read_test_verdicts(self, keys: Collection[_Key]) -> dict[_Key, list[str | None]]:
        """Return the verdicts of the tests of each perception, none for one that is not tested."""
        target_key = (map_id_column(Link), col(Link.target))
        statement = select(*target_key, col(Link.verdict)).where(col(Link.relation) == Relation.TESTS)
        verdicts: dict[_Key, list[str | None]] = {key: [] for key in keys}
        for key, (verdict,) in self.read_rows(statement.order_by(col(Link.label)), *target_key, keys):
            verdicts[key].append(verdict)
        return verdicts

    def read_disputed(self, keys: Collection[_Key]) -> set[_Key]:
        """Return the perceptions of which an interpretation attacks a test, or a finding that is put to it."""
        test, attack = aliased(Link), aliased(Link)
        finding, reason = aliased(Premise), aliased(Premise)
        target_key = (map_id_column(test), col(test.target))
        statement = (
            select(*target_key)
            .join(finding, and_(col(finding.map_id) == col(test.map_id), col(finding.link) == col(test.label)))
            .join(
                attack,
                and_(
                    col(attack.map_id) == col(test.map_id),
                    or_(col(attack.target) == col(test.label), col(attack.target) == col(finding.premise)),
                ),
            )
            .join(reason, and_(col(reason.map_id) == col(attack.map_id), col(reason.link) == col(attack.label)))
            .where(
                col(test.relation) == Relation.TESTS,
                col(attack.relation).in_(ATTACKS),
                col(reason.premise_kind) == RecordKind.INTERPRETATION,
            )
            .distinct()
        )
        return {key for key, _ in self.read_rows(statement, *target_key, keys)}


def _list_conditions(
    map_column: Mapped[int], key: Mapped[str], keys: Collection[_Key]
) -> Iterator[ColumnElement[bool]]:
    """Yield conditions that together let the rows of some records through, and of some maps all others as well."""
    count_by_map = Counter(map_id for map_id, _ in keys)
    whole_maps = sorted(map_id for map_id, count in count_by_map.items() if count > _MOST_NAMED)
    named = sorted(each for each in keys if count_by_map[each[0]] <= _MOST_NAMED)
    for start in range(0, len(whole_maps), _MOST_NAMED):
        yield map_column.in_(whole_maps[start : start + _MOST_NAMED])
    for start in range(0, len(named), _MOST_NAMED):
        yield tuple_(map_column, key).in_(named[start : start + _MOST_NAMED])


def _is_perception(kind: RecordKind, values: _Values) -> bool:
    return kind == RecordKind.CLAIM and values["kind"] == ClaimKind.PERCEPTION


def _derive_facets(
    match: SearchMatch,
    values: _Values,
    source_dates: Mapping[_Key, _Values],
    tags: Mapping[_Key, list[str]],
    tests: Mapping[_Key, list[str | None]],
    disputed: Set[_Key],
) -> RecordFacets:
    key = _identify(match)
    is_perception = _is_perception(match.kind, values)
    verdicts = tuple(tests[key]) if is_perception else None
    if match.kind == RecordKind.LINK and values["verdict"]:
        verdicts = (str(values["verdict"]),)
    certainty = str(values["certainty"]) if match.kind in _WITH_CERTAINTY else None
    kind = str(values["kind"]) if match.kind == RecordKind.CLAIM else str(match.kind)
    own_tags = tuple(dict.fromkeys(tags.get(key, ())))
    date_text = _choose_date(values)
    if date_text is None and match.kind in _DATED_BY_SOURCE and values["source"]:
        date_text = _choose_date(source_dates.get((match.map_id, values["source"]), {}))
    return RecordFacets(
        kind,
        match.slug,
        verdicts,
        certainty,
        own_tags,
        _read_span(date_text) if date_text else None,
        stated=values["overall_verdict"] if is_perception else None,
        scholars_disagree=key in disputed,
    )


def _choose_date(values: _Values) -> str | None:
    for name in _DATES:
        if date_text := values.get(name):
            return str(date_text)
    return None


@lru_cache(maxsize=4_096)
def _read_span(date_text: str) -> tuple[Day, Day] | None:
    try:
        return bounds(date_text)
    except UnreadableDate:
        return None
