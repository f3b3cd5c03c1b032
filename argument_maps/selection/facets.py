"""What was found, narrowed down by facets, with how many there would be under each value of each facet."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date

import msgspec

from argument_maps.verdicts.ledger import overall
from models.search.facets import Traits
from models.vocabulary import Certainty, ClaimKind, RecordKind, Verdict

FACETS = ("kind", "map", "verdict", "certainty", "tag")
# Perceptions, findings and assertions first: that is what most look for.
_ORDER: dict[str, tuple[str, ...]] = {
    "kind": tuple(str(kind) for kind in (*ClaimKind, *RecordKind) if kind != RecordKind.CLAIM),
    "verdict": tuple(str(verdict) for verdict in Verdict),
    "certainty": tuple(str(certainty) for certainty in Certainty),
}


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for: of several values of one facet any, of several facets all.

    `since` and `until` are days; a record fits whose date may lie between them, both included.
    """

    kind: tuple[str, ...] = ()
    map: tuple[str, ...] = ()
    verdict: tuple[str, ...] = ()
    certainty: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


class FacetValue(msgspec.Struct, frozen=True, kw_only=True):
    """One value of a facet, with how many records it leaves beside what else is chosen."""

    value: str
    count: int
    chosen: bool


class Narrowed(msgspec.Struct, frozen=True, kw_only=True):
    """The positions of the records that fit, in their order, and the values of each facet.

    Values of a vocabulary stand in its order, others by their number and then by the alphabet. A value that
    is chosen is told even where it leaves nothing. `years` are the first and the last year of what fits but
    for its date.
    """

    kept: tuple[int, ...]
    facets: dict[str, tuple[FacetValue, ...]]
    years: tuple[int, int] | None


def narrow(found: Sequence[Traits], chosen: Chosen) -> Narrowed:
    """Return which records fit what is chosen, and what there is to choose. Linear in records."""
    values = {facet: [_READERS[facet](each) for each in found] for facet in FACETS}
    fits = {facet: [_fits(own, getattr(chosen, facet)) for own in values[facet]] for facet in FACETS}
    fits["date"] = [_within(each, chosen) for each in found]
    kept = tuple(index for index in range(len(found)) if all(each[index] for each in fits.values()))
    facets = {}
    for facet in FACETS:
        others = _all_but(fits, facet)
        counted = Counter(value for index in others for value in values[facet][index])
        facets[facet] = _values(facet, counted, getattr(chosen, facet))
    spans = [span for index in _all_but(fits, "date") if (span := found[index].span) is not None]
    dated = [day.year for span in spans for day in span if day not in (date.min, date.max)]
    return Narrowed(kept=kept, facets=facets, years=(min(dated), max(dated)) if dated else None)


def _all_but(fits: dict[str, list[bool]], facet: str) -> list[int]:
    """Return the positions of what fits every facet but one, whose own values can then be counted."""
    others = [each for name, each in fits.items() if name != facet]
    return [index for index in range(len(fits[facet])) if all(each[index] for each in others)]


def _verdict(each: Traits) -> tuple[str, ...]:
    return () if each.verdicts is None else (overall(each.verdicts),)


_READERS: dict[str, Callable[[Traits], tuple[str, ...]]] = {
    "kind": lambda each: (each.kind,),
    "map": lambda each: (each.map,),
    "verdict": _verdict,
    "certainty": lambda each: (each.certainty,) if each.certainty else (),
    "tag": lambda each: each.tags,
}


def _fits(own: tuple[str, ...], asked: tuple[str, ...]) -> bool:
    return not asked or any(value in asked for value in own)


def _within(each: Traits, chosen: Chosen) -> bool:
    if chosen.since is None and chosen.until is None:
        return True
    if each.span is None:
        return False
    first, last = each.span
    return last >= (chosen.since or date.min) and first <= (chosen.until or date.max)


def _values(facet: str, counted: Counter[str], asked: tuple[str, ...]) -> tuple[FacetValue, ...]:
    there = [*dict.fromkeys([*counted, *asked])]
    order = _ORDER.get(facet)
    if order is not None:
        there.sort(key=lambda value: (order.index(value) if value in order else len(order), value))
    else:
        there.sort(key=lambda value: (-counted[value], value.casefold(), value))
    return tuple(FacetValue(value=value, count=counted[value], chosen=value in asked) for value in there)
