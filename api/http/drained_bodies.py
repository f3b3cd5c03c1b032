"""The rest of a refused body is read off before the refusal is sent, so that every client sees it.

Clients such as Python's urllib send all they have before they read the answer, and ask for the connection to be closed
after it: a server that closes with something left to read resets the connection, and its answer is lost.
"""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class DrainBodyMiddleware:
    """Reads off what was not read of a body, up to `limit` bytes, before the answer begins.

    A client that waits for “100 Continue” has sent nothing yet and is answered at once. How long all of it may take
    is bounded where the body's own time is (`SICETNON_BODY_SECONDS`).
    """

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and read it to its end."""
        if scope["type"] != "http" or not _has_body(headers := Headers(scope=scope)):
            await self.app(scope, receive, send)
            return
        ended = False
        awaits_continue = headers.get("expect", "").lower() == "100-continue"

        async def receive_noting_end() -> Message:
            nonlocal ended, awaits_continue
            awaits_continue = False
            message = await receive()
            ended = message["type"] != "http.request" or not message.get("more_body", False)
            return message

        async def send_after_reading_rest(message: Message) -> None:
            if message["type"] == "http.response.start" and not awaits_continue:
                remaining = self.limit
                while not ended and remaining > 0:
                    remaining -= len((await receive_noting_end()).get("body", b""))
            await send(message)

        await self.app(scope, receive_noting_end, send_after_reading_rest)


def _has_body(headers: Headers) -> bool:
    length = headers.get("content-length", "0")
    return "transfer-encoding" in headers or length.strip("0") != ""
