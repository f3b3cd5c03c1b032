"""`sicetnon check`, `migrate`, `backup` and `restore`: what keeps the maps safe."""

import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Engine, func, text
from sqlmodel import Session, col, select

from api.commands import preparation
from api.commands.terminal import fail, open_database, progress, read_document, read_settings, report
from argument_maps.assembly import load_graph, with_contents
from argument_maps.formats import native
from models import engine as engines
from models.engine import open_engine, reading
from models.maps import ArgumentMap, Record
from models.revisions import Revision
from models.transfer import copy_rows, row_counts


def check(
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="A map as JSON; without it the database is checked.")
    ] = None,
) -> None:
    """Check a map file, or the whole database: its integrity, its references and its history.

    Example: sicetnon check korea-1950.json
    """
    if file is not None:
        graph = native.graph_of(read_document(file))
        report(f"{file} is whole: {sum(1 for _ in graph)} records.")
        return
    with open_database() as engine:
        faults = database_faults(engine)
    for fault in faults:
        report(fault)
    if faults:
        fail(f"{len(faults)} faults in the database. Restore a backup, or write to whoever keeps it.")
    report("The database is whole.")


def database_faults(engine: Engine) -> list[str]:
    """Return what is wrong with a database, in sentences; nothing where all is well."""
    faults = []
    with reading(engine) as session:
        if engine.dialect.name == "sqlite":
            found = session.connection().execute(text("PRAGMA integrity_check")).scalars().all()
            faults += [f"The file is damaged: {line}" for line in found if line != "ok"]
            dangling = session.connection().execute(text("PRAGMA foreign_key_check")).all()
            faults += [f"A row of {row[0]} refers to a row of {row[2]} that does not exist." for row in dangling]
        maps = list(session.exec(select(ArgumentMap).order_by(col(ArgumentMap.slug))))
        show = progress("Checked maps")
        for number, found_map in enumerate(maps, start=1):
            faults += [f"{found_map.slug}: {fault}" for fault in _map_faults(session, found_map)]
            show(number, len(maps))
    return faults


def _map_faults(session: Session, found: ArgumentMap) -> list[str]:
    faults = []
    counted = select(func.count(), func.max(Revision.sequence)).where(Revision.map_id == found.id)
    number, last = session.exec(counted).one()
    if (number, last) != (found.version, found.version):
        faults.append(f"the history has {number} revisions up to {last}, but the map's version is {found.version}.")
    graph = with_contents(session, load_graph(session, found.slug))
    records = session.exec(select(func.count()).select_from(Record).where(Record.map_id == found.id)).one()
    assembled = sum(1 for _ in graph)
    if assembled != records:
        faults.append(f"{records} records are registered, but {assembled} can be read.")
    _, problems = native.read(native.write(graph))
    return faults + [f"{problem.pointer}: {problem.message}" for problem in problems]


def migrate() -> None:
    """Bring the database up to date with this version of the program.

    Example: sicetnon migrate
    """
    url = read_settings().database_url
    try:
        if preparation.sqlite_file(url) is not None:
            preparation.prepare(url, report)
        else:
            preparation.bring_up_to_date(url)
    except preparation.NotReady as error:
        fail(str(error))
    report("The database is up to date.")


def backup(
    output: Annotated[Path, typer.Argument(metavar="OUT", help="The file to write; it must not exist yet.")],
) -> None:
    """Write all maps and their history into one file, while the server goes on serving.

    The file is a SQLite database, whatever the maps are kept in, and can be restored into either.

    Example: sicetnon backup maps-2026-11-23.sqlite3
    """
    if output.exists():
        fail(f"{output} exists already; a backup never replaces a file.")
    partial = output.with_name(output.name + ".partial")
    partial.unlink(missing_ok=True)
    try:
        with open_database() as engine:
            _copy(engine, partial)
        partial.replace(output)
    except OSError as error:
        fail(f"{output} cannot be written: {error.strerror}.")
    finally:
        for leftover in ("", "-wal", "-shm"):
            Path(str(partial) + leftover).unlink(missing_ok=True)
    report(f"{output} holds all maps and their history.")


def _copy(engine: Engine, path: Path) -> None:
    if engine.dialect.name == "sqlite":
        report("Copying the database ...")
        engines.backup(engine, path)
        return
    address = f"sqlite:///{path}"
    engines.migrate(address)
    copy = open_engine(address)
    try:
        copy_rows(engine, copy, progress("Copied rows"))
    finally:
        copy.dispose()


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that “sicetnon backup” wrote.")],
    force: Annotated[bool, typer.Option("--force", help="Even if there are maps already: they are replaced.")] = False,
) -> None:
    """Put the maps and the history of a backup into the database.

    Example: sicetnon restore maps-2026-11-23.sqlite3
    """
    _require_backup(file)
    url = read_settings().database_url
    try:
        target = preparation.sqlite_file(url)
    except preparation.NotReady as error:
        fail(str(error))
    with open_database() as engine, engine.connect() as connection:
        occupied = row_counts(connection)["argument_map"]
    if occupied and not force:
        fail(f"the database has {occupied} maps. Add --force to put the backup in their place; back them up first.")
    if target is not None:
        _restore_file(file, target)
    else:
        _restore_rows(file, url)
    report(f"The database is as it was in {file}.")


def _require_backup(file: Path) -> None:
    try:
        with file.open("rb") as opened:
            if opened.read(16) != b"SQLite format 3\x00":
                fail(f"{file} is not a backup: it is no SQLite database.")
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                fail(f"{file} is damaged; use another backup.")
            connection.execute("SELECT count(*) FROM argument_map")
    except OSError as error:
        fail(f"{file} cannot be read: {error.strerror}.")
    except sqlite3.Error as error:
        fail(f"{file} is not a backup of maps: {error}.")


def _restore_file(file: Path, target: Path) -> None:
    # SQLite's own copy takes the target's lock, so that a server which has it open sees all or nothing.
    show = progress("Restored pages")
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(target, timeout=30)) as into:
        source.backup(into, pages=4096, progress=lambda _, left, whole: show(whole - left, whole))
    preparation.prepare(f"sqlite:///{target}", report)


def _restore_rows(file: Path, url: str) -> None:
    with tempfile.TemporaryDirectory() as directory:
        # The backup may be of an older version; what is brought up to date is a copy of it.
        copy = Path(directory) / "backup.sqlite3"
        shutil.copyfile(file, copy)
        address = f"sqlite:///{copy}"
        preparation.prepare(address, report)
        source, target = open_engine(address), open_engine(url)
        try:
            copy_rows(source, target, progress("Restored rows"), replace=True)
        finally:
            source.dispose()
            target.dispose()
