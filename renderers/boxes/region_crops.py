"""Parts of page images that boxes show: how large they are shown, and what is said where they are not.

Sizes are in CSS pixels, 96 to the inch, unless a name says otherwise.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from argument_maps.graph import Graph
from argument_maps.selection.selecting import Selected
from argument_maps.selection.shown_regions import list_shown_regions, name_region_page
from argument_maps.shortened_text import shorten_text
from argument_maps.values import Region
from models.errors import Phrase, pluralise_phrase

MOST_IN_BOX = 2
"""How many regions of one record its box shows; of more it says how many there are."""
TALLEST = 90.0
# Printed at 96 pixels to the inch, so that what was scanned small is not shown as a few large blots.
_LARGEST_SCALE = 1.0
# What is told of a picture is heard in one go; the record has all of it.
_LONGEST_DESCRIPTION = 300


class RegionCrop(NamedTuple):
    """A part of a page image as JPEG, its width and height in its own pixels, and what is told in its place.

    `language` is that of the description, empty where that is not known.
    """

    data: bytes
    width: int
    height: int
    description: str
    language: str = ""


RegionCrops = Mapping[str, tuple[RegionCrop, ...]]
"""What the boxes of records show of page images, by the records' labels."""


def fit_crop(crop: RegionCrop, room: float) -> tuple[float, float]:
    """Return the width and height in which a crop is shown where so much room is across."""
    scale = min(room / crop.width, TALLEST / crop.height, _LARGEST_SCALE)
    return max(round(crop.width * scale, 1), 1.0), max(round(crop.height * scale, 1), 1.0)


def describe_crop(graph: Graph, region: Region) -> tuple[str, str]:
    """Return what is told in the place of a region's picture, and the language of that, empty where it is not known."""
    if region.transcription.strip():
        return shorten_text(region.transcription, _LONGEST_DESCRIPTION), region.language or ""
    if region.comment.strip():
        return shorten_text(region.comment, _LONGEST_DESCRIPTION), ""
    return Phrase("Scan: %(page)s", page=name_region_page(graph, region)), ""


def word_regions(selected: Selected, label: str, crops: RegionCrops) -> str:
    """Return what a box says of the regions of its record that it does not show, nothing where it shows all."""
    number, shown = len(list_shown_regions(selected, label)), len(crops.get(label, ()))
    if number == shown:
        return ""
    if shown:
        return f"{shown} of {number} regions on scans:"
    return f"with {number} regions on scans" if number > 1 else "with a scan"


def count_expected_crops(selected: Selected, label: str) -> int:
    """Return how many regions the box of a record has room for: none where something is folded into it."""
    if label in selected.folded or label not in selected.graph.statements:
        return 0
    return min(len(list_shown_regions(selected, label)), MOST_IN_BOX)


def describe_missing_crops(selected: Selected, labels: Sequence[str], crops: RegionCrops | None) -> list[Phrase]:
    """Return what is said of the crops that the boxes of these records have room for and do not show."""
    if crops is None:
        return []
    missing = sum(count_expected_crops(selected, label) - len(crops.get(label, ())) for label in labels)
    if not missing:
        return []
    return [
        pluralise_phrase(
            "%(num)s region on a scan is not shown, since a picture holds only so many or the image cannot be read; "
            "its box says that there is one.",
            "%(num)s regions on scans are not shown, since a picture holds only so many or images cannot be read; "
            "their boxes say that there are some.",
            missing,
        )
    ]
