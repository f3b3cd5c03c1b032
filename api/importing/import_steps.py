"""Long work on a form told as it goes on: which step it is at, and at its end the page that it leads to.

A script asks for that by accepting server-sent events (WHATWG HTML, 9.2), as they are sent of the changes of a map;
whoever does not gets the page alone. What is refused before the work begins is a page for either.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.http.problems import Refusal
from api.phrases.messages import gettext
from api.phrases.page_words import explain_error
from api.requests.error_answers import find_status
from models.errors import MapError

MEDIA_TYPE = "text/event-stream"
# So that nothing between closes a connection on which nothing is said.
BREATH_SECONDS = 10.0
_HEADERS = {
    "Cache-Control": "no-store",
    # nginx would else collect an answer before it passes it on.
    "X-Accel-Buffering": "no",
}
TellStep = Callable[[str], None]
"""Takes in words, in the language of the page, what is being done; from any thread."""
Work = Callable[[TellStep], Awaitable[Response]]


async def answer_in_steps(request: Request, work: Work) -> Response:
    """Return the page that the work makes, or a stream of its steps with that page at the end."""
    if MEDIA_TYPE in request.headers.get("accept", ""):
        return StepStream(work)
    return await work(lambda _: None)


class StepStream(Response):
    """The steps of a piece of work, which is given up where nobody listens any more."""

    media_type = MEDIA_TYPE

    def __init__(self, work: Work) -> None:
        super().__init__(headers=_HEADERS)
        del self.headers["content-length"]
        self._work = work

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send what is told, and then the answer."""
        del scope, receive
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        loop, steps = asyncio.get_running_loop(), asyncio.Queue[str | None]()

        def tell(words: str) -> None:
            # The loop is closed where the server ends.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(steps.put_nowait, words)

        done = asyncio.create_task(self._answer(tell))
        done.add_done_callback(lambda _: steps.put_nowait(None))
        try:
            while (step := await _take_step(steps)) is not None:
                line = _write_event("step", {"words": step}) if step else b": \n\n"
                await send({"type": "http.response.body", "body": line, "more_body": True})
            await send({"type": "http.response.body", "body": await done})
        finally:
            done.cancel()

    async def _answer(self, tell: TellStep) -> bytes:
        try:
            answer = await self._work(tell)
        except MapError as error:
            return _write_event("answer", {"status": find_status(type(error)), "fault": explain_error(error)})
        except HTTPException as error:
            fault = explain_error(error) if isinstance(error, Refusal) else gettext("This cannot be done.")
            return _write_event("answer", {"status": error.status_code, "fault": fault})
        location = answer.headers.get("location", "")
        page = "" if location else bytes(answer.body).decode()
        return _write_event("answer", {"status": answer.status_code, "location": location, "page": page})


async def _take_step(steps: asyncio.Queue[str | None]) -> str | None:
    """Return the next step, an empty text where nothing was told for some time, None at the end."""
    try:
        return await asyncio.wait_for(steps.get(), BREATH_SECONDS)
    except TimeoutError:
        return ""


def _write_event(name: str, told: dict[str, str | int]) -> bytes:
    return f"event: {name}\ndata: {json.dumps(told)}\n\n".encode()
