"""What a command says where it fails."""

from sqlalchemy.exc import SQLAlchemyError

from api.commands.terminal import fail
from models.errors import MapError


def end(error: Exception) -> None:
    """End the program with what went wrong, where that is no fault of ours."""
    if isinstance(error, MapError):
        fail(f"{error.title}: {error.detail} {error.remedy}")
    if isinstance(error, SQLAlchemyError):
        fail(f"the database refused: {getattr(error, 'orig', None) or error}")
