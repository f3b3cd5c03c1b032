"""One reader for each process, whatever the number of those who listen: it reads once, and hands on to all.

Everything here belongs to the event loop; only reading the database is done beside it, by one thread. No
listener holds a session or a connection. A listener gets every event once and in order: those that it
missed from memory or from the history, then what the reader hands on. One that does not keep up is ended,
and resumes behind the last event that it got.
"""

import asyncio
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from api.access.lasting_permission import Asker, EndReason
from api.access.map_states import MapState
from api.live.tail import (
    PAGE,
    MapUpdate,
    StreamEvent,
    UpdateRequest,
    compare_presence,
    make_ended_event,
    make_presence_event,
    read_events,
    read_updates,
)
from api.live.wakes import make_watcher
from api.server import stopping
from models.engine import reading
from models.people.presence import PresentReader

# What lies ready for those who come back: a lost connection costs no question to the database.
RECENT = 256
LONGEST_QUEUE = 2 * RECENT
# How long a listener may stay after losing permission, and how soon a lost wake-up is made good.
CHECK_SECONDS = 0.5
PRESENCE_SECONDS = 0.25
ALIVE_SECONDS = 15.0
# Until a stop is noticed, and between two looks.
TICK_SECONDS, REST_SECONDS = 0.1, 0.01
ALIVE = StreamEvent(0, b": still here\n\n")
log = structlog.get_logger("api.live")


class Listener:
    """Somebody who listens to a map: what waits to be sent to them, and whether they are to be sent any more."""

    def __init__(self, asker: Asker, last: int) -> None:
        self.asker = asker
        # The last sequence that was put into the queue, or lies before all that may be.
        self.last = last
        # What has to be read from the history first: from behind one sequence up to another.
        self.missing: tuple[int, int] | None = None
        self.over = asyncio.Event()
        # Whether even what was there before it was over is not to be sent.
        self.shut_out = False
        self._queue: deque[bytes] = deque()
        self._ready = asyncio.Event()

    def offer(self, frame: StreamEvent) -> None:
        """Put an event into the queue, unless it was there before."""
        if self.over.is_set() or 0 < frame.sequence <= self.last:
            return
        if len(self._queue) >= LONGEST_QUEUE:
            self.end(at_once=True)
            return
        self.last = max(self.last, frame.sequence)
        self._queue.append(frame.payload)
        self._ready.set()

    def end(self, why: EndReason | None = None, *, at_once: bool = False) -> None:
        """Send nothing more than why; with `at_once` also nothing of what waits."""
        if at_once:
            self.shut_out = True
            self._queue.clear()
        if why is not None and not self.over.is_set():
            self._queue.append(make_ended_event(why).payload)
        self.over.set()
        self._ready.set()

    async def take(self) -> bytes:
        """Wait for events and return all that there are; nothing once it is over."""
        while not self._queue and not self.over.is_set():
            self._ready.clear()
            await self._ready.wait()
        events = b"".join(self._queue)
        self._queue.clear()
        return events


class Channel:
    """A map that is listened to, how far it was read, and who is there."""

    def __init__(self, slug: str, map_id: int, position: int) -> None:
        self.slug, self.map_id, self.position = slug, map_id, position
        self.listeners: set[Listener] = set()
        self.recent: deque[StreamEvent] = deque(maxlen=RECENT)
        self.rewritten = 0
        self._here: dict[str, PresentReader] = {}
        self._introduction: StreamEvent | None = None

    def admit(self, listener: Listener, after: int) -> None:
        """Give a listener what came behind a sequence, and from now on all that comes."""
        oldest = self.recent[0].sequence if self.recent else self.position + 1
        if after + 1 < oldest:
            listener.missing = (after, self.position)
            listener.last = self.position
        else:
            for frame in self.recent:
                listener.offer(frame)
        if self._introduction is not None:
            listener.offer(self._introduction)
        self.listeners.add(listener)

    def publish(self, update: MapUpdate) -> None:
        """Tell everybody what is new; for whom it has ended is told why and nothing of that."""
        for listener in self.listeners:
            if listener.asker in update.endings:
                listener.end(update.endings[listener.asker], at_once=True)
        if update.state is not None and update.state.rewriting_count != self.rewritten:
            # What lies ready for those who come back names somebody who has been anonymised since.
            self.rewritten = update.state.rewriting_count
            self.recent.clear()
        for frame in update.frames:
            self.position = frame.sequence
            self.recent.append(frame)
            self._send_to_all(frame)
        if update.state is None:
            for listener in self.listeners:
                listener.end(EndReason.DELETED if update.is_gone else None)
        if update.here is not None:
            changed = compare_presence(self._here, update.here)
            if changed:
                self._send_to_all(make_presence_event(changed))
            if changed or self._introduction is None:
                self._here = update.here
                self._introduction = make_presence_event({"here": update.here})

    def _send_to_all(self, frame: StreamEvent) -> None:
        for listener in self.listeners:
            listener.offer(frame)


class Hub:
    """Where listeners come and go."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._watcher = make_watcher(engine)
        self._channels: dict[str, Channel] = {}
        self._opening: dict[tuple[str, int], asyncio.Task[Channel]] = {}
        self._reader: asyncio.Task[None] | None = None
        self._wake = asyncio.Event()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="live")
        self._closed = False

    @property
    def listening(self) -> int:
        """Return how many listen."""
        return sum(len(channel.listeners) for channel in self._channels.values())

    async def join(self, slug: str, state: MapState, asker: Asker, after: int) -> Listener:
        """Begin to listen behind a sequence; `state` is the map as it stands. Raises SQLAlchemyError."""
        channel = self._channels.get(slug)
        if channel is None or channel.map_id != state.id:
            opened = await self._open_channel(slug, state)
            channel = self._channels.get(slug)
            if channel is None or channel.map_id != state.id:
                for other in channel.listeners if channel else ():
                    other.end()
                channel = self._channels[slug] = opened
        listener = Listener(asker, after)
        channel.admit(listener, after)
        if self._closed or stopping.is_set():
            listener.end()
        elif self._reader is None or self._reader.done():
            self._wake = asyncio.Event()
            self._reader = asyncio.create_task(self._read())
        self._wake.set()
        return listener

    def leave(self, slug: str, listener: Listener) -> None:
        """Stop to listen."""
        listener.end(at_once=True)
        channel = self._channels.get(slug)
        if channel is not None:
            # With the last listener the reader ends as well.
            self._drop_ended(channel)
            self._wake.set()

    async def read_history(self, map_id: int, after: int, last: int) -> list[StreamEvent]:
        """Return a page of the history from behind a sequence up to another. Raises SQLAlchemyError."""
        frames: list[StreamEvent] = await self._run_in_thread(_read_page, self._engine, map_id, after)
        return [frame for frame in frames if frame.sequence <= last]

    def end_streams(self) -> None:
        """End every stream; those that are still to come end once they have got what there is."""
        self._closed = True
        self._end_all()

    def close(self) -> None:
        """End every stream, and read no more."""
        self.end_streams()
        # What is being read holds a connection, which has to be back before the database is let go.
        self._thread.shutdown(wait=True)

    async def _open_channel(self, slug: str, state: MapState) -> Channel:
        key = (slug, state.id)
        if key not in self._opening:
            opening = self._opening[key] = asyncio.create_task(self._start_channel(slug, state))
            opening.add_done_callback(lambda _: self._opening.pop(key, None))
        # Whoever gives up waiting does not take it from those who wait for the same.
        return await asyncio.shield(self._opening[key])

    async def _start_channel(self, slug: str, state: MapState) -> Channel:
        start = max(state.version - RECENT, 0)
        channel = Channel(slug, state.id, start)
        update = (
            await self._run_in_thread(read_updates, self._engine, [UpdateRequest(slug, state.id, start)], time.time())
        )[0]
        channel.publish(update)
        return channel

    async def _run_in_thread(self, work: Any, *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work, *arguments)

    async def _read(self) -> None:
        """Read whenever something was written, and now and then besides, as long as anybody listens."""
        watching = asyncio.create_task(self._watcher.watch(self._wake.set))
        now = time.monotonic()
        check, people, alive = now, now, now + ALIVE_SECONDS
        try:
            while self._channels and not self._closed and not stopping.is_set():
                woken = await self._wait_for_wake()
                now = time.monotonic()
                if now >= alive:
                    alive = now + ALIVE_SECONDS
                    self._broadcast(ALIVE)
                if woken or now >= check:
                    asks_people = now >= people
                    more = await self._read_updates(asks_people)
                    if asks_people:
                        people = now + PRESENCE_SECONDS
                    check = now if more else (now + CHECK_SECONDS if asks_people else people)
                    await asyncio.sleep(REST_SECONDS)
        finally:
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching
            if self._closed or stopping.is_set():
                self._end_all()

    async def _wait_for_wake(self) -> bool:
        """Wait for a wake-up, or a moment; tell which it was."""
        with suppress(TimeoutError):
            async with asyncio.timeout(TICK_SECONDS):
                await self._wake.wait()
        woken = self._wake.is_set()
        self._wake.clear()
        return woken

    async def _read_updates(self, asks_people: bool) -> bool:
        """Read what is new on every map and hand it on; tell whether there may be more at once."""
        channels = list(self._channels.values())
        if not channels:
            return False
        requests = [
            UpdateRequest(
                channel.slug,
                channel.map_id,
                channel.position,
                frozenset(listener.asker for listener in channel.listeners),
            )
            for channel in channels
        ]
        try:
            updates = await self._run_in_thread(
                read_updates, self._engine, requests, time.time() if asks_people else None
            )
        except SQLAlchemyError as error:
            log.warning("cannot read what is new", error=str(getattr(error, "orig", error))[:300])
            return False
        for channel, update in zip(channels, updates, strict=True):
            channel.publish(update)
            self._drop_ended(channel)
        return any(len(update.frames) == PAGE for update in updates)

    def _drop_ended(self, channel: Channel) -> None:
        channel.listeners -= {listener for listener in channel.listeners if listener.over.is_set()}
        if not channel.listeners and self._channels.get(channel.slug) is channel:
            del self._channels[channel.slug]

    def _end_all(self) -> None:
        for channel in self._channels.values():
            for listener in channel.listeners:
                listener.end()
        self._wake.set()

    def _broadcast(self, frame: StreamEvent) -> None:
        for channel in self._channels.values():
            for listener in channel.listeners:
                listener.offer(frame)


def _read_page(engine: Engine, map_id: int, after: int) -> list[StreamEvent]:
    with reading(engine) as session:
        return read_events(session, map_id, after)
