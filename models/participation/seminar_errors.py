"""What may be wrong with what members of a seminar ask for: positions in rounds, and comments."""

from collections.abc import Iterable
from datetime import datetime

from models.errors import MapError


class NoSuchRound(MapError):
    """The map has no round with this number."""

    title = "There is no such round"

    def __init__(self, slug: str, number: int) -> None:
        super().__init__(f"The map “{slug[:64]}” has no round {number}.", "See the map's rounds for their numbers.")


class RoundIsOpen(MapError):
    """Something has to wait until a round is closed."""

    title = "The round is still open"

    def __init__(self, number: int) -> None:
        super().__init__(
            f"Round {number} is open, so that what is answered stays unseen.", "Close it first, or wait until it is."
        )


class RoundIsClosed(MapError):
    """A round takes no answers any more."""

    title = "The round is closed"

    def __init__(self, number: int) -> None:
        super().__init__(
            f"Round {number} was closed, so that its answers are seen by all; nothing was added to them.",
            "Take your position outside of the round, where all see it at once, or wait for the next one.",
        )


class DeadlineHasPassed(MapError):
    """A deadline lies in the past."""

    title = "The deadline has already passed"

    def __init__(self, at: datetime) -> None:
        super().__init__(f"{at.isoformat(timespec='minutes')} is not in the future.", "Choose a later moment, or none.")


class ResultsWereRead(MapError):
    """A round cannot be opened again, because what came of it is known."""

    title = "The round's results have been read"

    def __init__(self, number: int) -> None:
        super().__init__(
            f"Somebody has read what came of round {number}, so that nobody would answer it unseen any more.",
            "Open another round on the same records.",
        )


class RoundIsDeleted(MapError):
    """A round was deleted with its answers."""

    title = "The round was deleted"

    def __init__(self, number: int) -> None:
        super().__init__(f"Round {number} was deleted, and its answers with it.", "Its page says why.")


class NotAskedAbout(MapError):
    """A round does not ask about this record."""

    title = "The round does not ask about this record"

    def __init__(self, label: str, number: int) -> None:
        super().__init__(
            f"Round {number} does not ask about “{label}”.", "Choose a record that it asks about, or leave it out."
        )


class RewordedMeanwhile(MapError):
    """A record says something else than what was answered to."""

    title = "The wording has changed in the meantime"

    def __init__(self, labels: Iterable[str]) -> None:
        named = ", ".join(labels)
        super().__init__(
            f"What {named} says was changed while you were answering; nothing was saved.",
            "Read what it says now, and answer to that.",
        )


class NoSuchComment(MapError):
    """The map has no comment with this number."""

    title = "There is no such comment"

    def __init__(self, slug: str, number: int) -> None:
        super().__init__(f"The map “{slug[:64]}” has no comment {number}.", "See the map's comments for their numbers.")


class ThreadIsLocked(MapError):
    """Nobody can write in a thread any more."""

    title = "The thread is locked"

    def __init__(self, number: int) -> None:
        super().__init__(
            f"The thread of comment {number} was locked by a moderator.",
            "Begin another thread, or ask for it to be opened.",
        )


class MapIsAnonymous(MapError):
    """Nobody is named on a map that is anonymous throughout."""

    title = "The map is anonymous throughout"

    def __init__(self, slug: str) -> None:
        super().__init__(
            f"On the map “{slug[:64]}” nobody is named, for good: whoever wrote there relied on it.",
            "Whoever leads the seminar sees who it is.",
        )


class NotYourComment(MapError):
    """Only its author changes a comment."""

    title = "The comment was written by somebody else"

    def __init__(self, number: int) -> None:
        super().__init__(f"Comment {number} was written by somebody else.", "Answer it instead.")


class CommentIsGone(MapError):
    """A comment was taken back or is hidden, so that nothing can be done with it."""

    title = "The comment is no longer shown"

    def __init__(self, number: int) -> None:
        super().__init__(
            f"Comment {number} was taken back by its author or hidden by a moderator.", "Begin another thread."
        )


class AuthorsOnAnonymousMap(MapError):
    """A map on which nobody is named cannot name its authors."""

    title = "The map is anonymous"

    def __init__(self, pointer: str) -> None:
        super().__init__(
            "On this map nobody is named, so that it has no authors; nothing was changed.",
            "Leave the authors out, and those of the map that it was made of.",
            pointer,
        )
