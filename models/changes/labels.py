"""Labels: given by the user, or the next number that was never given out."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlmodel import Session, SQLModel

from models.changes.lookup import known_kinds
from models.errors import LabelTaken
from models.records.kinds import CLAIM_PREFIXES, KINDS
from models.records.maps import LabelCounter
from models.vocabulary import RecordKind

Item = tuple[RecordKind, str | None, SQLModel]


def label_all(
    session: Session, map_id: int, items: Sequence[Item], pointers: Sequence[str] | None
) -> list[tuple[RecordKind, str, SQLModel]]:
    """Give every item a label: its own, which must be free, or the next that was never given out."""
    given = [label for _, label, _ in items if label is not None]
    taken = set(known_kinds(session, map_id, set(given)))
    labelled: list[tuple[RecordKind, str, SQLModel]] = []
    for index, (_, label, _) in enumerate(items):
        if label is not None and label in taken:
            raise LabelTaken(label, f"{pointers[index]}/id" if pointers else "/id")
        if label is not None:
            taken.add(label)
    numbers = _Numbers(session, map_id, taken)
    for kind, label, draft in items:
        chosen = label or numbers.give(prefix_of(kind, draft))
        numbers.note(chosen)
        labelled.append((kind, chosen, draft))
    numbers.keep()
    return labelled


class _Numbers:
    """The numbers that labels of a map have had, by prefix, while many are given out at once."""

    # How many labels are asked for at a time, once more than one is needed.
    AT_ONCE = 500

    def __init__(self, session: Session, map_id: int, taken: Collection[str]) -> None:
        self._session, self._map_id, self._taken = session, map_id, taken
        self._counters: dict[str, LabelCounter] = {}
        # Up to which number of each prefix it is known which labels the map has, and these.
        self._looked_up: dict[str, int] = {}
        self._there: set[str] = set()

    def give(self, prefix: str) -> str:
        """Return the next label that was never given out and is not taken."""
        counter = self._counter(prefix)
        while True:
            counter.last += 1
            free = f"{prefix}{counter.last}"
            if free not in self._taken and not self._is_there(prefix, counter.last):
                return free

    def note(self, label: str) -> None:
        """Remember a label with a number, so that the number is not given out again."""
        prefix, number = divided(label)
        if number:
            counter = self._counter(prefix)
            counter.last = max(counter.last, number)

    def keep(self) -> None:
        """Write down how far the numbers have gone."""
        self._session.add_all(self._counters.values())

    def _counter(self, prefix: str) -> LabelCounter:
        if prefix not in self._counters:
            found = self._session.get(LabelCounter, (self._map_id, prefix))
            self._counters[prefix] = found or LabelCounter(map_id=self._map_id, prefix=prefix, last=0)
        return self._counters[prefix]

    def _is_there(self, prefix: str, number: int) -> bool:
        if number > self._looked_up.get(prefix, 0):
            last = number + (self.AT_ONCE if prefix in self._looked_up else 0)
            labels = {f"{prefix}{each}" for each in range(number, last + 1)}
            self._there |= known_kinds(self._session, self._map_id, labels).keys()
            self._looked_up[prefix] = last
        return f"{prefix}{number}" in self._there


def free_label(session: Session, map_id: int, prefix: str, taken: Collection[str] = ()) -> str:
    """Return the next label that was never given out and is not one of the `taken`."""
    while True:
        free = next_label(session, map_id, prefix)
        if free not in taken and not known_kinds(session, map_id, {free}):
            return free


def prefix_of(kind: RecordKind, draft: Any) -> str:
    """Return the prefix of labels for a record: P, F or C for a claim, by its kind."""
    return CLAIM_PREFIXES[draft.kind] if kind == RecordKind.CLAIM else KINDS[kind].prefix


def next_label(session: Session, map_id: int, prefix: str) -> str:
    """Count a prefix up by one and return the label."""
    counter = session.get(LabelCounter, (map_id, prefix)) or LabelCounter(map_id=map_id, prefix=prefix, last=0)
    counter.last += 1
    session.add(counter)
    session.flush()
    return f"{prefix}{counter.last}"


def divided(label: str) -> tuple[str, int]:
    """Return the prefix and the number of a label; 0 where it has none that could be given out."""
    prefix = label.rstrip("0123456789")
    digits = label[len(prefix) :]
    return prefix, int(digits) if digits and prefix and len(digits) <= 9 else 0


def note_labels(session: Session, map_id: int, labels: Sequence[str]) -> None:
    """Remember labels with numbers, so that these are not given out again."""
    numbers = _Numbers(session, map_id, ())
    for label in labels:
        numbers.note(label)
    numbers.keep()
