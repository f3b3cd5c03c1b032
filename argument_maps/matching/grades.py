"""How surely two records are the same, in grades from which each use takes those that it has a use for."""

from dataclasses import dataclass
from enum import IntEnum

from models.errors import Phrase


class MatchGrade(IntEnum):
    """How surely two records are the same."""

    PERHAPS = 1
    """Something speaks for it: worth a look for whoever looks for doubles."""
    LIKELY = 2
    """Worth a question to whoever brings a record."""
    SURE = 3
    """Held to be one unless somebody says otherwise."""


# From which sureness on, of 1, each grade is given.
_BEGINNINGS = {MatchGrade.SURE: 0.9, MatchGrade.LIKELY: 0.75, MatchGrade.PERHAPS: 0.5}
SAME_WORDS = Phrase("It says the same in the same words.")
# The most that is said of what might be the same but for a doubt.
MOST_LIKELY, MOST_PERHAPS = 0.89, 0.7


@dataclass(frozen=True, slots=True)
class SameRecord:
    """A record that may be the same as another: its label, why, and how sure that is, from 0 to 1."""

    label: str
    reason: Phrase
    sureness: float

    @property
    def grade(self) -> MatchGrade | None:
        """How surely it is the same; None where nothing worth telling speaks for it."""
        return next((grade for grade, beginning in _BEGINNINGS.items() if self.sureness >= beginning), None)

    def reaches(self, least: MatchGrade) -> bool:
        """Tell whether it is the same at least so surely."""
        return self.sureness >= _BEGINNINGS[least]
