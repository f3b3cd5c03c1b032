"""What may be wrong with what members of a seminar ask for: positions in rounds, and comments."""

from collections.abc import Iterable
from datetime import datetime

from models.errors import MapError, Phrase


class NoSuchRound(MapError):
    """The map has no round with this number."""

    title = Phrase("There is no such round")

    def __init__(self, slug: str, number: int) -> None:
        super().__init__(
            Phrase("The map “%(map)s” has no round %(number)s.", map=slug[:64], number=number),
            Phrase("Look for its number in the list of the map’s rounds."),
        )


class RoundIsOpen(MapError):
    """Something has to wait until a round is closed."""

    title = Phrase("The round is still open")

    def __init__(self, number: int) -> None:
        super().__init__(
            Phrase("Round %(number)s is open, and its answers are hidden until it is closed.", number=number),
            Phrase("Close it first, or wait until it is closed."),
        )


class RoundIsClosed(MapError):
    """A round takes no answers any more."""

    title = Phrase("The round is closed")

    def __init__(self, number: int) -> None:
        super().__init__(
            Phrase("Round %(number)s was closed, and everybody sees its answers; yours was not added.", number=number),
            Phrase(
                "Take your position outside the round, where everybody sees it at once, or wait for the next round."
            ),
        )


class DeadlineHasPassed(MapError):
    """A deadline lies in the past."""

    title = Phrase("The deadline has already passed")

    def __init__(self, at: datetime) -> None:
        super().__init__(
            Phrase("%(deadline)s is not in the future.", deadline=at),
            Phrase("Choose a later date and time, or no deadline."),
        )


class ResultsWereRead(MapError):
    """A round cannot be opened again, because what came of it is known."""

    title = Phrase("The round's results have been read")

    def __init__(self, number: int) -> None:
        super().__init__(
            Phrase(
                "Somebody has read the results of round %(number)s, so its answers would no longer be independent.",
                number=number,
            ),
            Phrase("Open another round on the same records."),
        )


class RoundIsDeleted(MapError):
    """A round was deleted with its answers."""

    title = Phrase("The round was deleted")

    def __init__(self, number: int) -> None:
        super().__init__(
            Phrase("Round %(number)s was deleted with its answers.", number=number), Phrase("Its page says why.")
        )


class NotAskedAbout(MapError):
    """A round does not ask about this record."""

    title = Phrase("The round does not ask about this record")

    def __init__(self, label: str, number: int) -> None:
        super().__init__(
            Phrase("Round %(number)s does not ask about “%(record)s”.", number=number, record=label),
            Phrase("Choose a record that it asks about, or leave the round out."),
        )


class RewordedMeanwhile(MapError):
    """A record says something else than what was answered to."""

    title = Phrase("The wording has changed in the meantime")

    def __init__(self, labels: Iterable[str]) -> None:
        super().__init__(
            Phrase(
                "Somebody changed the wording of %(records)s while you were answering; nothing was saved.",
                records=tuple(labels),
            ),
            Phrase("Read the new wording, and answer that."),
        )


class NoSuchComment(MapError):
    """The map has no comment with this number."""

    title = Phrase("There is no such comment")

    def __init__(self, slug: str, number: int) -> None:
        super().__init__(
            Phrase("The map “%(map)s” has no comment %(number)s.", map=slug[:64], number=number),
            Phrase("Look for its number in the list of the map’s comments."),
        )


class ThreadIsLocked(MapError):
    """Nobody can write in a thread any more."""

    title = Phrase("The thread is locked")

    def __init__(self, number: int) -> None:
        super().__init__(
            Phrase("A moderator has locked the thread of comment %(number)s.", number=number),
            Phrase("Begin another thread, or ask a moderator to open this one."),
        )


class MapIsAnonymous(MapError):
    """Nobody is named on a map that is anonymous throughout."""

    title = Phrase("The map is anonymous throughout")

    def __init__(self, slug: str) -> None:
        super().__init__(
            Phrase(
                "The map “%(map)s” names nobody, and that cannot be changed, because its authors relied on it.",
                map=slug[:64],
            ),
            Phrase("Ask whoever leads the seminar, who sees the names."),
        )


class NotYourComment(MapError):
    """Only its author changes a comment."""

    title = Phrase("The comment was written by somebody else")

    def __init__(self, number: int) -> None:
        super().__init__(Phrase("Somebody else wrote comment %(number)s.", number=number), Phrase("Answer it instead."))


class CommentIsGone(MapError):
    """A comment was taken back or is hidden, so that nothing can be done with it."""

    title = Phrase("The comment is no longer shown")

    def __init__(self, number: int) -> None:
        super().__init__(
            Phrase("The author of comment %(number)s withdrew it, or a moderator hid it.", number=number),
            Phrase("Begin another thread."),
        )


class AuthorsOnAnonymousMap(MapError):
    """A map on which nobody is named cannot name its authors."""

    title = Phrase("The map is anonymous")

    def __init__(self, pointer: str) -> None:
        super().__init__(
            Phrase("This map names nobody, so it has no authors; nothing was changed."),
            Phrase("Leave out its authors, and those of the map that it was forked from."),
            pointer,
        )
