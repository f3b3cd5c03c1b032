"""What pages on which a text or a scan is read or changed have in common: the map, and the way back."""

from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import RedirectResponse

from api.access.current_user import CurrentUser
from argument_maps.graph import Graph


def read_graph(request: Request, slug: str, user: CurrentUser) -> Graph:
    """Return the map as the pages show it, without the contents of its texts."""
    graph: Graph = request.app.state.pictures.graph(slug, user)
    return graph


def redirect_to_text(
    slug: str,
    label: str,
    change: int | None,
    *,
    page: str = "",
    record: str | None = None,
    mark: str | None = None,
    was: str | None = None,
) -> RedirectResponse:
    """Lead back to a text or a page of it, with the change at hand to be taken back.

    `record` is opened beside the text; `mark` is the annotation that was just made; `was` says of a
    change that it was undone or redone.
    """
    parameters = {"record": record, "done": change, "was": was, "new": mark}
    query = urlencode([(name, value) for name, value in parameters.items() if value is not None])
    fragment = f"#{mark}" if mark else ""
    return RedirectResponse(f"/maps/{slug}/texts/{label}{page}{'?' if query else ''}{query}{fragment}", status_code=303)


def redirect_to_scan(
    slug: str,
    label: str,
    change: int | None,
    *,
    page: int | None = None,
    record: str | None = None,
    mark: str | None = None,
) -> RedirectResponse:
    """Lead back to a page of a scan, with the change at hand to be taken back.

    `record` is opened beside it; `mark` is the region that was just made.
    """
    parameters = {"page": page, "record": record, "done": change, "new": mark}
    query = urlencode([(name, value) for name, value in parameters.items() if value is not None])
    fragment = f"#{mark}" if mark else ""
    return RedirectResponse(f"/maps/{slug}/scans/{label}{'?' if query else ''}{query}{fragment}", status_code=303)
