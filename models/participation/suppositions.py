"""What a round supposes: that some of what the map rests on is set aside, and what stands and falls then.

What came of it is kept with the round once somebody reads its results, as answers keep the wordings that they were
given to: neither later changes of the map nor its loss change what a closed round shows.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from models.text_types import Line, Prose
from models.weighing_vocabulary import ProofRule, WeighedLabel

MOST_SUPPOSED = 100


class SupposedSort(StrEnum):
    """What is meant by a name that is set aside."""

    SOURCE = "source"
    FAMILY = "family"
    ARCHIVE = "archive"
    RELEASE = "release"
    AGENT = "agent"
    RECORD = "record"
    QUESTIONS = "questions"


class Supposition(BaseModel):
    """That these are set aside, weighed under a rule of proof; `words` say in the teacher's own why, or what it means.

    Names are those of the weighing: a source, an agent, a record or a link by its id, `family:` and a source,
    `archive:` and a repository, `release:` and an agent, or `questions:open`.
    """

    model_config = ConfigDict(extra="forbid")

    rule: ProofRule = ProofRule.PREPONDERANCE
    without: Annotated[
        list[Annotated[Line, StringConstraints(min_length=1)]],
        Field(
            min_length=1,
            max_length=MOST_SUPPOSED,
            description="What is set aside, by the names that weighing takes.",
            examples=[["S7", "archive:APRF"]],
        ),
    ]
    words: Annotated[
        Prose, Field(description="The supposition in your own words.", examples=["Suppose the letter is a forgery."])
    ] = ""


class SupposedName(BaseModel):
    """What is set aside, as the map called it: a citation, a name, or what a record says."""

    name: str
    sort: SupposedSort
    words: str


class SupposedLabel(BaseModel):
    """What becomes of a record with nothing set aside, and under the supposition."""

    label: str
    before: WeighedLabel
    supposed: WeighedLabel

    @property
    def turns(self) -> bool:
        """Whether the record has another label under the supposition."""
        return self.before != self.supposed


class SuppositionOutcome(BaseModel):
    """What a supposition comes to, on the map as it stood after one of its changes.

    `sequence` is that change, null where nobody knows the map of that time any more. `names` are what is set aside,
    `lost` the names that the map did not have then: the rest was weighed without them.
    """

    sequence: int | None
    names: list[SupposedName]
    lost: list[str]
    labels: list[SupposedLabel]
