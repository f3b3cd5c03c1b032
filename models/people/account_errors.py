"""What can be wrong with what concerns accounts, roles and seminars, said so that it can be mended."""

import unicodedata
from collections.abc import Sequence

from models.errors import MapError, Phrase, pluralise_phrase


class NotYours(MapError):
    """A record is somebody else's, and the role lets its holder change only what is their own."""

    title = Phrase("The record belongs to somebody else")

    def __init__(self, label: str) -> None:
        super().__init__(
            Phrase(
                "“%(record)s” was made by somebody else. Contributors can change records that they or their group "
                "made, and delete their own.",
                record=label[:64],
            ),
            Phrase(
                "Comment on it or challenge it with a record of your own, or ask whoever keeps the map to change it."
            ),
        )


class NotForYou(MapError):
    """The change reaches further than the role of whoever makes it."""

    title = Phrase("You may not do this")


class NamesGoAlong(MapError):
    """A copy for a seminar would name members of where it comes from."""

    title = Phrase("The copy would name people from elsewhere")

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(
            Phrase(
                "Records of the map name people of the seminar or map that it comes from: %(names)s.",
                names=tuple(f"“{name}”" for name in names[:20]),
            ),
            Phrase("Bring the map into the seminar on the seminar’s page, which asks what to do with each name."),
        )


class NameTaken(MapError):
    """Somebody has the name already, or had it once."""

    title = Phrase("The name is taken")

    def __init__(self, name: str, pointer: str | None = None) -> None:
        super().__init__(
            Phrase("The name “%(name)s” belongs to somebody else.", name=name[:40]),
            Phrase("Choose another one."),
            pointer,
        )


class LooksTaken(NameTaken):
    """Somebody has a name that looks the same."""

    def __init__(self, name: str) -> None:
        MapError.__init__(
            self,
            Phrase("The name “%(name)s” looks like one that belongs to somebody else.", name=name[:40]),
            Phrase("Choose another one."),
        )


class KeptName(NameTaken):
    """A name would be taken for that of an office, or of the server itself."""

    title = Phrase("The name is reserved")

    def __init__(self, name: str) -> None:
        MapError.__init__(
            self,
            Phrase("Nobody can choose the name “%(name)s”, because it would mislead others.", name=name[:40]),
            Phrase("Choose another one."),
        )


class UnfitName(MapError):
    """A name cannot be one."""

    title = Phrase("That name cannot be used")

    def __init__(self) -> None:
        super().__init__(
            Phrase(
                "A name has 1 to 40 letters and digits, with spaces, full stops, hyphens and apostrophes between them."
            ),
            Phrase("Choose another one."),
        )


class InvisibleInName(UnfitName):
    """A name holds a character of which nothing is seen."""

    def __init__(self, character: str) -> None:
        called = unicodedata.name(character, "without a name").lower()
        MapError.__init__(
            self,
            Phrase(
                "The name contains a character that cannot be seen: %(code)s (%(character)s).",
                code=f"U+{ord(character):04X}",
                character=called,
            ),
            Phrase("Leave it out, or type the name instead of copying it."),
        )


class StackedMarks(UnfitName):
    """A letter of a name has more marks than can be told apart."""

    def __init__(self) -> None:
        MapError.__init__(
            self,
            Phrase("A letter of the name has the same mark twice, or more than four marks."),
            Phrase("Type the name instead of copying it."),
        )


class UnfitPassword(MapError):
    """A password is too short, too long, or the name itself."""

    title = Phrase("That password cannot be used")

    def __init__(self, shortest: int, longest: int) -> None:
        super().__init__(
            Phrase(
                "A password has %(shortest)s to %(longest)s characters, and is not your name or the seminar’s.",
                shortest=shortest,
                longest=longest,
            ),
            Phrase("Choose a few words that you do not use elsewhere: they are easy to remember and hard to guess."),
        )


class CommonPassword(UnfitPassword):
    """A password is one of those that are tried before all others."""

    def __init__(self) -> None:
        MapError.__init__(
            self,
            Phrase("So many people use this password that it is among the first that an intruder tries."),
            Phrase("Choose a few words that you do not use elsewhere: they are easy to remember and hard to guess."),
        )


class NoSuchSignIn(MapError):
    """The account is not signed in there, or not any more."""

    title = Phrase("There is no such sign-in")

    def __init__(self) -> None:
        super().__init__(
            Phrase("You are no longer signed in there."), Phrase("See the list on the page of your account.")
        )


class UnknownSeminar(MapError):
    """No seminar has this short name."""

    title = Phrase("There is no such seminar")

    def __init__(self, slug: str) -> None:
        super().__init__(
            Phrase("No seminar is called “%(seminar)s”.", seminar=slug[:64]),
            Phrase("Look for its name in the list of your seminars."),
        )


class UnknownMember(MapError):
    """Nobody of that number is a member."""

    title = Phrase("There is no such member")

    def __init__(self) -> None:
        super().__init__(Phrase("No member here has that number."), Phrase("See the list of members."))


class SeminarIsClosed(MapError):
    """Nothing in a seminar changes any more, as it is closed or deleted."""

    title = Phrase("The seminar is closed")

    def __init__(self, slug: str, *, deleted: bool = False) -> None:
        if deleted:
            self.title = Phrase("The seminar is deleted")
            super().__init__(
                Phrase("The seminar “%(seminar)s” was deleted, so nothing in it can change.", seminar=slug[:64]),
                Phrase("Whoever leads it can restore it on its page until it is erased."),
            )
        else:
            super().__init__(
                Phrase("The seminar “%(seminar)s” is closed: it can be read but not changed.", seminar=slug[:64]),
                Phrase("Ask whoever leads it to open it again."),
            )


class NotDeleted(MapError):
    """A seminar cannot be called back, as it is there."""

    title = Phrase("The seminar has not been deleted")

    def __init__(self, slug: str) -> None:
        super().__init__(
            Phrase("The seminar “%(seminar)s” was not deleted, or was restored.", seminar=slug[:64]),
            Phrase("You do not have to do anything."),
        )


class LastLeader(MapError):
    """A seminar would be left without anybody who leads it."""

    title = Phrase("Somebody must lead the seminar")

    def __init__(self) -> None:
        super().__init__(
            Phrase("Nobody else in the seminar has your role."),
            Phrase("Give another member your role first, or delete the seminar."),
        )


class LastOwner(MapError):
    """A map or seminar would be left without an owner."""

    title = Phrase("There must still be an owner")

    def __init__(self) -> None:
        super().__init__(Phrase("This is the last owner."), Phrase("Make somebody else an owner first."))


class DeadInvitation(MapError):
    """A link of invitation does not let in: it is unknown, used up, expired or taken back."""

    title = Phrase("The link no longer lets you in")

    def __init__(self) -> None:
        super().__init__(
            Phrase(
                "The link has been used up, has expired, was withdrawn or is incomplete, or the page that it led to no "
                "longer exists."
            ),
            Phrase("If you joined with it before, sign in. Otherwise ask whoever sent it for a new one."),
        )


class EndedInvitation(DeadInvitation):
    """A link was taken back, or whoever it was for is no member any more."""

    title = Phrase("The link is no longer in use")

    def __init__(self) -> None:
        MapError.__init__(
            self,
            Phrase(
                "Whoever leads the seminar or map withdrew or replaced the link, or the membership that it was for has "
                "ended, or the seminar itself."
            ),
            Phrase("Ask them for a new one. If you have an account, you can still sign in to it."),
        )


class ExpiredInvitation(DeadInvitation):
    """The time of a link is over, and nobody has used it up."""

    title = Phrase("The link has expired")

    def __init__(self) -> None:
        MapError.__init__(
            self,
            Phrase("The link was valid for a limited time, which is over."),
            Phrase(
                "Ask whoever sent it for a new one; the teacher of a seminar makes one on the seminar’s page. If you "
                "have an account, you can still sign in to it."
            ),
        )


class UnknownToken(MapError):
    """The account has no such token or invitation."""

    title = Phrase("There is no such token")

    def __init__(self) -> None:
        super().__init__(Phrase("You have no token with that number."), Phrase("See the list of your tokens."))


class IdentityTaken(MapError):
    """The provider's account belongs to another account here."""

    title = Phrase("The provider's account is linked to another account here")

    def __init__(self) -> None:
        super().__init__(
            Phrase("Your account at the provider already signs in to another account here."),
            Phrase("Sign in with the provider to use that account, or unlink it there first."),
        )


class LastWayIn(MapError):
    """Without this nobody could sign in to the account."""

    title = Phrase("You would no longer be able to sign in")

    def __init__(self) -> None:
        super().__init__(
            Phrase("The account has no password, so this is the only way to sign in to it."),
            Phrase("Ask whoever runs this server for a password first."),
        )


class UnfitClassList(MapError):
    """A class list cannot be taken as it is; `faults` says why, each with its line."""

    title = Phrase("The class list needs correcting")

    def __init__(self, faults: Sequence[tuple[int, Phrase]]) -> None:
        super().__init__(
            pluralise_phrase(
                "%(num)s line of the list cannot be used; nobody was added.",
                "%(num)s lines of the list cannot be used; nobody was added.",
                len(faults),
            ),
            Phrase("Correct the lines that are named, and upload the list again."),
        )
        self.faults = tuple(faults)


class UnreadableClassList(MapError):
    """A file cannot be read as a class list at all."""

    title = Phrase("The class list cannot be read")

    def __init__(self, reason: Phrase) -> None:
        super().__init__(
            Phrase("%(reason)s Nobody was added.", reason=reason),
            Phrase(
                "Save the table as CSV, in UTF-8 if you can choose, and upload that; or copy its cells and paste them."
            ),
        )
