"""What may be wrong with what is asked of a structured academic controversy, said so that it can be mended."""

from models.errors import MapError, Phrase
from models.vocabulary import ControversyStep


class NoSuchControversy(MapError):
    """The seminar has no controversy with this number."""

    title = Phrase("There is no such controversy")

    def __init__(self) -> None:
        super().__init__(
            Phrase("The seminar has no controversy with that number."),
            Phrase("Look for it on the seminar’s page."),
        )


class NoSuchGroup(MapError):
    """The controversy has no such group, or none that whoever asks may see."""

    title = Phrase("There is no such group")

    def __init__(self) -> None:
        super().__init__(
            Phrase("The controversy has no group with that number."), Phrase("Look for it on the controversy’s page.")
        )


class NotAtThisStep(MapError):
    """Something belongs to another step of the controversy."""

    title = Phrase("It is not time for that")

    def __init__(self, refusal: Phrase, step: ControversyStep) -> None:
        super().__init__(
            Phrase("%(refusal)s The controversy is at the step “%(step)s”.", refusal=refusal, step=step),
            Phrase("Ask its teacher, who moves it from one step to the next, or back."),
        )


class TimeIsOver(MapError):
    """The deadline of the present step has passed."""

    title = Phrase("The time for this step is over")

    def __init__(self, step: ControversyStep) -> None:
        super().__init__(
            Phrase("The deadline for the step “%(step)s” has passed.", step=step),
            Phrase("Ask whoever leads the seminar for more time."),
        )


class WorkIsThere(MapError):
    """Groups cannot be drawn anew, because they have begun."""

    title = Phrase("The groups have begun to work")

    def __init__(self) -> None:
        super().__init__(
            Phrase("The groups’ maps already have records, positions or comments, which would be lost."),
            Phrase("Move single members to another group or side instead."),
        )


class UnfitGroups(MapError):
    """The groups, sides or seats cannot be as they are asked for."""

    title = Phrase("The controversy does not allow this")
