"""Files that a form has sent and that wait, with what was read of them, until somebody has decided what is done."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import starmap

from sqlmodel import Session

from api.importing.file_imports import MOST_FILES
from api.pages.forms import FormValues
from argument_maps.formats.registry import rank_in_import
from argument_maps.graph import Graph
from models.errors import MapError, Phrase
from models.participation.pending_uploads import (
    add_pending_upload,
    delete_pending_upload,
    find_pending_upload,
    keep_reading,
)

_WAITING = "pending."


class NothingSent(MapError):
    """A form has sent no file, or names files that are no longer there."""

    title = Phrase("There is nothing to import")


class TooManyFiles(MapError):
    """A form has sent more files than are read at once."""

    title = Phrase("These are too many files")

    def __init__(self) -> None:
        super().__init__(
            Phrase("These are more than %(most)s files.", most=MOST_FILES),
            Phrase("Send at most %(most)s files at once, and add the others afterwards.", most=MOST_FILES),
        )


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file: its name and bytes; where it has waited, its token, and what was read of it then."""

    name: str
    data: bytes = field(repr=False)
    token: str = ""
    reading: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class ImportPlace:
    """Where files go, and for whom they wait: a map as it is, or without `map_id` one that is yet to begin.

    `locked` are the labels of records that whoever sends them may not change.
    """

    map_id: int | None
    account_id: int | None
    here: Graph
    version: int = 0
    locked: frozenset[str] = frozenset()


def list_waiting_tokens(fields: FormValues) -> list[str]:
    """Return the tokens of the files that wait, in their order."""
    return [value for name, value in sorted(fields.items()) if name.startswith(_WAITING)]


def gather_files(
    session: Session, place: ImportPlace, fields: FormValues, new: Sequence[tuple[str, bytes]]
) -> list[SentFile]:
    """Return the files that wait and those that a form has just sent. Raises `NothingSent` and `TooManyFiles`.

    A window for choosing files hands them over by their names: they come in so that each finds what it names.
    """
    tokens = list_waiting_tokens(fields)
    files = []
    for token in tokens:
        waiting = find_pending_upload(session, place.map_id, token, place.account_id)
        if waiting is None:
            raise NothingSent(Phrase("The files are no longer here."), Phrase("Choose them again."))
        files.append(SentFile(waiting.name, waiting.data, token, waiting.reading))
    if len(files) + len(new) > MOST_FILES:
        raise TooManyFiles
    files += sorted(starmap(SentFile, new), key=lambda file: rank_in_import(file.data, file.name))
    if not files:
        raise NothingSent(Phrase("No file was sent."), Phrase("Choose a file."))
    return files


def keep_waiting(
    session: Session, place: ImportPlace, files: Sequence[SentFile], readings: Sequence[bytes | None]
) -> list[str]:
    """Let files wait with what was read of them, and return their tokens."""
    tokens = []
    for file, reading in zip(files, readings, strict=True):
        token = file.token or add_pending_upload(session, place.map_id, file.name, "", file.data, place.account_id)
        if reading is not None and reading != file.reading:
            keep_reading(session, token, reading)
        tokens.append(token)
    return tokens


def forget_waiting(session: Session, fields: FormValues) -> None:
    """Throw away the files that have come in."""
    for token in list_waiting_tokens(fields):
        delete_pending_upload(session, token)
