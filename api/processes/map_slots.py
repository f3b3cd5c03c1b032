"""The turns in which maps are read and written: a few at a time, and never all of them for one map or client.

Pages of a map of thousands of records are seconds of Python's time. Forty of them at once would take all threads that
routes share; so those that wait for their turn wait without a thread and without a connection to the database.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NamedTuple

from fastapi import Request

from api.http.client_addresses import find_client_address, find_network
from api.processes.departures import wait_while_connected
from api.processes.fair_slots import FairSlots, Party, Ticket

# Of those that read, and of those that write: one that holds the database's lock still needs a thread to check its
# answer, and forty that wait for the lock would leave it none.
READERS, READERS_SHARE, READERS_OF_A_MAP = 6, 4, 3
WRITERS, WRITERS_SHARE = 4, 3
WAITING = 400


class MapSlots(NamedTuple):
    """The slots of one application."""

    readers: FairSlots
    writers: FairSlots


def build_map_slots() -> MapSlots:
    """Return the slots of one application, all of them free."""
    return MapSlots(
        FairSlots("pages", at_once=READERS, share=READERS_SHARE, share_of_subject=READERS_OF_A_MAP, waiting=WAITING),
        # A map has one writer at a time anyway: the others would keep turns in which they wait for its lock.
        FairSlots("changes", at_once=WRITERS, share=WRITERS_SHARE, share_of_subject=1, waiting=WAITING),
    )


async def take_turn(request: Request) -> AsyncIterator[None]:
    """Yield when it is the turn of a request that reads; raises `Refusal` (503) where too many wait, `ClientGone`."""
    async with _turn(request.app.state.turns.readers, request):
        yield


async def take_writing_turn(request: Request) -> AsyncIterator[None]:
    """Yield when it is the turn of a request that writes; raises as `take_turn`."""
    async with _turn(request.app.state.turns.writers, request):
        yield


@asynccontextmanager
async def _turn(slots: FairSlots, request: Request) -> AsyncIterator[None]:
    loop = asyncio.get_running_loop()
    turn: asyncio.Future[None] = loop.create_future()

    def take() -> None:
        # Whoever left meanwhile has given the slot back.
        if not turn.done():
            turn.set_result(None)

    def begin() -> None:
        loop.call_soon_threadsafe(take)

    ticket = Ticket(Party(find_network(find_client_address(request)), request.path_params.get("slug")), begin)
    slots.enter(ticket)
    try:
        if not slots.is_running(ticket):
            await wait_while_connected(request, turn)
        yield
    finally:
        if not slots.abandon(ticket):
            slots.leave(ticket)
