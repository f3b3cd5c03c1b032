"""Slots are shared fairly between clients and maps."""

import pytest

from api.pictures.drawing_queue import Drawings
from api.processes.fair_slots import FairSlots, Party, Ticket
from api.processes.map_slots import build_map_slots
from api.requests.long_work import LongWork


def test_writers_of_one_map_have_one_turn_and_leave_the_others_to_other_maps() -> None:
    begun: list[str] = []
    writers = build_map_slots().writers

    def enter(name: str, subject: str | None) -> Ticket:
        ticket = Ticket(Party(name, subject), lambda: begun.append(name))
        writers.enter(ticket)
        return ticket

    first = enter("a", "large")
    for name in "bc":
        enter(name, "large")
    enter("d", "other")
    # What is no map's, such as making one, is not held to one turn.
    enter("e", None)
    enter("f", None)
    assert begun == ["a", "d", "e", "f"]
    writers.leave(first)
    assert begun == ["a", "d", "e", "f", "b"]


@pytest.mark.parametrize("slots", [build_map_slots().readers, Drawings(waiting=100).slots, LongWork().slots])
def test_what_somebody_asks_of_one_map_leaves_them_a_turn_for_another(slots: FairSlots) -> None:
    begun: list[str] = []
    for number in range(40):
        slots.enter(Ticket(Party("network", "large"), lambda number=number: begun.append(f"large {number}")))  # type: ignore[misc] # bound at once
    slots.enter(Ticket(Party("network", "other"), lambda: begun.append("other")))
    slots.enter(Ticket(Party("elsewhere", "third"), lambda: begun.append("third")))
    assert begun[-2:] == ["other", "third"]
