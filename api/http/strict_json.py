"""Routes that read JSON strictly and ignore nothing silently."""

import json
import re
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, NoReturn

from fastapi import Request
from fastapi.dependencies.utils import get_flat_params
from fastapi.params import ParamTypes
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.http.problems import Fault, Refusal
from argument_maps.formats.json_pointers import format_pointer
from argument_maps.repeated_members import CrowdedObject, find_repeated_member

DEEPEST = 32
_ESCAPED = re.compile(rb"\\.", re.DOTALL)
_STRING = re.compile(rb'"[^"]*"')
_NO_BRACKETS = bytes(byte for byte in range(256) if byte not in b"[]{}")
# A lone surrogate or NUL stands in JSON text as an escape, so most documents need no second look.
_SUSPICIOUS = re.compile(rb"\\u(?:[dD][89a-fA-F]|0000)")
# Parsing a longer body would keep other requests waiting, so it is done beside the event loop.
_QUICK = 64 * 1024


def is_nested_deeper(raw: bytes, limit: int = DEEPEST) -> bool:
    """Tell whether brackets outside of strings stand more than `limit` deep. Linear in the length."""
    if raw.count(b"[") + raw.count(b"{") <= limit:
        return False
    if len(raw) > _QUICK and is_nested_deeper(raw[: _QUICK // 2], limit):
        # What nests without end does so from the beginning; the patterns below would hold everybody up over the rest.
        return True
    # A quotation mark that is left opens a string that does not end here.
    outside = _STRING.sub(b"", _ESCAPED.sub(b"", raw)).partition(b'"')[0]
    brackets = outside.translate(None, _NO_BRACKETS)
    depth = 0
    for byte in brackets:
        depth += 1 if byte in b"[{" else -1
        if depth > limit:
            return True
    return False


def read_json(raw: bytes) -> Any:
    """Parse a JSON text (RFC 8259) that is UTF-8, at most `DEEPEST` deep, without NaN, NUL and lone surrogates.

    No object says something twice. Raises `Refusal` (400) that says where it fails.
    """
    _check_form(raw)
    try:
        value = json.loads(raw, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        _refuse_unreadable(f"It breaks off or goes wrong at line {error.lineno}, column {error.colno}: {error.msg}.")
    except RecursionError:
        _refuse_unreadable(f"It is nested more than {DEEPEST} deep.")
    except ValueError:
        _refuse_unreadable("It holds a number that is too long.")
    try:
        repeated = find_repeated_member(raw.decode("utf-8-sig"))
    except CrowdedObject as error:
        _refuse_unreadable(error.detail)
    if repeated is not None:
        repetition = f"“{str(repeated.path[-1])[:80]}” stands twice in one object, at line {repeated.line}, "
        detail = f"{repetition}column {repeated.column}, so that one of them would be lost."
        _refuse_unreadable(detail, Fault(pointer=format_pointer(repeated.path), detail=detail))
    if _SUSPICIOUS.search(raw):
        for path, text in _walk_texts(value, ()):
            if "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text):
                fault = Fault(pointer=format_pointer(path), detail="It holds NUL or half of a surrogate pair.")
                _refuse_unreadable("A text in it holds a character that no text may hold.", fault)
    return value


def check_json(raw: bytes) -> None:
    """Refuse what `read_json` refuses, for a parser of its own that would let it pass; most bodies are not parsed.

    Raises `Refusal` (400).
    """
    if _SUSPICIOUS.search(raw) or b"NaN" in raw or b"Infinity" in raw:
        read_json(raw)
    else:
        _check_form(raw)


def _check_form(raw: bytes) -> None:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse_unreadable(f"It is not UTF-8: byte {error.start} cannot be read.")
    if is_nested_deeper(raw):
        _refuse_unreadable(f"It is nested more than {DEEPEST} deep.")


def _refuse_constant(name: str) -> NoReturn:
    _refuse_unreadable(f"It holds {name}, which JSON has no number for.")


def _refuse_unreadable(detail: str, *faults: Fault) -> NoReturn:
    raise Refusal(
        400,
        "unreadable-body",
        "The body cannot be read",
        detail,
        "Send JSON (RFC 8259) in UTF-8.",
        errors=faults or (Fault(pointer="", detail=detail),),
    )


def _walk_texts(value: Any, path: tuple[object, ...]) -> Iterator[tuple[tuple[object, ...], str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for position, item in enumerate(value):
            yield from _walk_texts(item, (*path, position))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield path, key
            yield from _walk_texts(item, (*path, key))


class StrictRequest(Request):
    """A request whose JSON is read by `read_json`."""

    async def json(self) -> Any:
        """Return the body's value. Raises `Refusal` (400)."""
        if not hasattr(self, "_json"):
            raw = await self.body()
            self._json = read_json(raw) if len(raw) < _QUICK else await run_in_threadpool(read_json, raw)
        return self._json


class StrictRoute(APIRoute):
    """A route that refuses unknown parameters (422) and bodies that are not JSON (415).

    Where `media_types` is empty, the route itself decides what it takes.
    """

    media_types: tuple[str, ...] = ("application/json", "application/merge-patch+json")

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler, which checks what FastAPI would let pass."""
        handle = super().get_route_handler()
        parameter_names = _list_parameter_names(self)
        takes_body = bool({"POST", "PUT", "PATCH"} & (self.methods or set()))

        async def handle_strictly(request: Request) -> Response:
            _check_parameters(request, parameter_names)
            if takes_body and self.media_types and (self.body_field is not None or self.openapi_extra):
                _check_media_type(request, self.media_types)
            return await handle(StrictRequest(request.scope, request.receive))

        return handle_strictly


def _list_parameter_names(route: APIRoute) -> frozenset[str]:
    return frozenset(
        field.alias
        for field in get_flat_params(route.dependant)
        if getattr(field.field_info, "in_", ParamTypes.query) is ParamTypes.query
    )


def _check_parameters(request: Request, parameter_names: frozenset[str]) -> None:
    unknown = sorted(set(request.query_params) - parameter_names)
    if unknown:
        allowed = ", ".join(sorted(parameter_names)) or "none"
        raise Refusal(
            422,
            "unknown-parameter",
            "A parameter is not known here",
            f"This address does not know {len(unknown)} of the parameters that were given.",
            f"Leave them out. The parameters known here: {allowed}.",
            errors=[Fault(parameter=name[:80], detail="This parameter is not known here.") for name in unknown[:10]],
        )


def _check_media_type(request: Request, accepted: tuple[str, ...]) -> None:
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in accepted:
        raise Refusal(
            415,
            "wrong-media-type",
            "The body is of another type than JSON",
            "The header Content-Type does not say application/json.",
            "Send JSON with the header “Content-Type: application/json”.",
            headers={"Accept": "application/json"},
        )
