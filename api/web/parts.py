"""Lists on pages, some of them at a time, with the addresses of what comes before and behind."""

from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, TypeVar
from urllib.parse import urlencode

from fastapi import Request

from api.paging import part_of

Item = TypeVar("Item")
ITEMS_A_PAGE = 50
LONGEST_CURSOR = 1_000


class ListPart(NamedTuple, Generic[Item]):
    """What a page shows of a list. `first` and `following` are addresses, empty where there is nothing there."""

    items: list[Item]
    first: str = ""
    following: str = ""


def list_part(
    request: Request,
    path: str,
    name: str,
    items: Sequence[Item],
    identity: Callable[[Item], object],
    *,
    parameter: str = "cursor",
) -> ListPart[Item]:
    """Return the part of a list that the address asks for; `path` is that of the page, `name` where on it the list is.

    Each list of a page has a `parameter` of its own, and turning over one leaves the others where they are. Raises
    `Refusal` (422) for a cursor that is none.
    """
    cursor = request.query_params.get(parameter, "")[:LONGEST_CURSOR]
    part = part_of(items, name, identity, limit=ITEMS_A_PAGE, cursor=cursor)
    others = [(key, value) for key, value in request.query_params.multi_items() if key != parameter and value]

    def address(*more: tuple[str, str]) -> str:
        query = urlencode([*others, *more])
        return f"{path}?{query}#{name}" if query else f"{path}#{name}"

    return ListPart(
        part.items,
        address() if cursor else "",
        address((parameter, part.cursor)) if part.cursor else "",
    )
