"""The HTTP server: uvicorn with uvloop and httptools, and deadlines for slow clients."""

import asyncio
import functools
import os
import socket
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

import uvicorn
from uvicorn.supervisors import multiprocess

from api.http.request_heads import StrictHeadProtocol
from api.pictures.fast_path import FastPath
from api.processes.descriptors import log_refused_connections, max_connections, raise_descriptor_limit
from api.processes.metrics import DIRECTORY, FROM_MEMORY
from api.processes.metrics_folder import make_counted_folder
from api.settings import settings

# Set when the process was told to stop. What waits for events, and /readyz, look at it, because
# uvicorn waits for open answers before it tells the application anything.
stopping = threading.Event()

# The ASGI extension by which an answer that nobody reads is given up: closing would wait for the reader.
ABORT = "sicetnon.abort"
APPLICATION = "api.app:application"
OK = b"HTTP/1.1 200 OK\r\n"
NOT_MODIFIED = b"HTTP/1.1 304 Not Modified\r\n"
SERVICE_UNAVAILABLE = (
    b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 10\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
)
REQUEST_TIMEOUT = b"HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


class DeadlineProtocol(StrictHeadProtocol):
    """HTTP/1.1 in which the head and the body of a request have to arrive within a time.

    uvicorn itself waits for ever, so that a few thousand dripping clients would hold all its sockets.
    The server looks for those who are late ten times a second: that costs a request a tenth of what a
    timer of its own would.
    """

    # When the client has to be done with what it is sending, in the loop's time; 0 while it sends nothing.
    deadline = 0.0
    _reading_head = False
    _answered = False

    def __init__(self, *args: Any, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        limits = settings()
        self._header_seconds = limits.header_seconds
        self._body_seconds = limits.body_seconds
        self._fast_path: FastPath | None = getattr(getattr(self.app, "state", None), "fast_path", None)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as in uvicorn
        """Start the first request's time; where too many are connected, say so and close."""
        super().connection_made(transport)
        if len(self.connections) > max_connections():
            log_refused_connections(len(self.connections))
            transport.write(SERVICE_UNAVAILABLE)
            transport.close()
            return
        self.deadline = self.loop.time() + self._header_seconds

    def on_message_begin(self) -> None:
        """Start a further request's time; the first one's runs since the connection was made."""
        super().on_message_begin()
        self.scope["extensions"] = {ABORT: {"call": self.transport.abort}}
        self._reading_head = True
        if not self.deadline or self._answered:
            self.deadline = self.loop.time() + self._header_seconds

    def on_headers_complete(self) -> None:
        """Answer on the spot where a picture in memory is asked for; else give the body its own time."""
        self._reading_head = False
        self.check_head()
        self._answered = self._answer_from_memory()
        if not self._answered:
            super().on_headers_complete()
            self.deadline = self.loop.time() + self._body_seconds

    def on_body(self, body: bytes) -> None:
        """Take a part of the body, if anybody wants it."""
        if not self._answered:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """Stop the clock: the request is here."""
        if self._answered:
            self.deadline = self.loop.time() + self.timeout_keep_alive
        else:
            super().on_message_complete()
            self.deadline = 0.0

    def _answer_from_memory(self) -> bool:
        """Write a cached picture straight to the client: no task, no cycle of messages, half the time.

        Whatever is out of the ordinary goes the usual way, which gives the same answer.
        """
        if self._fast_path is None or self.pipeline or self.flow.write_paused:
            return False
        if self.cycle is not None and not self.cycle.response_complete:
            return False
        if self.parser.get_method() != b"GET" or not self.parser.should_keep_alive() or self.parser.should_upgrade():
            return False
        cached = self._fast_path.find(self.url, self.headers)
        if cached is None:
            return False
        picture, not_modified = cached
        lines = [NOT_MODIFIED if not_modified else OK]
        for name, value in self.server_state.default_headers:
            lines += (name, b": ", value, b"\r\n")
        lines.append(picture.not_modified_head if not_modified else picture.head)
        self.transport.write(b"".join(lines))
        if not not_modified:
            self.transport.write(picture.body)
        self.server_state.total_requests += 1
        FROM_MEMORY.inc()
        return True

    def close_if_late(self, now: float) -> None:
        """Close the connection where the client's time is over."""
        if not self.deadline or now < self.deadline or self.transport.is_closing():
            return
        self.deadline = 0.0
        # A browser's spare connection has sent nothing and expects no answer.
        if self._reading_head and not self.is_closing and (self.cycle is None or self.cycle.response_complete):
            self.transport.write(REQUEST_TIMEOUT)
            self.close_after_reading()
        else:
            self.transport.close()


class Server(uvicorn.Server):
    """uvicorn's server, which announces that it stops before it waits for open answers."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Note the signal, and wake what waits for events."""
        stopping.set()
        super().handle_exit(sig, frame)

    async def on_tick(self, counter: int) -> bool:
        """Close on those who are late, ten times a second."""
        now = asyncio.get_running_loop().time()
        for connection in list(self.server_state.connections):
            if isinstance(connection, DeadlineProtocol):
                connection.close_if_late(now)
        return await super().on_tick(counter)


class Worker(multiprocess.Process):
    """One of several processes that share a socket, with our server in it."""

    @functools.cached_property
    def server(self) -> uvicorn.Server:
        """The server that the process runs."""
        return Server(config=self.config)


def build_configuration(*, workers: int = 1, app: Callable[..., Any] | str = APPLICATION) -> uvicorn.Config:
    """Return the configuration with which we serve; uvloop and httptools are named, so that neither can be missed."""
    return uvicorn.Config(
        app,
        workers=workers,
        factory=app == APPLICATION,
        loop="uvloop",
        http=DeadlineProtocol,
        ws="none",
        lifespan="on",
        access_log=False,
        server_header=False,
        # Nothing we answer depends on who the client is or says it is; links begin with SICETNON_BASE_URL.
        proxy_headers=False,
        log_config=None,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=10,
        # A worker that draws a large PNG holds Python's lock for seconds; after 5 uvicorn would kill it.
        timeout_worker_healthcheck=60,
        backlog=2048,
    )


def bind(host: str, port: int) -> socket.socket:
    """Return a socket that listens on the address; port 0 is any free one. Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.create_server((host, port), family=family, backlog=2048)
    listener.set_inheritable(True)
    return listener


def run(listener: socket.socket, *, workers: int = 1) -> None:
    """Serve on the socket until the process is told to stop."""
    # Before there are workers, which get it from here.
    raise_descriptor_limit()
    config = build_configuration(workers=workers)
    if workers == 1:
        Server(config).run(sockets=[listener])
        return
    # The supervisor offers no place to name the class of its processes.
    multiprocess.Process = Worker  # type: ignore[misc] # see above
    with make_counted_folder() as folder:
        # The processes begin with this environment, and write there what they count.
        os.environ[DIRECTORY] = str(folder)
        multiprocess.Multiprocess(config, sockets=[listener]).run()
