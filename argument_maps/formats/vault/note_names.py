"""Names of notes that every system takes: Windows is the strictest (Naming Files, Paths, and Namespaces).

Obsidian also keeps the signs of its links out of names (# ^ [ ] |).
"""

import re
import unicodedata
from collections.abc import Iterable

from argument_maps.shortened_text import shorten_text

LONGEST_NAME = 80
"""How many characters a name has at most, and twice as many bytes."""
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f<>:\"/\\|?*#^\[\]%\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+")
_DEVICES = re.compile(r"(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³])", re.IGNORECASE)


def name_notes(described: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return a name by label, of the label and the beginning of what describes it; no two differ only in their case."""
    # What is in the vault beside the notes of records.
    taken = {"index", "map"}
    names: dict[str, str] = {}
    for label, words in described:
        proposal = shape_note_name(f"{label} {words}")
        name, number = proposal, 1
        while name.casefold() in taken:
            number += 1
            name = f"{proposal} ({number})"
        taken.add(name.casefold())
        names[label] = name
    return names


def shape_note_name(words: str) -> str:
    """Return words as the name of a file without its ending, never empty."""
    plain = unicodedata.normalize("NFC", _FORBIDDEN.sub(" ", words))
    name = shorten_text(plain, LONGEST_NAME)
    while len(name.encode()) > 2 * LONGEST_NAME:
        name = name[:-1]
    name = name.strip(" .")
    return f"{name}_" if not name or _DEVICES.fullmatch(name) else name
