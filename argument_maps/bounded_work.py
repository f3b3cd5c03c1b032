"""Work that somebody waits for: it can be ended from elsewhere, with the processes that it started, and has a time.

Python cannot end a thread. So whoever works long asks between two steps whether to go on (`check_work`), and has its
processes watched (`watch_process`), which are ended at once.
"""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock

from models.errors import MapError, Phrase

# What takes longer is refused in words; the largest maps that are drawn at all take about a tenth of it.
LONGEST_SECONDS = 60.0
# With this status (ENOMEM) a program of ours ends where its memory did not suffice.
OUT_OF_MEMORY = 12


class WorkEnded(Exception):
    """Nobody waits for the work any more."""


class WorkTooLong(MapError):
    """The work took longer than the server gives it."""

    title = Phrase("This takes too long")


class Work:
    """One piece of work, which any thread may end."""

    def __init__(self, seconds: float = LONGEST_SECONDS) -> None:
        self.seconds = seconds
        self.is_ended = False
        self._began: float | None = None
        self._processes: set[subprocess.Popen[bytes]] = set()
        self._lock = Lock()

    def end(self) -> None:
        """Let the work stop at its next step, and end the processes that it waits for."""
        with self._lock:
            self.is_ended = True
            running = tuple(self._processes)
        for process in running:
            process.kill()

    def check(self) -> None:
        """Raise `WorkEnded` where nobody waits any more, `WorkTooLong` where the time is over."""
        if self.is_ended:
            raise WorkEnded
        now = time.monotonic()
        if self._began is None:
            self._began = now
        elif now - self._began > self.seconds:
            raise WorkTooLong(
                Phrase("The work took longer than %(seconds)s seconds.", seconds=f"{self.seconds:.0f}"),
                Phrase("Ask for less: focus on a record, or filter the map by question."),
            )

    @contextmanager
    def watch(self, process: subprocess.Popen[bytes]) -> Iterator[None]:
        """Have the process ended with the work. Raises as `check`, also where the process was ended meanwhile."""
        with self._lock:
            self._processes.add(process)
        try:
            self.check()
            yield
        finally:
            with self._lock:
                self._processes.discard(process)
            if self.is_ended:
                raise WorkEnded


_current: ContextVar[Work | None] = ContextVar("work", default=None)


@contextmanager
def run_as_work(work: Work) -> Iterator[None]:
    """Make this the work that `check_work` and `watch_process` ask about, as long as the block lasts."""
    before = _current.set(work)
    try:
        work.check()
        yield
    finally:
        _current.reset(before)


def check_work() -> None:
    """Raise `WorkEnded` or `WorkTooLong` where the work that is being done here is to stop."""
    work = _current.get()
    if work is not None:
        work.check()


@contextmanager
def watch_process(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Have the process ended with the work that is being done here."""
    work = _current.get()
    if work is None:
        yield
        return
    with work.watch(process):
        yield
