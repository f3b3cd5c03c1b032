"""The folder in which the processes of one server write what they count, and what killed servers left behind."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX = "sicetnon-metrics-"
# Held as long as its server lives; the system lets go of it however that ends.
LOCK = "in-use"
# What is counted is mapped into memory: where a disk is full, the kernel kills whoever writes there.
IN_MEMORY = Path("/dev/shm")  # noqa: S108 - the folder has a name that nobody can foresee, as in any temporary one
MINIMUM_FREE_BYTES = 16 * 1_048_576


@contextmanager
def make_counted_folder(within: Path | None = None) -> Iterator[Path]:
    """Yield a new folder that goes with the server, once those of servers that were killed are gone."""
    root = within or choose_root()
    clear_dead_folders(root)
    with tempfile.TemporaryDirectory(prefix=PREFIX, dir=root, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        # Under its own name only once it is held, so that no other server takes it for dead in between.
        partial = folder / f"{LOCK}.partial"
        with partial.open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            partial.rename(folder / LOCK)
            yield folder


def choose_root(in_memory: Path = IN_MEMORY) -> Path:
    """Return where such folders stand: in memory where the system has a place for it, else among temporary files."""
    try:
        if os.access(in_memory, os.W_OK | os.X_OK) and shutil.disk_usage(in_memory).free >= MINIMUM_FREE_BYTES:
            return in_memory
    except OSError:
        pass
    return Path(tempfile.gettempdir())


def clear_dead_folders(root: Path) -> list[Path]:
    """Return the folders of servers that live no more, which it has deleted; only those of the same user."""
    cleared = []
    for folder in root.glob(f"{PREFIX}*"):
        with suppress(OSError):
            if not folder.is_symlink() and folder.lstat().st_uid == os.getuid() and _is_dead(folder):
                shutil.rmtree(folder)
                cleared.append(folder)
    return cleared


def _is_dead(folder: Path) -> bool:
    with (folder / LOCK).open("rb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True
