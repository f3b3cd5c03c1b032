"""Keyset paging: a page begins behind the last record of the one before, so nothing is skipped or seen twice."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, NamedTuple, TypeVar
from urllib.parse import urlencode

from fastapi import Request, Response
from pydantic import Field

from api.http.problems import Fault, Refusal
from api.http.query_parameters import QueryParameters

LARGEST_PAGE = 200
Item = TypeVar("Item")


class Paging(QueryParameters):
    """Where a page begins, and how long it is."""

    limit: Annotated[int, Field(ge=1, le=LARGEST_PAGE, description="How many records a page has at most.")] = 50
    cursor: Annotated[
        str | None,
        Field(max_length=1000, pattern=r"^[A-Za-z0-9_-]*$", description="Where the page begins, as `next` gave it."),
    ] = None


class ListPage(NamedTuple, Generic[Item]):
    """What one page shows of a list, and the cursor of the page behind it, None on the last."""

    items: list[Item]
    cursor: str | None


def slice_page(
    items: Sequence[Item], order: str, identity: Callable[[Item], object], *, limit: int, cursor: str | None = None
) -> ListPage[Item]:
    """Return what a page shows of a list that is there whole, in its own order.

    `items` are those alone that the reader may know of, as a cursor tells how many came before. A page begins behind
    the last item of the one before, or at its place where that is gone by then. Raises `Refusal` (422) for a cursor of
    another list.
    """
    start = 0
    if cursor:
        last, place = read_cursor(cursor, order, str, int)
        start = next((at + 1 for at, item in enumerate(items) if str(identity(item)) == last), max(place, 0))
    page_items, following = [*items[start : start + limit]], start + limit
    more = following < len(items)
    return ListPage(page_items, write_cursor(order, str(identity(page_items[-1])), following) if more else None)


def write_cursor(order: str, *keys: str | int) -> str:
    """Return the cursor behind a record with these keys in this order."""
    text = json.dumps([order, *keys], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(cursor: str, order: str, *kinds: type) -> list[Any]:
    """Return the keys in a cursor that was written for this order. Raises `Refusal` (422)."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        written, *keys = json.loads(text)
    except (binascii.Error, ValueError, TypeError, RecursionError):
        raise _cursor_refusal() from None
    fits = len(keys) == len(kinds) and all(type(key) is kind for key, kind in zip(keys, kinds, strict=False))
    if written != order or not fits:
        raise _cursor_refusal()
    if any(abs(key) > 2**62 if isinstance(key, int) else not _is_storable(key) for key in keys):
        raise _cursor_refusal()
    return list(keys)


def _is_storable(key: str) -> bool:
    return "\x00" not in key and not any("\ud800" <= character <= "\udfff" for character in key)


def _cursor_refusal() -> Refusal:
    return Refusal(
        422,
        "unknown-cursor",
        "The cursor is not one of ours",
        "The cursor was changed, or belongs to a list in another order.",
        "Begin again without a cursor, and follow the addresses that “next” gives.",
        errors=[Fault(parameter="cursor", detail="It cannot be read for this list.")],
    )


def link_next_page(request: Request, response: Response, cursor: str | None) -> str | None:
    """Return the address of the following page, and put it into the header Link (RFC 8288)."""
    if cursor is None:
        return None
    parameters = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    address = f"{request.url.path}?{urlencode([*parameters, ('cursor', cursor)])}"
    response.headers["Link"] = f'<{address}>; rel="next"'
    return address
