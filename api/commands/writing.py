"""Where commands write: an ordinary file is replaced as a whole, and what else stands at a path is written through."""

import os
import re
import secrets
import stat
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

# The streams that a process has open, under the names that Linux gives them.
_OPEN_STREAM = re.compile(r"/(?:dev/fd|proc/(?:self|thread-self)/fd)/(\d+)")
_MOST_LINKS = 40
_CHUNK = 1 << 20


class CannotWrite(Exception):
    """Nothing can be written at a path; the message says why, and what to do."""


def write_bytes(data: bytes, output: Path | None) -> None:
    """Write to the path, or to standard output where it is None or “-”. Raises `CannotWrite` and BrokenPipeError."""
    if output is None or str(output) == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    write_file(output, lambda beside: _write_new_file(beside, data))


def write_file(output: Path, make: Callable[[Path], None], *, new: bool = False) -> None:
    """Write to the path what `make` makes in a new file. Raises `CannotWrite` and BrokenPipeError.

    Links are followed. An ordinary file is replaced as a whole and keeps its permissions, or with `new` is refused; a
    device, a pipe or an open stream is written through.
    """
    try:
        target, stream = _resolve_links(output)
        status = _read_status(target)
        if stream is not None or (status is not None and not stat.S_ISREG(status.st_mode)):
            _write_through(output, status, stream, make)
        else:
            if new:
                refuse_existing_file(output)
            _replace_file(target, status, make)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise CannotWrite(f"{output} cannot be written: {error.strerror or error}.") from None


def refuse_existing_file(output: Path) -> None:
    """Raise `CannotWrite` where an ordinary file or a directory stands at the path.

    What is open already, as `/dev/stdout` that is led into a file, is written through, whatever stands behind it.
    """
    if _resolve_links(output)[1] is None and (output.is_file() or output.is_dir()):
        raise CannotWrite(f"{output} exists already, and is never replaced. Give another name.")


def _resolve_links(output: Path) -> tuple[Path, int | None]:
    """Return where links from a path lead, and the number of the open stream that is meant, if one is."""
    if str(output) == "-":
        # As wherever a command writes.
        return output, 1
    path = output
    for _ in range(_MOST_LINKS):
        # The streams of another process are not ours to write to by number.
        stream_match = _OPEN_STREAM.fullmatch(str(path).replace(f"/proc/{os.getpid()}/", "/proc/self/"))
        if stream_match:
            return path, int(stream_match[1])
        if not path.is_symlink():
            return path, None
        parent = path.parent.resolve() if not str(path.parent).startswith("/proc/") else path.parent
        path = Path(os.path.normpath(parent / path.readlink()))
    raise CannotWrite(f"{output} cannot be written: its links lead in a circle.")


def _read_status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _write_through(
    output: Path, status: os.stat_result | None, stream: int | None, make: Callable[[Path], None]
) -> None:
    if status is not None and stat.S_ISDIR(status.st_mode):
        raise CannotWrite(f"{output} is a directory. Name a file in it.")
    # What is made as a whole is made aside first.
    with tempfile.TemporaryDirectory(prefix="sicetnon-") as directory:
        temporary = Path(directory) / "made"
        make(temporary)
        if stream == 1:
            sys.stdout.flush()
        descriptor = os.dup(stream) if stream is not None else os.open(output, os.O_WRONLY | os.O_NOCTTY)
        with os.fdopen(descriptor, "wb") as stream_file, temporary.open("rb") as source:
            while chunk := source.read(_CHUNK):
                stream_file.write(chunk)


def _replace_file(target: Path, status: os.stat_result | None, make: Callable[[Path], None]) -> None:
    partial = _name_partial_file(target)
    try:
        make(partial)
        if status is not None:
            # Root keeps the owner as well; others can give a file to nobody.
            with suppress(PermissionError):
                os.chown(partial, status.st_uid, status.st_gid)
            partial.chmod(stat.S_IMODE(status.st_mode))
        partial.replace(target)
    finally:
        for leftover in ("", "-wal", "-shm"):
            Path(f"{partial}{leftover}").unlink(missing_ok=True)


def _name_partial_file(path: Path) -> Path:
    return path.with_name(f".{path.name[:100]}.{secrets.token_hex(6)}.partial")


def _write_new_file(path: Path, data: bytes) -> None:
    with path.open("xb") as opened:
        opened.write(data)
        opened.flush()
        os.fsync(opened.fileno())
