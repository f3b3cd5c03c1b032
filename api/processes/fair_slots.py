"""A few slots for work that takes long, and a queue before them: fair between clients and maps, and with an end.

Whoever comes too late hears so at once. No client and no map has every slot, so that what one of them asks for never
keeps all others waiting; of those that wait, whoever has least at work and waits longest is next.
"""

from collections import Counter
from collections.abc import Callable, Hashable
from threading import Lock
from typing import NamedTuple

from api.http.problems import Refusal

RETRY_AFTER = 3


class Party(NamedTuple):
    """For whom and on what there is work to do: the client's network, and the map or edition."""

    client: str
    subject: Hashable


class Ticket:
    """A place in the queue, later a slot."""

    __slots__ = ("number", "party", "start")

    def __init__(self, party: Party, start: Callable[[], None]) -> None:
        self.party, self.start = party, start
        self.number = 0


class FairSlots:
    """Slots and the queue before them. Safe to share between threads and event loops."""

    def __init__(
        self, work: str, *, at_once: int, share: int, waiting: int, share_of_subject: int | None = None
    ) -> None:
        self.work = work
        # A class may sit behind one address and look at one map, so that the share of one is large.
        self.at_once, self.share, self.waiting = at_once, share, waiting
        self.share_of_subject = share if share_of_subject is None else share_of_subject
        self.waiting_share = max(waiting * 3 // 4, 1)
        self._queue: list[Ticket] = []
        self._running: set[Ticket] = set()
        self._count = 0
        self._lock = Lock()

    def enter(self, ticket: Ticket) -> None:
        """Call the ticket's `start` as soon as there is a slot for it; raises `Refusal` (503) where too many wait."""
        party = ticket.party
        with self._lock:
            waiting = [ticket.party for ticket in self._queue]
            if len(waiting) >= self.waiting:
                raise self._busy_refusal("The queue for it is full.")
            if sum(other.client == party.client for other in waiting) >= self.waiting_share:
                raise self._busy_refusal("Too much that was asked for from your network is waiting already.")
            if sum(other.subject == party.subject for other in waiting) >= self.waiting_share:
                raise self._busy_refusal("Too much of this map is waiting already.")
            self._count += 1
            ticket.number = self._count
            self._queue.append(ticket)
            ready = self._admit_next()
        _start_tickets(ready)

    def leave(self, ticket: Ticket) -> None:
        """Give the slot to the next."""
        with self._lock:
            self._running.discard(ticket)
            ready = self._admit_next()
        _start_tickets(ready)

    def abandon(self, ticket: Ticket) -> bool:
        """Give up a place in the queue; False where it has become a slot by now, or was left."""
        with self._lock:
            if ticket not in self._queue:
                return False
            self._queue.remove(ticket)
            return True

    def is_running(self, ticket: Ticket) -> bool:
        """Tell whether a ticket has its slot."""
        with self._lock:
            return ticket in self._running

    def counts(self) -> tuple[int, int]:
        """Return how many work, and how many wait."""
        with self._lock:
            return len(self._running), len(self._queue)

    def _admit_next(self) -> list[Ticket]:
        """Move those whose turn it is from the queue into the slots, and return them."""
        ready = []
        while len(self._running) < self.at_once:
            clients = Counter(ticket.party.client for ticket in self._running)
            subjects = Counter(ticket.party.subject for ticket in self._running)
            fitting = [
                (subjects[ticket.party.subject] + clients[ticket.party.client], ticket.number, ticket)
                for ticket in self._queue
                if clients[ticket.party.client] < self.share
                and subjects[ticket.party.subject] < self._share_of(ticket.party.subject)
            ]
            if not fitting:
                break
            ticket = min(fitting, key=lambda candidate: candidate[:2])[2]
            self._queue.remove(ticket)
            self._running.add(ticket)
            ready.append(ticket)
        return ready

    def _share_of(self, subject: Hashable) -> int:
        return self.share if subject is None else self.share_of_subject

    def _busy_refusal(self, detail: str) -> Refusal:
        return Refusal(
            503,
            "too-busy",
            f"Too many {self.work} are asked for just now",
            detail,
            "Ask again in a few seconds.",
            headers={"Retry-After": str(RETRY_AFTER)},
        )


def _start_tickets(ready: list[Ticket]) -> None:
    # Outside of the lock: what starts may end, and leave, at once.
    for ticket in ready:
        ticket.start()
