"""Listeners to a map's events, and the server that they listen to, in a thread of the test."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple, Self
from urllib.parse import urlsplit

from fastapi import FastAPI

from api import server

# Nothing in the tests takes longer; what keeps a stream alive would else let one wait for ever.
LONGEST_SECONDS = 60


class Event(NamedTuple):
    """One event as it came; `at` is the moment, in seconds since 1970."""

    id: int | None
    name: str
    data: dict[str, Any]
    at: float


class Listening:
    """A client that listens to a map, reading only when it is asked to."""

    def __init__(
        self, address: str, slug: str, *, headers: tuple[str, ...] = (), query: str = "", room: int = 0
    ) -> None:
        parts = urlsplit(address)
        self.socket = socket.socket()
        if room:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
        self.socket.settimeout(10)
        self.socket.connect((parts.hostname, parts.port))
        lines = [f"GET /api/v1/maps/{slug}/events{query} HTTP/1.1", f"Host: {parts.netloc}", *headers, "", ""]
        self.socket.sendall("\r\n".join(lines).encode())
        self._buffer = b""
        head = self._until(b"\r\n\r\n").decode().split("\r\n")
        self.status = int(head[0].split()[1])
        self.headers = dict(line.lower().split(": ", 1) for line in head[1:])
        self._waiting = b""
        self.patience = LONGEST_SECONDS

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def _until(self, end: bytes) -> bytes:
        while end not in self._buffer:
            received = self.socket.recv(65536)
            if not received:
                raise EOFError
            self._buffer += received
        found, _, self._buffer = self._buffer.partition(end)
        return found

    def _chunk(self) -> bytes:
        length = int(self._until(b"\r\n"), 16)
        while len(self._buffer) < length + 2:
            received = self.socket.recv(65536)
            if not received:
                raise EOFError
            self._buffer += received
        found, self._buffer = self._buffer[:length], self._buffer[length + 2 :]
        if not found:
            raise EOFError
        return found

    def frames(self) -> Iterator[Event]:
        """Yield the events as they come; raises TimeoutError where none comes, and ends with the stream."""
        deadline = time.monotonic() + self.patience
        while True:
            while b"\n\n" in self._waiting:
                frame, _, self._waiting = self._waiting.partition(b"\n\n")
                fields = dict(line.split(": ", 1) for line in frame.decode().splitlines() if not line.startswith(":"))
                if "data" in fields:
                    number = int(fields["id"]) if "id" in fields else None
                    yield Event(number, fields["event"], json.loads(fields["data"]), time.time())
                elif not fields:
                    yield Event(None, "comment", {}, time.time())
            if time.monotonic() > deadline:
                raise TimeoutError
            try:
                self._waiting += self._chunk()
            except EOFError:
                return

    def changes(self, many: int) -> list[int]:
        """Wait for so many changes and return their sequences."""
        found: list[int] = []
        for event in self.frames():
            if event.name == "change":
                assert event.id == event.data["sequence"]
                found.append(event.data["sequence"])
                if len(found) == many:
                    break
        return found

    def presence(self, wanted: str) -> Event:
        """Wait until somebody is told of under that name: `here`, `joined`, `moved` or `left`."""
        return next(each for each in self.frames() if each.name == "presence" and each.data.get(wanted))

    def ending(self) -> str:
        """Wait until the stream ends, and return the reason that it tells."""
        *_, last = self.frames()
        assert last.name == "ended", last
        return str(last.data["reason"])

    def is_ended(self, seconds: float) -> bool:
        """Tell whether the stream ends within a time, whatever comes before."""
        deadline = time.monotonic() + seconds
        self.socket.settimeout(seconds)
        try:
            for _ in self.frames():
                if time.monotonic() > deadline:
                    return False
        except TimeoutError:
            return False
        except ConnectionError:
            pass
        return True


@contextmanager
def running(app: FastAPI) -> Iterator[tuple[str, server.Server]]:
    """Run our server with the application; give its address and itself."""
    listener = server.bind("127.0.0.1", 0)
    config = server.build_configuration(app=app)
    # The application's own end is the test's, which has others that use it.
    config.lifespan = "off"
    started = server.Server(config)
    thread = threading.Thread(target=started.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        while not started.started:
            assert thread.is_alive()
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", started
    finally:
        started.handle_exit(15, None)
        started._captured_signals.clear()
        thread.join(timeout=10)
        server.stopping.clear()
    assert not thread.is_alive()
