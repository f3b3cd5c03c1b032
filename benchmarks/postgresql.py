"""A PostgreSQL of our own in a temporary folder, on a Unix socket."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def postgresql_program(name: str) -> str:
    """Return the path of a program of the PostgreSQL server; Debian keeps them off the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}")) or [Path(shutil.which(name) or "")]
    if not found[-1].is_file():
        raise FileNotFoundError(f"{name} is missing: apt-get install postgresql")
    return str(found[-1])


def as_server(*command: str) -> None:
    """Run a command of the server, which refuses to be run by root."""
    switch = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    done = subprocess.run([*switch, *command], capture_output=True, text=True, cwd="/", check=False)
    if done.returncode:
        raise RuntimeError(done.stderr or done.stdout)


@contextmanager
def cluster() -> Iterator[Path]:
    """Run a PostgreSQL; give the folder of its socket."""
    # Unix sockets have short names, so the folder stands directly under the temporary one.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        data = str(folder / "data")
        as_server(
            postgresql_program("initdb"), "-D", data, "-A", "trust", "-U", "tests", "--locale=C.UTF-8", "--no-sync"
        )
        options = f"-k {folder} -c listen_addresses='' -c fsync=off -c max_connections=200"
        control = postgresql_program("pg_ctl")
        as_server(control, "-D", data, "-o", options, "-l", str(folder / "log"), "-w", "start")
        try:
            yield folder
        finally:
            as_server(control, "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def postgresql_url(folder: Path, name: str) -> str:
    """Return the address of a database of such a cluster."""
    return f"postgresql://tests@/{name}?host={folder}"
