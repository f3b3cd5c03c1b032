"""Places in JSON documents."""

from collections.abc import Iterable


def format_pointer(parts: Iterable[object]) -> str:
    """Return the JSON pointer (RFC 6901) of a path of keys and positions."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)
