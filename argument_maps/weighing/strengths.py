"""How strong arguments are: ranks of certainty and tier that are compared one after the other."""

from functools import cache
from typing import Final

from models.vocabulary import Certainty, Tier

# Strength is compared first by certainty, then by how near a document stands to the event, and never added up. What
# nobody has assessed counts as what is marked as still to be verified.
_CERTAINTIES: Final = {Certainty.LOW: 1, Certainty.MEDIUM: 2, Certainty.UNKNOWN: 2, Certainty.HIGH: 3}
_TIERS: Final = {
    Tier.SECONDARY: 1,
    Tier.MEMOIR: 2,
    Tier.TRANSLATION: 3,
    # Of a document of which nobody has said how it was read, no more is known than of one read in translation.
    Tier.UNKNOWN: 3,
    Tier.PUBLISHED_DOCUMENT: 4,
    Tier.FACSIMILE: 5,
    Tier.ARCHIVAL_ORIGINAL: 6,
}
_NO_TIER, _STEPS = 7, 8
LEAST_DOCUMENTARY: Final = _TIERS[Tier.TRANSLATION]
"""From this rank on a document is one in the sense of `ProofRule.DOCUMENTED`; memoirs and later accounts are not."""


@cache
def rank_strength(certainty: str, tier: str | None = None) -> int:
    """Return a number that orders strengths: of a document by its tier too, of a statement by its certainty alone."""
    rank = _NO_TIER if tier is None else _TIERS[Tier(tier)]
    return _CERTAINTIES[Certainty(certainty)] * _STEPS + rank


@cache
def rank_tier(tier: str) -> int:
    """Return how near to the event documents of a tier stand, the nearest highest."""
    return _TIERS[Tier(tier)]


def read_strength(strength: float) -> tuple[str, str | None]:
    """Return the certainty and the tier of the weakest part of an argument, no tier where a statement is weaker."""
    certainty, rank = divmod(int(strength), _STEPS)
    named = {1: Certainty.LOW, 2: Certainty.MEDIUM, 3: Certainty.HIGH}[min(certainty, 3)]
    tier = next((tier for tier, each in _TIERS.items() if each == rank and tier is not Tier.UNKNOWN), None)
    return named.value, None if tier is None else tier.value
