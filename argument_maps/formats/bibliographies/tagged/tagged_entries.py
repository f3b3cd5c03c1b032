"""Entries of formats that say everything in lines of a tag and a value."""

import re
from dataclasses import dataclass, field

# Tags of RIS and of EndNote whose value is in lines that are kept.
TAGS_OF_LINES = frozenset({"AB", "N1", "N2", "RN", "U1", "U2", "U3", "U4", "U5", "%X", "%Z", "%<"})
_SPACES = re.compile(r"[ \t]+")


@dataclass(slots=True)
class TaggedValue:
    """One value, with the tag before it, and its line."""

    tag: str
    pieces: list[str]
    line: int

    @property
    def value(self) -> str:
        """The lines of the value: those of notes are kept, others make one."""
        return ("\n" if self.tag in TAGS_OF_LINES else " ").join(piece for piece in self.pieces if piece)


@dataclass(slots=True)
class TaggedEntry:
    """What stands between TY and ER."""

    line: int
    values: list[TaggedValue] = field(default_factory=list)

    def list_values(self, *tags: str) -> list[str]:
        """Return all that is said under these tags, in the order of the file, each once."""
        return list(dict.fromkeys(one.value.strip() for one in self.values if one.tag in tags and one.value.strip()))

    def find_value(self, *tags: str) -> str:
        """Return the first value of the first of these tags that has one."""
        return next((values[0] for tag in tags if (values := self.list_values(tag))), "")


def tidy_spaces(words: str | None) -> str:
    """Return the words of a line without more than one space between them."""
    return _SPACES.sub(" ", words or "").strip()
