"""A server of our own with made-up maps in it, as a process on a free port."""

import http.client
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from argument_maps.formats import native
from argument_maps.graph import Graph
from models.changes import replace_map
from models.engine import open_engine, writing
from models.migrations.migrating import migrate_database

SICETNON = Path(sys.executable).parent / "sicetnon"


@dataclass(slots=True)
class Running:
    """A server that runs, and one connection to it that is kept open."""

    port: int
    connection: http.client.HTTPConnection

    def wake(self) -> None:
        """Connect anew: the server closes a connection on which nothing was asked for a while."""
        self.connection.close()
        self.connection.connect()

    def get(self, path: str) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers in small letters and body."""
        self.connection.request("GET", path)
        answer = self.connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


def store(url: str, graphs: Iterable[Graph]) -> None:
    """Put maps into a new database."""
    migrate_database(url)
    engine = open_engine(url)
    for graph in graphs:
        document, problems = native.read_map_document(native.write_map_document(graph))
        if document is None or problems:
            raise ValueError(f"the made-up map {graph.slug} is not whole: {problems[:3]}")
        with writing(engine) as session:
            replace_map(session, graph.slug, document, version=None, author="benchmark", why="Made up.")
    engine.dispose()


@contextmanager
def serving(url: str) -> Iterator[Running]:
    """Run a server on this database; it is ended with the block."""
    environment = {**os.environ, "SICETNON_DATABASE_URL": url, "SICETNON_LOG_REQUESTS": "false"}
    process = subprocess.Popen(
        [SICETNON, "serve", "--host", "127.0.0.1", "--port", "0"], env=environment, stderr=subprocess.PIPE, text=True
    )
    try:
        port = _port(process)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        connection.connect()
        yield Running(port, connection)
        connection.close()
    finally:
        process.terminate()
        process.wait(timeout=20)
        if process.stderr is not None:
            process.stderr.close()


def _port(process: "subprocess.Popen[str]") -> int:
    said = []
    if process.stderr is None:
        raise RuntimeError("the server has no standard error")
    for line in process.stderr:
        said.append(line)
        if found := re.search(r"http://[^\s/]+:(\d+)", line):
            # What the server says later must not fill the pipe and stop it.
            threading.Thread(target=process.stderr.read, daemon=True).start()
            return int(found[1])
    raise RuntimeError("the server did not start:\n" + "".join(said))
