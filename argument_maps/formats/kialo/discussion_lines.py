"""The lines of a Kialo export: numbered entries in a tree, and behind them the sources that their notes name.

Kialo publishes no description of it; this follows exports as they are. Those of today (`Discussion Name:`) have each
claim below its number on lines of its own, and notes [1] whose addresses and quotations stand under `Sources:` at the
end. Those of 2018 (`Discussion Title:`) have each claim behind its number, with links and escapes of Markdown.
"""

import re
from dataclasses import dataclass, field

from argument_maps.formats.exchange import FilePlace

HEADING = re.compile(r"\s*Discussion (?:Name|Title):[ \t]*(.*)", re.IGNORECASE)
ENTRY = re.compile(r"[ \t]*((?:[0-9]{1,6}\.)+)(?:[ \t]+(?:(Thesis|Pro|Con):)?[ \t]*(.*))?$", re.IGNORECASE)
SOURCES = re.compile(r"\s*Sources:\s*$", re.IGNORECASE)
REFERENCE = re.compile(r"->\s*See\s+((?:[0-9]{1,6}\.)+)\s*$")
_NOTE = re.compile(r"\[([0-9]{1,6})\][ \t]*(.*)")
_LINK = re.compile(r"(?<!\\)\[([^\[\]]*)\]\((https?://[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)\)")
_ESCAPE = re.compile(r"\\([\[\]()])")


@dataclass(slots=True)
class KialoEntry:
    """One numbered entry: `stance` is pro, con, thesis or empty; `refers_to` is the number of another."""

    number: str
    stance: str
    lines: list[str]
    place: FilePlace
    refers_to: str = ""

    @property
    def parent(self) -> str:
        """The number of the entry that it stands under, empty for one that stands at the top."""
        return self.number[: self.number.rstrip(".").rfind(".") + 1]

    @property
    def text(self) -> str:
        """What it says, with the line breaks that it has."""
        return "\n".join(self.lines).strip()


@dataclass(slots=True)
class KialoNote:
    """What a note names: an address, nearly always, and the words that are quoted from there."""

    number: str
    address: str
    place: FilePlace
    quotation: list[str] = field(default_factory=list)


@dataclass(slots=True)
class KialoLines:
    """An export as it stands; `stray` are lines before the first entry that are no title.

    In one that `is_marked_up` claims have links and escapes of Markdown.
    """

    title: str = ""
    is_marked_up: bool = False
    entries: list[KialoEntry] = field(default_factory=list)
    notes: list[KialoNote] = field(default_factory=list)
    stray: list[str] = field(default_factory=list)


def split_discussion(text: str) -> KialoLines:
    """Return the entries and notes of an export, in their order."""
    found = KialoLines()
    lines = text.split("\n")
    number = _read_heading(lines, found)
    numbers: set[str] = set()
    # Whether the line before belongs to a text, so that a number is likely to belong to a list in it.
    is_inside = False
    while number < len(lines):
        line = lines[number]
        entry = ENTRY.match(line)
        if SOURCES.match(line) and found.entries:
            _read_notes(lines, number + 1, found)
            break
        if entry is not None and (entry[2] or (not is_inside and _is_thesis(entry, numbers))):
            place = FilePlace(number + 1, entry.start(1) + 1, entry=entry[1])
            read = KialoEntry(entry[1], (entry[2] or "").lower(), [], place)
            words = entry[3] or ""
            if words:
                read.lines.append(words.strip())
            elif number + 1 < len(lines) and lines[number + 1].strip():
                # Whatever the line below a number looks like, it is the claim.
                number += 1
                read.lines.append(lines[number].strip())
            found.entries.append(read)
            numbers.add(entry[1])
            is_inside = False
        elif found.entries:
            found.entries[-1].lines.append(line.strip())
            is_inside = bool(line.strip())
        elif line.strip():
            found.stray.append(line.strip())
        number += 1
    if found.is_marked_up:
        _read_links(found)
    for read in found.entries:
        reference = REFERENCE.match(read.text)
        read.refers_to = reference[1] if reference else ""
    return found


def _is_thesis(entry: re.Match[str], numbers: set[str]) -> bool:
    """Tell whether a line with a number alone is an entry, and no numbered line in the text of one."""
    if not entry[3] or entry[1] in numbers:
        return False
    # A thesis has neither Pro nor Con before it, nor do several below what they are about.
    depth = entry[1].count(".")
    if depth == 1:
        return not numbers or _precede(entry[1]) in numbers
    return depth == 2 and _find_top(entry[1]) in numbers


def _precede(number: str) -> str:
    return f"{int(number.rstrip('.')) - 1}."


def _find_top(number: str) -> str:
    return f"{number.partition('.')[0]}."


def _read_heading(lines: list[str], found: KialoLines) -> int:
    """Read the title, and return the number of the line behind it."""
    for number, line in enumerate(lines):
        heading = HEADING.match(line)
        if heading is not None:
            found.title, found.is_marked_up = heading[1].strip(), "Title:" in line
            if not found.title and number + 1 < len(lines):
                found.title = lines[number + 1].strip()
                return number + 2
            return number + 1
        if line.strip():
            return number
    return len(lines)


def _read_notes(lines: list[str], number: int, found: KialoLines) -> None:
    """Read what stands under Sources; of what looks like the number of a note, only one that goes on counts."""
    last = 0
    for at in range(number, len(lines)):
        note = _NOTE.match(lines[at])
        if note is not None and int(note[1]) == last + 1:
            last += 1
            found.notes.append(KialoNote(note[1], note[2].strip(), FilePlace(at + 1, 1, entry=f"[{note[1]}]")))
        elif found.notes and (lines[at] or at + 1 < len(lines)):
            found.notes[-1].quotation.append(lines[at].rstrip())
        elif lines[at].strip():
            found.stray.append(lines[at].strip())


def _read_links(found: KialoLines) -> None:
    """Take Markdown out of the texts of an export, and make notes of its links."""
    numbers: dict[str, str] = {}
    for entry in found.entries:

        def number_link(link: re.Match[str], place: FilePlace = entry.place) -> str:
            if link[2] not in numbers:
                numbers[link[2]] = str(len(numbers) + 1)
                found.notes.append(KialoNote(numbers[link[2]], link[2], place))
            return f"{link[1]} [{numbers[link[2]]}]"

        entry.lines = [_ESCAPE.sub(r"\1", _LINK.sub(number_link, line)) for line in entry.lines]
