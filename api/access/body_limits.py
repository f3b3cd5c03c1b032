"""How long the body of a request may be, depending on who sends it."""

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access.authorization import Gate
from api.access.credentials import read_credentials
from api.http.problems import BODY_TOO_LONG, Refusal, problem_response
from models.errors import Phrase

# Whoever has not signed in sends names, passwords and words to search for.
ANONYMOUS_BODY_LIMIT = 64 * 1024
_SIGN_IN_FIRST = (
    "body-too-long",
    Phrase("The body is too long"),
    Phrase("Without signing in you can send at most %(most)s KB at once.", most=ANONYMOUS_BODY_LIMIT >> 10),
    Phrase("Sign in first, or send a valid token of yours with “Authorization: Bearer”."),
)


class BodyLimit:
    """Refuses a body that is too long: at once where it says so, else where it becomes too long.

    FastAPI has such a limit, but answers in plain text, and before any middleware of ours. It also reads a body before
    it asks who sends it: to take one apart costs everybody time, so that of strangers, where there is a `gate`, only
    short ones come so far. Whose a longer one is is asked once.
    """

    def __init__(self, app: ASGIApp, limit: int, gate: Gate | None = None) -> None:
        self.app = app
        self.limit = limit
        self.gate = gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it (413)."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "")
        signed_in = (
            await self._is_signed_in(scope) if announced.isdecimal() and self._is_long(int(announced[:20])) else None
        )
        refusal = self._find_refusal(int(announced[:20]), signed_in) if announced.isdecimal() else None
        if refusal is not None:
            await problem_response(413, *refusal)(scope, receive, send)
            return
        length = 0

        async def receive_some() -> Message:
            nonlocal length, signed_in
            message = await receive()
            length += len(message.get("body", b""))
            if signed_in is None and self._is_long(length):
                signed_in = await self._is_signed_in(scope)
            refusal = self._find_refusal(length, signed_in)
            if refusal is not None:
                raise Refusal(413, *refusal)
            return message

        await self.app(scope, receive_some, send)

    def _is_long(self, length: int) -> bool:
        return self.gate is not None and length > ANONYMOUS_BODY_LIMIT

    def _find_refusal(self, length: int, signed_in: bool | None) -> tuple[str, str, str, str] | None:
        if length > self.limit:
            return BODY_TOO_LONG
        return _SIGN_IN_FIRST if self._is_long(length) and not signed_in else None

    async def _is_signed_in(self, scope: Scope) -> bool:
        if self.gate is None:
            return True
        credentials = read_credentials(scope["headers"], scope["scheme"], self.gate.base_url)
        try:
            return (await run_in_threadpool(self.gate.recognise, credentials)).id is not None
        except Refusal:
            # A token that is nobody's.
            return False
