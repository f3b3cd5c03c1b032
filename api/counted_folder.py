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


@contextmanager
def make_counted_folder(within: Path | None = None) -> Iterator[Path]:
    """Yield a new folder that goes with the server, once those of servers that were killed are gone."""
    root = within or Path(tempfile.gettempdir())
    clear_dead_folders(root)
    with tempfile.TemporaryDirectory(prefix=PREFIX, dir=root, ignore_cleanup_errors=True) as name:
        made = Path(name)
        # Under its own name only once it is held, so that no other server takes it for dead in between.
        partial = made / f"{LOCK}.partial"
        with partial.open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            partial.rename(made / LOCK)
            yield made


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
