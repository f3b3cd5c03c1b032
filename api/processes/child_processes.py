"""A program of ours run as a process of its own, bounded in time and memory, and ended with the work it is part of."""

import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import argument_maps
from argument_maps.bounded_work import watch_process
from models.errors import MapError, Phrase
from renderers.process_limits import end_process, limit_process

# What holds the package, from wherever the server was started.
ROOT = Path(argument_maps.__file__).parents[1]
PREFIX = "SICETNON_"


class ProgramNotStarted(MapError):
    """A program that the work needs could not be started."""

    title = Phrase("This cannot be done just now")


def run_program(program: ModuleType, task: bytes, seconds: float, memory: int) -> tuple[bytes, bool]:
    """Return what a program writes about a task, and whether it came to its end within the bounds.

    What it wrote before it was ended is returned as well. Raises `WorkEnded` and `ProgramNotStarted`.
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
        return written, process.returncode == 0
    finally:
        end_process(process)


def make_program_environment() -> dict[str, str]:
    """Return the server's environment without its settings: what reads files of others is to know no secrets."""
    others = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    return {**others, "PYTHONPATH": str(ROOT)}
