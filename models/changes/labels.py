"""Labels: given by the user, or the next number that was never given out."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlmodel import Session, SQLModel

from models.changes.finding import known_kinds
from models.errors import LabelTaken
from models.kinds import CLAIM_PREFIXES, KINDS
from models.maps import LabelCounter
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
    for kind, label, draft in items:
        chosen = label or free_label(session, map_id, prefix_of(kind, draft), taken)
        note_label(session, map_id, chosen)
        labelled.append((kind, chosen, draft))
    return labelled


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


def note_label(session: Session, map_id: int, label: str) -> None:
    """Remember a label with a number, so that the number is not given out again."""
    prefix = label.rstrip("0123456789")
    digits = label[len(prefix) :]
    if not digits or not prefix or len(digits) > 9:
        return
    counter = session.get(LabelCounter, (map_id, prefix)) or LabelCounter(map_id=map_id, prefix=prefix, last=0)
    if int(digits) > counter.last:
        counter.last = int(digits)
        session.add(counter)


def note_labels(session: Session, map_id: int, labels: Sequence[str]) -> None:
    """Remember many labels at once."""
    highest: dict[str, int] = {}
    for label in labels:
        prefix = label.rstrip("0123456789")
        digits = label[len(prefix) :]
        if prefix and digits and len(digits) <= 9:
            highest[prefix] = max(highest.get(prefix, 0), int(digits))
    for prefix, last in highest.items():
        note_label(session, map_id, f"{prefix}{last}")
