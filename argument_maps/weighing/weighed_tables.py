"""What becomes of every record of a map as one table: the same rows and columns wherever they are written."""

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from argument_maps.references import find_record_kind
from argument_maps.weighing.loads import find_hanging
from argument_maps.weighing.strengths import read_strength
from argument_maps.weighing.weighing import Weighing
from models.vocabulary import RecordKind
from models.weighing_vocabulary import Shortfall, WeighedLabel

WEIGHING_HEADINGS: Final = (
    "id",
    "record",
    "label",
    "with nothing set aside",
    "on authority",
    "shortfall",
    "hangs on",
    "certainty for",
    "tier for",
    "certainty against",
    "tier against",
    "text",
)


class WeakestPart(msgspec.Struct, frozen=True):
    """How strong an argument is: the certainty of its weakest part, and of a document its tier."""

    certainty: str
    tier: str | None


class RecordFate(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of a record or link: `before` is its label with nothing set aside.

    `strength` and `opposition` are those of the strongest argument for and against it that applies, None without any.
    Links have neither. A finding that stands `hangs_on` each source without which it no longer does; None where the map
    is too large to tell.
    """

    id: str
    record: RecordKind
    label: WeighedLabel
    before: WeighedLabel
    on_authority: bool
    shortfall: Shortfall | None
    hangs_on: tuple[str, ...] | None
    strength: WeakestPart | None
    opposition: WeakestPart | None
    text: str


def list_fates(weighing: Weighing, before: Mapping[str, str]) -> Iterator[RecordFate]:
    """Yield what becomes of each record and link in the order of the map; `before` are labels to compare with."""
    hanging = find_hanging(weighing.graph, weighing.rule, weighing.circumstances)
    for label, found in weighing.labels.items():
        is_statement = label in weighing.built.numbers
        yield RecordFate(
            id=label,
            record=find_record_kind(weighing.graph.by_id[label]),
            label=WeighedLabel(found),
            before=WeighedLabel(before[label]),
            on_authority=label in weighing.on_authority,
            shortfall=Shortfall(weighing.shortfalls[label]) if label in weighing.shortfalls else None,
            hangs_on=None if hanging is None else hanging.get(label, ()),
            strength=_read(weighing.find_strength(label)) if is_statement else None,
            opposition=_read(weighing.find_opposition(label)) if is_statement else None,
            text=getattr(weighing.graph.by_id[label], "text", ""),
        )


def list_weighing_cells(fate: RecordFate) -> tuple[str, ...]:
    """Return the cells of a row below `WEIGHING_HEADINGS`."""
    return (
        fate.id,
        fate.record,
        fate.label,
        fate.before,
        "yes" if fate.on_authority else "",
        fate.shortfall or "",
        "not looked for" if fate.hangs_on is None else "; ".join(fate.hangs_on),
        *_list_parts(fate.strength),
        *_list_parts(fate.opposition),
        fate.text,
    )


def count_labels(labels: Mapping[str, str]) -> dict[WeighedLabel, int]:
    """Return how many records and links have each label."""
    found = list(labels.values())
    return {label: found.count(label) for label in WeighedLabel}


def _read(strength: float) -> WeakestPart | None:
    return WeakestPart(*read_strength(strength)) if strength > 0 else None


def _list_parts(strength: WeakestPart | None) -> tuple[str, str]:
    return ("", "") if strength is None else (strength.certainty, strength.tier or "")
