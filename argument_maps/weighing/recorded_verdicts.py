"""What a recorded verdict comes to where the perception is weighed."""

from argument_maps.verdicts.combination import CONFIRMING_VERDICTS
from models.vocabulary import Verdict
from models.weighing_vocabulary import WeighedLabel


def expect_label(verdict: str) -> str | None:
    """Return the label that goes with a verdict, None where it leaves the perception open or untested.

    Then it agrees with any label: the archives may be silent or closed, and other arguments speak for it all the same.
    """
    if verdict in CONFIRMING_VERDICTS:
        return WeighedLabel.STANDS.value
    if verdict == Verdict.CONTRADICTED:
        return WeighedLabel.FALLS.value
    if verdict in {Verdict.MIXED, Verdict.CONTESTED}:
        return WeighedLabel.CONTESTED.value
    return None
