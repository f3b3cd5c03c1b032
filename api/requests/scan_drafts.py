"""Bodies of requests as drafts of scans and regions: which pages a scan keeps, and where on them a region is."""

from typing import Annotated, Any

from pydantic import Field
from sqlmodel import Session

from api.http.problems import Fault, Refusal
from models.errors import Phrase, RegionOutsidePage
from models.records.rows import Draft, read_drafts
from models.records.scans.images import LONGEST_SIDE
from models.records.scans.scan_records import MOST_PAGES, ScanDraft, ScanPageDraft, bound_points
from models.text_types import Sha256
from models.vocabulary import RecordKind

_BOX = ("x", "y", "width", "height")


def _describe_side(least: int) -> tuple[Any, None]:
    described = "In pixels of the upright image; that of the rectangle around `points` where left out."
    return (Annotated[int | None, Field(ge=least, le=LONGEST_SIDE, description=described)], None)


# What bodies of these kinds have beside the draft's own fields, or more freely than it.
SCAN_FIELDS: dict[RecordKind, dict[str, Any]] = {
    RecordKind.SCAN: {
        "pages": (
            Annotated[
                list[ScanPageDraft] | None,
                Field(max_length=MOST_PAGES, description="In another order, or named otherwise; images come as files."),
            ],
            None,
        ),
    },
    RecordKind.REGION: {
        "image": (
            Annotated[Sha256 | None, Field(description="The image of its page; that of `page` where left out.")],
            None,
        ),
        "page": (
            Annotated[
                int | None,
                Field(
                    ge=1, le=MOST_PAGES, description="The number of its page, where no image is given; 1 if left out."
                ),
            ],
            None,
        ),
        **{name: _describe_side(0 if name in {"x", "y"} else 1) for name in _BOX},
    },
}


def build_pages(body: Any, present: Draft | None) -> list[ScanPageDraft]:
    """Return the pages of a scan: of those that it has, what a body keeps, in its order and with its names.

    Raises `Refusal` (422) for an image that the scan does not have: whoever knows the hash of an image in a map that
    they may not see is not to get it that way.
    """
    present_pages = ScanDraft.model_validate(present).pages if present is not None else []
    sizes = {page.image: (page.width, page.height) for page in present_pages}
    pages: list[ScanPageDraft] = present_pages if body.pages is None else body.pages
    for place, page in enumerate(pages):
        if sizes.get(page.image) != (page.width, page.height):
            detail = "The scan has no such image, or one of another size."
            raise Refusal(
                422,
                "images-have-their-address",
                "Images have an address of their own",
                detail,
                "Leave the page out, and POST the image as a file to the scan's address with “/pages” behind it.",
                errors=[Fault(pointer=f"/pages/{place}", detail=detail)],
            )
    return pages


def locate_region(session: Session, map_id: int, body: Any) -> dict[str, Any]:
    """Return the image and the rectangle of a region; what a body leaves out of them is found out.

    Raises `Refusal` (422) where there is neither a rectangle nor a polygon, and `RegionOutsidePage`.
    """
    place = {name: getattr(body, name) for name in ("image", *_BOX)}
    if body.image is None:
        place["image"] = _find_page_image(session, map_id, body.in_scan, body.page or 1)
    if len(body.points) >= 3:
        box = dict(zip(_BOX, bound_points(body.points), strict=True))
        place |= {name: value for name, value in box.items() if place[name] is None}
    missing = [name for name in _BOX if place[name] is None]
    if missing:
        detail = "A region needs its rectangle or the corners of a polygon."
        raise Refusal(
            422,
            "invalid-request",
            "The region has no place",
            detail,
            "Give x, y, width and height in pixels of the upright image, or at least three points.",
            errors=[Fault(pointer=f"/{name}", detail=detail) for name in missing],
        )
    return place


def _find_page_image(session: Session, map_id: int, scan: str, number: int) -> str:
    stored = read_drafts(session, map_id, [scan]).get(scan)
    if stored is None or stored[0] != RecordKind.SCAN:
        # The rules for references say so better, and with all other faults.
        return ""
    pages = ScanDraft.model_validate(stored[1]).pages
    if number > len(pages):
        raise RegionOutsidePage(Phrase("the region"), scan, "/page")
    return pages[number - 1].image
