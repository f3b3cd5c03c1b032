"""Sessions for routes: one that reads, and one that commits before the answer is sent."""

from collections.abc import Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Annotated, TypeVar

from fastapi import Depends, Request
from sqlmodel import Session, select
from starlette.concurrency import run_in_threadpool

from api.access.authorization import MembershipScope, get_request_place, get_writer_limits
from api.access.permission_policy import API, CHANGEABLE_WHERE_CLOSED
from api.processes.map_slots import take_turn, take_writing_turn
from models.changes.time_limit import limit_writing_time
from models.changes.writer_limits import set_writer_limits
from models.engine import reading, writing
from models.errors import UnknownMap
from models.people.account_errors import SeminarIsClosed
from models.records.maps import ArgumentMap
from models.teaching.seminar_lifecycle import find_closed_seminar

Result = TypeVar("Result")


def open_reading(request: Request, turn: Annotated[None, Depends(take_turn, scope="function")]) -> Iterator[Session]:
    """Yield a session that sees one moment of the database and changes nothing."""
    del turn
    with reading_session(request) as session:
        yield session


@contextmanager
def reading_session(request: Request) -> Iterator[Session]:
    """Give a session that changes nothing, and knows what whoever makes the request might change."""
    with reading(request.app.state.engine) as session:
        set_writer_limits(session, lambda: get_writer_limits(request))
        yield session


async def read_in_thread(request: Request, work: Callable[[Session], Result]) -> Result:
    """Return what the work reads in a session of its own, in a thread and in its turn.

    For routes that wait for something else before or after, which nobody should do with a session in hand.
    """

    def read() -> Result:
        with reading_session(request) as session:
            return work(session)

    async with asynccontextmanager(take_turn)(request):
        return await run_in_threadpool(read)


def open_writing(
    request: Request, turn: Annotated[None, Depends(take_writing_turn, scope="function")]
) -> Iterator[Session]:
    """Yield a session that is committed when the route returns, and rolled back when it raises."""
    del turn
    with writing_session(request) as session:
        yield session


@contextmanager
def writing_session(request: Request) -> Iterator[Session]:
    """Give a session that is committed at the end, or rolled back on any error, for whoever makes the request.

    Raises `SeminarIsClosed` at the end where nothing may be changed there any more.
    """
    with writing(request.app.state.engine) as session:
        # Asked when something is changed: by then it is known who makes the request.
        set_writer_limits(session, lambda: get_writer_limits(request))
        limit_writing_time(session)
        yield session
        refuse_closed(request, session)


def _find_full_path(request: Request) -> str:
    """Return the path of the route with the prefix under which it is included."""
    path = str(getattr(request.scope.get("route"), "path", ""))
    # A route of the API knows nothing of the prefix under which it is included.
    api = f"{API}/"
    return f"{API}{path}" if request.url.path.startswith(api) and not path.startswith(api) else path


def refuse_closed(request: Request, session: Session) -> None:
    """Raise `SeminarIsClosed` where the request changes something in a seminar that is closed or deleted."""
    place = get_request_place(request)
    if place == MembershipScope() or _find_full_path(request) in CHANGEABLE_WHERE_CLOSED:
        return
    seminar = find_closed_seminar(session, place.map_id, place.seminar_id)
    if seminar is not None:
        raise SeminarIsClosed(seminar.slug, deleted=seminar.erased_after is not None)


async def write_in_thread(request: Request, work: Callable[[Session], Result]) -> Result:
    """Return what the work returns, whose session is committed by then; in a thread and in its turn.

    For routes that do something else before, which nobody should do in a turn of the writers.
    """

    def write() -> Result:
        with writing_session(request) as session:
            return work(session)

    async with asynccontextmanager(take_writing_turn)(request):
        return await run_in_threadpool(write)


# scope="function" ends the dependency before the answer goes out: an answer of 201 is a commit that held.
Reading = Annotated[Session, Depends(open_reading, scope="function")]
Writing = Annotated[Session, Depends(open_writing, scope="function")]


def lock_map(session: Session, slug: str) -> ArgumentMap | None:
    """Return the map, held against other writers until the session ends; None where there is none.

    SQLite has only one writer, so that its transaction is lock enough; it ignores FOR UPDATE.
    """
    query = select(ArgumentMap).where(ArgumentMap.slug == slug).with_for_update()
    # It may have been read in this session before the lock was had.
    return session.exec(query, execution_options={"populate_existing": True}).one_or_none()


def lock_existing_map(session: Session, slug: str) -> ArgumentMap:
    """Return the map, held against other writers before anything of it is read; raises `UnknownMap`."""
    argument_map = lock_map(session, slug)
    if argument_map is None:
        raise UnknownMap(slug)
    return argument_map
