"""Foot- and endnotes of a Word document, and the numbers that Word gives them (ECMA-376, part 1, 17.11)."""

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from argument_maps.reading.word.number_formats import write_number
from argument_maps.reading.word.styles import read_value

LARGEST = 1_000_000
_PARTS = {"footnote": "w-footnotePr", "endnote": "w-endnotePr"}
_KINDS = {"footnote": "decimal", "endnote": "lowerRoman"}


@dataclass(slots=True)
class NoteNumbering:
    """How the notes of a section are numbered."""

    kind: str
    start: int = 1
    restarts: bool = False


class WordNotes:
    """The notes by kind and id, and how far they are counted; sections begin in the order of the document."""

    def __init__(
        self, footnotes: Element | None, endnotes: Element | None, settings: Element | None, document: Element
    ) -> None:
        self._notes: dict[tuple[str, str], Element] = {}
        for sort, root in (("footnote", footnotes), ("endnote", endnotes)):
            for element in root.iterfind(f"w-{sort}") if root is not None else ():
                if element.get("w-type", "normal") == "normal":
                    self._notes[sort, element.get("w-id", "")] = element
        self._settings = settings
        self._sections = list(document.iter("w-sectPr"))
        self._section = 0
        self._numbering = {sort: self._find_numbering(sort) for sort in _PARTS}
        self._next = {sort: numbering.start for sort, numbering in self._numbering.items()}
        self.met: set[tuple[str, str]] = set()

    def find_note(self, sort: str, number: str) -> Element | None:
        """Return a note that is referred to for the first time, None where there is no such note."""
        if (sort, number) in self.met:
            return None
        self.met.add((sort, number))
        return self._notes.get((sort, number))

    def list_unmet(self) -> list[tuple[str, Element]]:
        """Return the notes that nothing refers to."""
        return [(sort, note) for (sort, number), note in self._notes.items() if (sort, number) not in self.met]

    def count_note(self, sort: str) -> str:
        """Return the number of the next note of a kind."""
        number = self._next[sort]
        self._next[sort] = min(number + 1, LARGEST)
        return write_number(number, self._numbering[sort].kind)

    def end_section(self) -> None:
        """Begin the numbers of another section."""
        self._section += 1
        for sort in _PARTS:
            self._numbering[sort] = self._find_numbering(sort)
            if self._numbering[sort].restarts:
                self._next[sort] = self._numbering[sort].start

    def _find_numbering(self, sort: str) -> NoteNumbering:
        """Return how notes are numbered in the present section: as it says itself, or else the settings."""
        numbering = NoteNumbering(_KINDS[sort])
        section = self._sections[self._section] if self._section < len(self._sections) else None
        for root in (self._settings, section):
            said = root.find(_PARTS[sort]) if root is not None else None
            if said is None:
                continue
            numbering.kind = read_value(said.find("w-numFmt")) or numbering.kind
            start = read_value(said.find("w-numStart"))
            if start.isascii() and start.isdigit() and len(start) < 7:
                numbering.start = int(start)
            numbering.restarts = read_value(said.find("w-numRestart")) == "eachSect" or (
                numbering.restarts and said.find("w-numRestart") is None
            )
        return numbering
