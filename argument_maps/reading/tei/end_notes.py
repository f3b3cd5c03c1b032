"""Notes that a file keeps apart from what they are about, and where they belong.

A reference (`ref`, `ptr`) points at its note, or the note points at its place, or at the note that it goes on with.
"""

import re
from collections import defaultdict
from xml.etree.ElementTree import Element

from argument_maps.reading.tei.elements import XML_ID, find_name, is_numbering

# A note on one of these stands where it stands.
_BLOCKS = frozenset(
    {"p", "ab", "div", "l", "lg", "body", "text", "head", "item", "list", "table", "row", "cell", "note"}
)


class NotePlaces:
    """Which notes belong at which elements; each is read once, where it is first referred to."""

    def __init__(self, root: Element, namespace: str) -> None:
        prefix = f"{{{namespace}}}" if namespace else ""
        notes = list(root.iter(f"{prefix}note"))
        self._notes = {note.get(XML_ID, note.get("id", "")): note for note in notes}
        self._notes.pop("", None)
        self._read: set[Element] = set()
        self._later: dict[Element, list[Element]] = defaultdict(list)
        self._referred: dict[Element, Element] = {}
        self.anchored: dict[Element, list[Element]] = defaultdict(list)
        self.is_numbered = any(note.get("n", "").strip("()[]. ").isdigit() for note in notes)
        if notes:
            self._find_continued(notes)
            self._find_references(root, prefix)
            self._find_anchored(root, notes)

    def _find_continued(self, notes: list[Element]) -> None:
        for note in notes:
            first = self._notes.get(note.get("prev", "").removeprefix("#"))
            if first is not None and first is not note:
                self._later[first].append(note)

    def _find_references(self, root: Element, prefix: str) -> None:
        for name in ("ref", "ptr"):
            for reference in root.iter(prefix + name):
                note = self._notes.get(reference.get("target", "").removeprefix("#"))
                if note is not None and _is_reference(reference):
                    self._referred[reference] = note

    def _find_anchored(self, root: Element, notes: list[Element]) -> None:
        places: dict[str, list[Element]] = defaultdict(list)
        for note in notes:
            target = note.get("target", "")
            if target.startswith("#") and " " not in target:
                places[target[1:]].append(note)
        if not places:
            return
        for element in root.iter():
            anchored = places.get(element.get(XML_ID, element.get("id", "")))
            if anchored is not None and find_name(element) not in _BLOCKS:
                self.anchored[element] += anchored

    def find_note(self, reference: Element) -> Element | None:
        """Return the note that a pointer is the sign of."""
        return self._referred.get(reference)

    def claim(self, note: Element) -> bool:
        """Tell whether a note is still to be read, and count it as read from now on."""
        if note in self._read:
            return False
        self._read.add(note)
        return True

    def claim_later(self, note: Element) -> list[Element]:
        """Return the notes that go on with this one, all of them in their order, and count them as read."""
        found: list[Element] = []
        waiting = list(self._later.get(note, ()))
        while waiting:
            later = waiting.pop(0)
            if self.claim(later):
                found.append(later)
                waiting += self._later.get(later, ())
        return found


def _is_reference(element: Element) -> bool:
    """Tell whether a pointer is the sign of a note, and not words that speak of one."""
    words = "".join(element.itertext()).strip()
    return not words or is_numbering(words) or element.get("type") in ("note", "noteAnchor", "footnote")


def read_label(note: Element, reference: Element | None = None) -> str:
    """Return the number or sign of a note, without brackets around it; nothing where it has none."""
    sign = note.get("n", "")
    if not sign and reference is not None:
        sign = "".join(reference.itertext()).strip() or reference.get("n", "")
    return re.sub(r"^[(\[]|[)\].]+$", "", sign.strip())
