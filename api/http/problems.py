"""Errors as RFC 9457 problem documents: what is wrong, where, and what to do.

No answer repeats what was sent, and none but a stale record (which carries the current one) is longer
than `LONGEST` bytes.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any

from pydantic import BaseModel, Field, SkipValidation
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from models.errors import Phrase

MEDIA_TYPE = "application/problem+json"
LONGEST = 4000
TYPE_PREFIX = "urn:sicetnon:problem:"
# Where the scope of a request holds the problem with which it is answered.
PROBLEM_KEY = "sicetnon.problem"

BODY_TOO_LONG = (
    "body-too-long",
    Phrase("The body is too long"),
    Phrase("The body of the request is longer than this server reads."),
    Phrase("Send less at once, such as fewer files, or import the file with “sicetnon import” on the server."),
)


class Fault(BaseModel):
    """One thing that is wrong, and where it stands."""

    pointer: Annotated[str | None, Field(description="A JSON pointer (RFC 6901) into the request's body.")] = None
    parameter: Annotated[str | None, Field(description="The parameter or header of the request that is meant.")] = None
    # Not validated, which would make a phrase a string without its template.
    detail: SkipValidation[str]


class Problem(BaseModel):
    """A problem document (RFC 9457) with the member `remedy`: what to do about it."""

    type: Annotated[str, Field(description="The name of this kind of problem.", examples=[TYPE_PREFIX + "unknown-map"])]
    title: Annotated[str, Field(examples=["There is no such map"])]
    status: Annotated[int, Field(ge=400, le=599, examples=[404])]
    detail: Annotated[str, Field(examples=["There is no map “korea-1951”."])]
    remedy: Annotated[str, Field(examples=["Look for its short name in the list of maps, /api/v1/maps."])]
    errors: list[Fault] = []
    current: Annotated[
        Any,
        Field(description="Where the change was stale (412): the record, or the map's own fields, as they are now."),
    ] = None
    follows: Annotated[
        dict[str, Any] | None,
        Field(
            description="Where it cannot be taken back or touches many, and If-Match was missing (428): what goes, "
            "stays or changes, in numbers."
        ),
    ] = None


class Refusal(HTTPException):
    """A request refused by the HTTP layer itself; `name` is the last part of the problem's type."""

    def __init__(
        self,
        status: int,
        name: str,
        title: str,
        detail: str,
        remedy: str,
        *,
        errors: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
        current: Any = None,
        follows: Any = None,
    ) -> None:
        super().__init__(status, detail=detail, headers=headers)
        self.name = name
        self.title = title
        self.remedy = remedy
        self.errors = tuple(errors)
        self.current = current
        self.follows = follows


class ProblemResponse(Response):
    """A problem as an answer; pages show it in the reader's language by its `document`, which keeps its phrases."""

    def __init__(self, document: dict[str, Any], headers: Mapping[str, str] | None = None) -> None:
        super().__init__(_encode_json(document), document["status"], dict(headers or {}), MEDIA_TYPE)
        self.document = document

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and leave the document to what turns it into a page on the way."""
        scope.get(PROBLEM_KEY, []).append(self.document)
        await super().__call__(scope, receive, send)


def build_problem(
    status: int,
    name: str,
    title: str,
    detail: str,
    remedy: str,
    *,
    errors: Iterable[Fault] = (),
    current: Any = None,
    follows: Any = None,
) -> dict[str, Any]:
    """Return the problem, with as many of its errors as fit into `LONGEST` bytes."""
    document: dict[str, Any] = {
        "type": TYPE_PREFIX + name,
        "title": title,
        "status": status,
        "detail": _shorten(detail, 600),
        "remedy": _shorten(remedy, 600),
    }
    listed_faults: list[dict[str, str]] = []
    bytes_free = LONGEST - len(_encode_json(document)) - 20
    for fault in errors:
        entry = {key: _shorten(value, 300) for key, value in fault.model_dump(exclude_none=True).items()}
        bytes_free -= len(_encode_json(entry)) + 2
        if bytes_free < 0:
            break
        listed_faults.append(entry)
    if listed_faults:
        document["errors"] = listed_faults
    if current is not None:
        document["current"] = current
    if follows is not None:
        document["follows"] = follows
    return document


def problem_response(
    status: int,
    name: str,
    title: str,
    detail: str,
    remedy: str,
    *,
    errors: Iterable[Fault] = (),
    headers: Mapping[str, str] | None = None,
    current: Any = None,
    follows: Any = None,
) -> ProblemResponse:
    """Return the problem as an answer."""
    document = build_problem(status, name, title, detail, remedy, errors=errors, current=current, follows=follows)
    return ProblemResponse(document, headers)


def name_problem(error: type[BaseException]) -> str:
    """Return the name of a class of errors as the type of a problem spells it: StaleRevision is stale-revision."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", error.__name__).lower()


def _shorten(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def _encode_json(value: Any) -> bytes:
    # A lone surrogate may reach a pointer through a key of the request; UTF-8 has no bytes for it.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
