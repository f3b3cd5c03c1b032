"""An image without anything but what it takes to show it."""

from dataclasses import dataclass

UPRIGHT_ORIENTATION = 1


@dataclass(frozen=True, slots=True)
class StrippedImage:
    """A file with one picture, its colour profile and no other description; how it is turned is said beside it.

    `orientation` is that of EXIF 2.32, section 4.6.5: from 1, upright, to 8; from 5 on width and height are exchanged.
    """

    data: bytes
    media_type: str
    orientation: int = UPRIGHT_ORIENTATION
    # Whether the file has moving pictures, of which the first is shown.
    animated: bool = False
