"""Drawings under way: equal ones are drawn once, in a few slots; what nobody waits for any more is ended."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock

from api.pictures.keeping.picture_cache import Picture, PictureKey
from api.processes.fair_slots import FairSlots, Party, Ticket
from argument_maps.bounded_work import Work, run_as_work
from renderers.layout import dot_process

# They keep two cores busy; `dot` itself runs beside Python. No client has all of them, and no map all of a client's.
AT_ONCE, SHARE, SHARE_OF_MAP = 4, 3, 2


class DrawingJob:
    """One drawing with those who wait for it."""

    __slots__ = ("draw", "key", "outcome", "ticket", "waiting", "work")

    def __init__(
        self, key: PictureKey, party: Party, draw: Callable[[], Picture], begin: Callable[["DrawingJob"], None]
    ) -> None:
        self.key, self.draw = key, draw
        self.work = Work()
        self.outcome: Future[Picture] = Future()
        self.ticket = Ticket(party, lambda: begin(self))
        self.waiting = 1


class Drawings:
    """The drawings that wait or are being made. Safe to share between threads and event loops."""

    def __init__(self, *, waiting: int) -> None:
        self.slots = FairSlots("pictures", at_once=AT_ONCE, share=SHARE, share_of_subject=SHARE_OF_MAP, waiting=waiting)
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="drawing")
        self._drawings: dict[PictureKey, DrawingJob] = {}
        self._lock = Lock()

    def join(self, key: PictureKey, party: Party, draw: Callable[[], Picture]) -> DrawingJob:
        """Return the drawing of what has this key, with one more who waits; raises `Refusal` (503)."""
        with self._lock:
            drawing = self._drawings.get(key)
            if drawing is not None:
                drawing.waiting += 1
                return drawing
            drawing = DrawingJob(key, party, draw, self._begin)
            # In the lock, so that nobody joins a drawing that gets no place, or leaves one that has none yet.
            self.slots.enter(drawing.ticket)
            self._drawings[key] = drawing
        return drawing

    def leave(self, drawing: DrawingJob) -> None:
        """Have one less who waits; a drawing for which nobody waits is ended."""
        with self._lock:
            drawing.waiting -= 1
            if drawing.waiting or drawing.outcome.done():
                return
            if self._drawings.get(drawing.key) is drawing:
                del self._drawings[drawing.key]
        drawing.work.end()
        # Where it is being drawn its thread gives the slot back, once it has stopped.
        if self.slots.abandon(drawing.ticket):
            drawing.outcome.cancel()

    def close(self) -> None:
        """End what is being drawn, and forget what waits."""
        with self._lock:
            drawings = list(self._drawings.values())
        for drawing in drawings:
            drawing.work.end()
        self._threads.shutdown(wait=True, cancel_futures=True)
        for drawing in drawings:
            drawing.outcome.cancel()

    def _begin(self, drawing: DrawingJob) -> None:
        try:
            self._threads.submit(self._draw, drawing)
        except RuntimeError:
            # The server is stopping.
            drawing.outcome.cancel()

    def _draw(self, drawing: DrawingJob) -> None:
        picture: Picture | None = None
        fault: BaseException | None = None
        try:
            with run_as_work(drawing.work):
                picture = drawing.draw()
        except BaseException as error:  # noqa: BLE001 # whatever it is, those who wait have to hear of it
            fault = error
        with self._lock:
            if self._drawings.get(drawing.key) is drawing:
                del self._drawings[drawing.key]
        self.slots.leave(drawing.ticket)
        if fault is None and picture is not None:
            drawing.outcome.set_result(picture)
        else:
            drawing.outcome.set_exception(fault or RuntimeError("nothing was drawn"))
        # In its turn, so that nobody waits for it.
        dot_process.start_spare_process()
