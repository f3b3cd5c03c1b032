"""The server closes on slow clients, and stops at once."""

import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httptools
import pytest
import uvloop
from starlette.types import ASGIApp, Receive, Scope, Send

from api import server
from api.settings import Settings


async def _echo(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        while (await receive())["type"] != "lifespan.shutdown":
            await send({"type": "lifespan.startup.complete"})
        await send({"type": "lifespan.shutdown.complete"})
        return
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        body, more = body + message.get("body", b""), message.get("more_body", False)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(body))]})
    await send({"type": "http.response.body", "body": body})


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "settings", lambda: Settings(header_seconds=0.3, body_seconds=0.6))


@contextmanager
def _running(app: ASGIApp = _echo) -> Iterator[tuple[int, server.Server]]:
    listener = server.bind("127.0.0.1", 0)
    running = server.Server(server.build_configuration(app=app))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        while not running.started:
            time.sleep(0.01)
        yield listener.getsockname()[1], running
    finally:
        running.should_exit = True
        thread.join(timeout=10)
        server.stopping.clear()
    assert not thread.is_alive()


def _connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=5)


def test_the_loop_is_uvloop_and_the_parser_httptools() -> None:
    config = server.build_configuration(app=_echo)
    config.load()
    assert config.get_loop_factory() is uvloop.new_event_loop
    assert issubclass(config.http_protocol_class, server.DeadlineProtocol)  # type: ignore[arg-type] # a class by now
    with _running() as (port, running), _connect(port) as client:
        client.sendall(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
        assert client.recv(100).startswith(b"HTTP/1.1 200")
        protocol = next(iter(running.server_state.connections))
        assert isinstance(protocol.parser, httptools.HttpRequestParser)
        assert isinstance(protocol.loop, uvloop.Loop)


def _drip(client: socket.socket, seconds: float) -> tuple[bytes, float]:
    """Send a byte every 50 ms until the server answers or closes; return the answer and how long it took."""
    began = time.monotonic()
    client.settimeout(0.05)
    while time.monotonic() - began < seconds:
        try:
            client.sendall(b"a")
            answer = client.recv(1000)
        except TimeoutError:
            continue
        except OSError:
            answer = b""
        return answer, time.monotonic() - began
    return b"still open", seconds


def test_a_client_that_drips_its_headers_is_closed() -> None:
    with _running() as (port, _), _connect(port) as client:
        client.sendall(b"GET / HTTP/1.1\r\nx-drip: ")
        answer, elapsed = _drip(client, 5)
    assert answer.startswith(b"HTTP/1.1 408")
    assert 0.2 < elapsed < 2


def test_a_client_that_drips_its_body_is_closed() -> None:
    with _running() as (port, _), _connect(port) as client:
        client.sendall(b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n")
        answer, elapsed = _drip(client, 5)
    assert answer == b""
    assert 0.5 < elapsed < 2


def test_a_second_request_on_a_connection_has_its_own_time() -> None:
    with _running() as (port, _), _connect(port) as client:
        for _ in range(3):
            client.sendall(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
            assert client.recv(1000).startswith(b"HTTP/1.1 200")
            time.sleep(0.2)
        client.sendall(b"GET / HTTP/1.1\r\nx-drip: ")
        answer, elapsed = _drip(client, 5)
    assert answer.startswith(b"HTTP/1.1 408")
    assert elapsed < 2


def test_a_spare_connection_is_closed_without_a_word() -> None:
    with _running() as (port, _), _connect(port) as client:
        assert client.recv(1000) == b""


def test_many_dripping_clients_do_not_keep_others_waiting() -> None:
    with _running() as (port, running):
        clients = [_connect(port) for _ in range(200)]
        for client in clients:
            client.sendall(b"GET / HTTP/1.1\r\nx-drip: ")
        with _connect(port) as other:
            other.sendall(b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
            assert other.recv(1000).startswith(b"HTTP/1.1 200")
        for _ in range(100):
            if not running.server_state.connections:
                break
            time.sleep(0.05)
        assert not running.server_state.connections
        for client in clients:
            client.close()


def test_a_signal_wakes_what_waits_for_events_before_the_server_waits_for_it() -> None:
    with _running() as (_, running):
        assert not server.stopping.is_set()
        running.handle_exit(signal.SIGTERM, None)
        assert server.stopping.is_set()
        running._captured_signals.clear()
