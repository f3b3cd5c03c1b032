"""Runs of `dot`: one process for each, bounded in time and memory; what fails is one clear error.

A long-lived `dot` leaks, and draws the same graph differently the second time. So each run has a process
of its own, but a server can have the next one started beforehand: that takes longer than a small layout.
"""

import atexit
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from threading import Lock

from argument_maps.bounded_work import check_work, watching
from models.errors import MapError
from renderers.process_limits import bound, end

# The largest pipe that Linux lets anybody have.
PIPE = 1_048_576
MOST_MEMORY = 1 << 30
# As many as may be needed at once.
MOST_WAITING = 2

Process = subprocess.Popen[bytes]

_waiting: list[tuple[str, Process]] = []
_lock = Lock()


class DrawingUnavailable(MapError):
    """Graphviz is missing, failed, or ran out of its bounds."""

    title = "The picture cannot be drawn just now"


def run_dot(graphs: Iterable[str], seconds: float) -> str:
    """Return the plain output of one run of `dot` for all these graphs, nothing for none.

    Each graph is told as it comes, and `dot` begins on it at once: what the iterable does before the next
    and after the last is done meanwhile. Raises `DrawingUnavailable`.
    """
    process: Process | None = None
    told, left = 0, b""
    try:
        for graph in graphs:
            check_work()
            if process is None:
                process = _start(seconds)
            text = graph.encode()
            told += len(text)
            if told <= PIPE:
                _tell(process, text)
            else:
                # What does not fit into the pipe would have to wait until dot has room for its answers.
                left += text
        if process is None:
            return ""
        with watching(process):
            return _output(process, left or None, seconds)
    finally:
        if process is not None:
            end(process)


def _start(seconds: float) -> Process:
    dot = shutil.which("dot")
    if dot is None:
        raise DrawingUnavailable("Graphviz is not installed here.", "Install it: apt-get install graphviz")
    process = _take(dot)
    bound(process, seconds, MOST_MEMORY)
    return process


def _tell(process: Process, text: bytes) -> None:
    """Give a process a text for which its pipe has room."""
    # Where dot died already, its status tells.
    with suppress(BrokenPipeError):
        if process.stdin is not None:
            os.write(process.stdin.fileno(), text)


def stand_by() -> None:
    """Have a `dot` started and waiting for the next run; where that fails, the run itself will say so."""
    dot = shutil.which("dot")
    if dot is None:
        return
    with _lock:
        if len(_waiting) < MOST_WAITING:
            with suppress(DrawingUnavailable):
                _waiting.append((dot, _spawn(dot)))


def stand_down() -> None:
    """End the processes that wait."""
    with _lock:
        ended = _waiting[:]
        _waiting.clear()
    for _, process in ended:
        end(process)


atexit.register(stand_down)


def _take(dot: str) -> Process:
    """Return a process that has been told nothing yet: one that waits, or a new one."""
    while True:
        with _lock:
            path, process = _waiting.pop() if _waiting else (dot, _spawn(dot))
        # One that somebody ended, or of another program than is found by now, is of no use.
        if path == dot and process.poll() is None:
            return process
        end(process)


def _spawn(dot: str) -> Process:
    pipe = subprocess.PIPE
    try:
        return subprocess.Popen(  # noqa: S603 - a fixed program; its input is numbers of our own making
            [dot, "-Tplain"], stdin=pipe, stdout=pipe, stderr=pipe, env=_environment(dot), pipesize=PIPE
        )
    except OSError as error:
        raise DrawingUnavailable("Graphviz could not be started.", "Ask again in a moment.") from error


def _output(process: Process, left: bytes | None, seconds: float) -> str:
    try:
        told, complained = process.communicate(left, timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise DrawingUnavailable(
            f"Graphviz did not finish within {seconds:.0f} s.", "Focus on a record, or filter the map by question."
        ) from error
    # nslimit can make dot return 1 with half of the graph in its output: such a picture is never shown.
    status = process.returncode
    if status != 0 or complained.strip():
        raise DrawingUnavailable(
            f"Graphviz failed (status {status}).", "Focus on a record, or filter the map by question."
        )
    return told.decode()


@cache
def _environment(dot: str) -> dict[str, str]:
    """Return the environment for `dot`: no file loading, and only the two plugins that are needed.

    Starting with all plugins costs pango and cairo, about 15 ms of a run that takes 3.
    """
    environment = {"PATH": os.defpath, "SERVER_NAME": "sicetnon", "LC_ALL": "C"}
    directory = _plugins(dot, environment)
    if directory is not None:
        environment["GVBINDIR"] = str(directory)
    return environment


def _plugins(dot: str, environment: dict[str, str]) -> Path | None:
    told = subprocess.run(  # noqa: S603 - a fixed program without input
        [dot, "-v", "-Tplain"], input="", capture_output=True, text=True, env=environment, check=False, timeout=30
    ).stderr
    place = re.search(r'libdir = "([^"]+)"', told)
    if place is None:
        return None
    try:
        directory = Path(tempfile.mkdtemp(prefix="sicetnon-dot-"))
    except OSError:
        # The disk is full, or nothing may be written: with all plugins it only takes longer.
        return None
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    for name in ("core", "dot_layout"):
        for library in Path(place[1]).glob(f"libgvplugin_{name}.so.*"):
            (directory / library.name).symlink_to(library)
    made = subprocess.run(  # noqa: S603 - a fixed program without input
        [dot, "-c"], capture_output=True, env={**environment, "GVBINDIR": str(directory)}, check=False, timeout=30
    )
    works = subprocess.run(  # noqa: S603 - a fixed program, a graph of two points
        [dot, "-Tplain"],
        input=b"digraph{a->b}",
        capture_output=True,
        env={**environment, "GVBINDIR": str(directory)},
        check=False,
        timeout=30,
    )
    if made.returncode or works.returncode or works.stderr or not works.stdout.startswith(b"graph"):
        shutil.rmtree(directory, ignore_errors=True)
        return None
    return directory
