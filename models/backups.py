"""Backups: a database in one SQLite file, with a manifest by which is seen whether anything of it is missing."""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

from models.migrations.migrating import list_supported_versions

MANIFEST = "backup_manifest"
_HEAD = b"SQLite format 3\x00"


class NotABackup(Exception):
    """A file that cannot be restored; the message says why."""


def write_manifest(path: Path) -> None:
    """Write into a backup how many rows each of its tables has, and their SHA-256."""
    with closing(sqlite3.connect(path)) as connection, connection:
        contents = _describe_tables(connection)
        connection.execute(f"CREATE TABLE {MANIFEST} (name TEXT PRIMARY KEY, number INTEGER NOT NULL, sha256 TEXT)")
        rows = [(name, number, digest) for name, (number, digest) in contents.items()]
        connection.executemany(f"INSERT INTO {MANIFEST} VALUES (?, ?, ?)", rows)  # noqa: S608 # our own word


def copy_database(source: Path, target: Path) -> None:
    """Copy a SQLite database as it stands at one moment into a new file. Raises sqlite3.Error and OSError."""
    with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))


def require_header(path: Path) -> None:
    """Raise `NotABackup` where the file is no SQLite database, and OSError where it cannot be read."""
    with path.open("rb") as file:
        if file.read(len(_HEAD)) != _HEAD:
            raise NotABackup("it is no SQLite database.")


def check_backup(path: Path) -> bool:
    """Tell whether a backup has a manifest, without which not all that is missing can be seen.

    Raises `NotABackup` where it is damaged, was written by a newer program, or misses anything.
    """
    try:
        with closing(sqlite3.connect(path)) as connection:
            _require_version(connection)
            faults = _find_integrity_faults(connection)
            manifest = _read_manifest(connection)
            if manifest is not None:
                faults += _compare_with_manifest(manifest, _describe_tables(connection))
    except sqlite3.Error as error:
        raise NotABackup(f"it is no backup of maps: {error}.") from None
    if faults:
        raise NotABackup("it is not whole:\n  " + "\n  ".join(faults[:20]) + "\nUse another backup.")
    return manifest is not None


def drop_manifest(path: Path) -> None:
    """Take the manifest out of a backup that is about to become a database."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"DROP TABLE IF EXISTS {MANIFEST}")


def _require_version(connection: sqlite3.Connection) -> None:
    versions = {str(row[0]) for row in connection.execute("SELECT version_num FROM alembic_version")}
    connection.execute("SELECT count(*) FROM argument_map")
    supported = list_supported_versions()
    if not versions:
        raise NotABackup("it does not say which version of the program wrote it.")
    if not versions <= supported:
        theirs, ours = ", ".join(sorted(versions - supported)), max(supported)
        raise NotABackup(
            f"a newer version of the program wrote it: its tables are of version {theirs}, and this program knows them "
            f"up to {ours}. Install that version, and restore it there."
        )


def _find_integrity_faults(connection: sqlite3.Connection) -> list[str]:
    lines = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
    faults = [f"The file is damaged: {line}." for line in lines if line != "ok"]
    dangling = connection.execute("PRAGMA foreign_key_check").fetchall()
    return faults + [f"A row of {row[0]} refers to a row of {row[2]} that does not exist." for row in dangling]


def _read_manifest(connection: sqlite3.Connection) -> dict[str, tuple[int, str]] | None:
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (MANIFEST,)).fetchone():
        return None
    rows = connection.execute(f"SELECT name, number, sha256 FROM {MANIFEST}")  # noqa: S608 # our own word
    return {str(name): (int(number), str(digest)) for name, number, digest in rows}


def _compare_with_manifest(manifest: dict[str, tuple[int, str]], contents: dict[str, tuple[int, str]]) -> list[str]:
    faults = [] if manifest else ["Its manifest is empty."]
    for name in sorted({*manifest, *contents}):
        then, now = manifest.get(name), contents.get(name)
        if then is None or now is None:
            faults.append(f"The table {name} is {'missing' if now is None else 'not in its manifest'}.")
        elif then[0] != now[0]:
            faults.append(f"The table {name} has {now[0]} rows; when the backup was written it had {then[0]}.")
        elif then != now:
            faults.append(f"Something in the table {name} was altered after the backup was written.")
    return faults


def _describe_tables(connection: sqlite3.Connection) -> dict[str, tuple[int, str]]:
    """Return by table the number of its rows and the SHA-256 of all that stands in them."""
    connection.text_factory = bytes
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    names = [row[0].decode() for row in connection.execute(query).fetchall()]
    return {name: _describe_table(connection, name) for name in sorted(names) if name != MANIFEST}


def _describe_table(connection: sqlite3.Connection, name: str) -> tuple[int, str]:
    digest, number = hashlib.sha256(), 0
    columns = len(connection.execute(f'SELECT * FROM "{name}" LIMIT 0').description)  # noqa: S608 - from the catalogue
    order = ", ".join(str(place + 1) for place in range(columns))
    for row in connection.execute(f'SELECT * FROM "{name}" ORDER BY {order}'):  # noqa: S608 - as above
        digest.update(repr(row).encode())
        number += 1
    return number, digest.hexdigest()
