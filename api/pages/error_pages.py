"""Errors as pages: what the API says as problem+json, for whoever came with a browser."""

from typing import Any

from fastapi import Request
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.problems import MEDIA_TYPE, PROBLEM_KEY, TYPE_PREFIX
from api.pages.templating import render_page
from api.phrases.marking import N_
from api.requests.error_answers import prefers_page

_ONWARD = N_("Look for what you want in the list of maps, or search the words of all maps.")
# What programs are told of ids, schemas and the description of the API helps nobody who reads a page.
_FOR_READERS: dict[str, dict[str, str]] = {
    TYPE_PREFIX + "unknown-address": {
        "title": N_("There is no page at this address"),
        "detail": N_("The address may be mistyped, or the page may have moved."),
        "remedy": _ONWARD,
    },
    TYPE_PREFIX + "invalid-request": {"title": N_("This address asks for something impossible"), "remedy": _ONWARD},
    TYPE_PREFIX + "unknown-record": {
        "remedy": N_("It may have been deleted: the map’s history shows it. You can also search for the record.")
    },
}


class ErrorPages:
    """Turns problem documents outside of the API into pages, where the request prefers HTML."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; replace the answer where it is a problem document."""
        if scope["type"] != "http" or not prefers_page(scope):
            await self.app(scope, receive, send)
            return
        problem_start: Message | None = None
        # A list, which layers that copy the scope on the way share with this one.
        documents: list[dict[str, Any]] = []
        scope[PROBLEM_KEY] = documents

        async def send_readable(message: Message) -> None:
            nonlocal problem_start
            if message["type"] == "http.response.start" and _is_problem(message):
                problem_start = message
            elif problem_start is None:
                await send(message)
            elif not message.get("more_body", False):
                await self._show(scope, problem_start, documents[-1], receive, send)

        await self.app(scope, receive, send_readable)

    async def _show(
        self, scope: Scope, problem_start: Message, problem: dict[str, Any], receive: Receive, send: Send
    ) -> None:
        answer = render_page(Request(scope), "error.html", problem_start["status"], problem=_word_for_readers(problem))
        for name in ("Retry-After", "Allow"):
            value = Headers(raw=problem_start["headers"]).get(name)
            if value is not None:
                answer.headers[name] = value
        await answer(scope, receive, send)


def _word_for_readers(problem: dict[str, Any]) -> dict[str, Any]:
    """Return a problem in the words of a page, unless it was worded for one already."""
    for_programs = "/openapi.json" in problem["remedy"] or problem["type"] == TYPE_PREFIX + "unknown-record"
    return problem | _FOR_READERS.get(problem["type"], {}) if for_programs else problem


def _is_problem(message: Message) -> bool:
    return Headers(raw=message["headers"]).get("content-type", "").startswith(MEDIA_TYPE)
