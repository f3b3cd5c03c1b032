"""What can be wrong with what concerns accounts, roles and seminars, said so that it can be mended."""

import unicodedata
from collections.abc import Sequence

from models.errors import MapError


class NotYours(MapError):
    """A record is somebody else's, and the role lets its holder change only what is their own."""

    title = "The record belongs to somebody else"

    def __init__(self, label: str) -> None:
        super().__init__(
            f"“{label[:64]}” was made by somebody else. Contributors change what they or their group made, and delete "
            "what they made themselves.",
            "Comment on it or challenge it with a record of your own, or ask whoever keeps the map to change it.",
        )


class NotForYou(MapError):
    """The change reaches further than the role of whoever makes it."""

    title = "You may not do this"

    def __init__(self, what: str, who: str) -> None:
        super().__init__(f"Your role does not let you {what}.", f"Ask {who} to do it, or to give you a wider role.")


class NamesGoAlong(MapError):
    """A copy for a seminar would name members of where it comes from."""

    title = "The copy would name people from elsewhere"

    def __init__(self, names: Sequence[str]) -> None:
        listed = ", ".join(f"“{name}”" for name in names[:20])
        super().__init__(
            f"Records of the map name people of where it comes from: {listed}.",
            "Bring the map into the seminar on the seminar's page, where it is asked what becomes of each name.",
        )


class NameTaken(MapError):
    """Somebody has the name already, or had it once."""

    title = "The name is taken"

    def __init__(self, name: str, pointer: str | None = None) -> None:
        super().__init__(f"The name “{name[:40]}” belongs to somebody else.", "Choose another one.", pointer)


class LooksTaken(NameTaken):
    """Somebody has a name that looks the same."""

    def __init__(self, name: str) -> None:
        MapError.__init__(
            self, f"The name “{name[:40]}” looks like one that belongs to somebody else.", "Choose another one."
        )


class KeptName(NameTaken):
    """A name would be taken for that of an office, or of the server itself."""

    title = "The name is reserved"

    def __init__(self, name: str) -> None:
        MapError.__init__(
            self, f"Nobody can choose to be called “{name[:40]}”: it would mislead others.", "Choose another one."
        )


class UnfitName(MapError):
    """A name cannot be one."""

    title = "That name cannot be used"

    def __init__(self) -> None:
        super().__init__(
            "A name has 1 to 40 letters and digits, with spaces, full stops, hyphens and apostrophes between them.",
            "Choose another one.",
        )


class InvisibleInName(UnfitName):
    """A name holds a character of which nothing is seen."""

    def __init__(self, character: str) -> None:
        called = unicodedata.name(character, "without a name").lower()
        MapError.__init__(
            self,
            f"It holds a character that cannot be seen: U+{ord(character):04X} ({called}).",
            "Leave it out, or type the name anew instead of copying it.",
        )


class StackedMarks(UnfitName):
    """A letter of a name has more marks than can be told apart."""

    def __init__(self) -> None:
        MapError.__init__(
            self,
            "A letter in it has the same mark twice, or more than four.",
            "Type the name anew instead of copying it.",
        )


class UnfitPassword(MapError):
    """A password is too short, too long, or the name itself."""

    title = "That password cannot be used"

    def __init__(self, shortest: int, longest: int) -> None:
        super().__init__(
            f"A password has {shortest} to {longest} characters and is no name, of yours or of the seminar.",
            "A few words that you do not use elsewhere are easy to remember and hard to guess.",
        )


class CommonPassword(UnfitPassword):
    """A password is one of those that are tried before all others."""

    def __init__(self) -> None:
        MapError.__init__(
            self,
            "So many people use this password that it is among the first that are tried.",
            "A few words that you do not use elsewhere are easy to remember and hard to guess.",
        )


class NoSuchSignIn(MapError):
    """The account is not signed in there, or not any more."""

    title = "There is no such sign-in"

    def __init__(self) -> None:
        super().__init__("You are not signed in there any more.", "See the list on the page of your account.")


class UnknownSeminar(MapError):
    """No seminar has this short name."""

    title = "There is no such seminar"

    def __init__(self, slug: str) -> None:
        super().__init__(f"No seminar is called “{slug[:64]}”.", "See your own seminars for the ones there are.")


class UnknownMember(MapError):
    """Nobody of that number is a member."""

    title = "There is no such member"

    def __init__(self) -> None:
        super().__init__("Nobody of that number is a member here.", "See the list of members.")


class SeminarIsClosed(MapError):
    """Nothing in a seminar changes any more, as it is closed or deleted."""

    title = "The seminar is closed"

    def __init__(self, slug: str, *, deleted: bool = False) -> None:
        if deleted:
            self.title = "The seminar is deleted"
            super().__init__(
                f"The seminar “{slug[:64]}” was deleted; nothing in it changes any more.",
                "Whoever leads it can call it back on its page, as long as it is there.",
            )
        else:
            super().__init__(
                f"The seminar “{slug[:64]}” is closed: all of it can be read, and nothing in it changes any more.",
                "Ask whoever leads it to open it again.",
            )


class NotDeleted(MapError):
    """A seminar cannot be called back, as it is there."""

    title = "The seminar has not been deleted"

    def __init__(self, slug: str) -> None:
        super().__init__(f"The seminar “{slug[:64]}” was not deleted, or is called back.", "Nothing has to be done.")


class LastLeader(MapError):
    """A seminar would be left without anybody who leads it."""

    title = "Somebody must lead the seminar"

    def __init__(self) -> None:
        super().__init__(
            "Nobody else leads the seminar as you do.",
            "Give another member your role first, or delete the seminar.",
        )


class LastOwner(MapError):
    """A map or seminar would be left without an owner."""

    title = "There must still be an owner"

    def __init__(self) -> None:
        super().__init__("This is the last owner.", "Make somebody else an owner first.")


class DeadInvitation(MapError):
    """A link of invitation does not let in: it is unknown, used up, expired or taken back."""

    title = "The link no longer lets you in"

    def __init__(self) -> None:
        super().__init__(
            "It was used as often as it may be, it has expired or was taken back, what it led to is gone, or it is not "
            "complete.",
            "If you came in by it before, sign in. Else ask whoever sent it for a new one.",
        )


class EndedInvitation(DeadInvitation):
    """A link was taken back, or whoever it was for is no member any more."""

    title = "The link is no longer in use"

    def __init__(self) -> None:
        MapError.__init__(
            self,
            "It was taken back or replaced by a new one by whoever leads the seminar or map; or the membership that it "
            "was for, or the seminar itself, has ended.",
            "Ask them for a new one. If you have an account, you can still sign in to it.",
        )


class ExpiredInvitation(DeadInvitation):
    """The time of a link is over, and nobody has used it up."""

    title = "The link has expired"

    def __init__(self) -> None:
        MapError.__init__(
            self,
            "It let in for some time only, which is over.",
            "Ask whoever sent it for a new one; the teacher of a seminar makes one on the seminar’s page. If you have "
            "an account, you can still sign in to it.",
        )


class UnknownToken(MapError):
    """The account has no such token or invitation."""

    title = "There is no such token"

    def __init__(self) -> None:
        super().__init__("You have no token of that number.", "See the list of your tokens.")


class IdentityTaken(MapError):
    """The provider's account belongs to another account here."""

    title = "The provider's account is linked to another account here"

    def __init__(self) -> None:
        super().__init__(
            "With this account of the provider somebody signs in here already, under another account.",
            "Sign in by the provider to use that one, or unlink it there first.",
        )


class LastWayIn(MapError):
    """Without this nobody could sign in to the account."""

    title = "You would no longer be able to sign in"

    def __init__(self) -> None:
        super().__init__(
            "The account has no password, so that this is the only way to sign in to it.",
            "Ask whoever runs this server for a password first.",
        )


class UnfitClassList(MapError):
    """A class list cannot be taken as it is; `faults` says why, each with its line."""

    title = "The class list needs correcting"

    def __init__(self, faults: Sequence[tuple[int, str]]) -> None:
        super().__init__(
            f"{len(faults)} line{'s do' if len(faults) != 1 else ' does'} not fit; nobody was added.",
            "Mend the lines that are named, and upload the list again.",
        )
        self.faults = tuple(faults)


class UnreadableClassList(MapError):
    """A file cannot be read as a class list at all."""

    title = "The class list cannot be read"

    def __init__(self, why: str) -> None:
        super().__init__(
            f"{why} Nobody was added.",
            "Save the table as CSV, in UTF-8 where you can choose, and upload that; or copy its cells and paste them.",
        )
