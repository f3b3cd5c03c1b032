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

from argument_maps.bounded_work import check_work, watch_process
from models.errors import MapError, Phrase
from renderers.process_limits import end_process, limit_process

# The largest pipe that Linux lets anybody have.
PIPE = 1_048_576
MOST_MEMORY = 1 << 30
# As many as may be needed at once.
MOST_SPARE_PROCESSES = 2

Process = subprocess.Popen[bytes]

_spare_processes: list[tuple[str, Process]] = []
_lock = Lock()


class DrawingUnavailable(MapError):
    """Graphviz is missing, failed, or ran out of its bounds."""

    title = Phrase("The picture cannot be drawn at the moment")


def run_dot(graphs: Iterable[str], seconds: float) -> str:
    """Return the plain output of one run of `dot` for all these graphs, nothing for none.

    Each graph is told as it comes, and `dot` begins on it at once: what the iterable does before the next
    and after the last is done meanwhile. Raises `DrawingUnavailable`.
    """
    process: Process | None = None
    sent_bytes, unsent = 0, b""
    try:
        for graph in graphs:
            check_work()
            if process is None:
                process = _start_process(seconds)
            text = graph.encode()
            sent_bytes += len(text)
            if sent_bytes <= PIPE:
                _send(process, text)
            else:
                # What does not fit into the pipe would have to wait until dot has room for its answers.
                unsent += text
        if process is None:
            return ""
        with watch_process(process):
            return _read_output(process, unsent or None, seconds)
    finally:
        if process is not None:
            end_process(process)


def _start_process(seconds: float) -> Process:
    dot = shutil.which("dot")
    if dot is None:
        raise DrawingUnavailable(
            Phrase("Graphviz is not installed on this server."),
            Phrase("Whoever runs the server can install it: apt-get install graphviz"),
        )
    process = _take_process(dot)
    limit_process(process, seconds, MOST_MEMORY)
    return process


def _send(process: Process, text: bytes) -> None:
    """Give a process a text for which its pipe has room."""
    # Where dot died already, its status tells.
    with suppress(BrokenPipeError):
        if process.stdin is not None:
            os.write(process.stdin.fileno(), text)


def start_spare_process() -> None:
    """Have a `dot` started and waiting for the next run; where that fails, the run itself will say so."""
    dot = shutil.which("dot")
    if dot is None:
        return
    with _lock:
        if len(_spare_processes) < MOST_SPARE_PROCESSES:
            with suppress(DrawingUnavailable):
                _spare_processes.append((dot, _spawn(dot)))


def end_spare_processes() -> None:
    """End the processes that wait."""
    with _lock:
        ended = _spare_processes[:]
        _spare_processes.clear()
    for _, process in ended:
        end_process(process)


atexit.register(end_spare_processes)


def _take_process(dot: str) -> Process:
    """Return a process that has been told nothing yet: one that waits, or a new one."""
    while True:
        with _lock:
            path, process = _spare_processes.pop() if _spare_processes else (dot, _spawn(dot))
        # One that somebody ended, or of another program than is found by now, is of no use.
        if path == dot and process.poll() is None:
            return process
        end_process(process)


def _spawn(dot: str) -> Process:
    pipe = subprocess.PIPE
    try:
        return subprocess.Popen(  # noqa: S603 - a fixed program; its input is numbers of our own making
            [dot, "-Tplain"], stdin=pipe, stdout=pipe, stderr=pipe, env=_build_environment(dot), pipesize=PIPE
        )
    except OSError as error:
        raise DrawingUnavailable(Phrase("Graphviz could not be started."), Phrase("Try again in a moment.")) from error


def _read_output(process: Process, unsent: bytes | None, seconds: float) -> str:
    try:
        output, error_output = process.communicate(unsent, timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise DrawingUnavailable(
            Phrase("Graphviz did not finish within %(seconds)s seconds.", seconds=f"{seconds:.0f}"),
            Phrase("Focus on a record, or filter the map by question."),
        ) from error
    # nslimit can make dot return 1 with half of the graph in its output: such a picture is never shown.
    status = process.returncode
    if status != 0 or error_output.strip():
        raise DrawingUnavailable(
            Phrase("Graphviz failed (status %(status)s).", status=status),
            Phrase("Focus on a record, or filter the map by question."),
        )
    return output.decode()


@cache
def _build_environment(dot: str) -> dict[str, str]:
    """Return the environment for `dot`: no file loading, and only the two plugins that are needed.

    Starting with all plugins costs pango and cairo, about 15 ms of a run that takes 3.
    """
    environment = {"PATH": os.defpath, "SERVER_NAME": "sicetnon", "LC_ALL": "C"}
    directory = _prepare_plugins(dot, environment)
    if directory is not None:
        environment["GVBINDIR"] = str(directory)
    return environment


def _prepare_plugins(dot: str, environment: dict[str, str]) -> Path | None:
    verbose_output = subprocess.run(  # noqa: S603 - a fixed program without input
        [dot, "-v", "-Tplain"], input="", capture_output=True, text=True, env=environment, check=False, timeout=30
    ).stderr
    place = re.search(r'libdir = "([^"]+)"', verbose_output)
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
    configuration = subprocess.run(  # noqa: S603 - a fixed program without input
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
    if configuration.returncode or works.returncode or works.stderr or not works.stdout.startswith(b"graph"):
        shutil.rmtree(directory, ignore_errors=True)
        return None
    return directory
