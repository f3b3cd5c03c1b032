"""The positions of a round as a table for teachers."""

import csv
import io
from collections.abc import Iterable, Mapping

from api.requests.attribution import attribute
from models.history.revisions import to_utc
from models.history.wordings import RecordWording, compare_wordings
from models.participation.positions import Position
from models.participation.suppositions import Supposition, SuppositionOutcome
from models.row_keys import persisted_id
from renderers.text.matrix import neutralise_formula

COLUMNS = (
    *("round", "member", "record", "stance", "confidence", "reason", "at", "replaced"),
    *("kind", "wording", "verdict", "map change", "changed since"),
    *("set aside", "rule of proof", "weighed before", "weighed without"),
)


def write_positions_csv(
    positions: Iterable[Position],
    number: int,
    answered_wordings: Mapping[int, RecordWording],
    present_wordings: Mapping[str, RecordWording],
    supposition: Supposition | None = None,
    outcome: SuppositionOutcome | None = None,
) -> str:
    """Return positions as CSV (RFC 4180), in the order in which they were taken; no cell can be a formula.

    A position that its member replaced in the same round says so. `answered` is what the records said at the moments
    of the positions, by their ids, `present` what they say now, by label. Where the round supposed something, each row
    tells what was set aside, by which rule of proof, and what became of its record with and without that.
    """
    position_list = list(positions)
    last_ids = {(position.member, position.label): position.id for position in position_list}
    supposed = ("; ".join(supposition.without), supposition.rule.value) if supposition is not None else ("", "")
    weighed = outcome.labels if outcome is not None else []
    labels = {found.label: (found.before.value, found.supposed.value) for found in weighed}
    output = io.StringIO()
    table = csv.writer(output)
    table.writerow(COLUMNS)
    for position in position_list:
        replaced = "" if last_ids[position.member, position.label] == position.id else "replaced"
        moment = to_utc(position.at).isoformat(timespec="seconds")
        wording = answered_wordings.get(persisted_id(position))
        row = (
            *(str(number), attribute(position.member) or "", position.label),
            *(position.stance, position.confidence, position.reason, moment, replaced),
            *_describe_wording(wording),
            str(position.sequence or ""),
            _describe_changes(wording, present_wordings.get(position.label)),
            *supposed,
            *labels.get(position.label, ("", "")),
        )
        table.writerow(neutralise_formula(cell) for cell in row)
    return output.getvalue()


def _describe_wording(wording: RecordWording | None) -> tuple[str, str, str]:
    if wording is None:
        return "", "", ""
    return str(wording.claim_kind or wording.kind), wording.in_words(), str(wording.verdict or "")


def _describe_changes(then: RecordWording | None, now: RecordWording | None) -> str:
    if now is None:
        return "deleted"
    if then is None:
        return ""
    return "; ".join(f"{change.field}: {change.after or 'nothing'}" for change in compare_wordings(then, now))
