"""A bag (BagIt 1.0, RFC 8493): files with the checksums by which each of them can be checked on arrival."""

import hashlib
from collections.abc import Iterable, Mapping

PAYLOAD = "data/"
# Section 2.1.1, to the letter.
_DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def build_bag(
    payload: Mapping[str, bytes], tags: Mapping[str, bytes], information: Mapping[str, str]
) -> dict[str, bytes]:
    """Return the files of a bag by their paths.

    The paths of the payload begin with `data/` (section 2.1.2); `tags` are files beside it, and `information` is what
    `bag-info.txt` says (section 2.2.2), to which the size of the payload is added.
    """
    size = sum(len(data) for data in payload.values())
    stated = {**information, "Payload-Oxum": f"{size}.{len(payload)}"}
    lines = (f"{label}: {' '.join(value.split())}\n" for label, value in stated.items() if value)
    files = {
        "bagit.txt": _DECLARATION,
        "bag-info.txt": "".join(lines).encode(),
        **tags,
        "manifest-sha256.txt": _write_manifest(payload.items()),
    }
    return {**files, "tagmanifest-sha256.txt": _write_manifest(files.items()), **payload}


def _write_manifest(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a manifest: a checksum, spaces and a path on each line (section 2.1.3)."""
    return "".join(f"{hashlib.sha256(data).hexdigest()}  {_encode_path(path)}\n" for path, data in files).encode()


def _encode_path(path: str) -> str:
    # Only these three are encoded in a manifest (section 2.1.3).
    return path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
