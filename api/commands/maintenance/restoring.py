"""`sicetnon restore`: a backup is checked beside, then put in the place of the database, which is kept."""

import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from api.commands.maintenance import preparation
from api.commands.maintenance.databases import open_database, read_settings
from api.commands.maintenance.keeping import find_database_faults, write_backup
from api.commands.terminal import AUTHOR, fail, progress, report
from models.backups import NotABackup, check_backup, copy_database, drop_manifest, require_header, write_manifest
from models.database_generations import begin_generation
from models.engine import BUSY_SECONDS, open_engine, writing
from models.history.editions import reserve_edition_numbers
from models.migrations.migrating import MigrationFailed
from models.transfer import (
    advance_ids,
    copy_rows,
    count_rows,
    read_last_edition_numbers,
    read_last_ids,
    read_last_sequences,
)

# How many pages are copied in one turn: fewer than even an empty database has, so that there is a first turn.
PAGES = 16


@dataclass(frozen=True, slots=True)
class HighestNumbers:
    """What a database has given out: the last id of each table, sequence of each map, and edition under each slug."""

    ids: dict[str, int]
    sequences: dict[int, int]
    editions: dict[str, int]


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that “sicetnon backup” wrote.")],
    force: Annotated[bool, typer.Option("--force", help="Even if there are maps already: they are replaced.")] = False,
    keep: Annotated[
        Path | None,
        typer.Option("--keep", metavar="OUT", help="Where the present database is kept; by default beside it."),
    ] = None,
) -> None:
    """Put the maps and the history of a backup into the database, which is kept under another name.

    The backup is checked before anything is touched, and a server that runs goes on with what was restored.

    Example: sicetnon restore maps-2026-11-23.sqlite3
    """
    url = read_settings().database_url
    try:
        require_header(file)
        target = preparation.find_sqlite_file(url)
    except OSError as error:
        fail(f"{file} cannot be read: {error.strerror}.")
    except (NotABackup, preparation.DatabaseNotReady) as error:
        fail(f"{file} is not a backup: {error}" if isinstance(error, NotABackup) else str(error))
    occupied = _describe_present_maps(target)
    if occupied and not force:
        fail(f"the database has {occupied}. Add --force to put the backup in their place; they are kept in a file.")
    former_file = keep or _name_former_file(target, file)
    if former_file.exists():
        fail(f"{former_file} exists already; what is replaced is never kept in its place.")
    if target is not None:
        target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restoring-", dir=target.parent if target else None) as directory:
        copy = Path(directory) / "restored.sqlite3"
        _prepare_copy(file, copy)
        try:
            done = _replace_rows(copy, url, former_file) if target is None else _replace_file(copy, target, former_file)
        except (OSError, sqlite3.Error) as error:
            fail(f"the database could not be replaced, and is as it was: {error}.")
    report(
        f"The database is as it was in {file}." + (f" What it held before is kept in {former_file}." if done else "")
    )


def _describe_present_maps(target: Path | None) -> str:
    """Return how many maps would be replaced, in words; nothing where there are none."""
    if target is None:
        with open_database() as engine, engine.connect() as connection:
            number = count_rows(connection)["argument_map"]
        return f"{number} maps" if number else ""
    if not target.exists() or target.stat().st_size == 0:
        return ""
    try:
        with closing(sqlite3.connect(f"{target.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            (number,) = connection.execute("SELECT count(*) FROM argument_map").fetchone()
    except sqlite3.Error as error:
        return f"something in it that cannot be read ({error})"
    return f"{number} maps" if number else ""


def _name_former_file(target: Path | None, file: Path) -> Path:
    at = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    if target is None:
        return file.absolute().with_name(f"before-restore-{at}.sqlite3")
    return target.with_name(f"{target.name}.{at}.before-restore")


def _prepare_copy(file: Path, copy: Path) -> None:
    """Make a copy of the backup that is whole and up to date, or end with what is wrong with it."""
    try:
        copy_database(file, copy)
        report("Checking the backup ...")
        if not check_backup(copy):
            report(f"{file} has no manifest, as older versions wrote none: a whole table more or less is not noticed.")
        drop_manifest(copy)
        preparation.prepare_database(f"sqlite:///{copy}", lambda _: None)
    except OSError as error:
        fail(f"{file} cannot be read: {error.strerror}.")
    except (sqlite3.Error, NotABackup, preparation.DatabaseNotReady, MigrationFailed) as error:
        fail(f"{file} cannot be restored: {error}")
    engine = open_engine(f"sqlite:///{copy}")
    try:
        faults = find_database_faults(engine)
    finally:
        engine.dispose()
    if faults:
        fail(f"{file} cannot be restored: it is not whole.\n  " + "\n  ".join(faults[:20]) + "\nUse another backup.")


def _begin_new_generation(copy: Path, former: HighestNumbers | None) -> None:
    """Begin another life of the database in the copy: it gives nothing out again that the former one gave."""
    engine = open_engine(f"sqlite:///{copy}")
    try:
        with writing(engine) as session:
            begin_generation(session, former.sequences if former else {}, author=AUTHOR)
            if former is not None:
                advance_ids(session.connection(), former.ids)
                reserve_edition_numbers(session, former.editions)
    finally:
        engine.dispose()


def _replace_rows(copy: Path, url: str, former_file: Path) -> bool:
    source, target = open_engine(f"sqlite:///{copy}"), open_engine(url)

    def keep_former(connection: Connection) -> None:
        if count_rows(connection)["argument_map"]:
            write_backup(target, former_file)
        _begin_new_generation(
            copy,
            HighestNumbers(
                read_last_ids(connection), read_last_sequences(connection), read_last_edition_numbers(connection)
            ),
        )

    try:
        copy_rows(source, target, progress("Restored rows"), replace=True, before=keep_former)
    finally:
        source.dispose()
        target.dispose()
    return former_file.exists()


def _replace_file(copy: Path, target: Path, former_file: Path) -> bool:
    """Put the copy in the place of the file, all or nothing, also for those who have it open."""
    if not target.exists() or target.stat().st_size == 0:
        _begin_new_generation(copy, None)
        _move_file(copy, target)
        return False
    try:
        # By SQLite's own copy into the open file, so that a server sees all or nothing and loses nothing it wrote.
        with closing(sqlite3.connect(target, timeout=BUSY_SECONDS)) as into:
            into.execute("SELECT count(*) FROM sqlite_master")
            size = into.execute("PRAGMA page_size").fetchone()[0]
            into.execute("PRAGMA journal_mode = WAL")
            _set_page_size(copy, size)
            with closing(sqlite3.connect(copy)) as source:
                source.backup(into, pages=PAGES, progress=_back_up_on_first_turn(target, copy, former_file))
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        # What is there is no database any more: it is put aside as it is.
        report(f"{target} cannot be read ({error}); it is put aside as it is.")
        for ending in ("", "-wal", "-shm"):
            if (beside := Path(f"{target}{ending}")).exists():
                beside.rename(f"{former_file}{ending}")
        _begin_new_generation(copy, None)
        _move_file(copy, target)
    return True


def _back_up_on_first_turn(target: Path, copy: Path, former_file: Path) -> Callable[[int, int, int], None]:
    """Return what keeps the former database at the moment from which nobody else can write to it.

    SQLite's copy holds the target's lock from its first turn, and begins anew where its source is changed after that.
    """
    show: Any = progress("Restored pages")
    tries = 0

    def back_up_or_report(status: int, remaining: int, total: int) -> None:
        nonlocal tries
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            tries += 1
            if tries > 1:
                raise sqlite3.OperationalError("others have been writing to the database all the time")
        elif not former_file.exists():
            copy_database(target, former_file)
            write_manifest(former_file)
            _begin_new_generation(copy, _read_highest_numbers(former_file))
        else:
            show(total - remaining, total)

    return back_up_or_report


def _read_highest_numbers(former_file: Path) -> HighestNumbers | None:
    try:
        with closing(sqlite3.connect(former_file)) as connection:
            ids = {str(name): int(last) for name, last in connection.execute("SELECT name, seq FROM sqlite_sequence")}
            last = connection.execute("SELECT map_id, max(sequence) FROM revision GROUP BY map_id").fetchall()
            editions = _read_editions(connection)
    except sqlite3.OperationalError:
        # The former database is none of ours.
        return None
    return HighestNumbers(ids, dict(last), editions)


def _read_editions(connection: sqlite3.Connection) -> dict[str, int]:
    query = "SELECT slug, number FROM edition"
    # What stands there may be of a version before there was the second table.
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'edition_gap'").fetchone():
        query += " UNION ALL SELECT slug, last FROM edition_gap"
    return dict(connection.execute(f"SELECT slug, max(number) FROM ({query}) GROUP BY slug").fetchall())  # noqa: S608 # no text from outside


def _set_page_size(path: Path, size: int) -> None:
    # SQLite copies into a file in WAL mode only pages of the size that it has.
    with closing(sqlite3.connect(path)) as connection:
        if connection.execute("PRAGMA page_size").fetchone()[0] != size:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute(f"PRAGMA page_size = {size}")
            connection.execute("VACUUM")


def _move_file(copy: Path, target: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        # What is still in the file beside has to be in the one that is moved.
        connection.execute("PRAGMA journal_mode = DELETE")
    for ending in ("-wal", "-shm"):
        Path(f"{target}{ending}").unlink(missing_ok=True)
    copy.replace(target)
