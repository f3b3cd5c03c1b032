"""Heads of requests that are too long, or do not say for which host they are, as a server gets them."""

import asyncio
import socket
import time

import pytest
from starlette.types import Receive, Scope, Send

from tests.api.http.test_server import _connect, _echo, _running

GET = b"GET / HTTP/1.1\r\n"
HOST = b"Host: x.example\r\n"
END = b"Connection: close\r\n\r\n"


def ask(client: socket.socket, *parts: bytes) -> bytes:
    answer = b""
    try:
        for part in parts:
            client.sendall(part)
        while chunk := client.recv(65536):
            answer += chunk
    except OSError:
        # Closed while it was still being sent to.
        pass
    return answer[:12]


HEADS: list[tuple[str, tuple[bytes, ...], bytes]] = [
    ("an ordinary one", (GET + HOST + END,), b"200"),
    ("a long cookie", (GET + HOST + b"Cookie: a=" + b"a" * 8_000 + b"\r\n" + END,), b"200"),
    ("a port", (GET + b"Host: [::1]:8000\r\n" + END,), b"200"),
    ("an old client", (b"GET / HTTP/1.0\r\n\r\n",), b"200"),
    ("no host", (GET + END,), b"400"),
    ("two hosts", (GET + HOST + b"Host: y.example\r\n" + END,), b"400"),
    ("a host with a path", (GET + b"Host: x.example/healthz?\r\n" + END,), b"400"),
    ("a host with a user", (GET + b"Host: x@y.example\r\n" + END,), b"400"),
    ("a host with markup", (GET + b'Host: "><b>\r\n' + END,), b"400"),
    ("an address without end", (b"GET /" + b"a" * 40_000 + b" HTTP/1.1\r\n" + HOST + END,), b"431"),
    ("a header without end", (GET + HOST + b"X: ", *[b"a" * 65_536] * 12), b"431"),
    ("many headers", (GET + HOST + b"X: y\r\n" * 300 + END,), b"431"),
    ("many long headers", (GET + HOST + (b"X: " + b"y" * 1_000 + b"\r\n") * 40 + END,), b"431"),
]


def test_heads_are_answered_or_refused() -> None:
    with _running() as (port, _):
        for name, parts, status in HEADS:
            with _connect(port) as client:
                assert ask(client, *parts) == b"HTTP/1.1 " + status, name


def test_a_client_that_is_still_sending_sees_why_it_is_refused() -> None:
    with _running() as (port, running):
        with _connect(port) as client:
            client.sendall(GET + HOST + b"X: ")
            for _ in range(6):
                client.sendall(b"a" * 100_000)
                time.sleep(0.05)
            assert ask(client) == b"HTTP/1.1 431"
        # What does not end is closed all the same.
        with _connect(port) as client:
            began = time.monotonic()
            client.sendall(GET + HOST + b"X: ")
            time.sleep(0.05)
            assert ask(client, b"a" * 100_000) == b"HTTP/1.1 431"
            with pytest.raises(OSError, match=r"Broken pipe|reset"):
                while time.monotonic() - began < 20:
                    client.sendall(b"a")
                    time.sleep(0.05)
            assert time.monotonic() - began < 10
        assert not running.server_state.connections


@pytest.mark.parametrize("earlier", [1, 2])
def test_who_sends_a_bad_head_behind_good_ones_gets_their_answers_and_no_other(
    caplog: pytest.LogCaptureFixture, earlier: int
) -> None:
    async def answer_late(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await asyncio.sleep(0.3)
        await _echo(scope, receive, send)

    with _running(answer_late) as (port, _):
        with _connect(port) as client:
            client.sendall((GET + HOST + b"\r\n") * earlier + GET + END)
            answers = b""
            while chunk := client.recv(65536):
                answers += chunk
        assert (answers.count(b"HTTP/1.1 200"), answers.count(b"HTTP/1.1")) == (earlier, earlier)
        with _connect(port) as client:
            assert ask(client, GET + HOST + END) == b"HTTP/1.1 200"
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


def test_what_comes_before_a_head_does_not_count() -> None:
    body = b"a" * 100_000
    first = b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 100000\r\n\r\n" + body + GET
    with _running() as (port, _), _connect(port) as client:
        client.sendall(first)
        client.sendall(HOST + END)
        answers = b""
        while chunk := client.recv(65536):
            answers += chunk
    assert answers.count(b"HTTP/1.1 200") == 2
