"""What takes long about the bodies of a request, worked out while it is nobody's turn to write.

A route writes at once where that is quick. What is not raises `LongWorkPending` and writes nothing; it is then done by
the threads for long work, and the route writes again, with what came out. That is kept by all that it depends on, the
hash of the content included, so that nothing has to be compared where the map was changed meanwhile.
"""

from collections.abc import Callable, Hashable
from typing import TypeVar

from fastapi import Request
from sqlmodel import Session

from api.http.problems import Refusal
from api.processes.fair_slots import RETRY_AFTER
from api.requests.database import write_in_thread
from api.requests.long_work import run_long_work
from argument_maps.bounded_work import check_work
from models.errors import MapError

Result = TypeVar("Result")
# A text, then passages in it, then the writing; more where others give the text new versions meanwhile.
ROUNDS = 5


class LongWorkPending(Exception):
    """Something takes too long to be done in a transaction, and was not done before."""


class LongWorkResults:
    """What came out of one request's long work, and what of it is still to be done."""

    def __init__(self) -> None:
        self._outcomes: dict[Hashable, object] = {}
        self._pending: dict[Hashable, Callable[[], object]] = {}

    def get(self, key: Hashable, work: Callable[[], Result]) -> Result | None:
        """Return what came of this work; None where it is to be done yet, and raises what it raised."""
        if key not in self._outcomes:
            self._pending[key] = work
            return None
        outcome = self._outcomes[key]
        if isinstance(outcome, Exception):
            raise outcome
        return outcome  # type: ignore[return-value] # what is kept under a key came of the same work

    def check(self) -> None:
        """Raise `LongWorkPending` where anything is still to be done."""
        if self._pending:
            raise LongWorkPending

    def run_pending(self) -> None:
        """Do what is to be done."""
        while self._pending:
            check_work()
            key, work = self._pending.popitem()
            try:
                self._outcomes[key] = work()
            except (MapError, Refusal) as error:
                # Raised where it is asked for, so that faults come in the order of what was sent.
                self._outcomes[key] = error


async def write_after_long_work(request: Request, write: Callable[[Session, LongWorkResults], Result]) -> Result:
    """Return what is written, as `write_in_thread`, once all that takes long for it is worked out."""
    long_work = LongWorkResults()
    for _ in range(ROUNDS):
        try:
            return await write_in_thread(request, lambda session: write(session, long_work))
        except LongWorkPending:
            await run_long_work(request, long_work.run_pending)
    raise Refusal(
        503,
        "too-busy",
        "The text is being changed all the time",
        "Each time the passage was found, the text had another version.",
        "Send it again in a moment.",
        headers={"Retry-After": str(RETRY_AFTER)},
    )
