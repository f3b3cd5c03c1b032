"""Page images, each kept once, under the SHA-256 of its bytes, and never thrown away.

The history names images by their hash, so that a page which was taken out can still be seen and an undo finds it again.
Width and height are in pixels, of the image as it is shown upright.
"""

import hashlib
from collections.abc import Collection, Iterable
from typing import Annotated

from pydantic import Base64Bytes, BaseModel, ConfigDict
from pydantic import Field as Described
from sqlalchemy import select
from sqlmodel import Field, Session, SQLModel, col

import models.records.maps  # noqa: F401 # names of constraints are settled there, before the first table
from models.text_types import MediaType

LONGEST_SIDE = 100_000
Pixels = Annotated[int, Described(ge=1, le=LONGEST_SIDE, description="Pixels of the image as it is shown upright.")]


class ImageDraft(BaseModel):
    """One image: its bytes, in documents as Base64, and what they are."""

    model_config = ConfigDict(extra="forbid")

    media_type: MediaType
    width: Pixels
    height: Pixels
    data: Base64Bytes

    @property
    def sha256(self) -> str:
        """The hash under which it is kept."""
        return hashlib.sha256(self.data).hexdigest()


class StoredImage(SQLModel, table=True):
    """A stored image. It belongs to no map: the same image in two maps is kept once."""

    __tablename__ = "image"

    sha256: str = Field(primary_key=True, max_length=64)
    media_type: str
    width: int
    height: int
    data: bytes


def store_images(session: Session, images: Iterable[ImageDraft]) -> list[str]:
    """Keep images that are not there yet; return their hashes."""
    connection = session.connection()
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    statement = (
        "INSERT INTO image (sha256, media_type, width, height, data) "  # noqa: S608 - marks only
        f"VALUES ({', '.join([mark] * 5)}) "
        "ON CONFLICT (sha256) DO NOTHING"
    )
    hashes = []
    for image in images:
        hashes.append(image.sha256)
        connection.exec_driver_sql(statement, (hashes[-1], image.media_type, image.width, image.height, image.data))
    return hashes


def read_image_rows(session: Session, hashes: Collection[str]) -> dict[str, tuple[str, int, int, bytes]]:
    """Return media type, width, height and bytes of images by hash; those that are not there are left out."""
    rows = {}
    for sha256 in dict.fromkeys(hashes):
        columns = (col(StoredImage.media_type), col(StoredImage.width), col(StoredImage.height), col(StoredImage.data))
        row = session.connection().execute(select(*columns).where(col(StoredImage.sha256) == sha256)).first()
        if row is not None:
            rows[sha256] = (row[0], row[1], row[2], row[3])
    return rows
