"""Annotations carried over to another text in a process of its own, bounded in time and memory."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import msgspec

import argument_maps
from argument_maps.anchoring import reanchoring_program
from argument_maps.anchoring.reanchoring import Fields, carry
from argument_maps.anchoring.reanchoring_program import Task
from argument_maps.bounded_work import check_work, watching
from models.errors import MapError
from renderers.process_limits import bound, end

# What is not done by then waits for review.
ANCHORING_SECONDS = 10.0
MOST_MEMORY = 2 << 30
# Characters to look through: with fewer the process would take longer to start than the work.
QUICK = 2_000_000
# What holds the package, from wherever the server was started.
ROOT = Path(argument_maps.__file__).parents[1]


def carry_all(
    annotations: Mapping[str, Fields], former: Mapping[str, str], text: str, version: str, seconds: float | None = None
) -> dict[str, Fields]:
    """Return what changes of each annotation when its text becomes another, as far as that is found within a time.

    `former` has the texts in which they stand, by version. Who leaves or comes too late ends it. Raises `WorkEnded`.
    """
    if len(annotations) * len(text) <= QUICK:
        found = {}
        for name, fields in annotations.items():
            check_work()
            found[name] = carry(dict(fields), former[fields["version"]], text, version)
        return found
    task = Task(dict(annotations), dict(former), text, version)
    lines = _run(msgspec.json.encode(task), ANCHORING_SECONDS if seconds is None else seconds)
    found = {}
    # The last line may be cut off in the middle.
    for line in lines.split(b"\n")[:-1]:
        found |= msgspec.json.decode(line, type=dict[str, Fields])
    return found


def _run(task: bytes, seconds: float) -> bytes:
    pipe = subprocess.PIPE
    try:
        process = subprocess.Popen(  # noqa: S603 - our own program; what it reads is data
            [sys.executable, "-m", reanchoring_program.__name__],
            stdin=pipe,
            stdout=pipe,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
    except OSError as error:
        raise NotCarried("The program that carries annotations did not start.", "Try again in a moment.") from error
    try:
        bound(process, seconds, MOST_MEMORY)
        with watching(process):
            try:
                return process.communicate(task, timeout=seconds)[0]
            except subprocess.TimeoutExpired:
                process.kill()
                return process.communicate()[0]
    finally:
        end(process)


class NotCarried(MapError):
    """What carries annotations over could not be started."""

    title = "The annotations cannot be carried over just now"
