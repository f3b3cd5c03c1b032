"""The images of a map's document: whether each can be shown, and is what is said of it."""

from collections.abc import Iterator
from typing import Any

from argument_maps.bounded_work import check_work
from argument_maps.scans.images import read_image
from models.errors import MapError, UnsoundImage


def find_image_faults(document: Any) -> Iterator[MapError]:
    """Yield what is wrong with the images of a document whose hashes fit: each is decoded once."""
    for sha256, image in document.images.items():
        check_work()
        pointer = f"/images/{sha256}"
        try:
            read = read_image(image.data)
        except MapError as error:
            error.pointer = pointer
            yield error
            continue
        if (read.media_type, read.width, read.height) != (image.media_type, image.width, image.height):
            yield UnsoundImage(sha256, pointer)
