"""A program of ours run as a process of its own, bounded in time and memory, and ended with the work it is part of."""

import os
import signal
import subprocess
import sys
from enum import Enum
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import argument_maps
from argument_maps.bounded_work import OUT_OF_MEMORY, watch_process
from models.errors import MapError, Phrase
from renderers.process_limits import end_process, limit_process

# What holds the package, from wherever the server was started.
ROOT = Path(argument_maps.__file__).parents[1]
PREFIX = "SICETNON_"


class ProgramNotStarted(MapError):
    """A program that the work needs could not be started."""

    title = Phrase("This cannot be done just now")


class ProgramEnd(Enum):
    """How a program came to its end: by itself, because time or memory did not suffice, or in the midst of it."""

    FINISHED = "finished"
    OUT_OF_BOUNDS = "out of bounds"
    BROKEN = "broken"


class ProgramRun(NamedTuple):
    """What a program wrote, also before it was ended, how it ended, and with which status (a signal is negative)."""

    written: bytes
    end: ProgramEnd
    status: int = 0


# The kernel ends with them what takes too much time or memory.
_STATUSES_OUT_OF_BOUNDS = frozenset({OUT_OF_MEMORY, -signal.SIGXCPU, -signal.SIGKILL})


def run_program(program: ModuleType, task: bytes, seconds: float, memory: int) -> ProgramRun:
    """Return what a program writes about a task, within so many seconds and bytes of memory, and how it ended.

    Raises `WorkEnded` and `ProgramNotStarted`.
    """
    pipe = subprocess.PIPE
    try:
        process = subprocess.Popen(  # noqa: S603 - our own program; what it reads is data
            [sys.executable, "-m", program.__name__],
            stdin=pipe,
            stdout=pipe,
            stderr=subprocess.DEVNULL,
            env=make_program_environment(),
        )
    except OSError as error:
        raise ProgramNotStarted(
            Phrase("A program of the server did not start."), Phrase("Try again in a moment.")
        ) from error
    try:
        limit_process(process, seconds, memory)
        with watch_process(process):
            try:
                written = process.communicate(task, timeout=seconds)[0]
            except subprocess.TimeoutExpired:
                process.kill()
                written = process.communicate()[0]
        status = process.returncode
        if status == 0:
            return ProgramRun(written, ProgramEnd.FINISHED)
        is_out_of_bounds = status in _STATUSES_OUT_OF_BOUNDS
        return ProgramRun(written, ProgramEnd.OUT_OF_BOUNDS if is_out_of_bounds else ProgramEnd.BROKEN, status)
    finally:
        end_process(process)


def make_program_environment() -> dict[str, str]:
    """Return the server's environment without its settings: what reads files of others is to know no secrets."""
    others = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    return {**others, "PYTHONPATH": str(ROOT)}
