"""By what records that were found can be told apart: kind, map, tests, certainty, tags and dates."""

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, and_, or_, select
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
# More labels than that are not named one by one: the whole map is read, and what was not found is left aside.
_MOST_NAMED = 500
_Values = dict[str, Any]


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
    """Return the traits of records that were found, in their order: a few selects for each map, of single columns."""
    by_map: dict[int, list[SearchMatch]] = {}
    for match in matches:
        by_map.setdefault(match.map_id, []).append(match)
    facets_by_id: dict[int, RecordFacets] = {}
    for map_id, records in by_map.items():
        facets_by_id |= _read_map_facets(session, map_id, records)
    return [facets_by_id[match.identity] for match in matches]


def _read_map_facets(session: Session, map_id: int, matches: Sequence[SearchMatch]) -> dict[int, RecordFacets]:
    reader = _MapReader(session, map_id)
    labels_by_kind: dict[RecordKind, set[str]] = {}
    for match in matches:
        labels_by_kind.setdefault(match.kind, set()).add(match.label)
    values = {
        label: each
        for kind, labels in labels_by_kind.items()
        for label, each in reader.read_values(kind, labels).items()
    }
    sources = {
        values[match.label]["source"]
        for match in matches
        if match.kind in _DATED_BY_SOURCE and values[match.label].get("source")
    }
    source_dates = reader.read_values(RecordKind.SOURCE, sources)
    tags = reader.read_tags({match.label for match in matches})
    verdicts = reader.read_test_verdicts(
        {match.label for match in matches if _is_perception(match.kind, values[match.label])}
    )
    disputed = reader.read_disputed({label for label, tests in verdicts.items() if len(tests) > 1})
    return {
        match.identity: _derive_facets(match, values[match.label], source_dates, tags, verdicts, disputed)
        for match in matches
    }


@dataclass(frozen=True, slots=True)
class _MapReader:
    """Reads single columns of the records of one map."""

    session: Session
    map_id: int

    def read_rows(
        self, statement: Select[*tuple[Any, ...]], key: Mapped[str], labels: Collection[str]
    ) -> Iterator[Row[*tuple[Any, ...]]]:
        """Yield the rows of a statement, which begin with their label, for some labels."""
        if not labels:
            return
        if len(labels) <= _MOST_NAMED:
            statement = statement.where(key.in_(sorted(labels)))
        for row in self.session.connection().execute(statement).all():
            if row[0] in labels:
                yield row

    def read_values(self, kind: RecordKind, labels: Collection[str]) -> dict[str, _Values]:
        """Return what is asked of records of one kind, by label."""
        table = KINDS[kind].table
        names = [name for name in _ASKED if name in KINDS[kind].draft.model_fields]
        key = col(table.label)
        columns = (getattr(table, name) for name in names)
        statement = select(key, *columns).where(map_id_column(table) == self.map_id)
        return {row[0]: dict(zip(names, row[1:], strict=True)) for row in self.read_rows(statement, key, labels)}

    def read_tags(self, labels: Collection[str]) -> dict[str, list[str]]:
        """Return the words of the tags of records, by label and in their order."""
        columns = (col(Tagging.label), col(Tagging.position), col(Tagging.tag))
        statement = select(*columns).where(map_id_column(Tagging) == self.map_id)
        taggings = sorted(tuple(row) for row in self.read_rows(statement, col(Tagging.label), labels))
        words_of_tags = select(col(Tag.label), col(Tag.text)).where(map_id_column(Tag) == self.map_id)
        named = self.read_rows(words_of_tags, col(Tag.label), {tag for _, _, tag in taggings})
        words: dict[str, str] = {label: tag_text for label, tag_text in named}  # noqa: C416 - a row is no pair to a type
        tags: dict[str, list[str]] = {}
        for label, _, tag in taggings:
            tags.setdefault(label, []).append(words.get(tag, tag))
        return tags

    def read_test_verdicts(self, labels: Collection[str]) -> dict[str, list[str | None]]:
        """Return the verdicts of the tests of each perception, none for one that is not tested."""
        statement = select(col(Link.target), col(Link.verdict)).where(
            col(Link.map_id) == self.map_id, col(Link.relation) == Relation.TESTS
        )
        verdicts: dict[str, list[str | None]] = {label: [] for label in labels}
        for target, verdict in self.read_rows(statement.order_by(col(Link.label)), col(Link.target), labels):
            verdicts[target].append(verdict)
        return verdicts

    def read_disputed(self, labels: Collection[str]) -> set[str]:
        """Return the perceptions of which an interpretation attacks a test, or a finding that is put to it."""
        test, attack = aliased(Link), aliased(Link)
        finding, reason = aliased(Premise), aliased(Premise)
        statement = (
            select(col(test.target))
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
                col(test.map_id) == self.map_id,
                col(test.relation) == Relation.TESTS,
                col(attack.relation).in_(ATTACKS),
                col(reason.premise_kind) == RecordKind.INTERPRETATION,
            )
            .distinct()
        )
        return {row[0] for row in self.read_rows(statement, col(test.target), labels)}


def _is_perception(kind: RecordKind, values: _Values) -> bool:
    return kind == RecordKind.CLAIM and values["kind"] == ClaimKind.PERCEPTION


def _derive_facets(
    match: SearchMatch,
    values: _Values,
    source_dates: Mapping[str, _Values],
    tags: Mapping[str, list[str]],
    tests: Mapping[str, list[str | None]],
    disputed: Set[str],
) -> RecordFacets:
    is_perception = _is_perception(match.kind, values)
    verdicts = tuple(tests[match.label]) if is_perception else None
    if match.kind == RecordKind.LINK and values["verdict"]:
        verdicts = (str(values["verdict"]),)
    certainty = str(values["certainty"]) if match.kind in _WITH_CERTAINTY else None
    kind = str(values["kind"]) if match.kind == RecordKind.CLAIM else str(match.kind)
    own_tags = tuple(dict.fromkeys(tags[match.label])) if match.label in tags else ()
    date_text = _choose_date(values)
    if date_text is None and match.kind in _DATED_BY_SOURCE and values["source"]:
        date_text = _choose_date(source_dates.get(values["source"], {}))
    return RecordFacets(
        kind,
        match.slug,
        verdicts,
        certainty,
        own_tags,
        _read_span(date_text) if date_text else None,
        stated=values["overall_verdict"] if is_perception else None,
        scholars_disagree=match.label in disputed,
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
