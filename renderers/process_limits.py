"""Bounds on the processes that draw, so that none of them takes the machine or the server with it."""

import resource
import subprocess
import sys
from contextlib import suppress


def limit_process(process: subprocess.Popen[bytes], seconds: float, memory: int) -> None:
    """Bound the seconds and the bytes of memory that a process may use; it has been told nothing to work on yet.

    Only on Linux, which can do this from here. The program `prlimit` would cost starting a second program,
    and code between fork and exec is not safe where threads are at work.
    """
    if sys.platform == "linux":
        limits = {
            resource.RLIMIT_CPU: int(seconds) + 1,
            resource.RLIMIT_AS: memory,
            resource.RLIMIT_CORE: 0,
            resource.RLIMIT_NOFILE: 64,
            resource.RLIMIT_FSIZE: 1 << 26,
        }
        # Where it died already, its status tells.
        with suppress(ProcessLookupError):
            for resource_kind, most in limits.items():
                resource.prlimit(process.pid, resource_kind, (most, most))


def end_process(process: subprocess.Popen[bytes]) -> None:
    """End a process where it still runs, and close what leads to it."""
    if process.poll() is None:
        process.kill()
        process.communicate()
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()
