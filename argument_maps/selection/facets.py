"""What was found, narrowed down by facets, with how many there would be under each value of each facet."""

from collections import Counter
from collections.abc import Callable, Sequence

import msgspec

from argument_maps.verdicts.combination import combine_verdicts
from models.dates import DISTANT_FUTURE, DISTANT_PAST, Day
from models.search.facets import RecordFacets
from models.vocabulary import Certainty, ClaimKind, RecordKind, Verdict

FACETS = ("kind", "map", "verdict", "certainty", "tag")
# Perceptions, findings and assertions first: that is what most look for.
_ORDER: dict[str, tuple[str, ...]] = {
    "kind": tuple(str(kind) for kind in (*ClaimKind, *RecordKind) if kind != RecordKind.CLAIM),
    "verdict": tuple(str(verdict) for verdict in Verdict),
    "certainty": tuple(str(certainty) for certainty in Certainty),
}


class FacetChoice(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for: of several values of one facet any, of several facets all.

    `since` and `until` are days; a record fits whose date may lie between them, both included.
    """

    kind: tuple[str, ...] = ()
    map: tuple[str, ...] = ()
    verdict: tuple[str, ...] = ()
    certainty: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    since: Day | None = None
    until: Day | None = None


class FacetValue(msgspec.Struct, frozen=True, kw_only=True):
    """One value of a facet, with how many records it leaves beside what else is chosen."""

    value: str
    count: int
    chosen: bool


class FacetedResult(msgspec.Struct, frozen=True, kw_only=True):
    """The positions of the records that fit, in their order, and the values of each facet.

    Values of a vocabulary stand in its order, others by their number and then by the alphabet. A value that
    is chosen is told even where it leaves nothing. `years` are the first and the last year of what fits but
    for its date.
    """

    positions: tuple[int, ...]
    facets: dict[str, tuple[FacetValue, ...]]
    years: tuple[int, int] | None


def filter_by_facets(all_traits: Sequence[RecordFacets], chosen: FacetChoice) -> FacetedResult:
    """Return which records fit what is chosen, and what there is to choose. Linear in records."""
    values = {facet: [_FACET_READERS[facet](traits) for traits in all_traits] for facet in FACETS}
    fits = {facet: [_fits_choice(own, getattr(chosen, facet)) for own in values[facet]] for facet in FACETS}
    fits["date"] = [_is_within_dates(traits, chosen) for traits in all_traits]
    positions = tuple(
        index for index in range(len(all_traits)) if all(fits_facet[index] for fits_facet in fits.values())
    )
    facets = {}
    for facet in FACETS:
        others = _fit_other_facets(fits, facet)
        counted = Counter(value for index in others for value in values[facet][index])
        facets[facet] = _count_values(facet, counted, getattr(chosen, facet))
    spans = [span for index in _fit_other_facets(fits, "date") if (span := all_traits[index].span) is not None]
    dated = [day.year for span in spans for day in span if day not in (DISTANT_PAST, DISTANT_FUTURE)]
    return FacetedResult(positions=positions, facets=facets, years=(min(dated), max(dated)) if dated else None)


def _fit_other_facets(fits: dict[str, list[bool]], facet: str) -> list[int]:
    """Return the positions of what fits every facet but one, whose own values can then be counted."""
    others = [fits_facet for name, fits_facet in fits.items() if name != facet]
    return [index for index in range(len(fits[facet])) if all(fits_facet[index] for fits_facet in others)]


def _read_verdict(traits: RecordFacets) -> tuple[str, ...]:
    if traits.verdicts is None:
        return ()
    return (traits.stated or combine_verdicts(traits.verdicts, scholars_disagree=traits.scholars_disagree),)


_FACET_READERS: dict[str, Callable[[RecordFacets], tuple[str, ...]]] = {
    "kind": lambda traits: (traits.kind,),
    "map": lambda traits: (traits.map,),
    "verdict": _read_verdict,
    "certainty": lambda traits: (traits.certainty,) if traits.certainty else (),
    "tag": lambda traits: traits.tags,
}


def _fits_choice(own: tuple[str, ...], chosen_values: tuple[str, ...]) -> bool:
    return not chosen_values or any(value in chosen_values for value in own)


def _is_within_dates(traits: RecordFacets, chosen: FacetChoice) -> bool:
    if chosen.since is None and chosen.until is None:
        return True
    if traits.span is None:
        return False
    first, last = traits.span
    return last >= (chosen.since or DISTANT_PAST) and first <= (chosen.until or DISTANT_FUTURE)


def _count_values(facet: str, counted: Counter[str], chosen_values: tuple[str, ...]) -> tuple[FacetValue, ...]:
    listed_values = [*dict.fromkeys([*counted, *chosen_values])]
    order = _ORDER.get(facet)
    if order is not None:
        listed_values.sort(key=lambda value: (order.index(value) if value in order else len(order), value))
    else:
        listed_values.sort(key=lambda value: (-counted[value], value.casefold(), value))
    return tuple(
        FacetValue(value=value, count=counted[value], chosen=value in chosen_values) for value in listed_values
    )
