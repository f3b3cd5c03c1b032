"""The images of a scan, for whoever looks at it: those of its pages, and those that its history has."""

from sqlalchemy import String, cast, or_, select
from sqlmodel import Session, col

from models.errors import NoSuchImage
from models.history.revisions import Revision
from models.records.maps import ArgumentMap
from models.records.scans.images import StoredImage
from models.records.scans.scan_records import ScanPage


def find_scan_image(session: Session, slug: str, label: str, sha256: str) -> tuple[int, int, str]:
    """Return width, height and media type of an image that is, or was, a page of a scan.

    Asked for every tile: of a page in one query. Raises `NoSuchImage`.
    """
    columns = (col(StoredImage.width), col(StoredImage.height), col(StoredImage.media_type))
    of_page = (
        select(*columns)
        .join(ScanPage, col(ScanPage.image) == col(StoredImage.sha256))
        .join(ArgumentMap, col(ArgumentMap.id) == col(ScanPage.map_id))
        .where(col(ArgumentMap.slug) == slug, col(ScanPage.label) == label, col(ScanPage.image) == sha256)
    )
    connection = session.connection()
    row = connection.execute(of_page.limit(1)).first()
    if row is None and _was_page(session, slug, label, sha256):
        row = connection.execute(select(*columns).where(col(StoredImage.sha256) == sha256)).first()
    if row is None:
        raise NoSuchImage(label)
    return row[0], row[1], row[2]


def read_image_bytes(session: Session, sha256: str) -> bytes:
    """Return the bytes of an image that is there."""
    statement = select(col(StoredImage.data)).where(col(StoredImage.sha256) == sha256)
    return bytes(session.connection().execute(statement).scalar_one())


def _was_page(session: Session, slug: str, label: str, sha256: str) -> bool:
    """Tell whether a scan had an image at some moment of its map, which can still be looked at.

    The history has scans alone, and where a whole map came in, that map.
    """
    words = [cast(part, String).contains(sha256) for part in (col(Revision.before), col(Revision.after))]
    statement = select(col(Revision.label), col(Revision.before), col(Revision.after)).where(
        col(Revision.map_id).in_(select(col(ArgumentMap.id)).where(col(ArgumentMap.slug) == slug)),
        or_(col(Revision.label) == label, col(Revision.label).is_(None)),
        or_(*words),
    )
    for of_record, *drafts in session.connection().execute(statement):
        for draft in filter(None, drafts):
            scans = [{**draft, "id": label}] if of_record else (draft.get("document") or {}).get("scans", ())
            if any(
                page.get("image") == sha256
                for scan in scans
                if scan.get("id") == label
                for page in scan.get("pages", ())
            ):
                return True
    return False
