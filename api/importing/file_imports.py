"""What files would do to a map, and that they do it: one change, whatever the number of files."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlmodel import Session, col, select

from api.processes.format_process import ForeignFile
from argument_maps.draft_values import build_draft, build_graph_from_drafts
from argument_maps.formats.exchange import FormatProblem
from argument_maps.formats.registry import FORMATS
from argument_maps.graph import Graph
from argument_maps.importing.planning import ImportChoice, ImportEntry, ImportPlan, apply_plan, plan_import
from argument_maps.values import AnyRecord
from models import changes
from models.changes.writer_limits import may_change, read_writer_limits
from models.errors import MapError, Phrase, pluralise_phrase
from models.history.moments import read_present_snapshot
from models.history.revisions import Revision
from models.records.contents import ContentDraft
from models.records.kinds import CLAIM_PREFIXES, KINDS
from models.records.maps import ArgumentMap, Record
from models.records.rows import Draft
from models.records.scans.images import ImageDraft
from models.vocabulary import RecordKind

MOST_FILES = 10
MOST_RECORDS = 100_000


class PartlyRead(MapError):
    """Some of a file was not understood, and nobody has said to bring in the rest without it."""

    title = Phrase("Not all of the file was understood")

    def __init__(self, problems: Sequence[FormatProblem]) -> None:
        self.problems = problems
        first = problems[0]
        super().__init__(
            pluralise_phrase(
                "%(num)s thing in it would be left out. First: %(first)s",
                "%(num)s things in it would be left out. First: %(first)s",
                len(problems),
                first=first.message,
            ),
            Phrase("Mend the file, or import what could be read."),
        )


class TooManyRecords(MapError):
    """A file holds more records than a map takes at once."""

    title = Phrase("The file holds too many records")

    def __init__(self, number: int) -> None:
        super().__init__(
            Phrase("It holds %(number)s records; at most %(most)s come in at once.", number=number, most=MOST_RECORDS),
            Phrase("Divide it, and import the parts one after another."),
        )


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """A file and what it would do, the files before it done already."""

    file: ForeignFile
    plan: ImportPlan


@dataclass(frozen=True, slots=True)
class PlannedImport:
    """What several files would do to a map, one after another: the map before and after, and what would be written."""

    here: Graph
    after: Graph
    files: tuple[PlannedFile, ...]

    @property
    def drafts(self) -> dict[str, tuple[RecordKind, Draft]]:
        """What would be written, by label."""
        drafts: dict[str, tuple[RecordKind, Draft]] = {}
        for planned in self.files:
            drafts |= planned.plan.drafts
        return drafts


def make_choice_key(number: int, entry: ImportEntry) -> str:
    """Return by what a choice about a record is named: the number of its file, counted from 0, and its label there."""
    return f"{number}.{entry.key}"


def plan_files(
    here: Graph,
    files: Sequence[ForeignFile],
    choices: Mapping[str, ImportChoice],
    *,
    same: ImportChoice | None = None,
    locked: Collection[str] = (),
    labels: "LabelSource | None" = None,
) -> PlannedImport:
    """Return what files would do to a map, of which `locked` records may not be changed. Raises `TooManyRecords`.

    Where `choices` says nothing of a record that seems to be here, `same` is chosen, if it is given.
    """
    after, planned = here, []
    labels = labels or LabelSource()
    for number, file in enumerate(files):
        size = sum(1 for _ in file.reading.graph)
        if size > MOST_RECORDS:
            raise TooManyRecords(size)
        prefix = f"{number}."
        own = {key.removeprefix(prefix): choice for key, choice in choices.items() if key.startswith(prefix)}
        plan = plan_import(
            after,
            file.reading.graph,
            labels.assign,
            choices=own,
            same=same,
            updates_by_id=FORMATS[file.format].updates_by_id,
            finds_doubles=FORMATS[file.format].finds_doubles,
            locked=locked,
        )
        after = apply_plan(after, plan)
        planned.append(PlannedFile(file, plan))
    return PlannedImport(here, after, tuple(planned))


class LabelSource:
    """Gives labels to records that come in under one that is taken: here the next number that the map does not use.

    With a session it is one that was never given out.
    """

    def __init__(self, session: Session | None = None, map_id: int = 0) -> None:
        self._session, self._map_id = session, map_id
        self._last: dict[str, int] = {}

    def assign(self, record: AnyRecord, used: Collection[str]) -> str:
        """Return a label that is not used."""
        kind, _ = build_draft(record)
        if self._session is not None:
            prefix = changes.choose_label_prefix(kind, record)
            return changes.find_free_label(self._session, self._map_id, prefix, used)
        prefix = CLAIM_PREFIXES[record.kind] if kind == RecordKind.CLAIM else KINDS[kind].prefix  # type: ignore[union-attr, index] # a claim has a kind
        while True:
            self._last[prefix] = self._last.get(prefix, 0) + 1
            label = f"{prefix}{self._last[prefix]}"
            if label not in used:
                return label


def read_map_as_it_is(session: Session, argument_map: ArgumentMap) -> Graph:
    """Return a map as its tables have it, without what its texts say."""
    state = read_present_snapshot(session, argument_map)
    return build_graph_from_drafts(state.header or {}, state.records)


def list_locked_records(session: Session, argument_map: ArgumentMap) -> set[str]:
    """Return which records of a map the writer's role does not let them change."""
    if read_writer_limits(session).restricted_to_account is None:
        return set()
    records = session.scalars(select(Record).where(col(Record.map_id) == argument_map.id))
    return {record.label for record in records if not may_change(session, record)}


def write_import(
    session: Session,
    argument_map: ArgumentMap,
    files: Sequence[ForeignFile],
    choices: Mapping[str, ImportChoice],
    *,
    version: int | None,
    same: ImportChoice | None = None,
    author: str,
    why: str = "",
) -> tuple[PlannedImport, tuple[Revision, ...]]:
    """Bring files into a map as one change; no revision where nothing is new. Raises what is at fault."""
    names = ", ".join(file.name for file in files if file.name)
    journal = changes.begin_import(
        session, argument_map, version=version, author=author, why=why or f"Imported from {names or 'a file'}."[:400]
    )
    here = read_map_as_it_is(session, argument_map)
    planned = plan_files(
        here,
        files,
        choices,
        same=same,
        locked=list_locked_records(session, argument_map),
        labels=LabelSource(session, journal.map_id),
    )
    contents: dict[str, Any] = {}
    images: dict[str, Any] = {}
    for each in planned.files:
        contents |= each.plan.contents
        images |= each.plan.images
    revisions = changes.finish_import(
        journal,
        changes.RecordBatch(planned.drafts),
        (ContentDraft.model_validate(msgspec.to_builtins(content)) for content in contents.values()),
        (
            ImageDraft.model_construct(
                media_type=image.media_type, width=image.width, height=image.height, data=image.data
            )
            for image in images.values()
        ),
    )
    return planned, revisions
