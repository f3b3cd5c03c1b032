"""What a IIIF manifest says of a scan."""

from dataclasses import dataclass, field

from argument_maps.scans.shapes import Shape
from models.errors import MapError, Phrase


class UnreadableManifest(MapError):
    """What was given is no manifest that can be read; the remedy says what to send instead."""

    title = Phrase("The manifest could not be read")


@dataclass(frozen=True, slots=True)
class ManifestPage:
    """A canvas with its label and its size; `image_names` are what a file of its image may be called, best first.

    The size is in units of the canvas, 0 if unknown; the image may be in another size.
    """

    label: str
    width: int
    height: int
    image_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ManifestRegion:
    """What is annotated: an area of a page, counted from 0, in units of its canvas, and the words about it.

    `motivation` says why it is annotated, in a word of the Web Annotation Data Model or of IIIF: `supplementing` is a
    transcription.
    """

    page: int
    shape: Shape
    comment: str = ""
    motivation: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """A manifest: its title, its pages in order, what is said of the source, and the regions annotated on them.

    `source_data` holds what can fill in the record of the source, as of texts that are read, with the labels of the
    manifest where none of its fields is meant. `notes` say what was chosen or left out.
    """

    title: str
    pages: tuple[ManifestPage, ...]
    source_data: dict[str, str] = field(default_factory=dict)
    regions: tuple[ManifestRegion, ...] = ()
    notes: tuple[Phrase, ...] = ()
