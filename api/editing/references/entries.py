"""What was typed into a field of several records, split into its entries."""

import re
from collections.abc import Callable

from api.pages.forms import ENTRY_SEPARATOR


def split_named_records(text: str, is_record: Callable[[str], bool]) -> list[str]:
    """Return the entries of a field: one a line or between semicolons, for names hold spaces and commas.

    Where commas or spaces stand between what is known by itself, such as `P1, P2`, they part it as well.
    """
    entries: list[str] = []
    for part in ENTRY_SEPARATOR.split(text):
        entry = " ".join(part.split())
        for separator in (r"[,\s]+", r"\s*,\s*"):
            pieces = [piece for piece in re.split(separator, entry) if piece]
            if len(pieces) > 1 and all(map(is_record, pieces)):
                entries += pieces
                break
        else:
            entries += _split_outer_ids(entry, is_record)
    return entries


def _split_outer_ids(entry: str, is_record: Callable[[str], bool]) -> list[str]:
    """Return an entry without the ids before and behind its commas, which are entries by themselves."""
    pieces = [piece for piece in re.split(r"\s*,\s*", entry) if piece]
    before: list[str] = []
    behind: list[str] = []
    while len(pieces) > 1 and is_record(pieces[0]):
        before.append(pieces.pop(0))
    while len(pieces) > 1 and is_record(pieces[-1]):
        behind.insert(0, pieces.pop())
    return [*before, ", ".join(pieces), *behind] if pieces else []
