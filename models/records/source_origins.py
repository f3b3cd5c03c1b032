"""Where sources come from: the works in which they are read, and what they were copied or translated from."""

from collections.abc import Iterable, Mapping
from typing import Any

from models.records.references import REFERENCE_FIELDS
from models.vocabulary import RecordKind

# The fields in which a source names another one.
ORIGIN_FIELDS = tuple(
    field.name for field in REFERENCE_FIELDS[RecordKind.SOURCE] if field.kinds == (RecordKind.SOURCE,)
)


def list_origins(source: Any) -> tuple[str, ...]:
    """Return the sources from which a source comes, whether it is a draft or a value."""
    return tuple(origin for name in ORIGIN_FIELDS if (origin := getattr(source, name)) is not None)


def find_circular_sources(origins: Mapping[str, Iterable[str]]) -> set[str]:
    """Return the sources that stand in a circle, or on the way from one circle to another.

    `origins` is by source. Linear in sources and origins: whoever comes from nothing that is left is taken away, and
    whoever nothing that is left comes from, until nobody is.
    """
    forward = {label: set(named) & origins.keys() for label, named in origins.items()}
    backward: dict[str, set[str]] = {label: set() for label in origins}
    for label, named in forward.items():
        for origin in named:
            backward[origin].add(label)
    return _drop_ends(_drop_ends(set(origins), forward, backward), backward, forward)


def _drop_ends(labels: set[str], ahead: Mapping[str, set[str]], behind: Mapping[str, set[str]]) -> set[str]:
    """Return what is left of these labels when those that have none of them ahead are taken away, again and again."""
    remaining = set(labels)
    counts = {label: len(ahead[label] & labels) for label in labels}
    pending = [label for label, count in counts.items() if count == 0]
    while pending:
        label = pending.pop()
        remaining.discard(label)
        for other in behind[label] & remaining:
            counts[other] -= 1
            if counts[other] == 0:
                pending.append(other)
    return remaining
