"""Lists on pages, some of them at a time, with the addresses of what comes before and behind."""

from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, TypeVar
from urllib.parse import urlencode

from fastapi import Request

from api.http.pagination import slice_page, write_cursor

Item = TypeVar("Item")
ITEMS_A_PAGE = 50
LONGEST_CURSOR = 1_000
# The parameter by which an address names what is to be on the page, where nobody knows yet on which that is.
NEAR = "near"


class ListPart(NamedTuple, Generic[Item]):
    """What a page shows of a list. `first` and `following` are addresses, empty where there is nothing there.

    `cursor` is that of the part itself, empty for the first.
    """

    items: list[Item]
    first: str = ""
    following: str = ""
    cursor: str = ""


def paginate(
    request: Request,
    path: str,
    name: str,
    items: Sequence[Item],
    identity: Callable[[Item], object],
    *,
    parameter: str = "cursor",
    at: object = None,
    limit: int | None = None,
) -> ListPart[Item]:
    """Return the part of a list that the address asks for; `path` is that of the page, `name` where on it the list is.

    Each list of a page has a `parameter` of its own, and turning over one leaves the others where they are. Where no
    cursor is given it is the part that holds the item of the identity `at`.
    A part has `limit` items, `ITEMS_A_PAGE` without one. Raises `Refusal` (422) for a cursor that is none.
    """
    limit = limit or ITEMS_A_PAGE
    cursor = request.query_params.get(parameter, "")[:LONGEST_CURSOR]
    if not cursor and at is not None:
        cursor = find_page(items, name, identity, at, limit)
    part = slice_page(items, name, identity, limit=limit, cursor=cursor)
    others = [
        (key, value) for key, value in request.query_params.multi_items() if key not in (parameter, NEAR) and value
    ]

    def address(*more: tuple[str, str]) -> str:
        query = urlencode([*others, *more])
        return f"{path}?{query}#{name}" if query else f"{path}#{name}"

    return ListPart(
        part.items,
        address() if cursor else "",
        address((parameter, part.cursor)) if part.cursor else "",
        cursor,
    )


def find_page(
    items: Sequence[Item], name: str, identity: Callable[[Item], object], at: object, limit: int | None = None
) -> str:
    """Return the cursor of the page on which an item stands, nothing for the first and for one that is not there."""
    limit = limit or ITEMS_A_PAGE
    place = next((place for place, item in enumerate(items) if identity(item) == at), 0)
    start = place - place % limit
    return write_cursor(name, str(identity(items[start - 1])), start) if start else ""
