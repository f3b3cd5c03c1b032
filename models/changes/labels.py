"""Labels: given by the user, or the next number that was never given out."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlmodel import Session, SQLModel

from models.changes.lookup import read_record_kinds
from models.errors import LabelTaken
from models.records.kinds import CLAIM_PREFIXES, KINDS
from models.records.maps import LabelCounter
from models.vocabulary import RecordKind

NewRecord = tuple[RecordKind, str | None, SQLModel]


def assign_labels(
    session: Session, map_id: int, items: Sequence[NewRecord], pointers: Sequence[str] | None
) -> list[tuple[RecordKind, str, SQLModel]]:
    """Give every item a label: its own, which must be free, or the next that was never given out."""
    own_labels = [label for _, label, _ in items if label is not None]
    used_labels = set(read_record_kinds(session, map_id, set(own_labels)))
    labelled: list[tuple[RecordKind, str, SQLModel]] = []
    for index, (_, label, _) in enumerate(items):
        if label is not None and label in used_labels:
            raise LabelTaken(label, f"{pointers[index]}/id" if pointers else "/id")
        if label is not None:
            used_labels.add(label)
    numbers = _LabelNumbers(session, map_id, used_labels)
    for kind, label, draft in items:
        chosen = label or numbers.assign_next(choose_label_prefix(kind, draft))
        numbers.note(chosen)
        labelled.append((kind, chosen, draft))
    numbers.store()
    return labelled


class _LabelNumbers:
    """The numbers that labels of a map have had, by prefix, while many are given out at once."""

    # How many labels are asked for at a time, once more than one is needed.
    AT_ONCE = 500

    def __init__(self, session: Session, map_id: int, used_labels: Collection[str]) -> None:
        self._session, self._map_id, self._used_labels = session, map_id, used_labels
        self._counters: dict[str, LabelCounter] = {}
        # Up to which number of each prefix it is known which labels the map has, and these.
        self._checked_up_to: dict[str, int] = {}
        self._existing_labels: set[str] = set()

    def assign_next(self, prefix: str) -> str:
        """Return the next label that was never given out and is not taken."""
        counter = self._find_counter(prefix)
        while True:
            counter.last += 1
            label = f"{prefix}{counter.last}"
            if label not in self._used_labels and not self._exists(prefix, counter.last):
                return label

    def note(self, label: str) -> None:
        """Remember a label with a number, so that the number is not given out again."""
        prefix, number = split_label(label)
        if number:
            counter = self._find_counter(prefix)
            counter.last = max(counter.last, number)

    def store(self) -> None:
        """Write down how far the numbers have gone."""
        self._session.add_all(self._counters.values())

    def _find_counter(self, prefix: str) -> LabelCounter:
        if prefix not in self._counters:
            counter = self._session.get(LabelCounter, (self._map_id, prefix))
            self._counters[prefix] = counter or LabelCounter(map_id=self._map_id, prefix=prefix, last=0)
        return self._counters[prefix]

    def _exists(self, prefix: str, number: int) -> bool:
        if number > self._checked_up_to.get(prefix, 0):
            last = number + (self.AT_ONCE if prefix in self._checked_up_to else 0)
            labels = {f"{prefix}{candidate}" for candidate in range(number, last + 1)}
            self._existing_labels |= read_record_kinds(self._session, self._map_id, labels).keys()
            self._checked_up_to[prefix] = last
        return f"{prefix}{number}" in self._existing_labels


def find_free_label(session: Session, map_id: int, prefix: str, used_labels: Collection[str] = ()) -> str:
    """Return the next label that was never given out and is not one of the `used_labels`."""
    while True:
        label = take_next_label(session, map_id, prefix)
        if label not in used_labels and not read_record_kinds(session, map_id, {label}):
            return label


def choose_label_prefix(kind: RecordKind, draft: Any) -> str:
    """Return the prefix of labels for a record: P, F or C for a claim, by its kind."""
    return CLAIM_PREFIXES[draft.kind] if kind == RecordKind.CLAIM else KINDS[kind].prefix


def take_next_label(session: Session, map_id: int, prefix: str) -> str:
    """Count a prefix up by one and return the label."""
    counter = session.get(LabelCounter, (map_id, prefix)) or LabelCounter(map_id=map_id, prefix=prefix, last=0)
    counter.last += 1
    session.add(counter)
    session.flush()
    return f"{prefix}{counter.last}"


def split_label(label: str) -> tuple[str, int]:
    """Return the prefix and the number of a label; 0 where it has none that could be given out."""
    prefix = label.rstrip("0123456789")
    digits = label[len(prefix) :]
    return prefix, int(digits) if digits and prefix and len(digits) <= 9 else 0


def note_labels(session: Session, map_id: int, labels: Sequence[str]) -> None:
    """Remember labels with numbers, so that these are not given out again."""
    numbers = _LabelNumbers(session, map_id, ())
    for label in labels:
        numbers.note(label)
    numbers.store()
