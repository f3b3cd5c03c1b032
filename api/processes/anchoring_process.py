"""Annotations carried over to another text in a process of its own, bounded in time and memory."""

from collections.abc import Mapping

import msgspec

from api.processes.child_processes import run_program
from argument_maps.anchoring import reanchoring_program
from argument_maps.anchoring.reanchoring import Fields, reanchor_annotation
from argument_maps.anchoring.reanchoring_program import Task
from argument_maps.bounded_work import check_work

# What is not done by then waits for review.
ANCHORING_SECONDS = 10.0
MOST_MEMORY = 2 << 30
# Characters to look through: with fewer the process would take longer to start than the work.
QUICK = 2_000_000


def reanchor_annotations(
    annotations: Mapping[str, Fields], former: Mapping[str, str], text: str, version: str, seconds: float | None = None
) -> dict[str, Fields]:
    """Return what changes of each annotation when its text becomes another, as far as that is found within a time.

    `former` has the texts in which they stand, by version. Who leaves or comes too late ends it. Raises `WorkEnded`.
    """
    if len(annotations) * len(text) <= QUICK:
        changed_fields = {}
        for name, fields in annotations.items():
            check_work()
            changed_fields[name] = reanchor_annotation(dict(fields), former[fields["version"]], text, version)
        return changed_fields
    task = Task(dict(annotations), dict(former), text, version)
    seconds = ANCHORING_SECONDS if seconds is None else seconds
    lines = run_program(reanchoring_program, msgspec.json.encode(task), seconds, MOST_MEMORY).written
    changed_fields = {}
    # The last line may be cut off in the middle.
    for line in lines.split(b"\n")[:-1]:
        changed_fields |= msgspec.json.decode(line, type=dict[str, Fields])
    return changed_fields
