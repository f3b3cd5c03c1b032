"""An entry of a bibliography, whatever format it stands in: names, dates and words under the variables of CSL 1.0.2.

https://docs.citationstyles.org/en/stable/specification.html, appendices III and IV.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from argument_maps.formats.exchange import NOWHERE, FilePlace


class WrittenName(NamedTuple):
    """A name in its parts as a bibliography gives them; a body, or what cannot be divided, is `literal`.

    Particles that go with the family name (van Beethoven) stand in `family`, others (Alexander von) in `given`.
    """

    family: str = ""
    given: str = ""
    suffix: str = ""
    literal: str = ""
    is_family_first: bool = False


NO_NAME = WrittenName()


@dataclass(slots=True)
class BibliographyEntry:
    """What one entry says.

    `csl_type` is a type of CSL; where the file's own word for it means none, it is empty and `written_type` the word.
    `dates` are as written; those in `structured` are EDTF by the rules of the format, and mean nothing else. `remarks`
    are what no variable holds, by what the file calls it.
    """

    place: FilePlace = NOWHERE
    key: str = ""
    csl_type: str = ""
    written_type: str = ""
    names: dict[str, list[WrittenName]] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    dates: dict[str, str] = field(default_factory=dict)
    structured: set[str] = field(default_factory=set)
    keywords: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    remarks: list[tuple[str, str]] = field(default_factory=list)

    def add_variable(self, name: str, words: str) -> None:
        """Set a variable; where it is set already, what is said otherwise becomes a remark."""
        words = words.strip()
        if not words:
            return
        if self.variables.setdefault(name, words) != words:
            self.remarks.append((name, words))

    def add_date(self, name: str, written: str, *, is_structured: bool = False) -> None:
        """Set a date; where it is set already, the more precise one stands, and another becomes a remark."""
        written = written.strip()
        if not written:
            return
        if is_structured:
            self.structured.add(name)
        former = self.dates.setdefault(name, written)
        if written.startswith(former):
            self.dates[name] = written
        elif not former.startswith(written):
            self.remarks.append((name, written))

    def add_note(self, words: str) -> None:
        """Add a note, once."""
        words = words.strip()
        if words and words not in self.notes:
            self.notes.append(words)

    def add_remark(self, name: str, words: str) -> None:
        """Keep what no variable holds."""
        if words.strip():
            self.remarks.append((name, words.strip()))
