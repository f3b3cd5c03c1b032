"""How many cached pictures a second one process serves, beside nginx with one process and the same bytes."""

import re
import shutil
import socket
import statistics
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.figures import Figure, Skipped
from benchmarks.generate import graph
from benchmarks.server import serving, store

LIMIT = 0.3
ROUNDS = 3
SECONDS = 3
# Such a map's picture has about the size of the 25 KB that the limit was found with.
RECORDS = 8

NGINX = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    open_file_cache max=100;
    keepalive_requests 100000000;
    types {{ image/svg+xml svg; }}
    client_body_temp_path {folder}/client;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{ listen 127.0.0.1:{port}; root {folder}/site; }}
}}
"""


def figures() -> Iterator[Figure | Skipped]:
    """Take the rates of 200 and of 304 in turns."""
    name = "cached picture, one process, {} : nginx"
    missing = [program for program in ("wrk", "nginx") if shutil.which(program) is None]
    if missing:
        for status in (200, 304):
            yield Skipped(name.format(status), f"{' and '.join(missing)} not installed")
        return
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/maps.sqlite3"
        made = graph(RECORDS, 1)
        store(url, [made])
        with serving(url) as server, _nginx(Path(folder), server.get(f"/maps/{made.slug}.svg")[2]) as port:
            ours = f"http://127.0.0.1:{server.port}/maps/{made.slug}.svg"
            peer = f"http://127.0.0.1:{port}/map.svg"
            size = len(server.get(f"/maps/{made.slug}.svg")[2])
            for status in (200, 304):
                tags = {address: _tag(address) if status == 304 else "" for address in (ours, peer)}
                rates: dict[str, list[float]] = {ours: [], peer: []}
                for _ in range(ROUNDS):
                    for address in (ours, peer):
                        rates[address].append(_rate(address, tags[address]))
                own, other = (statistics.median(rates[address]) for address in (ours, peer))
                yield Figure(
                    name.format(status), own, other, "requests/s", LIMIT, at_least=True, note=f"{size / 1024:.0f} KB"
                )


@contextmanager
def _nginx(folder: Path, body: bytes) -> Iterator[int]:
    (folder / "site").mkdir()
    (folder / "site" / "map.svg").write_bytes(body)
    # The workers of an nginx that root starts belong to another user.
    folder.chmod(0o755)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port))
    process = subprocess.Popen(["nginx", "-p", folder, "-c", folder / "nginx.conf"], stderr=subprocess.DEVNULL)
    try:
        _await(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=10)


def _await(port: int) -> None:
    for _ in range(100):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("nginx did not start")


def _tag(address: str) -> str:
    """Return the ETag of what is at an address, after seeing that it answers 304 to it."""
    with urllib.request.urlopen(address) as answer:  # noqa: S310 - an address of this machine
        tag: str = answer.headers["ETag"]
    try:
        urllib.request.urlopen(urllib.request.Request(address, headers={"If-None-Match": tag}))  # noqa: S310 - as above
    except urllib.error.HTTPError as error:
        if error.code == 304:
            return tag
    raise RuntimeError(f"{address} does not answer 304")


def _rate(address: str, tag: str) -> float:
    """Return the requests a second that wrk gets answered, each of them as it should be."""
    told = subprocess.run(
        ["wrk", "-t2", "-c16", f"-d{SECONDS}s", *(["-H", f"If-None-Match: {tag}"] if tag else []), address],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    found = re.search(r"Requests/sec:\s+([\d.]+)", told)
    if found is None or ("Non-2xx" in told and not tag) or "Socket errors" in told:
        raise RuntimeError(f"wrk could not measure {address}:\n{told}")
    return float(found[1])
