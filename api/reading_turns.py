"""The turn that everything takes which reads a map: a few at a time, and never all of them for one map or client.

Pages of a map of thousands of records are seconds of Python's time. Forty of them at once would take all threads that
routes share; so those that wait for their turn wait without a thread and without a connection to the database.
"""

import asyncio
from collections.abc import AsyncIterator

from fastapi import Request

from api.client_addresses import address_of, network_of
from api.departures import while_client_stays
from api.fair_slots import FairSlots, Party, Ticket

AT_ONCE = 6
SHARE = 4
WAITING = 400


def reading_slots() -> FairSlots:
    """Return the slots of one application."""
    return FairSlots("pages", at_once=AT_ONCE, share=SHARE, waiting=WAITING)


async def take_turn(request: Request) -> AsyncIterator[None]:
    """Yield when it is the request's turn; raises `Refusal` (503) where too many wait, and `ClientLeft`."""
    slots: FairSlots = request.app.state.reading_slots
    loop = asyncio.get_running_loop()
    turn: asyncio.Future[None] = loop.create_future()

    def take() -> None:
        # Whoever left meanwhile has given the slot back.
        if not turn.done():
            turn.set_result(None)

    def begin() -> None:
        loop.call_soon_threadsafe(take)

    ticket = Ticket(Party(network_of(address_of(request)), request.path_params.get("slug")), begin)
    slots.enter(ticket)
    try:
        if not slots.is_running(ticket):
            await while_client_stays(request, turn)
        yield
    finally:
        if not slots.abandon(ticket):
            slots.leave(ticket)
