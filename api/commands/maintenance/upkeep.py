"""`sicetnon check`, `migrate` and `backup`: what keeps the maps safe."""

from pathlib import Path
from typing import Annotated

import typer

from api.commands.maintenance import preparation
from api.commands.maintenance.databases import open_database, read_settings
from api.commands.maintenance.keeping import find_database_faults, write_backup
from api.commands.terminal import fail, read_document, report
from api.commands.writing import CannotWrite, refuse_existing_file
from argument_maps.formats import native


def check(
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="A map as JSON; without it the database is checked.")
    ] = None,
) -> None:
    """Check a map file, or the whole database: its integrity, its references and its history.

    Example: sicetnon check map.json
    """
    if file is not None:
        graph = native.build_graph_from_document(read_document(file))
        number = sum(1 for _ in graph)
        report(f"{file} is whole: {number} {'record' if number == 1 else 'records'}.")
        return
    with open_database() as engine:
        faults = find_database_faults(engine)
    for fault in faults:
        report(fault)
    if faults:
        fail(f"{len(faults)} faults in the database. Restore a backup, or write to whoever keeps it.")
    report("The database is whole.")


def migrate() -> None:
    """Bring the database up to date with this version of the program.

    Example: sicetnon migrate
    """
    url = read_settings().database_url
    try:
        if preparation.find_sqlite_file(url) is not None:
            preparation.prepare_database(url, report)
        else:
            preparation.bring_up_to_date(url)
    except preparation.DatabaseNotReady as error:
        fail(str(error))
    report("The database is up to date.")


def backup(
    output: Annotated[Path, typer.Argument(metavar="OUT", help="The file to write; it must not exist yet.")],
) -> None:
    """Write all maps and their history into one file, while the server goes on serving.

    The file is a SQLite database, whatever the maps are kept in, and can be restored into either.

    Example: sicetnon backup maps-2026-11-23.sqlite3
    """
    try:
        # Before the work is begun, and once more when it is done.
        refuse_existing_file(output)
        with open_database() as engine:
            write_backup(engine, output)
    except CannotWrite as error:
        fail(str(error))
    report(f"{output} holds all maps and their history.")
