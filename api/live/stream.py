"""A stream of server-sent events as an answer (WHATWG HTML, 9.2), as long as the client listens."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.live.hub import Hub, Listener
from api.server import ABORT

MEDIA_TYPE = "text/event-stream"
# How long a browser waits before it asks again, in milliseconds; where a replica ends, another answers.
RETRY_MILLISECONDS = 1_000
# How long what is left may take on its way to a client that is ended.
FAREWELL_SECONDS = 1.0
HEADERS = {
    "Cache-Control": "no-store",
    # nginx would else collect an answer before it passes it on.
    "X-Accel-Buffering": "no",
}


class EventStream(Response):
    """The events that a listener is to get: first those that it missed, then what comes."""

    media_type = MEDIA_TYPE

    def __init__(
        self, hub: Hub, slug: str, map_id: int, listener: Listener, leave: Callable[[], None] = lambda: None
    ) -> None:
        super().__init__(headers=HEADERS)
        self._leave = leave
        del self.headers["content-length"]
        self._hub, self._slug, self._map_id, self._listener = hub, slug, map_id, listener

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send until the client has gone, or may be sent no more."""
        sending = asyncio.create_task(self._send(send))
        disconnected = asyncio.create_task(_wait_for_disconnect(receive))
        over = asyncio.create_task(self._listener.over.wait())
        try:
            await asyncio.wait({sending, disconnected, over}, return_when=asyncio.FIRST_COMPLETED)
            if not disconnected.done() and not sending.done():
                await asyncio.wait(
                    {sending, disconnected}, timeout=FAREWELL_SECONDS, return_when=asyncio.FIRST_COMPLETED
                )
            if not disconnected.done() and not sending.done():
                await _abort_connection(scope)
        finally:
            self._hub.leave(self._slug, self._listener)
            self._leave()
            for task in (sending, disconnected, over):
                task.cancel()
            await asyncio.gather(sending, disconnected, over, return_exceptions=True)

    async def _send(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        begin = b"retry: %d\n\n" % RETRY_MILLISECONDS
        await send({"type": "http.response.body", "body": begin, "more_body": True})
        # A database that goes away here ends the stream; the client comes back for the rest.
        with suppress(SQLAlchemyError):
            await self._send_missing(send)
            while events := await self._listener.take():
                await send({"type": "http.response.body", "body": events, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _send_missing(self, send: Send) -> None:
        # What waits in the queue lies behind all of this: a stream that is to end tells it to the end, or is cut off
        # here. Else its client would come back behind the queue, and never hear of what lies between.
        after, last = self._listener.missing or (0, 0)
        while after < last and not self._listener.shut_out:
            frames = await self._hub.read_history(self._map_id, after, last)
            if not frames:
                return
            after = frames[-1].sequence
            await send(
                {"type": "http.response.body", "body": b"".join(frame.payload for frame in frames), "more_body": True}
            )


async def _wait_for_disconnect(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _abort_connection(scope: Scope) -> None:
    extension = (scope.get("extensions") or {}).get(ABORT)
    if extension is not None:
        extension["call"]()
        # The server notes a lost connection in its next turn.
        await asyncio.sleep(0.01)
