"""The positions of a round as a table for teachers."""

import csv
import io
from collections.abc import Iterable

from models.positions import Position
from models.revisions import in_utc
from renderers.matrix import harmless

COLUMNS = ("round", "member", "record", "stance", "confidence", "reason", "at", "replaced")


def positions_csv(taken: Iterable[Position], number: int) -> str:
    """Return positions as CSV (RFC 4180), in the order in which they were taken; no cell can be a formula.

    A position that its member replaced in the same round says so.
    """
    listed = list(taken)
    last = {(each.member, each.label): each.id for each in listed}
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(COLUMNS)
    for each in listed:
        replaced = "" if last[each.member, each.label] == each.id else "replaced"
        moment = in_utc(each.at).isoformat(timespec="seconds")
        row = (str(number), each.member, each.label, each.stance, each.confidence, each.reason, moment, replaced)
        table.writerow(harmless(cell) for cell in row)
    return written.getvalue()
