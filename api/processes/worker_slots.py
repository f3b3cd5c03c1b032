"""Work that takes long, done beside what answers pages: a few at a time, with a queue that has an end.

Routes share forty threads. Whatever many strangers can ask for at once gets threads of its own, so that it takes none
of the forty, and a queue with an end, so that who comes too late hears so at once.
"""

from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar

from api.http.problems import Refusal

Result = TypeVar("Result")
RETRY_AFTER = "3"


class WorkQueue:
    """A few threads for one kind of work, and a queue before them."""

    def __init__(self, name: str, *, at_once: int, waiting: int) -> None:
        self.at_once = at_once
        self.waiting = waiting
        # A limiter belongs to one event loop.
        self._limiters: RunVar[CapacityLimiter] = RunVar(f"turns of {name}")

    async def run(self, work: Callable[..., Result], *arguments: object) -> Result:
        """Return what the work returns, once it has had its turn; raises `Refusal` (503) where too many wait."""
        limiter = self._limiter()
        if limiter.available_tokens <= 0 and limiter.statistics().tasks_waiting >= self.waiting:
            raise _describe_overload()
        return await to_thread.run_sync(work, *arguments, limiter=limiter)

    def _limiter(self) -> CapacityLimiter:
        try:
            return self._limiters.get()
        except LookupError:
            limiter = CapacityLimiter(self.at_once)
            self._limiters.set(limiter)
            return limiter


def _describe_overload() -> Refusal:
    return Refusal(
        503,
        "too-busy",
        "Too many want to sign in just now",
        "So many passwords are waiting to be checked that yours would take too long.",
        "Try again in a few seconds.",
        headers={"Retry-After": RETRY_AFTER},
    )


# What signing in, joining and the like do in the database; a writer may wait there for the lock.
ACCOUNT_WORK = WorkQueue("account work", at_once=4, waiting=200)
