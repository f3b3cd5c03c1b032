"""What can be wrong with a text, its versions and the passages marked in it, said so that it can be mended."""

from collections.abc import Iterable

from models.errors.map_errors import MapError
from models.errors.phrases import Phrase


class OwnTranslation(MapError):
    """A text is said to be a translation of itself."""

    title = Phrase("A text cannot be its own translation")

    def __init__(self, label: str, pointer: str | None = None) -> None:
        super().__init__(
            Phrase("“%(text)s” is named as a translation of itself.", text=label),
            Phrase("Name the text that it translates."),
            pointer,
        )


class SameVersion(MapError):
    """A text has one content as two of its versions."""

    title = Phrase("A version is listed twice")

    def __init__(self, label: str, pointer: str | None = None) -> None:
        super().__init__(
            Phrase("Two versions of “%(text)s” have the same hash.", text=label),
            Phrase("List each content once."),
            pointer,
        )


class UnknownContent(MapError):
    """A version names a content that is neither kept nor sent."""

    title = Phrase("The content of a version is missing")

    def __init__(self, label: str, pointer: str | None = None) -> None:
        super().__init__(
            Phrase("“contents” has nothing under the hash of one of the versions of “%(text)s”.", text=label),
            Phrase("Add the content under its hash in “contents”, or take the version out."),
            pointer,
        )


class UnsoundContent(MapError):
    """A content does not have its hash, or its blocks are not parts of it."""

    title = Phrase("Content does not match its hash or its blocks")

    def __init__(self, sha256: str, pointer: str | None = None) -> None:
        super().__init__(
            Phrase(
                "The content under %(hash)s… has another hash, or its blocks overlap or reach beyond it.",
                hash=sha256[:12],
            ),
            Phrase("Send the text and the blocks as they were exported."),
            pointer,
        )


class UnknownVersion(MapError):
    """An annotation is in a version that its text does not have."""

    title = Phrase("The text has no such version")

    def __init__(self, label: str, text: str, pointer: str | None = "/version") -> None:
        super().__init__(
            Phrase("“%(record)s” is in a version that “%(text)s” does not have.", record=label, text=text),
            Phrase("Name one of the text’s versions, or leave the version out to use the present one."),
            pointer,
        )


class PlacelessPassage(MapError):
    """An annotation that is no orphan has no place, or one that ends before it begins."""

    title = Phrase("A passage needs a place in its text")

    def __init__(self, label: str, pointer: str | None = None) -> None:
        super().__init__(
            Phrase("“%(record)s” has no place in its text, or its place ends before it begins.", record=label),
            Phrase("Give start and end in code points, the end after the start."),
            pointer,
        )


class PassageDiffers(MapError):
    """An annotation's place holds other words than its quotation."""

    title = Phrase("The text says something different there")

    def __init__(self, label: str, pointer: str | None = "/exact") -> None:
        super().__init__(
            Phrase("The place of “%(record)s” does not hold its quotation, or reaches beyond the text.", record=label),
            Phrase("Leave start and end out, so that the quotation is looked for, or quote what the text says there."),
            pointer,
        )


class ScoreNeedsReview(MapError):
    """An annotation has a score without needing review, or the other way round."""

    title = Phrase("Passages that need review, and only those, have a score")

    def __init__(self, label: str, pointer: str | None = None) -> None:
        super().__init__(
            Phrase("“%(record)s” needs review and has no score, or has one and needs no review.", record=label),
            Phrase("Give a score if the state is “needs review”, and only then."),
            pointer,
        )


class VersionInUse(MapError):
    """A version that is to go has annotations."""

    title = Phrase("That version has annotations")

    def __init__(self, label: str, annotations: Iterable[str]) -> None:
        super().__init__(
            Phrase(
                "The change would delete a version of “%(text)s” in which passages are marked: %(annotations)s.",
                text=label,
                annotations=tuple(annotations)[:20],
            ),
            Phrase("Move or delete those annotations first."),
        )


class JoinedToItself(MapError):
    """A passage is joined to itself."""

    title = Phrase("A passage cannot be joined to itself")

    def __init__(self, label: str, pointer: str | None = None) -> None:
        super().__init__(
            Phrase("“%(record)s” is named as a passage to which it is joined.", record=label),
            Phrase("Name a passage of another text, or another passage of this one."),
            pointer,
        )
