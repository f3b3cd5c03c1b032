"""How long a change may hold its map, and on SQLite the whole database, against other writers.

The clock begins when the change has its map: what is waited for before counts as the other's time.
"""

import time

from sqlmodel import Session

from models.errors import MapError, Phrase

# Other writers wait for 15 s (`models.engine.BUSY_SECONDS`) before they are refused.
WRITING_SECONDS = 10.0
_SECONDS, _DEADLINE = "sicetnon.writing seconds", "sicetnon.writing deadline"


class ChangeTakesTooLong(MapError):
    """A change was not written within the time that others can be let wait for it; nothing of it is kept."""

    title = Phrase("This changes too much at once")


def limit_writing_time(session: Session) -> None:
    """Let a change of this session take `WRITING_SECONDS` at most; the command line sets no bound."""
    session.info[_SECONDS] = WRITING_SECONDS


def start_clock(session: Session) -> None:
    """Begin to count, now that the change has its map."""
    if _SECONDS in session.info and _DEADLINE not in session.info:
        session.info[_DEADLINE] = time.monotonic() + session.info[_SECONDS]


def check_time(session: Session) -> None:
    """Raise `ChangeTakesTooLong` where the time is over."""
    deadline = session.info.get(_DEADLINE)
    if deadline is not None and time.monotonic() > deadline:
        raise ChangeTakesTooLong(
            Phrase(
                "The change took longer than %(seconds)s seconds, and others were waiting for it; nothing was changed.",
                seconds=f"{session.info[_SECONDS]:g}",
            ),
            Phrase("Change fewer records at once: merge, send or restore them in several parts."),
        )
