"""Kinds of records by number, as pictures count them."""

from collections import Counter
from collections.abc import Iterable

from models.vocabulary import ClaimKind, RecordKind

_NAMES = {
    RecordKind.EVIDENCE.value: ("piece of evidence", "pieces of evidence"),
    **{name.value: (name.value, f"{name.value}s") for name in (*ClaimKind, RecordKind.INTERPRETATION)},
}


def name_number(kind: str, number: int) -> str:
    """Return a number of records of a kind: 1 finding, 3 pieces of evidence."""
    one, many = _NAMES.get(kind, ("record", "records"))
    return f"{number} {one if number == 1 else many}"


def count_kinds(kinds: Iterable[str]) -> str:
    """Return how many there are of each kind, in the order in which they first come: 2 findings and 3 assertions."""
    numbers = [name_number(kind, number) for kind, number in Counter(kinds).items()]
    return " and ".join([", ".join(numbers[:-1]), numbers[-1]] if numbers[1:] else numbers)
