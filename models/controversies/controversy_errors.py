"""What may be wrong with what is asked of a structured academic controversy, said so that it can be mended."""

from models.errors import MapError


class NoSuchControversy(MapError):
    """The seminar has no controversy with this number."""

    title = "There is no such controversy"

    def __init__(self) -> None:
        super().__init__(
            "The seminar has no controversy of that number.", "See the seminar's page for its controversies."
        )


class NoSuchGroup(MapError):
    """The controversy has no such group, or none that whoever asks may see."""

    title = "There is no such group"

    def __init__(self) -> None:
        super().__init__("The controversy has no group of that number.", "See the page of the controversy.")


class NotAtThisStep(MapError):
    """Something belongs to another step of the controversy."""

    title = "It is not time for that"

    def __init__(self, what: str, step: str) -> None:
        super().__init__(
            f"The controversy stands at the step “{step}”, where one cannot {what}.",
            "Its teacher moves it from one step to the next, or back.",
        )


class TimeIsOver(MapError):
    """The deadline of the present step has passed."""

    title = "The time for this step is over"

    def __init__(self, step: str) -> None:
        super().__init__(f"Work at the step “{step}” was due.", "Ask whoever leads the seminar for more time.")


class WorkIsThere(MapError):
    """Groups cannot be drawn anew, because they have begun."""

    title = "The groups have begun to work"

    def __init__(self) -> None:
        super().__init__(
            "On a map of the groups somebody has recorded or said something, which would be lost.",
            "Move single members to another group or side instead.",
        )


class UnfitGroups(MapError):
    """The groups, sides or seats cannot be as they are asked for."""

    title = "The groups cannot be so"

    def __init__(self, detail: str, remedy: str) -> None:
        super().__init__(detail, remedy)
