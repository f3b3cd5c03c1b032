"""What a command says where it fails."""

from sqlalchemy.exc import SQLAlchemyError

from api.commands.terminal import fail
from models.errors import MapError
from models.storage import is_disk_full


def end(error: Exception) -> None:
    """End the program with what went wrong, where that is no fault of ours."""
    if isinstance(error, MapError):
        fail(f"{error.title}: {error.detail} {error.remedy}")
    if is_disk_full(error):
        fail(
            "the disk is full; nothing was changed. Make room where the database is (a few MB, also to read it), "
            "where a file was to be written, and where temporary files are, and do the same again."
        )
    if isinstance(error, SQLAlchemyError):
        fail(f"the database refused: {getattr(error, 'orig', None) or error}")
