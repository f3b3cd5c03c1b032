"""What is done for the safety of a whole database: its faults, and a backup of it."""

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, text
from sqlmodel import Session, col, select

from api.commands.terminal import progress, report
from api.commands.writing import write_file
from argument_maps.assembly import add_contents, load_graph
from argument_maps.draft_values import build_value
from argument_maps.formats import native
from models import engine as engines
from models.backups import write_manifest
from models.database_generations import SequenceGap
from models.engine import open_engine, reading
from models.history.moments import read_present_snapshot, replay_history
from models.history.revisions import Revision
from models.migrations.migrating import migrate_database
from models.records.maps import ArgumentMap, Record
from models.transfer import copy_rows


def find_database_faults(engine: Engine) -> list[str]:
    """Return what is wrong with a database, in sentences; nothing where all is well."""
    faults = []
    with reading(engine) as session:
        if engine.dialect.name == "sqlite":
            lines = session.connection().execute(text("PRAGMA integrity_check")).scalars().all()
            faults += [f"The file is damaged: {line}" for line in lines if line != "ok"]
            dangling = session.connection().execute(text("PRAGMA foreign_key_check")).all()
            faults += [f"A row of {row[0]} refers to a row of {row[2]} that does not exist." for row in dangling]
        maps = list(session.exec(select(ArgumentMap).order_by(col(ArgumentMap.slug))))
        show = progress("Checked maps")
        for number, map_ in enumerate(maps, start=1):
            faults += [f"{map_.slug}: {fault}" for fault in _find_map_faults(session, map_)]
            show(number, len(maps))
    return faults


def _find_map_faults(session: Session, map_: ArgumentMap) -> list[str]:
    faults = []
    counted = select(func.count(), func.max(Revision.sequence)).where(Revision.map_id == map_.id)
    number, last = session.exec(counted).one()
    gaps = select(func.coalesce(func.sum(SequenceGap.last - SequenceGap.first + 1), 0))
    number += session.exec(gaps.where(SequenceGap.map_id == map_.id)).one()
    if (number, last) != (map_.version, map_.version):
        faults.append(f"the history has {number} revisions up to {last}, but the map's version is {map_.version}.")
    graph = add_contents(session, load_graph(session, map_.slug))
    records = session.exec(select(func.count()).select_from(Record).where(Record.map_id == map_.id)).one()
    assembled = sum(1 for _ in graph)
    if assembled != records:
        faults.append(f"{records} records are registered, but {assembled} can be read.")
    faults += _find_history_faults(session, map_)
    _, problems = native.read_map_document(native.write_map_document(graph))
    return faults + [f"{problem.pointer}: {problem.message}" for problem in problems]


def _find_history_faults(session: Session, map_: ArgumentMap) -> list[str]:
    """Return which records are not what the history makes of them."""
    present_records, replayed_records = (
        read_present_snapshot(session, map_).records,
        replay_history(session, map_).records,
    )
    differing = sorted(
        label
        for label in {*present_records, *replayed_records}
        if not _is_same_record(label, present_records.get(label), replayed_records.get(label))
    )
    return [f"the record {label} is not what the history says of it." for label in differing[:10]]


def _is_same_record(label: str, one: tuple[Any, Any] | None, other: tuple[Any, Any] | None) -> bool:
    if one is None or other is None or one[0] != other[0]:
        return False
    # A version that came later may have added fields that the history does not name.
    return one == other or build_value(one[0], label, one[1]) == build_value(other[0], label, other[1])


def write_backup(engine: Engine, output: Path) -> None:
    """Write the whole database with a manifest into a new SQLite file, there when it is whole. Raises `CannotWrite`."""

    def make(path: Path) -> None:
        _copy(engine, path)
        write_manifest(path)

    write_file(output, make, new=True)


def _copy(engine: Engine, path: Path) -> None:
    if engine.dialect.name == "sqlite":
        report("Copying the database ...")
        engines.back_up_database(engine, path)
        return
    address = f"sqlite:///{path}"
    migrate_database(address)
    copy = open_engine(address)
    try:
        copy_rows(engine, copy, progress("Copied rows"))
    finally:
        copy.dispose()
