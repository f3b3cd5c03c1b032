"""What can be wrong with scans, their images, and the regions marked on them."""

from collections.abc import Iterable

from models.errors.map_errors import MapError
from models.errors.phrases import Phrase


class NoSuchImage(MapError):
    """A scan does not have an image, and never had."""

    title = Phrase("There is no such image")

    def __init__(self, label: str) -> None:
        super().__init__(
            Phrase("“%(scan)s” has no page with this image.", scan=label),
            Phrase("Take the address of the image from the scan."),
        )


class UnknownImage(MapError):
    """A page names an image that is neither kept for this scan nor sent."""

    title = Phrase("The image of a page is missing")

    def __init__(self, label: str, pointer: str | None = None) -> None:
        super().__init__(
            Phrase("“%(scan)s” has a page whose image is neither one of its own nor in the document.", scan=label),
            Phrase("Add images to a scan as files; in a document put each into “images”, under its hash."),
            pointer,
        )


class UnsoundImage(MapError):
    """An image does not have its hash, or is no image of that size."""

    title = Phrase("An image does not match its hash or its size")

    def __init__(self, sha256: str, pointer: str | None = None) -> None:
        super().__init__(
            Phrase(
                "Under “%(hash)s” is another image, one that cannot be shown, or one of another size.", hash=sha256[:12]
            ),
            Phrase("Send the image as it was exported."),
            pointer,
        )


class RegionOutsidePage(MapError):
    """A region is not on a page of its scan, or reaches beyond it."""

    title = Phrase("The region is not on the page")

    def __init__(self, label: str | Phrase, scan: str, pointer: str | None = None) -> None:
        super().__init__(
            Phrase(
                "“%(region)s” is on an image that is no page of “%(scan)s”, or reaches beyond its edge.",
                region=label,
                scan=scan,
            ),
            Phrase(
                "Give the hash of one of its pages, and a place within that in pixels of the upright image; in a "
                "merge, take the scan as well."
            ),
            pointer,
        )


class FalsePolygon(MapError):
    """The points of a region make no polygon, or its rectangle is not the one around them."""

    title = Phrase("The corners make no polygon")

    def __init__(self, label: str | Phrase, pointer: str | None = None) -> None:
        super().__init__(
            Phrase(
                "The corners of “%(region)s” are fewer than three, enclose nothing, or have another rectangle.",
                region=label,
            ),
            Phrase("Give at least three corners and the smallest rectangle around them, or no corners."),
            pointer,
        )


class PageInUse(MapError):
    """A page that is to go has regions."""

    title = Phrase("Regions are marked on that page")

    def __init__(self, label: str, regions: Iterable[str]) -> None:
        super().__init__(
            Phrase(
                "The change would take a page out of “%(scan)s” on which regions are marked: %(regions)s.",
                scan=label,
                regions=tuple(regions)[:20],
            ),
            Phrase("Delete those regions first."),
        )
