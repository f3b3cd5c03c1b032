"""The addresses of the files that pages load, which change with their content."""

import hashlib
from pathlib import Path

STATIC_FOLDER = Path(__file__).parents[2] / "pages" / "static"


def versioned_address(name: str) -> str:
    """Return the address of a file as it is now."""
    return f"/static/{VERSION}/{name}"


def compute_version() -> str:
    """Return what stands for the names and contents of all files."""
    digest = hashlib.sha256()
    for file in sorted(file for file in STATIC_FOLDER.rglob("*") if file.is_file()):
        digest.update(
            file.relative_to(STATIC_FOLDER).as_posix().encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest()
        )
    return digest.hexdigest()[:16]


VERSION = compute_version()
