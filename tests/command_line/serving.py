"""The real server in a process of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import httpx2 as httpx


@contextmanager
def serving(database_url: str, *options: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """Run the server on the database; give its process and its address once it is ready."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    environment = {**os.environ, "SICETNON_DATABASE_URL": database_url, "SICETNON_LOG_REQUESTS": "false"}
    command = [sys.executable, "-m", "api.command_line", "serve", "--port", str(port), *options]
    # A group of its own, so that the workers end with it however it ends.
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL, start_new_session=True)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_until_ready(process, address)
        yield process, address
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait_until_ready(process: subprocess.Popen[bytes], address: str) -> None:
    for _ in range(1200):
        assert process.poll() is None, "the server has ended"
        try:
            if httpx.get(f"{address}/readyz").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError("the server was not ready within a minute")
