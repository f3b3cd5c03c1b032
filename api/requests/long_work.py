"""Work of many seconds that a client asks for and waits for: apart from all else, bounded, and ended with its client.

It has four threads of its own, of which no client has more than three and no map more than two, and takes none of those
that routes share, nor a turn of the writers, before it comes to write. `docs/long-work.md` lists what is done here.
"""

import contextvars
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from fastapi import Request
from sqlmodel import Session

from api.access.authorization import get_writer_limits
from api.http.client_addresses import find_client_address, find_network
from api.processes.departures import shield_outcome, wait_while_connected
from api.processes.fair_slots import FairSlots, Party, Ticket
from argument_maps.bounded_work import LONGEST_SECONDS, Work, run_as_work
from models.changes.writer_limits import set_writer_limits
from models.engine import reading
from models.errors import MapError

AT_ONCE, SHARE, SHARE_OF_MAP = 4, 3, 2
WAITING = 200
Result = TypeVar("Result")


class LongWork:
    """The slots for long work of one application, and its threads."""

    def __init__(self) -> None:
        self.slots = FairSlots(
            "long pieces of work", at_once=AT_ONCE, share=SHARE, share_of_subject=SHARE_OF_MAP, waiting=WAITING
        )
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="long work")

    async def run(self, request: Request, work: Callable[[], Result], seconds: float = LONGEST_SECONDS) -> Result:
        """Return what the work returns.

        It is told to stop where the client leaves or the time is over, and does so between two steps (`check_work`).
        Raises `Refusal` (503) where too many wait, `ClientGone`, and what the work raises.
        """
        bounds = Work(seconds)
        outcome: Future[Result] = Future()
        context = contextvars.copy_context()

        def run() -> None:
            try:
                with run_as_work(bounds):
                    result = work()
            except BaseException as error:  # noqa: BLE001 # whatever it is, the route has to hear of it
                self.slots.leave(ticket)
                outcome.set_exception(error)
            else:
                self.slots.leave(ticket)
                outcome.set_result(result)

        def begin() -> None:
            self._threads.submit(context.run, run)

        ticket = Ticket(Party(find_network(find_client_address(request)), request.path_params.get("slug")), begin)
        self.slots.enter(ticket)
        try:
            return await wait_while_connected(request, shield_outcome(outcome))
        except BaseException:
            bounds.end()
            self.slots.abandon(ticket)
            raise

    def close(self) -> None:
        """Let what is being done come to its end."""
        self._threads.shutdown(wait=True, cancel_futures=True)


async def run_long_work(request: Request, work: Callable[[], Result], seconds: float = LONGEST_SECONDS) -> Result:
    """Return what the work returns, done by the application's threads for long work. Raises as `LongWork.run`."""
    long_work: LongWork = request.app.state.long_work
    return await long_work.run(request, work, seconds)


async def read_in_long_work(request: Request, work: Callable[[Session], Result]) -> Result:
    """Return what the work reads in a session of its own, as `run_long_work`."""

    def read() -> Result:
        with reading(request.app.state.engine) as session:
            set_writer_limits(session, lambda: get_writer_limits(request))
            return work(session)

    return await run_long_work(request, read)


async def read_before_change(request: Request, work: Callable[[Session], Result]) -> Result | None:
    """Return what a change needs and the work reads before it, as `read_in_long_work`; None where that cannot be had.

    The change then finds out why by itself, and says so in its own place.
    """
    try:
        return await read_in_long_work(request, work)
    except MapError:
        return None
