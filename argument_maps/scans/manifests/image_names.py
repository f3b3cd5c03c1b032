"""What a file may be called in which an image of a manifest was saved."""

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from argument_maps.reading.blocks import remove_unprintable

MOST_NAMES = 16
LONGEST_NAME = 300
_ENDING = re.compile(r"\.(?:jpe?g|jp2|jpx|jpf|png|tiff?|ptiff?|gif|webp|bmp|avif|pdf|json|xml)\Z", re.IGNORECASE)
# Image API 3.0, 4: {identifier}/{region}/{size}/{rotation}/{quality}.{format}
_IMAGE_REQUEST = re.compile(
    r"\A(.*?)/(?:full|square|(?:pct:)?[\d.]+,[\d.]+,[\d.]+,[\d.]+)/(?:\^?!?(?:full|max|pct:[\d.]+|\d*,\d*))"
    r"/!?[\d.]+/((?:default|native|colou?r|gr[ae]y|bitonal)(?:[./]\w+)?)\Z"
)
# Last parts of addresses that name no page.
_GENERAL = frozenset({"canvas", "manifest", "manifest.json", "info.json", "page", "image", "iiif", "default", "full"})


def list_image_names(images: Iterable[dict[str, Any]], canvas: str) -> tuple[str, ...]:
    """Return the names that files of a canvas's images may have, best first, each with its ending and without one.

    `images` are the bodies of its painting annotations, `canvas` is its address.
    """
    names: dict[str, None] = {}
    last: dict[str, None] = {}
    for image in images:
        address = _read_address(image)
        request = _IMAGE_REQUEST.match(address.partition("?")[0])
        if request is not None:
            _add_names(names, request[1])
            last[request[2]] = None
        else:
            _add_names(names, address)
        services = image.get("service", [])
        for service in services if isinstance(services, list) else [services]:
            if isinstance(service, dict | str):
                _add_names(names, _read_address(service))
    _add_names(names, canvas)
    return tuple({**names, **last})[:MOST_NAMES]


def _read_address(value: dict[str, Any] | str) -> str:
    address = value if isinstance(value, str) else value.get("id", value.get("@id", ""))
    return remove_unprintable(address)[:2_000] if isinstance(address, str) else ""


def strip_image_ending(name: str) -> str:
    """Return a name of a file without the ending of an image."""
    return _ENDING.sub("", name)


def _add_names(names: dict[str, None], address: str) -> None:
    for segment in _list_segments(address):
        decoded = unquote(segment, errors="replace").strip()[:LONGEST_NAME]
        for name in (decoded, decoded.rpartition("/")[2]):
            for form in (name, strip_image_ending(name)):
                if form and form.lower() not in _GENERAL:
                    names.setdefault(form)


def _list_segments(address: str) -> Iterator[str]:
    """Yield the part of an address that names a thing: the last one, or the one before where that is general."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return
    segments = [segment for segment in parts.path.split("/") if segment]
    while len(segments) > 1 and segments[-1].lower() in _GENERAL:
        segments.pop()
    yield from segments[-1:]
    # Some servers name the image in the query only.
    yield from (value for _, value in parse_qsl(parts.query, max_num_fields=None)[:10])
    if parts.fragment and "xywh" not in parts.fragment:
        yield parts.fragment
