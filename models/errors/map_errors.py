"""What can be wrong with a request about a map or its history, said so that it can be mended."""

from collections.abc import Iterable

from models.errors.phrases import Phrase


class MapError(Exception):
    """Something that a user asked for cannot be done.

    `title` names the kind of error, `detail` says what is wrong with which record, `remedy` what to do,
    and `pointer` (RFC 6901) where in the user's document, if there is one. All three texts are in English; pages say
    them in the reader's language. `ask_again_in` is in how many seconds the same may be tried anew, if that is known.
    """

    title = Phrase("That cannot be done")
    ask_again_in: int | None = None

    def __init__(self, detail: Phrase, remedy: Phrase, pointer: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.remedy = remedy
        self.pointer = pointer


class UnknownMap(MapError):
    """No map has this slug."""

    title = Phrase("There is no such map")

    def __init__(self, slug: str) -> None:
        super().__init__(
            Phrase("No map is called “%(map)s”.", map=slug[:64]),
            Phrase("Look for its name in the list of maps."),
        )


class UnknownChange(MapError):
    """The map's history has no change with this number."""

    title = Phrase("There is no such change")

    def __init__(self, change: int) -> None:
        super().__init__(
            Phrase("The map’s history has no change %(change)s.", change=change),
            Phrase("Look for its number in the map’s history."),
        )


class UnknownEdition(MapError):
    """Nothing was published under this number."""

    title = Phrase("There is no such edition")

    def __init__(self, slug: str, number: int) -> None:
        super().__init__(
            Phrase("The map “%(map)s” has no edition %(number)s.", map=slug[:64], number=number),
            Phrase("Look for its number in the list of the map’s editions."),
        )


class FalseDoi(MapError):
    """What was written as the DOI of an edition is none."""

    title = Phrase("That is not a DOI")

    def __init__(self, written: str) -> None:
        super().__init__(
            Phrase("“%(written)s” does not have the form of a DOI.", written=written.strip()[:100]),
            Phrase("Copy it from the page of the deposit: it begins with 10., as in 10.5281/zenodo.1234567."),
            "/doi",
        )


class UnrelatedMaps(MapError):
    """Neither map comes from the other, nor both from one."""

    title = Phrase("The maps have no common origin")

    def __init__(self, source: str, target: str) -> None:
        super().__init__(
            Phrase("“%(map)s” cannot be merged into itself.", map=source[:64])
            if source == target
            else Phrase(
                "“%(source)s” and “%(target)s” cannot be merged: neither is a fork of the other, and they are not "
                "forks of the same map.",
                source=source[:64],
                target=target[:64],
            ),
            Phrase("Merge a map with one of its forks, or with the map that it was forked from."),
        )


class UnknownMoment(MapError):
    """The map did not exist at that moment."""

    title = Phrase("The map has no such moment")

    def __init__(self, detail: Phrase) -> None:
        super().__init__(detail, Phrase("Look for its changes and their dates in the map’s history."))


class NothingToRestore(MapError):
    """What is to be restored is as it was."""

    title = Phrase("There is nothing to restore")

    def __init__(self, detail: Phrase) -> None:
        super().__init__(detail, Phrase("Choose another moment, or leave it as it is."))


class StaleRevision(MapError):
    """Somebody changed the record in the meantime."""

    title = Phrase("The record has changed in the meantime")

    def __init__(self, label: str, expected: int, current: int) -> None:
        super().__init__(
            Phrase(
                "“%(record)s” was changed since it was read: it is at revision %(current)s, and the request is about "
                "revision %(expected)s.",
                record=label,
                current=current,
                expected=expected,
            ),
            Phrase("Read it again, make your change to what it says now, and send that."),
        )
        self.label, self.expected, self.current = label, expected, current


class SlugTaken(MapError):
    """Another map or seminar has this slug; whose it is, and whether one may see it, is not said."""

    title = Phrase("That name is taken")

    def __init__(self, slug: str, free: str) -> None:
        super().__init__(
            Phrase("The name “%(name)s” is not available.", name=slug),
            Phrase("Choose another one; “%(name)s” is still free.", name=free),
        )
        self.free = free


class UnnamedMap(MapError):
    """Of a title no name in addresses can be made."""

    title = Phrase("The map has no name in addresses")

    def __init__(self) -> None:
        super().__init__(
            Phrase("No name can be made from its title, which has no Latin letter or digit."),
            Phrase("Give it a name of small Latin letters, digits and single hyphens, such as korea-1950."),
            "/slug",
        )


class CannotUndo(MapError):
    """Something later builds on the change: the `reasons` are clauses; `cause` is what undoing it would break."""

    title = Phrase("That can no longer be undone")

    def __init__(self, change: int, reasons: Iterable[Phrase] = (), cause: MapError | None = None) -> None:
        super().__init__(
            Phrase("Change %(change)s cannot be undone: %(reasons)s.", change=change, reasons=tuple(reasons)[:10])
            if cause is None
            else Phrase("Change %(change)s cannot be undone. %(reason)s", change=change, reason=cause.detail),
            Phrase("Undo the later changes first."),
        )


class OtherQuestions(MapError):
    """Questions are to be put in order, and the list is not that of all questions of the map."""

    title = Phrase("The list does not match the map’s questions")

    def __init__(self, missing: Iterable[str], unknown: Iterable[str]) -> None:
        differences = [Phrase("%(record)s is missing", record=label) for label in missing]
        differences += [Phrase("%(record)s is not a question of the map", record=label[:64]) for label in unknown]
        repeated = Phrase("one of them is listed twice")
        super().__init__(
            Phrase(
                "The list differs from the map’s questions: %(differences)s.",
                differences=tuple(differences[:10] or [repeated]),
            ),
            Phrase("Name every question of the map once, in the order that you want."),
        )
