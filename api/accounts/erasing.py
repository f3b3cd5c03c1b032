"""Erasing, beside all requests, the seminars whose time is over in which they can be called back."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from models.seminar_erasure import erase_due_seminars

# Nobody sees what is due from its moment on; this is how long it may still lie in the database.
EVERY_SECONDS = 60.0
log = structlog.get_logger("api.accounts.erasing")


async def erase_regularly(engine: Engine) -> None:
    """Erase what is due when the server begins and every minute, until the task is cancelled.

    In a thread of its own, so that it takes none of those that requests share; what has begun is brought to its end.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="erasing") as thread:
        while True:
            await asyncio.get_running_loop().run_in_executor(thread, erase_and_log, engine)
            await asyncio.sleep(EVERY_SECONDS)


def erase_and_log(engine: Engine) -> None:
    """Erase what is due; where the database does not let it, that is logged and tried again later."""
    try:
        for slug in erase_due_seminars(engine):
            log.info("seminar erased", seminar=slug)
    except SQLAlchemyError as error:
        log.warning("cannot erase what is due", error=str(getattr(error, "orig", error))[:300])
