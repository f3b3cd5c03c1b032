"""The part `at=` of an address: the number of a change, or a moment on the clock, which is turned into such a number.

What stood after a change stands for good, so that only numbers are drawn and kept; a moment leads to its number.
"""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from fastapi import Depends, Request
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool

from api.access.authorization import MayLook
from api.access.current_user import CurrentUser
from api.http.query_parameters import read_at
from api.requests.authorship import mask_moment_author
from models.changes import find_map
from models.engine import reading
from models.history.moments import Moment, find_moment, find_moment_by_time
from models.row_keys import persisted_id


class MomentRedirect(Exception):
    """What was asked for has another address, which is answered as a redirection (307)."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


async def redirect_to_change(request: Request, user: MayLook) -> None:
    """Lead a request for a moment on the clock to the change that was the last one by then. Raises `MomentRedirect`.

    Permission comes first: what is not seen leads nowhere.

    A moment that cannot be read is left to whoever reads the other parameters.
    """
    del user
    text = request.query_params.get("at", "")
    slug = request.path_params.get("slug")
    if not text or slug is None or text.isdecimal():
        return
    try:
        instant = read_at(text)
    except ValueError:
        return
    if isinstance(instant, datetime):
        now = datetime.now(UTC) + timedelta(seconds=1)
        last_moment = await run_in_threadpool(_read_moment_at, request, slug, min(instant, now))
        pairs = [
            (name, str(last_moment.sequence) if name == "at" else value) for name, value in _list_query_pairs(request)
        ]
        raise MomentRedirect(f"{request.url.path}?{urlencode(pairs)}")


def _list_query_pairs(request: Request) -> list[tuple[str, str]]:
    return request.query_params.multi_items()


def _read_moment_at(request: Request, slug: str, instant: datetime) -> Moment:
    with reading(request.app.state.engine) as session:
        return find_moment_by_time(session, find_map(session, slug), instant)


def find_displayed_moment(session: Session, slug: str, at: int, user: CurrentUser) -> Moment | None:
    """Return the moment that a page shows somebody, None where it shows the present. Raises `UnknownMoment`."""
    if not at:
        return None
    map_ = find_map(session, slug)
    return mask_moment_author(session, persisted_id(map_), find_moment(session, map_, at), user)


def find_change_number(session: Session, slug: str, at: str | None) -> int:
    """Return the number of the change after which a map is meant, 0 for the present.

    Raises `UnknownMap`, `UnknownMoment`, and ValueError where it cannot be read.
    """
    point = read_at(at) if at else 0
    if isinstance(point, datetime):
        return find_moment_by_time(session, find_map(session, slug), point).sequence
    return find_moment(session, find_map(session, slug), point).sequence if point else 0


REDIRECT_MOMENTS = [Depends(redirect_to_change)]
