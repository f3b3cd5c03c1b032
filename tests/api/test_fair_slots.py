"""Slots are shared fairly between clients and maps."""

from api.fair_slots import Party, Ticket
from api.turns_on_maps import turns


def test_writers_of_one_map_have_one_turn_and_leave_the_others_to_other_maps() -> None:
    begun: list[str] = []
    writers = turns().writers

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
