"""What can be wrong with the styles of citation that a map brings along."""

from models.errors.map_errors import MapError
from models.errors.phrases import Phrase


class UnknownStyle(MapError):
    """A map has no style of this name, and neither has the program."""

    title = Phrase("There is no such style")

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(
            Phrase("“%(name)s” is neither a style of the program nor one of the map’s own.", name=name[:64]),
            Phrase("Use one of these: %(names)s. A map’s own styles are added on the page about it.", names=known),
        )


class StyleNotThere(UnknownStyle):
    """A style of a map is meant that it has not."""


class UnknownStyleFile(MapError):
    """A map names a style whose file is neither its own nor sent."""

    title = Phrase("The file of a style is missing")

    def __init__(self, name: str, pointer: str | None = None) -> None:
        super().__init__(
            Phrase("The style “%(name)s” has a file that is neither the map’s nor in the document.", name=name[:64]),
            Phrase("Add a style as a file; in a document put each into “style_files”, under its hash."),
            pointer,
        )


class UnsoundStyleFile(MapError):
    """A file of a style does not have its hash."""

    title = Phrase("A style does not match its hash")

    def __init__(self, sha256: str, pointer: str | None = None) -> None:
        super().__init__(
            Phrase("Under “%(hash)s” is another style.", hash=sha256[:12]),
            Phrase("Send the style as it was exported."),
            pointer,
        )


class StyleTaken(MapError):
    """A map has this style already."""

    title = Phrase("The map has this style already")

    def __init__(self, title: str) -> None:
        super().__init__(
            Phrase("“%(title)s” is among the styles of the map, with the very same file.", title=title[:200]),
            Phrase("Choose it wherever a style can be chosen, or take it away first."),
        )


class TooManyStyles(MapError):
    """A map has as many styles as it may have."""

    title = Phrase("The map has too many styles")

    def __init__(self, most: int) -> None:
        super().__init__(
            Phrase("A map has at most %(most)s styles of its own.", most=most),
            Phrase("Take one away first that nobody uses."),
        )
