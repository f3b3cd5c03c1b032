"""What a group of readers makes of records: how positions are distributed, where they split, and who moved."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from argument_maps.graph import natural_sort_key
from models.history.wordings import RecordWording
from models.vocabulary import Confidence, StanceKind

# From one end to the other; who is undecided stands nowhere on this scale, and is counted by itself.
SCALE = (StanceKind.REJECTS, StanceKind.QUALIFIES, StanceKind.ACCEPTS)


class Opinion(msgspec.Struct, frozen=True, kw_only=True):
    """A position as a member took it; `round` is the number of the round, None outside of rounds.

    `wording` is what the record said then, since the map's change `sequence`; None where nobody knows it any more.
    `at` is None where the moment would tell whose it is.
    Opinions stand in the order in which they were taken.
    """

    member: str
    label: str
    stance: str
    confidence: str = "unknown"
    reason: str = ""
    round: int | None = None
    wording: RecordWording | None = None
    sequence: int | None = None
    at: datetime | None = None


class Distribution(msgspec.Struct, frozen=True, kw_only=True):
    """How the last positions on one wording of a record are distributed: how many for each word, and what was said.

    `agreement` goes from 1 (all at one place) over 0 (spread evenly) to -1 (half at either end), and is None
    where fewer than two are decided. Stances and confidences are counted apart and never averaged.
    """

    label: str
    stances: dict[str, int]
    confidences: dict[str, int]
    opinions: tuple[Opinion, ...]
    agreement: float | None

    @property
    def wording(self) -> RecordWording | None:
        """What all of them judged."""
        return self.opinions[0].wording

    @property
    def earliest(self) -> Opinion:
        """The answer that was given first."""
        return min(self.opinions, key=lambda opinion: (opinion.sequence or 0, opinion.member))


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """A member who answered otherwise in a later round; `reworded` is whether it was to another wording."""

    member: str
    label: str
    before: Opinion
    after: Opinion

    @property
    def reworded(self) -> bool:
        """Whether the record said something else the second time."""
        return self.before.wording != self.after.wording


def select_last_opinions(opinions: Iterable[Opinion]) -> tuple[Opinion, ...]:
    """Return the last opinion of each member on each record."""
    last: dict[tuple[str, str], Opinion] = {}
    for opinion in opinions:
        last[opinion.label, opinion.member] = opinion
    return tuple(last.values())


def compute_distributions(opinions: Iterable[Opinion]) -> tuple[Distribution, ...]:
    """Return how the last opinions on each wording of each record are distributed.

    Records come in the order of their labels, and wordings of one in that of the changes that made them: whoever
    answered to different words has not answered the same question, and agrees or disagrees with nobody.
    """
    opinions_by_wording: dict[tuple[str, RecordWording | None], list[Opinion]] = {}
    for opinion in select_last_opinions(opinions):
        opinions_by_wording.setdefault((opinion.label, opinion.wording), []).append(opinion)
    distributions = [
        _compute_distribution(label, opinions_on_wording)
        for (label, _), opinions_on_wording in opinions_by_wording.items()
    ]
    return tuple(
        sorted(
            distributions,
            key=lambda distribution: (natural_sort_key(distribution.label), distribution.earliest.sequence or 0),
        )
    )


def _compute_distribution(label: str, opinions: Sequence[Opinion]) -> Distribution:
    stances, confidences = (
        Counter(opinion.stance for opinion in opinions),
        Counter(opinion.confidence for opinion in opinions),
    )
    return Distribution(
        label=label,
        stances={str(word): stances[word] for word in StanceKind},
        confidences={str(word): confidences[word] for word in Confidence},
        opinions=tuple(sorted(opinions, key=lambda opinion: opinion.member.casefold())),
        agreement=compute_agreement([stances[word] for word in SCALE]),
    )


def compute_agreement(counts: Sequence[int]) -> float | None:
    """Return van der Eijk's coefficient of agreement A of frequencies along an ordered scale, from -1 to 1.

    C. van der Eijk, "Measuring Agreement in Ordered Rating Scales", Quality & Quantity 35 (2001), 325-341. The
    frequencies are taken apart into layers, each as high as the lowest column left; a layer over S of K categories
    has A = U (1 - (S - 1) / (K - 1)), where U compares the triples of categories that have one peak (110, 011) with
    those that have two (101); A of the whole is the mean of the layers, each weighted by how many answers it
    holds. None where fewer than two have answered. Cubic in the categories, of which there are three. Not entropy,
    which takes a group spread over three answers for more divided than one that is split between both ends.
    """
    whole = sum(counts)
    if whole < 2:
        return None
    remaining, total = list(counts), 0.0
    while any(remaining):
        height = min(count for count in remaining if count)
        pattern = [1 if count else 0 for count in remaining]
        total += height * sum(pattern) / whole * _compute_pattern_agreement(pattern)
        remaining = [count - height if count else 0 for count in remaining]
    return round(total, 6)


def _compute_pattern_agreement(pattern: Sequence[int]) -> float:
    size, filled = len(pattern), sum(pattern)
    if filled == 1:
        return 1.0
    if filled == size:
        return 0.0
    triples = [
        (pattern[i], pattern[j], pattern[k])
        for i in range(size - 2)
        for j in range(i + 1, size - 1)
        for k in range(j + 1, size)
    ]
    one_peak = sum(triple in {(1, 1, 0), (0, 1, 1)} for triple in triples)
    two_peaks = triples.count((1, 0, 1))
    unimodality = ((size - 2) * one_peak - (size - 1) * two_peaks) / ((size - 2) * (one_peak + two_peaks))
    return unimodality * (1 - (filled - 1) / (size - 1))


def find_splits(distributions: Iterable[Distribution]) -> tuple[Distribution, ...]:
    """Return the records on which a group is divided, the most divided first: those with the least agreement.

    Of equal ones that with more answers comes first. Where all are at one place there is no division.
    """
    divided = [
        distribution
        for distribution in distributions
        if distribution.agreement is not None and distribution.agreement < 1
    ]
    return tuple(
        sorted(
            divided,
            key=lambda distribution: (
                distribution.agreement,
                -sum(distribution.stances.values()),
                natural_sort_key(distribution.label),
            ),
        )
    )


def find_moves(before: Iterable[Opinion], after: Iterable[Opinion]) -> tuple[Move, ...]:
    """Return who took another stance on a record in a later round than in an earlier one, by record and member."""
    earlier = {(opinion.label, opinion.member): opinion for opinion in select_last_opinions(before)}
    stance_moves = [
        Move(member=opinion.member, label=opinion.label, before=earlier[opinion.label, opinion.member], after=opinion)
        for opinion in select_last_opinions(after)
        if (opinion.label, opinion.member) in earlier
        and earlier[opinion.label, opinion.member].stance != opinion.stance
    ]
    return tuple(sorted(stance_moves, key=lambda move: (natural_sort_key(move.label), move.member.casefold())))
