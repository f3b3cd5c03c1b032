"""The files of the project, as git knows them."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("api", "argument_maps", "models", "renderers")


@cache
def files() -> tuple[Path, ...]:
    """Return every file that is tracked or would be, relative to the project's folder."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    names = sorted(set(listed.stdout.decode().split("\0")) - {""})
    return tuple(Path(name) for name in names if (ROOT / name).is_file())


@cache
def texts() -> dict[Path, str]:
    """Return the text of every file that holds text."""
    found = {}
    for path in files():
        try:
            found[path] = (ROOT / path).read_text("utf-8")
        except UnicodeDecodeError:
            continue
    return found


def modules(*folders: str) -> dict[Path, str]:
    """Return the Python modules of these top-level folders."""
    return {path: text for path, text in texts().items() if path.suffix == ".py" and path.parts[0] in folders}
