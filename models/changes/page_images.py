"""What regions and the pages of their scans owe each other, asked of the rows as they stand."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlmodel import Session, col

from models.errors import PageInUse, RegionOutsidePage, UnknownImage, UnsoundImage
from models.records.scans.images import StoredImage
from models.records.scans.scan_records import Region, ScanPage
from models.vocabulary import RecordKind

_CHUNK = 500


def check_page_images(session: Session, map_id: int, written: Mapping[str, RecordKind]) -> None:
    """Raise what is wrong with the scans and regions among records that were just written.

    The image of every page is kept, and has the size that the page says. A region is within a page of its scan, and a
    scan keeps the pages on which regions are.
    """
    for label, kind in written.items():
        if kind == RecordKind.SCAN:
            _check_pages(session, map_id, label)
    regions = [label for label, kind in written.items() if kind == RecordKind.REGION]
    for start in range(0, len(regions), _CHUNK):
        _check_regions(session, map_id, regions[start : start + _CHUNK])


def _check_pages(session: Session, map_id: int, label: str) -> None:
    connection = session.connection()
    statement = (
        select(
            *(col(ScanPage.position), col(ScanPage.image), col(ScanPage.width), col(ScanPage.height)),
            *(col(StoredImage.width), col(StoredImage.height)),
        )
        .outerjoin(StoredImage, col(StoredImage.sha256) == col(ScanPage.image))
        .where(col(ScanPage.map_id) == map_id, col(ScanPage.label) == label)
        .order_by(col(ScanPage.position))
    )
    images = set()
    for position, image, width, height, stored_width, stored_height in connection.execute(statement):
        if stored_width is None:
            raise UnknownImage(label, f"/pages/{position}/image")
        if (width, height) != (stored_width, stored_height):
            raise UnsoundImage(image, f"/pages/{position}/width")
        images.add(image)
    on_pages = select(col(Region.label), col(Region.image)).where(
        col(Region.map_id) == map_id, col(Region.in_scan) == label
    )
    rows = connection.execute(on_pages.order_by(col(Region.label)))
    stray = [region for region, image in rows if image not in images]
    if stray:
        raise PageInUse(label, stray)


def _check_regions(session: Session, map_id: int, labels: list[str]) -> None:
    statement = (
        select(
            *(col(Region.label), col(Region.in_scan)),
            *(col(Region.x) + col(Region.width), col(Region.y) + col(Region.height)),
            *(col(ScanPage.width), col(ScanPage.height)),
        )
        .outerjoin(
            ScanPage,
            (col(ScanPage.map_id) == col(Region.map_id))
            & (col(ScanPage.label) == col(Region.in_scan))
            & (col(ScanPage.image) == col(Region.image)),
        )
        .where(col(Region.map_id) == map_id, col(Region.label).in_(labels))
        .order_by(col(Region.label))
    )
    for label, in_scan, right, lower, width, height in session.connection().execute(statement):
        if width is None or right > width or lower > height:
            raise RegionOutsidePage(label, in_scan)
