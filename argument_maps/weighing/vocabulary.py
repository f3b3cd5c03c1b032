"""The words of weighing: labels, rules of proof, and how strong an argument is."""

from functools import cache
from typing import Final

from models.vocabulary import Certainty, Term, Tier


class WeighedLabel(Term):
    """What becomes of a record or link when everything that is recorded for and against it is weighed."""

    STANDS = "stands", "An argument for it applies, and outweighs every argument against it that does."
    FALLS = "falls", "What speaks against it outweighs what speaks for it, or nothing that was offered for it holds."
    CONTESTED = "contested", "Arguments for and against it apply, and neither side outweighs the other."
    UNRESOLVED = "unresolved", "It stands on a circle of arguments that nothing outside the circle decides."
    UNSUPPORTED = "unsupported", "Nothing is offered for it that this rule counts."


class ProofRule(Term):
    """What has to be shown for a record to stand; each asks more than the one before, but for the last."""

    ASSERTED = "asserted", "One argument for it applies, or a work says so, whatever speaks against it (a scintilla)."
    PREPONDERANCE = "preponderance", "What speaks for it is stronger than what speaks against it."
    DOCUMENTED = (
        "documented",
        "By preponderance, and a chain of arguments leads down to an archival or published document.",
    )
    CORROBORATED = (
        "corroborated",
        "By preponderance, and two chains of arguments lead down to documents that are independent of each other: one "
        "witness is no witness (Bernheim 1889; Langlois and Seignobos 1898).",
    )
    BEYOND_DISPUTE = "beyond dispute", "By preponderance, and no argument against it applies."


class Shortfall(Term):
    """Why a record that stands by preponderance does not by a stricter rule."""

    ON_AUTHORITY = "on authority", "It stands on what a work says, and on no document of the map."
    ONE_WITNESS = "one witness", "No two arguments for it rest on documents that are independent of each other."
    OPPOSED = "opposed", "An argument against it applies, though a weaker one."


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
