"""What AIF calls schemes, illocutions and the applications of schemes, and what a map calls them.

Names and numbers are those of AIFdb (http://www.arg.dundee.ac.uk/?page_id=749, “Schemes”), which writes the schemes of
Walton, Reed and Macagno (2008) as one word, such as `CauseToEffect`; other programs write them with spaces, or with
“Argument From” before them.
"""

import re
from typing import NamedTuple

from models.vocabulary import Scheme, StanceKind


class NamedScheme(NamedTuple):
    """A scheme as AIFdb has it: its name, and its number, which is empty where it has none there."""

    name: str
    number: str = ""


INFERENCE, CONFLICT, REPHRASE, PREFERENCE, TRANSITION, ILLOCUTION, LOCUTION, INFORMATION = (
    "RA",
    "CA",
    "MA",
    "PA",
    "TA",
    "YA",
    "L",
    "I",
)
# By the type of the node that applies a scheme.
DEFAULT_SCHEMES = {
    INFERENCE: NamedScheme("Default Inference", "72"),
    CONFLICT: NamedScheme("Default Conflict", "71"),
    REPHRASE: NamedScheme("Default Rephrase", "144"),
}
ASSERTING, ARGUING = NamedScheme("Asserting", "74"), NamedScheme("Arguing", "80")
AIF_SCHEMES: dict[Scheme, NamedScheme] = {
    Scheme.ANALOGY: NamedScheme("Analogy", "1"),
    Scheme.CAUSE_TO_EFFECT: NamedScheme("CauseToEffect", "4"),
    Scheme.COMMITMENT: NamedScheme("Commitment", "6"),
    Scheme.CORRELATION: NamedScheme("CorrelationToCause", "7"),
    Scheme.EXAMPLE: NamedScheme("Example", "14"),
    Scheme.EXPERT: NamedScheme("ExpertOpinion", "15"),
    Scheme.SIGN: NamedScheme("Sign", "30"),
    Scheme.PRECEDENT: NamedScheme("Precedent"),
    Scheme.CONSEQUENCES: NamedScheme("Consequences"),
    Scheme.SLIPPERY_SLOPE: NamedScheme("SlipperySlope"),
    Scheme.TESTIMONY: NamedScheme("WitnessTestimony"),
    Scheme.BEST_EXPLANATION: NamedScheme("BestExplanation"),
    Scheme.SILENCE: NamedScheme("Silence"),
    Scheme.MOTIVE: NamedScheme("Motive"),
    Scheme.BIAS: NamedScheme("Bias"),
}
STANCE_ILLOCUTIONS = {
    StanceKind.ACCEPTS: NamedScheme("Agreeing", "77"),
    StanceKind.REJECTS: NamedScheme("Disagreeing", "78"),
    # AIF has no word for these: the illocution is left open, and the word of the map stands beside it.
    StanceKind.QUALIFIES: NamedScheme("Default Illocuting", "168"),
    StanceKind.UNDECIDED: NamedScheme("Default Illocuting", "168"),
}
# Illocutions by which somebody takes what is said upon themselves; questions and irony are none.
_HOLDING = frozenset(
    (
        "asserting",
        "assertivequestioning",
        "rhetoricalquestioning",
        "assertivechallenging",
        "rhetoricalchallenging",
        "conceding",
        "popularconceding",
        "affirming",
        "restating",
    )
)
_STANCES = {
    "agreeing": StanceKind.ACCEPTS,
    "disagreeing": StanceKind.REJECTS,
    "rejecting": StanceKind.REJECTS,
    "contradicting": StanceKind.REJECTS,
    "disaffirming": StanceKind.REJECTS,
}
_OTHER_NAMES = {
    "positiveconsequences": Scheme.CONSEQUENCES,
    "negativeconsequences": Scheme.CONSEQUENCES,
    "authority": Scheme.EXPERT,
    "causalslipperyslope": Scheme.SLIPPERY_SLOPE,
    "precedentslipperyslope": Scheme.SLIPPERY_SLOPE,
    "verbalslipperyslope": Scheme.SLIPPERY_SLOPE,
    "fullslipperyslope": Scheme.SLIPPERY_SLOPE,
    "gradualism": Scheme.SLIPPERY_SLOPE,
    "cause": Scheme.CAUSE_TO_EFFECT,
    "correlation": Scheme.CORRELATION,
    "testimony": Scheme.TESTIMONY,
    "inferencetothebestexplanation": Scheme.BEST_EXPLANATION,
    "abduction": Scheme.BEST_EXPLANATION,
}
# What stands where a scheme would, and names none: nothing, the type of the node, or that it is the default.
_UNNAMED = re.compile(r"|ra|ca|ma|pa|ta|ya|(default)?(inference|conflict|rephrase|preference|support|attack)|pro|con")


def _fold_name(name: str) -> str:
    folded = re.sub(r"[\W_]+", "", name).lower()
    return re.sub(r"^(argument(ation)?from|argument)(?=.)|(?<=.)argument$", "", folded)


_SCHEMES = {
    **{_fold_name(scheme): scheme for scheme in Scheme},
    **{_fold_name(named.name): scheme for scheme, named in AIF_SCHEMES.items()},
    **_OTHER_NAMES,
}


def find_scheme(name: str) -> Scheme | None:
    """Return the scheme that AIF means by a name, None where a map has no such scheme."""
    return _SCHEMES.get(_fold_name(name))


def names_scheme(name: str) -> bool:
    """Tell whether a name says more than that a scheme is applied."""
    return _UNNAMED.fullmatch(_fold_name(name)) is None


def means_holding(illocution: str) -> bool:
    """Tell whether by such an illocution a speaker takes what is said upon themselves."""
    return _fold_name(illocution) in _HOLDING


def find_stance(illocution: str) -> StanceKind | None:
    """Return what an illocution makes of what others said, None where it makes nothing of it."""
    return _STANCES.get(_fold_name(illocution))
