"""Archival references as they are compared: who keeps it, the parts down to the file, and the sheets in it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache

from argument_maps.citation.archives import PRESETS, REPOSITORIES, find_preset
from argument_maps.formats.bibliographies.archival_places import read_archival_place
from argument_maps.matching.folded_spelling import fold_phrase
from argument_maps.values import Source

_DASHES = re.compile(r"\s*[‐‑‒–—−-]\s*")
_SHEETS = re.compile(r"(\d+)(?:(?:ob|об)\.?)?(?:-(\d+))?")
# Letters of files and inventories that Cyrillic and Latin writers take for each other.
_LOOK_ALIKE = str.maketrans("абвгеос", "abvgeoc")
# Parts of a known reference that name one document, and what names sheets or a document in any other.
_ITEMS = frozenset({"item", "件"})
_LEAVES = frozenset(["l.", "ll.", "f.", "ff.", "p.", "pp.", "fol.", "bl.", "bl", "s.", "item", "doc", "document"])


class ReferenceLikeness(IntEnum):
    """How two sources stand to each other by where they are kept."""

    APART = 0
    """In different places, as far as is known."""
    UNKNOWN = 1
    """Of one of them it is not said."""
    FITTING = 2
    """One says more exactly than the other where it is."""
    SAME_FILE = 3
    """In one file, and of neither the sheets are named."""
    SAME_SHEETS = 4
    """On the same sheets, or the same item of a series."""


@dataclass(frozen=True, slots=True)
class KeptPlace:
    """Where a document is kept: the archive, the parts of the reference down to the file, and the sheets or item."""

    repository: str
    parts: frozenset[str]
    leaf: str

    @property
    def file_key(self) -> tuple[str, ...]:
        """Return by what a file is looked up."""
        return (self.repository, *sorted(self.parts))


def list_places(source: Source) -> Iterator[KeptPlace]:
    """Yield each place in which a source is said to be."""
    if source.reference:
        yield _describe_place(source.repository, [(part["label"], part["value"]) for part in source.reference])
    for place in source.also_at:
        first, _, rest = place.partition(" ")
        found = read_archival_place("", place) or read_archival_place(first, rest)
        if found is not None:
            yield _describe_place(found.repository, found.parts)


def compare_places(places: frozenset[KeptPlace], others: frozenset[KeptPlace]) -> ReferenceLikeness:
    """Return how two sources stand to each other by their places, of which each may have several."""
    if not places or not others:
        return ReferenceLikeness.UNKNOWN
    return max(_compare_two(one, other) for one in places for other in others)


def _compare_two(one: KeptPlace, other: KeptPlace) -> ReferenceLikeness:
    if one.repository and other.repository and one.repository != other.repository:
        return ReferenceLikeness.APART
    if one.parts != other.parts:
        fits = (one.parts < other.parts and not one.leaf) or (other.parts < one.parts and not other.leaf)
        return ReferenceLikeness.FITTING if fits else ReferenceLikeness.APART
    if one.leaf == other.leaf:
        return ReferenceLikeness.SAME_SHEETS if one.leaf else ReferenceLikeness.SAME_FILE
    if not one.leaf or not other.leaf or _list_sheets(one.leaf) & _list_sheets(other.leaf):
        return ReferenceLikeness.FITTING
    return ReferenceLikeness.APART


@lru_cache(maxsize=8192)
def _list_sheets(leaf: str) -> frozenset[int]:
    """Return the numbers of sheets; of a span of many its ends."""
    numbers: set[int] = set()
    for found in _SHEETS.finditer(leaf):
        first, last = int(found[1][:9]), int((found[2] or found[1])[:9])
        numbers |= set(range(first, last + 1)) if last - first < 1_000 else {first, last}
    return frozenset(numbers)


def _describe_place(repository: str, parts: Sequence[tuple[str, str]]) -> KeptPlace:
    preset = find_preset([{"label": label, "value": value} for label, value in parts])
    known: list[str] = []
    leaves: list[str] = []
    for label, value in parts:
        unit = preset.find_part(label) if preset else None
        name, words = unit.label if unit else label.casefold(), _fold_value(value)
        if (unit.counts or unit.label in _ITEMS) if unit else (name in _LEAVES and known):
            leaves.append(words)
        else:
            known.append(f"{name} {words}")
    return KeptPlace(_fold_repository(repository), frozenset(known), " ".join(leaves))


@lru_cache(maxsize=4096)
def _fold_repository(repository: str) -> str:
    return fold_phrase(_list_abbreviations().get(repository.strip().casefold(), repository))


@cache
def _list_abbreviations() -> dict[str, str]:
    """Return the abbreviations of archives by their whole names and by those in their own script."""
    whole = {name.casefold(): short for short, name in REPOSITORIES.items()}
    native = {name.casefold(): short for preset in PRESETS for short, name in preset.named_native.items()}
    return {**whole, **{name.partition(" (")[0]: short for name, short in whole.items()}, **native}


def _fold_value(value: str) -> str:
    return _DASHES.sub("-", value.casefold().translate(_LOOK_ALIKE)).strip(" .")
