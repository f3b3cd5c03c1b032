"""The positions of a round as a table for teachers."""

import csv
import io
from collections.abc import Iterable, Mapping

from api.attribution import attribute
from models.history.revisions import in_utc
from models.history.wordings import Wording, compare_wordings
from models.participation.positions import Position
from models.row_keys import persisted_id
from renderers.text.matrix import harmless

COLUMNS = (
    *("round", "member", "record", "stance", "confidence", "reason", "at", "replaced"),
    *("kind", "wording", "verdict", "map change", "changed since"),
)


def positions_csv(
    taken: Iterable[Position], number: int, answered: Mapping[int, Wording], present: Mapping[str, Wording]
) -> str:
    """Return positions as CSV (RFC 4180), in the order in which they were taken; no cell can be a formula.

    A position that its member replaced in the same round says so. `answered` is what the records said at the moments
    of the positions, by their ids, `present` what they say now, by label.
    """
    listed = list(taken)
    last = {(each.member, each.label): each.id for each in listed}
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(COLUMNS)
    for each in listed:
        replaced = "" if last[each.member, each.label] == each.id else "replaced"
        moment = in_utc(each.at).isoformat(timespec="seconds")
        wording = answered.get(persisted_id(each))
        row = (
            *(str(number), attribute(each.member) or "", each.label),
            *(each.stance, each.confidence, each.reason, moment, replaced),
            *_describe_wording(wording),
            str(each.sequence or ""),
            _describe_changes(wording, present.get(each.label)),
        )
        table.writerow(harmless(cell) for cell in row)
    return written.getvalue()


def _describe_wording(wording: Wording | None) -> tuple[str, str, str]:
    if wording is None:
        return "", "", ""
    return str(wording.claim_kind or wording.kind), wording.in_words(), str(wording.verdict or "")


def _describe_changes(then: Wording | None, now: Wording | None) -> str:
    if now is None:
        return "deleted"
    if then is None:
        return ""
    return "; ".join(f"{each.field}: {each.after or 'nothing'}" for each in compare_wordings(then, now))
