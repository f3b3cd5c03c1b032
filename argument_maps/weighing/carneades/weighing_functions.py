"""What an argument of a Carneades 4 graph weighs (its manual, “Weighing functions”; Gordon and Walton 2016, section 5).

*linked* is 1 where all premises are in, *constant* a number instead of 1; *convergent* is 1 where any is in,
*cumulative* the share of those that are; *factorized* that of the premises of its issue which it has, if all are in;
*preference* ranks the arguments of an issue by properties of their schemes, and *criteria* is a weighted mean over what
premises such as `price(volvo,low)` say.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, cmp_to_key
from typing import Any

from argument_maps.formats.carneades.argument_graphs import split_atom
from argument_maps.formats.carneades.yaml_trees import PlacedValue
from argument_maps.weighing.labelling.structures import Weigher

BASIC_FUNCTIONS = ("linked", "convergent", "cumulative", "factorized")
_STRONGEST = math.inf


@dataclass(frozen=True, slots=True)
class WeighingFunction:
    """A weighing function by its sort, with what it is defined by: a number, properties, or criteria."""

    sort: str = "linked"
    number: float = 1.0
    body: PlacedValue | None = None


@dataclass(frozen=True, slots=True)
class CountedArgument:
    """An argument with its premises, what it concludes and undercuts it, and how it is weighed, by `meta` of it."""

    name: str
    premises: tuple[int, ...]
    conclusion: int
    undercutters: tuple[int, ...]
    function: WeighingFunction
    properties: Mapping[str, Any] = field(default_factory=dict)


def read_function(value: PlacedValue | None, named: Mapping[str, WeighingFunction]) -> WeighingFunction | None:
    """Return the function that a `weight` names or defines, None where it does neither."""
    if value is None:
        return WeighingFunction()
    if value.entries is None:
        name = value.text.strip().casefold()
        return WeighingFunction(name) if name in BASIC_FUNCTIONS and name not in named else named.get(name)
    for name, body in value.entries.items():
        sort = name.casefold()
        if sort == "constant":
            number = read_finite_number(body)
            return WeighingFunction(sort, number) if number is not None else None
        if sort == "preference" and list_orders(body):
            return WeighingFunction(sort, body=body)
        if sort == "criteria" and body.entries is not None:
            return WeighingFunction(sort, body=body)
    return None


def read_finite_number(value: PlacedValue | None) -> float | None:
    """Return a number that is finite, None for anything else."""
    try:
        number = float(value.text) if value is not None else math.nan
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def list_orders(body: PlacedValue) -> list[PlacedValue]:
    """Return the properties by which a preference orders, the weightiest first."""
    values = body.items if body.items is not None else [body]
    return [value for value in values if value.words("property")]


class RivalArguments:
    """The arguments for all positions of one issue, or for a statement that is at none."""

    def __init__(self, *, is_at_issue: bool) -> None:
        self.arguments: list[CountedArgument] = []
        self._is_at_issue = is_at_issue
        # The places of arguments by name, for each preference.
        self._ranks: dict[int, dict[str, float]] = {}

    @cached_property
    def _premises(self) -> int:
        return len({premise for argument in self.arguments for premise in argument.premises})

    def weigh_linked(self, argument: CountedArgument) -> float:
        """Return what one of them weighs if all of its premises are in."""
        function = argument.function
        if function.sort == "constant":
            return max(function.number, 0.0)
        if function.sort == "factorized":
            return len(set(argument.premises)) / self._premises if self._premises else 0.0
        if function.sort == "preference" and self._is_at_issue and function.body is not None:
            key = id(function.body)
            if key not in self._ranks:
                self._ranks[key] = _rank(self.arguments, list_orders(function.body))
            return self._ranks[key][argument.name]
        return 1.0


def _rank(arguments: Sequence[CountedArgument], orders: list[PlacedValue]) -> dict[str, float]:
    """Return the places of arguments by name, from just above 0 for the weakest to 1 for the strongest."""

    def compare(one: CountedArgument, other: CountedArgument) -> int:
        differences = (_compare_values(one.properties, other.properties, order) for order in orders)
        return next((difference for difference in differences if difference), 0)

    places: dict[str, int] = {}
    last: CountedArgument | None = None
    place = 0
    for argument in sorted(arguments, key=cmp_to_key(compare)):
        place += last is None or compare(last, argument) != 0
        places[argument.name] = place
        last = argument
    return {name: each / place for name, each in places.items()}


def _compare_values(one: Mapping[str, Any], other: Mapping[str, Any], order: PlacedValue) -> int:
    """Return -1 where the first is the weaker by one property, 1 where the second is, 0 where that tells nothing."""
    name, direction = order.words("property"), order.get("order")
    values = [_read_property(properties.get(name)) for properties in (one, other)]
    if None in values or type(values[0]) is not type(values[1]):
        return 0
    first, second = values
    if isinstance(first, str):
        listed = [value.text.casefold() for value in (direction.items or ())] if direction is not None else []
        if listed:
            # What is not listed is stronger than what is.
            first, second = (
                listed.index(value.casefold()) if value.casefold() in listed else _STRONGEST
                for value in (str(first), str(second))
            )
        return (first > second) - (first < second)  # type: ignore[operator] # both of one type, as asked above
    difference = (first > second) - (first < second)  # type: ignore[operator] # both of one type, as asked above
    is_ascending = direction is not None and direction.text.casefold() == "ascending"
    return difference if is_ascending else -difference


def _read_property(value: Any) -> str | float | date | None:
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return float(value)
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return str(value)


def list_looked_at(
    argument: CountedArgument, names: Sequence[str], positions_with: Mapping[int, Sequence[int]]
) -> tuple[int, ...]:
    """Return the statements of which the weight of an argument depends: its premises, and for criteria their rivals."""
    if argument.function.sort != "criteria":
        return tuple(dict.fromkeys(argument.premises))
    rivals = [rival for premise in argument.premises for rival in positions_with.get(premise, ())]
    return tuple(dict.fromkeys((*argument.premises, *(rival for rival in rivals if split_atom(names[rival])[1]))))


def build_weigher(
    argument: CountedArgument, names: Sequence[str], positions_with: Mapping[int, Sequence[int]]
) -> Weigher | None:
    """Return how an argument weighs by which of what it looks at is in, None where it is weighed as linked."""
    sort, body = argument.function.sort, argument.function.body
    if sort == "convergent":
        return lambda are_in: float(any(are_in))
    if sort == "cumulative":
        return lambda are_in: sum(are_in) / len(are_in) if are_in else 0.0
    if sort == "criteria" and body is not None:
        return _build_criteria(argument, body, names, positions_with)
    return None


def _build_criteria(
    argument: CountedArgument, body: PlacedValue, names: Sequence[str], positions_with: Mapping[int, Sequence[int]]
) -> Weigher:
    places = {statement: place for place, statement in enumerate(list_looked_at(argument, names, positions_with))}
    hard = body.get("hard")
    indices = [read_finite_number(value) for value in (hard.list_texts() if hard is not None else ())]
    needed = [places[premise] for number, premise in enumerate(argument.premises) if number in indices]
    soft = body.get("soft")
    # By constraint its factor, what it gives for each value, and the places and values in the order in which they tell.
    constraints: list[tuple[float, dict[str, float], list[tuple[int, str]]]] = []
    for name, constraint in ((soft.entries or {}) if soft is not None else {}).items():
        telling = [
            (places[statement], split_atom(names[statement])[1][1])
            for premise in argument.premises
            if _is_about(names[premise], name)
            for statement in (premise, *(other for other in positions_with.get(premise, ()) if other != premise))
            if len(split_atom(names[statement])[1]) == 2
        ]
        values = constraint.get("values")
        scores = {
            value: read_finite_number(score) or 0.0
            for value, score in ((values.entries or {}) if values is not None else {}).items()
        }
        constraints.append((read_finite_number(constraint.get("factor")) or 0.0, scores, telling))
    total = sum(factor for factor, _, _ in constraints)

    def weigh(are_in: Sequence[bool]) -> float:
        if total <= 0 or not all(are_in[place] for place in needed):
            return 0.0
        weight = 0.0
        for factor, scores, telling in constraints:
            said = next((value for place, value in telling if are_in[place]), None)
            if said is None:
                return 0.0
            weight += factor / total * scores.get(said, 0.0)
        return max(weight, 0.0)

    return weigh


def _is_about(name: str, predicate: str) -> bool:
    found, terms = split_atom(name)
    return found == predicate and len(terms) == 2
