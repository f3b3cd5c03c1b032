"""Waiting for something only as long as the client waits for the answer."""

import asyncio
from concurrent.futures import Future
from typing import TypeVar

from fastapi import Request

from api.http.problems import Refusal

Result = TypeVar("Result")


class ClientGone(Refusal):
    """The client closed the connection; nobody reads the answer, and only the log tells of it."""

    def __init__(self) -> None:
        super().__init__(
            499,
            "client-left",
            "The client left",
            "The connection was closed before the answer was there.",
            "Ask again.",
        )


def shield_outcome(outcome: Future[Result]) -> asyncio.Future[Result]:
    """Return what a thread is to give, so that whoever gives up waiting for it does not take it from others."""
    inner = asyncio.wrap_future(outcome)
    # Where all have left, nobody else asks how it ended.
    inner.add_done_callback(lambda ended: ended.cancelled() or ended.exception())
    return asyncio.shield(inner)


async def wait_while_connected(
    request: Request, future: asyncio.Future[Result], seconds: float | None = None
) -> Result:
    """Return what is awaited; raises `ClientGone`, `TimeoutError` after so many seconds, and what it raises itself.

    The body of the request has to be read by then, as it is before a route's function is called.
    """
    disconnect = asyncio.ensure_future(_wait_for_disconnect(request))
    try:
        await asyncio.wait((future, disconnect), timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if future.done():
            return future.result()
        if disconnect.done():
            raise ClientGone
        raise TimeoutError
    finally:
        disconnect.cancel()
        future.cancel()


async def _wait_for_disconnect(request: Request) -> None:
    # A body that nobody asked for may come first.
    while (await request.receive())["type"] != "http.disconnect":
        pass
