"""Where boxes stand in the pictures that pages show, so that they stay there when somebody changes the map."""

import threading
import time
from collections import OrderedDict
from collections.abc import Mapping
from types import MappingProxyType

from renderers.layout.box_placement import PlacedGroup

# Longer than a class, shorter than until the next one: nobody remembers then where boxes were, and a layout made
# afresh has fewer crossings.
LAPSE_SECONDS = 3 * 3600.0
# Each takes about 300 bytes, with its passages.
MOST_BOXES = 100_000

# A map, and what of it is asked for and how.
StandingKey = tuple[int, str]
Places = Mapping[str, PlacedGroup]


class StandingPlaces:
    """The places of boxes in pictures drawn lately, up to a number of boxes. Safe to share between threads."""

    def __init__(self, most_boxes: int = MOST_BOXES, lapse: float = LAPSE_SECONDS) -> None:
        self.most_boxes, self.lapse = most_boxes, lapse
        self._places: OrderedDict[StandingKey, tuple[Places, float]] = OrderedDict()
        self._count = 0
        self._lock = threading.Lock()

    def recall(self, key: StandingKey) -> Places:
        """Return where boxes stood when this was drawn last, nothing where that is long ago."""
        with self._lock:
            places, moment = self._places.get(key, (MappingProxyType({}), 0.0))
            return places if time.monotonic() - moment < self.lapse else MappingProxyType({})

    def keep(self, key: StandingKey, places: Places) -> None:
        """Remember where boxes stand, at the cost of what was drawn longest ago."""
        with self._lock:
            self._drop(key)
            self._places[key] = (places, time.monotonic())
            self._count += _count_boxes(places)
            while self._count > self.most_boxes:
                self._drop(next(iter(self._places)))

    def _drop(self, key: StandingKey) -> None:
        dropped = self._places.pop(key, None)
        if dropped is not None:
            self._count -= _count_boxes(dropped[0])


def _count_boxes(places: Places) -> int:
    return sum(len(each.placement.middles) for each in places.values())
